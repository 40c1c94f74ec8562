//! What came of the answers to earlier lists.

use super::answers::Answers;
use super::number::of_number;
use crate::results::{Answer, AnswerKind, Asked, Query, QueryList, QueryState};
use std::collections::{BTreeMap, BTreeSet};

/// The queries with the answers that were given to them, of several to one that of the last file. What follows from a cause that
/// is closed, and is still found, is asked by itself.
pub fn answered(queries: Vec<Query>, answers: &[Answers], study: &str) -> QueryList {
    let given = answers.iter().flat_map(|file| &file.given);
    let last: BTreeMap<&str, &Answer> = given.map(|answer| (answer.number.as_str(), answer)).collect();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut list = QueryList::default();
    for mut query in queries {
        for one in std::iter::once(&mut query.root).chain(&mut query.consequences) {
            settle(one, last.get(one.number.as_str()).copied());
            asked.insert(one.number.clone());
        }
        list.queries.extend(unfolded(query));
    }
    list.queries.sort_by_key(|query| (query.root.state.is_closed(), query.root.severity));
    for (number, answer) in last.into_iter().filter(|(number, _)| !asked.contains(*number)) {
        let ours = answer.control.as_ref().is_some_and(|control| control.of_number == of_number(study, number));
        if ours { list.gone.push(answer.clone()) } else { list.unknown.push(answer.clone()) }
    }
    list
}

fn settle(asked: &mut Asked, answer: Option<&Answer>) {
    asked.state = answer.map_or(QueryState::New, |answer| state(asked, answer));
    asked.answer = answer.cloned();
}

fn state(asked: &Asked, answer: &Answer) -> QueryState {
    let same = answer.control.as_ref().map(|control| *control == asked.control);
    match (answer.kind, same) {
        (_, Some(false)) => QueryState::Changed,
        (Some(AnswerKind::Confirmed), Some(true)) => QueryState::Confirmed,
        (Some(AnswerKind::CannotBeKnown), Some(true)) => QueryState::CannotBeKnown,
        // Without its control nobody knows which value was confirmed.
        (Some(AnswerKind::Confirmed | AnswerKind::CannotBeKnown), None) => QueryState::Repeated,
        (Some(AnswerKind::Corrected) | None, Some(true) | None) => QueryState::Repeated,
    }
}

fn unfolded(mut query: Query) -> Vec<Query> {
    if !query.root.state.is_closed() {
        return vec![query];
    }
    let (closed, open) = query.consequences.into_iter().partition(|one| one.state.is_closed());
    query.consequences = closed;
    let open: Vec<Asked> = open;
    std::iter::once(query).chain(open.into_iter().map(|root| Query { root, consequences: vec![] })).collect()
}
