//! One thing found in the data, at its row and column.

use crate::catalogue::FindingRule;
use crate::diagnostic::Code;
use crate::plan::ir::FindingSeverity;

#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub code: Code,
    pub rule: FindingRule,
    pub severity: FindingSeverity,
    /// Name of the plan's table.
    pub table: String,
    pub file: String,
    /// Line of the file, the header being 1; none for a finding about a whole file.
    pub line: Option<u32>,
    /// Column of the file.
    pub column: Option<String>,
    /// Pseudonym, where the row has one.
    pub patient: Option<String>,
    /// What stands there.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// Number of the clause that asks for it.
    pub clause: String,
}
