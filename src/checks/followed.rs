//! What a criterion follows from baseline on stands at baseline.
//!
//! A lesion that a reader records as a target later and not at baseline is in no sum: its row would be passed over silently.
//! Nor is one given up in silence: of a lesion of baseline that the reader has at no later examination no sum is ever complete.

use super::place::{Found, Places, Words};
use crate::catalogue::FindingRule;
use crate::data::Row;
use crate::data::cell::Cell;
use crate::data::written;
use crate::derive::model::{Derived, ResponseDerived};
use crate::diagnostic::codes;
use crate::plan::ir::{Baseline, Chosen, FindingSeverity, Response, ResponseId, Rows, Table, TableId, Things};
use std::collections::{BTreeMap, BTreeSet};

/// One question for each thing, at the first examination that has it, whatever the criteria that follow it.
pub fn check(places: &Places<'_>, responses: &[ResponseId], derived: &Derived, found: &mut Vec<Found>) {
    let tables: BTreeSet<Of> = responses.iter().filter_map(|id| Followed::reads(places, *id)).collect();
    let read: BTreeMap<Of, ReadRows> =
        tables.into_iter().filter_map(|of| Some((of, ReadRows::new(places, of, derived)?))).collect();
    let followed: Vec<Followed> = responses.iter().filter_map(|id| Followed::of(places, *id, derived, &read)).collect();
    let mut asked: BTreeMap<(usize, usize, Vec<Cell<'_>>), Asked<'_>> = BTreeMap::new();
    for of in &followed {
        for (set, later) in of.missing(derived) {
            let key = (of.things.table.0, later.patient, of.thing(later.row));
            let known = asked.entry(key).or_insert_with(|| Asked { of, set, later: later.clone(), criteria: vec![] });
            if later.day < known.later.day {
                (known.of, known.set, known.later) = (of, set, later);
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
        for (set, row, later) in of.given_up(derived) {
            let key = (of.things.table.0, row.place);
            let known =
                asked.entry(key).or_insert_with(|| Asked { of, set, later: Later { row, ..later }, criteria: vec![] });
            known.also_asked_by(of);
        }
    }
    found.extend(asked.into_values().map(Asked::finding_of_baseline));
}

/// What is asked about a thing, and the criteria that ask.
struct Asked<'a> {
    of: &'a Followed<'a>,
    set: &'a Rows,
    later: Later<'a>,
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

/// The rows of what is read at examinations, with the patient and the date of each, and by examination.
struct ReadRows<'a> {
    rows: Vec<ReadRow<'a>>,
    at: BTreeMap<Cell<'a>, Vec<Row<'a>>>,
}

struct ReadRow<'a> {
    row: Row<'a>,
    patient: usize,
    day: i32,
}

impl<'a> ReadRows<'a> {
    /// Of a table without parent none.
    fn new(places: &Places<'a>, of: Of, derived: &Derived) -> Option<Self> {
        let (id, date) = of;
        let (reference, _) = places.plan.table(id).parent?;
        let patients = derived.places();
        let mut at: BTreeMap<Cell<'a>, Vec<Row<'a>>> = BTreeMap::new();
        for row in places.kept_rows(id) {
            if let Some(exam) = row.cell(reference) {
                at.entry(exam).or_default().push(row);
            }
        }
        let one = |row: Row<'a>| {
            let (exams, exam) = places.parent(id, row)?;
            let patient = *patients.get(places.patient(exams, exam)?)?;
            Some(ReadRow { row, patient, day: exam.date(date)? })
        };
        let rows = places.kept_rows(id).filter_map(one).collect();
        Some(ReadRows { rows, at })
    }
}

/// A row of an examination that is read, of a patient with a baseline examination.
#[derive(Clone)]
struct Later<'a> {
    patient: usize,
    day: i32,
    row: Row<'a>,
    /// Rows at the baseline examination by the same reader.
    baseline: Vec<Row<'a>>,
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
            let thing = self.thing(later.row);
            let stands = later.baseline.iter().any(|row| self.thing(*row) == thing);
            // Without a row of this reader at baseline nothing is followed, which has its own finding.
            if stands || later.baseline.is_empty() {
                continue;
            }
            let member = sets.iter().find(|(_, members)| members.binary_search(&later.row.place).is_ok());
            missing.extend(member.map(|(set, _)| (*set, later)));
        }
        missing
    }

    /// The rows at baseline of things that are followed, of which the same reader has none at any later examination though others,
    /// each with one of these.
    fn given_up(&self, derived: &Derived) -> Vec<(&'a Rows, Row<'a>, Later<'a>)> {
        let all: Vec<Later<'a>> = self.later_rows().collect();
        let sets = self.sets_of_baseline(derived);
        let seen: BTreeSet<(usize, Vec<Cell<'a>>)> =
            all.iter().map(|later| (later.patient, self.thing(later.row))).collect();
        let mut asked = BTreeSet::new();
        let mut missing = vec![];
        for later in &all {
            for row in &later.baseline {
                if seen.contains(&(later.patient, self.thing(*row))) || !asked.insert(row.place) {
                    continue;
                }
                let member = sets.iter().find(|(_, members)| members.binary_search(&row.place).is_ok());
                missing.extend(member.map(|(set, _)| (*set, *row, later.clone())));
            }
        }
        missing
    }

    /// The sets that are chosen at baseline, with the rows that are of them there.
    fn sets_of_baseline<'d>(&self, derived: &'d Derived) -> Vec<(&'a Rows, &'d Vec<usize>)> {
        let all = self.response.criterion.rows.iter().zip(&derived.sets[self.id.0]);
        all.filter(|(set, _)| set.chosen == Chosen::Baseline && set.of.is_none()).collect()
    }

    /// What tells things of one patient apart, reader and number.
    fn thing(&self, row: Row<'a>) -> Vec<Cell<'a>> {
        let by = self.table.thing.as_ref().map_or(&[][..], |t| t.by.as_slice());
        by.iter().filter_map(|c| row.cell(*c)).collect()
    }

    fn later_rows(&self) -> impl Iterator<Item = Later<'a>> {
        self.rows.rows.iter().filter_map(|row| self.later(row))
    }

    fn later(&self, read: &ReadRow<'a>) -> Option<Later<'a>> {
        let ReadRow { row, patient, day } = *read;
        if day <= (*self.read.begins.get(patient)?)?.after {
            return None;
        }
        let baseline = (*self.baselines.get(patient)?)?;
        let (_, exams) = self.table.parent?;
        let key = *self.places.plan.tables.get(exams.0)?.key.first()?;
        let rows = self.rows.at.get(&self.places.kept(exams, baseline)?.cell(key)?);
        let reader = |row: Row<'a>| self.things.reader.and_then(|column| row.cell(column));
        let same = |other: &&Row<'a>| reader(**other) == reader(row);
        let baseline = rows.into_iter().flatten().filter(same).copied().collect();
        Some(Later { patient, day, row, baseline })
    }
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
        let Asked { of, set: _, later, criteria } = self;
        let (id, plan) = (of.things.table, of.places.plan);
        let by = of.table.thing.as_ref().map_or(&[][..], |t| t.by.as_slice());
        let written = |column: &usize| {
            let label = of.table.columns.get(*column).map_or("", |c| c.label.as_str());
            let value = of.places.table(id).map(|(table, rows)| written(&rows.bound, table, *column, later.row));
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
        let mut found = of.places.at(id, later.row, column, words);
        found.finding.clause = plan.clause_number(of.response.header.clause).to_string();
        found
    }
}
