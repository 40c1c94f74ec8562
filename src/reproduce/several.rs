//! Who is in which population, and the characteristics of the patients, as columns.

use super::table::Column;
use crate::analyse::sets::{BaselineSet, PopulationSet, Values};

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
