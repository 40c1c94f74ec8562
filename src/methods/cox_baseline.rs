//! `cox_baseline`: the cumulative hazard and survival that a Cox model gives to one kind of patient.

use super::cox::Design;
use super::statistic::{Answer, At, number, observations};
use super::{Input, Term};
use crate::catalogue::cox_baseline::{self as declared, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::survival::cox::residuals::{BaselineHazard, baseline_hazard};
use crate::stats::survival::cox::{Ties, fit};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let baselines = baselines(input, options);
    let strata = distinct_strata(input);
    for (place, stratum) in strata.iter().enumerate() {
        for &day in &options.at {
            let at = match input.strata {
                Some(_) => At::all().term(Term::Stratum(*stratum)).time(day),
                None => At::all().time(day),
            };
            let hazard = baselines.as_ref().map_err(NotEstimable::clone).and_then(|all| read(all, place, day as f64));
            output.push(Gives::CumulativeHazard, &at, number(hazard.clone()));
            output.push(Gives::Survival, &at, number(hazard.map(|h| libm::exp(-h))));
        }
    }
    output
}

/// Without the exact likelihood, which has no baseline.
pub(super) fn approximate(ties: declared::Ties) -> Ties {
    match ties {
        declared::Ties::Efron => Ties::Efron,
        declared::Ties::Breslow => Ties::Breslow,
    }
}

fn distinct_strata(input: &Input) -> Vec<usize> {
    let mut strata = input.strata.clone().unwrap_or_else(|| vec![0]);
    strata.sort_unstable();
    strata.dedup();
    strata
}

/// The baseline of each stratum, with the last time observed in it.
fn baselines(input: &Input, options: &Options) -> Result<Vec<(BaselineHazard, f64)>, NotEstimable> {
    let design = Design::new(input);
    let observations = observations(input)?;
    let fit = fit(&design.model(&observations, input), approximate(options.ties))
        .map_err(|failure| design.reason(&failure))?;
    let at = match options.patient {
        declared::Patient::Zero => vec![0.0; fit.coefficients.len()],
        declared::Patient::Mean => fit.rows.mean.clone(),
    };
    let last = |stratum: usize| fit.rows.strata[stratum].clone().last().map_or(0.0, |row| fit.rows.time[row]);
    let baselines = baseline_hazard(&fit.rows, &fit.coefficients, fit.ties, &at)?;
    Ok(baselines.into_iter().enumerate().map(|(stratum, b)| (b, last(stratum))).collect())
}

fn read(baselines: &[(BaselineHazard, f64)], stratum: usize, day: f64) -> Result<f64, NotEstimable> {
    let (baseline, last) = baselines.get(stratum).ok_or(NotEstimable::NoPatientInStratum)?;
    if day > *last {
        return Err(NotEstimable::NobodyObservedUntilThen);
    }
    let until = baseline.time.partition_point(|t| *t <= day);
    Ok(until.checked_sub(1).and_then(|i| baseline.cumulative_hazard.get(i)).copied().unwrap_or(0.0))
}
