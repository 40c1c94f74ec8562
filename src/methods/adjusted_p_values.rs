//! `adjusted_p_values`: p-values of a family, adjusted for their number.

use super::statistic::{At, number};
use super::{Input, Outcome, Output, Term};
use crate::catalogue::Statistic;
use crate::catalogue::adjusted_p_values::{Options, Procedure};
use crate::number::{NotEstimable, Quantity};
use crate::stats::multiplicity::{Adjustment, adjust};

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let Outcome::PValues { names, values } = &input.outcome else {
        let reason = NotEstimable::WrongOutcome;
        output.push(Statistic::PValue, At::test().in_(Quantity::PValue), number(Err(reason)));
        return output;
    };
    // A value that is no probability was not estimable: it stays so, and counts as one of the family.
    let p_values: Vec<Option<f64>> = values.iter().map(|p| (0.0..=1.0).contains(p).then_some(*p)).collect();
    let adjusted = adjust(&p_values, procedure(options));
    for (name, p) in names.iter().zip(adjusted) {
        let value = p.ok_or(NotEstimable::AdjustsNotEstimable);
        output.push(
            Statistic::PValue,
            At::test().term(Term::PValue(name.clone())).in_(Quantity::PValue),
            number(value),
        );
    }
    output
}

fn procedure(options: &Options) -> Adjustment {
    match options.procedure {
        Procedure::Bonferroni => Adjustment::Bonferroni,
        Procedure::Hochberg => Adjustment::Hochberg,
        Procedure::Hommel => Adjustment::Hommel,
        Procedure::BenjaminiHochberg => Adjustment::BenjaminiHochberg,
        Procedure::BenjaminiYekutieli => Adjustment::BenjaminiYekutieli,
        Procedure::FixedSequence => Adjustment::FixedSequence,
        Procedure::Holm => Adjustment::Holm,
    }
}
