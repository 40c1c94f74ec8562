//! `check`: what must hold in the data besides what the declarations say.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Kind, Operator, SelectorKind};

/// Each part has steps of its own.
const MOST_PARTS: usize = 500;

/// The rows a check is made for: those that satisfy `only`, or the one that stands for a timepoint.
struct CheckedRows {
    table: TableId,
    only: Option<RowExpr>,
    at: Option<(usize, usize)>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_checks(&mut self) {
        self.resolve_each("check", Self::check, |r, check| r.plan.checks.push(check));
    }

    fn check(&mut self, stated: Stated<'a>) -> Option<Check> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let each = self.required(&entries, "for each");
        let require = self.required(&entries, "require");
        let severity = self.required(&entries, "severity").and_then(|v| self.severity(v));
        let elements = self.list(each?);
        let (first, rest) = elements.split_first()?;
        let CheckedRows { table, only, at } = self.checked_rows(first)?;
        let split = self.splits(rest, table)?;
        let element = self.single(require?)?;
        let require = self.row_condition(&element.expression, table)?;
        self.check_row_decided(&require, table, only.as_ref());
        Some(Check { header, table, only, split, at, require, severity: severity? })
    }

    pub(crate) fn severity(&mut self, value: &'a tree::Value) -> Option<FindingSeverity> {
        Some(match self.choice(value, &["blocks_lock", "query", "note"])? {
            "blocks_lock" => FindingSeverity::BlocksLock,
            "query" => FindingSeverity::Query,
            _ => FindingSeverity::Note,
        })
    }

    /// `TABLE`, `TABLE where CONDITION`, `TABLE at TIMEPOINT`.
    fn checked_rows(&mut self, element: &'a Element) -> Option<CheckedRows> {
        if let Kind::Selector(selector) = &element.expression.kind {
            let table = self.table_of(&selector.rows)?;
            let (SelectorKind::Every, Some(condition)) = (selector.kind.node, &selector.condition) else {
                let title = "A check is made for each row of a table";
                return self.error(codes::WRONG_VALUE, title, element.span, "write `TABLE` or `TABLE where CONDITION`");
            };
            let only = self.row_condition(condition, table)?;
            self.check_row_decided(&only, table, None);
            return Some(CheckedRows { table, only: Some(only), at: None });
        }
        if let Some((rows, point)) = Self::binary(&element.expression, Operator::At) {
            let table = self.table_of(rows)?;
            let at = self.point_of_table(table, point)?;
            return Some(CheckedRows { table, only: None, at: Some(at) });
        }
        Some(CheckedRows { table: self.table_of(&element.expression)?, only: None, at: None })
    }

    fn table_of(&mut self, e: &'a tree::Expression) -> Option<TableId> {
        let (word, span) = self.word_of(e)?;
        self.position(Named::Table, word, span, &self.table_names()).map(TableId)
    }

    fn point_of_table(&mut self, table: TableId, point: &'a tree::Expression) -> Option<(usize, usize)> {
        let (word, span) = self.word_of(point)?;
        let statements: Vec<usize> =
            (0..self.plan.timepoints.len()).filter(|i| self.plan.timepoints[*i].table == table).collect();
        let [index] = statements.as_slice() else {
            let failed = !self.intact(&["timepoints"]) || !self.unread.is_empty();
            let title = "This table has no timepoints, or several";
            return if failed {
                None
            } else {
                self.error(codes::WRONG_VALUE, title, span, "which timepoint is meant?")
            };
        };
        let names: Vec<String> = self.plan.timepoints[*index].points.iter().map(|p| p.name.clone()).collect();
        Some((*index, self.position(Named::Timepoint, word, span, &names)?))
    }

    /// The columns by which a check is split, each once.
    fn splits(&mut self, elements: &[&'a Element], table: TableId) -> Option<Vec<(TableId, usize)>> {
        let mut split = vec![];
        let mut parts = 1;
        for element in elements {
            let column = self.split(element, table)?;
            if split.contains(&column) {
                return self.error(
                    codes::WRONG_VALUE,
                    "A check is split by a column once",
                    element.span,
                    "named before",
                );
            }
            split.push(column);
            let Type::Code(list) = &self.plan.tables[column.0.0].columns[column.1].ty else { return None };
            parts *= list.codes.len();
            if parts > MOST_PARTS {
                let title = said!("A check is made for at most {most} codes together", most = MOST_PARTS);
                return self.error(codes::WRONG_VALUE, title, element.span, "with this column it is made for more");
            }
        }
        Some(split)
    }

    /// A code column of a table directly below, by which the check is split.
    fn split(&mut self, element: &'a Element, table: TableId) -> Option<(TableId, usize)> {
        let (word, span) = self.word_of(&element.expression)?;
        let is_split = |c: &Column| c.name == word && matches!(c.ty, Type::Code(_));
        let below =
            (0..self.plan.tables.len()).filter(|t| self.plan.tables[*t].parent.is_some_and(|(_, p)| p == table));
        let found =
            below.filter_map(|t| self.plan.tables[t].columns.iter().position(is_split).map(|c| (TableId(t), c))).next();
        if found.is_none() {
            let name = self.plan.tables[table.0].header.name.clone();
            return self.unknown(defined::Kind::CodesBelow(&name), word, span, []);
        }
        if let Some((table, _)) = found {
            let owner = self.plan.tables[table.0].header.name.clone();
            self.note(span, Named::Column, &owner, word);
        }
        found
    }
}
