//! `timepoints`: which examination of a patient stands for a point in time.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Entry, Item, Kind, Selector, SelectorKind};

const SETTINGS: &[&str] = &["prefer", "tie"];
/// The timepoint with which a criterion compares.
pub(super) const BASELINE: &str = "baseline";

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_timepoints(&mut self) {
        self.resolve_each("timepoints", Self::timepoints_statement, |r, timepoints| r.plan.timepoints.push(timepoints));
    }

    fn timepoints_statement(&mut self, stated: Stated<'a>) -> Option<Timepoints> {
        let header = self.header(stated)?;
        let Some(subject) = &stated.statement.subject else {
            let title = said!("`{name}` are the timepoints of no table", name = header.name);
            return self.missing_key(header.span, title, "of which table?", "write `timepoints NAME of TABLE { … }`");
        };
        let table = TableId(self.position(Named::Table, &subject.node, subject.span, &self.table_names())?);
        let date = self.dated(table, subject.span)?;
        let takes_an_end = |i: &Item| matches!(i, Item::Entry(e) if e.value.as_ref().is_some_and(first_or_last));
        if stated.statement.items.iter().any(takes_an_end) {
            self.ordered_by_date(table, date, subject.span)?;
        }
        let (settings, points): (Vec<&Item>, Vec<&Item>) = stated.statement.items.iter().partition(|i| is_setting(i));
        let (prefer, tie_earlier) = self.point_settings(&settings, table);
        let mut found: Vec<Timepoint> = vec![];
        for item in &points {
            match item {
                Item::Entry(entry) => found.extend(self.point(entry, table, date)),
                Item::Case(case) => {
                    self.error::<()>(
                        codes::MISPLACED,
                        "A timepoint is an entry",
                        case.span,
                        "write `NAME: nearest … to day …`",
                    );
                }
            }
        }
        self.check_points_once(&found);
        self.check_windows(&found);
        let nearest = found.iter().find(|p| matches!(p.kind, PointKind::Nearest(_)));
        if let (Some(point), false, true) = (nearest, tie_earlier, found.len() == points.len()) {
            let title = "Two examinations can be equally near";
            self.missing_key::<()>(
                header.span,
                title,
                format!("`{}` takes the nearest", point.name),
                "add `tie: earlier`",
            );
        }
        (found.len() == points.len()).then_some(Timepoints { header, table, date, points: found, prefer, tie_earlier })
    }

    fn point_settings(&mut self, items: &[&'a Item], table: TableId) -> (Option<RowExpr>, bool) {
        let (mut prefer, mut tie) = (None, false);
        for item in items {
            let Item::Entry(entry) = item else { continue };
            let Some(value) = &entry.value else { continue };
            if entry.key.as_ref().is_some_and(|k| k.node == "tie") {
                tie = true;
                self.choice(value, &["earlier"]);
                continue;
            }
            prefer = self.single(value).and_then(|e| self.row_condition(&e.expression, table));
            if let Some(condition) = &prefer {
                self.check_row_decided(condition, table, None);
            }
        }
        (prefer, tie)
    }

    fn check_points_once(&mut self, points: &[Timepoint]) {
        for (i, point) in points.iter().enumerate() {
            if let Some(first) = points[..i].iter().find(|p| p.name == point.name) {
                let diagnostic =
                    Diagnostic::new(codes::REPEATED, said!("There are two timepoints `{point}`", point = point.name))
                        .at(point.span, "named again here")
                        .at(first.span, "first named here");
                self.report(diagnostic);
            }
        }
    }

    /// A timepoint that a response names as its baseline is over at time zero, as the one that is called so.
    pub(crate) fn check_point_over(&mut self, timepoints: usize, point: usize, span: Span) -> Option<()> {
        let Timepoints { points, date, .. } = &self.plan.timepoints[timepoints];
        let days = self.days_allowed(&points[point].condition, *date, &|e| self.is_time_zero(e));
        self.check_baseline_over(days, span)
    }

    /// The baseline is over at time zero: every row that can be chosen is dated on it or before.
    fn check_baseline_over(&mut self, days: days::Bound, span: Span) -> Option<()> {
        let (title, label) = match days.to {
            Some(last) if last <= 0 => return Some(()),
            Some(last) => (said!("The window of the baseline ends on day {last}", last), "after time zero"),
            None => ("The window of the baseline has no end".into(), "on any day after time zero too"),
        };
        let diagnostic = Diagnostic::new(codes::FUTURE, title)
            .at(span, label)
            .because("what the treatment may have changed already would be taken for the state before it")
            .hint("end the window on day 0 at the latest: `date from day -42 to day 0`");
        self.report(diagnostic);
        None
    }

    /// Of points that choose in the same way no two choose one examination; of those up to time zero, which are baselines, a
    /// response reads one alone.
    fn check_windows(&mut self, points: &[Timepoint]) {
        for (i, point) in points.iter().enumerate() {
            let Some((low, high)) = point.window.filter(|(_, high)| *high > 0) else { continue };
            let kind = std::mem::discriminant(&point.kind);
            let alike = |p: &&Timepoint| std::mem::discriminant(&p.kind) == kind;
            let shared = |p: &&Timepoint| alike(p) && p.window.is_some_and(|(l, h)| low <= h && l <= high);
            if let Some(other) = points[..i].iter().find(shared) {
                let title =
                    said!("The windows of `{other}` and `{point}` overlap", other = other.name, point = point.name);
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                    .at(point.condition.span, "opens before the other ends")
                    .at(other.condition.span, "the other window")
                    .because("one examination would stand for both timepoints");
                self.report(diagnostic);
            }
        }
    }

    fn point(&mut self, entry: &'a Entry, table: TableId, date: usize) -> Option<Timepoint> {
        let key = entry.key.as_ref()?;
        let Some((kind, condition, days)) = self.read_point(entry, table, date) else {
            self.failed.insert(key.node.clone());
            return None;
        };
        let label = self.label_or(&entry.label, &key.node);
        let window = days.window();
        if let (PointKind::Nearest(day), Some((low, high))) = (kind, window)
            && !(low..=high).contains(&day)
        {
            let title = said!("Day {day} lies outside the window of `{key}`", day, key = key.node);
            return self.error(codes::WRONG_VALUE, title, condition.span, format!("from day {low} to day {high}"));
        }
        Some(Timepoint { name: key.node.clone(), label, kind, condition, window, span: entry.span })
    }

    fn read_point(
        &mut self,
        entry: &'a Entry,
        table: TableId,
        date: usize,
    ) -> Option<(PointKind, RowExpr, days::Bound)> {
        let value = entry.value.as_ref()?;
        let element = self.single(value)?;
        let Kind::Selector(selector) = &element.expression.kind else {
            let hint = "write `last TABLE where …` or `nearest TABLE to day 91 where …`";
            return match element.expression.kind {
                Kind::Error => None,
                _ => {
                    self.error_hint(codes::WRONG_VALUE, "A timepoint chooses a row", element.span, "not a choice", hint)
                }
            };
        };
        let (word, span) = self.word_of(&selector.rows)?;
        if self.table_named(word) != Some(table) {
            let name = self.plan.tables[table.0].header.name.clone();
            return self.unknown("table to choose from", word, span, [name.as_str()]);
        }
        let kind = self.point_kind(selector, element.span)?;
        let Some(condition) = &selector.condition else {
            let hint = "write `… where date from day 46 to day 136`";
            return self.error_hint(
                codes::WRONG_VALUE,
                "A timepoint has a window",
                element.span,
                "from all rows",
                hint,
            );
        };
        let condition = self.row_condition(condition, table)?;
        self.check_row_decided(&condition, table, None);
        let days = self.days_allowed(&condition, date, &|e| self.is_time_zero(e));
        if entry.key.as_ref().is_some_and(|key| key.node == BASELINE) {
            self.check_baseline_over(days, condition.span)?;
        }
        Some((kind, condition, days))
    }

    fn point_kind(&mut self, selector: &'a Selector, span: Span) -> Option<PointKind> {
        match (selector.kind.node, &selector.to) {
            (SelectorKind::First, None) => Some(PointKind::First),
            (SelectorKind::Last, None) => Some(PointKind::Last),
            (SelectorKind::Nearest, Some(day)) => self.day(day).map(PointKind::Nearest),
            _ => {
                let hint = "write `first …`, `last …` or `nearest … to day …`";
                self.error_hint(
                    codes::WRONG_VALUE,
                    "A timepoint chooses one row",
                    span,
                    "chooses none or several",
                    hint,
                )
            }
        }
    }
}

fn is_setting(item: &Item) -> bool {
    matches!(item, Item::Entry(e) if e.key.as_ref().is_some_and(|k| SETTINGS.contains(&k.node.as_str())))
}

fn first_or_last(value: &tree::Value) -> bool {
    value.elements.iter().any(|e| {
        let Kind::Selector(selector) = &e.expression.kind else { return false };
        matches!(selector.kind.node, SelectorKind::First | SelectorKind::Last)
    })
}
