//! `cox`: hazard ratios by Cox's proportional hazards model.

use super::cox_firth as firth;
use super::log_rank::add_test;
use super::statistic::{At, count, number, observations};
use super::{
    Condition, Fact, Groups, Input, Method, Never, OptionKind, OptionReads, OptionSpec, Options, OutcomeKind, Output,
    Reads, Use,
};
use crate::results::format::Quantity;
use crate::stats::NotEstimable;
use crate::stats::distribution::{normal_sf, normal_upper_quantile};
use crate::stats::linear::{Matrix, dot};
use crate::stats::survival::cox::{Failure, Fit, Model, Ties, fit, likelihood, robust, score_test_at};
use crate::stats::survival::log_rank::ChiSquared;
use crate::stats::survival::observations::Observations;

pub const METHOD: Method = Method {
    name: "cox",
    title: "Cox proportional hazards model",
    citation: "Cox DR. J R Stat Soc B 1972;34:187–220; Efron B. J Am Stat Assoc 1977;72:557–565; Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074–1078",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["hazard_ratio"],
    groups: Groups::Model,
    reads: &[Reads::Strata, Reads::Covariates, Reads::Weights],
    needs: &[],
    options: &[
        OptionSpec { name: "ties", kind: TIES, default: Some("efron"), about: "How events on one day are treated." },
        OptionSpec {
            name: "variance",
            kind: OptionKind::Choice(&["model", "robust"]),
            default: Some("model"),
            about: "The inverse of the information, or the sandwich by cluster.",
        },
        OptionSpec {
            name: "by",
            kind: OptionKind::Choice(&["pair", "patient", "cluster"]),
            default: Some("pair"),
            about: "With robust: what is not independent, a matched pair, a patient, or the cluster of the analysis.",
        },
        OptionSpec {
            name: "test",
            kind: OptionKind::Choice(&["wald", "score", "likelihood_ratio"]),
            default: Some("wald"),
            about: "The test of the group.",
        },
        OptionSpec {
            name: "likelihood",
            kind: OptionKind::Choice(&["partial", "firth"]),
            default: Some("partial"),
            about: "Cox's partial likelihood, or Firth's penalised one, with intervals and tests from its profile.",
        },
    ],
    option_reads: &[
        OptionReads { option: "by", values: &["pair"], reads: Reads::Pairs },
        OptionReads { option: "by", values: &["cluster"], reads: Reads::Cluster },
    ],
    conditions: &[
        Condition { option: "by", when: "variance", is: &["robust"] },
        Condition { option: "test", when: "likelihood", is: &["partial"] },
    ],
    never: &[
        Never {
            all: &[Fact::Option("likelihood", &["firth"]), Fact::Option("variance", &["robust"])],
            because: "the penalised likelihood has no robust variance here",
        },
        Never {
            all: &[Fact::Option("likelihood", &["firth"]), Fact::Option("ties", &["exact"])],
            because: "the penalty is not defined for the exact likelihood",
        },
        Never {
            all: &[Fact::Option("variance", &["robust"]), Fact::Option("ties", &["exact"])],
            because: "the sandwich is not defined for the exact likelihood",
        },
        Never {
            all: &[Fact::Option("variance", &["robust"]), Fact::Option("test", &["likelihood_ratio"])],
            because: "with a robust variance the likelihood ratio is no test",
        },
        Never {
            all: &[
                Fact::Option("variance", &["robust"]),
                Fact::Option("test", &["score"]),
                Fact::Given(Reads::Covariates),
            ],
            because: "the robust score test is defined without further covariates only",
        },
        Never {
            all: &[Fact::Option("ties", &["exact"]), Fact::Given(Reads::Weights)],
            because: "the exact likelihood takes no weights",
        },
    ],
    variant: Some("ties"),
    page: include_str!("pages/cox.md"),
    run,
};

pub(super) const TIES: OptionKind = OptionKind::Choice(&["efron", "breslow", "exact"]);

pub(super) fn ties(options: &Options) -> Ties {
    match options.word("ties") {
        "breslow" => Ties::Breslow,
        "exact" => Ties::Exact,
        _ => Ties::Efron,
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
    pub fn at(&self, column: usize, at: &At) -> At {
        match (self.groups.get(column).copied().flatten(), self.names.get(column).and_then(Option::as_ref)) {
            (Some(group), _) if self.group_columns() > 1 => at.group(group),
            (_, Some(name)) => at.term(name),
            _ => at.clone(),
        }
    }

    pub fn model<'a>(&'a self, observations: &'a Observations, input: &'a Input) -> Model<'a> {
        Model { observations, covariates: &self.columns, strata: input.strata.as_deref(), offset: None }
    }

    /// Why there is no fit, in the words of the trial.
    pub fn reason(&self, failure: Failure) -> NotEstimable {
        let named = |column: usize| match (self.groups.get(column).copied().flatten(), self.names.get(column)) {
            (Some(_), _) => "the group".to_string(),
            (None, Some(Some(name))) => name.clone(),
            _ => "a covariate".to_string(),
        };
        match failure {
            Failure::Redundant(columns) => {
                let names: Vec<String> = columns.into_iter().map(named).collect();
                let names = names.join(", ");
                NotEstimable::new(format!(
                    "{names} does not vary among patients at risk, or is determined by the others"
                ))
            }
            Failure::Monotone { direction, .. } => {
                let greatest = direction.iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
                let name = greatest.map_or_else(|| "a covariate".to_string(), |(column, _)| named(column));
                NotEstimable::new(format!(
                    "monotone likelihood: events separate completely by {name}, the ratio has no finite estimate"
                ))
            }
            Failure::NotEstimable(reason) => reason,
        }
    }
}

struct Fitted {
    fit: Fit,
    /// The one asked for, and its clusters.
    variance: Matrix,
    cluster: Option<Vec<usize>>,
    observations: Observations,
}

fn run(input: &Input, options: &Options) -> Output {
    if options.word("likelihood") == "firth" {
        return firth::run(input, options);
    }
    let design = Design::new(input);
    let fitted = fitted(input, &design, options);
    let mut output = Output::default();
    let events = fitted.as_ref().map(|f| f.fit.rows.events() as f64).map_err(NotEstimable::clone);
    let at = At::estimate().in_(Quantity::Count);
    output.push("n", at.clone(), count(input.group.len()));
    output.push("events", at, events.map_or_else(|reason| number(Err(reason)), |e| count(e as usize)));
    let z = normal_upper_quantile((1.0 - input.level) / 2.0);
    for column in 0..design.columns.len() {
        let coefficient = fitted
            .as_ref()
            .map(|f| (f.fit.coefficients[column], f.variance[(column, column)].sqrt()))
            .map_err(NotEstimable::clone);
        let at = design.at(column, &At::estimate());
        let ratio = coefficient.clone().map(|(beta, _)| libm::exp(beta));
        output.push("hazard_ratio", at.in_(Quantity::Ratio), number(ratio));
        add_ratio(&mut output, &at, &coefficient, z);
        if column >= design.group_columns() || (options.word("test") == "wald" && design.group_columns() == 1) {
            add_wald(&mut output, &design.at(column, &At::test()), &coefficient);
        }
    }
    let tested = design.group_columns();
    if tested > 0 && (options.word("test") != "wald" || tested > 1) {
        let test = fitted.and_then(|f| group_test(&f, input, &design, options));
        add_test(&mut output, &At::test(), &test);
    }
    output
}

fn fitted(input: &Input, design: &Design, options: &Options) -> Result<Fitted, NotEstimable> {
    let observations = observations(input)?;
    if design.columns.is_empty() {
        return Err(NotEstimable::new("there is nothing to compare"));
    }
    let fit = fit(&design.model(&observations, input), ties(options)).map_err(|failure| design.reason(failure))?;
    let cluster = match (options.word("variance"), options.word("by")) {
        ("robust", "patient") => Some(input.patient.clone()),
        ("robust", "cluster") => {
            Some(input.cluster.clone().ok_or_else(|| NotEstimable::new("the analysis has no clusters"))?)
        }
        ("robust", _) => Some(input.pair.clone().ok_or_else(|| NotEstimable::new("the population has no pairs"))?),
        _ => None,
    };
    let variance = match &cluster {
        Some(cluster) => robust::robust_variance(&fit, cluster)?,
        None => fit.variance.clone(),
    };
    Ok(Fitted { fit, variance, cluster, observations })
}

/// The limits of a ratio, its logarithm and the standard error of that.
pub(super) fn add_ratio(output: &mut Output, at: &At, coefficient: &Result<(f64, f64), NotEstimable>, z: f64) {
    let value = |of: &dyn Fn(f64, f64) -> f64| number(coefficient.clone().map(|(beta, error)| of(beta, error)));
    output.push("lower", at.in_(Quantity::Ratio), value(&|beta, error| libm::exp(beta - z * error)));
    output.push("upper", at.in_(Quantity::Ratio), value(&|beta, error| libm::exp(beta + z * error)));
    output.push("log_hazard_ratio", at.clone(), value(&|beta, _| beta));
    output.push("standard_error", at.clone(), value(&|_, error| error));
}

pub(super) fn add_wald(output: &mut Output, at: &At, coefficient: &Result<(f64, f64), NotEstimable>) {
    let z = coefficient.clone().and_then(|(beta, error)| match error > 0.0 {
        true => Ok(beta / error),
        false => Err(NotEstimable::new("the standard error is 0")),
    });
    output.push("z", at.clone(), number(z.clone()));
    output.push("p_value", at.in_(Quantity::PValue), number(z.map(|z| 2.0 * normal_sf(z.abs()))));
}

/// The test of all columns that stand for groups, the covariates staying in the model.
fn group_test(fitted: &Fitted, input: &Input, design: &Design, options: &Options) -> Result<ChiSquared, NotEstimable> {
    let tested = design.group_columns();
    if options.word("test") == "wald" {
        return wald(fitted, tested);
    }
    if let Some(cluster) = &fitted.cluster {
        return match options.word("test") {
            "score" if tested == design.columns.len() => robust::robust_score_test(&fitted.fit, cluster),
            "score" => Err(NotEstimable::new("the robust score test is defined without further covariates only")),
            _ => Err(NotEstimable::new("with a robust variance the likelihood ratio is no test")),
        };
    }
    let mut restricted = vec![0.0; design.columns.len()];
    if tested < design.columns.len() {
        let others = Model { covariates: &design.columns[tested..], ..design.model(&fitted.observations, input) };
        let others = fit(&others, fitted.fit.ties).map_err(NotEstimable::from)?;
        restricted[tested..].copy_from_slice(&others.coefficients);
    }
    let at_restricted = likelihood(&fitted.fit.rows, &restricted, fitted.fit.ties);
    match options.word("test") {
        "score" => score_test_at(&at_restricted, tested),
        _ => Ok(ChiSquared::new(2.0 * (fitted.fit.at_maximum.log - at_restricted.log), tested as f64)),
    }
}

fn wald(fitted: &Fitted, tested: usize) -> Result<ChiSquared, NotEstimable> {
    let variance = fitted.variance.part(&(0..tested).collect::<Vec<_>>());
    let beta = &fitted.fit.coefficients[..tested];
    let factor = variance.factor(1e-11).map_err(|_| NotEstimable::new("too few clusters"))?;
    Ok(ChiSquared::new(dot(&factor.solve(beta), beta), tested as f64))
}
