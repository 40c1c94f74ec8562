//! From derived values to records: attrition, matching and balance, and every analysis of the plan.

mod agreement;
mod attrition;
mod balance;
mod baseline;
mod best_response;
mod derived;
mod describe;
mod estimate;
mod events;
mod exposure;
mod families;
mod figures;
mod frame;
mod given;
mod identifier;
mod left_out;
mod record;
mod referred;
mod rows;
mod trace;
mod values;

use crate::data::table::Data;
use crate::derive::model::Derived;
use crate::diagnostic::Sources;
use crate::matching::Matched;
use crate::plan::ir::Plan;
use crate::program::Program;
use crate::results::Unusable;
use crate::results::{FindingCount, ReportInfo, Results};
pub use trace::Trace;

/// All that an analysis reads.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub plan: &'a Plan,
    pub sources: &'a Sources,
    pub program: &'a Program,
    pub data: &'a Data,
    pub derived: &'a Derived,
    /// By matching of the plan.
    pub matched: &'a [Matched],
    pub trace: &'a Trace,
    /// SHA-256 of the texts of plan and criteria, hexadecimal.
    pub plan_digest: &'a str,
    /// How many findings each rule has.
    pub findings: &'a [FindingCount],
    pub unusable: &'a Unusable,
    /// No lock of the data is known.
    pub draft: bool,
}

/// Carries out the analyses. Records stand in the order of the plan: attrition, matching, then the analyses.
pub fn analyse(context: Context) -> Results {
    let mut records = record::Records::new(context);
    attrition::record(&mut records);
    balance::record(&mut records);
    let baseline = baseline::record(&mut records);
    agreement::record(&mut records);
    let left = estimate::record(&mut records);
    let decisions = families::record(&mut records);
    let mut results = describe::describe(context);
    for (analysis, (terms, how)) in results.analyses.iter_mut().zip(left.accounts) {
        (analysis.accounts_for, analysis.accounts_by) = (terms, how);
    }
    results.families = families::infos(context.plan);
    results.decisions = decisions;
    results.rules = referred::rules(context);
    results.derived.matchings = referred::matchings(context);
    results.labels.extend(records.labels());
    results.records = records.records;
    results.curves = left.curves;
    results.derived.endpoints = left.endpoints;
    results.events = left.events;
    results.report = ReportInfo { baseline, figures: figures::figures(context), ..describe::report(context.plan) };
    results
}
