//! What Wilcoxon's tests share.

use crate::catalogue::YesNo;
use crate::catalogue::rank_sum::{Form, Interval};
use crate::number::NotEstimable;
use crate::stats::continuous::rank_sum::ShiftInterval;

pub(super) fn kind(interval: Interval) -> ShiftInterval {
    match interval {
        Interval::Exact => ShiftInterval::Exact,
        Interval::Inverted => ShiftInterval::Inverted,
        Interval::Moses => ShiftInterval::Moses,
    }
}

/// Whether the exact form and whether the correction is asked for; both together are no method.
pub(super) fn form(form: Form, correction: YesNo) -> Result<(bool, bool), NotEstimable> {
    match (form, correction) {
        (Form::Exact, YesNo::Yes) => Err(NotEstimable::CorrectionOfAsymptoticFormOnly),
        (Form::Exact, YesNo::No) => Ok((true, false)),
        (Form::Asymptotic, correction) => Ok((false, correction.is_yes())),
    }
}
