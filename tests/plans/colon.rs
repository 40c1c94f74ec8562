//! The trial of three arms in `plans/colon`, by R, and the same trial from tables in ADaM form.

use super::support::{compare, results_in, root};
use prespec::number::Number;
use prespec::results::Results;

fn expected() -> Vec<(String, Option<f64>)> {
    let path = root().join("plans/colon/expected/expected.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let row = |row: csv::Result<csv::StringRecord>| {
        let row = row.expect("a row");
        (row[0].to_string(), (&row[1] != "not reached").then(|| row[1].parse().expect("a number")))
    };
    reader.records().map(row).collect()
}

fn is_not_estimable(results: &Results, id: &str) -> bool {
    let record = results.records.iter().find(|record| record.id == id);
    matches!(record.unwrap_or_else(|| panic!("no result {id}")).value, Number::NotEstimable(_))
}

#[test]
fn the_results_are_those_of_r() {
    let results = results_in("plans/colon");
    let expected = expected();
    assert_eq!(expected.len(), 312);
    let numbers = expected.iter().filter_map(|(id, value)| Some((id.as_str(), (*value)?)));
    compare(&results, &numbers.collect::<Vec<_>>());
    for (id, _) in expected.iter().filter(|(_, value)| value.is_none()) {
        assert!(is_not_estimable(&results, id), "{id} is a number");
    }
}

/// Every number, to the last digit.
#[test]
fn the_same_trial_in_adam_form_gives_the_same_numbers() {
    let [table, adam] = ["plans/colon", "plans/colon-adam"].map(results_in);
    let numbers = |results: &Results| -> Vec<(String, String)> {
        results.records.iter().map(|record| (record.id.clone(), format!("{:?}", record.value))).collect()
    };
    let (table, adam) = (numbers(&table), numbers(&adam));
    assert!(table.len() > 900);
    assert_eq!(table, adam);
}
