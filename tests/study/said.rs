//! What the report says beside the numbers: where they are read otherwise, and what they rest on.

use super::results;
use prespec::report::{TEXT, data};
use serde_json::Value;

fn report() -> String {
    String::from_utf8(TEXT.write(results()).expect("a report")).expect("a text")
}

/// From one line to the next that begins so.
fn part<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = &text[text.find(from).unwrap_or_else(|| panic!("{from}"))..];
    &rest[..rest.find(to).unwrap_or_else(|| panic!("{to}"))]
}

/// The interval of the primary result is −0.1 to 40.9 and holds no effect: those that do not are marked, by hand.
#[test]
fn the_analyses_that_say_otherwise_than_the_primary_result_are_marked() {
    let report = report();
    let table = part(&report, "Beside the primary result", "# Patients");
    let marked: Vec<&str> =
        table.lines().filter(|l| l.contains(")†")).filter_map(|l| l.split(" | ").next()).map(str::trim).collect();
    let expected = [
        "Objective response, eligible cohort, unmatched",
        "Objective response at 6 months, landmark at day 120, unmatched",
        "Objective response at 6 months, adjusted",
        "Objective response, overlap weights",
    ];
    assert_eq!(marked, expected, "{table}");
    for line in [
        "OR 4.04 (1.15 to 14.17)† | the effect by which it is summarised | 8.10",
        "Objective response at 6 months, landmark at day 120 | 18/31 (58.1%) | 12/31 (38.7%) | 19.4 (−2.6 to 38.6)",
        "Disease control, matched pairs | 19/32 (59.4%) | 14/32 (43.8%) | 15.6 (−8.9 to 37.8) | the variable | 8.14",
    ] {
        assert!(table.contains(line), "{line}\n{table}");
    }
}

/// 29 responders, 39 and 19 events for the arm and four covariates are few; the models with the exposure and one coefficient
/// are no models of several.
#[test]
fn models_with_few_events_say_so() {
    let report = report();
    let few = "stand behind each of the 5 coefficients of the model";
    for title in [
        "Objective response at 6 months, adjusted",
        "Progression-free survival, adjusted",
        "Overall survival, adjusted",
    ] {
        let table = part(&report, &format!(". {title}\n"), "\n\n#");
        assert!(table.contains(few), "{table}");
    }
    let table = part(&report, ". Progression-free survival\n", "\nFigure");
    assert!(!table.contains("stand behind each"), "{table}");
}

/// How events are handled is stated with the primary analysis, and referred to by those that handle them alike.
#[test]
fn intercurrent_events_are_stated_once() {
    let report = report();
    let adjusted = part(&report, "## Objective response at 6 months, adjusted", "\nTable");
    assert!(adjusted.contains("handled as in “Objective response at 6 months, RECIST 1.1”."), "{adjusted}");
    // Death is taken for missing there.
    let assessed = part(&report, "## Objective response, assessed patients", "\nTable");
    assert!(assessed.contains("Intercurrent events: curative treatment"), "{assessed}");
}

/// The table of clause 10.2, and the clauses that are planned, each with its number.
#[test]
fn deviations_from_the_protocol_are_a_section_of_their_own() {
    let report = report();
    let own = part(&report, "# Deviations from the protocol", "\n# ");
    for said in ["As the plan states them in clause 10.2:", "no patient had SIRT alone"] {
        assert!(own.contains(said), "{said} is not in {own}");
    }
    // Nothing is left planned.
    assert!(!report.contains("What the plan names and this report does not contain"));
}

/// In the figures of survival the name of an arm stands above the table of those at risk once: at its curve, or in a legend with a
/// line of its colour beside it, and of all arms alike.
#[test]
fn curves_bear_the_names_of_their_arms() {
    let document: Value = serde_json::from_slice(&data(results()).expect("a report")).expect("JSON");
    let sections = document["sections"].as_object().expect("sections");
    let blocks = sections.values().flat_map(|blocks| blocks.as_array().expect("blocks"));
    let survival = blocks.filter(|block| {
        block["kind"] == "figure" && block["alt"].as_str().is_some_and(|alt| alt.starts_with("Kaplan"))
    });
    let (mut at_curves, mut in_legends) = (0, 0);
    for figure in survival {
        let shapes = figure["drawing"]["shapes"].as_array().expect("shapes");
        let texts: Vec<(f64, f64, &str)> = shapes
            .iter()
            .filter(|shape| shape["kind"] == "text")
            .map(|shape| {
                let at = |i: usize| shape["at"][i].as_f64().expect("a place");
                (at(0), at(1), shape["text"].as_str().expect("letters"))
            })
            .collect();
        let table = texts.iter().find(|(.., text)| *text == "At risk").expect("a table").1;
        let names = ["SIRT + immunotherapy", "No SIRT by day 120"];
        let above: Vec<&(f64, f64, &str)> =
            texts.iter().filter(|(_, y, text)| *y < table - 20.0 && names.contains(text)).collect();
        assert_eq!(above.len(), 2, "{}", figure["caption"]);
        // A legend stands in the corner, its names one below the other.
        let legend = above.iter().filter(|(x, ..)| *x < 100.0).count();
        assert!(legend == 0 || legend == 2, "{}: {above:?}", figure["caption"]);
        if legend == 2 { in_legends += 1 } else { at_curves += 1 }
    }
    assert!(at_curves >= 5, "{at_curves} and {in_legends}");
}
