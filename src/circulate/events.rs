//! What is told of tables of events: line by line, and what few of an arm have by name is not even named.

use super::copy::{Copy, Family, Fate, count};
use super::pool::{Counted, Who};
use crate::catalogue::Statistic;
use crate::results::{EventLevel, EventLine, EventTable, Record, Term};
use std::collections::BTreeMap;

pub fn tell(copy: &mut Copy) {
    for table in &copy.results.events {
        tell_table(copy, table);
    }
}

/// The lines of a table that are named in the copy.
pub fn named(copy: &Copy, table: &EventTable) -> Vec<EventLine> {
    let gone = |line: &&EventLine| {
        let of_line = |(index, record): (usize, &Record)| {
            is_of(table, line, record) && copy.fates.get(index) == Some(&Fate::Gone)
        };
        copy.results.records.iter().enumerate().any(of_line)
    };
    table.lines.iter().filter(|line| !gone(line)).cloned().collect()
}

fn is_of(table: &EventTable, line: &EventLine, record: &Record) -> bool {
    record.analysis == table.analysis && matches!(&record.term, Some(Term::Line(key)) if *key == line.key)
}

fn tell_table(copy: &mut Copy, table: &EventTable) {
    let own = copy.records(|r| r.analysis == table.analysis);
    let Some((_, first)) = own.first() else { return };
    let released = copy.is_released(first);
    let denominators: Vec<(usize, &Record)> =
        own.iter().copied().filter(|(_, r)| r.statistic == Statistic::N && r.term.is_none()).collect();
    let groups: Option<Vec<Counted>> =
        denominators.iter().map(|(_, r)| Some(Counted::group(Who::of(&r.group)?, count(r)?))).collect();
    let groups = groups.unwrap_or_default();
    let left = own.iter().filter(|(_, r)| matches!(r.term, Some(Term::LeftOut(_))));
    let left_out = left.clone().all(|(_, r)| count(r).is_some_and(|n| copy.is_none_or_many(n)));
    let arms = groups.iter().any(|group| group.who != Who::All);
    let population = table.population.as_str();
    let known = copy.whole.contains(population) && (!arms || copy.by_arm.contains(population));
    let many = !groups.is_empty() && groups.iter().all(|group| copy.is_many(group.count));
    let tells = known && many && left_out && copy.groups.fits(&groups, copy.smallest);
    if released || tells {
        copy.groups.add(&groups);
        denominators.iter().chain(left).for_each(|(index, _)| copy.tell(*index));
    }
    for line in &table.lines {
        let of_line: Vec<(usize, &Record)> = own.iter().copied().filter(|(_, r)| is_of(table, line, r)).collect();
        if released {
            of_line.iter().for_each(|(index, _)| copy.tell(*index));
        } else if tells {
            tell_line(copy, table, line, &of_line, &groups);
        }
        let hidden = of_line.iter().all(|(index, _)| !copy.is_told(*index));
        if hidden && matches!(line.level, EventLevel::Class | EventLevel::Term) {
            of_line.iter().for_each(|(index, _)| copy.fates[*index] = Fate::Gone);
        }
    }
    let grades: Vec<(usize, &Record)> =
        own.iter().copied().filter(|(_, r)| matches!(r.term, Some(Term::WorstGrade(_)))).collect();
    let counted = |statistic: Statistic| grades.iter().filter(move |(_, r)| r.statistic == statistic);
    let many = counted(Statistic::Patients).all(|(_, r)| count(r).is_some_and(|n| copy.is_many(n)));
    if released || (tells && many && grades_fit(copy, table, &grades)) {
        grades.iter().for_each(|(index, _)| copy.tell(*index));
    }
}

/// How many of each arm a count is of, of how many.
fn shares(records: &[(usize, &Record)], statistic: Statistic, of: &[Counted]) -> Option<Vec<Counted>> {
    let counted = records.iter().filter(|(_, r)| r.statistic == statistic);
    let share = |(_, record): &(usize, &Record)| {
        let (who, count) = (Who::of(&record.group)?, count(record)?);
        let n = of.iter().find(|group| group.who == who)?.count;
        let what = what(record, &record.term.as_ref()?.word());
        Some(Counted { who, what, point: None, count, rest: n - count })
    };
    counted.map(share).collect()
}

fn many(copy: &Copy, shares: &[Counted]) -> bool {
    !shares.is_empty() && shares.iter().all(|s| copy.is_many(s.count) && copy.is_many(s.rest))
}

/// Where the patients of a line are told beside: of any event, of the class it is in, of the same line in other tables.
fn families(line: &EventLine) -> Vec<Family> {
    let class = || Family::Class(line.class.clone());
    match line.level {
        EventLevel::Any => vec![Family::AnyEvent],
        EventLevel::Severe => vec![Family::AnyEvent, Family::SevereEvent],
        EventLevel::Class => vec![Family::AnyEvent, class()],
        EventLevel::Term => {
            let term = line.term.clone().unwrap_or_default();
            vec![Family::AnyEvent, class(), Family::Term(line.class.clone(), term)]
        }
    }
}

/// Lines of two classes, or of two terms, are of no two sets of which one holds the other: of those above it a line is told beside
/// what is told of these, and of its own kind beside itself.
fn fits(copy: &mut Copy, line: &EventLine, shares: &[Counted]) -> bool {
    let families = families(line);
    let smallest = copy.smallest;
    let fit = families.iter().all(|of| copy.families.entry(of.clone()).or_default().fits(shares, smallest));
    if let Some(own) = families.last().filter(|_| fit) {
        copy.families.entry(own.clone()).or_default().add(shares);
    }
    fit
}

fn tell_line(copy: &mut Copy, table: &EventTable, line: &EventLine, records: &[(usize, &Record)], groups: &[Counted]) {
    let Some(patients) = shares(records, Statistic::Patients, groups).filter(|s| many(copy, s)) else { return };
    if !fits(copy, line, &patients) {
        return;
    }
    let severe = severe_is_told(copy, table, records, &patients);
    let rates = rates_are_told(copy, records, &patients);
    for (index, record) in records {
        let told = match (record.statistic, record.method.is_some()) {
            (Statistic::Severe | Statistic::SevereProportion, _) => severe,
            (_, true) => rates,
            (_, false) => true,
        };
        if told {
            copy.tell(*index);
        }
    }
}

/// Of a line, those with a severe event, among the patients with any.
fn severe_is_told(copy: &mut Copy, table: &EventTable, records: &[(usize, &Record)], patients: &[Counted]) -> bool {
    let Some(severe) = shares(records, Statistic::Severe, patients).filter(|s| many(copy, s)) else { return false };
    let key = match records.first().and_then(|(_, r)| r.term.as_ref()) {
        Some(term) => Family::SevereOf(term.word().into_owned()),
        None => return false,
    };
    // Any severe event is a line of its own, of the same patients.
    let of_all = of_severe(table, records, patients);
    let any = table.lines.iter().any(|line| line.level == EventLevel::Any && is_of_key(records, &line.key));
    let smallest = copy.smallest;
    let beside = !any || copy.families.entry(Family::SevereEvent).or_default().fits(&of_all, smallest);
    beside && copy.families.entry(key).or_default().take(&severe, smallest)
}

/// As the line of any severe event counts them.
fn of_severe(table: &EventTable, records: &[(usize, &Record)], patients: &[Counted]) -> Vec<Counted> {
    let line = table.lines.iter().find(|line| line.level == EventLevel::Severe).map_or("", |line| line.key.as_str());
    let mut severe = shares(records, Statistic::Severe, &whole(patients)).unwrap_or_default();
    if let Some((_, record)) = records.first() {
        severe.iter_mut().for_each(|share| share.what = what(record, line));
    }
    severe
}

/// A line of the events of an endpoint.
fn what(record: &Record, line: &str) -> String {
    format!("{} {line}", record.endpoint.as_deref().unwrap_or_default())
}

fn is_of_key(records: &[(usize, &Record)], key: &str) -> bool {
    records.first().is_some_and(|(_, r)| matches!(&r.term, Some(Term::Line(own)) if own == key))
}

/// The whole groups that shares are of.
fn whole(shares: &[Counted]) -> Vec<Counted> {
    shares.iter().map(|s| Counted::group(s.who.clone(), s.count + s.rest)).collect()
}

/// First events up to the day of the rates, of the patients with any.
fn rates_are_told(copy: &Copy, records: &[(usize, &Record)], patients: &[Counted]) -> bool {
    let Some(events) = shares(records, Statistic::Events, patients) else { return false };
    !events.is_empty() && events.iter().all(|e| copy.is_many(e.count) && copy.is_none_or_many(e.rest))
}

/// The patients whose worst grade is severe are those of the line of severe events, where all of them are graded.
fn grades_fit(copy: &Copy, table: &EventTable, grades: &[(usize, &Record)]) -> bool {
    let mut severe: BTreeMap<Who, i64> = BTreeMap::new();
    for (_, record) in grades.iter().filter(|(_, r)| r.statistic == Statistic::Patients) {
        let (Some(who), Some(n)) = (Who::of(&record.group), count(record)) else { return false };
        if matches!(record.term, Some(Term::WorstGrade(Some(grade))) if grade >= table.severe_from) {
            *severe.entry(who).or_default() += n;
        }
    }
    let line = |r: &Record| {
        r.analysis == table.analysis
            && r.statistic == Statistic::Patients
            && matches!(&r.term, Some(Term::Line(key)) if table.lines.iter().any(|l| l.level == EventLevel::Severe && l.key == *key))
    };
    copy.records(line).into_iter().all(|(_, r)| {
        let sum = Who::of(&r.group).and_then(|who| severe.get(&who).copied());
        sum.zip(count(r)).is_some_and(|(sum, n)| super::pool::clear(sum, n, copy.smallest))
    })
}
