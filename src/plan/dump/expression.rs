//! Expressions as text, close to how a plan writes them.

use crate::plan::ir::*;

/// Prints expressions of a plan, or of one criterion of it.
#[derive(Clone, Copy)]
pub struct Printer<'p> {
    pub plan: &'p Plan,
    pub criterion: Option<&'p Criterion>,
}

/// What is looked up beyond a row, as text.
pub trait Shown {
    /// In a row of `table`; on a thing the table is the lesions', at a reading the examinations'.
    fn shown(&self, printer: &Printer<'_>, table: TableId) -> String;
}

impl Shown for InRow {
    fn shown(&self, printer: &Printer<'_>, table: TableId) -> String {
        printer.of_row(&self.0, table)
    }
}

impl Shown for InCriterion {
    fn shown(&self, printer: &Printer<'_>, table: TableId) -> String {
        match self {
            InCriterion::Row(node) => printer.of_row(node, table),
            InCriterion::Criterion(node) => printer.in_criterion(node, table),
        }
    }
}

impl Printer<'_> {
    /// The expression in a row of `table`; on a thing the table is the lesions', at a reading the examinations'.
    pub fn show<B: Shown>(&self, e: &Expr<B>, table: TableId) -> String {
        let sub = |x: &Expr<B>| self.within(x, table);
        match &e.kind {
            ExprKind::Literal(literal) => literal_text(literal, &e.ty),
            ExprKind::Column(c) => self.column(table, *c),
            ExprKind::Not(x) => format!("not {}", sub(x)),
            ExprKind::And(parts) => parts.iter().map(sub).collect::<Vec<_>>().join(" and "),
            ExprKind::Or(parts) => parts.iter().map(sub).collect::<Vec<_>>().join(" or "),
            ExprKind::Compare { op, left, right } => format!("{} {} {}", sub(left), op.sign(), sub(right)),
            ExprKind::InSet(x, set) => {
                let set: Vec<String> = set.iter().map(|l| literal_text(l, &x.ty)).collect();
                format!("{} in ({})", sub(x), set.join(", "))
            }
            ExprKind::InRange { what, low, high } => {
                format!("{} from {} to {}", sub(what), literal_text(low, &what.ty), literal_text(high, &what.ty))
            }
            ExprKind::IsKnown(x) => format!("{} is known", sub(x)),
            ExprKind::Arithmetic { op, left, right } => format!("{} {} {}", sub(left), sign(*op), sub(right)),
            ExprKind::Negative(x) => format!("-{}", sub(x)),
            ExprKind::Scale { factor, of } => format!("{factor} × {}", sub(of)),
            ExprKind::Function { function, of } => {
                let mut of: Vec<String> = of.iter().map(|x| self.show(x, table)).collect();
                if let Function::Round(decimals) = function {
                    of.push(decimals.to_string());
                }
                format!("{}({})", function.word(), of.join(", "))
            }
            ExprKind::If { condition, then, otherwise } => {
                let [condition, then, otherwise] = [condition, then, otherwise].map(|x| self.show(x, table));
                format!("if({condition}, {then}, {otherwise})")
            }
            ExprKind::YearOf(x) => format!("year of {}", sub(x)),
            ExprKind::Within { date, low, high, anchor } => {
                let of = Some(sub(anchor)).filter(|anchor| anchor != TIME_ZERO);
                let of = of.map_or(String::new(), |anchor| format!(" of {anchor}"));
                format!("{} from day {low} to day {high}{of}", sub(date))
            }
            ExprKind::Before(a, b) => format!("{} before {}", sub(a), sub(b)),
            ExprKind::After(a, b) => format!("{} after {}", sub(a), sub(b)),
            ExprKind::FromOn(a, b) => format!("{} from {} on", sub(a), sub(b)),
            ExprKind::PlusDays(x, days) => format!("{} + {days} days", sub(x)),
            ExprKind::Beyond(what) => what.shown(self, table),
        }
    }

    fn of_row(&self, node: &RowNode<RowExpr>, table: TableId) -> String {
        match node {
            RowNode::Parent(x) => self.parent(x, table),
            RowNode::OneToOne { table, column } => {
                format!("{}.{}", self.plan.table(*table).header.name, self.column(*table, *column))
            }
            RowNode::Define(id) => name(self.plan.defines.get(id.0).map(|d| &d.header)),
            RowNode::Event(id) => name(self.plan.events.get(id.0).map(|d| &d.header)),
            RowNode::TimeZero => TIME_ZERO.into(),
            RowNode::Rows { kind, table: below, condition } => self.rows(kind, *below, condition.as_deref()),
            RowNode::Selected { taken, table: below, condition, value } => {
                let (value, rows) = (self.within(&**value, *below), &self.plan.table(*below).header.name);
                let condition = self.condition(condition.as_deref(), *below);
                match taken {
                    Taken::First | Taken::Last => format!("{value} of ({} {rows}{condition})", taken.word()),
                    Taken::Only => format!("{value} of ({rows}{condition})"),
                    Taken::Nearest { date: _, to, earlier } => {
                        let tie = if *earlier { "earlier" } else { "later" };
                        let to = self.within(&**to, table);
                        format!("{value} of (nearest {rows} to {to}{condition}, of two the {tie})")
                    }
                    Taken::All(how) => format!("{} {value} of ({rows}{condition})", how.word()),
                }
            }
            RowNode::Beside(beside) => self.beside(beside, table),
        }
    }

    /// `ecog of (nearest clinic to date where date from day -14 to day 14 of date, of two the earlier)`: the last `date` is
    /// that of the row at hand.
    fn beside(&self, beside: &Beside<RowExpr>, table: TableId) -> String {
        let Beside { asked, table: other, common: _, date, around, low, high, condition } = beside;
        let name = &self.plan.table(*other).header.name;
        let at_hand = format!("{} of this {}", self.within(&**around, table), self.plan.table(table).header.name);
        let day = |day: &Option<i64>| day.map_or("without end".to_string(), |day| format!("day {day}"));
        let dated = format!("{} from {} to {} of {at_hand}", self.column(*other, *date), day(low), day(high));
        let also = condition.as_ref().map_or(String::new(), |c| format!(" and {}", self.within(&**c, *other)));
        match asked {
            AskedBeside::Rows(kind) => {
                let (word, has) = match kind {
                    RowsKind::Any => ("any", String::new()),
                    RowsKind::No => ("no", String::new()),
                    RowsKind::Count => ("count", String::new()),
                    RowsKind::Every(has) => ("every", format!(" has {}", self.show(&**has, *other))),
                };
                format!("{word} {name} where {dated}{also}{has}")
            }
            AskedBeside::Value { which, value } => {
                let tie = match which {
                    Which::First | Which::Last => "",
                    Which::Nearest { earlier: true } => ", of two the earlier",
                    Which::Nearest { earlier: false } => ", of two the later",
                };
                format!("{} of ({} {name} where {dated}{also}{tie})", self.within(&**value, *other), which.word())
            }
        }
    }

    fn in_criterion(&self, node: &CriterionNode<CriterionExpr>, table: TableId) -> String {
        let Some(criterion) = self.criterion else { return "?".into() };
        let sub = |x: &CriterionExpr| self.within(x, table);
        let since = |s: &Option<Box<CriterionExpr>>| s.as_ref().map_or(String::new(), |s| format!(" since {}", sub(s)));
        let value = |id: &ValueId| name(criterion.values.get(id.0).map(|v| &v.header));
        match node {
            CriterionNode::Value(id) => value(id),
            CriterionNode::ThingDefine(id) => name(criterion.defines.get(id.0).map(|d| &d.header)),
            CriterionNode::Recorded => "recorded".into(),
            CriterionNode::Belongs(rows) => name(criterion.rows.get(rows.0).map(|r| &r.header)),
            CriterionNode::AtOther { reference, what } => {
                format!("{} at {}", sub(what), self.column(criterion.rows_of(), reference.column))
            }
            CriterionNode::Things { kind, rows, condition } => {
                self.things(criterion, kind, *rows, condition.as_deref())
            }
            CriterionNode::AtBaseline(x) => format!("{} at baseline", sub(x)),
            CriterionNode::AtPrevious(x) => format!("{} at previous_exam", sub(x)),
            CriterionNode::AtReading { reading, what } => format!("{} at {}", sub(what), value(reading)),
            CriterionNode::Earlier { condition, since: s } => {
                let none = s.as_ref().map_or(String::new(), |s| format!(" with no {} since", sub(s)));
                format!("earlier {}{none}", sub(condition))
            }
            CriterionNode::ExtremeEarlier { largest, what, baseline, since: s } => {
                let word = if *largest { "max" } else { "min" };
                let points = if *baseline { "(baseline, earlier_exam)" } else { "earlier_exam" };
                format!("{word} {} at {points}{}", sub(what), since(s))
            }
            CriterionNode::FirstEarlier { condition, since: s } => {
                format!("first earlier_exam where {}{}", sub(condition), since(s))
            }
        }
    }

    /// In parentheses where it is not a single word.
    fn within<B: Shown>(&self, e: &Expr<B>, table: TableId) -> String {
        let text = self.show(e, table);
        let plain = matches!(e.kind, ExprKind::Literal(_) | ExprKind::Function { .. } | ExprKind::If { .. })
            || text == TIME_ZERO;
        if plain || text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.') {
            text
        } else {
            format!("({text})")
        }
    }

    fn parent(&self, x: &RowExpr, table: TableId) -> String {
        match self.plan.tables.get(table.0).and_then(|t| t.parent) {
            Some((_, parent)) => format!("{}.{}", self.plan.table(parent).header.name, self.within(x, parent)),
            None => "?".into(),
        }
    }

    fn column(&self, table: TableId, column: usize) -> String {
        let found = self.plan.tables.get(table.0).and_then(|t| t.columns.get(column));
        found.map_or("?".into(), |c| c.name.clone())
    }

    fn condition<B: Shown>(&self, condition: Option<&Expr<B>>, table: TableId) -> String {
        condition.map_or(String::new(), |c| format!(" where {}", self.show(c, table)))
    }

    fn rows(&self, kind: &RowsKind<RowExpr>, table: TableId, condition: Option<&RowExpr>) -> String {
        let rows = format!("{}{}", self.plan.table(table).header.name, self.condition(condition, table));
        match kind {
            RowsKind::Any => format!("any {rows}"),
            RowsKind::No => format!("no {rows}"),
            RowsKind::Count => format!("count {rows}"),
            RowsKind::Every(has) => format!("every {rows} has {}", self.show(&**has, table)),
        }
    }

    fn things(
        &self,
        criterion: &Criterion,
        kind: &ThingsKind<CriterionExpr>,
        rows: RowsId,
        condition: Option<&CriterionExpr>,
    ) -> String {
        let table = criterion.rows_of();
        let rows = name(criterion.rows.get(rows.0).map(|r| &r.header));
        let rows = format!("{rows}{}", self.condition(condition, table));
        match kind {
            ThingsKind::Any => format!("any {rows}"),
            ThingsKind::No => format!("no {rows}"),
            ThingsKind::Count => format!("count {rows}"),
            ThingsKind::Every(x) => format!("every {rows} has {}", self.show(x, table)),
            ThingsKind::Sum(x) => format!("sum {} of {rows}", self.within(x, table)),
            ThingsKind::Min(x) => format!("min {} of {rows}", self.within(x, table)),
            ThingsKind::Max(x) => format!("max {} of {rows}", self.within(x, table)),
        }
    }
}

const TIME_ZERO: &str = "time zero";

fn name(header: Option<&Header>) -> String {
    header.map_or("?".into(), |h| h.name.clone())
}

fn sign(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
    }
}

/// A fixed value with its unit or the name of its code.
pub(super) fn literal_text(literal: &Literal, ty: &Type) -> String {
    let unit = match ty {
        Type::Number(Some(unit)) => format!(" {unit}"),
        Type::Days => " days".to_string(),
        _ => String::new(),
    };
    match literal {
        Literal::Bool(yes) => if *yes { "yes" } else { "no" }.to_string(),
        Literal::Integer(i) => format!("{i}{unit}"),
        Literal::Number(n) => format!("{n}{unit}"),
        Literal::Date(day) => crate::calendar::iso(*day),
        Literal::Text(text) => format!("\"{text}\""),
        Literal::NotRecorded => "none".to_string(),
        Literal::Code(code) => match ty {
            Type::Code(list) => list.codes.get(*code).map_or("?".into(), |c| c.name.clone()),
            _ => "?".into(),
        },
    }
}

/// A type as people read it: `number in mm`, `one of (A, B)`.
pub fn type_text(ty: &Type) -> String {
    match ty {
        Type::YesNo => "yes_no".into(),
        Type::Integer => "integer".into(),
        Type::Number(None) => "number".into(),
        Type::Number(Some(unit)) => format!("number in {unit}"),
        Type::Real(None) => "real".into(),
        Type::Real(Some(unit)) => format!("real in {unit}"),
        Type::Date => "date".into(),
        Type::Days => "days".into(),
        Type::Code(list) => {
            let names: Vec<&str> = list.codes.iter().map(|c| c.name.as_str()).collect();
            format!("one of ({})", names.join(", "))
        }
        Type::Pseudonym => "pseudonym".into(),
        Type::Text => "text".into(),
        Type::Reading => "examination".into(),
    }
}
