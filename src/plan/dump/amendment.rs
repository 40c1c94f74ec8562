//! Why the plan says something else from a day on. It is no part of what the plan means.

use super::Out;
use crate::calendar;
use crate::plan::ir::Amendment;

impl Out<'_> {
    pub(super) fn amendment(&mut self, amendment: &Amendment) {
        let Amendment { header, date, clauses, because } = amendment;
        self.head("amendment", header);
        let plan = self.printer.plan;
        let clauses: Vec<&str> = clauses.iter().map(|(clause, _)| plan.clause_number(*clause)).collect();
        self.line(1, format!("{}, of clauses {}", calendar::iso(*date), clauses.join(", ")));
        self.line(1, format!("because: {because}"));
    }
}
