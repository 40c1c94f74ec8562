//! What the plan calls the things that numbers are of: one place for all labels.

use super::{LabelKind, Record, ResponseInfo, ResponseRole, Results, RuleId, RuleShown, Term};

impl Results {
    /// Whether nothing but this response of its criterion says that an examination was not assessed.
    pub fn only_unassessed(&self, info: &ResponseInfo) -> bool {
        let unassessed =
            |r: &&ResponseInfo| r.response == info.response && r.roles.contains(&ResponseRole::NotAssessed);
        let mut all = self.responses.iter().filter(unassessed);
        all.next() == Some(info) && all.next().is_none()
    }

    /// The label of a name that a statement gives, or the whole plan (`of` empty).
    pub fn label(&self, kind: LabelKind, of: &str, name: &str) -> Option<&str> {
        let found = self.labels.iter().find(|l| l.kind == kind && l.of == of && l.name == name);
        found.map(|l| l.label.as_str()).filter(|l| !l.is_empty())
    }

    /// The rule that an identifier names as a whole.
    pub fn rule_shown(&self, whole: &RuleId) -> Option<&RuleShown> {
        self.report.rules.iter().flat_map(|shown| &shown.rules).find(|rule| rule.whole == *whole)
    }

    /// It names that no row of a rule answers.
    pub fn is_unanswered(&self, id: &RuleId) -> bool {
        self.report.rules.iter().flat_map(|shown| &shown.rules).any(|rule| rule.unanswered == *id)
    }

    /// What the plan calls the term of a record; none where it has no name in the plan.
    pub fn term_label(&self, record: &Record) -> Option<&str> {
        let term = record.term.as_ref()?;
        let of = |kind, of: &str| self.label(kind, of, &term.word());
        match term {
            Term::Covariate { .. } => of(LabelKind::Covariate, &record.analysis),
            Term::Characteristic { .. } => of(LabelKind::Characteristic, &record.analysis),
            Term::Cause(_) => of(LabelKind::Cause, &record.analysis),
            Term::Category(_) => of(LabelKind::Category, &record.analysis),
            Term::Requirement(_) => of(LabelKind::Requirement, &record.analysis),
            Term::Response(_) => of(LabelKind::ResponseCode, record.response.as_deref()?),
            Term::Line(key) => {
                let table = self.events.iter().find(|t| t.analysis == record.analysis)?;
                table.lines.iter().find(|l| l.key == *key)?.name()
            }
            Term::Rule(id) => {
                let row = self.rules.iter().find(|rule| rule.id == *id).map(|rule| rule.row.as_str());
                row.or_else(|| self.rule_shown(id).map(|rule| rule.label.as_str()))
            }
            Term::Shift { .. }
            | Term::Intercept
            | Term::Score
            | Term::WholeModel
            | Term::Stratum(_)
            | Term::MeanOfReadings
            | Term::PValue(_)
            | Term::LeftOut(_)
            | Term::Settled { .. }
            | Term::Met(_)
            | Term::WorstGrade(_) => None,
        }
    }
}
