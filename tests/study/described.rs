//! What is described and has no number of its own among the expected ones: it follows from what is expected of each patient.

use super::*;

/// By the rules of the objective response, of the responses that are not progression.
#[test]
fn disease_control() {
    let derived = expected("derived.json");
    let mut seen = 0;
    for ours in results().derived.endpoints.iter().filter(|e| e.analysis == "disease_control") {
        let (response, point) = (ours.response.as_deref(), ours.timepoint.as_deref().expect("a timepoint"));
        let (_, criterion) = CRITERIA.iter().find(|(name, _)| response == Some(*name)).expect("a criterion");
        let theirs = &derived["timepoint_responses"][&ours.patient][criterion][point];
        let controlled = |response: &Value| {
            matches!(
                response.as_str(),
                Some("CR" | "PR" | "SD" | "NON-CR/NON-PD" | "iCR" | "iPR" | "iSD" | "NON-iCR/NON-iUPD")
            )
        };
        let progressed = theirs["pd_before"] == true || matches!(theirs["response"].as_str(), Some("PD" | "iCPD"));
        let dead = theirs["dead"] == true && theirs["exam_id"].is_null();
        let of = if theirs["curative_before"] == true { &theirs["standing"] } else { &theirs["response"] };
        let wanted = !progressed && !dead && theirs["new_line_before"] != true && controlled(of);
        assert_eq!(ours.value, Some(i64::from(wanted)), "{criterion} {point} {}: {theirs}", ours.patient);
        // A responder has the disease under control.
        assert!(theirs["responder"] != true || wanted, "{criterion} {point} {}", ours.patient);
        seen += 1;
    }
    assert_eq!(seen, 3 * 4 * 64);
}

fn values_of(analysis: &str) -> BTreeMap<&'static str, Option<i64>> {
    let own = results().derived.endpoints.iter().filter(|e| e.analysis == analysis);
    own.map(|e| (e.patient.as_str(), e.value)).collect()
}

/// How often a drug was given, and what the first SIRT was.
#[test]
fn treatment_given() {
    let derived = expected("derived.json");
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    for group in ["SIRT", "CONTROL"] {
        let patients = derived["patients"].as_object().expect("patients").iter();
        let own: Vec<&String> =
            patients.filter(|(_, p)| p["eligible"] == true && p["arm"] == group).map(|(id, _)| id).collect();
        for (analysis, drug) in [("exposure_atezolizumab", "ATEZOLIZUMAB"), ("exposure_bevacizumab", "BEVACIZUMAB")] {
            let given = |id: &&String| derived["exposure"][id][drug]["n"].as_f64().unwrap_or(0.0);
            let given: Vec<f64> = own.iter().map(given).collect();
            let found = |statistic: &str| real(&format!("{analysis}.summary.{}.{statistic}", arm(group)));
            assert_eq!(found("n"), Some(given.len() as f64), "{analysis} {group}");
            assert!(close(found("estimate"), Some(mean(&given))), "{analysis} {group}");
            assert_eq!(found("maximum"), given.iter().copied().reduce(f64::max), "{analysis} {group}");
        }
        // Of those who had SIRT once, the total is that of the first.
        let sirt = |id: &&&String| !derived["exposure"][id]["SIRT_Y90"].is_null();
        let found = real(&format!("exposure_activity.summary.{}.n", arm(group)));
        assert_eq!(found, Some(own.iter().filter(sirt).count() as f64), "{group}");
        let total = |id: &&String| derived["exposure"][id]["SIRT_Y90"]["total"]["GBq"].as_f64();
        let once = own.iter().all(|id| derived["exposure"][id]["SIRT_Y90"]["n"].as_i64().is_none_or(|n| n == 1));
        if once {
            let activities: Vec<f64> = own.iter().filter_map(total).collect();
            let found = real(&format!("exposure_activity.summary.{}.estimate", arm(group)));
            assert!(close(found, Some(mean(&activities))), "{group}");
        }
    }
}

/// Counted in the files, among the eligible: the deaths to day 365 by the cause that the binding reads in their text.
#[test]
fn causes_of_death() {
    let (tumour, liver, other) =
        (values_of("deaths_of_tumour"), values_of("deaths_of_liver"), values_of("deaths_of_other"));
    let derived = expected("derived.json");
    for (patient, value) in &tumour {
        let os = &derived["endpoints"][patient]["OS"];
        let causes = [*value, liver[patient], other[patient]].iter().map(|v| v.unwrap_or(0)).sum::<i64>();
        assert_eq!(Some(causes), os["event"].as_i64(), "{patient}");
    }
    let count = |values: &BTreeMap<&str, Option<i64>>| values.values().filter(|v| **v == Some(1)).count();
    assert_eq!([&tumour, &liver, &other].map(count), COUNTS);
}

const COUNTS: [usize; 3] = [13, 25, 19];

#[test]
fn what_was_added_at_baseline() {
    let derived = expected("derived.json");
    for group in ["SIRT", "CONTROL"] {
        let patients = derived["patients"].as_object().expect("patients").iter();
        let own: Vec<_> = patients.filter(|(_, p)| p["eligible"] == true && p["arm"] == group).collect();
        let id = |name: &str, statistic: &str| format!("baseline.eligible.{name}.{}.{statistic}", arm(group));
        let with = own.iter().filter(|(id, _)| derived["exposure"][*id]["BEVACIZUMAB"]["first_day"] == 0).count();
        assert_eq!(real(&id("bevacizumab_at_start", "count")), Some(with as f64), "{group}");
        for (ours, theirs) in [("hcv", "VHC"), ("alcohol", "alcool"), ("alcohol_mash", "alcool + MASH")] {
            let n = own.iter().filter(|(_, p)| p["etiologie"] == theirs).count();
            assert_eq!(real(&id(&format!("aetiology.{ours}"), "count")), Some(n as f64), "{group} {ours}");
        }
        let year = |p: &Value| p["t0"].as_str().and_then(|t| t[..4].parse::<f64>().ok()).expect("a year");
        let years: Vec<f64> = own.iter().map(|(_, p)| year(p)).collect();
        let mean = years.iter().sum::<f64>() / years.len() as f64;
        assert!(close(real(&id("inclusion_year", "mean")), Some(mean)), "{group}");
    }
}
