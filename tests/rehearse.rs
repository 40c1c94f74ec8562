//! Rehearsal: under no effect a randomised comparison rejects as often as its test does by enumeration, whatever the threads.

use prespec::compile::{Compiled, compile_at};
use prespec::run::given::OnDisk;
use prespec::run::rehearse::{Analyses, Rehearsal, Rehearsed, rehearse_from};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rehearsed(compiled: &Compiled, asked: &Rehearsed) -> Rehearsal {
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    rehearse_from(plan, compiled, &OnDisk::new(compiled, None), asked).expect("patients fit the plan")
}

fn asked(replicates: u64, patients: u64, threads: usize) -> Rehearsed {
    Rehearsed { seed: 11, replicates, patients, analyses: Analyses::Primary, threads }
}

/// `n` above `k`.
fn choose(n: u64, k: u64) -> f64 {
    (1..=k).map(|i| (n - k + i) as f64 / i as f64).product()
}

/// By the definition: the tables with these margins that are no more probable than this one.
fn fisher(x: u64, n: u64, y: u64, m: u64) -> f64 {
    let all = x + y;
    let table = |x: u64| choose(n, x) * choose(m, all - x) / choose(n + m, all);
    let tables = all.saturating_sub(m)..=all.min(n);
    tables.map(table).filter(|p| *p <= table(x) * (1.0 + 1e-7)).sum()
}

/// How often Fisher's test rejects at 0.05: each patient is in either arm, and responds, with probability one half.
fn size(patients: u64) -> f64 {
    let half = |n: u64, k: u64| choose(n, k) * 0.5_f64.powi(n as i32);
    let mut size = 0.0;
    for n in 1..patients {
        let m = patients - n;
        for (x, y) in (0..=n).flat_map(|x| (0..=m).map(move |y| (x, y))) {
            if fisher(x, n, y, m) <= 0.05 {
                size += half(patients, n) * half(n, x) * half(m, y);
            }
        }
    }
    size
}

#[test]
fn a_randomised_comparison_rejects_as_often_as_its_test_does() {
    let compiled = compile_at(&root().join("tests/plans/lots")).expect("the plan can be read");
    let (replicates, patients) = (3000, 24);
    let rehearsal = rehearsed(&compiled, &asked(replicates, patients, 2));
    let [test] = rehearsal.tests.as_slice() else { panic!("{:?}", rehearsal.tests) };
    assert_eq!((test.of.as_str(), test.among), ("main.fisher_exact.p_value", replicates));
    let (share, size) = (test.share.expect("a share"), size(patients));
    let error = (size * (1.0 - size) / replicates as f64).sqrt();
    assert!(size > 0.01 && size < 0.05, "{size}");
    assert!((share - size).abs() <= 3.0 * error, "{share} by rehearsal, {size} by enumeration, error {error}");
    assert!(share <= rehearsal.alpha + 3.0 * error);
    let own = test.monte_carlo_error.expect("an error");
    assert!((own - (share * (1.0 - share) / replicates as f64).sqrt()).abs() < 1e-12);
    let [interval] = rehearsal.intervals.as_slice() else { panic!("{:?}", rehearsal.intervals) };
    assert!(interval.share.is_some_and(|share| share > 0.93 && share < 0.99), "{interval:?}");
    assert!(rehearsal.matched.is_empty());
}

#[test]
fn threads_have_no_part_in_it_and_the_seed_has() {
    let compiled = compile_at(&root().join("tests/plans/lots")).expect("the plan can be read");
    let one = rehearsed(&compiled, &asked(60, 12, 1));
    assert_eq!(one, rehearsed(&compiled, &asked(60, 12, 3)));
    assert_ne!(one, rehearsed(&compiled, &Rehearsed { seed: 12, ..asked(60, 12, 1) }));
}

/// Matching included: pairs are found in every replicate, and not for every treated patient.
#[test]
fn the_first_study_is_rehearsed_with_its_matching() {
    let compiled = compile_at(&root().join("plans/sirt-hcc")).expect("the plan can be read");
    let rehearsal = rehearsed(&compiled, &asked(2, 60, 2));
    let primary = rehearsal.tests.iter().find(|share| share.of == "primary.recist.M6.mcnemar.exact.p_value");
    assert_eq!(primary.map(|share| share.among), Some(2));
    let pairs = rehearsal.matched.iter().find(|share| share.of == "pairs").expect("the matching of the plan");
    assert!(pairs.estimable == 2 && pairs.count > 0 && pairs.count < pairs.among, "{pairs:?}");
    assert_eq!(pairs.monte_carlo_error, None);
}

fn prespec(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    let output = command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).args(arguments).output().expect("started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn it_is_told_as_text_and_as_json() {
    let asked = ["rehearse", "tests/plans/lots", "--replicates", "20", "--patients", "16", "--seed", "3"];
    let (exit, text, said) = prespec(&asked);
    assert!(exit == 0 && text.contains("20 replicates of 16 simulated patients; effect: none; seed 3"), "{said}");
    assert!(text.contains("main.fisher_exact.p_value") && text.contains("of 20"), "{text}");
    let (exit, json, said) = prespec(&[&asked[..], &["--json"]].concat());
    assert_eq!(exit, 0, "{said}");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["tests"][0]["among"], 20);
    let (exit, _, said) = prespec(&[&asked[..], &["--analyses", "mian"]].concat());
    assert!(exit == 2 && said.contains("R042") && said.contains("did you mean `main`?"), "{said}");
}
