//! `applies to`: the patients of whom a criterion has a response.

use super::criterion::Building;
use super::knowledge::When;
use super::*;

impl<'a> Resolver<'a> {
    /// To whom the criterion applies; inner none: to everyone.
    pub(crate) fn applies_to(
        &mut self,
        entries: &entries::Entries<'a>,
        building: &Building,
    ) -> Option<Option<AppliesTo>> {
        let Some(value) = entries.value("applies to") else { return Some(None) };
        let element = self.single(value)?;
        let options = self.entries(&element.options, &["because"], "`applies to`", element.span);
        let because = match options.value("because") {
            Some(value) => Some((self.text(value)?, value.span)),
            None => None,
        };
        let patients = self.patients()?;
        let scope = Scope::of(Place::Row(patients), building);
        let condition = self.condition(&element.expression, scope)?;
        self.check_decided(&condition, scope.place, None, Some(building));
        let condition = self.in_row(&condition)?;
        let settled = self.settled_for(&condition, because, patients)?;
        Some(Some(AppliesTo { condition, settled }))
    }

    /// Whom a criterion applies to is known at time zero, or by a day that is stated with a reason.
    fn settled_for(
        &mut self,
        condition: &RowExpr,
        because: Option<(String, Span)>,
        patients: TableId,
    ) -> Option<Option<Settled>> {
        let known = self.known(condition, patients);
        let place = known.span.unwrap_or(condition.span);
        match (known.when, because) {
            (When::Baseline, None) => return Some(None),
            (When::Baseline, Some((_, span))) => {
                let title = "To whom the criterion applies is known at time zero, which needs no reason";
                return self.error(codes::WRONG_VALUE, title, span, "a reason for nothing");
            }
            (When::Administrative, _) => {
                let title = "To whom the criterion applies rests on the paperwork of the study";
                return self.error(codes::FUTURE, title, place, "an administrative date or answer");
            }
            (When::After, because) => {
                let bounded = self.open_ended(condition, patients).is_none();
                let day = self.settled_by(condition, patients).filter(|_| bounded);
                if let (Some(day), Some((because, _))) = (day, because) {
                    return Some(Some(Settled { day, because }));
                }
            }
        }
        let diagnostic = Diagnostic::new(codes::FUTURE, "To whom the criterion applies is settled after time zero")
            .at(place, "known only later")
            .because("patients are then left out of its analyses by what happens to them later")
            .hint("bound it by a day, and say why it may be: `… from day 0 to day 120 { because: \"…\" }`");
        self.report(diagnostic);
        None
    }
}
