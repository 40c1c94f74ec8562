//! Where each finding stands, what it rests on, and which rows belong together.

use super::reads::{ColumnOf, Reads};
use crate::checks::place::Places;
use crate::checks::{Basis, Found};
use crate::data::{Read, Row};
use crate::diagnostic::codes;
use crate::plan::ir::{Plan, TableId};
use std::collections::{BTreeMap, BTreeSet};

/// The findings of a run with all that is known of their places.
pub struct About<'a> {
    pub plan: &'a Plan,
    pub read: &'a Read,
    pub found: &'a [Found],
    pub places: Places<'a>,
    /// By finding.
    pub each: Vec<One<'a>>,
    /// Of each table with one row for a patient, the rows by pseudonym.
    single: BTreeMap<TableId, BTreeMap<&'a str, Row<'a>>>,
}

/// How far what is at fault reaches by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is found of a value, and so is what rests on that value.
    Value,
    /// The whole row is not as it should be, or is set aside.
    Row,
    /// The file has no such column.
    Column,
    /// The file has none of the rows.
    Table,
    /// A thing that is followed is not there: readings that follow it are never whole.
    Thing,
    /// It is worked out from other values, and may stand right where these are wrong.
    WorkedOut,
    /// Nothing rests on it.
    Nothing,
}

pub struct One<'a> {
    pub table: Option<TableId>,
    pub line: Option<u32>,
    pub row: Option<Row<'a>>,
    pub column: Option<usize>,
    pub patient: Option<&'a str>,
    pub reach: Reach,
    pub reads: Reads,
    /// It is of readings of a criterion, which look back.
    pub looks_back: bool,
}

/// A cell of a row, by the line of this.
pub type CellAt = (TableId, u32, usize);

impl<'a> About<'a> {
    pub fn new(plan: &'a Plan, read: &'a Read, found: &'a [Found]) -> Self {
        let places = Places::with_keys(plan, read);
        let mut about = About { plan, read, found, single: single(plan, &places), places, each: vec![] };
        let rows = about.rows_of_findings();
        about.each = found.iter().map(|one| about.one(one, &rows)).collect();
        about
    }

    fn rows_of_findings(&self) -> BTreeMap<(usize, u32), Row<'a>> {
        let asked: BTreeSet<(usize, u32)> =
            self.found.iter().filter_map(|found| Some((found.order.1, found.order.2?))).collect();
        let mut rows = BTreeMap::new();
        for index in 0..self.plan.tables.len() {
            let of_table = self.places.all_rows(TableId(index));
            rows.extend(of_table.map(|row| ((index, row.line()), row)).filter(|(place, _)| asked.contains(place)));
        }
        rows
    }

    fn one(&self, found: &'a Found, rows: &BTreeMap<(usize, u32), Row<'a>>) -> One<'a> {
        let (_, index, line, column) = found.order;
        let table = (index < self.plan.tables.len()).then_some(TableId(index));
        let row = line.and_then(|line| rows.get(&(index, line)).copied());
        let patient = table.zip(row).and_then(|(table, row)| self.places.patient(table, row));
        let (reads, looks_back) = self.reads(found, table, column);
        One { table, line, row, column, patient, reach: reach(found, column, &reads), reads, looks_back }
    }

    fn reads(&self, found: &Found, table: Option<TableId>, column: Option<usize>) -> (Reads, bool) {
        let plan = self.plan;
        match &found.basis {
            Basis::Check { check, .. } => (Reads::of_check(plan, &plan.checks[*check]), false),
            Basis::Readings { response, .. } | Basis::Consensus { response, .. } => {
                (Reads::of_response(plan, &plan.responses[response.0]), true)
            }
            Basis::Followed { response, .. } | Basis::Unfit { response } => {
                (Reads::of_response(plan, &plan.responses[response.0]), false)
            }
            Basis::Limit(_) => (self.order(found), false),
            Basis::Declared | Basis::Elsewhere(_) => {
                let of = table.zip(column).filter(|_| is_worked_out(found));
                (of.map_or_else(Reads::default, |(table, column)| Reads::of_column(plan, table, column)), false)
            }
        }
    }

    /// An order of dates rests on the other date as well.
    fn order(&self, found: &Found) -> Reads {
        let code = found.finding.code;
        let death = || self.plan.death().map_or_else(Reads::default, |event| Reads::of_event(self.plan, event));
        if code == codes::AFTER_DEATH {
            death()
        } else if code == codes::AFTER_LAST_NEWS {
            Reads::of_ends(self.plan)
        } else {
            Reads::of_time_zero(self.plan)
        }
    }

    /// The cells that a finding rests on which are told without a look among rows, its own first.
    pub fn cells(&self, one: &One<'a>) -> Vec<CellAt> {
        let own = one.table.zip(one.line).zip(one.column).map(|((table, line), column)| (table, line, column));
        let others = one.reads.own.iter().filter_map(|of| self.cell(one, *of));
        let mut cells: Vec<CellAt> = own.into_iter().chain(others).collect();
        let mut seen = BTreeSet::new();
        cells.retain(|cell| seen.insert(*cell));
        cells
    }

    fn cell(&self, one: &One<'a>, (table, column): ColumnOf) -> Option<CellAt> {
        let row = self.row_in(one, table)?;
        Some((table, row.line(), column))
    }

    /// The row of a table that the row of a finding is, belongs to, or stands beside as the only one of the patient.
    pub fn row_in(&self, one: &One<'a>, table: TableId) -> Option<Row<'a>> {
        self.above(one.table?, one.row?, table).or_else(|| self.single.get(&table)?.get(one.patient?).copied())
    }

    /// The row itself, or the one of that table that it belongs to.
    fn above(&self, own: TableId, row: Row<'a>, table: TableId) -> Option<Row<'a>> {
        if own == table {
            return Some(row);
        }
        let (parent, above) = self.places.parent(own, row)?;
        self.above(parent, above, table)
    }

    /// Whether `other` may rest on what is at fault with `cause`.
    pub fn follows(&self, other: &One<'a>, cause: &One<'a>) -> bool {
        let Some(table) = cause.table else { return false };
        let reads = &other.reads;
        let looks_among = || reads.rows.contains(&table) || reads.among.iter().any(|(of, _)| *of == table);
        let reads_own = || reads.own.iter().any(|(of, _)| *of == table);
        let of = cause.column.map(|column| (table, column));
        match cause.reach {
            Reach::Table => looks_among() || reads_own(),
            Reach::Column => of.is_some_and(|of| reads.own.contains(&of) || reads.among.contains(&of)),
            Reach::Value => {
                let own = of.is_some_and(|of| reads.own.contains(&of)) && self.is_own(other, cause, table);
                own || of.is_some_and(|of| reads.among.contains(&of)) && self.is_among(other, cause)
            }
            Reach::Row => {
                let own = self.is_same_row(other, cause) || reads_own() && self.is_own(other, cause, table);
                own || looks_among() && self.is_among(other, cause)
            }
            Reach::Thing => other.looks_back && looks_among() && self.is_among(other, cause),
            Reach::WorkedOut | Reach::Nothing => false,
        }
    }

    fn is_same_row(&self, other: &One<'a>, cause: &One<'a>) -> bool {
        other.table == cause.table && other.line.is_some() && other.line == cause.line
    }

    fn is_own(&self, other: &One<'a>, cause: &One<'a>, table: TableId) -> bool {
        self.row_in(other, table).is_some_and(|row| Some(row.line()) == cause.line)
    }

    /// Whether the row of the cause is one among which the other looks: below its row, or else of the same patient.
    fn is_among(&self, other: &One<'a>, cause: &One<'a>) -> bool {
        let (Some(table), Some(of), Some(row)) = (other.table, cause.table, cause.row) else { return false };
        let same_patient = other.patient.is_some() && other.patient == cause.patient;
        if other.looks_back {
            return same_patient && self.is_not_later(other, cause);
        }
        match self.above(of, row, table) {
            Some(above) if of != table => Some(above.line()) == other.line,
            Some(_) | None => same_patient,
        }
    }

    /// Of two rows of examinations, or of what is read at them, one whose date is known and later is not looked back to.
    fn is_not_later(&self, other: &One<'a>, cause: &One<'a>) -> bool {
        let day = |one: &One<'a>| {
            let dated = self.plan.timepoints.iter().filter_map(|of| {
                let exam = self.above(one.table?, one.row?, of.table)?;
                exam.date(of.date)
            });
            dated.min()
        };
        match (day(other), day(cause)) {
            (Some(other), Some(cause)) => cause <= other,
            (None, _) | (_, None) => true,
        }
    }
}

fn single<'a>(plan: &Plan, places: &Places<'a>) -> BTreeMap<TableId, BTreeMap<&'a str, Row<'a>>> {
    let patients = plan.patient_table();
    let one_each = |id: &TableId| *id == patients || plan.table(*id).is_one_for_each(patients);
    let rows = |id: TableId| {
        let of = places.kept_rows(id).filter_map(|row| Some((places.patient(id, row)?, row)));
        (id, of.collect())
    };
    (0..plan.tables.len()).map(TableId).filter(one_each).map(rows).collect()
}

fn is_worked_out(found: &Found) -> bool {
    [codes::CONTRADICTS_COLUMN, codes::REQUIRED_VALUE].contains(&found.finding.code)
}

fn reach(found: &Found, column: Option<usize>, reads: &Reads) -> Reach {
    let code = found.finding.code;
    let one_of = |known: &[crate::diagnostic::Code]| known.contains(&code);
    match &found.basis {
        // A check of one value finds fault with that value.
        Basis::Check { .. } if reads.own.len() == 1 && column.is_some() && reads.looks_nowhere() => Reach::Value,
        Basis::Check { .. } | Basis::Readings { .. } | Basis::Consensus { .. } | Basis::Limit(_) => Reach::WorkedOut,
        Basis::Followed { .. } => Reach::Thing,
        Basis::Unfit { .. } => Reach::WorkedOut,
        Basis::Declared | Basis::Elsewhere(_) => {
            if is_worked_out(found) {
                Reach::WorkedOut
            } else if code == codes::COLUMN_ABSENT {
                Reach::Column
            } else if one_of(&[codes::EMPTY_FILE, codes::NOTHING_PICKED]) {
                Reach::Table
            } else if one_of(&[codes::FIELD_COUNT, codes::KEY_MISSING, codes::KEY_REPEATED, codes::NO_SUCH_ROW]) {
                Reach::Row
            } else if column.is_some() {
                Reach::Value
            } else {
                Reach::Nothing
            }
        }
    }
}
