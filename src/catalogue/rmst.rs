//! `rmst`: mean survival time up to a day, in each group and compared.

use super::{Asks, Effect, Fact, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Contrast {
        Difference "difference" ("difference", "différence"),
        Ratio "ratio" ("ratio", "rapport"),
        LostRatio "lost_ratio" ("lost ratio", "rapport du temps perdu"),
    }
}

options! {
    to: day, "The day up to which the mean is taken." ("to", "jusqu’à");
    contrast: choice(Contrast) = Difference, "What compares the groups: the difference of the means, their ratio, or the ratio of the times lost." ("contrast", "contraste");
}

gives! {
    N: estimate(Count).each(Group);
    Estimate [Lower, Upper]: estimate(Days).each(Group);
    StandardError: estimate(Statistic).each(Group);
    Difference [Lower, Upper]: estimate(Days).when(&[&[Fact::TwoGroups, Fact::Option(OPTION.contrast.is(&[Contrast::Difference]))]]);
    Ratio [Lower, Upper]: estimate(Ratio).when(&[&[Fact::TwoGroups, Fact::Option(OPTION.contrast.is(&[Contrast::Ratio]))]]);
    LostRatio [Lower, Upper]: estimate(Ratio).when(&[&[Fact::TwoGroups, Fact::Option(OPTION.contrast.is(&[Contrast::LostRatio]))]]);
    ContrastError as StandardError: estimate(Statistic).when(&[&[Fact::TwoGroups]]);
    PValue: test(PValue).when(&[&[Fact::TwoGroups]]);
}

pub const METHOD: Method = Method {
    id: Id::Rmst,
    name: "rmst",
    title: "Restricted mean survival time",
    title_fr: "Temps de survie moyen restreint",
    begins_with_name: false,
    citation: "Royston P, Parmar MK. BMC Med Res Methodol 2013;13:152; Uno H et al. J Clin Oncol 2014;32:2380–2385",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::RmstDifference],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.contrast.name()),
    page: include_str!("pages/rmst.md"),
};
