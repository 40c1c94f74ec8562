//! Orders of dates that cannot be, from what the plan declares as events, time zero, death and ends of observation.
//!
//! A check of the plan that fails for the same date stands in place of what is found here.

use super::place::{Basis, Found, Order, Places, Words};
use crate::catalogue::FindingRule;
use crate::data::Row;
use crate::derive::model::{Day, Derived};
use crate::diagnostic::{Code, codes};
use crate::plan::ir::{EventId, EventSource, ExprKind, FindingSeverity, InRow, Known, RowExpr, RowNode, TableId, Type};
use std::collections::{BTreeMap, BTreeSet};

pub fn check_dates(places: &Places<'_>, derived: &Derived, found: &mut Vec<Found>) {
    let orders = Orders::new(places, derived);
    let mut made = vec![];
    orders.before_time_zero(&mut made);
    orders.after_the_end(&mut made);
    let failed = found.iter().filter(|other| other.finding.code == codes::CHECK_FAILED);
    let stated: BTreeSet<Order> = failed.map(|other| other.order).collect();
    made.retain(|one| !stated.contains(&one.order));
    found.extend(made);
}

struct Orders<'a> {
    places: &'a Places<'a>,
    derived: &'a Derived,
    /// Place of each pseudonym among the patients.
    patients: BTreeMap<&'a str, usize>,
    /// Events that endpoints count from time zero on, each once.
    counted: Vec<EventId>,
    /// The dates at which observation ends, as endpoints declare them: the endpoint, and the expression.
    ends: Vec<(usize, &'a RowExpr)>,
    /// Of each table with one row for a patient in which one of these dates stands, the rows by pseudonym.
    rows: BTreeMap<TableId, BTreeMap<&'a str, Row<'a>>>,
}

impl<'a> Orders<'a> {
    fn new(places: &'a Places<'a>, derived: &'a Derived) -> Self {
        let mut orders = Orders {
            places,
            derived,
            patients: derived.places(),
            counted: vec![],
            ends: vec![],
            rows: BTreeMap::new(),
        };
        for (index, endpoint) in places.plan.endpoints.iter().enumerate() {
            let dated = endpoint.kind.dated();
            let sources = dated.iter().flat_map(|dated| &dated.causes).flat_map(|sources| sources.iter());
            for source in sources {
                if let EventSource::Event(event) = source
                    && !orders.counted.contains(event)
                {
                    orders.counted.push(*event);
                }
            }
            orders.ends.extend(endpoint.kind.until().map(|date| (index, date)));
        }
        let events = places.plan.events.iter().map(|event| &event.date);
        let dates = events.chain(orders.ends.iter().map(|(_, date)| *date));
        let tables: BTreeSet<TableId> = dates.filter_map(|date| column_of(date)?.0).collect();
        for table in tables {
            // Of several rows the first counts.
            let rows = places.kept_rows(table).rev().filter_map(|row| Some((places.patient(table, row)?, row)));
            orders.rows.insert(table, rows.collect());
        }
        orders
    }

    fn event(&self, event: EventId, patient: usize) -> Option<Day> {
        self.derived.events.get(event.0)?.get(patient).copied().flatten()
    }

    fn death(&self, patient: usize) -> Option<Day> {
        self.event(self.places.plan.death()?, patient)
    }

    /// The latest of the ends that are declared.
    fn last_news(&self, patient: usize) -> Option<Day> {
        let end =
            |(endpoint, _): &(usize, &RowExpr)| self.derived.censor.get(*endpoint)?.get(patient).copied().flatten();
        self.ends.iter().filter_map(end).max()
    }

    fn before_time_zero(&self, found: &mut Vec<Found>) {
        let plan = self.places.plan;
        for patient in 0..self.derived.patients.len() {
            let Some(zero) = self.derived.time_zero.get(patient).copied().flatten() else { continue };
            let mut seen: Vec<(TableId, u32, Option<usize>)> = vec![];
            let mut add = |date: &RowExpr, day: Option<Day>, code: Code, severity: FindingSeverity| {
                if let Some(day) = day.filter(|day| *day < zero)
                    && let Some((id, row, column)) = self.source(date, patient)
                    && !seen.contains(&(id, row.line(), column))
                {
                    seen.push((id, row.line(), column));
                    found.extend(self.finding((id, row, column), code, severity, day, ("from", "time zero", zero)));
                }
            };
            let death = plan.death();
            if let Some(event) = death {
                let date = &plan.events[event.0].date;
                add(date, self.event(event, patient), codes::DEATH_BEFORE_TIME_ZERO, FindingSeverity::BlocksLock);
            }
            for event in self.counted.iter().filter(|e| Some(**e) != death) {
                let date = &plan.events[event.0].date;
                add(date, self.event(*event, patient), codes::EVENT_BEFORE_TIME_ZERO, FindingSeverity::Query);
            }
            for (endpoint, date) in &self.ends {
                let day = self.derived.censor.get(*endpoint).and_then(|days| days.get(patient).copied().flatten());
                add(date, day, codes::END_BEFORE_TIME_ZERO, FindingSeverity::BlocksLock);
            }
        }
    }

    /// Dates of what happened to a patient, after death, or in a living patient after the last news.
    fn after_the_end(&self, found: &mut Vec<Found>) {
        let plan = self.places.plan;
        let own: Vec<_> = plan.death().into_iter().filter_map(|e| column_of(&plan.events[e.0].date)).collect();
        let ends: Vec<_> = self.ends.iter().filter_map(|(_, date)| column_of(date)).collect();
        let patients = plan.patient_table();
        for (index, table) in plan.tables.iter().enumerate() {
            let id = TableId(index);
            let own = |column: &usize| own.iter().any(|(t, c)| t.unwrap_or(patients) == id && c == column);
            let is_end = |column: usize| ends.iter().any(|(t, c)| t.unwrap_or(patients) == id && *c == column);
            let happened = |column: &usize| {
                let declared = &table.columns[*column];
                declared.ty == Type::Date
                    && (table.known == Known::AtColumn(*column) || declared.known == Known::Itself)
            };
            let columns: Vec<usize> = (0..table.columns.len()).filter(|c| happened(c) && !own(c)).collect();
            for row in self.places.kept_rows(id).filter(|_| !columns.is_empty()) {
                let pseudonym = self.places.patient(id, row);
                let patient = pseudonym.and_then(|p| self.patients.get(p).copied());
                let Some(patient) = patient else { continue };
                for column in &columns {
                    let Some(day) = self.day(id, row, *column) else { continue };
                    let place = (id, row, Some(*column));
                    let (death, news) = (self.death(patient), self.last_news(patient));
                    match (death, news) {
                        (Some(death), _) if day > death => {
                            let until = ("up to", "the day of death", death);
                            let severity = FindingSeverity::BlocksLock;
                            found.extend(self.finding(place, codes::AFTER_DEATH, severity, day, until));
                        }
                        (None, Some(news)) if day > news && !is_end(*column) => {
                            let until = ("up to", "the last news", news);
                            let severity = FindingSeverity::Query;
                            found.extend(self.finding(place, codes::AFTER_LAST_NEWS, severity, day, until));
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// The date in a cell, where it can be used.
    fn day(&self, id: TableId, row: Row<'_>, column: usize) -> Option<Day> {
        self.places.data.tables.get(id.0)?.date(column, row.place)
    }

    /// The row and the column that hold a date of a patient; the patient's own row, where it is chosen among several.
    fn source(&self, date: &RowExpr, patient: usize) -> Option<(TableId, Row<'a>, Option<usize>)> {
        let patients = self.places.plan.patient_table();
        let own = || Some((patients, self.places.kept(patients, patient)?, None));
        let Some((table, column)) = column_of(date) else { return own() };
        let table = table.unwrap_or(patients);
        let pseudonym = self.derived.patients.get(patient)?;
        let row = match table == patients {
            true => self.places.kept(patients, patient),
            false => self.rows.get(&table).and_then(|rows| rows.get(pseudonym.as_str())).copied(),
        };
        row.map_or_else(own, |row| Some((table, row, Some(column))))
    }

    fn finding(
        &self,
        (id, row, column): (TableId, Row<'a>, Option<usize>),
        code: Code,
        severity: FindingSeverity,
        day: Day,
        (bound, of, limit): (&str, &str, Day),
    ) -> Option<Found> {
        let (_, rows) = self.places.table(id)?;
        let written = |day: Day| rows.bound.notation.written_day(day);
        let expected = format!("a date {bound} {}, {of}", written(limit));
        let words = Words { code, rule: FindingRule::OrderOfDates, severity, found: written(day), expected };
        Some(Found { basis: Basis::Limit(written(limit)), ..self.places.at(id, row, column, words) })
    }
}

/// The column that a date of a patient stands in: of a table with one row for each patient, or of the patients; none where
/// it is computed, or chosen among rows.
fn column_of(date: &RowExpr) -> Option<(Option<TableId>, usize)> {
    match &date.kind {
        ExprKind::Beyond(InRow(RowNode::OneToOne { table, column })) => Some((Some(*table), *column)),
        ExprKind::Column(column) => Some((None, *column)),
        _ => None,
    }
}
