//! A study from its seal over its lock to its final report, what of that `verify` finds as it was, and what it names.

use super::files::Study;
use prespec::run::verify::{Asked, verify};
use prespec::study::log::Held;
use prespec::study::manifest::{self, Manifest};
use prespec::study::{Event, Log};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The exit code, and all that was said.
fn said(output: &Output) -> (i32, String) {
    let (exit, told) = super::files::said(output);
    (exit, format!("{}{told}", String::from_utf8_lossy(&output.stdout)))
}

fn run(study: &Study, arguments: &[&str]) -> String {
    let (exit, said) = said(&study.prespec(arguments));
    assert_eq!(exit, 0, "{arguments:?}: {said}");
    said
}

const LOCK: &[&str] = &["lock", "plan.md", "--at", "2026-04-01T09:00:00+02:00", "--by", "B. Person"];

fn locked() -> Study {
    let study = Study::new();
    study.sealed();
    run(&study, LOCK);
    study
}

fn events(study: &Study) -> Vec<&'static str> {
    let log = Log::read(&study.at("")).expect("a log");
    let word = |event: &Event| match event {
        Event::Seal { .. } => "seal",
        Event::Outcomes { .. } => "outcomes",
        Event::Masked { .. } => "masked",
        Event::Lock { .. } => "lock",
        Event::Unlock { .. } => "unlock",
    };
    log.entries.iter().map(|entry| word(&entry.event)).collect()
}

/// What the report says of itself: draft or final, and why.
fn standing(study: &Study) -> (bool, serde_json::Value) {
    let of = study.json("out/results.json")["study"].clone();
    (of["draft"].as_bool().expect("it says whether it is a draft"), of["on_record"]["because"].clone())
}

fn outputs(study: &Study) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(study.at("out")).expect("the outputs").map(|entry| entry.expect("an entry").path());
    entries.map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

#[test]
fn a_report_is_final_while_plan_and_data_are_as_they_are_on_record() {
    let study = Study::new();
    run(&study, &["run", "plan.md"]);
    assert!(!study.at("study.log").exists() && !study.at("study.log.d").exists(), "only a sealed study is logged");
    let unsealed = study.json("out/results.json")["study"].clone();
    assert!(unsealed["on_record"].is_null() && unsealed["draft"] == true);

    study.sealed();
    run(&study, &["run", "plan.md"]);
    assert_eq!(standing(&study), (true, serde_json::json!([{"reason": "not_locked"}])));
    run(&study, LOCK);
    run(&study, &["run", "plan.md"]);
    assert_eq!(standing(&study), (false, serde_json::json!([])));
    assert_eq!(events(&study), ["seal", "outcomes", "lock", "outcomes"]);

    // The report cites the entries of seal and lock, never the end of the log: the same run gives the same bytes after it.
    let log = Log::read(&study.at("")).expect("a log");
    let cited = study.json("out/results.json")["study"]["on_record"].clone();
    assert_eq!(
        (&cited["seal"]["entry"], &cited["seal"]["by"]),
        (&log.entries[0].hash.as_str().into(), &"tester".into())
    );
    let lock = &cited["lock"];
    assert_eq!((&lock["entry"], &lock["at"]), (&log.entries[2].hash.as_str().into(), &"2026-04-01T07:00:00Z".into()));
    let html = fs::read_to_string(study.at("out/report.html")).expect("the page");
    assert!(html.contains("<strong>Final</strong>") && html.contains(&log.entries[2].hash) && !html.contains("Draft<"));
    let before = outputs(&study);
    run(&study, &["run", "plan.md"]);
    assert!(before == outputs(&study), "equal inputs give equal bytes");
    run(&study, &["verify", "plan.md", "--rerun"]);
    let told = run(&study, &["verify", "out", "--rerun"]);
    assert!(told.contains("the same to the bit"), "{told}");
    run(&study, &["reproduce", "out", "--out", "copy"]);
    run(&study, &["dump", "--stage", "results", "plan.md"]);
    assert_eq!(events(&study).last(), Some(&"outcomes"), "a dump of results shows outcomes");

    // Each thing that is another makes it a draft, and says so.
    study.replace("data/patients.csv", "P01", "P01 ");
    run(&study, &["run", "plan.md"]);
    let files = serde_json::json!([{"reason": "files_changed", "files": ["patients.csv"]}]);
    assert_eq!(standing(&study), (true, files));
    study.replace("data/patients.csv", "P01 ", "P01");
    study.replace("plan.md", "Born before 2000", "Adults of 2000");
    run(&study, &["run", "plan.md"]);
    assert_eq!(standing(&study).1[0], serde_json::json!({"reason": "plan_changed"}));
    study.replace("plan.md", "Adults of 2000", "Born before 2000");
    let manifest = fs::read(study.at("lock.json")).expect("the lock");
    fs::write(study.at("lock.json"), "{}").expect("written");
    run(&study, &["run", "plan.md"]);
    assert_eq!(standing(&study), (true, serde_json::json!([{"reason": "lock_changed"}])));
    fs::write(study.at("lock.json"), manifest).expect("written");
    run(&study, &["run", "plan.md"]);
    assert!(before == outputs(&study), "as it was, it is final again");
    run(&study, &["unlock", "plan.md", "--because", "a late correction"]);
    run(&study, &["run", "plan.md"]);
    let unlocked = serde_json::json!([{"reason": "unlocked", "because": "a late correction"}]);
    assert_eq!(standing(&study), (true, unlocked));
    assert!(!study.at("lock.json").exists());
    // A plan that is worded otherwise is sealed again; the texts of both are kept.
    study.replace("plan.md", "adults \"Adults\"", "adults \"All adults\"");
    study.sealed();
    let log = Log::read(&study.at("")).expect("a log");
    for entry in &log.entries {
        let Event::Seal { documents, .. } = &entry.event else { continue };
        assert_eq!(documents[0].path, "plan.md");
        prespec::study::store::read(&study.at(""), &documents[0].sha256).expect("the text was kept");
    }
    assert_eq!(log.of("plan.md").filter(|entry| matches!(entry.event, Event::Seal { .. })).count(), 2);
}

fn asked() -> Asked {
    Asked { rerun: false, signers: None }
}

/// Every file of the folder but of the outputs of other tests.
fn all(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            all(&path, found);
        } else if fs::metadata(&path).expect("a file").len() > 0 {
            found.push(path);
        }
    }
}

/// Below a folder that is not the one of the process the paths of `run.json` are found by their whole names.
fn made_anywhere(study: &Study) {
    let plan = study.at("plan.md");
    let out = study.at("out");
    let (plan, out) = (plan.to_str().expect("a name"), out.to_str().expect("a name"));
    run(study, &["run", plan, "--out", out]);
}

/// Changes a bit at so many places, spread over all files of a locked study and the outputs of its run.
fn each_bit_is_named(flips: usize) {
    let study = locked();
    made_anywhere(&study);
    let verified = |path: &Path| verify(path, &asked(), &|_| {}).unwrap_or_else(|e| panic!("{e}"));
    let nothing: Vec<String> = vec![];
    assert_eq!(verified(&study.at("plan.md")).differs, nothing);
    assert_eq!(verified(&study.at("out")).differs, nothing);
    let mut files = vec![];
    all(&study.at(""), &mut files);
    files.sort();
    assert!(files.len() >= 14, "{files:?}");
    // Knuth's multiplier: the same places on every machine.
    let mut state = 17_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("small")
    };
    for flip in 0..flips {
        let file = &files[flip % files.len()];
        let bytes = fs::read(file).expect("a file");
        let bit = next() % (bytes.len() * 8);
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        fs::write(file, changed).expect("written");
        let of_run = file.starts_with(study.at("out"));
        let verified = verified(&if of_run { study.at("out") } else { study.at("plan.md") });
        let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
        assert!(verified.differs.iter().any(|line| line.contains(name)), "{name}, bit {bit}: {verified:?}");
        fs::write(file, bytes).expect("as it was");
    }
    assert_eq!(verified(&study.at("out")).differs, nothing);
}

#[test]
fn each_of_some_bits_is_named() {
    each_bit_is_named(280);
}

#[test]
#[ignore = "ten thousand bits: a quarter of an hour"]
fn each_of_ten_thousand_bits_is_named() {
    each_bit_is_named(10_000);
}

#[test]
fn what_is_gone_is_named() {
    let study = locked();
    made_anywhere(&study);
    let mut files = vec![];
    all(&study.at(""), &mut files);
    for file in files.iter().filter(|file| !file.ends_with("out/run.json")) {
        let bytes = fs::read(file).expect("a file");
        fs::remove_file(file).expect("removed");
        let of_run = file.starts_with(study.at("out"));
        let verified = verify(&if of_run { study.at("out") } else { study.at("plan.md") }, &asked(), &|_| {});
        let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
        let differs = verified.expect("it can be verified").differs;
        assert!(differs.iter().any(|line| line.contains(name)), "{name}: {differs:?}");
        fs::write(file, bytes).expect("as it was");
    }
    // A log that is whole in itself, and lacks the entry that a report cites.
    let log = fs::read_to_string(study.at("study.log")).expect("a log");
    let first = log.split_inclusive('\n').next().expect("a line");
    fs::write(study.at("study.log"), first).expect("written");
    let verified = verify(&study.at("out"), &asked(), &|_| {}).expect("a run");
    assert!(verified.differs.iter().any(|line| line.contains("without the entry of the lock")), "{verified:?}");
}

/// A number that another computation gave is named, and the lock is of the numbers too.
#[test]
fn numbers_are_computed_again() {
    let study = locked();
    run(&study, &["run", "plan.md"]);
    let results = fs::read_to_string(study.at("out/results.json")).expect("the results");
    let record = study.json("out/results.json")["numbers"]["records"][0].clone();
    let id = record[0].as_str().expect("an identifier");
    let mut changed: serde_json::Value = serde_json::from_str(&results).expect("JSON");
    let count = record[4].as_u64().expect("the first number is a count");
    changed["numbers"]["records"][0][4] = (count + 1).into();
    fs::write(study.at("out/results.json"), serde_json::to_string_pretty(&changed).expect("JSON")).expect("written");
    let (exit, told) = said(&study.prespec(&["verify", "out", "--rerun"]));
    assert!(exit == 1 && told.contains(&format!("{id}: another number")), "{told}");
    assert!(told.contains("out/results.json: not as run.json says") && told.contains("R026"), "{told}");
}

/// By `ssh-keygen` as it is installed; without it, `verify` says that it was not checked.
#[cfg(unix)]
#[test]
fn detached_signatures_are_checked() {
    let study = locked();
    let keygen = |arguments: &[&str]| {
        let mut command = Command::new("ssh-keygen");
        command.current_dir(study.at("")).args(arguments).output().is_ok_and(|output| output.status.success())
    };
    fs::create_dir(study.at("none")).expect("a folder");
    if !keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "key", "-f", "key"]) {
        fs::write(study.at("plan.md.sig"), "a signature").expect("written");
        let told = run(&study, &["verify", "plan.md"]);
        return assert!(told.contains("not checked, for there is no ssh-keygen"), "{told}");
    }
    assert!(keygen(&["-Y", "sign", "-q", "-n", "file", "-f", "key", "lock.json"]));
    let told = run(&study, &["verify", "plan.md"]);
    assert!(told.contains("lock.json: Good \"file\" signature") && told.contains("`--signers FILE` says"), "{told}");
    let key = fs::read_to_string(study.at("key.pub")).expect("a key");
    fs::write(study.at("signers"), format!("a.person@example.org {key}")).expect("written");
    let told = run(&study, &["verify", "plan.md", "--signers", "signers"]);
    assert!(told.contains("signature for a.person@example.org"), "{told}");
    assert!(keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "other", "-f", "other"]));
    let other = fs::read_to_string(study.at("other.pub")).expect("a key");
    fs::write(study.at("signers"), format!("b.person@example.org {other}")).expect("written");
    let (exit, told) = said(&study.prespec(&["verify", "plan.md", "--signers", "signers"]));
    assert!(exit == 1 && told.contains("lock.json.sig: no signature"), "{told}");
    fs::copy(study.at("lock.json.sig"), study.at("plan.md.sig")).expect("copied");
    let (exit, told) = said(&study.prespec(&["verify", "plan.md"]));
    assert!(exit == 1 && told.contains("plan.md.sig: no signature of plan.md that holds"), "{told}");
    let mut without = study.command(&["verify", "plan.md"]);
    let (exit, told) = said(&without.env("PATH", study.at("none")).output().expect("started"));
    assert!(exit == 0 && told.contains("not checked, for there is no ssh-keygen"), "{told}");
}

#[test]
fn a_time_is_a_time() {
    let study = Study::new();
    for wrong in ["yesterday", "2026-03-01", "2026-03-01T09:00:00", "2026-02-30T09:00:00Z"] {
        let (exit, told) = said(&study.prespec(&["seal", "plan.md", "--at", wrong]));
        assert!(exit == 2 && told.contains("2026-03-01T09:00:00Z or"), "{wrong}: {told}");
        assert!(!study.at("study.log").exists());
    }
}

/// A lock that another engine made, or of other steps or numbers, is none of this report.
#[test]
fn a_lock_of_another_engine_step_or_number_makes_no_final_report() {
    type Other = (fn(&mut Manifest), serde_json::Value);
    let other: [Other; 3] = [
        (
            |lock| lock.engine = "prespec 0.0.1".into(),
            serde_json::json!({"reason": "other_engine", "locked_with": "prespec 0.0.1"}),
        ),
        (
            |lock| lock.steps[0].does = "0".repeat(64),
            serde_json::json!({"reason": "steps_changed", "steps": ["data.patient"]}),
        ),
        (|lock| lock.results = "0".repeat(64), serde_json::json!({"reason": "numbers_changed"})),
    ];
    for (change, reason) in other {
        let study = locked();
        let folder = study.at("");
        let mut manifest: Manifest = serde_json::from_value(study.json("lock.json")).expect("a manifest");
        run(&study, &["unlock", "plan.md", "--because", "another is to be locked"]);
        change(&mut manifest);
        let stamp = manifest.stamp.clone();
        let manifest = manifest::write(&folder, &manifest).expect("written");
        let mut held = Held::of(&folder).expect("held");
        held.append(&stamp, "plan.md", Event::Lock { manifest }).expect("written");
        drop(held);
        run(&study, &["run", "plan.md"]);
        assert_eq!(standing(&study), (true, serde_json::json!([reason])));
        let (exit, told) = said(&study.prespec(&["verify", "plan.md", "--rerun"]));
        match reason["reason"] == "other_engine" {
            true => assert!(exit == 0 && told.contains("locked with prespec 0.0.1"), "{told}"),
            false => assert!(exit == 1 && told.contains("the lock"), "{told}"),
        }
    }
}

/// One manifest stands beside the plans of a folder; a second plan cannot take its place.
#[test]
fn the_lock_of_another_plan_is_not_replaced() {
    let study = locked();
    let plan = fs::read_to_string(study.at("plan.md")).expect("the plan");
    fs::write(study.at("second.md"), plan).expect("written");
    run(&study, &["seal", "second.md"]);
    let before = fs::read(study.at("lock.json")).expect("the lock");
    let (exit, told) = said(&study.prespec(&["lock", "second.md"]));
    assert!(exit == 2 && told.contains("R023") && told.contains("the data of plan.md are locked"), "{told}");
    assert_eq!(fs::read(study.at("lock.json")).expect("the lock"), before);
}

/// What is refused leaves nothing beside the plan.
#[test]
fn who_is_nobody_puts_nothing_on_record() {
    let study = Study::new();
    let mut command = study.command(&["seal", "plan.md"]);
    for name in ["USER", "LOGNAME", "USERNAME"] {
        command.env_remove(name);
    }
    let (exit, told) = said(&command.output().expect("started"));
    assert!(exit == 2 && told.contains("R027"), "{told}");
    assert!(!study.at("study.log").exists() && !study.at("study.log.d").exists());
    let (exit, told) = said(&study.prespec(&["verify", "plan.md"]));
    assert!(exit == 2 && told.contains("R022"), "{told}");
    for nothing in ["nowhere", "nowhere/plan.md"] {
        let (exit, told) = said(&study.prespec(&["verify", nothing]));
        assert!(exit == 2 && told.contains("R010"), "{told}");
    }
}

/// Answers to queries are kept with the lock, for the group alone.
#[test]
fn answers_are_kept_with_the_lock() {
    let study = Study::new();
    study.sealed();
    fs::write(study.at("answers.csv"), "P01;seen at the centre\n").expect("written");
    run(&study, &["lock", "plan.md", "--answers", "answers.csv"]);
    let lock = study.json("lock.json");
    let kept = study.at("study.log.d").join(lock["answers"][0]["sha256"].as_str().expect("a hash"));
    assert_eq!(fs::read(&kept).expect("it was kept"), b"P01;seen at the centre\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&kept).expect("a file").permissions().mode() & 0o007, 0);
    }
    fs::write(study.at("answers.csv"), "P01;not seen\n").expect("written");
    let (exit, told) = said(&study.prespec(&["verify", "plan.md"]));
    assert!(exit == 1 && told.contains("answers.csv: not as locked by entry 2"), "{told}");
}
