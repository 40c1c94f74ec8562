//! What becomes of a patient of whom nothing is observed.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingRule {
    Failure,
    Success,
    LeftOut,
    /// The last assessed response before the timepoint stands; where there is none, this.
    LastValue(WithoutValue),
}

/// What becomes of a patient without any assessed response up to the timepoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutValue {
    Failure,
    LeftOut,
}

impl MissingRule {
    /// Those that need no examination before.
    pub const PLAIN: &'static [MissingRule] = &[MissingRule::Failure, MissingRule::Success, MissingRule::LeftOut];

    /// As a plan writes it.
    pub fn word(self) -> &'static str {
        match self {
            MissingRule::Failure => "failure",
            MissingRule::Success => "success",
            MissingRule::LeftOut => "left_out",
            MissingRule::LastValue(_) => "last_value",
        }
    }

    /// Whether a patient can be without a value by it.
    pub fn leaves_out(self) -> bool {
        match self {
            MissingRule::LeftOut | MissingRule::LastValue(WithoutValue::LeftOut) => true,
            MissingRule::Failure | MissingRule::Success | MissingRule::LastValue(WithoutValue::Failure) => false,
        }
    }

    /// The value of a patient of whom so much was observed, or nothing.
    pub fn value(self, observed: Option<bool>) -> Option<bool> {
        match self {
            MissingRule::Failure | MissingRule::LastValue(WithoutValue::Failure) => Some(observed.unwrap_or(false)),
            MissingRule::Success => Some(observed.unwrap_or(true)),
            MissingRule::LeftOut | MissingRule::LastValue(WithoutValue::LeftOut) => observed,
        }
    }
}
