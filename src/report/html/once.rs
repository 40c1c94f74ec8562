//! What stands once, and is referred to by its place.

use crate::catalogue::Language;
use crate::report::clean::clean;
use crate::report::spaces::in_language;
use std::collections::BTreeMap;

/// Things by their places.
pub struct Once<T> {
    places: BTreeMap<T, usize>,
    pub list: Vec<T>,
}

impl<T: Ord + Clone> Once<T> {
    pub fn new() -> Self {
        Once { places: BTreeMap::new(), list: vec![] }
    }

    pub fn place(&mut self, of: T) -> usize {
        if let Some(place) = self.places.get(&of) {
            return *place;
        }
        self.list.push(of.clone());
        self.places.insert(of, self.list.len() - 1);
        self.list.len() - 1
    }
}

/// A place as the script reads it: -1 is none.
pub fn or_none(place: Option<usize>) -> i64 {
    place.and_then(|place| i64::try_from(place).ok()).unwrap_or(-1)
}

/// The place of what has a name.
pub fn place_of(of: &BTreeMap<&str, usize>, name: &str) -> i64 {
    or_none(of.get(name).copied())
}

/// The place of a text.
pub type Text = usize;

/// Texts of a page in one language.
pub struct Texts {
    once: Once<String>,
    language: Language,
}

impl Texts {
    pub fn new(language: Language) -> Self {
        Texts { once: Once::new(), language }
    }

    /// The place of a text as it can be shown, in the spaces of its language.
    pub fn said(&mut self, text: &str) -> Text {
        match self.language {
            Language::English => self.quoted(text),
            Language::French => self.quoted(&in_language(text, self.language)),
        }
    }

    /// The place of what stands in a file or in the plan, as it stands there.
    pub fn quoted(&mut self, text: &str) -> Text {
        match self.once.places.get(text) {
            // What stands in the list is clean, and cleaning it again changes nothing.
            Some(place) => *place,
            None => self.once.place(clean(text)),
        }
    }

    pub fn list(self) -> Vec<String> {
        self.once.list
    }
}
