//! Every strategy of two intercurrent events and of death, every order of what settles a response, by rank or by day, and an
//! examination on the day of an event before or after it: refused without an order where one is needed and with one where none
//! is, else the responses that a second, naive reading of the same patients gives.

use super::cohort::{self, Patient};
use super::{naive, text};
use prespec::compile::{Compiled, compile_at};
use prespec::number::Number;
use prespec::run::compute;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const EVENT: &[&str] = &[
    "treatment_policy",
    "composite { as: failure }",
    "composite { as: success }",
    "value_before_event",
    "not_assessed",
];
const DEATH: &[&str] = &["composite { as: failure }", "composite { as: success }", "not_assessed"];
const NAMES: [&str; 4] = ["progression", "relapsing", "exposing", "death"];
/// Name, first and last day, target.
const POINTS: &[(&str, i64, i64, i64)] = &[("M2", 30, 90, 61), ("M6", 137, 228, 183)];
/// One of so many orders is asked of each combination of strategies, another of each.
const THINNED: usize = 7;

/// What an analysis says.
#[derive(Clone, Debug)]
struct Case {
    /// Of progression, relapse, exposure and death.
    strategies: [&'static str; 4],
    /// Places in [`NAMES`].
    order: Vec<usize>,
    /// The first to happen, the order being that of one day.
    by_day: bool,
    before_event: bool,
    point: usize,
    /// A response counts once a later examination repeats it.
    confirmed: bool,
}

impl Case {
    fn settling(&self) -> Vec<usize> {
        (0..NAMES.len()).filter(|i| self.strategies[*i] != "treatment_policy").collect()
    }

    /// An examination before the events of its day has progression before them, and one after them has it after them.
    fn contradicts(&self, order: &[usize], before_event: bool) -> bool {
        let place = order.iter().position(|i| *i == 0).expect("it is always said");
        self.needs_order() && place != if before_event { 0 } else { order.len() - 1 }
    }

    /// Two that answer differently; what stands before one event is not what stands before another.
    fn needs_order(&self) -> bool {
        let answers: Vec<&str> = self.settling().into_iter().map(|i| self.strategies[i]).collect();
        let standing = answers.iter().filter(|a| **a == "value_before_event").count();
        standing > 1 || answers.iter().any(|a| *a != answers[0])
    }

    fn text(&self, name: &str, ordered: bool) -> String {
        let endpoint = if self.confirmed { "sure_response" } else { "response" };
        let mut text = format!(
            "analysis {name} \"{name}\" {{\n  role: supplementary\n  estimand {{\n    endpoint: {endpoint}\n    each: tumour at {}\n    \
             population: all_of_them\n    intercurrent {{\n",
            POINTS[self.point].0
        );
        for (name, strategy) in NAMES.iter().zip(self.strategies).skip(1) {
            let _ = writeln!(text, "      {name}: {strategy}");
        }
        let order = self.order.iter().map(|i| NAMES[*i]).collect::<Vec<_>>().join(", ");
        match (ordered, self.by_day) {
            (false, _) => {}
            (true, false) => drop(writeln!(text, "      order of events: {order}")),
            (true, true) => drop(writeln!(text, "      order of events: first_to_happen\n      same day: {order}")),
        }
        let read = if self.before_event { "before_event" } else { "after_event" };
        let _ = writeln!(text, "      examination on that day: {read}\n    }}\n  }}\n  estimate: proportion\n}}");
        text
    }

    /// Whether a day at which the patient is seen comes after an event.
    fn after(&self, seen: i64, event: i64) -> bool {
        if self.before_event { seen > event } else { seen >= event }
    }

    /// The response at the timepoint; none: it was not assessed.
    fn response(&self, p: &Patient) -> Option<bool> {
        let (_, low, high, target) = POINTS[self.point];
        let found = naive::responses(p);
        let exam = p.exams.iter().map(|e| e.day).find(|day| (low..=high).contains(day));
        let moment = exam.unwrap_or(target);
        let happened = |i: usize| match i {
            0 => found.iter().find(|(day, r)| *day <= moment && *r == Some("PD")).map(|(day, _)| *day),
            1 => p.relapsed.filter(|day| self.after(moment, *day)),
            2 => p.exposed.filter(|day| self.after(moment, *day)),
            _ => p.died.filter(|day| exam.is_none() && self.after(moment, *day)),
        };
        let mut concern: Vec<(usize, i64)> = self.order.iter().filter_map(|i| Some((*i, happened(*i)?))).collect();
        if self.by_day {
            concern.sort_by_key(|(_, day)| *day);
        }
        let Some((first, day)) = concern.first().copied() else {
            let place = found.iter().position(|(day, _)| Some(*day) == exam)?;
            return self.success(&found, place, self.settled_from(p));
        };
        match self.strategies[first] {
            "composite { as: failure }" => Some(false),
            "composite { as: success }" => Some(true),
            "not_assessed" => None,
            _ => {
                let place = found.iter().rposition(|(seen, r)| !self.after(*seen, day) && r.is_some())?;
                self.success(&found, place, Some(day))
            }
        }
    }

    /// Day of the first event that would settle the response, whichever prevails.
    fn settled_from(&self, p: &Patient) -> Option<i64> {
        let settles = |i: &usize| self.strategies[*i] != "treatment_policy";
        (1..4).filter(settles).filter_map(|i| [None, p.relapsed, p.exposed, p.died][i]).min()
    }

    fn success(&self, found: &[(i64, Option<&str>)], place: usize, settled: Option<i64>) -> Option<bool> {
        let response = found[place].1?;
        // An examination on the day of the event is the last before it, or the first after it.
        let end = settled.map(|day| if self.before_event { day + 1 } else { day });
        let objective = response == "CR" || response == "PR";
        Some(objective && (!self.confirmed || naive::lies_in_confirmed(found, place, end)))
    }
}

fn permutations(of: &[usize]) -> Vec<Vec<usize>> {
    if of.is_empty() {
        return vec![vec![]];
    }
    let mut all = vec![];
    for (place, first) in of.iter().enumerate() {
        let rest: Vec<usize> = [&of[..place], &of[place + 1..]].concat();
        all.extend(permutations(&rest).into_iter().map(|p| [vec![*first], p].concat()));
    }
    all
}

fn cases() -> Vec<Case> {
    let mut cases = vec![];
    for (a, relapse) in EVENT.iter().enumerate() {
        for (b, exposure) in EVENT.iter().enumerate() {
            for (c, death) in DEATH.iter().enumerate() {
                let strategies = ["composite { as: failure }", relapse, exposure, death];
                let first =
                    Case { strategies, order: vec![], by_day: false, before_event: false, point: 0, confirmed: false };
                let mut own = vec![];
                for order in permutations(&first.settling()) {
                    for n in 0..16_usize {
                        let (by_day, before_event, confirmed) = (n & 1 == 1, n & 2 == 2, n & 4 == 4);
                        let order = order.clone();
                        if by_day && order.len() > 1 && first.contradicts(&order, before_event) {
                            continue;
                        }
                        own.push(Case { order, by_day, before_event, confirmed, point: n >> 3, ..first.clone() });
                    }
                }
                cases.extend(own.into_iter().skip((a + 5 * b + 3 * c) % THINNED).step_by(THINNED));
            }
        }
    }
    // Of events that answer alike there is no order, and no analysis stands twice.
    let mut seen = BTreeSet::new();
    cases.retain(|case| seen.insert(case.text("", case.needs_order())));
    cases
}

fn compiled(folder: &Path, texts: &[String]) -> Compiled {
    let (plan, _) = text::plan(texts);
    let events = "intercurrent relapsing \"Relapse\":  relapse from day 0 on\nintercurrent exposing \"Exposure\": exposed from day 0 on\n\n";
    let plan = plan.replacen("endpoint response \"Response\"", &format!("{events}endpoint response \"Response\""), 1);
    fs::write(folder.join("plan.md"), plan).expect("the plan is written");
    compile_at(folder).expect("the plan can be read")
}

#[test]
fn what_meets_in_a_patient_is_settled_as_the_plan_says() {
    let (folder, patients, cases) = (tempfile::tempdir().expect("a folder"), cohort::cohort(), cases());
    text::write(folder.path());
    cohort::write(folder.path(), &patients);
    let texts: Vec<String> =
        cases.iter().enumerate().map(|(i, case)| case.text(&format!("x{i}"), case.needs_order())).collect();
    let compiled = compiled(folder.path(), &texts);
    let plan = compiled.plan.as_ref().unwrap_or_else(|| panic!("{:?}", compiled.diagnostics.first()));
    let computed = compute(plan, &compiled, Some(folder.path()), &|_| {}).unwrap_or_else(|e| panic!("{e}"));
    let count = |id: &str| match computed.results.records.iter().find(|r| r.id == id).map(|r| &r.value) {
        Some(Number::Count(n)) => usize::try_from(*n).expect("small"),
        other => panic!("{id}: {other:?}"),
    };
    let (mut by_order, mut unconfirmed): (BTreeMap<String, usize>, usize) = (BTreeMap::new(), 0);
    for (i, case) in cases.iter().enumerate() {
        let all: Vec<bool> = patients.iter().filter_map(|p| case.response(p)).collect();
        let expected = (all.iter().filter(|r| **r).count(), all.len());
        let start = format!("x{i}.tumour.{}.proportion.clopper_pearson", POINTS[case.point].0);
        let found = (count(&format!("{start}.responders")), count(&format!("{start}.n")));
        assert_eq!(found, expected, "{case:?}");
        let single = Case { confirmed: false, ..case.clone() };
        unconfirmed += usize::from(patients.iter().any(|p| case.response(p) != single.response(p)));
        by_order.insert(format!("{:?} {:?} {}", case.strategies, case.point, case.before_event), found.0);
    }
    assert!(cases.len() > 900 && by_order.len() > 200, "{} cases", cases.len());
    assert!(unconfirmed > 100, "{unconfirmed} in which a confirmation changes a response");
}

/// The same without the order that is needed, or with one that never matters.
#[test]
fn an_order_is_stated_where_it_matters_and_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    text::write(folder.path());
    let cases: Vec<Case> = cases().into_iter().step_by(13).filter(|case| case.settling().len() > 1).collect();
    let texts: Vec<String> =
        cases.iter().enumerate().map(|(i, case)| case.text(&format!("x{i}"), !case.needs_order())).collect();
    let compiled = compiled(folder.path(), &texts);
    assert!(compiled.plan.is_none());
    let said = |code: &str| compiled.diagnostics.iter().filter(|d| d.code.0 == code).count();
    let needed = cases.iter().filter(|case| case.needs_order()).count();
    assert!(needed > 50 && cases.len() > needed, "{needed} of {}", cases.len());
    assert_eq!((said("P046"), said("P042")), (needed, cases.len() - needed));
}
