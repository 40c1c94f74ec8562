//! Labels that say of something that it is, where the statement asks that it is not, and the other way round.

use super::called::{Called, FIRST, LAST, NOT, Words, codes_taken};
use super::*;

/// Words of a label before which, or after which, nothing else is given.
pub(super) const NEVER: &[&str] = &["never", "jamais"];
/// A treatment that is said to come later is none of the first.
const LATER: &[&str] = &["late", "later", "delayed", "deferred", "or", "tardif", "tardive", "ou"];

/// What is said with one of these is what something is not.
const OTHER: &[&str] = &[
    "other",
    "than",
    "except",
    "excluding",
    "excluded",
    "free",
    "neither",
    "nor",
    "sauf",
    "autre",
    "autres",
    "hors",
    "ni",
    "but",
    "none",
    "absent",
    "absence",
    "lack",
    "naive",
    "naïve",
    "ruled",
];

/// Words of any event, which tell none.
const OF_ANY: &[&str] = &[
    "treatment",
    "treatments",
    "therapy",
    "date",
    "event",
    "start",
    "drug",
    "dose",
    "traitement",
    "traitements",
    "thérapie",
    "début",
    "événement",
];

/// How many words before one may deny it: `no prior SIRT`, `without any SIRT`.
const REACH: usize = 2;

/// What a condition takes as it stands, and what it denies.
fn each_part<'e>(e: &'e RowExpr, denied: bool, visit: &mut dyn FnMut(&'e RowExpr, bool)) {
    visit(e, denied);
    match &e.kind {
        ExprKind::Not(of) => each_part(of, !denied, visit),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(|part| each_part(part, denied, visit)),
        ExprKind::Beyond(InRow(RowNode::Selected { condition: Some(condition), .. })) => {
            each_part(condition, denied, visit);
        }
        // Of which rows there are none is what is spoken of, and not what is denied.
        ExprKind::Beyond(InRow(RowNode::Rows { kind, condition: Some(condition), .. })) if *kind != RowsKind::No => {
            each_part(condition, denied, visit);
        }
        _ => {}
    }
}

impl Words {
    fn denies(&self, at: usize) -> bool {
        let from = at.saturating_sub(REACH);
        self.0[from..at].iter().any(|word| NOT.contains(&word.as_str()) || NEVER.contains(&word.as_str()))
    }

    /// Places of any of these words.
    pub(super) fn places<'w>(&'w self, words: &'w BTreeSet<String>) -> impl Iterator<Item = usize> + 'w {
        self.0.iter().enumerate().filter(|(_, word)| words.contains(*word)).map(|(at, _)| at)
    }
}

/// The words by which something is told from others: no number, and nothing of one or two letters.
pub(super) fn telling(text: &str) -> BTreeSet<String> {
    let Words(words) = Words::of(text);
    let tells = |word: &String| word.chars().count() > 2 && !word.chars().all(|c| c.is_ascii_digit());
    let orders = |word: &String| FIRST.contains(&word.as_str()) || LAST.contains(&word.as_str());
    words.into_iter().filter(|word| tells(word) && !orders(word)).collect()
}

/// The words of a name and its label.
pub(super) fn telling_of(name: &str, label: &str) -> BTreeSet<String> {
    telling(&format!("{name} {label}"))
}

impl<'a> Resolver<'a> {
    /// `"Ablated": kind != ablation`, `"Serious events": not serious`, `"Non-serious events": serious`.
    pub(super) fn check_denied_called(&mut self, called: &Called) {
        let words = Words::of(&called.label);
        let denies = words.any(NOT) || words.any(NEVER) || words.any(OTHER);
        // What is denied of one of several things is not denied of the others.
        let is_one = !called.label.contains([',', ';', ':']) && !words.any(&["and", "but", "or", "et", "mais", "ou"]);
        // What the label names, and whether the condition asks for the opposite of it; of what is asked both ways it does not.
        let mut named: Vec<(String, bool)> = vec![];
        each_part(self.behind(&called.value), false, &mut |part, denied| {
            let denied_here = match &part.kind {
                ExprKind::Compare { op: CompareOp::NotEqual, .. } => !denied,
                _ => denied,
            };
            if let Some((list, taken)) = codes_taken(part) {
                for code in taken.iter().filter_map(|at| list.codes.get(*at)) {
                    let is_opposite = turns(&words, &code.name);
                    if is_opposite || is_said(&words, &code.name, &code.label) {
                        named.push((code.name.clone(), denied_here != is_opposite && !denies));
                    }
                }
            }
            let plain = self.plain_name(part, called.table).filter(|_| part.ty == Type::YesNo);
            let Some((name, _)) = plain else { return };
            let own = telling(&name);
            let meant = |(at, word): (usize, &String)| {
                let aside = at.checked_sub(1).is_some_and(|before| called::is_aside(&words.0[before]));
                own.iter().any(|known| called::alike(known, word)) && (!aside || words.denies(at))
            };
            let said = |known: &String| words.0.iter().any(|word| called::alike(known, word));
            if !own.is_empty() && own.iter().all(said) && words.0.iter().enumerate().any(meant) {
                let refused = is_one && words.places(&own).any(|at| words.denies(at)) && part.span != called.value.span;
                named.push((name, if denied { !denies } else { refused }));
            }
        });
        let is_both = |what: &str| named.iter().any(|(other, wrong)| other == what && !wrong);
        let Some((what, _)) = named.iter().find(|(what, wrong)| *wrong && !is_both(what)) else { return };
        let title = said!(
            "`{name}` is called \"{label}\" and asks for the opposite by `{what}`",
            name = called.name,
            label = called.label,
            what
        );
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, "asks for the opposite");
        self.ask_of_label(called, diagnostic);
    }

    /// An arm that an event makes is not called by its absence, nor the arm of those without it by the event.
    pub(super) fn check_arms_called(&mut self) {
        let Some(arms) = &self.plan.arms else { return };
        let mut made: BTreeSet<EventId> = BTreeSet::new();
        let mut fault = None;
        for arm in &arms.arms {
            let (has, has_not) = match &arm.condition {
                Some(condition) => self.events_asked(condition),
                None => (BTreeSet::new(), made.clone()),
            };
            made.extend(&has);
            fault = fault.or_else(|| self.arm_told(arm, &has, &has_not));
        }
        let Some((arm, event, is_made)) = fault else { return };
        let how = if is_made { "is made by" } else { "is of those without" };
        let title =
            said!("`{arm}` is called \"{label}\" and {how} `{event}`", arm = arm.name, label = arm.label, how, event);
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
            .at(arm.span, format!("{how} `{event}`"))
            .because("every comparison would be read the wrong way round")
            .hint("correct the one or the other");
        let about = arms.header.name.clone();
        self.ask(Question::OtherLabel, &about, diagnostic);
    }

    /// The arm and the event of which its label says the opposite, and whether the event makes the arm.
    fn arm_told(&self, arm: &Arm, has: &BTreeSet<EventId>, has_not: &BTreeSet<EventId>) -> Option<(Arm, String, bool)> {
        let words = Words::of(&arm.label);
        let of = |event: &EventId| (self.words_of_event(*event), self.plan.events[event.0].header.name.clone());
        for (own, name) in has.iter().map(of) {
            let mut places = words.places(&own).peekable();
            let alone = words.any(ALONE) && places.peek().is_none();
            let refused = places.peek().is_some() && places.all(|at| words.denies(at));
            if alone || refused {
                return Some((arm.clone(), name, true));
            }
        }
        for (own, name) in has_not.iter().filter(|event| !has.contains(event)).map(of) {
            let aside = |at: usize| at.checked_sub(1).is_some_and(|before| called::is_aside(&words.0[before]));
            if !words.any(LATER) && words.places(&own).any(|at| !words.denies(at) && !aside(at)) {
                return Some((arm.clone(), name, false));
            }
        }
        None
    }

    /// `Never SIRT`, whatever is said of a later one.
    pub(super) fn is_called_never(&self, arm: &Arm, event: EventId) -> bool {
        let words = Words::of(&arm.label);
        words.any(NEVER) && words.places(&self.words_of_event(event)).next().is_some()
    }

    /// `Drug alone`, `Without SIRT`; with a day, `No SIRT by day 120` says until when.
    pub(super) fn is_called_without(&self, arm: &Arm, event: EventId) -> bool {
        let words = Words::of(&arm.label);
        let has_day = words.0.iter().any(|word| word.chars().all(|c| c.is_ascii_digit()));
        let refused = words.places(&self.words_of_event(event)).any(|at| words.denies(at));
        words.any(ALONE) || refused && !has_day
    }

    /// Events that a condition asks for, and those that it asks for the absence of; time zero is of everybody.
    fn events_asked(&self, condition: &RowExpr) -> (BTreeSet<EventId>, BTreeSet<EventId>) {
        let (mut has, mut has_not) = (BTreeSet::new(), BTreeSet::new());
        each_part(self.behind(condition), false, &mut |part, denied| {
            let date = match &part.kind {
                ExprKind::Within { date, .. } | ExprKind::IsKnown(date) => date,
                ExprKind::Before(date, _) => date,
                _ => return,
            };
            if let Some(RowNode::Event(event)) = date.node()
                && self.zero_event() != Some(*event)
            {
                if denied {
                    has_not.insert(*event)
                } else {
                    has.insert(*event)
                };
            }
        });
        (has, has_not)
    }

    /// By which words an event is told from time zero.
    pub(super) fn words_of_event(&self, id: EventId) -> BTreeSet<String> {
        let all = |id: EventId| {
            let Some(event) = self.plan.event(id) else { return BTreeSet::new() };
            let mut words = telling_of(&event.header.name, &event.header.label);
            event.date.each(&mut |part| {
                for (list, taken) in codes_taken(part).into_iter() {
                    let codes = taken.iter().filter_map(|at| list.codes.get(*at));
                    words.extend(codes.flat_map(|c| telling_of(&c.name, &c.label)));
                }
            });
            words
        };
        let zero = self.zero_event().map(all).unwrap_or_default();
        let tells = |word: &&String| !zero.contains(*word) && !OF_ANY.contains(&word.as_str());
        all(id).iter().filter(tells).cloned().collect()
    }
}

fn is_said(words: &Words, name: &str, label: &str) -> bool {
    words.say_as_meant(&name.replace('_', " ")) || words.say_as_meant(label)
}

/// A code that is a word of the label turned round: `unrelated`.
fn turns(words: &Words, code: &str) -> bool {
    let code = code.to_lowercase().replace('_', "");
    let rest = ["un", "non", "not"].iter().find_map(|turn| code.strip_prefix(turn));
    rest.is_some_and(|rest| rest.chars().count() > 3 && words.0.iter().any(|word| word == rest))
}
