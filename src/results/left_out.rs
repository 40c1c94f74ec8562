//! Why a patient, or a pair, is not among the rows of an analysis.

use serde::{Deserialize, Serialize};

/// The enumeration, the list of all, and the terms of the results, from one place: none can be forgotten in another.
macro_rules! reasons {
    ($($(#[$about:meta])* $reason:ident = $term:literal, $label:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum LeftOut {
            $($(#[$about])* #[serde(rename = $term)] $reason,)+
        }

        impl LeftOut {
            pub const ALL: &'static [LeftOut] = &[$(LeftOut::$reason),+];

            /// The term of its records.
            pub fn term(self) -> &'static str {
                match self {
                    $(LeftOut::$reason => $term,)+
                }
            }

            /// In English, as the results have it.
            pub fn label(self) -> &'static str {
                match self {
                    $(LeftOut::$reason => $label,)+
                }
            }
        }
    };
}

reasons! {
    /// What decides the arm is recorded and cannot be used.
    UnknownArm = "unknown_arm", "Arm unknown";
    MissingValue = "missing_value", "Outcome missing";
    /// The criterion does not apply to the patient, or at the examination.
    DoesNotApply = "does_not_apply", "Criterion does not apply";
    /// The event after which the criterion is read has not happened, or not before what is asked about.
    NotBegun = "not_begun", "Criterion not begun yet, or never";
    /// It is not known whether a diagnostic test, or its reference, is positive.
    UndeterminedTest = "undetermined_test", "Test undetermined";
    UndeterminedReference = "undetermined_reference", "Reference undetermined";
    MissingBaseline = "missing_baseline", "Baseline missing";
    /// No change in percent is one of nothing.
    BaselineOfZero = "baseline_of_zero", "Baseline of 0, without a change in percent";
    MissingCovariate = "missing_covariate", "Covariate missing";
    /// What the outcome rests on is recorded and cannot be used.
    UnusableValue = "unusable_value", "Outcome not usable";
    /// The day of an exposure is recorded and cannot be used.
    UnusableExposure = "unusable_exposure", "Exposure not usable";
    /// The event, death, or the end of follow-up lies before time zero.
    BeforeTimeZero = "before_time_zero", "Event or end of follow-up before time zero";
    /// Of a time that is counted from what happens after time zero.
    NeverStarts = "never_starts", "What begins the time has not happened";
    /// An event of such an endpoint, or what ends the time, comes before what begins it.
    OverBefore = "over_before", "Event or end of the time before what begins it";
    /// A given time is negative, or not after the entry.
    ImpossibleTime = "impossible_time", "Time negative, or not after the entry";
    /// Of a landmark analysis.
    NotAtRisk = "not_at_risk", "Not followed beyond the landmark";
    /// Nothing is observed after the day from which it is counted.
    NoTimeAtRisk = "no_time", "No time at risk";
    /// A weight of zero, or below.
    NoWeight = "no_weight", "Weight not above zero";
    /// Pairs, not patients: one without both members, or with others besides.
    IncompletePair = "incomplete_pair", "Pairs without both members";
}
