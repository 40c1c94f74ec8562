//! The first study against an independent implementation: `plans/sirt-hcc/expected`, whose provenance is written there.
//! Counts and classes must be equal, other numbers to 1e-8 relative.

use prespec::catalogue::Statistic;
use prespec::compile::compile_at;
use prespec::number::Number;
use prespec::results::{Exclusion, Group, Record, Results, Role, Value as Known};
use prespec::run::{Computed, compute};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

mod baseline;
mod best_response;
mod coverage;
mod described;
mod events;
mod further;
mod html;
mod lesions;
mod main_analyses;
mod otherwise;
mod rules;
mod said;
mod sample_size;
mod settled;
mod trace;

const TOLERANCE: f64 = 1e-8;

/// Pairs of our identifier and the expected key.
type Compared = Vec<(String, String)>;

/// Ours and theirs by what each calls them, after what their identifiers begin with.
fn beside<const N: usize>(ours: &str, theirs: &str, names: [(&str, &str); N]) -> Compared {
    names.map(|(a, b)| (format!("{ours}.{a}"), format!("{theirs}.{b}"))).into()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc")
}

fn computed() -> &'static Computed {
    static COMPUTED: OnceLock<Computed> = OnceLock::new();
    COMPUTED.get_or_init(|| {
        let compiled = compile_at(&folder()).expect("the plan can be read");
        let plan = compiled.plan.as_ref().expect("the plan has no error");
        compute(plan, &compiled, None, &|_| {}).expect("the locked data can be read")
    })
}

fn results() -> &'static Results {
    &computed().results
}

fn expected(file: &str) -> Value {
    let path = folder().join("expected").join(file);
    let text = std::fs::read_to_string(path).expect("the expected values are there");
    serde_json::from_str(&text).expect("they are JSON")
}

fn record(id: &str) -> &'static Record {
    results().records.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no result {id}"))
}

fn real(id: &str) -> Option<f64> {
    match record(id).value {
        Number::Count(n) => Some(n as f64),
        Number::Real(v) => Some(v),
        Number::Infinite => Some(f64::INFINITY),
        Number::NegativeInfinite => Some(f64::NEG_INFINITY),
        Number::NotEstimable(_) | Number::Withheld(_) => None,
    }
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()),
        (None, None) => true,
        _ => false,
    }
}

/// A number of the expected file: absent where it says null, infinite where it says so in words.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(s) if s == "Inf" => Some(f64::INFINITY),
        Value::String(s) if s == "-Inf" => Some(f64::NEG_INFINITY),
        other => other.as_f64(),
    }
}

/// All faults are shown together.
fn compare(pairs: &[(String, String)]) {
    let expected = expected("results.json");
    let mut faults = vec![];
    for (ours, theirs) in pairs {
        let Some(wanted) = expected["values"].get(theirs) else {
            faults.push(format!("{theirs} is not among the expected values"));
            continue;
        };
        let (found, wanted) = (real(ours), number(wanted));
        if !close(found, wanted) {
            faults.push(format!("{ours}: {found:?}, expected {wanted:?} ({theirs})"));
        }
    }
    assert!(!pairs.is_empty());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn arm(expected: &str) -> &'static str {
    match expected {
        "SIRT" => "sirt_io",
        _ => "io",
    }
}

/// The expected reasons of exclusion in the order of the plan's requirements.
const REASONS: [&str; 7] = ["no_t0", "bclc", "adult", "not_informed", "opposed", "outside_period", "sirt_before_t0"];

/// The plan's requirements in order, from the records of the attrition.
fn requirements() -> Vec<String> {
    let of_all = |r: &&Record| r.role == Role::Attrition && r.statistic == Statistic::Excluded && r.group == Group::All;
    let excluded = results().records.iter().filter(of_all);
    excluded.filter(|r| r.analysis == "eligible").filter_map(Record::place).collect()
}

#[test]
fn attrition() {
    let derived = expected("derived.json");
    let steps = derived["attrition"]["steps"].as_array().expect("steps");
    let requirements = requirements();
    assert_eq!(requirements.len(), steps.len());
    assert_eq!(real("attrition.eligible.considered"), derived["attrition"]["in_file"].as_f64());
    for (step, requirement) in steps.iter().zip(&requirements) {
        for statistic in ["excluded", "remaining"] {
            let found = real(&format!("attrition.eligible.{requirement}.{statistic}"));
            assert_eq!(found, step[statistic].as_f64(), "{requirement} {statistic}");
        }
    }
    assert_eq!(real("attrition.eligible.included"), derived["attrition"]["eligible"].as_f64());
    for (name, n) in derived["attrition"]["arms"].as_object().expect("arms") {
        assert_eq!(real(&format!("attrition.eligible.included.{}", arm(name))), n.as_f64());
    }
}

/// Of the requirement that reads who has died, and of no other, it is said whom of each arm it leaves out: P087, who has no SIRT.
#[test]
fn exclusions_that_rest_on_death_are_counted_by_arm() {
    let derived = expected("derived.json");
    let first_reason = |patient: &&Value| patient["reasons"][0] == "not_informed";
    let left_out: Vec<&Value> =
        derived["patients"].as_object().expect("patients").values().filter(first_reason).collect();
    let with_sirt = left_out.iter().filter(|patient| !patient["sirt_day"].is_null()).count();
    for (arm, n) in [("sirt_io", with_sirt), ("io", left_out.len() - with_sirt)] {
        assert_eq!(real(&format!("attrition.eligible.informed_or_dead.excluded.{arm}")), Some(n as f64), "{arm}");
    }
    let by_arm = |r: &&Record| r.statistic == Statistic::Excluded && r.group != Group::All;
    assert_eq!(results().records.iter().filter(by_arm).count(), 2);
}

#[test]
fn patients() {
    let derived = expected("derived.json");
    let requirements = requirements();
    let patients = derived["patients"].as_object().expect("patients");
    assert_eq!(patients.len(), results().derived.patients.len());
    for ours in &results().derived.patients {
        let theirs = &patients[&ours.patient];
        assert_eq!(ours.time_zero.as_deref(), theirs["t0"].as_str(), "{} time zero", ours.patient);
        let reasons: Vec<&str> =
            theirs["reasons"].as_array().expect("reasons").iter().filter_map(Value::as_str).collect();
        let (_, found) = ours.populations.iter().find(|(p, _)| p == "eligible").expect("every patient is a candidate");
        let found: Vec<&str> = REASONS
            .iter()
            .zip(&requirements)
            .filter(|(_, r)| found.contains(&Exclusion::Requirement(r.to_string())))
            .map(|(t, _)| *t)
            .collect();
        assert_eq!(found, reasons, "{}", ours.patient);
        if theirs["eligible"] == true {
            assert_eq!(ours.arm.as_deref(), theirs["arm"].as_str().map(arm), "{} arm", ours.patient);
            let baseline = ours.timepoints.iter().find(|(p, _)| p == "baseline").and_then(|(_, e)| e.as_deref());
            assert_eq!(baseline, theirs["baseline_exam"].as_str(), "{} baseline", ours.patient);
            for (point, exam) in derived["timepoints"][&ours.patient].as_object().expect("timepoints") {
                let found = ours.timepoints.iter().find(|(p, _)| p == point).and_then(|(_, e)| e.as_deref());
                assert_eq!(found, exam.as_str(), "{} {point}", ours.patient);
            }
        }
    }
}

fn word(value: &Value) -> Option<String> {
    value.as_str().map(|w| w.replace(['-', '/'], "_"))
}

/// Every reading of every reader: the response, and the findings, sum and nadir that it rests on.
#[test]
fn readings() {
    let derived = expected("derived.json");
    let mut seen = 0;
    for ours in results().derived.readings.iter().filter(|r| r.response == "recist") {
        let place = format!("{} {} {}", ours.patient, ours.exam, ours.reader);
        let exam = &derived["readings"][&ours.patient][&ours.exam];
        let theirs = &exam[&ours.reader]["RECIST11"];
        assert!(theirs.is_object(), "{place} is not expected");
        seen += 1;
        assert_eq!(Some(ours.day), exam["day"].as_i64(), "{place} day");
        assert_eq!(Some(ours.result.clone()), word(&theirs["response"]), "{place}");
        let value = |name: &str| ours.values.iter().find(|v| v.name == name).and_then(|v| v.value.clone());
        let length = |name: &str| match value(name) {
            Some(Known::Decimal { number, unit }) if unit.as_deref() == Some("mm") => number.to_string().parse().ok(),
            None => None::<f64>,
            other => panic!("{place} {name}: {other:?}"),
        };
        for (name, key) in [("target_response", "target"), ("non_target_response", "non_target")] {
            if let Some(wanted) = word(&theirs[key]) {
                assert_eq!(value(name), Some(Known::Code(wanted)), "{place} {name}");
            }
        }
        if let Some(new) = theirs["new"].as_bool() {
            assert_eq!(value("new_lesion"), Some(Known::YesNo(new)), "{place} new lesion");
        }
        if theirs["complete"] == true {
            assert_eq!(length("total"), theirs["sum"].as_f64(), "{place} sum");
        }
        if let Some(nadir) = theirs["nadir"].as_f64() {
            assert_eq!(length("nadir"), Some(nadir), "{place} nadir");
        }
    }
    let exams = derived["readings"].as_object().expect("readings").values();
    let expected: usize = exams.map(|e| e.as_object().map_or(0, |e| 2 * e.len())).sum();
    assert_eq!(seen, expected);
}

#[test]
fn adjudicated_responses() {
    let derived = expected("derived.json");
    let mut seen = 0;
    for ours in results().derived.adjudicated.iter().filter(|r| r.response == "recist") {
        let theirs = &derived["adjudicated"][&ours.patient][&ours.exam]["RECIST11"];
        assert!(theirs.is_object(), "{} {} is not expected", ours.patient, ours.exam);
        assert_eq!(ours.result, word(&theirs["response"]), "{} {}", ours.patient, ours.exam);
        seen += 1;
    }
    let exams = derived["adjudicated"].as_object().expect("adjudicated").values();
    assert_eq!(seen, exams.map(|e| e.as_object().map_or(0, |e| e.len())).sum::<usize>());
}

#[test]
fn values_of_the_endpoints() {
    let derived = expected("derived.json");
    let mut seen = BTreeMap::new();
    // Those of events are compared in `events`.
    let endpoints = [("orr", ""), ("pfs", "PFS"), ("pfs_irecist", "IPFS"), ("os", "OS")];
    // The main analyses, and those of the whole cohort; others share their values or have another estimand.
    let main = ["primary", "response", "progression", "progression_irecist", "survival"];
    let is_main = |name: &str| main.contains(&name.trim_end_matches("_unmatched"));
    for ours in results().derived.endpoints.iter().filter(|e| is_main(&e.analysis)) {
        let Some((_, named)) = endpoints.iter().find(|(name, _)| *name == ours.endpoint) else { continue };
        let place = format!("{} {} {:?} {}", ours.analysis, ours.endpoint, ours.timepoint, ours.patient);
        *seen.entry(ours.endpoint.clone()).or_insert(0) += 1;
        match (ours.endpoint.as_str(), &ours.timepoint) {
            ("orr", Some(point)) => {
                let by =
                    CRITERIA.iter().find(|(name, _)| ours.response.as_deref() == Some(*name)).expect("a criterion");
                let theirs = &derived["timepoint_responses"][&ours.patient][by.1][point];
                assert_eq!(ours.value, theirs["responder"].as_bool().map(i64::from), "{place}");
            }
            _ => {
                let theirs = &derived["endpoints"][&ours.patient][named];
                assert_eq!(ours.value, theirs["time"].as_i64(), "{place}");
                assert_eq!(ours.event.map(i64::from), theirs["event"].as_i64(), "{place}");
            }
        }
    }
    // 3 criteria at 4 timepoints in 146 eligible and 64 matched patients; one time of each kind in the same.
    let expected = [("orr", 3 * 840), ("os", 210), ("pfs", 210), ("pfs_irecist", 210)];
    assert_eq!(seen, expected.map(|(name, n)| (name.to_string(), n)).into());
}

#[test]
fn pairs() {
    let expected = expected("results.json");
    let landmarks = &expected["landmark_pairs"];
    for (matching, theirs) in
        [("pairs", &expected["pairs"]), ("pairs_alive_120", &landmarks["OS"]), ("pairs_free_120", &landmarks["PFS"])]
    {
        let theirs = theirs.as_array().expect("pairs");
        let ours: Vec<_> = results().derived.pairs.iter().filter(|p| p.matching == matching).collect();
        assert_eq!(theirs.len(), ours.len(), "{matching}");
        for (ours, theirs) in ours.into_iter().zip(theirs) {
            let place = format!("{matching} {}", ours.pair);
            assert_eq!(Some(ours.pair as u64), theirs["pair"].as_u64(), "{place}");
            assert_eq!(Some(ours.treated.as_str()), theirs["treated"].as_str(), "{place}");
            assert_eq!(Some(ours.control.as_str()), theirs["control"].as_str(), "{place}");
            assert!(close(Some(ours.distance), theirs["distance"].as_f64()), "{place}");
        }
    }
}

/// The criteria as both call them.
const CRITERIA: [(&str, &str); 3] = [("recist", "RECIST11"), ("mrecist", "mRECIST"), ("irecist", "iRECIST")];

/// Each criterion at each timepoint: ours (`recist.M6`) and theirs (`RECIST11.M6`).
fn measured() -> Vec<(String, String)> {
    let points = ["M3", "M6", "M9", "M12"];
    let all = CRITERIA.iter().flat_map(|c| points.iter().map(move |p| (c, p)));
    all.map(|((ours, theirs), point)| (format!("{ours}.{point}"), format!("{theirs}.{point}"))).collect()
}

/// Our terms and the expected names.
const TERMS: [(&str, &str); 16] = [
    ("score", "logit"),
    ("age", "age"),
    ("sex.M", "sexe_M"),
    ("ecog", "ecog"),
    ("child_pugh", "child_pugh"),
    ("log10(afp)", "log10_afp"),
    ("largest", "taille_max"),
    ("pvt", "tvp"),
    ("extrahepatic", "extra_hepatique"),
    ("bclc.C", "bclc_C"),
    ("albi", "albi"),
    ("albumin", "albumine"),
    ("bilirubin", "bilirubine"),
    ("lesions", "nb_lesions"),
    ("diabetes", "diabete"),
    ("hypertension", "hta"),
];

pub fn of_score_and_balance() -> Compared {
    let mut list = vec![
        ("pairs.pairs".to_string(), "match.n_pairs".to_string()),
        ("pairs.treated".into(), "ps.n_sirt".into()),
        ("pairs.controls".into(), "ps.n_control".into()),
        ("pairs.unmatched".into(), "match.unmatched_sirt".into()),
        ("pairs.caliper".into(), "ps.caliper".into()),
        ("pairs.score.deviance".into(), "ps.deviance".into()),
        ("pairs.score.coefficient.intercept".into(), "ps.coef.intercept".into()),
    ];
    list.extend(score_and_differences("pairs", "", &TERMS));
    for (matching, endpoint) in [("pairs_free_120", "PFS"), ("pairs_alive_120", "OS")] {
        let theirs = format!("landmark.rematched.{endpoint}.");
        list.push((format!("{matching}.pairs"), format!("{theirs}n_pairs")));
        list.push((format!("{matching}.treated"), format!("{theirs}SIRT.at_risk")));
        list.push((format!("{matching}.controls"), format!("{theirs}CONTROL.at_risk")));
        list.push((format!("{matching}.caliper"), format!("{theirs}ps.caliper")));
        list.push((format!("{matching}.score.coefficient.intercept"), format!("{theirs}ps.coef.intercept")));
        list.extend(score_and_differences(matching, &theirs, &TERMS[..10]));
    }
    list
}

/// Overlap weights by the score: its own terms have equal means whatever the data, and the arms count as many as theirs.
pub fn of_overlap_in_the_balance() -> Compared {
    let mut list: Compared = TERMS[1..9]
        .iter()
        .map(|(ours, theirs)| (format!("pairs.balance.{ours}.smd_weighted"), format!("overlap.difference.{theirs}")))
        .collect();
    for (ours, theirs) in [("sirt_io", "SIRT"), ("io", "CONTROL")] {
        list.push((format!("pairs.effective_sample_size.{ours}"), format!("overlap.ess.{theirs}")));
    }
    list
}

#[test]
fn balance_under_overlap_weights() {
    compare(&of_overlap_in_the_balance());
    // What is not in the score, from the file of the patients and the scores, by the formula: the weighted difference over the
    // deviation without weights.
    let bytes = std::fs::read(folder().join("data/locked/patients.csv")).expect("the patients");
    // What is read of it is in plain letters; other columns are in the encoding of Windows.
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect::<Vec<_>>());
    let heads = lines.next().expect("a head");
    let rows: Vec<Vec<&str>> = lines.collect();
    for (term, column, yes_no) in [("lesions", "nb_lesions", false), ("hypertension", "hta", true)] {
        let place = heads.iter().position(|head| *head == column).expect("a column");
        let value = |patient: &str| {
            let cell = rows.iter().find(|row| row[0] == patient).expect("a patient")[place];
            match (yes_no, cell) {
                (_, "") => None,
                (true, answer) => Some(f64::from(answer == "oui")),
                (false, number) => Some(number.replace(',', ".").parse::<f64>().expect("a number")),
            }
        };
        let scores = results().derived.scores.iter().filter(|score| score.matching == "pairs");
        let arm_of = |patient: &str| {
            let own = results().derived.patients.iter().find(|own| own.patient == patient);
            own.and_then(|own| own.arm.clone()).expect("an arm")
        };
        // Value, weight, whether treated.
        let all: Vec<(f64, f64, bool)> = scores
            .filter_map(|score| {
                let (e, treated) = (1.0 / (1.0 + (-score.logit).exp()), arm_of(&score.patient) == "sirt_io");
                Some((value(&score.patient)?, if treated { 1.0 - e } else { e }, treated))
            })
            .collect();
        let arms = [true, false].map(|arm| all.iter().filter(|(.., own)| *own == arm).collect::<Vec<_>>());
        let weighted = arms
            .each_ref()
            .map(|own| own.iter().map(|(v, w, _)| v * w).sum::<f64>() / own.iter().map(|(_, w, _)| w).sum::<f64>());
        let variance = arms.each_ref().map(|own| {
            let mean = own.iter().map(|(v, ..)| v).sum::<f64>() / own.len() as f64;
            let squares: f64 = own.iter().map(|(v, ..)| (v - mean).powi(2)).sum();
            if yes_no { mean * (1.0 - mean) } else { squares / (own.len() - 1) as f64 }
        });
        let expected = (weighted[0] - weighted[1]) / f64::midpoint(variance[0], variance[1]).sqrt();
        assert!(all.len() > 140, "{}", all.len());
        assert!(close(real(&format!("pairs.balance.{term}.smd_weighted")), Some(expected)), "{term}: {expected}");
        for (arm, mean) in ["sirt_io", "io"].into_iter().zip(weighted) {
            assert!(close(real(&format!("pairs.balance.{term}.mean_weighted.{arm}")), Some(mean)), "{term} of {arm}");
        }
    }
}

/// The coefficients of the score and the standardised differences of these terms; the keys of theirs begin so.
fn score_and_differences(matching: &str, theirs: &str, terms: &[(&str, &str)]) -> Compared {
    let mut list = vec![];
    for (ours, key) in terms {
        for time in ["before", "after"] {
            list.push((format!("{matching}.balance.{ours}.smd_{time}"), format!("{theirs}smd.{time}.{key}")));
        }
    }
    for (ours, key) in &terms[1..9] {
        list.push((format!("{matching}.score.coefficient.{ours}"), format!("{theirs}ps.coef.{key}")));
    }
    list
}

#[test]
fn score_and_balance() {
    compare(&of_score_and_balance());
}

/// Our standardised difference after the matching, and whether the covariate of the score missed the aim.
pub fn of_what_missed_the_aim() -> Compared {
    let one =
        |(ours, theirs): &(&str, &str)| (format!("pairs.balance.{ours}.smd_after"), format!("balance.missed.{theirs}"));
    TERMS[1..9].iter().map(one).collect()
}

#[test]
fn what_missed_the_aim() {
    let values = expected("results.json");
    let differences: Vec<(f64, String)> = of_what_missed_the_aim()
        .into_iter()
        .map(|(ours, theirs)| (real(&ours).expect("a difference").abs(), theirs))
        .collect();
    for (difference, theirs) in &differences {
        assert_eq!(values["values"][theirs].as_i64(), Some(i64::from(*difference >= 0.1)), "{theirs}");
    }
    let missed = differences.iter().filter(|(d, _)| *d >= 0.1).count();
    assert_eq!(values["values"]["balance.n_missed"].as_u64(), Some(missed as u64));
    let largest = differences.iter().map(|(d, _)| *d).fold(0.0, f64::max);
    assert!(close(Some(largest), values["values"]["balance.max_abs_smd"].as_f64()));
}

#[test]
fn identifiers_are_unique_and_every_record_has_its_clause() {
    let mut ids: Vec<&str> = results().records.iter().map(|r| r.id.as_str()).collect();
    let n = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n);
    for record in &results().records {
        assert!(results().clauses.iter().any(|c| c.number == record.clause), "{}: clause {}", record.id, record.clause);
        // What a sample size can show rests on the plan, and on no table.
        let of_data = record.role != Role::SampleSize;
        assert!(!record.steps.is_empty(), "{} has no steps", record.id);
        assert_eq!(!record.tables.is_empty(), of_data, "{}", record.id);
        for step in &record.steps {
            assert!(results().steps.iter().any(|s| s.id == *step), "{}: step {step}", record.id);
        }
    }
}
