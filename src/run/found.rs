//! `findings.csv` read again: what was found, one by one, for who follows a patient or a clause.

use crate::catalogue::FindingRule;
use crate::checks::report::as_it_was;
use crate::results::{Found, Severity};

/// What such a file tells; none where it was not written by this version.
pub fn read(bytes: &[u8]) -> Option<Vec<Found>> {
    csv::Reader::from_reader(bytes).records().map(|record| found(&record.ok()?)).collect()
}

fn found(record: &csv::StringRecord) -> Option<Found> {
    let cells: Vec<String> = record.iter().map(|cell| as_it_was(cell).to_string()).collect();
    let [code, severity, rule, table, file, line, column, patient, found, expected, clause] = cells.try_into().ok()?;
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    Some(Found {
        code,
        rule: FindingRule::of_english(&rule),
        severity: Severity::ALL.iter().copied().find(|known| known.word() == severity)?,
        table,
        file,
        line: if line.is_empty() { None } else { Some(line.parse().ok()?) },
        column: some(column),
        patient: some(patient),
        found,
        expected,
        clause,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::finding::Finding;
    use crate::checks::report::findings_csv;
    use crate::diagnostic::codes;
    use crate::plan::ir::FindingSeverity;

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let finding = |rule: FindingRule, seen: &str, line| Finding {
            code: codes::CHECK_FAILED,
            severity: FindingSeverity::Query,
            rule,
            table: "patient".into(),
            file: "patients.csv".into(),
            line,
            column: None,
            patient: Some("P1".into()),
            found: seen.into(),
            expected: "x >= 1".into(),
            clause: "2.7".into(),
        };
        let written = [
            finding(FindingRule::Stated("A rule, of the plan".into()), "=1+1", Some(3)),
            finding(FindingRule::MissingValue, "'quoted'", None),
            finding(FindingRule::MissingValue, "'=quoted", None),
        ];
        let read = read(&findings_csv(&written).expect("a file")).expect("what it tells");
        assert_eq!(read, super::super::sources::found(&written));
        assert!(super::read(b"code,severity\nD019,query\n").is_none());
    }
}
