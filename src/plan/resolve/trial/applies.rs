//! A response that only one arm can have is nothing to compare the arms by.

use super::*;

impl<'a> Resolver<'a> {
    /// What puts a patient into an arm after time zero, and what a criterion applies to, may not be one event.
    pub(super) fn check_arms_by_response(&mut self) {
        let Some(arms) = &self.plan.arms else { return };
        let settle: BTreeSet<EventId> =
            arms.arms.iter().flat_map(|arm| &arm.condition).flat_map(|e| self.events_read(e)).collect();
        let place = arms.header.span;
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            if !matches!(analysis.compare, Compare::Arms(_)) || analysis.compare.groups() < 2 {
                continue;
            }
            let each = analysis.each.iter().map(|(response, _)| *response);
            let of: BTreeSet<ResponseId> =
                self.plan.endpoints[analysis.endpoint.0].kind.responses().into_iter().chain(each).collect();
            for response in of {
                let shared = self.begins_by(response).into_keys().find(|event| settle.contains(event));
                faults.extend(shared.map(|event| (analysis.header.span, response, event)));
            }
        }
        for (analysis, response, event) in faults {
            let response = &self.plan.responses[response.0].header;
            let event = &self.plan.events[event.0].header;
            let title = said!(
                "`{response}` is read only after `{event}`, which makes the arm, and arms are compared by it",
                response = response.name,
                event = event.name
            );
            let diagnostic = Diagnostic::new(codes::CANNOT_OCCUR, title)
                .at(analysis, "compares the arms")
                .at(response.span, "has no response of the others")
                .at(place, "settled by the same event")
                .because("in the other arm there is no such response, whatever becomes of the patients")
                .hint("describe the arm that can have it, in a population of its own and without `compare`");
            self.report(diagnostic);
        }
    }

    /// Lesions are counted in arms whose patients can have the response.
    pub(super) fn check_arms_of_lesions(&mut self) {
        let Some(arms) = &self.plan.arms else { return };
        let mut faults = vec![];
        for lesions in &self.plan.lesions {
            for (event, by) in self.begins_by(lesions.of) {
                let settles =
                    arms.arms.iter().flat_map(|arm| &arm.condition).any(|c| self.events_read(c).contains(&event));
                let named = lesions.arms.iter().filter_map(|arm| arms.arms.get(*arm));
                let without = named.filter(|arm| settles && !self.has_event_by(arm, event, by));
                faults.extend(without.map(|arm| (lesions.clone(), arm.clone(), event)));
            }
        }
        for (lesions, arm, event) in faults {
            let place = self.place_of("lesions", &lesions.header.name, "arms").unwrap_or(lesions.header.span);
            let (response, event) = (&self.plan.responses[lesions.of.0].header, &self.plan.events[event.0].header);
            let title = said!(
                "`{response}` is read only after `{event}`, which nobody of the arm `{arm}` need have had",
                response = response.name,
                event = event.name,
                arm = arm.name
            );
            let diagnostic = Diagnostic::new(codes::CANNOT_OCCUR, title)
                .at(place, "lesions of its patients are counted")
                .at(arm.span, "is not told by the event")
                .at(response.span, "has no response of the others")
                .because("the counts of such an arm are 0, or of patients who came into it by accident")
                .hint("take the arm away; or tell it by the event, by the day by which the response is read");
            self.report(diagnostic);
        }
    }

    /// Whether every patient of an arm has had an event by a day.
    fn has_event_by(&self, arm: &Arm, event: EventId, by: i64) -> bool {
        let Some(condition) = &arm.condition else { return false };
        walk::conjuncts(condition).into_iter().any(|part| match &part.kind {
            ExprKind::Within { date, low, anchor, .. } if self.is_time_zero(anchor) => {
                matches!(date.node(), Some(RowNode::Event(id)) if *id == event) && *low <= by
            }
            _ => false,
        })
    }

    /// The events after time zero without which a response is read of nobody, each with the day by which it counts.
    fn begins_by(&self, response: ResponseId) -> BTreeMap<EventId, i64> {
        let response = &self.plan.responses[response.0];
        let mut events = BTreeMap::new();
        if let Some(AppliesTo { condition, settled: Some(settled) }) = &response.applies_to {
            events.extend(self.events_read(condition).into_iter().map(|event| (event, settled.day)));
        }
        if let Clock::Event { event, by: Some(settled) } = &response.clock {
            events.insert(*event, settled.day);
        }
        events
    }
}
