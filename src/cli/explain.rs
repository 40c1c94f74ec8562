//! `explain`: the page of a diagnostic code or of a method, and what a statement, a figure or a key of them is.

use super::{COULD_NOT_RUN, note, out};
use crate::catalogue::{self, FigureKind};
use crate::diagnostic::{codes, nearest};
use crate::file::bundled;
use crate::plan::registry::{ESTIMAND, HEADS, Head};

pub(super) fn explain(word: &str) -> u8 {
    let pages = pages(word);
    if pages.is_empty() { unknown(word) } else { out(&pages.join("\n")) }
}

/// A word may be a method and a figure, or a statement and a key of others: all that it is.
fn pages(word: &str) -> Vec<String> {
    let is = |other: &str| other.eq_ignore_ascii_case(word);
    let codes = codes::ALL.iter().filter(|entry| is(entry.code.0)).map(|entry| entry.page.to_string());
    let methods = catalogue::ALL.iter().filter(|method| is(method.name)).map(|method| method.page.to_string());
    let statements = HEADS.iter().filter(|head| is(head.word)).map(statement);
    let figures = FigureKind::ALL.iter().filter(|kind| is(kind.word())).map(|kind| figure(*kind));
    let criteria = is(CRITERION).then(criteria).into_iter().chain(bundled::named(word).map(|d| d.text.to_string()));
    codes.chain(methods).chain(statements).chain(figures).chain(key(word)).chain(criteria).collect()
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
    let places = listed(places.iter().copied());
    Some(format!("# `{word}`, a key\n\nIt stands in {places}; `prespec explain {first:?}` says what of it.\n"))
}

fn unknown(word: &str) -> u8 {
    let keys = HEADS.iter().flat_map(|head| head.keys).chain(ESTIMAND).copied();
    let language = HEADS.iter().map(|head| head.word).chain(FigureKind::ALL.iter().map(|kind| kind.word())).chain(keys);
    let known = codes::ALL.iter().map(|e| e.code.0).chain(catalogue::ALL.iter().map(|m| m.name)).chain(language);
    let hint = nearest(word, known).map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
    note(&format!("there is no code, method, statement, figure or key `{word}`{hint}\n"));
    COULD_NOT_RUN
}
