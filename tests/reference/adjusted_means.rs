//! Adjusted means of groups by a linear model, against R's emmeans (`adjusted_means_generator.R`).

use super::support::{Case, Comparison, Table, cases, find, run};
use prespec::methods::{Category, Input, Outcome};
use prespec::number::Number;

fn words(case: &Case, key: &str) -> Vec<String> {
    let list = case.args[key].as_array().unwrap_or_else(|| panic!("{}: no list {key}", case.id));
    list.iter().map(|word| word.as_str().expect("a word").to_string()).collect()
}

/// A column for each level but the first.
fn category(input: &mut Input, table: &Table, name: &str) {
    let values = table.texts(name);
    let mut levels = values.clone();
    levels.sort();
    levels.dedup();
    let first = input.covariates.len();
    for level in &levels[1..] {
        let column = values.iter().map(|value| f64::from(value == level)).collect();
        input.covariates.push((format!("{name}.{level}"), column));
    }
    let covariates = (first..input.covariates.len()).collect();
    input.categories.push(Category { covariates, levels: levels.len() });
}

fn input(case: &Case, groups: &[String], shift: f64) -> Input {
    let (y, by, numbers, categories) =
        (case.text("y"), case.text("group"), words(case, "numbers"), words(case, "categories"));
    let mut columns = vec![y, by];
    columns.extend(numbers.iter().chain(&categories).map(String::as_str));
    let table = case.data().complete(&columns);
    let of_group = |level: &String| groups.iter().position(|group| group == level).expect("a group");
    let group: Vec<usize> = table.texts(by).iter().map(of_group).collect();
    let mut input = Input {
        level: 0.95,
        groups: groups.len(),
        patient: (0..group.len()).collect(),
        group,
        outcome: Outcome::Continuous(table.numbers(y)),
        covariates: numbers.iter().map(|n| (n.clone(), table.numbers(n).iter().map(|x| x + shift).collect())).collect(),
        ..Input::default()
    };
    categories.iter().for_each(|name| category(&mut input, &table, name));
    input
}

fn compare(c: &mut Comparison, case: &Case, shift: f64) {
    let groups = words(case, "groups");
    let model = run(
        "linear_model",
        &input(case, &groups, shift),
        &[("variance", case.text("variance")), ("margins", case.text("margins"))],
    );
    for group in 0..groups.len() {
        let of = |name: &str| find(&model, name, Some(group), None);
        c.element(case, "mean", group, of("adjusted_mean"));
        c.element(case, "lower", group, of("adjusted_mean_lower"));
        c.element(case, "upper", group, of("adjusted_mean_upper"));
    }
    let mean = |group| match find(&model, "adjusted_mean", Some(group), None) {
        Number::Real(mean) => mean,
        other => panic!("{}: {other:?}", case.id),
    };
    let estimate = find(&model, "estimate", (groups.len() > 2).then_some(0), None);
    c.value("difference", &serde_json::json!(mean(0) - mean(1)), estimate, 1e-10);
}

#[test]
fn adjusted_means() {
    let mut c = Comparison::default();
    cases("adjusted_means").iter().for_each(|case| compare(&mut c, case, 0.0));
    c.finish(60);
}

/// Where zero lies on the scale of a covariate, as of a calendar year, changes no mean and no limit.
#[test]
fn adjusted_means_do_not_depend_on_where_zero_lies() {
    let mut c = Comparison::default();
    for case in cases("adjusted_means").iter().filter(|case| case.id.starts_with("am-birthwt")) {
        compare(&mut c, case, 1_048_576.0);
    }
    c.finish(20);
}
