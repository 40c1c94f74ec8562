//! By which part of the script each method of the catalogue is computed again, and what that part needs.

use crate::catalogue::Id;

/// A part of the script, with the functions of a family of methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Patients,
    Proportions,
    Survival,
    Weights,
    Matching,
    Competing,
    Numbers,
    Events,
    Agreement,
    Adjustment,
    Tables,
    Ranks,
    Subgroups,
    Planned,
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
            Part::Tables | Part::Planned => &[Part::Proportions],
            Part::Matching => &[Part::Survival, Part::Weights],
            Part::Subgroups => &[Part::Survival, Part::Weights],
            Part::Weights | Part::Competing | Part::Numbers => &[Part::Survival],
        }
    }

    pub fn text(self) -> &'static str {
        match self {
            Part::Patients => include_str!("r/patients.R"),
            Part::Proportions => include_str!("r/proportions.R"),
            Part::Survival => include_str!("r/survival.R"),
            Part::Weights => include_str!("r/weights.R"),
            Part::Matching => include_str!("r/matching.R"),
            Part::Competing => include_str!("r/competing.R"),
            Part::Numbers => include_str!("r/numbers.R"),
            Part::Events => include_str!("r/events.R"),
            Part::Agreement => include_str!("r/agreement.R"),
            Part::Adjustment => include_str!("r/adjustment.R"),
            Part::Tables => include_str!("r/tables.R"),
            Part::Ranks => include_str!("r/ranks.R"),
            Part::Subgroups => include_str!("r/subgroups.R"),
            Part::Planned => include_str!("r/planned.R"),
        }
    }
}

/// The part that has the function `compute_NAME` of a method.
pub(super) fn part_of(method: Id) -> Part {
    match method {
        Id::Proportion | Id::RiskDifference | Id::RiskRatio | Id::OddsRatio | Id::FisherExact | Id::Mcnemar => {
            Part::Proportions
        }
        Id::KaplanMeier
        | Id::LogRank
        | Id::Cox
        | Id::ProportionalHazards
        | Id::Rmst
        | Id::SurvivalDifference
        | Id::NelsonAalen
        | Id::Concordance
        | Id::CoxBaseline => Part::Survival,
        Id::WeightedRiskDifference | Id::Logistic | Id::ConditionalLogistic => Part::Weights,
        Id::AalenJohansen | Id::Gray | Id::CauseSpecificCox | Id::CauseSpecificLogRank | Id::FineGray => {
            Part::Competing
        }
        Id::Summary
        | Id::TTest
        | Id::AnalysisOfVariance
        | Id::KruskalWallis
        | Id::LinearModel
        | Id::Correlation
        | Id::VarianceRatio
        | Id::Bartlett => Part::Numbers,
        Id::IncidenceRate | Id::PoissonTest | Id::RateRatio => Part::Events,
        Id::Kappa | Id::AgreementCoefficients | Id::FleissKappa | Id::IntraclassCorrelation => Part::Agreement,
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
        | Id::DiagnosticAccuracy => Part::Tables,
        Id::Interaction => Part::Subgroups,
        Id::RankSum | Id::SignedRank | Id::SignTest | Id::JonckheereTerpstra => Part::Ranks,
        Id::AdjustedPValues => Part::Adjustment,
        Id::SmallestSignificant | Id::Power | Id::ExpectedWidth => Part::Planned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const ALL: &[Part] = &[
        Part::Patients,
        Part::Proportions,
        Part::Survival,
        Part::Weights,
        Part::Matching,
        Part::Competing,
        Part::Numbers,
        Part::Events,
        Part::Agreement,
        Part::Adjustment,
        Part::Tables,
        Part::Ranks,
        Part::Subgroups,
        Part::Planned,
    ];

    /// In one script a later function would take the place of an earlier one.
    #[test]
    fn no_two_parts_have_a_function_of_one_name() {
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for text in ALL.iter().map(|part| part.text()).chain([super::super::script::START]) {
            for line in text.lines() {
                if let Some((name, _)) = line.split_once(" <- function").filter(|(name, _)| !name.starts_with(' ')) {
                    *found.entry(name).or_default() += 1;
                }
            }
        }
        assert!(found.len() > 100, "{}", found.len());
        found.retain(|_, times| *times > 1);
        assert!(found.is_empty(), "{found:?}");
    }
}
