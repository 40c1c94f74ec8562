//! `chi_squared`: test of a table of groups by categories.

use super::option::{choice, correction};
use super::statistic::{At, number};
use super::table::table;
use super::{Condition, Fact, Groups, Input, Method, Never, Options, OutcomeKind, Output, Use};
use crate::number::{NotEstimable, Quantity};
use crate::stats::contingency::chi_squared::{ChiSquared, Table, cramer_v, likelihood_ratio, pearson};

pub const METHOD: Method = Method {
    name: "chi_squared",
    title: "Chi-squared test",
    citation: "Pearson K. Philos Mag 1900;50:157–175; Yates F. J R Stat Soc Suppl 1934;1:217–235; Agresti A. Categorical Data Analysis, 3rd ed. 2013, section 3.2",
    takes: &[OutcomeKind::YesNo, OutcomeKind::Category],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    reads: &[],
    needs: &[],
    options: &[
        choice(
            "statistic",
            &["pearson", "likelihood_ratio"],
            Some("pearson"),
            "Pearson's statistic or the likelihood ratio.",
        ),
        correction("Yates' continuity correction of Pearson's statistic, for two groups and two categories."),
    ],
    option_reads: &[],
    conditions: &[Condition { option: "correction", when: "statistic", is: &["pearson"] }],
    never: &[Never {
        all: &[Fact::Option("correction", &["yes"]), Fact::SeveralGroups],
        because: "the correction is defined for two groups and two categories",
    }],
    variant: Some("statistic"),
    page: include_str!("pages/chi_squared.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let corrected = options.word("correction") == "yes";
    let table = table(input);
    let test = table.clone().and_then(|t| match options.word("statistic") {
        "likelihood_ratio" if corrected => {
            Err(NotEstimable::new("only Pearson's statistic has a continuity correction"))
        }
        "likelihood_ratio" => likelihood_ratio(Table(&t)),
        _ => pearson(Table(&t), corrected),
    });
    push_test(&mut output, &At::test(), &test);
    output.push("cramer_v", At::estimate(), number(table.and_then(|t| cramer_v(Table(&t)))));
    output
}

/// `chi_squared`, `df` and `p_value`.
pub(super) fn push_test(output: &mut Output, at: &At, test: &Result<ChiSquared, NotEstimable>) {
    output.push("chi_squared", at.clone(), number(test.clone().map(|t| t.statistic)));
    output.push("df", at.clone(), number(test.clone().map(|t| t.df)));
    output.push("p_value", at.in_(Quantity::PValue), number(test.clone().map(ChiSquared::p_value)));
}
