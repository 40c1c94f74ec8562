//! `expected_width`: how wide the interval of the difference will be on average, if the truth is as assumed.

use super::{Asks, Groups, Id, Limits, Method, OutcomeKind, Use, gives, options};

options! {
    discordant: number(Limits::SOME_SHARE), "The share of pairs in which one member alone responds, that is assumed." ("discordant pairs", "paires discordantes");
    difference: number(Limits::SHARE), "The true difference of the two proportions, that is assumed; at most the share of discordant pairs." ("true difference", "différence vraie");
    proportion: number(Limits::SHARE), "The proportion of responders of the arm compared against, that is assumed." ("proportion of the arm compared against", "proportion du bras de référence");
}

impl Options {
    /// The probabilities of a pair of which both members respond, the first alone, the second alone, neither; none where one of them
    /// were below 0.
    pub fn cells(&self) -> Option<[f64; 4]> {
        let first_only = (self.discordant + self.difference) / 2.0;
        let second_only = (self.discordant - self.difference) / 2.0;
        let cells = [self.proportion - second_only, first_only, second_only, 1.0 - self.proportion - first_only];
        // A share that is 0 by hand may be off by the last digits.
        cells.iter().all(|cell| *cell > -1e-12).then(|| cells.map(|cell| cell.max(0.0)))
    }
}

gives! {
    ExpectedWidth: estimate(ProportionDifference);
}

pub const METHOD: Method = Method {
    id: Id::ExpectedWidth,
    name: "expected_width",
    title: "Expected width of the interval of the difference",
    title_fr: "Largeur attendue de l’intervalle de la différence",
    begins_with_name: false,
    citation: "Newcombe RG. Stat Med 1998;17:2635–2650",
    takes: &[OutcomeKind::PlannedPairs],
    uses: &[Use::SampleSize],
    estimates: &[],
    groups: Groups::None,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/expected_width.md"),
};
