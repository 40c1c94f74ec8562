//! Why a number does not exist: one variant for each fact a reader can act on.
//!
//! No sentence stands in for a variant, so that what is said can be said in every language of the report: a variant without its
//! words does not compile.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Why a number does not exist for these data. In `results.json` a code with its arguments:
/// `{"reason": "monotone_likelihood", "term": {"covariate": "age"}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NotEstimable {
    // Nothing there.
    NotComputed,
    Undefined,
    /// Of a quantile: the curve does not fall that far. It alone is printed as such and not as not estimable.
    NotReached,
    TooManyToCount,
    NoPatient,
    NoPatientInGroup,
    NoPatientInStratum,
    /// Of a proportion: nobody is among those of whom it is a share.
    NobodyToBeAShareOf,
    NoValue,
    NoSubjectRead,
    NoPair,
    /// Of a planned number of pairs no table is significant.
    NothingSignificant,
    /// Proportions and a share of discordant pairs that no pairs have together.
    NoSuchPairs,
    NoPairOfReadings,
    NoPairAcrossGroups,
    NoDiscordantPair,
    NoStratum,
    NoStratumWithBothGroups,
    NoStratumWithBothGroupsAndOutcomes,
    FewStrataWithBothGroupsAndOutcomes,
    NoTimeAtRisk,
    NobodyObservedUntilThen,
    /// Of the day up to which a mean is taken.
    LastObservationBefore {
        last: f64,
        day: f64,
    },
    NoTwoComparablePatients,
    NothingToCompare,
    NothingToTest,
    // Too few.
    FewerThanTwoGroups,
    FewerThanTwoGroupsWithPatients,
    OneGroupOnly,
    AllInOneGroup,
    AllInOneGroupOrCategory,
    TwoGroupsNeeded,
    GroupOrCategoryEmpty,
    TableTooSmall,
    TableTooSmallOrEmpty,
    FewerThanTwoCategories,
    FewerThanTwoReaders,
    FewerThanTwoSubjectsOrReaders,
    FewerThanTwoPatients,
    FewerThanTwoPatientsOrMissingValue,
    FewerThanThreePatients,
    FewerThanFourPatientsOrPerfectCorrelation,
    FewerThanTwoValues,
    TooFewDistinctValues,
    TooFewPatients,
    FewerPatientsThanCoefficients,
    NoMorePatientsThanCoefficients,
    NoMoreClustersThanCoefficients,
    TooFewClusters,
    OneClusterOnly,
    OnePatientOrClusterOnly,
    OnePatientPerGroup,
    // Events.
    NoEvents,
    NoEventInEitherGroup,
    NoEventInOneGroup,
    NoEventsUntilThatDay,
    NoEventsUntilThen,
    OneGroupAtRiskAtEvents,
    NoEventsOrOneGroupAtRisk,
    AllHaveTheEventAtOnce,
    AllHaveTheEventAtTheSameTime,
    EventsAtOneValueOfTime,
    EventOnDayZeroHasNoLogarithm,
    SurvivalIsZero,
    SurvivalIsOne,
    IncidenceIsZero,
    IncidenceIsOne,
    IncidenceWithoutVariance,
    RateBeyondNumbers,
    // Responders.
    NoResponderInEitherGroup,
    NoResponderInOneGroup,
    AllOrNoneRespond,
    AllOrNoneRespondNoVariance,
    AllOrNoneRespondInEachGroup,
    AllOrNoneRespondInEachStratum,
    AllRespondInBothGroups,
    MarginsLeaveOneTable,
    OddsRatioZeroOverZero,
    CellEmpty,
    CommonRatioZeroOrInfinite,
    CommonOddsRatioZeroOrInfinite,
    PairsHaveOneDifference,
    NoDiscordantPairNoWidth,
    NoRiskRatio,
    // What does not vary.
    ValuesDoNotVary,
    ValuesDoNotVaryWithinGroups,
    ValuesOfAGroupDoNotVary,
    AllValuesEqual,
    AllDifferencesZero,
    DifferencesTied,
    OutcomeDoesNotVary,
    CovariateDoesNotVaryWithinGroups,
    OneOfGroupHasNoVariance,
    OnePatientHasNoVariance,
    NoVariance,
    TestWithoutVariance,
    TermWithoutVariance,
    StandardErrorIsZero,
    ClusterContributionsCancel,
    PatientsAgreeWithModelAlike,
    PerfectCorrelation,
    CategorySeparatesGroups,
    OnePatientDeterminesACoefficient,
    MeanIsZero,
    ValueNotPositive,
    RatioToZero,
    RatioOfZeroHasNoLogarithm,
    // Readings.
    AllReadingsTheSame,
    BothReadingsConstant,
    OneReadingConstant,
    ReadingConstantNoVariance,
    PairsAllAgree,
    SubjectsAllTheSame,
    OneSubjectHasNoVariance,
    CategoryOfNoReadingOrAll,
    SubjectsDifferInReadings,
    ReadingsDoNotDifferBetweenSubjects,
    ReadingsLeaveNoError,
    DegreesOfFreedomVanish,
    LimitsHaveNoValue,
    // Models.
    /// These terms of a model do not vary, or follow from the others.
    Redundant {
        constant: Vec<ModelTerm>,
        determined: Vec<ModelTerm>,
        among: Among,
    },
    RedundantCovariate,
    RedundantTerm,
    /// Events separate completely by this term.
    MonotoneLikelihood {
        term: ModelTerm,
    },
    /// The outcome is perfectly predicted, by these where they can be named.
    Separated {
        terms: Vec<ModelTerm>,
    },
    NoFiniteRatio,
    LikelihoodNotMaximised,
    FitDoesNotConverge,
    PenalisedFitDoesNotConverge,
    ProfileDoesNotReachLimit,
    ProfileHasPeaks,
    CovariateTooLarge,
    ValuesTooLarge,
    OddsRatioNotFound,
    ScoreLimitNotFound,
    MidPLimitNotFound,
    TooManyForExactDistribution,
    TooManyPairsForExactDistribution,
    TooManyTables,
    PropensityScoreWithoutCovariate,
    AdjustsNotEstimable,
    // What the method does not do.
    ExactLikelihoodTakesNoWeights,
    ExactLikelihoodHasNoResiduals,
    ExactLikelihoodHasNoTest,
    ExactLikelihoodHasNoPenalty,
    ExactLikelihoodHasNoSandwich,
    PenalisedLikelihoodHasNoRobustVariance,
    ProfileLikelihoodHasNoRobustVersion,
    LikelihoodRatioIsNoTestWithRobustVariance,
    RobustScoreTestTakesNoCovariates,
    SmallSampleFactorsByPatient,
    SmallSampleFactorsNeedOneRow,
    TakesNoWeights,
    GreenwoodTakesNoWeights,
    WeightsNeedRobustVariance,
    AlreadyWeighted,
    OnlyOverlapWeightsReadCovariates,
    /// Where this option does not say `strata`, nothing reads them.
    StrataReadBy {
        option: Cow<'static, str>,
    },
    TableHasNoDirection,
    CategoriesHaveNoDirection,
    CorrectionForTwoByTwo,
    CorrectionOfPearsonOnly,
    CorrectionOfAsymptoticFormOnly,
    IntervalHasNoCorrection,
    ExactFormForOddsRatio,
    IntervalOfPearsonOnly,
    // What the method was not given (check refuses a plan in which this could happen).
    WrongOutcome,
    RowsDiffer,
    OptionOutOfRange {
        option: Cow<'static, str>,
    },
    NotMatched,
    /// The exact distribution of a trend is that of values without ties.
    TiesHaveNoExactTrend,
    /// A test of interaction without subgroups.
    NoSubgroups,
    /// All patients are in one.
    OneSubgroup,
    /// In one of them the effect, or its standard error, is not estimable.
    SubgroupWithoutEstimate,
    NoStrata,
    NoClusters,
    PossibleFollowUpUnknown,
    NoWeights,
    NoSuchCause,
    NoSuchCoefficient,
    CategoryOutsideList,
    ReadingImpossible,
    CovariateUnknown,
    ValueMissingOrInfinite,
    TimeUnknown,
    TimeBeforeDayZero,
    TimeAtRiskMissingOrNegative,
    EntryNotBeforeExit,
    WeightNegativeOrMissing,
    NoPositiveWeight,
    NoPositiveWeightInGroup,
    TooManyRows,
    DayNotAfterZero,
    ProportionTestedOutOfRange,
    RateTestedOutOfRange,
    // Of another number.
    /// Of a group, where groups are compared.
    InAGroup {
        because: Box<NotEstimable>,
    },
    CaliperNotEstimable {
        because: Box<NotEstimable>,
    },
    CaliperWidthInvalid,
    CaliperFewScores,
    LogitHasNoDeviation,
}

/// A term of a model, as a reader knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ModelTerm {
    /// What tells the groups apart.
    Group,
    /// By its name in the plan.
    Covariate(String),
    /// A column that has no name.
    Unnamed,
}

impl ModelTerm {
    /// The covariate of this name, or the group where there is none.
    pub fn named(name: Option<&str>) -> ModelTerm {
        name.map_or(ModelTerm::Group, |name| ModelTerm::Covariate(name.to_string()))
    }
}

/// The rows within which a model compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Among {
    AllPatients,
    /// Patients at risk at an event.
    AtRisk,
    /// Within the matched sets.
    MatchedSets,
}

/// A number, or why there is none. An infinite value is a limit that truly is infinite.
pub type Estimable = Result<f64, NotEstimable>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    fn json(reason: NotEstimable) -> String {
        let number = Number::NotEstimable(reason);
        let text = serde_json::to_string(&number).expect("it can be written");
        assert_eq!(serde_json::from_str::<Number>(&text).expect("it can be read"), number);
        text
    }

    #[test]
    fn a_reason_is_written_as_a_code_with_its_arguments_and_read_back() {
        let because = || Box::new(NotEstimable::LastObservationBefore { last: 12.5, day: 30.0 });
        let age = || ModelTerm::Covariate("age".to_string());
        let redundant = NotEstimable::Redundant {
            constant: vec![age(), ModelTerm::Group],
            determined: vec![ModelTerm::Unnamed],
            among: Among::AtRisk,
        };
        for (reason, written) in [
            (NotEstimable::NotReached, r#"{"not_estimable":{"reason":"not_reached"}}"#),
            (
                NotEstimable::MonotoneLikelihood { term: age() },
                r#"{"not_estimable":{"reason":"monotone_likelihood","term":{"covariate":"age"}}}"#,
            ),
            (
                redundant,
                r#"{"not_estimable":{"reason":"redundant","constant":[{"covariate":"age"},"group"],"determined":["unnamed"],"among":"at_risk"}}"#,
            ),
            (
                NotEstimable::InAGroup { because: because() },
                r#"{"not_estimable":{"reason":"in_a_group","because":{"reason":"last_observation_before","last":12.5,"day":30.0}}}"#,
            ),
            (
                NotEstimable::OptionOutOfRange { option: "rho".into() },
                r#"{"not_estimable":{"reason":"option_out_of_range","option":"rho"}}"#,
            ),
            (NotEstimable::Separated { terms: vec![] }, r#"{"not_estimable":{"reason":"separated","terms":[]}}"#),
        ] {
            assert_eq!(json(reason), written);
        }
    }
}
