//! The values of an analysis' endpoint in the patients of its population, as its estimand defines them.

use super::Context;
use crate::derive::endpoints::{self, Facts};
use crate::derive::model::{TimeValue, YesNoValue};
use crate::methods::Outcome;
use crate::plan::ir::{Analysis, EndpointKind, ResponseId};

/// One value per patient, patients in key order.
pub(crate) enum Values {
    YesNo(Vec<YesNoValue>),
    Time(Vec<TimeValue>),
}

impl Values {
    /// Patients with a value.
    pub fn patients(&self) -> Vec<usize> {
        match self {
            Values::YesNo(list) => list.iter().filter(|v| v.value.is_some()).map(|v| v.patient).collect(),
            Values::Time(list) => list.iter().map(|v| v.patient).collect(),
        }
    }

    /// In the order of [`Values::patients`].
    pub fn outcome(&self) -> Outcome {
        match self {
            Values::YesNo(list) => Outcome::YesNo(list.iter().filter_map(|v| v.value).collect()),
            // Whole days below 2^53 are exact.
            Values::Time(list) => Outcome::TimeToEvent {
                entry: None,
                time: list.iter().map(|v| v.time as f64).collect(),
                event: list.iter().map(|v| v.event).collect(),
            },
        }
    }
}

pub(crate) fn values(context: Context, analysis: &Analysis, at: Option<(ResponseId, &String)>) -> Values {
    let (plan, derived) = (context.plan, context.derived);
    let exam_name = |table: crate::plan::ir::TableId, row: usize| -> String {
        derived.keys.get(table.0).and_then(|keys| keys.get(row)).cloned().unwrap_or_default()
    };
    let facts = Facts { plan, derived, exam_name: &exam_name };
    let compared = [Some(analysis.compare.0), Some(analysis.compare.1)];
    let members = &derived.populations[analysis.population.0].patients;
    let patients: Vec<usize> = members.iter().copied().filter(|p| compared.contains(&derived.arms[*p])).collect();
    match (&plan.endpoints[analysis.endpoint.0].kind, at) {
        (EndpointKind::YesNo(endpoint), Some((response, point))) => {
            let points = &plan.timepoints[plan.responses[response.0].timepoints].points;
            let point = points.iter().position(|p| p.name == *point);
            let values =
                point.map(|p| endpoints::yes_no(&facts, &analysis.strategies, endpoint, response, p, &patients));
            Values::YesNo(values.unwrap_or_default())
        }
        (EndpointKind::YesNo(_), None) => Values::YesNo(vec![]),
        (EndpointKind::TimeToEvent(_), _) => {
            Values::Time(endpoints::time_to_event(&facts, analysis.endpoint, &patients))
        }
    }
}
