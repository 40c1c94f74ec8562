//! Simulated data: they fit every plan of the repository that has a binding, are told from the seed alone, and are never taken
//! for those of patients.

use crate::every_plan::every_plan;
use crate::folders::copy;
use prespec::compile::{Compiled, compile_at};
use prespec::number::Number;
use prespec::plan::ir::FindingSeverity;
use prespec::run::given::{InMemory, OnDisk};
use prespec::run::simulate::simulate_from;
use prespec::run::{Computed, compute_from};
use prespec::simulate::{Asked, Files};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn compiled(folder: &str) -> Compiled {
    compile_at(&root().join(folder)).expect("the plan can be read")
}

fn simulated(compiled: &Compiled, seed: u64, patients: u64) -> Files {
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let made = simulate_from(plan, compiled, &OnDisk::new(compiled, None), Asked { seed, patients });
    made.unwrap_or_else(|e| panic!("{}: {e}", compiled.path.display()))
}

fn run(compiled: &Compiled, files: Files) -> Computed {
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let folder = compiled.path.parent().expect("a folder");
    let binding = fs::read_to_string(folder.join("binding.yaml")).expect("a binding");
    // What it states of its own files says nothing of these.
    let stated = |line: &&str| ["rows:", "sha256:"].iter().any(|key| line.trim_start().starts_with(key));
    let binding = binding.lines().filter(|line| !stated(line)).map(|line| format!("{line}\n")).collect();
    compute_from(plan, compiled, &InMemory { binding, files }, &|_| {}).expect("the files can be read")
}

fn blocking(computed: &Computed) -> Vec<String> {
    let blocks = computed.findings.iter().filter(|f| f.severity == FindingSeverity::BlocksLock);
    blocks.map(|f| format!("{} {} {:?}: {}", f.code, f.table, f.line, f.found)).collect()
}

/// The count of a population, and the arms of its patients that have any.
fn population(computed: &Computed, name: &str) -> usize {
    let found = computed.results.populations.iter().find(|p| p.name == name);
    found.unwrap_or_else(|| panic!("no population {name}")).n.expect("a whole run tells it")
}

#[test]
fn simulated_data_fit_every_plan() {
    let mut tried = 0;
    for compiled in every_plan() {
        let has_binding = compiled.path.parent().is_some_and(|folder| folder.join("binding.yaml").is_file());
        let is_small = !compiled.path.ends_with("sirt-hcc/plan.md");
        if compiled.plan.is_none() || !has_binding || !is_small {
            continue;
        }
        tried += 1;
        let computed = run(&compiled, simulated(&compiled, 5, 24));
        assert_eq!(blocking(&computed), Vec::<String>::new(), "{}", compiled.path.display());
    }
    assert!(tried >= 28, "{tried}");
}

/// Both arms, pairs, responses, progressions and deaths: none is without patients, and none has all of them.
#[test]
fn a_simulated_study_is_not_degenerate() {
    let compiled = compiled("plans/sirt-hcc");
    let files = simulated(&compiled, 3, 90);
    let text = |name: &str| String::from_utf8_lossy(&files[name]).into_owned();
    let followup = text("followup.csv");
    let dead = followup.matches(";decede;").count();
    assert!((20..=70).contains(&dead), "{dead} deaths");
    assert!(text("adjudication.csv").lines().count() > 10);
    let computed = run(&compiled, files);
    assert_eq!(blocking(&computed), Vec::<String>::new());
    let queries = computed.findings.iter().filter(|f| f.severity == FindingSeverity::Query).count();
    assert!(queries <= 9, "{queries} queries in 90 patients");
    let (eligible, matched) = (population(&computed, "eligible"), population(&computed, "matched"));
    assert!(eligible >= 60 && matched >= 24 && matched < eligible, "{eligible} {matched}");
    let share = |id: &str| {
        let record = computed.results.records.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no {id}"));
        match record.value {
            Number::Real(value) => value,
            ref other => panic!("{id}: {other:?}"),
        }
    };
    for arm in ["sirt_io", "io"] {
        let rate = share(&format!("primary.recist.M6.proportion.clopper_pearson.{arm}.estimate"));
        assert!(rate > 0.02 && rate < 0.9, "{arm}: {rate}");
    }
}

/// A day is drawn first and looked at then: who lives half as long has half as many treatments. Were there as many within any life,
/// a treatment would foretell the death, which a model of time-dependent exposure takes for an effect.
#[test]
fn a_short_life_has_few_treatments() {
    let files = simulated(&compiled("plans/sirt-hcc"), 1, 250);
    let rows = |name: &str| -> Vec<Vec<String>> {
        let text = String::from_utf8_lossy(&files[name]).into_owned();
        text.lines().skip(1).map(|line| line.split(';').map(str::to_string).collect()).collect()
    };
    let day = |text: &str| prespec::calendar::date_written("%d/%m/%Y", text).map(prespec::calendar::day);
    let treatments = rows("treatments.csv");
    let (mut short, mut long) = (vec![], vec![]);
    for of in rows("followup.csv") {
        let days: Vec<_> = treatments.iter().filter(|row| row[0] == of[0]).filter_map(|row| day(&row[1])).collect();
        let (Some(first), Some(last)) = (days.iter().min(), day(&of[1])) else { continue };
        match last - first {
            0..400 => short.push(days.len() - 1),
            800.. => long.push(days.len() - 1),
            _ => {}
        }
    }
    let mean = |of: &[usize]| of.iter().sum::<usize>() as f64 / of.len() as f64;
    assert!(short.len() > 50 && long.len() > 40, "{} {}", short.len(), long.len());
    assert!(mean(&short) < 0.75 * mean(&long), "{} {}", mean(&short), mean(&long));
}

/// A SIRT up to day 120 is given to who lives until then: of those who have it fewer die by day 120 than of the others, though
/// nothing has an effect. Of 200 meant for each arm some 29 die by then (half die within 540 days), and half of those meant
/// for SIRT before it.
#[test]
fn immortal_time_is_in_the_data() {
    let files = simulated(&compiled("plans/sirt-hcc"), 9, 400);
    let rows = |name: &str| -> Vec<Vec<String>> {
        let text = String::from_utf8_lossy(&files[name]).into_owned();
        text.lines().skip(1).map(|line| line.split(';').map(str::to_string).collect()).collect()
    };
    let day = |text: &str| prespec::calendar::date_written("%d/%m/%Y", text).map(prespec::calendar::day);
    let treatments = rows("treatments.csv");
    let first = |patient: &str, drug: &str| {
        let of = treatments.iter().filter(|row| row[0] == patient && row[2] == drug);
        of.filter_map(|row| day(&row[1])).min()
    };
    let (mut treated, mut controls) = ((0, 0), (0, 0));
    for row in rows("followup.csv") {
        let Some(zero) = first(&row[0], "ATEZOLIZUMAB") else { continue };
        let sirt = first(&row[0], "SIRT_Y90").is_some_and(|sirt| (0..=120).contains(&(sirt - zero)));
        let arm = if sirt { &mut treated } else { &mut controls };
        arm.0 += 1;
        arm.1 += i32::from(day(&row[3]).is_some_and(|died| died - zero <= 120));
    }
    assert!(treated.0 > 150 && treated.0 < controls.0, "{treated:?} {controls:?}");
    assert!(treated.1 * 2 < controls.1, "deaths by day 120: {treated:?} {controls:?}");
}

/// SHA-256 would do, but the bytes themselves say where they differ.
#[test]
fn the_seed_and_the_patient_say_all() {
    let compiled = compiled("plans/lymphoma");
    let (few, again, many, other) = (
        simulated(&compiled, 1, 6),
        simulated(&compiled, 1, 6),
        simulated(&compiled, 1, 9),
        simulated(&compiled, 2, 6),
    );
    assert_eq!(few, again);
    assert_ne!(few, other);
    for (name, bytes) in &few {
        let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_string).collect::<Vec<_>>();
        let (few, many) = (lines(bytes), lines(&many[name]));
        assert_eq!(few[..], many[..few.len()], "{name}");
        assert!(many.len() > few.len(), "{name}");
    }
}

struct Study {
    folder: tempfile::TempDir,
}

impl Study {
    /// The plan of psoriasis, of which a copy may be changed.
    fn new(change: impl Fn(String) -> String) -> Study {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let from = root().join("tests/plans/skin");
        for name in ["plan.md", "binding.yaml", "criteria"] {
            copy(&from.join(name), &folder.path().join(name));
        }
        copy(&from.join("data"), &folder.path().join("data"));
        let plan = folder.path().join("plan.md");
        fs::write(&plan, change(fs::read_to_string(&plan).expect("the plan"))).expect("written");
        Study { folder }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn prespec(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
        let output = command.current_dir(self.folder.path()).args(arguments).output().expect("prespec can be started");
        (output.status.code().expect("an exit code"), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn simulate(&self, out: &str) -> (i32, String) {
        self.prespec(&["simulate", "plan.md", "--seed", "4", "--patients", "16", "--out", out])
    }
}

/// A run on simulated data says so on every page, whatever the binding says of its own data.
#[test]
fn a_run_on_simulated_data_says_so() {
    let study = Study::new(|plan| plan);
    let binding = fs::read_to_string(study.at("binding.yaml")).expect("the binding");
    let unsaid: Vec<&str> = binding.lines().filter(|line| !line.starts_with("simulated:")).collect();
    fs::write(study.at("binding.yaml"), unsaid.join("\n")).expect("written");
    let (exit, said) = study.simulate("rehearsal");
    assert_eq!(exit, 0, "{said}");
    let (exit, said) = study.prespec(&["run", "plan.md", "--data", "rehearsal"]);
    assert_eq!(exit, 0, "{said}");
    let results = fs::read_to_string(study.at("out/results.json")).expect("results");
    assert!(results.contains(r#""simulated": "prespec simulate --seed 4 --patients 16""#));
    assert!(fs::read_to_string(study.at("out/report.html")).expect("a page").contains("SIMULATED DATA"));
}

#[test]
fn simulated_data_and_others_do_not_mix() {
    let study = Study::new(|plan| plan);
    let real = fs::read(study.at("data/patient.csv")).expect("the patients");
    let (exit, said) = study.simulate("data");
    assert!(exit == 2 && said.contains("R012"), "{said}");
    fs::create_dir(study.at("mine")).expect("a folder");
    fs::write(study.at("mine/notes.txt"), "mine").expect("written");
    let (exit, said) = study.simulate("mine");
    assert!(exit == 2 && said.contains("R041"), "{said}");
    assert_eq!(study.simulate("rehearsal").0, 0);
    assert_eq!(study.simulate("rehearsal").0, 0, "a simulation may follow another");
    fs::write(study.at("rehearsal/patient.csv"), &real).expect("written");
    let (exit, said) = study.prespec(&["run", "plan.md", "--data", "rehearsal"]);
    assert!(exit == 2 && said.contains("R041") && said.contains("patient.csv"), "{said}");
    assert!(!study.at("out").exists());
    let (exit, said) = study.simulate("rehearsal");
    assert!(exit == 2 && said.contains("R041"), "{said}");
    assert_eq!(fs::read(study.at("rehearsal/patient.csv")).expect("the patients"), real);
}

/// What a simulation that was killed has left is no file of somebody else, and one of other files takes the place of all of the
/// earlier one.
#[test]
fn a_simulation_takes_the_place_of_an_earlier_one() {
    let study = Study::new(|plan| plan);
    fs::create_dir_all(study.at("rehearsal/.prespec-new/region.csv")).expect("a folder");
    let (exit, said) = study.simulate("rehearsal");
    assert_eq!(exit, 0, "{said}");
    let binding = fs::read_to_string(study.at("binding.yaml")).expect("the binding");
    fs::write(study.at("binding.yaml"), binding.replace("file: patient.csv", "file: people.csv")).expect("written");
    for turn in ["first", "second"] {
        let (exit, said) = study.simulate("rehearsal");
        assert_eq!(exit, 0, "{turn}: {said}");
        let entries = fs::read_dir(study.at("rehearsal")).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, ["people.csv", "region.csv", "simulation.json", "visit.csv"], "{turn}");
    }
}

/// The check that no patient meets is named; nothing hangs and nothing is written.
#[test]
fn a_plan_that_nobody_fits_is_told() {
    let study = Study::new(|plan| {
        let check = "check both \"Both drugs at once\" {\n  for each: patient\n  require:  drug = active\n  severity: blocks_lock\n}\n\ntimepoints visits";
        plan.replacen("timepoints visits", check, 1)
    });
    let (exit, said) = study.simulate("rehearsal");
    assert!(exit == 2 && said.contains("R040") && said.contains("Both drugs at once"), "{said}");
    assert!(!study.at("rehearsal").exists());
}
