//! The back end for tables of other programs: every number of the results, displayed or not, as a row of `results.parquet`.
//!
//! The format is written here, uncommon parts of it left out: the crate that writes it asks for features of others with which
//! Typst is built again, and brings a clock.

mod file;

use super::{Export, Exported, Exporting, ReportError};
use crate::number::Number;
use crate::results::{Group, Record, Timepoint};
use crate::words::Words;
use file::{Column, Values};
use serde::Serialize;

pub const PARQUET: Export = Export { name: "parquet", write };

const FILE: &str = "results.parquet";

fn write(of: &Exporting) -> Result<Vec<Exported>, ReportError> {
    let columns = columns(&of.results.records, of.words);
    let study = &of.results.study;
    let about = [
        ("study", study.name.clone()),
        ("engine", study.engine.clone()),
        ("plan_digest", study.plan_digest.clone()),
        ("data_digest", study.data_digest.clone()),
        ("status", of.flags().join("; ")),
    ];
    let bytes = file::written(&columns, of.results.records.len(), &about);
    let bytes = bytes.map_err(|e| ReportError::new(format!("the numbers could not be written: {e}")))?;
    Ok(vec![Exported::new(FILE, bytes)])
}

fn columns(records: &[Record], words: &Words) -> Vec<Column> {
    let texts = |name, of: &dyn Fn(&Record) -> Option<String>| Column {
        name,
        values: Values::Texts(records.iter().map(of).collect()),
    };
    let whole = |name, of: &dyn Fn(&Record) -> Option<i64>| Column {
        name,
        values: Values::Whole(records.iter().map(of).collect()),
    };
    let level = |r: &Record| Some(r.subgroup.as_ref()?.level.as_ref()?.word().into_owned());
    let options = |r: &Record| Some(text_of(&r.method.as_ref()?.options));
    vec![
        texts("id", &|r| Some(r.id.clone())),
        texts("clause", &|r| Some(r.clause.clone())),
        texts("analysis", &|r| Some(r.analysis.clone())),
        texts("role", &|r| Some(word(&r.role))),
        texts("standing", &|r| Some(word(&r.standing))),
        texts("endpoint", &|r| r.endpoint.clone()),
        texts("response", &|r| r.response.clone()),
        texts("timepoint", &|r| r.point().map(str::to_string)),
        whole("time", &Record::time),
        texts("time_unit", &|r| match &r.timepoint {
            Some(Timepoint::Time { unit, .. }) => Some(word(unit)),
            Some(Timepoint::Point(_)) | None => None,
        }),
        texts("population", &|r| Some(r.population.clone())),
        whole("population_n", &|r| i64::try_from(r.population_n?).ok()),
        texts("subgroup", &|r| r.subgroup.as_ref().map(|of| of.by.clone())),
        texts("subgroup_level", &level),
        texts("contrast_arm", &|r| r.contrast.as_ref().map(|of| of.arm.clone())),
        texts("contrast_reference", &|r| r.contrast.as_ref().map(|of| of.reference.clone())),
        texts("group", &|r| Some(group(&r.group))),
        texts("term", &|r| r.term.as_ref().map(|term| term.word().into_owned())),
        texts("statistic", &|r| Some(word(&r.statistic))),
        texts("method", &|r| r.method.as_ref().map(|method| method.name.clone())),
        texts("options", &options),
        texts("citation", &|r| r.method.as_ref().map(|m| m.citation.clone()).filter(|c| !c.is_empty())),
        texts("multiplicity", &|r| r.multiplicity.as_ref().map(text_of)),
        Column { name: "value", values: Values::Real(records.iter().map(|r| value(&r.value)).collect()) },
        texts("formatted", &|r| Some(words.format(&r.value, r.quantity))),
        texts("reason", &|r| match &r.value {
            Number::NotEstimable(reason) => Some(words.reason(reason).into_owned()),
            Number::Count(_) | Number::Real(_) | Number::Infinite | Number::NegativeInfinite | Number::Withheld(_) => {
                None
            }
        }),
        texts("quantity", &|r| Some(word(&r.quantity))),
        texts("unit", &|r| r.unit.as_ref().map(word)),
        texts("steps", &|r| Some(r.steps.join(" "))),
        texts("tables", &|r| Some(r.tables.join(" "))),
    ]
}

/// A proportion is between 0 and 1; where there is no number, the reason stands in its column.
fn value(number: &Number) -> Option<f64> {
    match number {
        Number::Count(n) => Some(*n as f64),
        Number::Real(x) => Some(*x),
        Number::Infinite => Some(f64::INFINITY),
        Number::NegativeInfinite => Some(f64::NEG_INFINITY),
        Number::NotEstimable(_) | Number::Withheld(_) => None,
    }
}

/// Whom a number is of, or which groups it sets against each other.
fn group(of: &Group) -> String {
    match of {
        Group::All => "all".to_string(),
        Group::Between(groups) => groups.iter().map(group).collect::<Vec<_>>().join(" against "),
        Group::Against { arm, reference } => format!("{arm} against {reference}"),
        Group::Arm(_) | Group::Exposed | Group::Unexposed | Group::Value | Group::Baseline => {
            of.word().unwrap_or_default().to_string()
        }
    }
}

/// As `results.json` has it.
fn word(of: &impl Serialize) -> String {
    match serde_json::to_value(of) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn text_of(of: &impl Serialize) -> String {
    serde_json::to_value(of).map(|value| value.to_string()).unwrap_or_default()
}
