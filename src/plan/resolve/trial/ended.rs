//! Times that the data give: what is called by what ends it, and what ends it besides.

use super::called::{BECAUSE, Words};
use super::*;

const FREE: &[&str] = &["free", "sans"];
const SURVIVAL: &[&str] = &["survival", "survie"];
/// What a death is called, as a code and in a label.
const DEAD: &[&str] = &["dead", "died", "death", "deceased", "décédé", "décédée", "décès", "mort"];
const ALIVE: &[&str] = &["alive", "living", "vivant", "vivante"];

/// What a code is called by which nothing happened.
const NOTHING: &[&str] = &["none", "neither", "no event", "event-free", "aucun", "aucune"];

/// What is wrong with the event of a time, by its label.
enum Ends {
    /// One of the events is that the patient is alive.
    Alive(Span),
    /// One of the events is that there was none.
    None(Span),
    /// Death and another event are asked for at once.
    Both(Span),
    WithoutDeath(Span),
    /// Free of this, and it does not end the time.
    Without(String, Span),
    /// The time to something else ends at death too.
    AtDeath(Span),
}

impl<'a> Resolver<'a> {
    pub(super) fn check_given_ends(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            if let EndpointKind::Given(given) = &endpoint.kind
                && matches!(given.what, GivenKind::TimeToEvent)
                && let Some(event) = &given.event
                && let Some(fault) = self.given_ends(&endpoint.header.label, event)
            {
                faults.push((endpoint.header.clone(), fault));
            }
        }
        for (header, fault) in faults.into_iter().filter(|(h, _)| !self.is_asked_of_label(&h.name)).collect::<Vec<_>>()
        {
            let (name, label) = (header.name.clone(), header.label.clone());
            let (title, place, said, hint) = match fault {
                Ends::Alive(place) => (
                    said!("The event of `{name}` is that a patient is alive", name),
                    place,
                    "no event",
                    "write the value that tells the event",
                ),
                Ends::None(place) => (
                    said!("An event of `{name}` is that there was none", name),
                    place,
                    "no event",
                    "write the value that tells the event",
                ),
                Ends::Both(place) => (
                    said!("`{name}` is called \"{label}\" and ends only at two events together", name, label),
                    place,
                    "death alone is no event here",
                    "join them by `or`: the first of the two ends the time",
                ),
                Ends::WithoutDeath(place) => (
                    said!("`{name}` is called \"{label}\" and does not end at death", name, label),
                    place,
                    "death is not among what ends it",
                    "add death by `or`, or call it by what ends it",
                ),
                Ends::Without(what, place) => (
                    said!("`{name}` is called \"{label}\" and does not end at {what}", name, label, what),
                    place,
                    "ends at death alone",
                    "add the other event by `or`, or call it survival",
                ),
                Ends::AtDeath(place) => (
                    said!("`{name}` is called \"{label}\" and ends at death too", name, label),
                    place,
                    "a death counts as the event",
                    "call it by what ends it, or take death out: it then competes with the event",
                ),
            };
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, said).because(BECAUSE).hint(hint);
            self.ask(Question::OtherLabel, &name, diagnostic);
        }
    }

    fn given_ends(&self, label: &str, event: &RowExpr) -> Option<Ends> {
        let words = Words::of(label);
        let event = self.behind(event);
        let parts: Vec<&RowExpr> = match &event.kind {
            ExprKind::Or(parts) => parts.iter().collect(),
            _ => vec![event],
        };
        let held = |part: &RowExpr| codes_held(self.behind(part));
        let tells = |part: &RowExpr, words: &[&str]| held(part).is_some_and(|codes| codes.iter().all(|c| is(c, words)));
        let dead = |part: &RowExpr| held(part).is_some_and(|codes| codes.iter().any(|c| is(c, DEAD)));
        let names_death = words.any(DEAD);
        if let Some(alive) = parts.iter().find(|part| tells(part, ALIVE)).filter(|_| parts.len() > 1) {
            return Some(Ends::Alive(alive.span));
        }
        if let Some(none) = parts.iter().find(|part| tells(part, NOTHING)).filter(|_| parts.len() > 1) {
            return Some(Ends::None(none.span));
        }
        let is_free = words.any(FREE) && words.any(SURVIVAL);
        let both = |part: &&&RowExpr| match &part.kind {
            ExprKind::And(all) => all.iter().any(dead) && all.iter().any(|one| !dead(one) && held(one).is_some()),
            _ => false,
        };
        if let Some(both) = parts.iter().find(both).filter(|_| is_free) {
            return Some(Ends::Both(both.span));
        }
        let at_death = parts.iter().find(|part| dead(part));
        if is_free && !names_death {
            let told = parts.iter().all(|part| held(part).is_some());
            if at_death.is_none() && told && self.tells_death() {
                return Some(Ends::WithoutDeath(event.span));
            }
            let free_of =
                words.0.iter().position(|word| FREE.contains(&word.as_str())).and_then(|at| at.checked_sub(1));
            if let ([only], Some(at)) = (parts.as_slice(), free_of)
                && tells(only, DEAD)
            {
                return Some(Ends::Without(words.0[at].clone(), only.span));
            }
            return None;
        }
        let time_to = words.say("time to") || words.say("délai jusqu");
        let other = |part: &&&RowExpr| !dead(part) && self.is_named_by(&words, part);
        match (at_death, parts.iter().find(other)) {
            (Some(death), Some(_)) if time_to && !names_death && !words.any(&["or", "ou", "survival", "first"]) => {
                Some(Ends::AtDeath(death.span))
            }
            _ => None,
        }
    }

    /// A column of the part, its table or its codes are named by the label.
    fn is_named_by(&self, words: &Words, part: &RowExpr) -> bool {
        let Some(patients) = self.patients() else { return false };
        let codes = codes_held(self.behind(part)).unwrap_or_default();
        let by_code = codes.iter().any(|code| words.of_one_stem(&Words::of(&format!("{} {}", code.name, code.label))));
        by_code
            || self.columns_read(part, patients).into_iter().any(|(table, column)| {
                let table = &self.plan.tables[table.0];
                words.of_one_stem(&Words::of(&format!("{} {}", table.header.name, table.columns[column].name)))
            })
    }

    /// Some column of codes has one for a death.
    fn tells_death(&self) -> bool {
        let columns = self.plan.tables.iter().flat_map(|table| &table.columns);
        columns.into_iter().any(|column| match &column.ty {
            Type::Code(list) => list.codes.iter().any(|code| is(code, DEAD)),
            _ => false,
        })
    }

    /// A date of death is required of the dead, and not of the living.
    pub(super) fn check_required_called(&mut self) {
        let mut faults = vec![];
        for table in &self.plan.tables {
            for column in &table.columns {
                let is_of_death = Words::of(&column.label).any(DEAD);
                let alive = column.rules.iter().find_map(|rule| match rule {
                    ColumnRule::RequiredWhen(condition) => {
                        let all = |codes: &Vec<CodeEntry>| !codes.is_empty() && codes.iter().all(|c| is(c, ALIVE));
                        codes_held(condition).filter(all).map(|_| condition.span)
                    }
                    ColumnRule::Range { .. }
                    | ColumnRule::Above(_)
                    | ColumnRule::Below(_)
                    | ColumnRule::AtMostColumn(_)
                    | ColumnRule::AtLeastColumn(_)
                    | ColumnRule::Names(_) => None,
                });
                faults.extend(alive.filter(|_| is_of_death).map(|place| (table.header.clone(), column.clone(), place)));
            }
        }
        for (table, column, place) in faults {
            let title = said!(
                "`{name}` is called \"{label}\" and is required of the living",
                name = column.name,
                label = column.label
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, "alive");
            self.ask_other_label(&table.name, diagnostic);
        }
    }

    /// What is laid to a treatment by its label is not before it.
    pub(super) fn check_related_to(&mut self) {
        const RELATED: &[&str] = &["related to", "attributed to", "due to", "caused by", "lié à", "liés à", "imputé à"];
        const GENERIC: &[&str] = &["treatment", "therapy", "drug", "dose", "study", "line", "traitement", "étude"];
        let mut faults: Vec<(Header, Span, EventId)> = vec![];
        for define in &self.plan.defines {
            let dated = matches!(self.plan.tables[define.table.0].known, Known::AtColumn(_));
            let words = Words::of(&define.header.label);
            if !dated || define.value.ty != Type::YesNo || !RELATED.iter().any(|text| words.say(text)) {
                continue;
            }
            let read = self.events_read(&define.value);
            for (at, event) in self.plan.events.iter().enumerate() {
                let id = EventId(at);
                let selected = matches!(event.date.node(), Some(RowNode::Selected { .. }));
                let mut told = self.words_of_event(id);
                told.retain(|word| !GENERIC.contains(&word.as_str()));
                let is_named = !told.is_empty() && words.places(&told).next().is_some();
                if selected && is_named && !read.contains(&id) && self.zero_event() != Some(id) {
                    faults.push((define.header.clone(), define.value.span, id));
                    break;
                }
            }
        }
        for (header, place, event) in faults {
            let event = self.plan.events[event.0].header.clone();
            let title = said!(
                "`{name}` is called \"{label}\" and does not ask whether `{event}` came before",
                name = header.name,
                label = header.label,
                event = event.name
            );
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place, "also of patients without it, and of rows before it")
                .at(event.span, "the treatment")
                .because("what happened before a treatment is not of it")
                .hint(format!("write `{event} is known and DATE >= {event} and …`", event = event.name));
            self.ask(Question::CauseWithoutDate, &header.name, diagnostic);
        }
    }
}

fn is(code: &CodeEntry, words: &[&str]) -> bool {
    words.iter().any(|word| code.name.eq_ignore_ascii_case(word) || code.label.to_lowercase() == *word)
}

/// The codes of which a part of a condition asks that one is there.
pub(super) fn codes_held(part: &RowExpr) -> Option<Vec<CodeEntry>> {
    let list = |e: &RowExpr| match &e.ty {
        Type::Code(list) => Some(list.clone()),
        _ => None,
    };
    let (list, taken) = match &part.kind {
        ExprKind::Compare { op, left, right } => match (&right.kind, op) {
            (ExprKind::Literal(Literal::Code(code)), CompareOp::Equal) => (list(left)?, vec![*code]),
            (ExprKind::Literal(Literal::Code(code)), CompareOp::NotEqual) => {
                let list = list(left)?;
                let others = (0..list.codes.len()).filter(|other| other != code).collect();
                (list, others)
            }
            _ => return None,
        },
        ExprKind::InSet(what, members) => {
            let code = |m: &Literal| if let Literal::Code(code) = m { Some(*code) } else { None };
            (list(what)?, members.iter().filter_map(code).collect())
        }
        _ => return None,
    };
    Some(taken.into_iter().filter_map(|at| list.codes.get(at).cloned()).collect())
}

/// A death among codes that are no cause would be censored.
pub(crate) fn death_among(list: &CodeList, causes: &[usize]) -> Option<String> {
    let left = list.codes.iter().enumerate().filter(|(at, _)| !causes.contains(at));
    left.map(|(_, code)| code).find(|code| is(code, DEAD)).map(|code| code.name.clone())
}
