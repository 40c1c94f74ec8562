//! What a run reads and what it writes: nothing that is no file is opened, no input is overwritten, no failure to write is
//! silent, and the files of the output folder know each other.

use prespec::study::log::{Held, Named};
use prespec::study::{Event, Stamp, store};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The small study in a folder of its own.
pub struct Study {
    folder: tempfile::TempDir,
}

/// With a population, the plan has numbers.
const POPULATION: &str = "
```plan
population adults \"Adults\" {
  of: all_patients
  require { \"Born before 2000\": birth_year < 2000 }
  if not known: excluded
  count exclusions at: first_reason
}
```
";

impl Study {
    pub fn new() -> Study {
        let folder = tempfile::tempdir().expect("a folder");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        fs::create_dir(folder.path().join("data")).expect("a folder for the data");
        fs::copy(from.join("binding.yaml"), folder.path().join("binding.yaml")).expect("a copy");
        let plan = fs::read_to_string(from.join("plan.md")).expect("the small plan");
        fs::write(folder.path().join("plan.md"), format!("{plan}{POPULATION}")).expect("written");
        for name in ["patients.csv", "visits.csv", "lesions.csv"] {
            fs::copy(from.join(name), folder.path().join("data").join(name)).expect("a copy");
        }
        Study { folder }
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn replace(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.at(file)).expect("a file of the study");
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        fs::write(self.at(file), text.replacen(old, new, 1)).expect("written");
    }

    pub fn prespec(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("prespec can be started")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null()).env("USER", "tester");
        command
    }

    /// Runs the study as a draft; exit code and what was said.
    pub fn run(&self, more: &[&str]) -> (i32, String) {
        let mut arguments = vec!["run", "plan.md"];
        arguments.extend(more);
        said(&self.prespec(&arguments))
    }

    pub fn sealed(&self) {
        let (exit, said) = said(&self.prespec(&["seal", "plan.md", "--at", "2026-03-01T09:00:00Z"]));
        assert_eq!(exit, 0, "{said}");
    }

    pub fn json(&self, file: &str) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.at(file)).expect("the file is there")).expect("JSON")
    }
}

pub fn said(output: &Output) -> (i32, String) {
    (output.status.code().expect("an exit code"), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn what_is_no_file_is_named_at_the_line_of_the_binding() {
    let study = Study::new();
    let file = study.at("data/visits.csv");
    let sound = fs::read(&file).expect("the visits");
    let could_not_run = |code: &str, what: &str| {
        let (exit, said) = study.run(&[]);
        assert_eq!(exit, 2, "{said}");
        assert!(said.contains(&format!("error[{code}]")) && said.contains(what), "{said}");
        assert!(said.contains("binding.yaml:19") && said.contains("file: visits.csv"), "{said}");
        assert!(!study.at("out").exists());
    };
    fs::remove_file(&file).expect("removed");
    could_not_run("R010", "there is no such file");
    fs::create_dir(&file).expect("a folder");
    could_not_run("R010", "it is a folder");
    fs::remove_dir(&file).expect("removed");
    for (bytes, what) in [
        (b"\x1f\x8b\x08\0\0".to_vec(), "compressed (gzip)"),
        (b"PK\x03\x04....".to_vec(), "as a spreadsheet"),
        (String::from_utf8(sound).expect("UTF-8").encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-16"),
    ] {
        fs::write(&file, bytes).expect("written");
        could_not_run("R011", what);
    }
    fs::rename(&file, study.at("data/visit.csv")).expect("renamed");
    could_not_run("R010", "did you mean `visit.csv`?");
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_links_out_of_the_study_are_not_opened() {
    use std::os::unix::fs::symlink;
    let study = Study::new();
    let file = study.at("data/visits.csv");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let outside = elsewhere.path().join("visits.csv");
    fs::rename(&file, &outside).expect("moved");
    symlink(&outside, &file).expect("a link");
    let (exit, said) = study.run(&[]);
    // Each at the line of the binding that names the file.
    let named = |said: &str| said.contains("binding.yaml:19");
    assert!(exit == 2 && said.contains("error[B005]") && said.contains("a link leads out") && named(&said), "{said}");
    fs::remove_file(&file).expect("removed");
    symlink("/dev/zero", &file).expect("a link");
    let (exit, said) = study.run(&["--data", "data"]);
    assert!(exit == 2 && said.contains("error[B005]") && named(&said), "{said}");
    fs::remove_file(&file).expect("removed");
    let made = Command::new("mkfifo").arg(&file).status().expect("mkfifo");
    assert!(made.success());
    let (exit, said) = study.run(&[]);
    assert!(exit == 2 && said.contains("error[R010]") && said.contains("it is a pipe") && named(&said), "{said}");
    for plan in ["data/visits.csv", "pipe.md"] {
        fs::rename(study.at("data/visits.csv"), study.at("pipe.md")).ok();
        let output = study.prespec(&["check", plan]);
        assert_eq!(said_code(&output), 2);
    }
    let output = study.prespec(&["check", "/dev/zero"]);
    assert!(said_code(&output) == 2 && said_text(&output).contains("it is a device"), "{}", said_text(&output));
}

fn said_code(output: &Output) -> i32 {
    said(output).0
}

fn said_text(output: &Output) -> String {
    said(output).1
}

/// Sealed, and sealed again with another year and an amendment of these clauses.
fn amended(study: &Study, clauses: &str) -> Output {
    study.sealed();
    study.replace("plan.md", "birth_year < 2000", "birth_year < 1990");
    let plan = fs::read_to_string(study.at("plan.md")).expect("the plan");
    let amendment = format!(
        "\n# 4 Amendments\n\n```plan\namendment a1 {{\n  date:    2026-03-02\n  clauses: {clauses}\n  because: \"as the centre asked\"\n}}\n```\n"
    );
    fs::write(study.at("plan.md"), plan + &amendment).expect("written");
    study.prespec(&["seal", "plan.md", "--at", "2026-03-02T09:00:00Z"])
}

/// What is told of an amendment to a person who seals.
#[test]
fn who_seals_is_told_of_what_is_not_amended() {
    let study = Study::new();
    study.sealed();
    study.replace("plan.md", "birth_year < 2000", "birth_year < 1990");
    let (exit, refused) = said(&study.prespec(&["seal", "plan.md"]));
    assert_eq!(exit, 1, "{refused}");
    let other = Study::new();
    let (exit, warned) = said(&amended(&other, "2.2, 3"));
    assert_eq!(exit, 0, "{warned}");
    let warned = warned.lines().filter(|line| !line.contains("sealed, entry")).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("what_is_not_amended", format!("{refused}\n{warned}\n"));
}

/// A run, and its list of queries with these answers to an earlier one.
fn queries_with(study: &Study, out: &str, answers: &[u8]) -> Output {
    assert_eq!(study.run(&[]).0, 0);
    fs::write(study.at("answers"), answers).expect("written");
    study.prespec(&["queries", "out", "--out", out, "--answers", "answers"])
}

/// Whatever `--out` names, no input is another one afterwards.
/// Each code with which a run ends for what it reads or writes, raised; the snapshot holds what was said first.
#[test]
fn what_ends_a_run_has_a_code() {
    type Fault = (&'static str, fn(&Study) -> Output);
    const FAULTS: &[Fault] = &[
        ("a file is not there", |study| {
            fs::remove_file(study.at("data/visits.csv")).expect("removed");
            study.prespec(&["run", "plan.md"])
        }),
        ("a file is no text", |study| {
            fs::write(study.at("data/visits.csv"), b"\x1f\x8b\x08\0\0").expect("written");
            study.prespec(&["run", "plan.md"])
        }),
        ("the output folder is that of the data", |study| study.prespec(&["run", "plan.md", "--out", "data"])),
        ("the output folder holds a report of unknown origin", |study| {
            fs::create_dir(study.at("out")).expect("a folder");
            fs::write(study.at("out/report.pdf"), "mine").expect("written");
            study.prespec(&["run", "plan.md"])
        }),
        ("the binding is that of another plan", |study| {
            fs::copy(study.at("plan.md"), study.at("other.md")).expect("a copy");
            study.prespec(&["run", "other.md"])
        }),
        ("a run is made again of which there is none", |study| study.prespec(&["reproduce", "out", "--out", "copy"])),
        ("no patient fits", |study| {
            let check = |name: &str, require: &str| {
                format!("check {name} {{\n  for each: patient\n  require:  {require}\n  severity: blocks_lock\n}}\n\n")
            };
            let both = check("old", "birth_year < 1950") + &check("young", "birth_year > 1960");
            study.replace("plan.md", "check measured", &format!("{both}check measured"));
            study.prespec(&["simulate", "plan.md", "--seed", "1", "--patients", "2", "--out", "rehearsal"])
        }),
        ("simulated data are to stand beside others", |study| {
            study.prespec(&["simulate", "plan.md", "--seed", "1", "--patients", "2", "--out", "."])
        }),
        ("a new study is to stand beside another", |study| study.prespec(&["new", ".", "--design", "two_arm_trial"])),
        ("a new study is of no design", |study| study.prespec(&["new", "mine"])),
        ("the log of a study was changed", |study| {
            study.sealed();
            let log = fs::read_to_string(study.at("study.log")).expect("a log");
            fs::write(study.at("study.log"), log.replace("tester", "nobody")).expect("written");
            study.prespec(&["run", "plan.md"])
        }),
        ("a set of outputs cannot be brought into its place", |study| {
            fs::create_dir_all(study.at("out/.prespec-whole/.set.json")).expect("a folder");
            study.prespec(&["run", "plan.md"])
        }),
        ("a plan is locked that was not sealed", |study| study.prespec(&["lock", "plan.md"])),
        ("a plan is locked that is not as it was sealed", |study| {
            study.sealed();
            study.replace("plan.md", "Born before 2000", "Adults");
            study.prespec(&["lock", "plan.md"])
        }),
        ("a plan is sealed twice", |study| {
            study.sealed();
            study.prespec(&["seal", "plan.md"])
        }),
        ("what is not locked is unlocked", |study| {
            study.sealed();
            study.prespec(&["unlock", "plan.md", "--because", "no reason"])
        }),
        ("data are locked in which a finding blocks", |study| {
            study.sealed();
            study.replace("data/visits.csv", "V4;P03", "V4;P30");
            study.prespec(&["lock", "plan.md"])
        }),
        ("a file is not as it is on record", |study| {
            study.sealed();
            study.replace("plan.md", "Born before 2000", "Adults");
            study.prespec(&["verify", "plan.md"])
        }),
        ("a plan is sealed again without an amendment", |study| {
            study.sealed();
            study.replace("plan.md", "birth_year < 2000", "birth_year < 1990");
            study.prespec(&["seal", "plan.md"])
        }),
        ("an amendment is sealed with another reason", |study| {
            amended(study, "3");
            study.replace("plan.md", "as the centre asked", "as nobody asked");
            study.prespec(&["seal", "plan.md"])
        }),
        ("a sealed text is no plan", |study| {
            let folder = study.at("");
            let sha256 = store::keep(&folder, b"nothing", store::Readers::Group).expect("kept");
            let documents = vec![Named { path: "plan.md".into(), sha256 }];
            let stamp = Stamp { at: "2026-03-01T09:00:00Z".into(), by: "tester".into() };
            let sealed = Event::Seal { plan_digest: "0".repeat(64), documents };
            Held::of(&folder).expect("a log").append(&stamp, "plan.md", sealed).expect("appended");
            study.prespec(&["seal", "plan.md"])
        }),
        ("nobody says who seals", |study| {
            let mut command = study.command(&["seal", "plan.md"]);
            ["USER", "LOGNAME", "USERNAME"].iter().for_each(|name| {
                command.env_remove(name);
            });
            command.output().expect("started")
        }),
        ("a file of answers has no heads of a list", |study| {
            queries_with(study, "queries.xlsx", b"number;answered\nQ;yes\n")
        }),
        ("a file of answers unpacks to more than any list", |study| {
            queries_with(study, "queries.xlsx", &super::queries::bomb())
        }),
        ("a query is answered twice and otherwise", |study| {
            let twice = "Number;Answer\nQ-00000-00000;corrected\nQ-00000-00000;confirmed as it is\n";
            queries_with(study, "queries.xlsx", twice.as_bytes())
        }),
        ("a list would be written over a file", |study| {
            fs::write(study.at("queries.csv"), "answers of a week").expect("written");
            queries_with(study, "queries.csv", b"Number;Answer\n")
        }),
        ("a list is asked for in another form", |study| queries_with(study, "queries.ods", b"Number;Answer\n")),
        ("an analysis is to be rehearsed that there is none of", |study| {
            let asked = ["--replicates", "1", "--patients", "2", "--seed", "1", "--analyses", "none"];
            study.prespec(&[&["rehearse", "plan.md"], &asked[..]].concat())
        }),
        ("patients are asked for by an assumption that there is none of", |study| {
            let asked = ["--replicates", "1", "--patients", "2", "--seed", "1", "--under", "assumed"];
            study.prespec(&[&["rehearse", "plan.md"], &asked[..]].concat())
        }),
        ("a patient of a masked run is asked for", |study| {
            assert_eq!(study.run(&["--masked", "--seed", "1"]).0, 0);
            study.prespec(&["trace", "--patient", "P01"])
        }),
        ("a plan is compared with a run", |study| {
            assert_eq!(study.run(&[]).0, 0);
            study.prespec(&["diff", "out", "plan.md"])
        }),
        ("a run is compared whose results are others", |study| {
            assert_eq!(study.run(&[]).0, 0);
            fs::write(study.at("out/results.json"), "{}").expect("written");
            study.prespec(&["diff", "out", "out"])
        }),
        ("a run is compared whose data are others", |study| {
            assert_eq!(study.run(&[]).0, 0);
            let visits = fs::read_to_string(study.at("data/visits.csv")).expect("the visits");
            fs::write(study.at("data/visits.csv"), visits + "\n").expect("written");
            study.prespec(&["diff", "out", "out"])
        }),
        ("the output cannot be written", |study| {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
            study.command(&["dump", "--stage", "plan", "plan.md"]).stdout(full).output().expect("started")
        }),
    ];
    let mut shown = String::new();
    for (fault, raise) in FAULTS {
        let (exit, said) = said(&raise(&Study::new()));
        assert_ne!(exit, 0, "{fault}: {said}");
        let words = said.split(|c: char| !c.is_alphanumeric());
        let is_code = |word: &&str| prespec::diagnostic::codes::ALL.iter().any(|e| e.code.0 == *word);
        let code = words.into_iter().find(is_code).unwrap_or_else(|| panic!("{fault}: {said}"));
        shown.push_str(&format!("{fault}: error[{code}]\n"));
    }
    insta::assert_snapshot!("what_ends_a_run", shown);
}

#[test]
fn no_input_is_overwritten() {
    let study = Study::new();
    let before = fs::read(study.at("data/patients.csv")).expect("the patients");
    for out in ["data", "data/../data"] {
        let (exit, said) = study.run(&["--out", out]);
        assert!(exit == 2 && said.contains("R012"), "{said}");
    }
    fs::create_dir(study.at("other")).expect("a folder");
    fs::rename(study.at("data/patients.csv"), study.at("data/findings.csv")).expect("renamed");
    study.replace("binding.yaml", "file: patients.csv", "file: findings.csv");
    fs::hard_link(study.at("data/findings.csv"), study.at("other/report.pdf")).expect("a second name");
    let (exit, said) = study.run(&["--out", "other"]);
    assert!(exit == 2 && said.contains("R012") && said.contains("other/report.pdf"), "{said}");
    study.replace("binding.yaml", "data: data", "data: .");
    for name in ["findings.csv", "visits.csv", "lesions.csv"] {
        fs::rename(study.at("data").join(name), study.at(name)).expect("moved");
    }
    let (exit, said) = study.run(&["--out", "."]);
    assert!(exit == 2 && said.contains("R012"), "{said}");
    assert_eq!(fs::read(study.at("findings.csv")).expect("the patients"), before);
}

#[test]
fn results_of_another_study_are_not_replaced() {
    let study = Study::new();
    assert_eq!(study.run(&[]).0, 0, "{}", study.run(&[]).1);
    study.replace("plan.md", "study small ", "study other ");
    let report = fs::read(study.at("out/report.pdf")).expect("a report");
    let (exit, said) = study.run(&[]);
    assert!(exit == 2 && said.contains("R013") && said.contains("`small`"), "{said}");
    assert_eq!(fs::read(study.at("out/report.pdf")).expect("a report"), report);
    let (exit, said) = study.run(&["--replace"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!(study.json("out/run.json")["study"], "other");
}

/// Neither the findings of another study's blocked run nor a report that no run wrote is replaced unasked.
#[test]
fn files_of_unknown_origin_are_not_replaced() {
    let study = Study::new();
    study.replace("data/visits.csv", "V4;P03", "V4;P30");
    assert_eq!(study.run(&[]).0, 1);
    assert_eq!(study.run(&[]).0, 1, "a blocked run may follow a blocked run");
    study.replace("plan.md", "study small ", "study other ");
    let (exit, said) = study.run(&[]);
    assert!(exit == 2 && said.contains("R013"), "{said}");
    fs::create_dir(study.at("mine")).expect("a folder");
    fs::write(study.at("mine/report.pdf"), "mine").expect("written");
    for _ in 0..2 {
        let (exit, said) = study.run(&["--out", "mine", "--draft"]);
        assert!(exit == 2 && said.contains("R013") && said.contains("mine/report.pdf is there"), "{said}");
        assert_eq!(fs::read(study.at("mine/report.pdf")).expect("mine"), b"mine");
    }
    assert_eq!(study.run(&["--out", "mine", "--draft", "--replace"]).0, 0);
}

#[test]
fn a_run_says_what_it_read_and_wrote() {
    let study = Study::new();
    let (exit, said) = study.run(&["--draft"]);
    assert_eq!(exit, 0, "{said}");
    assert!(said.contains("does not state rows and SHA-256 of 3 files"), "{said}");
    let (run, results) = (study.json("out/run.json"), study.json("out/results.json"));
    for digest in ["plan_digest", "data_digest"] {
        assert_eq!(run[digest], results["study"][digest]);
    }
    assert_eq!(run["options"]["draft"], true);
    assert_eq!((&run["data"][1]["file"], &run["data"][1]["rows"]), (&"visits.csv".into(), &4.into()));
    let outputs: Vec<&str> =
        run["outputs"].as_array().expect("a list").iter().filter_map(|o| o["path"].as_str()).collect();
    assert_eq!(outputs, ["findings.csv", "results.json", "report.pdf", "report.html", "patients.jsonl"]);

    // What is proposed can be pasted, and holds; then a row is lost.
    let output = study.prespec(&["dump", "--stage", "files", "plan.md"]);
    let proposed = String::from_utf8(output.stdout).expect("text");
    let visit = proposed.split("  visit:\n").nth(1).and_then(|v| v.split("  lesion:").next()).expect("the visits");
    study.replace("binding.yaml", "    file: visits.csv\n", visit);
    let (exit, said) = study.run(&[]);
    assert!(exit == 0 && said.contains("of 2 files"), "{said}");
    let visits = fs::read_to_string(study.at("data/visits.csv")).expect("the visits");
    fs::write(study.at("data/visits.csv"), visits.lines().take(3).collect::<Vec<_>>().join("\n")).expect("written");
    let (exit, said) = study.run(&[]);
    assert_eq!(exit, 1, "{said}");
    for part in ["D031 blocks_lock", "D032 blocks_lock", "visits.csv has 2 rows; it had 4 in the run before"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
}

/// What a file holds and nothing reads is named, or the binding says why it is left out; `run.json` has both.
#[test]
fn a_column_that_nothing_reads_is_told() {
    let study = Study::new();
    let (exit, said) = study.run(&[]);
    assert!(exit == 0 && said.contains("nothing reads commentaire of patients.csv"), "{said}");
    assert_eq!(study.json("out/run.json")["data"][0]["not_read"][0]["column"], "commentaire");
    assert!(study.json("out/run.json")["data"][1]["not_read"].is_null());
    let named = "file: patients.csv\n    not read: { commentaire: \"free text\" }";
    study.replace("binding.yaml", "file: patients.csv", named);
    let (exit, said) = study.run(&[]);
    assert!(exit == 0 && !said.contains("nothing reads commentaire"), "{said}");
    assert!(said.contains("commentaire of patients.csv is not read: free text"), "{said}");
    assert_eq!(study.json("out/run.json")["data"][0]["not_read"][0]["because"], "free text");
    study.replace("binding.yaml", "not read: { commentaire:", "not read: { sexe:");
    let (exit, said) = study.run(&[]);
    assert!(exit != 0 && said.contains("B011"), "{said}");
}

/// Twelve months after 2021-01-15 and 2021-05-31 lie after a cut-off at the end of 2021; the other three patients are followed.
#[test]
fn days_after_the_cut_off_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/months");
    fs::create_dir(folder.path().join("data")).expect("a folder for the data");
    for name in ["plan.md", "data/patient.csv"] {
        fs::copy(from.join(name), folder.path().join(name)).expect("a copy");
    }
    let binding = fs::read_to_string(from.join("binding.yaml")).expect("a binding");
    fs::write(folder.path().join("binding.yaml"), binding.replace("2022-12-31", "2021-12-31")).expect("written");
    let study = Study { folder };
    let (exit, said) = study.run(&["--draft"]);
    let told = "day 365 (survival, excluded) lies after the cut-off for 3 of the 6 patients with a time zero";
    assert!(exit == 0 && said.contains(told) && !said.contains("(first_month)"), "{said}");
}

/// A run that is broken off between two files leaves a `run.json` that does not fit; `trace` says so.
#[test]
fn files_of_two_runs_are_told_apart() {
    let study = Study::new();
    assert_eq!(study.run(&[]).0, 0);
    let id = study.json("out/results.json")["numbers"]["records"][0][0].as_str().expect("an identifier").to_string();
    let traced = study.prespec(&["trace", &id]);
    assert_eq!(said(&traced), (0, String::new()));
    fs::write(study.at("out/report.pdf"), "%PDF of another run").expect("written");
    let (exit, text) = said(&study.prespec(&["trace", &id]));
    assert!(exit == 1 && text.contains("report.pdf in this folder: not as run.json says"), "{text}");
    // What a trace would be told from is not as it was written: nothing is told.
    for name in ["patients.jsonl", "findings.csv", "results.json"] {
        let path = study.at(&format!("out/{name}"));
        let written = fs::read_to_string(&path).expect("an output");
        fs::write(&path, format!("{written}\n")).expect("changed");
        let traced = study.prespec(&["trace", &id]);
        let (exit, text) = said(&traced);
        assert!(exit == 1 && text.contains(&format!("nothing is told: {name} in this folder")), "{text}");
        assert!(traced.stdout.is_empty());
        fs::write(&path, written).expect("as it was");
    }
    fs::remove_file(study.at("out/run.json")).expect("removed");
    let (exit, text) = said(&study.prespec(&["trace", &id]));
    assert!(exit == 1 && text.contains("no run.json in this folder says"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let study = Study::new();
    assert_eq!(study.run(&[]).0, 0);
    let id = study.json("out/results.json")["numbers"]["records"][0][0].as_str().expect("an identifier").to_string();
    for arguments in [
        &["dump", "--stage", "plan", "plan.md"][..],
        &["dump", "--stage", "results", "plan.md"],
        &["dump", "--stage", "files", "plan.md"],
        &["explain", "D001"],
        &["trace", &id],
        &["--help"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let (exit, text) = said(&study.command(arguments).stdout(full).output().expect("started"));
        assert!(exit == 2 && text.contains("R014"), "{arguments:?}: {exit} {text}");
    }
}

/// A reader that has seen enough, as `head` has, is no error.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let study = Study::new();
    let mut child = study
        .command(&["dump", "--stage", "results", "plan.md"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(said(&output), (0, String::new()));
}

/// Neither a plan nor the data can send signs of its own to the terminal.
#[test]
fn nothing_that_is_read_controls_the_terminal() {
    let study = Study::new();
    study.replace("data/visits.csv", "V4;P03", "V4;P\u{1b}[2J3");
    study.replace("data/patients.csv", "P01;F", "P01;\u{9b}2J");
    let mut printed = vec![study.run(&[]).1];
    printed.push(fs::read_to_string(study.at("out/findings.csv")).expect("findings"));
    assert!(printed[1].contains("P\\u{1b}[2J3") && printed[1].contains("\\u{9b}2J"), "{printed:?}");
    for sign in ["\u{1b}]0;x\u{7}", "\u{9b}2J", "\u{202e}"] {
        let study = Study::new();
        study.replace("plan.md", "A lesion read", &format!("A lesion {sign} read"));
        study.replace("plan.md", "for each: lesion\n", &format!("for each: {sign}lesion\n"));
        printed.push(said(&study.prespec(&["check", "plan.md"])).1);
        let output = study.prespec(&["dump", "--stage", "syntax", "plan.md"]);
        printed.push(String::from_utf8(output.stdout).expect("UTF-8"));
        printed.push(said(&study.prespec(&["explain", sign])).1);
        printed.push(said(&study.prespec(&["check", sign])).1);
        printed.push(said(&study.prespec(&["run", "plan.md", "--out", sign, sign])).1);
    }
    for text in &printed {
        let control = text.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(control, None, "{text:?}");
    }
}
