//! Survival methods at ten thousand, a hundred thousand and a million patients: two arms, whole-day times up to ten years, five
//! covariates beside the arm. Each time is that of the whole method from columns in memory, checking and ordering included; on
//! Linux it is processor time, so that other work on the machine does not count.
//! `compare.sh` times other programs on the same rows.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use prespec::stats::survival::competing::CompetingTimes;
use prespec::stats::survival::competing::aalen_johansen::{Variance, cumulative_incidence};
use prespec::stats::survival::competing::fine_gray::{Censoring, fine_gray};
use prespec::stats::survival::competing::gray::gray_test;
use prespec::stats::survival::cox::concordance::concordance;
use prespec::stats::survival::cox::proportional_hazards::{Transform, proportional_hazards};
use prespec::stats::survival::cox::robust::robust_variance;
use prespec::stats::survival::cox::{Model, Ties, fit};
use prespec::stats::survival::kaplan_meier::kaplan_meier;
use prespec::stats::survival::log_rank::{Weight, log_rank};
use prespec::stats::survival::observations::Observations;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

struct Rows {
    time: Vec<f64>,
    cause: Vec<usize>,
    group: Vec<usize>,
    covariates: Vec<Vec<f64>>,
}

/// Uniform numbers by a linear congruential generator (Knuth's constants), the same on every machine.
fn rows(n: usize) -> Rows {
    let mut state = 20_261_124_u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let mut rows = Rows { time: vec![], cause: vec![], group: vec![], covariates: vec![vec![]; 6] };
    for i in 0..n {
        let arm = i % 2;
        let x: Vec<f64> = vec![
            f64::from(arm == 0),
            (40.0 + 40.0 * uniform()).floor(),
            f64::from(uniform() < 0.4),
            (10.0 * uniform()).floor(),
            uniform() - 0.5,
            f64::from(uniform() < 0.2),
        ];
        let eta = -0.3 * x[0] + 0.02 * (x[1] - 60.0) + 0.4 * x[2] + 0.05 * x[3] - 0.5 * x[4] + 0.2 * x[5];
        let (event, other, censored) = (uniform(), uniform(), uniform());
        let times = [-900.0 * event.ln() / eta.exp(), -3000.0 * other.ln(), 3650.0 * censored];
        let first = (0..3).min_by(|&a, &b| times[a].total_cmp(&times[b])).unwrap_or(2);
        rows.time.push(times[first].ceil());
        rows.cause.push([1, 2, 0][first]);
        rows.group.push(arm);
        for (column, value) in rows.covariates.iter_mut().zip(x) {
            column.push(value);
        }
    }
    rows
}

/// Writes the rows where `PRESPEC_BENCH_CSV` names a folder.
fn write(rows: &Rows, n: usize) {
    let Some(folder) = std::env::var_os("PRESPEC_BENCH_CSV") else { return };
    let path = std::path::Path::new(&folder).join(format!("survival_{n}.csv"));
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("a file"));
    writeln!(file, "time,cause,group,x0,x1,x2,x3,x4,x5").expect("a line");
    for i in 0..n {
        let x: Vec<String> = rows.covariates.iter().map(|c| c[i].to_string()).collect();
        writeln!(file, "{},{},{},{}", rows.time[i], rows.cause[i], rows.group[i], x.join(",")).expect("a line");
    }
}

/// Time this thread has run; where the system does not say it, time that has passed since `start`.
fn thread_time(start: Instant) -> Duration {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = schedule.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn survival(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("survival");
    group.sample_size(10);
    let start = Instant::now();
    for n in [10_000, 100_000, 1_000_000] {
        let rows = rows(n);
        write(&rows, n);
        let event: Vec<bool> = rows.cause.iter().map(|c| *c == 1).collect();
        let observations = || Observations::new(None, &rows.time, &event, None).expect("rows");
        let competing = || CompetingTimes::new(&rows.time, &rows.cause, 2).expect("rows");
        let arms = [0, 1].map(|arm| (0..n).filter(|&i| rows.group[i] == arm).collect::<Vec<_>>());
        let patients: Vec<usize> = (0..n).collect();
        let efron = |observed: &Observations| {
            let model = Model { observations: observed, covariates: &rows.covariates, strata: None, offset: None };
            fit(&model, Ties::Efron).expect("a fit")
        };
        let observed = observations();
        let fitted = efron(&observed);
        let risk = fitted.rows.linear_predictor(&fitted.coefficients);
        println!("coefficients at {n}: {:.9?}", fitted.coefficients);
        let mut time = |name: &str, run: &mut dyn FnMut()| {
            group.bench_function(BenchmarkId::new(name, n), |b| {
                b.iter_custom(|iterations| {
                    let before = thread_time(start);
                    (0..iterations).for_each(|_| run());
                    thread_time(start) - before
                });
            });
        };
        time("kaplan_meier", &mut || {
            let observed = observations();
            arms.iter().for_each(|arm| drop(black_box(kaplan_meier(&observed, arm))));
        });
        time("log_rank", &mut || {
            drop(black_box(log_rank(&observations(), &rows.group, 2, None, Weight::LogRank)));
        });
        time("cox", &mut || drop(black_box(efron(&observations()))));
        time("cox_robust", &mut || drop(black_box(robust_variance(&efron(&observations()), &patients))));
        let terms: Vec<Vec<usize>> = (0..6).map(|i| vec![i]).collect();
        let km = Transform::KaplanMeier;
        time("proportional_hazards", &mut || drop(black_box(proportional_hazards(&fitted, &observed, km, &terms))));
        time("concordance", &mut || drop(black_box(concordance(&fitted.rows, &risk, None))));
        time("aalen_johansen", &mut || {
            let times = competing();
            arms.iter().for_each(|arm| drop(black_box(cumulative_incidence(&times, arm, 1, Variance::Aalen))));
        });
        time("gray", &mut || drop(black_box(gray_test(&competing(), 1, &rows.group, 2, None, 0.0))));
        time("fine_gray", &mut || {
            let model = fine_gray(&competing(), 1, &rows.covariates, None, Censoring::WithEvents).expect("a fit");
            drop(black_box(model.variance(true)));
        });
    }
    group.finish();
}

criterion_group!(benches, survival);
criterion_main!(benches);
