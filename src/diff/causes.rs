//! Why a number changed: it is computed again with one thing changed at a time, from the one run and from the other.

use super::plans::How;
use crate::number::Number;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What two runs can differ in. In this order they are tried and told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    Data,
    Plan,
    Criterion,
    Binding,
    Engine,
}

/// The numbers of a computation, by their identifiers.
pub type Numbers = BTreeMap<String, Number>;

/// What comes where some things are those of the other run.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// All of the earlier run but these.
    pub forward: Numbers,
    /// All of the later run but these.
    pub backward: Numbers,
}

/// Everything that was computed to find the causes.
#[derive(Clone, Debug, Default)]
pub struct Trials {
    /// What the runs wrote, and what this version computes from what they read.
    pub written: (Numbers, Numbers),
    pub again: (Numbers, Numbers),
    /// Of things that could not be changed without each other one.
    pub causes: Vec<(Vec<Cause>, Trial)>,
    /// Of each file of the data that differs, with its tables. None where there are too many rows to try each.
    pub files: Option<Vec<(FileOf, Trial)>>,
    /// Of the files that could be taken apart, what differs in them.
    pub changes: Vec<(ChangeOf, Trial)>,
}

/// A file of the data with the tables that read it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FileOf {
    pub file: String,
    pub tables: Vec<String>,
}

/// What differs in a file: a column in these rows, or rows that one run alone has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ChangeOf {
    pub file: String,
    pub how: How,
    /// As the file calls it; of whole rows none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub rows: BTreeSet<RowOf>,
}

/// A row of the data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RowOf {
    pub table: String,
    pub patient: String,
    pub key: String,
}

/// A cause of a number, or several that cannot be told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Acts<T> {
    pub what: T,
    /// The number where this alone is that of the later run, and where this alone is that of the earlier one.
    pub alone: Option<Number>,
    pub undone: Option<Number>,
}

/// What acts on a number, and whether it takes more than one to explain it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    pub acts: Vec<Acts<T>>,
    /// One acts only where another does, or all of them alone do not give the change.
    pub together: bool,
}

impl Trials {
    /// The identifiers whose numbers differ.
    pub fn changed(&self) -> Vec<&String> {
        let (a, b) = &self.written;
        let all: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        all.into_iter().filter(|id| a.get(*id) != b.get(*id)).collect()
    }

    pub fn causes_of(&self, id: &str) -> Found<Vec<Cause>> {
        let causes = self.causes.iter().map(|(causes, trial)| (causes.clone(), trial));
        let mut found = acting(id, (&self.again.0, &self.again.1), causes);
        let differs = |written: &Numbers, again: &Numbers| written.get(id) != again.get(id);
        if differs(&self.written.0, &self.again.0) || differs(&self.written.1, &self.again.1) {
            found.together |= !found.acts.is_empty();
            found.acts.push(Acts {
                what: vec![Cause::Engine],
                alone: self.again.0.get(id).cloned(),
                undone: self.again.1.get(id).cloned(),
            });
        }
        found
    }

    /// The files of the data that act on a number, of those that were tried.
    pub fn files_of(&self, id: &str) -> Option<Found<FileOf>> {
        let files = self.files.as_ref()?;
        Some(acting(id, self.data(), files.iter().map(|(of, trial)| (of.clone(), trial))))
    }

    /// What in these files acts on a number, by its place among the changes.
    pub fn changes_of(&self, id: &str, files: &[FileOf]) -> Found<usize> {
        let is_in = |of: &ChangeOf| files.iter().any(|file| file.file == of.file);
        let own = self.changes.iter().enumerate().filter(|(_, (of, _))| is_in(of));
        acting(id, self.data(), own.map(|(place, (_, trial))| (place, trial)))
    }

    /// Without and with the data of the later run, beside what else is of the earlier one.
    fn data(&self) -> (&Numbers, &Numbers) {
        let data = self.causes.iter().find(|(causes, _)| causes == &[Cause::Data]);
        let after = match (self.causes.len(), data) {
            (1, _) | (_, None) => &self.again.1,
            (_, Some((_, trial))) => &trial.forward,
        };
        (&self.again.0, after)
    }
}

/// Of several trials those that change a number from either end.
fn acting<'t, T: Clone>(
    id: &str,
    (before, after): (&Numbers, &Numbers),
    trials: impl Iterator<Item = (T, &'t Trial)>,
) -> Found<T> {
    let (a, b) = (before.get(id), after.get(id));
    if a == b {
        return Found { acts: vec![], together: false };
    }
    let of = |(what, trial): (T, &Trial)| Acts {
        what,
        alone: trial.forward.get(id).cloned(),
        undone: trial.backward.get(id).cloned(),
    };
    let forward = |acts: &Acts<T>| acts.alone.as_ref() != a;
    let backward = |acts: &Acts<T>| acts.undone.as_ref() != b;
    let all: Vec<Acts<T>> = trials.map(of).collect();
    let acts: Vec<Acts<T>> = all.iter().filter(|acts| forward(acts) || backward(acts)).cloned().collect();
    match acts.as_slice() {
        [] => Found { together: all.len() > 1, acts: all },
        [one] => Found { together: one.alone.as_ref() != b || one.undone.as_ref() != a, acts },
        several => Found { together: several.iter().any(|acts| forward(acts) != backward(acts)), acts },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: i64) -> Numbers {
        BTreeMap::from([("n".to_string(), Number::Count(n))])
    }

    /// Two things, of which each is 0 or 1: what a run comes to by both.
    fn found(run: impl Fn(i64, i64) -> i64) -> (Vec<Vec<Cause>>, bool) {
        let trial = |forward: i64, backward: i64| Trial { forward: numbers(forward), backward: numbers(backward) };
        let trials = Trials {
            written: (numbers(run(0, 0)), numbers(run(1, 1))),
            again: (numbers(run(0, 0)), numbers(run(1, 1))),
            causes: vec![
                (vec![Cause::Data], trial(run(1, 0), run(0, 1))),
                (vec![Cause::Plan], trial(run(0, 1), run(1, 0))),
            ],
            files: None,
            changes: vec![],
        };
        let found = trials.causes_of("n");
        (found.acts.into_iter().map(|acts| acts.what).collect(), found.together)
    }

    #[test]
    fn each_cause_is_found_by_changing_it_alone() {
        assert_eq!(found(|data, _| data), (vec![vec![Cause::Data]], false));
        assert_eq!(found(|_, plan| plan), (vec![vec![Cause::Plan]], false));
        assert_eq!(found(|data, plan| data + 10 * plan), (vec![vec![Cause::Data], vec![Cause::Plan]], false));
        // Only together.
        assert_eq!(found(|data, plan| data * plan), (vec![vec![Cause::Data], vec![Cause::Plan]], true));
        // The data act where the plan is the later one, and not where it is the earlier one.
        assert_eq!(found(|data, plan| plan * (1 + data)), (vec![vec![Cause::Data], vec![Cause::Plan]], true));
        assert_eq!(found(|_, _| 5), (vec![], false));
    }

    #[test]
    fn what_the_inputs_do_not_explain_is_the_engine() {
        let trials = Trials { written: (numbers(1), numbers(2)), again: (numbers(2), numbers(2)), ..Trials::default() };
        let found = trials.causes_of("n");
        assert_eq!(found.acts.into_iter().map(|acts| acts.what).collect::<Vec<_>>(), [[Cause::Engine]]);
        assert_eq!(trials.changed(), ["n"]);
    }
}
