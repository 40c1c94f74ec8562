//! `tables`: the file of each table of the plan.

use super::yaml::{Node, NodeKind};
use super::{Binder, CodeBinding, Entries, Notation, Stated, TableBinding, keys};
use crate::diagnostic::{Diagnostic, Subject, codes, said};
use crate::plan::ir::{Table, Understood};
use crate::plan::references::Named;
use crate::plan::registry::words;

const KEYS: &[&str] = &words(&keys::TABLE);
const CODES: &[&str] = &words(&keys::CODES);

/// The codes of a yes/no, each at its position.
pub(super) const YES_NO: [&str; 2] = ["no", "yes"];

/// Codes shared by all columns of a kind, `yes_no: { oui: yes, non: no }`, with their positions.
pub(super) type SharedCodes = Option<Vec<CodeBinding>>;

impl Binder {
    /// `codes` of the whole binding; so far only yes/no has codes that all columns share.
    pub(super) fn shared_codes(&mut self, node: Option<&Node>) -> SharedCodes {
        let entries = self.entries(node?, CODES, "`codes`")?;
        let stated = self.any_entries(entries.get("yes_no")?, "`yes_no`")?;
        self.code_map(stated.entries, &YES_NO, "of a yes/no", None)
    }

    pub(super) fn tables(
        &mut self,
        root: &Entries<'_>,
        plan: &Understood,
        notation: Option<&Notation>,
        shared: &SharedCodes,
    ) -> Option<Vec<TableBinding>> {
        let node = self.required(root, "tables", "each table of the plan is found in a file")?;
        let names: Vec<&str> = plan.tables.iter().map(|t| t.header.name.as_str()).collect();
        let stated = self.any_entries(node, "`tables`")?;
        for (key, _) in stated.entries {
            match names.contains(&key.node.as_str()) {
                true => self.note(key.span, Named::Table, String::new(), &key.node),
                false => {
                    let title = said!("The plan has no table `{table}`", table = key.node);
                    self.unknown(codes::BINDING_TABLE, title, key.span, &key.node, &names);
                }
            }
        }
        let mut tables = vec![];
        for table in &plan.tables {
            match stated.get(&table.header.name) {
                Some(node) => tables.push(self.table(node, table, notation, shared)),
                None if stated.misspells(&names, &table.header.name) => tables.push(None),
                None => {
                    let diagnostic = Diagnostic::new(
                        codes::TABLE_NOT_BOUND,
                        said!("The binding has no file for the table `{table}`", table = table.header.name),
                    )
                    .about(Subject::Name(table.header.name.clone()))
                    .at(stated.span, "not among these")
                    .at(table.header.span, "described here");
                    self.report(diagnostic);
                    tables.push(None);
                }
            }
        }
        self.agree_on_files(&stated, plan, &tables);
        self.refer_to_keys(plan, &tables);
        tables.into_iter().collect()
    }

    /// What names the row above is made of as many columns of the file as the key that it names.
    fn refer_to_keys(&mut self, plan: &Understood, tables: &[Option<TableBinding>]) {
        let found = |table: usize, column: usize| tables.get(table)?.as_ref()?.columns.get(column);
        let mut faults = vec![];
        for (index, table) in plan.tables.iter().enumerate() {
            for (at, column) in table.columns.iter().enumerate() {
                let Some((of, above)) = column.reference.and_then(|of| Some((of, plan.tables.get(of.0)?))) else {
                    continue;
                };
                let key = above.key.first().and_then(|key| found(of.0, *key));
                let Some((own, key)) = found(index, at).zip(key) else { continue };
                let (here, there) = (own.further.len() + 1, key.further.len() + 1);
                if here != there {
                    let title = said!(
                        "`{column}` of `{table}` is read from another number of columns than the key of `{above}`",
                        column = column.name,
                        table = table.header.name,
                        above = above.header.name
                    );
                    let diagnostic = Diagnostic::new(codes::BINDING_OPTION, title)
                        .at(own.file_column.span, format!("{here} here"))
                        .at(key.file_column.span, format!("{there} here"))
                        .because("no row would find the one that it belongs to");
                    faults.push(diagnostic);
                }
            }
        }
        faults.into_iter().for_each(|fault| self.report(fault));
    }

    fn table(
        &mut self,
        node: &Node,
        table: &Table,
        general: Option<&Notation>,
        shared: &SharedCodes,
    ) -> Option<TableBinding> {
        let of = format!("the table `{}`", table.header.name);
        let entries = self.entries(node, KEYS, &of)?;
        let named = self.required(&entries, "file", "the table is read from one file");
        let file = named.and_then(|node| self.path_of(node, "file"));
        let stated = self.stated(&entries);
        let notation = match (entries.get("files"), general) {
            (None, None) => None, // reported with the general notation
            (own, general) => self.notation(own, entries.span, general),
        };
        let repeats_agree = match entries.get("repeats") {
            Some(node) => self.repeats(node),
            None => false,
        };
        let picked = self.picked(entries.get("where"));
        let columns = self.columns(&entries, table, shared);
        if let (Some(columns), Some(notation)) = (&columns, &notation) {
            self.codes_are_not_missing(columns, notation, &entries);
        }
        let span = named.map_or(entries.span, |node| node.span);
        let (columns, picked) = (columns?, picked?);
        let not_read = self.not_read(entries.get("not read"), &columns, &picked)?;
        let (file, notation, stated) = (file?, notation?, stated?);
        Some(TableBinding { file, notation, columns, picked, not_read, repeats_agree, span, stated })
    }

    /// `rows` and `sha256` of the file.
    fn stated(&mut self, entries: &Entries<'_>) -> Option<Stated> {
        let rows = match entries.get("rows") {
            Some(node) => Some(self.row_count(node)?),
            None => None,
        };
        let sha256 = match entries.get("sha256") {
            Some(node) => Some(self.sha256(node)?),
            None => None,
        };
        Some(Stated { rows, sha256 })
    }

    fn row_count(&mut self, node: &Node) -> Option<usize> {
        let text = self.text(node, "`rows`")?;
        match text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit())) {
            Some(rows) => Some(rows),
            None => self.error(
                codes::BINDING_SHAPE,
                said!("`{text}` is no number of rows", text),
                node.span,
                "how many rows stand below the header, digits only",
            ),
        }
    }

    fn sha256(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node, "`sha256`")?;
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Some(text.to_ascii_lowercase());
        }
        self.error(
            codes::BINDING_SHAPE,
            "A SHA-256 has 64 hexadecimal digits",
            node.span,
            format!("{} characters here", text.chars().count()),
        )
    }

    fn repeats(&mut self, node: &Node) -> bool {
        let agree = matches!(&node.kind, NodeKind::Scalar(text) if text == "must_agree");
        if !agree {
            self.error::<()>(
                codes::BINDING_SHAPE,
                "`repeats` is `must_agree` or is left out",
                node.span,
                "not known here",
            );
        }
        agree
    }

    /// Tables that share a file read it in one notation.
    fn agree_on_files(&mut self, stated: &Entries<'_>, plan: &Understood, tables: &[Option<TableBinding>]) {
        for (i, one) in tables.iter().enumerate() {
            let Some(one) = one else { continue };
            let Some((j, first)) = tables
                .iter()
                .take(i)
                .enumerate()
                .find_map(|(j, t)| t.as_ref().filter(|t| t.file == one.file).map(|t| (j, t)))
            else {
                continue;
            };
            if (first.notation.separator, first.notation.encoding) == (one.notation.separator, one.notation.encoding) {
                continue;
            }
            let (Some(a), Some(b)) = (plan.tables.get(j), plan.tables.get(i)) else { continue };
            let place = stated.get(&b.header.name).map_or(stated.span, |n| n.span);
            let title = said!(
                "`{table}` and `{other}` read one file with different separators or encodings",
                table = a.header.name,
                other = b.header.name
            );
            self.error::<()>(codes::BINDING_NOTATION, title, place, format!("`{}`", one.file));
        }
    }
}
