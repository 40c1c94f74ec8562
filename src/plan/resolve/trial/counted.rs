//! Endpoints that are called survival, response or an event, and count something else.

use super::called::{BECAUSE, Words};
use super::ended::codes_held;
use super::*;

/// A time that is free of something ends at that, and at death.
const FREE: &[&str] = &["free", "sans"];

impl<'a> Resolver<'a> {
    /// Overall survival ends at death and at nothing else.
    pub(super) fn check_survival_called(&mut self) {
        let Some(death) = self.plan.death() else { return };
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let words = Words::of(&endpoint.header.label);
            let names = words.say("overall survival") || words.say("survie globale");
            if !names || words.any(&["or", "ou", "free", "progression"]) || endpoint.kind.dated().is_none() {
                continue;
            }
            let ends = endpoint.kind.ends().unwrap_or_default();
            let is_death =
                |source: &&EventSource| matches!(source, EventSource::Event(id) if self.is_one_event(*id, death));
            if !ends.iter().all(is_death) {
                faults.push(endpoint.header.clone());
            }
        }
        for header in faults {
            let place = ["event", "causes"].iter().find_map(|key| self.place_of("endpoint", &header.name, key));
            let title = said!(
                "`{name}` is called \"{label}\" and ends at more than death",
                name = header.name,
                label = header.label
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place.unwrap_or(header.span), "ends at another event too")
                .because("overall survival is the time to death of any cause, and readers compare it with that of other studies")
                .hint("write `event: death`, or call it by what ends it, such as progression-free survival");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// Progression-free survival ends at progression and at death.
    pub(super) fn check_free_survival_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let header = &endpoint.header;
            let words = Words::of(&header.label);
            let Some(ends) = endpoint.kind.dated().and(endpoint.kind.ends()) else { continue };
            let is_death = |source: &EventSource| match (source, self.plan.death()) {
                (EventSource::Event(id), Some(death)) => self.is_one_event(*id, death),
                (EventSource::Event(_) | EventSource::Response { .. }, _) => false,
            };
            let is_free = words.any(FREE) && words.any(&["survival", "survie"]);
            let without_death = is_free && !ends.iter().any(|end| is_death(end));
            let progresses = |source: &&EventSource| match source {
                EventSource::Response { by, set, .. } => {
                    self.plan.responses[by.0].criterion.set(*set).name.contains("progression")
                }
                EventSource::Event(id) => self.plan.event(*id).is_some_and(|event| {
                    Words::of(&format!("{} {}", event.header.name.replace('_', " "), event.header.label))
                        .any(&["progression"])
                }),
            };
            let begins_by_it = endpoint.kind.later_start().is_some_and(|start| progresses(&start));
            let ends_it = |two: &[String]| {
                ["to", "or", "and", "until", "à", "ou", "et"].contains(&two[0].as_str()) && two[1] == "progression"
            };
            let is_end = words.begin(&["progression"]) || is_free || words.0.windows(2).any(ends_it);
            let without_progression =
                words.any(&["progression"]) && is_end && !begins_by_it && !ends.iter().any(progresses);
            let lacks = match (without_death, without_progression) {
                (true, _) => "death",
                (false, true) => "progression",
                (false, false) => continue,
            };
            faults.push((header.clone(), lacks));
        }
        for (header, lacks) in faults {
            let place = ["event", "causes"].iter().find_map(|key| self.place_of("endpoint", &header.name, key));
            let title = said!(
                "`{name}` is called \"{label}\" and does not end at {lacks}",
                name = header.name,
                label = header.label,
                lacks
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place.unwrap_or(header.span), format!("{lacks} is not among what ends it"))
                .because(BECAUSE)
                .hint(format!("add {lacks} to `first of (…)`, or call it by what ends it"));
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// Who responds is better than stable.
    pub(super) fn check_response_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::YesNo(yes_no) = &endpoint.kind else { continue };
            let words = Words::of(&endpoint.header.label);
            let says = |stems: &[&str]| words.0.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
            if !says(&["respon", "répon"]) || says(&["control", "contrôl", "benefit", "bénéfi", "progress", "stab"])
            {
                continue;
            }
            let other = yes_no.by.iter().find_map(|by| {
                let criterion = &self.plan.responses[by.response.0].criterion;
                let set = criterion.set(by.success);
                let objective = criterion.sets.iter().find(|s| s.role == Some(ResponseRole::ObjectiveResponse))?;
                let worse = set.codes.iter().any(|code| !objective.codes.contains(code));
                let is_of_progress =
                    matches!(set.role, Some(ResponseRole::Progression | ResponseRole::DefinitiveProgression));
                (worse && (set.name == "disease_control" || is_of_progress)).then(|| set.name.clone())
            });
            faults.extend(other.map(|set| (endpoint.header.clone(), set)));
        }
        for (header, set) in faults {
            let place = self.place_of("endpoint", &header.name, "success");
            let title = said!(
                "`{name}` is called \"{label}\" and counts `{set}` as success",
                name = header.name,
                label = header.label,
                set
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place.unwrap_or(header.span), "takes in what is no response")
                .because("a response is complete or partial; stable disease and progression are none")
                .hint("write `success: objective_response`, or call it by what it counts");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// The event of a time from the data is not what the data call censored.
    pub(super) fn check_censoring_called(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let Some(event) = &given.event else { continue };
            if let (GivenKind::CompetingRisks { causes }, Type::Code(list)) = (&given.what, &event.ty) {
                let codes = causes.iter().filter_map(|at| list.codes.get(*at));
                if codes.into_iter().any(|code| is_no(code) || is_censoring(&format!("{} {}", code.name, code.label))) {
                    let place = self.place_of("endpoint", &endpoint.header.name, "causes").unwrap_or(event.span);
                    faults.push((endpoint.header.clone(), place));
                }
            }
            if !matches!(given.what, GivenKind::TimeToEvent) {
                continue;
            }
            let of_censoring = self.columns_read(event, patients).into_iter().any(|(table, column)| {
                let column = &self.plan.tables[table.0].columns[column];
                is_censoring(&format!("{} {}", column.name, column.label))
            });
            let censored = codes_held(event).is_some_and(|codes| {
                let censoring = |code: &CodeEntry| is_censoring(&format!("{} {}", code.name, code.label));
                codes.iter().any(|code| censoring(code) || is_no(code) && !of_censoring)
            });
            if censored || self.is_cnsr_of_one(event) {
                faults.push((endpoint.header.clone(), event.span));
            }
        }
        for (header, place) in faults {
            let title = said!("The event of `{name}` is what the data call censored", name = header.name);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, "a time that was censored")
                .because("a censored time would count as an event, and an event as censored; `CNSR` of ADaM is 0 at the event")
                .hint("write the value that tells the event");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// `cnsr = 1`, of the column that ADaM calls so.
    fn is_cnsr_of_one(&self, event: &RowExpr) -> bool {
        let (Some(patients), ExprKind::Compare { op, left, right }) = (self.patients(), &event.kind) else {
            return false;
        };
        let column = match (&left.kind, left.node()) {
            (ExprKind::Column(column), _) => self.plan.tables[patients.0].columns.get(*column),
            (_, Some(RowNode::OneToOne { table, column })) => self.plan.tables[table.0].columns.get(*column),
            _ => None,
        };
        let is_zero = match &right.kind {
            ExprKind::Literal(Literal::Integer(number)) => *number == 0,
            ExprKind::Literal(Literal::Number(number)) if number.fract().is_zero() => number.is_zero(),
            // Of a part of a whole number it is told that no value is one.
            _ => return false,
        };
        let is_at_event = is_zero == (*op == CompareOp::Equal);
        column.is_some_and(|column| column.name.eq_ignore_ascii_case("cnsr")) && !is_at_event
    }

    /// A set of responses that the label names, and that is not the one that counts.
    pub(super) fn check_sets_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::YesNo(yes_no) = &endpoint.kind else { continue };
            let words = Words::of(&endpoint.header.label);
            let head = Words::of(&names::head_of(&endpoint.header.label));
            let says = |set: &ResponseSet, words: &Words| {
                let name = set.name.replace('_', " ");
                let number = crate::plan::prose::number_in_words(&name).map(|number| number.to_string());
                words.say_as_meant(&name) || number.is_some_and(|number| words.say(&number))
            };
            let Some(by) = yes_no.by.first() else { continue };
            let criterion = &self.plan.responses[by.response.0].criterion;
            let own = criterion.set(by.success);
            let other = criterion.sets.iter().filter(|set| set.codes != own.codes).find(|set| says(set, &head));
            if let Some(other) = other.filter(|_| !says(own, &words)) {
                faults.push((endpoint.header.clone(), own.name.clone(), other.name.clone()));
            }
        }
        for (header, own, other) in faults {
            if self.is_asked_of_label(&header.name) {
                continue;
            }
            let place = self.place_of("endpoint", &header.name, "success").unwrap_or(header.span);
            let title = said!(
                "`{name}` is called \"{label}\" and counts `{own}`, not `{other}`",
                name = header.name,
                label = header.label,
                own,
                other
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, format!("counts `{own}`"));
            self.ask_other_label(&header.name, diagnostic);
        }
    }

    /// How long a response lasts is counted from it.
    pub(super) fn check_duration_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let words = Words::of(&endpoint.header.label);
            let names =
                ["duration of response", "durée de réponse", "durée de la réponse"].iter().any(|name| words.say(name));
            let from_zero = endpoint.kind.dated().is_some_and(|dated| *dated.start == Start::TimeZero);
            if names && from_zero {
                faults.push(endpoint.header.clone());
            }
        }
        for header in faults {
            let place = self.place_of("endpoint", &header.name, "from").unwrap_or(header.span);
            let title = said!(
                "`{name}` is called \"{label}\" and is counted from time zero",
                name = header.name,
                label = header.label
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, "before there is a response")
                .because("the time to a response would be part of how long it lasts")
                .hint("write `from: objective_response by RESPONSE`");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }
}

fn is_censoring(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("censor") || text.contains("censur") || text.contains("cnsr")
}

/// A code that says that there was no event.
fn is_no(code: &CodeEntry) -> bool {
    const NO: &[&str] = &["no", "none", "neither", "non", "alive", "vivant", "event-free", "no event"];
    NO.iter().any(|no| code.name.eq_ignore_ascii_case(no) || code.label.eq_ignore_ascii_case(no))
}
