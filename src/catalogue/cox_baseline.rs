//! `cox_baseline`: the cumulative hazard and survival that a Cox model gives to one kind of patient.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Ties {
        Efron "efron" ("Efron", "Efron"),
        Breslow "breslow" ("Breslow", "Breslow"),
    }
}

choice! {
    Patient {
        Mean "mean" ("mean", "moyenne"),
        Zero "zero" ("zero", "zéro"),
    }
}

options! {
    ties: choice(Ties) = Efron, "How events on one day are treated." ("ties", "ex æquo") is Model;
    patient: choice(Patient) = Mean, "The patient described: all covariates, the group included, at their means, or at 0." ("patient", "patient");
    at: days, "Days at which the estimate is read." ("at", "à");
}

gives! {
    CumulativeHazard: estimate(Statistic).each(Stratum).at(OPTION.at);
    Survival: estimate(Proportion).each(Stratum).at(OPTION.at);
}

pub const METHOD: Method = Method {
    id: Id::CoxBaseline,
    name: "cox_baseline",
    title: "Baseline of a Cox model",
    title_fr: "Risque de base d’un modèle de Cox",
    begins_with_name: false,
    citation: "Breslow NE. Biometrics 1974;30:89–99; Therneau TM, Grambsch PM. Modeling Survival Data. 2000, section 10.2",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Model,
    asks: Asks { reads: &[Reads::Strata, Reads::Covariates, Reads::Weights], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.patient.name()),
    page: include_str!("pages/cox_baseline.md"),
};
