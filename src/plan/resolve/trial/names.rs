//! Labels that name another statement than the one that is read: another population, criterion, endpoint, event or reader.

use super::called::Words;
use super::denied::{telling, telling_of};
use super::*;
use crate::catalogue::{OptionKind, OptionValue};

/// What stands behind one of these is when or with what something is, and not what it is.
const BESIDE: &[&str] =
    &["during", "under", "on", "with", "in", "of", "despite", "pendant", "sous", "avec", "dans", "de"];

pub(super) fn head_of(label: &str) -> String {
    let Words(words) = Words::of(label);
    let is_head = |word: &&String| !called::is_aside(word) && !BESIDE.contains(&word.as_str());
    words.iter().take_while(is_head).cloned().collect::<Vec<_>>().join(" ")
}

const AGAINST: &[&str] = &["against", "versus", "vs", "contre"];

/// What something is added to is what it is compared with.
const ADDED: &[[&str; 2]] = &[["added", "to"], ["ajouté", "à"], ["ajoutée", "à"]];

/// The parts of a name, as `link_sirt` has two.
fn telling_parts(name: &str) -> Vec<String> {
    name.split('_').map(str::to_lowercase).collect()
}

/// `treated arm of the matched pairs` is of the population that is called so.
fn ends_with(part: &str, name: &str) -> bool {
    let (Words(part), Words(name)) = (Words::of(part), Words::of(name));
    let before = part.len().checked_sub(name.len()).map(|at| &part[..at]);
    let of = before
        .is_some_and(|words| words.iter().rev().take(2).any(|word| ["of", "de", "des", "du"].contains(&word.as_str())));
    name.len() > 1 && part.ends_with(&name) && of
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
        faults.extend(self.references_called());
        faults.extend(self.causes_called());
        faults.extend(self.causes_of_methods_called());
        faults.extend(self.tests_called());
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
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, format!("of `{read}`"));
            self.ask_other_label(&by.name, diagnostic);
        }
    }

    /// A part of the label between commas is another population.
    fn populations_called(&self) -> Vec<Named> {
        let mut found = vec![];
        let analyses = self.plan.analyses.iter().map(|a| (("analysis", "population"), &a.header, a.population));
        // Those that are counted among several populations name none.
        let lesions = self.plan.lesions.iter().filter_map(|lesions| match lesions.among.as_slice() {
            [only] => Some((("lesions", "among"), &lesions.header, *only)),
            _ => None,
        });
        for ((head, key), header, own) in analyses.chain(lesions) {
            let own = &self.plan.populations[own.0];
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
                let of = |part: &str| ends_with(part, label) || ends_with(part, &name);
                header.label.split(", ").skip(1).any(|part| begins(part, &name) || begins(part, label) || of(part))
            };
            let unmatched = words.any(UNMATCHED) && matches!(own.of, PopulationSource::Pairs(_));
            let other = self.plan.populations.iter().filter(|p| p.header.name != own.header.name).find(stands);
            let named = other.map(|other| other.header.name.clone()).filter(|_| !is_named(own));
            found.extend(named.or_else(|| unmatched.then(|| "unmatched".to_string())).map(|named| Named {
                by: header.clone(),
                place: self.place_in(head, header, key),
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

    /// The words of the label of another endpoint, and not of the own one.
    fn endpoints_called(&self) -> Vec<Named> {
        let bag = |label: &str| Words::of(label).0.into_iter().collect::<BTreeSet<String>>();
        let mut found = vec![];
        for analysis in &self.plan.analyses {
            let (header, own) = (&analysis.header, &self.plan.endpoints[analysis.endpoint.0].header);
            let said = bag(&header.label);
            let first = bag(header.label.split(", ").next().unwrap_or_default());
            if bag(&own.label).is_subset(&said) || self.is_asked_of_label(&own.name) {
                continue;
            }
            let is_named = |other: &&Endpoint| {
                let label = bag(&other.header.label);
                let of_own = bag(own.label.split(", ").next().unwrap_or_default());
                label.len() > 1 && (label == said || label == first) && label != of_own
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

    /// `against stage I` in the label, and another arm in the statement.
    fn references_called(&self) -> Vec<Named> {
        let Some(arms) = &self.plan.arms else { return vec![] };
        let mut found = vec![];
        for analysis in &self.plan.analyses {
            let header = &analysis.header;
            let Words(words) = Words::of(&header.label);
            let against = words.iter().position(|word| AGAINST.contains(&word.as_str())).map(|at| at + 1);
            let added = words.windows(2).position(|two| ADDED.contains(&[two[0].as_str(), two[1].as_str()]));
            let Some(at) = against.or(added.map(|at| at + 2)) else { continue };
            let told = words[at..].join(" ");
            let own = analysis
                .reference
                .or(analysis.compare.arms().get(1).copied())
                .filter(|_| analysis.compare.groups() > 1);
            let says = |arm: &Arm| {
                let begins = |name: &str| {
                    let Words(name) = Words::of(name);
                    !name.is_empty() && Words::of(&told).0.starts_with(&name)
                };
                begins(&arm.label) || begins(&arm.name.replace('_', " "))
            };
            let Some(own) = own.and_then(|own| arms.arms.get(own)).filter(|own| !says(own)) else { continue };
            found.extend(arms.arms.iter().filter(|arm| arm.name != own.name).find(|arm| says(arm)).map(|named| {
                Named {
                    by: header.clone(),
                    place: self.place_in("analysis", header, "compare"),
                    read: own.name.clone(),
                    named: named.name.clone(),
                }
            }));
        }
        found
    }

    /// A cause that is called by what another one is.
    fn causes_called(&self) -> Vec<Named> {
        let mut found = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::CompetingRisks(risks) = &endpoint.kind else { continue };
            let names: Vec<Vec<String>> =
                risks.causes.iter().map(|cause| cause.sources.iter().map(|s| self.source_name(s)).collect()).collect();
            for (at, cause) in risks.causes.iter().enumerate() {
                let words = Words::of(&cause.label);
                let says = |name: &String| words.say_as_meant(&name.replace('_', " "));
                let own = names[at].iter().any(says);
                let other = names.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, names)| names);
                let other = other.into_iter().find(|name| says(name) && !names[at].contains(name)).filter(|_| !own);
                let place = self.place_in("endpoint", &endpoint.header, &cause.name);
                found.extend(other.map(|other| Named {
                    by: Header { label: cause.label.clone(), ..endpoint.header.clone() },
                    place,
                    read: names[at].join(", "),
                    named: other.clone(),
                }));
            }
        }
        found.truncate(1);
        found
    }

    fn source_name(&self, source: &EventSource) -> String {
        match source {
            EventSource::Event(id) => self.plan.event(*id).map(|event| event.header.name.clone()).unwrap_or_default(),
            EventSource::Response { by, set, .. } => self.plan.responses[by.0].criterion.set(*set).name.clone(),
        }
    }

    /// The hazard of death, as the label has it, is not that of cause 1.
    fn causes_of_methods_called(&self) -> Vec<Named> {
        let mut found = vec![];
        for analysis in &self.plan.analyses {
            let labels = match &self.plan.endpoints[analysis.endpoint.0].kind {
                EndpointKind::CompetingRisks(risks) => risks.causes.iter().map(|cause| cause.label.clone()).collect(),
                EndpointKind::Given(given) => self.labels_of_causes(given),
                EndpointKind::YesNo(_)
                | EndpointKind::TimeToEvent(_)
                | EndpointKind::Events(_)
                | EndpointKind::BestResponse(_) => vec![],
            };
            let words = Words::of(&analysis.header.label);
            let cause_of = |call: &MethodCall| {
                let spec = call.method.options.iter().find(|o| o.kind == OptionKind::Cause)?;
                match call.options.get(spec.name)? {
                    OptionValue::Number(number) => Some(*number),
                    OptionValue::Word(_) | OptionValue::Days(_) => None,
                }
            };
            for call in &analysis.methods {
                let Some(cause) = cause_of(call) else { continue };
                let is_own = |at: usize| (at + 1) as f64 == cause;
                let told = |label: &str| {
                    let others = labels.iter().filter(|other| other.as_str() != label).flat_map(|other| telling(other));
                    let others: BTreeSet<String> = others.collect();
                    telling(label).into_iter().any(|word| !others.contains(&word) && words.say_as_meant(&word))
                };
                let said = labels.iter().enumerate().filter(|(_, label)| words.say_as_meant(label) || told(label));
                let said: Vec<(usize, &String)> = said.collect();
                if let (Some((_, named)), false) = (said.first(), said.iter().any(|(at, _)| is_own(*at))) {
                    let read = labels.iter().enumerate().find(|(at, _)| is_own(*at)).map(|(_, label)| label.clone());
                    let (by, place) = (analysis.header.clone(), call.span);
                    found.push(Named { by, place, read: read.unwrap_or_default(), named: (*named).clone() });
                    break;
                }
            }
        }
        found
    }

    fn labels_of_causes(&self, given: &GivenEndpoint) -> Vec<String> {
        let (GivenKind::CompetingRisks { causes }, Some(Type::Code(list))) =
            (&given.what, given.event.as_ref().map(|event| &event.ty))
        else {
            return vec![];
        };
        causes.iter().filter_map(|at| list.codes.get(*at)).map(|code| code.label.clone()).collect()
    }

    /// A test that is called by what is its reference, or that is positive where the reference is not.
    fn tests_called(&self) -> Vec<Named> {
        let mut found = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let (GivenKind::DiagnosticTest { .. }, Some(reference)) = (&given.what, &given.event) else { continue };
            let header = &endpoint.header;
            let place = self.place_of("endpoint", &header.name, "test").unwrap_or(given.value.span);
            if let (Some((list, test)), Some((other, of_reference))) =
                (called::codes_taken(&given.value), called::codes_taken(reference))
            {
                let names = |list: &CodeList, codes: &[usize]| -> Vec<String> {
                    codes.iter().filter_map(|at| list.codes.get(*at)).map(|code| code.name.clone()).collect()
                };
                let (test, of_reference) = (names(&list, &test), names(&other, &of_reference));
                if list == other && !test.iter().any(|code| of_reference.contains(code)) {
                    let (read, named) = (test.join(", "), of_reference.join(", "));
                    found.push(Named { by: header.clone(), place, read, named });
                    continue;
                }
            }
            let words = Words::of(&header.label);
            let says = |e: &RowExpr| self.columns_of(e).into_iter().find(|name| words.say(&name.replace('_', " ")));
            if let (None, Some(named)) = (says(&given.value), says(reference)) {
                let read = self.columns_of(&given.value).join(", ");
                found.push(Named { by: header.clone(), place, read, named });
            }
        }
        found
    }

    fn columns_of(&self, e: &RowExpr) -> Vec<String> {
        let Some(patients) = self.patients() else { return vec![] };
        let columns = self.columns_read(e, patients);
        columns.into_iter().map(|(table, column)| self.plan.tables[table.0].columns[column].name.clone()).collect()
    }

    /// `"Related to SIRT"` that reads `link_bevacizumab`, where there is a `link_sirt`.
    pub(super) fn check_siblings_called(&mut self, called: &super::called::Called) {
        let words = telling(&called.label);
        let mut read: Vec<(TableId, String, Type)> = vec![];
        called.value.each(&mut |part| {
            let named = match (&part.kind, part.node()) {
                (ExprKind::Column(column), _) => {
                    self.plan.tables[called.table.0].columns.get(*column).map(|c| c.name.clone())
                }
                (_, Some(RowNode::Define(id))) => self.plan.defines.get(id.0).map(|d| d.header.name.clone()),
                _ => None,
            };
            read.extend(named.map(|name| (called.table, name, part.ty.clone())));
        });
        let columns = self.plan.tables[called.table.0].columns.iter().map(|c| (&c.name, &c.ty));
        let defines = self.plan.defines.iter().filter(|d| d.table == called.table);
        let siblings: Vec<(&String, &Type)> = columns.chain(defines.map(|d| (&d.header.name, &d.value.ty))).collect();
        let parts = |name: &str| telling_parts(name);
        let mut found = None;
        for (_, own, ty) in read.iter().filter(|(.., ty)| matches!(ty, Type::YesNo | Type::Code(_))) {
            let of_own = parts(own);
            for (name, _) in siblings.iter().filter(|(name, of)| *of == ty && *name != own) {
                let of_other = parts(name);
                let shares = of_own.iter().any(|word| of_other.contains(word));
                let only: Vec<&String> = of_other.iter().filter(|word| !of_own.contains(*word)).collect();
                let unsaid = of_own.iter().filter(|word| !of_other.contains(*word)).all(|word| !words.contains(word));
                let is_read = read.iter().any(|(_, read, _)| read == *name);
                let said = !only.is_empty() && only.iter().all(|word| words.contains(*word));
                if shares && said && unsaid && !is_read && of_own.len() == of_other.len() {
                    found = found.or_else(|| Some((own.clone(), (*name).clone())));
                }
            }
        }
        let Some((own, other)) = found else { return };
        let title = said!(
            "`{name}` is called \"{label}\" and reads `{own}`, not `{other}`",
            name = called.name,
            label = called.label,
            own,
            other
        );
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, format!("reads `{own}`"));
        self.ask_of_label(called, diagnostic);
    }

    /// A covariate that is called by another column than it is.
    pub(super) fn check_column_called(&mut self, called: &super::called::Called) {
        let ExprKind::Column(at) = called.value.kind else { return };
        let columns = &self.plan.tables[called.table.0].columns;
        let said = telling(&called.label);
        let parts = |column: &Column| telling_of(&column.name, &column.label);
        let Some(own) = columns.get(at).filter(|own| parts(own).is_disjoint(&said)) else { return };
        let names = |column: &&Column| {
            let name = telling(&column.name.replace('_', " "));
            column.name != own.name && !name.is_empty() && name.is_subset(&said)
        };
        let Some(other) = columns.iter().find(names) else { return };
        let title = said!(
            "`{name}` is called \"{label}\", which is `{other}`",
            name = own.name,
            label = called.label,
            other = other.name
        );
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, format!("is `{}`", own.name));
        self.ask_of_label(called, diagnostic);
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
