//! `where`: the rows of a file that a table reads, by what stands in columns of the file.

use super::yaml::{Node, NodeKind};
use super::{Binder, PickedBy};
use crate::diagnostic::{Spanned, codes, said};

impl Binder {
    /// `where: { PARAMCD: OS, ITTFL: Y }`, or a list of codes for a column; all rows where it is not said.
    pub(super) fn picked(&mut self, node: Option<&Node>) -> Option<Vec<PickedBy>> {
        let Some(node) = node else { return Some(vec![]) };
        let stated = self.any_entries(node, "`where`")?;
        if stated.entries.is_empty() {
            let title = "`where` names no column by which rows are picked";
            return self.error(codes::BINDING_MISSING, title, node.span, "as in `where: { PARAMCD: OS }`");
        }
        let picked: Vec<Option<PickedBy>> =
            stated.entries.iter().map(|(column, codes)| self.picked_by(column, codes)).collect();
        picked.into_iter().collect()
    }

    fn picked_by(&mut self, column: &Spanned<String>, node: &Node) -> Option<PickedBy> {
        let name = column.node.trim();
        if name.is_empty() {
            let title = "`where` names no column by which rows are picked";
            return self.error(codes::BINDING_MISSING, title, column.span, "empty");
        }
        let stated = match &node.kind {
            NodeKind::List(list) => list.iter().collect(),
            NodeKind::Scalar(_) | NodeKind::Map(_) => vec![node],
        };
        let mut picked: Vec<String> = vec![];
        for one in stated {
            let code = self.text(one, &format!("a code of `{name}`"))?.trim();
            if picked.iter().any(|other| other == code) {
                let title = said!("The code `{code}` is given twice", code);
                return self.error(codes::BINDING_CODE, title, one.span, "blanks around a code do not count");
            }
            picked.push(code.to_string());
        }
        if picked.is_empty() {
            let title = said!("No code of `{column}` is named, so that no row is picked", column = name);
            return self.error(codes::BINDING_MISSING, title, node.span, "an empty list");
        }
        Some(PickedBy { file_column: Spanned::new(name.to_string(), column.span), codes: picked })
    }
}
