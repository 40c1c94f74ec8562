//! `risk_difference`: the difference of the proportions of responders.

use super::{Asks, Effect, Fact, Groups, Id, Method, OutcomeKind, Use, YesNo, choice, gives, options};

choice! {
    Interval {
        NewcombeHybridScore "newcombe_hybrid_score" ("Newcombe hybrid-score", "Newcombe, score hybride"),
        MiettinenNurminen "miettinen_nurminen" ("Miettinen–Nurminen", "Miettinen–Nurminen"),
        Mee "mee" ("Mee", "Mee"),
        AgrestiCaffo "agresti_caffo" ("Agresti–Caffo", "Agresti–Caffo"),
        Wald "wald" ("Wald", "Wald"),
        NewcombePaired "newcombe_paired" ("Newcombe paired", "Newcombe, apparié") reads Pairs,
        NewcombePairedMethod8 "newcombe_paired_method_8" ("Newcombe paired method 8", "Newcombe, apparié, méthode 8") reads Pairs,
        NewcombePairedMethod9 "newcombe_paired_method_9" ("Newcombe paired method 9", "Newcombe, apparié, méthode 9") reads Pairs,
        TangoPaired "tango_paired" ("Tango paired", "Tango, apparié") reads Pairs,
        WaldPaired "wald_paired" ("Wald paired", "Wald, apparié") reads Pairs,
    }
}

options! {
    interval: choice(Interval), "How the confidence interval is made; those named `paired` need matched pairs." ("interval", "intervalle") is Interval;
    correction: choice(YesNo) = No, "Continuity correction of the intervals `newcombe_hybrid_score` and `wald`; the others have none." ("correction", "correction de continuité");
}

/// Within matched pairs.
const PAIRED: &[&[Fact]] = &[&[Fact::Option(OPTION.interval.is(&[
    Interval::NewcombePaired,
    Interval::NewcombePairedMethod8,
    Interval::NewcombePairedMethod9,
    Interval::TangoPaired,
    Interval::WaldPaired,
]))]];

gives! {
    Estimate [Lower, Upper]: estimate(ProportionDifference);
    Pairs: estimate(Count).when(PAIRED);
    Both: estimate(Count).when(PAIRED);
    FirstOnly: estimate(Count).when(PAIRED);
    SecondOnly: estimate(Count).when(PAIRED);
    Neither: estimate(Count).when(PAIRED);
}

pub const METHOD: Method = Method {
    id: Id::RiskDifference,
    name: "risk_difference",
    title: "Difference of proportions",
    title_fr: "Différence de proportions",
    begins_with_name: false,
    citation: "Newcombe RG. Stat Med 1998;17:873–890 (independent groups) and 1998;17:2635–2650 (paired); Tango T. Stat Med 1998;17:891–908; Miettinen O, Nurminen M. Stat Med 1985;4:213–226",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &[Effect::RiskDifference],
    groups: Groups::Two,
    asks: Asks {
        conditions: &[OPTION
            .correction
            .read_where(OPTION.interval.is(&[Interval::NewcombeHybridScore, Interval::Wald]))],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/risk_difference.md"),
};
