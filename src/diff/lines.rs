//! What stands in one list and not in the other, in their order.

use serde::Serialize;

/// What stood there and what stands there; one of the two may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Lists of more entries than these are compared entry by entry from both ends only: the table of all pairs would not fit.
const MOST: usize = 4_000;

/// What differs between two lists: of two stretches that stand in the same place, entries are set against each other in their order.
pub fn changed(before: &[String], after: &[String]) -> Vec<Changed> {
    let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[same..], &after[same..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[..before.len() - end], &after[..after.len() - end]);
    let mut found = vec![];
    let (mut i, mut j) = (0, 0);
    for (a, b) in common(before, after).into_iter().chain([(before.len(), after.len())]) {
        stretch(&before[i..a], &after[j..b], &mut found);
        (i, j) = (a + 1, b + 1);
    }
    found
}

fn stretch(before: &[String], after: &[String], found: &mut Vec<Changed>) {
    for place in 0..before.len().max(after.len()) {
        found.push(Changed { before: before.get(place).cloned(), after: after.get(place).cloned() });
    }
}

/// The places of a longest list that stands in both.
fn common(before: &[String], after: &[String]) -> Vec<(usize, usize)> {
    let (rows, columns) = (before.len(), after.len());
    if rows > MOST || columns > MOST {
        return vec![];
    }
    // The length of the longest one from each pair of places on.
    let mut longest = vec![vec![0u32; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            longest[i][j] = match before[i] == after[j] {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut places) = (0, 0, vec![]);
    while i < rows && j < columns {
        if before[i] == after[j] {
            places.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    fn told(before: &str, after: &str) -> Vec<(String, String)> {
        let text = |entry: Option<String>| entry.unwrap_or_else(|| "-".to_string());
        changed(&list(before), &list(after)).into_iter().map(|c| (text(c.before), text(c.after))).collect()
    }

    #[test]
    fn what_is_put_in_moves_nothing_else() {
        assert_eq!(told("abc", "abc"), []);
        assert_eq!(told("abc", "axbc"), [("-".into(), "x".into())]);
        assert_eq!(told("abc", "ac"), [("b".into(), "-".into())]);
        assert_eq!(told("abcd", "axcy"), [("b".into(), "x".into()), ("d".into(), "y".into())]);
        assert_eq!(told("", "a"), [("-".into(), "a".into())]);
        // In the other order one of the two has moved.
        assert_eq!(told("ab", "ba").len(), 2);
    }
}
