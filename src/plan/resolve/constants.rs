//! Conditions that no value satisfies or every value does, as far as fixed values and declared ranges show it.

use super::*;
use crate::catalogue::Question;
use crate::diagnostic::said;
use rust_decimal::Decimal;

/// An end of an interval, and whether it belongs to it.
type End = Option<(Decimal, bool)>;

/// The numbers, or days, that a condition allows.
#[derive(Clone, Copy, Default, PartialEq)]
struct Interval {
    low: End,
    high: End,
}

impl Interval {
    fn of(op: CompareOp, value: Decimal) -> Option<Interval> {
        let (low, high) = match op {
            CompareOp::Equal => (Some((value, true)), Some((value, true))),
            CompareOp::NotEqual => return None,
            CompareOp::Less => (None, Some((value, false))),
            CompareOp::LessEqual => (None, Some((value, true))),
            CompareOp::Greater => (Some((value, false)), None),
            CompareOp::GreaterEqual => (Some((value, true)), None),
        };
        Some(Interval { low, high })
    }

    fn and(self, other: Interval) -> Interval {
        let higher = |a: (Decimal, bool), b: (Decimal, bool)| if (b.0, !b.1) > (a.0, !a.1) { b } else { a };
        let lower = |a: (Decimal, bool), b: (Decimal, bool)| if (b.0, b.1) < (a.0, a.1) { b } else { a };
        let join = |a: End, b: End, pick: &dyn Fn((Decimal, bool), (Decimal, bool)) -> (Decimal, bool)| match (a, b) {
            (Some(a), Some(b)) => Some(pick(a, b)),
            (a, b) => a.or(b),
        };
        Interval { low: join(self.low, other.low, &higher), high: join(self.high, other.high, &lower) }
    }

    fn is_empty(self) -> bool {
        let (Some((low, low_in)), Some((high, high_in))) = (self.low, self.high) else { return false };
        low > high || low == high && !(low_in && high_in)
    }

    fn is_part_of_a_whole(self) -> bool {
        self.low == self.high && self.low.is_some_and(|(n, _)| !n.fract().is_zero())
    }

    /// Whether every number of this is one of the other.
    fn is_within(self, other: Interval) -> bool {
        let reaches = |own: End, limit: End, beyond: &dyn Fn(Decimal, Decimal) -> bool| match (own, limit) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some((own, own_in)), Some((limit, limit_in))) => {
                beyond(own, limit) || own == limit && (limit_in || !own_in)
            }
        };
        (other.low.is_some() || other.high.is_some())
            && reaches(self.low, other.low, &|own, limit| own > limit)
            && reaches(self.high, other.high, &|own, limit| own < limit)
    }

    /// One without an upper end and one without a lower end that together leave nothing out.
    fn covers_with(self, other: Interval) -> bool {
        let pair = |above: Interval, below: Interval| match (above, below) {
            (
                Interval { low: Some((low, low_in)), high: None },
                Interval { low: None, high: Some((high, high_in)) },
            ) => low < high || low == high && (low_in || high_in),
            _ => false,
        };
        pair(self, other) || pair(other, self)
    }
}

/// What a condition says of one expression: a range of numbers, or some of the codes.
enum Claim {
    Numbers(Interval),
    Codes(Vec<usize>),
}

impl Claim {
    /// No value satisfies both.
    fn excludes(&self, other: &Claim) -> bool {
        match (self, other) {
            (Claim::Numbers(a), Claim::Numbers(b)) => a.and(*b).is_empty(),
            (Claim::Codes(a), Claim::Codes(b)) => !a.iter().any(|code| b.contains(code)),
            (Claim::Numbers(_), Claim::Codes(_)) | (Claim::Codes(_), Claim::Numbers(_)) => false,
        }
    }

    /// Every number satisfies one of the two; that codes do is told of all of them together.
    fn leaves_none_with(&self, other: &Claim) -> bool {
        match (self, other) {
            (Claim::Numbers(a), Claim::Numbers(b)) => a.covers_with(*b),
            (Claim::Codes(_), _) | (Claim::Numbers(_), Claim::Codes(_)) => false,
        }
    }
}

impl<'a> Resolver<'a> {
    /// A comparison compares something, and some declared value satisfies it.
    pub(crate) fn check_comparison(
        &mut self,
        op: CompareOp,
        a: &CriterionExpr,
        b: &CriterionExpr,
        span: Span,
        scope: Scope,
    ) -> Option<()> {
        let fixed = operators::constant(a).is_some() && operators::constant(b).is_some();
        if fixed || a.kind == b.kind {
            let title = "This compares nothing: its answer is the same in every row";
            let label = if fixed { "two fixed values" } else { "a value with itself" };
            return self.error(codes::WRONG_VALUE, title, span, label);
        }
        for (what, value, op) in [(a, b, op), (b, a, op.turned())] {
            if let Some(allowed) =
                operators::constant(value).as_ref().and_then(number).and_then(|n| Interval::of(op, n))
            {
                self.check_declared(what, allowed, span, scope)?;
            }
        }
        Some(())
    }

    /// A set names each of its members once, and each can occur.
    pub(crate) fn check_members(
        &mut self,
        what: &CriterionExpr,
        members: &[(Literal, Span)],
        scope: Scope,
    ) -> Option<()> {
        for (i, (member, span)) in members.iter().enumerate() {
            if let Some((_, first)) = members[..i].iter().find(|(m, _)| m == member) {
                return self.repeated("A value stands twice in a set", *span, *first);
            }
            if let Some(one) = number(member).and_then(|n| Interval::of(CompareOp::Equal, n)) {
                self.check_declared(what, one, *span, scope)?;
            }
        }
        let all = matches!(&what.ty, Type::Code(list) if members.len() == list.codes.len());
        let column = self.column_behind(what, scope).filter(|_| all && scope.criterion.is_none());
        if let (Some((name, place)), Some((_, last))) = (column.map(|c| (c.name.clone(), c.span)), members.last()) {
            self.always_so(&name, place, what.span.to(*last));
        }
        Some(())
    }

    pub(crate) fn check_range(
        &mut self,
        what: &CriterionExpr,
        (low, high): (&Literal, &Literal),
        span: Span,
        scope: Scope,
    ) -> Option<()> {
        let (Some(low), Some(high)) = (number(low), number(high)) else { return Some(()) };
        self.in_order(low, high, span)?;
        let allowed = Interval { low: Some((low, true)), high: Some((high, true)) };
        self.check_declared(what, allowed, span, scope)
    }

    /// The ends of a range in their order.
    pub(crate) fn in_order(&mut self, low: Decimal, high: Decimal, span: Span) -> Option<()> {
        if low <= high {
            return Some(());
        }
        let hint = "write the smaller end first";
        self.error_hint(codes::WRONG_VALUE, "This range is empty", span, "its first end is above its last", hint)
    }

    /// Division by a fixed zero, or a product with one.
    pub(crate) fn check_zero(
        &mut self,
        op: ArithmeticOp,
        a: &CriterionExpr,
        b: &CriterionExpr,
        span: Span,
    ) -> Option<()> {
        let zero = |e: &CriterionExpr| operators::constant(e).as_ref().and_then(number).is_some_and(|n| n.is_zero());
        match op {
            ArithmeticOp::Divide if zero(b) => {
                self.error(codes::WRONG_VALUE, "Nothing is divided by zero", span, "has no value in any row")
            }
            ArithmeticOp::Multiply if zero(a) || zero(b) => {
                self.error(codes::WRONG_VALUE, "A product with zero is zero", span, "the same in every row")
            }
            _ => Some(()),
        }
    }

    /// The condition allows some value that the column is declared to hold.
    fn check_declared(&mut self, what: &CriterionExpr, allowed: Interval, span: Span, scope: Scope) -> Option<()> {
        let Some(column) = self.column_behind(what, scope).filter(|_| !scope.denied) else { return Some(()) };
        let declared = declared(column);
        if !declared.is_empty() && declared.is_within(allowed) && scope.criterion.is_none() {
            let column = (column.name.clone(), column.span);
            self.always_so(&column.0, column.1, span);
            return Some(());
        }
        let is_part = column.ty == Type::Integer && allowed.is_part_of_a_whole();
        if !is_part && (declared.is_empty() || !declared.and(allowed).is_empty()) {
            return Some(());
        }
        let (name, place) = (column.name.clone(), column.span);
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, said!("No value of `{name}` satisfies this", name))
            .at(span, "outside of what the column holds")
            .at(place, "its values are declared here");
        self.report(diagnostic);
        None
    }

    /// Of a plan's own condition: what it asks is so of every value that can be.
    fn always_so(&mut self, column: &str, declared: Span, span: Span) {
        let title = said!("Every value of `{column}` satisfies this", column);
        let diagnostic = Diagnostic::new(codes::ALWAYS_SO, title)
            .at(span, "true whatever the data are")
            .at(declared, "its values are declared here")
            .because("a condition that leaves nobody out says nothing, and what was meant is not asked")
            .hint("take it away, or write the limit that was meant");
        self.ask_here(Question::AlwaysSo, diagnostic);
    }

    /// The column an expression reads as it stands.
    fn column_behind(&self, e: &CriterionExpr, scope: Scope) -> Option<&Column> {
        let table = match (scope.place, scope.criterion) {
            (Place::Row(table), _) => table,
            (Place::Thing(_), Some(building)) => building.thing_table()?,
            (Place::Reading, Some(building)) => building.exam,
            _ => return None,
        };
        self.column_in(&e.in_row().ok()?, table)
    }

    fn column_in(&self, e: &RowExpr, table: TableId) -> Option<&Column> {
        if let ExprKind::Column(column) = e.kind {
            return self.plan.tables.get(table.0)?.columns.get(column);
        }
        match e.node()? {
            RowNode::OneToOne { table, column } => self.plan.tables.get(table.0)?.columns.get(*column),
            RowNode::Parent(inner) => self.column_in(inner, self.plan.tables.get(table.0)?.parent?.1),
            RowNode::Define(_)
            | RowNode::Event(_)
            | RowNode::TimeZero
            | RowNode::Rows { .. }
            | RowNode::Selected { .. }
            | RowNode::Beside(_) => None,
        }
    }

    /// The parts of a disjunction do not allow every code between them.
    fn check_every_code(&mut self, parts: &[CriterionExpr]) -> Option<()> {
        let Some((subject, _)) = parts.last().and_then(codes_of) else { return Some(()) };
        let Type::Code(list) = &subject.ty else { return Some(()) };
        let same = parts.iter().filter_map(codes_of).filter(|(what, _)| what.kind == subject.kind);
        let allowed: BTreeSet<usize> = same.flat_map(|(_, codes)| codes).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Some(()) };
        if allowed.len() < list.codes.len() {
            return Some(());
        }
        let title = "Every value satisfies one of these conditions";
        self.error(codes::WRONG_VALUE, title, first.span.to(last.span), "one for each code")
    }

    /// Requirements of one population say one thing each, and someone satisfies all of them.
    pub(crate) fn check_requirements(&mut self, requirements: &[Requirement]) -> Option<()> {
        let mut parts: Vec<CriterionExpr> = vec![];
        for requirement in requirements {
            match requirement.condition.in_criterion() {
                CriterionExpr { kind: ExprKind::And(inner), .. } => {
                    for part in inner {
                        parts.push(part);
                        self.check_together(true, &parts)?;
                    }
                }
                whole => {
                    parts.push(whole);
                    self.check_together(true, &parts)?;
                }
            }
        }
        Some(())
    }

    /// `consent or not consent`, which says nothing, and `consent and not consent`, which nobody satisfies.
    fn check_opposite(&mut self, all: bool, last: &CriterionExpr, before: &[CriterionExpr]) -> Option<()> {
        let denies = |one: &CriterionExpr, other: &CriterionExpr| match &one.kind {
            ExprKind::Not(inner) => inner.kind == other.kind,
            _ => false,
        };
        let Some(other) = before.iter().find(|part| denies(last, part) || denies(part, last)) else { return Some(()) };
        let (title, label) = match all {
            true => ("No value satisfies both of these conditions", "the opposite of the other"),
            false => ("Every value satisfies one of these conditions", "or the opposite of the other"),
        };
        self.report(Diagnostic::new(codes::WRONG_VALUE, title).at(last.span, label).at(other.span, "this condition"));
        None
    }

    /// The last part of a conjunction leaves some value that the parts before it allow; that of a disjunction does not make
    /// every value satisfy it.
    pub(crate) fn check_together(&mut self, all: bool, parts: &[CriterionExpr]) -> Option<()> {
        let Some((last, before)) = parts.split_last() else { return Some(()) };
        // Two options that have the same value say nothing of each other.
        if operators::is_settled(last) {
            return Some(());
        }
        if let Some(first) = before.iter().find(|part| part.kind == last.kind) {
            return self.repeated("A condition stands twice", last.span, first.span);
        }
        self.check_opposite(all, last, before)?;
        if !all {
            self.check_every_code(parts)?;
        }
        let Some((subject, claim)) = claim(last) else { return Some(()) };
        for part in before {
            let Some((other, earlier)) = claim_of(part, subject) else { continue };
            let fault = if all { earlier.excludes(&claim) } else { earlier.leaves_none_with(&claim) };
            if fault {
                let title = match all {
                    true => "No value satisfies both of these conditions",
                    false => "Every value satisfies one of these conditions",
                };
                let label = if all { "contradicts the other" } else { "or the other" };
                self.report(
                    Diagnostic::new(codes::WRONG_VALUE, title).at(last.span, label).at(other, "this condition"),
                );
                return None;
            }
        }
        Some(())
    }
}

/// The codes that a condition allows of an expression.
fn codes_of(e: &CriterionExpr) -> Option<(&CriterionExpr, Vec<usize>)> {
    if let ExprKind::Compare { op: CompareOp::NotEqual, left, right } = &e.kind
        && let (Some(Literal::Code(code)), Type::Code(list)) = (operators::constant(right), &left.ty)
    {
        return Some((left, (0..list.codes.len()).filter(|c| *c != code).collect()));
    }
    match claim(e)? {
        (what, Claim::Codes(codes)) => Some((what, codes)),
        (_, Claim::Numbers(_)) => None,
    }
}

/// The column is declared to hold no number at all.
pub(crate) fn holds_nothing(column: &Column) -> bool {
    declared(column).is_empty()
}

fn declared(column: &Column) -> Interval {
    let of_rule = |rule: &ColumnRule| match rule {
        ColumnRule::Range { low, high } => Interval { low: low.map(|d| (d, true)), high: high.map(|d| (d, true)) },
        ColumnRule::Above(low) => Interval { low: Some((*low, false)), high: None },
        ColumnRule::Below(high) => Interval { low: None, high: Some((*high, false)) },
        _ => Interval::default(),
    };
    column.rules.iter().map(of_rule).fold(Interval::default(), Interval::and)
}

/// What a condition says of an expression, by the shape of that.
fn claim(e: &CriterionExpr) -> Option<(&CriterionExpr, Claim)> {
    match &e.kind {
        ExprKind::Compare { op, left, right } => {
            let (what, value, op) = match (operators::constant(right), operators::constant(left)) {
                (Some(value), None) => (left, value, *op),
                (None, Some(value)) => (right, value, op.turned()),
                _ => return None,
            };
            let claim = match (&value, op) {
                (Literal::Code(code), CompareOp::Equal) => Claim::Codes(vec![*code]),
                _ => Claim::Numbers(Interval::of(op, number(&value)?)?),
            };
            Some((what, claim))
        }
        ExprKind::InSet(what, members) => {
            let codes: Option<Vec<usize>> =
                members.iter().map(|m| if let Literal::Code(code) = m { Some(*code) } else { None }).collect();
            Some((what, Claim::Codes(codes?)))
        }
        ExprKind::InRange { what, low, high } => {
            let interval = Interval { low: Some((number(low)?, true)), high: Some((number(high)?, true)) };
            Some((what, Claim::Numbers(interval)))
        }
        _ => None,
    }
}

/// Wherever the condition holds, the other one does, as far as claims tell it.
pub(crate) fn follows(condition: &CriterionExpr, other: &CriterionExpr) -> bool {
    let told = parts(condition);
    parts(other).into_iter().all(|wanted| told.iter().any(|part| part.kind == wanted.kind || implies(part, wanted)))
}

/// No value satisfies both conditions, as far as claims tell it.
pub(crate) fn contradict(condition: &CriterionExpr, other: &CriterionExpr) -> bool {
    parts(condition).into_iter().any(|part| {
        let Some((subject, own)) = claim(part) else { return false };
        parts(other).into_iter().filter_map(|other| claim_of(other, subject)).any(|(_, other)| own.excludes(&other))
    })
}

/// The condition leaves one value of the subject.
pub(crate) fn allows_one(condition: &CriterionExpr, subject: &CriterionExpr) -> bool {
    parts(condition).into_iter().filter_map(|part| claim_of(part, subject)).any(|(_, claim)| match claim {
        Claim::Codes(codes) => codes.len() == 1,
        Claim::Numbers(interval) => matches!((interval.low, interval.high), (Some(a), Some(b)) if a == b),
    })
}

/// Every code that the condition allows is one that one of the others takes, each of them whole.
pub(crate) fn is_within_any(condition: &CriterionExpr, others: &[CriterionExpr]) -> bool {
    parts(condition).into_iter().filter_map(codes_of).any(|(subject, own)| {
        let of_subject = others.iter().filter_map(codes_of).filter(|(other, _)| other.kind == subject.kind);
        let taken: BTreeSet<usize> = of_subject.flat_map(|(_, codes)| codes).collect();
        own.iter().all(|code| taken.contains(code))
    })
}

fn parts(condition: &CriterionExpr) -> Vec<&CriterionExpr> {
    match &condition.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![condition],
    }
}

fn implies(part: &CriterionExpr, wanted: &CriterionExpr) -> bool {
    let Some((subject, told)) = claim(part) else { return false };
    if let ExprKind::IsKnown(what) = &wanted.kind {
        return what.kind == subject.kind;
    }
    match (told, claim_of(wanted, subject)) {
        (Claim::Numbers(told), Some((_, Claim::Numbers(wanted)))) => told.and(wanted) == told,
        (Claim::Codes(told), Some((_, Claim::Codes(wanted)))) => told.iter().all(|code| wanted.contains(code)),
        (Claim::Numbers(_) | Claim::Codes(_), _) => false,
    }
}

/// Two of these conditions, or all of them about one code, hold together of every value.
pub(crate) fn leave_nothing(conditions: &[&CriterionExpr]) -> bool {
    let claims: Vec<(&CriterionExpr, Claim)> = conditions.iter().filter_map(|condition| claim(condition)).collect();
    claims.iter().enumerate().any(|(at, (subject, first))| {
        let others = claims[at + 1..].iter().filter(|(other, _)| other.kind == subject.kind).map(|(_, claim)| claim);
        match (first, &subject.ty) {
            (Claim::Numbers(first), _) => others.into_iter().any(|other| match other {
                Claim::Numbers(other) => first.covers_with(*other),
                Claim::Codes(_) => false,
            }),
            (Claim::Codes(first), Type::Code(list)) => {
                let codes = others.flat_map(|other| match other {
                    Claim::Codes(codes) => codes.as_slice(),
                    Claim::Numbers(_) => &[],
                });
                let taken: BTreeSet<usize> = first.iter().chain(codes).copied().collect();
                taken.len() == list.codes.len()
            }
            (Claim::Codes(_), _) => false,
        }
    })
}

/// As [`claim`], where it is about `subject`, with its place.
fn claim_of(e: &CriterionExpr, subject: &CriterionExpr) -> Option<(Span, Claim)> {
    claim(e).filter(|(found, _)| found.kind == subject.kind).map(|(_, claim)| (e.span, claim))
}

fn number(literal: &Literal) -> Option<Decimal> {
    match literal {
        Literal::Integer(i) => Some(Decimal::from(*i)),
        Literal::Number(n) => Some(*n),
        Literal::Date(day) => Some(Decimal::from(*day)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(op: CompareOp, value: i64) -> Interval {
        Interval::of(op, value.into()).expect("an interval")
    }

    #[test]
    fn ends_that_meet_leave_a_value_where_both_belong() {
        use CompareOp::*;
        assert!(!of(LessEqual, 4).and(of(GreaterEqual, 4)).is_empty());
        assert!(of(Less, 4).and(of(GreaterEqual, 4)).is_empty());
        assert!(of(LessEqual, 4).and(of(Less, 4)).and(of(GreaterEqual, 4)).is_empty());
        assert!(of(Greater, 4).and(of(GreaterEqual, 4)).and(of(LessEqual, 4)).is_empty());
        assert!(of(Less, 4).covers_with(of(GreaterEqual, 4)) && !of(Less, 4).covers_with(of(Greater, 4)));
        assert!(of(Greater, 3).covers_with(of(Less, 4)) && !of(Greater, 4).covers_with(of(Less, 3)));
    }
}
