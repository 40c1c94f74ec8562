//! The text of a binding as a tree of scalars, lists and maps, each with its place.
//!
//! Scalars stay text: `oui`, `2` and `01` mean what the binding says of them, not what YAML guesses.

use crate::diagnostic::{Diagnostic, FileId, Said, Span, Spanned, Subject, codes, said};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{Location, Spanned as Placed};

/// More than any binding needs, and little enough to be read at once.
const LONGEST_BINDING: usize = 1 << 20;

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub kind: NodeKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Empty where nothing was written.
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Spanned<String>, Node)>),
}

/// The tree of one binding.
pub fn parse(text: &str, file: FileId) -> Result<Node, Box<Diagnostic>> {
    let whole = Span::new(file, 0, text.len().min(1));
    if text.len() > LONGEST_BINDING {
        let title = said!("The binding has {count} bytes", count = text.len());
        let hint = "is it the binding? data stand in files of their own, which it names";
        return Err(Box::new(unreadable(title, whole, "longer than any binding needs", hint)));
    }
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_aliases: 0, max_anchors: 0, max_depth: 12, max_documents: 1, max_nodes: 50_000 },
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Placed<Raw>>(text, options) {
        Ok(raw) => Ok(node(raw, text, file)),
        Err(error) => {
            let error = error.without_snippet();
            let place = error.location().map_or(whole, |l| span(l, text, file));
            Err(Box::new(complaint(error, place, text)))
        }
    }
}

fn unreadable(title: Said, place: Span, label: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(codes::BINDING_UNREADABLE, title).at(place, label).hint(hint)
}

fn complaint(error: &serde_saphyr::Error, place: Span, text: &str) -> Diagnostic {
    let told = |title: Said, label: &str, hint: &str| unreadable(title, place, label, hint);
    match error {
        serde_saphyr::Error::DuplicateMappingKey { key, .. } => {
            let written = text.get(place.start as usize..place.end as usize).unwrap_or_default().to_string();
            let name = key.clone().filter(|k| !k.is_empty()).unwrap_or(written);
            told(
                said!("`{name}` stands twice in the same place of the binding", name),
                "given again",
                "keep one of the two",
            )
        }
        serde_saphyr::Error::Budget { .. }
            if text.get(place.start as usize..).is_some_and(|t| t.starts_with("---")) =>
        {
            told(
                "A second document begins here".into(),
                "one too many",
                "a binding is one document: take the line away",
            )
        }
        serde_saphyr::Error::Budget { .. } => {
            let title = "The binding uses anchors, or is nested too deeply";
            told(title.into(), "not taken further", "write out what is repeated")
        }
        _ => {
            let hint = "a binding is written in YAML: `key: value`, indented by spaces; text with special characters stands in quotation marks";
            told("The binding cannot be read".into(), "not understood from here", hint)
        }
    }
}

/// What the reader of YAML hands over, before scalars are turned back into their text.
enum Raw {
    Text(String),
    /// A scalar that YAML takes for a number, a truth value or nothing: its text is taken from the source.
    Plain,
    List(Vec<Placed<Raw>>),
    Map(Vec<(Placed<String>, Placed<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("text, a list or keys with values")
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut out = vec![];
        while let Some(element) = list.next_element()? {
            out.push(element);
        }
        Ok(Raw::List(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut out: Vec<(Placed<String>, Placed<Raw>)> = vec![];
        while let Some((key, value)) = map.next_entry::<Placed<String>, Placed<Raw>>()? {
            if out.iter().any(|(k, _)| k.value == key.value) {
                return Err(A::Error::custom("a key stands twice"));
            }
            out.push((key, value));
        }
        Ok(Raw::Map(out))
    }
}

fn node(raw: Placed<Raw>, text: &str, file: FileId) -> Node {
    let mut place = span(raw.referenced, text, file);
    let kind = match raw.value {
        Raw::Text(scalar) => NodeKind::Scalar(scalar),
        Raw::Plain => {
            // An empty value has no length, though its place has.
            let written = if raw.referenced.span().is_empty() {
                ""
            } else {
                text.get(place.start as usize..place.end as usize).unwrap_or_default().trim()
            };
            NodeKind::Scalar(if matches!(written, "~" | "null") { String::new() } else { written.to_string() })
        }
        Raw::List(list) => NodeKind::List(list.into_iter().map(|e| node(e, text, file)).collect()),
        Raw::Map(map) => NodeKind::Map(
            map.into_iter()
                .map(|(key, value)| {
                    (Spanned::new(key.value, span(key.referenced, text, file)), node(value, text, file))
                })
                .collect(),
        ),
    };
    if let NodeKind::Map(map) = &kind
        && let Some((first, _)) = map.first()
    {
        place = first.span;
    }
    Node { kind, span: place }
}

/// The bytes a place covers; one byte where the reader gives no length.
fn span(location: Location, text: &str, file: FileId) -> Span {
    let within = location.span();
    let offset = within.byte_offset().unwrap_or_else(|| within.offset());
    let length = within.byte_len().unwrap_or_else(|| within.len());
    let start = usize::try_from(offset).unwrap_or(0).min(text.len());
    let end = usize::try_from(offset.saturating_add(length.max(1))).unwrap_or(start).min(text.len());
    let (start, end) = (floor(text, start), floor(text, end));
    Span::new(file, start, end)
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

impl Node {
    /// What stands at a place: a key, or the value nearest to it.
    pub fn subject(&self, place: Span) -> Option<Subject> {
        let covers = |span: Span| span.start <= place.start && place.end <= span.end;
        match &self.kind {
            NodeKind::Scalar(text) => covers(self.span).then(|| Subject::Value(text.clone())),
            NodeKind::List(list) => list.iter().find_map(|node| node.subject(place)),
            NodeKind::Map(entries) => entries.iter().find_map(|(key, node)| match covers(key.span) {
                true => Some(Subject::Key(key.node.clone())),
                false => node.subject(place),
            }),
        }
    }

    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(text) => Some(text),
            _ => None,
        }
    }

    pub fn map(&self) -> Option<&[(Spanned<String>, Node)]> {
        match &self.kind {
            NodeKind::Map(entries) => Some(entries),
            _ => None,
        }
    }
}
