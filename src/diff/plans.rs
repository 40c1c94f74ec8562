//! Two plans by what they mean: each statement as it was understood, whatever its words, its layout and its place.

use super::clauses::{ClauseChanged, Moved, Pairs, ProseChanged};
use super::lines::{Changed, changed};
use super::reach::Reach;
use super::written::{Identity, KeyChanged, Written, keys_changed, written};
use crate::compile::{Compiled, shown};
use crate::diagnostic::Span;
use crate::plan::dump::said;
use crate::plan::ir::Plan;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanSide {
    pub path: String,
    pub study: String,
    pub digest: String,
}

/// What differs between two plans.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlansCompared {
    pub before: PlanSide,
    pub after: PlanSide,
    /// Nothing that is computed or checked differs.
    pub same_meaning: bool,
    /// Statements that mean another thing, that were added or removed.
    pub meaning: Vec<StatementChanged>,
    /// Statements that are written otherwise and mean the same.
    pub wording: Vec<StatementChanged>,
    /// Statements that stand in another clause.
    pub moved: Vec<Moved>,
    pub clauses: Vec<ClauseChanged>,
    pub prose: Vec<ProseChanged>,
    pub front_matter: Vec<KeyChanged>,
}

/// How a statement changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Added,
    Removed,
    Changed,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementChanged {
    pub how: How,
    #[serde(flatten)]
    pub identity: Identity,
    pub label: String,
    /// The number of its clause, before and after.
    pub clause: Changed,
    /// As it is written, key by key. Empty where the statement stands as it was and what it rests on does not.
    pub keys: Vec<KeyChanged>,
    /// As it was understood, line by line.
    pub understood: Vec<Changed>,
    /// The analyses that rest on it, by their names.
    pub reaches: Vec<String>,
}

/// A statement with what it says: once, or for each response that reads it.
struct Told<'w> {
    written: &'w Written,
    says: BTreeMap<Option<String>, String>,
}

/// A plan that can be compared: it has no errors.
pub struct Side<'p> {
    pub compiled: &'p Compiled,
    pub plan: &'p Plan,
}

/// What differs between two plans, in the order of the later one; what was removed stands last.
pub fn compare(before: Side, after: Side) -> PlansCompared {
    let (old, new) = (written(before.compiled), written(after.compiled));
    let (told_before, told_after) = (told(before.plan, &old), told(after.plan, &new));
    let both: Vec<(&Written, &Written)> =
        new.iter().filter_map(|b| Some((old.iter().find(|a| a.identity == b.identity)?, b))).collect();
    let clauses = Pairs::of(before.compiled, after.compiled, &both);
    let reach = (Reach::of(before.plan), Reach::of(after.plan));
    let (mut meaning, mut wording) = (vec![], vec![]);
    for b in &told_after {
        let a = told_before.iter().find(|a| a.written.identity == b.written.identity);
        let change = match a {
            Some(a) => differs(a, b, &reach.1),
            None => alone(How::Added, b, &reach.1),
        };
        sort_in(change, &mut meaning, &mut wording);
    }
    for a in &told_before {
        if !new.iter().any(|b| b.identity == a.written.identity) {
            sort_in(alone(How::Removed, a, &reach.0), &mut meaning, &mut wording);
        }
    }
    by_their_criteria(&mut meaning, &told_before, &told_after, &reach.1);
    wording.extend(options_without_effect(&mut meaning));
    let moved = both.iter().filter(|(a, b)| clauses.moved(a, b)).map(|(a, b)| Moved {
        identity: b.identity.clone(),
        before: a.clause.clone(),
        after: b.clause.clone(),
    });
    PlansCompared {
        before: side(&before),
        after: side(&after),
        same_meaning: meaning.is_empty(),
        moved: moved.collect(),
        clauses: clauses.changed(),
        prose: clauses.prose(),
        front_matter: front_matter(before.plan, after.plan),
        meaning,
        wording,
    }
}

fn side(side: &Side) -> PlanSide {
    PlanSide {
        path: shown(&side.compiled.path),
        study: side.plan.study.name.clone(),
        digest: side.compiled.digest.clone(),
    }
}

/// What is only settled by how it is written, such as the study and the report, says what stands there without its labels.
fn told<'w>(plan: &Plan, all: &'w [Written]) -> Vec<Told<'w>> {
    let mut understood: BTreeMap<_, BTreeMap<Option<String>, String>> = BTreeMap::new();
    for said in said(plan) {
        let of_response = said.read_by.filter(|response| !is_response(plan, response, said.span));
        understood.entry(said.span).or_default().entry(of_response).or_default().push_str(&said.text);
    }
    let one = |written: &'w Written| {
        let means = written.identity.document.is_none() && !written.is_amendment();
        let by_writing = || match means {
            true => BTreeMap::from([(None, written.without_labels())]),
            false => BTreeMap::new(),
        };
        Told { written, says: understood.remove(&written.span).unwrap_or_else(by_writing) }
    };
    all.iter().map(one).collect()
}

/// The options of a criterion are said of the response itself.
fn is_response(plan: &Plan, name: &str, span: Span) -> bool {
    plan.responses.iter().any(|response| response.header.name == name && response.header.span == span)
}

/// A change, and whether it is one of meaning.
type Sorted = Option<(StatementChanged, bool)>;

fn sort_in(change: Sorted, meaning: &mut Vec<StatementChanged>, wording: &mut Vec<StatementChanged>) {
    match change {
        Some((change, true)) => meaning.push(change),
        Some((change, false)) => wording.push(change),
        None => {}
    }
}

fn alone(how: How, told: &Told, reach: &Reach) -> Sorted {
    let clause = Some(told.written.clause.clone());
    let is_added = how == How::Added;
    let (before, after) = if is_added { (None, clause) } else { (clause, None) };
    let change = StatementChanged {
        how,
        identity: told.written.identity.clone(),
        label: told.written.label.clone(),
        clause: Changed { before, after },
        keys: vec![],
        understood: vec![],
        reaches: reach.of_statement(told.written.span, told.says.keys().flatten()),
    };
    Some((change, !told.says.is_empty()))
}

/// What a statement says otherwise, by the responses of both plans that read it where it is of a criterion.
fn otherwise(a: &Told, b: &Told) -> Vec<(Option<String>, Vec<Changed>)> {
    let identity = &b.written.identity;
    let one = |(of, text): (&Option<String>, &String)| {
        let lines = changed(&lines(a.says.get(of)?, identity), &lines(text, identity));
        (!lines.is_empty()).then(|| (of.clone(), lines))
    };
    b.says.iter().filter_map(one).collect()
}

fn differs(a: &Told, b: &Told, reach: &Reach) -> Sorted {
    let otherwise = otherwise(a, b);
    if otherwise.is_empty() && a.written.is_as(b.written) {
        return None;
    }
    let is_meaning = !otherwise.is_empty();
    let responses = otherwise.iter().filter_map(|(response, _)| response.as_ref());
    let change = StatementChanged {
        how: How::Changed,
        identity: b.written.identity.clone(),
        label: b.written.label.clone(),
        clause: Changed { before: Some(a.written.clause.clone()), after: Some(b.written.clause.clone()) },
        keys: keys_changed(a.written, b.written, !is_meaning),
        reaches: reach.of_statement(b.written.span, responses),
        understood: otherwise.into_iter().next().map_or_else(Vec::new, |(_, lines)| lines),
    };
    Some((change, is_meaning))
}

/// The lines of what a statement says. The columns of a table are the same in any order.
fn lines(text: &str, identity: &Identity) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(|line| line.trim().to_string()).filter(|l| !l.is_empty()).collect();
    if identity.document.is_none() && identity.statement.starts_with("data ") {
        lines.sort();
    }
    lines
}

/// What a criterion says reads otherwise under another option, or where a column has other codes. Where its document stands as it
/// was, the response that is read otherwise says so, and not each of its rules; where its own statement or its options differ,
/// these are all that did.
fn by_their_criteria(meaning: &mut Vec<StatementChanged>, before: &[Told], after: &[Told], reach: &Reach) {
    let as_it_was = |change: &StatementChanged| {
        change.identity.document.is_some() && change.how == How::Changed && change.keys.is_empty()
    };
    let (unchanged, mut kept): (Vec<_>, Vec<_>) = std::mem::take(meaning).into_iter().partition(as_it_was);
    let own: Vec<Identity> = kept.iter().map(|change| change.identity.clone()).collect();
    let find = |told: &[Told], identity: &Identity| told.iter().position(|t| t.written.identity == *identity);
    for change in unchanged {
        let places = find(before, &change.identity).zip(find(after, &change.identity));
        for (response, lines) in places.map_or_else(Vec::new, |(a, b)| otherwise(&before[a], &after[b])) {
            let Some(response) = response else { continue };
            let identity = Identity { document: None, statement: format!("response {response}"), place: 0 };
            if own.contains(&identity) {
                continue;
            }
            match kept.iter_mut().find(|change| change.identity == identity) {
                Some(known) => known.understood.extend(lines),
                None => kept.extend(read_otherwise(before, after, identity, lines, reach)),
            }
        }
    }
    *meaning = kept;
}

/// A response whose own statement says what it said.
fn read_otherwise(
    before: &[Told],
    after: &[Told],
    identity: Identity,
    understood: Vec<Changed>,
    reach: &Reach,
) -> Option<StatementChanged> {
    let of = |told: &[Told]| told.iter().find(|t| t.written.identity == identity).map(|t| t.written.clone());
    let (a, b) = (of(before)?, of(after)?);
    Some(StatementChanged {
        how: How::Changed,
        label: b.label.clone(),
        clause: Changed { before: Some(a.clause), after: Some(b.clause) },
        keys: vec![],
        understood,
        reaches: reach.of_statement(b.span, std::iter::empty()),
        identity,
    })
}

/// The options that a `use` states are those of the responses that read its document: where no response is read otherwise, what it
/// says is what it left unsaid before.
fn options_without_effect(meaning: &mut Vec<StatementChanged>) -> Vec<StatementChanged> {
    if meaning.iter().any(|change| change.identity.is_of("response")) {
        return vec![];
    }
    let (uses, kept) = std::mem::take(meaning).into_iter().partition(|change| change.identity.is_of("use"));
    *meaning = kept;
    uses
}

fn front_matter(before: &Plan, after: &Plan) -> Vec<KeyChanged> {
    let lines =
        |plan: &Plan| plan.meta.iter().map(|(key, value)| (key.clone(), value.clone())).collect::<BTreeMap<_, _>>();
    let (a, b) = (lines(before), lines(after));
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let one = |key: &String| KeyChanged {
        key: key.clone(),
        changed: Changed { before: a.get(key).cloned(), after: b.get(key).cloned() },
    };
    keys.into_iter().map(one).filter(|line| line.changed.before != line.changed.after).collect()
}
