//! `mcnemar`: the test of matched pairs.

use super::risk_difference::push_pairs;
use super::statistic::{At, number};
use super::yes_no::{incomplete_sets, pairs};
use super::{
    Condition, Groups, Input, Method, OptionKind, OptionReads, OptionSpec, Options, OutcomeKind, Output, Reads, Use,
};
use crate::number::{NotEstimable, Quantity};
use crate::stats::contingency::mcnemar::{asymptotic, chi_squared, exact, mid_p};

pub const METHOD: Method = Method {
    name: "mcnemar",
    title: "McNemar's test of matched pairs",
    citation: "McNemar Q. Psychometrika 1947;12:153–157; Fagerland MW, Lydersen S, Laake P. BMC Med Res Methodol 2013;13:91",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[
        OptionSpec {
            name: "form",
            kind: OptionKind::Choice(&["exact", "asymptotic", "mid_p"]),
            default: Some("exact"),
            about: "The binomial distribution of the discordant pairs, its mid-P version, or chi-squared.",
        },
        OptionSpec {
            name: "correction",
            kind: OptionKind::Choice(&["no", "yes"]),
            default: Some("no"),
            about: "Continuity correction of the asymptotic form; the others have none.",
        },
        OptionSpec {
            name: "by",
            kind: OptionKind::Choice(&["pair"]),
            default: Some("pair"),
            about: "What is matched.",
        },
    ],
    option_reads: &[OptionReads { option: "by", values: &["pair"], reads: Reads::Pairs }],
    conditions: &[Condition { option: "correction", when: "form", is: &["asymptotic"] }],
    never: &[],
    variant: Some("form"),
    page: include_str!("pages/mcnemar.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output { incomplete_sets: incomplete_sets(input), ..Output::default() };
    let pairs = pairs(input);
    let corrected = options.word("correction") == "yes";
    let form = options.word("form");
    let at = At::test();
    if form == "asymptotic" {
        output.push("chi_squared", at.clone(), number(pairs.clone().and_then(|p| chi_squared(p, corrected))));
    }
    let p_value = pairs.clone().and_then(|p| match (form, corrected) {
        ("asymptotic", _) => asymptotic(p, corrected),
        (_, true) => Err(NotEstimable::new("only the asymptotic form has a continuity correction")),
        ("mid_p", _) => mid_p(p),
        _ => exact(p),
    });
    output.push("p_value", at.in_(Quantity::PValue), number(p_value));
    push_pairs(&mut output, &pairs);
    output
}
