//! `power`: how likely the main test is to be significant, if the truth is as assumed.

use super::{Asks, Groups, Id, Limits, Method, OutcomeKind, Use, gives, options};

options! {
    discordant: number(Limits::SOME_SHARE), "The share of pairs in which one member alone responds, that is assumed: `0.4`." ("discordant pairs", "paires discordantes");
    difference: number(Limits::SOME_SHARE), "The true difference of the two proportions, that is assumed; at most the share of discordant pairs." ("true difference", "différence vraie");
}

impl Options {
    /// Whether there can be pairs like this: they differ no more than they are discordant.
    pub fn is_possible(&self) -> bool {
        self.difference <= self.discordant
    }

    /// Of so many pairs those in which the one member alone responds, and the other.
    pub fn discordant_of(&self, pairs: u64) -> [f64; 2] {
        [self.discordant + self.difference, self.discordant - self.difference].map(|share| pairs as f64 * share / 2.0)
    }
}

gives! {
    Power: estimate(Proportion);
}

pub const METHOD: Method = Method {
    id: Id::Power,
    name: "power",
    title: "Power of the main test",
    title_fr: "Puissance du test principal",
    begins_with_name: false,
    citation: "Schork MA, Williams GW. Commun Stat Simul Comput 1980;9:349–357; Connor RJ. Biometrics 1987;43:207–211",
    takes: &[OutcomeKind::PlannedPairs],
    uses: &[Use::SampleSize],
    estimates: &[],
    groups: Groups::None,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/power.md"),
};
