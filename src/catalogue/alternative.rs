//! On which side the hypothesis of a test is doubted: a choice of the methods whose test can have one side.

use super::{Options, choice};

choice! {
    Alternative {
        TwoSided "two_sided" ("two sided", "bilatérale") is Unsaid,
        Less "less" ("less", "inférieure"),
        Greater "greater" ("greater", "supérieure"),
    }
}

impl Options {
    /// Whether the test has one side, as an option of this name says.
    pub fn is_one_sided(&self) -> bool {
        let alternative = self.word("alternative").and_then(Alternative::named);
        alternative.is_some_and(|alternative| alternative != Alternative::TwoSided)
    }
}
