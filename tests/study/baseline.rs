//! The table at baseline and the figures. The independent implementation holds each patient's characteristics, sums and
//! dates; the numbers are taken from those here, by the textbook formula.

use super::*;
use prespec::results::{FigureData, FigureKind, FigurePatient};

/// Our characteristics that are numbers, and their names in the expected file.
const NUMBERS: [(&str, &str); 9] = [
    ("age", "age"),
    ("ecog", "ecog"),
    ("child_pugh", "child_pugh"),
    ("albi", "albi"),
    ("afp", "afp"),
    ("bilirubin", "bilirubine"),
    ("albumin", "albumine"),
    ("lesions", "nb_lesions"),
    ("largest", "taille_max"),
];

/// Eligible patients of an arm, or those in pairs.
fn members(population: &str, group: &str) -> Vec<Value> {
    let (derived, results) = (expected("derived.json"), expected("results.json"));
    let pairs = results["pairs"].as_array().expect("pairs");
    let paired = |id: &str| pairs.iter().any(|p| p["treated"] == id || p["control"] == id);
    let patients = derived["patients"].as_object().expect("patients");
    let own = patients
        .iter()
        .filter(|(id, p)| p["eligible"] == true && p["arm"] == group && (population == "eligible" || paired(id)));
    own.map(|(_, p)| p.clone()).collect()
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

/// Type 7: linear between the values at (n − 1)p.
fn quartile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() - 1) as f64 * p;
    let (low, part) = (at.floor() as usize, at.fract());
    sorted[low] + part * (sorted[(low + 1).min(sorted.len() - 1)] - sorted[low])
}

fn near(id: &str, wanted: f64) {
    let found = real(id).unwrap_or_else(|| panic!("{id} has no number"));
    assert!((found - wanted).abs() <= 1e-10 * wanted.abs().max(1.0), "{id}: {found}, expected {wanted}");
}

#[test]
fn numbers_at_baseline() {
    for population in ["eligible", "matched"] {
        for (ours, theirs) in NUMBERS {
            let mut by_arm = vec![];
            for group in ["SIRT", "CONTROL"] {
                let patients = members(population, group);
                let values: Vec<f64> = patients.iter().filter_map(|p| p[theirs].as_f64()).collect();
                let id = |statistic: &str| format!("baseline.{population}.{ours}.{}.{statistic}", arm(group));
                near(&id("n"), values.len() as f64);
                near(&id("missing"), (patients.len() - values.len()) as f64);
                let (mean, deviation) = moments(&values);
                near(&id("mean"), mean);
                near(&id("standard_deviation"), deviation);
                for (statistic, p) in [
                    ("minimum", 0.0),
                    ("first_quartile", 0.25),
                    ("median", 0.5),
                    ("third_quartile", 0.75),
                    ("maximum", 1.0),
                ] {
                    near(&id(statistic), quartile(&values, p));
                }
                by_arm.push((mean, deviation));
            }
            let [(m1, s1), (m0, s0)] = by_arm[..] else { panic!("two arms") };
            let difference = (m1 - m0) / ((s1 * s1 + s0 * s0) / 2.0).sqrt();
            near(&format!("baseline.{population}.{ours}.all.standardised_difference"), difference);
        }
    }
}

#[test]
fn counts_at_baseline() {
    let levels = [
        ("sex.M", "sexe", "M"),
        ("sex.F", "sexe", "F"),
        ("site.PBR", "centre", "PBR"),
        ("bclc.B", "bclc", "B"),
        ("bclc.C", "bclc", "C"),
        ("pvt", "tvp", "oui"),
        ("extrahepatic", "extra_hepatique", "oui"),
        ("diabetes", "diabete", "oui"),
        ("hypertension", "hta", "oui"),
    ];
    for population in ["eligible", "matched"] {
        for (ours, theirs, value) in levels {
            let mut shares = vec![];
            for group in ["SIRT", "CONTROL"] {
                let patients = members(population, group);
                let n = patients.iter().filter(|p| p[theirs] == value).count() as f64;
                let id = |statistic: &str| format!("baseline.{population}.{ours}.{}.{statistic}", arm(group));
                near(&id("count"), n);
                near(&id("proportion"), n / patients.len() as f64);
                shares.push(n / patients.len() as f64);
            }
            // Of two values: the difference of the shares over the pooled deviation, and its size for a code.
            let divisor = (shares.iter().map(|p| p * (1.0 - p)).sum::<f64>() / 2.0).sqrt();
            let signed = (shares[0] - shares[1]) / divisor;
            let (name, wanted) = match ours.split_once('.') {
                Some((name, _)) => (name, signed.abs()),
                None => (ours, signed),
            };
            near(&format!("baseline.{population}.{name}.all.standardised_difference"), wanted);
        }
    }
    let baseline = results().report.baseline.as_ref().expect("a table");
    let bclc = baseline.lines.iter().find(|l| l.name == "bclc").expect("the stage");
    // Of five codes, nobody eligible has the other three.
    assert_eq!(bclc.levels.iter().map(|(t, _)| t.as_str()).collect::<Vec<_>>(), ["B", "C"]);
}

fn figure(kind: FigureKind) -> &'static FigureData {
    results().report.figures.iter().find(|f| f.kind == kind).unwrap_or_else(|| panic!("no figure {kind}"))
}

fn patient<'f>(figure: &'f FigureData, name: &str) -> &'f FigurePatient {
    figure.patients.iter().find(|p| p.patient == name).unwrap_or_else(|| panic!("{name} is not in {}", figure.kind))
}

/// Every sum and response of reader 1, and the first nadir as the sum at baseline.
#[test]
fn spider_and_waterfall() {
    let derived = expected("derived.json");
    let (spider, waterfall) = (figure(FigureKind::Spider), figure(FigureKind::Waterfall));
    assert_eq!(spider.patients.len(), 146);
    assert_eq!(waterfall.patients.len(), 146);
    let mut measured = 0;
    for ours in &spider.patients {
        let exams = &derived["readings"][&ours.patient];
        let adjudicated = &derived["adjudicated"][&ours.patient];
        let Some((baseline, after)) = ours.points.split_first() else {
            assert!(derived["patients"][&ours.patient]["baseline_exam"].is_null(), "{}", ours.patient);
            continue;
        };
        assert_eq!(Some(baseline.day), derived["patients"][&ours.patient]["baseline_day"].as_i64(), "{}", ours.patient);
        assert_eq!(after.len(), exams.as_object().map_or(0, |e| e.len()), "{}", ours.patient);
        let number = |sum: &Option<Known>| match sum {
            Some(Known::Decimal { number, .. }) => number.to_string().parse::<f64>().ok(),
            None => None,
            other => panic!("{other:?}"),
        };
        let base = number(&baseline.sum);
        if let Some(first) = after.first()
            && let Some(nadir) = exams[&first.exam]["R1"]["RECIST11"]["nadir"].as_f64()
        {
            assert_eq!(base, Some(nadir), "{}", ours.patient);
        }
        let (mut best, mut at_progression): (Option<f64>, Option<f64>) = (None, None);
        let mut progressed = None;
        for point in after {
            let theirs = &exams[&point.exam]["R1"]["RECIST11"];
            assert_eq!(Some(point.day), exams[&point.exam]["day"].as_i64());
            assert_eq!(point.result, word(&theirs["response"]), "{} {}", ours.patient, point.exam);
            if adjudicated[&point.exam]["RECIST11"]["response"] == "PD" && progressed.is_none() {
                progressed = Some(point.day);
            }
            if theirs["complete"] == true && base.is_some_and(|b| b > 0.0) {
                let change = (theirs["sum"].as_f64().unwrap() / base.unwrap() - 1.0) * 100.0;
                assert!((point.change.expect("a change") - change).abs() < 1e-9, "{} {}", ours.patient, point.exam);
                measured += 1;
                match progressed {
                    None => best = Some(best.map_or(change, |b: f64| b.min(change))),
                    Some(day) if day == point.day => at_progression = Some(change),
                    Some(_) => {}
                }
            }
        }
        let (found, wanted) = (patient(waterfall, &ours.patient).best, best.or(at_progression));
        assert_eq!(found.is_some(), wanted.is_some(), "{}", ours.patient);
        assert!(found.zip(wanted).is_none_or(|(a, b)| (a - b).abs() < 1e-9), "{}: {found:?}", ours.patient);
    }
    assert!(measured > 300, "{measured}");
}

#[test]
fn swimmer() {
    let derived = expected("derived.json");
    let swimmer = figure(FigureKind::Swimmer);
    assert_eq!(swimmer.patients.len(), 64);
    let drugs = [("Atezolizumab", "ATEZOLIZUMAB"), ("Bevacizumab", "BEVACIZUMAB"), ("SIRT, yttrium-90", "SIRT_Y90")];
    for ours in &swimmer.patients {
        let exposure = &derived["exposure"][&ours.patient];
        for (label, code) in drugs {
            let days = ours.given.iter().find(|(l, _)| l == label).map(|(_, d)| d.clone()).unwrap_or_default();
            assert_eq!(days.len() as u64, exposure[code]["n"].as_u64().unwrap_or(0), "{} {label}", ours.patient);
            assert_eq!(days.first().copied(), exposure[code]["first_day"].as_i64(), "{} {label}", ours.patient);
            assert_eq!(days.last().copied(), exposure[code]["last_day"].as_i64(), "{} {label}", ours.patient);
        }
        let os = &derived["endpoints"][&ours.patient]["OS"];
        assert_eq!(ours.end, os["uncapped_time"].as_i64(), "{} end", ours.patient);
        let death = ours.marks.iter().find(|(name, ..)| name == "death").map(|(.., day)| *day);
        assert_eq!(death.is_some(), os["uncapped_event"] == 1, "{} death", ours.patient);
        let adjudicated = derived["adjudicated"][&ours.patient]
            .as_object()
            .map_or(0, |exams| exams.values().filter(|e| !e["RECIST11"]["response"].is_null()).count());
        assert_eq!(ours.points.len(), adjudicated, "{}", ours.patient);
    }
}
