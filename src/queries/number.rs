//! The number of a query, and the signs by which a line that came back is known.

use super::place::About;
use crate::checks::Basis;
use crate::data::{Row, written};
use crate::diagnostic::codes;
use crate::plan::ir::{Plan, TableId};
use crate::results::{Control, Stands};
use sha2::{Digest, Sha256};

/// What a question is known by, from one run and one export to the next: study, table, key, column and rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity(Vec<String>);

/// The signs of a number: none that is taken for another.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Of a number, in two parts of five: one question in a million million is taken for another.
const LENGTH: usize = 10;
/// Letters alone: a spreadsheet takes them for no number and no date.
const LETTERS: &[u8; 16] = b"bcdfghjkmnpqrstv";

pub fn identity_of_finding(about: &About, finding: usize) -> Identity {
    let (found, one) = (&about.found[finding], &about.each[finding]);
    let mut parts = vec![found.finding.code.0.to_string()];
    parts.extend(of_basis(about.plan, &found.basis));
    parts.extend(place(about, one.table, one.column));
    match one.table.zip(one.row) {
        Some((table, row)) => parts.push(key(about, table, row)),
        None => parts.extend(one.line.map(|line| line.to_string())),
    }
    let set_aside = [codes::KEY_MISSING, codes::KEY_REPEATED, codes::NO_SUCH_ROW].contains(&found.finding.code);
    // Its key is not its own: a row that is set aside is known by all that stands in it.
    if let (true, Some((table, row))) = (set_aside, one.table.zip(one.row)) {
        parts.push(all(about, table, row));
    }
    if one.line.is_none() {
        parts.push(found.finding.file.clone());
        parts.push(found.finding.found.clone());
    }
    Identity(with_study(about.plan, parts))
}

/// A date that several entries contradict.
pub fn identity_of_dates(about: &About, (table, column): (TableId, usize), row: Option<Row>) -> Identity {
    let mut parts = vec!["dates".to_string()];
    parts.extend(place(about, Some(table), Some(column)));
    parts.extend(row.map(|row| key(about, table, row)));
    Identity(with_study(about.plan, parts))
}

fn of_basis(plan: &Plan, basis: &Basis) -> Vec<String> {
    match basis {
        Basis::Declared | Basis::Elsewhere(_) | Basis::Limit(_) => vec![],
        Basis::Check { check, split, .. } => {
            let codes = split.iter().map(ToString::to_string);
            std::iter::once(plan.checks[*check].header.name.clone()).chain(codes).collect()
        }
        Basis::Readings { response, .. } | Basis::Consensus { response, .. } | Basis::Unfit { response } => {
            vec![plan.responses[response.0].header.name.clone()]
        }
        Basis::Followed { .. } => vec![],
    }
}

fn with_study(plan: &Plan, parts: Vec<String>) -> Vec<String> {
    std::iter::once(plan.study.name.clone()).chain(parts).collect()
}

fn place(about: &About, table: Option<TableId>, column: Option<usize>) -> Vec<String> {
    let declared = table.map(|table| about.plan.table(table));
    let name = declared.map_or_else(String::new, |table| table.header.name.clone());
    let column = declared.and_then(|table| table.columns.get(column?)).map(|column| column.name.clone());
    vec![name, column.unwrap_or_default()]
}

fn key(about: &About, table: TableId, row: Row) -> String {
    columns(about, table, row, about.plan.table(table).key.iter().copied())
}

fn all(about: &About, table: TableId, row: Row) -> String {
    columns(about, table, row, 0..about.plan.table(table).columns.len())
}

fn columns(about: &About, table: TableId, row: Row, which: impl Iterator<Item = usize>) -> String {
    let (declared, bound) = (about.plan.table(table), about.read.rows.get(table.0).map(|rows| &rows.bound));
    let text = |column| bound.map_or_else(String::new, |bound| written(bound, declared, column, row));
    which.map(text).collect::<Vec<_>>().join("\u{1f}")
}

impl Identity {
    /// `Q-7K2M9-4XC8P`.
    pub fn number(&self) -> String {
        let digest = digest(&self.0);
        let sign = |place: usize| char::from(SIGNS[usize::from(digest[place] & 31)]);
        let signs: String = (0..LENGTH).map(sign).collect();
        let (first, second) = signs.split_at(LENGTH / 2);
        format!("Q-{first}-{second}")
    }

    pub fn control(&self, stands: &Stands) -> Control {
        let number = self.number();
        let of_value: Vec<String> = match stands {
            Stands::Nothing => vec![],
            Stands::Text(text) => vec![text.clone()],
            Stands::Values(values) => values.iter().map(|value| value.text.clone()).collect(),
        };
        let of_value = letters(&[vec![number.clone()], of_value].concat(), 8);
        Control { of_number: of_number(&self.0[0], &number), of_value }
    }
}

/// Of a study and a number alone: that a number which is asked no more was asked once.
pub fn of_number(study: &str, number: &str) -> String {
    letters(&[study.to_string(), number.to_string()], 4)
}

fn letters(parts: &[String], length: usize) -> String {
    digest(parts).iter().take(length).map(|byte| char::from(LETTERS[usize::from(byte & 15)])).collect()
}

/// Each part with its length, so that no two lists of parts are one text.
fn digest(parts: &[String]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().to_vec()
}

/// A number as somebody typed it: small letters, other strokes and blanks, an O for a zero. None where it is none.
pub fn number_typed(text: &str) -> Option<String> {
    let plain = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let mut signs = text.chars().filter(|c| c.is_alphanumeric()).map(plain);
    let begins = signs.next() == Some('Q');
    let signs: String = signs.collect();
    let all_known = signs.bytes().all(|sign| SIGNS.contains(&sign));
    (begins && all_known && signs.len() == LENGTH).then(|| {
        let (first, second) = signs.split_at(LENGTH / 2);
        format!("Q-{first}-{second}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_however_it_was_typed() {
        let number = Identity(vec!["study".into(), "D013".into()]).number();
        assert!(number.len() == 13 && number.starts_with("Q-"), "{number}");
        assert_eq!(number_typed(&number), Some(number.clone()));
        assert_eq!(number_typed(&number.to_lowercase().replace('-', " ")), Some(number.clone()));
        assert_eq!(number_typed("q 7k2m9–4xc8p"), Some("Q-7K2M9-4XC8P".to_string()));
        assert_eq!(number_typed("Q-OlI00-00000"), Some("Q-01100-00000".to_string()));
        for none in ["", "Q", "7K2M9-4XC8P", "Q-7K2M9-4XC8", "Q-7K2M9-4XC8PP", "Q-UUUUU-UUUUU", "Q-éK2M9-4XC8P"] {
            assert_eq!(number_typed(none), None, "{none}");
        }
    }

    /// Parts are told apart, and so are studies, numbers and values.
    #[test]
    fn another_question_has_another_number_and_another_value_another_control() {
        let of = |parts: &[&str]| Identity(parts.iter().map(ToString::to_string).collect());
        assert_ne!(of(&["a", "bc"]).number(), of(&["ab", "c"]).number());
        assert_ne!(of(&["a", "b"]).number(), of(&["other", "b"]).number());
        let (one, text) = (of(&["study", "D013"]), |text: &str| Stands::Text(text.to_string()));
        let (first, second) = (one.control(&text("4,2")), one.control(&text("42")));
        assert_eq!(first.of_number, second.of_number);
        assert_ne!(first.of_value, second.of_value);
        assert_eq!(first.of_number, of_number("study", &one.number()));
        assert_ne!(first.of_number, of_number("other", &one.number()));
        assert!(first.of_value.bytes().all(|byte| LETTERS.contains(&byte)));
    }
}
