//! What is told of many statements and comes of one: an intercurrent event that is of another event than its label says. None of
//! its strategies fits then, and each says so in another way.

use super::reporting::{Told, overlap};
use super::*;
use crate::diagnostic::Label;

/// What is told of a strategy that does not fit its event or its endpoint.
const OF_STRATEGIES: [Code; 4] =
    [codes::NO_STRATEGY, codes::WRONG_STRATEGY, codes::CONTRADICTED_STRATEGY, codes::WRONG_VALUE];

impl<'a> Resolver<'a> {
    /// The faults of the strategies of an event about whose label is asked are one fault, of which each place is named.
    pub(super) fn join_faults_of_strategies(&mut self) {
        let accepted = |name: &str| {
            let is_it = |a: &AcceptedQuestion| a.about.iter().any(|of| of.name == name);
            self.plan.questions.iter().any(|a| a.question == Question::OtherLabel && is_it(a))
        };
        let called_otherwise = |i: &&Intercurrent| self.is_asked_of_label(&i.header.name) && !accepted(&i.header.name);
        let of: Vec<Vec<Span>> =
            self.plan.intercurrents.iter().filter(called_otherwise).map(|i| self.places_of_strategies(i)).collect();
        of.iter().for_each(|places| self.join_faults_at(places));
    }

    /// Where the event is described, and every strategy for it or for what happens in its place.
    fn places_of_strategies(&self, intercurrent: &Intercurrent) -> Vec<Span> {
        let event = &self.plan.events[intercurrent.event.0].header.name;
        let names = [intercurrent.header.name.as_str(), event.as_str()];
        let mut places = vec![intercurrent.header.span];
        for stated in &self.statements {
            strategies(&stated.statement.items, false, &names, &mut places);
        }
        places
    }

    fn join_faults_at(&mut self, places: &[Span]) {
        let is_there = |label: &Label| places.iter().any(|place| overlap(*place, label.span));
        let is_echo = |d: &Diagnostic| {
            d.severity == Severity::Error && OF_STRATEGIES.contains(&d.code) && d.labels.iter().any(is_there)
        };
        let Some(first) = self.diagnostics.iter().position(is_echo) else { return };
        let (echoes, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.diagnostics)
            .into_iter()
            .enumerate()
            .partition(|(at, d)| *at > first && is_echo(d));
        self.diagnostics = others.into_iter().map(|(_, diagnostic)| diagnostic).collect();
        let told = &mut self.diagnostics[first];
        for place in echoes.iter().filter_map(|(_, echo)| echo.primary()) {
            if !told.labels.iter().any(|label| label.span == place) {
                told.labels.push(Label { span: place, text: "and here".to_string(), primary: false });
            }
        }
        self.told = Told::default();
    }
}

/// The entries of these names under `intercurrent`, wherever it stands in a statement.
fn strategies(items: &[Item], within: bool, names: &[&str], found: &mut Vec<Span>) {
    for item in items {
        let Item::Entry(entry) = item else { continue };
        let key = entry.key.as_ref().map(|key| key.node.as_str());
        if within && key.is_some_and(|key| names.contains(&key)) {
            found.push(entry.span);
        }
        let is_block = key == Some("intercurrent");
        strategies(&entry.items, is_block, names, found);
        for element in entry.value.iter().flat_map(|value| &value.elements) {
            strategies(&element.options, is_block, names, found);
        }
    }
}
