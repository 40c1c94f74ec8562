//! What each word of a formal block is: the head of a statement, a key, a name by its kind, a word of the language.

use super::place::position;
use super::server::Refusal;
use super::study::Study;
use super::uri::path_of;
use super::workspace::Workspace;
use crate::catalogue;
use crate::diagnostic::{Source, Span};
use crate::plan::references::{Definition, Named};
use crate::syntax::tree::{Block, Document, Element, Entry, Expression, Item, Kind, Label, Statement, TriviaKind};
use lsp_types::{SemanticToken, SemanticTokenTypes, SemanticTokens, SemanticTokensLegend, SemanticTokensParams};
use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Head,
    Key,
    /// A table, a set of rows.
    Table,
    Column,
    Code,
    Quantity,
    Event,
    Group,
    Module,
    Statement,
    Method,
    /// A word of the language that is no method.
    Language,
    Number,
    Text,
    Comment,
}

impl Word {
    /// In the order of the legend.
    const ALL: [Word; 15] = [
        Word::Head,
        Word::Key,
        Word::Table,
        Word::Column,
        Word::Code,
        Word::Quantity,
        Word::Event,
        Word::Group,
        Word::Module,
        Word::Statement,
        Word::Method,
        Word::Language,
        Word::Number,
        Word::Text,
        Word::Comment,
    ];

    fn of(self) -> SemanticTokenTypes {
        match self {
            Word::Head => SemanticTokenTypes::Keyword,
            Word::Key => SemanticTokenTypes::Decorator,
            Word::Table => SemanticTokenTypes::Struct,
            Word::Column => SemanticTokenTypes::Property,
            Word::Code => SemanticTokenTypes::EnumMember,
            Word::Quantity => SemanticTokenTypes::Variable,
            Word::Event => SemanticTokenTypes::Event,
            Word::Group => SemanticTokenTypes::Enum,
            Word::Module => SemanticTokenTypes::Namespace,
            Word::Statement => SemanticTokenTypes::Class,
            Word::Method => SemanticTokenTypes::Function,
            Word::Language => SemanticTokenTypes::Modifier,
            Word::Number => SemanticTokenTypes::Number,
            Word::Text => SemanticTokenTypes::String,
            Word::Comment => SemanticTokenTypes::Comment,
        }
    }

    fn named(kind: Named) -> Word {
        match kind {
            Named::Table | Named::Rows => Word::Table,
            Named::Column => Word::Column,
            Named::Code | Named::Arm | Named::Timepoint => Word::Code,
            Named::Define | Named::Value | Named::Option => Word::Quantity,
            Named::Event | Named::Intercurrent => Word::Event,
            Named::Arms | Named::Timepoints | Named::Set | Named::Population | Named::Matching => Word::Group,
            Named::Study | Named::Document | Named::Criterion => Word::Module,
            Named::Check
            | Named::Response
            | Named::Combine
            | Named::Agreement
            | Named::Endpoint
            | Named::Analysis
            | Named::Family
            | Named::SampleSize
            | Named::Assumption
            | Named::Amendment
            | Named::Lesions => Word::Statement,
        }
    }
}

pub(super) fn legend() -> SemanticTokensLegend {
    let token_types = Word::ALL.iter().map(|word| word.of().to_string()).collect();
    SemanticTokensLegend { token_types, token_modifiers: vec![] }
}

pub(super) fn tokens(workspace: &Workspace, params: SemanticTokensParams) -> Result<Option<SemanticTokens>, Refusal> {
    let uri = &params.text_document.uri;
    let Some((source, document)) = workspace.tree(uri) else { return Ok(None) };
    let study = workspace.study_of(&path_of(uri)).map(|(study, _)| study);
    let mut found = Found { study, places: BTreeMap::new() };
    found.document(document);
    Ok(Some(SemanticTokens { data: relative(source, &found.places), ..SemanticTokens::default() }))
}

/// Where each word begins and ends.
struct Found<'s> {
    study: Option<&'s Study>,
    places: BTreeMap<u32, (u32, Word)>,
}

impl Found<'_> {
    fn put(&mut self, span: Span, word: Word) {
        if span.end > span.start {
            self.places.insert(span.start, (span.end, word));
        }
    }

    fn document(&mut self, document: &Document) {
        for block in document.clauses.iter().flat_map(|clause| &clause.blocks) {
            let Block::Plan { statements, trivia, .. } = block else { continue };
            statements.iter().for_each(|statement| self.statement(statement));
            let comments = trivia.iter().filter(|t| matches!(t.kind, TriviaKind::Comment(_)));
            comments.for_each(|comment| self.put(comment.span, Word::Comment));
        }
        let Some(study) = self.study else { return };
        let references = &study.compiled.references;
        let mut of_names = vec![];
        for definition in references.definitions() {
            let uses = references.references_of(definition);
            of_names.extend(uses.into_iter().chain([definition.place]).map(|span| (span, definition)));
        }
        for (span, definition) in of_names.into_iter().filter(|(span, _)| span.file == document.file) {
            self.name(span, definition);
        }
    }

    /// Of a path the name alone, which is its end.
    fn name(&mut self, span: Span, definition: &Definition) {
        if self.places.get(&span.start).is_none_or(|(end, _)| *end == span.end) {
            self.put(span, Word::named(definition.kind));
        }
    }

    fn statement(&mut self, statement: &Statement) {
        self.put(statement.head.span, Word::Head);
        statement.label.iter().for_each(|label| self.label(label));
        statement.value.iter().flat_map(|value| &value.elements).for_each(|element| self.element(element));
        self.items(&statement.items);
    }

    fn label(&mut self, label: &Label) {
        self.put(label.text.span, Word::Text);
        label.others.iter().for_each(|(_, text)| self.put(text.span, Word::Text));
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Entry(Entry { key, label, value, items, .. }) => {
                    key.iter().for_each(|key| self.put(key.span, Word::Key));
                    label.iter().for_each(|label| self.label(label));
                    value.iter().flat_map(|value| &value.elements).for_each(|element| self.element(element));
                    self.items(items);
                }
                Item::Case(case) => {
                    self.expression(&case.result);
                    case.reason.iter().for_each(|reason| self.label(reason));
                    case.condition.iter().for_each(|condition| self.expression(condition));
                }
            }
        }
    }

    fn element(&mut self, element: &Element) {
        self.expression(&element.expression);
        element.label.iter().for_each(|label| self.label(label));
        self.items(&element.options);
    }

    fn expression(&mut self, e: &Expression) {
        match &e.kind {
            Kind::Group(elements) => return elements.iter().for_each(|element| self.element(element)),
            Kind::Name(name) if catalogue::named(name).is_some() => self.put(e.span, Word::Method),
            Kind::Name(_) => self.put(e.span, Word::Language),
            Kind::Call(name, _) => self.put(name.span, Word::Method),
            Kind::Number { .. } | Kind::Date(_) => self.put(e.span, Word::Number),
            Kind::Text(_) => self.put(e.span, Word::Text),
            _ => {}
        }
        e.parts().into_iter().for_each(|part| self.expression(part));
    }
}

/// Each word by what lies between its beginning and that of the one before; a word of several lines is left out, and so is one
/// within another.
fn relative(source: &Source, places: &BTreeMap<u32, (u32, Word)>) -> Vec<SemanticToken> {
    let (mut tokens, mut last, mut behind) = (vec![], position(source, 0), 0);
    for (start, (end, word)) in places {
        let (from, to) = (position(source, *start), position(source, *end));
        if *start < behind || from.line != to.line {
            continue;
        }
        let delta_line = from.line - last.line;
        let delta_start = if delta_line == 0 { from.character - last.character } else { from.character };
        let token_type = Word::ALL.iter().position(|w| w == word).unwrap_or(0) as u32;
        let length = to.character - from.character;
        tokens.push(SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset: 0 });
        (last, behind) = (from, *end);
    }
    tokens
}
