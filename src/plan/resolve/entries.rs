//! Reading entries: which keys are there, and values of the simple kinds.

use super::*;
use crate::diagnostic::{Said, Subject, said};
use crate::syntax::tree::{Element, Entry, Expression, Item, Kind, Operator, Value};
use rust_decimal::Decimal;
use std::str::FromStr;

/// Said of what the language will know and the compiler cannot carry out yet.
pub(crate) const PLANNED: &str =
    "this cannot be carried out yet: describe it in words under a heading marked `(planned)`";

/// Days: 100 years.
pub(super) const LONGEST_FOLLOW_UP: i64 = 36_525;

/// The entries of a statement or block by key.
pub(crate) struct Entries<'a> {
    map: BTreeMap<String, &'a Entry>,
    /// Where a missing key is reported.
    owner: Span,
    what: String,
    /// A key was not known; what seems to be missing may be that one.
    stray: bool,
}

impl<'a> Entries<'a> {
    pub fn get(&self, key: &str) -> Option<&'a Entry> {
        self.map.get(key).copied()
    }

    /// The keys that are there, in alphabetical order.
    pub fn keys(&self) -> impl Iterator<Item = &'a Spanned<String>> + '_ {
        self.map.values().filter_map(|e| e.key.as_ref())
    }

    /// The statement or block whose entries they are.
    pub fn owner(&self) -> Span {
        self.owner
    }

    /// Whether a key was not known here.
    pub fn has_stray(&self) -> bool {
        self.stray
    }

    pub fn value(&self, key: &str) -> Option<&'a Value> {
        self.get(key).and_then(|e| e.value.as_ref())
    }
}

impl<'a> Resolver<'a> {
    /// Entries under the keys a statement's head allows.
    pub(crate) fn entries_of(&mut self, stated: Stated<'a>) -> Entries<'a> {
        let statement = stated.statement;
        let keys = crate::plan::registry::keys(&statement.head.node);
        self.entries(&statement.items, keys, &format!("`{}`", statement.head.node), statement.span)
    }

    /// Entries under the allowed keys; unknown and repeated keys are reported. The owner's options count as read.
    pub(crate) fn entries(&mut self, items: &'a [Item], allowed: &[&str], what: &str, owner: Span) -> Entries<'a> {
        self.options_read.insert(owner);
        let mut map: BTreeMap<String, &'a Entry> = BTreeMap::new();
        let mut stray = false;
        for item in items {
            match self.entry(item, allowed, what, owner) {
                None => stray = true,
                Some((key, entry)) => match map.get(&key.node) {
                    None => {
                        map.insert(key.node.clone(), entry);
                    }
                    Some(first) => {
                        let diagnostic =
                            Diagnostic::new(codes::REPEATED, said!("`{key}` is said twice", key = key.node))
                                .at(key.span, "said again here")
                                .at(first.span, "first said here");
                        self.report(diagnostic);
                    }
                },
            }
        }
        self.note_offer(owner, allowed, map.keys().cloned());
        Entries { map, owner, what: what.to_string(), stray }
    }

    /// An entry under an allowed key, with a value or a block as the key takes it.
    fn entry(
        &mut self,
        item: &'a Item,
        allowed: &[&str],
        what: &str,
        owner: Span,
    ) -> Option<(&'a Spanned<String>, &'a Entry)> {
        // In a statement that was not read to its end, an entry may have slipped out of its block.
        let unreadable = self.is_unreadable(owner);
        let (entry, key) = match item {
            Item::Entry(entry) => (entry, entry.key.as_ref()),
            Item::Case(_) if unreadable => return None,
            Item::Case(case) => {
                let title = said!("A case (`… when …`) cannot stand in {what}", what);
                return self.error(codes::MISPLACED, title, case.span, "an entry `key: value` is expected here");
            }
        };
        let Some(key) = key else {
            let title = said!("A label cannot stand alone in {what}", what);
            return if unreadable {
                None
            } else {
                self.error(codes::MISPLACED, title, entry.span, "a key is expected before it")
            };
        };
        if !allowed.contains(&key.node.as_str()) {
            if !unreadable || reporting::suggestion(&key.node, allowed).is_some() {
                let listed = entry.value.is_none() && !entry.has_braces && self.stands_in_a_list(owner, key.span);
                self.unknown_key(key, allowed, what, listed);
            }
            return None;
        }
        self.value_or_block(key, entry)?;
        Some((key, entry))
    }

    fn value_or_block(&mut self, key: &Spanned<String>, entry: &'a Entry) -> Option<()> {
        use crate::plan::registry;
        let name = key.node.as_str();
        if entry.value.is_none() && !(entry.has_braces && registry::takes_block(name)) {
            let title = said!("`{name}` has no value", name);
            return self.error_hint(
                codes::MISSING_KEY,
                title,
                entry.span,
                "says nothing",
                format!("write `{name}: …`"),
            );
        }
        if entry.value.is_some() && registry::takes_only_block(name) {
            let hint = format!("write `{name} {{ … }}`");
            return self.error_hint(
                codes::WRONG_VALUE,
                said!("`{name}` takes a block", name),
                entry.span,
                "a value",
                hint,
            );
        }
        Some(())
    }

    /// Whether a comma stands before a place in braces: among entries on one line it ends an entry, and no list goes on.
    fn stands_in_a_list(&self, owner: Span, place: Span) -> bool {
        let before = Span { end: place.start, ..owner };
        let within = owner.file == place.file && owner.start < place.start && place.end <= owner.end;
        within && self.sources.text(before).trim_end().ends_with(',')
    }

    /// `listed`: it may be meant as the next of a list.
    pub(crate) fn unknown_key(&mut self, key: &Spanned<String>, allowed: &[&str], what: &str, listed: bool) {
        if self.failed.contains(&key.node) {
            return;
        }
        let near = reporting::suggestion(&key.node, allowed);
        let hint = match near {
            Some(_) => String::new(),
            None if crate::plan::registry::head_words().contains(&key.node.as_str()) => {
                format!("`{}` is a statement of its own, at the margin", key.node)
            }
            None if crate::plan::registry::is_planned(&key.node) => PLANNED.to_string(),
            None if allowed.is_empty() => "nothing stands in these braces".to_string(),
            None if listed => {
                let key = &key.node;
                format!(
                    "among entries on one line a list stands in parentheses: `…: (…, {key})`; keys are: {}",
                    allowed.join(", ")
                )
            }
            None => format!("it takes: {}", allowed.join(", ")),
        };
        let title = said!("`{key}` is not a key of {what}", key = key.node, what);
        let diagnostic = Diagnostic::new(codes::UNKNOWN_KEY, title)
            .at(key.span, "not known here")
            .about(Subject::Key(key.node.clone()))
            .hint(hint)
            .among(allowed.iter().copied())
            .did_you_mean(key.span, near);
        self.report(diagnostic);
    }

    /// The value of a key that must be there.
    pub(crate) fn required(&mut self, entries: &Entries<'a>, key: &str) -> Option<&'a Value> {
        if let Some(value) = entries.value(key) {
            return Some(value);
        }
        if entries.stray {
            return None;
        }
        let span = entries.get(key).map_or(entries.owner, |e| e.span);
        let label = format!("{} says nothing of it", entries.what);
        self.missing_key(
            span,
            said!("`{key}` is missing in {what}", key, what = entries.what),
            label,
            format!("add `{key}: …`"),
        )
    }

    /// The only element of a value.
    pub(crate) fn single(&mut self, value: &'a Value) -> Option<&'a Element> {
        match value.elements.as_slice() {
            [one] => Some(one),
            _ => self.no_list(value),
        }
    }

    /// One word, without options.
    pub(crate) fn word(&mut self, value: &'a Value) -> Option<(&'a str, Span)> {
        let element = self.single(value)?;
        self.word_of(&element.expression)
    }

    pub(crate) fn word_of(&mut self, expression: &'a Expression) -> Option<(&'a str, Span)> {
        match &expression.kind {
            Kind::Name(name) => {
                self.noted.words.insert(expression.span);
                Some((name, expression.span))
            }
            Kind::Error => None,
            _ => match self.word_elsewhere(expression) {
                Some(word) => Some((word, expression.span)),
                None => self.no_word(expression),
            },
        }
    }

    /// One of the allowed words.
    pub(crate) fn choice(&mut self, value: &'a Value, allowed: &[&str]) -> Option<&'a str> {
        let element = self.single(value)?;
        if let Kind::Number { .. } = element.expression.kind {
            let text = self.sources.text(element.expression.span).to_string();
            return self.unknown("choice", &text, element.expression.span, allowed.iter().copied());
        }
        let (word, span) = self.word_of(&element.expression)?;
        if allowed.contains(&word) {
            self.noted.words.insert(span);
            self.note_offer(span, allowed, [word.to_string()]);
            return Some(word);
        }
        self.unknown("choice", word, span, allowed.iter().copied())
    }

    /// What becomes of a patient without a value: one of the rules that can stand here.
    pub(crate) fn missing_rule(&mut self, value: &'a Value, allowed: &[MissingRule]) -> Option<MissingRule> {
        let (word, span) = self.word(value)?;
        let found = allowed.iter().copied().find(|rule| rule.word() == word);
        let words: Vec<&str> = allowed.iter().map(|rule| rule.word()).collect();
        self.note_offer(span, &words, found.map(|rule| rule.word().to_string()));
        found.or_else(|| self.unknown("choice", word, span, allowed.iter().map(|rule| rule.word())))
    }

    /// The elements of a list, one pair of parentheses around them taken away.
    pub(crate) fn list(&self, value: &'a Value) -> Vec<&'a Element> {
        match value.elements.as_slice() {
            [Element { expression: Expression { kind: Kind::Group(inner), .. }, has_options: false, .. }] => {
                inner.iter().collect()
            }
            all => all.iter().collect(),
        }
    }

    /// A list of words.
    pub(crate) fn words(&mut self, value: &'a Value) -> Vec<(&'a str, Span)> {
        let elements = self.list(value);
        elements.into_iter().filter_map(|e| self.word_of(&e.expression)).collect()
    }

    /// As [`Resolver::words`], each named once.
    pub(crate) fn distinct_words(&mut self, value: &'a Value) -> Vec<(&'a str, Span)> {
        let words = self.words(value);
        for (i, (word, span)) in words.iter().enumerate() {
            if let Some((_, first)) = words[..i].iter().find(|(w, _)| w == word) {
                self.repeated::<()>(said!("`{word}` is named twice", word), *span, *first);
            }
        }
        words
    }

    /// A decimal number with its unit as written.
    pub(crate) fn number(&mut self, expression: &'a Expression) -> Option<(Decimal, Option<&'a str>)> {
        match &expression.kind {
            Kind::Number { text, unit } => match Decimal::from_str(text) {
                Ok(number) => Some((number, unit.as_deref())),
                Err(_) => self.error(
                    codes::WRONG_VALUE,
                    "This number has too many digits",
                    expression.span,
                    "at most 28 digits",
                ),
            },
            Kind::Negative(inner) => self.number(inner).map(|(n, u)| (-n, u)),
            Kind::Group(inner) => match inner.as_slice() {
                [one] => self.number(&one.expression),
                _ => self.error(codes::WRONG_VALUE, "A number is expected here", expression.span, "not a number"),
            },
            Kind::Error => None,
            _ => self.error(codes::WRONG_VALUE, "A number is expected here", expression.span, "not a number"),
        }
    }

    /// A number without a unit.
    pub(crate) fn plain(&mut self, expression: &'a Expression) -> Option<Decimal> {
        let (number, unit) = self.number(expression)?;
        match unit {
            None => Some(number),
            Some(unit) => self.not_plain("A plain number is expected here", number, unit, expression.span),
        }
    }

    /// A number with a unit, where it would be read as if it had none: `10 %` is not 10.
    pub(crate) fn not_plain<T>(
        &mut self,
        title: impl Into<Said>,
        number: Decimal,
        unit: &str,
        span: Span,
    ) -> Option<T> {
        let hint = match unit {
            "%" => format!("write `{}`", (number * Decimal::new(1, 2)).normalize()),
            _ => "write it without a unit".to_string(),
        };
        let label = if unit == "%" { "in per cent".to_string() } else { format!("in {unit}") };
        self.error_hint(codes::WRONG_UNIT, title, span, label, hint)
    }

    /// A whole number without a unit.
    pub(crate) fn whole(&mut self, expression: &'a Expression) -> Option<i64> {
        let (number, unit) = self.number(expression)?;
        if let Some(unit) = unit {
            let title = "A whole number without a unit is expected here";
            return self.error(codes::WRONG_UNIT, title, expression.span, format!("in {unit}"));
        }
        self.whole_number(number, expression.span)
    }

    pub(crate) fn whole_number(&mut self, number: Decimal, span: Span) -> Option<i64> {
        match (number.is_integer(), i64::try_from(number)) {
            (true, Ok(whole)) => Some(whole),
            _ => self.error(codes::WRONG_VALUE, "A whole number is expected here", span, "not a whole number"),
        }
    }

    /// A day of follow-up, after time zero.
    pub(crate) fn follow_up_day(&mut self, expression: &'a Expression) -> Option<i64> {
        let day = self.day(expression)?;
        if day < 1 {
            let title = "Follow-up lasts at least one day after time zero";
            return self.error(codes::WRONG_VALUE, title, expression.span, "not after time zero");
        }
        Some(day)
    }

    /// No more days than a patient can be followed.
    pub(crate) fn within_a_life(&mut self, day: i64, span: Span) -> Option<i64> {
        if (-LONGEST_FOLLOW_UP..=LONGEST_FOLLOW_UP).contains(&day) {
            return Some(day);
        }
        self.error(codes::WRONG_VALUE, "No patient is followed for so long", span, "more than 100 years")
    }

    /// `day 365`, or how long after time zero it is: `12 months`.
    pub(crate) fn day(&mut self, expression: &'a Expression) -> Option<i64> {
        match &expression.kind {
            Kind::Day(inner) => {
                let day = self.whole(inner)?;
                self.within_a_life(day, expression.span)
            }
            Kind::Number { text, unit: Some(unit) } => {
                if crate::plan::unit::time_unit(unit) == Some(TimeUnit::Days) {
                    self.old_day(text, expression.span);
                }
                let (number, _) = self.number(expression)?;
                let day = self.whole_days(number, unit, expression.span)?;
                self.plan.days.insert(expression.span, day);
                self.within_a_life(day, expression.span)
            }
            Kind::Error => None,
            _ => {
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, "A day is expected here")
                    .at(expression.span, "not a day")
                    .hint("write `day 365`, counted from time zero");
                self.report(diagnostic);
                None
            }
        }
    }

    /// `365 days` for `day 365`.
    fn old_day(&mut self, text: &str, span: Span) {
        let (written, now) = (format!("{text} days"), format!("day {text}"));
        let title = said!("`{written}` is said in other words now", written);
        let fault = Diagnostic::new(codes::OLD_WORDS, title).at(span, "understood, and to be rewritten");
        self.report(fault.hint(format!("write `{now}`")).settled(span, now));
    }

    /// A quoted text.
    pub(crate) fn text(&mut self, value: &'a Value) -> Option<String> {
        let element = self.single(value)?;
        match &element.expression.kind {
            Kind::Text(text) if text.trim().is_empty() => {
                self.error(codes::WRONG_VALUE, "This gives no reason", element.span, "an empty text")
            }
            Kind::Text(text) if stands_for_nothing(text) => {
                self.error(codes::WRONG_VALUE, "This gives no reason", element.span, "stands for a text to come")
            }
            Kind::Text(text) => Some(text.clone()),
            _ => {
                self.error(codes::WRONG_VALUE, "A text in quotation marks is expected here", element.span, "not a text")
            }
        }
    }

    /// `left OPERATOR right`.
    pub(crate) fn binary(expression: &'a Expression, operator: Operator) -> Option<(&'a Expression, &'a Expression)> {
        match &expression.kind {
            Kind::Binary { operator: found, left, right } if *found == operator => Some((left, right)),
            _ => None,
        }
    }

    /// Whether this word of the language stands here, through parentheses around it; it is noted as one.
    pub(crate) fn is_word(&mut self, expression: &'a Expression, word: &str) -> bool {
        let place = Self::name_at(expression).filter(|(name, _)| *name == word).map(|(_, place)| place);
        self.noted.words.extend(place);
        place.is_some()
    }

    /// A name, through parentheses around it.
    pub(crate) fn name_of(expression: &'a Expression) -> Option<&'a str> {
        Self::name_at(expression).map(|(name, _)| name)
    }

    /// As [`Resolver::name_of`], with its place.
    pub(crate) fn name_at(expression: &'a Expression) -> Option<(&'a str, Span)> {
        match &expression.kind {
            Kind::Name(name) => Some((name, expression.span)),
            Kind::Group(inner) if inner.len() == 1 => Self::name_at(&inner[0].expression),
            _ => None,
        }
    }
}

/// What is written where a text is to follow.
fn stands_for_nothing(text: &str) -> bool {
    const PLACEHOLDERS: &[&str] = &[
        "tbd",
        "tba",
        "tbc",
        "todo",
        "to do",
        "to be defined",
        "to be determined",
        "to be decided",
        "to be completed",
        "n/a",
        "accepted",
        "ok",
        "na",
        "none",
        "xxx",
        "à définir",
        "à déterminer",
        "à compléter",
    ];
    let plain = text.trim().trim_end_matches('.').to_lowercase();
    let first = plain.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    ["tbd", "tba", "tbc", "todo"].contains(&first)
        || PLACEHOLDERS.contains(&plain.as_str())
        || !text.chars().any(char::is_alphanumeric)
}
