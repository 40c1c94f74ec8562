//! `sign_test`: how many differences of pairs are positive.

use super::alternative::Alternative;
use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, gives, options};

options! {
    alternative: choice(Alternative) = TwoSided, "`two_sided`; `greater`: more differences, first minus second, are positive, `less`: fewer." ("alternative", "hypothèse alternative") is Test;
}

gives! {
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::SignTest,
    name: "sign_test",
    title: "Sign test of pairs",
    title_fr: "Test du signe de paires",
    begins_with_name: false,
    citation: "Dixon WJ, Mood AM. J Am Stat Assoc 1946;41:557–566",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Two,
    asks: Asks { needs: &[Reads::Pairs], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/sign_test.md"),
};
