//! `proportional_hazards`: whether a hazard ratio changes over time.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, choice, cox_baseline::Ties, gives, options};

choice! {
    Transform {
        Km "km" ("Kaplan–Meier", "Kaplan–Meier"),
        Identity "identity" ("identity", "identité"),
        Rank "rank" ("rank", "rang"),
        Log "log" ("log", "logarithme"),
    }
}

choice! {
    Decides {
        Nothing "nothing" ("nothing", "rien"),
    }
}

options! {
    transform: choice(Transform) = Km, "The function of time with which the log hazard ratio may change." ("transform", "transformation");
    ties: choice(Ties) = Efron, "How events on one day are treated in the model." ("ties", "ex æquo") is Model;
    decides: choice(Decides) = Nothing, "The test is reported; no analysis is chosen by it." ("decides", "décide");
}

gives! {
    ChiSquared: test(Statistic).each(Column);
    Df: test(Count).each(Column);
    PValue: test(PValue).each(Column);
    ModelChiSquared as ChiSquared: test(Statistic).each(Model);
    ModelDf as Df: test(Count).each(Model);
    ModelPValue as PValue: test(PValue).each(Model);
}

pub const METHOD: Method = Method {
    id: Id::ProportionalHazards,
    name: "proportional_hazards",
    title: "Test of proportional hazards",
    title_fr: "Test de proportionnalité des risques",
    begins_with_name: false,
    citation: "Grambsch PM, Therneau TM. Biometrika 1994;81:515–526 (score form)",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Assumption],
    estimates: &[],
    groups: Groups::Model,
    asks: Asks { reads: &[Reads::Strata, Reads::Covariates], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.transform.name()),
    page: include_str!("pages/proportional_hazards.md"),
};
