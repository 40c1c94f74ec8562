//! The closed sets of the results: what a record is for, how a number stands, what kind a line, a figure or a label is of.
//!
//! Each is an enumeration with the word that stands for it in `results.json`. What a person reads is in the words of the report.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An enumeration, the list of its values, and the word of each in the results, from one place.
macro_rules! closed {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// As it stands in the results.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

closed! {
    /// What a record is for.
    #[derive(Default)]
    Role {
        #[default]
        Primary = "primary",
        Secondary = "secondary",
        Sensitivity = "sensitivity",
        Supplementary = "supplementary",
        /// Of readings of the same thing.
        Agreement = "agreement",
        /// Of single lesions, which are the denominators.
        Lesions = "lesions",
        /// Of the readings at which the rows of the rules of criteria gave a value.
        Rules = "rules",
        /// What the planned number of patients can show.
        SampleSize = "sample_size",
        /// How the patients of the data become those of a population.
        Attrition = "attrition",
        /// A matching: its pairs, its score, and the balance before and after.
        Balance = "balance",
        /// Characteristics at baseline.
        Baseline = "baseline",
    }
}

closed! {
    /// How a number stands in its analysis.
    #[derive(Default)]
    Standing {
        /// Of the main test.
        MainTest = "main_test",
        Estimate = "estimate",
        /// Given besides, as what checks an assumption is.
        AlsoGiven = "also_given",
        /// A number of patients, of events, or a share of them, that no method computes.
        #[default]
        Count = "count",
    }
}

closed! {
    /// What a finding does to the lock of the data; the severest first.
    #[derive(Default)]
    Severity {
        #[default]
        BlocksLock = "blocks_lock",
        Query = "query",
        Note = "note",
    }
}

closed! {
    /// What a clause is to the computation.
    #[derive(Default)]
    Mark {
        #[default]
        Binding = "binding",
        Informative = "informative",
        Planned = "planned",
    }
}

closed! {
    /// What a label is of.
    #[derive(Default)]
    LabelKind {
        #[default]
        Endpoint = "endpoint",
        Response = "response",
        Timepoint = "timepoint",
        Matching = "matching",
        Family = "family",
        Agreement = "agreement",
        Lesions = "lesions",
        /// Of a table.
        Column = "column",
        /// Of an analysis or a matching; a level with its covariate, `sex.M`.
        Covariate = "covariate",
        /// Of an analysis.
        Cause = "cause",
        /// Of an outcome, by the analysis.
        Category = "category",
        /// Of a criterion.
        ResponseCode = "response_code",
        /// Of a population.
        Requirement = "requirement",
        /// Of a matching, or of the table at baseline; a level with its characteristic.
        Characteristic = "characteristic",
        /// Of the criterion of a response.
        Value = "value",
        Event = "event",
        Intercurrent = "intercurrent",
        /// The unit of a covariate or characteristic.
        Unit = "unit",
        /// Of an analysis, by the covariate: the level that the others are compared with.
        ReferenceLevel = "reference_level",
    }
}

closed! {
    /// What a line of a table of events counts.
    #[derive(Default)]
    EventLevel {
        #[default]
        Any = "any",
        Severe = "severe",
        Class = "class",
        Term = "term",
    }
}

closed! {
    /// What a characteristic at baseline is.
    #[derive(Default)]
    CharacteristicKind {
        #[default]
        Number = "number",
        YesNo = "yes_no",
        Category = "category",
    }
}

closed! {
    /// What is printed of a number at baseline.
    NumberSummary {
        MeanAndDeviation = "mean_sd",
        MedianAndQuartiles = "median_quartiles",
        Range = "range",
    }
}

closed! {
    /// How an analysis treats an intercurrent event, or a death that is no endpoint of it.
    Strategy {
        TreatmentPolicy = "treatment_policy",
        CompositeFailure = "composite_failure",
        CompositeSuccess = "composite_success",
        ValueBeforeEvent = "value_before_event",
        NotAssessed = "not_assessed",
        /// Censored at the last assessed examination before the event.
        CensorBefore = "censor_before",
    }
}

closed! {
    /// How an examination on the very day of an intercurrent event is read.
    ExaminationOnThatDay {
        AfterEvent = "after_event",
        BeforeEvent = "before_event",
    }
}

closed! {
    /// Whether an event of the endpoint counts on the very day on which another ends the time.
    EventOnThatDay {
        Counts = "counts",
        DoesNotCount = "does_not_count",
    }
}

/// Whether a test that decides is one of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Multiplicity {
    /// It is, and nothing keeps them together.
    Unadjusted,
    /// The family that it belongs to, and the procedure that adjusts its p-values.
    Family { name: String, procedure: String },
}

impl fmt::Display for Multiplicity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Multiplicity::Unadjusted => f.write_str("unadjusted"),
            Multiplicity::Family { name, procedure } => write!(f, "{name} ({procedure})"),
        }
    }
}
