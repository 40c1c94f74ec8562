//! What becomes of a patient of whom nothing is observed.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingRule {
    Failure,
    Success,
    LeftOut,
    /// The last assessed response before the timepoint stands; where there is none, this.
    LastValue(WithoutValue),
    /// By the arm of the patient: a success in these, a failure in the others.
    WorstCase(SuccessIn),
    /// Of a category: one more, the last, which is nobody's who was assessed.
    OwnCategory,
}

/// Arms by their positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuccessIn(u64);

impl SuccessIn {
    /// As many arms can be told apart.
    pub const MOST_ARMS: usize = 64;

    /// None where an arm is beyond those.
    pub fn arms(arms: &[usize]) -> Option<SuccessIn> {
        let bit = |arm: &usize| (*arm < SuccessIn::MOST_ARMS).then(|| 1u64 << arm);
        arms.iter().map(bit).try_fold(0, |all, bit| Some(all | bit?)).map(SuccessIn)
    }

    pub fn holds(self, arm: usize) -> bool {
        arm < SuccessIn::MOST_ARMS && self.0 & (1 << arm) != 0
    }
}

/// What becomes of a patient without any assessed response up to the timepoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutValue {
    Failure,
    LeftOut,
}

/// What becomes of a patient of whom it is not known whether a test, or its reference, is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfUndetermined {
    LeftOut,
    Positive,
    Negative,
    /// Of a test: the answer that the reference does not give.
    Wrong,
}

impl WithoutValue {
    pub const ALL: [WithoutValue; 2] = [WithoutValue::Failure, WithoutValue::LeftOut];

    /// As a plan writes it.
    pub fn word(self) -> &'static str {
        match self {
            WithoutValue::Failure => "failure",
            WithoutValue::LeftOut => "left_out",
        }
    }
}

impl IfUndetermined {
    pub const OF_TEST: &'static [IfUndetermined] =
        &[IfUndetermined::LeftOut, IfUndetermined::Positive, IfUndetermined::Negative, IfUndetermined::Wrong];
    pub const OF_REFERENCE: &'static [IfUndetermined] =
        &[IfUndetermined::LeftOut, IfUndetermined::Positive, IfUndetermined::Negative];

    /// As a plan writes it.
    pub fn word(self) -> &'static str {
        match self {
            IfUndetermined::LeftOut => "left_out",
            IfUndetermined::Positive => "positive",
            IfUndetermined::Negative => "negative",
            IfUndetermined::Wrong => "wrong",
        }
    }

    /// What it counts as, where what the other of the two says is known; none of a patient who is left out.
    pub fn counts_as(self, other: Option<bool>) -> Option<bool> {
        match self {
            IfUndetermined::LeftOut => None,
            IfUndetermined::Positive => Some(true),
            IfUndetermined::Negative => Some(false),
            IfUndetermined::Wrong => other.map(|other| !other),
        }
    }
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
            MissingRule::WorstCase(_) => "worst_case",
            MissingRule::OwnCategory => "own_category",
        }
    }

    /// Whether a patient of whom the arm is known can be without a value by it.
    pub fn leaves_out(self) -> bool {
        match self {
            MissingRule::LeftOut | MissingRule::LastValue(WithoutValue::LeftOut) => true,
            MissingRule::Failure
            | MissingRule::Success
            | MissingRule::LastValue(WithoutValue::Failure)
            | MissingRule::WorstCase(_)
            | MissingRule::OwnCategory => false,
        }
    }

    /// Whether the arm of a patient has to do with it.
    pub fn is_by_arm(self) -> bool {
        matches!(self, MissingRule::WorstCase(_))
    }

    /// The value of a patient of this arm of whom so much was observed, or nothing.
    pub fn value(self, observed: Option<bool>, arm: Option<usize>) -> Option<bool> {
        match self {
            MissingRule::WorstCase(success) => observed.or_else(|| arm.map(|arm| success.holds(arm))),
            MissingRule::Failure | MissingRule::LastValue(WithoutValue::Failure) => Some(observed.unwrap_or(false)),
            MissingRule::Success => Some(observed.unwrap_or(true)),
            MissingRule::LeftOut | MissingRule::LastValue(WithoutValue::LeftOut) | MissingRule::OwnCategory => observed,
        }
    }
}
