//! `adjusted_p_values`: p-values of a family, adjusted for their number.

use super::option::choice;
use super::statistic::{At, number};
use super::{Groups, Input, Method, Options, Outcome, OutcomeKind, Output, Use};
use crate::number::{NotEstimable, Quantity};
use crate::stats::multiplicity::{Adjustment, adjust};

pub const METHOD: Method = Method {
    name: "adjusted_p_values",
    title: "P-values adjusted for multiplicity",
    citation: "Holm S. Scand J Stat 1979;6:65–70; Hochberg Y. Biometrika 1988;75:800–802; Hommel G. Biometrika 1988;75:383–386; Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289–300; Benjamini Y, Yekutieli D. Ann Stat 2001;29:1165–1188",
    takes: &[OutcomeKind::PValues],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::None,
    reads: &[],
    needs: &[],
    options: &[choice(
        "procedure",
        &["holm", "bonferroni", "hochberg", "hommel", "benjamini_hochberg", "benjamini_yekutieli", "fixed_sequence"],
        Some("holm"),
        "How the p-values are adjusted.",
    )],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("procedure"),
    page: include_str!("pages/adjusted_p_values.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let Outcome::PValues { names, values } = &input.outcome else {
        let reason = NotEstimable::new("the outcome is no family of p-values");
        output.push("p_value", At::test().in_(Quantity::PValue), number(Err(reason)));
        return output;
    };
    // A value that is no probability was not estimable: it stays so, and counts as one of the family.
    let p_values: Vec<Option<f64>> = values.iter().map(|p| (0.0..=1.0).contains(p).then_some(*p)).collect();
    let adjusted = adjust(&p_values, procedure(options));
    for (name, p) in names.iter().zip(adjusted) {
        let value = p.ok_or(NotEstimable::new("the p-value to be adjusted is not estimable"));
        output.push("p_value", At::test().term(name).in_(Quantity::PValue), number(value));
    }
    output
}

fn procedure(options: &Options) -> Adjustment {
    match options.word("procedure") {
        "bonferroni" => Adjustment::Bonferroni,
        "hochberg" => Adjustment::Hochberg,
        "hommel" => Adjustment::Hommel,
        "benjamini_hochberg" => Adjustment::BenjaminiHochberg,
        "benjamini_yekutieli" => Adjustment::BenjaminiYekutieli,
        "fixed_sequence" => Adjustment::FixedSequence,
        _ => Adjustment::Holm,
    }
}
