//! `signed_rank`: Wilcoxon's test of pairs with the centre it tests.

use super::alternative::Alternative;
use super::{
    Asks, Effect, Groups, Id, Method, OutcomeKind, Reads, Use, YesNo, gives, options, rank_sum::Form,
    rank_sum::Interval,
};

options! {
    form: choice(Form) = Asymptotic, "The normal approximation, or the exact distribution given the values." ("form", "forme") is Test;
    correction: choice(YesNo) = No, "Continuity correction of the asymptotic p-value." ("correction", "correction de continuité");
    interval: choice(Interval) = Moses, "Limits by the normal approximation or the exact distribution without ties, or by inverting the corrected test." ("interval", "intervalle") is Interval;
    alternative: choice(Alternative) = TwoSided, "`two_sided`; `greater`: the differences, first minus second, lie above 0, `less`: below." ("alternative", "hypothèse alternative") is Test;
}

gives! {
    Estimate [Lower, Upper]: estimate(Statistic).called("Hodges–Lehmann centre", "Centre de Hodges–Lehmann").instead_of_title().measured();
    V: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::SignedRank,
    name: "signed_rank",
    title: "Wilcoxon signed-rank test of pairs with Hodges–Lehmann centre",
    title_fr: "Test des rangs signés de Wilcoxon avec centre de Hodges–Lehmann",
    begins_with_name: true,
    citation: "Wilcoxon F. Biometrics Bull 1945;1:80–83; Hollander M, Wolfe DA, Chicken E. Nonparametric Statistical Methods, 3rd ed. 2014, chapter 3",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::LocationShift],
    groups: Groups::Two,
    asks: Asks {
        needs: &[Reads::Pairs],
        conditions: &[OPTION.correction.read_where(OPTION.form.is(&[Form::Asymptotic]))],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/signed_rank.md"),
};
