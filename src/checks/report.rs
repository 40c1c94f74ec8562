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
fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.to_string(),
    }
}
