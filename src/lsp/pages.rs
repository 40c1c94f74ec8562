//! The pages of the language that an editor shows beside a word.

use crate::catalogue::{self, FigureKind, Method, OptionKind, OptionSpec};
use crate::diagnostic::Code;
use crate::plan::registry::{ESTIMAND, HEADS, Head};

/// The page of a diagnostic code.
pub(super) fn of_code(code: Code) -> Option<&'static str> {
    code.entry().map(|entry| entry.page)
}

/// What a word of the language is, wherever it stands: a method, a statement, a figure.
pub(super) fn of_word(word: &str) -> Option<String> {
    if let Some(method) = catalogue::named(word) {
        return Some(of_method(method));
    }
    if let Some(head) = HEADS.iter().find(|head| head.word == word) {
        return Some(of_head(head));
    }
    FigureKind::named(word).map(|kind| format!("**figure `{word}`**\n\n{}", kind.about()))
}

pub(super) fn of_method(method: &Method) -> String {
    let options = method.options.iter().map(|option| format!("- {}", of_option(option))).collect::<Vec<_>>().join("\n");
    let options = if options.is_empty() { options } else { format!("\n\n{options}") };
    format!("**method `{}`**: {}{options}\n\n{}", method.name, method.title, method.page)
}

/// An option with what it takes and what it is where the plan says nothing.
pub(super) fn of_option(option: &OptionSpec) -> String {
    let default =
        option.default.map_or_else(|| "must be said".to_string(), |default| format!("`{default}` if not said"));
    format!("`{}: {}`, {default}: {}", option.name, takes(option), option.about)
}

/// What may stand behind an option.
pub(super) fn takes(option: &OptionSpec) -> String {
    match option.kind {
        OptionKind::Choice(choices) => choices.words().collect::<Vec<_>>().join(" | "),
        OptionKind::Days => "days, (91, 183) days".to_string(),
        OptionKind::Day => "day N".to_string(),
        OptionKind::Number(limits) => limits.words.to_string(),
        OptionKind::Cause => "a cause, from 1 on".to_string(),
    }
}

pub(super) fn of_head(head: &Head) -> String {
    let keys = head.keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let keys = if keys.is_empty() { keys } else { format!("\n\nKeys: {keys}.") };
    format!("**statement `{}`**{keys}\n\n{}", head.word, head.page)
}

/// A key where a statement takes it, itself or in the block of an estimand.
pub(super) fn of_key(key: &str, head: &str) -> Option<String> {
    let head = HEADS.iter().find(|h| h.word == head)?;
    let taken = head.keys.contains(&key) || ESTIMAND.contains(&key);
    taken.then(|| format!("**key `{key}`** of `{}`\n\n{}", head.word, head.page))
}
