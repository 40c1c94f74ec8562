//! References to options: `options!` makes one for each option of a method, with the type of its values, so that a signature cannot
//! name an option or a choice that does not exist.

use super::{Choices, Condition, When};
use std::marker::PhantomData;

/// An option that its method has, by the type of its values.
#[derive(Debug)]
pub struct Named<T> {
    name: &'static str,
    values: PhantomData<fn() -> T>,
}

impl<T> Clone for Named<T> {
    fn clone(&self) -> Named<T> {
        *self
    }
}

impl<T> Copy for Named<T> {}

/// The name of an option that its method has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionName(&'static str);

impl OptionName {
    pub const fn word(self) -> &'static str {
        self.0
    }
}

/// An option, and some of its choices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Has {
    pub option: OptionName,
    choices: Choices,
    /// By the place of each among the choices.
    these: u32,
}

impl Has {
    pub(super) const fn or(self, place: u32) -> Has {
        Has { these: self.these | 1 << place, ..self }
    }

    /// The words of the choices.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.choices.words().enumerate().filter(move |(place, _)| self.these & 1 << place != 0).map(|(_, word)| word)
    }

    pub fn holds(self, word: &str) -> bool {
        self.words().any(|own| own == word)
    }
}

impl<T> Named<T> {
    pub(super) const fn new(name: &'static str) -> Named<T> {
        Named { name, values: PhantomData }
    }

    pub const fn name(self) -> OptionName {
        OptionName(self.name)
    }

    pub(super) const fn none_of(self, choices: Choices) -> Has {
        Has { option: self.name(), choices, these: 0 }
    }

    /// It changes something only there.
    pub const fn read_where(self, has: Has) -> Condition {
        Condition { option: self.name(), when: When::Has(has) }
    }

    /// It changes something only where the other option names a day.
    pub const fn read_with_days(self, other: Named<Vec<i64>>) -> Condition {
        Condition { option: self.name(), when: When::NamesDay(other.name()) }
    }
}
