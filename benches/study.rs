//! How long the first study takes: `cargo bench --bench study`.
//! `hospital` is from the files to all numbers on exports made by a program, at several numbers of patients, each twice the
//! one before: what takes more than twice as long does not grow in proportion. The files of the sizes stay in a folder of the
//! system's temporary one, and other sizes are asked for by `PRESPEC_BENCH_PATIENTS=2000,20000`.
//! Aims on two cores, files in memory: check under 50 ms, all numbers under 0.3 s, the PDF in under 0.5 s more.

mod hospital;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use prespec::compile::compile_at;
use prespec::report;
use prespec::results::{FindingCount, Severity};
use prespec::run::compute;
use std::hint::black_box;
use std::path::Path;

fn study(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc");
    let mut group = criterion.benchmark_group("study");
    group.sample_size(20);
    group.bench_function("check", |b| {
        b.iter(|| compile_at(black_box(&path)).expect("the plan can be read").has_errors())
    });
    group.bench_function("numbers", |b| {
        b.iter(|| {
            let compiled = compile_at(&path).expect("the plan can be read");
            let plan = compiled.plan.as_ref().expect("the plan has no error");
            compute(plan, &compiled, None, &|_| {}).expect("the data can be read").results.records.len()
        })
    });
    let compiled = compile_at(&path).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("the plan has no error");
    let computed = compute(plan, &compiled, None, &|_| {}).expect("the data can be read");
    group.bench_function("report", |b| b.iter(|| report::pdf(black_box(&computed.results)).expect("a report").len()));
    group.finish();
}

fn sizes() -> Vec<usize> {
    let asked = std::env::var("PRESPEC_BENCH_PATIENTS").unwrap_or_else(|_| "500,1000,2000".into());
    asked.split(',').map(|size| size.trim().parse().expect("numbers of patients")).collect()
}

fn hospital(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc");
    let compiled = compile_at(&path).expect("the plan can be read");
    let plan = compiled.plan.as_ref().expect("the plan has no error");
    let mut group = criterion.benchmark_group("hospital");
    group.sample_size(10);
    for patients in sizes() {
        let folder = std::env::temp_dir().join(format!("prespec_hospital_{patients}"));
        hospital::write(&folder, patients, 12).expect("the files can be written");
        let run = || compute(plan, &compiled, Some(&folder), &|_| {}).expect("the data can be read");
        let results = run().results;
        let blocks = |finding: &FindingCount| finding.severity == Severity::BlocksLock;
        assert!(!results.findings.iter().any(blocks), "nothing blocks the report: {:?}", results.findings);
        assert_eq!(results.derived.patients.len(), patients);
        group.bench_function(BenchmarkId::new("numbers", patients), |b| b.iter(|| run().results.records.len()));
    }
    group.finish();
}

criterion_group!(benches, study, hospital);
criterion_main!(benches);
