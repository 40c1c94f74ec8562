//! What each stage of a run costs, from files to numbers, with pandas beside it: `cargo bench --bench stages`.
//!
//! The exports are those of `hospital`, 25 lesion rows for each patient, at the numbers of patients that
//! `PRESPEC_BENCH_PATIENTS=2000,20000` asks for: what takes more than ten times as long at ten times the patients does not grow in
//! proportion. The files stay in a folder of the system's temporary one. Each size is run by a process of its own, so that its
//! memory is its own: seconds are of its processor time, over all threads, and megabytes are what was resident at most until the
//! stage was done.
//! `hospital.py` reads, checks and derives the same files as a user of pandas would, where Python has it.

mod hospital;

use prespec::catalogue::Statistic;
use prespec::compile::compile_at;
use prespec::number::Number;
use prespec::results::{FindingCount, Severity};
use prespec::run::batches::Division;
use prespec::run::compute_telling;
use prespec::run::given::OnDisk;
use prespec::run::patients::Lines;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Command;

const PATIENTS: &str = "PRESPEC_BENCH_PATIENTS";
const FOLDER: &str = "PRESPEC_BENCH_FOLDER";

fn main() {
    let asked = std::env::var(PATIENTS).unwrap_or_else(|_| "2000,20000".into());
    let sizes = asked.split(',').map(|size| size.trim().parse().expect("numbers of patients"));
    if let Some(folder) = std::env::var_os(FOLDER) {
        return sizes.for_each(|patients| one(Path::new(&folder), patients));
    }
    for patients in sizes {
        let folder = std::env::temp_dir().join(format!("prespec_hospital_{patients}"));
        hospital::write(&folder, patients, 12).expect("the files can be written");
        println!("{patients} patients");
        let own = std::env::current_exe().expect("this program");
        beside(Command::new(own).env(FOLDER, &folder).env(PATIENTS, patients.to_string()));
        let script = root().join("benches/hospital.py");
        beside(Command::new("python3").arg(script).arg(&folder));
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn beside(command: &mut Command) {
    match command.status() {
        Ok(status) if status.success() => {}
        Ok(status) => println!("  not measured: {status}"),
        Err(error) => println!("  not measured: {error}"),
    }
}

/// Runs the study's plan on the files of a folder up to its numbers, and tells what each stage took.
fn one(folder: &Path, patients: usize) {
    let compiled = compile_at(&root().join("plans/sirt-hcc")).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("the plan has no error");
    let given = OnDisk::new(&compiled, Some(folder));
    let lines = Lines::new(std::io::sink());
    let begun: RefCell<Vec<(String, f64, f64)>> = RefCell::default();
    let note = |stage: &str| begun.borrow_mut().push((stage.to_string(), seconds(), megabytes()));
    let computed = compute_telling(plan, &compiled, &given, Division::default(), &note, &lines).expect("numbers");
    note("done");
    let blocks = |finding: &&FindingCount| finding.severity == Severity::BlocksLock;
    assert_eq!(computed.results.findings.iter().find(blocks), None, "nothing blocks the report");
    let considered = computed.results.records.iter().find(|record| record.statistic == Statistic::Considered);
    assert_eq!(considered.map(|record| &record.value), Some(&Number::Count(patients as i64)), "everybody was derived");
    let begun = begun.into_inner();
    for pair in begun.windows(2) {
        let [(stage, from, _), (_, to, most)] = pair else { continue };
        println!("  {stage:<20} {:8.2} s {most:8.0} MB", to - from);
    }
    println!("  {} records", computed.results.records.len());
}

/// Processor time of this process until now, over all its threads. Linux counts it in hundredths of a second.
fn seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let field =
        |place: usize| after.split_whitespace().nth(place).and_then(|f| f.parse::<f64>().ok()).unwrap_or(f64::NAN);
    (field(11) + field(12)) / 100.0
}

fn megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next())
        .and_then(|kb| kb.parse::<f64>().ok())
        .map_or(f64::NAN, |kb| kb / 1024.0)
}
