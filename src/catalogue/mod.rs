//! The signatures of the methods of the plan language: one file each, registered once in `each_method!`.
//!
//! A signature says everything of a method but its numbers: name, title and citation, what it takes and reads of an analysis, its
//! options with their values and defaults, and its page. What computes it is `methods`; nothing here knows statistics or results, so
//! that a plan can be understood without them. `language` has the languages of a report, `figure` its figures.

mod aalen_johansen;
mod adjusted_p_values;
mod agreement_coefficients;
mod analysis_of_variance;
mod bartlett;
mod binomial_test;
mod breslow_day;
mod chi_squared;
mod cochran_armitage;
mod cochran_mantel_haenszel;
mod concordance;
mod conditional_logistic;
mod conditions;
mod correlation;
mod cox;
mod cox_baseline;
pub mod figure;
pub mod finding_rule;
mod fine_gray;
mod fisher_exact;
mod fleiss_kappa;
mod gray;
mod incidence_rate;
mod intraclass_correlation;
mod kaplan_meier;
mod kappa;
mod kruskal_wallis;
pub mod language;
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
mod rank_sum;
mod rate_ratio;
mod risk_difference;
mod risk_ratio;
mod rmst;
mod sign_test;
mod signed_rank;
mod statistic;
mod summary;
mod survival_difference;
mod t_test;
mod variance_ratio;
mod weighted_risk_difference;

pub use conditions::{Condition, Fact, Never, OptionReads, Usage};
pub use figure::FigureKind;
pub use finding_rule::FindingRule;
pub use language::Language;
pub use statistic::{Shown, Statistic};

/// Hands the list of all methods, in the order of the reference page, to a macro: the one place where a method is registered. Each is
/// the name of its module, here and in `methods`, and of its [`Id`].
macro_rules! each_method {
    ($then:ident) => {
        $then! {
            proportion Proportion,
            binomial_test BinomialTest,
            risk_difference RiskDifference,
            weighted_risk_difference WeightedRiskDifference,
            risk_ratio RiskRatio,
            odds_ratio OddsRatio,
            fisher_exact FisherExact,
            chi_squared ChiSquared,
            cochran_armitage CochranArmitage,
            mcnemar Mcnemar,
            matched_odds_ratio MatchedOddsRatio,
            mantel_haenszel MantelHaenszel,
            breslow_day BreslowDay,
            cochran_mantel_haenszel CochranMantelHaenszel,
            logistic Logistic,
            conditional_logistic ConditionalLogistic,
            incidence_rate IncidenceRate,
            poisson_test PoissonTest,
            rate_ratio RateRatio,
            summary Summary,
            t_test TTest,
            rank_sum RankSum,
            signed_rank SignedRank,
            sign_test SignTest,
            analysis_of_variance AnalysisOfVariance,
            kruskal_wallis KruskalWallis,
            linear_model LinearModel,
            correlation Correlation,
            variance_ratio VarianceRatio,
            bartlett Bartlett,
            kaplan_meier KaplanMeier,
            log_rank LogRank,
            cox Cox,
            proportional_hazards ProportionalHazards,
            rmst Rmst,
            survival_difference SurvivalDifference,
            nelson_aalen NelsonAalen,
            concordance Concordance,
            aalen_johansen AalenJohansen,
            gray Gray,
            fine_gray FineGray,
            kappa Kappa,
            agreement_coefficients AgreementCoefficients,
            fleiss_kappa FleissKappa,
            intraclass_correlation IntraclassCorrelation,
            adjusted_p_values AdjustedPValues,
            cox_baseline CoxBaseline,
        }
    };
}
#[cfg(feature = "engine")]
pub(crate) use each_method;

macro_rules! register {
    ($($module:ident $id:ident,)*) => {
        /// Every method, in the order of the reference page.
        pub const ALL: &[&Method] = &[$(&$module::METHOD,)*];

        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Id {
            $($id,)*
        }
    };
}
each_method!(register);

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
    pub id: Id,
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
