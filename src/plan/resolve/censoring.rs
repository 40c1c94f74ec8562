//! The strategy that ends a time before an intercurrent event.

use super::*;
use crate::syntax::tree::{Element, Expression, Kind, Operator, Selector, SelectorKind};

impl<'a> Resolver<'a> {
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
        let found = &self.endpoints[endpoint.0];
        let EndpointKind::TimeToEvent(TimeToEventEndpoint { censor: CensorSource::LastAssessed(response), .. }) = &found.kind
        else {
            let (title, place) = (format!("`{}` has no last assessed examination", found.header.name), found.header.span);
            let diagnostic = Diagnostic::new(codes::WRONG_STRATEGY, title)
                .at(element.span, "censored at it here")
                .at(place, "not censored at an examination")
                .hint("take treatment policy, or censor the endpoint at its last assessed examination");
            self.report(diagnostic);
            return None;
        };
        let response = self.responses[response.0].header.name.clone();
        let event = match of {
            StrategyOf::Intercurrent(index) => self.intercurrents[index].event,
            StrategyOf::Death(event) => event,
        };
        let event = self.events[event.0].header.name.clone();
        if let Kind::Selector(selector) = &at.expression.kind
            && is_before(selector, &response, &event)
        {
            return Some(Strategy::CensorBefore);
        }
        let hint = format!("write `last EXAM where assessed by {response} and date before {event}`");
        self.error_hint(codes::WRONG_VALUE, "A time cannot be censored there", at.span, "another moment", hint)
    }
}

/// `last … where assessed by RESPONSE and date before EVENT`.
fn is_before(selector: &Selector, response: &str, event: &str) -> bool {
    let named = |e: &Expression, name: &str| matches!(&e.kind, Kind::Name(found) if found == name);
    let Some(Expression { kind: Kind::Binary { operator: Operator::And, left, right }, .. }) = &selector.condition else {
        return false;
    };
    let assessed = matches!(&left.kind, Kind::Binary { operator: Operator::By, left: word, right: by }
        if named(word, "assessed") && named(by, response));
    let before = matches!(&right.kind, Kind::Before(date, of) if named(date, "date") && named(of, event));
    selector.kind.node == SelectorKind::Last && assessed && before
}
