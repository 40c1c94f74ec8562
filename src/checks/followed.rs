//! What a criterion follows from baseline on stands at baseline.
//!
//! A lesion that a reader records as a target later and not at baseline is in no sum: its row would be passed over silently.
//! Nor is one given up in silence: of a lesion of baseline that the reader has at no later examination no sum is ever complete.

use super::place::{Basis, Found, Places, Words};
use crate::catalogue::FindingRule;
use crate::data::Row;
use crate::data::written;
use crate::derive::model::{Derived, ResponseDerived};
use crate::diagnostic::codes;
use crate::plan::ir::{Baseline, Chosen, FindingSeverity, Response, ResponseId, Rows, Table, TableId, Things};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// One question for each thing, at the first examination that has it, whatever the criteria that follow it.
pub fn check(places: &Places<'_>, responses: &[ResponseId], derived: &Derived, found: &mut Vec<Found>) {
    let tables: BTreeSet<Of> = responses.iter().filter_map(|id| Followed::reads(places, *id)).collect();
    let read: BTreeMap<Of, ReadRows> =
        tables.into_iter().filter_map(|of| Some((of, ReadRows::new(places, of)?))).collect();
    let followed: Vec<Followed> = responses.iter().filter_map(|id| Followed::of(places, *id, derived, &read)).collect();
    let mut asked: BTreeMap<(usize, usize), Asked<'_>> = BTreeMap::new();
    for of in &followed {
        for (set, later) in of.missing(derived) {
            let key = (of.things.table.0, later.read.thing);
            let Later { read: ReadRow { row, .. }, day, .. } = later;
            let known = asked.entry(key).or_insert_with(|| Asked { of, set, row: *row, day, criteria: vec![] });
            if day < known.day {
                (known.of, known.set, known.row, known.day) = (of, set, *row, day);
            }
            known.also_asked_by(of);
        }
    }
    found.extend(asked.into_values().map(Asked::finding));
    given_up(&followed, derived, found);
}

/// One question for each thing of baseline that stands at no later examination, whatever the criteria that follow it.
fn given_up(followed: &[Followed<'_>], derived: &Derived, found: &mut Vec<Found>) {
    let mut asked: BTreeMap<(usize, usize), Asked<'_>> = BTreeMap::new();
    for of in followed {
        for (set, row, Later { day, .. }) in of.given_up(derived) {
            let key = (of.things.table.0, row.place);
            asked.entry(key).or_insert_with(|| Asked { of, set, row, day, criteria: vec![] }).also_asked_by(of);
        }
    }
    found.extend(asked.into_values().map(Asked::finding_of_baseline));
}

/// What is asked about a thing, and the criteria that ask.
struct Asked<'a> {
    of: &'a Followed<'a>,
    set: &'a Rows,
    row: Row<'a>,
    day: i32,
    criteria: Vec<&'a str>,
}

struct Followed<'a> {
    places: &'a Places<'a>,
    id: ResponseId,
    read: &'a ResponseDerived,
    /// By patient, the row of the baseline examination.
    baselines: &'a [Option<usize>],
    rows: &'a ReadRows<'a>,
    response: &'a Response,
    things: Things,
    /// What is read at the examinations.
    table: &'a Table,
}

/// What is read at examinations, and the column of the date of these.
type Of = (TableId, usize);

/// The rows of what is read at examinations.
struct ReadRows<'a> {
    rows: Vec<ReadRow<'a>>,
    /// By row of the examinations, the places of those that are read there.
    at: Vec<Vec<usize>>,
    /// How many things they are of.
    things: usize,
}

struct ReadRow<'a> {
    row: Row<'a>,
    patient: Option<usize>,
    /// Of its examination.
    day: Option<i32>,
    /// The number of the thing it is of, in the order of what tells things of one patient apart, reader and number.
    thing: usize,
}

impl<'a> ReadRows<'a> {
    /// Of a table without parent none.
    fn new(places: &Places<'a>, (id, date): Of) -> Option<Self> {
        let table = places.plan.table(id);
        let (_, parent) = table.parent?;
        let (above, patients) = (places.rows_above(id), places.patients_of(parent));
        let days: Vec<Option<i32>> = places.kept_rows(parent).map(|exam| exam.date(date)).collect();
        let mut at = vec![vec![]; days.len()];
        let one = |(row, exam): (Row<'a>, &Option<usize>)| {
            if let Some(exam) = *exam {
                at[exam].push(row.place);
            }
            let (patient, day) = (exam.and_then(|exam| patients[exam]), exam.and_then(|exam| days[exam]));
            ReadRow { row, patient, day, thing: 0 }
        };
        let mut rows: Vec<ReadRow> = places.kept_rows(id).zip(&above).map(one).collect();
        let by = table.thing.as_ref().map_or(&[][..], |thing| thing.by.as_slice());
        let things = number(&mut rows, by);
        Some(ReadRows { rows, at, things })
    }
}

/// How many things there are.
fn number(rows: &mut [ReadRow<'_>], by: &[usize]) -> usize {
    let order = |a: &ReadRow, b: &ReadRow| {
        let cells = by.iter().map(|column| a.row.cell(*column).cmp(&b.row.cell(*column)));
        a.patient.cmp(&b.patient).then_with(|| cells.into_iter().find(|o| o.is_ne()).unwrap_or(Ordering::Equal))
    };
    let mut in_order: Vec<usize> = (0..rows.len()).collect();
    in_order.sort_by(|a, b| order(&rows[*a], &rows[*b]));
    let mut things = 0;
    for (place, row) in in_order.iter().enumerate() {
        if place > 0 && order(&rows[in_order[place - 1]], &rows[*row]).is_ne() {
            things += 1;
        }
        rows[*row].thing = things;
    }
    if rows.is_empty() { 0 } else { things + 1 }
}

/// A row of an examination that is read, of a patient with a baseline examination.
#[derive(Clone, Copy)]
struct Later<'a> {
    day: i32,
    read: &'a ReadRow<'a>,
    /// The places of rows at the baseline examination, whoever read them.
    baseline: &'a [usize],
}

impl<'a> Followed<'a> {
    fn reads(places: &Places<'_>, id: ResponseId) -> Option<Of> {
        let response = &places.plan.responses[id.0];
        let date = places.plan.timepoints.get(response.timepoints)?.date;
        Some((response.criterion.things?.table, date))
    }

    fn of(
        places: &'a Places<'a>,
        id: ResponseId,
        derived: &'a Derived,
        read: &'a BTreeMap<Of, ReadRows<'a>>,
    ) -> Option<Self> {
        let rows = read.get(&Self::reads(places, id)?)?;
        let response = &places.plan.responses[id.0];
        let things = response.criterion.things?;
        let (table, _) = places.table(things.table)?;
        let baselines = match response.baseline {
            Baseline::Point(point) => &derived.timepoints[response.timepoints][point.0],
            Baseline::Own(_) => &derived.own_baselines[id.0],
        };
        let read = &derived.responses[id.0];
        Some(Followed { places, id, read, baselines, rows, response, things, table })
    }

    /// The rows of things of a set of baseline that do not stand there. One that is taken from another set is passed over: what is
    /// not of it counts in that one.
    fn missing(&self, derived: &Derived) -> Vec<(&'a Rows, Later<'a>)> {
        let sets = self.sets_of_baseline(derived);
        let mut missing = vec![];
        for later in self.later_rows() {
            let (mut any, mut stands) = (false, false);
            for row in self.at_baseline(&later) {
                (any, stands) = (true, stands || row.thing == later.read.thing);
            }
            // Without a row of this reader at baseline nothing is followed, which has its own finding.
            if any && !stands {
                missing.extend(set_of(&sets, later.read.row).map(|set| (set, later)));
            }
        }
        missing
    }

    /// The rows at baseline of things that are followed, of which the same reader has none at any later examination though others,
    /// each with one of these.
    fn given_up(&self, derived: &Derived) -> Vec<(&'a Rows, Row<'a>, Later<'a>)> {
        let sets = self.sets_of_baseline(derived);
        let mut seen = vec![false; self.rows.things];
        self.later_rows().for_each(|later| seen[later.read.thing] = true);
        let mut asked = vec![false; self.rows.rows.len()];
        let mut missing = vec![];
        for later in self.later_rows() {
            for row in self.at_baseline(&later).filter(|row| !seen[row.thing]) {
                if !std::mem::replace(&mut asked[row.row.place], true) {
                    missing.extend(set_of(&sets, row.row).map(|set| (set, row.row, later)));
                }
            }
        }
        missing
    }

    /// The sets that are chosen at baseline, with the rows that are of them there.
    fn sets_of_baseline<'d>(&self, derived: &'d Derived) -> Vec<(&'a Rows, &'d Vec<usize>)> {
        let all = self.response.criterion.rows.iter().zip(&derived.sets[self.id.0]);
        all.filter(|(set, _)| set.chosen == Chosen::Baseline && set.of.is_none()).collect()
    }

    fn later_rows(&self) -> impl Iterator<Item = Later<'a>> {
        self.rows.rows.iter().filter_map(|row| self.later(row))
    }

    fn later(&self, read: &'a ReadRow<'a>) -> Option<Later<'a>> {
        let (patient, day) = (read.patient?, read.day?);
        if day <= (*self.read.begins.get(patient)?)?.after {
            return None;
        }
        let baseline = self.rows.at.get((*self.baselines.get(patient)?)?)?;
        Some(Later { day, read, baseline })
    }

    /// Rows at the baseline examination by the same reader.
    fn at_baseline(&self, later: &Later<'a>) -> impl Iterator<Item = &'a ReadRow<'a>> + use<'a> {
        let (rows, reader) = (self.rows, self.things.reader);
        let own = reader.and_then(|column| later.read.row.cell(column));
        let all = later.baseline.iter().map(|place| &rows.rows[*place]);
        all.filter(move |other| reader.and_then(|column| other.row.cell(column)) == own)
    }
}

/// The set that a row is of.
fn set_of<'a>(sets: &[(&'a Rows, &Vec<usize>)], row: Row<'a>) -> Option<&'a Rows> {
    sets.iter().find(|(_, members)| members.binary_search(&row.place).is_ok()).map(|(set, _)| *set)
}

impl<'a> Asked<'a> {
    fn also_asked_by(&mut self, of: &'a Followed<'a>) {
        let label = of.response.header.label.as_str();
        if !self.criteria.contains(&label) {
            self.criteria.push(label);
        }
    }

    fn finding(self) -> Found {
        let set = &self.set.header.label;
        let expected = format!(
            "a row of it at the baseline examination: “{set}” are those of baseline, and this row counts nowhere"
        );
        self.told(codes::NOT_AT_BASELINE, expected)
    }

    fn finding_of_baseline(self) -> Found {
        let set = &self.set.header.label;
        let expected = format!(
            "a row of it at a later examination of the reader, who has others there: “{set}” are followed, and what became of it is not said"
        );
        self.told(codes::GIVEN_UP, expected)
    }

    fn told(self, code: codes::Code, expected: String) -> Found {
        let Asked { of, set, row, day: _, criteria } = self;
        let (id, plan) = (of.things.table, of.places.plan);
        let by = of.table.thing.as_ref().map_or(&[][..], |t| t.by.as_slice());
        let written = |column: &usize| {
            let label = of.table.columns.get(*column).map_or("", |c| c.label.as_str());
            let value = of.places.table(id).map(|(table, rows)| written(&rows.bound, table, *column, row));
            format!("{label} {}", value.unwrap_or_default())
        };
        let words = Words {
            code,
            rule: FindingRule::Stated(criteria.join(", ")),
            severity: FindingSeverity::Query,
            found: by.iter().map(written).collect::<Vec<_>>().join(", "),
            expected,
        };
        let column = of.table.thing.as_ref().and_then(|t| t.by.last().copied());
        let mut found = of.places.at(id, row, column, words);
        found.finding.clause = plan.clause_number(of.response.header.clause).to_string();
        Found { basis: Basis::Followed { response: of.id, set: set.header.label.clone() }, ..found }
    }
}
