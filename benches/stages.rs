//! What each stage of a run costs, from files to numbers, with pandas beside it: `cargo bench --bench stages`.
//!
//! The exports are those of `hospital`, 25 lesion rows for each patient, at the numbers of patients that
//! `PRESPEC_BENCH_PATIENTS=2000,20000` asks for: what takes more than ten times as long at ten times the patients does not grow in
//! proportion. The files stay in a folder of the system's temporary one. Each run is a process of its own, so that its memory is its
//! own: seconds are those that passed and those of its processor time, over all threads, and megabytes are what was resident at most
//! until the stage was done.
//!
//! `hospital.py` reads, checks and derives the same files as a user of pandas would, where Python has it. The plan `same_job` asks for
//! what it does and nothing besides, and both tell how often they answered what; the study's plan asks for three criteria, the reason
//! of every value, and analyses.

mod hospital;

use prespec::catalogue::Statistic;
use prespec::compile::compile_at;
use prespec::number::Number;
use prespec::results::{FindingCount, PatientFact, Severity};
use prespec::run::batches::{Division, Told};
use prespec::run::compute_telling;
use prespec::run::given::OnDisk;
use prespec::run::patients::Lines;
use prespec::run::progress::Progress;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

const PATIENTS: &str = "PRESPEC_BENCH_PATIENTS";
const FOLDER: &str = "PRESPEC_BENCH_FOLDER";
const PLAN: &str = "PRESPEC_BENCH_PLAN";
const THREADS: &str = "PRESPEC_BENCH_THREADS";

const STUDY: &str = "plans/sirt-hcc";
const SAME_JOB: &str = "benches/same_job";

fn main() {
    let asked = std::env::var(PATIENTS).unwrap_or_else(|_| "2000,20000".into());
    let sizes = asked.split(',').map(|size| size.trim().parse().expect("numbers of patients"));
    if let Some(folder) = std::env::var_os(FOLDER) {
        let plan = std::env::var(PLAN).unwrap_or_else(|_| STUDY.into());
        return sizes.for_each(|patients| one(&plan, Path::new(&folder), patients));
    }
    let all = Division::default().threads;
    for patients in sizes {
        let folder = std::env::temp_dir().join(format!("prespec_hospital_{patients}"));
        hospital::write(&folder, patients, 12).expect("the files can be written");
        println!("{patients} patients");
        for (plan, threads) in [(STUDY, all), (STUDY, 1), (SAME_JOB, all), (SAME_JOB, 1)] {
            println!(" {plan}, threads: {threads}");
            let mut own = Command::new(std::env::current_exe().expect("this program"));
            own.env(FOLDER, &folder).env(PATIENTS, patients.to_string()).env(PLAN, plan);
            beside(own.env(THREADS, threads.to_string()));
        }
        println!(" hospital.py");
        beside(Command::new("python3").arg(root().join("benches/hospital.py")).arg(&folder));
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

/// Runs a plan on the files of a folder up to its numbers, and tells what each stage took.
fn one(plan: &str, folder: &Path, patients: usize) {
    let begun = Instant::now();
    let compiled = compile_at(&root().join(plan)).expect("the plan can be read");
    let read = compiled.plan.as_ref().expect("the plan has no error");
    let given = OnDisk::new(&compiled, Some(folder));
    // Where one is told of for the first time, the one before is done.
    let stages: Mutex<Vec<Stage>> = Mutex::default();
    let note = |stage: &str| {
        let mut stages = stages.lock().expect("nobody broke off");
        if stages.last().is_none_or(|last| last.name != stage) {
            stages.push(Stage::new(stage, begun));
        }
    };
    let follow = |step: Progress| note(&format!("{:?}", step.stage));
    let threads = std::env::var(THREADS).ok().and_then(|threads| threads.parse().ok());
    let division = Division { threads: threads.unwrap_or(Division::default().threads), ..Division::default() };
    // What the study derives of each patient is written out, as a run does it; pandas writes nothing.
    let (computed, answers) = if plan == SAME_JOB {
        let answers = Answers::default();
        let computed = compute_telling(read, &compiled, &given, division, &follow, &answers).expect("numbers");
        (computed, Some(answers))
    } else {
        let lines = Lines::new(std::io::sink());
        (compute_telling(read, &compiled, &given, division, &follow, &lines).expect("numbers"), None)
    };
    note("done");
    let blocks = |finding: &&FindingCount| finding.severity == Severity::BlocksLock;
    assert_eq!(computed.results.findings.iter().find(blocks), None, "nothing blocks the report");
    let considered = computed.results.records.iter().find(|record| record.statistic == Statistic::Considered);
    assert_eq!(considered.map(|record| &record.value), Some(&Number::Count(patients as i64)), "everybody was derived");
    for pair in stages.into_inner().expect("nobody broke off").windows(2) {
        let [from, to] = pair else { continue };
        let (passed, used) = (to.passed - from.passed, to.used - from.used);
        println!("  {:<20} {passed:8.2} s, {used:8.2} s of processor time {:8.0} MB", from.name, to.most);
    }
    if let Some(answers) = answers {
        println!("  {}", answers.told());
    }
}

struct Stage {
    name: String,
    passed: f64,
    used: f64,
    most: f64,
}

impl Stage {
    fn new(name: &str, begun: Instant) -> Self {
        Stage { name: name.into(), passed: begun.elapsed().as_secs_f64(), used: seconds(), most: megabytes() }
    }
}

/// How often each response was answered, by the readers and by both.
#[derive(Default)]
struct Answers(RefCell<BTreeMap<String, usize>>);

impl Told for Answers {
    type Batch = BTreeMap<String, usize>;

    fn put(batch: &mut Self::Batch, fact: PatientFact) {
        match fact {
            PatientFact::Reading(reading) => *batch.entry(reading.result).or_default() += 1,
            PatientFact::Adjudicated(both) => {
                let answered = both.result.map(|result| format!("both {result}"));
                answered.into_iter().for_each(|answered| *batch.entry(answered).or_default() += 1);
            }
            _ => {}
        }
    }

    fn take(&self, batch: Self::Batch) {
        let mut all = self.0.borrow_mut();
        batch.into_iter().for_each(|(answered, times)| *all.entry(answered).or_default() += times);
    }
}

impl Answers {
    fn told(&self) -> String {
        self.0.borrow().iter().map(|(answered, times)| format!("{answered} {times}")).collect::<Vec<_>>().join(", ")
    }
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
