//! `concordance`: how well the covariates of a Cox model order patients by their times.

use super::Input;
use super::cox::{Design, ties};
use super::statistic::{Answer, At, number, observations};
use crate::catalogue::concordance::{self as declared, Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::distribution::normal_upper_quantile;
use crate::stats::survival::cox::concordance::{Concordance, concordance};
use crate::stats::survival::cox::fit;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let found = found(input, options);
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    let value = |of: &dyn Fn(&Concordance) -> Estimable| found.as_ref().map_err(NotEstimable::clone).and_then(of);
    let at = At::all();
    let lower = value(&|c| Ok((c.estimate - z * c.standard_error.clone()?).max(0.0)));
    let upper = value(&|c| Ok((c.estimate + z * c.standard_error.clone()?).min(1.0)));
    output.push_bounded(Bounded::Concordance, &at, value(&|c| Ok(c.estimate)), (lower, upper));
    output.push(Gives::StandardError, &at, number(value(&|c| c.standard_error.clone())));
    output
}

fn found(input: &Input, options: &Options) -> Result<Concordance, NotEstimable> {
    let design = Design::new(input);
    let observations = observations(input)?;
    let fit =
        fit(&design.model(&observations, input), ties(options.ties)).map_err(|failure| design.reason(&failure))?;
    let cluster = match options.by {
        declared::By::Patient => Some(input.patient.as_slice()),
        declared::By::Pair => Some(input.pairs()?),
        declared::By::Row => None,
    };
    concordance(&fit.rows, &fit.rows.linear_predictor(&fit.coefficients), cluster)
}
