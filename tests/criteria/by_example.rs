//! RECIST 1.1 by example: sequences of one reader, and the response at each examination.

use super::lesions::State::*;
use super::lesions::*;
use super::plans;
use prespec::plan::ir::Body;
use prespec::program::fold::{Answer, Because, By};

/// One target, 100 mm at baseline.
fn baseline() -> Exam {
    Exam::of(vec![target(1, "100")])
}

fn read(baseline: &Exam, exams: &[Exam]) -> Vec<Answer> {
    answers(plans::plan(), &plans::plan().responses[0], Some(baseline), exams)
}

/// The digits of a length.
fn millimetres(answer: &Answer, name: &str) -> Option<String> {
    length(&plans::plan().responses[0], answer, name).map(|n| n.normalize().to_string())
}

fn overall(baseline: &Exam, exams: &[Exam]) -> Vec<&'static str> {
    let response = &plans::plan().responses[0];
    read(baseline, exams).iter().map(|a| name(response, a)).collect()
}

/// One target whose size changes.
fn sizes(baseline: &str, later: &[&str]) -> Vec<&'static str> {
    let exams: Vec<Exam> = later.iter().map(|size| Exam::of(vec![target(1, size)])).collect();
    overall(&Exam::of(vec![target(1, baseline)]), &exams)
}

// ---------------------------------------------------------------- sums

#[test]
fn a_decrease_of_thirty_percent_is_partial_response() {
    assert_eq!(sizes("100", &["70.1", "70"]), ["SD", "PR"]);
}

#[test]
fn an_increase_of_twenty_percent_and_five_millimetres_is_progression() {
    assert_eq!(sizes("100", &["119.9", "120"]), ["SD", "PD"]);
    // 20 % of 20 mm is 4 mm: below the floor.
    assert_eq!(sizes("20", &["24.9", "25"]), ["SD", "PD"]);
}

#[test]
fn lengths_are_exact_decimals() {
    // 1.20 × 45.5 is 54.6.
    assert_eq!(sizes("45.5", &["54.5", "54.6"]), ["SD", "PD"]);
    // 0.70 × 28 is 19.6; in binary floating point it falls short of it.
    assert_eq!(sizes("28", &["19.7", "19.6"]), ["SD", "PR"]);
    // 0.70 × 45.7 is 31.99, between two tenths.
    assert_eq!(sizes("45.7", &["32", "31.9"]), ["SD", "PR"]);
    // 16.4 − 11.4 is 5; in binary floating point it falls short of it.
    assert_eq!(sizes("11.4", &["16.3", "16.4"]), ["SD", "PD"]);
}

#[test]
fn progression_is_measured_from_the_smallest_sum_and_response_from_baseline() {
    // 60 mm is PR; 72 mm is 20 % above it and still 28 % below baseline.
    assert_eq!(sizes("100", &["60", "71.9", "72"]), ["PR", "PR", "PD"]);
    // The smallest sum is kept through progression, and a sum that falls again is judged by it.
    assert_eq!(sizes("100", &["120", "110"]), ["PD", "SD"]);
}

#[test]
fn a_response_is_held_until_progression() {
    assert_eq!(sizes("100", &["70", "70", "80"]), ["PR", "PR", "PR"]);
    // Progression ends it: 80 mm afterwards is neither 30 % below 100 nor 20 % above 60.
    assert_eq!(sizes("100", &["60", "75", "71"]), ["PR", "PD", "SD"]);
}

#[test]
fn a_plan_can_choose_not_to_hold_a_response() {
    let plan = plans::without_holding();
    let exams = ["70", "80"].map(|size| Exam::of(vec![target(1, size)]));
    let answers = answers(plan, &plan.responses[0], Some(&baseline()), &exams);
    assert_eq!(answers.iter().map(|a| name(&plan.responses[0], a)).collect::<Vec<_>>(), ["PR", "SD"]);
}

#[test]
fn a_held_response_survives_an_examination_that_cannot_be_assessed() {
    let missing = Exam::of(vec![target(1, "70").state(NotEvaluable)]);
    let exams = [Exam::of(vec![target(1, "70")]), missing, Exam::of(vec![target(1, "80")])];
    assert_eq!(overall(&baseline(), &exams), ["PR", "NE", "PR"]);
}

// ---------------------------------------------------------------- states before numbers

#[test]
fn the_state_counts_before_the_diameter() {
    let with = |state| vec![Exam::of(vec![target(1, "80").state(state)])];
    assert_eq!(overall(&baseline(), &with(Gone)), ["CR"]);
    assert_eq!(overall(&baseline(), &with(TooSmall)), ["PR"]);
    assert_eq!(overall(&baseline(), &with(NotEvaluable)), ["NE"]);
    let too_small = read(&baseline(), &with(TooSmall));
    assert_eq!(millimetres(&too_small[0], "total").as_deref(), Some("5"));
}

// ---------------------------------------------------------------- incomplete sums

#[test]
fn an_incomplete_sum_is_progression_only_where_the_measured_part_shows_it() {
    let first = Exam::of(vec![target(1, "50"), target(2, "50")]);
    let only = |size| Exam::of(vec![target(1, size), target(2, "0").unmeasured()]);
    assert_eq!(overall(&first, &[only("119.9")]), ["NE"]);
    assert_eq!(overall(&first, &[only("120")]), ["PD"]);
    // A target without a row is unmeasured too.
    assert_eq!(overall(&first, &[Exam::of(vec![target(1, "20")])]), ["NE"]);
}

#[test]
fn an_incomplete_sum_is_never_the_smallest() {
    let first = Exam::of(vec![target(1, "50"), target(2, "50")]);
    let exams = [Exam::of(vec![target(1, "10")]), Exam::of(vec![target(1, "50"), target(2, "55")])];
    let answers = read(&first, &exams);
    assert_eq!(overall(&first, &exams), ["NE", "SD"]);
    assert_eq!((millimetres(&answers[0], "total"), millimetres(&answers[1], "nadir")), (None, Some("100".into())));
}

#[test]
fn without_a_complete_baseline_sum_there_is_no_decrease_to_judge() {
    let first = Exam::of(vec![target(1, "50"), target(2, "50").unmeasured()]);
    let both = |a, b| Exam::of(vec![target(1, a), target(2, b)]);
    // The first complete sum is the smallest from then on; of a decrease from baseline nothing can be said.
    assert_eq!(overall(&first, &[both("10", "10"), both("10", "9"), both("10", "15")]), ["NE", "NE", "PD"]);
    let gone = Exam::of(vec![target(1, "0").state(Gone), target(2, "0").state(Gone)]);
    assert_eq!(overall(&first, &[gone]), ["CR"]);
}

// ---------------------------------------------------------------- complete response and what is back

#[test]
fn a_target_back_after_complete_response_is_progression_whatever_its_size() {
    let gone = Exam::of(vec![target(1, "0").state(Gone)]);
    assert_eq!(overall(&baseline(), &[gone.clone(), Exam::of(vec![target(1, "3")])]), ["CR", "PD"]);
    let small = Exam::of(vec![target(1, "0").unmeasured().state(TooSmall)]);
    assert_eq!(overall(&baseline(), &[gone.clone(), small]), ["CR", "PD"]);
    assert_eq!(overall(&baseline(), &[gone.clone(), gone]), ["CR", "CR"]);
}

#[test]
fn what_is_back_needs_no_complete_sum() {
    let first = Exam::of(vec![target(1, "50"), target(2, "50")]);
    let gone = Exam::of(vec![target(1, "0").state(Gone), target(2, "0").state(Gone)]);
    let exams = [gone, Exam::of(vec![target(1, "2")])];
    assert_eq!(overall(&first, &exams), ["CR", "PD"]);
}

#[test]
fn a_target_that_was_gone_without_complete_response_is_judged_by_the_sum() {
    let first = Exam::of(vec![target(1, "100"), non_target(2, Present)]);
    let gone = Exam::of(vec![target(1, "0").state(Gone), non_target(2, Present)]);
    let slightly_back = Exam::of(vec![target(1, "4.9"), non_target(2, Present)]);
    let back = Exam::of(vec![target(1, "5"), non_target(2, Present)]);
    assert_eq!(overall(&first, &[gone, slightly_back, back]), ["PR", "PR", "PD"]);
}

#[test]
fn a_non_target_back_after_complete_response_is_progression() {
    let first = Exam::of(vec![target(1, "30"), non_target(2, Present)]);
    let exam = |state| Exam::of(vec![target(1, "0").state(Gone), non_target(2, state)]);
    assert_eq!(overall(&first, &[exam(Gone), exam(Present)]), ["CR", "PD"]);
    assert_eq!(overall(&first, &[exam(Gone), exam(TooSmall)]), ["CR", "PD"]);
    assert_eq!(overall(&first, &[exam(Gone), exam(NotEvaluable)]), ["CR", "PR"]);
}

// ---------------------------------------------------------------- nodes

#[test]
fn a_node_below_ten_millimetres_is_normal_and_still_measured() {
    let first = Exam::of(vec![target(1, "20"), target(2, "18").node()]);
    let exam = |node| Exam::of(vec![target(1, "0").state(Gone), target(2, node).node()]);
    assert_eq!(overall(&first, &[exam("10")]), ["PR"]);
    let answers = read(&first, &[exam("9.9")]);
    assert_eq!(overall(&first, &[exam("9.9")]), ["CR"]);
    assert_eq!(millimetres(&answers[0], "total").as_deref(), Some("9.9"));
}

#[test]
fn a_node_is_back_from_ten_millimetres() {
    let first = Exam::of(vec![target(1, "18").node()]);
    let exam = |size| Exam::of(vec![target(1, size).node()]);
    assert_eq!(overall(&first, &[exam("6"), exam("9.9"), exam("10")]), ["CR", "CR", "PD"]);
    // Without a recorded diameter, or too small, it is not back.
    let unmeasured = Exam::of(vec![target(1, "0").node().unmeasured()]);
    let too_small = Exam::of(vec![target(1, "0").node().unmeasured().state(TooSmall)]);
    assert_eq!(overall(&first, &[exam("6"), unmeasured, too_small]), ["CR", "NE", "CR"]);
}

#[test]
fn whether_a_lesion_is_a_node_is_settled_at_baseline() {
    let first = Exam::of(vec![target(1, "18").node()]);
    assert_eq!(overall(&first, &[Exam::of(vec![target(1, "9")])]), ["CR"]);
}

#[test]
fn a_non_target_node_resolves_below_ten_millimetres() {
    let first = Exam::of(vec![non_target(1, Present).node().size("14")]);
    let exam = |size| Exam::of(vec![non_target(1, Present).node().size(size)]);
    assert_eq!(overall(&first, &[exam("10")]), ["NON_CR_NON_PD"]);
    assert_eq!(overall(&first, &[exam("9.9"), exam("9.9"), exam("10")]), ["CR", "CR", "PD"]);
    let too_small = Exam::of(vec![non_target(1, TooSmall).node()]);
    assert_eq!(overall(&first, &[too_small]), ["CR"]);
    let unmeasured = Exam::of(vec![non_target(1, Present).node()]);
    assert_eq!(overall(&first, &[exam("9"), unmeasured]), ["CR", "NON_CR_NON_PD"]);
}

// ---------------------------------------------------------------- non-targets and new lesions

#[test]
fn without_targets_the_non_targets_answer() {
    let first = Exam::of(vec![non_target(1, Present), non_target(2, Present)]);
    let both = |a, b| Exam::of(vec![non_target(1, a), non_target(2, b)]);
    assert_eq!(overall(&first, &[both(Present, Gone)]), ["NON_CR_NON_PD"]);
    assert_eq!(overall(&first, &[both(Gone, Gone)]), ["CR"]);
    assert_eq!(overall(&first, &[both(Gone, NotEvaluable)]), ["NE"]);
    assert_eq!(overall(&first, &[both(NotEvaluable, Progression)]), ["PD"]);
    assert_eq!(overall(&first, &[both(Present, FurtherProgression)]), ["PD"]);
    assert_eq!(overall(&first, &[Exam::of(vec![non_target(1, Gone)])]), ["NE"]);
}

#[test]
fn without_any_lesion_at_baseline_only_a_new_one_answers() {
    let first = Exam::of(vec![new(1, Present)]);
    let exams = [Exam::of(vec![new(7, Gone)]), Exam::of(vec![new(7, Present)])];
    assert_eq!(overall(&first, &exams), ["NE", "PD"]);
}

#[test]
fn a_complete_target_response_needs_the_non_targets_to_be_complete() {
    let first = Exam::of(vec![target(1, "30"), non_target(2, Present)]);
    let exam = |state| Exam::of(vec![target(1, "0").state(Gone), non_target(2, state)]);
    assert_eq!(overall(&first, &[exam(Present)]), ["PR"]);
    assert_eq!(overall(&first, &[exam(NotEvaluable)]), ["PR"]);
    assert_eq!(overall(&first, &[exam(Gone)]), ["CR"]);
}

#[test]
fn a_new_lesion_is_progression_as_long_as_it_is_seen() {
    let with = |state| Exam::of(vec![target(1, "70"), new(9, state)]);
    assert_eq!(overall(&baseline(), &[with(Present)]), ["PD"]);
    assert_eq!(overall(&baseline(), &[with(TooSmall)]), ["PD"]);
    assert_eq!(overall(&baseline(), &[with(Gone)]), ["PR"]);
    assert_eq!(overall(&baseline(), &[with(NotEvaluable)]), ["PR"]);
    // The target response goes on beneath it.
    assert_eq!(overall(&baseline(), &[with(Present), with(Gone), Exam::of(vec![target(1, "80")])]), ["PD", "PR", "PR"]);
}

// ---------------------------------------------------------------- examinations

#[test]
fn an_examination_that_cannot_be_read_changes_nothing() {
    let unreadable = Exam { readable: false, ..Exam::of(vec![target(1, "10")]) };
    let exams = [unreadable, Exam::of(vec![target(1, "75")]), Exam::of(vec![]), Exam::of(vec![target(1, "80")])];
    assert_eq!(overall(&baseline(), &exams), ["NE", "SD", "NE", "SD"]);
}

#[test]
fn without_a_baseline_examination_nothing_can_be_answered() {
    let response = &plans::plan().responses[0];
    let exams = [Exam::of(vec![target(1, "10"), new(2, Present)])];
    let answers = answers(plans::plan(), response, None, &exams);
    assert_eq!((name(response, &answers[0]), answers[0].because), ("NE", Because::NoBaseline));
}

#[test]
fn two_examinations_of_one_day_are_taken_in_the_order_given() {
    // The date is read by no rule of this criterion: only the order counts.
    assert_eq!(sizes("100", &["60", "72"]), ["PR", "PD"]);
    assert_eq!(sizes("100", &["72", "60"]), ["SD", "PR"]);
}

#[test]
fn every_answer_says_which_row_gave_it() {
    let answers = read(&baseline(), &[Exam::of(vec![target(1, "120")])]);
    let response = &plans::plan().responses[0];
    let rule = |name: &str| response.criterion.values.iter().find(|v| v.header.name == name).expect("a rule");
    let overall = &response.criterion.values[response.criterion.response.0];
    let (Because::Rule(By::Rule(row)), Body::Table(table)) = (answers[0].because, &overall.body) else {
        panic!("{:?}", answers[0].because)
    };
    assert_eq!(table.rows[row].text, "PD | any | any | PD");
    assert_eq!(answered(response, &answers[0], "target_response"), Some("PD"));
    let told = told(response, &answers[0], "target_response").expect("read");
    let (By::Rule(case), Body::Cases(cases)) = (told.by, &rule("target_response").body) else { panic!("{told:?}") };
    assert_eq!(cases[case].reason.as_deref(), Some("20 % and the floor over nadir"));
}
