//! `concordance`: how well the covariates of a Cox model order patients by their times.

use super::cox::{Design, ties};
use super::statistic::{At, number, observations};
use super::{Input, Output};
use crate::catalogue::Statistic;
use crate::catalogue::concordance::{self as declared, Options};
use crate::number::{Estimable, NotEstimable, Quantity};
use crate::stats::distribution::normal_upper_quantile;
use crate::stats::survival::cox::concordance::{Concordance, concordance};
use crate::stats::survival::cox::fit;

pub(super) fn run(input: &Input, options: &Options) -> Output {
    let mut output = Output::default();
    let found = found(input, options);
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    let value =
        |of: &dyn Fn(&Concordance) -> Estimable| number(found.as_ref().map_err(NotEstimable::clone).and_then(of));
    let at = At::estimate().in_(Quantity::Proportion);
    output.push(Statistic::Concordance, at.clone(), value(&|c| Ok(c.estimate)));
    output.push(Statistic::Lower, at.clone(), value(&|c| Ok((c.estimate - z * c.standard_error.clone()?).max(0.0))));
    output.push(Statistic::Upper, at, value(&|c| Ok((c.estimate + z * c.standard_error.clone()?).min(1.0))));
    output.push(Statistic::StandardError, At::estimate(), value(&|c| c.standard_error.clone()));
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
