//! The interface of a criterion: its responses and their sets, its options, its reader, and what it needs of the tables.

use super::criterion::{Bound, Building};
use super::expression::{is_numeric, type_words};
use super::interface::Interface;
use super::unrecorded::CriterionOption;
use super::*;
use crate::diagnostic::{said, several};
use crate::syntax::tree::{Item, Kind, Operator};
use std::sync::Arc;

impl<'a> Resolver<'a> {
    /// The interface: responses, sets, options, reader, and what is needed of the tables.
    pub(crate) fn building(&mut self, stated: Stated<'a>, name: &str, bound: Bound<'a>) -> Option<Building> {
        let entries = self.criterion_entries(stated);
        let responses = self.required(&entries, "responses")?;
        let codes = self
            .distinct_words(responses)
            .iter()
            .map(|(w, _)| CodeEntry { name: w.to_string(), label: w.replace('_', " ") })
            .collect();
        let responses = Arc::new(CodeList { codes });
        let answer = match entries.value("answer") {
            Some(value) => {
                let (word, place) = self.word(value)?;
                self.note_found(place, Named::Value.into(), word);
                word.to_string()
            }
            None => self.last_rule(name).unwrap_or_default(),
        };
        let sets = self.response_sets(stated, &entries, &responses)?;
        let ranked = match entries.value("from best to worst") {
            Some(value) => self.ranked(value, &responses, &sets)?,
            None => vec![],
        };
        let Bound { exam, things, interface, clock, options: own, span } = bound;
        let reader = self.reader(&entries, exam, things)?;
        let mut options = self.criterion_options(stated, name, &own);
        if !self.without_fault(|r| r.check_needs(stated, name, &interface, span, &mut options)) {
            return None;
        }
        Some(Building {
            exam,
            things: things.map(|table| Things { table, reader }),
            interface,
            clock,
            responses,
            answer,
            sets,
            ranked,
            options,
            rows: vec![],
            defines: vec![],
            values: vec![],
        })
    }

    /// Without `answer`, the last rule of the document gives the response.
    fn last_rule(&self, name: &str) -> Option<String> {
        let mut rules = self.criteria.get(name)?.statements.iter().filter(|s| s.statement.head.node == "rule");
        rules.next_back()?.statement.name.as_ref().map(|n| n.node.clone())
    }

    /// `disregarded later`: a yes/no value of the criterion.
    pub(crate) fn disregarded(&mut self, stated: Stated<'a>, building: &Building) -> Option<ValueId> {
        let entries = self.criterion_entries(stated);
        let (word, span) = entries.value("disregarded later").and_then(|v| self.word(v))?;
        match building.value(word) {
            Some((id, Type::YesNo)) => {
                self.note_found(span, Named::Value.into(), word);
                Some(id)
            }
            _ => {
                let yes_no = building.values.iter().filter(|v| v.ty == Some(Type::YesNo));
                let known: Vec<String> = yes_no.map(|v| v.name.clone()).collect();
                self.unknown("yes/no value", word, span, known.iter().map(String::as_str))
            }
        }
    }

    /// Entries of the head of a criterion, its `needs …` and `option …` apart.
    pub(crate) fn criterion_entries(&mut self, stated: Stated<'a>) -> entries::Entries<'a> {
        let keys: Vec<String> = stated
            .statement
            .items
            .iter()
            .filter_map(|i| match i {
                Item::Entry(e) => e.key.as_ref().map(|k| k.node.clone()),
                Item::Case(_) => None,
            })
            .filter(|k| ["needs ", "option ", "set "].iter().any(|prefix| k.starts_with(prefix)))
            .collect();
        let mut allowed: Vec<&str> = crate::plan::registry::keys("criterion").to_vec();
        allowed.extend(keys.iter().map(String::as_str));
        self.entries(&stated.statement.items, &allowed, "a criterion", stated.statement.span)
    }

    /// The column that names the reader; inner none: all is read by one.
    fn reader(
        &mut self,
        entries: &entries::Entries<'a>,
        exam: TableId,
        things: Option<TableId>,
    ) -> Option<Option<usize>> {
        let over = self.required(entries, "over")?;
        let element = self.single(over)?;
        let follow_up = match &element.expression.kind {
            Kind::After(rows, zero) => match Self::name_at(rows) {
                Some((name, place)) => {
                    self.note_found(place, Named::Table.into(), name);
                    self.is_word(zero, "time zero") || Self::name_of(zero).is_some()
                }
                None => false,
            },
            Kind::Error => return None,
            _ => false,
        };
        if !follow_up {
            let title = "A criterion reads the examinations after time zero, or after an event, one after the other";
            let hint = "write `EXAM after time zero { for each: …, order: … }`, with its own name of their table";
            return self.error_hint(codes::WRONG_VALUE, title, element.expression.span, "other examinations", hint);
        }
        let options = self.entries(&element.options, &["for each", "order"], "`over`", element.span);
        let each = self.required(&options, "for each")?;
        let order = self.required(&options, "order")?;
        let order: Vec<&str> = self.words(order).into_iter().map(|(w, _)| w).collect();
        let own: Vec<&str> =
            self.plan.tables[exam.0].order.iter().map(|c| self.plan.tables[exam.0].columns[*c].name.as_str()).collect();
        if order != own {
            let title = said!("The criterion reads examinations ordered by {order}", order = several(&order, ", "));
            return self.error(
                codes::INTERFACE,
                title,
                element.span,
                format!("the plan orders them by {}", own.join(", ")),
            );
        }
        let spoken = self.words(each);
        let owner = things.map_or(String::new(), |table| self.plan.tables[table.0].header.name.clone());
        for (word, place) in spoken.iter().filter(|_| things.is_some()) {
            self.note(*place, Named::Column, &owner, word);
        }
        let words: Vec<&str> = spoken.into_iter().map(|(word, _)| word).collect();
        let found = things.and_then(|table| words.iter().find_map(|w| self.column_named(table, w).map(|c| (table, c))));
        match found {
            Some((table, column)) if matches!(self.plan.tables[table.0].columns[column].ty, Type::Code(_)) => {
                Some(Some(column))
            }
            None if words == ["patient"] => Some(None),
            _ => self.error_hint(
                codes::INTERFACE,
                "Nobody is named who reads the lesions",
                each.span,
                "one of these is a code column of the lesions' table",
                "write `for each: patient` where there is one reader and no column that names them",
            ),
        }
    }

    /// `needs TABLE { column: type }`: the plan's tables have such columns, or the `use` says what is read in their place.
    fn check_needs(
        &mut self,
        stated: Stated<'a>,
        criterion: &str,
        interface: &Interface,
        span: Span,
        options: &mut Vec<CriterionOption>,
    ) {
        for item in &stated.statement.items {
            let Item::Entry(entry) = item else { continue };
            let Some(name) = entry.key.as_ref().and_then(|k| k.node.strip_prefix("needs ")) else { continue };
            for need in &entry.items {
                match (need, interface.table(name)) {
                    (Item::Entry(need), Some(table)) => {
                        self.check_named_table(need, name);
                        if self.is_read_from(need, table, criterion, span, options) {
                            self.check_need(need, table, span);
                        }
                    }
                    (Item::Entry(need), None) => self.check_event_need(need),
                    (Item::Case(_), _) => {}
                }
            }
        }
    }

    /// `NAME: date`.
    fn check_event_need(&mut self, need: &'a tree::Entry) {
        let Some(element) = need.value.as_ref().and_then(|v| v.elements.first()) else { return };
        let Some(ty) = self.needed_type(&element.expression) else { return };
        if ty != Type::Date {
            let title = said!("An event is a date, this is {kind}", kind = type_words(&ty));
            self.error::<()>(codes::WRONG_TYPE, title, element.span, "write `date`");
        }
    }

    fn check_need(&mut self, need: &'a tree::Entry, table: TableId, span: Span) {
        let (Some(key), Some(element)) = (&need.key, need.value.as_ref().and_then(|v| v.elements.first())) else {
            return;
        };
        let Some(wanted) = self.needed_type(&element.expression) else { return };
        let plan_table = &self.plan.tables[table.0];
        let name = plan_table.header.name.clone();
        let column = plan_table.columns.iter().find(|c| c.name == key.node).map(|c| (c.ty.clone(), c.span));
        let described = || {
            let define = &self.plan.defines[self.define_named(table, &key.node)?.0];
            Some((define.value.ty.clone(), define.header.name_span))
        };
        let Some((given, given_at)) = column.or_else(described) else {
            if self.failed.contains(&key.node) {
                return;
            }
            let diagnostic =
                Diagnostic::new(codes::INTERFACE, said!("`{name}` has no column `{key}`", name, key = key.node))
                    .at(span, "the criterion is used here")
                    .at(key.span, "it needs this column");
            self.report(diagnostic);
            return;
        };
        let fits = match (&wanted, &given) {
            (Type::Code(needed), Type::Code(has)) => needed.codes.iter().all(|c| has.position(&c.name).is_some()),
            (a, b) => a == b,
        };
        if fits && Self::names_another(&element.expression) && self.named_by(table, key.node.as_str()).is_none() {
            let title = said!("`{name}.{key}` names no other row", name, key = key.node);
            let diagnostic = Diagnostic::new(codes::INTERFACE, title)
                .at(given_at, "the plan's column")
                .at(key.span, "the criterion reads in it the number of another")
                .hint("say in its braces of which column it holds the value: `names: number`");
            self.report(diagnostic);
            return;
        }
        if !fits {
            let diagnostic = Diagnostic::new(
                codes::INTERFACE,
                said!(
                    "`{name}.{key}` is {kind}, the criterion needs {other}",
                    name,
                    key = key.node,
                    kind = type_words(&given),
                    other = type_words(&wanted)
                ),
            )
            .at(given_at, "the plan's column")
            .at(key.span, "what the criterion needs");
            self.report(diagnostic);
        }
    }

    pub(crate) fn needed_type(&mut self, e: &'a tree::Expression) -> Option<Type> {
        self.note_type(e);
        match &e.kind {
            Kind::Name(n) if n == "yes_no" => Some(Type::YesNo),
            Kind::Name(n) if n == "date" => Some(Type::Date),
            Kind::Name(n) if n == "integer" => Some(Type::Integer),
            // Of whatever codes.
            Kind::Name(n) if n == "codes" => {
                self.noted.words.insert(e.span);
                Some(Type::Code(Arc::new(CodeList { codes: vec![] })))
            }
            Kind::Name(n) if n == "number" => Some(Type::Number(None)),
            Kind::Unit { unit, .. } => Some(Type::Number(Some(self.unit(&unit.node, unit.span)?))),
            Kind::Binary { right, .. } if Self::names_another(e) => {
                if let Some((table, place)) = Self::name_at(right) {
                    self.note_found(place, Named::Table.into(), table);
                }
                Some(Type::Integer)
            }
            Kind::Binary { operator: Operator::Of, right, .. } => self.code_type(right),
            _ => self.error_hint(
                codes::WRONG_VALUE,
                "A type is expected here",
                e.span,
                "`yes_no`, `date`, `integer`, `number`, `number in mm`, `one of (…)`, `codes` for whatever codes, `number of TABLE`",
                "the limits of a column stand in the table of the plan, and not here",
            ),
        }
    }

    /// Defaults of the criterion, replaced by what `use` says, and that by what the response says for itself.
    fn criterion_options(&mut self, stated: Stated<'a>, name: &str, own: &[&'a tree::Entry]) -> Vec<CriterionOption> {
        let mut options: Vec<CriterionOption> = vec![];
        for item in &stated.statement.items {
            let Item::Entry(entry) = item else { continue };
            let Some(option) = entry.key.as_ref().and_then(|k| k.node.strip_prefix("option ")) else { continue };
            match self.option_literal(entry) {
                Some((literal, ty)) => options.push((option.to_string(), literal, ty)),
                None => {
                    self.failed.insert(option.to_string());
                }
            }
        }
        let (given, span) = self.criteria.get(name).map_or((&[][..], stated.statement.span), |c| (c.options, c.span));
        let given: Vec<&'a tree::Entry> = given
            .iter()
            .filter_map(|item| match item {
                Item::Entry(entry) => Some(entry),
                Item::Case(_) => None,
            })
            .collect();
        self.set_options(&given, name, span, &mut options);
        let used = options.clone();
        self.set_options(own, name, span, &mut options);
        self.check_set_otherwise(own, &used, &options);
        options
    }

    fn set_options(&mut self, given: &[&'a tree::Entry], name: &str, span: Span, options: &mut [CriterionOption]) {
        let mut said: Vec<&'a Spanned<String>> = vec![];
        for entry in given {
            let Some(key) = &entry.key else { continue };
            if let Some(first) = said.iter().find(|k| k.node == key.node) {
                self.repeated::<()>(said!("`{key}` is said twice", key = key.node), key.span, first.span);
            }
            said.push(key);
            let Some(index) = options.iter().position(|(n, ..)| *n == key.node) else {
                let known: Vec<&str> = options.iter().map(|o| o.0.as_str()).collect();
                self.unknown_key(key, &known, &format!("`{name}`"), false);
                continue;
            };
            let document = self.criteria.get(name).map_or(String::new(), |c| c.path.to_string());
            self.note(key.span, Named::Option, &document, &key.node);
            let Some((literal, ty)) = self.option_literal(entry) else { continue };
            if (literal == Literal::NotRecorded) != (options[index].1 == Literal::NotRecorded) {
                self.none_or_not(key, &options[index].1, entry.span);
                continue;
            }
            if ty != options[index].2 {
                let title = said!(
                    "`{key}` is {kind}, not {other}",
                    key = key.node,
                    kind = type_words(&options[index].2),
                    other = type_words(&ty)
                );
                let numbers = is_numeric(&ty) && is_numeric(&options[index].2);
                let code = if numbers { codes::WRONG_UNIT } else { codes::WRONG_TYPE };
                self.report(
                    Diagnostic::new(code, title)
                        .at(entry.span, "of another kind")
                        .at(span, "the criterion is used here"),
                );
                continue;
            }
            if is_negative(&literal) && !is_negative(&options[index].1) {
                let title = said!("`{key}` is not negative", key = key.node);
                self.error::<()>(
                    codes::WRONG_VALUE,
                    title,
                    entry.span,
                    "below 0, where the criterion has a positive value",
                );
                continue;
            }
            options[index].1 = literal;
        }
    }

    /// `none` is said of a column that is not recorded, and of nothing else.
    fn none_or_not(&mut self, key: &Spanned<String>, usual: &Literal, span: Span) {
        let title = said!("`{key}` cannot be this", key = key.node);
        let label = match usual {
            Literal::NotRecorded => "where it is not recorded it is `none`",
            Literal::Bool(_)
            | Literal::Integer(_)
            | Literal::Number(_)
            | Literal::Date(_)
            | Literal::Code(_)
            | Literal::Text(_) => "it always has a value",
        };
        self.error::<()>(codes::WRONG_VALUE, title, span, label);
    }

    fn option_literal(&mut self, entry: &'a tree::Entry) -> Option<(Literal, Type)> {
        let element = self.single(entry.value.as_ref()?)?;
        if let Kind::Name(word) = &element.expression.kind {
            return match word.as_str() {
                "yes" | "no" => {
                    self.noted.words.insert(element.expression.span);
                    Some((Literal::Bool(word == "yes"), Type::YesNo))
                }
                "none" => {
                    self.noted.words.insert(element.expression.span);
                    Some((Literal::NotRecorded, Type::Integer))
                }
                _ => {
                    let title = "An option is a number, `yes` or `no`, or `none` in place of a column";
                    self.error(codes::WRONG_VALUE, title, element.span, "another word")
                }
            };
        }
        let patients = self.patients()?;
        let typed = self.expression(&element.expression, Scope::row(patients), None)?;
        match operators::constant(&typed) {
            Some(literal) => Some((literal, typed.ty)),
            None => self.error(codes::WRONG_VALUE, "An option is a fixed value", element.span, "not fixed"),
        }
    }

    /// When there is no reading, and what is answered without one or without a baseline.
    pub(crate) fn criterion_head(&mut self, stated: Stated<'a>, building: &Building) -> Option<PlainAnswers> {
        let entries = self.criterion_entries(stated);
        let none = self.required(&entries, "no reading")?;
        let element = self.single(none)?;
        let scope = Scope::of(Place::Row(building.exam), building);
        let condition = self.condition(&element.expression, scope);
        if let Some(condition) = &condition {
            self.check_decided(condition, scope.place, None, Some(building));
        }
        let answer = self.answer_option(element, building);
        let baseline = self.required(&entries, "no baseline").and_then(|v| self.single(v))?;
        let unfit = self.unfit_baseline(&baseline.expression, building);
        let no_baseline = self.answer_option(baseline, building);
        let applies_to = self.applies_to(&entries, building);
        let own_baseline = self.own_baseline(&entries, building);
        Some(PlainAnswers {
            no_reading: (condition?, answer?),
            no_baseline: no_baseline?,
            unfit_baseline: unfit?,
            applies_to: applies_to?,
            own_baseline: own_baseline?,
        })
    }

    /// `no EXAM at baseline`, or `(no EXAM at baseline) or CONDITION`, read at the examination that there is.
    fn unfit_baseline(&mut self, e: &'a tree::Expression, building: &Building) -> Option<Option<CriterionExpr>> {
        let Some((missing, unfit)) = Self::binary(e, Operator::Or) else {
            self.no_examination_at_baseline(e, building)?;
            return Some(None);
        };
        self.no_examination_at_baseline(missing, building)?;
        let scope = Scope::of(Place::Reading, building);
        let condition = self.condition(unfit, scope)?;
        self.check_decided(&condition, scope.place, None, Some(building));
        Some(Some(condition))
    }

    /// `no EXAM at baseline`.
    fn no_examination_at_baseline(&mut self, e: &'a tree::Expression, building: &Building) -> Option<()> {
        let missing = match &e.kind {
            Kind::Group(inner) if inner.len() == 1 => {
                return self.no_examination_at_baseline(&inner[0].expression, building);
            }
            tree::Kind::Selector(selector) if selector.kind.node == tree::SelectorKind::No => {
                Self::binary(&selector.rows, Operator::At)
            }
            _ => None,
        };
        if let Some((rows, point)) = missing
            && let Some(name) = Self::name_of(rows)
            && building.interface.table(name) == Some(building.exam)
            && self.is_word(point, "baseline")
        {
            self.note_found(rows.span, Named::Table.into(), name);
            return Some(());
        }
        let hint = "write `no EXAM at baseline`, with the criterion's own name of the examinations, or `(no EXAM at baseline) or CONDITION`, read at the one there is";
        self.error_hint(
            codes::WRONG_VALUE,
            "A patient without an examination at baseline has no baseline",
            e.span,
            "not read",
            hint,
        )
    }

    fn answer_option(&mut self, element: &'a tree::Element, building: &Building) -> Option<CodeId> {
        let options = self.entries(&element.options, &["response"], "this entry", element.span);
        let value = self.required(&options, "response")?;
        let (word, span) = self.word(value)?;
        match building.responses.position(word) {
            Some(code) => {
                self.note_code(span, &building.responses, word);
                Some(CodeId(code))
            }
            None => self.unknown_code(word, span, &building.responses),
        }
    }
}

/// What is said of a criterion apart from its rules.
pub(crate) struct PlainAnswers {
    pub no_reading: (CriterionExpr, CodeId),
    pub no_baseline: CodeId,
    pub unfit_baseline: Option<CriterionExpr>,
    pub applies_to: Option<AppliesTo>,
    pub own_baseline: Option<OwnBaseline>,
}

fn is_negative(literal: &Literal) -> bool {
    match literal {
        Literal::Integer(i) => *i < 0,
        Literal::Number(n) => n.is_sign_negative() && !n.is_zero(),
        _ => false,
    }
}
