//! `log_rank`: whether survival differs between the groups.

use super::alternative::Alternative;
use super::{Asks, Fact, Groups, Id, Limits, Method, Never, OutcomeKind, Reads, Use, choice, gives, options};
use crate::number::NotEstimable;

choice! {
    Weight {
        Equal "equal" ("equal", "égal"),
        Gehan "gehan" ("Gehan", "Gehan"),
        TaroneWare "tarone_ware" ("Tarone–Ware", "Tarone–Ware"),
        Peto "peto" ("Peto", "Peto"),
        FlemingHarrington "fleming_harrington" ("Fleming–Harrington", "Fleming–Harrington"),
    }
}

choice! {
    Form {
        Heterogeneity "heterogeneity" ("heterogeneity", "hétérogénéité") is Unsaid,
        Trend "trend" ("trend", "tendance") reads Order,
    }
}

options! {
    weight: choice(Weight) = Equal, "What an event time counts: 1, the number at risk, its square root, survival just before it, or a product of powers." ("weight", "poids");
    rho: number(Limits::NOT_NEGATIVE) = 0, "With fleming_harrington: the power of survival just before the time." ("rho", "rho");
    gamma: number(Limits::NOT_NEGATIVE) = 0, "With fleming_harrington: the power of one minus that survival." ("gamma", "gamma");
    form: choice(Form) = Heterogeneity, "Any difference, or a trend over groups in their order." ("form", "forme") is Test;
    alternative: choice(Alternative) = TwoSided, "`two_sided`; of two groups `greater`: more events in the first than expected, so that they come earlier, `less`: fewer." ("alternative", "hypothèse alternative") is Test;
}

const ONE_SIDED: Fact = Fact::Option(OPTION.alternative.is(&[Alternative::Less, Alternative::Greater]));

gives! {
    ChiSquared: test(Statistic);
    Df: test(Count);
    PValue: test(PValue);
    N: test(Count).each(Group);
    Observed: test(Statistic).each(Group);
    Expected: test(Statistic).each(Group);
}

pub const METHOD: Method = Method {
    id: Id::LogRank,
    name: "log_rank",
    title: "Log-rank test",
    title_fr: "Test du log-rank",
    begins_with_name: false,
    citation: "Mantel N. Cancer Chemother Rep 1966;50:163–170; Klein JP, Moeschberger ML. Survival Analysis, 2nd ed. 2003, chapter 7",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Decide, Use::Estimate],
    estimates: &[],
    groups: Groups::Several,
    asks: Asks {
        reads: &[Reads::Strata],
        conditions: &[
            OPTION.rho.read_where(OPTION.weight.is(&[Weight::FlemingHarrington])),
            OPTION.gamma.read_where(OPTION.weight.is(&[Weight::FlemingHarrington])),
            OPTION.alternative.read_where(OPTION.form.is(&[Form::Heterogeneity])),
        ],
        never: &[Never { all: &[ONE_SIDED, Fact::SeveralGroups], because: NotEstimable::TwoGroupsNeeded }],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.weight.name()),
    page: include_str!("pages/log_rank.md"),
};
