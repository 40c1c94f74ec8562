//! What each analysis read, handed on as it was read, for whoever computes its numbers again by other means.

use super::contrasts;
use super::frame;
use super::margins;
use super::record::{Frame, Records};
use crate::catalogue::Options;
use crate::methods::Input;
use crate::plan::ir::MethodCall;
use crate::program::flat::FlatAnalysis;
use crate::results::{Contrast, Group, LeftOut, Record, identity};
use crate::stats::graph::Graph;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Is handed what makes a set: nothing is made where nobody keeps it.
pub type Keep<'a> = &'a dyn Fn(&dyn Fn() -> Set);

/// The rows behind some numbers.
#[derive(Clone, Debug)]
pub enum Set {
    Rows(Box<RowSet>),
    /// The best response of each patient.
    Best(Box<RowSet>),
    Events(Box<EventSet>),
    /// Readings of one thing by several readers: the patients are what was read.
    Agreement(Box<RowSet>),
    Lesions(Box<LesionSet>),
    Rule(Box<RuleSet>),
    Matching(Box<MatchingSet>),
    Family(Box<FamilySet>),
    Population(Box<PopulationSet>),
    Baseline(Box<BaselineSet>),
    LeftOut(Box<LeftOutSet>),
    Planned(Box<PlannedSet>),
    Settled(Box<SettledSet>),
    EventMet(Box<EventMetSet>),
}

/// What the methods of an analysis were given, and which of them.
#[derive(Clone, Debug)]
pub struct RowSet {
    /// A record without its number: of which analysis, response, timepoint and population the rows are.
    pub of: Record,
    /// The words of the groups in their order; none of all patients.
    pub groups: Vec<String>,
    /// The pseudonym of each row.
    pub patients: Vec<String>,
    pub input: Input,
    pub calls: Vec<SetCall>,
    /// The call whose limits are compared with a margin.
    pub deciding: Option<DecidingCall>,
}

#[derive(Clone, Debug)]
pub struct DecidingCall {
    pub call: SetCall,
    /// That of the interval whose limits decide.
    pub confidence: f64,
    /// As the plan states them.
    pub lower_margin: Option<f64>,
    pub upper_margin: Option<f64>,
}

/// One method on the rows.
#[derive(Clone, Debug)]
pub struct SetCall {
    pub name: &'static str,
    /// How the identifiers of its numbers begin.
    pub prefix: String,
    /// The words in them that name the call.
    pub words: String,
    pub options: Options,
    /// The two groups alone that it was given.
    pub contrast: Option<Contrast>,
    /// It was given all groups, and of its numbers those of the contrast.
    pub of_all: bool,
}

/// Patients with their time at risk, and their events.
#[derive(Clone, Debug)]
pub struct EventSet {
    pub of: Record,
    pub groups: Vec<String>,
    pub patients: Vec<EventPatient>,
    pub events: Vec<EventRow>,
    pub grades: Vec<i64>,
    /// Days of a year, in which times at risk are told.
    pub year: f64,
    /// On the time to the first event of each line; a prefix ends before the line.
    pub calls: Vec<SetCall>,
}

#[derive(Clone, Debug)]
pub struct EventPatient {
    pub patient: String,
    pub group: usize,
    /// The first and the last day at risk, where there is a rate and these are known.
    pub at_risk: Option<(i64, i64)>,
}

#[derive(Clone, Debug)]
pub struct EventRow {
    pub patient: String,
    pub day: Option<i64>,
    pub grade: Option<i64>,
    pub severe: bool,
    /// Keys of the lines of its class and its term.
    pub class: Option<String>,
    pub term: Option<String>,
}

/// The lesions of the patients of an arm at the examination of a timepoint.
#[derive(Clone, Debug)]
pub struct LesionSet {
    pub of: Record,
    pub arm: String,
    pub categories: Vec<String>,
    pub rows: Vec<LesionRow>,
}

#[derive(Clone, Debug)]
pub struct LesionRow {
    pub patient: String,
    /// By category.
    pub lesions: Vec<usize>,
    /// Of these no category can be told.
    pub untold: usize,
}

/// At how many readings of each patient a row of a rule gave the value.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub of: Record,
    /// As identifiers have it.
    pub rule: String,
    /// How many rows it has.
    pub rows: usize,
    pub answers: Vec<RuleAnswers>,
}

#[derive(Clone, Debug)]
pub struct RuleAnswers {
    pub patient: String,
    pub arm: Option<String>,
    /// Its place, from 0 on; none where no row answers.
    pub row: Option<usize>,
    pub readings: usize,
}

/// Those among whom pairs are sought, in key order.
#[derive(Clone, Debug)]
pub struct MatchingSet {
    pub of: Record,
    /// Treated, then control.
    pub arms: [String; 2],
    pub patients: Vec<String>,
    pub treated: Vec<bool>,
    /// The deviation of the score of these is that of the caliper.
    pub of_caliper: Vec<bool>,
    pub score: Vec<SetTerm>,
    pub exact: Vec<SetTerm>,
    /// Whose balance is told besides.
    pub balance: Vec<SetTerm>,
    /// In standard deviations.
    pub caliper: Option<f64>,
    pub aim: f64,
    pub balance_of_score: bool,
    /// The balance under the weights of the score is told besides.
    pub weighted: bool,
}

#[derive(Clone, Debug)]
pub struct SetTerm {
    pub name: String,
    pub yes_no: bool,
    /// By patient of the set.
    pub values: Vec<Option<f64>>,
}

/// The p-values that are adjusted together: the name of each and the identifier of its number.
#[derive(Clone, Debug)]
pub struct FamilySet {
    pub of: Record,
    pub p_values: Vec<(String, String)>,
    pub call: SetCall,
    /// Of a graphical procedure.
    pub graph: Option<Graph>,
}

/// Of a population those considered, and which requirements each of them fails, the first first.
#[derive(Clone, Debug)]
pub struct PopulationSet {
    pub of: Record,
    pub rows: Vec<PopulationRow>,
}

#[derive(Clone, Debug)]
pub struct PopulationRow {
    pub patient: String,
    pub arm: Option<String>,
    pub included: bool,
    /// As terms of their counts.
    pub failed: Vec<String>,
}

/// Who is not among the rows of an analysis, for one reason.
#[derive(Clone, Debug)]
pub struct LeftOutSet {
    /// The record of their number.
    pub of: Record,
    pub reason: LeftOut,
    pub patients: Vec<String>,
    /// Besides them those sets of the rows are counted that are no pair.
    pub sets: bool,
}

/// What settles the value of each patient.
#[derive(Clone, Debug)]
pub struct SettledSet {
    pub of: Record,
    pub groups: Vec<String>,
    pub rows: Vec<SettledRow>,
}

#[derive(Clone, Debug)]
pub struct SettledRow {
    pub patient: String,
    pub group: usize,
    /// As identifiers have it.
    pub because: String,
}

/// Who met an intercurrent event.
#[derive(Clone, Debug)]
pub struct EventMetSet {
    pub of: Record,
    pub groups: Vec<String>,
    /// As identifiers have it.
    pub event: String,
    pub rows: Vec<EventMetRow>,
}

#[derive(Clone, Debug)]
pub struct EventMetRow {
    pub patient: String,
    pub group: usize,
    pub met: bool,
}

/// What the plan says of the size of the study, which rests on no rows.
#[derive(Clone, Debug)]
pub struct PlannedSet {
    pub of: Record,
    pub pairs: u64,
    /// Of the test, two-sided.
    pub alpha: f64,
    pub test: Option<Options>,
    /// The interval whose width is expected.
    pub interval: Option<Options>,
    pub calls: Vec<SetCall>,
}

/// The characteristics of the patients of a population.
#[derive(Clone, Debug)]
pub struct BaselineSet {
    pub of: Record,
    pub patients: Vec<String>,
    pub arms: Vec<Option<String>>,
    pub characteristics: Vec<CharacteristicValues>,
    /// The definition of the quartiles.
    pub quartiles: u8,
}

#[derive(Clone, Debug)]
pub struct CharacteristicValues {
    pub name: String,
    pub values: Values,
}

/// By patient; none where it is missing.
#[derive(Clone, Debug)]
pub enum Values {
    Number(Vec<Option<f64>>),
    YesNo(Vec<Option<bool>>),
    /// The names of all codes in their order, and that of each patient.
    Code(Vec<String>, Vec<Option<String>>),
}

/// Hands on what the methods of an analysis were given.
pub(super) fn keep_rows(
    records: &Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    input: &Input,
    names: &[Vec<String>],
) {
    (records.context.keep)(&|| {
        let calls = analysis.methods.iter().zip(names);
        let calls = calls.flat_map(|(call, name)| of_call(records, frame, analysis, (call, name))).collect();
        let rows = row_set(records, frame, analysis, input, calls);
        Set::Rows(Box::new(RowSet { deciding: deciding(frame, analysis, names), ..rows }))
    });
}

/// Hands on what a test between the levels of a characteristic was given.
pub(super) fn keep_levels(
    records: &Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    input: &Input,
    call: (&MethodCall, &[String]),
) {
    (records.context.keep)(&|| {
        let of_all = contrasts::tested_in_one_model(analysis);
        let calls = of_call(records, frame, analysis, call).into_iter().map(|call| SetCall { of_all, ..call });
        Set::Rows(Box::new(row_set(records, frame, analysis, input, calls.collect())))
    });
}

/// Rows of which nothing is decided by a margin.
fn row_set(records: &Records, frame: &Frame, analysis: &FlatAnalysis, input: &Input, calls: Vec<SetCall>) -> RowSet {
    let patients = records.context.seen.patients();
    RowSet {
        of: frame.record.clone(),
        groups: words_of_groups(records, analysis),
        patients: input.patient.iter().map(|patient| patients[*patient].clone()).collect(),
        input: input.clone(),
        calls,
        deciding: None,
    }
}

/// Empty of a group without a word.
pub(super) fn words_of_groups(records: &Records, analysis: &FlatAnalysis) -> Vec<String> {
    let word = |group: &Group| group.word().unwrap_or_default().to_string();
    frame::groups(records, analysis).iter().map(word).collect()
}

/// The call of a hypothesis about a margin, of all groups; a level of subgroups decides nothing.
fn deciding(frame: &Frame, analysis: &FlatAnalysis, names: &[Vec<String>]) -> Option<DecidingCall> {
    let stated = analysis.hypothesis.as_ref().filter(|_| frame.record.subgroup.is_none())?;
    let (call, name) = (analysis.methods.get(stated.by)?, names.get(stated.by)?);
    let margin = |stated: Option<Decimal>| stated.and_then(|margin| margin.to_f64());
    Some(DecidingCall {
        call: made(&frame.record, call, name),
        confidence: margins::confidence(stated.level)?,
        lower_margin: margin(stated.lower),
        upper_margin: margin(stated.upper),
    })
}

/// A call as it was made: of all groups, and of each pair of groups by itself.
pub(super) fn of_call(
    records: &Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    (call, name): (&MethodCall, &[String]),
) -> Vec<SetCall> {
    let one = |of: Option<usize>| made(&contrasts::frame(records, frame, analysis, of).record, call, name);
    contrasts::parts(analysis, call).into_iter().map(one).collect()
}

/// A call whose numbers stand where the record does.
pub(super) fn made(record: &Record, call: &MethodCall, name: &[String]) -> SetCall {
    SetCall {
        name: call.method.name,
        prefix: identity::of_call(record, name),
        words: name.join("."),
        options: call.options.clone(),
        contrast: record.contrast.clone(),
        of_all: false,
    }
}
