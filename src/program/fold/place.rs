//! Where an expression of a criterion stands: a reading, or a lesion at a reading.

use super::course::{Course, Reading};
use super::numbered::LesionRow;
use crate::plan::ir::{Chosen, CriterionNode, RowsId, ThingDefineId, Type};
use crate::program::evaluate::{Environment, compare, evaluate, truth};
use crate::program::expression::{FlatExpr, FoldExpr, InFold};
use crate::program::value::{Row, Value};
use std::cmp::Ordering;

#[derive(Clone, Copy)]
pub(super) struct Place<'c, 'a> {
    pub course: &'c Course<'a>,
    /// Position of the reading; 0 is the baseline reading.
    pub at: usize,
    pub(super) lesion: Option<Lesion<'a>>,
}

/// A lesion that is followed: the row it was chosen by, and its row at the reading.
#[derive(Clone, Copy)]
pub(super) struct Lesion<'a> {
    pub chosen: LesionRow<'a>,
    pub row: Option<LesionRow<'a>>,
}

impl Lesion<'_> {
    /// It is chosen by the same row and has the same one at the reading.
    pub fn is(&self, other: &Self) -> bool {
        self.chosen.is(&other.chosen)
            && match (&self.row, &other.row) {
                (Some(own), Some(other)) => own.is(other),
                (own, other) => own.is_none() && other.is_none(),
            }
    }
}

impl<'c, 'a> Place<'c, 'a> {
    pub fn reading(course: &'c Course<'a>, at: usize) -> Self {
        Place { course, at, lesion: None }
    }

    /// The same place, or the same lesion, at another reading.
    pub fn moved(&self, at: usize) -> Self {
        let place = Place::reading(self.course, at);
        match self.lesion {
            Some(lesion) => place.followed(lesion.chosen),
            None => place,
        }
    }

    /// A row of this reading.
    pub fn row(&self, row: LesionRow<'a>) -> Self {
        Place { lesion: Some(Lesion { chosen: row, row: Some(row) }), ..*self }
    }

    /// The lesion chosen by a row, at this reading.
    fn followed(&self, chosen: LesionRow<'a>) -> Self {
        let row = self.exam_lesions().iter().copied().find(|row| chosen.same_lesion(row));
        Place { lesion: Some(Lesion { chosen, row }), ..*self }
    }

    fn here(&self) -> &'c Reading<'a> {
        &self.course.readings[self.at]
    }

    pub(super) fn exam_lesions(&self) -> &'c [LesionRow<'a>] {
        &self.here().lesions
    }

    /// The column says what a lesion is, not how it is at a reading.
    fn is_fixed(&self, column: usize) -> bool {
        self.course.of.fixed.get(column).is_some_and(|fixed| *fixed)
    }

    /// The lesions of a set, each at this reading.
    pub fn lesions_of_set(&self, set: RowsId) -> impl Iterator<Item = Self> + use<'c, 'a> {
        let place = Place { lesion: None, ..*self };
        let chosen = self.course.criterion.rows[set.0].chosen;
        self.here().sets.get(set.0).into_iter().flatten().map(move |row| match chosen {
            Chosen::Reading => place.row(*row),
            Chosen::Baseline | Chosen::Appearance => place.followed(*row),
        })
    }

    /// The first or last row that satisfies the condition, in the order of the lesion table.
    fn selected(&self, last: bool, condition: Option<&FlatExpr>, value: &FlatExpr) -> Option<Value> {
        let mut rows = vec![];
        for row in self.exam_lesions().iter().map(|lesion| lesion.cells) {
            if condition.map_or(Some(true), |c| truth(c, row))? {
                rows.push(row);
            }
        }
        let order = self.course.things().map_or(&[][..], |table| table.order.as_slice());
        rows.sort_by(|a, b| order.iter().map(|c| by_column(a, b, *c)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal));
        let row = if last { rows.last() } else { rows.first() };
        evaluate(value, *row?)
    }
}

/// Unknown values stand last.
fn by_column(a: &Row, b: &Row, column: usize) -> Ordering {
    match (cell(a, column), cell(b, column)) {
        (Some(x), Some(y)) => compare(&x, &y).unwrap_or(Ordering::Equal),
        (x, y) => x.is_none().cmp(&y.is_none()),
    }
}

pub(super) fn cell(row: &Row, column: usize) -> Option<Value> {
    row.get(column).cloned().flatten()
}

impl Environment<InFold> for Place<'_, '_> {
    fn column(&self, index: usize) -> Option<Value> {
        match self.lesion {
            Some(lesion) if self.is_fixed(index) => cell(lesion.chosen.cells, index),
            Some(lesion) => cell(lesion.row?.cells, index),
            None => cell(self.here().exam.columns, index),
        }
    }

    fn beyond(&self, what: &InFold, ty: &Type) -> Option<Value> {
        match what {
            InFold::Criterion(node) => self.told(node, ty),
            InFold::OfExam(what) => evaluate(&**what, self.here().exam.columns),
            InFold::Lesions { kind, condition } => {
                let rows = self.exam_lesions().iter().map(|lesion| lesion.cells);
                super::quantity::of_rows(kind, rows, condition.as_deref())
            }
            InFold::OfLesion { last, condition, value } => self.selected(*last, condition.as_deref(), value),
            InFold::Never => None,
        }
    }
}

impl Place<'_, '_> {
    /// What the criterion tells of itself, of its lesions and of the past.
    fn told(&self, node: &CriterionNode<FoldExpr>, ty: &Type) -> Option<Value> {
        let course = self.course;
        match node {
            CriterionNode::Value(id) => course.value(self.at, id.0),
            CriterionNode::ThingDefine(id) => self.defined(*id),
            CriterionNode::Recorded => self.lesion.map(|lesion| Value::Bool(lesion.row.is_some())),
            CriterionNode::Belongs(set) => self.is_of_set(*set).map(Value::Bool),
            CriterionNode::AtOther { reference, what } => {
                self.last_named(*reference).and_then(|place| evaluate(what, &place))
            }
            CriterionNode::Things { kind, rows, condition } => {
                super::quantity::of_things(kind, self.lesions_asked_for(*rows), condition.as_deref(), ty)
            }
            CriterionNode::AtBaseline(what) => evaluate(what, &self.moved(0)),
            CriterionNode::AtPrevious(what) => self.previous().and_then(|place| evaluate(what, &place)),
            CriterionNode::AtReading { reading, what } => match course.value(self.at, reading.0)? {
                Value::Reading(at) => evaluate(what, &self.moved(at)),
                _ => None,
            },
            CriterionNode::Earlier { condition, since } => self.earlier(condition, since.as_deref()),
            CriterionNode::FirstEarlier { condition, since } => self.first_earlier(condition, since.as_deref()),
            CriterionNode::ExtremeEarlier { largest, what, baseline, since } => {
                self.extreme_earlier(*largest, what, *baseline, since.as_deref())
            }
        }
    }

    /// What a define tells of the lesion at hand.
    fn defined(&self, id: ThingDefineId) -> Option<Value> {
        let defines = &self.course.criterion.defines;
        let define = defines.get(id.0)?;
        let memory = &self.here().memory;
        let complete = self.at < self.course.present() || !self.course.of.ready.on_values[id.0];
        let Some(lesion) = self.lesion.filter(|_| complete) else { return self.tell(&define.body).value };
        if let Some(known) = memory.get(&lesion, (id, defines.len())) {
            return known;
        }
        let value = self.tell(&define.body).value;
        memory.keep(&lesion, (id, defines.len()), value.clone());
        value
    }
}
