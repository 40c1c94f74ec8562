//! `concordance`: how well the covariates of a Cox model order patients by their times.

use super::{Asks, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, choice, cox::Ties, gives, options};
use crate::number::NotEstimable;

choice! {
    By {
        Row "row" ("row", "ligne"),
        Patient "patient" ("patient", "patient"),
        Pair "pair" ("pair", "paire") reads Pairs as clusters,
    }
}

options! {
    ties: choice(Ties) = Efron, "How events on one day are treated in the model." ("ties", "ex æquo") is Model;
    by: choice(By) = Row, "Over what the influences are summed for the standard error." ("by", "par") is Model;
}

gives! {
    Concordance [Lower, Upper]: estimate(Proportion);
    StandardError: estimate(Statistic);
}

pub const METHOD: Method = Method {
    id: Id::Concordance,
    name: "concordance",
    title: "Concordance of a Cox model (Harrell's C)",
    title_fr: "Concordance d’un modèle de Cox (C de Harrell)",
    begins_with_name: false,
    citation: "Harrell FE et al. JAMA 1982;247:2543–2546; Therneau TM, Watson DA. Mayo Clinic technical report 85, 2015",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Model,
    asks: Asks {
        reads: &[Reads::Strata, Reads::Covariates, Reads::Weights],
        never: &[Never {
            all: &[Fact::Option(OPTION.ties.is(&[Ties::Exact])), Fact::Given(Reads::Weights)],
            because: NotEstimable::ExactLikelihoodTakesNoWeights,
        }],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/concordance.md"),
};
