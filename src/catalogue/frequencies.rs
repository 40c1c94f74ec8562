//! `frequencies`: how many patients of each group are in each category.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Interval {
        ClopperPearson "clopper_pearson" ("Clopper–Pearson", "Clopper–Pearson"),
        Wilson "wilson" ("Wilson", "Wilson"),
    }
}

options! {
    interval: choice(Interval) = ClopperPearson, "How the confidence interval of the proportion of each category is made." ("interval", "intervalle") is Interval;
}

gives! {
    N: estimate(Count).each(Group);
    Patients: estimate(Count).each(GroupAndCategory);
    Estimate [Lower, Upper]: estimate(Proportion).each(GroupAndCategory).called("Proportion", "Proportion").instead_of_title();
}

pub const METHOD: Method = Method {
    id: Id::Frequencies,
    name: "frequencies",
    title: "Frequencies of the categories",
    title_fr: "Effectifs des catégories",
    begins_with_name: false,
    citation: "Clopper CJ, Pearson ES. Biometrika 1934;26:404–413; Wilson EB. J Am Stat Assoc 1927;22:209–212",
    takes: &[OutcomeKind::Category],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/frequencies.md"),
};
