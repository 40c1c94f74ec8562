//! Values below each other in one column.

/// A head of an entry wider than this stands by itself, so that one long label does not push away the values of all others.
const WIDEST: usize = 42;
/// The same of statements and of cases, of which few stand together.
const WIDEST_OF_FEW: usize = 72;

/// What stands before the gap of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Head<'t> {
    /// An entry, up to its colon.
    Entry,
    /// A case, up to its `when` or `otherwise`.
    Case,
    /// A statement that begins with this word, up to its colon.
    Statement(&'t str),
}

/// A line that might stand in a column with its neighbours.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// None where nothing follows a head on the line.
    pub head: Option<Head<'t>>,
    /// In characters.
    pub width: usize,
    /// A blank line stands above it.
    pub apart: bool,
}

/// How wide the head of each line is to be made: lines of one kind, with nothing else between them, have their values in one
/// column.
pub(super) fn columns(lines: &[Line<'_>]) -> Vec<usize> {
    let mut widths = vec![0; lines.len()];
    let mut from = 0;
    while from < lines.len() {
        let together = |pair: &[Line<'_>]| pair[0].head == pair[1].head && !pair[1].apart;
        let to = lines[from..].windows(2).position(|pair| !together(pair)).map_or(lines.len(), |n| from + n + 1);
        let limit = match lines[from].head {
            Some(Head::Entry) | None => WIDEST,
            Some(Head::Case | Head::Statement(_)) => WIDEST_OF_FEW,
        };
        let fits = |line: &&Line<'_>| line.head.is_some() && line.width <= limit;
        let widest = lines[from..to].iter().filter(fits).map(|line| line.width).max().unwrap_or(0);
        widths[from..to].fill(widest);
        from = to;
    }
    widths
}
