//! A document by its clauses, with the statements of each below it.

use super::kinds::kinds;
use super::place::range;
use super::server::Refusal;
use super::workspace::Workspace;
use crate::diagnostic::{Source, Span};
use crate::plan::references::Named;
use crate::syntax::tree::{Clause, Statement};
use lsp_types::{DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolKind};

pub(super) fn symbols(
    workspace: &Workspace,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>, Refusal> {
    let Some((source, document)) = workspace.tree(&params.text_document.uri) else { return Ok(None) };
    Ok(Some(DocumentSymbolResponse::DocumentSymbolList(nested(&mut document.clauses.as_slice(), 0, source))))
}

/// The clauses up to the next that is of this level or above.
fn nested(clauses: &mut &[Clause], level: u8, source: &Source) -> Vec<DocumentSymbol> {
    let mut symbols = vec![];
    while let Some((clause, rest)) = clauses.split_first() {
        // What stands before the first heading belongs to none.
        if clause.level == 0 {
            *clauses = rest;
            symbols.extend(clause.statements().map(|statement| of_statement(statement, source)));
            continue;
        }
        if clause.level <= level {
            break;
        }
        *clauses = rest;
        let mut children: Vec<DocumentSymbol> =
            clause.statements().map(|statement| of_statement(statement, source)).collect();
        children.extend(nested(clauses, clause.level, source));
        let end = clauses.first().map_or(source.text.len(), |next| next.span.start as usize);
        let whole = Span::new(clause.span.file, clause.span.start as usize, end);
        symbols.push(DocumentSymbol {
            name: format!("{} {}", clause.number, clause.title).trim().to_string(),
            kind: SymbolKind::Namespace,
            children: Some(children),
            ..blank(source, whole, clause.span)
        });
    }
    symbols
}

fn of_statement(statement: &Statement, source: &Source) -> DocumentSymbol {
    let name = statement.name.as_ref();
    let written = name.map_or_else(|| statement.head.node.clone(), |n| format!("{} {}", statement.head.node, n.node));
    DocumentSymbol {
        name: written,
        detail: statement.label.as_ref().map(|label| label.text.node.clone()),
        kind: Named::of_head(&statement.head.node).map_or(SymbolKind::Object, |named| kinds(named).0),
        ..blank(source, statement.span, name.unwrap_or(&statement.head).span)
    }
}

fn blank(source: &Source, whole: Span, own: Span) -> DocumentSymbol {
    DocumentSymbol {
        name: String::new(),
        detail: None,
        kind: SymbolKind::Object,
        tags: None,
        #[allow(deprecated, reason = "a field of the protocol")]
        deprecated: None,
        range: range(source, whole),
        selection_range: range(source, own),
        children: None,
    }
}
