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
                let shared = self.begins_by(response).into_iter().find(|event| settle.contains(event));
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

    /// The events after time zero without which a response is read of nobody.
    fn begins_by(&self, response: ResponseId) -> BTreeSet<EventId> {
        let response = &self.plan.responses[response.0];
        let mut events = BTreeSet::new();
        if let Some(AppliesTo { condition, settled: Some(_) }) = &response.applies_to {
            events.extend(self.events_read(condition));
        }
        if let Clock::Event { event, by: Some(_) } = &response.clock {
            events.insert(*event);
        }
        events
    }
}
