//! Messages as a log of SARIF 2.1.0 (OASIS standard, 27 March 2020).

use super::{Place, in_full, severity};
use crate::diagnostic::{Certainty, Columns, Diagnostic, Sources, Span, codes};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn written(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let met: BTreeSet<&str> = diagnostics.iter().map(|d| d.code.0).collect();
    let rules: Vec<&codes::Entry> = codes::ALL.iter().filter(|entry| met.contains(entry.code.0)).collect();
    let index = |d: &Diagnostic| rules.iter().position(|rule| rule.code == d.code);
    let rule = |entry: &&codes::Entry| {
        json!({
            "id": entry.code.0,
            "shortDescription": { "text": entry.summary },
            "help": { "text": entry.page, "markdown": entry.page },
            "defaultConfiguration": { "level": severity(entry.severity) },
        })
    };
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "prespec",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "utf16CodeUnits",
            "results": diagnostics.iter().map(|d| result(d, index(d), sources)).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn result(diagnostic: &Diagnostic, rule: Option<usize>, sources: &Sources) -> Value {
    let located = |span: Span, text: &str| {
        let mut location = physical(span, sources)?;
        if !text.is_empty() {
            location["message"] = json!({ "text": text });
        }
        Some(location)
    };
    let (primary, others): (Vec<_>, Vec<_>) = diagnostic.labels.iter().partition(|label| label.primary);
    let mut result = json!({
        "ruleId": diagnostic.code.0,
        "level": severity(diagnostic.severity),
        "message": { "text": in_full(diagnostic) },
        "locations": primary.iter().filter_map(|l| located(l.span, &l.text)).collect::<Vec<_>>(),
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    let related: Vec<Value> = others.iter().filter_map(|l| located(l.span, &l.text)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    let fixes: Vec<Value> = diagnostic.fixes.iter().filter_map(|fix| fixed(fix, sources)).collect();
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    result
}

fn fixed(fix: &crate::diagnostic::Fix, sources: &Sources) -> Option<Value> {
    let place = Place::of(fix.span, Columns::Utf16, sources)?;
    let said = match fix.certainty {
        Certainty::SameMeaning => "The same in the words of the language",
        Certainty::Guess => "What was meant, it seems",
    };
    Some(json!({
        "description": { "text": said },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&place.source.path) },
            "replacements": [{
                "deletedRegion": region(&place),
                "insertedContent": { "text": fix.replacement },
            }],
        }],
    }))
}

fn physical(span: Span, sources: &Sources) -> Option<Value> {
    let place = Place::of(span, Columns::Utf16, sources)?;
    let artifact = json!({ "uri": uri(&place.source.path) });
    Some(json!({ "physicalLocation": { "artifactLocation": artifact, "region": region(&place) } }))
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

/// A path as the reference of a URI (RFC 3986): what is no unreserved character and no `/` by its bytes.
fn uri(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|b| if kept(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
