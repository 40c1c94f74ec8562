//! The effects by which a comparison is expressed.

use super::OutcomeKind;

macro_rules! effects {
    ($($name:ident $word:literal $outcome:ident;)*) => {
        /// What an estimand says of its comparison. Each is one of one kind of outcome.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Effect {
            $($name,)*
        }

        impl Effect {
            /// In the order in which they are suggested.
            pub const ALL: &'static [Effect] = &[$(Effect::$name,)*];

            /// As it is written in a plan.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Effect::$name => $word,)*
                }
            }

            pub const fn outcome(self) -> OutcomeKind {
                match self {
                    $(Effect::$name => OutcomeKind::$outcome,)*
                }
            }
        }
    };
}

effects! {
    RiskDifference "risk_difference" YesNo;
    RiskRatio "risk_ratio" YesNo;
    OddsRatio "odds_ratio" YesNo;
    HazardRatio "hazard_ratio" TimeToEvent;
    RmstDifference "rmst_difference" TimeToEvent;
    SurvivalDifference "survival_difference" TimeToEvent;
    SubdistributionHazardRatio "subdistribution_hazard_ratio" CompetingRisks;
    CauseSpecificHazardRatio "cause_specific_hazard_ratio" CompetingRisks;
    IncidenceDifference "incidence_difference" CompetingRisks;
    MeanDifference "mean_difference" Continuous;
    LocationShift "location_shift" Continuous;
    VarianceRatio "variance_ratio" Continuous;
    Association "association" Category;
    RateRatio "rate_ratio" Events;
}

impl Effect {
    pub fn named(word: &str) -> Option<Effect> {
        Effect::ALL.iter().copied().find(|effect| effect.word() == word)
    }

    /// Whether that of all patients is the mean of those among patients who are alike, where nothing confounds. Of odds and of
    /// hazards it is not, and a model that is adjusted estimates another number (Greenland, Robins and Pearl, Stat Sci 1999;14:29–46;
    /// Daniel, Zhang and Farewell, Biom J 2021;63:528–557).
    pub const fn is_collapsible(self) -> bool {
        match self {
            Effect::OddsRatio
            | Effect::HazardRatio
            | Effect::SubdistributionHazardRatio
            | Effect::CauseSpecificHazardRatio => false,
            Effect::RiskDifference
            | Effect::RiskRatio
            | Effect::RmstDifference
            | Effect::SurvivalDifference
            | Effect::IncidenceDifference
            | Effect::MeanDifference
            | Effect::LocationShift
            | Effect::VarianceRatio
            | Effect::Association
            | Effect::RateRatio => true,
        }
    }

    /// Those that an outcome of this kind can be compared by.
    pub fn of(outcome: OutcomeKind) -> impl Iterator<Item = Effect> {
        Effect::ALL.iter().copied().filter(move |effect| effect.outcome() == outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ALL, OptionKind};
    use super::*;

    #[test]
    fn a_method_estimates_effects_of_the_outcomes_it_takes() {
        for method in ALL {
            let by_choice = method.options.iter().filter_map(|o| match o.kind {
                OptionKind::Choice(choices) => Some(choices.0.iter().filter_map(|c| c.estimates)),
                OptionKind::Days | OptionKind::Day | OptionKind::Number(_) | OptionKind::Cause => None,
            });
            assert!(by_choice.flatten().all(|effect| method.estimates.contains(&effect)), "{}", method.name);
            assert!(method.estimates.iter().all(|e| method.takes.contains(&e.outcome())), "{}", method.name);
        }
        assert!(Effect::ALL.iter().all(|effect| Effect::named(effect.word()) == Some(*effect)));
    }
}
