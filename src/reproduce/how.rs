//! How each method of the catalogue is computed again: by which part of the script, and what that part needs.

use crate::catalogue::Id;

/// A part of the script, with the functions of a family of methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Patients,
    Proportions,
    Survival,
}

impl Part {
    pub fn text(self) -> &'static str {
        match self {
            Part::Patients => include_str!("r/patients.R"),
            Part::Proportions => include_str!("r/proportions.R"),
            Part::Survival => include_str!("r/survival.R"),
        }
    }
}

/// How a method is computed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// By the function `compute_NAME` of this part.
    By(Part),
    /// Not: why.
    Cannot(&'static str),
}

const LATER: &str = "this method is not among those that the script computes";

/// Of every method of the catalogue.
pub(super) fn how(method: Id) -> How {
    match method {
        Id::Proportion | Id::RiskDifference | Id::RiskRatio | Id::OddsRatio | Id::FisherExact | Id::Mcnemar => {
            How::By(Part::Proportions)
        }
        Id::KaplanMeier | Id::LogRank | Id::Cox | Id::ProportionalHazards | Id::Rmst => How::By(Part::Survival),
        Id::BinomialTest
        | Id::WeightedRiskDifference
        | Id::ChiSquared
        | Id::Frequencies
        | Id::ShiftTable
        | Id::DiagnosticAccuracy
        | Id::CochranArmitage
        | Id::MatchedOddsRatio
        | Id::MantelHaenszel
        | Id::BreslowDay
        | Id::CochranMantelHaenszel
        | Id::Logistic
        | Id::ConditionalLogistic
        | Id::IncidenceRate
        | Id::PoissonTest
        | Id::RateRatio
        | Id::Summary
        | Id::TTest
        | Id::RankSum
        | Id::SignedRank
        | Id::SignTest
        | Id::AnalysisOfVariance
        | Id::KruskalWallis
        | Id::JonckheereTerpstra
        | Id::LinearModel
        | Id::Correlation
        | Id::VarianceRatio
        | Id::Bartlett
        | Id::SurvivalDifference
        | Id::NelsonAalen
        | Id::Concordance
        | Id::AalenJohansen
        | Id::Gray
        | Id::FineGray
        | Id::CauseSpecificCox
        | Id::CauseSpecificLogRank
        | Id::Kappa
        | Id::AgreementCoefficients
        | Id::FleissKappa
        | Id::IntraclassCorrelation
        | Id::AdjustedPValues
        | Id::CoxBaseline
        | Id::Interaction
        | Id::SmallestSignificant
        | Id::Power
        | Id::ExpectedWidth => How::Cannot(LATER),
    }
}
