//! Runs that are killed, and two at once: whoever looks next finds one whole set of outputs.

use super::files::{Study, said};
use prespec::run::earlier::{Earlier, RUN, earlier, not_as_written};
use prespec::run::place::settled;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

/// The label of the population, by which the sets of two runs are told apart.
const LABELS: [&str; 2] = ["Adults", "Grown-up"];

fn relabelled(study: &Study, from: usize) {
    study.replace("plan.md", &format!("\"{}\"", LABELS[from % 2]), &format!("\"{}\"", LABELS[(from + 1) % 2]));
}

fn started(study: &Study) -> Child {
    let mut command: Command = study.command(&["run", "plan.md"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started")
}

/// What stands in the output folder is one set: the outputs that its `run.json` names. The plan that they are of.
fn of_one_run(study: &Study) -> String {
    let out = study.at("out");
    drop(settled(&out).expect("what was left can be finished"));
    let Earlier { outputs, .. } = earlier(&out).expect("a run");
    assert_eq!(outputs.len(), 5);
    assert_eq!(not_as_written(&out), Vec::<String>::new());
    study.json(&format!("out/{RUN}"))["plan_digest"].as_str().expect("a digest").to_string()
}

fn killed_at(moments: u32) {
    let study = Study::new();
    let begun = Instant::now();
    assert_eq!(study.run(&[]).0, 0);
    let whole = begun.elapsed();
    let mut last = of_one_run(&study);
    let mut digests = [last.clone(), String::new()];
    let mut replaced = 0;
    for moment in 0..moments {
        let change = usize::try_from(moment).expect("few");
        relabelled(&study, change);
        let mut child = started(&study);
        // Over the whole of a run, and for half of them about its end, where the files are written.
        let part = f64::from(moment / 2) / f64::from(moments / 2).max(1.0);
        sleep(whole.mul_f64(if moment % 2 == 0 { part } else { 0.7 + part * 0.5 }));
        child.kill().ok();
        child.wait().expect("it has ended");
        let stands = of_one_run(&study);
        if stands != last {
            replaced += 1;
            let known = &mut digests[(change + 1) % 2];
            assert!(known.is_empty() || *known == stands, "a set of neither plan");
            *known = stands.clone();
        }
        last = stands;
    }
    assert!(replaced < moments, "no run was killed before it had written");
    // The next one that ends leaves nothing of those that did not.
    assert_eq!(study.run(&[]).0, 0);
    let left = fs::read_dir(study.at("out"))
        .expect("the outputs")
        .filter(|entry| entry.as_ref().expect("an entry").file_name().to_string_lossy().starts_with('.'));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_run_that_is_killed_leaves_the_last_good_set() {
    killed_at(16);
}

#[test]
#[ignore = "a thousand kills: half an hour"]
fn a_run_that_is_killed_at_any_of_a_thousand_moments_leaves_the_last_good_set() {
    killed_at(1_000);
}

#[test]
fn of_two_runs_at_once_each_writes_all_or_nothing() {
    let study = Study::new();
    for _ in 0..3 {
        let mut both = [started(&study), started(&study)];
        for child in &mut both {
            assert!(child.wait().expect("it has ended").success());
        }
        of_one_run(&study);
    }
    let other = Study::new();
    other.replace("plan.md", "study small ", "study other ");
    // Two studies at once into one folder: the second finds the results of the first.
    let out = study.at("both");
    let out = out.to_str().expect("a name");
    let both = [study.command(&["run", "plan.md", "--out", out]), other.command(&["run", "plan.md", "--out", out])];
    let running =
        both.map(|mut command| command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started"));
    let mut ends = running.map(|child| said(&child.wait_with_output().expect("it has ended")));
    ends.sort();
    assert!(ends[0].0 == 0 && ends[1].0 == 2 && ends[1].1.contains("R013"), "{ends:?}");
    assert_eq!(not_as_written(&study.at("both")), Vec::<String>::new());
}

/// What a copy has left that was killed is no file of somebody else.
#[test]
fn a_copy_that_was_killed_is_made_again() {
    let study = Study::new();
    assert_eq!(study.run(&[]).0, 0);
    fs::create_dir_all(study.at("copy/.prespec-new/sets")).expect("a folder");
    let (exit, told) = said(&study.prespec(&["reproduce", "out", "--out", "copy"]));
    assert_eq!(exit, 0, "{told}");
    assert!(!study.at("copy/.prespec-new").exists() && study.at("copy/reproduce.R").exists());
    fs::create_dir_all(study.at("mine")).expect("a folder");
    fs::write(study.at("mine/letter.txt"), "mine").expect("written");
    let (exit, told) = said(&study.prespec(&["reproduce", "out", "--out", "mine"]));
    assert!(exit == 2 && told.contains("R013"), "{told}");
    assert_eq!(fs::read_dir(study.at("mine")).expect("a folder").count(), 1);
}
