//! The same plan and the same data give the same bytes, whatever the number of threads and the order of the rows.

#[path = "../benches/hospital/mod.rs"]
mod hospital;

use prespec::checks::report::findings_csv;
use prespec::compile::compile_at;
use prespec::run::batches::Division;
use prespec::run::given::OnDisk;
use prespec::run::patients::Lines;
use prespec::run::{compute_telling, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn study() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc")
}

/// `results.json` as a process of its own computes it.
fn results(data: &Path, settings: &[(&str, &str)]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.args(["dump", "--stage", "results"]).arg(study()).arg("--data").arg(data);
    let output = command.envs(settings.iter().copied()).output().expect("prespec can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.len() > 100_000, "the results are there");
    output.stdout
}

/// A linear congruential generator (Knuth's MMIX constants) is random enough to mix rows, and the same everywhere.
fn shuffle<T>(rows: &mut [T], mut seed: u64) {
    for i in (1..rows.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        rows.swap(i, (seed >> 33) as usize % (i + 1));
    }
}

/// A copy of the locked files with the rows in another order; the header stays first.
fn shuffled(seed: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(study().join("data/locked")).expect("the locked data") {
        let path = entry.expect("a file").path();
        let bytes = fs::read(&path).expect("a readable file");
        let mut rows: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
        assert!(rows.iter().all(|r| r.ends_with(b"\n")), "a quoted field has no line break in these files");
        shuffle(&mut rows[1..], seed);
        fs::write(folder.path().join(path.file_name().expect("a name")), rows.concat()).expect("a written file");
    }
    folder
}

#[test]
fn threads_rows_time_zones_and_locales_change_no_byte() {
    let locked = study().join("data/locked");
    let threads = |n| [("RAYON_NUM_THREADS", n)];
    let first = results(&locked, &threads("1"));
    assert!(first == results(&locked, &threads("2")), "with 2 threads");
    assert!(first == results(&locked, &threads("8")), "with 8 threads");
    let elsewhere = [("TZ", "Pacific/Auckland"), ("LC_ALL", "fr_FR.UTF-8"), ("LANG", "fr_FR.UTF-8")];
    assert!(first == results(&locked, &elsewhere), "in another time zone and locale");
    for seed in [1, 2] {
        let folder = shuffled(seed);
        assert!(first == results(folder.path(), &threads("8")), "with rows shuffled by {seed}");
    }
}

/// All that is written of the data of a folder, and what is drawn of each patient, with the patients in batches on threads.
fn written(data: &Path, threads: usize, batch: usize) -> [Vec<u8>; 4] {
    let compiled = compile_at(&study()).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let (lines, given) = (Lines::new(vec![]), OnDisk::new(&compiled, Some(data)));
    let division = Division { threads, batch };
    let computed = compute_telling(plan, &compiled, &given, division, &|_| {}, &lines).expect("it runs");
    let drawn = format!("{:?}", computed.results.report.figures).into_bytes();
    let patients = lines.finished().expect("lines in memory").0;
    let findings = findings_csv(&computed.findings).expect("findings can be written");
    [json(&computed.results).expect("JSON"), findings, drawn, patients]
}

#[test]
fn batches_and_threads_change_no_byte() {
    let made = tempfile::tempdir().expect("a temporary folder");
    hospital::write(made.path(), 150, 12).expect("the files are written");
    for data in [study().join("data/locked").as_path(), study().join("data/draft").as_path(), made.path()] {
        let first = written(data, 1, 1_000_000);
        assert!(first.iter().all(|file| !file.is_empty()), "{}", data.display());
        for (threads, batch) in [(1, 7), (2, 64), (8, 7)] {
            let again = written(data, threads, batch);
            let same: Vec<bool> = first.iter().zip(&again).map(|(first, again)| first == again).collect();
            assert_eq!(same, [true; 4], "{}: {threads} threads, {batch} patients at once", data.display());
        }
    }
}
