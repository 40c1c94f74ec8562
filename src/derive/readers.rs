//! From several readers to one response for each examination.

use super::model::{CombinedReading, Day};
use super::reason::CombinedReason;
use crate::plan::ir::{CodeId, CombineCase, CombinedResponse, Criterion, ResponseRole};
use std::collections::BTreeMap;

/// One examination as all readers answered it.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// Row in the examination table.
    pub exam: usize,
    pub date: Day,
    /// By reader.
    pub results: Vec<CodeId>,
    /// By reader, the earlier examination from which the response is dated; none: its own.
    pub dated: Vec<Option<usize>>,
}

/// The combined responses of one patient.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Combined {
    /// One for each examination, in the order given.
    pub readings: Vec<CombinedReading>,
    /// Rows of the examinations that only the last case answered.
    pub unresolved: Vec<usize>,
}

/// Combines the readers' responses of one patient, the cases of `combine` being read from the top.
///
/// `exams` are the examinations that are read, by date and then identifier. `looked` holds, by case of `combine`, the
/// response recorded for each examination that has one: for a case [`CombineCase::Looked`] these are the rows of its
/// table whose criterion is named as the response; for the others it is not read.
///
/// With hindsight a reader sees a finding from the examination from which it is dated on. Readers who agree see it from the latest
/// of these on, and the worst of several responses is seen from the earliest. The response in the middle is seen from the day on which
/// so many readers see it, or a worse one, that it is in the middle. What a table records, or no reader gave, is dated from its own
/// examination.
///
/// After the first response of the set `stop_after` no examination has a response, and none is unresolved.
pub fn combine(
    combine: &CombinedResponse,
    criterion: &Criterion,
    exams: &[Read],
    looked: &[BTreeMap<usize, CodeId>],
) -> Combined {
    let mut combined = Combined::default();
    let mut ended: Option<CombinedReason> = None;
    for read in exams {
        let mut dated = None;
        let (result, because) = match ended {
            Some(because) => (None, because),
            None => {
                let answered = answer(combine, criterion, read, looked);
                let case = answered.map(|(case, _)| case);
                dated = answered
                    .and_then(|(case, result)| dated_from(&combine.cases[case], criterion, (exams, read), result));
                if case.is_none_or(|c| c + 1 == combine.cases.len() && is_fixed(combine, c)) {
                    combined.unresolved.push(read.exam);
                }
                (answered.map(|(_, result)| result), case.map_or(CombinedReason::NoCase, CombinedReason::Case))
            }
        };
        let stops = |code: &CodeId| combine.stop_after.is_some_and(|set| criterion.is_in(set, *code));
        if let Some(code) = result.filter(stops) {
            ended = Some(CombinedReason::Ended { code, exam: read.exam });
        }
        combined.readings.push(CombinedReading { exam: read.exam, date: read.date, result, because, dated });
    }
    combined
}

/// The earlier examination from which a combined response is dated; none: its own.
fn dated_from(
    case: &CombineCase,
    criterion: &Criterion,
    (exams, read): (&[Read], &Read),
    result: CodeId,
) -> Option<usize> {
    let place = |exam: usize| exams.iter().position(|other| other.exam == exam);
    let own = place(read.exam)?;
    let seen_from = |dated: &Option<usize>| dated.and_then(place).unwrap_or(own);
    let given = || read.results.iter().zip(&read.dated);
    let gave = given().filter(|(given, _)| **given == result).map(|(_, dated)| seen_from(dated));
    let from = match case {
        CombineCase::Common { .. } => gave.max()?,
        CombineCase::Worst { .. } => gave.min()?,
        CombineCase::Median { .. } => {
            let rank = |code: &CodeId| criterion.ranked.iter().position(|ranked| ranked == code);
            let assessed = given().filter(|(given, _)| rank(given).is_some()).count();
            let so_bad = given().filter(|(given, _)| rank(given) >= rank(&result));
            let mut from: Vec<usize> = so_bad.map(|(_, dated)| seen_from(dated)).collect();
            from.sort_unstable();
            *from.get(assessed / 2)?
        }
        CombineCase::Looked { .. } | CombineCase::Fixed { .. } => own,
    };
    (from < own).then(|| exams[from].exam)
}

fn is_fixed(combine: &CombinedResponse, case: usize) -> bool {
    matches!(combine.cases.get(case), Some(CombineCase::Fixed { .. }))
}

/// The first case that answers, and its response.
fn answer(
    combine: &CombinedResponse,
    criterion: &Criterion,
    read: &Read,
    looked: &[BTreeMap<usize, CodeId>],
) -> Option<(usize, CodeId)> {
    for (case, written) in combine.cases.iter().enumerate() {
        let result = match written {
            CombineCase::Common { .. } => common(criterion, &read.results),
            CombineCase::Worst { .. } => worst(criterion, &read.results),
            CombineCase::Median { .. } => median(criterion, &read.results),
            CombineCase::Looked { .. } => looked.get(case).and_then(|l| l.get(&read.exam).copied()),
            CombineCase::Fixed { code, .. } => Some(*code),
        };
        if let Some(result) = result {
            return Some((case, result));
        }
    }
    None
}

/// The response that all give of those to whom the criterion applies there; where it applies for none of them, that.
fn common(criterion: &Criterion, results: &[CodeId]) -> Option<CodeId> {
    let applies = |code: &&CodeId| !criterion.is(ResponseRole::DoesNotApply, **code);
    let first = results.iter().find(applies).or(results.first())?;
    results.iter().filter(applies).all(|r| r == first).then_some(*first)
}

/// The worst of the responses that the criterion ranks; none where no reader gave one.
fn worst(criterion: &Criterion, results: &[CodeId]) -> Option<CodeId> {
    criterion.ranked.iter().rev().find(|code| results.contains(code)).copied()
}

/// The response in the middle of those that the criterion ranks; none where no reader gave one, or two in the middle differ.
fn median(criterion: &Criterion, results: &[CodeId]) -> Option<CodeId> {
    let place = |code: &CodeId| criterion.ranked.iter().position(|ranked| ranked == code);
    let mut places: Vec<usize> = results.iter().filter_map(place).collect();
    places.sort_unstable();
    let above = *places.get(places.len() / 2)?;
    let below = places.get((places.len() - 1) / 2)?;
    (above == *below).then(|| criterion.ranked[above])
}

#[cfg(test)]
mod tests;
