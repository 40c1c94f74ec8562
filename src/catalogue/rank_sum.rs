//! `rank_sum`: Wilcoxon's test of two groups with the shift it tests.

use super::alternative::Alternative;
use super::{Asks, Effect, Groups, Id, Method, OutcomeKind, Use, YesNo, choice, gives, options};

choice! {
    Form {
        Asymptotic "asymptotic" ("asymptotic", "asymptotique"),
        Exact "exact" ("exact", "exact"),
    }
}

choice! {
    Interval {
        Moses "moses" ("Moses", "Moses"),
        Exact "exact" ("exact", "exact"),
        Inverted "inverted" ("inverted", "inversion du test"),
    }
}

options! {
    form: choice(Form) = Asymptotic, "The normal approximation, or the exact distribution given the values." ("form", "forme") is Test;
    correction: choice(YesNo) = No, "Continuity correction of the asymptotic p-value." ("correction", "correction de continuité");
    interval: choice(Interval) = Moses, "Limits by the normal approximation or the exact distribution without ties, or by inverting the corrected test." ("interval", "intervalle") is Interval;
    alternative: choice(Alternative) = TwoSided, "`two_sided`; `greater`: values of the first group are larger, `less`: they are smaller." ("alternative", "hypothèse alternative") is Test;
}

gives! {
    Estimate [Lower, Upper]: estimate(Statistic).called("Hodges–Lehmann shift", "Décalage de Hodges–Lehmann").instead_of_title().measured();
    ProbabilityLarger: estimate(Proportion);
    U: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::RankSum,
    name: "rank_sum",
    title: "Wilcoxon rank-sum (Mann–Whitney) test with Hodges–Lehmann shift",
    title_fr: "Test des rangs de Wilcoxon (Mann–Whitney) avec décalage de Hodges–Lehmann",
    begins_with_name: true,
    citation: "Wilcoxon F. Biometrics Bull 1945;1:80–83; Mann HB, Whitney DR. Ann Math Stat 1947;18:50–60; Hodges JL, Lehmann EL. Ann Math Stat 1963;34:598–611",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::LocationShift],
    groups: Groups::Two,
    asks: Asks { conditions: &[OPTION.correction.read_where(OPTION.form.is(&[Form::Asymptotic]))], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/rank_sum.md"),
};
