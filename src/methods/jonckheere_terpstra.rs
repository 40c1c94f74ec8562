//! `jonckheere_terpstra`: test of a trend of numbers over the groups.

use super::Input;
use super::continuous::values;
use super::statistic::{Answer, At, number, rows_of};
use crate::catalogue::jonckheere_terpstra::{Form, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::continuous::jonckheere::{Jonckheere, jonckheere};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let tested = values(input).and_then(|values| {
        let of = |group: usize| rows_of(input, group).into_iter().map(|row| values[row]).collect::<Vec<f64>>();
        jonckheere(&(0..input.groups).map(of).collect::<Vec<_>>())
    });
    let mut output = Answer::default();
    let at = At::all();
    let test = || tested.as_ref().map_err(NotEstimable::clone);
    output.push(Gives::J, &at, number(test().map(|t| t.j)));
    output.push(Gives::Z, &at, number(test().and_then(Jonckheere::z)));
    output.push(
        Gives::PValue,
        &at,
        number(test().and_then(|t| match options.form {
            Form::Asymptotic => t.asymptotic(),
            Form::Exact => t.exact(),
        })),
    );
    output
}
