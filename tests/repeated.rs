//! A run is a function of its plan, its binding and the bytes of its data.

use prespec::compile::{Compiled, InMemory as Texts, compile};
use prespec::diagnostic::codes;
use prespec::run::given::InMemory;
use prespec::run::{RunError, compute_from, records, run_from};
use std::fs;
use std::path::Path;

/// A small plan and all it is given, from files that are read once.
fn sleep() -> (Compiled, InMemory) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let text = |name: &str| fs::read_to_string(tests.join("plans/sleep").join(name)).expect("a text");
    let data = fs::read_to_string(tests.join("reference/data/r_sleep.csv")).expect("a file of data");
    let numbered = data.lines().enumerate().map(|(i, line)| match i {
        0 => format!("row,{line}\n"),
        _ => format!("{i:05},{line}\n"),
    });
    let mut given = InMemory { binding: text("binding.yaml"), ..InMemory::default() };
    given.files.insert("r_sleep.csv".to_string(), numbered.collect::<String>().into_bytes());
    (compile(&Texts::new(text("plan.md"))).expect("texts in memory"), given)
}

#[test]
fn a_run_repeated_in_one_process_gives_the_same_bytes() {
    let (compiled, given) = sleep();
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    let results = || records(&compute_from(plan, &compiled, &given, &|_| {}).expect("it runs").results).expect("JSON");
    let first = results();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..150).for_each(|_| assert!(results() == first)));
        }
    });
    let whole = run_from(plan, &compiled, &given, false).expect("it runs");
    let names: Vec<&str> = whole.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["findings.csv", "results.json", "report.pdf", "report.html", "patients.jsonl", "run.json"]);
    assert!(whole[1].1 == first);
    assert!(whole == run_from(plan, &compiled, &given, false).expect("it runs again"));
}

#[test]
fn what_is_given_is_all_that_is_read() {
    let (compiled, mut given) = sleep();
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    given.files.clear();
    assert!(run_from(plan, &compiled, &given, false).is_err());
}

/// By step, what it does and what it read.
fn digests(plan: &str, given: &InMemory) -> Vec<(String, String, String)> {
    let compiled = compile(&Texts::new(plan)).expect("texts in memory");
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    let results = compute_from(plan, &compiled, given, &|_| {}).expect("it runs").results;
    results.steps.into_iter().map(|step| (step.id, step.does, step.read)).collect()
}

#[test]
fn digests_tell_a_change_of_what_is_done_from_one_of_words_and_from_one_of_data() {
    let (compiled, given) = sleep();
    let plan = compiled.sources.iter().next().expect("the plan").1.text.clone();
    let before = digests(&plan, &given);
    assert!(before.iter().all(|(_, does, read)| does.len() == 64 && read.len() == 64));
    let changed = |after: Vec<(String, String, String)>| -> (Vec<String>, Vec<String>) {
        let pairs = || before.iter().zip(&after);
        let does = pairs().filter(|(a, b)| a.1 != b.1).map(|(a, _)| a.0.clone()).collect();
        (does, pairs().filter(|(a, b)| a.2 != b.2).map(|(a, _)| a.0.clone()).collect())
    };
    let with = |from: &str, to: &str| {
        assert!(plan.contains(from), "{from}");
        changed(digests(&plan.replace(from, to), &given))
    };
    for (from, to) in [("\"Extra sleep, hours\"", "\"Sleep\""), ("\"First drug\"", "\"A\""), ("# 2 Sleep", "# 2 Night")]
    {
        assert_eq!(with(from, to), (vec![], vec![]), "{from}");
    }
    assert_eq!(with("correction: yes", "correction: no"), (vec!["analysis.independent".to_string()], vec![]));
    let (does, read) = with("when drug = 1", "when drug = 2");
    assert!(
        does.iter().all(|id| id.starts_with("arms")) && does.contains(&"arms.groups.first".to_string()),
        "{does:?}"
    );
    assert!(read.contains(&"analysis.paired".to_string()) && !read.contains(&"endpoint.extra_sleep".to_string()));
    let mut other = given.clone();
    let file = other.files.get_mut("r_sleep.csv").expect("the file");
    *file = String::from_utf8(file.clone()).expect("text").replace("0.7", "0.8").into_bytes();
    let (does, read) = changed(digests(&plan, &other));
    assert_eq!((does.len(), read.len()), (0, before.len()));
}

/// A message about the binding shows the plan's place in the plan.
#[test]
fn a_message_about_a_binding_shows_the_plan_too() {
    let (compiled, mut given) = sleep();
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    given.binding = given.binding.replacen("      extra: extra\n", "", 1);
    let Err(RunError::Objected { diagnostics, sources }) = run_from(plan, &compiled, &given, false) else {
        panic!("a column of the plan has no place in the data");
    };
    let message = diagnostics.iter().find(|d| d.code == codes::COLUMN_NOT_BOUND).expect("B010");
    let described = message.labels.last().expect("where the plan describes it").span;
    assert!(sources.text(described).starts_with("extra"), "{}", sources.text(described));
    assert!(sources.file_name(described).ends_with(".md"));
}
