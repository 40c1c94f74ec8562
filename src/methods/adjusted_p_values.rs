//! `adjusted_p_values`: p-values of a family, adjusted for their number.

use super::statistic::{Answer, At, number};
use super::{Input, Outcome, Term};
use crate::catalogue::adjusted_p_values::{Gives, Options, Procedure};
use crate::number::NotEstimable;
use crate::stats::graph;
use crate::stats::multiplicity::{Adjustment, adjust};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let Outcome::PValues { names, values, graph: stated } = &input.outcome else {
        let reason = NotEstimable::WrongOutcome;
        output.push(Gives::PValue, &At::all(), number(Err(reason)));
        return output;
    };
    // A value that is no probability was not estimable: it stays so, and counts as one of the family.
    let p_values: Vec<Option<f64>> = values.iter().map(|p| (0.0..=1.0).contains(p).then_some(*p)).collect();
    let adjusted = match (procedure(options), stated) {
        (Some(by), _) => adjust(&p_values, by),
        (None, Some(stated)) => graph::adjust(&p_values, stated),
        // A plan states the graph of its family.
        (None, None) => vec![None; p_values.len()],
    };
    for (name, p) in names.iter().zip(adjusted) {
        let value = p.ok_or(NotEstimable::AdjustsNotEstimable);
        output.push(Gives::PValue, &At::all().term(Term::PValue(name.clone())), number(value));
    }
    output
}

/// None of what the plan states as a graph.
fn procedure(options: &Options) -> Option<Adjustment> {
    Some(match options.procedure {
        Procedure::Graphical => return None,
        Procedure::Bonferroni => Adjustment::Bonferroni,
        Procedure::Hochberg => Adjustment::Hochberg,
        Procedure::Hommel => Adjustment::Hommel,
        Procedure::BenjaminiHochberg => Adjustment::BenjaminiHochberg,
        Procedure::BenjaminiYekutieli => Adjustment::BenjaminiYekutieli,
        Procedure::FixedSequence => Adjustment::FixedSequence,
        Procedure::Holm => Adjustment::Holm,
    })
}
