//! What a word means where it stands: columns, defines, events, the patient's own values, codes, values of a criterion.

use super::expression::{expr, look};
use super::*;
use crate::diagnostic::{Subject, said};
use crate::syntax::tree::Expression;
use std::collections::BTreeSet;

const ABOVE: &str = "a quantity is described before what reads it";

impl<'a> Resolver<'a> {
    /// Names are unique among the statements of one head, and no statement of a criterion stands in a plan.
    pub(crate) fn check_names(&mut self) {
        let mut seen: BTreeMap<(String, String), Span> = BTreeMap::new();
        let mut result_names: Vec<(&str, &Spanned<String>)> = vec![];
        for Stated { statement, clause } in self.statements.clone() {
            let head = statement.head.node.as_str();
            self.check_attached(statement);
            if head == "event" && statement.name.is_none() {
                self.header(Stated { statement, clause });
            }
            if let Some(name) = statement.name.as_ref().filter(|_| !matches!(head, "use" | "accept")) {
                self.note_name(&mut seen, head, name);
                self.note_result_name(&mut result_names, head, name);
            }
            if matches!(head, "criterion" | "rows" | "value" | "rule") {
                let title = said!("`{head}` belongs to the document of a criterion", head);
                self.error::<()>(codes::MISPLACED, title, statement.head.span, "not in a plan");
            }
        }
        self.plan.declared.events = self.names_under("event");
        self.positions.events = positions(&self.plan.declared.events);
        self.positions.described = self.names_under("define").into_iter().collect();
        self.plan.declared.matchings = self.names_under("matching");
        self.plan.declared.endpoints = self.names_under("endpoint");
    }

    /// What stands beside a statement has a meaning for its head.
    pub(crate) fn check_attached(&mut self, statement: &'a tree::Statement) {
        let head = statement.head.node.as_str();
        if let Some(subject) = statement.subject.as_ref().filter(|_| !matches!(head, "define" | "rule" | "timepoints"))
        {
            let title = said!("`{head}` is of nothing", head);
            self.error::<()>(codes::MISPLACED, title, subject.span, "`of …` has no meaning here");
        }
        if statement.replace {
            let title = "A statement is replaced only in a criterion that builds on another";
            self.error_hint::<()>(
                codes::MISPLACED,
                title,
                statement.head.span,
                "replaces nothing",
                "say `builds on: NAME` in the `criterion` statement, or take `replace` away",
            );
        }
        if let Some(table) = statement.table.as_ref().filter(|_| head != "rule") {
            let hint = "put it in a clause marked `(informative)`, or in another place than right after the fence";
            let title = said!("This table would belong to a `{head}`, which takes none", head);
            self.error_hint::<()>(codes::MISPLACED, title, table.span, "no decision table", hint);
        }
    }

    /// Names of the statements with this head, each once.
    pub(crate) fn names_under(&self, head: &str) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let stated = self.statements.iter().filter(|s| s.statement.head.node == head);
        let names = stated.filter_map(|s| s.statement.name.as_ref()).filter(|name| seen.insert(&name.node));
        names.map(|name| name.node.clone()).collect()
    }

    fn note_name(&mut self, seen: &mut BTreeMap<(String, String), Span>, head: &str, name: &Spanned<String>) {
        let key = (head.to_string(), name.node.clone());
        match seen.get(&key) {
            Some(first) => {
                let diagnostic =
                    Diagnostic::new(codes::REPEATED, said!("There are two `{head} {name}`", head, name = name.node))
                        .at(name.span, "named again here")
                        .at(*first, "first named here");
                self.report(diagnostic);
            }
            None => {
                seen.insert(key, name.span);
            }
        }
    }

    /// What has numbers of its own names them, and no two may name theirs alike.
    fn note_result_name(
        &mut self,
        seen: &mut Vec<(&'a str, &'a Spanned<String>)>,
        head: &'a str,
        name: &'a Spanned<String>,
    ) {
        if !matches!(head, "analysis" | "matching" | "family" | "agreement" | "sample size" | "lesions") {
            return;
        }
        if matches!(name.node.as_str(), "attrition" | "baseline") {
            let title = said!("`{name}` names other numbers of every report", name = name.node);
            let hint = format!("name the {head} otherwise");
            self.error_hint::<()>(codes::WRONG_VALUE, title, name.span, "would be two things of one name", hint);
        }
        match seen.iter().find(|(other, first)| *other != head && first.node == name.node).copied() {
            Some((other, first)) => {
                let title = said!(
                    "`{other} {name}` and `{head} {name}` would name their numbers alike",
                    other,
                    name = name.node,
                    head
                );
                let diagnostic = Diagnostic::new(codes::REPEATED, title)
                    .at(name.span, "named again here")
                    .at(first.span, "first named here")
                    .because("a number is found by the name of what computes it")
                    .hint(format!("name the {head} otherwise"));
                self.report(diagnostic);
            }
            None => seen.push((head, name)),
        }
    }

    pub(crate) fn table_named(&self, name: &str) -> Option<TableId> {
        self.plan.tables.iter().position(|t| t.header.name == name).map(TableId)
    }

    /// A quantity of the rows of a table that is resolved.
    pub(crate) fn define_named(&self, table: TableId, name: &str) -> Option<DefineId> {
        self.positions.defines.get(&table)?.get(name).copied().map(DefineId)
    }

    /// Takes a table into the plan.
    pub(crate) fn add_table(&mut self, table: Table) {
        let names: Vec<String> = table.columns.iter().map(|c| c.name.clone()).collect();
        self.positions.columns.push(positions(&names));
        self.plan.tables.push(table);
    }

    /// Takes a quantity into the plan.
    pub(crate) fn add_define(&mut self, define: Define) {
        let of_table = self.positions.defines.entry(define.table).or_default();
        of_table.entry(define.header.name.clone()).or_insert(self.plan.defines.len());
        self.plan.defines.push(define);
    }

    pub(crate) fn column_named(&self, table: TableId, name: &str) -> Option<usize> {
        self.positions.columns.get(table.0)?.get(name).copied()
    }

    /// Resolves one word.
    pub(crate) fn name(
        &mut self,
        name: &str,
        span: Span,
        scope: Scope,
        expected: Option<&Type>,
    ) -> Option<CriterionExpr> {
        if let Some(found) = coded(name, span, expected) {
            match expected {
                Some(Type::Code(list)) => self.note_code(span, list, name),
                _ => self.note_found(span, "answer".into(), name),
            }
            return Some(found);
        }
        if name == "time zero" {
            self.check_dated(span)?;
        }
        if let Some(event) = scope.criterion.and_then(|building| building.interface.event(name)) {
            let document = self.document_of(span);
            self.note(span, Named::Event, &document, name);
            let event: RowExpr = look(RowNode::Event(event), Type::Date, span);
            return Some(event.in_criterion());
        }
        let found = match scope.place {
            Place::Row(table) => {
                self.seen_from_row(name, span, table).or_else(|| self.criterion_option(name, span, scope))
            }
            Place::Thing(rows) => self.name_on_thing(name, span, rows, scope),
            Place::Reading => self.name_at_reading(name, span, scope),
        };
        if found.is_some() {
            let table = match (scope.place, scope.criterion) {
                (Place::Row(table), _) => Some(table),
                (Place::Thing(_), building) => building.and_then(|b| b.thing_table()),
                (Place::Reading, building) => building.map(|b| b.exam),
            };
            self.note_meaning(span, name, table, scope.criterion);
            return found;
        }
        if let Some(Type::Code(list)) = expected {
            return self.unknown_code(name, span, list);
        }
        if scope.criterion.is_some_and(|b| b.values.iter().any(|v| v.name == name && v.ty.is_none())) {
            return self.only_further_down(name, span, ABOVE);
        }
        if self.positions.described.contains(name) {
            return self.quantity_not_read_here(name, span);
        }
        if let Some(answer) = Self::answer_elsewhere(name, expected) {
            return self.unknown("answer", name, span, [answer]);
        }
        if scope.criterion.is_some() && self.is_an_answer(name) {
            return self.answer_is_not_read(name, span);
        }
        let known = self.names_here(scope);
        self.unknown("name", name, span, known.iter().map(String::as_str))
    }

    /// A response of the plan, or a criterion.
    fn is_an_answer(&self, name: &str) -> bool {
        self.plan.responses.iter().any(|response| response.header.name == name) || self.criteria.contains_key(name)
    }

    /// A criterion is carried out by itself: it rests on another by taking its rules over.
    fn answer_is_not_read<T>(&mut self, name: &str, span: Span) -> Option<T> {
        let title = said!("`{name}` is what a criterion answers, which the rules of one do not read", name);
        let hint = "a criterion that rests on another `builds on` it, and has its values and rules under the names that they have there";
        self.error_hint(codes::UNKNOWN_NAME, title, span, "not known here", hint)
    }

    fn seen_from_row(&self, name: &str, span: Span, table: TableId) -> Option<CriterionExpr> {
        self.name_in_row(name, span, table, &mut BTreeSet::new()).map(|e| e.in_criterion())
    }

    /// A column, define, event or value of the patient, seen from a row.
    fn name_in_row(&self, name: &str, span: Span, table: TableId, visited: &mut BTreeSet<TableId>) -> Option<RowExpr> {
        if !visited.insert(table) {
            return None;
        }
        if let Some(column) = self.column_named(table, name) {
            return Some(expr(ExprKind::Column(column), self.plan.tables[table.0].columns[column].ty.clone(), span));
        }
        if let Some(define) = self.define_named(table, name) {
            return Some(look(RowNode::Define(define), self.plan.defines[define.0].value.ty.clone(), span));
        }
        if name == "time zero" {
            return Some(look(RowNode::TimeZero, Type::Date, span));
        }
        if let Some(event) = self.positions.events.get(name) {
            return Some(look(RowNode::Event(EventId(*event)), Type::Date, span));
        }
        let (_, parent) = self.plan.tables[table.0].parent?;
        let above = self.name_in_row(name, span, parent, visited)?;
        match above.node() {
            Some(RowNode::TimeZero | RowNode::Event(_)) => Some(above),
            _ => {
                let ty = above.ty.clone();
                Some(look(RowNode::Parent(Box::new(above)), ty, span))
            }
        }
    }

    /// Why a quantity that the plan describes cannot be read in this place; silent where its description failed.
    fn quantity_not_read_here<T>(&mut self, name: &str, span: Span) -> Option<T> {
        if self.failed.contains(name) {
            return None;
        }
        if !self.positions.events_are_dated {
            let title = said!("`{name}` is a quantity, and an event is dated before any quantity is known", name);
            let hint = "write in its place what it is described as";
            return self.error_hint(codes::CIRCULAR, title, span, "read by an event", hint);
        }
        let Some(define) = self.plan.defines.iter().find(|d| d.header.name == name) else {
            return self.only_further_down(name, span, ABOVE);
        };
        let table = &self.plan.tables[define.table.0].header.name;
        let title = said!("`{name}` is a quantity of `{table}`, of which no row is at hand", name, table);
        let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, title)
            .about(Subject::Name(name.to_string()))
            .at(span, "of which row?")
            .at(define.header.name_span, "described for each row")
            .hint(format!("ask the rows for it, as in `any {table} where …`"));
        self.report(diagnostic);
        None
    }

    fn criterion_option(&self, name: &str, span: Span, scope: Scope) -> Option<CriterionExpr> {
        let (literal, ty) = scope.criterion?.option(name)?;
        Some(expr(ExprKind::Literal(literal), ty, span))
    }

    fn name_on_thing(&self, name: &str, span: Span, rows: Option<RowsId>, scope: Scope) -> Option<CriterionExpr> {
        let building = scope.criterion?;
        if name == "recorded" {
            return Some(look(CriterionNode::Recorded, Type::YesNo, span));
        }
        if let Some((id, ty)) = building.thing_define(name, rows) {
            return Some(look(CriterionNode::ThingDefine(id), ty, span));
        }
        let of_set = |rows: RowsId| look(CriterionNode::Belongs(rows), Type::YesNo, span);
        self.criterion_option(name, span, scope)
            .or_else(|| self.seen_from_row(name, span, building.thing_table()?))
            .or_else(|| building.rows_named(name).map(of_set))
    }

    fn name_at_reading(&self, name: &str, span: Span, scope: Scope) -> Option<CriterionExpr> {
        let building = scope.criterion?;
        if let Some((id, ty)) = building.value(name) {
            return Some(look(CriterionNode::Value(id), ty, span));
        }
        if let Some(set) = building.set(name) {
            let (id, ty) = building.value(&building.answer)?;
            let response = look(CriterionNode::Value(id), ty, span);
            let literals = set.codes.iter().map(|c| Literal::Code(c.0)).collect();
            return Some(expr(ExprKind::InSet(Box::new(response), literals), Type::YesNo, span));
        }
        self.criterion_option(name, span, scope).or_else(|| self.seen_from_row(name, span, building.exam))
    }

    /// `table.column` of a table with one row per patient.
    pub(crate) fn field(
        &mut self,
        table: &'a Expression,
        column: &Spanned<String>,
        span: Span,
    ) -> Option<CriterionExpr> {
        let name = Self::name_of(table).unwrap_or("");
        let id = TableId(self.position(Named::Table, name, table.span, &self.table_names())?);
        let columns: Vec<String> = self.plan.tables[id.0].columns.iter().map(|c| c.name.clone()).collect();
        let index = self.position(defined::Kind::ColumnIn(name), &column.node, column.span, &columns)?;
        let found = &self.plan.tables[id.0];
        let one_per_patient =
            matches!((found.key.as_slice(), found.parent), ([key], Some((reference, _))) if *key == reference);
        if found.parent.is_none() {
            let title = said!("The columns of `{name}` are named alone", name);
            let hint = format!("write `{}`", column.node);
            return self.error_hint(codes::WRONG_VALUE, title, span, "the row of the patient is at hand", hint);
        }
        if !one_per_patient {
            let title = said!("`{name}` has several rows per patient", name);
            return self.error_hint(
                codes::WRONG_VALUE,
                title,
                span,
                "which row is meant?",
                "write `first … where …` or `any … where …`",
            );
        }
        let ty = found.columns[index].ty.clone();
        Some(look(RowNode::OneToOne { table: id, column: index }, ty, span))
    }

    /// All names that could stand in a place, for suggestions.
    pub(crate) fn names_here(&self, scope: Scope) -> Vec<String> {
        let mut names: Vec<String> = vec!["time zero".into()];
        names.extend(self.plan.declared.events.iter().cloned());
        let mut table = match (scope.place, scope.criterion) {
            (Place::Row(table), _) => Some(table),
            (Place::Thing(_), Some(building)) => building.thing_table(),
            (Place::Reading, Some(building)) => Some(building.exam),
            _ => None,
        };
        let mut steps = 0;
        while let (Some(id), true) = (table, steps < 8) {
            names.extend(self.plan.tables[id.0].columns.iter().map(|c| c.name.clone()));
            names.extend(self.plan.defines.iter().filter(|d| d.table == id).map(|d| d.header.name.clone()));
            table = self.plan.tables[id.0].parent.map(|(_, p)| p);
            steps += 1;
        }
        if let Some(building) = scope.criterion {
            names.extend(building.names());
        }
        names
    }
}

/// Where the names of the plan stand in its lists, so that none of these is searched for each name: of several of one name, the
/// first.
#[derive(Default)]
pub(crate) struct Positions {
    /// By table.
    columns: Vec<BTreeMap<String, usize>>,
    defines: BTreeMap<TableId, BTreeMap<String, usize>>,
    pub events: BTreeMap<String, usize>,
    /// Names of all quantities that the plan describes, resolved or not.
    described: BTreeSet<String>,
    /// Events are understood, and quantities can be.
    pub events_are_dated: bool,
}

fn positions(names: &[String]) -> BTreeMap<String, usize> {
    names.iter().enumerate().rev().map(|(at, name)| (name.clone(), at)).collect()
}

/// A code, or yes/no, where such a value is expected.
fn coded(name: &str, span: Span, expected: Option<&Type>) -> Option<CriterionExpr> {
    match expected {
        Some(Type::Code(list)) => {
            let code = list.position(name)?;
            Some(expr(ExprKind::Literal(Literal::Code(code)), Type::Code(list.clone()), span))
        }
        Some(Type::YesNo) if name == "yes" || name == "no" => {
            Some(expr(ExprKind::Literal(Literal::Bool(name == "yes")), Type::YesNo, span))
        }
        _ => None,
    }
}
