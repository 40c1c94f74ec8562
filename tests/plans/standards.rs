//! What a run says in the forms of public standards, of the study and of every small plan: valid, complete, and each reference leads
//! to something.

use super::support::EVERY;
use prespec::number::Number;
use prespec::report::displayed;
use prespec::results::{Record, Results};
use prespec::standards::ars;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

mod schema;

/// Of each plan its name, its results and its reporting event.
static EVENTS: LazyLock<Vec<(String, &Results, Value)>> = LazyLock::new(|| {
    let event = |results| serde_json::from_slice(&ars::write(results).expect("it can be written")).expect("JSON");
    EVERY.iter().map(|(folder, _, results)| (name(folder), results, event(results))).collect()
});

/// Every object of a value, the outer first.
fn objects(value: &Value) -> Vec<&serde_json::Map<String, Value>> {
    match value {
        Value::Object(object) => std::iter::once(object).chain(object.values().flat_map(objects)).collect(),
        Value::Array(list) => list.iter().flat_map(objects).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![],
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value}"))
}

fn name(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[test]
fn every_event_is_valid() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/standards/ars_ldm.schema.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(path).expect("the schema")).expect("JSON");
    for (plan, _, event) in EVENTS.iter() {
        let faults = schema::faults(&schema, event);
        assert!(faults.is_empty(), "{plan}: {}", faults.join("\n"));
    }
}

/// Keys that hold the identifier of something else.
const REFERENCES: [&str; 12] = [
    "methodId",
    "analysisSetId",
    "dataSubsetId",
    "groupingId",
    "groupId",
    "operationId",
    "analysisId",
    "outputId",
    "referenceDocumentId",
    "subClauseId",
    "sponsorTermId",
    "referencedOperationRelationshipId",
];

#[test]
fn every_reference_leads_to_one_thing() {
    for (plan, _, event) in EVENTS.iter() {
        let mut known = BTreeSet::new();
        for object in objects(event) {
            if let Some(id) = object.get("id").and_then(Value::as_str) {
                assert!(known.insert(id), "{plan}: `{id}` stands twice");
            }
        }
        for object in objects(event) {
            let named = REFERENCES.iter().filter_map(|key| object.get(*key)?.as_str());
            let categories = object.get("categoryIds").and_then(Value::as_array).into_iter().flatten();
            for id in named.chain(categories.filter_map(Value::as_str)) {
                assert!(known.contains(id), "{plan}: nothing is called `{id}`");
            }
        }
    }
}

fn raw(value: &Number) -> Option<String> {
    match value {
        Number::Count(n) => Some(n.to_string()),
        Number::Real(x) => Some(x.to_string()),
        Number::Infinite => Some("Infinity".into()),
        Number::NegativeInfinite => Some("-Infinity".into()),
        Number::NotEstimable(_) | Number::Withheld(_) => None,
    }
}

/// Each displayed number is one result: as many as the report displays, of the same statistics and values, no two in one place.
#[test]
fn every_displayed_number_is_one_result() {
    for (plan, results, event) in EVENTS.iter() {
        let (mut places, mut made) = (BTreeSet::new(), BTreeMap::<(String, Option<String>), usize>::new());
        for analysis in list(event, "analyses") {
            let method = word(analysis, "methodId");
            for result in list(analysis, "results") {
                let operation = word(result, "operationId");
                let statistic = operation.strip_prefix(method).and_then(|rest| rest.strip_prefix('.'));
                let statistic = statistic.unwrap_or_else(|| panic!("{operation} is no operation of {method}"));
                let value = result["rawValue"].as_str().map(str::to_string);
                *made.entry((statistic.to_string(), value)).or_default() += 1;
                let place = format!("{} {operation} {}", word(analysis, "id"), result["resultGroups"]);
                assert!(places.insert(place.clone()), "{plan}: {place} stands twice");
            }
        }
        let shown = displayed(results);
        let mut expected = BTreeMap::<(String, Option<String>), usize>::new();
        for record in results.records.iter().filter(|record| shown.contains(&record.id)) {
            *expected.entry((record.statistic.code().to_string(), raw(&record.value))).or_default() += 1;
        }
        assert_eq!(places.len(), shown.len(), "{plan}");
        assert_eq!(made, expected, "{plan}");
    }
}

/// Every analysis has what the plan says of it: a clause in the plan, a reason, the part of the report it stands in.
#[test]
fn every_analysis_is_of_a_clause() {
    for (plan, results, event) in EVENTS.iter() {
        let populations: BTreeSet<&str> = results.populations.iter().map(|own| own.name.as_str()).collect();
        for analysis in list(event, "analyses") {
            let id = word(analysis, "id");
            assert_eq!(word(&analysis["reason"], "controlledTerm"), "SPECIFIED IN SAP");
            assert!(!list(analysis, "categoryIds").is_empty(), "{plan}: {id} stands nowhere");
            let pages = &list(analysis, "documentRefs")[0]["pageRefs"];
            let clause = pages[0]["pageNames"][0].as_str().unwrap_or_else(|| panic!("{id} has no clause"));
            assert!(results.clauses.iter().any(|own| own.number == clause), "{id}: clause {clause}");
            if let Some(set) = analysis["analysisSetId"].as_str() {
                let population = set.strip_prefix("population.").unwrap_or_default();
                assert!(populations.contains(population), "{id}: {set}");
            }
        }
    }
}

fn of<'e>(event: &'e Value, id: &str) -> &'e Value {
    let all = list(event, "analyses");
    all.iter().find(|own| own["id"] == id).unwrap_or_else(|| panic!("there is no analysis {id}"))
}

fn study() -> (&'static Results, &'static Value) {
    let (_, results, event) = EVENTS.iter().find(|(plan, _, _)| plan == "sirt-hcc").expect("the study is one of them");
    (results, event)
}

/// The primary result of the study, read through the file alone: what it is of, and its value.
#[test]
fn the_primary_result_reads_as_the_plan_has_it() {
    let (results, event) = study();
    let analysis = of(event, "analysis.primary.recist.M6.method.risk_difference");
    assert_eq!(word(&analysis["purpose"], "controlledTerm"), "PRIMARY OUTCOME MEASURE");
    assert_eq!(word(analysis, "analysisSetId"), "population.matched");
    assert_eq!(list(analysis, "documentRefs")[1]["pageRefs"][0]["pageNames"][0], "clause-8.1");
    let subset = list(event, "dataSubsets").iter().find(|own| own["id"] == analysis["dataSubsetId"]).expect("a subset");
    let conditions = list(&subset["compoundExpression"], "whereClauses");
    let conditions = conditions.iter().map(|own| (word(&own["condition"], "variable"), &own["condition"]["value"][0]));
    let conditions: Vec<(&str, &str)> = conditions.map(|(key, value)| (key, value.as_str().expect("a name"))).collect();
    assert_eq!(conditions[1..], [("response", "recist"), ("timepoint", "M6")]);
    let estimates: Vec<&Value> = list(analysis, "results")
        .iter()
        .filter(|result| result["operationId"] == "method.risk_difference.estimate")
        .collect();
    let record: &Record = results
        .records
        .iter()
        .find(|record| record.id == "primary.recist.M6.risk_difference.newcombe_paired.estimate")
        .expect("the primary result");
    assert_eq!(estimates.len(), 1);
    assert_eq!(estimates[0]["rawValue"].as_str(), raw(&record.value).as_deref());
    assert_eq!(estimates[0]["resultGroups"][0]["groupId"], "comparison.sirt_io.io");
}

/// A proportion says of which counts it is one, and its analysis that it holds them.
#[test]
fn a_proportion_names_its_counts() {
    let (_, event) = study();
    let analysis = of(event, "analysis.primary.recist.M6.method.proportion");
    let named = list(analysis, "referencedAnalysisOperations");
    let named: Vec<&str> = named.iter().map(|own| word(own, "referencedOperationRelationshipId")).collect();
    assert_eq!(named, ["method.proportion.estimate:NUMERATOR", "method.proportion.estimate:DENOMINATOR"]);
    let value = |operation: &str| {
        let results = list(analysis, "results").iter();
        let mut of =
            results.filter(|own| own["operationId"] == operation && own["resultGroups"][0]["groupId"] == "arm.io");
        of.next().and_then(|own| own["rawValue"].as_str()?.parse::<f64>().ok()).expect("a number")
    };
    let share = value("method.proportion.responders") / value("method.proportion.n");
    assert!((value("method.proportion.estimate") - share).abs() < 1e-12);
}

/// The lists of contents hold every output, and every analysis.
#[test]
fn the_contents_name_all() {
    for (plan, _, event) in EVENTS.iter() {
        let named = |value: &Value, key: &str| -> BTreeSet<String> {
            let of = |object: &serde_json::Map<String, Value>| Some(object.get(key)?.as_str()?.to_string());
            objects(value).into_iter().filter_map(of).collect()
        };
        let ids = |key: &str| -> BTreeSet<String> {
            list(event, key).iter().map(|own| word(own, "id").to_string()).collect()
        };
        assert_eq!(named(&event["mainListOfContents"], "analysisId"), ids("analyses"), "{plan}");
        assert_eq!(named(&event["mainListOfContents"], "outputId"), ids("outputs"), "{plan}");
        assert_eq!(named(&event["otherListsOfContents"], "outputId"), ids("outputs"), "{plan}");
    }
}
