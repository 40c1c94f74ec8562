//! The criteria of `plans/criteria` against their papers: examples that the papers and their clarifications give, and each
//! option in both readings. What is expected is by hand, or the paper's where it is named.

mod dated;
mod irecist;
mod li_rads;
mod merged;
mod mrecist;
mod recist;

use super::general::{answers, compiled, compiled_in, derived, document, scan, told, whole};
use super::tables::Cell::{Code, Number, Text, Whole, Yes};
use super::tables::Row;
use prespec::plan::ir::Plan;

/// One lesion as it is recorded at one examination.
#[derive(Clone)]
struct Lesion(Row);

impl Lesion {
    fn of(number: i64, role: &'static str) -> Lesion {
        let fixed = [("reader", Code("A")), ("number", Whole(number)), ("role", Code(role)), ("node", Yes(false))];
        Lesion(fixed.into_iter().chain([("organ", Code("lung")), ("state", Code("present"))]).collect())
    }
    fn set(mut self, name: &'static str, cell: super::tables::Cell) -> Lesion {
        self.0.retain(|(n, _)| *n != name);
        self.0.push((name, cell));
        self
    }
    /// In tenths of a millimetre.
    fn tenths(self, size: i64) -> Lesion {
        self.set("size", Number(size * 100_000))
    }
    fn mm(self, size: i64) -> Lesion {
        self.tenths(size * 10)
    }
    fn node(self) -> Lesion {
        self.set("node", Yes(true))
    }
    fn state(self, state: &'static str) -> Lesion {
        self.set("state", Code(state))
    }
    fn gone(self) -> Lesion {
        self.state("gone")
    }
}

/// A hepatic lesion with its whole length and its viable part, in mm.
fn hepatic(number: i64, role: &'static str, size: i64, viable: i64) -> Lesion {
    Lesion::of(number, role).set("organ", Code("liver")).mm(size).set("viable", Number(viable * 1_000_000))
}

fn target(number: i64) -> Lesion {
    Lesion::of(number, "target")
}

fn non_target(number: i64) -> Lesion {
    Lesion::of(number, "non_target")
}

fn new(number: i64) -> Lesion {
    Lesion::of(number, "new")
}

/// An examination on a day after the baseline, which is on day 0.
#[derive(Clone)]
struct Exam {
    day: i32,
    columns: Row,
    lesions: Vec<Lesion>,
}

fn exam(day: i32, lesions: impl IntoIterator<Item = Lesion>) -> Exam {
    Exam { day, columns: vec![], lesions: lesions.into_iter().collect() }
}

impl Exam {
    fn set(mut self, name: &'static str, cell: super::tables::Cell) -> Exam {
        self.columns.push((name, cell));
        self
    }
    fn not_readable(self) -> Exam {
        self.set("readable", Yes(false))
    }
}

/// What is assumed of every lesion by RECIST 1.1 and the criteria built on it, where no column says it.
const UNRECORDED: [(&str, &str); 3] = [("equivocal", "no"), ("part_of", "none"), ("merged_into", "none")];

/// The `use` of a criterion with these options, `{ … }` or nothing, and what else a plan has to say that does not record it.
fn used(criterion: &str, options: &str, of_lesions: &str) -> String {
    let inner = options.trim().trim_start_matches('{').trim_end_matches('}').trim();
    let unsaid = |(name, _): &&(&str, &str)| !inner.contains(name) && !of_lesions.contains(name);
    let assumed = UNRECORDED.iter().filter(|_| !criterion.starts_with("li_rads")).filter(unsaid);
    let all: Vec<String> = [inner.to_string()].into_iter().filter(|said| !said.is_empty()).collect();
    let all = all.into_iter().chain(assumed.map(|(name, value)| format!("{name}: {value}"))).collect::<Vec<_>>();
    if all.is_empty() {
        format!("use criteria/{criterion}")
    } else {
        format!("use criteria/{criterion} {{ {} }}", all.join(", "))
    }
}

/// The plan that reads by a criterion with these options, `{ … }` or nothing.
fn reading(criterion: &str, options: &str) -> Plan {
    whole(compiled(&used(criterion, options, ""), &response(criterion, ""), "", &[]))
}

/// The same where lesions, and examinations, have further columns.
fn reading_more(criterion: &str, options: &str, of_lesions: &str, of_exams: &str) -> Plan {
    let after = |text: String, column: &str, more: &str| text.replace(column, &format!("{more}\n    {column}"));
    let plan = after(document("plan"), "state:  one of (present", of_lesions);
    let plan = after(plan, "arterial: yes_no", of_exams);
    whole(compiled_in(&plan, &used(criterion, options, of_lesions), &response(criterion, ""), "", &[]))
}

/// What is told of a plan that does not say what the criterion needs.
fn refused(criterion: &str, options: &str, of_lesions: &str) -> String {
    let column = "state:  one of (present";
    let plan = document("plan").replace(column, &format!("{of_lesions}\n    {column}"));
    told(&compiled_in(&plan, &used(criterion, options, of_lesions), &response(criterion, ""), "", &[]))
}

fn response(criterion: &str, events: &str) -> String {
    format!(
        "response it \"It\": {criterion} {{ exam: scan, lesion: spot, {events}at: imaging, among: everyone }}\n\n\
         combine readers \"Readers\" {{\n  of: it\n  readers: reader\n  response {{\n    agreed_response \"agreed\" when readers agree\n    \
         NE \"unresolved\" otherwise\n  }}\n  unresolved: query\n}}\n"
    )
}

/// The responses at the examinations that follow the first, which is the baseline.
fn responses(plan: &Plan, exams: &[Exam]) -> Vec<String> {
    responses_after(plan, 700, exams)
}

/// The same of a patient who is treated locally on a day after the baseline.
fn responses_after(plan: &Plan, local: i32, exams: &[Exam]) -> Vec<String> {
    let (scans, spots) = rows(exams);
    answers(plan, &derived(plan, 95 + local, scans, spots), 0, 0)
}

/// The rows of the examinations and of the lesions.
fn rows(exams: &[Exam]) -> (Vec<Row>, Vec<Row>) {
    let names = ["E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7"];
    assert!(exams.len() <= names.len(), "more examinations than names");
    let row = |(name, exam): (&&str, &Exam)| {
        let mut row = scan(name, 95 + exam.day, true, None);
        row.retain(|(n, _)| !exam.columns.iter().any(|(own, _)| own == n));
        row.extend(exam.columns.clone());
        row
    };
    let scans = names.iter().zip(exams).map(row).collect();
    let spot = |name: &str, lesion: &Lesion| lesion.clone().set("scan", Text(name.into())).0;
    let spots = names.iter().zip(exams).flat_map(|(name, exam)| exam.lesions.iter().map(|l| spot(name, l)));
    (scans, spots.collect())
}

/// One target of lung whose size changes, in mm, every 60 days.
fn sizes(plan: &Plan, all: &[i64]) -> Vec<String> {
    let exams: Vec<Exam> = (0..).zip(all).map(|(i, mm)| exam(60 * i, [target(1).mm(*mm)])).collect();
    responses(plan, &exams)
}
