//! What is true of every plan without an error, as a function: each invariant says where it does not hold.

use super::ir::*;
use crate::diagnostic::{Sources, Span};
use std::collections::BTreeSet;

/// What does not hold, in words. None of any plan that came out without an error.
pub fn invariants(plan: &Plan, sources: &Sources) -> Vec<String> {
    let mut found = Found { plan, sources, broken: vec![], names: BTreeSet::new() };
    for (index, table) in plan.tables.iter().enumerate() {
        found.header("table", &table.header);
        found.table(TableId(index), table);
    }
    for define in &plan.defines {
        found.header("define", &define.header);
        found.expression(&define.header, &define.value, define.table);
    }
    let patients = plan.patient_table();
    for event in &plan.events {
        found.header("event", &event.header);
        found.expression(&event.header, &event.date, patients);
        found.holds(&event.header, event.date.ty == Type::Date, "is no date");
    }
    for check in &plan.checks {
        found.header("check", &check.header);
        check.only.iter().chain([&check.require]).for_each(|e| found.expression(&check.header, e, check.table));
    }
    for population in &plan.populations {
        found.header("population", &population.header);
        population.require.iter().for_each(|r| found.expression(&population.header, &r.condition, patients));
    }
    for arm in &plan.arms.arms {
        arm.condition.iter().for_each(|e| found.expression(&plan.arms.header, e, patients));
    }
    for timepoints in &plan.timepoints {
        found.header("timepoints", &timepoints.header);
        for point in &timepoints.points {
            found.expression(&timepoints.header, &point.condition, timepoints.table);
        }
    }
    for response in &plan.responses {
        found.header("response", &response.header);
        if let Baseline::Own(own) = &response.baseline {
            found.expression(&response.header, &own.condition, response.criterion.exam);
        }
        if let Clock::Event { event, by: _ } = response.clock {
            found.holds(&response.header, event.0 < plan.events.len(), "is read after an event that is not there");
        }
        response.applies_to.iter().for_each(|applies| found.expression(&response.header, &applies.condition, patients));
    }
    plan.endpoints.iter().for_each(|endpoint| found.header("endpoint", &endpoint.header));
    for analysis in &plan.analyses {
        found.header("analysis", &analysis.header);
        let known = analysis.endpoint.0 < plan.endpoints.len() && analysis.population.0 < plan.populations.len();
        found.holds(&analysis.header, known, "its endpoint or population is not there");
        found.holds(&analysis.header, !analysis.methods.is_empty() || is_of_events(plan, analysis), "has no method");
    }
    found.broken
}

fn is_of_events(plan: &Plan, analysis: &Analysis) -> bool {
    matches!(plan.endpoints.get(analysis.endpoint.0).map(|e| &e.kind), Some(EndpointKind::Events(_)))
}

struct Found<'p> {
    plan: &'p Plan,
    sources: &'p Sources,
    broken: Vec<String>,
    names: BTreeSet<(&'static str, &'p str)>,
}

impl<'p> Found<'p> {
    fn holds(&mut self, header: &Header, holds: bool, what: &str) {
        if !holds {
            self.broken.push(format!("{}: {what}", header.name));
        }
    }

    fn header(&mut self, kind: &'static str, header: &'p Header) {
        let own = self.names.insert((kind, header.name.as_str()));
        self.holds(header, own, "another of its kind has this name");
        self.holds(header, header.clause.0 < self.plan.clauses.len(), "is of no clause");
        self.span(header, header.span);
    }

    /// The place is of a text, and inside of it.
    fn span(&mut self, header: &Header, span: Span) {
        let inside = self.sources.iter().any(|(file, source)| {
            file == span.file && span.start <= span.end && span.end as usize <= source.text.len()
        });
        self.holds(header, inside, "stands at no place of a text");
    }

    fn table(&mut self, id: TableId, table: &Table) {
        let columns = table.columns.len();
        let keyed = !table.key.is_empty() && table.key.iter().chain(&table.order).all(|column| *column < columns);
        self.holds(&table.header, keyed, "its key or its order names a column that is not there");
        let above = table.parent.is_none_or(|(column, parent)| column < columns && parent != id);
        self.holds(&table.header, above, "belongs to itself");
        for rule in table.columns.iter().flat_map(|column| &column.rules) {
            match rule {
                ColumnRule::RequiredWhen(condition) => self.expression(&table.header, condition, id),
                ColumnRule::AtMostColumn(other) | ColumnRule::AtLeastColumn(other) | ColumnRule::Names(other) => {
                    self.holds(&table.header, *other < columns, "a rule names a column that is not there");
                }
                ColumnRule::Range { .. } | ColumnRule::Above(_) | ColumnRule::Below(_) => {}
            }
        }
    }

    /// Whatever an expression in a row of the table names is there.
    fn expression(&mut self, header: &Header, e: &RowExpr, table: TableId) {
        self.span(header, e.span);
        if let ExprKind::Column(column) = e.kind {
            let there = column < self.plan.table(table).columns.len();
            self.holds(header, there, "names a column that is not there");
        }
        e.each_operand(&mut |part| self.expression(header, part, table), &mut |_| {});
        match e.node() {
            Some(RowNode::Parent(inner)) => match self.plan.table(table).parent {
                Some((_, parent)) => self.expression(header, inner, parent),
                None => self.holds(header, false, "asks the row above of one that belongs to none"),
            },
            Some(RowNode::OneToOne { table, column }) => {
                let there = self.plan.tables.get(table.0).is_some_and(|t| *column < t.columns.len());
                self.holds(header, there, "names a column that is not there");
            }
            Some(RowNode::Define(id)) => {
                let own = self.plan.defines.get(id.0).is_some_and(|define| define.table == table);
                self.holds(header, own, "names a define of another table");
            }
            Some(RowNode::Event(id)) => {
                self.holds(header, id.0 < self.plan.events.len(), "names an event that is not there");
            }
            Some(RowNode::Selected { taken, table: below, condition, value }) => {
                taken.here().into_iter().for_each(|here| self.expression(header, here, table));
                condition.iter().chain([value]).for_each(|part| self.expression(header, part, *below));
            }
            Some(node @ RowNode::Rows { table: below, .. }) => {
                let mut parts = vec![];
                node.each(&mut |part| parts.push(part));
                parts.into_iter().for_each(|part| self.expression(header, part, *below));
            }
            Some(RowNode::Beside(beside)) => {
                self.expression(header, &beside.around, table);
                beside.there().for_each(|part| self.expression(header, part, beside.table));
            }
            Some(RowNode::TimeZero) | None => {}
        }
    }
}
