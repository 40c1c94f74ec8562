//! What is said of one patient, wherever a number is traced.

use super::{Words, fill};
use crate::results::{Beginning, EndpointValue, Exclusion, LabelKind, Results, SetPlaces, Value, ValueReason};

impl Words {
    /// `day 91, event`, `yes`, a number, a category; or that the patient is left out.
    pub fn endpoint_value(&self, value: &EndpointValue) -> String {
        let said = self.trace();
        let at = |words: &str, time: String| fill(words, &[("time", &time)]);
        if let ValueReason::Category(name) | ValueReason::Shift { to: name, .. } = &value.because {
            return name.clone();
        }
        match (value.value, value.number, value.event) {
            (Some(days), _, Some(true)) => at(said.day_event, days.to_string()),
            (Some(days), _, Some(false)) => at(said.day_censored, days.to_string()),
            (_, Some(time), Some(true)) => at(said.time_event, time.to_string()),
            (_, Some(time), Some(false)) => at(said.time_censored, time.to_string()),
            (_, Some(number), None) => number.to_string(),
            (Some(1), None, None) => said.yes.to_string(),
            (Some(_), None, None) => said.no.to_string(),
            (None, None, _) => said.left_out.to_string(),
        }
    }

    /// Why a patient is not in a population; empty of one who is.
    pub fn exclusions(&self, results: &Results, population: &str, reasons: &[Exclusion]) -> String {
        let named = |reason: &Exclusion| match reason {
            Exclusion::Requirement(name) => {
                results.label(LabelKind::Requirement, population, name).unwrap_or(name).to_string()
            }
            Exclusion::LeftOut(reason) => self.left_out(*reason).to_string(),
        };
        let all = reasons.iter().map(named).collect::<Vec<_>>().join("; ");
        match reasons {
            [] | [Exclusion::LeftOut(_), ..] => all,
            [Exclusion::Requirement(_), ..] => fill(self.trace().requirements_not_met, &[("requirements", &all)]),
        }
    }

    /// From when on a response is read, and the examination it compares with, by the step that chose it.
    pub fn beginning(&self, results: &Results, beginning: &Beginning) -> String {
        let said = self.trace();
        let clause = results.steps.iter().find(|step| step.id == beginning.chosen_by).map(|step| &step.clause);
        let clause = clause.map_or_else(String::new, |clause| fill(said.clause, &[("clause", clause)]));
        let baseline = match &beginning.baseline {
            Some((exam, day)) => fill(said.baseline, &[("exam", exam.as_str()), ("day", &day.to_string())]),
            None => said.no_baseline.to_string(),
        };
        let places = [
            ("response", results.label(LabelKind::Response, "", &beginning.response).unwrap_or(&beginning.response)),
            ("day", &beginning.after.to_string()),
            ("baseline", &baseline),
            ("step", &beginning.chosen_by),
            ("clause", &clause),
        ];
        fill(said.read_after, &places)
    }

    /// Which lesions have a place in a ranked set, and why the others have none.
    pub fn places_of_set(&self, set: &SetPlaces) -> String {
        let placed = |placed: &crate::results::PlacedLesion| {
            let ranks = placed.by.iter().map(|by| self.known_or_not(by.as_ref()));
            let each = placed.of_each.iter().map(|each| self.known(each));
            let known: Vec<String> = ranks.chain(each).collect();
            let standing = self.place_in_set(placed.standing);
            format!("{} ({}) {standing}", self.lesion(&placed.lesion), known.join(", "))
        };
        let lesions = set.lesions.iter().map(placed).collect::<Vec<_>>().join("; ");
        fill(self.trace().named, &[("name", set.set.as_str()), ("value", &lesions)])
    }

    /// The columns by which a lesion is told apart.
    pub fn lesion(&self, lesion: &[(String, Value)]) -> String {
        let known = lesion.iter().map(|(column, value)| format!("{column} {}", self.known(value)));
        known.collect::<Vec<_>>().join(", ")
    }
}
