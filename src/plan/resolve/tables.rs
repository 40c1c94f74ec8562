//! `data` and `define`: tables with their keys and references, and what is computed in a row.

use super::table_columns::{plain_column, reference_column};
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::Item;

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_tables(&mut self) {
        if self.with_head("data").is_empty() {
            self.missing_statement("data", "which tables the study reads");
        }
        let names = self.names_under("data");
        for stated in self.with_head("data") {
            match self.resolve_table(stated, &names) {
                Some(table) => self.add_table(table),
                None => self.fail_table(stated),
            }
        }
        let mut roots = self.plan.tables.iter().filter(|t| t.parent.is_none()).map(|t| t.header.clone());
        if let (Some(first), Some(second)) = (roots.next(), roots.next()) {
            let diagnostic = Diagnostic::new(codes::WRONG_VALUE, "Two tables belong to no other; one is the patients'")
                .at(second.span, "say what it belongs to: `belongs to: …`")
                .at(first.span, "this one belongs to none either");
            self.report(diagnostic);
            self.failed.insert(second.name);
        }
    }

    /// A table left out takes the names of its columns with it.
    fn fail_table(&mut self, stated: Stated<'a>) {
        self.fail(stated);
        let names = column_entries(stated).filter_map(|e| e.key.as_ref()).map(|k| k.node.clone());
        self.failed.extend(names);
    }

    fn resolve_table(&mut self, stated: Stated<'a>, names: &[String]) -> Option<Table> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        if entries.has_stray() {
            return None;
        }
        let parent = match entries.value("belongs to") {
            Some(value) => Some(self.parent(value, names)?),
            None => None,
        };
        let mut columns = vec![];
        if let Some((name, id)) = &parent {
            columns.push(reference_column(name, *id, stated.statement.span));
        }
        let (mut undated, mut unsupported) = (vec![], vec![]);
        for entry in column_entries(stated) {
            match self.column(entry) {
                Some((column, own_moment)) => {
                    match own_moment {
                        false => undated.push(columns.len()),
                        true if column.known == Known::Baseline && column.asserted.is_none() => {
                            unsupported.push((column.name.clone(), column.span));
                        }
                        true => {}
                    }
                    columns.push(column);
                }
                None => self.failed.extend(entry.key.as_ref().map(|k| k.node.clone())),
            }
        }
        self.check_columns_once(&columns);
        let key_value = self.required(&entries, "one row per")?;
        let key = self.key(key_value, &mut columns)?;
        let order = match entries.value("ordered by") {
            Some(value) => self.positions(value, &columns)?,
            None => key.clone(),
        };
        let parent = parent.map(|(_, id)| (0, id));
        let mut table =
            Table { header, columns, key, parent, order, thing: None, known: Known::Baseline, asserted: None };
        self.table_known(&entries, &mut table)?;
        if let Some(value) = entries.value("same thing") {
            table.thing = Some(self.thing(value, &table)?);
        }
        for column in undated {
            table.columns[column].known = table.known;
        }
        for (name, span) in unsupported.into_iter().filter(|_| table.known != Known::Baseline) {
            self.unsupported(&format!("`{name}` is"), span);
        }
        Some(table)
    }

    fn check_columns_once(&mut self, columns: &[Column]) {
        for (i, column) in columns.iter().enumerate() {
            if let Some(first) = columns[..i].iter().find(|c| c.name == column.name) {
                let diagnostic =
                    Diagnostic::new(codes::REPEATED, said!("There are two columns `{column}`", column = column.name))
                        .at(column.span, "named again here")
                        .at(first.span, "first named here");
                self.report(diagnostic);
            }
        }
    }

    fn parent(&mut self, value: &'a tree::Value, names: &[String]) -> Option<(String, TableId)> {
        let (word, span) = self.word(value)?;
        if let Some(id) = self.table_named(word) {
            self.note(span, Named::Table, "", word);
            self.check_told_apart(id, span)?;
            return Some((word.to_string(), id));
        }
        if names.iter().any(|n| n == word) {
            return self.only_further_down(word, span, "describe the table it belongs to first");
        }
        self.unknown(Named::Table, word, span, names.iter().map(String::as_str))
    }

    /// A row names the one that it belongs to by one column, so that one tells the rows above apart.
    fn check_told_apart(&mut self, id: TableId, span: Span) -> Option<()> {
        let above = &self.plan.tables[id.0];
        if above.key.len() <= 1 {
            return Some(());
        }
        let title = said!(
            "The rows of `{above}` are told apart by several columns, and another table names one",
            above = above.header.name
        );
        let columns: Vec<String> = above.key.iter().map(|key| above.columns[*key].name.to_uppercase()).collect();
        let hint = format!(
            "write `one row per: id` for `{}`; where its file has no such column, the binding makes it of several: `id: [{}]`",
            above.header.name,
            columns.join(", ")
        );
        self.error_hint(codes::WRONG_VALUE, title, span, "which of its rows is not told", hint)
    }

    /// Positions of the key's columns; a lone key `id` that is no column is a pseudonym of its own.
    fn key(&mut self, value: &'a tree::Value, columns: &mut Vec<Column>) -> Option<Vec<usize>> {
        let words = self.words(value);
        if let [("id", span)] = words.as_slice()
            && !columns.iter().any(|c| c.name == "id")
        {
            columns.push(plain_column("id", Type::Pseudonym, *span));
        }
        self.positions(value, columns)
    }

    pub(crate) fn positions(&mut self, value: &'a tree::Value, columns: &[Column]) -> Option<Vec<usize>> {
        let names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
        let words = self.words(value);
        words.into_iter().map(|(word, span)| self.position(Named::Column, word, span, &names)).collect()
    }

    fn table_known(&mut self, entries: &entries::Entries<'a>, table: &mut Table) -> Option<()> {
        let Some(value) = entries.value("known at") else {
            // A table without a date of its own is known when the row it belongs to is.
            table.known = table.parent.map_or(Known::Baseline, |(_, p)| match self.plan.tables[p.0].known {
                Known::AtColumn(_) => Known::Itself,
                other => other,
            });
            if table.known == Known::Baseline && !entries.has_stray() {
                let title = said!("It is not said when the rows of `{table}` are known", table = table.header.name);
                let hint = "write `known at: DATE COLUMN`, or `known at: baseline { asserted because: \"…\" }`";
                let label = "neither a date nor a row above tells it";
                return self.missing_key(table.header.span, title, label, hint);
            }
            return Some(());
        };
        let element = self.single(value)?;
        let (word, span) = self.word_of(&element.expression)?;
        table.known = match word {
            "baseline" => Known::Baseline,
            "administrative" => Known::Administrative,
            "follow_up" => Known::FollowUp,
            _ => {
                let is_date = |c: &Column| c.name == word && c.ty == Type::Date;
                match table.columns.iter().position(is_date) {
                    Some(found) => {
                        self.note(span, Named::Column, &table.header.name, word);
                        Known::AtColumn(found)
                    }
                    None => {
                        let dates = table.columns.iter().filter(|c| c.ty == Type::Date).map(|c| c.name.as_str());
                        let known: Vec<&str> =
                            ["baseline", "administrative", "follow_up"].into_iter().chain(dates).collect();
                        return self.unknown("moment", word, span, known);
                    }
                }
            }
        };
        table.asserted = self.assertion(element, table.known);
        if table.known == Known::Baseline && table.asserted.is_none() {
            self.unsupported(&format!("the rows of `{}` are", table.header.name), element.span);
        }
        Some(())
    }

    fn thing(&mut self, value: &'a tree::Value, table: &Table) -> Option<Thing> {
        let (mut by, mut fixed, mut within_patient) = (vec![], vec![], false);
        let names: Vec<String> = table.columns.iter().map(|c| c.name.clone()).collect();
        for element in &value.elements {
            let options = self.entries(&element.options, &["fixed"], "`same thing`", element.span);
            if let Some(list) = options.value("fixed") {
                fixed = self.positions(list, &table.columns)?;
            }
            let (word, span) = self.word_of(&element.expression)?;
            // The patient is the frame within which things are followed, and stands above this table.
            if self.table_named(word).is_some_and(|t| self.plan.tables[t.0].parent.is_none()) {
                self.note(span, Named::Table, "", word);
                within_patient = true;
            }
            if names.iter().any(|n| n == word) || self.table_named(word).is_none() {
                by.push(self.position(Named::Column, word, span, &names)?);
            }
        }
        Some(Thing { by, fixed, within_patient })
    }

    pub(crate) fn resolve_defines(&mut self) {
        self.positions.events_are_dated = true;
        self.resolve_each("define", Self::define, |r, define| r.add_define(define));
    }

    fn define(&mut self, stated: Stated<'a>) -> Option<Define> {
        let header = self.header(stated)?;
        let Some(subject) = &stated.statement.subject else {
            let title = said!("Of what is `{name}` defined?", name = header.name);
            return self.missing_key(header.span, title, "in each row of a table", "write `define NAME of TABLE: …`");
        };
        let tables = self.table_names();
        let table = TableId(self.position(Named::Table, &subject.node, subject.span, &tables)?);
        let items = &stated.statement.items;
        let value = match &stated.statement.value {
            Some(value) => value,
            None if !items.is_empty() => {
                let value = self.by_cases(items, table, stated.statement.span)?;
                return Some(Define { header, table, value });
            }
            None => {
                let title = said!("`{name}` has no definition", name = header.name);
                return self.missing_key(header.span, title, "nothing after its name", "write `: EXPRESSION`");
            }
        };
        let element = self.single(value)?;
        let value = self.described(element, Scope::row(table), None)?;
        let value = self.in_row(&value)?;
        Some(Define { header, table, value })
    }

    pub(crate) fn table_names(&self) -> Vec<String> {
        self.plan.tables.iter().map(|t| t.header.name.clone()).collect()
    }
}

/// Entries of the block `columns` of a table.
pub(crate) fn column_entries<'a>(stated: Stated<'a>) -> impl Iterator<Item = &'a tree::Entry> {
    let blocks = stated.statement.items.iter().filter_map(|i| match i {
        Item::Entry(e) if e.key.as_ref().is_some_and(|k| k.node == "columns") => Some(&e.items),
        _ => None,
    });
    blocks.flatten().filter_map(|i| match i {
        Item::Entry(entry) => Some(entry),
        Item::Case(_) => None,
    })
}
