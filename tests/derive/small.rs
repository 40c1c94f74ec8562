//! What each kind of step makes of missing values, ties and rows that belong to none, on a plan of a few lines.

use super::tables::Cell::{Code, Day, Number, Text, Whole, Yes};
use super::tables::{Cell, Row, data};
use prespec::compile::{InMemory, compile};
use prespec::data::Data;
use prespec::derive::model::{CheckFailure, Derived, Exclusion};
use prespec::derive::{derive, key};
use prespec::diagnostic::render::render;
use prespec::plan::ir::{EventId, Plan, RowNode, TableId};
use prespec::program::value::Value;
use prespec::program::{Operation, Program, StepId, dump, lower};

const PLAN: &str = r#"---
title: Small
version: 1.0
signed: 2026-01-15
---

# 1 Everything

```plan
study small "Small" {
  design: retrospective_cohort
  alpha:  0.05 { sides: two }
  month:  30.4375 days
  year:   365.25 days
}

data patient "Patients" {
  one row per: id
  known at:    baseline { asserted because: "it is so" }
  columns {
    id:         pseudonym
    birth_year: year from 1900 to 2020
    weight:     number in kg { may be missing: yes }
    stage:      one of (I, II, III)
  }
}

data visit "Visits" {
  one row per: id
  belongs to:  patient
  known at:    date
  ordered by:  date, id
  columns {
    id:   pseudonym
    date: date
    good: yes_no
    kind: one of (start, control, stop)
  }
}

data sample "Samples" {
  one row per: visit, number
  belongs to:  visit
  columns {
    number: integer from 1 to 9
    value:  number in mm
    reader: one of (A, B)
  }
}

data outcome "Outcomes" {
  one row per: patient
  belongs to:  patient
  known at:    last_news
  columns {
    last_news: date
    died_on:   date { may be missing: yes, known at: itself }
  }
}

event start "Start":  first visit where kind = start
event stop "Stop":    last visit where kind = stop
event death "Death":  outcome.died_on
event early "Early":  last visit where kind = stop and date from day 0 to day 10

time zero: start

define age of patient "Age":              year of (time zero) - birth_year
define heavy of patient "Heavy":          weight > 60.5 kg
define visits of patient "Visits":        count visit
define small of visit "Small samples":    count sample where value <= 5 mm
define some of patient "Some bad visit":  any visit where not good
define none of patient "No bad visit":    no visit where not good
define all of patient "All visits good":  every visit has good
define soon of visit "Near the start":   date from day 0 to day 10
define old of visit "Of an old patient":  age >= 60
define near of patient "Near visits":     count visit where date from day 0 to day 10
define big of patient "A sample over 5":  any sample where value > 5 mm

check small_samples "At most one small sample of each reader" {
  for each: visit where good, reader
  require:  (count sample where value <= 5 mm) <= 1
  severity: query
}

arms arm "Arms" {
  short "Short"  when early from day 0 to day 10
  long "Long"    otherwise
}

population started "Started" {
  of: all_patients
  require {
    "Started": start is known
    "Stage":   stage in (I, II)
    "Heavy":   weight > 60.5 kg
  }
  if not known:   excluded
  count exclusions at: first_reason
}

timepoints visit_at "Visits" of visit {
  before "Before":  last visit where good and date from day -10 to day 0
  first "First":    first visit where date from day 1 to day 30
  week "One week":  nearest visit to day 7 where date from day 1 to day 30
  prefer:           good
  tie:              earlier
}

endpoint survival "Survival" {
  kind:    time_to_event
  from:    time zero
  event:   death
  censor:  outcome.last_news
  horizon: day 365 { event on that day: counts }
}

matching pairs "Pairs" {
  treated:           short
  control:           long
  among:             started
  score:             logistic { of: (age, heavy, log10(weight)) }
  method:            nearest { on: logit, ratio: 1, replacement: no, order: highest_score, ties: id }
  exact:             stage
  caliper:           0.2 SD { of: logit, over: started }
  if a covariate is missing: left_out
  aim:               smd { below: 0.1, for: (score, weight), divisor: before_matching }
}

population paired "In pairs": patients of pairs

accept immortal_time {
  for:     survival
  because: "It is accepted here."
}

analysis main "Survival" {
  role: primary
  estimand {
    endpoint:   survival
    population: paired
    compare:    short against long
    effect:     hazard_ratio
  }
  estimate: cox, kaplan_meier { interval: log_log, at: (day 100, day 200) }
  main test:  log_rank
}
```
"#;

fn plan() -> Plan {
    let compiled = compile(&InMemory::new(PLAN)).expect("a text in memory is there");
    assert!(!compiled.has_errors(), "{}", render(&compiled.diagnostics, &compiled.sources, false));
    compiled.plan.expect("a plan without errors")
}

fn text(text: &str) -> Cell {
    Text(text.to_string())
}

fn patient(id: &str, weight: Option<i64>, stage: &'static str) -> Row {
    let mut row = vec![("id", text(id)), ("birth_year", Whole(1950)), ("stage", Code(stage))];
    row.extend(weight.map(|w| ("weight", Number(w))));
    row
}

fn visit(id: &str, patient: &str, day: i32, good: Option<bool>, kind: Option<&'static str>) -> Row {
    let mut row = vec![("patient", text(patient)), ("id", text(id)), ("date", Day(day))];
    row.extend(good.map(|good| ("good", Yes(good))));
    row.extend(kind.map(|kind| ("kind", Code(kind))));
    row
}

fn sample(visit: &str, number: i64, value: Option<i64>, reader: &'static str) -> Row {
    let mut row = vec![("visit", text(visit)), ("number", Whole(number)), ("reader", Code(reader))];
    row.extend(value.map(|v| ("value", Number(v * 1_000_000))));
    row
}

/// What was derived, and the tables it was derived from.
struct Run {
    derived: Derived,
    data: Data,
}

impl std::ops::Deref for Run {
    type Target = Derived;

    fn deref(&self) -> &Derived {
        &self.derived
    }
}

fn derived(tables: &[(&str, Vec<Row>)]) -> Run {
    let plan = plan();
    let data = data(&plan, tables);
    Run { derived: derive(&plan, &lower(&plan), &data), data }
}

/// One patient of 70 kg with these visits.
fn with_visits(visits: Vec<Row>) -> Run {
    derived(&[("patient", vec![patient("P1", Some(70_000_000), "I")]), ("visit", visits)])
}

/// A define of patients.
fn defined(derived: &Derived, name: &str) -> Vec<Option<Value>> {
    let index = plan().defines.iter().position(|d| d.header.name == name).expect("a define");
    derived.defined.iter().find(|(d, _)| *d == index).expect("of patients").1.iter().collect()
}

fn value(derived: &Derived, name: &str) -> Option<Value> {
    defined(derived, name)[0].clone()
}

fn point(run: &Run, name: &str) -> Option<String> {
    let plan = plan();
    let index = plan.timepoints[0].points.iter().position(|p| p.name == name).expect("a point");
    run.timepoints[0][index][0].map(|row| key(&plan, &run.data, TableId(1), row))
}

fn answer(yes: bool) -> Option<Value> {
    Some(Value::Bool(yes))
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);
const START: Option<&str> = Some("start");
const STOP: Option<&str> = Some("stop");
const CONTROL: Option<&str> = Some("control");

#[test]
fn first_and_last_go_by_the_order_of_the_table() {
    let rows =
        vec![visit("A", "P1", 105, YES, STOP), visit("B", "P1", 100, YES, START), visit("C", "P1", 103, YES, START)];
    let derived = with_visits(rows);
    assert_eq!(derived.events[0], [Some(100)]);
    assert_eq!(derived.time_zero, [Some(100)]);
    assert_eq!(derived.events[1], [Some(105)]);
    assert_eq!(derived.arms, [Some(0)]);
}

#[test]
fn a_row_that_may_be_in_leaves_the_first_unknown_only_where_it_would_come_first() {
    let before = with_visits(vec![visit("A", "P1", 90, YES, None), visit("B", "P1", 95, YES, START)]);
    assert_eq!((&before.time_zero, &before.arms), (&vec![None], &vec![None]));
    let after = with_visits(vec![visit("A", "P1", 95, YES, START), visit("B", "P1", 99, YES, None)]);
    assert_eq!(after.time_zero, [Some(95)]);
    assert_eq!(after.events[1], [None]);
    assert_eq!(after.arms, [Some(1)], "an unknown condition does not put a patient in an arm");
}

#[test]
fn quantities_of_no_rows_are_known() {
    let none = with_visits(vec![]);
    assert_eq!(["visits", "near"].map(|name| value(&none, name)), [Some(Value::Integer(0)), Some(Value::Integer(0))]);
    let answers = ["some", "none", "all", "big"].map(|name| value(&none, name));
    assert_eq!(answers, [false, true, true, false].map(answer));
    assert_eq!(none.time_zero, [None]);
}

#[test]
fn unknown_is_never_false() {
    let quantified = |goods: &[Option<bool>]| {
        let rows = goods.iter().enumerate().map(|(i, good)| visit(&format!("V{i}"), "P1", 100, *good, START));
        let derived = with_visits(rows.collect());
        ["some", "none", "all"].map(|name| value(&derived, name))
    };
    assert_eq!(quantified(&[YES, YES]), [false, true, true].map(answer));
    assert_eq!(quantified(&[YES, NO]), [true, false, false].map(answer));
    assert_eq!(quantified(&[NO, None]), [true, false, false].map(answer));
    assert_eq!(quantified(&[YES, None]), [None, None, None]);
    let undated = with_visits(vec![visit("A", "P1", 90, YES, CONTROL)]);
    assert_eq!((value(&undated, "visits"), value(&undated, "near")), (Some(Value::Integer(1)), None));
}

#[test]
fn rows_two_tables_below_count_for_the_patient_and_strays_for_nobody() {
    let visits = vec![visit("A", "P1", 100, YES, START), visit("B", "P2", 100, YES, START)];
    let samples = vec![sample("A", 1, Some(5), "A"), sample("B", 1, Some(6), "A"), sample("Z", 1, Some(9), "A")];
    let patients = vec![patient("P1", None, "I"), patient("P2", None, "I")];
    let derived = derived(&[("patient", patients), ("visit", visits), ("sample", samples)]);
    assert_eq!(defined(&derived, "big"), [false, true].map(answer));
}

#[test]
fn a_table_with_one_row_per_patient_may_have_none() {
    let outcome = |patient: &str, day| vec![("patient", text(patient)), ("last_news", Day(day)), ("died_on", Day(day))];
    let patients = vec![patient("P1", None, "I"), patient("P2", None, "I")];
    let derived = derived(&[("patient", patients), ("outcome", vec![outcome("P2", 300)])]);
    assert_eq!(derived.events[2], [None, Some(300)]);
    assert_eq!(derived.censor[0], [None, Some(300)]);
}

#[test]
fn numbers_are_exact_and_covariates_are_the_nearest_floats() {
    let weights = [Some(60_500_000), Some(60_500_001), None];
    let patients = weights.iter().zip(["P1", "P2", "P3"]).map(|(w, id)| patient(id, *w, "III")).collect();
    let derived = derived(&[("patient", patients)]);
    assert_eq!(defined(&derived, "heavy"), [answer(false), answer(true), None]);
    let values = &derived.matched[0].covariates;
    assert_eq!(values.score[1], [Some(0.0), Some(1.0), None]);
    assert_eq!(values.score[0], [None, None, None], "no age without time zero");
    assert_eq!(values.exact[0], [Some(2.0); 3]);
    assert_eq!(values.balance[0], [Some(60.5), Some(60.500001), None]);
}

#[test]
fn timepoints_prefer_then_take_the_nearest_then_the_earlier_then_the_order_of_the_table() {
    let start = || visit("S", "P1", 100, YES, START);
    let at = |visits: Vec<(&str, i32, Option<bool>)>| {
        let rows = visits.into_iter().map(|(id, day, good)| visit(id, "P1", day, good, CONTROL));
        with_visits(rows.chain([start()]).collect())
    };
    let named = |name: &str| Some(name.to_string());
    assert_eq!(point(&at(vec![("A", 107, NO), ("B", 115, YES)]), "week"), named("B"), "preferred");
    assert_eq!(point(&at(vec![("A", 107, None), ("B", 115, YES)]), "week"), named("B"), "an unknown is not preferred");
    assert_eq!(point(&at(vec![("A", 111, YES), ("B", 103, YES)]), "week"), named("B"), "earlier of two as near");
    assert_eq!(point(&at(vec![("B", 106, YES), ("A", 106, YES)]), "week"), named("A"), "two on one day");
    assert_eq!(point(&at(vec![("A", 106, NO), ("B", 130, NO)]), "week"), named("A"), "none is preferred");
    assert_eq!(point(&at(vec![("A", 131, YES)]), "week"), None, "outside");
    assert_eq!(point(&at(vec![("B", 90, YES), ("A", 89, YES)]), "before"), named("S"));
    assert_eq!(
        point(&at(vec![("T", 100, YES), ("U", 100, None)]), "before"),
        named("T"),
        "last of the day; unknown is out"
    );
    assert_eq!(point(&at(vec![("B", 101, NO), ("A", 101, NO), ("C", 105, YES)]), "first"), named("A"));
}

#[test]
fn all_reasons_are_kept() {
    let patients = vec![patient("P1", Some(70_000_000), "I"), patient("P2", None, "III"), patient("P3", Some(1), "II")];
    let visits = ["P1", "P3"].map(|p| visit(p, p, 100, YES, START)).to_vec();
    let derived = derived(&[("patient", patients), ("visit", visits)]);
    let started = &derived.populations[0];
    assert_eq!(started.patients, [0]);
    let failing = |places: &[usize]| places.iter().copied().map(Exclusion::Requirement).collect();
    assert_eq!(started.reasons, [(0, vec![]), (1, failing(&[0, 1, 2])), (2, failing(&[2]))]);
}

#[test]
fn a_check_fails_where_it_does_not_hold_or_cannot_be_told_to() {
    let visits = [("A", YES), ("B", NO), ("C", None), ("D", YES)].map(|(id, good)| visit(id, "P1", 100, good, START));
    let two_small = |visit: &str, reader| [sample(visit, 1, Some(5), reader), sample(visit, 2, Some(1), reader)];
    let samples = [two_small("A", "B"), two_small("B", "A"), two_small("C", "A")].concat();
    let unknown = vec![sample("D", 1, None, "A"), sample("D", 1, Some(7), "B")];
    let patients = vec![patient("P1", None, "I")];
    let derived =
        derived(&[("patient", patients), ("visit", visits.to_vec()), ("sample", [samples, unknown].concat())]);
    let failure = |row, split| CheckFailure { check: 0, row, split: vec![split] };
    assert_eq!(derived.check_failures, [failure(0, 1), failure(3, 0)]);
}

fn operations(program: &Program, wanted: impl Fn(&Operation) -> bool) -> usize {
    program.steps.iter().filter(|s| wanted(&s.does)).count()
}

#[test]
fn every_step_stands_after_those_it_reads_and_has_a_name_of_its_own() {
    let program = lower(&plan());
    let mut names: Vec<&str> = program.steps.iter().map(|s| s.id.as_str()).collect();
    for (index, step) in program.steps.iter().enumerate() {
        assert!(step.inputs.iter().all(|input| input.0 < index), "{}", step.id);
        assert!(matches!(step.does, Operation::Read(_)) || !step.inputs.is_empty(), "{}", step.id);
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), program.steps.len());
}

#[test]
fn equal_parts_are_one_step_and_every_number_leads_to_its_tables() {
    let plan = plan();
    let program = lower(&plan);
    let negated = |operation: &Operation| matches!(operation, Operation::Filter { table, .. } if table.0 == 1);
    // `start`, `stop`, `early`, `not good` once, the count near time zero, and three timepoints of which two have one condition.
    assert_eq!(operations(&program, negated), 7);
    let tables = |step: &str| -> Vec<&str> {
        let step = program.find(step).expect("a step of this name");
        program.sources()[step.0].iter().map(|t| plan.table(*t).header.name.as_str()).collect()
    };
    assert_eq!(tables("analysis.main"), ["patient", "visit", "outcome"]);
    assert_eq!(tables("check.small_samples"), ["visit", "sample"]);
    assert_eq!(tables("event.death"), ["patient", "outcome"]);
    let text = dump(&program, &plan);
    assert!(text.contains("  compute (year of time_zero) - birth_year in each row of patient\n"), "{text}");
    assert!(text.contains("  from define.age\n"), "{text}");
}

#[test]
fn a_read_that_a_step_does_not_list_is_caught() {
    let plan = plan();
    let tables = data(&plan, &[("patient", vec![patient("P1", None, "I")])]);
    assert_eq!(derive(&plan, &lower(&plan), &tables).reads.unlisted, []);
    let whole = lower(&plan);
    let mut caught = 0;
    for (index, step) in whole.steps.iter().enumerate() {
        for input in &step.inputs {
            let mut forgetful = whole.clone();
            forgetful.steps[index].inputs.retain(|other| other != input);
            let unlisted = derive(&plan, &forgetful, &tables).reads.unlisted;
            // What another input rests on too is not forgotten, and what no column holds is not read here.
            caught += usize::from(unlisted.contains(&(StepId(index), *input)));
            assert!(unlisted.iter().all(|(by, _)| by.0 >= index), "{}", step.id);
        }
    }
    assert!(caught > whole.steps.len() / 2, "{caught} of {}", whole.steps.len());
}

#[test]
fn a_definition_that_leads_back_to_itself_is_never_known() {
    let mut plan = plan();
    plan.events[2].date.kind = RowNode::Event(EventId(2)).into();
    let visits = vec![visit("A", "P1", 100, YES, START)];
    let tables = data(&plan, &[("patient", vec![patient("P1", None, "I")]), ("visit", visits)]);
    let derived = derive(&plan, &lower(&plan), &tables);
    assert_eq!((derived.time_zero, &derived.events[2]), (vec![Some(100)], &vec![None]));
}
