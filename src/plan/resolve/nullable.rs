//! Which expressions can be unknown where they stand, given what earlier conditions have settled.
//!
//! The analysis errs on the side of "can be unknown"; a plan then says `is known` or takes the unknown by an earlier case.

use super::*;

/// Expressions known to be known, by their shape.
#[derive(Clone, Default)]
pub(crate) struct Facts {
    known: Vec<CriterionExpr>,
    /// The thing has a row at the reading.
    recorded: bool,
}

impl Facts {
    fn holds(&self, e: &CriterionExpr) -> bool {
        self.known.iter().any(|known| known.kind == e.kind)
    }

    /// The value is known to name an examination.
    fn knows_reading(&self, reading: ValueId) -> bool {
        let named = ExprKind::Beyond(InCriterion::Criterion(CriterionNode::Value(reading)));
        self.known.iter().any(|known| known.kind == named)
    }

    /// Adds what follows from the condition being true.
    pub fn assume(&mut self, e: &CriterionExpr) {
        match &e.kind {
            ExprKind::IsKnown(inner) | ExprKind::InSet(inner, _) => self.known.push((**inner).clone()),
            ExprKind::And(parts) => parts.iter().for_each(|p| self.assume(p)),
            ExprKind::Not(inner) => self.deny(inner),
            ExprKind::Beyond(InCriterion::Criterion(CriterionNode::Recorded)) => self.recorded = true,
            ExprKind::Compare { left, right, .. } => {
                self.known.extend([(**left).clone(), (**right).clone()]);
            }
            // Nothing more is concluded.
            ExprKind::Literal(_)
            | ExprKind::Column(_)
            | ExprKind::Or(_)
            | ExprKind::InRange { .. }
            | ExprKind::Arithmetic { .. }
            | ExprKind::Negative(_)
            | ExprKind::Scale { .. }
            | ExprKind::Function { .. }
            | ExprKind::If { .. }
            | ExprKind::YearOf(_)
            | ExprKind::Within { .. }
            | ExprKind::Before(..)
            | ExprKind::After(..)
            | ExprKind::FromOn(..)
            | ExprKind::PlusDays(..)
            | ExprKind::Beyond(_) => {}
        }
    }

    /// Adds what follows from the condition being false.
    pub fn deny(&mut self, e: &CriterionExpr) {
        match &e.kind {
            ExprKind::Not(inner) => self.assume(inner),
            ExprKind::Or(parts) => parts.iter().for_each(|p| self.deny(p)),
            ExprKind::Literal(_)
            | ExprKind::Column(_)
            | ExprKind::And(_)
            | ExprKind::Compare { .. }
            | ExprKind::InSet(..)
            | ExprKind::InRange { .. }
            | ExprKind::IsKnown(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Negative(_)
            | ExprKind::Scale { .. }
            | ExprKind::Function { .. }
            | ExprKind::If { .. }
            | ExprKind::YearOf(_)
            | ExprKind::Within { .. }
            | ExprKind::Before(..)
            | ExprKind::After(..)
            | ExprKind::FromOn(..)
            | ExprKind::PlusDays(..)
            | ExprKind::Beyond(_) => {}
        }
    }
}

/// What can be unknown depends on the tables, the plan's settled parts and the criterion at hand.
pub(crate) struct Nullability<'r> {
    pub tables: &'r [Table],
    pub defines: &'r [Define],
    pub criterion: Option<&'r criterion::Building>,
    /// Time zero is known here (timepoints, criteria).
    pub time_zero_known: bool,
    /// The event whose date is time zero.
    pub zero: Option<EventId>,
    /// Things of this kind always have a row at the reading.
    pub recorded: bool,
}

impl Nullability<'_> {
    /// True when the expression can be unknown.
    pub fn can_be_unknown(&self, e: &CriterionExpr, place: Place, facts: &Facts) -> bool {
        if facts.holds(e) {
            return false;
        }
        let inner = |x: &CriterionExpr| self.can_be_unknown(x, place, facts);
        match &e.kind {
            ExprKind::Literal(literal) => *literal == Literal::NotRecorded,
            ExprKind::IsKnown(_) => false,
            ExprKind::Column(c) => self.column(*c, place, facts),
            ExprKind::Beyond(InCriterion::Row(node)) => self.node_can_be_unknown(node, place),
            ExprKind::Beyond(InCriterion::Criterion(node)) => self.own_can_be_unknown(node, place, facts),
            ExprKind::And(parts) => self.sequence(parts, place, facts, Facts::assume),
            ExprKind::Or(parts) => self.sequence(parts, place, facts, Facts::deny),
            ExprKind::Arithmetic { op: ArithmeticOp::Divide, .. } => true,
            ExprKind::Function { function, of } => function.is_partial() || of.iter().any(inner),
            ExprKind::If { condition, then, otherwise } => {
                let (mut holds, mut fails) = (facts.clone(), facts.clone());
                holds.assume(condition);
                fails.deny(condition);
                inner(condition)
                    || self.can_be_unknown(then, place, &holds)
                    || self.can_be_unknown(otherwise, place, &fails)
            }
            ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::InSet(..)
            | ExprKind::InRange { .. }
            | ExprKind::Arithmetic { .. }
            | ExprKind::Negative(_)
            | ExprKind::Scale { .. }
            | ExprKind::YearOf(_)
            | ExprKind::Within { .. }
            | ExprKind::Before(..)
            | ExprKind::After(..)
            | ExprKind::FromOn(..)
            | ExprKind::PlusDays(..) => e.children().into_iter().any(inner),
        }
    }

    /// The first of the conditions of cases that can be unknown, each read knowing that those before it are false.
    pub fn first_unknown(&self, conditions: &[Option<&CriterionExpr>], place: Place) -> Option<Span> {
        let mut facts = Facts::default();
        for condition in conditions.iter().map_while(|c| *c) {
            if self.can_be_unknown(condition, place, &facts) {
                return Some(condition.span);
            }
            facts.deny(condition);
        }
        None
    }

    /// The expression of a row can be unknown in a row of the table.
    pub fn row_can_be_unknown(&self, e: &RowExpr, table: TableId) -> bool {
        self.can_be_unknown(&e.in_criterion(), Place::Row(table), &Facts::default())
    }

    /// What is looked up beyond a row, of which nothing is known there but what the tables promise.
    fn node_can_be_unknown(&self, node: &RowNode<RowExpr>, place: Place) -> bool {
        match node {
            RowNode::TimeZero => !self.time_zero_known,
            RowNode::Event(event) => !self.has_begun_with(*event, place),
            RowNode::OneToOne { .. } | RowNode::Selected { .. } => true,
            RowNode::Define(id) => {
                let define = &self.defines[id.0];
                self.row_can_be_unknown(&define.value, define.table)
            }
            RowNode::Parent(x) => match (place, self.criterion) {
                (Place::Row(table), _) => self.above(x, table),
                (Place::Thing(_), Some(building)) => building.thing_table().is_none_or(|table| self.above(x, table)),
                (Place::Reading, Some(building)) => self.above(x, building.exam),
                (Place::Thing(_) | Place::Reading, None) => true,
            },
            RowNode::Beside(beside) => match &beside.asked {
                AskedBeside::Value { .. } => true,
                AskedBeside::Rows(_) => self.beside_can_be_unknown(beside, place),
            },
            // What selects rows is proven to be decided where it is written.
            RowNode::Rows { .. } => false,
        }
    }

    /// Which rows are beside can be told where both dates can.
    fn beside_can_be_unknown(&self, beside: &Beside<RowExpr>, place: Place) -> bool {
        let at_hand = match (place, self.criterion) {
            (Place::Row(table), _) => Some(table),
            (Place::Thing(_), Some(building)) => building.thing_table(),
            (Place::Reading, Some(building)) => Some(building.exam),
            (Place::Thing(_) | Place::Reading, None) => None,
        };
        let around = at_hand.is_none_or(|table| self.row_can_be_unknown(&beside.around, table));
        around || self.tables[beside.table.0].columns[beside.date].missing_allowed
    }

    /// An event that every patient has of whom the criterion at hand reads an examination: that of time zero, and that after
    /// which it is read.
    fn has_begun_with(&self, event: EventId, place: Place) -> bool {
        let of_patients = matches!(place, Place::Row(table) if self.tables[table.0].parent.is_none());
        let begun = |building: &criterion::Building| {
            self.zero == Some(event) || matches!(&building.clock, Clock::Event { event: own, .. } if *own == event)
        };
        !of_patients && self.criterion.is_some_and(begun)
    }

    /// What only a criterion tells.
    fn own_can_be_unknown(&self, node: &CriterionNode<CriterionExpr>, place: Place, facts: &Facts) -> bool {
        match node {
            CriterionNode::Recorded | CriterionNode::Belongs(_) => false,
            CriterionNode::FirstEarlier { .. }
            | CriterionNode::ExtremeEarlier { .. }
            | CriterionNode::AtPrevious(_)
            | CriterionNode::AtOther { .. } => true,
            CriterionNode::AtReading { reading, what } => !facts.knows_reading(*reading) || self.elsewhere(what, place),
            CriterionNode::Things { kind, rows, condition } => self.things(kind, *rows, condition.as_deref()),
            CriterionNode::Value(id) => self.criterion.is_none_or(|b| b.value_can_be_unknown(*id)),
            CriterionNode::ThingDefine(id) => {
                let recorded = self.recorded || facts.recorded;
                self.criterion.is_none_or(|b| b.define_can_be_unknown(*id, recorded))
            }
            CriterionNode::AtBaseline(x) => self.elsewhere(x, place),
            CriterionNode::Earlier { condition, since } => {
                self.elsewhere(condition, place) || since.as_ref().is_some_and(|s| self.elsewhere(s, place))
            }
        }
    }

    /// At another examination, where a thing need not have a row.
    fn elsewhere(&self, e: &CriterionExpr, place: Place) -> bool {
        Nullability { recorded: false, ..*self }.can_be_unknown(e, place, &Facts::default())
    }

    /// Conjuncts (or disjuncts) each read knowing what the ones before settled.
    fn sequence(
        &self,
        parts: &[CriterionExpr],
        place: Place,
        facts: &Facts,
        learn: fn(&mut Facts, &CriterionExpr),
    ) -> bool {
        let mut facts = facts.clone();
        for part in parts {
            if self.can_be_unknown(part, place, &facts) {
                return true;
            }
            learn(&mut facts, part);
        }
        false
    }

    fn above(&self, x: &RowExpr, table: TableId) -> bool {
        match self.tables[table.0].parent {
            Some((_, parent)) => self.row_can_be_unknown(x, parent),
            None => true,
        }
    }

    fn column(&self, column: usize, place: Place, facts: &Facts) -> bool {
        match (place, self.criterion) {
            (Place::Row(table), _) => self.tables[table.0].columns[column].missing_allowed,
            (Place::Reading, Some(building)) => self.tables[building.exam.0].columns[column].missing_allowed,
            (Place::Thing(_), Some(building)) => {
                let Some(table) = building.thing_table().map(|t| &self.tables[t.0]) else { return true };
                let fixed = table.thing.as_ref().is_some_and(|t| t.fixed.contains(&column) || t.by.contains(&column));
                let there = fixed || self.recorded || facts.recorded;
                !there || table.columns[column].missing_allowed
            }
            (Place::Reading | Place::Thing(_), None) => true,
        }
    }

    fn things(&self, kind: &ThingsKind<CriterionExpr>, rows: RowsId, condition: Option<&CriterionExpr>) -> bool {
        let Some(building) = self.criterion else { return true };
        let set = &building.rows[rows.0];
        let of_reading = set.chosen == Chosen::Reading;
        let inside = Nullability { recorded: of_reading, ..*self };
        let place = Place::Thing(Some(rows));
        let mut facts = Facts::default();
        // What chose the rows of this reading holds in each of them; what was chosen at another may have changed since.
        if of_reading {
            facts.assume(&set.condition.in_criterion());
        }
        if let Some(condition) = condition {
            if inside.can_be_unknown(condition, place, &facts) {
                return true;
            }
            facts.assume(condition);
        }
        match kind {
            ThingsKind::Any | ThingsKind::No | ThingsKind::Count => false,
            ThingsKind::Every(x) | ThingsKind::Sum(x) => inside.can_be_unknown(x, place, &facts),
            ThingsKind::Min(_) | ThingsKind::Max(_) => true,
        }
    }

    /// A body can be unknown: by a case that says so, or by a result that can be.
    pub fn body_can_be_unknown(&self, body: &Body, place: Place) -> bool {
        match body {
            Body::Expression(e) => self.can_be_unknown(e, place, &Facts::default()),
            Body::Table(_) => false,
            Body::Cases(cases) => {
                let mut facts = Facts::default();
                for case in cases {
                    let mut here = facts.clone();
                    if let Some(condition) = &case.condition {
                        here.assume(condition);
                    }
                    match &case.result {
                        None => return true,
                        Some(result) if self.can_be_unknown(result, place, &here) => return true,
                        Some(_) => {}
                    }
                    if let Some(condition) = &case.condition {
                        facts.deny(condition);
                    }
                }
                false
            }
        }
    }
}
