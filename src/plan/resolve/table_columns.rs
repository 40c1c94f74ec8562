//! Columns of a table: types, codes, and what must hold of their values.

use super::expression::{is_numeric, type_words};
use super::*;
use crate::diagnostic::said;
use crate::plan::registry;
use crate::syntax::tree::{Element, Entry, Item, Kind, Operator, UnitOperator};
use rust_decimal::Decimal;
use std::sync::Arc;

const COLUMN_OPTIONS: &[&str] = &registry::words(&registry::COLUMN_OPTIONS);
const COLUMN_TYPES: &[&str] = &registry::words(&registry::COLUMN_TYPES);

impl<'a> Resolver<'a> {
    /// A column, and whether it says itself when it is known.
    pub(crate) fn column(&mut self, entry: &'a Entry) -> Option<(Column, bool)> {
        let key = entry.key.as_ref()?;
        if key.node.contains(' ') {
            return self.error(
                codes::WRONG_VALUE,
                said!("`{key}` is not one word", key = key.node),
                key.span,
                "join the words of a column's name by `_`",
            );
        }
        let Some(value) = &entry.value else {
            return self.error(
                codes::WRONG_VALUE,
                said!("`{key}` has no type", key = key.node),
                entry.span,
                "write `: yes_no`, `: date`, `: number in mm`, …",
            );
        };
        let element = self.single(value)?;
        let mut rules = vec![];
        let ty = self.column_type(element, &mut rules)?;
        let label = self.label_or(&entry.label, &key.node);
        let mut column = Column { label, rules, span: entry.span, ..plain_column(&key.node, ty, entry.span) };
        let own_moment = self.column_options(element, &mut column);
        Some((column, own_moment))
    }

    fn column_type(&mut self, element: &'a Element, rules: &mut Vec<ColumnRule>) -> Option<Type> {
        let e = &element.expression;
        self.note_type(e);
        match &e.kind {
            Kind::Name(name) => match name.as_str() {
                "yes_no" => Some(Type::YesNo),
                "date" => Some(Type::Date),
                "integer" | "year" => Some(Type::Integer),
                "number" => Some(Type::Number(None)),
                "pseudonym" => Some(Type::Pseudonym),
                "text" => Some(Type::Text),
                other => {
                    let of_one_word = COLUMN_TYPES.iter().copied().filter(|word| !word.contains(' '));
                    self.unknown("type", other, e.span, of_one_word)
                }
            },
            Kind::Unit { operator: UnitOperator::In, left, unit } if self.is_word(left, "number") => {
                Some(Type::Number(Some(self.unit(&unit.node, unit.span)?)))
            }
            Kind::Binary { operator: Operator::In, left, right } => {
                let Kind::Range { low, high, unit } = &right.kind else {
                    return self.error(
                        codes::WRONG_VALUE,
                        "A unit is expected after `in`",
                        right.span,
                        "write `number in mm`, or `integer from 0 to 4`",
                    );
                };
                let (low, high) = (self.plain(low)?, self.plain(high)?);
                self.in_order(low, high, right.span)?;
                rules.push(ColumnRule::Range { low: Some(low), high: Some(high) });
                match (Self::name_of(left), unit.as_deref()) {
                    (Some("integer" | "year"), None) => Some(Type::Integer),
                    (Some("integer" | "year"), Some(unit)) => {
                        let hint = format!("write `number in {unit} {{ at least: …, at most: … }}`, or no unit");
                        let title = "A whole number has no unit";
                        self.error_hint(codes::WRONG_UNIT, title, right.span, format!("in {unit}"), hint)
                    }
                    (Some("number"), None) => Some(Type::Number(None)),
                    (Some("number"), Some(unit)) => Some(Type::Number(Some(self.unit(unit, right.span)?))),
                    _ => self.error(
                        codes::WRONG_VALUE,
                        "Only numbers have a range",
                        left.span,
                        "`integer`, `year` or `number`",
                    ),
                }
            }
            Kind::Binary { operator: Operator::Of, left, right } if self.is_word(left, "one") => self.code_type(right),
            Kind::Error => None,
            _ => self.no_type(e),
        }
    }

    /// The word that begins a type: `date`, `number` of `number in mm`, `one` of `one of (…)`.
    pub(crate) fn note_type(&mut self, e: &tree::Expression) {
        match &e.kind {
            Kind::Name(_) => {
                self.noted.words.insert(e.span);
            }
            Kind::Unit { left, .. } | Kind::Binary { left, .. } => self.note_type(left),
            _ => {}
        }
    }

    pub(crate) fn code_type(&mut self, list: &'a tree::Expression) -> Option<Type> {
        let Kind::Group(elements) = &list.kind else {
            return self.error(
                codes::WRONG_VALUE,
                "A list of codes in parentheses is expected",
                list.span,
                "write `one of (A, B)`",
            );
        };
        let mut entries: Vec<CodeEntry> = vec![];
        for element in elements {
            let name = match &element.expression.kind {
                Kind::Name(name) | Kind::Text(name) => name.clone(),
                Kind::Number { text, unit: None } => text.clone(),
                _ => {
                    return self.error(
                        codes::WRONG_VALUE,
                        "This is not a code",
                        element.span,
                        "a word, a whole number or a quoted text",
                    );
                }
            };
            if entries.iter().any(|c| c.name == name) {
                return self.error(
                    codes::REPEATED,
                    said!("The code `{name}` is listed twice", name),
                    element.span,
                    "listed again",
                );
            }
            let label = match &element.label {
                Some(label) => self.label(label),
                None => name.clone(),
            };
            entries.push(CodeEntry { name, label });
        }
        Some(Type::Code(Arc::new(CodeList { codes: entries })))
    }

    /// Takes over the options; says whether the moment it is known is among them.
    fn column_options(&mut self, element: &'a Element, column: &mut Column) -> bool {
        let options = self.entries(&element.options, COLUMN_OPTIONS, "a column", element.span);
        if let Some(value) = options.value("may be missing") {
            column.missing_allowed = self.choice(value, &["yes"]).is_some();
        }
        if let Some(value) = options.value("ordered") {
            column.ordered = self.choice(value, &["yes"]).is_some();
            if !matches!(column.ty, Type::Code(_)) {
                let title = said!("Codes are put in order, this is {kind}", kind = type_words(&column.ty));
                self.error::<()>(codes::WRONG_TYPE, title, value.span, "no codes");
            }
        }
        if options.get("required when").is_some() {
            column.missing_allowed = true;
        }
        if let Some(value) = options.value("detection limit") {
            column.detection_limit = self.choice(value, &["its_number"]).is_some();
        }
        if let Some(value) = options.value("known at") {
            column.known = match self.choice(value, &["itself", "baseline", "administrative", "follow_up"]) {
                Some("itself") => self.known_at_itself(column, value.span),
                Some("administrative") => Known::Administrative,
                Some("follow_up") => Known::FollowUp,
                _ => Known::Baseline,
            };
            column.asserted = self.single(value).and_then(|e| self.assertion(e, column.known));
        }
        for key in ["above", "below", "at least", "at most"] {
            // A bound that is the name of another column is read once all columns are known.
            let value = options
                .value(key)
                .filter(|v| v.elements.first().is_none_or(|e| Self::name_of(&e.expression).is_none()));
            if let Some(number) = value.and_then(|v| self.bound(v, column)) {
                column.rules.push(match key {
                    "above" => ColumnRule::Above(number),
                    "below" => ColumnRule::Below(number),
                    "at least" => ColumnRule::Range { low: Some(number), high: None },
                    _ => ColumnRule::Range { low: None, high: Some(number) },
                });
            }
        }
        let bound = ["below", "at most"].iter().find_map(|key| options.value(key));
        if let Some(value) = bound.filter(|_| constants::holds_nothing(column)) {
            let title = "No number is within these limits";
            let hint = "write the smaller limit under `above` or `at least`";
            self.error_hint::<()>(codes::WRONG_VALUE, title, value.span, "not above the lower limit", hint);
        }
        options.get("known at").is_some()
    }

    fn known_at_itself(&mut self, column: &Column, span: Span) -> Known {
        if column.ty != Type::Date {
            let title = said!(
                "Only a date is known at itself, `{column}` is {kind}",
                column = column.name,
                kind = type_words(&column.ty)
            );
            self.error::<()>(codes::WRONG_VALUE, title, span, "holds no date");
        }
        Known::Itself
    }

    /// `baseline { asserted because: "…" }`.
    pub(crate) fn assertion(&mut self, element: &'a Element, known: Known) -> Option<String> {
        let options = self.entries(&element.options, &["asserted because"], "`known at`", element.span);
        let value = options.value("asserted because")?;
        if known != Known::Baseline {
            let title = "Only what is known at baseline is asserted";
            return self.error(codes::MISPLACED, title, value.span, "another moment is named");
        }
        // A reason that cannot be read was reported; it is not missing besides.
        self.text(value).or(Some(String::new()))
    }

    /// That something is known at baseline follows from a date, or is asserted with a reason.
    pub(crate) fn unsupported(&mut self, what: &str, span: Span) {
        let diagnostic =
            Diagnostic::new(codes::MISSING_KEY, said!("Nothing supports that {what} known at baseline", what))
                .at(span, "no date shows it, and no reason is given")
                .because("what is known only later would be used as if it had been known before the treatment")
                .hint(
                    "say why: `known at: baseline { asserted because: \"…\" }`; the report prints it as an assertion",
                );
        self.report(diagnostic);
    }

    /// A bound in the column's own unit.
    fn bound(&mut self, value: &'a tree::Value, column: &Column) -> Option<Decimal> {
        let element = self.single(value)?;
        if !is_numeric(&column.ty) {
            let title = said!("Only numbers are bounded, this is {kind}", kind = type_words(&column.ty));
            return self.error(codes::WRONG_TYPE, title, element.span, "a bound of what is no number");
        }
        let (number, unit) = self.number(&element.expression)?;
        let Some(name) = unit else { return Some(number) };
        let unit = self.unit(name, element.span)?;
        if column.ty == Type::Number(Some(unit)) {
            return Some(number);
        }
        self.error(
            codes::WRONG_UNIT,
            said!("The column is {kind}", kind = type_words(&column.ty)),
            element.span,
            "another unit",
        )
    }

    /// Rules that name other columns, once all columns are known.
    pub(crate) fn resolve_column_rules(&mut self) {
        for stated in self.with_head("data") {
            let Some(table) = stated.statement.name.as_ref().and_then(|n| self.table_named(&n.node)) else { continue };
            for entry in tables::column_entries(stated) {
                self.column_rules(table, entry);
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
            let other = Self::name_of(&first.expression);
            let rule = match (key.node.as_str(), other) {
                ("names", _) => self.names_rule(table, index, first),
                ("required when", _) => self.row_condition(&first.expression, table).map(ColumnRule::RequiredWhen),
                ("at most", Some(name)) => {
                    self.other_column(table, index, name, first.span).map(ColumnRule::AtMostColumn)
                }
                ("at least", Some(name)) => {
                    self.other_column(table, index, name, first.span).map(ColumnRule::AtLeastColumn)
                }
                _ => None,
            };
            self.plan.tables[table.0].columns[index].rules.extend(rule);
        }
    }

    /// A column of the same type, by which another is bounded.
    fn other_column(&mut self, table: TableId, bounded: usize, name: &str, span: Span) -> Option<usize> {
        let columns = &self.plan.tables[table.0].columns;
        let names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
        let ty = columns[bounded].ty.clone();
        let column = self.position(Named::Column, name, span, &names)?;
        let other = &self.plan.tables[table.0].columns[column].ty;
        if column == bounded {
            let title = said!("`{name}` is bounded by itself", name);
            return self.error(codes::WRONG_VALUE, title, span, "bounds nothing");
        }
        if *other == ty {
            return Some(column);
        }
        let title = said!("A bound is {kind}, this is {other}", kind = type_words(&ty), other = type_words(other));
        self.error(codes::WRONG_TYPE, title, span, "of another kind")
    }
}

pub(crate) fn plain_column(name: &str, ty: Type, span: Span) -> Column {
    Column {
        name: name.to_string(),
        label: name.replace('_', " "),
        ty,
        missing_allowed: false,
        reference: None,
        known: Known::Baseline,
        asserted: None,
        rules: vec![],
        detection_limit: false,
        ordered: false,
        span,
    }
}

pub(crate) fn reference_column(name: &str, id: TableId, span: Span) -> Column {
    Column { reference: Some(id), ..plain_column(name, Type::Pseudonym, span) }
}
