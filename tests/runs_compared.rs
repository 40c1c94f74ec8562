//! Two runs set against each other: each number that changed has its cause, which is checked by changing that cause alone.

use prespec::catalogue::Language;
use prespec::compile::compile_at;
use prespec::diff::causes::Cause;
use prespec::diff::patients::PatientWhat;
use prespec::diff::plans::How;
use prespec::diff::runs::{NumberChanged, NumberTold, RunsCompared};
use prespec::number::Number;
use prespec::run::compute;
use prespec::run::difference::{Asked, runs};
use prespec::study::Stamp;
use prespec::words::Words;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn prespec(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.current_dir(root()).args(arguments).output().expect("prespec can be started")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of plain characters")
}

const PATIENTS: &str = "id,start_on\nP1,2021-01-01\nP2,2021-01-01\nP3,2021-01-01\nP4,2021-01-01\n";
/// P1 dies on day 40, P2 on day 200.
const FOLLOWUP: &str =
    "id,seen_on,died_on\nP1,2021-02-10,2021-02-10\nP2,2021-07-20,2021-07-20\nP3,2022-06-01,\nP4,2022-06-01,\n";

/// The plan of survival by the calendar over four patients, in two files, and its runs.
struct Study {
    folder: tempfile::TempDir,
}

impl Study {
    fn new() -> Study {
        let study = Study { folder: tempfile::tempdir().expect("a folder") };
        let original = root().join("tests/plans/months");
        for version in ["a", "b"] {
            fs::create_dir_all(study.at(version).join("data")).expect("a folder");
            fs::copy(original.join("plan.md"), study.at(version).join("plan.md")).expect("the plan");
            let binding = fs::read_to_string(original.join("binding.yaml")).expect("the binding");
            let (head, tail) = binding.split_once("  followup:\n    file: patient.csv").expect("the second table");
            study.write(version, "binding.yaml", &format!("{head}  followup:\n    file: followup.csv{tail}"));
            study.write(version, "data/patient.csv", PATIENTS);
            study.write(version, "data/followup.csv", FOLLOWUP);
        }
        study
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, version: &str, name: &str, text: &str) {
        fs::write(self.at(version).join(name), text).expect("written");
    }

    fn replace(&self, version: &str, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.at(version).join(name)).expect("a text");
        assert!(text.contains(from), "{from}");
        self.write(version, name, &text.replacen(from, to, 1));
    }

    fn out(&self, version: &str) -> PathBuf {
        self.at(&format!("out_{version}"))
    }

    fn run(&self) {
        for version in ["a", "b"] {
            let made = prespec(&["run", path(&self.at(version)), "--draft", "--out", path(&self.out(version))]);
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        }
    }

    fn asked(&self, version: &str) -> Asked {
        Asked { folder: self.out(version), lock: None, plan: None, data: None }
    }

    fn compared(&self) -> RunsCompared {
        match runs(&self.asked("a"), &self.asked("b"), &Stamp::default(), &|_| {}) {
            Ok(difference) => difference.compared,
            Err(error) => panic!("{error}"),
        }
    }
}

/// The number of an analysis whose identifier ends so.
fn number<'c>(compared: &'c RunsCompared, analysis: &str, end: &str) -> &'c NumberChanged {
    let is = |n: &&NumberChanged| n.analysis == analysis && n.id.ends_with(end);
    let ids: Vec<&str> = compared.numbers.iter().map(|n| n.id.as_str()).collect();
    compared.numbers.iter().find(is).unwrap_or_else(|| panic!("{analysis} {end}: {ids:?}"))
}

fn exact(number: &NumberChanged) -> (Option<&str>, Option<&str>) {
    (number.before.as_ref().map(|n| n.exact.as_str()), number.after.as_ref().map(|n| n.exact.as_str()))
}

fn causes(number: &NumberChanged) -> Vec<Cause> {
    number.causes.iter().flat_map(|cause| cause.what.clone()).collect()
}

#[test]
fn the_same_run_differs_in_nothing() {
    let study = Study::new();
    study.run();
    let compared = study.compared();
    assert!(compared.same_numbers && compared.differ.is_empty() && compared.patients.is_empty(), "{compared:?}");
    assert_eq!(compared.rows, Some(vec![]));
    let said = prespec(&["diff", path(&study.out("a")), path(&study.out("b"))]);
    assert_eq!(said.status.code(), Some(0));
}

/// Of four patients two die within 12 months: 2/4 survive; where P2 is alive it is 3/4.
#[test]
fn a_changed_cell_is_the_cause_of_what_rests_on_it() {
    let study = Study::new();
    study.replace("b", "data/followup.csv", "P2,2021-07-20,2021-07-20", "P2,2022-06-01,");
    study.run();
    let compared = study.compared();
    assert_eq!(compared.differ, [[Cause::Data]]);
    let survival = number(&compared, "survival", "365.survival");
    assert_eq!(exact(survival), (Some("0.5"), Some("0.75")));
    assert!(survival.decides && compared.numbers[0].decides);
    assert_eq!((causes(survival), survival.together), (vec![Cause::Data], false));
    let files: Vec<&str> = survival.causes[0].files.iter().map(|file| file.of.file.as_str()).collect();
    assert_eq!((files, survival.patients.as_slice()), (vec!["followup.csv"], &["P2".to_string()][..]));
    assert!(compared.numbers.iter().all(|n| n.analysis != "first_month"), "nobody else died in the first month");
    let rows = compared.rows.as_ref().expect("few rows");
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!(
        (row.patient.as_str(), row.file.as_str(), row.line_before, row.line_after),
        ("P2", "followup.csv", Some(3), Some(3))
    );
    let cells: Vec<(&str, Option<&str>, Option<&str>)> = row
        .cells
        .iter()
        .map(|c| (c.column.as_str(), c.changed.before.as_deref(), c.changed.after.as_deref()))
        .collect();
    let expected = [("seen_on", Some("2021-07-20"), Some("2022-06-01")), ("died_on", Some("2021-07-20"), Some(""))];
    assert_eq!(cells, expected);
    let of_endpoint = compared.patients.iter().filter(|p| p.what == PatientWhat::Endpoint);
    assert_eq!(of_endpoint.map(|p| p.patient.as_str()).collect::<BTreeSet<_>>(), BTreeSet::from(["P2"]));
}

/// Three cells, in two tables: P2 and P3 die earlier, P1 begins later.
const CELLS: [(&str, &str, &str, &str, &str); 3] = [
    ("followup.csv", "died_on", "P2", "P2,2021-07-20,2021-07-20", "P2,2021-07-20,2021-01-25"),
    ("followup.csv", "died_on", "P3", "P3,2022-06-01,", "P3,2022-06-01,2021-06-01"),
    ("patient.csv", "start_on", "P1", "P1,2021-01-01", "P1,2021-01-20"),
];

/// Each changed number has the cells that change it, and they are those that do where one of them is changed by hand, in a folder
/// of its own. On day 24 and 21 two die within the first month; by day 365 three of four have died, and P3 alone makes it three.
#[test]
fn a_cause_within_the_data_is_a_row_and_a_column() {
    let study = Study::new();
    for (file, _, _, from, to) in CELLS {
        study.replace("b", &format!("data/{file}"), from, to);
    }
    study.run();
    let compared = study.compared();
    let of = |change: usize| -> usize {
        let tried = &compared.changes[change];
        let rows: Vec<&str> = tried.rows.iter().map(|row| row.patient.as_str()).collect();
        let is = |(file, column, patient, _, _): &(&str, &str, &str, &str, &str)| {
            tried.file == *file && tried.column.as_deref() == Some(column) && rows == [*patient]
        };
        CELLS.iter().position(is).unwrap_or_else(|| panic!("{tried:?}"))
    };
    let acting = |number: &NumberChanged| -> BTreeSet<usize> {
        number.causes.iter().flat_map(|cause| &cause.changes).map(|told| of(told.change)).collect()
    };
    let events = number(&compared, "first_month", ".events");
    assert_eq!((exact(events), acting(events)), ((Some("0"), Some("2")), BTreeSet::from([0, 2])));
    let survival = number(&compared, "survival", "365.survival");
    assert_eq!((exact(survival), acting(survival)), ((Some("0.5"), Some("0.25")), BTreeSet::from([1])));
    let numbers = |version: &str| {
        let compiled = compile_at(&study.at(version)).expect("the plan");
        let plan = compiled.plan.as_ref().expect("a plan without an error");
        let computed = compute(plan, &compiled, None, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
        computed.results.records.into_iter().map(|r| (r.id, r.value)).collect::<BTreeMap<String, Number>>()
    };
    let (before, after) = (numbers("a"), numbers("b"));
    let words = Words::of(Language::English);
    for (place, (file, _, _, from, to)) in CELLS.iter().enumerate() {
        let name = format!("data/{file}");
        study.replace("a", &name, from, to);
        study.replace("b", &name, to, from);
        let (alone, undone) = (numbers("a"), numbers("b"));
        study.replace("a", &name, to, from);
        study.replace("b", &name, from, to);
        for number in &compared.numbers {
            let changes = number.causes.iter().flat_map(|cause| &cause.changes);
            let told = changes.clone().find(|told| of(told.change) == place);
            let acts =
                alone.get(&number.id) != before.get(&number.id) || undone.get(&number.id) != after.get(&number.id);
            assert_eq!(told.is_some(), acts, "{}: {place}", number.id);
            let exact = |of: &BTreeMap<String, Number>| of.get(&number.id).map(|value| words.exact(value));
            let said = |of: &Option<NumberTold>| of.as_ref().map(|number| number.exact.clone());
            if let Some(told) = told {
                assert_eq!((said(&told.alone), said(&told.undone)), (exact(&alone), exact(&undone)), "{}", number.id);
            }
        }
    }
    let text = prespec(&["diff", path(&study.out("a")), path(&study.out("b"))]);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(text.contains("of the data: patient, start_on (P1); followup, died_on (P2)"), "{text}");
}

/// Where rows come and go and a row has another key, each is a change; a file whose rows cannot be known again stays one cause.
#[test]
fn rows_that_come_and_go_are_causes() {
    let study = Study::new();
    study.write("b", "data/patient.csv", &format!("{PATIENTS}P5,2021-01-01\n"));
    study.write("b", "data/followup.csv", &format!("{FOLLOWUP}P5,2021-01-11,2021-01-11\n"));
    study.run();
    let compared = study.compared();
    let told: Vec<(&str, How, Option<&str>, usize)> =
        compared.changes.iter().map(|of| (of.file.as_str(), of.how, of.column.as_deref(), of.rows.len())).collect();
    assert_eq!(told, [("patient.csv", How::Added, None, 1), ("followup.csv", How::Added, None, 1)]);
    let events = number(&compared, "first_month", ".events");
    assert_eq!(exact(events), (Some("0"), Some("1")));
    let cause = &events.causes[0];
    assert!(
        cause.files_together && cause.changes.len() == 2,
        "who has a death without a start, or a start alone: {cause:?}"
    );
}

/// P1 dies on day 40: after one month and within two. Where P2 dies on day 50, that counts within two months alone.
#[test]
fn causes_that_act_together_are_told_apart_by_changing_one() {
    let study = Study::new();
    study.replace("b", "plan.md", "horizon: 1 month ", "horizon: 2 months ");
    study.replace("b", "data/followup.csv", "P2,2021-07-20,2021-07-20", "P2,2021-02-20,2021-02-20");
    study.run();
    let compared = study.compared();
    assert_eq!(compared.differ, [[Cause::Data], [Cause::Plan]]);
    let events = number(&compared, "first_month", ".events");
    assert_eq!(exact(events), (Some("0"), Some("2")));
    assert_eq!((causes(events), events.together), (vec![Cause::Data, Cause::Plan], true));
    let told = |n: &Option<NumberTold>| n.as_ref().map(|n| n.exact.clone());
    let alone: Vec<Option<String>> = events.causes.iter().map(|cause| told(&cause.alone)).collect();
    let undone: Vec<Option<String>> = events.causes.iter().map(|cause| told(&cause.undone)).collect();
    assert_eq!(alone, [Some("0".into()), Some("1".into())]);
    assert_eq!(undone, [Some("1".into()), Some("0".into())]);
    let statements: Vec<&str> = events.causes[1].statements.iter().map(|s| s.statement.as_str()).collect();
    assert_eq!(statements, ["endpoint first_month"]);
    documented(&compared);
    // The other analyses rest on the data alone.
    let median = compared.numbers.iter().filter(|n| n.analysis == "survival");
    assert!(median.clone().count() > 0 && median.clone().all(|n| causes(n) == [Cause::Data] && !n.together));
}

/// Every key of the JSON has its line in `docs/diff.md`.
fn documented(compared: &RunsCompared) {
    let page = fs::read_to_string(root().join("docs/diff.md")).expect("the page");
    let (_, page) = page.split_once("## Of two runs").expect("the part about runs");
    let lines = page.lines().filter(|line| line.starts_with("| `"));
    let cells = lines.filter_map(|line| line.split('|').nth(1));
    let named: BTreeSet<String> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(String::from).collect();
    let mut json = serde_json::to_value(compared).expect("JSON");
    json["plans"] = Value::Null;
    let mut keys = BTreeSet::new();
    keys_of(&json, &mut keys);
    assert_eq!(named, keys);
}

fn keys_of(value: &Value, keys: &mut BTreeSet<String>) {
    for (key, below) in value.as_object().into_iter().flatten() {
        keys.insert(key.clone());
        keys_of(below, keys);
    }
    value.as_array().into_iter().flatten().for_each(|below| keys_of(below, keys));
}

/// The written numbers of the later run are others than those that its inputs give: another version made them.
#[test]
fn what_no_input_explains_is_the_version() {
    let study = Study::new();
    study.run();
    let results = study.out("b").join("results.json");
    let text = fs::read_to_string(&results).expect("the results");
    let engine = format!("\"engine\": \"prespec {}\"", env!("CARGO_PKG_VERSION"));
    let text = match text.contains(&engine) {
        true => text.replacen(&engine, "\"engine\": \"prespec 0.0.9\"", 1),
        false => text.replacen(&engine.replace(": ", ":"), "\"engine\":\"prespec 0.0.9\"", 1),
    };
    assert!(text.contains("prespec 0.0.9"), "{}", &text[..400]);
    let text = text.replacen("0.5", "0.625", 1);
    fs::write(&results, &text).expect("written");
    let run = study.out("b").join("run.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&run).expect("run.json")).expect("JSON");
    let outputs = json["outputs"].as_array_mut().expect("the outputs");
    let own = outputs.iter_mut().find(|o| o["path"] == "results.json").expect("that of the results");
    own["sha256"] = Value::from(Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect::<String>());
    fs::write(&run, json.to_string()).expect("written");
    let compared = study.compared();
    assert_eq!(compared.differ, [[Cause::Engine]]);
    let [number] = compared.numbers.as_slice() else { panic!("{:?}", compared.numbers) };
    assert_eq!(exact(number), (Some("0.5"), Some("0.625")));
    assert_eq!(causes(number), [Cause::Engine]);
}

#[test]
fn a_run_whose_files_are_not_as_they_were_is_refused() {
    let study = Study::new();
    study.run();
    let diff = |more: &[&str]| {
        let output = prespec(&[&["diff", path(&study.out("a")), path(&study.out("b"))], more].concat());
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    fs::create_dir(study.at("kept")).expect("a folder");
    for name in ["patient.csv", "followup.csv"] {
        fs::copy(study.at("a/data").join(name), study.at("kept").join(name)).expect("a copy");
    }
    study.replace("a", "data/followup.csv", "P3,2022-06-01", "P3,2022-06-02");
    let (code, said) = diff(&[]);
    assert!(code == Some(2) && said.contains("R031") && said.contains("followup.csv"), "{said}");
    assert_eq!(diff(&["--data-a", path(&study.at("kept"))]).0, Some(0));
    let plan = root().join("tests/plans/months");
    let output = prespec(&["diff", path(&study.out("a")), path(&plan)]);
    assert!(output.status.code() == Some(2) && String::from_utf8_lossy(&output.stderr).contains("R032"));
    fs::write(study.out("b").join("patients.jsonl"), "").expect("written");
    let (code, said) = diff(&["--data-a", path(&study.at("kept"))]);
    assert!(code == Some(2) && said.contains("R030") && said.contains("patients.jsonl"), "{said}");
}

#[test]
fn it_is_told_in_the_language_of_the_later_report() {
    let study = Study::new();
    study.replace("b", "data/followup.csv", "P2,2021-07-20,2021-07-20", "P2,2022-06-01,");
    study.replace(
        "b",
        "plan.md",
        "# 3 Follow-up\n",
        "# 3 Report\n\n```plan\nreport { language: fr }\n```\n\n# 4 Follow-up\n",
    );
    study.run();
    let page = study.at("diff.html");
    let output = prespec(&["diff", path(&study.out("a")), path(&study.out("b")), "--html", path(&page)]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(page).expect("the page");
    for words in
        ["Analyses comparées", "Ce qui décide, modifié", "données (followup.csv)", "Patients modifiés", "lang=\"fr\""]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"));
}

/// The locked files of the study, but some of them those of the draft.
fn files_with(draft: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let data = root().join("plans/sirt-hcc/data");
    for entry in fs::read_dir(data.join("locked")).expect("the data") {
        let name = entry.expect("a file").file_name();
        let from = if draft.iter().any(|d| name == *d) { "draft" } else { "locked" };
        fs::copy(data.join(from).join(&name), folder.path().join(&name)).expect("a copy");
    }
    folder
}

/// The numbers of the study from such files, computed by themselves.
fn study_with(draft: &[&str]) -> BTreeMap<String, Number> {
    let folder = files_with(draft);
    let compiled = compile_at(&root().join("plans/sirt-hcc")).expect("the plan");
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let computed = compute(plan, &compiled, Some(folder.path()), &|_| {});
    let records = computed.unwrap_or_else(|e| panic!("{e}")).results.records;
    records.into_iter().map(|record| (record.id, record.value)).collect()
}

/// The runs of the study on two sets of files: each number that changed, with its files and what comes where one is taken back.
fn study_compared(before: &Path, after: &Path) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = |name: &str| folder.path().join(name);
    for (data, name) in [(before, "a"), (after, "b")] {
        let to = out(name);
        let made = ["run", "plans/sirt-hcc", "--data", path(data), "--draft", "--out", path(&to)];
        assert!(prespec(&made).status.success());
    }
    let output = prespec(&["diff", path(&out("a")), path(&out("b")), "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let numbers = json["numbers"].as_array().expect("the numbers").clone();
    for number in &numbers {
        assert_eq!(number["causes"][0]["what"], serde_json::json!(["data"]), "{number}");
        assert_eq!(number["causes"].as_array().map(Vec::len), Some(1), "{number}");
        assert!(number["causes"][0]["files"].as_array().is_some_and(|files| !files.is_empty()), "{number}");
    }
    numbers
}

/// One file taken back to the draft, in a folder of its own: what it changes of the later run is what was told of it.
fn taken_back(file: &str, numbers: &[Value]) {
    let (locked, other) = (study_with(&[]), study_with(&[file]));
    let words = Words::of(Language::English);
    let mut seen = 0;
    for number in numbers {
        let id = number["id"].as_str().expect("an identifier");
        let files = number["causes"][0]["files"].as_array().expect("the files");
        let told = files.iter().find(|of| of["file"] == file);
        if locked.get(id) == other.get(id) {
            continue;
        }
        let told = told.unwrap_or_else(|| panic!("{file} changes {id}, and is not told to"));
        assert_eq!(
            told["undone"]["exact"].as_str().map(str::to_string),
            other.get(id).map(|value| words.exact(value)),
            "{id}"
        );
        seen += 1;
    }
    assert!(seen > 20, "{file}: {seen}");
}

/// Of the study with two files of the draft, each number that changed has the file that changes it.
#[test]
fn every_changed_number_of_the_study_has_its_file() {
    let draft = files_with(&["adverse_events.csv", "adjudication.csv"]);
    let numbers = study_compared(draft.path(), &root().join("plans/sirt-hcc/data/locked"));
    taken_back("adjudication.csv", &numbers);
    let adverse = |number: &&Value| number["analysis"].as_str().is_some_and(|name| name.ends_with("_ae"));
    for number in numbers.iter().filter(adverse) {
        assert_eq!(number["causes"][0]["files"][0]["file"], "adverse_events.csv", "{number}");
    }
}

/// The worked example of docs/diff.md: twenty computations of the study, and two reports.
#[test]
#[ignore = "it takes minutes"]
fn draft_against_locked_has_a_cause_for_every_number() {
    let data = root().join("plans/sirt-hcc/data");
    let numbers = study_compared(&data.join("draft"), &data.join("locked"));
    assert!(numbers.len() > 1000, "{}", numbers.len());
    for file in ["adverse_events.csv", "exams.csv", "patients.csv"] {
        taken_back(file, &numbers);
    }
    let of = |id: &str| numbers.iter().find(|n| n["id"] == id).unwrap_or_else(|| panic!("{id}"));
    let files = |id: &str| -> Vec<String> {
        let files = of(id)["causes"][0]["files"].as_array().expect("the files").clone();
        files.into_iter().map(|of| of["file"].as_str().expect("a name").to_string()).collect()
    };
    let difference = "primary.recist.M6.risk_difference.newcombe_paired.estimate";
    assert_eq!(files(difference), ["patients.csv", "treatments.csv", "adjudication.csv"]);
    let printed = |side: &str| of(difference)[side]["printed"].as_str().expect("a number").to_string();
    assert_eq!((printed("before"), printed("after")), ("12.9 pp".to_string(), "21.9 pp".to_string()));
    assert_eq!(files("primary.recist.M6.risk_difference.newcombe_paired.pairs"), ["patients.csv", "treatments.csv"]);
}
