//! `not read`: columns of a file that nothing reads, each with its reason.

use super::yaml::Node;
use super::{Binder, ColumnBinding, NotRead, PickedBy};
use crate::diagnostic::{Diagnostic, Spanned, codes, said};

impl Binder {
    /// `not read: { ETHNIC: "the protocol does not ask for it" }`, of columns that the table does not read.
    pub(super) fn not_read(
        &mut self,
        node: Option<&Node>,
        columns: &[ColumnBinding],
        picked: &[PickedBy],
    ) -> Option<Vec<NotRead>> {
        let Some(node) = node else { return Some(vec![]) };
        let stated = self.any_entries(node, "`not read`")?;
        let read = |name: &str| {
            let of_columns = columns.iter().flat_map(ColumnBinding::file_columns);
            of_columns.chain(picked.iter().map(|by| &by.file_column)).find(|column| column.node == name)
        };
        let mut found = vec![];
        for (column, because) in stated.entries {
            let name = column.node.trim();
            if let Some(place) = read(name).map(|column| column.span) {
                let title = said!("The column `{name}` is read, and is named as not read", name);
                let diagnostic = Diagnostic::new(codes::BOUND_TWICE, title).at(column.span, "take it away here");
                self.report(diagnostic.at(place, "read here"));
                return None;
            }
            let because = self.text(because, "the reason")?.trim();
            if !because.chars().any(char::is_alphanumeric) {
                let title = said!("Why `{name}` is not read is not said", name);
                return self.error(codes::BINDING_MISSING, title, column.span, "a reason is expected behind it");
            }
            found.push(NotRead {
                file_column: Spanned::new(name.to_string(), column.span),
                because: because.to_string(),
            });
        }
        Some(found)
    }
}
