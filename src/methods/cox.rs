//! `cox`: hazard ratios by Cox's proportional hazards model.

use super::cox_firth as firth;
use super::log_rank::add_test;
use super::statistic::{Answer, At, count, not_estimable, number, observations};
use super::{Input, Term};
use crate::catalogue;
use crate::catalogue::cox::{self as declared, Bounded, Gives, Options};
use crate::number::{Among, Estimable, ModelTerm, NotEstimable};
use crate::stats::distribution::normal_upper_quantile;
use crate::stats::linear::{Matrix, dot};
use crate::stats::survival::cox::{Failure, Fit, Model, Rows, Ties, fit, likelihood, robust, score_test_at};
use crate::stats::survival::log_rank::ChiSquared;
use crate::stats::survival::observations::Observations;

pub(super) fn ties(ties: declared::Ties) -> Ties {
    match ties {
        declared::Ties::Efron => Ties::Efron,
        declared::Ties::Breslow => Ties::Breslow,
        declared::Ties::Exact => Ties::Exact,
    }
}

/// The covariates of the model: each group but group 1 against it, then those of the input.
pub(super) struct Design {
    pub columns: Vec<Vec<f64>>,
    /// The group of a column; none for a covariate.
    pub groups: Vec<Option<usize>>,
    pub names: Vec<Option<String>>,
}

impl Design {
    pub fn new(input: &Input) -> Design {
        let mut design = Design { columns: Vec::new(), groups: Vec::new(), names: Vec::new() };
        for group in (0..input.groups).filter(|g| *g != 1 && input.groups > 1) {
            design.columns.push(input.group.iter().map(|g| f64::from(*g == group)).collect());
            design.groups.push(Some(group));
            design.names.push(None);
        }
        for (name, values) in &input.covariates {
            design.columns.push(values.clone());
            design.groups.push(None);
            design.names.push(Some(name.clone()));
        }
        design
    }

    /// How many columns stand for groups; they come first.
    pub fn group_columns(&self) -> usize {
        self.groups.iter().flatten().count()
    }

    /// Where the numbers of a column belong: one comparison of two groups has no group of its own.
    pub fn at(&self, column: usize) -> At {
        match (self.groups.get(column).copied().flatten(), self.names.get(column).and_then(Option::as_ref)) {
            (Some(group), _) if self.group_columns() > 1 => At::all().group(group),
            (_, Some(name)) => At::all().term(Term::Covariate(name.clone())),
            _ => At::all(),
        }
    }

    pub fn model<'a>(&'a self, observations: &'a Observations, input: &'a Input) -> Model<'a> {
        Model { observations, covariates: &self.columns, strata: input.strata.as_deref(), offset: None }
    }

    /// What stands in a column of the model.
    pub fn model_term(&self, column: usize) -> ModelTerm {
        match (self.groups.get(column).copied().flatten(), self.names.get(column)) {
            (Some(_), _) => ModelTerm::Group,
            (None, Some(Some(name))) => ModelTerm::Covariate(name.clone()),
            _ => ModelTerm::Unnamed,
        }
    }

    /// Why there is no fit.
    pub fn reason(&self, failure: &Failure) -> NotEstimable {
        let named = |column: usize| self.model_term(column);
        match failure {
            Failure::Redundant(redundant) => redundant.reason(&named, Among::AtRisk),
            Failure::Monotone { direction, .. } => {
                let greatest = direction.iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
                NotEstimable::MonotoneLikelihood {
                    term: greatest.map_or(ModelTerm::Unnamed, |(column, _)| named(column)),
                }
            }
            Failure::NotEstimable(reason) => reason.clone(),
        }
    }
}

/// What the numbers are read from, each as far as it exists: events need no estimate, and neither do score and likelihood ratio.
pub(super) struct Fitted {
    observations: Result<Observations, NotEstimable>,
    fit: Result<Fit, Failure>,
    cluster: Result<Option<Vec<usize>>, NotEstimable>,
    /// The one asked for.
    variance: Result<Matrix, NotEstimable>,
}

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    match options.likelihood {
        declared::Likelihood::Firth => firth::run(input, options),
        declared::Likelihood::Partial => partial(input, options),
    }
}

fn partial(input: &Input, options: &Options) -> Answer<Gives> {
    let design = Design::new(input);
    let fitted = Fitted::new(input, &design, options);
    let mut output = Answer::default();
    push_counts(&mut output, input, &fitted.observations);
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    for column in 0..design.columns.len() {
        let (beta, error) = fitted.coefficient(&design, column);
        let at = design.at(column);
        let names = (Bounded::HazardRatio, [Gives::LogHazardRatio, Gives::StandardError]);
        add_ratio(&mut output, names, &at, (&beta, &error), z);
        if column >= design.group_columns() {
            add_wald(&mut output, [Gives::Z, Gives::PValue], &at, &beta, &error);
        } else if options.test == declared::Test::Wald && design.group_columns() == 1 {
            add_wald(&mut output, [Gives::GroupZ, Gives::GroupPValue], &at, &beta, &error);
        }
    }
    let tested = design.group_columns();
    if tested > 0 && (options.test != declared::Test::Wald || tested > 1) {
        add_test(&mut output, GROUPS, &At::all(), &group_test(&fitted, input, &design, options));
    }
    output
}

/// The test of the groups together.
pub(super) const GROUPS: [Gives; 3] = [Gives::GroupChiSquared, Gives::GroupDf, Gives::GroupPValue];

/// `n`, and `events` among the rows of a weight above 0.
pub(super) fn push_counts(
    output: &mut Answer<Gives>,
    input: &Input,
    observations: &Result<Observations, NotEstimable>,
) {
    let at = At::all();
    output.push(Gives::N, &at, count(input.group.len()));
    output.push(Gives::Events, &at, observations.as_ref().map_or_else(not_estimable, |o| count(met(o))));
}

/// How many rows of a weight above 0 have the event.
fn met(observations: &Observations) -> usize {
    (0..observations.len()).filter(|&row| observations.weight(row) > 0.0 && observations.event(row)).count()
}

impl Fitted {
    pub(super) fn new(input: &Input, design: &Design, options: &Options) -> Fitted {
        let observations = observations(input);
        let fit = match &observations {
            Err(reason) => Err(reason.clone().into()),
            Ok(_) if design.columns.is_empty() => Err(NotEstimable::NothingToCompare.into()),
            Ok(observations) => fit(&design.model(observations, input), ties(options.ties)),
        };
        let cluster = match (options.variance, options.by) {
            (declared::Variance::Robust, declared::By::Patient) => Ok(Some(input.patient.clone())),
            (declared::Variance::Robust, declared::By::Cluster) => input.clusters().map(|c| Some(c.to_vec())),
            (declared::Variance::Robust, declared::By::Pair) => input.pairs().map(|p| Some(p.to_vec())),
            (declared::Variance::Model, _) => Ok(None),
        };
        let variance = cluster.clone().and_then(|cluster| {
            let fit = fit.as_ref().map_err(|failure| design.reason(failure))?;
            cluster.map_or_else(|| Ok(fit.variance.clone()), |c| robust::robust_variance(fit, &c))
        });
        Fitted { observations, fit, cluster, variance }
    }

    /// A coefficient with its standard error.
    pub(super) fn coefficient(&self, design: &Design, column: usize) -> (Estimable, Estimable) {
        let beta = self.fit.as_ref().map(|f| f.coefficients[column]).map_err(|failure| design.reason(failure));
        (beta, self.variance.as_ref().map(|v| v[(column, column)].sqrt()).map_err(NotEstimable::clone))
    }

    pub(super) fn events(&self) -> Result<usize, NotEstimable> {
        self.observations.as_ref().map(met).map_err(NotEstimable::clone)
    }
}

/// A ratio with its limits, its logarithm and the standard error of that.
pub(super) fn add_ratio<G: catalogue::Gives>(
    output: &mut Answer<G>,
    (ratio, [log, standard_error]): (G::Bounded, [G; 2]),
    at: &At,
    (beta, error): (&Estimable, &Estimable),
    z: f64,
) {
    let limit = |z: f64| beta.clone().and_then(|beta| Ok(libm::exp(beta + z * error.clone()?)));
    output.push_bounded(ratio, at, beta.clone().map(libm::exp), (limit(-z), limit(z)));
    output.push(log, at, number(beta.clone()));
    output.push(standard_error, at, number(error.clone()));
}

pub(super) fn add_wald<G: catalogue::Gives>(
    output: &mut Answer<G>,
    names: [G; 2],
    at: &At,
    beta: &Estimable,
    error: &Estimable,
) {
    output.push_z(names, at, beta.clone().and_then(|beta| Ok(beta / error.clone()?)));
}

/// The test of all columns that stand for groups, the covariates staying in the model.
fn group_test(fitted: &Fitted, input: &Input, design: &Design, options: &Options) -> Result<ChiSquared, NotEstimable> {
    let tested = design.group_columns();
    let alone = tested == design.columns.len();
    match (options.test, fitted.cluster.clone()?) {
        (declared::Test::Score, Some(cluster)) if alone => {
            let rows = fitted.rows(input, design)?;
            robust::robust_score_test(&rows, ties(options.ties), &cluster)
        }
        (declared::Test::Score, Some(_)) => Err(NotEstimable::RobustScoreTestTakesNoCovariates),
        (declared::Test::Score, None) => {
            let restricted = fitted.restricted(input, design, options)?.map_err(|failure| design.reason(&failure))?;
            score_test_at(&likelihood(&fitted.rows(input, design)?, &restricted, ties(options.ties)), tested)
        }
        (declared::Test::LikelihoodRatio, Some(_)) => Err(NotEstimable::LikelihoodRatioIsNoTestWithRobustVariance),
        (declared::Test::LikelihoodRatio, None) => {
            let restricted = match fitted.restricted(input, design, options)? {
                Ok(beta) => Ok(likelihood(&fitted.rows(input, design)?, &beta, ties(options.ties)).log),
                Err(failure) => Err(failure),
            };
            let whole = greatest(fitted.fit.as_ref().map(|f| f.at_maximum.log), design)?;
            let fall = whole - greatest(restricted.as_ref().copied(), design)?;
            Ok(ChiSquared::new((2.0 * fall).max(0.0), tested as f64))
        }
        (declared::Test::Wald, _) => wald(fitted, design, tested),
    }
}

/// The greatest log likelihood, or the one to which it rises without end.
fn greatest(fit: Result<f64, &Failure>, design: &Design) -> Estimable {
    match fit {
        Ok(log) => Ok(log),
        Err(Failure::Monotone { log_likelihood, .. }) => Ok(*log_likelihood),
        Err(failure) => Err(design.reason(failure)),
    }
}

impl Fitted {
    /// The rows of the model; an error where it has no information at all.
    fn rows(&self, input: &Input, design: &Design) -> Result<Rows, NotEstimable> {
        match &self.fit {
            Ok(fit) => Ok(fit.rows.clone()),
            Err(Failure::Monotone { .. }) => {
                Rows::new(&design.model(self.observations.as_ref().map_err(NotEstimable::clone)?, input))
            }
            Err(failure) => Err(design.reason(failure)),
        }
    }

    /// The coefficients where those of the groups are 0 and the others maximise the likelihood.
    fn restricted(
        &self,
        input: &Input,
        design: &Design,
        options: &Options,
    ) -> Result<Result<Vec<f64>, Failure>, NotEstimable> {
        let tested = design.group_columns();
        let mut restricted = vec![0.0; design.columns.len()];
        if tested == design.columns.len() {
            return Ok(Ok(restricted));
        }
        let observations = self.observations.as_ref().map_err(NotEstimable::clone)?;
        let others = Model { covariates: &design.columns[tested..], ..design.model(observations, input) };
        Ok(fit(&others, ties(options.ties)).map(|others| {
            restricted[tested..].copy_from_slice(&others.coefficients);
            restricted
        }))
    }
}

fn wald(fitted: &Fitted, design: &Design, tested: usize) -> Result<ChiSquared, NotEstimable> {
    let fit = fitted.fit.as_ref().map_err(|failure| design.reason(failure))?;
    let variance = fitted.variance.as_ref().map_err(NotEstimable::clone)?.part(&(0..tested).collect::<Vec<_>>());
    let beta = &fit.coefficients[..tested];
    let factor = variance.factor(1e-11).map_err(|_| NotEstimable::TooFewClusters)?;
    Ok(ChiSquared::new(dot(&factor.solve(beta), beta), tested as f64))
}
