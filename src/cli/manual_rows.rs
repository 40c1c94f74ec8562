//! What the manual says of a key, in its tables of keys.

use crate::manual::MANUAL;

/// The row of a key in the table of a statement.
pub(super) struct Row {
    /// The statement, or the block of one.
    pub of: &'static str,
    /// By the column of the table: its head and what stands there.
    cells: Vec<(&'static str, &'static str)>,
}

impl Row {
    /// ``In `endpoint`: …``, a line for each column.
    pub fn told(&self) -> String {
        let filled = self.cells.iter().filter(|(_, said)| !said.is_empty());
        let lines =
            filled.map(|(head, said)| format!("- {}: {said}\n", if head.is_empty() { "what it says" } else { head }));
        format!("\nIn `{}`:\n\n{}", self.of, lines.collect::<String>())
    }
}

/// The rows of all tables of keys that begin with this key, in the order of the manual.
pub(super) fn rows(key: &str) -> Vec<Row> {
    MANUAL.iter().flat_map(|chapter| in_chapter(chapter.text, key)).collect()
}

fn in_chapter(text: &'static str, key: &str) -> Vec<Row> {
    let (mut of, mut heads, mut found) = ("", vec![], vec![]);
    for line in text.lines() {
        if line.starts_with('#') {
            of = line.trim_start_matches('#').trim().trim_matches('`');
        }
        let Some(cells) = cells(line) else {
            heads.clear();
            continue;
        };
        match (heads.first(), cells.split_first()) {
            (None, _) => heads = cells,
            (Some(&"key"), Some((first, said))) if names(first).any(|name| name.eq_ignore_ascii_case(key)) => {
                found.push(Row { of, cells: heads.iter().skip(1).copied().zip(said.iter().copied()).collect() });
            }
            _ => {}
        }
    }
    found
}

/// The cells of a line of a table.
fn cells(line: &'static str) -> Option<Vec<&'static str>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

/// What stands between backticks: a row may be of two keys.
fn names(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('`').skip(1).step_by(2)
}
