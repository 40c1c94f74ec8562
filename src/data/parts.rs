//! The patients in parts, in key order, each with all rows of theirs.
//!
//! Whatever is computed of one patient at a time is computed of a part: tables of the same shape, with the rows of some patients
//! alone. How many patients a part has decides nothing.

use super::links::links;
use super::table::Data;
use crate::plan::ir::{Plan, TableId};

/// Which rows are those of which part.
#[derive(Clone, Debug)]
pub struct Parts {
    count: usize,
    tables: Vec<ByPart>,
}

/// The rows of a table by part, those of each ascending.
#[derive(Clone, Debug)]
struct ByPart {
    /// Where those of a part begin; one more at the end.
    starts: Vec<usize>,
    rows: Vec<u32>,
}

impl Parts {
    /// Parts of so many patients, the last of what is left; one at least. Rows that are of no patient are in the first.
    pub fn new(plan: &Plan, data: &Data, patients: usize) -> Parts {
        let table = plan.patient_table();
        let all = data.tables.get(table.0).map_or(0, |table| table.rows.len());
        let patients = patients.max(1);
        let count = all.div_ceil(patients).max(1);
        let mut owners: Vec<Vec<u32>> = vec![];
        for (index, declared) in plan.tables.iter().enumerate() {
            let id = TableId(index);
            let rows = &data.tables[index].rows;
            let owner = match declared.parent {
                _ if id == table => (0..rows.len()).map(|row| (row / patients) as u32).collect(),
                Some((reference, parent)) => {
                    let above = links(rows, reference, &data.tables[parent.0].rows, plan.table(parent).key[0]);
                    above
                        .iter()
                        .map(|row| row.and_then(|row| owners[parent.0].get(row)).copied().unwrap_or(0))
                        .collect()
                }
                None => vec![0; rows.len()],
            };
            owners.push(owner);
        }
        Parts { count, tables: owners.iter().map(|owner| ByPart::new(owner, count)).collect() }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// By table, by row of a part: its row in the whole table, ascending.
    pub fn rows(&self, part: usize) -> Vec<&[u32]> {
        self.tables.iter().map(|table| table.of(part)).collect()
    }

    /// The rows of a part in tables of their own.
    pub fn part(&self, data: &Data, part: usize) -> Data {
        let tables = data.tables.iter().zip(self.rows(part)).map(|(table, rows)| table.part(rows)).collect();
        Data { tables, earliest: data.earliest, cut_off: data.cut_off, simulated: data.simulated.clone() }
    }
}

impl ByPart {
    /// `owner`: by row, the part.
    fn new(owner: &[u32], count: usize) -> ByPart {
        let mut starts = vec![0; count + 1];
        for part in owner {
            starts[*part as usize + 1] += 1;
        }
        for part in 0..count {
            starts[part + 1] += starts[part];
        }
        let (mut next, mut rows) = (starts.clone(), vec![0; owner.len()]);
        for (row, part) in owner.iter().enumerate() {
            rows[next[*part as usize]] = row as u32;
            next[*part as usize] += 1;
        }
        ByPart { starts, rows }
    }

    fn of(&self, part: usize) -> &[u32] {
        &self.rows[self.starts[part]..self.starts[part + 1]]
    }
}
