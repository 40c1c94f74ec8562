//! What an expression reads.

use super::*;

/// Events that the date of an event reads by their names. It reads no quantity, as those are described after the events.
pub(crate) fn events(e: &RowExpr) -> Vec<EventId> {
    let mut found = vec![];
    e.each(&mut |part| {
        if let Some(RowNode::Event(id)) = part.node() {
            found.push(*id);
        }
    });
    found
}

impl Resolver<'_> {
    /// Calls `visit` on an expression in a row of the table, on all within it and on what the quantities that it reads are
    /// described as, each with the table in whose row it stands.
    pub(crate) fn each_behind(&self, e: &RowExpr, table: TableId, visit: &mut dyn FnMut(&RowExpr, TableId)) {
        self.each_not_seen(e, table, &mut BTreeSet::new(), visit);
    }

    fn each_not_seen(
        &self,
        e: &RowExpr,
        table: TableId,
        seen: &mut BTreeSet<DefineId>,
        visit: &mut dyn FnMut(&RowExpr, TableId),
    ) {
        visit(e, table);
        let of_children = match e.node() {
            Some(RowNode::Define(id)) if seen.insert(*id) => {
                let define = &self.plan.defines[id.0];
                return self.each_not_seen(&define.value, define.table, seen, visit);
            }
            Some(RowNode::Beside(beside)) => {
                self.each_not_seen(&beside.around, table, seen, visit);
                return beside.there().for_each(|part| self.each_not_seen(part, beside.table, seen, visit));
            }
            Some(RowNode::Selected { taken, table: below, condition, value }) => {
                taken.here().into_iter().for_each(|here| self.each_not_seen(here, table, seen, visit));
                let there = condition.iter().chain([value]);
                return there.for_each(|part| self.each_not_seen(part, *below, seen, visit));
            }
            Some(RowNode::Parent(_)) => self.plan.tables[table.0].parent.map_or(table, |(_, above)| above),
            Some(RowNode::Rows { table: below, .. }) => *below,
            Some(RowNode::Define(_) | RowNode::OneToOne { .. } | RowNode::Event(_) | RowNode::TimeZero) | None => table,
        };
        e.children().into_iter().for_each(|child| self.each_not_seen(child, of_children, seen, visit));
    }

    /// What an expression is: itself, or where it is but a quantity, what that is described as.
    pub(crate) fn behind<'e>(&'e self, e: &'e RowExpr) -> &'e RowExpr {
        match e.node() {
            Some(RowNode::Define(id)) => self.behind(&self.plan.defines[id.0].value),
            Some(RowNode::Parent(above)) => self.behind(above),
            Some(
                RowNode::Rows { .. }
                | RowNode::Selected { .. }
                | RowNode::Beside(_)
                | RowNode::OneToOne { .. }
                | RowNode::Event(_)
                | RowNode::TimeZero,
            )
            | None => e,
        }
    }

    /// Time zero: itself, by the name of its event, or as a quantity.
    pub(crate) fn is_time_zero(&self, e: &RowExpr) -> bool {
        match self.behind(e).node() {
            Some(RowNode::TimeZero) => true,
            Some(RowNode::Event(event)) => self.zero_event() == Some(*event),
            Some(
                RowNode::Rows { .. }
                | RowNode::Selected { .. }
                | RowNode::Beside(_)
                | RowNode::OneToOne { .. }
                | RowNode::Define(_)
                | RowNode::Parent(_),
            )
            | None => false,
        }
    }

    /// Events that an expression in the row of a patient reads by their names, itself or through quantities.
    pub(crate) fn events_read(&self, e: &RowExpr) -> BTreeSet<EventId> {
        let mut found = BTreeSet::new();
        let Some(patients) = self.patients() else { return found };
        self.each_behind(e, patients, &mut |part, _| {
            if let Some(RowNode::Event(id)) = part.node() {
                found.insert(*id);
            }
        });
        found
    }
}

/// The parts of a condition that hold together.
pub(crate) fn conjuncts(e: &RowExpr) -> Vec<&RowExpr> {
    match &e.kind {
        ExprKind::And(parts) => parts.iter().flat_map(conjuncts).collect(),
        _ => vec![e],
    }
}
