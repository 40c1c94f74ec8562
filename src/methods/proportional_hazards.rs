//! `proportional_hazards`: whether a hazard ratio changes over time.

use super::cox::Design;
use super::cox_baseline::approximate;
use super::log_rank::add_test;
use super::statistic::{Answer, At, unweighted_observations};
use super::{Input, Term};
use crate::catalogue::proportional_hazards::{self as declared, Gives, Options};
use crate::number::NotEstimable;
use crate::stats::survival::cox::fit;
use crate::stats::survival::cox::proportional_hazards::{ProportionalHazards, Transform, proportional_hazards};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let design = Design::new(input);
    let tested = test(input, &design, options);
    let mut output = Answer::default();
    let columns = design.columns.len();
    for column in 0..columns {
        let term = tested.as_ref().map(|t| t.terms[column]).map_err(NotEstimable::clone);
        add_test(&mut output, [Gives::ChiSquared, Gives::Df, Gives::PValue], &design.at(column), &term);
    }
    if columns > 1 {
        let global = tested.map(|t| t.global);
        add_test(
            &mut output,
            [Gives::ModelChiSquared, Gives::ModelDf, Gives::ModelPValue],
            &At::all().term(Term::WholeModel),
            &global,
        );
    }
    output
}

fn test(input: &Input, design: &Design, options: &Options) -> Result<ProportionalHazards, NotEstimable> {
    let observations = unweighted_observations(input)?;
    if design.columns.is_empty() {
        return Err(NotEstimable::NothingToCompare);
    }
    let fit = fit(&design.model(&observations, input), approximate(options.ties))
        .map_err(|failure| design.reason(&failure))?;
    let transform = match options.transform {
        declared::Transform::Identity => Transform::Identity,
        declared::Transform::Rank => Transform::Rank,
        declared::Transform::Log => Transform::Log,
        declared::Transform::Km => Transform::KaplanMeier,
    };
    let terms: Vec<Vec<usize>> = (0..design.columns.len()).map(|column| vec![column]).collect();
    proportional_hazards(&fit, &observations, transform, &terms)
}
