//! A run computed again in R: the sets that its analyses read, and a script that a statistician reads and runs.
//!
//! The script computes from the sets alone; the numbers of the run stand in a file of their own, which it reads at its end. It is made
//! of a file of R for each family of methods and of one call for each call of the plan, by the same names.

mod expected;
mod how;
mod rows;
mod script;
mod sections;
mod several;
mod table;

use crate::analyse::sets::Set;
use crate::results::Results;
use script::Script;
use std::collections::BTreeSet;
use table::{Table, line};

/// The folder of the sets, in that of the copy.
pub const SETS: &str = "sets";

/// A file of the folder: its path below it and its bytes.
pub type Output = (String, Vec<u8>);

/// All files: the script, the sets, what their columns hold, and the numbers of the run, of which some are displayed.
pub fn files(results: &Results, sets: &[Set], displayed: &BTreeSet<String>) -> Vec<Output> {
    let mut tables: Vec<Table> = vec![];
    let mut script = Script::new(results);
    for set in sets {
        match set {
            Set::Rows(set) => {
                let file = format!("analysis.{}.csv", set.of.analysis);
                script.rows(&file, set);
                add(&mut tables, file, set.patients.len(), rows::columns(set));
            }
            Set::Best(set) => {
                let file = format!("best.{}.csv", set.of.analysis);
                script.best(&file, set);
                add(&mut tables, file, set.patients.len(), rows::columns(set));
            }
            Set::Agreement(set) => {
                let file = format!("agreement.{}.csv", set.of.analysis);
                script.agreement(&file, set);
                add(&mut tables, file, set.patients.len(), several::readings(set));
            }
            Set::Events(set) => {
                script.events(set);
                let [patients, events] = [set.patients.len(), set.events.len()];
                add(&mut tables, format!("patients.{}.csv", set.of.analysis), patients, several::at_risk(set));
                add(&mut tables, format!("events.{}.csv", set.of.analysis), events, several::events(set));
            }
            Set::Lesions(set) => {
                let file = format!("lesions.{}.csv", set.of.analysis);
                script.lesions(&file, set);
                add(&mut tables, file, set.rows.len(), several::lesions(set));
            }
            Set::Rule(set) => {
                script.rule(set);
                add(&mut tables, "rules.csv".into(), set.answers.len(), several::answers(set));
            }
            Set::Matching(set) => {
                let file = format!("matching.{}.csv", set.of.analysis);
                script.matching(&file, set);
                add(&mut tables, file, set.patients.len(), several::matching(set));
            }
            Set::Family(set) => script.family(set),
            Set::Population(set) => {
                script.population(set);
                add(&mut tables, "populations.csv".into(), set.rows.len(), several::population(set));
            }
            Set::Baseline(set) => {
                script.baseline(set);
                add(&mut tables, "baseline.csv".into(), set.patients.len(), several::baseline(set));
            }
            Set::LeftOut(set) => {
                script.left_out(set);
                add(&mut tables, "left_out.csv".into(), set.patients.len(), several::left_out(set));
            }
            Set::Planned(set) => script.planned(set),
            Set::EventMet(set) => {
                let file = format!("intercurrent.{}.csv", set.of.analysis);
                script.event_met(&file, set);
                add(&mut tables, file, set.rows.len(), several::event_met(set));
            }
            Set::Settled(set) => {
                let file = format!("settled.{}.csv", set.of.analysis);
                script.settled(&file, set);
                add(&mut tables, file, set.rows.len(), several::settled(set));
            }
        }
    }
    let mut files = vec![
        ("reproduce.R".to_string(), script.text().into_bytes()),
        ("columns.csv".to_string(), columns(&tables)),
        ("expected.csv".to_string(), expected::expected(results, displayed)),
    ];
    files.extend(tables.iter().map(|table| (format!("{SETS}/{}", table.file), table.csv())));
    files
}

fn add(tables: &mut Vec<Table>, file: String, rows: usize, block: Vec<table::Column>) {
    match tables.iter_mut().find(|table| table.file == file) {
        Some(table) => table.add(rows, block),
        None => {
            let mut table = Table::new(file);
            table.add(rows, block);
            tables.push(table);
        }
    }
}

/// `columns.csv`: what each column of each file holds.
fn columns(tables: &[Table]) -> Vec<u8> {
    let mut text = line(["file", "column", "type", "about"].into_iter());
    for (table, column) in tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column))) {
        let fields = [table.file.as_str(), &column.name, column.kind.word(), &column.about];
        text.push_str(&line(fields.into_iter()));
    }
    text.into_bytes()
}
