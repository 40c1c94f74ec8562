//! What the place of a number is called: by the plan, or where it is a fact, by the language.

use super::{Words, fill, lower_first};
use crate::results::{
    Contrast, Decision, EventLevel, EventLine, EventTable, LabelKind, Level, MeasuredIn, Per, Record, Results,
    Subgroup, Term, Timepoint,
};
use std::borrow::Cow;

impl Words {
    /// What the term of a record is called.
    pub fn term_label<'r>(&self, results: &'r Results, record: &'r Record) -> Option<Cow<'r, str>> {
        let term = record.term.as_ref()?;
        let label = results.term_label(record).map(Cow::Borrowed);
        let label = label.or_else(|| self.own_term(term)).or_else(|| match term {
            Term::PValue(_) => self.of_p_value(results, record).map(Cow::Owned),
            Term::Shift { from, to } => {
                let named = |name| results.label(LabelKind::Category, &record.analysis, name).unwrap_or(name);
                Some(Cow::Owned(format!("{} → {}", named(from), named(to))))
            }
            Term::Line(key) => {
                let table = results.events.iter().find(|t| t.analysis == record.analysis);
                table.and_then(|t| Some(self.event_line(t, t.lines.iter().find(|l| l.key == *key)?)))
            }
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
            Term::Met(event) => Some(Cow::Owned(self.event_label(results, event))),
            Term::Settled { because, .. } => Some(Cow::Owned(self.settled(results, record, because))),
            Term::Rule(id) => results.is_unanswered(id).then_some(Cow::Borrowed(self.rules().unanswered)),
        });
        Some(label.unwrap_or_else(|| term.word()))
    }

    /// What the term of a record is called, and the time it is read at: `Relapse, day 91`.
    pub fn place_label(&self, results: &Results, record: &Record) -> Option<String> {
        let time = match &record.timepoint {
            Some(Timepoint::Time { at, unit }) => Some(self.time(*at, *unit)),
            Some(Timepoint::Point(_)) | None => None,
        };
        let term = self.term_label(results, record).map(|label| match per_of(results, record) {
            Some(per) => {
                fill(self.per_unit, &[("term", &label), ("unit", &self.amount(&per.amount, per.unit.as_ref()))])
            }
            None => label.into_owned(),
        });
        let parts: Vec<String> = term.into_iter().chain(time).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// `10 years`, and of one the unit alone.
    pub fn amount(&self, amount: &str, unit: Option<&MeasuredIn>) -> String {
        match unit.map(|unit| self.measured_in(unit)) {
            Some(unit) if amount.parse() == Ok(1) => unit.to_string(),
            Some(unit) => format!("{}\u{a0}{unit}", self.number(amount)),
            None => self.number(amount),
        }
    }

    pub fn measured_in<'u>(&'u self, unit: &'u MeasuredIn) -> &'u str {
        match unit {
            MeasuredIn::Time(unit) => self.times(*unit),
            MeasuredIn::Unit(unit) => unit,
        }
    }

    /// `Sex: female`, and of what is between its levels `Sex: interaction`.
    pub fn subgroup_label(&self, results: &Results, analysis: &str, subgroup: &Subgroup) -> String {
        let named = |name: &str| results.label(LabelKind::Covariate, analysis, name);
        let by = named(&subgroup.by).unwrap_or(&subgroup.by);
        let Some(level) = &subgroup.level else { return fill(self.interaction_by, &[("by", by)]) };
        let own = match level {
            Level::Yes => Cow::Borrowed(self.trace().yes),
            Level::No => Cow::Borrowed(self.trace().no),
            Level::Code(_) | Level::Number(_) => level.word(),
        };
        let level = named(&subgroup.word()).map_or_else(|| own.into_owned(), str::to_string);
        fill(self.subgroup_of, &[("by", by), ("level", &level)])
    }

    /// `Low dose against placebo`.
    pub fn contrast_label(&self, results: &Results, contrast: &Contrast) -> String {
        let arm =
            |name: &str| results.arms.iter().find(|a| a.name == name).map_or(name.to_string(), |a| a.label.clone());
        let (first, second) = (arm(&contrast.arm), lower_first(&arm(&contrast.reference)));
        fill(self.against, &[("first", &first), ("second", &second)])
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
            record.contrast.as_ref().map(|contrast| self.contrast_label(results, contrast)),
        ];
        let apart: Vec<String> = parts.into_iter().flatten().collect();
        let named = (!alone || apart.is_empty()).then(|| analysis.label.clone());
        Some(named.into_iter().chain(apart).collect::<Vec<_>>().join(", "))
    }

    /// What a line of a table of events is called: by the data, or where it counts any event or any severe one, by the language.
    pub fn event_line<'t>(&self, table: &EventTable, line: &'t EventLine) -> Cow<'t, str> {
        match line.level {
            EventLevel::Any => Cow::Borrowed(self.any_event),
            EventLevel::Severe => Cow::Owned(fill(self.severe_event, &[("grade", &table.severe_from.to_string())])),
            EventLevel::Class | EventLevel::Term => Cow::Borrowed(line.name().unwrap_or(&line.key)),
        }
    }
}

/// For how much of a covariate the effect of a record is, where the plan says so.
pub fn per_of<'r>(results: &'r Results, record: &Record) -> Option<&'r Per> {
    let Some(Term::Covariate { name, level: None }) = &record.term else { return None };
    let analysis = results.analyses.iter().find(|analysis| analysis.name == record.analysis)?;
    analysis.basis.per.iter().find(|per| per.covariate == *name)
}
