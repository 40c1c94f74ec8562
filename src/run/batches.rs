//! The patients in batches: each is derived, checked and told by itself, on one of the threads, and what comes of it is taken over in
//! the order of the patients.

use super::progress::{Follow, Stage};
use crate::analyse::sets::Set;
use crate::analyse::{Names, readings_of, tell_readings};
use crate::checks::{self, Found, Silent};
use crate::data::Read;
use crate::data::parts::Parts;
use crate::derive::model::Derived;
use crate::derive::seen::Seen;
use crate::derive::{Noted, of_part, settle};
use crate::diagnostic::Sources;
use crate::plan::ir::Plan;
use crate::program::Program;
use crate::results::PatientFact;
use std::sync::mpsc::sync_channel;

/// How the work on the patients is divided: neither has a part in any result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    /// One at least.
    pub threads: usize,
    /// Patients of a batch, one at least.
    pub batch: usize,
}

impl Default for Division {
    /// As many threads as the machine runs at once; few enough patients that little of what is made stands at a time.
    fn default() -> Self {
        Division { threads: std::thread::available_parallelism().map_or(1, usize::from), batch: 32 }
    }
}

/// Who is told what was derived of each patient.
pub trait Told {
    /// What is told of a batch, made ready on the thread of the batch.
    type Batch: Default + Send;

    fn put(batch: &mut Self::Batch, fact: PatientFact);

    fn take(&self, batch: Self::Batch);

    fn tell(&self, fact: PatientFact) {
        let mut alone = Self::Batch::default();
        Self::put(&mut alone, fact);
        self.take(alone);
    }

    /// What an analysis read, of which nothing is made unless it is kept.
    fn keep(&self, _set: &dyn Fn() -> Set) {}
}

/// Of single patients nothing is kept.
pub struct Untold;

impl Told for Untold {
    type Batch = ();

    fn put(_: &mut (), _: PatientFact) {}

    fn take(&self, (): ()) {}
}

/// What is read while a batch is worked on.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub plan: &'a Plan,
    pub program: &'a Program,
    pub sources: &'a Sources,
    pub read: &'a Read,
    pub silent: &'a Silent,
}

struct Batch<B> {
    number: usize,
    derived: Derived,
    found: Vec<Found>,
    told: B,
}

/// All that is derived and found, told as it is.
pub fn carry_out<T: Told>(given: Given, division: Division, told: &T) -> (Derived, Vec<Found>) {
    carry_out_dealing(given, division, told, (&|_| {}, &|_| {}))
}

/// As [`carry_out`], the arms being dealt before anything is made of everybody, and told of how many patients it is done.
pub fn carry_out_dealing<T: Told>(
    given: Given,
    division: Division,
    told: &T,
    (deal, progress): (&dyn Fn(&mut Derived), Follow),
) -> (Derived, Vec<Found>) {
    let data = &given.read.data;
    let parts = Parts::new(given.plan, data, division.batch);
    let mut derived = Derived::of(given.plan, 0);
    let patients = data.tables[given.plan.patient_table().0].rows.len();
    let (mut found, mut done) = (vec![], 0);
    readings_of(given.plan).map(PatientFact::Readings).for_each(|fact| told.tell(fact));
    in_order(
        given,
        &parts,
        division.threads,
        &mut |batch: Batch<T::Batch>| {
            let rows = parts.rows(batch.number);
            done += rows.get(given.plan.patient_table().0).map_or(0, |rows| rows.len());
            derived.append(given.plan, &rows, patients, batch.derived);
            found.extend(batch.found);
            told.take(batch.told);
            progress(Stage::Derive.at(done as u64, patients as u64));
        },
        &T::put,
    );
    deal(&mut derived);
    settle(given.program, &mut derived);
    (derived, found)
}

/// Each thread has every so-manieth batch, and waits until the one before it was taken: no more than two of each are held.
fn in_order<B: Default + Send>(
    given: Given,
    parts: &Parts,
    threads: usize,
    take: &mut dyn FnMut(Batch<B>),
    put: &(dyn Fn(&mut B, PatientFact) + Sync),
) {
    let threads = threads.clamp(1, parts.count());
    if threads == 1 {
        (0..parts.count()).for_each(|number| take(batch(given, parts, number, put)));
        return;
    }
    std::thread::scope(|scope| {
        let start = |thread: usize| {
            let (sender, receiver) = sync_channel(1);
            let work = move || {
                let mut own = (thread..parts.count()).step_by(threads);
                // Nobody takes it any more where another thread was broken off.
                own.all(|number| sender.send(batch(given, parts, number, put)).is_ok());
            };
            scope.spawn(work);
            receiver
        };
        let receivers: Vec<_> = (0..threads).map(start).collect();
        for number in 0..parts.count() {
            // Without an answer the thread was broken off, and so is this one when all have ended.
            let Ok(batch) = receivers[number % threads].recv() else { break };
            take(batch);
        }
    });
}

fn batch<B: Default>(given: Given, parts: &Parts, number: usize, put: &dyn Fn(&mut B, PatientFact)) -> Batch<B> {
    let Given { plan, program, sources, read, silent } = given;
    let data = parts.part(&read.data, number);
    let mut derived = of_part(plan, program, &data);
    let found = checks::of_part(plan, program, sources, read, (&data, &derived), silent);
    let (noted, mut told) = (Noted::default(), B::default());
    let names = Names { plan, program, data: &data, seen: Seen::new(&derived, program, &noted) };
    tell_readings(names, &mut |fact| put(&mut told, fact));
    derived.drop_readings();
    Batch { number, derived, found, told }
}
