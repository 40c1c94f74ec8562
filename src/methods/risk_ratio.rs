//! `risk_ratio`: the ratio of the proportions of responders.

use super::option::choice;
use super::statistic::{At, number};
use super::yes_no::two_groups;
use super::{Groups, Input, Method, Options, OutcomeKind, Output, Use};
use crate::number::Quantity;
use crate::stats::proportion::ratio::{e_value, e_value_of_limit, katz, risk_ratio};

pub const METHOD: Method = Method {
    name: "risk_ratio",
    title: "Ratio of proportions",
    citation: "Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469–474; VanderWeele TJ, Ding P. Ann Intern Med 2017;167:268–274",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &["risk_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[
        choice("interval", &["katz"], Some("katz"), "Wald's interval on the logarithm."),
        choice(
            "e_value",
            &["no", "yes"],
            Some("no"),
            "Whether the E-values of the ratio and of its nearer limit are given.",
        ),
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/risk_ratio.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let groups = two_groups(input);
    let ratio = groups.clone().and_then(|(a, b)| risk_ratio(a, b));
    let interval = groups.and_then(|(a, b)| katz(a, b, input.level));
    let at = At::estimate().in_(Quantity::Ratio);
    output.push_interval(&at, ratio.clone(), interval.clone());
    if options.word("e_value") == "yes" {
        output.push("e_value", at.clone(), number(ratio.and_then(e_value)));
        output.push("e_value_of_limit", at, number(interval.and_then(e_value_of_limit)));
    }
    output
}
