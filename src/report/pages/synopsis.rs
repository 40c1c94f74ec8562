//! The first page that a reader turns to: the primary result in a sentence, and the main numbers in a table.

use super::analysis::{in_sentence, panel_title};
use super::{balance, heading};
use crate::report::document::{Align, Block, Cell, Column, Row, Span, Style, Table, Text, plain, text};
use crate::report::metrics::Metrics;
use crate::report::select::{Book, Line, Panel};
use crate::report::words;
use crate::results::format::{level, p_value, value};
use crate::results::format::Quantity;
use crate::results::{AnalysisInfo, Number};

pub fn section(book: &Book, metrics: &Metrics) -> Vec<Block> {
    let analyses = book.analyses();
    let mut blocks = vec![heading(1, "Synopsis", true)];
    for analysis in analyses.iter().filter(|a| a.role == "primary") {
        for panel in book.panels(&analysis.name) {
            blocks.extend(statement(book, analysis, &panel));
        }
    }
    blocks.extend(balance::summary(book).map(Block::paragraph));
    let main: Vec<&AnalysisInfo> =
        analyses.iter().filter(|a| matches!(a.role.as_str(), "primary" | "secondary")).collect();
    blocks.extend(table(book, &main, metrics));
    blocks
}

/// The line that best says what was found in each arm: a proportion, else a median, else anything.
fn arms_line<'a, 'b>(panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    let described = || panel.lines.iter().filter(|l| l.groups.len() > 1 && l.standing != "count");
    let named = |name: &str| described().find(|l| l.statistic == name && l.term.is_none());
    named("estimate").filter(|l| l.comparison.is_none()).or_else(|| named("median")).or_else(|| described().next())
}

fn effect_line<'a, 'b>(panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    panel.lines.iter().find(|l| l.comparison.is_some() && l.standing == "estimates")
}

fn deciding_line<'a, 'b>(panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    panel.lines.iter().find(|l| l.p_value.is_some() && l.standing == "decides")
}

fn statement(book: &Book, analysis: &AnalysisInfo, panel: &Panel) -> Vec<Block> {
    let mut sentence: Text = vec![Span::styled(&format!("{}. ", analysis.label), Style::Strong)];
    if let Some(line) = arms_line(panel) {
        let counts = panel.lines.iter().find(|l| l.groups.iter().any(|(_, m)| m.of.is_some()));
        for (i, (arm, measure)) in line.groups.iter().enumerate() {
            let name = if i == 0 { book.arm(arm).to_string() } else { words::lower_first(book.arm(arm)) };
            sentence.push(Span::new(if i == 0 { "With " } else { " and with " }));
            sentence.push(Span::new(&format!("{name}, ")));
            let count = counts.and_then(|l| l.groups.iter().find(|(g, _)| g == arm)).map(|(_, m)| m);
            if let Some((count, of)) = count.and_then(|m| Some((m.estimate, m.of?))) {
                let of = [book.number(count), Span::new(" of "), book.number(of), Span::new(" patients, ")];
                sentence.extend(of);
            }
            sentence.extend(in_sentence(book, measure));
        }
    }
    if let Some(line) = effect_line(panel)
        && let Some(measure) = &line.comparison
    {
        let name = match (line.statistic.as_str(), line.method) {
            ("estimate", Some(method)) => words::method(method),
            (statistic, _) => words::statistic(statistic),
        };
        sentence.push(Span::new(&format!(": {} ", words::lower_first(&name))));
        sentence.extend(in_sentence(book, measure));
    }
    sentence.push(Span::new(". "));
    if let Some(line) = deciding_line(panel) {
        sentence.extend(decision(book, line));
    }
    sentence.extend([Span::new(" Clause "), book.clause(&analysis.clause), Span::new(".")]);
    let mut blocks = vec![Block::Callout { title: text("Primary result"), text: sentence }];
    blocks.extend(reserve(book, panel));
    blocks
}

/// What the deciding test says at the level of the plan, in words.
fn decision(book: &Book, line: &Line) -> Text {
    let Some((index, record)) = line.p_value.and_then(|i| Some((i, book.record(i)?))) else { return vec![] };
    let alpha = 1.0 - book.results.study.level;
    let percent = value(&Number::Real(alpha), Quantity::Proportion);
    let percent = percent.trim_end_matches(".0");
    let verdict = match record.value {
        Number::Real(p) if p < alpha => format!("equality is rejected at the two-sided {percent}% level"),
        Number::Real(_) | Number::Count(_) => format!("equality is not rejected at the two-sided {percent}% level"),
        _ => "no p-value could be given".to_string(),
    };
    let method = line.method.map(words::method).unwrap_or_default();
    let mut p = book.number(index);
    p.text = p_value(&record.value);
    vec![Span::new(&format!("The test that decides is {}: ", words::lower_first(&method))), p, Span::new(&format!("; {verdict}."))]
}

/// The warnings accepted for the endpoint of the primary result.
fn reserve(book: &Book, panel: &Panel) -> Option<Block> {
    let concerns = |endpoints: &[String]| panel.endpoint.is_some_and(|e| endpoints.iter().any(|x| x == e));
    let mut text = Vec::new();
    for warning in book.results.accepted.iter().filter(|a| concerns(&a.endpoints)) {
        text.push(Span::new(if text.is_empty() { "Read with the reserve accepted in clause " } else { "; clause " }));
        text.extend([book.clause(&warning.clause), Span::new(&format!(": {}", words::lower_first(&warning.title)))]);
    }
    if text.is_empty() {
        return None;
    }
    text.push(Span::new("."));
    Some(Block::paragraph(text))
}

fn table(book: &Book, analyses: &[&AnalysisInfo], metrics: &Metrics) -> Option<Block> {
    let arms: Vec<&str> = analyses.iter().find(|a| a.compare.len() > 1)?.compare.iter().map(String::as_str).collect();
    let head = |text: Text| Column { head: text, align: Align::Center, share: 0.0 };
    let mut columns = vec![Column { head: text("Analysis"), align: Align::Left, share: 1.0 }];
    columns.extend(arms.iter().map(|a| head(text(book.arm(a)))));
    let level = level(book.results.study.level);
    columns.extend([head(text(&format!("Effect ({level} CI)"))), head(text("P value")), head(text("Clause"))]);
    let mut table = Table {
        caption: text("Main results"),
        about: text("Primary and secondary analyses; the p-value is that of the test which decides."),
        columns,
        ..Table::default()
    };
    for analysis in analyses {
        let panels = book.panels(&analysis.name);
        for panel in &panels {
            let title = panel_title(book, panel);
            let several = panels.len() > 1 && !title.is_empty();
            let name = if several { format!("{}: {}", analysis.label, words::lower_first(&title)) } else { analysis.label.clone() };
            table.rows.extend(summary_row(book, analysis, panel, &name, &arms));
        }
    }
    for column in 1..=arms.len() + 2 {
        table.align_decimals(column, metrics);
    }
    let note = "In each arm: responders and their proportion, or the median time. Effect: the first comparison that the \
                clause estimates; differences in percentage points. P values of secondary analyses are not adjusted for \
                multiplicity. CI: confidence interval.";
    table.notes.push((String::new(), text(note)));
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

fn summary_row(book: &Book, analysis: &AnalysisInfo, panel: &Panel, name: &str, arms: &[&str]) -> Option<Row> {
    let style = if analysis.role == "primary" { Style::Strong } else { Style::Plain };
    let mut cells: Vec<Cell> = vec![vec![Span::styled(name, style)].into()];
    let line = arms_line(panel)?;
    for arm in arms {
        let of = |l: &Line| l.groups.iter().find(|(g, _)| g == arm).map(|(_, m)| *m);
        let mut text = Vec::new();
        let counts = panel.lines.iter().find(|l| l.groups.iter().any(|(_, m)| m.of.is_some()));
        let quantity = of(line).and_then(|m| book.record(m.estimate)).map(|r| r.quantity);
        if let Some(measure) = of(line) {
            let mut number = book.number(measure.estimate);
            if let Some((count, n)) = counts.and_then(of).and_then(|m| Some((m.estimate, m.of?)))
                && quantity == Some(Quantity::Proportion)
            {
                text.extend([book.number(count), Span::new("/"), book.number(n), Span::new(" ("), number, Span::new("%)")]);
            } else {
                let days = if quantity == Some(Quantity::Days) && number.text != "not reached" { " days" } else { "" };
                number.text.push_str(days);
                text.push(number);
            }
        }
        cells.push(text.into());
    }
    let effect = effect_line(panel).and_then(|l| Some((l, l.comparison?)));
    let effect = effect.map(|(line, m)| {
        let ratio = book.record(m.estimate).is_some_and(|r| r.quantity == Quantity::Ratio);
        let mut text = if ratio { text(&format!("{} ", short(&line.statistic))) } else { vec![] };
        text.extend(book.measure(&m));
        text
    });
    cells.push(effect.unwrap_or_default().into());
    let p = deciding_line(panel).and_then(|l| l.p_value).map(|p| book.number(p));
    cells.push(p.into_iter().collect::<Text>().into());
    cells.push(vec![book.clause(&analysis.clause)].into());
    let empty = cells.iter().skip(1).take(arms.len() + 1).all(|c| plain(&c.text).is_empty());
    (!empty).then_some(Row { cells, ..Row::default() })
}

fn short(statistic: &str) -> String {
    match statistic {
        "hazard_ratio" => "HR".to_string(),
        "odds_ratio" => "OR".to_string(),
        "risk_ratio" => "RR".to_string(),
        other => words::statistic(other),
    }
}
