//! The rows that the methods of an analysis were given, as columns of its file.

use super::table::Column;
use crate::analyse::sets::RowSet;
use crate::methods::Outcome;
use crate::results::{Record, Subgroup};

/// The columns of a set, those that tell its rows from others of the file first.
pub(super) fn columns(set: &RowSet) -> Vec<Column> {
    let rows = set.patients.len();
    let mut columns = places(&set.of, rows);
    columns.push(Column::text("patient", "Pseudonym.", set.patients.clone()));
    if set.groups.len() > 1 {
        let group = |place: &usize| set.groups.get(*place).cloned().unwrap_or_default();
        let about = "Group that is compared: the arm, or whether exposed.";
        columns.push(Column::text("group", about, set.input.group.iter().map(group).collect()));
    }
    columns.extend(outcome(&set.input.outcome));
    let numbered = [
        ("pair", "Number of the matched set.", &set.input.pair),
        ("cluster", "Number of the cluster.", &set.input.cluster),
        ("stratum", "Number of the stratum.", &set.input.strata),
        ("level", "Place of the subgroup.", &set.input.subgroup),
    ];
    for (name, about, list) in numbered {
        if let Some(list) = list {
            columns.push(Column::whole(name, about, list.iter().map(|place| place + 1)));
        }
    }
    if let Some(weights) = &set.input.weights {
        columns.push(Column::number("weight", "Weight of the row.", weights.iter().map(|weight| Some(*weight))));
    }
    if let Some(possible) = &set.input.possible {
        let about = "For how long the row could have been observed: up to the cut-off, or to the horizon where that comes first.";
        columns.push(Column::number("possible", about, possible.iter().map(|time| Some(*time))));
    }
    for (name, values) in &set.input.covariates {
        let about = "Covariate of the model; of a code 1 at the level that is named and 0 at others.";
        columns.push(Column::number(&format!("x.{name}"), about, values.iter().map(|value| Some(*value))));
    }
    columns
}

/// Which part of the file a set is: the response and the timepoint, where it has them.
pub(super) fn places(of: &Record, rows: usize) -> Vec<Column> {
    let subgroup = of.subgroup.as_ref().map(Subgroup::word);
    let places = [
        ("response", "Response statement of the plan.", of.response.as_deref()),
        ("timepoint", "Timepoint of the plan.", of.point()),
        ("subgroup", "Characteristic and level of the patients.", subgroup.as_deref()),
    ];
    places.into_iter().filter_map(|(name, about, value)| Some(Column::all(name, about, value?, rows))).collect()
}

fn outcome(outcome: &Outcome) -> Vec<Column> {
    let known = |list: &[f64]| list.iter().map(|value| Some(*value)).collect::<Vec<_>>().into_iter();
    let named = |names: &[String], places: &[usize]| -> Vec<String> {
        places.iter().map(|place| names.get(*place).cloned().unwrap_or_default()).collect()
    };
    match outcome {
        Outcome::YesNo(list) => vec![Column::yes_no("met", "1 where the outcome is met.", list.iter().copied())],
        Outcome::TimeToEvent { entry, time, event } => {
            let entry =
                entry.iter().map(|list| Column::number("entry", "Time at which observation begins.", known(list)));
            let rest = [
                Column::number("time", "Time of the event, or of the end of observation.", known(time)),
                Column::yes_no("event", "1 where the event was met.", event.iter().copied()),
            ];
            entry.chain(rest).collect()
        }
        Outcome::CompetingRisks { time, cause, .. } => vec![
            Column::number("time", "Time of the event, or of the end of observation.", known(time)),
            Column::whole("cause", "0 censored, else the place of the cause.", cause.iter().copied()),
        ],
        Outcome::Continuous(list) => vec![Column::number("value", "Value of the outcome.", known(list))],
        Outcome::Category { categories, value } => {
            vec![Column::text("category", "Category of the outcome.", named(categories, value))]
        }
        Outcome::Shift { categories, from, to, .. } => vec![
            Column::text("from", "Category at baseline.", named(categories, from)),
            Column::text("to", "Category afterwards.", named(categories, to)),
        ],
        Outcome::DiagnosticTest { test, reference, test_undetermined, reference_undetermined } => vec![
            Column::yes_no("test", "1 where the test is positive.", test.iter().copied()),
            Column::yes_no("reference", "1 where the reference is positive.", reference.iter().copied()),
            Column::yes_no(
                "test_undetermined",
                "1 where the test counts as the plan says of one that is undetermined.",
                test_undetermined.iter().copied(),
            ),
            Column::yes_no(
                "reference_undetermined",
                "1 where the reference counts as the plan says of one that is undetermined.",
                reference_undetermined.iter().copied(),
            ),
        ],
        Outcome::Events { count, time } => vec![
            Column::number("events", "Events.", count.iter().map(|n| Some(*n as f64))),
            Column::number("years", "Time at risk, in years.", known(time)),
        ],
        Outcome::Agreement { categories, first, second } => vec![
            Column::text("reading.1", "First reading.", named(categories, first)),
            Column::text("reading.2", "Second reading.", named(categories, second)),
        ],
        Outcome::SeveralReadings { categories, readings } => {
            readers(readings, |reader, fields: Vec<usize>| Column::text(&reader, READING, named(categories, &fields)))
        }
        Outcome::Measurements(readings) => {
            readers(readings, |reader, fields: Vec<f64>| Column::number(&reader, READING, known(&fields)))
        }
        // These have no rows.
        Outcome::None | Outcome::PValues { .. } | Outcome::PlannedPairs { .. } => vec![],
    }
}

const READING: &str = "Reading of one reader.";

/// A column for each reader; a subject has one reading of each.
fn readers<T: Clone>(readings: &[Vec<T>], column: impl Fn(String, Vec<T>) -> Column) -> Vec<Column> {
    let count = readings.first().map_or(0, Vec::len);
    let of = |reader: usize| readings.iter().filter_map(|row| row.get(reader).cloned()).collect();
    (0..count).map(|reader| column(format!("reading.{}", reader + 1), of(reader))).collect()
}
