//! What the numbers of a method rest on: only what rests on counts that are told is told.

use crate::catalogue::{Id, Statistic, named};
use crate::results::{MethodUse, OptionUse};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rests {
    /// On how many of each group are counted.
    Shares,
    /// On how the members of pairs differ.
    Pairs,
    /// On the categories of each group.
    Parts,
    /// On times to an event, of which each group has as many as are told.
    Times,
    /// On the numbers of each group.
    Numbers,
    /// On counts that no record tells: of strata, of single patients, of readings.
    Untold,
}

pub fn rests(method: &MethodUse) -> Rests {
    let within_pairs = |(name, value): &(String, OptionUse)| match value {
        OptionUse::Word(word) => (name == "by" && word == "pair") || word.contains("paired"),
        OptionUse::Times { .. } | OptionUse::Number(_) | OptionUse::Names(_) => false,
    };
    let paired = method.options.iter().any(within_pairs);
    match (named(&method.name).map(|known| of(known.id)), paired) {
        (Some(Rests::Shares), true) => Rests::Pairs,
        // The differences within pairs are numbers of their own, which no count beside them tells.
        (Some(Rests::Numbers), true) => Rests::Untold,
        (Some(rests), _) => rests,
        (None, _) => Rests::Untold,
    }
}

fn of(id: Id) -> Rests {
    match id {
        Id::Proportion
        | Id::BinomialTest
        | Id::RiskDifference
        | Id::RiskRatio
        | Id::OddsRatio
        | Id::FisherExact
        | Id::ChiSquared
        | Id::CochranArmitage
        | Id::Logistic => Rests::Shares,
        Id::Mcnemar | Id::MatchedOddsRatio => Rests::Pairs,
        Id::Frequencies | Id::ShiftTable | Id::DiagnosticAccuracy => Rests::Parts,
        Id::KaplanMeier
        | Id::LogRank
        | Id::Cox
        | Id::ProportionalHazards
        | Id::Rmst
        | Id::NelsonAalen
        | Id::Concordance
        | Id::AalenJohansen
        | Id::Gray
        | Id::FineGray
        | Id::CauseSpecificCox
        | Id::CauseSpecificLogRank
        | Id::IncidenceRate
        | Id::PoissonTest
        | Id::RateRatio => Rests::Times,
        Id::Summary
        | Id::TTest
        | Id::RankSum
        | Id::AnalysisOfVariance
        | Id::KruskalWallis
        | Id::JonckheereTerpstra
        | Id::LinearModel
        | Id::VarianceRatio
        | Id::Bartlett => Rests::Numbers,
        Id::WeightedRiskDifference
        | Id::LinearByLinear
        | Id::MantelHaenszel
        | Id::BreslowDay
        | Id::CochranMantelHaenszel
        | Id::ConditionalLogistic
        | Id::SignedRank
        | Id::SignTest
        | Id::Correlation
        | Id::SurvivalDifference
        | Id::Kappa
        | Id::AgreementCoefficients
        | Id::FleissKappa
        | Id::IntraclassCorrelation
        | Id::AdjustedPValues
        | Id::CoxBaseline
        | Id::Interaction
        | Id::SmallestSignificant
        | Id::Power
        | Id::ExpectedWidth => Rests::Untold,
    }
}

/// What is told of a group whose counts are told. Whatever is not named here is not told: the smallest and the largest value, which
/// are those of one patient each, and higher moments, from which with the others the values of a few could be solved.
pub fn follows(statistic: Statistic) -> bool {
    use Statistic::*;
    matches!(
        statistic,
        N | Events
            | Responders
            | Patients
            | Pairs
            | Both
            | FirstOnly
            | SecondOnly
            | Neither
            | TimeAtRisk
            | Completeness
            | Estimate
            | Proportion
            | Difference
            | Ratio
            | LostRatio
            | OddsRatio
            | HazardRatio
            | SubdistributionHazardRatio
            | CauseSpecificHazardRatio
            | Rate
            | Mean
            | StandardDeviation
            | CoefficientOfVariation
            | GeometricMean
            | GeometricCoefficientOfVariation
            | ResidualStandardDeviation
            | RSquared
            | Concordance
            | CramerV
            | ProbabilityLarger
            | EValue
            | EValueOfLimit
            | TruePositives
            | FalsePositives
            | FalseNegatives
            | TrueNegatives
            | Prevalence
            | Sensitivity
            | SensitivityLower
            | SensitivityUpper
            | Specificity
            | SpecificityLower
            | SpecificityUpper
            | PositivePredictiveValue
            | PositivePredictiveValueLower
            | PositivePredictiveValueUpper
            | NegativePredictiveValue
            | NegativePredictiveValueLower
            | NegativePredictiveValueUpper
            | Accuracy
            | AccuracyLower
            | AccuracyUpper
            | PositiveLikelihoodRatio
            | PositiveLikelihoodRatioLower
            | PositiveLikelihoodRatioUpper
            | NegativeLikelihoodRatio
            | NegativeLikelihoodRatioLower
            | NegativeLikelihoodRatioUpper
            | Lower
            | Upper
            | StandardError
            | LogOddsRatio
            | LogHazardRatio
            | PValue
            | ChiSquared
            | Df
            | DfWithin
            | Z
            | T
            | F
            | J
            | LikelihoodRatio
            | LikelihoodRatioPValue
            | Observed
            | Expected
            | LowerMargin
            | LowerLimit
            | UpperMargin
            | UpperLimit
    )
}

/// One of several counts that together are a group.
pub fn is_part(statistic: Statistic) -> bool {
    use Statistic::*;
    is_pair(statistic) || matches!(statistic, TruePositives | FalsePositives | FalseNegatives | TrueNegatives)
}

/// One of the four kinds of pairs.
pub fn is_pair(statistic: Statistic) -> bool {
    use Statistic::*;
    matches!(statistic, Both | FirstOnly | SecondOnly | Neither)
}
