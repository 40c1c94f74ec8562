//! A plan carried out on many sets of made-up patients, in memory, under no effect and under what it assumes: how often its
//! tests reject, its intervals hold, its pairs are found, and how far its estimates are from what was drawn.
//!
//! Each replicate is a simulation from a seed of its own, read, derived, matched and analysed as a run does it. What comes of
//! a replicate depends on its number alone, and what is kept has no order but that: the threads have no part in the answer.

mod asked;
mod counted;
mod tally;
mod truth;

pub(super) use asked::assumption;
pub use asked::{Analyses, Rehearsed, Under};

use super::given::{Given, OnDisk};
use super::load::bound;
use super::progress::{Count, Follow, Stage};
use super::unfilled::nobody;
use super::{RunError, Trace, count};
use crate::analyse::{self, Context};
use crate::binding::Binding;
use crate::compile::{Compiled, compile_at};
use crate::derive::{self, Noted, seen::Seen};
use crate::plan::ir::{Assumption, Plan};
use crate::program::{self, Program, StepId};
use crate::results::{ENGINE, Unusable};
use crate::simulate::{self, Asked, Simulator, Undrawn, Unsatisfied};
use crate::stats::random::{GENERATOR, Stream};
use asked::{analyses, no_number_of_patients, truths};
use counted::discordant;
use serde::Serialize;
use std::path::Path;
use tally::{Kind, Tally};

/// The operating characteristics of a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rehearsal {
    pub engine: String,
    pub study: String,
    pub plan_digest: String,
    pub generator: &'static str,
    pub seed: u64,
    pub replicates: u64,
    pub alpha: f64,
    /// Under no effect first, then by assumption in the order of the plan.
    pub under: Vec<Characteristics>,
}

/// Those under one truth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Characteristics {
    /// `none`, or the name of the assumption.
    pub effect: String,
    pub patients: u64,
    /// What is assumed and not drawn.
    pub undrawn: Vec<Undrawn>,
    /// Analyses carried out of whose endpoint, as they ask for it, nothing was drawn.
    pub nothing_drawn: Vec<String>,
    /// By p-value of a main test, how often it is at most the level of the test, unadjusted: the type I error, or the power. One
    /// that cannot be estimated rejects nothing.
    pub tests: Vec<Share>,
    /// By p-value adjusted in a family, how often it rejects; then of the family how often any does, and all do.
    pub families: Vec<Share>,
    /// By what is to be shown by a limit, how often it is shown.
    pub margins: Vec<Share>,
    /// By estimate of an effect, how far its mean is from the true one.
    pub estimates: Vec<Estimate>,
    /// By interval of an effect, how often it holds the true one: its coverage, of those that can be estimated.
    pub intervals: Vec<Share>,
    /// By matching, the share of the treated patients of all replicates who found a pair. They are matched together within a
    /// replicate, so that the standard error of a proportion is none of this share.
    pub matched: Vec<Share>,
    /// By analysis of matched pairs that counts them, the share of the pairs of all replicates of which one member alone responds.
    pub discordant: Vec<Share>,
}

/// A share of the replicates, with its Monte Carlo error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The identifier of the number, or the name of the matching.
    pub of: String,
    pub clause: String,
    /// The level of a test, or the true effect that an interval is to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    pub count: u64,
    pub among: u64,
    /// Replicates in which there is such a number.
    pub estimable: u64,
    pub share: Option<f64>,
    /// The standard error of a proportion, √(p(1 − p)/n), of independent replicates.
    pub monte_carlo_error: Option<f64>,
}

/// An estimate over the replicates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The identifier of the number.
    pub of: String,
    pub clause: String,
    pub truth: f64,
    /// Bias and its error are those of the logarithm, and the mean is the geometric one.
    pub logarithm: bool,
    pub among: u64,
    pub estimable: u64,
    pub mean: Option<f64>,
    pub bias: Option<f64>,
    pub monte_carlo_error: Option<f64>,
}

/// The rehearsal of a plan and its binding on the disk; the diagnostics of a plan with errors.
pub fn rehearse(path: &Path, asked: &Rehearsed, progress: Follow) -> Result<(Compiled, Option<Rehearsal>), RunError> {
    progress(Stage::ReadPlan.begun());
    let compiled = compile_at(path)?;
    let rehearsal = match &compiled.plan {
        Some(plan) => {
            progress(Stage::Rehearse.begun());
            Some(rehearse_telling(plan, &compiled, &OnDisk::new(&compiled, None), (asked, progress))?)
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
    rehearse_telling(plan, compiled, given, (asked, &|_| {}))
}

/// As [`rehearse_from`]; it is told how many replicates are done.
fn rehearse_telling(
    plan: &Plan,
    compiled: &Compiled,
    given: &dyn Given,
    (asked, progress): (&Rehearsed, Follow),
) -> Result<Rehearsal, RunError> {
    let program = program::lower(plan);
    let mut binding = bound(plan, compiled, given)?.binding;
    binding.tables.iter_mut().for_each(|table| table.stated = Default::default());
    let analyses = analyses(plan, compiled, &asked.analyses)?;
    // What the records say of their steps is the same whatever the data.
    let trace = Trace::new(plan, &program, &compiled.sources, &nobody(plan));
    let needed = needed(&program, &analyses);
    let mut under = vec![];
    let truths = truths(plan, compiled, &asked.under)?;
    let count = Count::new(Stage::Rehearse, asked.replicates.saturating_mul(truths.len() as u64), progress);
    for assumption in truths {
        let expected = assumption.or(plan.assumptions.first());
        let patients = asked.patients.or_else(|| Some(expected?.patients.iter().sum()));
        let patients = patients.ok_or_else(|| no_number_of_patients(plan, compiled))?;
        let of = Of {
            plan,
            program: &program,
            compiled,
            binding: &binding,
            analyses: &analyses,
            needed: &needed,
            trace: &trace,
            assumption,
            patients,
            count: &count,
        };
        under.push(of.characteristics(asked)?);
    }
    Ok(Rehearsal {
        engine: ENGINE.to_string(),
        study: plan.study.name.clone(),
        plan_digest: compiled.digest.clone(),
        generator: GENERATOR,
        seed: asked.seed,
        replicates: asked.replicates,
        alpha: plan.settings.alpha(),
        under,
    })
}

/// The steps that analyses and matchings rest on, in the order of the program.
fn needed(program: &Program, analyses: &[usize]) -> Vec<StepId> {
    let own = analyses.iter().map(|analysis| program.analyses[*analysis]);
    let asked: Vec<StepId> = own.chain(program.matchings.iter().copied()).chain([program.arms]).collect();
    let mut steps = program.upstream(&asked);
    steps.reverse();
    steps
}

#[derive(Clone, Copy)]
struct Of<'a> {
    plan: &'a Plan,
    program: &'a Program,
    compiled: &'a Compiled,
    binding: &'a Binding,
    /// Places in the plan.
    analyses: &'a [usize],
    /// What these and the matchings rest on.
    needed: &'a [StepId],
    trace: &'a Trace,
    assumption: Option<&'a Assumption>,
    patients: u64,
    count: &'a Count<'a>,
}

impl<'a> Of<'a> {
    fn simulator(self) -> Simulator<'a> {
        let Of { plan, program, compiled, binding, assumption, .. } = self;
        Simulator::new(simulate::Given { plan, program, sources: &compiled.sources, binding, under: assumption })
    }

    fn characteristics(self, asked: &Rehearsed) -> Result<Characteristics, RunError> {
        let threads = asked.threads.clamp(1, usize::try_from(asked.replicates).unwrap_or(usize::MAX).max(1));
        let parts: Vec<Result<Tally, Unsatisfied>> = std::thread::scope(|scope| {
            let start = |thread: usize| scope.spawn(move || self.part(asked, thread as u64, threads as u64));
            let started: Vec<_> = (0..threads).map(start).collect();
            let broken = |_| std::panic::resume_unwind(Box::new("a thread of the rehearsal was broken off"));
            started.into_iter().map(|thread| thread.join().unwrap_or_else(broken)).collect()
        });
        let mut tally = Tally::default();
        for part in parts {
            tally.add(part.map_err(RunError::NoPatientFits)?);
        }
        let simulator = self.simulator();
        let name = |place: &usize| self.plan.analyses[*place].header.name.clone();
        let undrawn = |place: &&usize| !simulator.is_drawn(&self.plan.analyses[**place]);
        let without_error = |share: Share| Share { monte_carlo_error: None, ..share };
        Ok(Characteristics {
            effect: self.assumption.map_or(Under::NOTHING, |of| &of.header.name).to_string(),
            patients: self.patients,
            undrawn: simulator.undrawn().to_vec(),
            nothing_drawn: match self.assumption {
                Some(_) => self.analyses.iter().filter(undrawn).map(name).collect(),
                None => vec![],
            },
            tests: tally.shares(Kind::Test),
            families: tally.shares(Kind::Family),
            margins: tally.shares(Kind::Margin),
            estimates: tally.estimates(),
            intervals: tally.shares(Kind::Interval),
            matched: tally.shares(Kind::Matched).into_iter().map(without_error).collect(),
            discordant: tally.shares(Kind::Discordant).into_iter().map(without_error).collect(),
        })
    }

    /// Every so-manieth replicate.
    fn part(self, asked: &Rehearsed, first: u64, every: u64) -> Result<Tally, Unsatisfied> {
        let simulator = self.simulator();
        let mut tally = Tally::default();
        let mut replicate = first;
        while replicate < asked.replicates {
            let seed = Stream::new(asked.seed, &[replicate]).draw();
            let files = simulator.files(Asked { seed, patients: self.patients })?;
            self.carry_out(&simulator, &files, (replicate, &mut tally));
            self.count.one();
            replicate += every;
        }
        Ok(tally)
    }

    fn carry_out(self, simulator: &Simulator, files: &simulate::Files, (replicate, tally): (u64, &mut Tally)) {
        let Of { plan, program, compiled, binding, .. } = self;
        let Some(read) = simulate::read(plan, binding, files) else { return };
        let derived = derive::needed(plan, program, &read.data, self.needed);
        for (matching, found) in plan.matchings.iter().zip(&derived.matched) {
            let (pairs, treated) = (found.pairs.len() as u64, found.treated.len() as u64);
            let of = tally::Of { name: &matching.header.name, clause: plan.clause_number(matching.header.clause) };
            tally.count(Kind::Matched, of, None, (pairs, u64::from(pairs > 0), treated));
        }
        let noted = Noted::default();
        let (counts, unusable) = (count(&[]), Unusable::default());
        let context = Context {
            plan,
            sources: &compiled.sources,
            program,
            data: &read.data,
            seen: Seen::new(&derived, program, &noted),
            trace: self.trace,
            plan_digest: &compiled.digest,
            findings: &counts,
            unusable: &unusable,
            draft: true,
            tell: &|_| {},
            keep: &|_| {},
            done: &|_| {},
        };
        let decided = analyse::decide(context, self.analyses);
        self.tests(&decided, tally);
        self.margins(&decided, tally);
        discordant(&decided, tally);
        for record in &decided.records {
            self.estimated(simulator, (record, &decided.records), (replicate, tally));
        }
    }
}
