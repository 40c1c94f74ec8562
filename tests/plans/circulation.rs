//! Copies for circulation, attacked: a solver of its own reads what is told and narrows every count by what the numbers mean, until
//! nothing changes. No count of 1 to 4, and no 0 of an outcome, may come out; nor may any of the patients be named.

#[path = "circulation/attack.rs"]
mod attack;

use super::support;
use attack::{Attack, Of};
use prespec::circulate::{Rule, circulate};
use prespec::compile::Compiled;
use prespec::diagnostic::codes;
use prespec::number::{Number, Withheld};
use prespec::report::{HTML, TEXT};
use prespec::results::{Release, Results, file};

const SMALLEST: i64 = 5;

fn rule(released: Option<Release>) -> Rule {
    Rule { smallest: SMALLEST, clause: "1".into(), released }
}

/// As whoever is sent `results.json` has it.
fn published(results: &Results, released: Option<Release>) -> Results {
    file::read(&file::write(&circulate(results, rule(released))).expect("JSON")).expect("results")
}

/// The counts that the attack brings below the limit, each with what it can still be.
fn broken(compiled: &Compiled, told: &Results, whole: &Results) -> Vec<String> {
    let truth = Attack::on(compiled, whole);
    let found = Attack::on(compiled, told);
    let small = |of: Of, n: i64| n < SMALLEST && (n > 0 || of == Of::Outcome);
    let mut broken = vec![];
    for (key, (of, low, high)) in found.cells() {
        let Some(n) = truth.value(key).filter(|n| small(*of, *n)) else { continue };
        let wide = high - low + 1 >= SMALLEST || (*low == 0 && *high >= SMALLEST - 1);
        if !wide {
            broken.push(format!("{key} is {n}, and can be {low} to {high}"));
        }
    }
    broken
}

/// A count that a record tells with leave is no count that was worked out.
fn without_released(broken: Vec<String>, names: &[&str]) -> Vec<String> {
    broken.into_iter().filter(|line| names.iter().all(|name| !line.contains(name))).collect()
}

#[test]
fn no_small_count_can_be_worked_out() {
    for (folder, compiled, results) in support::EVERY.iter() {
        let told = published(results, None);
        let broken = broken(compiled, &told, results);
        assert!(broken.is_empty(), "{}:\n{}", folder.display(), broken.join("\n"));
    }
}

/// Withholding the small counts alone is not enough, and the attack finds so: it can fail.
#[test]
fn the_attack_breaks_a_copy_without_secondary_suppression() {
    let (mut broken_plans, mut all) = (0, 0);
    for (_, compiled, results) in support::EVERY.iter() {
        let mut naive = results.clone();
        for record in &mut naive.records {
            if matches!(record.value, Number::Count(n) if n < SMALLEST) {
                record.value = Number::Withheld(Withheld::Beside);
            }
        }
        let found = broken(compiled, &naive, results);
        broken_plans += usize::from(!found.is_empty());
        all += found.len();
    }
    assert!(broken_plans >= 5 && all >= 50, "{all} counts of {broken_plans} plans");
}

/// Of 6 patients 4 died and 2 were followed to the end: from 2 on both may be told, and from 3 on neither what rests on them.
#[test]
fn how_completely_few_were_followed_is_withheld() {
    let mut results = support::run_on("months", &support::root().join("tests/plans/months/data"));
    results.records.retain(|r| r.analysis == "follow_up" || r.analysis == "everyone");
    let told = |smallest: i64| {
        let told = circulate(&results, Rule { smallest, clause: "1".into(), released: None });
        let id = "follow_up.kaplan_meier.log_log.completeness";
        told.records.into_iter().find(|r| r.id == id).map(|r| r.value).expect("the record")
    };
    assert!(matches!(told(2), Number::Real(_)), "{:?}", told(2));
    assert!(matches!(told(3), Number::Withheld(_)), "{:?}", told(3));
}

fn clinic() -> (Compiled, Results) {
    let compiled = support::compiled("clinic");
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let results = prespec::run::compute(plan, &compiled, None, &|_| {}).expect("its data can be read").results;
    (compiled, results)
}

/// What `generate.py` made: see there for the counts.
#[test]
fn a_copy_tells_what_it_may_and_no_more() {
    let (compiled, results) = clinic();
    let plan = compiled.plan.as_ref().expect("a plan");
    let rule = prespec::run::circulate::rule(plan, &compiled.path).expect("the plan says what may circulate");
    let told = circulate(&results, rule);
    let value = |id: &str| {
        let found = told.records.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no {id}"));
        found.value.clone()
    };
    let arm = |analysis: &str, arm: &str, what: &str| format!("{analysis}.proportion.clopper_pearson.{arm}.{what}");
    // 36 of 60 and 24 of 59, all of them and the others at least 5.
    assert_eq!(value(&arm("main", "new", "responders")), Number::Count(36));
    assert_eq!(value(&arm("main", "old", "responders")), Number::Count(24));
    assert!(matches!(value("main.fisher_exact.p_value"), Number::Real(_)));
    // 34 of them are cured: of the two who are better and not cured everything would be told.
    assert_eq!(value(&arm("cured", "new", "responders")), Number::Withheld(Withheld::Beside));
    assert_eq!(value(&arm("cured", "new", "n")), Number::Count(60));
    // 3 and 12: the 12 would do no harm, and go with what rests on both.
    let bleeding = |of: &str| value(&arm("bleeding", of, "responders"));
    assert_eq!(bleeding("old"), Number::Withheld(Withheld::Beside));
    assert!(matches!(bleeding("new"), Number::Withheld(_)));
    assert!(matches!(value(&arm("bleeding", "old", "estimate")), Number::Withheld(Withheld::Beside)));
    // Released: 2 and 7.
    assert_eq!(value(&arm("pain", "new", "responders")), Number::Count(2));
    assert_eq!(value(&arm("pain", "old", "responders")), Number::Count(7));
    // 121, of whom 2 did not consent: the population of the primary analysis is told, and the other is not.
    let n = |name: &str| told.populations.iter().find(|p| p.name == name).expect("a population").n;
    assert_eq!((n("treated"), n("everyone")), (Some(119), None));
    assert_eq!(value("attrition.treated.consent.excluded"), Number::Withheld(Withheld::Beside));
    assert_eq!(value(&arm("everyone_better", "new", "responders")), Number::Withheld(Withheld::Beside));
    // Of one clinic are 3 and 1; the sexes are told, and of numbers no single patient's.
    assert_eq!(value("baseline.treated.clinic.north.new.count"), Number::Withheld(Withheld::Beside));
    assert!(matches!(value("baseline.treated.sex.F.new.count"), Number::Count(_)));
    assert!(matches!(value("baseline.treated.weight.new.mean"), Number::Real(_)));
    assert_eq!(value("baseline.treated.weight.new.maximum"), Number::Withheld(Withheld::Beside));
    assert_eq!(value("baseline.treated.grade.new.mean"), Number::Withheld(Withheld::Beside), "0, 1 or 2");
    assert!(told.curves.is_empty() && told.findings.is_empty() && told.derived.patients.is_empty());
    let withheld = &told.study.circulated.as_ref().expect("a copy").withheld;
    assert!(withheld.iter().any(|of| of.analysis == "cured") && withheld.iter().all(|of| of.analysis != "main"));
}

/// Of 32 pairs 10 respond in the first arm alone and 3 in the second: the test of pairs goes, and the 18 and 11 of each arm stay.
#[test]
fn the_first_study_keeps_the_arms_of_its_primary_analysis() {
    let (_, _, results) = support::EVERY.iter().find(|(folder, ..)| folder.ends_with("sirt-hcc")).expect("the study");
    let told = circulate(results, rule(None));
    let value =
        |id: &str| &told.records.iter().find(|r| r.id == format!("primary.recist.M6.{id}")).expect("a record").value;
    for (arm, responders) in [("sirt_io", 18), ("io", 11)] {
        assert_eq!(*value(&format!("proportion.clopper_pearson.{arm}.responders")), Number::Count(responders));
    }
    for id in ["both", "first_only", "second_only", "neither", "p_value"] {
        assert_eq!(*value(&format!("mcnemar.asymptotic.{id}")), Number::Withheld(Withheld::Beside), "{id}");
    }
    assert_eq!(*value("mcnemar.exact.p_value"), Number::Withheld(Withheld::Beside));
    // Two arms of 32 tell how many pairs there are; the unmatched treated would tell the 34 from whom they were drawn.
    let matching = |id: &str| &told.records.iter().find(|r| r.id == format!("pairs.{id}")).expect("a record").value;
    assert_eq!(*matching("pairs"), Number::Count(32));
    assert_eq!(*matching("unmatched"), Number::Withheld(Withheld::Beside));
    let eligible =
        |id: &str| &told.records.iter().find(|r| r.id == format!("attrition.eligible.{id}")).expect("one").value;
    assert_eq!(*eligible("included"), Number::Count(146));
    assert_eq!(*eligible("included.sirt_io"), Number::Withheld(Withheld::Beside), "34, of whom 32 are matched");
    assert!(matches!(eligible("informed_or_dead.excluded.sirt_io"), Number::Withheld(_)));
}

/// What is released is told, and nothing else follows from it.
#[test]
fn a_release_tells_of_nothing_else() {
    let (compiled, results) = clinic();
    let release = Release { analyses: vec!["bleeding".into()], because: "agreed".into() };
    let told = published(&results, Some(release));
    let broken = without_released(broken(&compiled, &told, &results), &["bleeding"]);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Pseudonyms that are no numbers are looked for in all that a copy says.
#[test]
fn nobody_is_named() {
    for (folder, _, results) in support::EVERY.iter() {
        let told = circulate(results, rule(None));
        let names: Vec<&str> = results.derived.patients.iter().map(|p| p.patient.as_str()).collect();
        // A report names codes of its own, which look like some pseudonyms.
        let is_code = |name: &str| codes::ALL.iter().any(|entry| entry.code.0 == name);
        let telling = |name: &&&str| name.len() > 2 && name.chars().any(char::is_alphabetic) && !is_code(name);
        let json = String::from_utf8(file::write(&told).expect("JSON")).expect("a text");
        let mut texts = vec![json];
        for format in [HTML, TEXT] {
            texts.push(String::from_utf8(format.write(&told).expect("a report")).expect("a text"));
        }
        for name in names.iter().filter(telling) {
            let named =
                |text: &String| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *name);
            assert!(!texts.iter().any(named), "{}: {name}", folder.display());
        }
    }
}
