//! From a number of the page of the first study to the patients behind it and to the cells of its files, which are read here
//! once more.

use super::{folder, results};
use crate::report::browser::Browser;
use crate::report::html::{html, json};
use prespec::results::Role;
use prespec::results::trace::{Behind, trace, trace_of};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

fn page() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| html(results()))
}

/// The fields of each line of a file of the study, none of which has a line end within.
fn lines(file: &str) -> Vec<Vec<String>> {
    let bytes = std::fs::read(folder().join("data/locked").join(file)).expect("a file of the data");
    // Two of them are in the encoding of Windows, as the binding says.
    let text =
        String::from_utf8(bytes).unwrap_or_else(|e| encoding_rs::WINDOWS_1252.decode(e.as_bytes()).0.into_owned());
    let fields = |line: &str| {
        let mut one = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(line.as_bytes());
        let record = one.records().next().expect("a record").expect("a record");
        record.iter().map(|field| field.trim().to_string()).collect()
    };
    text.trim_start_matches('\u{feff}').lines().map(fields).collect()
}

/// Behind a number that was converted stands that in the unit of the plan.
fn is_of(cell: &str, field: &str) -> bool {
    cell == field || cell.strip_prefix(field).is_some_and(|rest| rest.starts_with(" ("))
}

#[test]
fn every_cell_of_the_page_stands_in_its_file() {
    let sources = results().sources.as_ref().expect("few enough rows");
    let mut cells = 0;
    for table in &sources.tables {
        let lines = lines(&table.file);
        for row in &table.rows {
            let line = &lines[row.line as usize - 1];
            for ((_, column), cell) in table.columns.iter().zip(&row.cells) {
                // What the plan calls it, for which the binding takes several texts.
                if cell.starts_with("= ") {
                    continue;
                }
                let at = lines[0].iter().position(|name| name == column).expect("a column of the file");
                assert!(is_of(cell, &line[at]), "{}:{} {column}: {cell}, {}", table.file, row.line, line[at]);
                cells += 1;
            }
        }
    }
    assert!(cells > 40_000, "{cells}");
}

/// The places of patients in the page, by pseudonym, from the JSON.
fn names(data: &Value) -> Vec<String> {
    let list = data["patients"]["list"].as_array().expect("patients");
    list.iter().map(|patient| patient[0].as_str().expect("a pseudonym").to_string()).collect()
}

fn places(list: &Value) -> Vec<usize> {
    list.as_array().expect("a list").iter().map(|place| place.as_u64().expect("a place") as usize).collect()
}

/// Of one number in so many: the patients behind it, and the reasons that settled their values, as `trace` has them.
#[test]
fn the_patients_behind_a_number_are_those_of_its_trace() {
    let data = json(page());
    let names = names(&data);
    let mut valued = 0;
    for (place, record) in results().records.iter().enumerate().step_by(53) {
        let behind =
            &data["behinds"]["list"][data["records"][place][14].as_u64().expect("what stands behind") as usize];
        let members = &data["behinds"]["members"][behind["members"].as_u64().expect("members") as usize];
        let members: Vec<&str> = places(members).into_iter().map(|place| names[place].as_str()).collect();
        let of_values = places(&behind["values"]);
        let traced = trace(results(), &record.id).expect("a record");
        match &traced.behind {
            Behind::Valued(of) => {
                valued += 1;
                assert_eq!(members, of.patients, "{}", record.id);
                let counts = |list: &Value| places(list).into_iter().sum::<usize>();
                let said: Vec<usize> =
                    behind["states"].as_array().expect("states").iter().map(|state| counts(&state[1])).collect();
                let settled: Vec<usize> = of.settled.iter().map(|(_, n)| *n).collect();
                // Reasons that are said in the same words stand on one line; nobody is lost.
                assert!(said.len() <= settled.len(), "{}", record.id);
                let sum = said.iter().sum::<usize>();
                assert_eq!((sum, of_values.len()), (settled.iter().sum::<usize>(), sum), "{}", record.id);
                let values = of.patients.iter().filter_map(|p| trace_of(results(), record, p)).map(|p| p.values.len());
                let own: BTreeSet<usize> = of_values.iter().copied().collect();
                assert_eq!(own.len(), of_values.len());
                assert!(values.sum::<usize>() <= of_values.len(), "{}", record.id);
            }
            Behind::Counted(of) => {
                assert_eq!(members, of.patients.iter().map(|p| p.patient).collect::<Vec<_>>(), "{}", record.id);
            }
            Behind::Paired(of) => {
                let lists = usize::from(of.pairs.is_some()) + of.lists.len();
                assert_eq!(behind["lists"].as_array().map(Vec::len), Some(lists), "{}", record.id);
            }
            Behind::Lesions(of) => {
                assert_eq!(behind["lists"][0][1].as_array().map(Vec::len), Some(of.patients.len()), "{}", record.id);
            }
            Behind::Events(of) => {
                assert_eq!(behind["lists"][0][1].as_array().map(Vec::len), Some(of.patients.len()), "{}", record.id);
            }
            Behind::Readings(of) => {
                assert_eq!(behind["lists"][0][1].as_array().map(Vec::len), Some(of.patients.len()), "{}", record.id);
            }
        }
    }
    assert!(valued > 150, "{valued}");
}

/// What an auditor does: a number, its patients, one of them, an examination; there the rows of the file that it was read from.
#[test]
fn ten_numbers_lead_to_the_cells_of_the_files_in_five_clicks() {
    let Some(mut browser) = Browser::open(page(), "") else { return };
    let asked = results().records.iter().filter(|r| {
        matches!(r.role, Role::Primary | Role::Secondary) && r.response.is_some() && r.group.arm().is_some()
    });
    let asked: Vec<&str> = asked.map(|r| r.id.as_str()).collect();
    let mut cells = 0;
    let mut files: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut reached = 0;
    for id in asked.iter().step_by(asked.len() / 40) {
        let walked = browser.ask(&WALK.replace("RECORD", &json!(id).to_string()));
        let Some(rows) = walked["rows"].as_array() else { continue };
        assert!(walked["clicks"].as_u64() <= Some(5), "{id}: {walked}");
        reached += usize::from(!rows.is_empty());
        for row in rows {
            let (place, row) = row.as_array().expect("a row").split_first().expect("its place");
            let (file, line) = place.as_str().expect("a text").rsplit_once(':').expect("file and line");
            let known = files.entry(file.to_string()).or_insert_with(|| lines(file));
            let line = &known[line.parse::<usize>().expect("a line") - 1];
            for cell in row.iter().filter_map(Value::as_str).filter(|cell| !cell.starts_with("= ")) {
                assert!(line.iter().any(|field| is_of(cell, field)), "{id}: {cell} not in {line:?}");
                cells += 1;
            }
        }
    }
    assert!(reached >= 10 && cells > 200, "{reached} numbers, {cells} cells");
    assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
}

const WALK: &str = r##"(async () => {
  const wait = () => new Promise((done) => setTimeout(done, 30));
  let clicks = 0;
  const click = (element) => { clicks += 1; element.click(); return wait(); };
  location.hash = "#" + encodeURIComponent(RECORD);
  await wait();
  clicks += 1;
  const body = document.getElementById("panel-body");
  const folded = [...body.querySelectorAll("details > summary")].find((s) => s.textContent.startsWith("One by one"));
  if (!folded) return {};
  await click(folded);
  const patient = [...folded.parentElement.querySelectorAll("tbody tr")].find((row) => / at E\d/.test(row.textContent));
  if (!patient) return {};
  await click(patient.querySelector("a"));
  await click(body.querySelector("button"));
  const open = body.querySelector("details[data-exam][open]");
  const rows = [...open.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
  return { clicks, rows: rows.filter((row) => /\.csv:\d+$/.test(row[0])) };
})()"##;

/// A finding names the row that it stands in, and the numbers that may rest on it have the patient behind them.
#[test]
fn a_finding_tells_what_rests_on_it() {
    let found = results().found.iter().position(|f| f.patient.is_some() && f.line.is_some());
    let place = found.expect("a finding of a patient");
    let Some(mut browser) = Browser::open(page(), &format!("#finding-{}", place + 1)) else { return };
    let of = &results().found[place];
    let panel = browser.text("document.getElementById('panel').innerText");
    let (line, patient) = (of.line.expect("a line"), of.patient.as_deref().expect("a patient"));
    for expected in [format!("{}:{line}", of.file), patient.to_string(), of.found.clone()] {
        assert!(panel.contains(&expected), "{expected} is not in\n{panel}");
    }
    assert!(browser.is("[...document.querySelectorAll('#panel-body details > summary')].length > 3"), "{panel}");
    browser.ask(&format!("document.querySelector(\"#panel-body a[href='#patient-{patient}']\").click()"));
    assert!(browser.is(&format!("document.querySelector(\"#panel-body a[href='#finding-{}']\") !== null", place + 1)));
}
