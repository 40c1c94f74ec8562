//! Shifts from baseline: a square of categories for each arm.

use super::analysis::about;
use crate::catalogue::Statistic;
use crate::report::document::{Column, ColumnKind, Row, Table, Text, text};
use crate::report::lines::{Line, Measure};
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, Term};
use crate::words::fill;

/// The square of each panel that has one; its lines are taken out of the panel, so that no other table repeats them.
pub fn tables(book: &Book, analysis: &AnalysisInfo, panels: &mut [Panel]) -> Vec<Table> {
    let about = about(book, analysis, panels);
    let mut tables = vec![];
    for panel in panels {
        let is_shift = |line: &Line| matches!(line.term, Some(Term::Shift { .. }));
        let (shifts, others) = std::mem::take(&mut panel.lines).into_iter().partition(is_shift);
        panel.lines = others;
        tables.extend(table(book, analysis, &about, &shifts));
    }
    tables
}

fn table(book: &Book, analysis: &AnalysisInfo, about: &Text, lines: &[Line]) -> Option<Table> {
    let first = lines.first()?;
    let (words, categories) = (book.words, &analysis.basis.shift);
    let mut columns = vec![Column::prose(words.shift_from)];
    columns.extend(categories.iter().map(|(_, label)| Column::new(text(label), ColumnKind::Numbers)));
    let mut table = Table {
        caption: text(&fill(words.shift_caption, &[("label", &analysis.label)])),
        about: about.clone(),
        columns,
        notes: vec![(String::new(), text(words.shift_note))],
        small: categories.len() > 4,
        ..Table::default()
    };
    let arms: Vec<Option<&str>> = match first.groups.as_slice() {
        [] => vec![None],
        groups => groups.iter().map(|(arm, _)| Some(*arm)).collect(),
    };
    for arm in arms {
        if let Some(arm) = arm {
            table.rows.push(Row { group: true, cells: vec![text(book.arm(arm))], ..Row::default() });
        }
        for (from, label) in categories {
            let cell = |to: &str| {
                let of = |statistic: Statistic| {
                    let is = |term: &Term| matches!(term, Term::Shift { from: f, to: t } if f == from && t == to);
                    let line = lines.iter().find(|l| l.statistic == statistic && l.term.is_some_and(is));
                    line.and_then(|line| measure(line, arm))
                };
                // Of each arm its share stands with the number already, of all patients in a line of its own.
                let share = of(Statistic::Proportion).map(|share| share.estimate);
                let cell = of(Statistic::Patients).map(|m| Measure { share: m.share.or(share), ..m });
                cell.map(|m| book.measure(&m)).into_iter().collect::<Text>()
            };
            let cells = std::iter::once(text(label)).chain(categories.iter().map(|(to, _)| cell(to))).collect();
            table.rows.push(Row { indent: usize::from(arm.is_some()), cells, ..Row::default() });
        }
    }
    Some(table)
}

/// That of an arm, or of all patients where there is none.
fn measure(line: &Line, arm: Option<&str>) -> Option<Measure> {
    match arm {
        Some(arm) => line.groups.iter().find(|(group, _)| *group == arm).map(|(_, measure)| *measure),
        None => line.comparison,
    }
}
