//! How often each case and row of the rules of a criterion gave a value in each patient, and the first reading at which it did.

use super::execute::State;
use super::model::{ReadingDerived, Tallied, TallyDerived, TallyExample};
use crate::plan::ir::ResponseId;
use crate::program::fold::By;
use std::collections::BTreeMap;

impl State<'_> {
    pub fn tally(&self, response: ResponseId) -> TallyDerived {
        let mut times: BTreeMap<(usize, usize, Option<usize>), u32> = BTreeMap::new();
        let mut examples = BTreeMap::new();
        for reading in self.seen().readings(response) {
            for (value, told) in reading.values.iter().enumerate() {
                let row = match told.by {
                    By::Computed => continue,
                    By::Rule(row) => Some(row),
                    By::Untold => None,
                };
                *times.entry((reading.patient, value, row)).or_default() += 1;
                examples.entry((value, row)).or_insert_with(|| example(reading));
            }
        }
        let tallied = times.into_iter().map(|((patient, value, row), times)| Tallied { patient, value, row, times });
        TallyDerived { response, tallied: tallied.collect(), examples }
    }
}

fn example(reading: &ReadingDerived) -> TallyExample {
    TallyExample {
        patient: reading.patient,
        exam: reading.exam,
        reader: reading.reader,
        values: reading.values.clone(),
    }
}
