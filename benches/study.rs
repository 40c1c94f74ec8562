//! How long the first study takes: `cargo bench --bench study`.
//! Aims on two cores, files in memory: check under 50 ms, all numbers under 0.3 s, the PDF in under 0.5 s more.

use criterion::{Criterion, criterion_group, criterion_main};
use prespec::compile::compile_at;
use prespec::report;
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

criterion_group!(benches, study);
criterion_main!(benches);
