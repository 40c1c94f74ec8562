//! What of an analysis stands or falls together: its numbers of one endpoint, by one criterion, at one timepoint.

use super::copy::{Copy, count};
use super::pool::{Counted, Who};
use super::rests::is_part;
use crate::catalogue::Statistic;
use crate::results::{Group, MethodUse, Record, Role, Term};

/// A call of a method, or none, with its records.
pub type Call<'r> = (Option<&'r MethodUse>, Vec<(usize, &'r Record)>);

/// All arms, levels and contrasts are in it: where one of them is withheld, so are the others, which would tell it.
pub struct Unit<'r> {
    pub records: Vec<(usize, &'r Record)>,
    /// The arms compared.
    pub compare: Vec<String>,
}

/// Those of released analyses, those of the primary one, then the others.
pub fn units<'r>(copy: &Copy<'r>) -> Vec<Unit<'r>> {
    let mut units: Vec<Unit> = vec![];
    for (index, record) in copy.records(|r| is_of_unit(copy, r)) {
        let same = |unit: &&mut Unit| unit.records.first().is_some_and(|(_, first)| together(first, record));
        match units.iter_mut().find(same) {
            Some(unit) => unit.records.push((index, record)),
            None => units.push(Unit { records: vec![(index, record)], compare: compared(copy, record) }),
        }
    }
    let rank = |unit: &Unit| {
        let first = unit.records.first().map(|(_, r)| *r);
        let released = first.is_some_and(|r| copy.is_released(r));
        let primary = first.is_some_and(|r| r.role == Role::Primary);
        (!released, !primary)
    };
    units.sort_by_key(rank);
    units
}

fn is_of_unit(copy: &Copy, record: &Record) -> bool {
    let of_analysis = matches!(record.role, Role::Primary | Role::Secondary | Role::Sensitivity | Role::Supplementary);
    let adjusted = matches!(record.term, Some(Term::PValue(_)));
    of_analysis && !adjusted && copy.results.events.iter().all(|e| e.analysis != record.analysis)
}

fn together(a: &Record, b: &Record) -> bool {
    a.analysis == b.analysis
        && a.endpoint == b.endpoint
        && a.response == b.response
        && a.point() == b.point()
        && a.population == b.population
}

fn compared(copy: &Copy, record: &Record) -> Vec<String> {
    let known = copy.results.analyses.iter().find(|a| a.name == record.analysis);
    known.map(|a| a.compare.clone()).unwrap_or_default()
}

impl<'r> Unit<'r> {
    pub fn first(&self) -> Option<&'r Record> {
        self.records.first().map(|(_, record)| *record)
    }

    pub fn has(&self, statistics: &[Statistic]) -> bool {
        self.records.iter().any(|(_, r)| statistics.contains(&r.statistic))
    }

    /// The sizes of its groups; none where a group is no set of patients of its own.
    pub fn groups(&self) -> Option<Vec<Counted>> {
        let mut groups = vec![];
        for (_, record) in &self.records {
            let Some(n) = count(record).filter(|_| record.term.is_none() && record.time().is_none()) else { continue };
            match record.statistic {
                Statistic::N => groups.push(Counted::group(Who::of(&record.group)?, n)),
                // A pair is one patient of each of the two.
                Statistic::Pairs => groups.extend(between(&record.group).map(|arm| Counted::group(Who::arm(arm), n))),
                _ => {}
            }
        }
        Some(groups)
    }

    /// How many of each group are counted, of how many; none where that of one is not known, or of no set of patients.
    pub fn shares(&self, sizes: &dyn Fn(&Who) -> Option<i64>) -> Option<Vec<Counted>> {
        let mut shares = vec![];
        for (_, record) in self.records.iter().filter(|(_, r)| is_share(r)) {
            let who = Who::of(&record.group)?;
            let count = count(record)?;
            let n = self.size(record).or_else(|| sizes(&who))?;
            let what = what(record);
            shares.push(Counted { who, what, point: record.point().map(str::to_string), count, rest: n - count });
        }
        Some(shares)
    }

    /// The size of the group of a share, by the same call or else by another of the unit.
    pub fn size(&self, share: &Record) -> Option<i64> {
        let of_group = |r: &&(usize, &Record)| {
            r.1.statistic == Statistic::N
                && r.1.group == share.group
                && r.1.contrast == share.contrast
                && r.1.term.is_none()
        };
        let mut all = self.records.iter().filter(of_group);
        let same_call = self.records.iter().filter(of_group).find(|(_, r)| r.method == share.method);
        same_call.or_else(|| all.next()).and_then(|(_, r)| count(r))
    }

    /// The counts that together are a group, such as the four kinds of pairs.
    pub fn parts(&self) -> impl Iterator<Item = (usize, &'r Record)> + '_ {
        self.records.iter().copied().filter(|(_, r)| part(r))
    }

    /// Its records by the call of a method, those that no method computed first.
    pub fn calls(&self) -> Vec<Call<'r>> {
        let mut calls: Vec<Call> = vec![(None, vec![])];
        for (index, record) in &self.records {
            match calls.iter_mut().find(|(method, _)| *method == record.method.as_ref()) {
                Some((_, of)) => of.push((*index, record)),
                None => calls.push((record.method.as_ref(), vec![(*index, record)])),
            }
        }
        calls
    }
}

pub fn part(record: &Record) -> bool {
    let category = matches!(record.term, Some(Term::Category(_) | Term::Shift { .. } | Term::Response(_)));
    is_part(record.statistic) || (category && record.statistic == Statistic::Patients)
}

fn is_share(record: &Record) -> bool {
    let whole = record.term.is_none() || matches!(record.term, Some(Term::Cause(_)));
    let counted = matches!(record.statistic, Statistic::Responders | Statistic::Events | Statistic::Observed);
    whole && counted && record.time().is_none()
}

/// The outcome, and of several ways in which a time ends which of them.
fn what(record: &Record) -> String {
    let cause = record.term.as_ref().map(|term| term.word().into_owned()).unwrap_or_default();
    let [endpoint, response] = [&record.endpoint, &record.response].map(|name| name.as_deref().unwrap_or_default());
    format!("{endpoint} {response} {cause}")
}

fn between(group: &Group) -> impl Iterator<Item = &str> {
    let members = match group {
        Group::Between(members) => members.as_slice(),
        Group::All
        | Group::Arm(_)
        | Group::Exposed
        | Group::Unexposed
        | Group::Value
        | Group::Baseline
        | Group::Against { .. } => &[],
    };
    members.iter().filter_map(Group::arm)
}
