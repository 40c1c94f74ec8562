//! A plan carried out on many sets of made-up patients, in memory: how often its tests reject, its intervals hold, its pairs
//! are found.
//!
//! Each replicate is a simulation from a seed of its own, read, derived, matched and analysed as a run does it. What comes of
//! a replicate depends on its number alone, and what is kept are counts: the threads have no part in the answer.

use super::given::{Given, OnDisk};
use super::load::bound;
use super::{RunError, Trace, count};
use crate::analyse::{self, Context};
use crate::binding::Binding;
use crate::catalogue::{self, Statistic};
use crate::compile::{Compiled, compile_at};
use crate::derive::{self, Noted, seen::Seen};
use crate::diagnostic::{Code, Diagnostic, Subject, codes, nearest, said};
use crate::number::{Number, Quantity};
use crate::plan::ir::{self, Plan};
use crate::program::{self, Program, StepId};
use crate::results::{ENGINE, Record, Standing, Unusable};
use crate::simulate::{self, Asked, Simulator, Unsatisfied};
use crate::stats::power::monte_carlo_error;
use crate::stats::random::{GENERATOR, Stream};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What is rehearsed.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    pub seed: u64,
    pub replicates: u64,
    pub patients: u64,
    pub analyses: Analyses,
    /// No number follows from it.
    pub threads: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Analyses {
    Primary,
    All,
    Named(Vec<String>),
}

impl Analyses {
    const PRIMARY: &str = "primary";
    const ALL: &str = "all";

    /// As it stands on the command line.
    pub fn asked(text: &str) -> Analyses {
        if text == Analyses::PRIMARY {
            return Analyses::Primary;
        }
        if text == Analyses::ALL {
            return Analyses::All;
        }
        Analyses::Named(text.split(',').map(|name| name.trim().to_string()).collect())
    }
}

/// The operating characteristics of a plan under no effect.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rehearsal {
    pub engine: String,
    pub study: String,
    pub plan_digest: String,
    pub generator: &'static str,
    pub seed: u64,
    pub replicates: u64,
    pub patients: u64,
    /// What is told of the patients whatever their arm.
    pub effect: &'static str,
    pub alpha: f64,
    /// By p-value of a main test, how often it is at most alpha: the type I error. One that cannot be estimated rejects nothing.
    pub tests: Vec<Share>,
    /// By interval of an effect, how often it holds that there is none: its coverage, of those that can be estimated.
    pub intervals: Vec<Share>,
    /// By matching, the share of the treated patients of all replicates who found a pair. They are matched together within a
    /// replicate, so that the standard error of a proportion is none of this share.
    pub matched: Vec<Share>,
}

/// A share of the replicates, with its Monte Carlo error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The identifier of the number, or the name of the matching.
    pub of: String,
    pub clause: String,
    pub count: u64,
    pub among: u64,
    /// Replicates in which there is such a number.
    pub estimable: u64,
    pub share: Option<f64>,
    /// The standard error of a proportion, √(p(1 − p)/n), of independent replicates.
    pub monte_carlo_error: Option<f64>,
}

/// The rehearsal of a plan and its binding on the disk; the diagnostics of a plan with errors.
pub fn rehearse(
    path: &Path,
    asked: &Rehearsed,
    progress: &dyn Fn(&str),
) -> Result<(Compiled, Option<Rehearsal>), RunError> {
    progress("reading the plan");
    let compiled = compile_at(path)?;
    let rehearsal = match &compiled.plan {
        Some(plan) => {
            progress("rehearsing");
            Some(rehearse_from(plan, &compiled, &OnDisk::new(&compiled, None), asked)?)
        }
        None => None,
    };
    Ok((compiled, rehearsal))
}

/// A function of the plan, the binding and what is asked.
pub fn rehearse_from(
    plan: &Plan,
    compiled: &Compiled,
    given: &dyn Given,
    asked: &Rehearsed,
) -> Result<Rehearsal, RunError> {
    let program = program::lower(plan);
    let mut binding = bound(plan, compiled, given)?.binding;
    binding.tables.iter_mut().for_each(|table| table.stated = Default::default());
    let steps = steps(plan, &program, compiled, &asked.analyses)?;
    let of = Of { plan, program: &program, compiled, binding: &binding, steps: &steps };
    let threads = asked.threads.clamp(1, usize::try_from(asked.replicates).unwrap_or(usize::MAX).max(1));
    let parts: Vec<Result<Tally, Unsatisfied>> = std::thread::scope(|scope| {
        let start = |thread: usize| scope.spawn(move || of.part(asked, thread as u64, threads as u64));
        let started: Vec<_> = (0..threads).map(start).collect();
        let broken = |_| std::panic::resume_unwind(Box::new("a thread of the rehearsal was broken off"));
        started.into_iter().map(|thread| thread.join().unwrap_or_else(broken)).collect()
    });
    let mut tally = Tally::default();
    for part in parts {
        tally.add(part.map_err(RunError::NoPatientFits)?);
    }
    Ok(of.rehearsal(asked, &tally))
}

/// What is counted of a number: how often it was as asked, how often there was one, and of how many.
#[derive(Clone, Debug, Default)]
struct Counted {
    clause: String,
    count: u64,
    estimable: u64,
    among: u64,
}

#[derive(Default)]
struct Tally {
    tests: BTreeMap<String, Counted>,
    intervals: BTreeMap<String, Counted>,
    matched: BTreeMap<String, Counted>,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        for (mine, others) in
            [(&mut self.tests, other.tests), (&mut self.intervals, other.intervals), (&mut self.matched, other.matched)]
        {
            for (of, counted) in others {
                note(mine, &of, &counted.clause, (counted.count, counted.estimable, counted.among));
            }
        }
    }
}

fn note(of: &mut BTreeMap<String, Counted>, name: &str, clause: &str, (count, estimable, among): (u64, u64, u64)) {
    let counted = of.entry(name.to_string()).or_default();
    counted.clause = clause.to_string();
    counted.count += count;
    counted.estimable += estimable;
    counted.among += among;
}

#[derive(Clone, Copy)]
struct Of<'a> {
    plan: &'a Plan,
    program: &'a Program,
    compiled: &'a Compiled,
    binding: &'a Binding,
    steps: &'a [StepId],
}

impl Of<'_> {
    /// Every so-manieth replicate.
    fn part(self, asked: &Rehearsed, first: u64, every: u64) -> Result<Tally, Unsatisfied> {
        let Of { plan, program, compiled, binding, .. } = self;
        let given = simulate::Given { plan, program, sources: &compiled.sources, binding };
        let simulator = Simulator::new(given);
        let mut tally = Tally::default();
        let mut replicate = first;
        while replicate < asked.replicates {
            let seed = Stream::new(asked.seed, &[replicate]).draw();
            let files = simulator.files(Asked { seed, patients: asked.patients })?;
            self.carry_out(&files, &mut tally);
            replicate += every;
        }
        Ok(tally)
    }

    fn carry_out(self, files: &simulate::Files, tally: &mut Tally) {
        let Of { plan, program, compiled, binding, steps } = self;
        let Some(read) = simulate::read(plan, binding, files) else { return };
        let derived = derive::derive(plan, program, &read.data);
        for (matching, found) in plan.matchings.iter().zip(&derived.matched) {
            let (pairs, treated) = (found.pairs.len() as u64, found.treated.len() as u64);
            let clause = plan.clause_number(matching.header.clause);
            note(&mut tally.matched, &matching.header.name, clause, (pairs, u64::from(pairs > 0), treated));
        }
        let noted = Noted::default();
        let trace = Trace::new(plan, program, &compiled.sources, &read.data);
        let (counts, unusable) = (count(&[]), Unusable::default());
        let context = Context {
            plan,
            sources: &compiled.sources,
            program,
            data: &read.data,
            seen: Seen::new(&derived, program, &noted),
            trace: &trace,
            plan_digest: &compiled.digest,
            findings: &counts,
            unusable: &unusable,
            draft: true,
            tell: &|_| {},
            keep: &|_| {},
        };
        for step in steps {
            let records = analyse::of_step(context, *step);
            records.iter().for_each(|record| self.judged(record, &records, tally));
        }
    }

    fn judged(self, record: &Record, all: &[Record], tally: &mut Tally) {
        if record.statistic == Statistic::PValue && record.standing == Standing::MainTest {
            let (rejects, estimable) = match record.value {
                Number::Real(p) => (p <= self.plan.settings.alpha(), true),
                Number::Count(_) | Number::Infinite | Number::NegativeInfinite | Number::NotEstimable(_) => {
                    (false, false)
                }
            };
            note(&mut tally.tests, &record.id, &record.clause, (u64::from(rejects), u64::from(estimable), 1));
        }
        if let Some((lower, upper, none)) = limits(record, all) {
            let held = below(&lower.value, none).zip(below_is(none, &upper.value)).map(|(a, b)| a && b);
            let counts = (u64::from(held == Some(true)), u64::from(held.is_some()), u64::from(held.is_some()));
            note(&mut tally.intervals, &record.id, &record.clause, counts);
        }
    }

    fn rehearsal(self, asked: &Rehearsed, tally: &Tally) -> Rehearsal {
        let shares = |of: &BTreeMap<String, Counted>| -> Vec<Share> {
            of.iter().map(|(name, counted)| share(name, counted)).collect()
        };
        Rehearsal {
            engine: ENGINE.to_string(),
            study: self.plan.study.name.clone(),
            plan_digest: self.compiled.digest.clone(),
            generator: GENERATOR,
            seed: asked.seed,
            replicates: asked.replicates,
            patients: asked.patients,
            effect: "none",
            alpha: self.plan.settings.alpha(),
            tests: shares(&tally.tests),
            intervals: shares(&tally.intervals),
            matched: shares(&tally.matched)
                .into_iter()
                .map(|share| Share { monte_carlo_error: None, ..share })
                .collect(),
        }
    }
}

fn share(name: &str, counted: &Counted) -> Share {
    let estimate = monte_carlo_error(counted.count, counted.among);
    Share {
        of: name.to_string(),
        clause: counted.clause.clone(),
        count: counted.count,
        among: counted.among,
        estimable: counted.estimable,
        share: estimate.map(|(share, _)| share),
        monte_carlo_error: estimate.map(|(_, error)| error),
    }
}

/// The limits of an effect, and the effect that is none.
fn limits<'r>(record: &Record, all: &'r [Record]) -> Option<(&'r Record, &'r Record, f64)> {
    let none = match (record.quantity, record.statistic) {
        (Quantity::ProportionDifference, _) | (_, Statistic::Difference) => 0.0,
        (Quantity::Ratio, _) => 1.0,
        _ => return None,
    };
    if record.term.is_some() || record.standing != Standing::Estimate {
        return None;
    }
    let method = catalogue::named(&record.method.as_ref()?.name)?;
    let given = method.gives.iter().find(|given| given.statistic == record.statistic && given.limits.is_some())?;
    let (lower, upper) = given.limits?;
    let place = record.id.strip_suffix(record.statistic.code())?;
    let find = |limit: Statistic| all.iter().find(|other| other.id == format!("{place}{}", limit.code()));
    Some((find(lower)?, find(upper)?, none))
}

fn below(number: &Number, bound: f64) -> Option<bool> {
    match number {
        Number::Real(value) => Some(*value <= bound),
        Number::NegativeInfinite => Some(true),
        Number::Infinite => Some(false),
        Number::Count(_) | Number::NotEstimable(_) => None,
    }
}

fn below_is(bound: f64, number: &Number) -> Option<bool> {
    match number {
        Number::Real(value) => Some(bound <= *value),
        Number::Infinite => Some(true),
        Number::NegativeInfinite => Some(false),
        Number::Count(_) | Number::NotEstimable(_) => None,
    }
}

/// The analyses that are asked for, in the order of the plan.
fn steps(plan: &Plan, program: &Program, compiled: &Compiled, asked: &Analyses) -> Result<Vec<StepId>, RunError> {
    if let Analyses::Named(names) = asked {
        let known: Vec<&str> = plan.analyses.iter().map(|a| a.header.name.as_str()).collect();
        if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
            return Err(no_analysis(plan, compiled, name, &known));
        }
    }
    let is_asked = |analysis: &ir::Analysis| match asked {
        Analyses::All => true,
        Analyses::Primary => analysis.role == ir::Role::Primary,
        Analyses::Named(names) => names.contains(&analysis.header.name),
    };
    let steps = plan.analyses.iter().zip(&program.analyses).filter(|(analysis, _)| is_asked(analysis));
    Ok(steps.map(|(_, step)| *step).collect())
}

const NO_ANALYSIS: Code = codes::NO_ANALYSIS;

fn no_analysis(plan: &Plan, compiled: &Compiled, name: &str, known: &[&str]) -> RunError {
    let near = nearest(name, known.iter().copied());
    let hint =
        near.map_or_else(|| format!("known here: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
    let study = plan.study.name_span;
    let diagnostic = Diagnostic::new(NO_ANALYSIS, said!("The plan has no analysis `{name}`", name))
        .about(Subject::Name(name.to_string()))
        .at(study, "of this study")
        .hint(hint);
    RunError::Data { diagnostic: Box::new(diagnostic), sources: compiled.sources.clone() }
}
