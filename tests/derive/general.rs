//! Criteria of other shapes than RECIST: other responses and sets, other names and numbers of tables, one criterion built on
//! another. What is expected is by hand.

use super::tables::Cell::{Code, Day, Number, Text, Whole, Yes};
use super::tables::{Row, data};
use prespec::compile::{Compiled, InMemory, compile};
use prespec::data::Data;
use prespec::derive::model::Derived;
use prespec::derive::seen::Seen;
use prespec::derive::{Noted, derive};
use prespec::diagnostic::render::render;
use prespec::plan::ir::{CriterionValue, Plan, ResponseId};
use prespec::program::fold::{Because, By, Fact};
use prespec::program::lower;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// By name, the documents beside this file, those of a small plan, and the criteria that come with prespec.
fn documents() -> BTreeMap<String, PathBuf> {
    let folders = ["tests/derive/criteria", "tests/plans/treated/criteria", "plans/criteria"];
    let files = folders.into_iter().flat_map(|folder| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
    });
    let paths = files.map(|file| file.expect("an entry").path());
    paths.map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), path)).collect()
}

pub(super) fn document(name: &str) -> String {
    let documents = documents();
    let path = documents.get(name).unwrap_or_else(|| panic!("no document {name}"));
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The plan with what is said in it, and the criteria as documents that are given or else found.
pub(super) fn compiled(uses: &str, responses: &str, endpoints: &str, given: &[(&str, &str)]) -> Compiled {
    compiled_in(&document("plan"), uses, responses, endpoints, given)
}

/// The same in another plan.
pub(super) fn compiled_in(
    plan: &str,
    uses: &str,
    responses: &str,
    endpoints: &str,
    given: &[(&str, &str)],
) -> Compiled {
    let plan = plan.replace("USES", uses).replace("RESPONSES", responses).replace("ENDPOINTS", endpoints);
    let mut texts = InMemory::new(plan);
    for (name, path) in documents() {
        let read = || fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let text = given.iter().find(|(n, _)| *n == name).map_or_else(read, |(_, text)| text.to_string());
        texts = texts.with(format!("criteria/{name}"), text);
    }
    compile(&texts).expect("texts in memory are there")
}

pub(super) fn plan(uses: &str, responses: &str, endpoints: &str) -> Plan {
    whole(compiled(uses, responses, endpoints, &[]))
}

pub(super) fn whole(compiled: Compiled) -> Plan {
    let said = render(&compiled.diagnostics, &compiled.sources, false);
    compiled.plan.unwrap_or_else(|| panic!("{said}"))
}

/// One patient who is treated on day 100 and, locally, on day `local`.
fn patient(local: i32) -> [(&'static str, Vec<Row>); 3] {
    let treated = |date: i32, drug: &'static str| -> Row {
        vec![("patient", Text("P1".into())), ("date", Day(date)), ("drug", Code(drug))]
    };
    [
        ("patient", vec![vec![("id", Text("P1".into())), ("hepatic", Yes(true))]]),
        ("treatment", vec![treated(100, "standard"), treated(local, "local")]),
        ("followup", vec![vec![("patient", Text("P1".into())), ("last_news", Day(900))]]),
    ]
}

/// An examination of the patient: its identifier, day, whether it is readable, and its score.
pub(super) fn scan(id: &str, day: i32, readable: bool, score: Option<i64>) -> Row {
    let mut row = vec![
        ("id", Text(id.into())),
        ("patient", Text("P1".into())),
        ("date", Day(day)),
        ("readable", Yes(readable)),
        ("arterial", Yes(true)),
    ];
    row.extend(score.map(|s| ("score", Whole(s))));
    row
}

/// A lesion of the liver as the reader saw it: the examination, its number, role and state, and its size and viable part in mm.
pub(super) fn spot(scan: &str, number: i64, role: &'static str, state: &'static str, mm: Option<(i64, i64)>) -> Row {
    seen("A", scan, number, role, state, mm)
}

pub(super) fn seen(
    reader: &'static str,
    scan: &str,
    number: i64,
    role: &'static str,
    state: &'static str,
    mm: Option<(i64, i64)>,
) -> Row {
    let mut row = vec![
        ("scan", Text(scan.into())),
        ("reader", Code(reader)),
        ("number", Whole(number)),
        ("role", Code(role)),
        ("node", Yes(false)),
        ("organ", Code("liver")),
        ("state", Code(state)),
    ];
    if let Some((size, viable)) = mm {
        row.extend([("size", Number(size * 1_000_000)), ("viable", Number(viable * 1_000_000))]);
    }
    row
}

pub(super) fn derived(plan: &Plan, local: i32, scans: Vec<Row>, spots: Vec<Row>) -> Derived {
    derive(plan, &lower(plan), &recorded(plan, local, scans, spots))
}

/// The tables of the patient.
pub(super) fn recorded(plan: &Plan, local: i32, scans: Vec<Row>, spots: Vec<Row>) -> Data {
    let mut rows = patient(local).to_vec();
    rows.extend([("scan", scans), ("spot", spots)]);
    data(plan, &rows)
}

/// The responses of one reader of a response statement, by examination.
pub(super) fn answers(plan: &Plan, derived: &Derived, response: usize, reader: usize) -> Vec<String> {
    let criterion = &plan.responses[response].criterion;
    let own = derived.responses[response].readings.iter().filter(|r| r.reader == reader);
    own.map(|r| criterion.code_name(r.result).to_string()).collect()
}

fn combined(plan: &Plan, derived: &Derived, response: usize) -> Vec<Option<String>> {
    let criterion = &plan.responses[response].criterion;
    let of_patient = &derived.responses[response].combined[0];
    of_patient.iter().map(|c| c.result.map(|r| criterion.code_name(r).to_string())).collect()
}

const VITAL_RESPONSES: &str = r#"
response vitality "Vitality": vital { picture: scan, finding: spot, treated: ablation, at: imaging, among: everyone }

combine readers "Readers" {
  of:         vitality
  readers:     reader
  response {
    agreed_response "agreed"        when readers agree
    UNSEEN "unresolved"    otherwise
  }
  unresolved: query
  ends with: first vivid
}
"#;

const VITAL_ENDPOINTS: &str = r#"
endpoint revival "Time to a vital tumour" {
  kind:    time_to_event
  from:    time zero
  event:   vivid by vitality
  censor:  last scan where assessed by vitality otherwise time zero
  horizon: day 730 { event on that day: counts }
}

endpoint quiet_at_6 "Not vital at month 6" {
  kind:    yes_no
  success: vivid
  by:      vitality
  at:      M6
  if not assessed: failure
}
"#;

/// The table of examinations has more columns than that of the patients.
#[test]
fn a_time_that_ends_on_the_date_of_a_row_is_refused() {
    let quantity = "define seen of patient \"Seen\": last scan where readable\n";
    let endpoints = VITAL_ENDPOINTS.replace("last scan where assessed by vitality otherwise time zero", "seen");
    let uses = "use criteria/vital";
    let said = told(&compiled(uses, &format!("{quantity}{VITAL_RESPONSES}"), &endpoints, &[]));
    assert!(said.contains("A patient can be without this date"), "{said}");
}

/// Sets, tables and an event under the criterion's own names.
#[test]
fn a_criterion_has_its_own_responses_sets_tables_and_events() {
    let plan = plan("use criteria/vital", VITAL_RESPONSES, VITAL_ENDPOINTS);
    let scans = vec![
        scan("E0", 95, true, None),
        scan("E1", 150, true, None),
        scan("E2", 250, true, None),
        scan("E3", 300, false, None),
        scan("E4", 350, true, None),
        scan("E5", 400, true, None),
    ];
    let both = |exam: &str, number, role, a, b| {
        [seen("A", exam, number, role, a, None), seen("B", exam, number, role, b, None)]
    };
    let spots = [
        both("E0", 1, "target", "present", "present"),
        both("E1", 1, "target", "present", "present"),
        both("E2", 1, "target", "gone", "present"),
        both("E4", 1, "target", "gone", "gone"),
        both("E5", 2, "new", "present", "present"),
    ];
    // Treated locally on day 200: at E1 nothing counts yet, at E2 the readers differ, E3 cannot be read.
    let derived = derived(&plan, 200, scans, spots.concat());
    assert_eq!(answers(&plan, &derived, 0, 0), ["QUIET", "QUIET", "UNSEEN", "QUIET", "LIVING"]);
    assert_eq!(answers(&plan, &derived, 0, 1), ["QUIET", "LIVING", "UNSEEN", "QUIET", "LIVING"]);
    let expected = ["QUIET", "UNSEEN", "UNSEEN", "QUIET", "LIVING"].map(|r| Some(r.to_string()));
    assert_eq!(combined(&plan, &derived, 0), expected);
    let (program, noted) = (lower(&plan), Noted::default());
    let facts = prespec::derive::endpoints::Facts { program: &program, seen: Seen::new(&derived, &program, &noted) };
    let times = prespec::derive::endpoints::time_to_event(
        &facts,
        &prespec::plan::ir::Handling::NOTHING,
        prespec::plan::ir::EndpointId(0),
        &[0],
    );
    // E5 is on day 400, 300 days after time zero.
    assert_eq!((times[0].time, times[0].event), (300, true));
}

/// The first vital response ends the sequence, whatever it is called.
#[test]
fn a_sequence_stops_after_a_set_of_its_own() {
    let plan = plan("use criteria/vital", VITAL_RESPONSES, VITAL_ENDPOINTS);
    let scans = vec![scan("E0", 95, true, None), scan("E1", 250, true, None), scan("E2", 300, true, None)];
    let both =
        |exam: &str| [seen("A", exam, 1, "target", "present", None), seen("B", exam, 1, "target", "present", None)];
    let derived = derived(&plan, 200, scans, [both("E0"), both("E1"), both("E2")].concat());
    assert_eq!(combined(&plan, &derived, 0), [Some("LIVING".to_string()), None]);
}

/// One table: the examinations are all that is read, by one reader whose response stands without a combination.
#[test]
fn a_criterion_reads_examinations_alone() {
    let responses = r#"response grade "Grade": graded { at: imaging, among: everyone }"#;
    let endpoints = r#"
endpoint worse "Time to a worse score" {
  kind:    time_to_event
  from:    time zero
  event:   progression by grade
  censor:  followup.last_news
  horizon: day 730 { event on that day: counts }
}
"#;
    let plan = plan("use criteria/graded", responses, endpoints);
    let scores = [
        ("E0", 95, true, Some(5)),
        ("E1", 150, true, Some(4)),
        ("E2", 200, true, None),
        ("E3", 250, false, Some(0)),
        ("E4", 300, true, Some(4)),
        ("E5", 350, true, Some(5)),
    ];
    let scans = scores.map(|(id, day, readable, score)| scan(id, day, readable, score)).to_vec();
    let derived = derived(&plan, 200, scans, vec![]);
    // The lowest is 5 at baseline, 4 from E1 on; what cannot be read at E3 enters nothing.
    let expected = ["BETTER", "UNREAD", "UNREAD", "SAME", "WORSE"];
    assert_eq!(answers(&plan, &derived, 0, 0), expected);
    assert_eq!(combined(&plan, &derived, 0), expected.map(|r| Some(r.to_string())));
}

const BUILT_RESPONSES: &str = r#"
response whole "By size":    recist_1_1 { exam: scan, lesion: spot, at: imaging, among: everyone }
response part "By viability": viable { exam: scan, lesion: spot, at: imaging, among: everyone }

combine readers "Readers" {
  of:         whole, part
  readers:     reader
  response {
    agreed_response "agreed"    when readers agree
    NE "unresolved"    otherwise
  }
  unresolved: query
}
"#;

const BUILT_USES: &str = "use criteria/recist_1_1 { equivocal: no, part_of: none, merged_into: none }\nuse criteria/viable { equivocal: no, part_of: none, merged_into: none, smallest_viable: 10 mm }";

/// Sizes stay as they are while the viable parts shrink and grow again; a lesion of 8 mm viable is no target.
#[test]
fn a_criterion_is_built_on_another() {
    let plan = plan(BUILT_USES, BUILT_RESPONSES, "");
    let scans = ["E0", "E1", "E2"].iter().zip([95, 160, 220]).map(|(id, day)| scan(id, day, true, None)).collect();
    let seen = |exam: &str, viable: [i64; 3]| {
        let sizes = [50, 40, 30];
        (0..3).map(|i| spot(exam, i as i64 + 1, "target", "present", Some((sizes[i], viable[i])))).collect::<Vec<Row>>()
    };
    let spots = [seen("E0", [30, 20, 8]), seen("E1", [15, 10, 30]), seen("E2", [20, 12, 30])].concat();
    let derived = derived(&plan, 200, scans, spots);
    assert_eq!(answers(&plan, &derived, 0, 0), ["SD", "SD"]);
    // 25 of 50 mm is a decrease of half; 32 mm is 28 % and 7 mm over the smallest sum.
    assert_eq!(answers(&plan, &derived, 1, 0), ["PR", "PD"]);
    let total = |reading: usize| {
        let found = derived.responses[1].readings.iter().filter(|r| r.reader == 0).nth(reading).expect("a reading");
        let place = plan.responses[1].criterion.values.iter().position(|v| v.header.name == "total").expect("a sum");
        match found.values.get(place).and_then(|told| told.value.as_ref()) {
            Some(Fact::Value(value)) => value.decimal(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((total(0), total(1)), (Some(25.into()), Some(32.into())));
}

/// Each statement stands in the clause of the document it was written in.
#[test]
fn every_clause_knows_its_own_document() {
    let plan = plan(BUILT_USES, BUILT_RESPONSES, "");
    let built = &plan.responses[1].criterion;
    let clause = |id| plan.clause_number(id).to_string();
    let of_define = |label: &str| {
        let found = built.defines.iter().filter(|d| d.header.name == "length" && d.header.label == label);
        found.map(|d| clause(d.header.clause)).collect::<Vec<_>>()
    };
    assert_eq!(of_define("Length"), ["recist_1_1 2", "viable 2"]);
    assert_eq!(clause(built.header.clause), "viable 1");
    assert_eq!(clause(built.rows[0].header.clause), "viable 2");
    assert_eq!(clause(built.rows[1].header.clause), "recist_1_1 1");
    let names = |response: ResponseId| {
        let values: &[CriterionValue] = &plan.responses[response.0].criterion.values;
        values.iter().map(|v| v.header.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(ResponseId(0)), names(ResponseId(1)));
}

/// What is refused of a plan, as it is told.
pub(super) fn told(compiled: &Compiled) -> String {
    assert!(compiled.plan.is_none(), "nothing is refused");
    let errors = compiled.diagnostics.iter().filter(|d| d.severity == prespec::diagnostic::Severity::Error);
    render(&errors.cloned().collect::<Vec<_>>(), &compiled.sources, false)
}

pub(super) fn said(uses: &str, responses: &str, given: &[(&str, &str)]) -> String {
    told(&compiled(uses, responses, "", given))
}

/// What is told of a text in which one thing is written otherwise, under the change.
pub(super) fn changed(text: &str, old: &str, new: &str, said: impl Fn(&str) -> String) -> String {
    assert!(text.contains(old), "{old}");
    format!("- {old}\n+ {new}\n\n{}\n", said(&text.replacen(old, new, 1)))
}

#[test]
fn what_cannot_be_built_is_refused() {
    let part = r#"response part "By viability": viable { exam: scan, lesion: spot, at: imaging, among: everyone }"#;
    let with = |old: &str, new: &str| {
        changed(&document("viable"), old, new, |text| said("use criteria/viable", part, &[("viable", text)]))
    };
    let circle = "```plan\nuse criteria/viable\n\ncriterion recist_1_1 \"A circle\" {\n  builds on: viable\n}\n```\n";
    let all = [
        with("use criteria/recist_1_1", ""),
        with("use criteria/recist_1_1", "use criteria/other"),
        with("builds on:              recist_1_1", "builds on: viable"),
        with("replace rows target", "replace rows aim"),
        with("replace rows target", "rows target"),
        format!("{circle}\n{}", said("use criteria/viable", part, &[("recist_1_1", circle)])),
    ];
    insta::assert_snapshot!(all.concat());
}

#[test]
fn what_a_criterion_needs_is_bound() {
    let with = |old: &str, new: &str| {
        changed(VITAL_RESPONSES, old, new, |responses| said("use criteria/vital", responses, &[]))
    };
    let all = [
        with("finding: spot, ", ""),
        with("treated: ablation, ", ""),
        with("finding: spot", "finding: treatment"),
        with("picture: scan", "picture: patient"),
    ];
    insta::assert_snapshot!(all.concat());
}

const PAST_RESPONSES: &str = r#"
response course "Course": past { exam: scan, lesion: spot, at: imaging, among: everyone }

combine readers "Readers" {
  of:         course
  readers:     reader
  response {
    agreed_response "agreed"        when readers agree
    UNSEEN "unresolved"    otherwise
  }
  unresolved: query
}
"#;

/// The examinations of a patient from the day before treatment on, each with its targets 1 and 2 and a new lesion 3: not
/// recorded, gone (0 mm), or so many mm.
fn followed(seen: &[(bool, [Option<i64>; 3])]) -> (Vec<Row>, Vec<Row>) {
    let names = ["E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9"];
    let exams = || names.iter().zip(seen);
    let scans = exams().zip(0..).map(|((exam, (readable, _)), i)| scan(exam, 95 + 50 * i, *readable, None)).collect();
    let lesion = |exam: &str, at: usize, mm: i64| {
        let (role, state) = (["target", "target", "new"][at], if mm == 0 { "gone" } else { "present" });
        spot(exam, at as i64 + 1, role, state, (mm > 0).then_some((mm, mm)))
    };
    let spots = exams().flat_map(|(exam, (_, sizes))| {
        sizes.iter().enumerate().filter_map(|(at, mm)| mm.map(|mm| lesion(exam, at, mm))).collect::<Vec<Row>>()
    });
    (scans, spots.collect())
}

/// A lesion is asked about the examination before, about baseline, and about all earlier examinations since one.
#[test]
fn a_lesion_has_a_past() {
    let plan = plan("use criteria/past", PAST_RESPONSES, "");
    let (scans, spots) = followed(&[
        (true, [Some(20), Some(30), None]),
        (true, [Some(25), Some(25), None]),
        (false, [Some(10), Some(25), None]),
        (true, [Some(26), Some(0), None]),
        (true, [Some(28), Some(0), Some(8)]),
        (true, [Some(28), Some(0), Some(13)]),
        (true, [Some(33), None, Some(13)]),
        (true, [Some(20), Some(10), Some(13)]),
        (true, [Some(20), Some(10), Some(0)]),
        (true, [Some(20), Some(10), Some(9)]),
    ]);
    let derived = derived(&plan, 200, scans, spots);
    // The first is compared with baseline, E3 with E1 since E2 cannot be read. The second target is not recorded at E6.
    let expected = ["GROWN", "UNSEEN", "STILL", "RISEN", "GROWN", "GROWN", "BACK", "STILL", "BACK"];
    assert_eq!(answers(&plan, &derived, 0, 0), expected);
    // Cases are numbered from 0: that of a target is the second, that of a new lesion the third.
    let reason = |reading: usize| derived.responses[0].readings[reading].because;
    let case = |place: usize| Because::Rule(By::Rule(place));
    assert_eq!((reason(0), reason(4), reason(5)), (case(1), case(2), case(1)));
    // Before the baseline reading there is none.
    let at_baseline = &derived.responses[0].baselines[0].told.as_ref().expect("a baseline that serves").values;
    let value = |name: &str| {
        let values = &plan.responses[0].criterion.values;
        let place = values.iter().position(|v| v.header.name == name).expect("a value of the criterion");
        match &at_baseline[place].value {
            Some(Fact::Value(value)) => value.decimal(),
            Some(Fact::Exam(exam)) => panic!("examination {exam}"),
            None => None,
        }
    };
    assert_eq!((value("total"), value("prior")), (Some(50.into()), None));
}

#[test]
fn the_past_can_be_unknown_and_must_be_there() {
    let with = |old: &str, new: &str| {
        changed(&document("past"), old, new, |text| said("use criteria/past", PAST_RESPONSES, &[("past", text)]))
    };
    let risen = "total is known and total at previous_exam is known and total > total at previous_exam";
    let all = [
        with(risen, "total is known and total > total at previous_exam"),
        with("length at baseline is known", "length at risen is known"),
        with("lesion where role = new", "lesion where earlier role = new"),
    ];
    insta::assert_snapshot!(all.concat());
}

/// Without what tells that two rows are of one lesion, none is found again.
#[test]
fn a_lesion_with_a_past_is_found_again() {
    let plan = document("plan").replace("USES", "use criteria/past").replace("RESPONSES", PAST_RESPONSES);
    let plan =
        plan.replace("ENDPOINTS", "").replace("  same thing:  patient, reader, number { fixed: (node, organ) }\n", "");
    let compiled = compile(&InMemory::new(plan).with("criteria/past", document("past"))).expect("texts are there");
    assert!(compiled.plan.is_none(), "it is refused");
    insta::assert_snapshot!(render(&compiled.diagnostics, &compiled.sources, false));
}
