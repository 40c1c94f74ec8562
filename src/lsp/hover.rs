//! What stands at a place: a name of the plan, a word of the language, and the page of what is said of it.

use super::at::{At, Step, covers};
use super::pages;
use super::place::range;
use super::server::Refusal;
use super::told::told;
use super::workspace::{Place, Workspace};
use crate::catalogue;
use crate::diagnostic::Span;
use crate::syntax::tree::{Element, Kind};
use lsp_types::{Contents, Hover, HoverParams, MarkupContent, MarkupKind};

pub(super) fn hover(workspace: &Workspace, params: HoverParams) -> Result<Option<Hover>, Refusal> {
    let Some(place) = workspace.place(&params.text_document_position_params) else { return Ok(None) };
    let named = named(&place).or_else(|| word(&place));
    let (span, text) = named.map_or((None, None), |(span, text)| (Some(span), Some(text)));
    let parts: Vec<String> = text.into_iter().chain(faults(&place)).collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: parts.join("\n\n---\n\n") };
    let source = place.study.source(place.file);
    let range = span.and_then(|span| source.map(|source| range(source, span)));
    Ok(Some(Hover { contents: Contents::MarkupContent(contents), range }))
}

/// The page of each code that is told of this place, once.
fn faults(place: &Place<'_>) -> Vec<String> {
    let here = |span: Span| span.file == place.file && covers(span, place.byte);
    let mut codes: Vec<_> =
        place.study.diagnostics.iter().filter(|d| d.primary().is_some_and(here)).map(|d| d.code).collect();
    codes.dedup();
    codes.into_iter().filter_map(pages::of_code).map(str::to_string).collect()
}

fn named(place: &Place<'_>) -> Option<(Span, String)> {
    let definition = place.definition()?;
    let uses = place.study.compiled.references.references_of(definition);
    let span = uses.into_iter().chain([definition.place]).find(|s| s.file == place.file && covers(*s, place.byte))?;
    Some((span, told(place.study, definition)))
}

/// A word of the language: the name of a method, an option of it, a key, the head of a statement.
fn word(place: &Place<'_>) -> Option<(Span, String)> {
    let at = At::new(place.study.document(place.file)?, place.byte);
    let word = at.word.as_ref()?;
    let is_key = at.steps.iter().any(|step| match step {
        Step::Entry(entry) => entry.key.as_ref().is_some_and(|key| key.span == word.span),
        Step::Element(_) => false,
    });
    let of_option = || {
        let method = at.steps.iter().rev().find_map(|step| match step {
            Step::Element(element) => method_of(element).filter(|_| element.expression.span != word.span),
            Step::Entry(_) => None,
        })?;
        method.options.iter().find(|option| option.name == word.node).map(pages::of_option)
    };
    let of_key = || pages::of_key(&word.node, &at.statement?.head.node);
    let text = if is_key { of_option().or_else(of_key) } else { pages::of_word(&word.node) };
    Some((word.span, text?))
}

/// The method that an element calls.
pub(super) fn method_of(element: &Element) -> Option<&'static catalogue::Method> {
    match &element.expression.kind {
        Kind::Name(name) => catalogue::named(name),
        _ => None,
    }
}
