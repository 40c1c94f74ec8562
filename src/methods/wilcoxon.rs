//! What Wilcoxon's tests share.

use crate::catalogue::Options;
use crate::number::NotEstimable;
use crate::stats::continuous::rank_sum::ShiftInterval;

pub(super) fn kind(options: &Options) -> ShiftInterval {
    match options.word("interval") {
        "exact" => ShiftInterval::Exact,
        "inverted" => ShiftInterval::Inverted,
        _ => ShiftInterval::Moses,
    }
}

/// Whether the exact form and whether the correction is asked for; both together are no method.
pub(super) fn form(options: &Options) -> Result<(bool, bool), NotEstimable> {
    match (options.word("form") == "exact", options.word("correction") == "yes") {
        (true, true) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        form => Ok(form),
    }
}
