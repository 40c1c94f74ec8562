//! Values as people read them, for the trace.

use super::course::Course;
use crate::plan::ir::Type;
use crate::program::evaluate::civil;
use crate::program::expression::BoundCriterion;
use crate::program::value::Value;

/// In place of a value that is recorded and cannot be used.
pub const UNUSABLE: &str = "not usable";

/// The values of a criterion where nothing was read.
pub(super) fn no_values(criterion: &BoundCriterion) -> Vec<(String, Option<String>, Option<String>)> {
    criterion.values.iter().map(|v| (v.header.name.clone(), None, None)).collect()
}

/// `PR`, `54.6 mm`, `yes`, `2024-02-29`, `12 days`, or the identifier of an examination.
pub(super) fn of(value: &Value, ty: &Type, course: &Course) -> String {
    let number = match value {
        Value::Bool(true) => return "yes".into(),
        Value::Bool(false) => return "no".into(),
        Value::Text(text) => return text.to_string(),
        Value::Date(day) => return civil(*day).map_or_else(|| format!("day {day} from 1970-01-01"), |d| d.to_string()),
        Value::Code(code) => return code_name(*code, ty),
        Value::Reading(at) => return exam_name(*at, course),
        Value::Integer(i) => i.to_string(),
        Value::Number(n) => n.normalize().to_string(),
        Value::Real(x) => x.to_string(),
        Value::Unusable => return UNUSABLE.into(),
    };
    match ty {
        Type::Number(Some(unit)) | Type::Real(Some(unit)) => format!("{number} {unit}"),
        Type::Days => format!("{number} days"),
        _ => number,
    }
}

fn code_name(code: usize, ty: &Type) -> String {
    match ty {
        Type::Code(list) => list.codes.get(code).map_or_else(|| format!("code {code}"), |c| c.name.clone()),
        _ => format!("code {code}"),
    }
}

/// The key of the examination.
fn exam_name(at: usize, course: &Course) -> String {
    let table = course.plan.table(course.criterion.exam);
    let key = |reading: &super::course::Reading| {
        let cells = table.key.iter().map(|c| {
            let value = reading.exam.columns.get(*c)?.as_ref()?;
            Some(of(value, &table.columns.get(*c)?.ty, course))
        });
        cells.collect::<Option<Vec<String>>>().map(|k| k.join(", "))
    };
    course.readings.get(at).and_then(key).unwrap_or_else(|| format!("examination {at}"))
}
