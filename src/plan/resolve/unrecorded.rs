//! What a criterion needs and a plan may not record. Where a document has an option with the name of a column that it needs,
//! the column is read where the plan's table has it; where it has none, the `use` says what is read in every row instead.
//! The default of such an option is never read: what is not recorded is assumed in words, or not at all.

use super::expression::type_words;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::Item;

/// Name, value and type.
pub(crate) type CriterionOption = (String, Literal, Type);

impl<'a> Resolver<'a> {
    /// A response that sets an option for itself is another reading of the criterion.
    pub(crate) fn check_set_otherwise(
        &mut self,
        own: &[&'a tree::Entry],
        used: &[CriterionOption],
        options: &[CriterionOption],
    ) {
        for entry in own {
            let Some(key) = &entry.key else { continue };
            let same = used.iter().zip(options).any(|(used, now)| used.0 == key.node && used.1 == now.1);
            // A value that was refused is none.
            let (file, place) = (entry.span.file, entry.span.start..=entry.span.end);
            let refused = |d: &Diagnostic| d.primary().is_some_and(|at| at.file == file && place.contains(&at.start));
            if same && !self.diagnostics.iter().any(refused) {
                let title = said!("`{key}` has this value already", key = key.node);
                let label = "where the criterion is used, or by default";
                self.error_hint::<()>(codes::OPTION_UNREAD, title, entry.span, label, "take it away, or set another");
            }
        }
    }

    /// Whether what is needed is read from the plan's table. An option of its name gives way to the column.
    pub(crate) fn is_read_from(
        &mut self,
        need: &'a tree::Entry,
        table: TableId,
        criterion: &str,
        span: Span,
        options: &mut Vec<CriterionOption>,
    ) -> bool {
        let Some(key) = &need.key else { return true };
        let Some(at) = options.iter().position(|(name, ..)| *name == key.node) else { return true };
        let column = self.plan.tables[table.0].columns.iter().find(|c| c.name == key.node).map(|c| c.span);
        let described = || self.define_named(table, &key.node).map(|id| self.plan.defines[id.0].header.name_span);
        let recorded = column.or_else(described);
        match (recorded, self.said_at_use(criterion, &key.node)) {
            (Some(_), None) => {
                options.remove(at);
                true
            }
            (Some(column), Some(said)) => {
                self.recorded_and_said(key, table, column, said);
                false
            }
            (None, Some(_)) => {
                self.check_assumed(need, &options[at]);
                false
            }
            (None, None) => {
                self.neither_recorded_nor_said(key, table, span, &options[at]);
                false
            }
        }
    }

    /// Where the `use` of the criterion says this option.
    fn said_at_use(&self, criterion: &str, option: &str) -> Option<Span> {
        let given = self.criteria.get(criterion)?.options;
        given.iter().find_map(|item| match item {
            Item::Entry(entry) => entry.key.as_ref().filter(|key| key.node == option).map(|key| key.span),
            Item::Case(_) => None,
        })
    }

    /// What is read in place of a column is of its type.
    fn check_assumed(&mut self, need: &'a tree::Entry, option: &CriterionOption) {
        let Some(element) = need.value.as_ref().and_then(|v| v.elements.first()) else { return };
        let Some(wanted) = self.needed_type(&element.expression) else { return };
        if wanted != option.2 {
            let (kind, other) = (type_words(&option.2), type_words(&wanted));
            let title = said!("`{name}` is {kind} as an option and {other} as a column", name = option.0, kind, other);
            self.error::<()>(codes::WRONG_TYPE, title, element.span, "one in place of the other");
        }
    }

    fn recorded_and_said(&mut self, key: &Spanned<String>, table: TableId, column: Span, said: Span) {
        let name = &self.plan.tables[table.0].header.name;
        let title =
            said!("`{name}.{key}` is recorded, and the `use` says what it is in every row", name, key = key.node);
        let diagnostic = Diagnostic::new(codes::INTERFACE, title)
            .at(said, "said here of every row")
            .at(column, "recorded here")
            .hint("take it away from the `use`: what is recorded is read");
        self.report(diagnostic);
    }

    fn neither_recorded_nor_said(
        &mut self,
        key: &Spanned<String>,
        table: TableId,
        span: Span,
        (_, usual, _): &CriterionOption,
    ) {
        if self.failed.contains(&key.node) {
            return;
        }
        let name = &self.plan.tables[table.0].header.name;
        let title = said!("`{name}` has no column `{key}`", name, key = key.node);
        let diagnostic = Diagnostic::new(codes::INTERFACE, title)
            .at(span, "the criterion is used here")
            .at(key.span, "it needs this column")
            .hint(match usual {
                Literal::NotRecorded => format!("where it is not recorded, the `use` says so: `{}: none`", key.node),
                Literal::Bool(_) => format!(
                    "where it is not recorded, the `use` says what is assumed of every row: `{0}: yes` or `{0}: no`",
                    key.node
                ),
                _ => {
                    format!("where it is not recorded, the `use` says what is assumed of every row: `{}: …`", key.node)
                }
            });
        self.report(diagnostic);
    }
}
