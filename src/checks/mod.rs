//! What must hold in the data: what reading found, what follows from the declarations, and the plan's own checks.
//!
//! No check stops another and none repairs anything. A value that could not be read has its one finding and is not also
//! reported as missing; a row set aside is checked value by value like any other.

mod declared;
pub mod finding;
mod followed;
mod named;
mod orders;
pub mod place;
pub mod report;
mod stated;
mod things;
mod unfit;
pub mod unusable;

use crate::catalogue::FindingRule;
use crate::data::{Data, Issue, Read};
use crate::derive::model::Derived;
use crate::diagnostic::{Sources, codes};
use crate::plan::ir::{Plan, ResponseId, TableId};
use crate::program::{Operation, Program};
use finding::Finding;
use place::Places;
pub use place::{Basis, Found};
use std::collections::BTreeSet;

/// Statements of which nothing is asked, as a question would tell what may not be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Silent {
    /// Indices into `Plan::checks`.
    pub checks: BTreeSet<usize>,
    pub responses: BTreeSet<ResponseId>,
}

/// Every finding: first what concerns a file as a whole, then in the order of the plan's tables, by line and column.
pub fn check(plan: &Plan, program: &Program, sources: &Sources, read: &Read, derived: &Derived) -> Vec<Finding> {
    let within = of_part(plan, program, sources, read, (&read.data, derived), &Silent::default());
    let found = [within, beyond(plan, read)];
    in_order(found.into_iter().flatten().collect())
}

/// Findings in the order in which they are told.
pub fn in_order(found: Vec<Found>) -> Vec<Finding> {
    sorted(found).into_iter().map(|f| f.finding).collect()
}

/// As [`in_order`], with what they were worked out from.
pub fn sorted(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| text_of(a).cmp(&text_of(b))));
    found
}

/// What must hold within each patient, of some patients: their rows, and what was derived from these.
pub fn of_part(
    plan: &Plan,
    program: &Program,
    sources: &Sources,
    read: &Read,
    (data, derived): (&Data, &Derived),
    silent: &Silent,
) -> Vec<Found> {
    let places = Places::of_part(plan, read, data);
    let mut found: Vec<Found> = vec![];
    let mut required = derived.required.iter();
    let mut with_sets: Vec<ResponseId> = vec![];
    for step in &program.steps {
        match &step.does {
            Operation::Declared(table) => {
                declared::check_table(&places, *table, places.kept_rows(*table), &mut found);
                things::check_table(&places, *table, true, &mut found);
                named::check_table(&places, *table, plan.table(*table), &mut found);
            }
            // Those that were found stand in the order of the steps.
            Operation::Require { .. } => {
                required.next().into_iter().for_each(|rows| declared::check_required(&places, rows, &mut found));
            }
            Operation::Check { check, .. } if silent.checks.contains(check) => {}
            Operation::Check { check, .. } => stated::check_statement(&places, sources, *check, derived, &mut found),
            Operation::Combine(combine) => stated::check_combination(&places, *combine, (derived, silent), &mut found),
            Operation::Sets { response, .. } if silent.responses.contains(response) => {}
            Operation::Sets { response, .. } => with_sets.push(*response),
            // What these make is checked where it is said what must hold of it.
            Operation::Read(_)
            | Operation::Join { .. }
            | Operation::Sort(_)
            | Operation::Compute { .. }
            | Operation::Above { .. }
            | Operation::Filter { .. }
            | Operation::Quantify { .. }
            | Operation::Select { .. }
            | Operation::Beside { .. }
            | Operation::Choose { .. }
            | Operation::Classify { .. }
            | Operation::Members { .. }
            | Operation::Fold(_)
            | Operation::Match(_)
            | Operation::Intercurrent(_)
            | Operation::Endpoint(_)
            | Operation::Analyse(_)
            | Operation::Describe
            | Operation::Draw(_)
            | Operation::Agree(_)
            | Operation::Adjust(_)
            | Operation::CountLesions(_)
            | Operation::Tally(_)
            | Operation::Size(_) => {}
        }
    }
    followed::check(&places, &with_sets, derived, &mut found);
    unfit::check(&places, (derived, silent), &mut found);
    orders::check_dates(&places, derived, &mut found);
    found
}

/// What reading found, what must hold of rows that were set aside and have no patient, and what must hold among all patients.
pub fn beyond(plan: &Plan, read: &Read) -> Vec<Found> {
    let places = Places::of_all(plan, read);
    let mut found: Vec<Found> =
        read.issues.iter().map(|issue| places.of_issue(issue, rule_of(issue), issue.severity)).collect();
    for table in (0..plan.tables.len()).map(TableId) {
        declared::check_table(&places, table, places.aside(table), &mut found);
        things::check_table(&places, table, false, &mut found);
    }
    declared::check_cut_off(&places, &mut found);
    found
}

/// Settles the order of findings at one place.
fn text_of(found: &Found) -> (&'static str, &str, &str) {
    (found.finding.code.0, found.finding.rule.english(), &found.finding.found)
}

/// The rule that a reading keeps to.
fn rule_of(issue: &Issue) -> FindingRule {
    match issue.code {
        codes::UNREADABLE_VALUE | codes::INEXACT_NUMBER | codes::UNKNOWN_CODE => FindingRule::DeclaredType,
        codes::UNREADABLE_CHARACTER => FindingRule::Encoding,
        codes::INVISIBLE_CHARACTER => FindingRule::CharactersThatAreSeen,
        codes::FIELD_COUNT | codes::OPEN_QUOTATION => FindingRule::FieldsOfARow,
        codes::EMPTY_FILE => FindingRule::EmptyTable,
        codes::BLANK_ROWS | codes::ROW_COUNT | codes::NOTHING_PICKED => FindingRule::RowsOfAFile,
        codes::OTHER_FILE => FindingRule::FileAsStated,
        codes::COLUMN_ABSENT => FindingRule::ColumnsOfAFile,
        codes::NO_SUCH_ROW => FindingRule::Reference,
        _ => FindingRule::Key,
    }
}
