//! Labels that name another statement than the one that is read: another population, criterion, endpoint, event or reader.

use super::called::{BECAUSE, Words};
use super::denied::telling;
use super::*;

/// What stands behind one of these is when or with what something is, and not what it is.
const BESIDE: &[&str] =
    &["during", "under", "on", "with", "in", "of", "despite", "pendant", "sous", "avec", "dans", "de"];

fn head_of(label: &str) -> String {
    let Words(words) = Words::of(label);
    let is_head = |word: &&String| !called::is_aside(word) && !BESIDE.contains(&word.as_str());
    words.iter().take_while(is_head).cloned().collect::<Vec<_>>().join(" ")
}

const UNMATCHED: &[&str] = &["unmatched", "unpaired"];

/// What a statement reads, and what its label names instead.
struct Named {
    by: Header,
    /// Where it says what it reads.
    place: Span,
    read: String,
    named: String,
}

impl<'a> Resolver<'a> {
    pub(super) fn check_names_called(&mut self) {
        let mut faults = self.populations_called();
        faults.extend(self.responses_called());
        faults.extend(self.endpoints_called());
        faults.extend(self.events_called());
        faults.extend(self.readers_called());
        // What is taken over is told where it is written.
        let written: BTreeSet<(String, String)> = faults
            .iter()
            .filter(|fault| fault.place != fault.by.span)
            .map(|fault| (fault.read.clone(), fault.named.clone()))
            .collect();
        for Named { by, place, read, named } in faults {
            let is_told = place == by.span && written.contains(&(read.clone(), named.clone()));
            if is_told || self.is_asked_of_label(&by.name) {
                continue;
            }
            let title = said!(
                "`{name}` is called \"{label}\" and is of `{read}`, not of `{named}`",
                name = by.name,
                label = by.label,
                read,
                named
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, format!("of `{read}`"))
                .because(BECAUSE)
                .hint("correct the one or the other");
            self.ask(Question::OtherLabel, &by.name, diagnostic);
        }
    }

    /// A part of the label between commas is another population.
    fn populations_called(&self) -> Vec<Named> {
        let mut found = vec![];
        for analysis in &self.plan.analyses {
            let (header, own) = (&analysis.header, &self.plan.populations[analysis.population.0]);
            let words = Words::of(&header.label);
            let is_named = |population: &Population| {
                words.say(&population.header.label) || words.say(&population.header.name.replace('_', " "))
            };
            let begins = |part: &str, name: &str| {
                let (Words(part), Words(name)) = (Words::of(part), Words::of(name));
                !name.is_empty() && part.starts_with(&name)
            };
            let stands = |population: &&Population| {
                let (name, label) = (population.header.name.replace('_', " "), &population.header.label);
                header.label.split(", ").skip(1).any(|part| begins(part, &name) || begins(part, label))
            };
            let unmatched = words.any(UNMATCHED) && matches!(own.of, PopulationSource::Pairs(_));
            let other = self.plan.populations.iter().filter(|p| p.header.name != own.header.name).find(stands);
            let named = other.map(|other| other.header.name.clone()).filter(|_| !is_named(own));
            found.extend(named.or_else(|| unmatched.then(|| "unmatched".to_string())).map(|named| Named {
                by: header.clone(),
                place: self.place_in("analysis", header, "population"),
                read: own.header.name.clone(),
                named,
            }));
        }
        found
    }

    /// By mRECIST, as the label has it, is not by RECIST 1.1.
    fn responses_called(&self) -> Vec<Named> {
        let endpoints = self.plan.endpoints.iter().map(|e| ("endpoint", &e.header, "by", e.kind.responses()));
        let each = |a: &Analysis| a.each.iter().map(|(response, _)| *response).collect();
        let analyses = self.plan.analyses.iter().map(|a| ("analysis", &a.header, "each", each(a)));
        let mut found = vec![];
        for (head, header, key, read) in endpoints.chain(analyses) {
            let words = Words::of(&header.label);
            let says = |id: usize| {
                let response = &self.plan.responses[id].header;
                words.say_as_meant(&response.label) || words.say_as_meant(&response.name.replace('_', " "))
            };
            let Some(first) = read.first() else { continue };
            if read.iter().any(|response| says(response.0)) {
                continue;
            }
            let others = (0..self.plan.responses.len()).filter(|id| !read.contains(&ResponseId(*id)));
            found.extend(others.into_iter().find(|id| says(*id)).map(|named| Named {
                by: header.clone(),
                place: self.place_in(head, header, key),
                read: self.plan.responses[first.0].header.name.clone(),
                named: self.plan.responses[named].header.name.clone(),
            }));
        }
        found
    }

    /// Every word of the label of another endpoint, and not of the own one.
    fn endpoints_called(&self) -> Vec<Named> {
        let bag = |label: &str| Words::of(label).0.into_iter().collect::<BTreeSet<String>>();
        let mut found = vec![];
        for analysis in &self.plan.analyses {
            let (header, own) = (&analysis.header, &self.plan.endpoints[analysis.endpoint.0].header);
            let said = bag(&header.label);
            if bag(&own.label).is_subset(&said) || self.is_asked_of_label(&own.name) {
                continue;
            }
            let is_named = |other: &&Endpoint| {
                let label = bag(&other.header.label);
                label.len() > 1 && label.is_subset(&said) && !label.is_subset(&bag(&own.label))
            };
            found.extend(self.plan.endpoints.iter().find(is_named).map(|named| Named {
                by: header.clone(),
                place: self.place_in("analysis", header, "endpoint"),
                read: own.name.clone(),
                named: named.header.name.clone(),
            }));
        }
        found
    }

    /// The words of another event, and none of the own one.
    fn events_called(&self) -> Vec<Named> {
        let ids: Vec<EventId> = (0..self.plan.events.len()).map(EventId).collect();
        let words: Vec<BTreeSet<String>> = ids.iter().map(|id| self.words_of_event(*id)).collect();
        let telling_of = |id: EventId| -> BTreeSet<String> {
            let shared = |word: &String| ids.iter().any(|other| *other != id && words[other.0].contains(word));
            words[id.0].iter().filter(|word| !shared(word)).cloned().collect()
        };
        let intercurrents = self.plan.intercurrents.iter().map(|i| (&i.header, i.event, i.header.span));
        let exposures = self.plan.analyses.iter().filter_map(|a| match &a.compare {
            Compare::Exposure(event) => Some((&a.header, *event, self.place_in("analysis", &a.header, "compare"))),
            Compare::None | Compare::Baseline | Compare::Arms(_) => None,
        });
        let mut found = vec![];
        for (header, event, place) in intercurrents.chain(exposures) {
            let said = telling(&header.label);
            let head = telling(&head_of(&header.label));
            let says = |id: EventId| telling_of(id).iter().any(|word| head.contains(word));
            if words[event.0].iter().any(|word| said.contains(word)) {
                continue;
            }
            found.extend(ids.iter().find(|id| **id != event && says(**id)).map(|named| Named {
                by: header.clone(),
                place,
                read: self.plan.events[event.0].header.name.clone(),
                named: self.plan.events[named.0].header.name.clone(),
            }));
        }
        found
    }

    /// Lesions as another reader has them.
    fn readers_called(&self) -> Vec<Named> {
        let mut found = vec![];
        for lesions in &self.plan.lesions {
            let words = Words::of(&lesions.header.label);
            let readers = self.plan.responses[lesions.of.0].criterion.readers(&self.plan);
            let Some(own) = readers.get(lesions.reader) else { continue };
            let says = |code: &CodeEntry| words.say(&code.label) || words.say(&code.name);
            let named = readers.iter().find(|code| says(code)).filter(|_| !says(own));
            found.extend(named.map(|named| Named {
                by: lesions.header.clone(),
                place: self.place_of("lesions", &lesions.header.name, "reader").unwrap_or(lesions.header.span),
                read: own.name.clone(),
                named: named.name.clone(),
            }));
        }
        found
    }
}
