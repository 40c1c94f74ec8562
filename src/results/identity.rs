//! One identifier for one number.

use super::Results;
use std::collections::BTreeSet;

impl Results {
    /// Identifiers of records, and of curves, that stand more than once; each is named once, in their order.
    pub fn repeated_identifiers(&self) -> Vec<&str> {
        let (mut seen, mut repeated) = (BTreeSet::new(), vec![]);
        let records = self.records.iter().map(|r| ("record", r.id.as_str()));
        for (kind, id) in records.chain(self.curves.iter().map(|c| ("curve", c.id.as_str()))) {
            if !seen.insert((kind, id)) && !repeated.contains(&id) {
                repeated.push(id);
            }
        }
        repeated
    }
}
