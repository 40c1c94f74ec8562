use super::*;
use crate::plan::ir::{LookUp, ResponseId, TableId};
use crate::program::fold::example::{self, CR, NE, PD, PR, PROGRESSION, SD};

fn consensus() -> CombinedResponse {
    let up = LookUp { table: TableId(1), exam: 0, criterion: (1, 0), response: 2, codes: vec![], own: true };
    CombinedResponse {
        response: ResponseId(0),
        cases: vec![
            CombineCase::Common { reason: "both readers agree".into() },
            CombineCase::Looked { up, reason: "consensus".into() },
            CombineCase::Fixed { code: NE, reason: "unresolved".into() },
        ],
        stop_after: Some(PROGRESSION),
    }
}

/// Responses of two readers at examinations 0, 1, …, and what was recorded in consensus.
fn combined(readers: &[[CodeId; 2]], recorded: &[(usize, CodeId)]) -> Combined {
    let plan = example::plan(vec![], 0);
    let read = |(exam, results): (usize, &[CodeId; 2])| Read {
        exam,
        date: 10 * exam as i32,
        results: results.to_vec(),
        dated: vec![None; 2],
    };
    let exams: Vec<Read> = readers.iter().enumerate().map(read).collect();
    let looked = [BTreeMap::new(), recorded.iter().copied().collect(), BTreeMap::new()];
    combine(&consensus(), &plan.responses[0].criterion, &exams, &looked)
}

const AGREE: CombinedReason = CombinedReason::Case(0);
const CONSENSUS: CombinedReason = CombinedReason::Case(1);
const UNRESOLVED: CombinedReason = CombinedReason::Case(2);

fn answers(combined: &Combined) -> Vec<(Option<CodeId>, CombinedReason)> {
    combined.readings.iter().map(|r| (r.result, r.because)).collect()
}

#[test]
fn agreement_comes_first_then_the_consensus_then_nothing() {
    let combined = combined(&[[PR, PR], [PR, SD], [SD, CR]], &[(0, SD), (1, SD)]);
    let expected = [(Some(PR), AGREE), (Some(SD), CONSENSUS), (Some(NE), UNRESOLVED)];
    assert_eq!(answers(&combined), expected);
    assert_eq!(combined.unresolved, [2]);
}

#[test]
fn two_readers_who_could_not_assess_agree() {
    let combined = combined(&[[NE, NE]], &[]);
    assert_eq!(answers(&combined), [(Some(NE), AGREE)]);
    assert_eq!(combined.unresolved, [] as [usize; 0]);
}

#[test]
fn nothing_counts_after_the_first_progression() {
    let combined = combined(&[[SD, SD], [PD, SD], [PD, PD], [SD, PD]], &[(1, PD)]);
    let after = (None, CombinedReason::Ended { code: PD, exam: 1 });
    assert_eq!(answers(&combined), [(Some(SD), AGREE), (Some(PD), CONSENSUS), after, after]);
    assert_eq!(combined.unresolved, [] as [usize; 0]);
}

#[test]
fn without_a_reader_nothing_is_agreed() {
    let plan = example::plan(vec![], 0);
    let exams = [Read { exam: 0, date: 10, results: vec![], dated: vec![] }];
    let combined = combine(&consensus(), &plan.responses[0].criterion, &exams, &[]);
    assert_eq!(answers(&combined), [(Some(NE), UNRESOLVED)]);
    assert_eq!(combined.unresolved, [0]);
}

#[test]
fn a_consensus_alone_leaves_the_others_without_a_response() {
    let plan = example::plan(vec![], 0);
    let mut cases = consensus();
    cases.cases.truncate(2);
    let exams = [Read { exam: 0, date: 10, results: vec![PR, SD], dated: vec![None; 2] }];
    let combined = combine(&cases, &plan.responses[0].criterion, &exams, &[]);
    assert_eq!(answers(&combined), [(None, CombinedReason::NoCase)]);
    assert_eq!(combined.unresolved, [0]);
}

/// The worst of those who assessed the examination, as the criterion ranks them; where none did, the next case answers.
#[test]
fn the_worst_of_those_who_assessed_it_is_taken() {
    let plan = example::plan(vec![], 0);
    let mut rule = consensus();
    rule.cases[1] = CombineCase::Worst { reason: "the worse".into() };
    let answer = |results: [CodeId; 2]| {
        let exams = [Read { exam: 0, date: 10, results: results.to_vec(), dated: vec![None; 2] }];
        answers(&combine(&rule, &plan.responses[0].criterion, &exams, &[]))[0]
    };
    let worst = CombinedReason::Case(1);
    for (readers, taken) in [([PR, SD], SD), ([PD, CR], PD), ([NE, PR], PR), ([SD, NE], SD)] {
        assert_eq!(answer(readers), (Some(taken), worst), "{readers:?}");
    }
    assert_eq!(answer([NE, NE]), (Some(NE), AGREE));
    rule.cases.remove(0);
    let exams = [Read { exam: 0, date: 10, results: vec![NE, NE], dated: vec![None; 2] }];
    let none = combine(&rule, &plan.responses[0].criterion, &exams, &[]);
    assert_eq!(answers(&none), [(Some(NE), CombinedReason::Case(1))]);
}

/// Readers who agree had both seen it by the later of their dates, the worst was seen from the earliest of those who answered it,
/// and what was recorded is of its own examination.
#[test]
fn a_combined_response_is_dated_from_when_its_readers_saw_it() {
    let plan = example::plan(vec![], 0);
    let from = |case: CombineCase, last: [CodeId; 2], dated: [Option<usize>; 2]| {
        let early = |exam: usize| Read { exam, date: 10 * exam as i32, results: vec![SD; 2], dated: vec![None; 2] };
        let last = Read { exam: 3, date: 30, results: last.to_vec(), dated: dated.to_vec() };
        let rule = CombinedResponse { cases: vec![case], stop_after: None, ..consensus() };
        let looked = [BTreeMap::from([(3, PD)])];
        combine(&rule, &plan.responses[0].criterion, &[early(1), early(2), last], &looked).readings[2].dated
    };
    let common = || CombineCase::Common { reason: String::new() };
    let worst = || CombineCase::Worst { reason: String::new() };
    assert_eq!(from(common(), [PD, PD], [Some(1), Some(2)]), Some(2));
    assert_eq!(from(common(), [PD, PD], [Some(1), None]), None);
    assert_eq!(from(worst(), [PD, PD], [None, Some(1)]), Some(1));
    assert_eq!(from(worst(), [PD, SD], [None, Some(1)]), None);
    assert_eq!(from(worst(), [PD, SD], [Some(2), Some(1)]), Some(2));
    assert_eq!(from(consensus().cases.remove(1), [PD, SD], [Some(1), Some(1)]), None);
}

/// Ranked CR, PR, SD, PD. Of an even number the two in the middle must be one; else the next case answers.
#[test]
fn the_response_in_the_middle_is_taken() {
    let plan = example::plan(vec![], 0);
    let mut rule = consensus();
    rule.cases[0] = CombineCase::Median { reason: "the median".into() };
    let answer = |results: &[CodeId]| {
        let exams = [Read { exam: 0, date: 10, results: results.to_vec(), dated: vec![None; results.len()] }];
        answers(&combine(&rule, &plan.responses[0].criterion, &exams, &[]))[0]
    };
    let median = CombinedReason::Case(0);
    for (readers, taken) in [
        (vec![PD, CR, PR], PR),
        (vec![SD, SD, PD], SD),
        (vec![NE, PD, NE], PD),
        (vec![NE, SD, SD], SD),
        (vec![CR, PD, SD, SD], SD),
        (vec![PD, CR, PD, PR, SD], SD),
    ] {
        assert_eq!(answer(&readers), (Some(taken), median), "{readers:?}");
    }
    for readers in [vec![NE, SD, PD], vec![CR, PR, SD, PD], vec![NE, NE, NE]] {
        assert_eq!(answer(&readers), (Some(NE), UNRESOLVED), "{readers:?}");
    }
}

/// Of three readers two make the middle: it is seen from the second of the days from which they see it, or a worse one.
#[test]
fn the_response_in_the_middle_is_dated_from_when_it_was_in_the_middle() {
    let plan = example::plan(vec![], 0);
    let from = |last: [CodeId; 3], dated: [Option<usize>; 3]| {
        let early = |exam: usize| Read { exam, date: 10 * exam as i32, results: vec![SD; 3], dated: vec![None; 3] };
        let last = Read { exam: 3, date: 30, results: last.to_vec(), dated: dated.to_vec() };
        let cases = vec![CombineCase::Median { reason: String::new() }];
        let rule = CombinedResponse { cases, stop_after: None, ..consensus() };
        combine(&rule, &plan.responses[0].criterion, &[early(1), early(2), last], &[]).readings[2].dated
    };
    assert_eq!(from([PD, PD, SD], [Some(1), Some(2), None]), Some(2));
    assert_eq!(from([PD, PD, SD], [Some(1), None, Some(1)]), None);
    assert_eq!(from([PD, PD, PD], [None, Some(1), Some(2)]), Some(2));
    assert_eq!(from([PD, PD, NE], [Some(1), Some(2), Some(1)]), Some(2));
    assert_eq!(from([NE, PD, NE], [None, Some(1), None]), Some(1));
}
