//! Rehearsal: under no effect and under an assumption a randomised comparison rejects as often as its test does by enumeration,
//! whatever the threads; what is assumed is what is drawn.

use prespec::compile::{Compiled, compile_at};
use prespec::number::Number;
use prespec::run::compute_from;
use prespec::run::given::{InMemory, OnDisk};
use prespec::run::rehearse::{Analyses, Characteristics, Estimate, Rehearsal, Rehearsed, Share, Under, rehearse_from};
use prespec::run::simulate::{Request, simulate_under};
use prespec::simulate::{Asked, Files, Why};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rehearsed(compiled: &Compiled, asked: &Rehearsed) -> Rehearsal {
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    rehearse_from(plan, compiled, &OnDisk::new(compiled, None), asked).expect("patients fit the plan")
}

fn asked(replicates: u64, patients: u64, threads: usize) -> Rehearsed {
    let patients = Some(patients);
    Rehearsed { seed: 11, replicates, patients, under: Under::All, analyses: Analyses::Primary, threads }
}

/// Of a plan that assumes nothing.
fn without_effect(rehearsal: &Rehearsal) -> &Characteristics {
    let [under] = rehearsal.under.as_slice() else { panic!("{:?}", rehearsal.under) };
    assert_eq!(under.effect, "none");
    under
}

/// Patients by the only assumption of a plan, as many as it has.
fn assumed(replicates: u64) -> Rehearsed {
    Rehearsed { patients: None, under: Under::Assumed, ..asked(replicates, 1, 2) }
}

fn only<'a>(shares: &'a [Share], of: &str) -> &'a Share {
    shares.iter().find(|share| share.of == of).unwrap_or_else(|| panic!("no {of} in {shares:?}"))
}

/// A plan of the tests with another text in place of one.
struct Changed {
    folder: tempfile::TempDir,
}

impl Changed {
    fn new(plan: &str, changes: &[(&str, &str)]) -> Changed {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let from = root().join("tests/plans").join(plan);
        let mut text = fs::read_to_string(from.join("plan.md")).expect("the plan");
        for (old, new) in changes {
            assert!(text.contains(old), "{old}");
            text = text.replacen(old, new, 1);
        }
        fs::write(folder.path().join("plan.md"), text).expect("written");
        fs::copy(from.join("binding.yaml"), folder.path().join("binding.yaml")).expect("a copy");
        if from.join("criteria").is_dir() {
            fs::create_dir(folder.path().join("criteria")).expect("a folder");
            for entry in fs::read_dir(from.join("criteria")).expect("a folder") {
                let entry = entry.expect("an entry");
                fs::copy(entry.path(), folder.path().join("criteria").join(entry.file_name())).expect("a copy");
            }
        }
        Changed { folder }
    }

    fn compiled(&self) -> Compiled {
        let compiled = compile_at(self.folder.path()).expect("the plan can be read");
        assert!(compiled.plan.is_some(), "{:?}", compiled.diagnostics);
        compiled
    }
}

fn simulated(compiled: &Compiled, patients: u64) -> Files {
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let request = Request { asked: Asked { seed: 5, patients }, under: Some("assumed".to_string()) };
    simulate_under(plan, compiled, &OnDisk::new(compiled, None), &request).unwrap_or_else(|e| panic!("{e}"))
}

/// A number of a run on simulated files.
fn number(compiled: &Compiled, files: Files, id: &str) -> f64 {
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    let binding = fs::read_to_string(compiled.folder().join("binding.yaml")).expect("a binding");
    let computed = compute_from(plan, compiled, &InMemory { binding, files }, &|_| {}).expect("the files can be read");
    let record = computed.results.records.iter().find(|record| record.id == id);
    match record.unwrap_or_else(|| panic!("no {id}")).value {
        Number::Real(value) => value,
        Number::Count(n) => n as f64,
        ref other => panic!("{id}: {other:?}"),
    }
}

fn assert_unbiased(estimate: &Estimate, truth: f64) {
    assert!((estimate.truth - truth).abs() < 1e-9, "{estimate:?}");
    let (bias, error) = (estimate.bias.expect("a bias"), estimate.monte_carlo_error.expect("an error"));
    assert!(bias.abs() <= 3.0 * error, "{estimate:?}");
}

/// `n` above `k`.
fn choose(n: u64, k: u64) -> f64 {
    (1..=k).map(|i| (n - k + i) as f64 / i as f64).product()
}

/// By the definition: the tables with these margins that are no more probable than this one.
fn fisher(x: u64, n: u64, y: u64, m: u64) -> f64 {
    let all = x + y;
    let table = |x: u64| choose(n, x) * choose(m, all - x) / choose(n + m, all);
    let tables = all.saturating_sub(m)..=all.min(n);
    tables.map(table).filter(|p| *p <= table(x) * (1.0 + 1e-7)).sum()
}

/// How often Fisher's test rejects at 0.05: each patient is in either arm, and responds, with probability one half.
fn size(patients: u64) -> f64 {
    let half = |n: u64, k: u64| choose(n, k) * 0.5_f64.powi(n as i32);
    let mut size = 0.0;
    for n in 1..patients {
        let m = patients - n;
        for (x, y) in (0..=n).flat_map(|x| (0..=m).map(move |y| (x, y))) {
            if fisher(x, n, y, m) <= 0.05 {
                size += half(patients, n) * half(n, x) * half(m, y);
            }
        }
    }
    size
}

#[test]
fn a_randomised_comparison_rejects_as_often_as_its_test_does() {
    let compiled = compile_at(&root().join("tests/plans/lots")).expect("the plan can be read");
    let (replicates, patients) = (3000, 24);
    let rehearsal = rehearsed(&compiled, &asked(replicates, patients, 2));
    let under = without_effect(&rehearsal);
    let [test] = under.tests.as_slice() else { panic!("{:?}", under.tests) };
    assert_eq!((test.of.as_str(), test.among), ("main.fisher_exact.p_value", replicates));
    let (share, size) = (test.share.expect("a share"), size(patients));
    let error = (size * (1.0 - size) / replicates as f64).sqrt();
    assert!(size > 0.01 && size < 0.05, "{size}");
    assert!((share - size).abs() <= 3.0 * error, "{share} by rehearsal, {size} by enumeration, error {error}");
    assert!(share <= rehearsal.alpha + 3.0 * error);
    let own = test.monte_carlo_error.expect("an error");
    assert!((own - (share * (1.0 - share) / replicates as f64).sqrt()).abs() < 1e-12);
    let [interval] = under.intervals.as_slice() else { panic!("{:?}", under.intervals) };
    assert!(interval.share.is_some_and(|share| share > 0.93 && share < 0.99), "{interval:?}");
    assert!(under.matched.is_empty());
    assert_unbiased(&under.estimates[0], 0.0);
}

/// Of so many patients of each arm, responding so often, how often Fisher's test rejects at 0.05.
fn power((n, p): (u64, f64), (m, q): (u64, f64)) -> f64 {
    let of = |n: u64, k: u64, p: f64| choose(n, k) * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32);
    let tables = (0..=n).flat_map(|x| (0..=m).map(move |y| (x, y)));
    tables.filter(|(x, y)| fisher(*x, n, *y, m) <= 0.05).map(|(x, y)| of(n, x, p) * of(m, y, q)).sum()
}

const LOTS: (&str, &str) = (
    "analysis main",
    "assume expected \"Expected\" {\n  patients { active: 15, control: 10 }\n  outcomes { response { active: 80 %, control: 25 % } }\n  power:   80 %\n  because: \"made up\"\n}\n\nanalysis main",
);

#[test]
fn under_an_assumption_it_rejects_as_often_as_its_test_does() {
    let study = Changed::new("lots", &[LOTS]);
    let replicates = 1500;
    let rehearsal = rehearsed(&study.compiled(), &assumed(replicates));
    let [under] = rehearsal.under.as_slice() else { panic!("{:?}", rehearsal.under) };
    assert_eq!((under.effect.as_str(), under.patients, under.undrawn.len()), ("expected", 25, 0));
    assert_eq!(under.nothing_drawn, Vec::<String>::new());
    let share = only(&under.tests, "main.fisher_exact.p_value").share.expect("a share");
    let power = power((15, 0.8), (10, 0.25));
    let error = (power * (1.0 - power) / replicates as f64).sqrt();
    assert!(power > 0.5 && power < 0.9, "{power}");
    assert!((share - power).abs() <= 3.0 * error, "{share} by rehearsal, {power} by enumeration, error {error}");
    assert_unbiased(&under.estimates[0], 0.55);
    let [interval] = under.intervals.as_slice() else { panic!("{:?}", under.intervals) };
    assert!(interval.share.is_some_and(|share| share > 0.92 && share < 0.99), "{interval:?}");
}

/// Who is treated by day 120 has lived until then. Counted from time zero, a treatment without an effect looks as one that lessens
/// the hazard; from the landmark, beyond which everybody is of a settled arm, it does not.
#[test]
fn immortal_time_is_an_effect_that_is_none() {
    let days = ("day 30", "day 120");
    let naive = (
        "# 4 Analyses\n\n```plan\n",
        "# 4 Analyses\n\n```plan\naccept immortal_time {\n  for:         os\n  answered by: survival\n  because:     \"made up\"\n}\n\nanalysis naive \"From time zero\" {\n  role: supplementary\n  estimand {\n    endpoint:   os\n    population: treated\n    compare:    combined against alone\n    effect:     hazard_ratio\n  }\n  estimate: cox\n}\n\n",
    );
    let times = fs::read_to_string(root().join("tests/plans/later/plan.md")).expect("the plan").matches(days.0).count();
    let study = Changed::new("later", &[vec![days; times], vec![naive]].concat());
    let named = Analyses::Named(vec!["naive".to_string(), "survival".to_string()]);
    let rehearsal =
        rehearsed(&study.compiled(), &Rehearsed { under: Under::Nothing, analyses: named, ..asked(60, 200, 2) });
    let under = without_effect(&rehearsal);
    let of = |analysis: &str| {
        let ratio = under.estimates.iter().find(|e| e.of.starts_with(&format!("{analysis}.cox")) && e.logarithm);
        let ratio = ratio.unwrap_or_else(|| panic!("{analysis}: {:?}", under.estimates));
        let interval = only(&under.intervals, &ratio.of);
        (ratio.clone(), interval.share.expect("a share"))
    };
    let ((naive, covered), (landmark, of_landmark)) = (of("naive"), of("survival"));
    let (bias, error) = (naive.bias.expect("a bias"), naive.monte_carlo_error.expect("an error"));
    assert!(bias < -0.2 && bias < -5.0 * error, "{naive:?}");
    assert_unbiased(&landmark, 1.0);
    assert!(covered < 0.85 && of_landmark > 0.85, "{covered} and {of_landmark}");
}

/// Both are told by one command, the patients being those that are assumed.
#[test]
fn no_effect_stands_beside_the_assumption() {
    let study = Changed::new("lots", &[LOTS]);
    let all = Rehearsed { under: Under::All, ..assumed(20) };
    let rehearsal = rehearsed(&study.compiled(), &all);
    let told: Vec<(&str, u64)> = rehearsal.under.iter().map(|u| (u.effect.as_str(), u.patients)).collect();
    assert_eq!(told, [("none", 25), ("expected", 25)]);
    let alone = rehearsed(&study.compiled(), &Rehearsed { threads: 1, ..assumed(20) });
    assert_eq!(alone.under[0], rehearsal.under[1]);
}

/// The log-rank test of 68 and 69 patients whose medians are 120 and 80 days, followed for 400: by Schoenfeld's formula a power
/// of 0.631 (R, in stats/feasibility.rs). The formula is an approximation; two hundredths are allowed for that. The second
/// assumption states the same hazards in other units of time.
#[test]
fn a_log_rank_test_has_the_power_of_its_formula() {
    let compiled = compile_at(&root().join("tests/plans/veterans")).expect("the plan can be read");
    let replicates = 300;
    let rehearsal = rehearsed(&compiled, &assumed(replicates));
    let [expected, by_hazard] = rehearsal.under.as_slice() else { panic!("{:?}", rehearsal.under) };
    assert_eq!((expected.patients, expected.undrawn.len()), (137, 0));
    let of = |under: &Characteristics| only(&under.tests, "survival.log_rank.equal.p_value").share.expect("a share");
    let error = (0.631f64 * 0.369 / replicates as f64).sqrt();
    assert!((of(expected) - 0.631).abs() <= 0.02 + 3.0 * error, "{}", of(expected));
    assert!((of(expected) - of(by_hazard)).abs() <= 0.01, "{} {}", of(expected), of(by_hazard));
    assert_unbiased(&expected.estimates[0], 2.0 / 3.0);
    let coverage = expected.intervals[0].share.expect("a share");
    assert!((coverage - 0.95).abs() <= 3.0 * (0.95f64 * 0.05 / replicates as f64).sqrt(), "{coverage}");
}

/// Followed to day 80, of 69 patients whose median that is a half have died; those of a median of 120 days 1 − 2^(−2/3). A time in
/// months is drawn as one in days, to a tenth of a month.
#[test]
fn a_median_is_the_same_in_days_and_in_months() {
    let short = ("followed: day 400", "followed: day 80");
    let one = (
        "assume by_hazard \"The same, by the hazard and by who has no event\": like expected {\n  os { test: exponential { hazard: 0.577623, per: 100 days }, standard: exponential { event free: 50 %, on: day 80 } }\n}\n",
        "",
    );
    let in_months = (
        "integer from 0 to 5000 { known at: follow_up }",
        "number in months { at least: 0 months, known at: follow_up }",
    );
    let months = ("alpha:           0.05 { sides: two }", "month: 30.4375 days\n  alpha:  0.05 { sides: two }");
    for changes in [&[short, one][..], &[short, one, in_months, months]] {
        let study = Changed::new("veterans", changes);
        let compiled = study.compiled();
        let files = simulated(&compiled, 1370);
        let text = String::from_utf8_lossy(&files["veteran.csv"]).into_owned();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let at = |name: &str| rows[0].iter().position(|head| *head == name).expect("a column");
        let (arm, dead, time) = (at("trt"), at("status"), at("time"));
        let died = |of: &str| {
            let own: Vec<&Vec<&str>> = rows[1..].iter().filter(|row| row[arm] == of).collect();
            (own.iter().filter(|row| row[dead] == "1").count() as f64 / own.len() as f64, own.len())
        };
        let ((test, n), (standard, m)) = (died("2"), died("1"));
        assert_eq!((n, m), (680, 690));
        let expected = 1.0 - 2f64.powf(-80.0 / 120.0);
        assert!((standard - 0.5).abs() <= 3.0 * (0.25 / 690f64).sqrt(), "{standard}");
        assert!((test - expected).abs() <= 3.0 * (0.25 / 680f64).sqrt(), "{test} and {expected}");
        let longest = rows[1..].iter().map(|row| row[time].parse::<f64>().expect("a time")).fold(0.0, f64::max);
        assert!([80.0, 2.6].contains(&longest), "{longest}");
    }
}

/// A response that a criterion tells from examinations is as it was drawn: of everyone and of nobody.
#[test]
fn a_response_is_drawn_through_its_examinations() {
    let study = Changed::new("skin", &[("active: 60 %, placebo: 10 %", "active: 100 %, placebo: 0 %")]);
    let compiled = study.compiled();
    let files = simulated(&compiled, 24);
    let of = |arm: &str, statistic: &str| {
        number(&compiled, files.clone(), &format!("main.pasi.W12.proportion.clopper_pearson.{arm}.{statistic}"))
    };
    assert_eq!((of("active", "n"), of("placebo", "n")), (16.0, 8.0));
    assert_eq!((of("active", "estimate"), of("placebo", "estimate")), (1.0, 0.0));
}

/// Of a plan a copy that assumes something.
fn assuming(plan: &str, before: &str, patients: &str, outcomes: &str) -> Changed {
    let assume = format!(
        "assume expected \"Expected\" {{\n  patients {{ {patients} }}\n  outcomes {{ {outcomes} }}\n  power:   80 %\n  because: \"made up\"\n}}\n\n{before}"
    );
    Changed::new(plan, &[(before, &assume)])
}

fn assert_share(found: f64, expected: f64, n: f64) {
    assert!((found - expected).abs() <= 3.0 * (expected * (1.0 - expected) / n).sqrt(), "{found} and {expected}");
}

/// A progression that examinations tell comes at the hazard that is assumed, to the day: of medians of 200 and 100 days
/// 2^(−120/200) and 2^(−120/100) are without it after day 120.
#[test]
fn a_time_is_drawn_through_its_examinations() {
    let times = "worse { active: exponential { median: 200 days }, standard: exponential { median: 100 days } }";
    let study = assuming("glioma", "analysis main \"", "active: 1, standard: 1", times);
    let compiled = study.compiled();
    let files = simulated(&compiled, 240);
    let left = |arm: &str| number(&compiled, files.clone(), &format!("growth.kaplan_meier.log_log.{arm}.120.survival"));
    assert_share(left("active"), 2f64.powf(-0.6), 120.0);
    assert_share(left("standard"), 2f64.powf(-1.2), 120.0);
}

/// A plan that assumes a time to progression or death, a survival of these medians, and a response.
fn first_of_two(active: u64, control: u64) -> Changed {
    let from_response = "  from:   objective_response by reported\n  event:  first of (progression by reported, death)\n  censor: last visit where assessed by reported otherwise its_start { longest gap: 182 days }";
    let from_zero = "  from:   time zero\n  event:  first of (progression by reported, death)\n  censor: last visit where assessed by reported otherwise time zero";
    let survival = "endpoint os \"Survival\" {\n  kind:   time_to_event\n  from:   time zero\n  event:  death\n  censor: followup.last_news\n}\n\n";
    let assume = format!(
        "assume expected \"Expected\" {{\n  patients {{ active: 1, control: 1 }}\n  followed: day 300\n  outcomes {{\n    duration   {{ active: exponential {{ median: 200 days }}, control: exponential {{ median: 100 days }} }}\n    os         {{ active: exponential {{ median: {active} days }}, control: exponential {{ median: {control} days }} }}\n    responding {{ each: reported at M4, active: 50 %, control: 30 % }}\n  }}\n  power:   80 %\n  because: \"made up\"\n}}\n\n"
    );
    let described = "analysis described \"";
    let analysed = "analysis survival \"Survival\": like described { endpoint: os }\n\n";
    let more = [survival, &assume, analysed, described].concat();
    Changed::new("held", &[(from_response, from_zero), (described, &more)])
}

/// A time to the first of two events and that to one of them are both as they are assumed, and so is a response beside them, though
/// who has died or progressed does not respond.
#[test]
fn the_first_of_several_events_is_drawn_beside_one_of_them() {
    let study = first_of_two(400, 150);
    let compiled = study.compiled();
    let files = simulated(&compiled, 240);
    let of = |id: String| number(&compiled, files.clone(), &id);
    let left = |analysis: &str, arm: &str| of(format!("{analysis}.kaplan_meier.log_log.{arm}.100.survival"));
    let responding = |arm: &str| of(format!("responders.reported.M4.proportion.clopper_pearson.{arm}.estimate"));
    for (arm, first, death, share) in [("active", 200.0, 400.0, 0.5), ("control", 100.0, 150.0, 0.3)] {
        assert_share(left("described", arm), 2f64.powf(-100.0 / first), 120.0);
        assert_share(left("survival", arm), 2f64.powf(-100.0 / death), 120.0);
        assert_share(responding(arm), share, 120.0);
    }
}

/// Of a first event that is no more frequent than one of its events, and of more responses than are left without a progression,
/// nothing can be made.
#[test]
fn what_does_not_go_together_is_not_drawn() {
    let undrawn = |study: Changed| {
        let rehearsal = rehearsed(&study.compiled(), &Rehearsed { patients: Some(8), ..assumed(1) });
        let found = rehearsal.under[0].undrawn.iter().map(|undrawn| (undrawn.of.clone(), undrawn.because));
        found.collect::<Vec<_>>()
    };
    assert_eq!(undrawn(first_of_two(400, 100)), [("duration".to_string(), Why::Contradicts)]);
    let of = |outcomes: &str| undrawn(assuming("glioma", "analysis main \"", "active: 4, standard: 4", outcomes));
    // The window of the response closes on day 75, when 59 % of the second arm are without a progression.
    let responding = |share: &str| {
        format!(
            "\n    worse      {{ active: exponential {{ median: 200 days }}, standard: exponential {{ median: 100 days }} }}\n    responding {{ each: course at M2, active: 40 %, standard: {share} }}\n "
        )
    };
    assert_eq!(of(&responding("58 %")), []);
    assert_eq!(of(&responding("60 %")), [("responding".to_string(), Why::TooFewLeft)]);
    let confirmed = "response_time { active: exponential { median: 50 days } }";
    assert_eq!(of(confirmed), [("response_time".to_string(), Why::ConfirmedLater)]);
}

/// The primary analysis of the first study, its survival and its best response have the effect that is assumed: from the landmark
/// on, for until then the arms are not settled.
#[test]
fn the_first_study_is_rehearsed_under_an_assumption() {
    let outcomes = "\n    orr  { each: recist at M6, sirt_io: 45 %, io: 25 % }\n    pfs  { sirt_io: exponential { median: 300 days }, io: exponential { median: 200 days } }\n    os   { sirt_io: exponential { median: 600 days }, io: exponential { median: 400 days } }\n    best { sirt_io: 55 %, io: 35 % }\n ";
    let study = assuming("../../plans/sirt-hcc", "analysis primary \"", "sirt_io: 50, io: 50", outcomes);
    let named = ["primary", "best_overall_eligible", "progression_landmark_unmatched", "survival_landmark_unmatched"];
    let analyses = Analyses::Named(named.map(str::to_string).to_vec());
    let rehearsal = rehearsed(&study.compiled(), &Rehearsed { analyses, ..assumed(10) });
    let [under] = rehearsal.under.as_slice() else { panic!("{:?}", rehearsal.under) };
    assert_eq!((under.undrawn.len(), under.nothing_drawn.len()), (0, 0), "{under:?}");
    let power = only(&under.tests, "primary.recist.M6.mcnemar.exact.p_value");
    assert!(power.estimable == 10 && power.share.is_some(), "{power:?}");
    for (analysis, truth) in named.into_iter().zip([0.2, 0.2, 2.0 / 3.0, 2.0 / 3.0]) {
        let estimate = under.estimates.iter().find(|estimate| estimate.of.starts_with(&format!("{analysis}.")));
        assert_unbiased(estimate.unwrap_or_else(|| panic!("{analysis}: {:?}", under.estimates)), truth);
    }
}

/// Means and standard deviations of a value, and of a change from a baseline within which every change fits.
#[test]
fn a_number_is_drawn_by_its_mean_and_deviation() {
    let assume = "assume expected \"Expected\" {\n  patients { CBT: 1, FT: 1, Cont: 1 }\n  outcomes { OUTCOME { CBT: normal { mean: 30, standard deviation: 4 }, FT: normal { mean: 32.5, standard deviation: 5 }, Cont: normal { mean: 28, standard deviation: 2 } } }\n  power:   80 %\n  because: \"made up\"\n}\n\nanalysis adjusted";
    for (outcome, column) in [("weight", 0.0), ("gain", 1.0)] {
        let text = assume.replace("OUTCOME", outcome);
        // The assumption names an endpoint that stands below it in the plan.
        let gain = "endpoint gain \"Gain in weight, lb\" {\n  kind:            number { better: higher }\n  value:           postwt\n  baseline:        prewt\n  measure:         change\n  if not assessed: left_out\n}\n";
        let moved = [gain, "\n", &text].concat();
        let study = Changed::new("anorexia", &[(gain, ""), ("analysis adjusted", &moved)]);
        let compiled = study.compiled();
        let files = simulated(&compiled, 1200);
        let text = String::from_utf8_lossy(&files["mass_anorexia.csv"]).into_owned();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let at = |name: &str| rows[0].iter().position(|head| *head == name).expect("a column");
        let (arm, before, after) = (at("Treat"), at("Prewt"), at("Postwt"));
        for (name, mean, deviation) in [("CBT", 30.0, 4.0), ("FT", 32.5, 5.0), ("Cont", 28.0, 2.0)] {
            let number = |text: &str| text.parse::<f64>().expect("a number");
            let own = rows[1..].iter().filter(|row| row[arm] == name);
            let values: Vec<f64> = own.map(|row| number(row[after]) - column * number(row[before])).collect();
            let n = values.len() as f64;
            let found = values.iter().sum::<f64>() / n;
            let spread = (values.iter().map(|x| (x - found).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
            assert_eq!(values.len(), 400, "{outcome} {name}");
            assert!((found - mean).abs() <= 3.0 * deviation / n.sqrt(), "{outcome} {name}: {found}");
            assert!((spread / deviation - 1.0).abs() <= 3.0 / (2.0 * n).sqrt(), "{outcome} {name}: {spread}");
        }
    }
}

/// What is assumed and cannot be drawn is told by its name.
#[test]
fn what_is_not_drawn_is_named() {
    let compiled = compile_at(&root().join("tests/plans/later")).expect("the plan can be read");
    let rehearsal = rehearsed(&compiled, &Rehearsed { patients: Some(24), ..assumed(2) });
    let undrawn = &rehearsal.under[0].undrawn;
    let told: Vec<(&str, Why)> = undrawn.iter().map(|undrawn| (undrawn.of.as_str(), undrawn.because)).collect();
    assert!(told.contains(&("pairs", Why::Matching)), "{told:?}");
    assert!(told.contains(&("early_relapse", Why::Discordant)), "{told:?}");
    assert!(told.iter().all(|(of, _)| *of != "os"), "{told:?}");
}

#[test]
fn threads_have_no_part_in_it_and_the_seed_has() {
    let compiled = compile_at(&root().join("tests/plans/lots")).expect("the plan can be read");
    let one = rehearsed(&compiled, &asked(60, 12, 1));
    assert_eq!(one, rehearsed(&compiled, &asked(60, 12, 3)));
    assert_ne!(one, rehearsed(&compiled, &Rehearsed { seed: 12, ..asked(60, 12, 1) }));
}

/// Matching included: pairs are found in every replicate, and not for every treated patient.
#[test]
fn the_first_study_is_rehearsed_with_its_matching() {
    let compiled = compile_at(&root().join("plans/sirt-hcc")).expect("the plan can be read");
    let rehearsal = rehearsed(&compiled, &asked(2, 60, 2));
    let under = without_effect(&rehearsal);
    let primary = under.tests.iter().find(|share| share.of == "primary.recist.M6.mcnemar.exact.p_value");
    assert_eq!(primary.map(|share| share.among), Some(2));
    let pairs = under.matched.iter().find(|share| share.of == "pairs").expect("the matching of the plan");
    assert!(pairs.estimable == 2 && pairs.count > 0 && pairs.count < pairs.among, "{pairs:?}");
    assert_eq!(pairs.monte_carlo_error, None);
    // As many pairs as were found, of all of which both members are counted.
    let discordant =
        under.discordant.iter().find(|share| share.of == "primary.recist.M6").expect("the pairs of the test");
    assert_eq!((discordant.among, discordant.estimable, discordant.monte_carlo_error), (pairs.count, 2, None));
    assert!(discordant.count < discordant.among, "{discordant:?}");
}

fn prespec(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    let output = command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).args(arguments).output().expect("started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn it_is_told_as_text_and_as_json() {
    let asked = ["rehearse", "tests/plans/lots", "--replicates", "20", "--patients", "16", "--seed", "3"];
    let (exit, text, said) = prespec(&asked);
    assert!(exit == 0 && text.contains("20 replicates; seed 3"), "{said}");
    assert!(text.contains("16 simulated patients; effect: none"), "{text}");
    assert!(text.contains("main.fisher_exact.p_value") && text.contains("of 20"), "{text}");
    let (exit, json, said) = prespec(&[&asked[..], &["--json"]].concat());
    assert_eq!(exit, 0, "{said}");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["under"][0]["tests"][0]["among"], 20);
    let (exit, _, said) = prespec(&[&asked[..], &["--analyses", "mian"]].concat());
    assert!(exit == 2 && said.contains("R042") && said.contains("did you mean `main`?"), "{said}");
    let (exit, _, said) = prespec(&[&asked[..], &["--under", "assumed"]].concat());
    assert!(exit == 2 && said.contains("R043") && said.contains("assumes nothing"), "{said}");
    let (exit, _, said) = prespec(&["rehearse", "tests/plans/lots", "--replicates", "20", "--seed", "3"]);
    assert!(exit == 2 && said.contains("R043") && said.contains("`--patients N`"), "{said}");
    let one = ["rehearse", "tests/plans/veterans", "--replicates", "2", "--seed", "3", "--under"];
    let (exit, _, said) = prespec(&[&one[..], &["expekted"]].concat());
    assert!(exit == 2 && said.contains("R043") && said.contains("did you mean `expected`?"), "{said}");
    let (exit, text, said) = prespec(&[&one[..], &["expected"]].concat());
    assert!(exit == 0 && text.contains("137 simulated patients; effect: as assumed by `expected`"), "{said}");
}
