//! What a model of several arms estimates of each against the reference: in a line of its own for each.

use super::decisions;
use super::synopsis::{compared_with, decided_cell, effect_cell, is_effect};
use crate::catalogue::{Names, Statistic};
use crate::report::document::{Row, Text, text};
use crate::report::lines::{Line, Measure};
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, Contrast, Decision, Group};
use crate::words::{fill, lower_first};

const AGAINST: Names = Names::with_places(", against {reference}", ", contre {reference}");

/// What one line of a table says of an arm and the reference.
pub struct Compared {
    pub contrast: Contrast,
    pub statistic: Statistic,
    pub measure: Measure,
}

/// None of an arm whose contrast has a panel of its own, which shows it.
pub fn of_model(analysis: &AnalysisInfo, panel: &Panel, panels: &[Panel]) -> Vec<Compared> {
    let (None, Some(reference)) = (panel.contrast, analysis.compare.get(1)) else { return vec![] };
    let Some(line) = compared_with(analysis, panel) else { return vec![] };
    let has_panel = |arm: &str| panels.iter().any(|p| p.contrast.is_some_and(|contrast| contrast.arm == arm));
    let one = |(arm, measure): &(&str, Measure)| Compared {
        contrast: Contrast { arm: (*arm).to_string(), reference: reference.clone() },
        statistic: line.statistic,
        measure: *measure,
    };
    line.groups.iter().filter(|(arm, _)| !has_panel(arm)).map(one).collect()
}

/// Below so many columns of arms: the effect, the p-value that decides of it, and the clause.
pub fn row(book: &Book, analysis: &AnalysisInfo, panel: &Panel, of: &Compared, arms: usize) -> Row {
    let mut decided = decisions::of_panel(book, analysis, panel);
    decided.retain(|decision| arm_of(book, decision) == Some(of.contrast.arm.as_str()));
    let mut cells: Vec<Text> = vec![text(&book.words.contrast_label(book.results, &of.contrast))];
    cells.extend(std::iter::repeat_with(Text::new).take(arms));
    cells.push(effect_cell(book, (of.statistic, of.measure)));
    cells.extend([decided_cell(book, &decided), vec![book.clause(&analysis.clause)]]);
    Row { indent: 1, cells, ..Row::default() }
}

/// The arm of a model that the p-value of a decision is of.
pub fn arm_of<'a>(book: &Book<'a>, decision: &Decision) -> Option<&'a str> {
    book.results.records.iter().find(|record| record.id == decision.p_value)?.group.arm()
}

/// `, against placebo`: what stands in the column of an arm is its comparison with the reference, and not of the arm alone.
pub fn said(book: &Book, line: &Line) -> String {
    let of_arms = !line.groups.is_empty() && is_effect(line.statistic);
    match line.one().filter(|_| of_arms).and_then(|i| book.record(i)).map(|record| &record.group) {
        Some(Group::Against { reference, .. }) => {
            fill(book.said(AGAINST), &[("reference", &lower_first(book.arm_label(reference)))])
        }
        _ => String::new(),
    }
}
