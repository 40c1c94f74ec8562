//! `findings.csv`.

use super::finding::Finding;
use crate::plan::ir::FindingSeverity;

const HEADER: [&str; 11] =
    ["code", "severity", "rule", "table", "file", "line", "column", "patient", "found", "expected", "clause"];

/// The findings as UTF-8 CSV, separated by commas, in the order given.
pub fn findings_csv(findings: &[Finding]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(HEADER)?;
    for finding in findings {
        let line = finding.line.map_or_else(String::new, |l| l.to_string());
        let cells = [
            finding.code.0,
            severity_word(finding.severity),
            finding.rule.english(),
            &finding.table,
            &finding.file,
            &line,
            finding.column.as_deref().unwrap_or_default(),
            finding.patient.as_deref().unwrap_or_default(),
            &finding.found,
            &finding.expected,
            &finding.clause,
        ];
        writer.write_record(cells.map(harmless))?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}

pub fn severity_word(severity: FindingSeverity) -> &'static str {
    match severity {
        FindingSeverity::BlocksLock => "blocks_lock",
        FindingSeverity::Query => "query",
        FindingSeverity::Note => "note",
    }
}

/// Spreadsheets run a cell that begins like a formula; a leading apostrophe keeps it text.
pub fn harmless(cell: &str) -> String {
    if begins_formula(cell) { format!("'{cell}") } else { cell.to_string() }
}

/// The cell without the apostrophe that [`findings_csv`] puts before what begins like a formula.
pub fn as_it_was(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|own| begins_formula(own)).unwrap_or(cell)
}

/// Also behind apostrophes of its own, so that each cell that gets one is told from those that have one.
fn begins_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}
