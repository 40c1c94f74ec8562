//! The list that a data manager is sent, and the answers that come back: from the findings of the study's draft data, from faults
//! made by hand, and through spreadsheets.

use prespec::catalogue::Language;
use prespec::compile::{Compiled, compile_at};
use prespec::queries::{Form, answered, read, write};
use prespec::results::{AnswerKind, Expected, Query, QueryList, QueryState, Severity, Stands};
use prespec::run::given::InMemory;
use prespec::run::queries::asked;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn prespec(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.current_dir(root()).args(arguments).output().expect("prespec can be started")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of plain characters")
}

/// A plan with the files of its data, some of them changed.
struct Study {
    compiled: Compiled,
    given: InMemory,
}

impl Study {
    fn new(plan: &str, data: &str) -> Study {
        let folder = root().join(plan);
        let compiled = compile_at(&folder).expect("the plan can be read");
        let binding = fs::read_to_string(folder.join("binding.yaml")).expect("a binding");
        let entries = fs::read_dir(root().join(data)).expect("the data").map(|entry| entry.expect("a file").path());
        let csv = entries.filter(|path| path.extension().is_some_and(|ending| ending == "csv"));
        let named = |path: PathBuf| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(path).expect("the file"))
        };
        Study { compiled, given: InMemory { binding, files: csv.map(named).collect() } }
    }

    /// The small plan whose data the tests break.
    fn small() -> Study {
        Study::new("tests/data", "tests/data")
    }

    fn with(mut self, file: &str, old: &str, new: &str) -> Study {
        let bytes = self.given.files.get_mut(file).expect("a file of the study");
        let places: Vec<usize> = bytes
            .windows(old.len())
            .enumerate()
            .filter(|(_, window)| *window == old.as_bytes())
            .map(|(at, _)| at)
            .collect();
        let [at] = places.as_slice() else { panic!("`{old}` stands {} times in {file}", places.len()) };
        bytes.splice(at..&(at + old.len()), new.bytes());
        self
    }

    /// The rows of every file the other way round.
    fn reversed(mut self) -> Study {
        for bytes in self.given.files.values_mut() {
            let text: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
            let (head, rows) = text.split_first().expect("a header");
            *bytes = [head].into_iter().chain(rows.iter().rev()).flat_map(|line| line.to_vec()).collect();
        }
        self
    }

    fn asked(&self) -> (Vec<Query>, usize) {
        let plan = self.compiled.plan.as_ref().expect("a plan without an error");
        asked(plan, &self.compiled, &self.given).expect("the data can be read")
    }

    fn queries(&self) -> Vec<Query> {
        let (queries, findings) = self.asked();
        each_finding_once(&queries, findings);
        queries
    }
}

fn draft() -> Study {
    Study::new("plans/sirt-hcc", "plans/sirt-hcc/data/draft")
}

fn locked() -> Study {
    Study::new("plans/sirt-hcc", "plans/sirt-hcc/data/locked")
}

/// Every finding stands in exactly one query, and every number once.
fn each_finding_once(queries: &[Query], findings: usize) {
    let lines: Vec<_> = queries.iter().flat_map(|query| query.consequences.iter().chain([&query.root])).collect();
    let mut all: Vec<usize> = lines.iter().flat_map(|line| line.findings.iter().copied()).collect();
    all.sort_unstable();
    assert_eq!(all, (0..findings).collect::<Vec<_>>());
    let numbers: BTreeSet<&str> = lines.iter().map(|line| line.number.as_str()).collect();
    assert_eq!(numbers.len(), lines.len());
    for query in queries {
        assert!(query.consequences.iter().all(|one| one.severity >= query.root.severity));
    }
}

/// The queries whose root stands there.
fn at<'q>(queries: &'q [Query], file: &str, column: &str) -> Vec<&'q Query> {
    queries.iter().filter(|query| query.root.file == file && query.root.column.as_deref() == Some(column)).collect()
}

fn list(queries: Vec<Query>) -> QueryList {
    QueryList { queries, ..QueryList::default() }
}

/// A list that came back: by number the answer, the remark, who, when.
fn csv_with(list: &QueryList, answers: &BTreeMap<String, [&str; 4]>) -> Vec<u8> {
    let bytes = write(list, Language::French, Form::Csv).expect("a list");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(vec![]);
    for record in reader.records() {
        let mut cells: Vec<String> = record.expect("a line").iter().map(str::to_string).collect();
        if let Some(answer) = answers.get(&cells[0]) {
            (11..15).zip(answer).for_each(|(at, text)| cells[at] = text.to_string());
        }
        writer.write_record(&cells).expect("written");
    }
    writer.into_inner().expect("bytes")
}

#[test]
fn each_finding_of_the_draft_stands_in_one_query() {
    let (queries, findings) = draft().asked();
    each_finding_once(&queries, findings);
    assert!(findings > 100 && queries.len() < findings, "{} queries on {findings} findings", queries.len());
    let blocks: Vec<bool> = queries.iter().map(|query| query.root.severity == Severity::BlocksLock).collect();
    assert!(blocks.is_sorted_by(|a, b| a >= b), "what blocks stands first");
    // Readers who disagree on one examination are asked once, whatever the criteria.
    let readings: Vec<&Query> = queries.iter().filter(|query| query.root.code == Some("D020")).collect();
    let exams: BTreeSet<&Vec<u32>> = readings.iter().map(|query| &query.root.rows).collect();
    assert_eq!(exams.len(), readings.len());
    assert!(readings.iter().any(|query| query.consequences.len() == 3));
}

/// By hand: the date of death of one patient is brought forward, before an examination, two adverse events and the last news. Each of
/// these is a finding at a place of its own; the list asks about the date of death, once.
#[test]
fn a_wrong_date_of_death_is_one_query_with_all_that_contradicts_it() {
    let before = locked().queries();
    let study = locked().with("followup.csv", "P001;27/03/2023;decede;27/03/2023", "P001;27/03/2023;decede;27/11/2022");
    let after = study.queries();
    let new: Vec<&Query> =
        after.iter().filter(|query| !before.iter().any(|old| old.root.number == query.root.number)).collect();
    let [query] = new.as_slice() else { panic!("{new:#?}") };
    assert_eq!((query.root.file.as_str(), query.root.rows.as_slice()), ("followup.csv", &[2][..]));
    assert_eq!((query.root.column.as_deref(), query.root.patient.as_deref()), (Some("date_deces"), Some("P001")));
    assert_eq!(query.root.stands, Stands::Text("27/11/2022".into()));
    assert_eq!(query.root.expected, Expected::AgreesWith { entries: query.consequences.len() });
    assert_eq!((query.root.severity, query.root.code), (Severity::BlocksLock, None));
    let places: BTreeSet<(&str, &[u32])> =
        query.consequences.iter().map(|one| (one.file.as_str(), one.rows.as_slice())).collect();
    // The examination E0238, the onsets of AE0004 and AE0005, and the last news.
    let expected: [(&str, &[u32]); 4] =
        [("adverse_events.csv", &[5]), ("adverse_events.csv", &[6]), ("exams.csv", &[239]), ("followup.csv", &[2])];
    assert_eq!(places, BTreeSet::from(expected));
    assert_eq!(query.consequences.len(), 4);
}

/// By hand: the date of an examination that cannot be read is asked about, and not that the patient has none in time.
#[test]
fn what_rests_on_a_value_that_cannot_be_read_follows_from_it() {
    let study = Study::small().with("visits.csv", "V1;P01;05/01/2024;oui", "V1;P01;05/01/2024;ja");
    let queries = study.queries();
    let [readable] = at(&queries, "visits.csv", "lisible")[..] else { panic!("{queries:#?}") };
    assert_eq!(readable.root.expected, Expected::OneOf(vec!["oui".into(), "non".into()]));
    assert_eq!(readable.root.stands, Stands::Text("ja".into()));
    assert_eq!((readable.root.patient.as_deref(), readable.root.rows.as_slice()), (Some("P01"), &[2][..]));
}

/// By hand: a value is required for what another says that cannot be read; a viable part is larger than a size out of its range.
#[test]
fn two_values_of_a_row_are_asked_about_where_the_fault_is() {
    let study = Study::small().with("lesions.csv", "V2;1;foie;50;3,25", "V2;1;foie;50;53,25");
    let queries = study.queries();
    let [beside] = at(&queries, "lesions.csv", "viable")[..] else { panic!("{queries:#?}") };
    let Expected::Beside(others) = &beside.root.expected else { panic!("{beside:#?}") };
    assert!(others[0].at_most && others[0].text == "50");
    let study = Study::small().with("lesions.csv", "V2;1;foie;50;3,25", "V2;1;poumon;50;3,25");
    let changed = study.queries();
    let [organ] = at(&changed, "lesions.csv", "organe")[..] else { panic!("{changed:#?}") };
    assert!(
        matches!(&organ.root.expected, Expected::SameElsewhere { value, .. } if value == "foie" || value == "poumon")
    );
}

/// A row whose fields are displaced is at fault before its values are.
#[test]
fn values_of_a_row_with_too_many_fields_follow_from_it() {
    let study = Study::small().with("patients.csv", "P03;H;1944;NA;2,5;non;;", "P03;;H;1944;NA;2,5;non;;");
    let queries = study.queries();
    let of_row: Vec<&Query> = queries.iter().filter(|query| query.root.code == Some("D005")).collect();
    let [row] = of_row[..] else { panic!("{queries:#?}") };
    assert!(!row.consequences.is_empty());
    assert!(row.consequences.iter().all(|one| one.rows == [4] && one.file == "patients.csv"));
}

/// A number follows from no place of a row in its file, nor from what else is found.
#[test]
fn numbers_are_the_same_whatever_the_order_of_rows_and_the_other_findings() {
    let numbers = |queries: &[Query]| -> BTreeSet<String> {
        let lines = queries.iter().flat_map(|query| query.consequences.iter().chain([&query.root]));
        lines.map(|line| line.number.clone()).collect()
    };
    let wrong = |study: Study| study.with("lesions.csv", "V1;1;foie;45,5;45,5", "V1;1;foie;4555;45,5");
    let first = wrong(Study::small()).queries();
    assert_eq!(numbers(&first), numbers(&wrong(Study::small()).reversed().queries()));
    let more = wrong(Study::small()).with("patients.csv", "P02;H;1961", "P02;X;1961").queries();
    assert!(numbers(&more).is_superset(&numbers(&first)) && more.len() == first.len() + 1);
    let draft_numbers = numbers(&draft().queries());
    assert_eq!(draft_numbers, numbers(&draft().reversed().queries()));
}

/// Two rows that are the same to the last field are one question, at both rows.
#[test]
fn a_row_that_stands_thrice_is_one_question() {
    let again = "V4;P03;29/02/2024;oui\nV4;P03;29/02/2024;oui\nV4;P03;29/02/2024;oui";
    let queries = Study::small().with("visits.csv", "V4;P03;29/02/2024;oui", again).queries();
    let [repeated] = at(&queries, "visits.csv", "visite")[..] else { panic!("{queries:#?}") };
    assert_eq!((repeated.root.rows.as_slice(), repeated.root.findings.len()), (&[6, 7][..], 2));
    let Expected::OneRow { row, .. } = repeated.root.expected else { panic!("{repeated:#?}") };
    assert_eq!(row, Some(5));
}

/// New, repeated, changed, closed as confirmed, as not to be known and as no longer found, and a number that nobody asked.
#[test]
fn answers_settle_what_becomes_of_a_query() {
    let broken = || {
        Study::small()
            .with("patients.csv", "P01;F;1950", "P01;F;1850")
            .with("patients.csv", "P02;H;1961", "P02;X;1961")
            .with("patients.csv", "P03;H;1944;NA;2,5", "P03;H;1944;x;2,5")
            .with("visits.csv", "V3;P02;10/02/2024;non", "V3;P02;10/02/2024;si")
    };
    let first = list(broken().queries());
    let number = |column: &str| at(&first.queries, &file_of(column), column)[0].root.number.clone();
    let answers = BTreeMap::from([
        (number("naissance"), ["confirmée telle quelle", "", "Dr D.", "30/01/2026"]),
        (number("sexe"), ["corrected", "H", "", ""]),
        (number("marqueur"), ["ne peut être connue", "=cmd|'/c calc'!A0", "", ""]),
        (number("lisible"), ["Confirmed as it is", "", "", ""]),
    ]);
    let mut came_back = csv_with(&first, &answers);
    came_back.extend("Q-AAAAA-AAAAA;;;;;;;;;;;corrigée;;;;;\n".bytes());
    let answers = read("answers.csv", &came_back).expect("answers");
    assert_eq!(answers.given.len(), 5);
    let kinds: Vec<_> = answers.given.iter().map(|answer| answer.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == Some(AnswerKind::Confirmed)).count(), 2);
    // Meanwhile one value became right, another became another, and something new went wrong.
    let study = broken()
        .with("patients.csv", "P02;X;1961", "P02;H;1961")
        .with("visits.csv", "V3;P02;10/02/2024;si", "V3;P02;10/02/2024;evet")
        .with("visits.csv", "V4;P03;29/02/2024;oui", "V4;P03;30/02/2024;oui");
    let (queries, findings) = study.asked();
    let again = answered(queries, std::slice::from_ref(&answers), "small");
    each_finding_once(&again.queries, findings);
    let state = |column: &str| at(&again.queries, &file_of(column), column)[0].root.state;
    assert_eq!(state("naissance"), QueryState::Confirmed);
    assert_eq!(state("marqueur"), QueryState::CannotBeKnown);
    assert_eq!(state("lisible"), QueryState::Changed);
    assert_eq!(state("date"), QueryState::New);
    assert_eq!(again.gone.iter().map(|answer| &answer.number).collect::<Vec<_>>(), [&number("sexe")]);
    assert_eq!(again.unknown.iter().map(|answer| answer.number.as_str()).collect::<Vec<_>>(), ["Q-AAAAA-AAAAA"]);
    // Nothing was corrected: it is asked again.
    let repeated = answered(broken().queries(), &[answers], "small");
    assert_eq!(at(&repeated.queries, "patients.csv", "sexe")[0].root.state, QueryState::Repeated);
    assert!(repeated.gone.is_empty() && repeated.queries.last().is_some_and(|query| query.root.state.is_closed()));
}

fn file_of(column: &str) -> String {
    if ["lisible", "date"].contains(&column) { "visits.csv" } else { "patients.csv" }.to_string()
}

/// What follows from a value that was confirmed is asked by itself, for confirming did not settle it.
#[test]
fn what_follows_from_a_confirmed_value_is_asked_by_itself() {
    let study = locked().with("followup.csv", "P001;27/03/2023;decede;27/03/2023", "P001;27/03/2023;decede;27/11/2022");
    let first = list(study.queries());
    let [query] = at(&first.queries, "followup.csv", "date_deces")[..] else { panic!("one query") };
    let answers = BTreeMap::from([(query.root.number.clone(), ["confirmée telle quelle", "", "", ""])]);
    let answers = read("a.csv", &csv_with(&first, &answers)).expect("answers");
    let (queries, findings) = study.asked();
    let again = answered(queries, &[answers], "sirt_hcc");
    each_finding_once(&again.queries, findings);
    let open: BTreeSet<&str> =
        again.queries.iter().filter(|one| !one.root.state.is_closed()).map(|one| one.root.number.as_str()).collect();
    assert!(query.consequences.iter().all(|one| open.contains(one.number.as_str())));
    assert!(!open.contains(query.root.number.as_str()));
}

/// A spreadsheet of Western Europe writes windows-1252 and semicolons, another one commas or tabs and UTF-16; a line may stand above
/// the heads, and what was typed is what comes out, with no sign of a formula lost.
#[test]
fn a_list_comes_back_as_any_spreadsheet_writes_it() {
    let study = Study::small().with("patients.csv", "P02;H;1961", "P02;=HYPERLINK(\"x\");1961");
    let first = list(study.queries());
    let root = &at(&first.queries, "patients.csv", "sexe")[0].root;
    let written = String::from_utf8(write(&first, Language::French, Form::Csv).expect("a list")).expect("UTF-8");
    assert!(written.starts_with('\u{feff}') && written.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{written}");
    let remark = "=1+1 é";
    let text =
        String::from_utf8(csv_with(&first, &BTreeMap::from([(root.number.clone(), ["corrigée", remark, "", ""])])));
    let text = text.expect("UTF-8").replace('\u{feff}', "").replace('\u{a0}', " ");
    let (windows, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!lost);
    let tabs: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let above = format!("Liste du centre\n\n{text}");
    for bytes in [windows.into_owned(), tabs, above.into_bytes()] {
        let answers = read("a.csv", &bytes).expect("answers");
        let [answer] = answers.given.as_slice() else { panic!("{answers:#?}") };
        assert_eq!(
            (&answer.number, answer.kind, answer.text.as_str()),
            (&root.number, Some(AnswerKind::Corrected), remark)
        );
        assert_eq!(answer.control.as_ref(), Some(&root.control));
    }
}

/// The same list is the same bytes; its cells are read again, and whatever stands in them is no formula.
#[test]
fn a_spreadsheet_is_written_and_read_again() {
    let study = Study::small().with("patients.csv", "P02;H;1961", "P02;=HYPERLINK(\"x\");1961");
    let first = list(study.queries());
    let bytes = write(&first, Language::English, Form::Xlsx).expect("a list");
    assert_eq!(bytes, write(&first, Language::English, Form::Xlsx).expect("a list"));
    let sheet = entry(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && sheet.contains("<dataValidation ") && sheet.contains("<pane "), "{sheet}");
    assert!(entry(&bytes, "xl/sharedStrings.xml").contains("=HYPERLINK("));
    assert_eq!(read("a.xlsx", &bytes).expect("a list").given, []);
    let draft = write(&list(draft().queries()), Language::French, Form::Xlsx).expect("a list");
    assert!(entry(&draft, "xl/worksheets/sheet1.xml").contains("outlineLevel=\"1\""));
}

/// An archive of a few kilobytes that unpacks to more than a list can be.
pub fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).expect("an entry");
    let zeros = vec![0; 1 << 20];
    (0..=prespec::queries::MOST_BYTES >> 20).for_each(|_| archive.write_all(&zeros).expect("written"));
    archive.finish().expect("an archive").into_inner()
}

/// What an archive says of its sizes is not believed.
#[test]
fn an_archive_that_says_that_it_is_small_is_not_opened_either() {
    let mut bytes = bomb();
    assert_eq!(read("a.xlsx", &bytes).expect_err("too large").code().0, "R036");
    // The size of its entry unpacked, in the directory at its end.
    let directory = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").expect("a directory");
    bytes[directory + 24..directory + 28].copy_from_slice(&1000_u32.to_le_bytes());
    assert!(["R035", "R036"].contains(&read("a.xlsx", &bytes).expect_err("no list").code().0));
}

fn entry(archive: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).expect("an archive");
    std::io::read_to_string(archive.by_name(name).expect("the entry")).expect("text")
}

/// Made by hand: dates and numbers are shown as they are meant, an error and a formula are what they last came to.
#[test]
fn a_spreadsheet_that_was_filled_in_gives_its_answers() {
    let bytes = filled_in("Q-00000-00000", |sheet| {
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 1, 30).expect("a date");
        let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_datetime_with_format(2, 3, &date, &format).expect("written");
        sheet.write_number(2, 2, 4.2).expect("written");
        sheet.write_formula(2, 4, rust_xlsxwriter::Formula::new("1+1").set_result("Dr D.")).expect("written");
    });
    let answers = read("a.xlsx", &bytes).expect("answers");
    let [answer] = answers.given.as_slice() else { panic!("{answers:#?}") };
    let texts = (answer.text.as_str(), answer.on.as_str(), answer.by.as_str());
    assert_eq!((answer.kind, texts), (Some(AnswerKind::Corrected), ("4.2", "2026-01-30", "Dr D.")));
    assert_eq!((answer.row, answer.control.as_ref()), (3, None));
}

/// A sheet with heads in its second row and one answer in its third.
fn filled_in(number: &str, more: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in ["Number", "Answer", "Corrected value, remark", "Answered on", "Answered by"].iter().enumerate() {
        sheet.write_string(1, at as u16, *head).expect("written");
    }
    sheet.write_string(2, 0, number).expect("written");
    sheet.write_string(2, 1, "corrected").expect("written");
    more(sheet);
    book.save_to_buffer().expect("a spreadsheet")
}

/// No byte that is changed, and no end that is cut off, breaks the reading: there are answers, or there is a reason.
#[test]
fn a_damaged_spreadsheet_is_refused_or_read() {
    let sound = filled_in("Q-00000-00000", |_| {});
    let mut state = 20_260_130_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut read_again = 0;
    for _ in 0..600 {
        let mut bytes = sound.clone();
        (0..=next(3)).for_each(|_| {
            let at = next(bytes.len());
            bytes[at] = next(256) as u8;
        });
        bytes.truncate(if next(4) == 0 { next(bytes.len()) } else { bytes.len() });
        read_again += usize::from(read("a.xlsx", &bytes).is_ok());
    }
    assert!(read_again < 600);
    let far = filled_in("Q-00000-00000", |sheet| {
        sheet.write_string(1_048_575, 16_383, "the last cell").expect("written");
    });
    assert_eq!(read("a.xlsx", &far).expect_err("too large").code().0, "R036");
}

/// From the command line: the draft export blocks, its list is written, answered, and read back.
#[test]
fn a_list_goes_out_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let data = root().join("plans/sirt-hcc/data/draft");
    let run = prespec(&["run", "plans/sirt-hcc", "--data", path(&data), "--out", path(&at("run"))]);
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    let queries = |more: &[&str]| prespec(&[&["queries", path(&at("run"))], more].concat());
    let first = queries(&["--out", path(&at("first.csv")), "--language", "fr"]);
    assert!(first.status.success() && said(&first).contains(" on 148 findings in "), "{}", said(&first));
    let text = fs::read_to_string(at("first.csv")).expect("the list");
    let head = text.lines().next().expect("heads");
    assert!(head.starts_with("\u{feff}\"Numéro\";\"Découle de\";\"État\""), "{head}");
    assert!(text.contains("\"P020\"") && text.contains("Albumin\u{a0}: 4,2"), "{text}");
    let line = text.lines().find(|line| line.contains("Albumin\u{a0}: 4,2")).expect("a query on albumin");
    let answered = line.replacen("\"\";\"\";\"\";\"\";\"\"", "\"corrigée\";\"42\";\"Dr D.\";\"30/01/2026\";\"\"", 1);
    fs::write(at("answered.csv"), format!("{head}\n{answered}\n")).expect("written");
    let again = queries(&["--out", path(&at("second.xlsx")), "--answers", path(&at("answered.csv"))]);
    assert!(again.status.success() && said(&again).contains("1 repeated"), "{}", said(&again));
    assert!(
        entry(&fs::read(at("second.xlsx")).expect("the list"), "xl/sharedStrings.xml").contains("corrected; 42; Dr D.")
    );
    let refused = queries(&["--out", path(&at("second.xlsx"))]);
    assert!(refused.status.code() == Some(2) && said(&refused).contains("R038"), "{}", said(&refused));
    assert!(queries(&["--out", path(&at("second.xlsx")), "--replace"]).status.success());
    let over = queries(&["--out", path(&at("answered.csv")), "--answers", path(&at("answered.csv")), "--replace"]);
    assert!(over.status.code() == Some(2) && said(&over).contains("R012"), "{}", said(&over));
}

/// The list of a run whose data have changed since would be of no run.
#[test]
fn a_list_is_of_the_run_and_of_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("data")).expect("a folder");
    for name in ["plan.md", "binding.yaml"] {
        fs::copy(root().join("tests/data").join(name), at(name)).expect("a copy");
    }
    for name in ["patients.csv", "visits.csv", "lesions.csv"] {
        fs::copy(root().join("tests/data").join(name), at("data").join(name)).expect("a copy");
    }
    let in_folder = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
        command.current_dir(folder.path()).args(arguments).output().expect("prespec can be started")
    };
    assert!(in_folder(&["run", "plan.md", "--draft"]).status.success());
    assert!(in_folder(&["queries", "out", "--out", "list.xlsx"]).status.success());
    let text = fs::read_to_string(at("data/patients.csv")).expect("the patients");
    fs::write(at("data/patients.csv"), text.replacen("1950", "1951", 1)).expect("written");
    let refused = in_folder(&["queries", "out", "--out", "other.xlsx"]);
    assert!(said(&refused).contains("R015") && said(&refused).contains("patients.csv"), "{}", said(&refused));
    assert!(!at("other.xlsx").exists());
}

/// Through a spreadsheet program: the CSV is opened and saved as .xlsx, and gives the same answers.
#[test]
fn a_list_goes_through_libreoffice() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = Study::small().with("patients.csv", "P02;H;1961", "P02;=1+1;1961");
    let first = list(study.queries());
    let root = &at(&first.queries, "patients.csv", "sexe")[0].root;
    let csv = csv_with(&first, &BTreeMap::from([(root.number.clone(), ["corrigée", "=2+2", "Dr D.", ""])]));
    fs::write(folder.path().join("list.csv"), csv).expect("written");
    let mut office = Command::new("soffice");
    office.current_dir(folder.path()).env("HOME", folder.path());
    office.args(["--headless", "--infilter=CSV:59,34,76", "--convert-to", "xlsx", "list.csv"]);
    let Ok(output) = office.output() else {
        eprintln!("no soffice: the list was not taken through a spreadsheet program");
        return;
    };
    let saved = fs::read(folder.path().join("list.xlsx")).unwrap_or_else(|e| panic!("{e}: {}", said(&output)));
    let answers = read("list.xlsx", &saved).expect("answers");
    let [answer] = answers.given.as_slice() else { panic!("{answers:#?}") };
    assert_eq!((&answer.number, answer.kind), (&root.number, Some(AnswerKind::Corrected)));
    assert_eq!((answer.control.as_ref(), answer.by.as_str()), (Some(&root.control), "Dr D."));
    let again = answered(study.queries(), &[answers], "small");
    assert_eq!(at(&again.queries, "patients.csv", "sexe")[0].root.state, QueryState::Repeated);
}
