//! The columns that a rule reads, told from its expressions.

use crate::plan::ir::{
    Body, Check, ColumnRule, CriterionExpr, CriterionNode, DefineId, EventId, ExprKind, InCriterion, InRow, Plan,
    Response, RowExpr, RowNode, RowsKind, TableId,
};
use std::collections::BTreeSet;

pub type ColumnOf = (TableId, usize);

/// What a rule rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reads {
    /// Of the row itself, of rows that it belongs to, and of rows of which the patient has one.
    pub own: BTreeSet<ColumnOf>,
    /// Of rows among which it looks.
    pub among: BTreeSet<ColumnOf>,
    /// Tables of which it asks whether there is a row.
    pub rows: BTreeSet<TableId>,
}

impl Reads {
    /// It rests on no row but its own and those above.
    pub fn looks_nowhere(&self) -> bool {
        self.among.is_empty() && self.rows.is_empty()
    }

    pub fn of_check(plan: &Plan, check: &Check) -> Reads {
        let mut walk = Walk::new(plan);
        check.only.iter().chain([&check.require]).for_each(|e| walk.row(e, check.table, Whose::Own));
        walk.reads.among.extend(check.split.iter().copied());
        if let Some((timepoints, _)) = check.at {
            walk.reads.among.insert((check.table, plan.timepoints[timepoints].date));
        }
        walk.reads
    }

    /// What the readings of a criterion rest on.
    pub fn of_response(plan: &Plan, response: &Response) -> Reads {
        let criterion = &response.criterion;
        let (exam, thing) = (criterion.exam, criterion.rows_of());
        let mut walk = Walk::new(plan);
        let at_readings = criterion.values.iter().map(|value| (&value.body, exam));
        let on_things = criterion.defines.iter().map(|define| (&define.body, thing));
        at_readings.chain(on_things).for_each(|(body, table)| walk.body(body, table, thing));
        let alone = criterion.unfit_baseline.iter().chain([&criterion.no_reading.0]);
        alone.for_each(|e| walk.criterion(e, exam, thing));
        for set in &criterion.rows {
            let ranked = set.ranked.iter().flat_map(|ranked| ranked.expressions());
            std::iter::once(&set.condition).chain(ranked).for_each(|e| walk.row(e, thing, Whose::Others));
        }
        let reader = criterion.things.and_then(|things| things.reader);
        walk.reads.among.extend(reader.map(|reader| (thing, reader)));
        walk.reads.among.insert((exam, plan.timepoints[response.timepoints].date));
        walk.reads.rows.insert(thing);
        walk.reads
    }

    /// What makes a value required, and the values of the row that it is compared with.
    pub fn of_column(plan: &Plan, table: TableId, column: usize) -> Reads {
        let mut walk = Walk::new(plan);
        for rule in &plan.table(table).columns[column].rules {
            match rule {
                ColumnRule::AtMostColumn(other) | ColumnRule::AtLeastColumn(other) => {
                    walk.column((table, *other), Whose::Own);
                }
                ColumnRule::RequiredWhen(condition) => walk.row(condition, table, Whose::Own),
                ColumnRule::Range { .. } | ColumnRule::Above(_) | ColumnRule::Below(_) | ColumnRule::Names(_) => {}
            }
        }
        walk.reads
    }

    /// The date of an event.
    pub fn of_event(plan: &Plan, event: EventId) -> Reads {
        let mut walk = Walk::new(plan);
        walk.event(event, Whose::Own);
        walk.reads
    }

    /// The dates at which observation ends.
    pub fn of_ends(plan: &Plan) -> Reads {
        let mut walk = Walk::new(plan);
        let ends = plan.endpoints.iter().filter_map(|endpoint| endpoint.kind.until());
        ends.for_each(|date| walk.row(date, plan.patient_table(), Whose::Own));
        walk.reads
    }

    pub fn of_time_zero(plan: &Plan) -> Reads {
        plan.time_zero.event.map_or_else(Reads::default, |event| Reads::of_event(plan, event))
    }
}

/// Whether an expression stands in the row that is asked about, or in rows among which it looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Others,
}

struct Walk<'p> {
    plan: &'p Plan,
    reads: Reads,
    /// Quantities that were walked, and for whose sake.
    seen: Vec<(DefineId, Whose)>,
}

impl<'p> Walk<'p> {
    fn new(plan: &'p Plan) -> Self {
        Walk { plan, reads: Reads::default(), seen: vec![] }
    }

    fn column(&mut self, of: ColumnOf, whose: Whose) {
        match whose {
            Whose::Own => self.reads.own.insert(of),
            Whose::Others => self.reads.among.insert(of),
        };
    }

    fn row(&mut self, e: &RowExpr, table: TableId, whose: Whose) {
        if let ExprKind::Column(column) = e.kind {
            self.column((table, column), whose);
        }
        let (mut parts, mut looks) = (vec![], vec![]);
        e.each_operand(&mut |part| parts.push(part), &mut |InRow(node)| looks.push(node));
        parts.into_iter().for_each(|part| self.row(part, table, whose));
        looks.into_iter().for_each(|node| self.look(node, table, whose));
    }

    fn look(&mut self, node: &RowNode<RowExpr>, table: TableId, whose: Whose) {
        match node {
            RowNode::Parent(above) => {
                let parent = self.plan.table(table).parent.map_or(table, |(_, parent)| parent);
                self.row(above, parent, whose);
            }
            RowNode::OneToOne { table, column } => self.column((*table, *column), whose),
            RowNode::Define(id) => {
                if !self.seen.contains(&(*id, whose)) {
                    self.seen.push((*id, whose));
                    let define = &self.plan.defines[id.0];
                    self.row(&define.value, define.table, whose);
                }
            }
            RowNode::Event(event) => self.event(*event, whose),
            RowNode::TimeZero => self.plan.time_zero.event.into_iter().for_each(|event| self.event(event, whose)),
            RowNode::Rows { kind, table: below, condition } => {
                self.reads.rows.insert(*below);
                let every = match kind {
                    RowsKind::Every(has) => Some(has),
                    RowsKind::Any | RowsKind::No | RowsKind::Count => None,
                };
                condition.iter().chain(every).for_each(|e| self.row(e, *below, Whose::Others));
            }
            RowNode::Selected { taken, table: below, condition, value } => {
                self.reads.rows.insert(*below);
                taken.here().into_iter().for_each(|here| self.row(here, table, whose));
                condition.iter().chain([value]).for_each(|e| self.row(e, *below, Whose::Others));
            }
            RowNode::Beside(beside) => {
                self.reads.rows.insert(beside.table);
                self.reads.among.insert((beside.table, beside.date));
                self.row(&beside.around, table, whose);
                beside.there().for_each(|e| self.row(e, beside.table, Whose::Others));
            }
        }
    }

    fn event(&mut self, event: EventId, whose: Whose) {
        if let Some(of) = self.plan.event(event) {
            self.row(&of.date, self.plan.patient_table(), whose);
        }
    }

    fn body(&mut self, body: &Body, table: TableId, thing: TableId) {
        match body {
            Body::Expression(e) => self.criterion(e, table, thing),
            Body::Cases(cases) => {
                let of = cases.iter().flat_map(|case| case.condition.iter().chain(&case.result));
                of.for_each(|e| self.criterion(e, table, thing));
            }
            Body::Table(decision) => decision.given.iter().for_each(|e| self.criterion(e, table, thing)),
        }
    }

    /// At a reading, or on a thing: whose columns these are is told by the table.
    fn criterion(&mut self, e: &CriterionExpr, table: TableId, thing: TableId) {
        if let ExprKind::Column(column) = e.kind {
            self.reads.among.insert((table, column));
        }
        let (mut parts, mut looks) = (vec![], vec![]);
        e.each_operand(&mut |part| parts.push(part), &mut |look| looks.push(look));
        parts.into_iter().for_each(|part| self.criterion(part, table, thing));
        for look in looks {
            match look {
                InCriterion::Row(node) => self.look(node, table, Whose::Others),
                InCriterion::Criterion(node) => self.at_readings(node, table, thing),
            }
        }
    }

    fn at_readings(&mut self, node: &CriterionNode<CriterionExpr>, table: TableId, thing: TableId) {
        let within = match node {
            CriterionNode::Things { .. } => thing,
            CriterionNode::Value(_)
            | CriterionNode::ThingDefine(_)
            | CriterionNode::Recorded
            | CriterionNode::Belongs(_)
            | CriterionNode::AtOther { .. }
            | CriterionNode::AtBaseline(_)
            | CriterionNode::AtPrevious(_)
            | CriterionNode::AtReading { .. }
            | CriterionNode::Earlier { .. }
            | CriterionNode::ExtremeEarlier { .. }
            | CriterionNode::FirstEarlier { .. } => table,
        };
        let mut parts = vec![];
        node.each(&mut |part| parts.push(part));
        parts.into_iter().for_each(|part| self.criterion(part, within, thing));
    }
}
