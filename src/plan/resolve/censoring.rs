//! Where a time ends without its event: the end of observation, and the strategy that ends it before an intercurrent event.

use super::knowledge::When;
use super::*;
use crate::diagnostic::{Label, said};
use crate::syntax::tree::{Element, Expression, Kind, Operator, Selector, SelectorKind};

const END: &str = "censor at the end of observation, such as the date of last news";

impl<'a> Resolver<'a> {
    /// A date of the patient, or `last EXAM where assessed by RESPONSE otherwise time zero { longest gap: 182 days }`; of a time
    /// that does not begin at time zero, `otherwise its_start`.
    pub(crate) fn censor(&mut self, element: &'a Element, start: &Start) -> Option<CensorSource> {
        let e = &element.expression;
        let otherwise = if start.later().is_some() { start::ITS_START } else { "time zero" };
        if let Kind::Otherwise(last, beginning) = &e.kind
            && let Kind::Selector(selector) = &last.kind
            && selector.kind.node == SelectorKind::Last
            && self.is_word(beginning, otherwise)
            && let Some(condition) = &selector.condition
            && let Some((assessed, response)) = Self::binary(condition, Operator::By)
            && self.is_word(assessed, "assessed")
        {
            let (word, span) = self.word_of(response)?;
            let id = self.response_named(word, span)?;
            self.set_needed(id, ResponseRole::NotAssessed, assessed.span, "which responses are assessed?")?;
            let (table, place) = self.word_of(&selector.rows)?;
            let exam = self.plan.tables[self.plan.responses[id.0].criterion.exam.0].header.name.clone();
            self.position("table of examinations", table, place, &[exam])?;
            let longest_gap = self.longest_gap(element)?;
            return Some(CensorSource::LastAssessed { by: id, longest_gap });
        }
        if matches!(e.kind, Kind::Otherwise(..) | Kind::Selector(_)) {
            let hint = format!("write a date, or `last EXAM where assessed by RESPONSE otherwise {otherwise}`");
            let title = "A patient is not censored like this";
            return self.error_hint(codes::WRONG_VALUE, title, e.span, "no single date", hint);
        }
        self.no_options(element, "an event of the plan");
        let patients = self.patients()?;
        let date = self.row_expression(e, patients, None)?;
        if date.ty == Type::Date {
            return Some(CensorSource::Date(date));
        }
        let title = said!("A patient is censored at a date, this is {kind}", kind = expression::type_words(&date.ty));
        self.error(codes::WRONG_TYPE, title, e.span, "no date")
    }

    /// `{ longest gap: 182 days }`, after which an event does not count.
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where any event counts")]
    fn longest_gap(&mut self, element: &'a Element) -> Option<Option<i64>> {
        let options = self.entries(&element.options, &["longest gap"], "`censor`", element.span);
        let Some(value) = options.value("longest gap") else { return Some(None) };
        let element = self.single(value)?;
        let days = self.days_long(element)?;
        if days < 1 {
            let title = "No event would count that is found by an examination";
            return self.error(codes::WRONG_VALUE, title, element.span, "one day at least");
        }
        Some(Some(days))
    }

    /// A patient without the event is censored on a day that is there, and is not that of an event. A date that answers an
    /// intercurrent event is left to the strategies, where they are checked against it (`answered`).
    pub(crate) fn check_censor(
        &mut self,
        censor: &CensorSource,
        place: Span,
        own: &[EventSource],
        answered: bool,
    ) -> Option<()> {
        let date = match censor {
            CensorSource::Date(date) => date,
            CensorSource::LastAssessed { by, .. } => return self.check_assessed_by(*by, place, own),
        };
        let read = self.events_behind(date);
        let is_own = |id: &EventId| own.iter().any(|s| matches!(s, EventSource::Event(e) if e == id));
        if let Some(event) = read.iter().copied().find(is_own) {
            let title = said!(
                "The endpoint is censored at its own event `{event}`",
                event = self.plan.declared.events[event.0]
            );
            let label = "who has it is not censored, and nobody else has this date";
            let mut diagnostic = Diagnostic::new(codes::WRONG_VALUE, title).at(date.span, label).hint(END);
            diagnostic.labels.extend(self.plan.event(event).map(|event| Label {
                span: event.date.span,
                text: "the date of the event".to_string(),
                primary: false,
            }));
            self.report(diagnostic);
            return None;
        }
        if answered && read.iter().any(|id| self.plan.intercurrents.iter().any(|i| i.event == *id)) {
            return Some(());
        }
        self.check_observed_until(date)
    }

    /// The examinations at which a time is censored are those that tell its event.
    fn check_assessed_by(&mut self, by: ResponseId, place: Span, own: &[EventSource]) -> Option<()> {
        let told: Vec<ResponseId> = own
            .iter()
            .filter_map(|source| match source {
                EventSource::Response { by, .. } => Some(*by),
                EventSource::Event(_) => None,
            })
            .collect();
        let Some(other) = told.first().filter(|_| !told.contains(&by)) else { return Some(()) };
        let name = |id: ResponseId| self.plan.responses[id.0].header.name.clone();
        let (by, of) = (name(by), name(*other));
        let title = said!("The event is told by `{of}`, and the time is censored where `{by}` was assessed", of, by);
        let hint = format!("write `last EXAM where assessed by {of} otherwise …`");
        self.error_hint(codes::WRONG_VALUE, title, place, "by another criterion than the event", hint)
    }

    /// The end of observation: a date that every patient has, after time zero and about the patient.
    pub(crate) fn check_observed_until(&mut self, date: &RowExpr) -> Option<()> {
        if self.is_time_zero(date) {
            let title = "Nothing is observed of a patient whose time ends at time zero";
            return self.error_hint(codes::WRONG_VALUE, title, date.span, "no time at risk", END);
        }
        if let Some(span) = self.open_date(date) {
            let title = "A patient can be without this date, and is then censored nowhere";
            return self.error_hint(codes::WRONG_VALUE, title, span, "missing in some patients", END);
        }
        let (patients, mut reads) = (self.patients()?, false);
        self.each_behind(date, patients, &mut |e, _| {
            reads |= matches!(e.kind, ExprKind::Column(_) | ExprKind::Beyond(InRow(RowNode::OneToOne { .. })));
        });
        if !reads || self.known(date, patients).when == When::After {
            return Some(());
        }
        let title = "Observation does not end on a date that is settled beforehand";
        self.error_hint(codes::WRONG_VALUE, title, date.span, "known at baseline, or about the paperwork", END)
    }

    /// Events that an expression in the row of a patient reads, by their names or by the date that defines them.
    pub(crate) fn events_behind(&self, date: &RowExpr) -> BTreeSet<EventId> {
        let mut found = self.events_read(date);
        let Some(patients) = self.patients() else { return found };
        self.each_behind(date, patients, &mut |e, table| {
            let of_patient = self.plan.events.iter().enumerate().filter(|_| table == patients);
            found.extend(of_patient.filter(|(_, event)| event.date.kind == e.kind).map(|(id, _)| EventId(id)));
        });
        found
    }

    /// The place of a date that is not there in every patient.
    fn open_date(&self, date: &RowExpr) -> Option<Span> {
        let patients = self.patients()?;
        let mut open = false;
        self.each_behind(date, patients, &mut |e, of| {
            open |= match &e.kind {
                ExprKind::Beyond(InRow(RowNode::Event(_) | RowNode::Selected { .. } | RowNode::Beside(_))) => true,
                ExprKind::Beyond(InRow(RowNode::OneToOne { table, column })) => {
                    self.plan.tables[table.0].columns[*column].missing_allowed
                }
                ExprKind::Column(column) => self.plan.tables[of.0].columns[*column].missing_allowed,
                _ => false,
            };
        });
        open.then_some(date.span)
    }

    /// `censor { at: last EXAM where assessed by RESPONSE and date before EVENT }`: the endpoint's own examinations, and the
    /// event that it answers.
    pub(crate) fn censor_before(
        &mut self,
        element: &'a Element,
        of: StrategyOf,
        endpoint: EndpointId,
    ) -> Option<Strategy> {
        let options = self.entries(&element.options, &["at"], "`censor`", element.span);
        let at = self.required(&options, "at").and_then(|v| self.single(v))?;
        let found = &self.plan.endpoints[endpoint.0];
        let EndpointKind::TimeToEvent(TimeToEventEndpoint {
            censor: CensorSource::LastAssessed { by: response, .. },
            ..
        }) = &found.kind
        else {
            let (title, place) =
                (said!("`{name}` has no last assessed examination", name = found.header.name), found.header.span);
            let diagnostic = Diagnostic::new(codes::WRONG_STRATEGY, title)
                .at(element.span, "censored at it here")
                .at(place, "not censored at an examination")
                .hint("take treatment policy, or censor the endpoint at its last assessed examination");
            self.report(diagnostic);
            return None;
        };
        let response = self.plan.responses[response.0].header.name.clone();
        let event = match of {
            StrategyOf::Intercurrent(index) => self.plan.intercurrents[index].event,
            StrategyOf::Death(event) => event,
        };
        let event = self.plan.events[event.0].header.name.clone();
        if let Kind::Selector(selector) = &at.expression.kind
            && is_before(selector, &response, &event)
        {
            self.note_censoring(selector, &response, &event);
            return Some(Strategy::CensorBefore);
        }
        let hint = format!("write `last EXAM where assessed by {response} and date before {event}`");
        self.error_hint(codes::WRONG_VALUE, "A time cannot be censored there", at.span, "another moment", hint)
    }
}

impl<'a> Resolver<'a> {
    fn note_censoring(&mut self, selector: &Selector, response: &str, event: &str) {
        if let Kind::Name(exam) = &selector.rows.kind {
            self.note(selector.rows.span, Named::Table, "", exam);
        }
        for name in selector.condition.iter().flat_map(mentions::names_of) {
            match name.node.as_str() {
                "assessed" | "date" => {
                    self.noted.words.insert(name.span);
                }
                found if found == response => self.note(name.span, Named::Response, "", found),
                found if found == event => self.note(name.span, Named::Event, "", found),
                _ => {}
            }
        }
    }
}

/// `last … where assessed by RESPONSE and date before EVENT`.
fn is_before(selector: &Selector, response: &str, event: &str) -> bool {
    let named = |e: &Expression, name: &str| matches!(&e.kind, Kind::Name(found) if found == name);
    let Some(Expression { kind: Kind::Binary { operator: Operator::And, left, right }, .. }) = &selector.condition
    else {
        return false;
    };
    let assessed = matches!(&left.kind, Kind::Binary { operator: Operator::By, left: word, right: by }
        if named(word, "assessed") && named(by, response));
    let before = matches!(&right.kind, Kind::Before(date, of) if named(date, "date") && named(of, event));
    selector.kind.node == SelectorKind::Last && assessed && before
}
