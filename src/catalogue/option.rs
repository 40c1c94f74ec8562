//! Options as typed values: what a method declares of them, and the macros that make an enumeration of the words of a choice and a
//! structure of the options of a method.

use super::{Effect, Language, Reads};

/// Names in the languages of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    pub en: &'static str,
    pub fr: &'static str,
}

impl Names {
    /// Of texts with places `{name}`: one that has a place in one language and not in the other does not compile where it is a
    /// constant.
    pub const fn with_places(en: &'static str, fr: &'static str) -> Names {
        assert!(holds_places(en, fr) && holds_places(fr, en), "the texts have not the same places");
        Names { en, fr }
    }

    pub const fn of(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::French => self.fr,
        }
    }
}

/// Whether a text has every place `{name}` of another.
const fn holds_places(text: &str, other: &str) -> bool {
    let (bytes, mut at) = (other.as_bytes(), 0);
    while at < bytes.len() {
        if bytes[at] == b'{' && !holds_place(text.as_bytes(), bytes, at) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether a text has the place that opens here in another.
const fn holds_place(text: &[u8], other: &[u8], opens: usize) -> bool {
    let mut at = 0;
    while at < text.len() {
        let mut length = 0;
        while at + length < text.len() && opens + length < other.len() && text[at + length] == other[opens + length] {
            if other[opens + length] == b'}' {
                return true;
            }
            length += 1;
        }
        at += 1;
    }
    false
}

/// What a method declares of one of its options.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptionSpec {
    pub name: &'static str,
    pub kind: OptionKind,
    /// The value where the plan says nothing, as it is printed; none: the plan must say it.
    pub default: Option<&'static str>,
    /// One line for the reference page.
    pub about: &'static str,
    pub names: Names,
    pub role: OptionRole,
}

/// What an option is to those who do not know its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionRole {
    /// The standard error rests on it: what decides and what estimates have it alike.
    Model,
    /// Which test is made: part of what its p-value is called.
    Test,
    /// How the interval is made.
    Interval,
    /// Of its method alone.
    Own,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OptionKind {
    /// One of these words.
    Choice(Choices),
    /// `day 365`, or a list `(91, 183) days`.
    Days,
    /// One day after time zero.
    Day,
    /// A plain number within limits.
    Number(Limits),
    /// One of the causes of the endpoint by its place, from 1 on.
    Cause,
}

/// The words of a choice, in the order of the reference page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choices(pub &'static [Choice]);

/// One word that an option takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    pub word: &'static str,
    pub names: Names,
    /// What it is called where the name of the option does not stand beside it: `unweighted`.
    pub alone: Option<Names>,
    /// What it reads of the analysis, which must be there then.
    pub reads: Option<Reads>,
    /// What it reads holds rows that are not independent, and is compared with nothing within.
    pub as_clusters: bool,
    pub manner: Option<Manner>,
    /// The one effect that the method estimates with it.
    pub estimates: Option<Effect>,
}

/// What of a word is to be known where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It goes without saying, and is no part of what a test is called.
    Unsaid,
    /// It says nothing without the name of its option: `yes`.
    Mute,
}

impl Choices {
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|choice| choice.word)
    }

    pub fn named(self, word: &str) -> Option<&'static Choice> {
        self.0.iter().find(|choice| choice.word == word)
    }

    pub fn contains(self, word: &str) -> bool {
        self.named(word).is_some()
    }
}

/// The numbers that an option takes: with any other nothing can be estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub low: f64,
    /// Whether the lower limit itself is one of them.
    pub from_low: bool,
    /// Inclusive.
    pub high: f64,
    pub whole: bool,
    /// As a person says it: `above 0`.
    pub words: &'static str,
}

impl Limits {
    pub const ANY: Limits =
        Limits { low: f64::NEG_INFINITY, from_low: true, high: f64::INFINITY, whole: false, words: "any number" };
    pub const NOT_NEGATIVE: Limits = Limits { low: 0.0, words: "0 or more", ..Limits::ANY };
    pub const POSITIVE: Limits = Limits { low: 0.0, from_low: false, words: "above 0", ..Limits::ANY };
    pub const SHARE: Limits = Limits { low: 0.0, high: 1.0, words: "from 0 to 1", ..Limits::ANY };
    pub const SOME_SHARE: Limits =
        Limits { low: 0.0, from_low: false, high: 1.0, words: "above 0 and at most 1", ..Limits::ANY };
    /// A cause by its place; how many there are is up to the endpoint.
    pub const CAUSE: Limits = Limits::whole(1.0, 1e9, "the place of a cause, from 1 on");

    /// Whole numbers between two, both included.
    pub const fn whole(low: f64, high: f64, words: &'static str) -> Limits {
        Limits { low, from_low: true, high, whole: true, words }
    }

    pub fn admit(&self, number: f64) -> bool {
        let above = if self.from_low { number >= self.low } else { number > self.low };
        above && number.is_finite() && number <= self.high && (!self.whole || number.fract() == 0.0)
    }
}

/// The value of an option, whichever option it is.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    Word(String),
    Days(Vec<i64>),
    Number(f64),
}

impl OptionSpec {
    /// Whether the option takes this value.
    pub fn admits(&self, value: &OptionValue) -> bool {
        match (self.kind, value) {
            (OptionKind::Choice(choices), OptionValue::Word(word)) => choices.contains(word),
            (OptionKind::Days, OptionValue::Days(days)) => days.iter().all(|day| *day >= 0),
            (OptionKind::Day, OptionValue::Days(days)) => matches!(days.as_slice(), [day] if *day >= 1),
            (OptionKind::Number(limits), OptionValue::Number(number)) => limits.admit(*number),
            (OptionKind::Cause, OptionValue::Number(number)) => Limits::CAUSE.admit(*number),
            (
                OptionKind::Choice(_) | OptionKind::Days | OptionKind::Day | OptionKind::Number(_) | OptionKind::Cause,
                _,
            ) => false,
        }
    }

    /// The value where the plan says nothing; none where it must say one.
    pub fn default_value(&self) -> Option<OptionValue> {
        let default = self.default?;
        match self.kind {
            OptionKind::Choice(_) => Some(OptionValue::Word(default.to_string())),
            OptionKind::Number(_) | OptionKind::Cause => default.parse().ok().map(OptionValue::Number),
            // An option that has one day has no default: which day matters is up to the study.
            OptionKind::Day => None,
            OptionKind::Days => Some(OptionValue::Days(vec![])),
        }
    }
}

/// The place of a cause among those of an endpoint, from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause(pub usize);

/// A typed value out of one that its option admits.
pub(super) trait FromValue: Sized {
    fn from_value(value: &OptionValue) -> Option<Self>;
}

impl FromValue for Vec<i64> {
    fn from_value(value: &OptionValue) -> Option<Vec<i64>> {
        if let OptionValue::Days(days) = value { Some(days.clone()) } else { None }
    }
}

impl FromValue for i64 {
    fn from_value(value: &OptionValue) -> Option<i64> {
        if let OptionValue::Days(days) = value { days.first().copied() } else { None }
    }
}

impl FromValue for f64 {
    fn from_value(value: &OptionValue) -> Option<f64> {
        if let OptionValue::Number(number) = value { Some(*number) } else { None }
    }
}

impl FromValue for Cause {
    fn from_value(value: &OptionValue) -> Option<Cause> {
        // Whole and at most 1e9, by its limits.
        if let OptionValue::Number(number) = value { Some(Cause(*number as usize)) } else { None }
    }
}

/// The value of an option among those given; none where it is not there or not admitted.
pub(super) fn typed<T: FromValue>(
    specs: &[OptionSpec],
    values: &[(&'static str, OptionValue)],
    name: &str,
) -> Option<T> {
    let spec = specs.iter().find(|spec| spec.name == name)?;
    let (_, value) = values.iter().find(|(other, _)| *other == name)?;
    T::from_value(value).filter(|_| spec.admits(value))
}

/// At most one.
macro_rules! maybe {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

macro_rules! as_clusters {
    () => {
        false
    };
    (clusters) => {
        true
    };
}

/// An enumeration of the words that an option takes: each with its names in English and French, and what it reads of the analysis.
macro_rules! choice {
    ($name:ident {
        $($variant:ident $word:literal ($en:literal, $fr:literal)
            $(reads $reads:ident $(as $clusters:ident)?)? $(estimates $effect:ident)?
            $(alone ($en_alone:literal, $fr_alone:literal))? $(is $manner:ident)?,)*
    }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($variant,)*
        }

        impl $name {
            pub const CHOICES: $crate::catalogue::Choices = $crate::catalogue::Choices(&[
                $($crate::catalogue::Choice {
                    word: $word,
                    names: $crate::catalogue::Names { en: $en, fr: $fr },
                    alone: $crate::catalogue::option::maybe!(
                        $($crate::catalogue::Names { en: $en_alone, fr: $fr_alone })?
                    ),
                    reads: $crate::catalogue::option::maybe!($($crate::catalogue::Reads::$reads)?),
                    as_clusters: $crate::catalogue::option::as_clusters!($($($clusters)?)?),
                    manner: $crate::catalogue::option::maybe!($($crate::catalogue::option::Manner::$manner)?),
                    estimates: $crate::catalogue::option::maybe!($($crate::catalogue::Effect::$effect)?),
                },)*
            ]);

            pub const fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }

            pub fn named(word: &str) -> Option<$name> {
                [$($name::$variant,)*].into_iter().find(|choice| choice.word() == word)
            }
        }

        impl $crate::catalogue::Named<$name> {
            /// The option has one of these.
            pub const fn is(self, choices: &[$name]) -> $crate::catalogue::Has {
                let mut has = self.none_of($name::CHOICES);
                let mut i = 0;
                while i < choices.len() {
                    has = has.or(choices[i] as u32);
                    i += 1;
                }
                has
            }
        }

        impl $crate::catalogue::option::FromValue for $name {
            fn from_value(value: &$crate::catalogue::OptionValue) -> Option<$name> {
                let $crate::catalogue::OptionValue::Word(word) = value else { return None };
                $name::named(word)
            }
        }
    };
}

macro_rules! option_type {
    (choice $choice:ident) => { $choice };
    (number $limits:path) => { f64 };
    (days) => { Vec<i64> };
    (day) => { i64 };
    (cause) => { $crate::catalogue::Cause };
}

macro_rules! option_kind {
    (choice $choice:ident) => {
        $crate::catalogue::OptionKind::Choice($choice::CHOICES)
    };
    (number $limits:path) => {
        $crate::catalogue::OptionKind::Number($limits)
    };
    (days) => {
        $crate::catalogue::OptionKind::Days
    };
    (day) => {
        $crate::catalogue::OptionKind::Day
    };
    (cause) => {
        $crate::catalogue::OptionKind::Cause
    };
}

macro_rules! option_default {
    (choice $choice:ident = $default:ident) => {
        Some($choice::$default.word())
    };
    (number $limits:path = $default:literal) => {
        Some(stringify!($default))
    };
    (days = none) => {
        Some("none")
    };
    (cause = $default:literal) => {
        Some(stringify!($default))
    };
    ($($kind:tt)*) => {
        None
    };
}

macro_rules! role {
    () => {
        $crate::catalogue::OptionRole::Own
    };
    ($role:ident) => {
        $crate::catalogue::OptionRole::$role
    };
}

/// The options of a method: a structure of their typed values, and what is declared of each, with its names in English and French.
macro_rules! options {
    ($($name:ident: $kind:ident $(($($of:tt)*))? $(= $default:tt)?, $about:literal ($en:literal, $fr:literal)
        $(is $role:ident)?;)*) => {
        #[derive(Clone, Debug, PartialEq)]
        pub struct Options {
            $(pub $name: $crate::catalogue::option::option_type!($kind $($($of)*)?),)*
        }

        /// The options by name, each with the type of its values.
        #[derive(Clone, Copy, Debug)]
        pub struct OptionNames {
            $(pub $name: $crate::catalogue::Named<$crate::catalogue::option::option_type!($kind $($($of)*)?)>,)*
        }

        pub const OPTION: OptionNames = OptionNames {
            $($name: $crate::catalogue::Named::new(stringify!($name)),)*
        };

        impl Options {
            pub(super) const SPECS: &'static [$crate::catalogue::OptionSpec] = &[
                $($crate::catalogue::OptionSpec {
                    name: stringify!($name),
                    kind: $crate::catalogue::option::option_kind!($kind $($($of)*)?),
                    default: $crate::catalogue::option::option_default!($kind $($($of)*)? $(= $default)?),
                    about: $about,
                    names: $crate::catalogue::Names { en: $en, fr: $fr },
                    role: $crate::catalogue::option::role!($($role)?),
                },)*
            ];

            /// The typed values; none where one is missing or not admitted.
            pub(super) fn read(values: &[(&'static str, $crate::catalogue::OptionValue)]) -> Option<Options> {
                let _ = values;
                Some(Options {
                    $($name: $crate::catalogue::option::typed(Options::SPECS, values, stringify!($name))?,)*
                })
            }
        }
    };
}

pub(super) use {as_clusters, choice, maybe, option_default, option_kind, option_type, options, role};

choice! {
    YesNo {
        No "no" ("no", "non") is Mute,
        Yes "yes" ("yes", "oui") is Mute,
    }
}

impl YesNo {
    pub const fn is_yes(self) -> bool {
        match self {
            YesNo::Yes => true,
            YesNo::No => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ALL;
    use super::*;

    #[test]
    fn texts_have_the_same_places_in_any_order_or_no_meaning() {
        let same = |en, fr| holds_places(en, fr) && holds_places(fr, en);
        assert!(same("{n} of {all}", "de {all}, {n}"));
        assert!(same("no place", "aucune place"));
        assert!(!same("{n} of {all}", "{n} de {tous}"));
        assert!(!same("{n} of {n}", "{n} de {all}"));
        assert!(!same("{n}", "{number}"));
        assert!(!same("{n", "{n}"));
    }

    /// A default that cannot be read would leave an option out in silence.
    #[test]
    fn every_default_is_a_value_that_its_option_takes() {
        for method in ALL {
            for option in method.options {
                let value = option.default_value();
                assert_eq!(value.is_some(), option.default.is_some(), "{}.{}", method.name, option.name);
                assert!(value.is_none_or(|value| option.admits(&value)), "{}.{}", method.name, option.name);
            }
        }
    }

    #[test]
    fn an_option_takes_what_it_declares() {
        let spec = |kind| OptionSpec {
            name: "x",
            kind,
            default: None,
            about: "",
            names: Names { en: "x", fr: "x" },
            role: OptionRole::Own,
        };
        assert!(spec(OptionKind::Choice(YesNo::CHOICES)).admits(&OptionValue::Word("yes".into())));
        assert!(!spec(OptionKind::Choice(YesNo::CHOICES)).admits(&OptionValue::Word("maybe".into())));
        assert!(!spec(OptionKind::Choice(YesNo::CHOICES)).admits(&OptionValue::Number(1.0)));
        assert!(spec(OptionKind::Day).admits(&OptionValue::Days(vec![365])));
        assert!(!spec(OptionKind::Day).admits(&OptionValue::Days(vec![0])));
        assert!(!spec(OptionKind::Day).admits(&OptionValue::Days(vec![91, 183])));
        assert!(spec(OptionKind::Days).admits(&OptionValue::Days(vec![])));
        assert!(!spec(OptionKind::Number(Limits::SHARE)).admits(&OptionValue::Number(1.5)));
        assert!(!spec(OptionKind::Number(Limits::ANY)).admits(&OptionValue::Number(f64::NAN)));
        assert!(!spec(OptionKind::Cause).admits(&OptionValue::Number(0.0)));
    }
}
