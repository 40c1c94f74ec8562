//! Fixes applied to a text; what stood in one column below each other stands so again.

use crate::diagnostic::Fix;
use std::collections::BTreeMap;
use std::ops::Range;

/// The text with the fixes, which stand in its order and apart. Nothing else of it changes but the width of the gaps of lines
/// whose values, or conditions, stood in one column.
pub(super) fn replaced(text: &str, fixes: &[&Fix]) -> String {
    let places = lines(text);
    let before: Vec<&str> = places.iter().map(|place| &text[place.clone()]).collect();
    let mut after: Vec<String> = before.iter().map(|line| line.to_string()).collect();
    // From the end, so that what is before stays in its place.
    let mut touched = vec![false; before.len()];
    for fix in fixes.iter().rev() {
        let (from, to) = (fix.span.start as usize, fix.span.end as usize);
        let first = places.partition_point(|place| place.end <= from).min(places.len().saturating_sub(1));
        let last = places.partition_point(|place| place.end < to).min(places.len().saturating_sub(1));
        touched[first] = true;
        // The end first: of one line, it is the same line.
        if first == last {
            let start = places[first].start;
            after[first].replace_range(from - start..to - start, &fix.replacement);
        } else {
            after[last].replace_range(..to - places[last].start, "");
            after[first + 1..last].iter_mut().for_each(String::clear);
            after[first].replace_range(from - places[first].start.., &fix.replacement);
        }
    }
    realign(&before, &mut after, &touched);
    after.concat()
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let ends = text.split_inclusive('\n').map(|line| {
        let from = at;
        at += line.len();
        from..at
    });
    ends.collect()
}

/// Where the value of an entry, or the condition of a case, begins in a line, and what stands before it.
#[derive(Clone, Copy)]
struct Columns {
    indent: usize,
    is_case: bool,
    /// Bytes up to the end of what stands before the gap.
    head: usize,
    /// Bytes up to the end of the gap.
    value: usize,
}

impl Columns {
    fn of(line: &str) -> Option<Columns> {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let (end, is_case) = boundary(line)?;
        let rest = &line[end..];
        let value = line.len() - rest.trim_start_matches(' ').len();
        let head = line[..value].trim_end().len();
        (value > head && indent < head && !line[value..].trim().is_empty()).then_some(Columns {
            indent,
            is_case,
            head,
            value,
        })
    }

    fn width(line: &str, bytes: usize) -> usize {
        line[..bytes].chars().count()
    }

    fn gap(self) -> usize {
        self.value - self.head
    }
}

/// The byte behind the colon of an entry, or before `when` or `otherwise` of a case.
fn boundary(line: &str) -> Option<(usize, bool)> {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            ':' => return Some((at + 1, false)),
            '(' | '{' | '/' | '|' => return None,
            ' ' if ["when ", "otherwise"].iter().any(|word| line[at + 1..].starts_with(word)) => {
                return Some((at + 1, true));
            }
            _ => {}
        }
    }
    None
}

/// Lines of one block whose values begin in one column, whatever stands between them, are kept together.
fn realign(before: &[&str], after: &mut [String], touched: &[bool]) {
    let mut together: BTreeMap<(usize, usize, bool, usize), Vec<usize>> = BTreeMap::new();
    // The lines that hold the one that is looked at, outermost first; a blank line ends them all.
    let (mut open, mut blank): (Vec<(usize, usize)>, usize) = (vec![], before.len());
    for (at, line) in before.iter().enumerate() {
        if line.trim().is_empty() {
            (open, blank) = (vec![], at);
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        while open.last().is_some_and(|(outer, _)| *outer >= indent) {
            open.pop();
        }
        let block = open.last().map_or(blank, |(_, line)| *line);
        open.push((indent, at));
        if let Some(c) = Columns::of(line) {
            let column = Columns::width(line, c.value);
            together.entry((block, c.indent, c.is_case, column)).or_default().push(at);
        }
    }
    for lines in together.values().filter(|lines| lines.len() > 1 && lines.iter().any(|at| touched[*at])) {
        let gaps = lines.iter().filter_map(|at| Columns::of(before[*at])).map(Columns::gap);
        realign_lines(after, lines, gaps.min().unwrap_or(1));
    }
}

fn realign_lines(after: &mut [String], lines: &[usize], gap: usize) {
    let columns: Vec<(usize, Columns)> =
        lines.iter().filter_map(|at| Columns::of(&after[*at]).map(|c| (*at, c))).collect();
    let width = |(at, c): &(usize, Columns)| Columns::width(&after[*at], c.head);
    let widths: Vec<usize> = columns.iter().map(width).collect();
    let value = widths.iter().max().copied().unwrap_or(0) + gap;
    for ((at, c), width) in columns.into_iter().zip(widths) {
        after[at].replace_range(c.head..c.value, &" ".repeat(value - width));
    }
}
