//! A criterion whose every look beyond the examination, the lesion and the past has become a column.

use super::flatten::At;
use super::{Definition, Lowering, Owner};
use crate::plan::ir::{
    Body, CaseArm, Criterion, CriterionExpr, CriterionNode, CriterionValue, DecisionTable, Expr, ExprKind, InCriterion,
    InRow, Plan, ResponseId, RowExpr, RowNode, Rows, RowsKind, TableId, Taken, ThingDefine,
};
use crate::program::expression::{BoundCriterion, FlatExpr, FoldExpr, InFold};
use crate::program::step::{Operation, StepId};

type Kind = ExprKind<FoldExpr, InFold>;

/// What an expression of a criterion stands on.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Reading,
    /// A lesion followed: its row when chosen, and its row at the reading if there is one.
    Thing,
}

struct Binding<'c> {
    exam: TableId,
    /// The table below the examinations; where there is none, that of the examinations.
    lesion: TableId,
    owner: &'c Owner,
    used: &'c mut Vec<StepId>,
}

impl Lowering<'_> {
    /// The criterion over columns; `used` receives the steps that make them.
    pub fn bound_criterion(&mut self, criterion: &Criterion, owner: &Owner, used: &mut Vec<StepId>) -> BoundCriterion {
        let Criterion {
            header,
            exam,
            things,
            responses,
            sets,
            ranked,
            no_reading: (no_reading, unread),
            no_baseline,
            unfit_baseline,
            untold,
            disregarded,
            dated_back,
            of_each,
            rows,
            defines,
            values,
            response,
            options,
        } = criterion;
        let lesion = criterion.rows_of();
        let binding = &mut Binding { exam: *exam, lesion, owner, used };
        let no_reading = self.bind(no_reading, Place::Reading, binding);
        let unfit_baseline = unfit_baseline.as_ref().map(|e| self.bind(e, Place::Reading, binding));
        let mut bound_rows = vec![];
        for Rows { header, condition, chosen, of, without, ranked, belongs } in rows {
            let condition = self.column_at(condition, lesion, binding);
            let ranked = ranked.as_ref().map(|r| r.map(&mut |what| self.column_at(what, lesion, binding)));
            let (header, chosen, of, without) = (header.clone(), *chosen, *of, *without);
            bound_rows.push(Rows { header, condition, chosen, of, without, ranked, belongs: *belongs });
        }
        let mut bound_defines = vec![];
        for ThingDefine { header, body } in defines {
            let body = self.bind_body(body, Place::Thing, binding);
            bound_defines.push(ThingDefine { header: header.clone(), body });
        }
        let mut bound_values = vec![];
        for CriterionValue { header, ty, body } in values {
            let body = self.bind_body(body, Place::Reading, binding);
            bound_values.push(CriterionValue { header: header.clone(), ty: ty.clone(), body });
        }
        Criterion {
            header: header.clone(),
            exam: *exam,
            things: *things,
            responses: responses.clone(),
            sets: sets.clone(),
            ranked: ranked.clone(),
            no_reading: (no_reading, *unread),
            no_baseline: *no_baseline,
            unfit_baseline,
            untold: *untold,
            disregarded: *disregarded,
            dated_back: *dated_back,
            of_each: of_each.clone(),
            rows: bound_rows,
            defines: bound_defines,
            values: bound_values,
            response: *response,
            options: options.clone(),
        }
    }

    fn bind_body(&mut self, body: &Body, place: Place, binding: &mut Binding) -> Body<FoldExpr> {
        match body {
            Body::Expression(e) => Body::Expression(self.bind(e, place, binding)),
            Body::Cases(cases) => Body::Cases(cases.iter().map(|c| self.bind_case(c, place, binding)).collect()),
            Body::Table(DecisionTable { given, rows }) => {
                let given = given.iter().map(|e| self.bind(e, place, binding)).collect();
                Body::Table(DecisionTable { given, rows: rows.clone() })
            }
        }
    }

    fn bind_case(&mut self, case: &CaseArm, place: Place, binding: &mut Binding) -> CaseArm<FoldExpr> {
        let CaseArm { result, reason, condition, span } = case;
        CaseArm {
            result: result.as_ref().map(|e| self.bind(e, place, binding)),
            condition: condition.as_ref().map(|e| self.bind(e, place, binding)),
            reason: reason.clone(),
            span: *span,
        }
    }

    fn bind(&mut self, e: &CriterionExpr, place: Place, binding: &mut Binding) -> FoldExpr {
        e.replace(&mut |what, whole| match what {
            InCriterion::Criterion(node) => {
                let inside = if let CriterionNode::Things { .. } = node { Place::Thing } else { place };
                ExprKind::Beyond(InFold::Criterion(node.map(&mut |part| self.bind(part, inside, binding))))
            }
            InCriterion::Row(node) => match place {
                Place::Reading => self.bind_at_reading(node, whole, binding),
                Place::Thing => self.bind_on_thing(node, whole, binding),
            },
        })
    }

    fn bind_at_reading(&mut self, node: &RowNode<RowExpr>, e: &CriterionExpr, binding: &mut Binding) -> Kind {
        let lesion = binding.lesion;
        match node {
            RowNode::Rows { kind, table, condition } if *table == lesion => {
                let condition = condition.as_ref().map(|c| Box::new(self.column_at(c, lesion, binding)));
                let kind = match kind {
                    RowsKind::Any => RowsKind::Any,
                    RowsKind::No => RowsKind::No,
                    RowsKind::Count => RowsKind::Count,
                    RowsKind::Every(has) => RowsKind::Every(Box::new(self.column_at(has, lesion, binding))),
                };
                ExprKind::Beyond(InFold::Lesions { kind, condition })
            }
            RowNode::Selected { taken: taken @ (Taken::First | Taken::Last), table, condition, value }
                if *table == lesion =>
            {
                let last = *taken == Taken::Last;
                let condition = condition.as_ref().map(|c| Box::new(self.column_at(c, lesion, binding)));
                let value = Box::new(self.column_at(value, lesion, binding));
                ExprKind::Beyond(InFold::OfLesion { last, condition, value })
            }
            RowNode::Rows { .. }
            | RowNode::Selected { .. }
            | RowNode::Beside(_)
            | RowNode::Parent(_)
            | RowNode::OneToOne { .. }
            | RowNode::Define(_)
            | RowNode::Event(_)
            | RowNode::TimeZero => self.column_at(&of_row(node, e), binding.exam, binding).in_fold().kind,
        }
    }

    fn bind_on_thing(&mut self, node: &RowNode<RowExpr>, e: &CriterionExpr, binding: &mut Binding) -> Kind {
        let of_exam = |flat: FlatExpr| ExprKind::Beyond(InFold::OfExam(Box::new(flat)));
        match node {
            // Written out, so that its fixed columns stay those of the row the lesion was chosen by.
            RowNode::Define(id) if !self.open.contains(&Definition::Define(*id)) => {
                self.open.push(Definition::Define(*id));
                let value = self.bind(&self.plan.defines[id.0].value.in_criterion(), Place::Thing, binding);
                self.open.pop();
                value.kind
            }
            // The examination of a lesion followed is that of the reading, whether or not the lesion has a row there.
            RowNode::Parent(inner) => of_exam(self.column_at(inner, binding.exam, binding)),
            RowNode::OneToOne { .. } | RowNode::Event(_) | RowNode::TimeZero => {
                of_exam(self.column_at(&of_row(node, e), binding.exam, binding))
            }
            RowNode::Define(_) | RowNode::Rows { .. } | RowNode::Selected { .. } | RowNode::Beside(_) => {
                self.column_at(&of_row(node, e), binding.lesion, binding).in_fold().kind
            }
        }
    }

    fn column_at(&mut self, e: &RowExpr, table: TableId, binding: &mut Binding) -> FlatExpr {
        let flat = self.flatten(e, At::row(table), binding.owner);
        binding.used.extend(self.sources(table, flat.columns()));
        flat
    }
}

/// The criterion of a response by itself, for whoever has rows of its two tables at hand. What it looks up beyond them would
/// be columns that come after the declared ones; in rows without these it is unknown.
pub fn alone(plan: &Plan, response: ResponseId) -> BoundCriterion {
    let mut lowering = Lowering::new(plan);
    for (table, declared) in plan.tables.iter().enumerate() {
        let step = lowering.add(Operation::Read(TableId(table)), &Owner::of("data", &declared.header));
        lowering.tables.push(step);
    }
    let response = &plan.responses[response.0];
    lowering.bound_criterion(&response.criterion, &Owner::of("fold", &response.header), &mut vec![])
}

/// The look beyond a row as the expression of a row.
fn of_row(node: &RowNode<RowExpr>, e: &CriterionExpr) -> RowExpr {
    Expr { kind: ExprKind::Beyond(InRow(node.clone())), ty: e.ty.clone(), span: e.span }
}
