//! `jonckheere_terpstra`: test of a trend of numbers over the groups.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Form {
        Asymptotic "asymptotic" ("asymptotic", "asymptotique"),
        Exact "exact" ("exact", "exact"),
    }
}

options! {
    form: choice(Form) = Asymptotic, "The normal approximation with the variance of tied values, or the distribution over all orders of values without ties." ("form", "forme") is Test;
}

gives! {
    J: test(Statistic);
    Z: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::JonckheereTerpstra,
    name: "jonckheere_terpstra",
    title: "Jonckheere–Terpstra test for trend",
    title_fr: "Test de tendance de Jonckheere–Terpstra",
    begins_with_name: true,
    citation: "Jonckheere AR. Biometrika 1954;41:133–145; Terpstra TJ. Indag Math 1952;14:327–333; Hollander M, Wolfe DA. Nonparametric Statistical Methods, 2nd ed. 1999, section 6.2",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Together,
    asks: Asks { needs: &[Reads::Order], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.form.name()),
    page: include_str!("pages/jonckheere_terpstra.md"),
};
