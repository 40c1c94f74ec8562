//! `rows`, `define`, `value`, `rule` of a criterion, in the order in which they are written.

use super::criterion::{Building, BuiltDefine, BuiltValue};
use super::nullable::Nullability;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::Item;
use std::sync::Arc;

impl<'a> Resolver<'a> {
    pub(crate) fn criterion_rules(&mut self, statements: &[Stated<'a>], building: &mut Building) {
        self.announce_values(statements, building);
        for stated in statements {
            self.check_attached(stated.statement);
            let resolved = match stated.statement.head.node.as_str() {
                "rows" => self.criterion_rows(*stated, building),
                "define" => self.criterion_define(*stated, building),
                "rule" if stated.statement.subject.is_some() => self.criterion_define(*stated, building),
                "value" | "rule" => self.criterion_value(*stated, building),
                _ => Some(()),
            };
            if resolved.is_none() {
                self.fail(*stated);
            }
        }
    }

    /// Names of all values and rules, and the types of rules, which earlier examinations may be asked for.
    fn announce_values(&mut self, statements: &[Stated<'a>], building: &mut Building) {
        for stated in statements {
            let (head, Some(name)) = (stated.statement.head.node.as_str(), &stated.statement.name) else { continue };
            let ty = match head {
                "rule" if stated.statement.subject.is_some() => continue,
                "rule" if name.node == building.answer => Some(Type::Code(building.responses.clone())),
                "rule" if !stated.statement.items.iter().any(|i| matches!(i, Item::Case(_))) => {
                    self.table_type(*stated)
                }
                "rule" if stated.statement.items.iter().any(is_unreadable) => {
                    self.failed.insert(name.node.clone());
                    None
                }
                "rule" => self.rule_type(&stated.statement.items),
                "value" => None,
                _ => continue,
            };
            if building.values.iter().any(|v| v.name == name.node) {
                self.error::<()>(
                    codes::REPEATED,
                    said!("There are two values `{name}`", name = name.node),
                    name.span,
                    "named again here",
                );
                continue;
            }
            building.values.push(BuiltValue { name: name.node.clone(), ty, resolved: None, unknown: false });
        }
    }

    /// The answers in the last column of a decision table.
    fn table_type(&self, stated: Stated<'a>) -> Option<Type> {
        let table = stated.statement.table.as_ref()?;
        let mut codes: Vec<CodeEntry> = vec![];
        for cell in table.rows.iter().filter_map(|r| r.last()) {
            let name = cell.node.trim().to_string();
            if !codes.iter().any(|c| c.name == name) {
                codes.push(CodeEntry { label: name.clone(), name });
            }
        }
        if codes.iter().all(|c| c.name == "yes" || c.name == "no") {
            return Some(Type::YesNo);
        }
        Some(Type::Code(Arc::new(CodeList { codes })))
    }

    /// The set a define is about; none for any lesion.
    fn define_subject(&mut self, stated: Stated<'a>, header: &Header, building: &Building) -> Option<Option<RowsId>> {
        let Some(subject) = &stated.statement.subject else {
            let title = said!("Of what is `{name}` defined?", name = header.name);
            return self.missing_key(
                header.span,
                title,
                "of the lesions, or of a set of them",
                "write `define NAME of lesion`",
            );
        };
        let table = building.interface.table(&subject.node);
        if table.is_some() && table == building.thing_table() {
            self.note_found(subject.span, Named::Table.into(), &subject.node);
            return Some(None);
        }
        let sets = building.rows.iter().map(|r| r.header.name.clone());
        let is_read = |(_, table): &&(String, TableId)| Some(*table) == building.thing_table();
        let tables = building.interface.tables.iter().filter(is_read).map(|(name, _)| name.clone());
        let known: Vec<String> = sets.chain(tables).collect();
        self.position(Named::Rows, &subject.node, subject.span, &known).map(|found| Some(RowsId(found)))
    }

    fn criterion_define(&mut self, stated: Stated<'a>, building: &mut Building) -> Option<()> {
        let header = self.header(stated)?;
        let rows = self.define_subject(stated, &header, building)?;
        let place = Place::Thing(rows);
        let answers = match stated.statement.head.node.as_str() {
            "rule" => self.rule_type(&stated.statement.items),
            _ => None,
        };
        let (body, ty) = self.body(stated, place, building, answers.as_ref())?;
        let found_again = building.thing_table().is_none_or(|table| self.plan.tables[table.0].thing.is_some());
        let of_reading = rows.is_some_and(|rows| building.rows[rows.0].chosen == Chosen::Reading);
        let analysis = |recorded| Nullability { recorded, ..self.nullability(Some(building)) };
        // At another examination, which can be asked only of things that are found again, it need not have a row.
        let unknown_elsewhere = case_conditions(&body).and_then(|c| analysis(!found_again).first_unknown(&c, place));
        let unknown = analysis(!found_again).body_can_be_unknown(&body, place) || unknown_elsewhere.is_some();
        let unknown_recorded = analysis(true).body_can_be_unknown(&body, place);
        if !self.is_unreadable(stated.statement.span) {
            let here = Nullability { recorded: of_reading || !found_again, ..self.nullability(Some(building)) };
            let unknown = case_conditions(&body).and_then(|c| here.first_unknown(&c, place));
            self.report_unknown(unknown);
        }
        building.defines.push(BuiltDefine {
            define: ThingDefine { header, body },
            ty,
            rows,
            unknown,
            unknown_recorded,
        });
        Some(())
    }

    /// A case that could not be read may have taken the unknown.
    fn check_cases_unknown(&mut self, body: &Body, place: Place, building: &Building, stated: Stated<'a>) {
        if self.is_unreadable(stated.statement.span) {
            return;
        }
        if let Some(conditions) = case_conditions(body) {
            self.check_unknown(&conditions, place, Some(building));
        }
    }

    /// An expression or cases.
    fn body(
        &mut self,
        stated: Stated<'a>,
        place: Place,
        building: &Building,
        expected: Option<&Type>,
    ) -> Option<(Body, Type)> {
        let scope = Scope::of(place, building);
        if let Some(value) = &stated.statement.value {
            let element = self.single(value)?;
            let typed = self.described(element, scope, expected)?;
            let ty = typed.ty.clone();
            return Some((Body::Expression(typed), ty));
        }
        let (cases, ty) = self.cases(&stated.statement.items, scope, expected, stated.statement.span)?;
        Some((Body::Cases(cases), ty))
    }

    fn criterion_value(&mut self, stated: Stated<'a>, building: &mut Building) -> Option<()> {
        let header = self.header(stated)?;
        let index = building.values.iter().position(|v| v.name == header.name)?;
        let announced = building.values[index].ty.clone();
        let resolved = self.value_body(stated, building, announced.as_ref());
        let whole = resolved.as_ref().map(|_| ());
        // A mistaken value keeps its place, so that the numbers of the others hold.
        let (body, ty) = resolved.unwrap_or_else(|| (Body::Cases(vec![]), announced.clone().unwrap_or(Type::YesNo)));
        self.check_cases_unknown(&body, Place::Reading, building, stated);
        self.check_order(&body, index, &header, building);
        let unknown = self.nullability(Some(building)).body_can_be_unknown(&body, Place::Reading);
        let value = &mut building.values[index];
        value.ty = whole.map_or(announced, |()| Some(ty.clone()));
        value.resolved = Some(CriterionValue { header, ty, body });
        value.unknown = unknown;
        whole
    }

    fn value_body(
        &mut self,
        stated: Stated<'a>,
        building: &Building,
        announced: Option<&Type>,
    ) -> Option<(Body, Type)> {
        let is_rule = stated.statement.head.node == "rule";
        let has_cases = stated.statement.items.iter().any(|i| matches!(i, Item::Case(_)));
        match (is_rule, has_cases) {
            (true, true) if announced.is_none() => None,
            (true, false) => self.rule_table(stated, building, announced),
            _ => self.body(stated, Place::Reading, building, announced),
        }
    }

    fn rule_table(
        &mut self,
        stated: Stated<'a>,
        building: &Building,
        announced: Option<&Type>,
    ) -> Option<(Body, Type)> {
        let entries = self.entries_of(stated);
        let given = self.required(&entries, "given")?;
        let in_order = match entries.value("read") {
            Some(read) => self.choice(read, &["in_order"]).is_some(),
            None => false,
        };
        let scope = Scope::of(Place::Reading, building);
        let mut names = vec![];
        let mut values = vec![];
        for element in self.list(given) {
            let (word, span) = self.word_of(&element.expression)?;
            let value = self.expression(&element.expression, scope, None)?;
            if self.nullability(Some(building)).can_be_unknown(&value, Place::Reading, &nullable::Facts::default()) {
                let title = said!("`{word}` can be unknown, which no row of a table answers", word);
                let hint = "make it a rule that answers always";
                self.error_hint::<()>(codes::UNKNOWN_CONDITION, title, span, "can be unknown", hint);
            }
            names.push(word.to_string());
            values.push(value);
        }
        let Some(result) = announced else {
            if self.clause_is_unreadable(stated) {
                return None;
            }
            return self.error(
                codes::NO_TABLE,
                "This rule has no decision table",
                stated.statement.span,
                "a Markdown table is expected right after its fence",
            );
        };
        let table = self.decision_table(stated, values, &names, result)?;
        self.check_complete(&table, in_order, stated);
        Some((Body::Table(table), result.clone()))
    }

    /// At one examination a value reads only what is written above it.
    fn check_order(&mut self, body: &Body, index: usize, header: &Header, building: &Building) {
        let mut later = vec![];
        let mut visit = |e: &CriterionExpr| {
            same_reading(e, &mut |id, span| {
                if id.0 >= index {
                    later.push((id, span))
                }
            })
        };
        match body {
            Body::Expression(e) => visit(e),
            Body::Cases(cases) => cases.iter().flat_map(|c| c.result.iter().chain(&c.condition)).for_each(&mut visit),
            Body::Table(table) => table.given.iter().for_each(&mut visit),
        }
        for (id, span) in later {
            let name = &building.values[id.0].name;
            let title = if id.0 == index {
                said!("`{name}` is defined by itself", name = header.name)
            } else {
                said!("`{name}` is described only further down", name)
            };
            let diagnostic = Diagnostic::new(codes::CIRCULAR, title)
                .at(span, "read here, at the same examination")
                .hint("only an earlier examination can be asked: `earlier …`, `… at baseline`");
            self.report(diagnostic);
        }
    }
}

/// The conditions of the cases that a body is; none where it is something else.
fn case_conditions(body: &Body) -> Option<Vec<Option<&CriterionExpr>>> {
    match body {
        Body::Cases(cases) => Some(cases.iter().map(|case| case.condition.as_ref()).collect()),
        Body::Expression(_) | Body::Table(_) => None,
    }
}

fn is_unreadable(item: &Item) -> bool {
    matches!(item, Item::Case(case) if case.result.kind == tree::Kind::Error)
}

/// Values an expression reads at the reading it stands at.
fn same_reading(e: &CriterionExpr, found: &mut impl FnMut(ValueId, Span)) {
    match &e.kind {
        ExprKind::Beyond(InCriterion::Criterion(node)) => match node {
            CriterionNode::Value(id) => found(*id, e.span),
            CriterionNode::Earlier { .. }
            | CriterionNode::FirstEarlier { .. }
            | CriterionNode::ExtremeEarlier { .. }
            | CriterionNode::AtBaseline(_)
            | CriterionNode::AtPrevious(_) => {}
            CriterionNode::AtReading { reading, .. } => found(*reading, e.span),
            CriterionNode::ThingDefine(_)
            | CriterionNode::Recorded
            | CriterionNode::Belongs(_)
            | CriterionNode::AtOther { .. }
            | CriterionNode::Things { .. } => {
                node.each(&mut |part| same_reading(part, found));
            }
        },
        _ => e.children().into_iter().for_each(|part| same_reading(part, found)),
    }
}
