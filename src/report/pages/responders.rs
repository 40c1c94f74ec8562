//! Why each patient is a responder or is not, by arm: what adds up to all.

use super::analysis::{about, arm_head, panel_title};
use crate::catalogue::{Names, Statistic};
use crate::report::document::{Column, ColumnKind, Row, Table, Text, text};
use crate::report::lines::{Line, Measure};
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, Role, Term};
use crate::words::{capitalised, fill};

const CAPTION: Names = Names::with_places(
    "{label}: what settles the result of each patient",
    "{label}\u{a0}: ce qui décide du résultat de chaque patient",
);
const WHY: Names = Names::with_places("What settles it, n (%)", "Ce qui en décide, n (%)");
const MET: Names = Names::with_places("Meets the outcome", "Critère atteint");
const NOT_MET: Names = Names::with_places("Does not meet it", "Critère non atteint");
const NOT_COUNTED: Names = Names::with_places("Not counted", "Non compté");
const NOTE: Names = Names::with_places(
    "Each patient of the population is counted once: the percentages of an arm add up to 100.",
    "Chaque patient de la population est compté une fois\u{a0}: les pourcentages d’un groupe totalisent 100.",
);

const EACH_REASON: Names = Names::with_places(
    "each reason that some patient has, in a row of its own",
    "chaque motif rencontré, sur une ligne",
);

/// One for each response and timepoint of which it is recorded.
pub fn tables(book: &Book, analysis: &AnalysisInfo) -> Vec<Table> {
    if book.before_data {
        return shells(book, analysis);
    }
    let panels = book.settled(&analysis.name);
    let about = about(book, analysis, &panels);
    let table = |panel: &Panel| {
        let title = (panels.len() > 1).then(|| panel_title(book, panel)).filter(|title| !title.is_empty());
        let label = title.map_or_else(|| analysis.label.clone(), |title| format!("{}, {title}", analysis.label));
        table(book, analysis, (&label, &about), &panel.lines)
    };
    panels.iter().filter_map(table).collect()
}

fn table(book: &Book, analysis: &AnalysisInfo, (label, about): (&str, &Text), lines: &[Line]) -> Option<Table> {
    let first = lines.first()?;
    let arms: Vec<Option<&str>> = match first.groups.as_slice() {
        [] => vec![None],
        _ => book.columns(analysis).into_iter().map(Some).collect(),
    };
    let has = |arm: &Option<&str>| lines.iter().any(|line| measure(line, *arm).is_some());
    let arms: Vec<Option<&str>> = arms.into_iter().filter(has).collect();
    let mut table = empty(book, analysis, &arms, (label, about));
    for (met, heading) in HEADINGS {
        let is = |line: &&Line| matches!(line.term, Some(Term::Settled { met: own, .. }) if *own == met);
        let own: Vec<&Line> = lines.iter().filter(is).filter(|line| line.statistic == Statistic::Patients).collect();
        if own.is_empty() {
            continue;
        }
        table.rows.push(Row { group: true, cells: vec![text(book.said(heading))], ..Row::default() });
        for line in own {
            let label = line.one().and_then(|i| book.record(i)).and_then(|record| book.term_label(record));
            let cell = |arm: &Option<&str>| -> Text {
                let share = share(lines, line.term, *arm);
                let cell = measure(line, *arm).map(|m| Measure { share: m.share.or(share), ..m });
                cell.map(|m| book.measure(&m)).into_iter().collect()
            };
            let cells = std::iter::once(text(&capitalised(&label.unwrap_or_default()))).chain(arms.iter().map(cell));
            table.rows.push(Row { indent: 1, cells: cells.collect(), ..Row::default() });
        }
    }
    Some(table)
}

/// The data say which reasons there are; each arm has a number and a percentage of each.
fn shells(book: &Book, analysis: &AnalysisInfo) -> Vec<Table> {
    if analysis.role != Role::Primary {
        return vec![];
    }
    let panels = book.panels(&analysis.name);
    let is_counted =
        |p: &&Panel| p.response.is_some() && p.timepoint.is_some() && p.subgroup.is_none() && p.contrast.is_none();
    let counted: Vec<&Panel> = panels.iter().filter(is_counted).collect();
    let about = about(book, analysis, &panels);
    let shell = |panel: &&Panel| {
        let title = (counted.len() > 1).then(|| panel_title(book, panel)).filter(|title| !title.is_empty());
        let label = title.map_or_else(|| analysis.label.clone(), |title| format!("{}, {title}", analysis.label));
        let of = |statistic: Statistic| panel.lines.iter().find(|line| line.statistic == statistic);
        let count = of(Statistic::Responders).or_else(|| of(Statistic::N))?;
        let arms: Vec<Option<&str>> = match count.groups.as_slice() {
            [] => vec![None],
            _ => book.columns(analysis).into_iter().map(Some).filter(|arm| measure(count, *arm).is_some()).collect(),
        };
        let mut table = empty(book, analysis, &arms, (&label, &about));
        let cell = |arm: &Option<&str>| -> Text {
            let cell = measure(count, *arm).map(|m| book.measure(&Measure { of: None, share: None, ..m }));
            // Its digits are masked with those of the number.
            let with_share = cell.map(|mut number| {
                number.text.push_str(&format!(" ({})", book.words.number("88.8")));
                number
            });
            with_share.into_iter().collect()
        };
        for (_, heading) in HEADINGS {
            table.rows.push(Row { group: true, cells: vec![text(book.said(heading))], ..Row::default() });
            let cells = std::iter::once(text(book.said(EACH_REASON))).chain(arms.iter().map(cell));
            table.rows.push(Row { indent: 1, cells: cells.collect(), ..Row::default() });
        }
        Some(table)
    };
    counted.iter().filter_map(shell).collect()
}

const HEADINGS: [(Option<bool>, Names); 3] = [(Some(true), MET), (Some(false), NOT_MET), (None, NOT_COUNTED)];

fn empty(book: &Book, analysis: &AnalysisInfo, arms: &[Option<&str>], (label, about): (&str, &Text)) -> Table {
    let panels = book.panels(&analysis.name);
    let head = |arm: &Option<&str>| arm.map_or_else(|| text(book.words.result), |arm| arm_head(book, &panels, arm));
    let columns = arms.iter().map(|arm| Column::new(head(arm), ColumnKind::Numbers));
    Table {
        caption: text(&fill(book.said(CAPTION), &[("label", label)])),
        about: about.clone(),
        columns: std::iter::once(Column::prose(book.said(WHY))).chain(columns).collect(),
        notes: vec![(String::new(), text(book.said(NOTE)))],
        small: arms.len() > 2,
        ..Table::default()
    }
}

/// Of each arm its share stands with the number already, of all patients in a line of its own.
fn share(lines: &[Line], term: Option<&Term>, arm: Option<&str>) -> Option<usize> {
    let own = lines.iter().find(|line| line.statistic == Statistic::Proportion && line.term == term)?;
    measure(own, arm).map(|m| m.estimate)
}

/// That of an arm, or of all patients where there is none.
fn measure(line: &Line, arm: Option<&str>) -> Option<Measure> {
    match arm {
        Some(arm) => line.groups.iter().find(|(group, _)| *group == arm).map(|(_, measure)| *measure),
        None => line.comparison,
    }
}
