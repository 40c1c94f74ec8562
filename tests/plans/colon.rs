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
    assert_eq!(expected.len(), 327);
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

/// Each comparison has a forest plot of its own, in which the effects of a model of three arms stand with the arm they are of.
#[test]
fn each_comparison_has_its_forest_plot() {
    let text = prespec::report::TEXT.write(&results_in("plans/colon")).expect("the report");
    let text = String::from_utf8(text).expect("text");
    let figure = |compared: &str| {
        let caption = format!("Hazard ratio, {compared}\n");
        let below = text.split_once(&caption).unwrap_or_else(|| panic!("no figure of {compared}")).1;
        below.split("Figure").next().unwrap_or_default().to_string()
    };
    let (lev, both) = ("1.00 (0.80 to 1.24)", "0.72 (0.57 to 0.91)");
    let of_lev = figure("levamisole against observation");
    assert!(of_lev.contains(lev) && !of_lev.contains(both), "{of_lev}");
    let of_both = figure("levamisole + fluorouracil against observation");
    assert!(of_both.contains(both) && of_both.contains("Sex: Male 0.52") && !of_both.contains(lev), "{of_both}");
    let added = figure("levamisole + fluorouracil against levamisole");
    assert!(added.contains("0.73 (0.57 to 0.93)") && !added.contains(both), "{added}");
}
