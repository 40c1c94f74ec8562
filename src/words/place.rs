//! What the place of a number is called: by the plan, or where it is a fact, by the language.

use super::{Words, fill};
use crate::results::{Decision, EventLevel, LabelKind, Record, Results, Term, Timepoint};
use std::borrow::Cow;

impl Words {
    /// What the term of a record is called.
    pub fn term_label<'r>(&self, results: &'r Results, record: &'r Record) -> Option<Cow<'r, str>> {
        let term = record.term.as_ref()?;
        let label = results.term_label(record).map(Cow::Borrowed);
        let label = label.or_else(|| self.own_term(term)).or_else(|| match term {
            Term::PValue(_) => self.of_p_value(results, record).map(Cow::Owned),
            Term::Line(key) => self.line(results, record, key).map(Cow::Owned),
            Term::Covariate { .. }
            | Term::Characteristic { .. }
            | Term::Intercept
            | Term::Score
            | Term::WholeModel
            | Term::Stratum(_)
            | Term::Cause(_)
            | Term::Category(_)
            | Term::MeanOfReadings
            | Term::Response(_)
            | Term::Requirement(_)
            | Term::LeftOut(_)
            | Term::WorstGrade(_) => None,
        });
        Some(label.unwrap_or_else(|| term.word()))
    }

    /// What the term of a record is called, and the time it is read at: `Relapse, day 91`.
    pub fn place_label(&self, results: &Results, record: &Record) -> Option<String> {
        let time = match &record.timepoint {
            Some(Timepoint::Time { at, unit }) => Some(self.time(*at, *unit)),
            Some(Timepoint::Point(_)) | None => None,
        };
        let term = self.term_label(results, record).map(Cow::into_owned);
        let parts: Vec<String> = term.into_iter().chain(time).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// `Objective response, other timepoints, 3 months, RECIST 1.1`: of a p-value adjusted in a family, the analysis of the one
    /// that it is made of, where the family has several, and what tells the p-values of that analysis apart.
    fn of_p_value(&self, results: &Results, adjusted: &Record) -> Option<String> {
        let decision = results.decisions.iter().find(|d| d.adjusted.as_ref() == Some(&adjusted.id))?;
        let record = results.records.iter().find(|r| r.id == decision.p_value)?;
        let analysis = results.analyses.iter().find(|a| a.name == record.analysis)?;
        let of_plan = |kind, name: Option<&str>| name.and_then(|name| results.label(kind, "", name));
        let arm = record.group.arm().and_then(|g| results.arms.iter().find(|a| a.name == g));
        let own = |d: &&Decision| d.family == decision.family;
        let alone = results.decisions.iter().filter(own).all(|d| d.analysis == decision.analysis);
        let parts = [
            of_plan(LabelKind::Timepoint, record.point()).map(str::to_string),
            of_plan(LabelKind::Response, record.response.as_deref()).map(str::to_string),
            self.place_label(results, record),
            arm.map(|a| a.label.clone()),
        ];
        let apart: Vec<String> = parts.into_iter().flatten().collect();
        let named = (!alone || apart.is_empty()).then(|| analysis.label.clone());
        Some(named.into_iter().chain(apart).collect::<Vec<_>>().join(", "))
    }

    /// A line of a table of events that the data do not name.
    fn line(&self, results: &Results, record: &Record, key: &str) -> Option<String> {
        let table = results.events.iter().find(|t| t.analysis == record.analysis)?;
        match table.lines.iter().find(|l| l.key == key)?.level {
            EventLevel::Any => Some(self.any_event.to_string()),
            EventLevel::Severe => Some(fill(self.severe_event, &[("grade", &table.severe_from.to_string())])),
            EventLevel::Class | EventLevel::Term => None,
        }
    }
}
