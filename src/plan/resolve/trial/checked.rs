//! Conditions that ask for nothing, or for the opposite of what they are called: checks that cannot fail, cases that differ in
//! nothing, what is missing where it is said to be there.

use super::called::{Called, NOT, Words};
use super::*;

impl<'a> Resolver<'a> {
    pub(super) fn check_checks(&mut self) {
        self.check_required_anyway();
        self.check_cases_of_nothing();
    }

    /// A check that is made of rows which it was picked by cannot fail.
    fn check_required_anyway(&mut self) {
        let mut faults = vec![];
        for check in &self.plan.checks {
            let Some(only) = &check.only else { continue };
            let picked = walk::conjuncts(only);
            let required = walk::conjuncts(&check.require);
            let found = required.iter().all(|part| picked.iter().any(|other| other.kind == part.kind));
            if let Some(by) = picked.iter().find(|other| other.kind == required[0].kind).filter(|_| found) {
                faults.push((check.header.clone(), check.require.span, by.span));
            }
        }
        for (header, place, picked) in faults {
            let title = said!("`{name}` asks for what its rows are picked by", name = header.name);
            let diagnostic = Diagnostic::new(codes::ALWAYS_SO, title)
                .at(place, "true of every row that is looked at")
                .at(picked, "picked by it")
                .because("a check that cannot fail finds nothing")
                .hint("pick the rows by one condition, and ask for another");
            self.ask(Question::AlwaysSo, &header.name, diagnostic);
        }
    }

    /// Two alternatives that differ in one condition and its opposite are one, without it.
    fn check_cases_of_nothing(&mut self) {
        let mut faults: Vec<(String, Span, Span)> = vec![];
        for called in self.called() {
            called.value.each(&mut |part| {
                let ExprKind::Or(cases) = &part.kind else { return };
                for (at, case) in cases.iter().enumerate() {
                    let found = cases[..at].iter().find_map(|first| differ_in_nothing(first, case));
                    let about = called.owner.as_ref().unwrap_or(&called.name);
                    faults.extend(found.map(|(first, again)| (about.clone(), again, first)));
                }
            });
        }
        for (about, place, first) in faults {
            let diagnostic =
                Diagnostic::new(codes::ALWAYS_SO, "Two cases differ in a condition and its opposite alone")
                    .at(place, "the opposite is asked for here")
                    .at(first, "asked for here")
                    .because("one of the two is so of every row, and the condition leaves nobody out by it")
                    .hint("leave both away, or let the cases differ in something else too");
            self.ask(Question::AlwaysSo, &about, diagnostic);
        }
    }

    /// `"Every patient has a follow-up": last_news is missing`.
    pub(super) fn check_missing_called(&mut self, called: &Called) {
        const LACKS: &[&str] = &[
            "missing", "unknown", "lacks", "lack", "never", "neither", "nor", "only", "alive", "living", "before",
            "until", "manquant", "manque", "inconnu", "jamais", "ni", "seul", "vivant",
        ];
        const EVERY: &[&str] = &["every", "each", "all", "chaque", "tout", "toute", "tous", "toutes"];
        let words = Words::of(&called.label);
        let ExprKind::Not(of) = &called.value.kind else { return };
        let ExprKind::IsKnown(_) = &of.kind else { return };
        if !words.begin(EVERY) || words.any(NOT) || words.any(LACKS) {
            return;
        }
        let title = said!(
            "`{name}` is called \"{label}\" and asks that there is none",
            name = called.name,
            label = called.label
        );
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, "asks that it is missing");
        self.ask_of_label(called, diagnostic);
    }

    /// What is called by the baseline is not read of the days that follow it.
    pub(super) fn check_at_baseline_called(&mut self, called: &Called) {
        let words = Words::of(&called.label);
        if !words.say("at baseline") || words.any(&["and", "or", "from", "since", "after", "to", "than"]) {
            return;
        }
        let mut windows = vec![];
        self.each_behind(&called.value, called.table, &mut |part, _| {
            if let ExprKind::Within { low, high, anchor, .. } = &part.kind
                && self.is_time_zero(anchor)
            {
                windows.push((*low, *high));
            }
        });
        if windows.is_empty() || windows.iter().any(|(low, high)| *low < 0 || *high <= 0) {
            return;
        }
        let title = said!(
            "`{name}` is called \"{label}\" and reads the days after time zero",
            name = called.name,
            label = called.label
        );
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, "of later days");
        self.ask_of_label(called, diagnostic);
    }
}

/// Where two conditions have all in common but one part of each, and these two are opposites.
fn differ_in_nothing(first: &RowExpr, again: &RowExpr) -> Option<(Span, Span)> {
    let (first, again) = (walk::conjuncts(first), walk::conjuncts(again));
    let only = |own: &[&RowExpr], other: &[&RowExpr]| -> Vec<(Span, RowExpr)> {
        let is_own = |part: &&&RowExpr| other.iter().all(|of| of.kind != part.kind);
        own.iter().filter(is_own).map(|part| (part.span, (**part).clone())).collect()
    };
    let (of_first, of_again) = (only(&first, &again), only(&again, &first));
    match (of_first.as_slice(), of_again.as_slice()) {
        ([(a, first)], [(b, again)]) if are_opposites(first, again) => Some((*a, *b)),
        _ => None,
    }
}

fn are_opposites(a: &RowExpr, b: &RowExpr) -> bool {
    let denies = |a: &RowExpr, b: &RowExpr| matches!(&a.kind, ExprKind::Not(of) if of.kind == b.kind);
    let compared = match (&a.kind, &b.kind) {
        (ExprKind::Compare { op: own, left, right }, ExprKind::Compare { op: other, left: of, right: with }) => {
            let opposite = match own {
                CompareOp::Equal => CompareOp::NotEqual,
                CompareOp::NotEqual => CompareOp::Equal,
                CompareOp::Less => CompareOp::GreaterEqual,
                CompareOp::LessEqual => CompareOp::Greater,
                CompareOp::Greater => CompareOp::LessEqual,
                CompareOp::GreaterEqual => CompareOp::Less,
            };
            *other == opposite && left == of && right == with
        }
        _ => false,
    };
    compared || denies(a, b) || denies(b, a)
}
