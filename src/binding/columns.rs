//! The columns of a table: file column, codes, unit and signs of a detection limit.

use super::tables::{SharedCodes, YES_NO};
use super::yaml::{Node, NodeKind};
use super::{Binder, CodeBinding, ColumnBinding, Entries, Notation, keys};
use crate::diagnostic::{Diagnostic, Span, Spanned, Subject, codes, said};
use crate::plan::ir::{CodeList, Column, Table, Type, Unit};
use crate::plan::references::Named;
use crate::plan::registry::words;
use rust_decimal::Decimal;

const KEYS: &[&str] = &words(&keys::COLUMN);

impl Binder {
    pub(super) fn columns(
        &mut self,
        entries: &Entries<'_>,
        table: &Table,
        shared: &SharedCodes,
    ) -> Option<Vec<ColumnBinding>> {
        let node = self.required(entries, "columns", "each column of the plan is found in a column of the file")?;
        let stated = self.any_entries(node, "`columns`")?;
        let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        for (key, _) in stated.entries {
            match names.contains(&key.node.as_str()) {
                true => self.note(key.span, Named::Column, table.header.name.clone(), &key.node),
                false => {
                    let title = said!(
                        "The table `{table}` of the plan has no column `{column}`",
                        table = table.header.name,
                        column = key.node
                    );
                    self.unknown(codes::BINDING_COLUMN, title, key.span, &key.node, &names);
                }
            }
        }
        let mut columns = vec![];
        let mut taken: Vec<(String, Span)> = vec![];
        for column in &table.columns {
            let Some(node) = stated.get(&column.name) else {
                if !stated.misspells(&names, &column.name) {
                    self.not_bound(&stated, table, column);
                }
                columns.push(None);
                continue;
            };
            let bound = self.column(node, column, shared);
            // A key that is made of several columns reads those of others too.
            if let Some(bound) = bound.as_ref().filter(|bound| bound.further.is_empty()) {
                self.bound_once(&mut taken, &bound.file_column.node, node.span);
            }
            columns.push(bound);
        }
        columns.into_iter().collect()
    }

    fn not_bound(&mut self, stated: &Entries<'_>, table: &Table, column: &Column) {
        let title = said!(
            "The binding does not say where `{column}` of `{table}` is found",
            column = column.name,
            table = table.header.name
        );
        self.report(
            Diagnostic::new(codes::COLUMN_NOT_BOUND, title)
                .about(Subject::Name(column.name.clone()))
                .at(stated.span, "not among these")
                .at(column.span, "described here"),
        );
    }

    /// Two columns of the plan in one column of a file are one too many.
    fn bound_once(&mut self, taken: &mut Vec<(String, Span)>, file_column: &str, span: Span) {
        if let Some((_, first)) = taken.iter().find(|(name, _)| name == file_column) {
            let diagnostic = Diagnostic::new(
                codes::BOUND_TWICE,
                said!("The file column `{file_column}` is taken twice", file_column),
            )
            .at(span, "taken again")
            .at(*first, "taken first");
            self.report(diagnostic);
        }
        taken.push((file_column.to_string(), span));
    }

    fn column(&mut self, node: &Node, column: &Column, shared: &SharedCodes) -> Option<ColumnBinding> {
        let own = match &node.kind {
            NodeKind::Scalar(_) | NodeKind::List(_) => None,
            NodeKind::Map(_) => Some(self.entries(node, KEYS, &format!("the column `{}`", column.name))?),
        };
        let name = match &own {
            None => Some(node),
            Some(entries) => self.required(entries, "column", "it names the column of the file"),
        };
        let file_columns = name.and_then(|n| self.file_columns(n, column));
        let option = |key| own.as_ref().and_then(|e: &Entries<'_>| e.get(key));
        let codes = self.codes(option("codes"), column, shared, node.span);
        let factor = option("unit").map_or(Some(None), |n| self.factor(n, column).map(Some));
        let limits = option("limits").map_or(Some(vec![]), |n| self.limits(n, column));
        let blank = option("blank").map_or(Some(None), |n| self.blank(n, column).map(Some));
        let (file_column, further) = file_columns?;
        Some(ColumnBinding {
            file_column,
            further,
            codes: codes?,
            factor: factor?.filter(|f| *f != Decimal::ONE),
            limits: limits?,
            blank: blank?,
        })
    }

    /// `blank: no`: the code that an empty field stands for.
    fn blank(&mut self, node: &Node, column: &Column) -> Option<usize> {
        let (known, list) = match &column.ty {
            Type::YesNo => (YES_NO.to_vec(), None),
            Type::Code(list) => (list.codes.iter().map(|c| c.name.as_str()).collect(), Some(list.as_ref())),
            Type::Integer
            | Type::Number(_)
            | Type::Real(_)
            | Type::Date
            | Type::Days
            | Type::Pseudonym
            | Type::Text
            | Type::Reading => {
                let why = "only of a code or a yes/no can an empty field be one";
                return self.does_not_fit(Some(node.span), "`blank` does not fit", column, why);
            }
        };
        let code = self.text(node, "`blank`")?;
        let Some(position) = known.iter().position(|k| *k == code) else {
            let title = said!("`{code}` is not a code of `{column}` in the plan", code, column = column.name);
            self.unknown(codes::BINDING_CODE, title, node.span, code, &known);
            return None;
        };
        if let Some(list) = list {
            self.note(node.span, Named::Code, list.owner(), code);
        }
        Some(position)
    }

    /// The column of the file, or the first of several and the others: `id: [SUBJECT, VISIT]` of what a row is known by.
    fn file_columns(&mut self, node: &Node, column: &Column) -> Option<(Spanned<String>, Vec<Spanned<String>>)> {
        let NodeKind::List(list) = &node.kind else { return Some((self.file_column(node, column)?, vec![])) };
        if column.ty != Type::Pseudonym {
            let why = "only what a row is known by is made of several columns";
            return self.does_not_fit(Some(node.span), "Several columns of the file do not fit", column, why);
        }
        let mut named = vec![];
        for one in list {
            let found = self.file_column(one, column)?;
            if named.iter().any(|other: &Spanned<String>| other.node == found.node) {
                let title = said!("The file column `{file_column}` is taken twice", file_column = found.node);
                return self.error(codes::BOUND_TWICE, title, found.span, "taken again");
            }
            named.push(found);
        }
        match named.split_first() {
            Some((first, others)) => Some((first.clone(), others.to_vec())),
            None => self.error(
                codes::BINDING_MISSING,
                said!("No file column is named for `{column}`", column = column.name),
                node.span,
                "empty",
            ),
        }
    }

    fn file_column(&mut self, node: &Node, column: &Column) -> Option<Spanned<String>> {
        match self.text(node, &format!("`{}`", column.name))? {
            "" => self.error(
                codes::BINDING_MISSING,
                said!("No file column is named for `{column}`", column = column.name),
                node.span,
                "empty",
            ),
            name => Some(Spanned::new(name.to_string(), node.span)),
        }
    }

    /// What may stand in the file, with the plan's code for it. Without a list, the file holds the plan's own codes.
    fn codes(
        &mut self,
        own: Option<&Node>,
        column: &Column,
        shared: &SharedCodes,
        place: Span,
    ) -> Option<Vec<CodeBinding>> {
        let (known, shared, list) = match (&column.ty, own) {
            (Type::YesNo, _) => (YES_NO.to_vec(), shared.as_ref(), None),
            (Type::Code(list), _) => (list.codes.iter().map(|c| c.name.as_str()).collect(), None, Some(list.as_ref())),
            (
                Type::Integer
                | Type::Number(_)
                | Type::Real(_)
                | Type::Date
                | Type::Days
                | Type::Pseudonym
                | Type::Text
                | Type::Reading,
                own,
            ) => {
                let Some(node) = own else { return Some(vec![]) };
                let why = "only a code or a yes/no has codes";
                return self.does_not_fit(Some(node.span), "Codes do not fit", column, why);
            }
        };
        let Some(node) = own else {
            let as_in_plan =
                |(code, name): (usize, &&str)| CodeBinding { written: name.to_string(), code, span: place };
            let in_plan = || known.iter().enumerate().map(as_in_plan).collect();
            return Some(shared.cloned().unwrap_or_else(in_plan));
        };
        let stated = self.any_entries(node, &format!("the codes of `{}`", column.name))?.entries;
        self.code_map(stated, &known, &format!("of `{}`", column.name), list)
    }

    pub(super) fn code_map(
        &mut self,
        stated: &[(Spanned<String>, Node)],
        known: &[&str],
        of: &str,
        list: Option<&CodeList>,
    ) -> Option<Vec<CodeBinding>> {
        let mut map: Option<Vec<CodeBinding>> = Some(vec![]);
        for (file_code, node) in stated {
            let code = self.text(node, &format!("`{}`", file_code.node))?;
            let (written, position) = (file_code.node.trim(), known.iter().position(|k| *k == code));
            if map.iter().flatten().any(|other| other.written == written) {
                let title = said!("The file's code `{written}` is given twice", written);
                return self.error(codes::BINDING_CODE, title, file_code.span, "blanks around a code do not count");
            }
            match position {
                Some(position) => {
                    if let Some(list) = list {
                        self.note(node.span, Named::Code, list.owner(), code);
                    }
                    let span = file_code.span.to(node.span);
                    map.iter_mut()
                        .for_each(|m| m.push(CodeBinding { written: written.to_string(), code: position, span }));
                }
                None => {
                    let title = said!("`{code}` is not a code {of} in the plan", code, of);
                    self.unknown(codes::BINDING_CODE, title, node.span, code, known);
                    map = None;
                }
            }
        }
        map
    }

    /// A text cannot stand both for a code and for a value that is missing.
    pub(super) fn codes_are_not_missing(
        &mut self,
        columns: &[ColumnBinding],
        notation: &Notation,
        entries: &Entries<'_>,
    ) {
        for column in columns {
            let missing = |code: &str| code.is_empty() || notation.missing.iter().any(|m| m.trim() == code);
            let Some(code) = column.codes.iter().find(|code| missing(&code.written)) else { continue };
            let title = said!(
                "In `{file_column}`, `{code}` is a code and also stands for a missing value",
                file_column = column.file_column.node,
                code = code.written
            );
            let diagnostic = Diagnostic::new(codes::BINDING_CODE, title)
                .at(code.span, "a code here")
                .at(entries.span, "in this table")
                .because("the value would count as missing")
                .hint("give this table a `missing` of its own under `files`, or leave the code out");
            self.report(diagnostic);
        }
    }

    /// The factor to the plan's unit, exact or refused.
    fn factor(&mut self, node: &Node, column: &Column) -> Option<Decimal> {
        let Type::Number(Some(wanted)) = &column.ty else {
            return self.does_not_fit(
                Some(node.span),
                "A unit does not fit",
                column,
                "only a number with a unit in the plan has one",
            );
        };
        let name = self.text(node, "`unit`")?;
        let Some(unit) = Unit::parse(name) else {
            let fault = Diagnostic::new(codes::BINDING_UNIT, said!("The unit `{name}` is not known", name))
                .at(node.span, "not a unit")
                .hint(format!("units known here: {}", Unit::listed(name)))
                .among(Unit::all_names())
                .did_you_mean(node.span, Unit::meant(name));
            self.report(fault);
            return None;
        };
        let converts = unit.factor_to(*wanted);
        // A number of the file is kept exactly, so that its decimals in the plan's unit must come to an end.
        let factor = converts.filter(|factor| is_short(*factor, wanted.factor_to(unit)));
        if factor.is_none() {
            let diagnostic = Diagnostic::new(
                codes::BINDING_UNIT,
                said!("`{name}` cannot be turned into the plan's `{wanted}`", name, wanted),
            )
            .at(node.span, with_article(unit.dimension()))
            .at(column.span, format!("`{}` is {} here", column.name, with_article(wanted.dimension())));
            let diagnostic = match converts {
                Some(_) => diagnostic
                    .because(
                        "a value of the file has endless decimals in the unit of the plan, and none is kept rounded",
                    )
                    .hint(format!(
                        "let the plan have the column in `{name}`, and convert it where it is computed with, by `as`"
                    )),
                None => diagnostic,
            };
            self.report(diagnostic);
        }
        factor
    }

    fn limits(&mut self, node: &Node, column: &Column) -> Option<Vec<char>> {
        if !column.detection_limit {
            return self.does_not_fit(
                Some(node.span),
                "A sign of a detection limit does not fit",
                column,
                "the plan foresees none for it (`detection limit`)",
            );
        }
        let stated: Vec<&Node> = match &node.kind {
            NodeKind::List(list) => list.iter().collect(),
            _ => vec![node],
        };
        let mut limits = vec![];
        for one in stated {
            match self.text(one, "a sign")? {
                "<" => limits.push('<'),
                ">" => limits.push('>'),
                other => {
                    return self.error(
                        codes::BINDING_OPTION,
                        said!("`{other}` is not the sign of a detection limit", other),
                        one.span,
                        "`<` or `>`",
                    );
                }
            }
        }
        Some(limits)
    }

    fn does_not_fit<T>(&mut self, span: Option<Span>, what: &str, column: &Column, reason: &str) -> Option<T> {
        let mut diagnostic =
            Diagnostic::new(codes::BINDING_OPTION, said!("{what} `{column}`", what, column = column.name))
                .because(reason);
        if let Some(span) = span {
            diagnostic = diagnostic.at(span, "given here");
        }
        self.report(diagnostic.at(column.span, "described here"));
        None
    }
}

/// `a length`, `an amount concentration`.
fn with_article(words: &str) -> String {
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {words}")
}

/// Whether numbers of a file keep all their decimals by a factor: it has few of its own, or is 1 over a number that has.
fn is_short(factor: Decimal, back: Option<Decimal>) -> bool {
    let short = |number: Decimal| number.normalize().scale() <= DECIMALS_KEPT;
    short(factor) || back.is_some_and(|back| short(back) && back.checked_mul(factor) == Some(Decimal::ONE))
}

/// Of a number of a table.
const DECIMALS_KEPT: u32 = 6;

#[cfg(test)]
mod tests {
    use super::is_short;
    use rust_decimal::Decimal;

    /// Hours to minutes and weeks to days keep every decimal, as does pg/mL to g/L; days to weeks and mmHg to kPa, of which 1 is
    /// 0.133322387415, do not.
    #[test]
    fn decimals_that_end_are_kept() {
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        let by = |factor: Decimal| is_short(factor, Decimal::ONE.checked_div(factor));
        assert!(by(number("60")) && by(number("7")) && by(number("0.000000001")) && by(number("37")));
        assert!(!by(Decimal::ONE / number("7")) && !by(number("0.133322387415")) && !by(Decimal::ONE / number("60")));
    }
}
