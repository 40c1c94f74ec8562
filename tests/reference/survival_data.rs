//! Reading the survival families: which rows and columns a case uses.

use super::support::{Case, Table};
use prespec::stats::survival::observations::Observations;

/// Only the rows that satisfy the case's condition: `!is.na(a)`, `a==2`, `a=='f'`, `a>0`, `a > b`.
pub fn rows(case: &Case) -> Table {
    let table = case.data();
    let Some(condition) = case.args["subset"].as_str() else { return table };
    if let Some(column) = condition.strip_prefix("!is.na(").and_then(|c| c.strip_suffix(')')) {
        return table.complete(&[column]);
    }
    let (operator, at) = ["==", ">"].iter().find_map(|o| condition.find(o).map(|at| (*o, at))).expect("an operator");
    let (left, right) = (condition[..at].trim(), condition[at + operator.len()..].trim());
    if let Some(text) = right.strip_prefix('\'').and_then(|r| r.strip_suffix('\'')) {
        let texts = table.texts(left);
        return table.filtered(|i| texts[i] == text);
    }
    let left = table.numbers(left);
    let right = right.parse().map_or_else(|_| table.numbers(right), |value: f64| vec![value; left.len()]);
    table.filtered(|i| if operator == "==" { left[i] == right[i] } else { left[i] > right[i] })
}

/// The columns that an argument names, one or a list.
pub fn named(case: &Case, key: &str) -> Vec<String> {
    match &case.args[key] {
        serde_json::Value::String(one) => vec![one.clone()],
        serde_json::Value::Array(several) => several.iter().filter_map(|v| v.as_str()).map(str::to_string).collect(),
        _ => vec![],
    }
}

/// Times, events, late entries and weights as the case names them.
pub fn observations(case: &Case, table: &Table) -> Observations {
    let entry = case.args["entry"].as_str().map(|column| table.numbers(column));
    let weight = case.args["weights"].as_str().map(|column| table.numbers(column));
    Observations::new(entry.as_deref(), &table.numbers(case.text("time")), &events(case, table), weight.as_deref())
        .unwrap_or_else(|e| panic!("{}: {e:?}", case.id))
}

pub fn events(case: &Case, table: &Table) -> Vec<bool> {
    let value = case.number("event_value");
    table.numbers(case.text("event")).iter().map(|v| *v == value).collect()
}

/// The levels of these columns taken together, in order, numbers by value; and the level of each row.
pub fn levels(table: &Table, columns: &[String]) -> (Vec<String>, Vec<usize>) {
    let texts: Vec<Vec<String>> = columns.iter().map(|c| table.texts(c)).collect();
    let label = |row: usize| texts.iter().map(|t| t[row].as_str()).collect::<Vec<_>>().join(",");
    let labels: Vec<String> = (0..table.n()).map(label).collect();
    let mut levels = labels.clone();
    levels.sort_by(|a, b| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        _ => a.cmp(b),
    });
    levels.dedup();
    let place = labels.iter().map(|l| levels.iter().position(|v| v == l).expect("a level")).collect();
    (levels, place)
}

/// The columns of a formula without its intercept: numbers, factors (texts) against their first or named level, `log(a)` and
/// `a*b`. For each term, which columns it has.
pub struct Design {
    pub columns: Vec<Vec<f64>>,
    pub terms: Vec<Vec<usize>>,
}

impl Design {
    pub fn new(table: &Table, terms: &[(String, Option<String>)]) -> Design {
        let mut design = Design { columns: vec![], terms: vec![] };
        for (term, reference) in terms {
            let first = design.columns.len();
            if let Some((a, b)) = term.split_once('*') {
                let (a, b) = (table.numbers(a), table.numbers(b));
                let product = a.iter().zip(&b).map(|(a, b)| a * b).collect();
                design.columns.extend([a, b, product]);
            } else if let Some(column) = term.strip_prefix("log(").and_then(|t| t.strip_suffix(')')) {
                design.columns.push(table.numbers(column).iter().map(|v| v.ln()).collect());
            } else {
                design.add_column(table, term, reference.as_deref());
            }
            design.terms.push((first..design.columns.len()).collect());
        }
        design
    }

    fn add_column(&mut self, table: &Table, term: &str, reference: Option<&str>) {
        let factor = term.strip_prefix("factor(").and_then(|t| t.strip_suffix(')'));
        let column = factor.unwrap_or(term);
        let is_text = table.texts(column).iter().any(|t| t.parse::<f64>().is_err());
        if factor.is_none() && reference.is_none() && !is_text {
            self.columns.push(table.numbers(column));
            return;
        }
        let (levels, level) = levels(table, &[column.to_string()]);
        let reference = reference.unwrap_or(&levels[0]).to_string();
        for (other, _) in levels.iter().enumerate().filter(|(_, l)| **l != reference) {
            self.columns.push(level.iter().map(|l| f64::from(*l == other)).collect());
        }
    }
}

/// The column names that a term reads.
pub fn columns_of(term: &str) -> Vec<&str> {
    let inner = |function: &str| term.strip_prefix(function).and_then(|t| t.strip_suffix(')'));
    inner("log(").or(inner("factor(")).unwrap_or(term).split('*').collect()
}
