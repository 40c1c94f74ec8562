//! Drawing diagnostics: the only file that knows the crate that draws.

use super::{Diagnostic, FileId, Label, Severity, Sources, Span, visible};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

const WIDTH: usize = 110;

/// All diagnostics as text for people, a blank line between two; with escape codes for colours when `colour`.
pub fn render<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let drawn: Vec<String> = diagnostics.into_iter().map(|d| renderer.render(&[group(d, sources)])).collect();
    // Of a line of the source, the crate that draws leaves these as they are; one sign for one keeps the marks in their places.
    let second_set = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    let mut text = drawn.join("\n\n").replace(second_set, "\u{fffd}");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(visible(&diagnostic.title.to_string())).id(diagnostic.code.0);
    let mut group = Group::with_title(title);
    for file in files(diagnostic) {
        if let Some(source) = sources.get(file) {
            let labels = diagnostic.labels.iter().filter(|l| l.span.file == file);
            let snippet = Snippet::source(source.text.as_str()).path(visible(&source.path));
            group = group.element(snippet.annotations(labels.map(|l| annotation(l, &source.text))));
        }
    }
    if let Some(reason) = &diagnostic.reason {
        group = group.element(Level::NOTE.message(visible(reason)));
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name("hint").message(visible(hint)));
    }
    group
}

fn annotation<'a>(label: &'a Label, text: &str) -> annotate_snippets::Annotation<'a> {
    let kind = if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    kind.span(within(label.span, text)).label(visible(&label.text))
}

/// Files in the order in which the labels name them, the primary one first.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files: Vec<FileId> = vec![];
    let primary_first = diagnostic.labels.iter().filter(|l| l.primary).chain(&diagnostic.labels);
    for label in primary_first {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

/// The span cut to the text and to whole characters: what is drawn may never fail.
fn within(span: Span, text: &str) -> Range<usize> {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(span.start as usize);
    start..boundary(span.end as usize).max(start)
}
