//! What the compiler works out and the plan does not say, beside the words: the day that a length in months comes to, how long
//! after time zero a window lies, and that a requirement is known at day 0.

use super::place::{bytes, position};
use super::server::Refusal;
use super::study::Study;
use super::uri::path_of;
use super::workspace::Workspace;
use crate::diagnostic::{FileId, Span};
use crate::plan::ir::{RequirementKnown, Understood};
use crate::plan::references::Named;
use crate::syntax::tree::Item;
use lsp_types::{InlayHint, InlayHintKind, InlayHintParams};
use rust_decimal::Decimal;

pub(super) fn hints(workspace: &Workspace, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>, Refusal> {
    let Some((study, file)) = workspace.study_of(&path_of(&params.text_document.uri)) else { return Ok(None) };
    let Some(source) = study.source(file) else { return Ok(None) };
    let (start, end) = bytes(source, params.range);
    let mut found = all(study, file);
    found.retain(|(at, _)| start <= *at && *at <= end);
    found.sort();
    found.dedup();
    let hint = |(at, text): (u32, String)| InlayHint {
        position: position(source, at),
        label: text.into(),
        kind: Some(InlayHintKind::Type),
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    Ok(Some(found.into_iter().map(hint).collect()))
}

/// Each with the byte behind which it stands.
fn all(study: &Study, file: FileId) -> Vec<(u32, String)> {
    let understood = &study.compiled.understood;
    let mut found: Vec<(Span, String)> =
        understood.days.iter().map(|(span, day)| (*span, format!("= day {day}"))).collect();
    let points = understood.timepoints.iter().flat_map(|timepoints| &timepoints.points);
    found.extend(points.filter(|_| says_month(study)).filter_map(|point| {
        let (low, high) = point.window?;
        Some((point.span, in_months(understood, low, high)?))
    }));
    for requirement in understood.populations.iter().flat_map(|population| &population.require) {
        match requirement.known {
            RequirementKnown::AtTimeZero => found.push((requirement.span, "known at day 0".to_string())),
            // The plan says it itself.
            RequirementKnown::Administrative | RequirementKnown::InFollowUp => {}
        }
    }
    found.into_iter().filter(|(span, _)| span.file == file).map(|(span, text)| (span.end, text)).collect()
}

/// Where the plan does not say how long a month is, nothing is told in months.
fn says_month(study: &Study) -> bool {
    let mut statements = study.compiled.documents.plan.statements();
    let own = statements.find(|statement| Named::of_head(&statement.head.node) == Some(Named::Study));
    own.iter().flat_map(|statement| &statement.items).any(|item| match item {
        Item::Entry(entry) => entry.key.as_ref().is_some_and(|key| key.node == MONTH),
        Item::Case(_) => false,
    })
}

const MONTH: &str = "month";

/// A window in months of the length that the plan states.
fn in_months(understood: &Understood, low: i64, high: i64) -> Option<String> {
    let month = understood.settings.month_days;
    let months = |day: i64| Some(Decimal::from(day).checked_div(month)?.round_dp(1).normalize());
    Some(format!("{} to {} months", months(low)?, months(high)?))
}
