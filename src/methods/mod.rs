//! What the methods of the plan language compute: one file each, called by the list in `catalogue`.
//!
//! A method is a signature in [`crate::catalogue`] and, here, a call into [`crate::stats`]. It sees numbers and never a plan.
//! Invariants: what cannot be estimated is [`Number::NotEstimable`] with a reason, never NaN; an infinite limit is
//! [`Number::Infinite`].

mod aalen_johansen;
mod adjusted_p_values;
mod agreement_coefficients;
mod analysis_of_variance;
mod bartlett;
mod binomial_test;
mod breslow_day;
mod cause_specific_cox;
mod cause_specific_log_rank;
mod chi_squared;
mod cochran_armitage;
mod cochran_mantel_haenszel;
mod competing;
mod concordance;
mod conditional_logistic;
mod continuous;
mod correlation;
mod cox;
mod cox_baseline;
mod cox_firth;
mod diagnostic_accuracy;
mod events;
mod expected_width;
mod fine_gray;
mod fisher_exact;
mod fleiss_kappa;
mod frequencies;
mod gray;
mod incidence_rate;
mod interaction;
mod intraclass_correlation;
mod jonckheere_terpstra;
mod kaplan_meier;
mod kappa;
mod kruskal_wallis;
mod linear_by_linear;
mod linear_model;
mod log_rank;
mod logistic;
mod mantel_haenszel;
mod matched_odds_ratio;
mod mcnemar;
mod nelson_aalen;
mod odds_ratio;
mod poisson_test;
mod power;
mod proportion;
mod proportional_hazards;
mod rank_sum;
mod rate_ratio;
mod readings;
mod risk_difference;
mod risk_ratio;
mod rmst;
mod shift_table;
mod sign_test;
mod signed_rank;
mod smallest_significant;
mod statistic;
mod subset;
mod summary;
mod survival_difference;
mod t_test;
mod table;
mod variance_ratio;
mod weighted_risk_difference;
mod wilcoxon;
mod yes_no;

use crate::catalogue::{Chosen, Class, Options, OutcomeKind, Statistic, each_method};
use crate::catalogue::{mcnemar as mcnemar_signature, risk_difference as risk_difference_signature};
use crate::number::{NotEstimable, Number, Quantity};
pub use crate::stats::graph::Graph;
pub use proportion::interval as interval_of_proportion;

macro_rules! dispatch {
    ($($module:ident $id:ident,)*) => {
        /// What the method of these options finds. Total: degenerate data give `NotEstimable` statistics, never a panic.
        pub fn run(input: &Input, options: &Options) -> Output {
            match options.chosen() {
                $(Chosen::$id(own) => $module::run(input, own).output,)*
            }
        }
    };
}
each_method!(dispatch);

/// What a method is given: one entry per row (a patient, or an interval of a patient), rows in key order.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Confidence level, 1 − alpha, two-sided.
    pub level: f64,
    /// Number of groups. Group 0 is the one compared, group 1 the one it is compared against: a difference is 0 minus 1,
    /// a ratio 0 over 1.
    pub groups: usize,
    /// Group of each row.
    pub group: Vec<usize>,
    pub outcome: Outcome,
    /// Patient of each row.
    pub patient: Vec<usize>,
    /// Matched set of each row, where the population is made of matched sets.
    pub pair: Option<Vec<usize>>,
    /// Cluster of each row, where rows of one are not independent.
    pub cluster: Option<Vec<usize>>,
    pub strata: Option<Vec<usize>>,
    /// Subgroup of each row, of which a test of interaction asks.
    pub subgroup: Option<Vec<usize>>,
    /// Of several groups in one model, the one whose comparison with group 1 a test of interaction asks of.
    pub contrast: Option<usize>,
    pub weights: Option<Vec<f64>>,
    /// Of a time to an event, for how long each row could have been observed, in its unit; none where that is not known.
    pub possible: Option<Vec<f64>>,
    /// Name and values of each covariate.
    pub covariates: Vec<(String, Vec<f64>)>,
    /// Which covariates tell the levels of a category apart.
    pub categories: Vec<Category>,
}

/// Covariates that tell the levels of one category from the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Positions in [`Input::covariates`].
    pub covariates: Vec<usize>,
    /// How many levels there are, the first included.
    pub levels: usize,
}

impl Input {
    /// The matched set of each row.
    fn pairs(&self) -> Result<&[usize], NotEstimable> {
        self.pair.as_deref().ok_or(NotEstimable::NotMatched)
    }

    /// The cluster of each row.
    fn clusters(&self) -> Result<&[usize], NotEstimable> {
        self.cluster.as_deref().ok_or(NotEstimable::NoClusters)
    }
}

#[derive(Clone, Debug, Default)]
pub enum Outcome {
    #[default]
    None,
    YesNo(Vec<bool>),
    /// Days; `entry` for rows that come under observation late.
    TimeToEvent {
        entry: Option<Vec<f64>>,
        time: Vec<f64>,
        event: Vec<bool>,
    },
    /// Cause 0 is censored.
    CompetingRisks {
        time: Vec<f64>,
        cause: Vec<usize>,
        causes: Vec<String>,
    },
    Continuous(Vec<f64>),
    /// Position in an ordered or unordered list of categories.
    Category {
        categories: Vec<String>,
        value: Vec<usize>,
    },
    /// The category at baseline and afterwards, as positions in the list; in the first so many of it the patient is assessed.
    Shift {
        categories: Vec<String>,
        assessed: usize,
        from: Vec<usize>,
        to: Vec<usize>,
    },
    /// Whether a test and its reference are positive, and of which rows this is what counts where it is undetermined.
    DiagnosticTest {
        test: Vec<bool>,
        reference: Vec<bool>,
        test_undetermined: Vec<bool>,
        reference_undetermined: Vec<bool>,
    },
    /// Number of events and time at risk of each row.
    Events {
        count: Vec<u64>,
        time: Vec<f64>,
    },
    Agreement {
        categories: Vec<String>,
        first: Vec<usize>,
        second: Vec<usize>,
    },
    /// For each subject, one position in the list of categories for each reader.
    SeveralReadings {
        categories: Vec<String>,
        readings: Vec<Vec<usize>>,
    },
    /// For each subject, one number for each reader.
    Measurements(Vec<Vec<f64>>),
    PValues {
        names: Vec<String>,
        values: Vec<f64>,
        /// Of a graphical procedure.
        graph: Option<Graph>,
    },
    /// How many pairs are planned, and the test that will decide.
    PlannedPairs {
        pairs: u64,
        /// Two-sided; a p-value of at most this is significant.
        alpha: f64,
        test: mcnemar_signature::Options,
        /// The interval of the difference within pairs, where one is estimated.
        interval: Option<risk_difference_signature::Options>,
    },
}

impl Outcome {
    pub fn kind(&self) -> Option<OutcomeKind> {
        Some(match self {
            Outcome::None => return None,
            Outcome::YesNo(_) => OutcomeKind::YesNo,
            Outcome::TimeToEvent { .. } => OutcomeKind::TimeToEvent,
            Outcome::CompetingRisks { .. } => OutcomeKind::CompetingRisks,
            Outcome::Continuous(_) => OutcomeKind::Continuous,
            Outcome::Category { .. } => OutcomeKind::Category,
            Outcome::Shift { .. } => OutcomeKind::Shift,
            Outcome::DiagnosticTest { .. } => OutcomeKind::DiagnosticTest,
            Outcome::Events { .. } => OutcomeKind::Events,
            Outcome::Agreement { .. } => OutcomeKind::Agreement,
            Outcome::SeveralReadings { .. } => OutcomeKind::SeveralReadings,
            Outcome::Measurements(_) => OutcomeKind::Measurements,
            Outcome::PValues { .. } => OutcomeKind::PValues,
            Outcome::PlannedPairs { .. } => OutcomeKind::PlannedPairs,
        })
    }
}

/// What a statistic is of, besides its group, by the names in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A covariate of the input.
    Covariate(String),
    /// A cause of competing risks.
    Cause(String),
    /// A category of several readings.
    Category(String),
    /// From a category at baseline to one afterwards.
    Shift { from: String, to: String },
    /// A stratum, by its place.
    Stratum(usize),
    /// A p-value among several.
    PValue(String),
    /// All covariates of the model together.
    WholeModel,
    /// The mean of all readings of a subject, and not one of them.
    MeanOfReadings,
}

impl Computed {
    /// Term and time in one word, as identifiers have them: `age`, `91`, `relapse.91`.
    pub fn place(&self) -> Option<String> {
        let term = self.term.as_ref().map(|term| match term {
            Term::Covariate(name) | Term::Cause(name) | Term::Category(name) | Term::PValue(name) => name.clone(),
            Term::Shift { from, to } => format!("{from}.{to}"),
            Term::Stratum(place) => place.to_string(),
            Term::WholeModel => "global".to_string(),
            Term::MeanOfReadings => "average".to_string(),
        });
        let parts: Vec<String> = term.into_iter().chain(self.time.map(|t| t.to_string())).collect();
        (!parts.is_empty()).then(|| parts.join("."))
    }
}

/// One number of a method.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    pub statistic: Statistic,
    pub class: Class,
    /// The group it describes; none for a comparison.
    pub group: Option<usize>,
    /// None where there is only one.
    pub term: Option<Term>,
    /// The time that it is read at, in the unit of the times of the outcome.
    pub time: Option<i64>,
    pub value: Number,
    /// How it is printed.
    pub quantity: Quantity,
}

/// A step function of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepFunction {
    pub group: usize,
    /// Distinct times, from 0.
    pub time: Vec<f64>,
    pub estimate: Vec<f64>,
    pub lower: Vec<Option<f64>>,
    pub upper: Vec<Option<f64>>,
    /// At risk just before the time, events and censored at it.
    pub at_risk: Vec<usize>,
    pub events: Vec<usize>,
    pub censored: Vec<usize>,
    /// Whether its events are the ends of observation, as of the reverse estimate.
    pub of_censoring: bool,
    /// Of an incidence: the place of its cause, and the events of other causes at the time.
    pub cause: Option<usize>,
    pub competing: Vec<usize>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Output {
    pub statistics: Vec<Computed>,
    pub curves: Vec<StepFunction>,
    /// Matched sets that the method left out, for they are no pair of one patient of each group.
    pub incomplete_sets: usize,
}
