//! Running a plan of this folder on the public data, and comparing its results with the expected numbers.

use prespec::compile::{Compiled, compile_at};
use prespec::diagnostic::render::render;
use prespec::number::Number;
use prespec::results::Results;
use prespec::run::new::{DESIGNS, Design, begin};
use prespec::run::{RunError, compute};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const TOLERANCE: f64 = 1e-8;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Plans of this folder, each with its one file of `tests/reference/data`.
pub const SMALL: [(&str, &str); 14] = [
    ("admissions", "r_ucbadmissions"),
    ("anorexia", "mass_anorexia"),
    ("arthritis", "vcd_arthritis"),
    ("births", "mass_birthwt"),
    ("cars", "r_mtcars"),
    ("couples", "vcd_sexualfun"),
    ("eyes", "retinopathy"),
    ("gammopathy", "derived_mgus2_competing"),
    ("infertility", "r_infert"),
    ("larynx", "kmsurv_larynx"),
    ("lung", "lung"),
    ("plants", "r_plantgrowth"),
    ("sleep", "r_sleep"),
    ("veterans", "veteran"),
];

/// The small plans, the study and what `new` begins with: folder, plan and results.
pub static EVERY: LazyLock<Vec<(PathBuf, Compiled, Results)>> = LazyLock::new(every);

fn every() -> Vec<(PathBuf, Compiled, Results)> {
    let of = |name: &str, results: Results| (tests().join("plans").join(name), compiled(name), results);
    let mut every: Vec<_> = SMALL.iter().map(|(name, file)| of(name, run(name, &[file]))).collect();
    let study = root().join("plans/sirt-hcc");
    for (name, folder) in [
        ("later", tests().join("plans/later/data")),
        ("treated", tests().join("plans/treated/data")),
        ("begun", tests().join("plans/begun/data")),
        ("adam", tests().join("plans/adam/data")),
        ("scans", tests().join("plans/scans/data")),
        ("grades", tests().join("plans/grades/data")),
        ("months", tests().join("plans/months/data")),
        ("clinic", tests().join("plans/clinic/data")),
        ("adverse", study.join("data/locked")),
    ] {
        every.push(of(name, run_on(name, &folder)));
    }
    for folder in [
        study,
        root().join("plans/colon"),
        root().join("plans/colon-adam"),
        root().join("plans/joints"),
        root().join("plans/lymphoma"),
        tests().join("plans/skin"),
        tests().join("plans/glioma"),
        tests().join("plans/held"),
    ] {
        let compiled = compile_at(&folder).expect("the plan can be read");
        let plan = compiled.plan.as_ref().expect("a plan without an error");
        let results = compute(plan, &compiled, None, &|_| {}).expect("its data can be read").results;
        every.push((folder, compiled, results));
    }
    for design in DESIGNS {
        every.push(of_design(design));
    }
    every
}

/// The data of a new study of a design.
pub fn data_of(design: &Design) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    begin(folder.path(), design).unwrap_or_else(|error| panic!("{}: {error}", design.name));
    folder
}

/// The plan where it is shipped, with the results that whoever begins with it has.
fn of_design(design: &Design) -> (PathBuf, Compiled, Results) {
    let folder = root().join("templates/new").join(design.name);
    let compiled = compile_at(&folder).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let made = data_of(design);
    let results = compute(plan, &compiled, Some(&made.path().join("data")), &|_| {}).expect("it runs").results;
    (folder, compiled, results)
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The plan of `tests/plans/NAME`, which has no fault.
pub fn compiled(name: &str) -> Compiled {
    let compiled = compile_at(&tests().join("plans").join(name)).expect("the plan can be read");
    assert!(compiled.diagnostics.is_empty(), "{}", render(&compiled.diagnostics, &compiled.sources, false));
    compiled
}

/// The results of the plan of a folder of the repository, on its own data.
pub fn results_in(folder: &str) -> Results {
    let compiled = compile_at(&root().join(folder)).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    compute(plan, &compiled, None, &|_| {}).expect("its data can be read").results
}

/// The results of the plan of `tests/plans/NAME` on files of `tests/reference/data`, to which `row`, the number of the row, is
/// added as a first column; a column `Freq` says how many times a row stands.
pub fn run(name: &str, files: &[&str]) -> Results {
    run_on(name, folder_of(files).path())
}

/// A folder with these files of `tests/reference/data`, their rows numbered.
pub fn folder_of(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        fs::write(folder.path().join(format!("{file}.csv")), numbered(file)).expect("the file is written");
    }
    folder
}

/// The results of the plan of `tests/plans/NAME` on the files of a folder.
pub fn run_on(name: &str, folder: &Path) -> Results {
    let compiled = compiled(name);
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    match compute(plan, &compiled, Some(folder), &|_| {}) {
        Ok(computed) => {
            // One of the patients of that plan has a baseline that a criterion takes for none.
            let is_meant = |code: &str| code == "D017" || name == "treated" && code == "D026";
            let findings: Vec<String> =
                computed.findings.iter().filter(|f| !is_meant(f.code.0)).map(|f| format!("{f:?}")).collect();
            assert!(findings.is_empty(), "{name}\n{}", findings.join("\n"));
            computed.results
        }
        Err(RunError::Objected { diagnostics, sources }) => panic!("{}", render(&diagnostics, &sources, false)),
        Err(error) => panic!("{name}: {error:?}"),
    }
}

fn numbered(file: &str) -> Vec<u8> {
    let path = tests().join("reference/data").join(format!("{file}.csv"));
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let header = reader.headers().expect("a header").clone();
    let often = header.iter().position(|c| c == "Freq");
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(std::iter::once("row").chain(&header)).expect("written");
    let mut row = 0;
    for record in reader.records() {
        let record = record.expect("a row");
        let times = often.map_or(1, |at| record[at].parse().expect("a frequency"));
        for _ in 0..times {
            row += 1;
            let number = format!("{row:05}");
            writer.write_record(std::iter::once(number.as_str()).chain(&record)).expect("written");
        }
    }
    writer.into_inner().expect("in memory")
}

/// The expected numbers of a case of `tests/reference/FAMILY.json`; what a tighter computation gives stands before them.
pub fn case(family: &str, id: &str) -> Value {
    let path = tests().join(format!("reference/{family}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    cases.into_iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("{family} has no case {id}"))
}

/// The expected number at a place such as `/coef/0`.
pub fn at(case: &Value, place: &str) -> f64 {
    let number = case["tight"].pointer(place).or(case["expected"].pointer(place));
    let number = number.and_then(|v| match v {
        Value::Array(one) if one.len() == 1 => one[0].as_f64(),
        other => other.as_f64(),
    });
    number.unwrap_or_else(|| panic!("{}: no number at {place} in {}", case["id"], case["expected"]))
}

pub fn number(results: &Results, id: &str) -> f64 {
    let Some(record) = results.records.iter().find(|r| r.id == id) else {
        let stem = id.split('.').next().unwrap_or("");
        let near: Vec<&str> = results.records.iter().map(|r| r.id.as_str()).filter(|i| i.starts_with(stem)).collect();
        panic!("no result {id}; there are\n{}", near.join("\n"));
    };
    match &record.value {
        Number::Count(n) => *n as f64,
        Number::Real(v) => *v,
        Number::Infinite => f64::INFINITY,
        Number::NegativeInfinite => f64::NEG_INFINITY,
        Number::NotEstimable(reason) => panic!("{id} is not estimable: {}", reason.english()),
        Number::Withheld(_) => panic!("{id} is withheld"),
    }
}

/// Every result beside the number it must be.
pub fn compare(results: &Results, pairs: &[(&str, f64)]) {
    let mut faults = vec![];
    for (id, wanted) in pairs {
        let found = number(results, id);
        if found != *wanted && (found - wanted).abs() > TOLERANCE * found.abs().max(wanted.abs()) {
            faults.push(format!("{id}: {found}, expected {wanted}"));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
