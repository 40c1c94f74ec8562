//! Why a number does not exist, in English: for messages about a plan, which are English, and for the report in English.

use super::{Among, ModelTerm, NotEstimable};
use std::borrow::Cow;

impl NotEstimable {
    /// In English, as part of a sentence.
    pub fn english(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            NotEstimable::LastObservationBefore { last, day } => {
                return format!("the last observation is on day {last}, before day {day}").into();
            }
            NotEstimable::Redundant { constant, determined, among } => {
                return redundant(constant, determined, *among).into();
            }
            NotEstimable::MonotoneLikelihood { term } => {
                let name = named(term);
                return format!(
                    "monotone likelihood: events separate completely by {name}, the ratio has no finite estimate"
                )
                .into();
            }
            NotEstimable::Separated { terms } if terms.is_empty() => "the outcome is perfectly predicted",
            NotEstimable::Separated { terms } => {
                return format!("the outcome is perfectly predicted by {}", listed(terms)).into();
            }
            NotEstimable::StrataReadBy { option } => {
                return format!("strata are read by `{option}: strata` only").into();
            }
            NotEstimable::OptionOutOfRange { option } => {
                return format!("the value of `{option}` is outside its limits").into();
            }
            NotEstimable::InAGroup { because } => return format!("{} in a group", because.english()).into(),
            NotEstimable::CaliperNotEstimable { because } => {
                return format!("the caliper cannot be computed: {}", because.english()).into();
            }
            NotEstimable::NotComputed => "not computed",
            NotEstimable::Undefined => "undefined",
            NotEstimable::NotReached => "not reached",
            NotEstimable::TooManyToCount => "more than can be counted",
            NotEstimable::NoPatient => "no patient",
            NotEstimable::NoPatientInGroup => "no patient in the group",
            NotEstimable::NoPatientInStratum => "the stratum has no patient",
            NotEstimable::NobodyToBeAShareOf => "nobody of whom it would be a share",
            NotEstimable::NoValue => "no value",
            NotEstimable::NoSubjectRead => "no subject was read",
            NotEstimable::NoPair => "no pair",
            NotEstimable::NothingSignificant => "with so few pairs nothing can be significant",
            NotEstimable::NoSuchPairs => "no pairs have these proportions",
            NotEstimable::NoPairOfReadings => "no pair of readings",
            NotEstimable::NoPairAcrossGroups => "no pair of one patient of each group",
            NotEstimable::NoDiscordantPair => "no discordant pair",
            NotEstimable::NoStratum => "no stratum",
            NotEstimable::NoStratumWithBothGroups => "no stratum holds both groups",
            NotEstimable::NoStratumWithBothGroupsAndOutcomes => "no stratum holds both groups and both outcomes",
            NotEstimable::FewStrataWithBothGroupsAndOutcomes => {
                "fewer than two strata hold both groups and both outcomes"
            }
            NotEstimable::NoTimeAtRisk => "no time at risk",
            NotEstimable::NobodyObservedUntilThen => "nobody is observed until then",
            NotEstimable::NoTwoComparablePatients => "no two patients can be compared",
            NotEstimable::NothingToCompare => "there is nothing to compare",
            NotEstimable::NothingToTest => "nothing to test, or no residual variance",
            NotEstimable::FewerThanTwoGroups => "fewer than two groups",
            NotEstimable::FewerThanTwoGroupsWithPatients => "fewer than two groups with patients",
            NotEstimable::OneGroupOnly => "there is only one group",
            NotEstimable::AllInOneGroup => "all patients are in one group",
            NotEstimable::AllInOneGroupOrCategory => "all patients are in one group or one category",
            NotEstimable::TwoGroupsNeeded => "the comparison needs two groups",
            NotEstimable::GroupOrCategoryEmpty => "a group or a category is empty",
            NotEstimable::TableTooSmall => "the table has fewer than two rows or columns",
            NotEstimable::TableTooSmallOrEmpty => "the table has fewer than two rows or columns, or no patient",
            NotEstimable::FewerThanTwoCategories => "fewer than two categories",
            NotEstimable::FewerThanTwoReaders => "fewer than two readers",
            NotEstimable::FewerThanTwoSubjectsOrReaders => "fewer than two subjects or readers",
            NotEstimable::FewerThanTwoPatients => "fewer than two patients",
            NotEstimable::FewerThanTwoPatientsOrMissingValue => "fewer than two patients, or a value is missing",
            NotEstimable::FewerThanThreePatients => "fewer than three patients",
            NotEstimable::FewerThanFourPatientsOrPerfectCorrelation => {
                "fewer than four patients, or a perfect correlation"
            }
            NotEstimable::FewerThanTwoValues => "fewer than two values",
            NotEstimable::TooFewDistinctValues => "too few different values",
            NotEstimable::TooFewPatients => "too few patients",
            NotEstimable::FewerPatientsThanCoefficients => "fewer patients than coefficients",
            NotEstimable::NoMorePatientsThanCoefficients => "no more patients than coefficients",
            NotEstimable::NoMoreClustersThanCoefficients => "no more clusters than coefficients",
            NotEstimable::TooFewClusters => "too few clusters",
            NotEstimable::OneClusterOnly => "there is only one cluster",
            NotEstimable::OnePatientOrClusterOnly => "there is only one patient or cluster",
            NotEstimable::OnePatientPerGroup => "both groups have one patient",
            NotEstimable::NoEvents => "no events",
            NotEstimable::NoEventInEitherGroup => "no event in either group",
            NotEstimable::NoEventInOneGroup => "no event in one group",
            NotEstimable::NoEventsUntilThatDay => "no events until that day",
            NotEstimable::NoEventsUntilThen => "no events until then",
            NotEstimable::OneGroupAtRiskAtEvents => "only one group is at risk when events happen",
            NotEstimable::NoEventsOrOneGroupAtRisk => "no events, or only one group at risk when they happen",
            NotEstimable::AllHaveTheEventAtOnce => "all patients at risk have the event at once",
            NotEstimable::AllHaveTheEventAtTheSameTime => "all patients at risk have the event at the same time",
            NotEstimable::EventsAtOneValueOfTime => "all events happen at one value of the function of time",
            NotEstimable::EventOnDayZeroHasNoLogarithm => "an event on day 0 has no logarithm",
            NotEstimable::SurvivalIsZero => "survival is 0",
            NotEstimable::SurvivalIsOne => "survival is 1",
            NotEstimable::IncidenceIsZero => "the incidence is 0",
            NotEstimable::IncidenceIsOne => "the incidence is 1",
            NotEstimable::IncidenceWithoutVariance => "the incidence has no variance",
            NotEstimable::RateBeyondNumbers => "the rate is beyond the range of numbers",
            NotEstimable::NoResponderInEitherGroup => "no responder in either group",
            NotEstimable::NoResponderInOneGroup => "no responder in one group",
            NotEstimable::AllOrNoneRespond => "all respond, or none does",
            NotEstimable::AllOrNoneRespondNoVariance => "all respond, or none does: there is no variance",
            NotEstimable::AllOrNoneRespondInEachGroup => {
                "in each group all respond, or none does: there is no variance"
            }
            NotEstimable::AllOrNoneRespondInEachStratum => {
                "in each stratum all respond, or none does: there is no variance"
            }
            NotEstimable::AllRespondInBothGroups => "all respond in both groups: there is no variance",
            NotEstimable::MarginsLeaveOneTable => "the margins leave only one table: all or none respond",
            NotEstimable::OddsRatioZeroOverZero => "the odds ratio is 0/0: all or none respond",
            NotEstimable::CellEmpty => "a cell of the table is empty",
            NotEstimable::CommonRatioZeroOrInfinite => "the common ratio is 0 or infinite",
            NotEstimable::CommonOddsRatioZeroOrInfinite => "the common odds ratio is 0 or infinite",
            NotEstimable::PairsHaveOneDifference => "all pairs have the same difference: there is no variance",
            NotEstimable::NoDiscordantPairNoWidth => "no pair is discordant: this interval has no width",
            NotEstimable::NoRiskRatio => "no risk ratio",
            NotEstimable::ValuesDoNotVary => "the values do not vary",
            NotEstimable::ValuesDoNotVaryWithinGroups => "the values do not vary within the groups",
            NotEstimable::ValuesOfAGroupDoNotVary => "the values of a group do not vary",
            NotEstimable::AllValuesEqual => "all values are equal",
            NotEstimable::AllDifferencesZero => "all differences are 0",
            NotEstimable::DifferencesTied => "the differences are tied so often that the interval has no width",
            NotEstimable::OutcomeDoesNotVary => "the outcome does not vary",
            NotEstimable::CovariateDoesNotVaryWithinGroups => "the covariate does not vary within the groups",
            NotEstimable::OneOfGroupHasNoVariance => "a group of one patient has no variance",
            NotEstimable::OnePatientHasNoVariance => "one patient has no variance",
            NotEstimable::NoVariance => "there is no variance",
            NotEstimable::TestWithoutVariance => "the test has no variance",
            NotEstimable::TermWithoutVariance => "a term has no variance",
            NotEstimable::StandardErrorIsZero => "the standard error is 0",
            NotEstimable::ClusterContributionsCancel => {
                "the contributions of each cluster cancel: there is no variance"
            }
            NotEstimable::PatientsAgreeWithModelAlike => {
                "all patients agree with the model alike: there is no variance"
            }
            NotEstimable::PerfectCorrelation => "the correlation is perfect: there is no variance",
            NotEstimable::CategorySeparatesGroups => "a category is all of one group and none of the other",
            NotEstimable::OnePatientDeterminesACoefficient => "one patient alone determines a coefficient",
            NotEstimable::MeanIsZero => "the mean is 0",
            NotEstimable::ValueNotPositive => "a value is not positive",
            NotEstimable::RatioToZero => "a ratio to 0 has no value",
            NotEstimable::RatioOfZeroHasNoLogarithm => "a ratio of 0 has no logarithm",
            NotEstimable::AllReadingsTheSame => "all readings are the same",
            NotEstimable::BothReadingsConstant => "both readings are constant",
            NotEstimable::OneReadingConstant => "one reading is constant",
            NotEstimable::ReadingConstantNoVariance => "a reading is constant: there is no variance",
            NotEstimable::PairsAllAgree => "all pairs agree: there is no variance",
            NotEstimable::SubjectsAllTheSame => "every subject says the same: there is no variance",
            NotEstimable::OneSubjectHasNoVariance => "one subject has no variance",
            NotEstimable::CategoryOfNoReadingOrAll => "the category is that of no reading or of all",
            NotEstimable::SubjectsDifferInReadings => "the subjects differ in the number of readings",
            NotEstimable::ReadingsDoNotDifferBetweenSubjects => "the readings do not differ between subjects",
            NotEstimable::ReadingsLeaveNoError => "the readings of a subject leave no error",
            NotEstimable::DegreesOfFreedomVanish => "the degrees of freedom of the interval vanish",
            NotEstimable::LimitsHaveNoValue => "the limits of the interval have no value",
            NotEstimable::RedundantCovariate => "a covariate does not vary, or is determined by the others",
            NotEstimable::RedundantTerm => "constant among the patients, or determined by the other terms",
            NotEstimable::NoFiniteRatio => "the likelihood is monotone: no finite hazard ratio maximises it",
            NotEstimable::LikelihoodNotMaximised => "the likelihood could not be maximised",
            NotEstimable::FitDoesNotConverge => "the fit does not converge",
            NotEstimable::PenalisedFitDoesNotConverge => "the penalised fit does not converge",
            NotEstimable::ProfileDoesNotReachLimit => "the profile does not reach the limit",
            NotEstimable::ProfileHasPeaks => {
                "the profile of the penalised likelihood has more than one peak there, or does not reach the limit"
            }
            NotEstimable::CovariateTooLarge => "a covariate or an offset is too large",
            NotEstimable::ValuesTooLarge => "the values are too large",
            NotEstimable::OddsRatioNotFound => "the odds ratio was not found",
            NotEstimable::ScoreLimitNotFound => "the score limit was not found",
            NotEstimable::MidPLimitNotFound => "the mid-P limit was not found",
            NotEstimable::TooManyForExactDistribution => "too many patients for the exact distribution",
            NotEstimable::TooManyPairsForExactDistribution => "too many pairs for the exact distribution",
            NotEstimable::TooManyTables => "too many tables for the exact test",
            NotEstimable::PropensityScoreWithoutCovariate => "the propensity score has no covariate",
            NotEstimable::AdjustsNotEstimable => "the p-value to be adjusted is not estimable",
            NotEstimable::ExactLikelihoodTakesNoWeights => "the exact likelihood takes no weights",
            NotEstimable::ExactLikelihoodHasNoResiduals => "residuals are not defined for the exact likelihood",
            NotEstimable::ExactLikelihoodHasNoTest => "the test is not defined for the exact likelihood",
            NotEstimable::ExactLikelihoodHasNoPenalty => "the penalty is not defined for the exact likelihood",
            NotEstimable::ExactLikelihoodHasNoSandwich => "the sandwich is not defined for the exact likelihood",
            NotEstimable::PenalisedLikelihoodHasNoRobustVariance => {
                "the penalised likelihood has no robust variance here"
            }
            NotEstimable::ProfileLikelihoodHasNoRobustVersion => "the profile likelihood has no robust version",
            NotEstimable::LikelihoodRatioIsNoTestWithRobustVariance => {
                "with a robust variance the likelihood ratio is no test"
            }
            NotEstimable::RobustScoreTestTakesNoCovariates => {
                "the robust score test is defined without further covariates only"
            }
            NotEstimable::SmallSampleFactorsByPatient => "the small-sample factors are defined by patient",
            NotEstimable::SmallSampleFactorsNeedOneRow => "the small-sample factors need one row per patient",
            NotEstimable::TakesNoWeights => "the method takes no weights",
            NotEstimable::GreenwoodTakesNoWeights => "Greenwood's variance takes no weights, the jackknife does",
            NotEstimable::WeightsNeedRobustVariance => "weights need the robust variance",
            NotEstimable::AlreadyWeighted => "the population is already weighted",
            NotEstimable::OnlyOverlapWeightsReadCovariates => "only overlap weights read covariates",
            NotEstimable::TableHasNoDirection => "a table larger than two by two has no direction",
            NotEstimable::CategoriesHaveNoDirection => "a table of categories has no direction",
            NotEstimable::CorrectionForTwoByTwo => "the correction is defined for two groups and two categories",
            NotEstimable::CorrectionOfPearsonOnly => "only Pearson's statistic has a continuity correction",
            NotEstimable::CorrectionOfAsymptoticFormOnly => "only the asymptotic form has a continuity correction",
            NotEstimable::IntervalHasNoCorrection => "this interval has no continuity correction",
            NotEstimable::ExactFormForOddsRatio => "the exact form is defined for the odds ratio",
            NotEstimable::IntervalOfPearsonOnly => "an interval is given for Pearson's coefficient only",
            NotEstimable::WrongOutcome => "the method does not take this outcome",
            NotEstimable::RowsDiffer => "the numbers of rows differ",
            NotEstimable::TiesHaveNoExactTrend => "values are tied, and the exact test is one of values without ties",
            NotEstimable::NoSubgroups => "no subgroups are named",
            NotEstimable::OneSubgroup => "all patients are in one subgroup",
            NotEstimable::SubgroupWithoutEstimate => "in a subgroup the effect cannot be estimated",
            NotEstimable::NotMatched => "the population is not matched",
            NotEstimable::NoStrata => "the analysis has no strata",
            NotEstimable::PossibleFollowUpUnknown => "for how long each patient could be followed is not known",
            NotEstimable::NoClusters => "the analysis has no clusters",
            NotEstimable::NoWeights => "the population has no weights",
            NotEstimable::NoSuchCause => "the endpoint has no such cause",
            NotEstimable::NoSuchCoefficient => "no such coefficient",
            NotEstimable::CategoryOutsideList => "a category is outside its list",
            NotEstimable::ReadingImpossible => "a reading is no number of a possible size",
            NotEstimable::CovariateUnknown => "a covariate is unknown",
            NotEstimable::ValueMissingOrInfinite => "a value is missing or infinite",
            NotEstimable::TimeUnknown => "a time is unknown",
            NotEstimable::TimeBeforeDayZero => "a time is before day 0",
            NotEstimable::TimeAtRiskMissingOrNegative => "a time at risk is missing or negative",
            NotEstimable::EntryNotBeforeExit => "a row leaves observation on the day it comes under it",
            NotEstimable::WeightNegativeOrMissing => "a weight is negative or missing",
            NotEstimable::NoPositiveWeight => "no weight above 0",
            NotEstimable::NoPositiveWeightInGroup => "a group has no weight above 0",
            NotEstimable::TooManyRows => "there are too many rows",
            NotEstimable::DayNotAfterZero => "the day is not after day 0",
            NotEstimable::ProportionTestedOutOfRange => "the proportion tested is not between 0 and 1",
            NotEstimable::RateTestedOutOfRange => {
                "the rate tested is not positive, or expects more events than can be counted"
            }
            NotEstimable::CaliperWidthInvalid => "its width is no number",
            NotEstimable::CaliperFewScores => "fewer than two patients that it is over have a score",
            NotEstimable::LogitHasNoDeviation => "the logit has no standard deviation",
        })
    }
}

fn named(term: &ModelTerm) -> &str {
    match term {
        ModelTerm::Group => "the group",
        ModelTerm::Covariate(name) => name,
        ModelTerm::Unnamed => "a covariate",
    }
}

fn listed(terms: &[ModelTerm]) -> String {
    terms.iter().map(named).collect::<Vec<_>>().join(", ")
}

/// `age, sex do not vary among patients at risk at an event; stage is determined by the others`.
fn redundant(constant: &[ModelTerm], determined: &[ModelTerm], among: Among) -> String {
    let among = match among {
        Among::AllPatients => "",
        Among::AtRisk => " among patients at risk at an event",
        Among::MatchedSets => " within the matched sets",
    };
    let verb = |terms: &[ModelTerm], one: &'static str, more: &'static str| if terms.len() == 1 { one } else { more };
    let mut parts = vec![];
    if !constant.is_empty() {
        parts.push(format!("{} {} not vary{among}", listed(constant), verb(constant, "does", "do")));
    }
    if !determined.is_empty() {
        parts.push(format!("{} {} determined by the others", listed(determined), verb(determined, "is", "are")));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_sentence() {
        let (age, sex) = (ModelTerm::Covariate("age".to_string()), ModelTerm::Covariate("sex".to_string()));
        let of = |constant: &[&ModelTerm], determined: &[&ModelTerm], among| {
            let own = |terms: &[&ModelTerm]| terms.iter().map(|t| (*t).clone()).collect();
            NotEstimable::Redundant { constant: own(constant), determined: own(determined), among }.english()
        };
        assert_eq!(of(&[&age], &[], Among::MatchedSets), "age does not vary within the matched sets");
        assert_eq!(
            of(&[&age, &sex], &[&ModelTerm::Group], Among::AtRisk),
            "age, sex do not vary among patients at risk at an event; the group is determined by the others"
        );
        let because = Box::new(NotEstimable::SurvivalIsOne);
        assert_eq!(NotEstimable::InAGroup { because }.english(), "survival is 1 in a group");
        let mean = NotEstimable::LastObservationBefore { last: 283.0, day: 365.0 };
        assert_eq!(mean.english(), "the last observation is on day 283, before day 365");
        assert_eq!(NotEstimable::Separated { terms: vec![] }.english(), "the outcome is perfectly predicted");
    }
}
