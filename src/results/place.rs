//! Where a number stands: whom it is of, when, and of what. The dimensions hold names of the plan; labels are looked up by them.

use super::{EventRef, LeftOut, RuleId, TimeUnit, ValueReason, Whichever};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Whom a number is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// All patients, or the only group.
    #[default]
    All,
    Arm(String),
    /// Time of patients from the exposure on, and before it.
    Exposed,
    Unexposed,
    /// The value, and that at baseline, of the same patients.
    Value,
    Baseline,
    /// The first of two groups against the second, or several among each other.
    Between(Vec<Group>),
    /// In a model of several arms: an arm against the reference.
    Against {
        arm: String,
        reference: String,
    },
}

impl Group {
    /// The word that names it; none of all patients, and of what compares all groups.
    pub fn word(&self) -> Option<&str> {
        match self {
            Group::Arm(arm) | Group::Against { arm, .. } => Some(arm),
            Group::Exposed => Some("exposed"),
            Group::Unexposed => Some("unexposed"),
            Group::Value => Some("value"),
            Group::Baseline => Some("baseline"),
            Group::All | Group::Between(_) => None,
        }
    }

    /// The arm whose patients a number is of, or which it sets against the reference.
    pub fn arm(&self) -> Option<&str> {
        match self {
            Group::Arm(arm) | Group::Against { arm, .. } => Some(arm),
            Group::All | Group::Exposed | Group::Unexposed | Group::Value | Group::Baseline | Group::Between(_) => None,
        }
    }
}

/// One arm of several and the reference: a number is of the patients of these two alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Contrast {
    pub arm: String,
    pub reference: String,
}

impl Contrast {
    /// As it stands in an identifier: `low_against_placebo`.
    pub fn word(&self) -> String {
        format!("{}_against_{}", self.arm, self.reference)
    }

    pub fn holds(&self, arm: &str) -> bool {
        self.arm == arm || self.reference == arm
    }
}

/// The patients of one level of a characteristic, or all of whom it is known, between whose levels a number compares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Subgroup {
    pub by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
}

/// Of a code, of yes and no, or of a whole number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Code(String),
    Yes,
    No,
    Number(i64),
}

impl Level {
    pub fn word(&self) -> Cow<'_, str> {
        match self {
            Level::Code(name) => Cow::Borrowed(name),
            Level::Yes => Cow::Borrowed("yes"),
            Level::No => Cow::Borrowed("no"),
            Level::Number(number) => Cow::Owned(number.to_string()),
        }
    }
}

impl Subgroup {
    /// As it stands in an identifier: `sex.F`.
    pub fn word(&self) -> String {
        self.level.as_ref().map_or_else(|| self.by.clone(), |level| format!("{}.{}", self.by, level.word()))
    }

    /// Whether it holds whom another one holds.
    pub fn holds(&self, other: &Subgroup) -> bool {
        self.by == other.by && (self.level.is_none() || self.level == other.level)
    }
}

/// When a number is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timepoint {
    /// A timepoint of the plan.
    Point(String),
    /// A time after the day from which times are counted.
    Time { at: i64, unit: TimeUnit },
}

impl Timepoint {
    pub fn word(&self) -> Cow<'_, str> {
        match self {
            Timepoint::Point(name) => Cow::Borrowed(name),
            Timepoint::Time { at, .. } => Cow::Owned(at.to_string()),
        }
    }
}

/// Of what a number is, within its group and time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// A covariate of a model; a level of it where it is a code.
    Covariate {
        name: String,
        level: Option<String>,
    },
    Intercept,
    /// All covariates of a model together.
    WholeModel,
    /// A stratum of a model, by its place.
    Stratum(usize),
    /// A way in which a patient's time can end.
    Cause(String),
    /// A category of several readings.
    Category(String),
    /// From a category at baseline to one afterwards.
    Shift {
        from: String,
        to: String,
    },
    /// The mean of all readings of a subject, and not one of them.
    MeanOfReadings,
    /// A response of the criterion.
    Response(String),
    /// A requirement of a population.
    Requirement(String),
    /// A characteristic of patients; a level of it where it is a code.
    Characteristic {
        name: String,
        level: Option<String>,
    },
    /// The logit of the propensity score, among the characteristics that a matching balances.
    Score,
    /// Why patients, or pairs, are not among the rows of an analysis.
    LeftOut(LeftOut),
    /// A line of the table of events of the analysis.
    Line(String),
    /// The worst grade of a patient; none where it is not recorded.
    WorstGrade(Option<i64>),
    /// What settles whether patients meet the outcome, whatever the examination; `met` is none where they are not counted.
    Settled {
        met: Option<bool>,
        because: Box<ValueReason<Whichever>>,
    },
    /// An intercurrent event that patients met.
    Met(EventRef),
    /// A p-value of a family.
    PValue(String),
    /// A case or row of a rule of a criterion, or the rule as a whole.
    Rule(RuleId),
}

impl Term {
    /// As it stands in an identifier: `sex.M`, `worst_grade.3`.
    pub fn word(&self) -> Cow<'_, str> {
        match self {
            Term::Covariate { name, level: Some(level) } | Term::Characteristic { name, level: Some(level) } => {
                Cow::Owned(format!("{name}.{level}"))
            }
            Term::Covariate { name, level: None }
            | Term::Characteristic { name, level: None }
            | Term::Cause(name)
            | Term::Category(name)
            | Term::Response(name)
            | Term::Requirement(name)
            | Term::Line(name)
            | Term::PValue(name) => Cow::Borrowed(name),
            Term::Shift { from, to } => Cow::Owned(format!("{from}.{to}")),
            Term::Intercept => Cow::Borrowed("intercept"),
            Term::Score => Cow::Borrowed("score"),
            Term::WholeModel => Cow::Borrowed("global"),
            Term::MeanOfReadings => Cow::Borrowed("average"),
            Term::Stratum(place) => Cow::Owned(place.to_string()),
            Term::LeftOut(reason) => Cow::Borrowed(reason.term()),
            Term::WorstGrade(Some(grade)) => Cow::Owned(format!("worst_grade.{grade}")),
            Term::WorstGrade(None) => Cow::Borrowed("worst_grade.unknown"),
            Term::Rule(rule) => Cow::Borrowed(rule.word()),
            Term::Met(event) => Cow::Owned(event.word()),
            Term::Settled { met, because } => {
                let met = match met {
                    Some(true) => "met",
                    Some(false) => "not_met",
                    None => "not_counted",
                };
                Cow::Owned(format!("{met}.{}", because.word()))
            }
        }
    }
}
