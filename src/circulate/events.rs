//! What is told of tables of events: line by line, and what few of an arm have by name is not even named.

use super::copy::{Copy, Family, Fate, count};
use super::pool::{Counted, Who};
use crate::catalogue::Statistic;
use crate::results::{EventLevel, EventLine, EventTable, Record, Term};
use std::collections::BTreeMap;

/// The tables that are released, with all that is in them; others are asked beside it.
pub fn release(copy: &mut Copy) {
    for table in copy.results.events.iter().filter(|table| copy.released.contains(&table.analysis)) {
        let own = copy.records(|r| r.analysis == table.analysis);
        own.iter().for_each(|(index, _)| copy.tell(*index));
        let groups = groups(&denominators(&own));
        copy.groups.add(&groups);
        for line in &table.lines {
            let of_line = of_line(table, line, &own);
            add(copy, &families(line), shares(&of_line, Statistic::Patients, &groups));
            add(copy, &of_severe(line), severe(table, line, &of_line, &groups));
            add(copy, &of_first(line), shares(&of_line, Statistic::Events, &groups));
        }
        for (grade, records) in by_grade(&own) {
            add(copy, &[Family::WorstGrade(grade)], shares(&records, Statistic::Patients, &groups));
        }
    }
}

pub fn tell(copy: &mut Copy) {
    for table in copy.results.events.iter().filter(|table| !copy.released.contains(&table.analysis)) {
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

fn of_line<'r>(table: &EventTable, line: &EventLine, own: &[(usize, &'r Record)]) -> Vec<(usize, &'r Record)> {
    own.iter().copied().filter(|(_, r)| is_of(table, line, r)).collect()
}

fn denominators<'r>(own: &[(usize, &'r Record)]) -> Vec<(usize, &'r Record)> {
    own.iter().copied().filter(|(_, r)| r.statistic == Statistic::N && r.term.is_none()).collect()
}

/// None where one of them is no set of patients.
fn groups(denominators: &[(usize, &Record)]) -> Vec<Counted> {
    let group = |(_, r): &(usize, &Record)| Some(Counted::group(Who::of(&r.group)?, count(r)?));
    denominators.iter().map(group).collect::<Option<Vec<Counted>>>().unwrap_or_default()
}

fn tell_table(copy: &mut Copy, table: &EventTable) {
    let own = copy.records(|r| r.analysis == table.analysis);
    let denominators = denominators(&own);
    let groups = groups(&denominators);
    let left = own.iter().filter(|(_, r)| matches!(r.term, Some(Term::LeftOut(_))));
    let left_out = left.clone().all(|(_, r)| count(r).is_some_and(|n| copy.is_none_or_many(n)));
    let arms = groups.iter().any(|group| group.who != Who::All);
    let population = table.population.as_str();
    let known = copy.whole.contains(population) && (!arms || copy.by_arm.contains(population));
    let many = !groups.is_empty() && groups.iter().all(|group| copy.is_many(group.count));
    let tells = known && many && left_out && copy.groups.fits(&groups, copy.smallest);
    if tells {
        copy.groups.add(&groups);
        denominators.iter().chain(left).for_each(|(index, _)| copy.tell(*index));
    }
    for line in &table.lines {
        let of_line = of_line(table, line, &own);
        if tells {
            tell_line(copy, table, line, &of_line, &groups);
        }
        let hidden = of_line.iter().all(|(index, _)| !copy.is_told(*index));
        if hidden && matches!(line.level, EventLevel::Class | EventLevel::Term) {
            of_line.iter().for_each(|(index, _)| copy.fates[*index] = Fate::Gone);
        }
    }
    if tells {
        tell_grades(copy, table, &own, &groups);
    }
}

/// Worst grades are told together, beside the same ones of other patients.
fn tell_grades(copy: &mut Copy, table: &EventTable, own: &[(usize, &Record)], groups: &[Counted]) {
    let by_grade = by_grade(own);
    let grades: Vec<(usize, &Record)> = by_grade.values().flatten().copied().collect();
    let mut counted = grades.iter().filter(|(_, r)| r.statistic == Statistic::Patients);
    let many = counted.all(|(_, r)| count(r).is_some_and(|n| copy.is_many(n)));
    let mut fit = many && grades_fit(copy, table, &grades);
    for (grade, records) in by_grade {
        let shares = shares(&records, Statistic::Patients, groups);
        fit = fit && shares.is_some_and(|shares| fits(copy, &[Family::WorstGrade(grade)], &shares));
    }
    if fit {
        grades.iter().for_each(|(index, _)| copy.tell(*index));
    }
}

fn by_grade<'r>(own: &[(usize, &'r Record)]) -> BTreeMap<String, Vec<(usize, &'r Record)>> {
    let mut by_grade: BTreeMap<String, Vec<(usize, &Record)>> = BTreeMap::new();
    for (index, record) in own {
        if let Some(term @ Term::WorstGrade(_)) = &record.term {
            by_grade.entry(term.word().into_owned()).or_default().push((*index, *record));
        }
    }
    by_grade
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

/// The same of those with a severe event of a line.
fn of_severe(line: &EventLine) -> Vec<Family> {
    let severe = |of: Family| match of {
        Family::AnyEvent => Family::SevereEvent,
        of => Family::SevereOf(Box::new(of)),
    };
    families(line).into_iter().map(severe).collect()
}

/// The same of those whose first event of a line is one up to the day of the rates.
fn of_first(line: &EventLine) -> Vec<Family> {
    families(line).into_iter().map(|of| Family::FirstOf(Box::new(of))).collect()
}

/// Lines of two classes, or of two terms, are of no two sets of which one holds the other: of those above it a line is told beside
/// what is told of these, and of its own kind, the last, beside itself.
fn fits(copy: &mut Copy, families: &[Family], shares: &[Counted]) -> bool {
    let smallest = copy.smallest;
    let fit = families.iter().all(|of| copy.families.entry(of.clone()).or_default().fits(shares, smallest));
    if fit {
        add(copy, families, Some(shares.to_vec()));
    }
    fit
}

fn add(copy: &mut Copy, families: &[Family], shares: Option<Vec<Counted>>) {
    if let Some((own, shares)) = families.last().zip(shares) {
        copy.families.entry(own.clone()).or_default().add(&shares);
    }
}

fn tell_line(copy: &mut Copy, table: &EventTable, line: &EventLine, records: &[(usize, &Record)], groups: &[Counted]) {
    let Some(patients) = shares(records, Statistic::Patients, groups).filter(|s| many(copy, s)) else { return };
    if !fits(copy, &families(line), &patients) {
        return;
    }
    let severe = severe_is_told(copy, (table, line), records, (&patients, groups));
    let rates = rates_are_told(copy, line, records, (&patients, groups));
    for (index, record) in records {
        let told = match (record.statistic, record.method.is_some()) {
            (Statistic::Severe | Statistic::SevereProportion, _) => severe,
            // One more than there are patients: one of them had a second. And what those of the terms leave of those of the class
            // are events of a term that is not named.
            (Statistic::Occurrences, _) => false,
            (_, true) => rates,
            (_, false) => true,
        };
        if told {
            copy.tell(*index);
        }
    }
}

/// Of a line, those with a severe event, among the patients with any and among those with a severe event of the lines above it.
fn severe_is_told(
    copy: &mut Copy,
    (table, line): (&EventTable, &EventLine),
    records: &[(usize, &Record)],
    (patients, groups): (&[Counted], &[Counted]),
) -> bool {
    let among = shares(records, Statistic::Severe, patients).is_some_and(|severe| many(copy, &severe));
    let severe = severe(table, line, records, groups).filter(|_| among);
    severe.is_some_and(|severe| fits(copy, &of_severe(line), &severe))
}

/// Those with a severe event of a line; of any event they are those of a line of its own.
fn severe(
    table: &EventTable,
    line: &EventLine,
    records: &[(usize, &Record)],
    groups: &[Counted],
) -> Option<Vec<Counted>> {
    let mut severe = shares(records, Statistic::Severe, groups)?;
    let own = table.lines.iter().find(|line| line.level == EventLevel::Severe);
    if let (EventLevel::Any, Some(own), Some((_, record))) = (line.level, own, records.first()) {
        severe.iter_mut().for_each(|share| share.what = what(record, &own.key));
    }
    Some(severe)
}

/// A line of the events of an endpoint.
fn what(record: &Record, line: &str) -> String {
    format!("{} {line}", record.endpoint.as_deref().unwrap_or_default())
}

/// First events up to the day of the rates: of the patients with any, of those who have time at risk, and of the lines above.
fn rates_are_told(
    copy: &mut Copy,
    line: &EventLine,
    records: &[(usize, &Record)],
    (patients, groups): (&[Counted], &[Counted]),
) -> bool {
    let among = shares(records, Statistic::Events, patients).unwrap_or_default();
    let among = !among.is_empty() && among.iter().all(|e| copy.is_many(e.count) && copy.is_none_or_many(e.rest));
    let observed = shares(records, Statistic::N, groups);
    let observed = observed.is_some_and(|of| of.iter().all(|n| copy.is_none_or_many(n.rest)));
    let Some(events) = shares(records, Statistic::Events, groups).filter(|_| among && observed) else { return false };
    fits(copy, &of_first(line), &events)
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
