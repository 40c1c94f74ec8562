//! A sentence and what it speaks of, kept apart until it is printed.

use std::fmt;

/// What a sentence says of this case. Its words are made in the same place as the sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// As it stands in the plan, in the binding or in the language: the place is between backticks.
    Name(String),
    /// A count, a day, a number of rows or bytes.
    Number(i128),
    /// A number as the plan states it, with a fraction or without.
    Decimal(f64),
    /// Any other words.
    Text(String),
    /// Several, with what stands between two and before the last.
    List { each: Vec<String>, between: &'static str, last: &'static str },
    /// A part of the sentence with arguments of its own.
    Said(Said),
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Argument::Name(text) | Argument::Text(text) => f.write_str(text),
            Argument::Number(number) => number.fmt(f),
            Argument::Decimal(number) => number.fmt(f),
            Argument::List { each, between, last } => match each.as_slice() {
                [first @ .., second, end] if !first.is_empty() => {
                    write!(f, "{}{between}{second}{last}{end}", first.join(between))
                }
                few => f.write_str(&few.join(last)),
            },
            Argument::Said(said) => said.fmt(f),
        }
    }
}

/// A sentence with places `{name}` and an argument for each; made by `said!` or of a text without places.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    template: &'static str,
    arguments: Vec<(&'static str, Argument)>,
}

impl Said {
    /// For `said!`, which has compared the names with the places. A text between backticks is a name.
    pub fn new(template: &'static str, arguments: Vec<(&'static str, Argument)>) -> Said {
        let mut said = Said { template, arguments };
        for (name, argument) in &mut said.arguments {
            let place = template.find(&format!("{{{name}}}")).unwrap_or(0);
            let is_quoted = template[..place].matches('`').count() % 2 == 1;
            if let Argument::Text(text) = argument
                && is_quoted
            {
                *argument = Argument::Name(std::mem::take(text));
            }
        }
        said
    }

    /// The sentence with its places; it holds nothing that the user wrote.
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// What stands in the places, by their names.
    pub fn arguments(&self) -> &[(&'static str, Argument)] {
        &self.arguments
    }
}

impl fmt::Display for Said {
    /// Braces that are no place of an argument are braces of the plan's language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.template;
        while let Some((before, after)) = rest.split_once('{') {
            f.write_str(before)?;
            let place = after.split_once('}');
            let argument = place.and_then(|(name, _)| self.arguments.iter().find(|(own, _)| *own == name));
            match (argument, place) {
                (Some((_, argument)), Some((_, behind))) => {
                    argument.fmt(f)?;
                    rest = behind;
                }
                _ => {
                    f.write_str("{")?;
                    rest = after;
                }
            }
        }
        f.write_str(rest)
    }
}

impl From<&'static str> for Said {
    fn from(template: &'static str) -> Said {
        Said { template, arguments: vec![] }
    }
}

/// What can stand in the place of a sentence.
pub trait ToArgument {
    fn to_argument(&self) -> Argument;
}

impl ToArgument for str {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.to_string())
    }
}

impl ToArgument for String {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.clone())
    }
}

impl ToArgument for char {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.to_string())
    }
}

impl ToArgument for Said {
    fn to_argument(&self) -> Argument {
        Argument::Said(self.clone())
    }
}

impl ToArgument for Argument {
    fn to_argument(&self) -> Argument {
        self.clone()
    }
}

impl ToArgument for f64 {
    fn to_argument(&self) -> Argument {
        Argument::Decimal(*self)
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl ToArgument for $number {
            fn to_argument(&self) -> Argument {
                Argument::Number(*self as i128)
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 usize i32 i64 }

/// Several, with `between` between two.
pub fn several<T: ToString>(each: impl IntoIterator<Item = T>, between: &'static str) -> Argument {
    Argument::List { each: each.into_iter().map(|one| one.to_string()).collect(), between, last: between }
}

/// `a`, `a and b`, `a, b and c`.
pub fn all_of<T: ToString>(each: impl IntoIterator<Item = T>) -> Argument {
    Argument::List { each: each.into_iter().map(|one| one.to_string()).collect(), between: ", ", last: " and " }
}

/// Whether the places of a template are those of the names, each at least once.
pub const fn fits(template: &str, names: &[&str]) -> bool {
    let text = template.as_bytes();
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'{' {
            let end = end_of_name(text, at + 1);
            if end > at + 1 && end < text.len() && text[end] == b'}' && !one_of(text, at + 1, end, names) {
                return false;
            }
        }
        at += 1;
    }
    let mut name = 0;
    while name < names.len() {
        if !has_place(text, names[name].as_bytes()) {
            return false;
        }
        name += 1;
    }
    true
}

const fn end_of_name(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && (text[at].is_ascii_lowercase() || text[at] == b'_') {
        at += 1;
    }
    at
}

const fn one_of(text: &[u8], start: usize, end: usize, names: &[&str]) -> bool {
    let mut name = 0;
    while name < names.len() {
        if names[name].len() == end - start && stands_at(text, start, names[name].as_bytes()) {
            return true;
        }
        name += 1;
    }
    false
}

const fn has_place(text: &[u8], name: &[u8]) -> bool {
    let mut at = 0;
    while at + name.len() + 1 < text.len() {
        if text[at] == b'{' && stands_at(text, at + 1, name) && text[at + 1 + name.len()] == b'}' {
            return true;
        }
        at += 1;
    }
    false
}

const fn stands_at(text: &[u8], at: usize, word: &[u8]) -> bool {
    let mut i = 0;
    while i < word.len() {
        if at + i >= text.len() || text[at + i] != word[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// A sentence of a template and its arguments: `said!("There is no `{table}`", table = header.name)`, and `table` alone for a
/// variable of that name. A place without an argument, or an argument without a place, does not compile.
macro_rules! said {
    (@ $name:ident) => { $name };
    (@ $name:ident = $value:expr) => { $value };
    ($template:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const { assert!($crate::diagnostic::fits($template, &[$(stringify!($name)),*]), "places and arguments differ") };
        #[allow(unused_imports)]
        use $crate::diagnostic::ToArgument as _;
        $crate::diagnostic::Said::new(
            $template,
            vec![$((stringify!($name), ($crate::diagnostic::said!(@ $name $(= $value)?)).to_argument())),*],
        )
    }};
}

pub(crate) use said;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_its_template_with_the_arguments_in_their_places() {
        let table = "scan";
        let said = said!(
            "`{table}` has {rows} of { rows }: {columns}",
            table,
            rows = 3_usize,
            columns = several(["a", "b"], ", ")
        );
        assert_eq!(said.to_string(), "`scan` has 3 of { rows }: a, b");
        assert_eq!(said.template(), "`{table}` has {rows} of { rows }: {columns}");
        assert_eq!(said.arguments()[0], ("table", Argument::Name("scan".to_string())));
        assert_eq!(said.arguments()[1], ("rows", Argument::Number(3)));
        let around = said!("{what} here", what = said);
        assert_eq!(around.to_string(), "`scan` has 3 of { rows }: a, b here");
    }

    #[test]
    fn the_last_of_several_stands_after_and() {
        let said = |each: &[&str]| said!("{all}", all = all_of(each)).to_string();
        assert_eq!([said(&[]), said(&["a"])], ["", "a"]);
        assert_eq!([said(&["a", "b"]), said(&["a", "b", "c"])], ["a and b", "a, b and c"]);
        assert_eq!(said(&["a", "b", "c", "d"]), "a, b, c and d");
    }

    #[test]
    fn an_argument_is_not_read_as_a_template() {
        assert_eq!(said!("{a} {b}", a = "{b}", b = "{a}").to_string(), "{b} {a}");
        assert_eq!(Said::from("`{ … }` and {a}").to_string(), "`{ … }` and {a}");
    }

    #[test]
    fn places_and_arguments_are_the_same() {
        assert!(fits("{a} and {b} in { c }", &["a", "b"]));
        assert!(!fits("{a} and {b}", &["a"]), "a place has no argument");
        assert!(!fits("{a}", &["a", "b"]), "an argument has no place");
        assert!(!fits("{ab}", &["a"]), "a name in part");
        assert!(!fits("{a", &["a"]), "no place");
    }
}
