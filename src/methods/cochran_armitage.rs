//! `cochran_armitage`: test of a trend of proportions over the groups.

use super::chi_squared::push_test;
use super::statistic::At;
use super::yes_no::counts;
use super::{Groups, Input, Method, Options, OutcomeKind, Output, Reads, Use};
use crate::stats::contingency::trend::cochran_armitage;

pub const METHOD: Method = Method {
    name: "cochran_armitage",
    title: "Cochran–Armitage test for trend",
    citation: "Cochran WG. Biometrics 1954;10:417–451; Armitage P. Biometrics 1955;11:375–386",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    reads: &[],
    needs: &[Reads::Order],
    options: &[],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/cochran_armitage.md"),
    run,
};

fn run(input: &Input, _: &Options) -> Output {
    let mut output = Output::default();
    let scores: Vec<f64> = (1..=input.groups).map(|g| g as f64).collect();
    push_test(&mut output, &At::test(), &counts(input).and_then(|c| cochran_armitage(&c, &scores)));
    output
}
