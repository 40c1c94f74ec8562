//! Time as the compiler sees it: when what an expression reads is known.

use super::*;

/// When all that an expression reads is known, the latest winning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum When {
    Baseline,
    Administrative,
    After,
}

/// The latest moment at which something in an expression is known, with the place that reads it.
#[derive(Clone, Copy)]
pub(crate) struct Knowledge {
    pub when: When,
    pub span: Option<Span>,
}

const BASELINE: Knowledge = Knowledge { when: When::Baseline, span: None };

impl Knowledge {
    fn new(known: Known, span: Span) -> Self {
        match known {
            Known::Baseline => BASELINE,
            Known::Administrative => Knowledge { when: When::Administrative, span: Some(span) },
            Known::AtColumn(_) | Known::Itself | Known::FollowUp => Knowledge { when: When::After, span: Some(span) },
        }
    }
    fn join(self, other: Knowledge) -> Knowledge {
        if other.when > self.when { other } else { self }
    }
}

/// Whether a test of time is in a condition.
fn asks_a_day(condition: &RowExpr) -> bool {
    let mut found = false;
    condition.each(&mut |part| found |= matches!(part.kind, ExprKind::Within { .. } | ExprKind::Before(..)));
    found
}

/// By when something is asked to be known.
#[derive(Clone, Copy, PartialEq)]
enum By {
    TimeZero,
    /// Some day after time zero that the plan names.
    StatedDay,
}

/// A row that an expression reads: its table, and the dates of it that are told to be over by then.
struct ReadRow {
    table: TableId,
    by: By,
    over: Vec<RowExpr>,
}

impl ReadRow {
    fn is_over(&self, date: &ExprKind<RowExpr, InRow>) -> bool {
        self.over.iter().any(|over| over.kind == *date)
    }

    /// The row above, of whose dates those are over that this row names.
    fn above(&self, parent: TableId) -> ReadRow {
        let of_parent = |e: &RowExpr| match e.node() {
            Some(RowNode::Parent(date)) => Some((**date).clone()),
            _ => None,
        };
        ReadRow { table: parent, by: self.by, over: self.over.iter().filter_map(of_parent).collect() }
    }
}

impl<'a> Resolver<'a> {
    /// When an expression in a row of the table is known.
    pub(crate) fn known(&self, e: &RowExpr, table: TableId) -> Knowledge {
        self.known_in(e, &ReadRow { table, by: By::TimeZero, over: vec![] })
    }

    /// The date by which rows below are known that an expression selects, and of which it asks none by that date.
    pub(crate) fn dated_rows(&self, e: &RowExpr, table: TableId) -> Option<&str> {
        let mut found = None;
        self.each_behind(e, table, &mut |part, _| {
            let (below, condition) = match part.node() {
                Some(
                    RowNode::Rows { table: below, condition, .. } | RowNode::Selected { table: below, condition, .. },
                ) => (*below, condition),
                _ => return,
            };
            let bounded = condition.as_ref().is_some_and(|c| asks_a_day(c));
            if let (Known::AtColumn(date), false) = (self.plan.tables[below.0].known, bounded) {
                found = Some((below, date));
            }
        });
        let (below, date) = found?;
        Some(self.plan.tables[below.0].columns[date].name.as_str())
    }

    /// Where an expression reads something after time zero without a last day; none where all is bounded.
    pub(crate) fn open_ended(&self, e: &RowExpr, table: TableId) -> Option<Span> {
        let known = self.known_in(e, &ReadRow { table, by: By::StatedDay, over: vec![] });
        known.span.filter(|_| known.when == When::After)
    }

    /// The last day after time zero on which a condition still depends, itself or through quantities that it reads; none when
    /// it depends on nothing later.
    pub(crate) fn settled_by(&self, e: &RowExpr, table: TableId) -> Option<i64> {
        let mut last = None;
        self.each_behind(e, table, &mut |part, _| last = last.max(self.last_day(part).filter(|day| *day > 0)));
        last
    }

    /// A test of time whose answer is known by then.
    fn settles(&self, by: By, e: &RowExpr) -> bool {
        settled_test(e).and_then(|test| self.last_day(test)).is_some_and(|day| by == By::StatedDay || day <= 0)
    }

    /// The day after time zero on which the answer of a test of time is known at the latest.
    fn last_day(&self, e: &RowExpr) -> Option<i64> {
        match &e.kind {
            ExprKind::Within { high, anchor, .. } if self.is_time_zero(anchor) => Some(*high),
            ExprKind::Before(_, anchor) => self.day_after(anchor, &|e| self.is_time_zero(e)),
            _ => None,
        }
    }

    fn known_in(&self, e: &RowExpr, row: &ReadRow) -> Knowledge {
        match &e.kind {
            ExprKind::Column(c) => self.column_known(*c, row, e.span),
            ExprKind::Beyond(InRow(node)) => self.node_known(node, row, e.span),
            ExprKind::Or(parts) => {
                let read = parts.iter().filter(|p| !absorbed(p, parts));
                read.fold(BASELINE, |k, part| k.join(self.known_in(part, row)))
            }
            ExprKind::And(_) | ExprKind::Within { .. } | ExprKind::Before(..) if self.settles(row.by, e) => {
                settled_test(e).and_then(date_tested).map_or(BASELINE, |date| self.date_known(date, row))
            }
            ExprKind::Literal(_)
            | ExprKind::Not(_)
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
            | ExprKind::PlusDays(..) => {
                e.children().into_iter().fold(BASELINE, |k, child| k.join(self.known_in(child, row)))
            }
        }
    }

    /// Whether a date is over by a day is known on that day, unless the date itself is told only later.
    fn date_known(&self, date: &RowExpr, row: &ReadRow) -> Knowledge {
        match (&date.kind, date.node()) {
            (ExprKind::Column(c), _) => {
                let known = self.plan.tables[row.table.0].columns[*c].known;
                if known == Known::AtColumn(*c) || known == Known::Itself {
                    return BASELINE;
                }
                self.column_known(*c, row, date.span)
            }
            (_, Some(RowNode::Parent(inner))) => match self.plan.tables[row.table.0].parent {
                Some((_, parent)) => self.date_known(inner, &row.above(parent)),
                None => BASELINE,
            },
            (_, Some(RowNode::OneToOne { table, column })) => {
                let other = ReadRow { table: *table, by: row.by, over: vec![] };
                let column = Expr { kind: ExprKind::Column(*column), ty: date.ty.clone(), span: date.span };
                self.date_known(&column, &other)
            }
            (_, Some(RowNode::Event(_) | RowNode::TimeZero)) => BASELINE,
            _ => self.known_in(date, row),
        }
    }

    fn column_known(&self, column: usize, row: &ReadRow, span: Span) -> Knowledge {
        let declared = &self.plan.tables[row.table.0].columns[column];
        let over = match declared.known {
            Known::AtColumn(date) if self.is_dated_time_zero(row.table, date) => true,
            Known::Itself if self.is_dated_time_zero(row.table, column) => true,
            Known::AtColumn(date) => row.is_over(&ExprKind::Column(date)),
            Known::Itself if declared.ty == Type::Date => row.is_over(&ExprKind::Column(column)),
            Known::Itself => self.row_is_over(row),
            Known::Baseline | Known::Administrative | Known::FollowUp => false,
        };
        if over { BASELINE } else { Knowledge::new(declared.known, span) }
    }

    /// Whether a date of a patient is that of time zero itself: on that day it is over.
    fn is_dated_time_zero(&self, table: TableId, column: usize) -> bool {
        let zero = self.zero_event().and_then(|event| self.plan.events.get(event.0));
        self.patients() == Some(table) && zero.is_some_and(|event| event.date.kind == ExprKind::Column(column))
    }

    /// The date at which the row is known is over; a row without one is known with the row it belongs to.
    fn row_is_over(&self, row: &ReadRow) -> bool {
        let table = &self.plan.tables[row.table.0];
        match (table.known, table.parent) {
            (Known::AtColumn(date), _) => row.is_over(&ExprKind::Column(date)),
            (Known::Itself, Some((_, parent))) => self.row_is_over(&row.above(parent)),
            (Known::Itself | Known::Baseline | Known::Administrative | Known::FollowUp, _) => false,
        }
    }

    /// When what is looked up beyond a row is known.
    fn node_known(&self, node: &RowNode<RowExpr>, row: &ReadRow, span: Span) -> Knowledge {
        match node {
            RowNode::OneToOne { table, column } => {
                Knowledge::new(self.plan.tables[table.0].columns[*column].known, span)
            }
            RowNode::Define(id) => {
                let inside = self.known_in(&self.plan.defines[id.0].value, row);
                Knowledge { span: inside.span.map(|_| span), ..inside }
            }
            RowNode::Parent(inner) => match self.plan.tables[row.table.0].parent {
                Some((_, parent)) => self.known_in(inner, &row.above(parent)),
                None => BASELINE,
            },
            RowNode::TimeZero => BASELINE,
            // Without a time zero, which was reported, nothing is after it.
            RowNode::Event(id) if self.plan.time_zero.as_ref().is_none_or(|t| t.event == Some(*id)) => BASELINE,
            RowNode::Event(_) => Knowledge { when: When::After, span: Some(span) },
            RowNode::Rows { table, condition, kind } => {
                let asked = match kind {
                    RowsKind::Every(has) => Some(&**has),
                    RowsKind::Any | RowsKind::No | RowsKind::Count => None,
                };
                self.rows_known(*table, condition.as_deref(), asked, row, span)
            }
            RowNode::Selected { table, condition, value, taken } => {
                let there = self.rows_known(*table, condition.as_deref(), Some(value), row, span);
                taken.here().into_iter().fold(there, |k, here| k.join(self.known_in(here, row)))
            }
            RowNode::Beside(beside) => self.beside_known(beside, row, span),
        }
    }

    /// Rows beside one are over with it where none is dated after it.
    fn beside_known(&self, beside: &Beside<RowExpr>, row: &ReadRow, span: Span) -> Knowledge {
        let over = row.is_over(&beside.around.kind) && beside.high.is_some_and(|last| last <= 0);
        let date = &self.plan.tables[beside.table.0].columns[beside.date];
        let date = Expr { kind: ExprKind::Column(beside.date), ty: date.ty.clone(), span };
        let read = ReadRow { table: beside.table, by: row.by, over: over.then_some(date).into_iter().collect() };
        let there = if self.row_is_over(&read) {
            BASELINE
        } else {
            Knowledge::new(self.plan.tables[beside.table.0].known, span)
        };
        beside
            .there()
            .fold(there.join(self.known_in(&beside.around, row)), |k, part| k.join(self.known_in(part, &read)))
    }

    /// When rows below one are known, the condition by which they are chosen, and what is asked of them.
    fn rows_known(
        &self,
        below: TableId,
        condition: Option<&RowExpr>,
        asked: Option<&RowExpr>,
        row: &ReadRow,
        span: Span,
    ) -> Knowledge {
        let mut over: Vec<RowExpr> = condition.map_or_else(Vec::new, |c| {
            let settled = conjuncts(c).into_iter().filter(|p| self.settles(row.by, p));
            settled.filter_map(|p| settled_test(p).and_then(date_tested).cloned()).collect()
        });
        if self.plan.tables[below.0].parent.is_some_and(|(_, parent)| parent == row.table) {
            let here = |e: &RowExpr| Expr { kind: RowNode::Parent(Box::new(e.clone())).into(), ..e.clone() };
            over.extend(row.over.iter().map(here));
        }
        let read = ReadRow { table: below, by: row.by, over };
        let known = self.plan.tables[below.0].known;
        let there = if self.row_is_over(&read) { BASELINE } else { Knowledge::new(known, span) };
        condition.into_iter().chain(asked).fold(there, |k, part| k.join(self.known_in(part, &read)))
    }
}

/// The test of time that an expression is, by itself or of an event that is known.
fn settled_test(e: &RowExpr) -> Option<&RowExpr> {
    match &e.kind {
        ExprKind::And(parts) => guarded(parts),
        _ => Some(e),
    }
}

fn date_tested(test: &RowExpr) -> Option<&RowExpr> {
    match &test.kind {
        ExprKind::Before(date, _) | ExprKind::Within { date, .. } => Some(date),
        _ => None,
    }
}

fn conjuncts(e: &RowExpr) -> Vec<&RowExpr> {
    match &e.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![e],
    }
}

/// The test in `event is known and TEST of event`, as the compiler writes a test of time on an event.
fn guarded(parts: &[RowExpr]) -> Option<&RowExpr> {
    let [RowExpr { kind: ExprKind::IsKnown(event), .. }, test] = parts else { return None };
    date_tested(test).filter(|date| date.kind == event.kind).map(|_| test)
}

/// `event is missing`, where another part is `not (TEST of event)`: it adds nothing, as the test of an event that did
/// not happen is false.
fn absorbed(part: &RowExpr, parts: &[RowExpr]) -> bool {
    let ExprKind::Not(inner) = &part.kind else { return false };
    let ExprKind::IsKnown(event) = &inner.kind else { return false };
    parts.iter().any(|other| {
        let ExprKind::Not(test) = &other.kind else { return false };
        let ExprKind::And(guard) = &test.kind else { return false };
        matches!(guard.first(), Some(RowExpr { kind: ExprKind::IsKnown(e), .. }) if e.kind == event.kind)
            && guarded(guard).is_some()
    })
}
