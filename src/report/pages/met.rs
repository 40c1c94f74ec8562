//! How many patients of each arm met the intercurrent events of a primary analysis, beside the strategy for each.

use super::analysis::{about, arm_head};
use crate::catalogue::{Names, Statistic};
use crate::report::document::{Column, ColumnKind, Row, Table, Text, text};
use crate::report::lines::{Line, Measure};
use crate::report::select::Book;
use crate::results::AnalysisInfo;
use crate::words::{capitalised, fill};

const CAPTION: Names = Names::with_places(
    "{label}: intercurrent events, and who met them",
    "{label}\u{a0}: événements intercurrents, et qui les a connus",
);
const EVENT: Names = Names::with_places("Event", "Événement");
const STRATEGY: Names = Names::with_places("Strategy", "Stratégie");
const NOTE: Names = Names::with_places(
    "Patients with the event at any time up to the end of their observation, n (%); one that comes after the outcome is measured \
     changes nothing.",
    "Patients ayant connu l’événement à tout moment de leur observation, n (%)\u{a0}; celui qui suit la mesure du critère ne change \
     rien.",
);

pub fn table(book: &Book, analysis: &AnalysisInfo) -> Option<Table> {
    let panels = book.met(&analysis.name);
    let lines = &panels.first()?.lines;
    let has = |arm: &&str| lines.iter().any(|line| of_arm(line, arm).is_some());
    let arms: Vec<&str> = book.columns(analysis).into_iter().filter(has).collect();
    let sized = book.panels(&analysis.name);
    let by_arm = arms.iter().map(|arm| Column::new(arm_head(book, &sized, arm), ColumnKind::Numbers));
    let of_all = arms.is_empty().then(|| Column::new(text(book.words.result), ColumnKind::Numbers));
    let said = [Column::prose(book.said(EVENT)), Column::prose(book.said(STRATEGY))];
    let mut table = Table {
        caption: text(&fill(book.said(CAPTION), &[("label", &analysis.label)])),
        about: about(book, analysis, &panels),
        columns: said.into_iter().chain(by_arm).chain(of_all).collect(),
        notes: vec![(String::new(), text(book.said(NOTE)))],
        small: arms.len() > 2,
        ..Table::default()
    };
    for line in lines.iter().filter(|line| line.statistic == Statistic::Patients) {
        let label = line.one().and_then(|i| book.record(i)).and_then(|record| book.term_label(record));
        let label = label.unwrap_or_default();
        let strategy = analysis.strategies.iter().find(|(event, _)| *event == label);
        let strategy = strategy.map_or("", |(_, strategy)| book.words.strategy_of(*strategy));
        let share = lines.iter().find(|own| own.statistic == Statistic::Proportion && own.term == line.term);
        let cell = |arm: Option<&str>| -> Text {
            let of = |line: &Line| arm.map_or(line.comparison, |arm| of_arm(line, arm));
            let share = share.and_then(of).map(|measure| measure.estimate);
            of(line).map(|m| book.measure(&Measure { share: m.share.or(share), ..m })).into_iter().collect()
        };
        let cells = arms.iter().map(|arm| cell(Some(arm))).chain(arms.is_empty().then(|| cell(None)));
        let said = [text(&capitalised(&label)), text(&capitalised(strategy))];
        table.rows.push(Row { cells: said.into_iter().chain(cells).collect(), ..Row::default() });
    }
    Some(table)
}

fn of_arm(line: &Line, arm: &str) -> Option<Measure> {
    line.groups.iter().find(|(group, _)| *group == arm).map(|(_, measure)| *measure)
}
