//! Best overall response, downstaging and what the specimens show.

use super::main_analyses::response;
use super::*;

/// Each analysis of the best response: ours, the suffix of its criterion, population and confirmation.
fn best() -> Vec<(String, &'static str, &'static str, &'static str)> {
    let mut all = vec![];
    for (suffix, theirs) in [("", "RECIST11"), ("_mrecist", "mRECIST"), ("_irecist", "iRECIST")] {
        for (end, population) in [("", "matched"), ("_eligible", "eligible")] {
            for (start, confirmation) in [("best_overall", "unconfirmed"), ("best_overall_confirmed", "confirmed")] {
                all.push((format!("{start}{suffix}{end}"), theirs, population, confirmation));
            }
        }
    }
    all
}

#[test]
fn best_response_of_each_patient() {
    let derived = expected("derived.json");
    let mut seen = 0;
    for (analysis, criterion, _, confirmation) in best() {
        for ours in results().derived.endpoints.iter().filter(|e| e.analysis == analysis) {
            let theirs = derived["bor"][&ours.patient][criterion][confirmation].as_str().expect("a response");
            let objective = matches!(theirs, "CR" | "PR" | "iCR" | "iPR");
            assert_eq!(ours.value, Some(i64::from(objective)), "{analysis} {}: {:?}", ours.patient, ours.because);
            seen += 1;
        }
    }
    assert_eq!(seen, 3 * 2 * (146 + 64));
}

pub fn of_best_responses_by_arm() -> Compared {
    let mut list = vec![];
    for (analysis, criterion, population, confirmation) in best() {
        let responses: &[(&str, &str)] = match criterion {
            "iRECIST" => &[
                ("iCR", "iCR"),
                ("iPR", "iPR"),
                ("iSD", "iSD"),
                ("iUPD", "iUPD"),
                ("iCPD", "iCPD"),
                ("NE", "NE"),
                ("NON_iCR_NON_iUPD", "NON-iCR/NON-iUPD"),
            ],
            _ => &[
                ("CR", "CR"),
                ("PR", "PR"),
                ("SD", "SD"),
                ("PD", "PD"),
                ("NE", "NE"),
                ("NON_CR_NON_PD", "NON-CR/NON-PD"),
            ],
        };
        for group in ["SIRT", "CONTROL"] {
            let theirs = format!("bor.{population}.{criterion}.{confirmation}.{group}");
            for (ours, key) in responses {
                let ours = format!("{analysis}.best.{ours}.{}.patients", arm(group));
                list.push((ours, format!("{theirs}.{key}")));
            }
            let interval = format!("{analysis}.proportion.clopper_pearson.{}", arm(group));
            for (ours, key) in [("responders", "responders"), ("lower", "cp_low"), ("upper", "cp_high")] {
                list.push((format!("{interval}.{ours}"), format!("{theirs}.{key}")));
            }
        }
    }
    list
}

#[test]
fn best_responses_by_arm() {
    compare(&of_best_responses_by_arm());
}

#[test]
fn downstaging() {
    let derived = expected("derived.json");
    for ours in results().derived.endpoints.iter().filter(|e| e.endpoint == "downstaging") {
        let theirs = derived["downstaging"][&ours.patient]["curative"].as_bool().map(i64::from);
        assert_eq!(ours.value, theirs, "{}", ours.patient);
    }
    compare(&of_downstaging());
}

pub fn of_downstaging() -> Compared {
    let analyses = [("downstaged", "matched"), ("downstaged_eligible", "eligible")];
    analyses.iter().flat_map(|(ours, of)| response(ours, &format!("downstaging.{of}"))).collect()
}

/// Without the examinations on or after a curative treatment: a response that was read only there is none.
#[test]
fn best_response_before_a_curative_treatment() {
    let derived = expected("derived.json");
    let (mut complete, mut fewer) = (BTreeMap::from([("sirt_io", 0.0), ("io", 0.0)]), 0);
    for ours in results().derived.endpoints.iter().filter(|e| e.analysis == "best_overall_before_curative") {
        let whole = derived["bor"][&ours.patient]["RECIST11"]["unconfirmed"].as_str().expect("a response");
        let treated = derived["downstaging"][&ours.patient]["day"].as_i64();
        let before = |exam: &str| {
            let day = derived["readings"][&ours.patient][exam]["day"].as_i64();
            treated.is_none_or(|treated| day.is_some_and(|day| day < treated))
        };
        let exams = derived["adjudicated"][&ours.patient].as_object();
        let kept =
            exams.into_iter().flatten().filter(|(exam, _)| before(exam)).map(|(_, of)| &of["RECIST11"]["response"]);
        let kept: Vec<&str> = kept.filter_map(Value::as_str).collect();
        let objective = ["CR", "PR"].contains(&whole) && kept.iter().any(|r| ["CR", "PR"].contains(r));
        assert_eq!(ours.value, Some(i64::from(objective)), "{}", ours.patient);
        if whole == "CR" && kept.contains(&"CR") {
            *complete
                .entry(arm(derived["patients"][&ours.patient]["arm"].as_str().unwrap_or_default()))
                .or_default() += 1.0;
        }
        fewer += usize::from(whole == "CR" && !kept.contains(&"CR"));
    }
    for (group, n) in complete {
        assert_eq!(real(&format!("best_overall_before_curative.best.CR.{group}.patients")), Some(n), "{group}");
    }
    assert!(fewer > 0, "no complete response was read after a curative treatment alone");
}

#[test]
fn kinds_of_curative_treatment() {
    let derived = expected("derived.json");
    let mut seen = 0;
    for ours in &results().derived.endpoints {
        let kinds: &[&str] = match ours.endpoint.as_str() {
            "operated" => &["resection", "transplantation"],
            "ablated" => &["ablation"],
            _ => continue,
        };
        let theirs = &derived["downstaging"][&ours.patient];
        let within = theirs["curative"] == true && theirs["type"].as_str().is_some_and(|kind| kinds.contains(&kind));
        assert_eq!(ours.value, Some(i64::from(within)), "{} {}", ours.endpoint, ours.patient);
        seen += ours.value.unwrap_or(0);
    }
    assert!(seen > 5, "{seen}");
}

/// Counted and averaged from the specimens: those of resections and transplantations from time zero on.
#[test]
fn necrosis_of_specimens() {
    let derived = expected("derived.json");
    for group in ["SIRT", "CONTROL"] {
        let mut values = vec![];
        for (patient, specimens) in derived["pathology"].as_object().expect("specimens") {
            if derived["patients"][patient]["arm"] != group || derived["patients"][patient]["eligible"] != true {
                continue;
            }
            let operated = |s: &&Value| s["acte"] != "biopsie" && s["day"].as_i64().is_some_and(|day| day >= 0);
            values.extend(
                specimens.as_array().expect("a list").iter().find(operated).and_then(|s| s["necrose"].as_f64()),
            );
        }
        let found = |statistic: &str| real(&format!("necrosis_described.summary.{}.{statistic}", arm(group)));
        assert_eq!(found("n"), Some(values.len() as f64), "{group}");
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert!(close(found("estimate"), Some(mean)), "{group}");
        assert_eq!(found("maximum"), values.iter().copied().reduce(f64::max), "{group}");
    }
}
