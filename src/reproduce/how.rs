//! How each method of the catalogue is computed again: by which part of the script, and what that part needs.

use crate::catalogue::Id;

/// A part of the script, with the functions of a family of methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Patients,
    Proportions,
    Survival,
    Weights,
    Competing,
    Numbers,
    Events,
    Agreement,
    Adjustment,
    Tables,
    Ranks,
    Subgroups,
}

impl Part {
    /// The parts whose functions it calls.
    pub fn needs(self) -> &'static [Part] {
        match self {
            Part::Patients
            | Part::Proportions
            | Part::Survival
            | Part::Events
            | Part::Agreement
            | Part::Adjustment
            | Part::Ranks => &[],
            Part::Tables => &[Part::Proportions],
            Part::Subgroups => &[Part::Survival, Part::Weights],
            Part::Weights | Part::Competing | Part::Numbers => &[Part::Survival],
        }
    }

    pub fn text(self) -> &'static str {
        match self {
            Part::Patients => include_str!("r/patients.R"),
            Part::Proportions => include_str!("r/proportions.R"),
            Part::Survival => include_str!("r/survival.R"),
            Part::Weights => include_str!("r/matching.R"),
            Part::Competing => include_str!("r/competing.R"),
            Part::Numbers => include_str!("r/numbers.R"),
            Part::Events => include_str!("r/events.R"),
            Part::Agreement => include_str!("r/agreement.R"),
            Part::Adjustment => include_str!("r/adjustment.R"),
            Part::Tables => include_str!("r/tables.R"),
            Part::Ranks => include_str!("r/ranks.R"),
            Part::Subgroups => include_str!("r/subgroups.R"),
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

const NO_ROWS: &str = "it rests on the plan and on no data";

/// Of every method of the catalogue.
pub(super) fn how(method: Id) -> How {
    match method {
        Id::Proportion | Id::RiskDifference | Id::RiskRatio | Id::OddsRatio | Id::FisherExact | Id::Mcnemar => {
            How::By(Part::Proportions)
        }
        Id::KaplanMeier
        | Id::LogRank
        | Id::Cox
        | Id::ProportionalHazards
        | Id::Rmst
        | Id::SurvivalDifference
        | Id::NelsonAalen
        | Id::Concordance
        | Id::CoxBaseline => How::By(Part::Survival),
        Id::WeightedRiskDifference | Id::Logistic | Id::ConditionalLogistic => How::By(Part::Weights),
        Id::AalenJohansen | Id::Gray | Id::CauseSpecificCox | Id::CauseSpecificLogRank | Id::FineGray => {
            How::By(Part::Competing)
        }
        Id::Summary
        | Id::TTest
        | Id::AnalysisOfVariance
        | Id::KruskalWallis
        | Id::LinearModel
        | Id::Correlation
        | Id::VarianceRatio
        | Id::Bartlett => How::By(Part::Numbers),
        Id::IncidenceRate | Id::PoissonTest | Id::RateRatio => How::By(Part::Events),
        Id::Kappa | Id::AgreementCoefficients | Id::FleissKappa | Id::IntraclassCorrelation => How::By(Part::Agreement),
        Id::BinomialTest
        | Id::ChiSquared
        | Id::Frequencies
        | Id::CochranArmitage
        | Id::LinearByLinear
        | Id::MatchedOddsRatio
        | Id::MantelHaenszel
        | Id::BreslowDay
        | Id::CochranMantelHaenszel
        | Id::ShiftTable
        | Id::DiagnosticAccuracy => How::By(Part::Tables),
        Id::Interaction => How::By(Part::Subgroups),
        Id::RankSum | Id::SignedRank | Id::SignTest | Id::JonckheereTerpstra => How::By(Part::Ranks),
        Id::AdjustedPValues => How::By(Part::Adjustment),
        // They rest on the plan and on no rows.
        Id::SmallestSignificant | Id::Power | Id::ExpectedWidth => How::Cannot(NO_ROWS),
    }
}
