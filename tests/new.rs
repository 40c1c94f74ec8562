//! A study to begin with: each design is made, checked and run as a newcomer does it, and its criterion is found in any folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use prespec::run::new::DESIGNS;

fn prespec(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    let command = command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("USER", "tester");
    command.output().expect("prespec can be started")
}

/// What was said, of a command that ends with this code.
fn said(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = prespec(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}");
    said
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn read(path: PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn each_design_checks_clean_and_runs() {
    let folder = folder();
    let at = folder.path();
    for design in DESIGNS {
        let (name, out) = (design.name, format!("out-{}", design.name));
        let made = said(at, &["new", name, "--design", name], 0);
        assert!(made.contains(&format!("prespec run {name}")), "{made}");
        let checked = said(at, &["check", name], 0);
        assert_eq!(checked, format!("{name}/plan.md: nothing to object to\n"));
        said(at, &["fmt", "--check", name], 0);
        let run = said(at, &["run", name, "--out", &out], 0);
        assert!(!run.contains("blocking") || run.contains("0 blocking, 0 to query"), "{run}");
        assert!(fs::read(at.join(&out).join("report.pdf")).expect("the report").starts_with(b"%PDF"), "{name}");
        assert!(
            read(at.join(&out).join("report.html")).contains("simulate --seed 1"),
            "{name}: simulated without a word"
        );
        let results = read(at.join(&out).join("results.json"));
        assert!(!results.is_empty(), "{name}");
    }
}

#[test]
fn each_folder_of_designs_is_offered() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/new");
    let folders = fs::read_dir(templates).expect("the templates");
    let mut folders: Vec<String> =
        folders.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    folders.sort();
    let mut offered: Vec<&str> = DESIGNS.iter().map(|design| design.name).collect();
    offered.sort();
    assert_eq!(folders, offered);
}

#[test]
fn a_new_study_is_the_same_for_everybody() {
    let folder = folder();
    for name in ["mine", "deeper/yours"] {
        said(folder.path(), &["new", name, "--design", "transplant"], 0);
    }
    let of = |name: &str| {
        let files = ["plan.md", "binding.yaml", "data/patient.csv", "data/followup.csv", "data/simulation.json"];
        files.map(|file| read(folder.path().join(name).join(file)))
    };
    assert_eq!(of("mine"), of("deeper/yours"));
}

#[test]
fn nothing_is_written_over_and_nothing_asked_without_a_terminal() {
    let folder = folder();
    let at = folder.path();
    let listed = said(at, &["new", "mine"], 2);
    for design in DESIGNS {
        assert!(listed.contains(design.name) && listed.contains(design.about), "{listed}");
    }
    assert!(listed.contains("R074"), "{listed}");
    let near = said(at, &["new", "mine", "--design", "two_arms_trial"], 2);
    assert!(near.contains("did you mean `two_arm_trial`?") && near.contains("R074"), "{near}");
    assert!(!at.join("mine").exists(), "a folder without a study");
    fs::create_dir(at.join("mine")).expect("a folder");
    said(at, &["new", "mine", "--design", "adam"], 0);
    let plan = read(at.join("mine/plan.md"));
    fs::remove_file(at.join("mine/binding.yaml")).expect("removed");
    let refused = said(at, &["new", "mine", "--design", "transplant"], 2);
    assert!(refused.contains("R073"), "{refused}");
    assert_eq!(read(at.join("mine/plan.md")), plan);
    assert!(!at.join("mine/binding.yaml").exists());
}

/// A study of which the criterion is named as `named`, far from any other folder.
fn responding(named: &str) -> tempfile::TempDir {
    let folder = folder();
    said(folder.path(), &["new", "study", "--design", "single_arm_response"], 0);
    let plan = read(folder.path().join("study/plan.md"));
    assert_eq!(plan.matches("use recist_1.1 ").count(), 1);
    let plan = plan.replace("use recist_1.1 ", &format!("use {named} "));
    fs::write(folder.path().join("study/plan.md"), plan).expect("written");
    folder
}

#[test]
fn a_criterion_is_found_by_its_name_or_its_path() {
    let (by_version, by_name, by_path) =
        (responding("recist_1.1"), responding("recist_1_1"), responding("criteria/recist_1_1"));
    let plan = |folder: &tempfile::TempDir| folder.path().join("study").display().to_string();
    for folder in [&by_version, &by_name, &by_path] {
        said(folder.path(), &["check", "study"], 0);
        said(folder.path(), &["fmt", "--check", "study"], 0);
    }
    said(by_version.path(), &["diff", &plan(&by_version), &plan(&by_name)], 0);
    let missing = responding("recist_1.2");
    let told = said(missing.path(), &["check", "study"], 1);
    assert!(told.contains("There is no criterion `recist_1.2`") && told.contains("explain criterion"), "{told}");
    let page = said(missing.path(), &["explain", "criterion"], 0);
    assert!(page.contains("- `recist_1_1`") && page.contains("- `lugano_2014`"), "{page}");
    assert!(said(missing.path(), &["explain", "recist_1.1"], 0).starts_with("# RECIST 1.1"));
}

/// What comes with the program is read again, and held against its hash, as a file is.
#[test]
fn a_criterion_of_the_program_is_on_record() {
    let folder = responding("recist_1.1");
    let at = folder.path();
    said(at, &["run", "study", "--out", "out"], 0);
    assert!(read(at.join("out/run.json")).contains("\"prespec:criteria/recist_1_1.md\""));
    said(at, &["verify", "out"], 0);
    said(at, &["verify", "out", "--rerun"], 0);
    said(at, &["reproduce", "out", "--out", "copy"], 0);
    said(at, &["ro-crate", "out"], 0);
    said(at, &["seal", "study"], 0);
    said(at, &["lock", "study"], 0);
    said(at, &["verify", "study"], 0);
    said(at, &["run", "study", "--out", "final"], 0);
    said(at, &["diff", "out", "final"], 0);
    // Another text under that name is another criterion, and says so.
    let lock = read(at.join("study/study.log"));
    assert!(lock.contains("prespec:criteria/recist_1_1.md"), "{lock}");
}

/// A path is that of a document of the study where there is one; a name with a version never is.
#[test]
fn a_document_of_the_study_is_named_by_its_path() {
    let document = read(Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/criteria/recist_1_1.md"));
    let other = document.replace("criterion recist_1_1", "criterion recist_1_2");
    for (named, own) in [("recist_1.1", false), ("recist_1_1", false), ("criteria/recist_1_1", true)] {
        let folder = responding(named);
        let criteria = folder.path().join("criteria");
        fs::create_dir(&criteria).expect("a folder");
        fs::write(criteria.join("recist_1_1.md"), &other).expect("written");
        let told = said(folder.path(), &["check", "study"], i32::from(own));
        assert_eq!(told.contains("There is no criterion `recist_1_1`"), own, "{told}");
    }
}

/// One that builds on another that comes with the program takes that one, whichever stands beside the plan.
#[test]
fn criteria_of_the_program_build_on_one_another() {
    let folder = responding("criteria/recist_1_1");
    let plan = read(folder.path().join("study/plan.md"));
    let used = "use recist_1.1 { equivocal: no, part_of: none, merged_into: none }\n\
                use irecist { equivocal: no, part_of: none, merged_into: none, for_symptoms: no }\n";
    let line = plan.lines().find(|line| line.starts_with("use ")).expect("a criterion is used");
    let plan = plan.replace(line, used).replace("  of:      recist\n", "  of:      recist, irecist\n").replace(
        "response recist \"RECIST 1.1\"",
        "response irecist \"iRECIST\": irecist { lesions: lesion, at: imaging, among: treated_patients }\n\n\
         response recist \"RECIST 1.1\"",
    );
    fs::write(folder.path().join("study/plan.md"), plan).expect("written");
    let criteria = folder.path().join("study/criteria");
    fs::create_dir(&criteria).expect("a folder");
    fs::write(criteria.join("recist_1_1.md"), "# Another\n").expect("written");
    let told = said(folder.path(), &["check", "study", "--message-format", "json"], 0);
    assert!(!told.contains("\"error\""), "{told}");
}

/// A name with a version is that of a criterion, and of nothing else.
#[test]
fn no_other_name_has_a_version() {
    let folder = folder();
    said(folder.path(), &["new", "study", "--design", "two_arm_trial"], 0);
    let plan = read(folder.path().join("study/plan.md"));
    let plan = plan.replace("endpoint os ", "endpoint os.1 ");
    fs::write(folder.path().join("study/plan.md"), plan).expect("written");
    let told = said(folder.path(), &["check", "study"], 1);
    assert!(told.contains("join its parts by `_`: `os_1`"), "{told}");
}

/// The figures of means and of boxes say what they draw, and draw the numbers of the results.
#[test]
fn groups_stand_side_by_side_from_visit_to_visit() {
    let folder = folder();
    let at = folder.path();
    said(at, &["new", "doses", "--design", "several_arms"], 0);
    said(at, &["run", "doses", "--out", "out"], 0);
    let html = read(at.join("out/report.html"));
    let results: serde_json::Value = serde_json::from_str(&read(at.join("out/results.json"))).expect("JSON");
    let records = results["numbers"]["records"].as_array().expect("a list");
    let number = |id: &str| {
        let record = records.iter().find(|record| record[0] == id).unwrap_or_else(|| panic!("no {id}"));
        format!("{:.3}", record[4].as_f64().expect("a number")).replace('-', "−")
    };
    for (title, analyses) in [("Change of pain, means: Week 4 and Week 12", ["week_4", "trend"])] {
        assert!(html.contains(title), "{title}");
        for (analysis, label) in analyses.into_iter().zip(["Week 4", "Week 12"]) {
            let of = |arm: &str, statistic: &str| number(&format!("{analysis}.summary.{arm}.{statistic}"));
            let told = |arm: &str| {
                let limits = [of(arm, "lower"), of(arm, "upper")].join(" to ");
                format!("{} ({limits})", of(arm, "estimate"))
            };
            let text =
                format!("{label}: Placebo {}, Low dose {}, High dose {}", told("placebo"), told("low"), told("high"));
            assert!(html.contains(&text), "{text}");
        }
    }
    assert!(html.contains("Change of pain, medians and quartiles: Week 4 and Week 12"));
    let low = ["minimum", "first_quartile", "third_quartile", "maximum"]
        .map(|statistic| number(&format!("week_4.summary.low.{statistic}")));
    let boxed = format!("Low dose {} ({})", number("week_4.summary.low.median"), low.join(" – "));
    assert!(html.contains(&boxed), "{boxed}");
    // In a copy for circulation no least or greatest value of a patient is drawn.
    let plan = read(at.join("doses/plan.md"));
    let circulated = plan.replace(
        "# 7 Report\n",
        "# 7 Report\n\nCounts below 5 are withheld in a copy.\n\n```plan\ncirculation { smallest cell: 5 }\n```\n",
    );
    fs::write(at.join("doses/plan.md"), circulated).expect("written");
    said(at, &["run", "doses", "--circulate", "--draft", "--out", "copy"], 0);
    assert!(!read(at.join("copy/report.html")).contains("medians and quartiles: Week 4"));
}
