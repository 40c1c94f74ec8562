//! The results as they are without a single patient: which numbers a plan asks for, and none of them.

use super::RunError;
use crate::analyse::{self, Context, Trace};
use crate::compile::Compiled;
use crate::data::rows::Growing;
use crate::data::table::{Data, DataTable};
use crate::data::texts::Texts;
use crate::derive::seen::Seen;
use crate::derive::{Noted, derive};
use crate::plan::ir::Plan;
use crate::program;
use crate::results::{Results, Unusable};
use std::sync::Arc;

/// No binding and no file has a part in it.
pub fn unfilled(plan: &Plan, compiled: &Compiled) -> Result<Results, RunError> {
    let program = program::lower(plan);
    let data = nobody(plan);
    let derived = derive(plan, &program, &data);
    let trace = Trace::new(plan, &program, &compiled.sources, &data);
    let noted = Noted::default();
    let mut results = analyse::analyse(Context {
        plan,
        sources: &compiled.sources,
        program: &program,
        data: &data,
        seen: Seen::new(&derived, &program, &noted),
        trace: &trace,
        plan_digest: &compiled.digest,
        findings: &[],
        unusable: &Unusable::default(),
        draft: false,
        tell: &|_| {},
        keep: &|_| {},
        done: &|_| {},
    });
    super::one_name_each(&results)?;
    // There are no data, and so no day on which they end and nothing to tell them by.
    results.study.cut_off.clear();
    results.study.data_digest.clear();
    Ok(results)
}

/// Every table of the plan, without a row.
pub(super) fn nobody(plan: &Plan) -> Data {
    let texts = Arc::new(Texts::default());
    let empty = |table| DataTable {
        rows: Growing::new(table).finished(&texts),
        file: String::new(),
        digest: String::new(),
        unusable: vec![],
        file_digest: String::new(),
        file_rows: 0,
        picked: None,
    };
    Data { tables: plan.tables.iter().map(empty).collect(), earliest: 0, cut_off: 0, simulated: None }
}
