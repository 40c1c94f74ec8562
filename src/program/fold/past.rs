//! What earlier examinations hold: only those that are visible, and never the baseline unless it is named.

use super::place::Place;
use crate::program::evaluate::{compare, evaluate, truth};
use crate::program::expression::FoldExpr;
use crate::program::value::Value;

impl Place<'_, '_> {
    /// Visible readings before this one, latest first.
    fn before(&self) -> impl Iterator<Item = Self> {
        let visible = |at: &usize| self.course.readings[*at].visible;
        (1..self.at).rev().filter(visible).map(|at| self.moved(at))
    }

    /// The last visible reading before this one, or else the baseline reading, before which there is none.
    pub fn previous(&self) -> Option<Self> {
        let baseline = || (self.at > 0).then(|| self.moved(0));
        self.before().next().or_else(baseline)
    }

    /// Some earlier reading satisfies `condition`, and none after it satisfies `since`.
    pub fn earlier(&self, condition: &FoldExpr, since: Option<&FoldExpr>) -> Option<Value> {
        let (mut known, mut perhaps_closed) = (true, false);
        for place in self.before() {
            match truth(condition, &place) {
                Some(true) if !perhaps_closed => return Some(Value::Bool(true)),
                Some(false) => {}
                _ => known = false,
            }
            match since.map_or(Some(false), |s| truth(s, &place)) {
                Some(true) => break,
                Some(false) => {}
                None => perhaps_closed = true,
            }
        }
        known.then_some(Value::Bool(false))
    }

    /// The first earlier reading that satisfies `condition` and is not before the last that satisfies `since`; unknown
    /// where there is none, and where it cannot be told which it is.
    pub fn first_earlier(&self, condition: &FoldExpr, since: Option<&FoldExpr>) -> Option<Value> {
        let mut first = Some(None);
        for place in self.before() {
            match truth(condition, &place) {
                Some(true) => first = Some(Some(place.at)),
                Some(false) => {}
                None => first = None,
            }
            match since.map_or(Some(false), |s| truth(s, &place)) {
                Some(true) => break,
                Some(false) => {}
                // Whether the window ends here decides nothing only where nothing lies before it.
                None => {
                    let further = place.earlier(condition, None) == Some(Value::Bool(false));
                    return first.filter(|_| further).flatten().map(Value::Reading);
                }
            }
        }
        first.flatten().map(Value::Reading)
    }

    /// The earlier readings back to the last that satisfies `since`, that one included, and before them the baseline reading
    /// where it is named and no reading satisfies it; none where it cannot be told.
    fn window(&self, since: Option<&FoldExpr>, baseline: bool) -> Option<Vec<Self>> {
        let mut found = vec![];
        for place in self.before() {
            let closes = since.map_or(Some(false), |s| truth(s, &place));
            found.push(place);
            if closes? {
                return Some(found);
            }
        }
        found.extend(baseline.then(|| self.moved(0)));
        Some(found)
    }

    /// The smallest or largest known value over the earlier readings, and the baseline reading where it is named.
    pub fn extreme_earlier(
        &self,
        largest: bool,
        what: &FoldExpr,
        baseline: bool,
        since: Option<&FoldExpr>,
    ) -> Option<Value> {
        let mut best: Option<Value> = None;
        for place in self.window(since, baseline)? {
            let value = match evaluate(what, &place) {
                None => continue,
                Some(Value::Unusable) => return None,
                Some(value) => value,
            };
            let better = best.as_ref().is_none_or(|b| match compare(&value, b) {
                Some(order) if largest => order.is_gt(),
                Some(order) => order.is_lt(),
                None => false,
            });
            if better {
                best = Some(value);
            }
        }
        best
    }
}
