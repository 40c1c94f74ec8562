//! Sets that are no rows of a method, as columns: populations, characteristics, events, readings, lesions, candidates of a matching.

use super::rows;
use super::table::Column;
use crate::analyse::sets::{
    BaselineSet, EventMetRow, EventMetSet, EventPatient, EventSet, LeftOutSet, LesionRow, LesionSet, MatchingSet,
    PopulationSet, RowSet, RuleSet, SetTerm, SettledRow, SettledSet, Values,
};

pub(super) fn population(set: &PopulationSet) -> Vec<Column> {
    let rows = &set.rows;
    let failed = |row: &Vec<String>, place: usize| row.get(place).cloned().unwrap_or_default();
    vec![
        Column::all("population", "Population of the plan.", &set.of.analysis, rows.len()),
        Column::text("patient", "Pseudonym.", rows.iter().map(|row| row.patient.clone()).collect()),
        Column::text("arm", "Arm; empty where it is unknown.", arms(rows.iter().map(|row| &row.arm))),
        Column::yes_no("included", "1 where the patient is in the population.", rows.iter().map(|row| row.included)),
        Column::text(
            "excluded_at",
            "The first requirement that is not met, by which an excluded patient is counted.",
            rows.iter().map(|row| failed(&row.failed, 0)).collect(),
        ),
        Column::text(
            "not_met",
            "All requirements that are not met, a semicolon between them.",
            rows.iter().map(|row| row.failed.join(";")).collect(),
        ),
    ]
}

fn arms<'r>(list: impl Iterator<Item = &'r Option<String>>) -> Vec<String> {
    list.map(|arm| arm.clone().unwrap_or_default()).collect()
}

pub(super) fn baseline(set: &BaselineSet) -> Vec<Column> {
    let rows = set.patients.len();
    let mut columns = vec![
        Column::all("population", "Population of the plan.", &set.of.population, rows),
        Column::text("patient", "Pseudonym.", set.patients.clone()),
        Column::text("arm", "Arm; empty where it is unknown.", arms(set.arms.iter())),
    ];
    for characteristic in &set.characteristics {
        let about = "Characteristic at baseline; empty where it is missing.";
        columns.push(match &characteristic.values {
            Values::Number(list) => Column::number(&format!("n.{}", characteristic.name), about, list.iter().copied()),
            Values::YesNo(list) => {
                let number = |value: &Option<bool>| value.map(|yes| f64::from(u8::from(yes)));
                Column::number(&format!("b.{}", characteristic.name), about, list.iter().map(number))
            }
            Values::Code(_, list) => {
                let fields = list.iter().map(|code| code.clone().unwrap_or_default()).collect();
                Column::text(&format!("c.{}", characteristic.name), about, fields)
            }
        });
    }
    columns
}

/// The patients of an analysis of events, and the days between which each is at risk.
pub(super) fn at_risk(set: &EventSet) -> Vec<Column> {
    let patients = &set.patients;
    let day = |of: fn((i64, i64)) -> i64| patients.iter().map(move |p| p.at_risk.map(|days| whole(of(days))));
    let group = |patient: &EventPatient| set.groups.get(patient.group).cloned().unwrap_or_default();
    let mut columns = vec![Column::text("patient", "Pseudonym.", patients.iter().map(|p| p.patient.clone()).collect())];
    if set.groups.len() > 1 {
        columns.push(Column::text("group", "Group that is compared.", patients.iter().map(group).collect()));
    }
    columns.push(Column::number(
        "from",
        "First day at risk of the first event; empty where it is not known.",
        day(|d| d.0),
    ));
    columns.push(Column::number(
        "to",
        "Last day at risk of the first event; empty where it is not known.",
        day(|d| d.1),
    ));
    columns
}

/// Whole days and grades below 2^53 are exact.
fn whole(value: i64) -> f64 {
    value as f64
}

pub(super) fn events(set: &EventSet) -> Vec<Column> {
    let events = &set.events;
    let line = |of: &Option<String>| of.clone().unwrap_or_default();
    vec![
        Column::text("patient", "Pseudonym.", events.iter().map(|e| e.patient.clone()).collect()),
        Column::number("day", "Day of onset, counted from time zero.", events.iter().map(|e| e.day.map(whole))),
        Column::number("grade", "Grade; empty where it is not recorded.", events.iter().map(|e| e.grade.map(whole))),
        Column::yes_no(
            "severe",
            "1 where the grade is one that the plan calls severe.",
            events.iter().map(|e| e.severe),
        ),
        Column::text(
            "class_line",
            "Line of its class, as identifiers have it.",
            events.iter().map(|e| line(&e.class)).collect(),
        ),
        Column::text(
            "term_line",
            "Line of its term, as identifiers have it.",
            events.iter().map(|e| line(&e.term)).collect(),
        ),
    ]
}

/// The readings of an agreement; those of responses are of a population.
pub(super) fn readings(set: &RowSet) -> Vec<Column> {
    let rows = set.patients.len();
    let mut columns = rows::columns(set);
    if set.of.response.is_some() {
        columns.insert(0, Column::all("population", "Population of the plan.", &set.of.population, rows));
    }
    columns
}

/// Who is not among the rows of an analysis.
pub(super) fn left_out(set: &LeftOutSet) -> Vec<Column> {
    let rows = set.patients.len();
    let mut columns = vec![Column::all("analysis", "Analysis of the plan.", &set.of.analysis, rows)];
    columns.extend(rows::places(&set.of, rows));
    columns.push(Column::all("reason", "Why the patient is not among the rows.", set.reason.term(), rows));
    columns.push(Column::text("patient", "Pseudonym.", set.patients.clone()));
    columns
}

/// Who met an intercurrent event.
pub(super) fn event_met(set: &EventMetSet) -> Vec<Column> {
    let rows = &set.rows;
    let group = |row: &EventMetRow| set.groups.get(row.group).cloned().unwrap_or_default();
    let mut columns = vec![
        Column::all("event", "Intercurrent event of the estimand.", &set.event, rows.len()),
        Column::text("patient", "Pseudonym.", rows.iter().map(|row| row.patient.clone()).collect()),
    ];
    if set.groups.len() > 1 {
        columns.push(Column::text("group", "Group that is compared.", rows.iter().map(group).collect()));
    }
    columns.push(Column::yes_no("met", "1 where the patient met it.", rows.iter().map(|row| row.met)));
    columns
}

/// What settles the value of each patient.
pub(super) fn settled(set: &SettledSet) -> Vec<Column> {
    let rows = &set.rows;
    let group = |row: &SettledRow| set.groups.get(row.group).cloned().unwrap_or_default();
    let mut columns = rows::places(&set.of, rows.len());
    columns.push(Column::text("patient", "Pseudonym.", rows.iter().map(|row| row.patient.clone()).collect()));
    if set.groups.len() > 1 {
        columns.push(Column::text("group", "Group that is compared.", rows.iter().map(group).collect()));
    }
    let because = rows.iter().map(|row| row.because.clone()).collect();
    columns.push(Column::text("because", "Whether the outcome is met, and what settles it.", because));
    columns
}

pub(super) fn lesions(set: &LesionSet) -> Vec<Column> {
    let rows = &set.rows;
    let mut columns = rows::places(&set.of, rows.len());
    columns.extend([
        Column::all("population", "Population of the plan.", &set.of.population, rows.len()),
        Column::all("arm", "Arm.", &set.arm, rows.len()),
        Column::text("patient", "Pseudonym.", rows.iter().map(|row| row.patient.clone()).collect()),
        Column::whole("untold", "Lesions of which no category can be told.", rows.iter().map(|row| row.untold)),
    ]);
    for (place, category) in set.categories.iter().enumerate() {
        let of = |row: &LesionRow| row.lesions.get(place).copied().unwrap_or(0);
        columns.push(Column::whole(&format!("l.{category}"), "Lesions of this category.", rows.iter().map(of)));
    }
    columns
}

/// Of a rule, at how many readings of each patient each of its rows gave the value.
pub(super) fn answers(set: &RuleSet) -> Vec<Column> {
    let answers = &set.answers;
    let row = |row: Option<usize>| row.map_or_else(|| "none".to_string(), |place| (place + 1).to_string());
    vec![
        Column::all("rule", "Rule of a response, or of the combination of its readers.", &set.rule, answers.len()),
        Column::text("patient", "Pseudonym.", answers.iter().map(|one| one.patient.clone()).collect()),
        Column::text("arm", "Arm; empty where it is unknown.", arms(answers.iter().map(|one| &one.arm))),
        Column::text(
            "row",
            "Its row that gave the value, by its place, or none.",
            answers.iter().map(|one| row(one.row)).collect(),
        ),
        Column::whole("readings", "Readings at which it did.", answers.iter().map(|one| one.readings)),
    ]
}

pub(super) fn matching(set: &MatchingSet) -> Vec<Column> {
    let arm = |treated: &bool| set.arms[usize::from(!treated)].clone();
    let mut columns = vec![
        Column::text("patient", "Pseudonym.", set.patients.clone()),
        Column::text("arm", "Arm.", set.treated.iter().map(arm).collect()),
        Column::yes_no(
            "of_caliper",
            "1 where the score counts for the width of the caliper.",
            set.of_caliper.iter().copied(),
        ),
    ];
    let kinds: [(&str, &str, &[SetTerm]); 3] = [
        ("s", "Term of the score; of a code 1 at the level that is named and 0 at others.", &set.score),
        ("e", "What must be equal within a pair; of a code its place.", &set.exact),
        ("b", "Term whose balance is told besides.", &set.balance),
    ];
    for (kind, about, terms) in kinds {
        let column =
            |term: &SetTerm| Column::number(&format!("{kind}.{}", term.name), about, term.values.iter().copied());
        columns.extend(terms.iter().map(column));
    }
    columns
}
