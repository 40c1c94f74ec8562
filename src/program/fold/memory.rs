//! What defines have told of lesions at a reading, so that each is worked out once however many values ask for it.
//!
//! Invariant: what is remembered does not change any more. At the reading at hand the values of the criterion come one after the
//! other, so that a define in which one has a part is remembered only of readings that are complete.

use super::place::Lesion;
use crate::plan::ir::{Body, CriterionNode, ThingDefineId};
use crate::program::expression::{BoundCriterion, FoldExpr, InFold};
use crate::program::value::Value;
use std::cell::RefCell;

/// Of one reading.
#[derive(Default)]
pub(super) struct Memory<'a> {
    of: RefCell<Of<'a>>,
}

#[derive(Default)]
struct Of<'a> {
    lesions: Vec<Lesion<'a>>,
    /// By lesion, by define.
    known: Vec<Known>,
}

/// None is not worked out yet.
type Known = Option<Option<Value>>;

impl<'a> Memory<'a> {
    /// `defines`: how many there are.
    pub fn get(&self, lesion: &Lesion<'a>, (define, defines): (ThingDefineId, usize)) -> Known {
        let of = self.of.borrow();
        let at = of.lesions.iter().position(|other| other.is(lesion))?;
        of.known.get(at * defines + define.0)?.clone()
    }

    pub fn keep(&self, lesion: &Lesion<'a>, (define, defines): (ThingDefineId, usize), value: Option<Value>) {
        let mut of = self.of.borrow_mut();
        let at = of.lesions.iter().position(|other| other.is(lesion)).unwrap_or_else(|| {
            of.lesions.push(*lesion);
            let all = of.lesions.len() * defines;
            of.known.resize(all, None);
            of.lesions.len() - 1
        });
        of.known[at * defines + define.0] = Some(value);
    }
}

/// By define: a value of the criterion at the same reading has a part in it, itself or through others.
pub(super) fn on_values(criterion: &BoundCriterion) -> Vec<bool> {
    let named: Vec<Named> = criterion.defines.iter().map(|define| Named::of(&define.body)).collect();
    let mut on_values: Vec<bool> = named.iter().map(|named| named.values).collect();
    while let Some(next) = (0..named.len()).find(|d| !on_values[*d] && named[*d].defines.iter().any(|o| on_values[*o]))
    {
        on_values[next] = true;
    }
    on_values
}

#[derive(Default)]
struct Named {
    values: bool,
    defines: Vec<usize>,
}

impl Named {
    fn of(body: &Body<FoldExpr>) -> Self {
        let mut named = Named::default();
        match body {
            Body::Expression(e) => named.add(e),
            Body::Cases(cases) => {
                cases.iter().flat_map(|case| case.result.iter().chain(&case.condition)).for_each(|e| named.add(e));
            }
            Body::Table(table) => table.given.iter().for_each(|e| named.add(e)),
        }
        named
    }

    fn add(&mut self, e: &FoldExpr) {
        let (mut parts, mut beyond) = (vec![], None);
        e.each_operand(&mut |part| parts.push(part), &mut |what| beyond = Some(what));
        parts.into_iter().for_each(|part| self.add(part));
        let Some(InFold::Criterion(node)) = beyond else { return };
        match node {
            CriterionNode::Value(_) | CriterionNode::AtReading { .. } => self.values = true,
            CriterionNode::ThingDefine(define) => self.defines.push(define.0),
            CriterionNode::Recorded
            | CriterionNode::Belongs(_)
            | CriterionNode::AtOther { .. }
            | CriterionNode::Things { .. }
            | CriterionNode::AtBaseline(_)
            | CriterionNode::AtPrevious(_)
            | CriterionNode::Earlier { .. }
            | CriterionNode::ExtremeEarlier { .. }
            | CriterionNode::FirstEarlier { .. } => {}
        }
        node.each(&mut |part| self.add(part));
    }
}
