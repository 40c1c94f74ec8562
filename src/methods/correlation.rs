//! `correlation`: the outcome with each covariate.

use super::continuous::values;
use super::statistic::{Answer, At, number};
use super::{Input, Term};
use crate::catalogue::correlation::{self as declared, Bounded, Gives, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::continuous::correlation::{fisher_interval, kendall, pearson, spearman, t_p_value};
use crate::stats::proportion::Interval;

type Limits = Result<Interval, NotEstimable>;

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    for (name, covariate) in &input.covariates {
        let (estimate, interval, p_value) = match values(input) {
            Ok(outcome) => coefficient(outcome, covariate, input.level, options.coefficient),
            Err(reason) => (Err(reason.clone()), Err(reason.clone()), Err(reason)),
        };
        output.push_interval(Bounded::Estimate, &At::all().term(Term::Covariate(name.clone())), estimate, interval);
        output.push(Gives::PValue, &At::all().term(Term::Covariate(name.clone())), number(p_value));
    }
    output
}

/// By Student's t, which a perfect correlation leaves without a variance to be measured by.
fn tested(correlation: f64, n: usize) -> Estimable {
    match correlation.abs() < 1.0 {
        true => t_p_value(correlation, n),
        false => Err(NotEstimable::PerfectCorrelation),
    }
}

fn coefficient(x: &[f64], y: &[f64], level: f64, of: declared::Coefficient) -> (Estimable, Limits, Estimable) {
    let n = x.len();
    let no_interval = || Err(NotEstimable::IntervalOfPearsonOnly);
    match of {
        declared::Coefficient::Kendall => match kendall(x, y) {
            Ok((tau, p_value)) => (Ok(tau), no_interval(), p_value),
            Err(reason) => (Err(reason.clone()), no_interval(), Err(reason)),
        },
        declared::Coefficient::Spearman => {
            let rho = spearman(x, y);
            (rho.clone(), no_interval(), rho.and_then(|r| tested(r, n)))
        }
        declared::Coefficient::Pearson => {
            let r = pearson(x, y);
            (r.clone(), r.clone().and_then(|r| fisher_interval(r, n, level)), r.and_then(|r| tested(r, n)))
        }
    }
}
