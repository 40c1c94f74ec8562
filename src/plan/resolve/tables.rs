//! `data` and `define`: tables, columns, keys, references, and what is computed in a row.

use super::expression::{expr, type_words};
use super::*;
use crate::syntax::tree::{Element, Entry, Item, Kind, Operator, UnitOperator};
use rust_decimal::Decimal;
use std::sync::Arc;

const COLUMN_OPTIONS: &[&str] = &["missing", "above", "below", "at least", "at most", "detection limit", "known at", "required when"];

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_tables(&mut self) {
        let stated = self.with_head("data");
        if stated.is_empty() {
            self.missing_statement("data", "which tables the study reads");
        }
        let names: Vec<Option<&str>> = stated.iter().map(|s| s.statement.name.as_ref().map(|n| n.node.as_str())).collect();
        for one in stated {
            if let Some(table) = self.resolve_table(one, &names) {
                self.tables.push(table);
            }
        }
    }

    fn resolve_table(&mut self, stated: Stated<'a>, names: &[Option<&str>]) -> Option<Table> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let parent = match entries.value("belongs to") {
            Some(value) => Some(self.parent(value, names)?),
            None => None,
        };
        let mut columns = vec![];
        if let Some((name, id)) = &parent {
            columns.push(reference_column(name, *id, stated.statement.span));
        }
        for item in entries.get("columns").map_or(&[][..], |e| &e.items) {
            if let Item::Entry(entry) = item {
                columns.extend(self.column(entry));
            }
        }
        let key_value = self.required(&entries, "one row per")?;
        let key_words = self.words(key_value);
        let single_key = key_words.len() == 1;
        let mut key = vec![];
        for (word, span) in key_words {
            key.push(self.key_column(&mut columns, word, span, single_key)?);
        }
        let parent = parent.map(|(_, id)| (0, id));
        let order = match entries.value("ordered by") {
            Some(value) => self.positions(value, &columns)?,
            None => key.clone(),
        };
        let mut table = Table { header, columns, key, parent, order, thing: None, known: Known::Baseline };
        table.known = self.table_known(&entries, &table, stated);
        if let Some(value) = entries.value("same thing") {
            table.thing = self.thing(value, &table);
        }
        self.inherit_known(&mut table);
        Some(table)
    }

    fn parent(&mut self, value: &'a tree::Value, names: &[Option<&str>]) -> Option<(String, TableId)> {
        let (word, span) = self.word(value)?;
        if let Some(id) = self.table_named(word) {
            return Some((word.to_string(), id));
        }
        if names.contains(&Some(word)) {
            return self.error(codes::UNKNOWN_NAME, format!("`{word}` is described only further down"), span, "describe the table it belongs to first");
        }
        let known: Vec<String> = self.tables.iter().map(|t| t.header.name.clone()).collect();
        self.unknown("table", word, span, known.iter().map(String::as_str))
    }

    /// Position of a key's column; a lone key that is no column is a pseudonym of its own.
    fn key_column(&mut self, columns: &mut Vec<Column>, word: &str, span: Span, single: bool) -> Option<usize> {
        if let Some(found) = columns.iter().position(|c| c.name == word) {
            return Some(found);
        }
        if single && !columns.iter().any(|c| c.reference.is_some() && c.name == word) && word == "id" {
            columns.push(plain_column(word, Type::Pseudonym, span));
            return Some(columns.len() - 1);
        }
        let known: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
        self.unknown("column", word, span, known.iter().map(String::as_str))
    }

    fn positions(&mut self, value: &'a tree::Value, columns: &[Column]) -> Option<Vec<usize>> {
        let mut out = vec![];
        for (word, span) in self.words(value) {
            match columns.iter().position(|c| c.name == word) {
                Some(found) => out.push(found),
                None => return self.unknown("column", word, span, columns.iter().map(|c| c.name.as_str())),
            }
        }
        Some(out)
    }

    fn table_known(&mut self, entries: &entries::Entries<'a>, table: &Table, stated: Stated<'a>) -> Known {
        let Some(value) = entries.value("known at") else {
            // A table without a date of its own is known when the row it belongs to is.
            return table.parent.map_or(Known::Baseline, |(_, p)| match self.tables[p.0].known {
                Known::AtColumn(_) => Known::Itself,
                other => other,
            });
        };
        if let Some(element) = value.elements.first() {
            self.entries(&element.options, &["asserted because"], "`known at`", element.span);
        }
        let Some((word, span)) = self.word(value) else { return Known::Baseline };
        match word {
            "baseline" => Known::Baseline,
            "administrative" => Known::Administrative,
            _ => match table.columns.iter().position(|c| c.name == word && c.ty == Type::Date) {
                Some(found) => Known::AtColumn(found),
                None => {
                    let mut known = vec!["baseline", "administrative"];
                    known.extend(table.columns.iter().filter(|c| c.ty == Type::Date).map(|c| c.name.as_str()));
                    self.unknown::<()>("moment", word, span, known);
                    let _ = stated;
                    Known::Baseline
                }
            },
        }
    }

    fn thing(&mut self, value: &'a tree::Value, table: &Table) -> Option<Thing> {
        let mut by = vec![];
        let mut fixed = vec![];
        for element in &value.elements {
            let options = self.entries(&element.options, &["fixed"], "`same thing`", element.span);
            if let Some(list) = options.value("fixed") {
                fixed = self.positions(list, &table.columns)?;
            }
            let (word, span) = self.word_of(&element.expression)?;
            match table.columns.iter().position(|c| c.name == word) {
                Some(column) => by.push(column),
                // The patient is the frame within which things are followed; it is above this table.
                None if self.tables.iter().any(|t| t.header.name == word) => {}
                None => return self.unknown("column", word, span, table.columns.iter().map(|c| c.name.as_str())),
            }
        }
        Some(Thing { by, fixed })
    }

    /// Columns that say nothing are known when their row is.
    fn inherit_known(&mut self, table: &mut Table) {
        let own = table.known;
        for column in &mut table.columns {
            if column.known == Known::Baseline && own != Known::Baseline {
                column.known = own;
            }
        }
    }

    fn column(&mut self, entry: &'a Entry) -> Option<Column> {
        let key = entry.key.as_ref()?;
        if key.node.contains(' ') {
            return self.error(codes::WRONG_VALUE, format!("`{}` is not one word", key.node), key.span, "join the words of a column's name by `_`");
        }
        let Some(value) = &entry.value else {
            return self.error(codes::WRONG_VALUE, format!("`{}` has no type", key.node), entry.span, "write `: yes_no`, `: date`, `: number in mm`, …");
        };
        let element = self.single(value)?;
        let mut rules = vec![];
        let ty = self.column_type(element, &mut rules)?;
        let label = entry.label.as_ref().map_or_else(|| key.node.replace('_', " "), |l| l.node.clone());
        let mut column = Column { label, rules, span: entry.span, ..plain_column(&key.node, ty, entry.span) };
        self.column_options(element, &mut column);
        Some(column)
    }

    fn column_type(&mut self, element: &'a Element, rules: &mut Vec<ColumnRule>) -> Option<Type> {
        let e = &element.expression;
        match &e.kind {
            Kind::Name(name) => match name.as_str() {
                "yes_no" => Some(Type::YesNo),
                "date" => Some(Type::Date),
                "integer" | "year" => Some(Type::Integer),
                "number" => Some(Type::Number(None)),
                "pseudonym" => Some(Type::Pseudonym),
                "text" => Some(Type::Text),
                other => self.unknown("type", other, e.span, ["yes_no", "date", "integer", "year", "number", "pseudonym", "text"]),
            },
            Kind::Unit { operator: UnitOperator::In, left, unit } if Self::name_of(left) == Some("number") => Some(Type::Number(Some(self.unit(&unit.node, unit.span)?))),
            Kind::Binary { operator: Operator::In, left, right } => {
                let Kind::Range { low, high, .. } = &right.kind else {
                    return self.error(codes::WRONG_VALUE, "A range or a unit is expected after `in`", right.span, "write `in 0..4` or `in mm`");
                };
                let (low, high) = (self.number(low)?.0, self.number(high)?.0);
                rules.push(ColumnRule::Range { low: Some(low), high: Some(high) });
                match Self::name_of(left) {
                    Some("integer" | "year") => Some(Type::Integer),
                    Some("number") => Some(Type::Number(None)),
                    _ => self.error(codes::WRONG_VALUE, "Only numbers have a range", left.span, "`integer`, `year` or `number`"),
                }
            }
            Kind::Binary { operator: Operator::Of, left, right } if Self::name_of(left) == Some("one") => self.code_type(right),
            Kind::Error => None,
            _ => self.error(codes::WRONG_VALUE, "A type is expected here", e.span, "`yes_no`, `date`, `integer in 0..4`, `number in mm`, `one of (…)`, `pseudonym`, `text`"),
        }
    }

    pub(crate) fn code_type(&mut self, list: &'a tree::Expression) -> Option<Type> {
        let Kind::Group(elements) = &list.kind else {
            return self.error(codes::WRONG_VALUE, "A list of codes in parentheses is expected", list.span, "write `one of (A, B)`");
        };
        let mut entries: Vec<CodeEntry> = vec![];
        for element in elements {
            let name = match &element.expression.kind {
                Kind::Name(name) | Kind::Text(name) => name.clone(),
                Kind::Number { text, unit: None } => text.clone(),
                _ => return self.error(codes::WRONG_VALUE, "This is not a code", element.span, "a word, a whole number or a quoted text"),
            };
            if entries.iter().any(|c| c.name == name) {
                return self.error(codes::REPEATED, format!("The code `{name}` is listed twice"), element.span, "listed again");
            }
            let label = element.label.as_ref().map_or_else(|| name.clone(), |l| l.node.clone());
            entries.push(CodeEntry { name, label });
        }
        Some(Type::Code(Arc::new(CodeList { codes: entries })))
    }

    fn column_options(&mut self, element: &'a Element, column: &mut Column) {
        let options = self.entries(&element.options, COLUMN_OPTIONS, "a column", element.span);
        if let Some(value) = options.value("missing") {
            column.missing_allowed = self.choice(value, &["allowed"]).is_some();
        }
        if options.get("required when").is_some() {
            column.missing_allowed = true;
        }
        if let Some(value) = options.value("detection limit") {
            column.detection_limit = self.choice(value, &["its_number"]).is_some();
        }
        if let Some(value) = options.value("known at") {
            column.known = match self.choice(value, &["itself", "baseline", "administrative"]) {
                Some("itself") => Known::Itself,
                Some("administrative") => Known::Administrative,
                _ => Known::Baseline,
            };
        }
        for (key, make) in [("above", ColumnRule::Above as fn(Decimal) -> ColumnRule), ("below", ColumnRule::Below as fn(Decimal) -> ColumnRule)] {
            if let Some(number) = options.value(key).and_then(|v| self.bound(v, column)) {
                column.rules.push(make(number));
            }
        }
        for (key, low) in [("at least", true), ("at most", false)] {
            let Some(value) = options.value(key) else { continue };
            if value.elements.first().is_some_and(|e| matches!(e.expression.kind, Kind::Name(_))) {
                continue;
            }
            if let Some(number) = self.bound(value, column) {
                column.rules.push(if low { ColumnRule::Range { low: Some(number), high: None } } else { ColumnRule::Range { low: None, high: Some(number) } });
            }
        }
    }

    /// A bound in the column's own unit.
    fn bound(&mut self, value: &'a tree::Value, column: &Column) -> Option<Decimal> {
        let element = self.single(value)?;
        let (number, unit) = self.number(&element.expression)?;
        let Some(name) = unit else { return Some(number) };
        let unit = self.unit(name, element.span)?;
        if column.ty == Type::Number(Some(unit)) {
            return Some(number);
        }
        self.error(codes::WRONG_UNIT, format!("The column is {}", type_words(&column.ty)), element.span, "another unit")
    }

    /// Rules that name other columns, once all columns are known.
    pub(crate) fn resolve_column_rules(&mut self) {
        for stated in self.with_head("data") {
            let Some(name) = &stated.statement.name else { continue };
            let Some(table) = self.table_named(&name.node) else { continue };
            let columns = stated.statement.items.iter().filter_map(|i| match i {
                Item::Entry(e) if e.key.as_ref().is_some_and(|k| k.node == "columns") => Some(&e.items),
                _ => None,
            });
            for item in columns.flatten() {
                if let Item::Entry(entry) = item {
                    self.column_rules(table, entry);
                }
            }
        }
    }

    fn column_rules(&mut self, table: TableId, entry: &'a Entry) {
        let Some(index) = entry.key.as_ref().and_then(|k| self.column_named(table, &k.node)) else { return };
        let Some(element) = entry.value.as_ref().and_then(|v| v.elements.first()) else { return };
        for option in &element.options {
            let Item::Entry(option) = option else { continue };
            let (Some(key), Some(value)) = (&option.key, &option.value) else { continue };
            let Some(first) = value.elements.first() else { continue };
            let rule = match key.node.as_str() {
                "required when" => self.condition(&first.expression, Scope::row(table)).map(ColumnRule::RequiredWhen),
                "at most" | "at least" => match &first.expression.kind {
                    Kind::Name(other) => self.other_column(table, other, first.span).map(|c| if key.node == "at most" { ColumnRule::AtMostColumn(c) } else { ColumnRule::AtLeastColumn(c) }),
                    _ => None,
                },
                _ => None,
            };
            self.tables[table.0].columns[index].rules.extend(rule);
        }
    }

    fn other_column(&mut self, table: TableId, name: &str, span: Span) -> Option<usize> {
        match self.column_named(table, name) {
            Some(column) => Some(column),
            None => {
                let known: Vec<String> = self.tables[table.0].columns.iter().map(|c| c.name.clone()).collect();
                self.unknown("column", name, span, known.iter().map(String::as_str))
            }
        }
    }

    pub(crate) fn resolve_defines(&mut self) {
        for stated in self.with_head("define") {
            let Some(header) = self.header(stated) else { continue };
            let Some(subject) = &stated.statement.subject else {
                self.error::<()>(codes::MISSING_KEY, format!("Of what is `{}` defined?", header.name), header.span, "write `define … of TABLE`");
                continue;
            };
            let Some(table) = self.table_named(&subject.node) else {
                let tables: Vec<String> = self.tables.iter().map(|t| t.header.name.clone()).collect();
                self.unknown::<()>("table", &subject.node, subject.span, tables.iter().map(String::as_str));
                continue;
            };
            let Some(value) = &stated.statement.value else {
                self.error::<()>(codes::MISSING_KEY, format!("`{}` has no definition", header.name), header.span, "write `: EXPRESSION`");
                continue;
            };
            let Some(element) = self.single(value) else { continue };
            if let Some(value) = self.expression(&element.expression, Scope::row(table), None) {
                self.defines.push(Define { header, table, value });
            }
        }
    }
}

fn plain_column(name: &str, ty: Type, span: Span) -> Column {
    Column {
        name: name.to_string(),
        label: name.replace('_', " "),
        ty,
        missing_allowed: false,
        reference: None,
        known: Known::Baseline,
        rules: vec![],
        detection_limit: false,
        span,
    }
}

fn reference_column(name: &str, id: TableId, span: Span) -> Column {
    Column { reference: Some(id), ..plain_column(name, Type::Pseudonym, span) }
}

/// Kept for passes that build a column reference of a table by hand.
pub(crate) fn column_expr(table: &Table, column: usize, span: Span) -> Expr {
    expr(ExprKind::Column(column), table.columns[column].ty.clone(), span)
}
