//! The methods of the plan language: one file each, listed once in [`ALL`].
//!
//! A method is a name with options, what it takes, a page, and a call into [`crate::stats`]. It sees numbers and never a plan.
//! Invariants: every option that changes a number is declared, with its values and its default; what cannot be estimated is
//! [`Number::NotEstimable`] with a reason, never NaN; an infinite limit is [`Number::Infinite`].

mod aalen_johansen;
mod adjusted_p_values;
mod agreement_coefficients;
mod analysis_of_variance;
mod binomial_test;
mod breslow_day;
mod chi_squared;
mod cochran_armitage;
mod cochran_mantel_haenszel;
mod competing;
mod concordance;
mod conditional_logistic;
mod conditions;
mod continuous;
mod correlation;
mod cox;
mod cox_baseline;
mod cox_firth;
mod events;
mod fine_gray;
mod fisher_exact;
mod fleiss_kappa;
mod gray;
mod incidence_rate;
mod intraclass_correlation;
mod kaplan_meier;
mod kappa;
mod linear_model;
mod log_rank;
mod logistic;
mod mantel_haenszel;
mod matched_odds_ratio;
mod mcnemar;
mod nelson_aalen;
mod odds_ratio;
mod option;
mod poisson_test;
mod proportion;
mod proportional_hazards;
mod rate_ratio;
mod readings;
mod risk_difference;
mod risk_ratio;
mod rmst;
mod statistic;
mod summary;
mod survival_difference;
mod t_test;
mod table;
mod weighted_risk_difference;
mod wilcoxon;
mod yes_no;

pub use conditions::{Condition, Fact, Never, OptionReads, Usage};

use crate::number::{Number, Quantity};

/// Every method, in the order of the reference page.
pub const ALL: &[&Method] = &[
    &proportion::METHOD,
    &binomial_test::METHOD,
    &risk_difference::METHOD,
    &weighted_risk_difference::METHOD,
    &risk_ratio::METHOD,
    &odds_ratio::METHOD,
    &fisher_exact::METHOD,
    &chi_squared::METHOD,
    &cochran_armitage::METHOD,
    &mcnemar::METHOD,
    &matched_odds_ratio::METHOD,
    &mantel_haenszel::METHOD,
    &breslow_day::METHOD,
    &cochran_mantel_haenszel::METHOD,
    &logistic::METHOD,
    &conditional_logistic::METHOD,
    &incidence_rate::METHOD,
    &poisson_test::METHOD,
    &rate_ratio::METHOD,
    &summary::METHOD,
    &t_test::METHOD,
    &wilcoxon::RANK_SUM,
    &wilcoxon::SIGNED_RANK,
    &wilcoxon::SIGN_TEST,
    &analysis_of_variance::ANALYSIS_OF_VARIANCE,
    &analysis_of_variance::KRUSKAL_WALLIS,
    &linear_model::METHOD,
    &correlation::METHOD,
    &analysis_of_variance::VARIANCE_RATIO,
    &analysis_of_variance::BARTLETT,
    &kaplan_meier::METHOD,
    &log_rank::METHOD,
    &cox::METHOD,
    &proportional_hazards::METHOD,
    &rmst::METHOD,
    &survival_difference::METHOD,
    &nelson_aalen::METHOD,
    &concordance::METHOD,
    &aalen_johansen::METHOD,
    &gray::METHOD,
    &fine_gray::METHOD,
    &kappa::METHOD,
    &agreement_coefficients::METHOD,
    &fleiss_kappa::METHOD,
    &intraclass_correlation::METHOD,
    &adjusted_p_values::METHOD,
    &cox_baseline::METHOD,
];

/// The method of this name.
pub fn named(name: &str) -> Option<&'static Method> {
    ALL.iter().find(|m| m.name == name).copied()
}

/// One method of the plan language.
pub struct Method {
    /// As written in a plan: `kaplan_meier`.
    pub name: &'static str,
    /// For people: `Kaplan–Meier estimate`.
    pub title: &'static str,
    /// The paper or textbook whose equations are computed.
    pub citation: &'static str,
    /// Kinds of outcome it takes.
    pub takes: &'static [OutcomeKind],
    /// Where in an analysis it may stand.
    pub uses: &'static [Use],
    /// The effects of an estimand that it estimates, as plans name them; where an option names one of these, that one.
    pub estimates: &'static [&'static str],
    /// How many groups it compares.
    pub groups: Groups,
    /// What it takes of the analysis besides groups and outcome.
    pub reads: &'static [Reads],
    /// What of that the analysis must say, whatever the options.
    pub needs: &'static [Reads],
    pub options: &'static [OptionSpec],
    /// Values of options that read something of the analysis, which must be there then.
    pub option_reads: &'static [OptionReads],
    /// Options that are read only where another one says so.
    pub conditions: &'static [Condition],
    /// What can never be computed together.
    pub never: &'static [Never],
    /// The option whose value tells two uses of the method in one analysis apart (`interval`); it becomes part of a result's identifier.
    pub variant: Option<&'static str>,
    /// What it estimates, formula and source, conventions and options, when not to use it: Markdown.
    pub page: &'static str,
    /// Total: degenerate data give `NotEstimable` statistics, never a panic.
    pub run: fn(&Input, &Options) -> Output,
}

impl std::fmt::Debug for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    YesNo,
    TimeToEvent,
    CompetingRisks,
    Continuous,
    Category,
    Events,
    /// Two readings of the same thing.
    Agreement,
    /// Readings of the same thing by three or more readers.
    SeveralReadings,
    /// Measurements of the same thing by two or more readers.
    Measurements,
    PValues,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Estimate,
    Decide,
    /// Checks an assumption; decides nothing.
    Assumption,
}

/// How many groups a method needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// It describes each group by itself, be it the only one.
    Any,
    Two,
    /// Two or more.
    Several,
    /// Two or more, or one group and covariates.
    Model,
    /// It knows no groups.
    None,
}

/// What an analysis can say of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    Strata,
    Covariates,
    Weights,
    /// Matched sets, of a matching or in the data.
    Pairs,
    /// What holds rows that are not independent.
    Cluster,
    /// The order in which the groups are named.
    Order,
}

pub struct OptionSpec {
    pub name: &'static str,
    pub kind: OptionKind,
    /// The value where the plan says nothing, as it is printed; none: the plan must say it.
    pub default: Option<&'static str>,
    /// One line for the reference page.
    pub about: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OptionKind {
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `day 365`, or a list `(91, 183) days`.
    Days,
    /// One day after time zero.
    Day,
    /// A plain number within limits.
    Number(Limits),
    /// One of the causes of the endpoint by its place, from 1 on.
    Cause,
}

/// The numbers that an option takes: with any other nothing can be estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub low: f64,
    /// Whether the lower limit itself is one of them.
    pub from_low: bool,
    /// Inclusive.
    pub high: f64,
    pub whole: bool,
    /// As a person says it: `above 0`.
    pub words: &'static str,
}

impl Limits {
    pub const ANY: Limits =
        Limits { low: f64::NEG_INFINITY, from_low: true, high: f64::INFINITY, whole: false, words: "any number" };
    pub const NOT_NEGATIVE: Limits = Limits { low: 0.0, words: "0 or more", ..Limits::ANY };
    pub const POSITIVE: Limits = Limits { low: 0.0, from_low: false, words: "above 0", ..Limits::ANY };
    pub const SHARE: Limits = Limits { low: 0.0, high: 1.0, words: "from 0 to 1", ..Limits::ANY };

    /// Whole numbers between two, both included.
    pub const fn whole(low: f64, high: f64, words: &'static str) -> Limits {
        Limits { low, from_low: true, high, whole: true, words }
    }

    pub fn admit(&self, number: f64) -> bool {
        let above = if self.from_low { number >= self.low } else { number > self.low };
        above && number <= self.high && (!self.whole || number.fract() == 0.0)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    Word(String),
    Days(Vec<i64>),
    Number(f64),
}

/// The options of one call, every default filled in, in the order of [`Method::options`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options(pub Vec<(String, OptionValue)>);

impl Options {
    pub fn get(&self, name: &str) -> Option<&OptionValue> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }
    /// The word of a choice; empty where there is none.
    pub fn word(&self, name: &str) -> &str {
        match self.get(name) {
            Some(OptionValue::Word(word)) => word,
            _ => "",
        }
    }
    pub fn days(&self, name: &str) -> &[i64] {
        match self.get(name) {
            Some(OptionValue::Days(days)) => days,
            _ => &[],
        }
    }
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.get(name) {
            Some(OptionValue::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

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
    pub weights: Option<Vec<f64>>,
    /// Name and values of each covariate.
    pub covariates: Vec<(String, Vec<f64>)>,
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
            Outcome::Events { .. } => OutcomeKind::Events,
            Outcome::Agreement { .. } => OutcomeKind::Agreement,
            Outcome::SeveralReadings { .. } => OutcomeKind::SeveralReadings,
            Outcome::Measurements(_) => OutcomeKind::Measurements,
            Outcome::PValues { .. } => OutcomeKind::PValues,
        })
    }
}

/// Where a statistic belongs in an analysis: estimates stand under `estimate`, tests under `decides`, all under `beside`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Estimate,
    Test,
}

/// One number of a method.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistic {
    /// `estimate`, `lower`, `upper`, `standard_error`, `p_value`, `chi_squared`, `events`, `n`, …
    pub name: &'static str,
    pub class: Class,
    /// The group it describes; none for a comparison.
    pub group: Option<usize>,
    /// A day (`91`), a covariate, a category; none where there is only one.
    pub term: Option<String>,
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
    /// Of an incidence: the place of its cause, and the events of other causes at the time.
    pub cause: Option<usize>,
    pub competing: Vec<usize>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Output {
    pub statistics: Vec<Statistic>,
    pub curves: Vec<StepFunction>,
    /// Matched sets that the method left out, for they are no pair of one patient of each group.
    pub incomplete_sets: usize,
}
