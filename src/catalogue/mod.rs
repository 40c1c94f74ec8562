//! The signatures of the methods of the plan language: one file each, registered once in `each_method!`.
//!
//! A signature says everything of a method but its numbers: name, title and citation, what it takes and reads of an analysis, its
//! options with their values and defaults, and its page. What computes it is `methods`; nothing here knows statistics or results, so
//! that a plan can be understood without them. `language` has the languages of a report, `figure` its figures, `warning` the warnings that a plan can
//! accept, `response_role` what a set of responses means.

pub mod aalen_johansen;
pub mod adjusted_p_values;
pub mod agreement_coefficients;
pub mod alternative;
pub mod analysis_of_variance;
pub mod bartlett;
pub mod binomial_test;
pub mod breslow_day;
pub mod cause_specific_cox;
pub mod cause_specific_log_rank;
pub mod chi_squared;
pub mod cochran_armitage;
pub mod cochran_mantel_haenszel;
pub mod concordance;
pub mod conditional_logistic;
mod conditions;
pub mod correlation;
pub mod cox;
pub mod cox_baseline;
pub mod diagnostic_accuracy;
mod effect;
pub mod expected_width;
pub mod figure;
pub mod finding_rule;
pub mod fine_gray;
pub mod fisher_exact;
pub mod fleiss_kappa;
pub mod french;
pub mod frequencies;
mod given;
pub mod gray;
pub mod incidence_rate;
pub mod interaction;
pub mod intraclass_correlation;
pub mod jonckheere_terpstra;
pub mod kaplan_meier;
pub mod kappa;
pub mod kruskal_wallis;
pub mod language;
pub mod linear_by_linear;
pub mod linear_model;
pub mod log_rank;
pub mod logistic;
pub mod mantel_haenszel;
pub mod matched_odds_ratio;
pub mod mcnemar;
mod named;
pub mod nelson_aalen;
pub mod odds_ratio;
mod option;
pub mod poisson_test;
pub mod power;
pub mod proportion;
pub mod proportional_hazards;
mod question;
pub mod rank_sum;
pub mod rate_ratio;
mod response_role;
pub mod risk_difference;
pub mod risk_ratio;
pub mod rmst;
mod robust;
pub mod shift_table;
pub mod sign_test;
pub mod signed_rank;
pub mod smallest_significant;
mod statistic;
pub mod summary;
pub mod survival_difference;
pub mod t_test;
pub mod variance_ratio;
mod warning;
pub mod weighted_risk_difference;

pub use conditions::{Asks, Condition, Fact, Never, OptionReads, Usage, When};
pub use effect::Effect;
pub use figure::{FigureKind, NumbersShown};
pub use finding_rule::FindingRule;
pub use given::{Class, Given, Gives, Of, Title};
pub use language::Language;
pub use named::{Has, Named, OptionName};
pub use option::{
    Cause, Choice, Choices, Limits, Manner, Names, OptionKind, OptionRole, OptionSpec, OptionValue, YesNo,
};
pub use question::Question;
pub use response_role::ResponseRole;
pub use statistic::{Shown, Statistic};
pub use warning::Warning;

use given::gives;
use option::{choice, options};

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
            frequencies Frequencies,
            shift_table ShiftTable,
            diagnostic_accuracy DiagnosticAccuracy,
            cochran_armitage CochranArmitage,
            linear_by_linear LinearByLinear,
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
            jonckheere_terpstra JonckheereTerpstra,
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
            cause_specific_cox CauseSpecificCox,
            cause_specific_log_rank CauseSpecificLogRank,
            kappa Kappa,
            agreement_coefficients AgreementCoefficients,
            fleiss_kappa FleissKappa,
            intraclass_correlation IntraclassCorrelation,
            adjusted_p_values AdjustedPValues,
            cox_baseline CoxBaseline,
            interaction Interaction,
            smallest_significant SmallestSignificant,
            power Power,
            expected_width ExpectedWidth,
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

        /// The options of one call as its method has them.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Chosen {
            $($id($module::Options),)*
        }

        fn chosen(method: Id, values: &[(&'static str, OptionValue)]) -> Option<Chosen> {
            match method {
                $(Id::$id => $module::Options::read(values).map(Chosen::$id),)*
            }
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
    /// The same in French.
    pub title_fr: &'static str,
    /// The title begins with the name of a person, and keeps its capital within a sentence.
    pub begins_with_name: bool,
    /// The paper or textbook whose equations are computed.
    pub citation: &'static str,
    /// Kinds of outcome it takes.
    pub takes: &'static [OutcomeKind],
    /// Where in an analysis it may stand.
    pub uses: &'static [Use],
    /// The effects of an estimand that it estimates; where a choice of an option estimates one of them, that one.
    pub estimates: &'static [Effect],
    /// How many groups it compares.
    pub groups: Groups,
    pub asks: Asks,
    pub options: &'static [OptionSpec],
    /// Its numbers: it gives these and no other.
    pub gives: &'static [Given],
    /// The option whose value tells two uses of the method in one analysis apart (`interval`); it becomes part of a result's identifier.
    pub variant: Option<OptionName>,
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
    /// A category, and that at baseline.
    Shift,
    Events,
    /// A test and its reference, each positive or not.
    DiagnosticTest,
    /// Two readings of the same thing.
    Agreement,
    /// Readings of the same thing by three or more readers.
    SeveralReadings,
    /// Measurements of the same thing by two or more readers.
    Measurements,
    PValues,
    /// A planned number of matched pairs, before there are data.
    PlannedPairs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Estimate,
    Decide,
    /// Checks an assumption; decides nothing.
    Assumption,
    /// Says what a planned number of patients can show.
    SampleSize,
    /// Tests whether subgroups differ.
    Interaction,
}

/// How many groups a method needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// It describes each group by itself, be it the only one.
    Any,
    /// Two; of several arms, each with the reference by the patients of these two alone.
    Two,
    /// Two or more, all at once; each with the reference, as above, where the estimand names one.
    Several,
    /// Two or more, always all at once.
    Together,
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

/// The options of one call, every default filled in, in the order of [`Method::options`].
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    values: Vec<(&'static str, OptionValue)>,
    chosen: Chosen,
}

impl Options {
    pub fn get(&self, name: &str) -> Option<&OptionValue> {
        self.values.iter().find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    /// The word that a choice has; none where the option is no choice of the method.
    pub fn word(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            OptionValue::Word(word) => Some(word),
            OptionValue::Days(_) | OptionValue::Number(_) => None,
        }
    }

    /// Name and value of each.
    pub fn values(&self) -> &[(&'static str, OptionValue)] {
        &self.values
    }

    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }
}

impl Method {
    /// The options of a call with these values, and the defaults of those that are not named; none where one has no value, is none of
    /// the method or does not take its value.
    pub fn options_with(&self, said: &[(&str, OptionValue)]) -> Option<Options> {
        if said.iter().any(|(name, _)| self.options.iter().all(|spec| spec.name != *name)) {
            return None;
        }
        let one = |spec: &OptionSpec| {
            let value = said.iter().find(|(name, _)| *name == spec.name).map(|(_, value)| value.clone());
            Some((spec.name, value.or_else(|| spec.default_value())?))
        };
        let values: Vec<(&'static str, OptionValue)> = self.options.iter().map(one).collect::<Option<_>>()?;
        Some(Options { chosen: chosen(self.id, &values)?, values })
    }

    /// Whether a call takes the categories of an outcome by their order.
    pub fn scores_categories(&self, options: &Options) -> bool {
        let stands = |has: Has| has.words().any(|word| options.word(has.option.word()) == Some(word));
        self.asks.by_order.is_some_and(stands)
    }

    /// The choice that is made of an option.
    pub fn choice(&self, options: &Options, name: &str) -> Option<&'static Choice> {
        let spec = self.options.iter().find(|spec| spec.name == name)?;
        match spec.kind {
            OptionKind::Choice(choices) => choices.named(options.word(name)?),
            OptionKind::Days | OptionKind::Day | OptionKind::Number(_) | OptionKind::Cause => None,
        }
    }

    /// The effects that a call estimates: the one of a choice, else all of the method.
    pub fn effects(&self, options: &Options) -> Vec<Effect> {
        let by_choice = self.options.iter().find_map(|spec| self.choice(options, spec.name)?.estimates);
        by_choice.map_or_else(|| self.estimates.to_vec(), |effect| vec![effect])
    }
}
