//! One analysis: what it compares, its table, and its curves.

use super::{heading, survival};
use crate::report::document::{Align, Block, Cell, Column, Row, Span, Style, Table, Text, text};
use crate::report::lines::{Line, Measure, PAIR_COUNTS};
use crate::report::metrics::Metrics;
use crate::report::select::{Book, Panel};
use crate::report::words;
use crate::results::format::{self, Quantity, limit};
use crate::results::{AnalysisInfo, MethodUse, Number};

pub fn section(book: &Book, analysis: &AnalysisInfo, new_page: bool, metrics: &Metrics) -> Vec<Block> {
    let panels = book.panels(&analysis.name);
    let arms = book.columns(analysis);
    let mut blocks = vec![heading(2, &analysis.label, new_page && survival::has_curves(book, &analysis.name))];
    blocks.push(Block::paragraph(introduction(book, analysis, &arms)));
    blocks.push(Block::Table(table(book, analysis, &panels, &arms, metrics)));
    blocks.extend(survival::figures(book, analysis, &panels));
    blocks
}

fn introduction(book: &Book, analysis: &AnalysisInfo, arms: &[&str]) -> Text {
    let mut text = Vec::new();
    if let [first, others @ ..] = arms
        && !others.is_empty()
    {
        let others: Vec<String> = others.iter().map(|a| words::lower_first(book.arm(a))).collect();
        text.push(Span::new(&format!("{} compared with {} ", book.arm(first), others.join(" and "))));
    } else {
        text.push(Span::new("Described "));
    }
    text.extend([Span::new("as laid down in clause "), book.clause(&analysis.clause), Span::new(".")]);
    if !analysis.strategies.is_empty() {
        let one = |(event, strategy): &(String, String)| format!("{}: {}", words::lower_first(event), strategy);
        let all: Vec<String> = analysis.strategies.iter().map(one).collect();
        text.push(Span::new(&format!(" Strategies for intercurrent events: {}.", all.join("; "))));
    }
    text
}

/// The columns of the table after the first.
struct Shown<'a> {
    arms: &'a [&'a str],
    comparison: bool,
    p_value: bool,
}

fn table(book: &Book, analysis: &AnalysisInfo, panels: &[Panel], arms: &[&str], metrics: &Metrics) -> Table {
    let lines = || panels.iter().flat_map(|p| &p.lines);
    let shown = Shown {
        arms,
        comparison: lines().any(|l| l.comparison.is_some()),
        p_value: lines().any(|l| l.p_value.is_some()),
    };
    let mut table = Table {
        caption: text(&analysis.label),
        about: about(book, analysis, panels),
        columns: columns(book, panels, &shown),
        small: arms.len() > 2,
        ..Table::default()
    };
    let mut methods: Vec<&MethodUse> = Vec::new();
    for panel in panels {
        let title = panel_title(book, panel);
        let grouped = panels.len() > 1 && !title.is_empty();
        if grouped {
            table.rows.push(Row { group: true, cells: vec![text(&title).into()], ..Row::default() });
        }
        let labels = labels(book, &panel.lines);
        for (line, label) in panel.lines.iter().zip(labels) {
            let mut row = row(book, line, label, &shown, &mut methods);
            row.indent = usize::from(grouped);
            table.rows.push(row);
        }
    }
    let numbers = arms.len() + usize::from(shown.comparison) + usize::from(shown.p_value);
    for column in 1..=numbers {
        table.align_decimals(column, metrics);
    }
    table.notes = notes(book, analysis, panels, &methods, arms);
    table
}

fn about(book: &Book, analysis: &AnalysisInfo, panels: &[Panel]) -> Text {
    let mut populations: Vec<String> = Vec::new();
    for panel in panels {
        let line = book.population_line(panel.population, panel.population_n);
        if !populations.contains(&line) {
            populations.push(line);
        }
    }
    let role = words::lower_first(&words::role(&analysis.role)).replace("analyses", "analysis");
    let mut about = vec![Span::new(&format!("{}. ", populations.join("; ")))];
    about.extend([Span::new(&format!("{}, clause ", words::capitalised(&role))), book.clause(&analysis.clause)]);
    about.push(Span::new("."));
    about
}

fn columns(book: &Book, panels: &[Panel], shown: &Shown) -> Vec<Column> {
    let column = |head: Text| Column { head, ..Column::new("", Align::Center, 0.0) };
    let mut columns = vec![Column::new("Measure", Align::Left, 1.0)];
    for arm in shown.arms {
        let mut head = text(book.arm(arm));
        if let Some(n) = size(book, panels, arm) {
            // Without a link: on a further page the heading of a table is an artifact, and may not hold one.
            head.extend([Span::line_break(), Span::new(&format!("n={}", book.number(n).text))]);
        }
        columns.push(column(head));
    }
    if shown.comparison {
        columns.push(column(text("Comparison")));
    }
    if shown.p_value {
        columns.push(column(text("P\u{a0}value")));
    }
    columns.push(Column::new("Standing", Align::Left, 0.0));
    columns
}

/// The record of how many patients an arm has, where that is the same in every panel.
fn size(book: &Book, panels: &[Panel], arm: &str) -> Option<usize> {
    let number = |l: &Line| {
        let (_, measure) = l.groups.iter().find(|(g, _)| *g == arm)?;
        if l.statistic == "n" { Some(measure.estimate) } else { measure.of }
    };
    let found: Vec<usize> = panels.iter().filter_map(|p| p.lines.iter().find_map(number)).collect();
    let value = |i: usize| book.record(i).map(|r| &r.value);
    let first = *found.first()?;
    (found.len() == panels.len() && found.iter().all(|i| value(*i) == value(first))).then_some(first)
}

pub fn panel_title(book: &Book, panel: &Panel) -> String {
    let response = panel.response.map(|r| book.label("response", r));
    let timepoint = panel.timepoint.map(|t| match t.parse::<u32>() {
        Ok(_) => format!("day {t}"),
        Err(_) => book.label("timepoint", t).to_string(),
    });
    let parts: Vec<String> = timepoint.into_iter().chain(response.map(str::to_string)).collect();
    match parts.is_empty() {
        true => panel.endpoint.map(|e| book.label("endpoint", e).to_string()).unwrap_or_default(),
        false => words::capitalised(&parts.join(", ")),
    }
}

/// What each line shows; where two would read the same, the options that differ are added.
fn labels<'a>(book: &Book, lines: &'a [Line<'a>]) -> Vec<Text> {
    let plain_labels: Vec<String> = lines.iter().map(|l| label(book, l)).collect();
    let mut labels = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let same = |(j, other): (usize, &'a Line<'a>)| (j != i && plain_labels[j] == plain_labels[i]).then_some(other);
        let twins: Vec<&Line> = lines.iter().enumerate().filter_map(same).collect();
        let mut text = text(&plain_labels[i]);
        if !twins.is_empty() {
            text.push(Span::new(&distinction(line, &twins)));
        }
        labels.push(text);
    }
    labels
}

fn distinction(line: &Line, twins: &[&Line]) -> String {
    let Some(method) = line.method else { return String::new() };
    let of = |l: &Line, key: &str| {
        let options = l.method.map(|m| m.options.as_slice()).unwrap_or_default();
        options.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
    };
    let differs =
        |(key, value): &&(String, String)| twins.iter().any(|t| of(t, key).is_some_and(|other| other != *value));
    let values: Vec<String> = method.options.iter().filter(differs).map(|(_, v)| words::spaced(v)).collect();
    if values.is_empty() { String::new() } else { format!(", {}", values.join(", ")) }
}

fn label(book: &Book, line: &Line) -> String {
    let method = line.method.map(words::method).unwrap_or_default();
    let name = match line.statistic.as_str() {
        "p_value" if !method.is_empty() => format!("{method}{}", line.method.map(words::form).unwrap_or_default()),
        "estimate" if !method.is_empty() => method + line.method.map(words::estimate).unwrap_or_default(),
        "chi_squared" if !method.is_empty() => {
            format!("{method}{} (χ²)", line.method.map(words::form).unwrap_or_default())
        }
        "difference" | "ratio" if !method.is_empty() => {
            format!("{method}, {}", words::lower_first(&words::statistic(&line.statistic)))
        }
        statistic if line.p_value.is_some() && !method.is_empty() => {
            format!("{method}, {}", words::lower_first(&words::statistic(statistic)))
        }
        statistic => words::statistic(statistic),
    };
    let of = if line.groups.iter().any(|(_, m)| m.of.is_some()) { " / patients" } else { "" };
    let about = match (line.term, line.term_label) {
        (Some(term), _) if term.parse::<u32>().is_ok() => format!(" at day {term}"),
        (Some(term), label) => format!(": {}", label.filter(|l| !l.is_empty()).unwrap_or(term)),
        (None, _) => String::new(),
    };
    let measures = line.groups.iter().map(|(_, m)| m).chain(&line.comparison);
    let first = line.groups.first().map(|(_, m)| m).or(line.comparison.as_ref());
    let unit = first.and_then(|m| book.record(m.estimate)).map_or("", |r| words::unit(r.quantity));
    let level = format::level(book.results.study.level);
    let interval =
        if measures.into_iter().any(|m| m.lower.is_some()) { format!(" ({level}\u{a0}CI)") } else { String::new() };
    format!("{name}{of}{about}{unit}{interval}")
}

fn row<'a>(book: &Book, line: &Line<'a>, label: Text, shown: &Shown, methods: &mut Vec<&'a MethodUse>) -> Row {
    let mut first = label;
    if let Some(method) = line.method {
        let at = methods.iter().position(|m| *m == method).unwrap_or_else(|| {
            methods.push(method);
            methods.len() - 1
        });
        first.push(Span::styled(&mark(at), Style::Superscript));
    }
    let mut cells: Vec<Cell> = vec![first.into()];
    for arm in shown.arms {
        let measure = line.groups.iter().find(|(g, _)| g == arm).map(|(_, m)| m);
        cells.push(measure.map(|m| book.measure(m)).into_iter().collect::<Text>().into());
    }
    if shown.comparison {
        let mut comparison: Text = line.comparison.map(|m| book.measure(&m)).into_iter().collect();
        for further in &line.further {
            comparison.extend([Span::new(" / "), book.number(*further)]);
        }
        cells.push(comparison.into());
    }
    if shown.p_value {
        let p_value = line.p_value.map(|p| book.number(p));
        cells.push(p_value.into_iter().collect::<Text>().into());
    }
    let style = if line.standing == "decides" { Style::Strong } else { Style::Quiet };
    let standing = if line.counts() { "" } else { line.standing };
    cells.push(vec![Span::styled(standing, style)].into());
    Row { cells, ..Row::default() }
}

/// `a`, `b`, …, `z`, `aa`, ….
fn mark(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    letter.to_string().repeat(index / 26 + 1)
}

fn notes(
    book: &Book,
    analysis: &AnalysisInfo,
    panels: &[Panel],
    methods: &[&MethodUse],
    arms: &[&str],
) -> Vec<(String, Text)> {
    let mut notes: Vec<(String, Text)> = Vec::new();
    let mut general = Vec::new();
    let compared = panels.iter().flat_map(|p| &p.lines).any(|l| l.comparison.is_some());
    if let [first, second] = arms
        && compared
    {
        let (first, second) = (book.arm(first), words::lower_first(book.arm(second)));
        general.push(format!("Differences are {first} minus {second}; ratios, {first} over {second}."));
        if panels.iter().flat_map(|p| &p.lines).any(|l| l.statistic == PAIR_COUNTS) {
            general.push(format!(
                "Pairs: both patients respond / only the one with {} / only the one with {second} / neither.",
                words::lower_first(first)
            ));
        }
    }
    general.extend(abbreviations(book, panels));
    general.extend(multiplicity(book, panels, analysis.role == "primary"));
    if !general.is_empty() {
        notes.push((String::new(), text(&general.join(" "))));
    }
    for (i, method) in methods.iter().enumerate() {
        notes.push((mark(i), method_note(method)));
    }
    notes
}

/// What the p-values of a table are adjusted for.
fn multiplicity(book: &Book, panels: &[Panel], primary: bool) -> Vec<String> {
    let mut families: Vec<&str> = Vec::new();
    let mut unadjusted = false;
    for record in panels.iter().flat_map(|p| &p.lines).filter_map(|l| book.record(l.p_value?)) {
        match record.multiplicity.as_deref() {
            None | Some("" | "unadjusted") => unadjusted = true,
            Some(family) if !families.contains(&family) => families.push(family),
            Some(_) => {}
        }
    }
    let mut notes: Vec<String> = families.iter().map(|f| format!("Adjusted for multiplicity: {f}.")).collect();
    if unadjusted && !primary {
        let which = if families.is_empty() { "P values" } else { "Other p-values" };
        notes.push(format!("{which} are not adjusted for multiplicity."));
    }
    notes
}

pub fn method_note(method: &MethodUse) -> Text {
    let options = words::options(method);
    let options = if options.is_empty() { String::new() } else { format!(", {options}") };
    let citation = method.citation.trim_end_matches('.');
    let citation = if citation.is_empty() { String::new() } else { format!(" {citation}.") };
    text(&format!("{}{options}.{citation}", words::method(method)))
}

/// Those that the table uses, with the reasons why a number could not be estimated.
fn abbreviations(book: &Book, panels: &[Panel]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    let (mut intervals, mut not_reached) = (false, false);
    let mut look = |i: usize| {
        let Some(record) = book.record(i) else { return };
        if let Number::NotEstimable(reason) = &record.value {
            match limit(&record.value, record.quantity).as_str() {
                "NR" => not_reached = true,
                _ if !reasons.contains(reason) => reasons.push(reason.clone()),
                _ => {}
            }
        }
    };
    for line in panels.iter().flat_map(|p| &p.lines) {
        for measure in line.groups.iter().map(|(_, m)| m).chain(&line.comparison) {
            let Measure { estimate, lower, upper, .. } = measure;
            look(*estimate);
            lower.iter().chain(upper).for_each(|i| look(*i));
            intervals |= lower.is_some();
        }
        line.p_value.iter().for_each(|i| look(*i));
    }
    let mut all = Vec::new();
    if intervals {
        all.push("CI: confidence interval.".to_string());
    }
    if !reasons.is_empty() {
        all.push(format!("NE: not estimable ({}).", reasons.join("; ")));
    }
    if not_reached {
        all.push("NR: not reached.".to_string());
    }
    all
}

/// `56.3% (95% CI 37.7 to 73.6)`, for a sentence.
pub fn in_sentence(book: &Book, measure: &Measure) -> Span {
    let mut span = book.number(measure.estimate);
    span.text.push_str(sentence_unit(book, measure));
    if let Some(interval) = book.interval(measure) {
        let level = format::level(book.results.study.level);
        span.text.push_str(&format!(" ({level} CI {interval})"));
    }
    span
}

fn sentence_unit(book: &Book, measure: &Measure) -> &'static str {
    let estimable = book.is_estimable(measure.estimate);
    match book.record(measure.estimate).map(|r| r.quantity).filter(|_| estimable) {
        Some(Quantity::Proportion) => "%",
        Some(Quantity::ProportionDifference) => " percentage points",
        Some(Quantity::Days) => " days",
        _ => "",
    }
}
