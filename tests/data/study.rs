//! The two exports of the first study: the locked one has nothing that blocks, the draft has the errors planted in it.

use super::{findings_of, first_study};
use prespec::data::read;
use prespec::diagnostic::Sources;

fn findings(export: &str) -> String {
    let mut sources = Sources::default();
    let (plan, binding, folder) = first_study(&mut sources);
    let read = read(&plan, &binding, &folder.join("data").join(export)).expect("the export");
    findings_of(&plan, &sources, &read)
}

#[test]
fn nothing_in_the_locked_export_blocks() {
    let found = findings("locked");
    assert!(!found.contains(",blocks_lock,"), "{found}");
    insta::assert_snapshot!("locked_findings", found);
}

/// Among them D020, readings that differ without a consensus, some of them left open in the draft and some a consequence of
/// a planted error.
#[test]
fn every_planted_error_that_the_plan_can_see_is_found_once() {
    let found = findings("draft");
    for (row, times) in PLANTED {
        let rows = found.lines().filter(|l| l.contains(row) && !l.starts_with("D020")).count();
        assert_eq!(rows, *times, "{row} in\n{found}");
    }
    insta::assert_snapshot!("draft_findings", found);
}

/// File, line and column of each row that the draft and the locked export have differently, as findings show them.
const PLANTED: &[(&str, usize)] = &[
    ("patients.csv,9,annee_naissance,P008,1859", 1),
];
