//! `proportion`: the proportion of responders in each group.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, YesNo, choice, gives, options};

choice! {
    Interval {
        ClopperPearson "clopper_pearson" ("Clopper–Pearson", "Clopper–Pearson"),
        Wilson "wilson" ("Wilson", "Wilson"),
        Jeffreys "jeffreys" ("Jeffreys", "Jeffreys"),
        AgrestiCoull "agresti_coull" ("Agresti–Coull", "Agresti–Coull"),
        MidP "mid_p" ("mid p", "mi-p"),
        Wald "wald" ("Wald", "Wald"),
    }
}

options! {
    interval: choice(Interval) = ClopperPearson, "How the confidence interval is made." ("interval", "intervalle") is Interval;
    correction: choice(YesNo) = No, "Continuity correction of the intervals `wilson` and `wald`; the others have none." ("correction", "correction de continuité");
}

gives! {
    Responders: estimate(Count).each(Group);
    N: estimate(Count).each(Group);
    Estimate [Lower, Upper]: estimate(Proportion).each(Group);
}

pub const METHOD: Method = Method {
    id: Id::Proportion,
    name: "proportion",
    title: "Proportion",
    title_fr: "Proportion",
    begins_with_name: false,
    citation: "Clopper CJ, Pearson ES. Biometrika 1934;26:404–413; Newcombe RG. Stat Med 1998;17:857–872; Brown LD, Cai TT, DasGupta A. Stat Sci 2001;16:101–133",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks {
        conditions: &[OPTION.correction.read_where(OPTION.interval.is(&[Interval::Wilson, Interval::Wald]))],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/proportion.md"),
};
