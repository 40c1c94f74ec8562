//! Lesions that name others of the same reader and examination: of which one a lesion is a part, into which one it has merged.
//! Who names another that names a third leads to that one too; names that lead back to where they began lead nowhere.

use super::place::{Place, cell};
use crate::plan::ir::{Belongs, Reference, RowsId};
use crate::program::evaluate::compare;
use crate::program::value::{Row, Value};
use std::cmp::Ordering;

impl<'a> Place<'_, 'a> {
    /// The current lesion is of the set; unknown where no lesion is at hand.
    pub fn is_of_set(&self, set: RowsId) -> Option<bool> {
        let lesion = self.lesion?;
        let own = lesion.row.unwrap_or(lesion.chosen);
        let rows = self.course.readings[self.at].sets.get(set.0)?;
        Some(rows.iter().any(|row| std::ptr::eq(*row, own) || self.course.same_lesion(row, own)))
    }

    /// The lesions of a set, on a lesion those that belong to it where they belong to one.
    pub fn lesions_asked_for(&self, set: RowsId) -> Vec<Self> {
        let all = self.lesions_of_set(set);
        match (self.lesion, self.course.criterion.rows[set.0].belongs) {
            (None, _) | (_, Belongs::ToReading) => all,
            (Some(_), Belongs::ToThing(None)) => vec![],
            (Some(lesion), Belongs::ToThing(Some(reference))) => {
                let of_it = |part: &Place<'_, 'a>| part.leads_to(reference, lesion.chosen);
                all.into_iter().filter(of_it).collect()
            }
        }
    }

    /// The lesion at which the names end that begin with the current one: none where it names none, where one of them has no row
    /// here, and where they lead back.
    pub fn last_named(&self, reference: Reference) -> Option<Self> {
        let mut row = self.lesion?.row?;
        let mut moved = false;
        for _ in self.exam_lesions() {
            match cell(row, reference.column) {
                None => return moved.then(|| self.row(row)),
                Some(name) => row = self.named(&name, row, reference)?,
            }
            moved = true;
        }
        None
    }

    /// The current row names the lesion, or one that does, and so on.
    fn leads_to(&self, reference: Reference, lesion: &Row) -> bool {
        let Some(mut row) = self.lesion.and_then(|own| own.row) else { return false };
        if self.course.same_lesion(row, lesion) {
            return false;
        }
        let mut met = false;
        for _ in self.exam_lesions() {
            let Some(name) = cell(row, reference.column) else { return met };
            met |= self.is_named(&name, row, lesion, reference);
            match self.named(&name, row, reference) {
                Some(next) => row = next,
                None => return met,
            }
        }
        false
    }

    /// The row here of the lesion that has the name.
    fn named(&self, name: &Value, by: &Row, reference: Reference) -> Option<&'a Row> {
        self.exam_lesions().iter().copied().find(|row| self.is_named(name, by, row, reference))
    }

    /// The other lesion is the one that a row names: it has the name, and all else in common that tells lesions apart.
    fn is_named(&self, name: &Value, by: &Row, other: &Row, reference: Reference) -> bool {
        let equal = |a: &Value, b: &Value| compare(a, b) == Some(Ordering::Equal);
        let has_name = cell(other, reference.names).is_some_and(|own| equal(&own, name));
        has_name
            && self.course.thing().is_some_and(|thing| {
                let others = thing.by.iter().filter(|column| **column != reference.names);
                others.into_iter().all(|column| match (cell(by, *column), cell(other, *column)) {
                    (Some(a), Some(b)) => equal(&a, &b),
                    _ => false,
                })
            })
    }
}
