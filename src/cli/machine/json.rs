//! Messages as one JSON document, whose shape is in `docs/messages.md`.

use super::{Place, severity};
use crate::diagnostic::{Certainty, Columns, Diagnostic, Fix, Label, Severity, Sources, Span};
use serde_json::{Value, json};

/// Of the shape. It changes where a program that reads it would have to.
const FORMAT: u32 = 1;

pub(super) fn written(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let document = json!({
        "format": FORMAT,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "notes": count(Severity::Note),
        "messages": diagnostics.iter().map(|d| message(d, sources)).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn message(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let label =
        |label: &Label| json!({ "place": place(label.span, sources), "text": label.text, "primary": label.primary });
    let fix = |fix: &Fix| {
        let certainty = match fix.certainty {
            Certainty::SameMeaning => "same_meaning",
            Certainty::Guess => "guess",
        };
        json!({ "place": place(fix.span, sources), "replacement": fix.replacement, "certainty": certainty })
    };
    json!({
        "code": diagnostic.code.0,
        "severity": severity(diagnostic.severity),
        "title": diagnostic.title.to_string(),
        "labels": diagnostic.labels.iter().map(label).collect::<Vec<_>>(),
        "reason": diagnostic.reason,
        "hint": diagnostic.hint,
        "fixes": diagnostic.fixes.iter().map(fix).collect::<Vec<_>>(),
    })
}

/// Lines and columns from 1, columns in characters; bytes from 0, half-open.
fn place(span: Span, sources: &Sources) -> Value {
    let Some(at) = Place::of(span, Columns::Characters, sources) else { return Value::Null };
    json!({
        "file": at.source.path,
        "start": { "line": at.start.line, "column": at.start.column, "byte": span.start },
        "end": { "line": at.end.line, "column": at.end.column, "byte": span.end },
    })
}
