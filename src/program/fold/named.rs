//! Lesions that name others of the same reader and examination: of which one a lesion is a part, into which one it has merged.
//! Who names another that names a third leads to that one too; names that lead back to where they began lead nowhere.

use super::numbered::{LesionRow, are_equal};
use super::place::{Place, cell};
use crate::plan::ir::{Belongs, Reference, RowsId};
use crate::program::value::{Row, Value};

impl<'c, 'a> Place<'c, 'a> {
    /// The current lesion is of the set; unknown where no lesion is at hand.
    pub fn is_of_set(&self, set: RowsId) -> Option<bool> {
        let lesion = self.lesion?;
        let own = lesion.row.unwrap_or(lesion.chosen);
        let rows = self.course.readings[self.at].sets.get(set.0)?;
        Some(rows.iter().any(|row| row.is(&own) || row.same_lesion(&own)))
    }

    /// The lesions of a set, on a lesion those that belong to it where they belong to one.
    pub fn lesions_asked_for(&self, set: RowsId) -> impl Iterator<Item = Self> + use<'c, 'a> {
        let belongs = self.course.criterion.rows[set.0].belongs;
        let lesion = self.lesion;
        self.lesions_of_set(set).filter(move |part| match (lesion, belongs) {
            (None, _) | (_, Belongs::ToReading) => true,
            (Some(_), Belongs::ToThing(None)) => false,
            (Some(lesion), Belongs::ToThing(Some(reference))) => part.leads_to(reference, lesion.chosen),
        })
    }

    /// The lesion at which the names end that begin with the current one: none where it names none, where one of them has no row
    /// here, and where they lead back.
    pub fn last_named(&self, reference: Reference) -> Option<Self> {
        let mut row = self.lesion?.row?;
        let mut moved = false;
        for _ in self.exam_lesions() {
            match cell(row.cells, reference.column) {
                None => return moved.then(|| self.row(row)),
                Some(name) => row = self.named(&name, row.cells, reference)?,
            }
            moved = true;
        }
        None
    }

    /// The current row names the lesion, or one that does, and so on.
    fn leads_to(&self, reference: Reference, lesion: LesionRow<'a>) -> bool {
        let Some(mut row) = self.lesion.and_then(|own| own.row) else { return false };
        if row.same_lesion(&lesion) {
            return false;
        }
        let mut met = false;
        for _ in self.exam_lesions() {
            let Some(name) = cell(row.cells, reference.column) else { return met };
            met |= self.is_named(&name, row.cells, lesion.cells, reference);
            match self.named(&name, row.cells, reference) {
                Some(next) => row = next,
                None => return met,
            }
        }
        false
    }

    /// The row here of the lesion that has the name.
    fn named(&self, name: &Value, by: &Row, reference: Reference) -> Option<LesionRow<'a>> {
        self.exam_lesions().iter().copied().find(|row| self.is_named(name, by, row.cells, reference))
    }

    /// The other lesion is the one that a row names: it has the name, and all else in common that tells lesions apart.
    fn is_named(&self, name: &Value, by: &Row, other: &Row, reference: Reference) -> bool {
        let has_name = cell(other, reference.names).is_some_and(|own| are_equal(&own, name));
        has_name
            && self.course.thing().is_some_and(|thing| {
                let others = thing.by.iter().filter(|column| **column != reference.names);
                others.into_iter().all(|column| match (cell(by, *column), cell(other, *column)) {
                    (Some(a), Some(b)) => are_equal(&a, &b),
                    _ => false,
                })
            })
    }
}
