//! `kappa`: Cohen's κ of two readings.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Weights {
        None "none" ("none", "aucun") alone ("unweighted", "non pondéré") is Mute,
        Linear "linear" ("linear", "linéaires") alone ("linear weights", "poids linéaires"),
        Quadratic "quadratic" ("quadratic", "quadratiques") alone ("quadratic weights", "poids quadratiques"),
    }
}

options! {
    weights: choice(Weights) = None, "How far apart two categories may be and still agree in part." ("weights", "poids");
}

gives! {
    N: estimate(Count);
    ObservedAgreement: estimate(Proportion);
    Estimate [Lower, Upper]: estimate(Statistic);
    StandardError: estimate(Statistic);
    Z: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::Kappa,
    name: "kappa",
    title: "Cohen's kappa",
    title_fr: "Kappa de Cohen",
    begins_with_name: true,
    citation: "Cohen J. Educ Psychol Meas 1960;20:37–46 and Psychol Bull 1968;70:213–220; Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323–327",
    takes: &[OutcomeKind::Agreement],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.weights.name()),
    page: include_str!("pages/kappa.md"),
};
