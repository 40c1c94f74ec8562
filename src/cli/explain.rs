//! `explain`: the page of a diagnostic code or of a method, and what a word of the language, a unit or a key of a binding is.

use super::topics::TOPICS;
use super::{COULD_NOT_RUN, manual_rows as manual, note, out};
use crate::binding::keys::PLACES;
use crate::catalogue::{self, FigureKind, Manner, OptionKind};
use crate::diagnostic::{codes, nearest};
use crate::file::bundled;
use crate::plan::ir::Unit;
use crate::plan::registry::{ENDPOINT_KINDS, ESTIMAND, EndpointKind, HEADS, Head, VOCABULARY, Word};
use crate::syntax::habits;

pub(super) fn explain(word: &str) -> u8 {
    let pages = pages(word);
    let pages = if pages.is_empty() { said_otherwise(word) } else { pages };
    if pages.is_empty() { unknown(word) } else { out(&pages.join("\n")) }
}

/// Of a word of the field that a plan says by others: which, with the page of a method of another name.
fn said_otherwise(word: &str) -> Vec<String> {
    let name = habits::plain(word);
    let topics = TOPICS.iter().filter(|topic| topic.names.contains(&name.as_str()));
    let topics = topics.map(|topic| {
        let words = topic.words.iter().map(|word| format!("`prespec explain {word:?}`")).collect::<Vec<_>>().join(", ");
        format!("# `{word}`, in words of a plan\n\n{}\n\nMore: {words}.\n", topic.about)
    });
    let known: Vec<&str> = catalogue::ALL.iter().map(|method| method.name).collect();
    let methods = habits::meant_among(word, &known).into_iter();
    let methods = methods.map(|name| format!("`{word}` is written `{name}` in a plan.\n\n{}", pages(name).join("\n")));
    topics.chain(methods).chain(choices(&name)).collect()
}

/// The words of options that begin with these, with the option and its method: `newcombe`, `miettinen nurminen`.
fn choices(name: &str) -> Option<String> {
    let begins = |word: &str| {
        let word = habits::plain(word);
        word == name || word.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
    };
    let mut found: Vec<(&str, &str, &str)> = vec![];
    for method in catalogue::ALL {
        for option in method.options {
            let OptionKind::Choice(choices) = option.kind else { continue };
            let meant = choices.0.iter().filter(|choice| choice.manner != Some(Manner::Mute) && begins(choice.word));
            found.extend(meant.map(|choice| (choice.word, option.name, method.name)));
        }
    }
    let (.., first) = found.first()?;
    let line = |(word, option, method): &(&str, &str, &str)| format!("- `{word}`, of `{option}` of `{method}`\n");
    let lines: String = found.iter().map(line).collect();
    Some(format!("# `{name}`, in options of methods\n\n{lines}\nMore: `prespec explain {first:?}`.\n"))
}

/// A word may be a method and a figure, or a statement and a key of others: all that it is.
fn pages(word: &str) -> Vec<String> {
    let is = |other: &str| other.eq_ignore_ascii_case(word);
    let codes = codes::ALL.iter().filter(|entry| is(entry.code.0)).map(|entry| entry.page.to_string());
    let methods = catalogue::ALL.iter().filter(|method| is(method.name)).map(|method| method.page.to_string());
    let statements = HEADS.iter().filter(|head| is(head.word)).map(statement);
    let figures = FigureKind::ALL.iter().filter(|kind| is(kind.word())).map(|kind| figure(*kind));
    let kinds = ENDPOINT_KINDS.iter().filter(|kind| is(kind.word)).map(endpoint_kind);
    let criteria = is(CRITERION).then(criteria).into_iter().chain(bundled::named(word).map(|d| d.text.to_string()));
    let pages = codes.chain(methods).chain(statements).chain(figures).chain(key(word)).chain(kinds).chain(criteria);
    pages.chain(words(word)).chain(binding_keys(word)).chain(unit(word)).collect()
}

/// The statement of a criterion, below whose page stand the criteria that come with the program.
const CRITERION: &str = "criterion";

fn criteria() -> String {
    let documents = bundled::CRITERIA.iter();
    let lines = documents.map(|document| format!("- `{}`\n", document.stem)).collect::<String>();
    format!(
        "# Criteria that come with prespec\n\n{lines}\n`use recist_1.1` is the one called `recist_1_1`, wherever the plan \
         lies, and `prespec explain recist_1.1` prints it. `use criteria/recist_1_1` is a document of that path beside the \
         plan or in a folder above, and where there is none the one that comes with prespec.\n"
    )
}

fn endpoint_kind(kind: &EndpointKind) -> String {
    let derived = ("derived from examinations and dates", kind.keys);
    let given = ("read from the row of a patient", kind.given);
    let lines = [derived, given].into_iter().filter(|(_, keys)| !keys.is_empty());
    let lines: Vec<String> =
        lines.map(|(how, keys)| format!("Keys where it is {how}: {}.\n\n", listed(keys.iter().copied()))).collect();
    format!("# `{}`, a kind of `endpoint`\n\n{}{}\n", kind.word, lines.concat(), kind.about)
}

fn same(known: &str, word: &str) -> bool {
    known.eq_ignore_ascii_case(word)
}

/// The word in each of the lists of the language that has it.
fn words(word: &str) -> Vec<String> {
    let found = VOCABULARY.into_iter().flat_map(|(what, list)| list.iter().map(move |one| (what, one)));
    let found = found.filter(|(_, (known, _))| same(known, word));
    found.map(|(what, (known, about))| format!("# `{known}`, {what}\n\n{about}\n")).collect()
}

fn binding_keys(word: &str) -> Vec<String> {
    let found = PLACES.into_iter().flat_map(|(place, keys)| keys.iter().map(move |key| (place, key)));
    let found = found.filter(|(_, (known, _))| same(known, word));
    found.map(|(place, (key, about))| format!("# `{key}`, a key of `binding.yaml`, in {place}\n\n{about}\n")).collect()
}

/// The unit of this name, with those that it converts into.
fn unit(word: &str) -> Option<String> {
    let unit = Unit::all_names().find(|name| *name == word).and_then(Unit::parse)?;
    let others = Unit::all_names().filter(|name| *name != unit.name());
    let converts = |name: &&str| Unit::parse(name).is_some_and(|other| unit.factor_to(other).is_some());
    let others: Vec<&str> = others.filter(converts).collect();
    let converts = match others.as_slice() {
        [] => "Nothing else is converted into it.".to_string(),
        others => format!("`as` converts it into {}.", listed(others.iter().copied())),
    };
    Some(format!("# `{}`, a unit\n\nDimension: {}. {converts}\n", unit.name(), unit.dimension()))
}

fn statement(head: &Head) -> String {
    format!("# `{}`, a statement\n\n{}{}\n", head.word, taken(head.keys), head.page)
}

fn figure(kind: FigureKind) -> String {
    format!("# `{}`, a figure of `report`\n\n{}{}\n", kind.word(), taken(kind.takes().keys()), kind.about())
}

fn taken(keys: &[&str]) -> String {
    if keys.is_empty() { String::new() } else { format!("Keys: {}.\n\n", listed(keys.iter().copied())) }
}

fn listed<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Where the word is a key.
fn key(word: &str) -> Option<String> {
    let takes = |keys: &[&str]| keys.iter().any(|key| key.eq_ignore_ascii_case(word));
    let statements = HEADS.iter().filter(|head| takes(head.keys)).map(|head| head.word);
    let figures = FigureKind::ALL.iter().filter(|kind| takes(kind.takes().keys())).map(|kind| kind.word());
    let blocks = ["estimand"].into_iter().filter(|_| takes(ESTIMAND));
    let places: Vec<&str> = statements.chain(figures).chain(blocks).collect();
    let first = places.first()?;
    let said: String =
        manual::rows(word).iter().filter(|row| places.contains(&row.of)).map(manual::Row::told).collect();
    let places = listed(places.iter().copied());
    Some(format!("# `{word}`, a key\n\nIt stands in {places}; `prespec explain {first:?}` says what of it.\n{said}"))
}

fn unknown(word: &str) -> u8 {
    let hint = nearest(word, known()).map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
    note(&format!(
        "prespec knows no `{word}`: no code, method, statement, figure, key, kind of endpoint, word or unit{hint}\n"
    ));
    COULD_NOT_RUN
}

/// All that has a page.
fn known() -> impl Iterator<Item = &'static str> {
    let keys = HEADS.iter().flat_map(|head| head.keys).chain(ESTIMAND).copied();
    let language = HEADS.iter().map(|head| head.word).chain(FigureKind::ALL.iter().map(|kind| kind.word())).chain(keys);
    let of_lists = VOCABULARY.into_iter().chain(PLACES).flat_map(|(_, list)| list.iter().map(|(word, _): &Word| *word));
    let kinds = ENDPOINT_KINDS.iter().map(|kind| kind.word);
    let pages = codes::ALL.iter().map(|e| e.code.0).chain(catalogue::ALL.iter().map(|m| m.name));
    pages.chain(language).chain(kinds).chain(of_lists).chain(Unit::all_names())
}
