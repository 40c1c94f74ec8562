//! `t_test`: the difference of two means.

use super::alternative::Alternative;
use super::{Asks, Effect, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Variance {
        Unequal "unequal" ("unequal", "inégale"),
        Equal "equal" ("equal", "égal"),
        Paired "paired" ("paired", "appariée") reads Pairs,
    }
}

options! {
    variance: choice(Variance) = Unequal, "Each group its own variance (Welch), one for both (Student), or that of the differences within pairs." ("variance", "variance") is Model;
    alternative: choice(Alternative) = TwoSided, "`two_sided`; `greater`: the first mean is larger, `less`: it is smaller." ("alternative", "hypothèse alternative") is Test;
}

gives! {
    Estimate [Lower, Upper]: estimate(Statistic).measured();
    StandardError: estimate(Statistic).measured();
    T: test(Statistic);
    Df: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::TTest,
    name: "t_test",
    title: "Difference of means, t test",
    title_fr: "Différence de moyennes, test t",
    begins_with_name: false,
    citation: "Student. Biometrika 1908;6:1–25; Welch BL. Biometrika 1947;34:28–35",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::MeanDifference],
    groups: Groups::Two,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.variance.name()),
    page: include_str!("pages/t_test.md"),
};
