//! One analysis: what it compares, its table, and its figures.

use super::{
    against, agreement, attributes, basis, decisions, heading, intercurrent, ledger, met, notes, points, responders,
    shift, survival, synopsis, warnings,
};
use crate::catalogue::{self, Statistic};
use crate::number::Quantity;
use crate::report::document::{Block, Column, ColumnKind, Row, Span, Style, Table, Text, sentence, text};
use crate::report::lines::{Line, Measure};
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, Basis, Hypothesis, LabelKind, MethodUse, OptionUse, Role, Standing, Term};
use crate::words::{capitalised, fill, lower_first};

pub fn section(book: &Book, analysis: &AnalysisInfo, first: bool) -> Vec<Block> {
    let mut panels = book.panels(&analysis.name);
    let arms = book.columns(analysis);
    // A table and its curves stand on one page, which is then full.
    let new_page = !first && survival::has_curves(book, &analysis.name);
    let mut blocks = vec![heading(2, &analysis.label, new_page)];
    let compared = panels.iter().flat_map(|p| &p.lines).any(compared)
        || panels.iter().any(|panel| synopsis::compared_with(analysis, panel).is_some());
    let mut introduction = introduction(book, analysis, &arms, compared);
    introduction.extend(warnings::of_analysis(book, analysis, &panels));
    blocks.push(Block::Introduction { text: introduction });
    if decisions::is_family(book, &analysis.name) {
        blocks.push(Block::Table(decisions::table(book, analysis, about(book, analysis, &panels))));
        return blocks;
    }
    if analysis.role == Role::Agreement && panels.iter().any(|p| p.timepoint.is_some()) {
        blocks.push(Block::Table(agreement::table(book, analysis, &panels)));
        return blocks;
    }
    blocks.extend(shift::tables(book, analysis, &mut panels).into_iter().map(Block::Table));
    blocks.push(Block::Table(table(book, analysis, &panels, &arms)));
    blocks.extend(responders::tables(book, analysis).into_iter().map(Block::Table));
    blocks.extend(met::table(book, analysis).map(Block::Table));
    blocks.extend(survival::figures(book, analysis, &panels));
    blocks.extend(points::figure(book, analysis, &panels, &arms).map(Block::Figure));
    blocks
}

/// `compared`: some number is of no one arm.
fn introduction(book: &Book, analysis: &AnalysisInfo, arms: &[&str], compared: bool) -> Text {
    let words = book.words;
    let clause = ("clause", vec![book.clause(&analysis.clause)]);
    let mut all = match (arms, &analysis.basis.exposure) {
        (_, Some(event)) => sentence(words.compared_exposure, &[("event", text(event)), clause]),
        (_, None) if !analysis.compare.is_empty() && !compared => sentence(words.described_by_arm, &[clause]),
        ([first, second], None) if !analysis.compare.is_empty() => {
            let second = lower_first(book.arm(second));
            sentence(words.compared, &[("first", text(book.arm(first))), ("second", text(&second)), clause])
        }
        ([first, others @ ..], None) if !others.is_empty() && !analysis.compare.is_empty() => {
            let others = others.iter().map(|a| lower_first(book.arm(a)));
            let arms: Vec<String> = std::iter::once(book.arm(first).to_string()).chain(others).collect();
            sentence(words.compared_several, &[("arms", text(&words.join(&arms))), clause])
        }
        _ => sentence(words.described, &[clause]),
    };
    all.extend(attributes::of_analysis(book, analysis));
    all.extend(intercurrent::sentences(book, analysis));
    all
}

/// The columns of the table after the first.
struct Shown<'a> {
    arms: &'a [&'a str],
    /// Heading of what is of no one arm: a comparison of them, or a result where nothing is compared.
    of_all: Option<&'static str>,
    p_value: bool,
    /// What tests subgroups stands where it is stated, and beside nothing.
    of_subgroups: bool,
}

/// A number of no one arm that is no count, such as of those left out.
fn compared(line: &Line) -> bool {
    (line.comparison.is_some() || line.p_value.is_some()) && !line.counts()
}

/// Whether the numbers that are of no one arm compare something.
fn compares(analysis: &AnalysisInfo) -> bool {
    !analysis.compare.is_empty() || analysis.basis.exposure.is_some() || analysis.hypothesis == Hypothesis::Baseline
}

fn table<'a>(book: &Book<'a>, analysis: &AnalysisInfo, panels: &[Panel<'a>], arms: &[&str]) -> Table {
    let lines = || panels.iter().flat_map(|p| &p.lines);
    let has_numbers = |arm: &&str| lines().any(|l| l.groups.iter().any(|(group, _)| group == arm));
    let filled: Vec<&str> = arms.iter().copied().filter(has_numbers).collect();
    let shown = Shown {
        arms: &filled,
        of_all: lines().any(|l| l.comparison.is_some()).then_some(if compares(analysis) && lines().any(compared) {
            book.words.comparison
        } else {
            book.words.result
        }),
        p_value: lines().any(|l| l.p_value.is_some()),
        of_subgroups: panels.iter().any(|p| p.subgroup.is_some()),
    };
    let mut table = Table {
        caption: text(&analysis.label),
        about: about(book, analysis, panels),
        columns: columns(book, panels, &shown),
        small: filled.len() > 2,
        ..Table::default()
    };
    let mut methods: Vec<&'a MethodUse> = Vec::new();
    // Of subgroups, nothing stands beside their panels but whom the analysis left out, of whom there may be none.
    for panel in panels.iter().filter(|p| !p.lines.is_empty()) {
        let mut title = panel_title(book, panel);
        if several_populations(panels) {
            let population = book.population_line(panel.population, panel.population_n);
            title = if title.is_empty() { population } else { format!("{title}. {population}") };
        }
        let grouped = panels.len() > 1 && !title.is_empty();
        if grouped {
            table.rows.push(Row { group: true, cells: vec![text(&title)], ..Row::default() });
        }
        let labels = labels(book, &analysis.basis, panel);
        for (line, label) in panel.lines.iter().zip(labels) {
            let mut row = row(book, line, label, &shown, &mut methods);
            row.indent = usize::from(grouped);
            table.rows.push(row);
        }
    }
    table.notes = notes::of(book, analysis, panels, &methods, arms);
    table
}

fn several_populations(panels: &[Panel]) -> bool {
    panels.iter().any(|p| panels.iter().any(|q| p.population != q.population))
}

pub fn about(book: &Book, analysis: &AnalysisInfo, panels: &[Panel]) -> Text {
    let mut populations: Vec<String> = Vec::new();
    for panel in panels {
        let line = book.population_line(panel.population, panel.population_n);
        if !populations.contains(&line) {
            populations.push(line);
        }
    }
    let fillings = [
        ("population", text(&populations.join("; "))),
        ("role", text(&book.words.role_of_one(analysis.role))),
        ("clause", vec![book.clause(&analysis.clause)]),
    ];
    let mut all = sentence(book.words.about_role, &fillings);
    all.extend(basis::sentences(book, analysis).iter().map(|s| Span::new(&format!(" {s}"))));
    all.extend(ledger::standing(book, &analysis.name));
    all
}

fn columns(book: &Book, panels: &[Panel], shown: &Shown) -> Vec<Column> {
    let words = book.words;
    let column = |head: Text| Column::new(head, ColumnKind::Numbers);
    let mut columns = vec![Column::prose(words.measure)];
    columns.extend(shown.arms.iter().map(|arm| column(arm_head(book, panels, arm))));
    columns.extend(shown.of_all.map(|heading| column(text(heading))));
    if shown.p_value {
        columns.push(column(text(&words.p_value.replace(' ', "\u{a0}"))));
    }
    columns
}

/// An arm, and how many patients it has.
pub fn arm_head(book: &Book, panels: &[Panel], arm: &str) -> Text {
    let label = match book.arm_label(arm) {
        "" => book.words.listed_term(arm).unwrap_or(arm),
        label => label,
    };
    let mut head = text(label);
    if let Some(n) = size(book, panels, arm) {
        // Without a link: on a further page the heading of a table is an artifact, and may not hold one.
        let n = book.number(n);
        let shown = Span::new(&fill(book.words.n, &[("n", &n.text)])).showing(n.shows);
        head.extend([Span::line_break(), shown]);
    }
    head
}

/// The record of how many patients an arm has, where that is the same in every panel.
fn size(book: &Book, panels: &[Panel], arm: &str) -> Option<usize> {
    let number = |l: &Line| {
        let (_, measure) = l.groups.iter().find(|(g, _)| *g == arm)?;
        if l.statistic == Statistic::N { Some(measure.estimate) } else { measure.of }
    };
    let whole: Vec<&Panel> = panels.iter().filter(|p| p.contrast.is_none()).collect();
    let found: Vec<usize> = whole.iter().filter_map(|p| p.lines.iter().find_map(number)).collect();
    let value = |i: usize| book.record(i).map(|r| &r.value);
    let first = *found.first()?;
    (found.len() == whole.len() && found.iter().all(|i| value(*i) == value(first))).then_some(first)
}

pub fn panel_title(book: &Book, panel: &Panel) -> String {
    let response = panel.response.map(|r| book.label(LabelKind::Response, r));
    let timepoint = panel.timepoint.map(|t| book.label(LabelKind::Timepoint, t));
    let contrast = panel.contrast.map(|contrast| book.contrast(contrast));
    let subgroup = panel.subgroup.map(|subgroup| book.subgroup(panel.analysis, subgroup));
    let parts = timepoint.into_iter().chain(response).chain(subgroup.as_deref()).chain(contrast.as_deref());
    let parts: Vec<&str> = parts.collect();
    match parts.is_empty() {
        true => panel.endpoint.map(|e| book.label(LabelKind::Endpoint, e).to_string()).unwrap_or_default(),
        false => capitalised(&parts.join(", ")),
    }
}

/// What each line shows; where two would read the same, the options that differ are added.
pub fn labels<'a>(book: &Book, basis: &Basis, panel: &'a Panel<'a>) -> Vec<Text> {
    let lines = panel.lines.as_slice();
    let plain_labels: Vec<String> = lines.iter().map(|l| label(book, basis, panel, l)).collect();
    let mut labels = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let same = |(j, other): (usize, &'a Line<'a>)| (j != i && plain_labels[j] == plain_labels[i]).then_some(other);
        let twins: Vec<&Line> = lines.iter().enumerate().filter_map(same).collect();
        let mut text = text(&plain_labels[i]);
        if !twins.is_empty() {
            text.push(Span::new(&distinction(book, line, &twins)));
        }
        labels.push(text);
    }
    labels
}

fn distinction(book: &Book, line: &Line, twins: &[&Line]) -> String {
    let Some(method) = line.method else { return String::new() };
    let of = |l: &Line, key: &str| {
        let options = l.method.map(|m| m.options.as_slice()).unwrap_or_default();
        options.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
    };
    let differs =
        |(key, value): &&(String, OptionUse)| twins.iter().any(|t| of(t, key).is_some_and(|other| other != *value));
    let values: Vec<String> =
        method.options.iter().filter(differs).map(|(k, v)| book.words.value_alone(method, k, v)).collect();
    if values.is_empty() { String::new() } else { format!(", {}", values.join(", ")) }
}

fn label(book: &Book, basis: &Basis, panel: &Panel, line: &Line) -> String {
    let words = book.words;
    let method = line.method.map(|m| words.method(m)).unwrap_or_default();
    let form = || line.method.map(|m| words.form(m)).unwrap_or_default();
    let statistic = lower_first(&words.statistic(line.statistic));
    let name = match line.statistic {
        _ if line.pairs => words.pair_counts.to_string(),
        Statistic::Patients if line.groups.iter().any(|(_, m)| m.share.is_some()) => words.patients_share.to_string(),
        Statistic::PValue if !method.is_empty() => format!("{method}{}", form()),
        Statistic::Estimate if !method.is_empty() => match line.method {
            // What a model has of a covariate compares no arms.
            Some(m) if m.name == catalogue::linear_model::METHOD.name && !line.is_whole() => {
                words.statistic(Statistic::Coefficient)
            }
            Some(m) => words.estimate_in_table(m),
            None => method,
        },
        Statistic::ChiSquared if !method.is_empty() => format!("{method}{} (χ²)", form()),
        Statistic::Difference | Statistic::Ratio if !method.is_empty() => format!("{method}, {statistic}"),
        // Who has the outcome of an endpoint that is no response is no responder.
        Statistic::Responders if !basis.response && panel.endpoint.is_some() => {
            panel.endpoint.map(|e| book.label(LabelKind::Endpoint, e)).unwrap_or_default().to_string()
        }
        _ if line.p_value.is_some() && !method.is_empty() => format!("{method}, {statistic}"),
        other => words.statistic_by(other, line.method),
    };
    let of = if line.groups.iter().any(|(_, m)| m.of.is_some()) { words.of_patients } else { "" };
    let about = about_term(book, basis, panel, line);
    let mut measures = line.groups.iter().map(|(_, m)| m).chain(&line.comparison);
    let first = line.groups.first().map(|(_, m)| m).or(line.comparison.as_ref());
    let unit = match words.measured_unit(basis, line.statistic, line.method).filter(|_| line.is_whole()) {
        Some(unit) => format!(", {unit}"),
        None => first.and_then(|m| book.record(m.estimate)).map(|r| words.unit(r)).unwrap_or_default(),
    };
    let interval = if measures.any(|m| m.lower.is_some()) {
        format!(" ({})", fill(words.ci, &[("level", &book.level())]).replace(' ', "\u{a0}"))
    } else {
        String::new()
    };
    let against = against::said(book, line);
    format!("{name}{of}{about}{against}{unit}{interval}")
}

/// ` at day 91`, or ` of Relapse, day 91`; nothing of a line that is of neither.
fn about_term(book: &Book, basis: &Basis, panel: &Panel, line: &Line) -> String {
    let words = book.words;
    let time = line.time.map(|at| at.to_string());
    let Some(term) = line.term else {
        return time.map_or_else(String::new, |at| basis::day(book, basis, &words.at_time(&at, basis.times_in), &at));
    };
    let record = line.one().and_then(|i| book.record(i));
    let code = match (term, panel.response) {
        (Term::Response(code), Some(response)) => book.words.response_of(book.results, response, code),
        _ => None,
    };
    let shown = match code {
        Some(code) => code.to_string(),
        None => record.and_then(|r| book.place_label(r)).unwrap_or_else(|| term.word().into_owned()),
    };
    let per = basis.per.iter().any(|per| per.covariate == term.word());
    let shown = match (book.unit(&term.word()), line.quantity) {
        // Its label says for how much it is.
        _ if per => shown,
        (Some(unit), Quantity::Ratio) => fill(words.per_unit, &[("term", &shown), ("unit", unit)]),
        _ => book.with_unit(&term.word(), &shown),
    };
    fill(words.of_term, &[("term", &basis::day(book, basis, &shown, time.as_deref().unwrap_or_default()))])
}

fn row<'a>(book: &Book, line: &Line<'a>, label: Text, shown: &Shown, methods: &mut Vec<&'a MethodUse>) -> Row {
    let mut first = label;
    if let Some(method) = line.method {
        let at = methods.iter().position(|m| *m == method).unwrap_or_else(|| {
            methods.push(method);
            methods.len() - 1
        });
        first.push(Span::styled(&notes::mark(at), Style::Superscript));
    }
    let standing = |style| Span::styled(&format!(" ({})", book.words.standing(line.standing)), style);
    match line.standing {
        Standing::MainTest if !line.counts() => first.push(standing(Style::Strong)),
        Standing::AlsoGiven if !line.counts() && !shown.of_subgroups => first.push(standing(Style::Quiet)),
        Standing::MainTest | Standing::AlsoGiven | Standing::Estimate | Standing::Count => {}
    }
    let mut cells: Vec<Text> = vec![first];
    for arm in shown.arms {
        let measure = line.groups.iter().find(|(g, _)| g == arm).map(|(_, m)| m);
        cells.push(measure.map(|m| book.measure(m)).into_iter().collect::<Text>());
    }
    if shown.of_all.is_some() {
        let mut comparison: Text = line.comparison.map(|m| book.measure(&m)).into_iter().collect();
        for further in &line.further {
            comparison.extend([Span::new(" / "), book.number(*further)]);
        }
        cells.push(comparison);
    }
    if shown.p_value {
        let mut p_value: Text = line.p_value.map(|p| book.number(p)).into_iter().collect();
        if line.standing == Standing::MainTest {
            p_value.iter_mut().for_each(|span| span.style = Style::Strong);
        }
        cells.push(p_value);
    }
    Row { cells, ..Row::default() }
}

/// `56.3% (95% CI 37.7 to 73.6)`, for a sentence.
pub fn in_sentence(book: &Book, measure: &Measure) -> Span {
    let words = book.words;
    let mut span = book.number_with_unit(measure.estimate);
    if book.is_estimable(measure.estimate) {
        match book.record(measure.estimate).map(|r| (r.quantity, r.unit.unwrap_or_default())) {
            Some((Quantity::ProportionDifference, _)) => span.text.push_str(&format!(" {}", words.points)),
            Some((Quantity::Days, unit)) => span.text.push_str(&format!(" {}", words.times(unit))),
            _ => {}
        }
    }
    if let Some(interval) = book.interval(measure) {
        let level = book.level();
        span.text = fill(words.in_sentence, &[("value", &span.text), ("level", &level), ("interval", &interval)]);
    }
    span.showing(book.limits(measure))
}
