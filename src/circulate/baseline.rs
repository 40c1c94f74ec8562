//! What is told of characteristics at baseline: of a population and a characteristic all of it or nothing, the arms by themselves
//! and all patients by themselves.

use super::analyses::{is_within, takes_few_values};
use super::copy::{Copy, Family, count};
use super::pool::{Counted, Who};
use super::rests::follows;
use crate::catalogue::Statistic;
use crate::results::{Record, Role, Term};

pub fn tell(copy: &mut Copy) {
    let described = |r: &Record| r.role == Role::Baseline;
    let mut all: Vec<Vec<(usize, &Record)>> = vec![];
    for (index, record) in copy.records(described) {
        let same = |of: &&mut Vec<(usize, &Record)>| of.first().is_some_and(|(_, first)| together(first, record));
        match all.iter_mut().find(same) {
            Some(of) => of.push((index, record)),
            None => all.push(vec![(index, record)]),
        }
    }
    for records in &all {
        tell_characteristic(copy, records);
    }
}

fn name(record: &Record) -> Option<&str> {
    match &record.term {
        Some(Term::Characteristic { name, .. }) => Some(name),
        _ => None,
    }
}

/// All patients stand by themselves; a difference is one of arms.
fn of_all(record: &Record) -> bool {
    Who::of(&record.group) == Some(Who::All) && record.statistic != Statistic::StandardisedDifference
}

fn together(a: &Record, b: &Record) -> bool {
    a.population == b.population && name(a) == name(b) && of_all(a) == of_all(b)
}

fn tell_characteristic(copy: &mut Copy, records: &[(usize, &Record)]) {
    let Some((_, first)) = records.first() else { return };
    let population = first.population.as_str();
    let told = if of_all(first) { &copy.whole } else { &copy.by_arm };
    let Some(groups) = groups(records) else { return };
    let many = groups.iter().all(|group| copy.is_many(group.count)) && missing_is_told(copy, records);
    if !told.contains(population)
        || !many
        || !copy.groups.fits(&groups, copy.smallest)
        || takes_few_values(copy, records)
    {
        return;
    }
    let Some(levels) = levels(records, &groups) else { return };
    for (level, shares) in &levels {
        let key = Family::Level(level.clone());
        let many = shares.iter().all(|s| copy.is_many(s.count) && copy.is_many(s.rest));
        if !many || !copy.families.entry(key).or_default().fits(shares, copy.smallest) {
            return;
        }
    }
    copy.groups.add(&groups);
    for (level, shares) in &levels {
        copy.families.entry(Family::Level(level.clone())).or_default().add(shares);
    }
    let n = groups.iter().map(|group| group.count).min().unwrap_or_default();
    for (index, record) in records {
        let counted =
            matches!(record.statistic, Statistic::Count | Statistic::Missing | Statistic::StandardisedDifference);
        if counted || follows(record.statistic) || is_within(copy, record.statistic, n) {
            copy.tell(*index);
        }
    }
}

fn groups(records: &[(usize, &Record)]) -> Option<Vec<Counted>> {
    let sizes = records.iter().filter(|(_, r)| r.statistic == Statistic::N);
    sizes.map(|(_, r)| Some(Counted::group(Who::of(&r.group)?, count(r)?))).collect()
}

fn missing_is_told(copy: &Copy, records: &[(usize, &Record)]) -> bool {
    let mut missing = records.iter().filter(|(_, r)| r.statistic == Statistic::Missing);
    missing.all(|(_, r)| count(r).is_some_and(|n| copy.is_none_or_many(n)))
}

/// How many of each group have each level, of how many; none where that is not known of one.
fn levels(records: &[(usize, &Record)], groups: &[Counted]) -> Option<Vec<(String, Vec<Counted>)>> {
    let mut levels: Vec<(String, Vec<Counted>)> = vec![];
    for (_, record) in records.iter().filter(|(_, r)| r.statistic == Statistic::Count) {
        let (who, count) = (Who::of(&record.group)?, count(record)?);
        let n = groups.iter().find(|group| group.who == who)?.count;
        let level = record.term.as_ref().map(|term| term.word().into_owned()).unwrap_or_default();
        let share = Counted { who, what: level.clone(), point: None, count, rest: n - count };
        match levels.iter_mut().find(|(known, _)| *known == level) {
            Some((_, shares)) => shares.push(share),
            None => levels.push((level, vec![share])),
        }
    }
    Some(levels)
}
