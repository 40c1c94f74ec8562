//! So many messages as a person reads at once, and a count of the rest.

use super::{Code, Diagnostic};
use std::collections::BTreeMap;

/// The messages to show, and how many there are besides.
#[derive(Debug)]
pub struct Most<'d> {
    /// In the order given.
    pub shown: Vec<&'d Diagnostic>,
    /// How many are left out, by code.
    pub left_out: BTreeMap<Code, usize>,
}

/// No more than `most`: where there are more, errors before warnings and these before notes.
pub fn most(diagnostics: &[Diagnostic], most: usize) -> Most<'_> {
    let mut by_weight: Vec<usize> = (0..diagnostics.len()).collect();
    by_weight.sort_by_key(|at| diagnostics[*at].severity);
    let mut left_out = BTreeMap::new();
    for at in by_weight.iter().skip(most) {
        *left_out.entry(diagnostics[*at].code).or_default() += 1;
    }
    by_weight.truncate(most);
    by_weight.sort_unstable();
    Most { shown: by_weight.into_iter().map(|at| &diagnostics[at]).collect(), left_out }
}

impl Most<'_> {
    /// `and 1901 more: P001 (1900), P032 (1)`; none where all are shown.
    pub fn rest(&self) -> Option<String> {
        let count: usize = self.left_out.values().sum();
        let codes: Vec<String> = self.left_out.iter().map(|(code, n)| format!("{code} ({n})")).collect();
        (count > 0).then(|| format!("and {count} more: {}", codes.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;

    #[test]
    fn errors_are_shown_before_notes_and_what_is_left_out_is_counted() {
        let all: Vec<Diagnostic> = [codes::NEVER_USED, codes::UNKNOWN_NAME, codes::NO_LIMITS, codes::UNKNOWN_NAME]
            .map(|code| Diagnostic::new(code, code.0))
            .to_vec();
        let codes_of = |most: &Most<'_>| most.shown.iter().map(|d| d.code.0).collect::<Vec<_>>();
        let two = most(&all, 2);
        assert_eq!(codes_of(&two), ["P001", "P001"]);
        assert_eq!(two.rest().as_deref(), Some("and 2 more: P032 (1), P036 (1)"));
        let three = most(&all, 3);
        assert_eq!(codes_of(&three), ["P001", "P036", "P001"]);
        assert_eq!(most(&all, 4).rest(), None);
    }
}
