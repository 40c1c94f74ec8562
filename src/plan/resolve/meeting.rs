//! Under `intercurrent`: which of several events that meet in one patient settles a response, and what an event means for what
//! falls on its very day.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Entry, Item, Value};

const ORDER: &str = "order of events";
const SAME_DAY: &str = "same day";
pub(crate) const EXAMINATION: &str = "examination on that day";
const EVENT: &str = "event on that day";
/// Keys of `intercurrent` that are no name of an event: each of several words, as no name is.
pub(crate) const KEYS: &[&str] = &[ORDER, SAME_DAY, EXAMINATION, EVENT];

/// Said in place of an order: whichever of the events happened first.
const FIRST: &str = "first_to_happen";

pub(crate) type Strategies = Vec<(StrategyOf, Strategy, Span)>;

/// What something that settles a response answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Failure,
    Success,
    NotAssessed,
    /// That of another day, which no other event names.
    Standing,
}

/// What can settle the response of an endpoint before its examination does.
struct Settled {
    /// With what it answers.
    all: Vec<(Settling, Answer)>,
    /// The pairs that can meet in one patient and do not answer the same.
    unlike: Vec<(Settling, Settling)>,
    /// Of an examination on the day of an event, as far as it is said.
    examination: Option<ReadOnItsDay>,
}

impl Settled {
    /// An order of one day that an examination on the day of an event does not contradict.
    fn on_one_day(&self) -> Vec<Settling> {
        let mut all: Vec<Settling> = self.all.iter().map(|(of, _)| *of).collect();
        match self.examination {
            Some(ReadOnItsDay::AfterEvent) => all.sort_by_key(|of| *of == Settling::Earlier),
            Some(ReadOnItsDay::BeforeEvent) | None => all.sort_by_key(|of| *of != Settling::Earlier),
        }
        all
    }
}

/// The entries of an `intercurrent` block that are no strategy, by key.
type Beside<'a> = BTreeMap<&'static str, &'a Entry>;

impl<'a> Resolver<'a> {
    /// The entries that are no strategy, each said once.
    pub(crate) fn beside_strategies(&mut self, items: &'a [Item]) -> Option<Beside<'a>> {
        let (mut found, mut whole) = (Beside::new(), Some(()));
        for item in items {
            let Item::Entry(entry) = item else { continue };
            let Some((key, word)) = entry.key.as_ref().and_then(|key| Some((key, is_beside(&key.node)?))) else {
                continue;
            };
            if let Some(first) = found.get(word) {
                let title = said!("`{key}` is said twice", key = key.node);
                whole = self.repeated::<()>(title, key.span, first.span);
            }
            if entry.value.is_none() {
                let title = said!("`{name}` has no value", name = key.node);
                whole = self.missing_key(entry.span, title, "says nothing", format!("write `{word}: …`"));
            }
            found.insert(word, entry);
        }
        whole.map(|()| found)
    }

    /// How the events of an estimand are handled, of which each has its strategy.
    pub(crate) fn handling(
        &mut self,
        said: &Beside<'a>,
        strategies: Strategies,
        endpoint: EndpointId,
        owner: Span,
    ) -> Option<Handling> {
        let response = matches!(self.plan.endpoints[endpoint.0].kind, EndpointKind::YesNo(_));
        let changes = strategies.iter().any(|(_, strategy, _)| *strategy != Strategy::TreatmentPolicy);
        let examination = self.on_that_day(said, EXAMINATION, (response && changes, endpoint), owner, |word| {
            ReadOnItsDay::ALL.into_iter().find(|day| day.word() == word)
        });
        let on_its_day = self.on_that_day(said, EVENT, (!response && changes, endpoint), owner, |word| {
            OnItsDay::ALL.into_iter().find(|day| day.word() == word)
        });
        let meeting = match response {
            true => self.meeting(said, &strategies, endpoint, (owner, examination.flatten())),
            false => self.no_meeting(said, endpoint),
        };
        Some(Handling { strategies, meeting: meeting?, examination: examination?, on_its_day: on_its_day? })
    }

    /// Said where it matters, and nowhere else.
    fn on_that_day<T>(
        &mut self,
        said: &Beside<'a>,
        key: &'static str,
        (asked, endpoint): (bool, EndpointId),
        owner: Span,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Option<T>> {
        let words: &[&str] = match key {
            EXAMINATION => &ReadOnItsDay::ALL.map(ReadOnItsDay::word),
            _ => &OnItsDay::ALL.map(OnItsDay::word),
        };
        match (value_of(said, key), asked) {
            (Some(value), true) => {
                let word = self.choice(value, words)?;
                read(word).map(Some)
            }
            (None, false) => Some(None),
            (Some(value), false) => {
                let name = &self.plan.endpoints[endpoint.0].header.name;
                let title = said!("Nothing of `{name}` rests on `{key}`", name, key);
                let label = "no event of the estimand is handled so that it matters";
                self.error_hint(codes::OPTION_UNREAD, title, value.span, label, format!("take `{key}` away"))
            }
            (None, true) => {
                let title = said!("`{key}` is not said under `intercurrent`", key);
                let label = "on the very day of an event either could be meant";
                let hint = format!("add `{key}: {}`, or `{key}: {}`", words[0], words[1]);
                self.missing_key(owner, title, label, hint)
            }
        }
    }

    /// A time ends at the first of the events that end it, whatever an order would say.
    fn no_meeting(&mut self, said: &Beside<'a>, endpoint: EndpointId) -> Option<Meeting> {
        let Some(value) = value_of(said, ORDER).or_else(|| value_of(said, SAME_DAY)) else {
            return Some(Meeting::Alike);
        };
        let endpoint = &self.plan.endpoints[endpoint.0];
        let (name, kind) = (&endpoint.header.name, estimands::kind_words(&endpoint.kind));
        let title = said!("The events of `{name}`, which is {kind}, have no order", name, kind);
        let (label, hint) = match endpoint.kind.dated() {
            Some(_) => (
                "each ends the time, so that the first of them does",
                "take it away; of causes on one day the endpoint says under `same day` which counts",
            ),
            None => ("none of them settles it before another", "take it away"),
        };
        self.error_hint(codes::OPTION_UNREAD, title, value.span, label, hint)
    }

    fn meeting(
        &mut self,
        said: &Beside<'a>,
        strategies: &Strategies,
        endpoint: EndpointId,
        (owner, examination): (Span, Option<ReadOnItsDay>),
    ) -> Option<Meeting> {
        let all = self.settling(strategies, endpoint);
        let settled = Settled { unlike: self.unlike(&all), all, examination };
        if !settled.unlike.is_empty() {
            self.check_names_apart(&settled, endpoint)?;
        }
        let order = value_of(said, ORDER);
        match (order, settled.unlike.is_empty()) {
            (None, true) => {
                let stray = value_of(said, SAME_DAY);
                stray.map_or(Some(Meeting::Alike), |value| self.no_order_matters(value.span))
            }
            (Some(value), true) => self.no_order_matters(value.span),
            (None, false) => {
                self.without_order(&settled, &settled.unlike, endpoint, owner);
                None
            }
            (Some(value), false) => self.ordered(said, value, &settled, endpoint),
        }
    }

    /// An order names events and an earlier response alike.
    fn check_names_apart(&mut self, settled: &Settled, endpoint: EndpointId) -> Option<()> {
        let earlier = self.earlier_set(endpoint);
        let same = |of: &Settling| match of {
            Settling::Event(StrategyOf::Intercurrent(index)) => {
                let header = &self.plan.intercurrents[*index].header;
                (Some(&header.name) == earlier.as_ref()).then_some(header.span)
            }
            Settling::Event(StrategyOf::Death(_)) | Settling::Earlier => None,
        };
        let Some(event) = settled.all.iter().find_map(|(of, _)| same(of)) else { return Some(()) };
        let header = &self.plan.endpoints[endpoint.0].header;
        let (name, place) = (earlier.unwrap_or_default(), header.span);
        // Another analysis of the endpoint has the same fault.
        if self.diagnostics.iter().any(|d| d.code == codes::REPEATED && d.primary() == Some(event)) {
            return None;
        }
        let title = said!("`{name}` is an intercurrent event and a set of responses", name);
        let diagnostic = Diagnostic::new(codes::REPEATED, title)
            .at(event, "the event")
            .at(place, "excludes an earlier response of the set")
            .because("an order of what settles the response could not say which of the two it means")
            .hint("give the intercurrent event a name of its own");
        self.report(diagnostic);
        None
    }

    fn no_order_matters(&mut self, span: Span) -> Option<Meeting> {
        let title = "No two events of the estimand that can meet in a patient answer differently";
        self.error_hint(
            codes::OPTION_UNREAD,
            title,
            span,
            "whatever their order, the response is the same",
            "take it away",
        )
    }

    /// `A, B, C`, or `first_to_happen` with `same day: A, B, C`.
    fn ordered(
        &mut self,
        said: &Beside<'a>,
        value: &'a Value,
        settled: &Settled,
        endpoint: EndpointId,
    ) -> Option<Meeting> {
        let words = self.words(value);
        let same_day = value_of(said, SAME_DAY);
        match (words.as_slice(), same_day) {
            ([(FIRST, _)], Some(ties)) => {
                let list = self.all_settling((SAME_DAY, ties), settled, endpoint)?;
                self.check_ties(&list, settled.examination, endpoint, ties.span)?;
                Some(Meeting::FirstToHappen(list))
            }
            ([(FIRST, span)], None) => {
                let title = said!("`{key}` is not said under `intercurrent`", key = SAME_DAY);
                let all = self.names_of(settled.on_one_day().into_iter(), endpoint);
                self.missing_key(*span, title, "and of two on one day?", format!("add `{SAME_DAY}: {all}`"))
            }
            (_, None) => self.all_settling((ORDER, value), settled, endpoint).map(Meeting::InOrder),
            (_, Some(ties)) => {
                let title = said!("`{key}` is said of events that have an order on any day", key = SAME_DAY);
                let hint = format!("take it away, or write `{ORDER}: {FIRST}`");
                self.error_hint(codes::OPTION_UNREAD, title, ties.span, "the order holds on one day too", hint)
            }
        }
    }

    /// An earlier response is that of an examination: on the day of an event both lines say which comes first, and say the same.
    fn check_ties(
        &mut self,
        ties: &[Settling],
        examination: Option<ReadOnItsDay>,
        endpoint: EndpointId,
        span: Span,
    ) -> Option<()> {
        let place = ties.iter().position(|of| *of == Settling::Earlier);
        let (Some(place), Some(examination)) = (place, examination) else { return Some(()) };
        let (wrong, other, side, end) = match examination {
            ReadOnItsDay::BeforeEvent => (ties[..place].first(), ReadOnItsDay::AfterEvent, "before", "first"),
            ReadOnItsDay::AfterEvent => (ties[place + 1..].first(), ReadOnItsDay::BeforeEvent, "after", "last"),
        };
        let Some(event) = wrong else { return Some(()) };
        let (event, earlier) =
            (self.name_of_settling(*event, endpoint), self.name_of_settling(Settling::Earlier, endpoint));
        let title = said!(
            "`{ties}` contradicts `{key}: {word}`",
            ties = SAME_DAY,
            key = EXAMINATION,
            word = examination.word()
        );
        let reason = format!("`{earlier}` is the response of an examination, read {side} `{event}`");
        let hint = format!("name `{earlier}` {end}, or write `{EXAMINATION}: {}`", other.word());
        self.error_hint(codes::WRONG_VALUE, title, span, reason, hint)
    }

    /// Everything that settles the response, each once.
    fn all_settling(
        &mut self,
        (key, value): (&'static str, &'a Value),
        settled: &Settled,
        endpoint: EndpointId,
    ) -> Option<Vec<Settling>> {
        let mut found = vec![];
        for (word, span) in self.distinct_words(value) {
            let Some((of, _)) = settled.all.iter().find(|(of, _)| self.name_of_settling(*of, endpoint) == word) else {
                return self.settles_nothing(word, span, &settled.all, endpoint);
            };
            self.note_settling(*of, span, word, endpoint);
            found.push(*of);
        }
        let open = |pair: &&(Settling, Settling)| !found.contains(&pair.0) || !found.contains(&pair.1);
        match settled.unlike.iter().find(open) {
            Some(_) => {
                let open: Vec<(Settling, Settling)> = settled.unlike.iter().filter(open).copied().collect();
                self.without_order(settled, &open, endpoint, value.span);
                None
            }
            None => match settled.all.iter().find(|(of, _)| !found.contains(of)) {
                Some((of, _)) => self.unplaced(key, *of, settled, endpoint, value.span),
                None => Some(found),
            },
        }
    }

    /// What no order names never settles a response, though every event that it can meet answers as it does.
    fn unplaced<T>(
        &mut self,
        key: &'static str,
        of: Settling,
        settled: &Settled,
        endpoint: EndpointId,
        span: Span,
    ) -> Option<T> {
        if self.told_of_order(span) {
            return None;
        }
        let name = self.name_of_settling(of, endpoint);
        let all = self.names_of(settled.all.iter().map(|(of, _)| *of), endpoint);
        let title = said!("`{key}` does not say where `{name}` stands", key, name);
        let hint = format!("name each once: {all}");
        self.error_hint(codes::NO_ORDER, title, span, "not of all that settles the response", hint)
    }

    /// An analysis that is like another repeats what it says, and its fault.
    fn told_of_order(&self, span: Span) -> bool {
        self.diagnostics.iter().any(|d| d.code == codes::NO_ORDER && d.primary() == Some(span))
    }

    fn note_settling(&mut self, of: Settling, span: Span, word: &str, endpoint: EndpointId) {
        match of {
            Settling::Event(StrategyOf::Intercurrent(_)) => self.note(span, Named::Intercurrent, "", word),
            Settling::Event(StrategyOf::Death(_)) => self.note(span, Named::Event, "", word),
            Settling::Earlier => {
                if let Some(response) = self.first_response(endpoint) {
                    let document = self.document_of(self.plan.responses[response.0].criterion.header.span);
                    self.note(span, Named::Set, &document, word);
                }
            }
        }
    }

    fn settles_nothing<T>(
        &mut self,
        word: &str,
        span: Span,
        settling: &[(Settling, Answer)],
        endpoint: EndpointId,
    ) -> Option<T> {
        let names: Vec<String> = settling.iter().map(|(of, _)| self.name_of_settling(*of, endpoint)).collect();
        if self.plan.intercurrents.iter().any(|i| i.header.name == word) {
            let title = said!("`{word}` settles nothing: its strategy is treatment policy", word);
            return self.error_hint(
                codes::OPTION_UNREAD,
                title,
                span,
                "the response stands whatever its place",
                "take it away",
            );
        }
        self.unknown("event of the order", word, span, names.iter().map(String::as_str))
    }

    /// What can settle the response of the endpoint before its examination does, and what it answers.
    fn settling(&self, strategies: &Strategies, endpoint: EndpointId) -> Vec<(Settling, Answer)> {
        let earlier = self.earlier_set(endpoint).map(|_| (Settling::Earlier, Answer::Failure));
        let events = strategies.iter().filter_map(|(of, strategy, _)| {
            let answer = match strategy {
                // A response is not censored, and after this the response stands.
                Strategy::TreatmentPolicy | Strategy::CensorBefore => return None,
                Strategy::CompositeFailure => Answer::Failure,
                Strategy::CompositeSuccess => Answer::Success,
                Strategy::NotAssessed => Answer::NotAssessed,
                Strategy::ValueBeforeEvent => Answer::Standing,
            };
            Some((Settling::Event(*of), answer))
        });
        earlier.into_iter().chain(events).collect()
    }

    /// The pairs that can meet in one patient and do not answer the same.
    fn unlike(&self, settling: &[(Settling, Answer)]) -> Vec<(Settling, Settling)> {
        let arm = |of: Settling| match of {
            Settling::Event(StrategyOf::Intercurrent(index)) => self.plan.intercurrents[index].arm,
            Settling::Event(StrategyOf::Death(_)) | Settling::Earlier => None,
        };
        let meet = |a: Settling, b: Settling| match (arm(a), arm(b)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let mut found = vec![];
        for (place, (one, answer)) in settling.iter().enumerate() {
            for (other, another) in &settling[place + 1..] {
                if (answer != another || *answer == Answer::Standing) && meet(*one, *other) {
                    found.push((*one, *other));
                }
            }
        }
        found
    }

    fn without_order(&mut self, settled: &Settled, unlike: &[(Settling, Settling)], endpoint: EndpointId, span: Span) {
        let Some((one, other)) = unlike.first() else { return };
        let (first, second) = (self.name_of_settling(*one, endpoint), self.name_of_settling(*other, endpoint));
        if self.told_of_order(span) {
            return;
        }
        let rest = match unlike.len() - 1 {
            0 => String::new(),
            1 => ", and so does one more pair".to_string(),
            n => format!(", and so do {n} more pairs"),
        };
        let title = said!("No order is stated for `{first}` and `{second}`", first, second);
        let mut all = settled.all.clone();
        // What stands is what others prevail over, where nothing else is meant.
        all.sort_by_key(|(_, answer)| *answer == Answer::Standing);
        let all = self.names_of(all.into_iter().map(|(of, _)| of), endpoint);
        let ties = self.names_of(settled.on_one_day().into_iter(), endpoint);
        let diagnostic = Diagnostic::new(codes::NO_ORDER, title)
            .at(span, "both can concern one patient at a timepoint, and answer differently")
            .because(format!("which of them settles the response would be decided by accident{rest}"))
            .hint(format!(
                "add `{ORDER}: {all}`, the first prevailing, or `{ORDER}: {FIRST}` with `{SAME_DAY}: {ties}`"
            ));
        self.report(diagnostic);
    }

    fn names_of(&self, settling: impl Iterator<Item = Settling>, endpoint: EndpointId) -> String {
        settling.map(|of| self.name_of_settling(of, endpoint)).collect::<Vec<_>>().join(", ")
    }

    fn name_of_settling(&self, of: Settling, endpoint: EndpointId) -> String {
        match of {
            Settling::Earlier => self.earlier_set(endpoint).unwrap_or_default(),
            Settling::Event(of) => self.name_of_event(of).to_string(),
        }
    }

    fn first_response(&self, endpoint: EndpointId) -> Option<ResponseId> {
        let EndpointKind::YesNo(yes_no) = &self.plan.endpoints[endpoint.0].kind else { return None };
        yes_no.by.first().map(|by| by.response)
    }

    /// The name of the set that the endpoint excludes, which is one for all its responses.
    fn earlier_set(&self, endpoint: EndpointId) -> Option<String> {
        let EndpointKind::YesNo(yes_no) = &self.plan.endpoints[endpoint.0].kind else { return None };
        let by = yes_no.by.first()?;
        let set = self.plan.responses[by.response.0].criterion.set(by.not_after?);
        Some(set.name.clone())
    }
}

/// The key, where it is no event's name.
pub(crate) fn is_beside(key: &str) -> Option<&'static str> {
    KEYS.iter().copied().find(|known| *known == key)
}

fn value_of<'a>(said: &Beside<'a>, key: &str) -> Option<&'a Value> {
    said.get(key).and_then(|entry| entry.value.as_ref())
}
