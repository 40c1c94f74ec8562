//! `dated back to: VALUE`: the examination from which the response of a later one is dated.

use super::criterion::Building;
use super::*;

impl<'a> Resolver<'a> {
    /// A value of the criterion that is an examination; none also where under its options it never names one, so that nothing is
    /// told later that could be.
    pub(crate) fn dated_back(&mut self, stated: Stated<'a>, building: &Building) -> Option<ValueId> {
        let entries = self.criterion_entries(stated);
        let (word, span) = entries.value("dated back to").and_then(|v| self.word(v))?;
        match building.value(word) {
            Some((id, Type::Reading)) => {
                self.note_found(span, Named::Value.into(), word);
                Some(id).filter(|id| !Never(building).value(*id))
            }
            Some(_) | None => {
                let examinations = building.values.iter().filter(|v| v.ty == Some(Type::Reading));
                let known: Vec<String> = examinations.map(|v| v.name.clone()).collect();
                self.unknown("value that is an examination", word, span, known.iter().map(String::as_str))
            }
        }
    }
}

/// What the options of a criterion rule out: a yes/no that never holds, an examination that is never named. What is said by
/// comparing values is not looked into.
struct Never<'b>(&'b Building);

impl Never<'_> {
    fn value(&self, id: ValueId) -> bool {
        let resolved = self.0.values.get(id.0).and_then(|v| v.resolved.as_ref());
        resolved.is_some_and(|value| self.body(&value.body))
    }

    fn body(&self, body: &Body) -> bool {
        match body {
            Body::Expression(e) => self.told(e),
            Body::Cases(cases) => cases.iter().all(|case| {
                let unmet = case.condition.as_ref().is_some_and(|c| self.told(c));
                unmet || case.result.as_ref().is_none_or(|r| self.told(r))
            }),
            Body::Table(_) => false,
        }
    }

    fn told(&self, e: &CriterionExpr) -> bool {
        match &e.kind {
            ExprKind::Literal(Literal::Bool(holds)) => !holds,
            ExprKind::And(parts) => parts.iter().any(|part| self.told(part)),
            ExprKind::Or(parts) => parts.iter().all(|part| self.told(part)),
            ExprKind::Beyond(InCriterion::Criterion(node)) => self.node(node),
            ExprKind::Literal(_)
            | ExprKind::Column(_)
            | ExprKind::Not(_)
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
            | ExprKind::Beyond(InCriterion::Row(_)) => false,
        }
    }

    fn node(&self, node: &CriterionNode<CriterionExpr>) -> bool {
        match node {
            CriterionNode::Value(id) => self.value(*id),
            CriterionNode::ThingDefine(id) => self.0.defines.get(id.0).is_some_and(|d| self.body(&d.define.body)),
            CriterionNode::AtBaseline(what)
            | CriterionNode::AtPrevious(what)
            | CriterionNode::AtReading { reading: _, what }
            | CriterionNode::AtOther { reference: _, what } => self.told(what),
            CriterionNode::Earlier { condition, since: _ } | CriterionNode::FirstEarlier { condition, since: _ } => {
                self.told(condition)
            }
            CriterionNode::Things { kind, rows: _, condition } => {
                let none = condition.as_ref().is_some_and(|c| self.told(c));
                match kind {
                    ThingsKind::Any => none,
                    ThingsKind::Min(term) | ThingsKind::Max(term) => none || self.told(term),
                    ThingsKind::No | ThingsKind::Every(_) | ThingsKind::Count | ThingsKind::Sum(_) => false,
                }
            }
            CriterionNode::Recorded | CriterionNode::Belongs(_) | CriterionNode::ExtremeEarlier { .. } => false,
        }
    }
}
