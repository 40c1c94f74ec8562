//! The first page that a reader turns to: the primary result in a sentence, and the main numbers in a table.

use super::analysis::{in_sentence, panel_title};
use super::{balance, heading};
use crate::report::document::{Align, Block, Cell, Column, Row, Span, Style, Table, Text, plain, text};
use crate::report::lines::Line;
use crate::report::metrics::Metrics;
use crate::report::select::{Book, Panel};
use crate::report::words;
use crate::results::format::Quantity;
use crate::results::format::{level, p_value, value};
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
fn arms_line<'a, 'b>(book: &Book, panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    let described = || panel.lines.iter().filter(|l| l.groups.len() > 1 && !l.counts() && l.term.is_none());
    let quantity = |l: &Line| l.groups.first().and_then(|(_, m)| book.record(m.estimate)).map(|r| r.quantity);
    let proportion = described().find(|l| l.statistic == "estimate" && quantity(l) == Some(Quantity::Proportion));
    proportion.or_else(|| described().find(|l| l.statistic == "median")).or_else(|| described().next())
}

fn effect_line<'a, 'b>(panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    panel.lines.iter().find(|l| l.comparison.is_some() && !l.counts() && l.standing == "estimates")
}

fn deciding_line<'a, 'b>(panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    panel.lines.iter().find(|l| l.p_value.is_some() && l.standing == "decides")
}

fn statement(book: &Book, analysis: &AnalysisInfo, panel: &Panel) -> Vec<Block> {
    let mut sentence: Text = vec![Span::styled(&format!("{}. ", analysis.label), Style::Strong)];
    if let Some(line) = arms_line(book, panel) {
        for (i, (arm, measure)) in line.groups.iter().enumerate() {
            let name = if i == 0 { book.arm(arm).to_string() } else { words::lower_first(book.arm(arm)) };
            sentence.push(Span::new(if i == 0 { "With " } else { "; with " }));
            sentence.push(Span::new(&format!("{name}, ")));
            if let Some((count, of)) = counted_of(panel, arm) {
                let verb = match book.record(count).map(|r| r.statistic.as_str()) {
                    Some("responders") => " responded",
                    Some("events") => " had an event",
                    _ => "",
                };
                sentence.extend([book.number(count), Span::new(" of "), book.number(of)]);
                sentence.push(Span::new(&format!(" patients{verb}, ")));
            }
            sentence.push(in_sentence(book, measure));
        }
        sentence.push(Span::new(". "));
    }
    if let Some(line) = effect_line(panel)
        && let Some(measure) = &line.comparison
    {
        let name = match (line.statistic.as_str(), line.method) {
            ("estimate", Some(method)) => words::method(method),
            (statistic, _) => words::statistic(statistic),
        };
        sentence.extend([Span::new(&format!("{name}: ")), in_sentence(book, measure), Span::new(". ")]);
    }
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
        Number::Real(p) if p <= alpha => format!("equality is rejected at the two-sided {percent}% level"),
        Number::Real(_) | Number::Count(_) => format!("equality is not rejected at the two-sided {percent}% level"),
        _ => "no p-value could be given".to_string(),
    };
    let method = line.method.map(|m| words::method(m) + &words::form(m)).unwrap_or_default();
    let mut p = book.number(index);
    p.text = p_value(&record.value);
    vec![
        Span::new(&format!("The test that decides ({}): ", words::lower_first(&method))),
        p,
        Span::new(&format!("; {verdict}.")),
    ]
}

/// The warnings accepted for the endpoint of the primary result.
fn reserve(book: &Book, panel: &Panel) -> Option<Block> {
    let concerns = |endpoints: &[String]| panel.endpoint.is_some_and(|e| endpoints.iter().any(|x| x == e));
    let mut text = Vec::new();
    for warning in book.results.accepted.iter().filter(|a| concerns(&a.endpoints)) {
        text.push(Span::new(if text.is_empty() {
            "To be read with the reserve that the plan accepts: "
        } else {
            "; "
        }));
        text.push(Span::new(&format!("{} (clause ", words::lower_first(&warning.title))));
        text.extend([book.clause(&warning.clause), Span::new(")")]);
    }
    if text.is_empty() {
        return None;
    }
    text.push(Span::new("."));
    Some(Block::paragraph(text))
}

fn table(book: &Book, analyses: &[&AnalysisInfo], metrics: &Metrics) -> Option<Block> {
    let arms: Vec<&str> = analyses.iter().find(|a| a.compare.len() > 1)?.compare.iter().map(String::as_str).collect();
    let head = |head: &str| Column::new(head, Align::Center, 0.0);
    let mut columns = vec![Column::new("Analysis", Align::Left, 1.0)];
    columns.extend(arms.iter().map(|a| head(book.arm(a))));
    let level = level(book.results.study.level);
    columns.extend([head(&format!("Effect ({level}\u{a0}CI)")), head("P\u{a0}value"), head("Clause")]);
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
            let name = if several {
                format!("{}: {}", analysis.label, words::lower_first(&title))
            } else {
                analysis.label.clone()
            };
            table.rows.extend(summary_row(book, analysis, panel, &name, &arms));
        }
    }
    for column in 1..=arms.len() + 2 {
        table.align_decimals(column, metrics);
    }
    let note = "In each arm: responders out of patients with their proportion, or events out of patients with the median time. \
                Effect: the first comparison that the clause estimates; differences in percentage points. P values of \
                secondary analyses are not adjusted for multiplicity. CI: confidence interval; HR: hazard ratio.";
    table.notes.push((String::new(), text(note)));
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

fn summary_row(book: &Book, analysis: &AnalysisInfo, panel: &Panel, name: &str, arms: &[&str]) -> Option<Row> {
    let style = if analysis.role == "primary" { Style::Strong } else { Style::Plain };
    let mut cells: Vec<Cell> = vec![vec![Span::styled(name, style)].into()];
    let line = arms_line(book, panel)?;
    cells.extend(arms.iter().map(|arm| Cell::from(arm_summary(book, panel, line, arm))));
    let effect = effect_line(panel).and_then(|l| Some((l, l.comparison?)));
    let effect = effect.map(|(line, m)| {
        let ratio = book.record(m.estimate).is_some_and(|r| r.quantity == Quantity::Ratio);
        let name = if ratio { text(&format!("{} ", short(&line.statistic))) } else { vec![] };
        name.into_iter().chain([book.measure(&m)]).collect::<Text>()
    });
    cells.push(effect.unwrap_or_default().into());
    let p = deciding_line(panel).and_then(|l| l.p_value).map(|p| book.number(p));
    cells.push(p.into_iter().collect::<Text>().into());
    cells.push(vec![book.clause(&analysis.clause)].into());
    let empty = cells.iter().skip(1).take(arms.len() + 1).all(|c| plain(&c.text).is_empty());
    (!empty).then_some(Row { cells, ..Row::default() })
}

/// `18/32 (56.3%)`, or `19/32; 283 days`.
fn arm_summary(book: &Book, panel: &Panel, line: &Line, arm: &str) -> Text {
    let Some((_, measure)) = line.groups.iter().find(|(g, _)| *g == arm) else { return vec![] };
    let quantity = book.record(measure.estimate).map(|r| r.quantity);
    let proportion = quantity == Some(Quantity::Proportion);
    let mut number = book.number_with_unit(measure.estimate);
    if quantity == Some(Quantity::Days) && book.is_estimable(measure.estimate) {
        number.text.push_str(" days");
    }
    let Some((count, of)) = counted_of(panel, arm) else { return vec![number] };
    let counts = [book.number(count), Span::new("/"), book.number(of)];
    let (before, after) = if proportion { (" (", ")") } else { ("; ", "") };
    counts.into_iter().chain([Span::new(before), number, Span::new(after)]).collect()
}

/// A count of an arm, and what it is out of.
fn counted_of(panel: &Panel, arm: &str) -> Option<(usize, usize)> {
    panel.lines.iter().find_map(|l| {
        let (_, measure) = l.groups.iter().find(|(g, _)| *g == arm)?;
        Some((measure.estimate, measure.of?))
    })
}

fn short(statistic: &str) -> String {
    match statistic {
        "hazard_ratio" => "HR".to_string(),
        "odds_ratio" => "OR".to_string(),
        "risk_ratio" => "RR".to_string(),
        other => words::statistic(other),
    }
}
