//! The product of a run: one record per number, with all it takes to trace it.
//!
//! Invariants: records stand in the order of the plan; nothing here depends on the order of rows in a file, on threads,
//! clock or locale; file hashes and row numbers go to `run.json`, never here.

mod attribute;
mod basis;
mod circulation;
mod decision;
mod derived;
mod events;
pub mod file;
pub mod fired;
pub mod format;
pub mod identity;
mod kinds;
mod labels;
mod left_out;
mod masked;
mod meeting;
mod numbers;
pub mod of_matching;
mod option_use;
pub mod picked;
mod place;
mod query;
mod reading;
mod reason;
pub mod record;
mod report;
mod restored;
mod rule;
mod source;
pub mod trace;
mod unusable;
mod value;
mod written_out;

pub use crate::catalogue::{FigureKind, NumbersShown};
use crate::catalogue::{FindingRule, ResponseRole, Statistic};
pub use crate::number::TimeUnit;
use crate::number::{Number, Quantity};
pub use attribute::{Attribute, Differences};
pub use basis::{Basis, Better, CountedFrom, Measure, MeasuredIn, Per};
pub use circulation::{Circulated, Release, WithheldOf};
pub use decision::*;
pub use derived::*;
pub use events::*;
pub use file::FormatVersion;
pub use kinds::*;
pub use left_out::LeftOut;
pub use masked::*;
pub use meeting::*;
pub use of_matching::*;
pub use option_use::OptionUse;
pub use place::{Contrast, Group, Level, Subgroup, Term, Timepoint};
pub use query::*;
pub use reading::*;
pub use reason::*;
pub use report::*;
pub use rule::*;
use serde::{Deserialize, Serialize};
pub use source::{Found, ReadFrom, SourceRow, SourceTable, Sources};
pub use unusable::*;
pub use value::Value;
pub use written_out::*;

/// What computed the results: `prespec 0.1.0`.
pub const ENGINE: &str = concat!("prespec ", env!("CARGO_PKG_VERSION"));

/// The whole of `results.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Results {
    /// Of the form in which the file is written.
    pub format: FormatVersion,
    pub study: Study,
    pub accepted: Vec<Accepted>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<AcceptedQuestion>,
    /// What the plan states and the data cannot prove.
    #[serde(default)]
    pub assertions: Vec<Assertion>,
    pub clauses: Vec<ClauseText>,
    /// Statements that are like another, in full.
    #[serde(default)]
    pub written_out: Vec<WrittenOut>,
    pub tables: Vec<TableDigest>,
    pub steps: Vec<StepInfo>,
    pub populations: Vec<PopulationInfo>,
    pub arms: Vec<ArmInfo>,
    #[serde(default)]
    pub analyses: Vec<AnalysisInfo>,
    #[serde(default)]
    pub families: Vec<FamilyInfo>,
    /// What the planned number of patients can show, and by which analysis.
    #[serde(default)]
    pub sample_sizes: Vec<SampleSizeInfo>,
    /// Whose lesions each count of single lesions takes.
    #[serde(default)]
    pub lesion_counts: Vec<LesionCount>,
    /// What each test that decides comes to, in the order of the records.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// What each hypothesis about a margin comes to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub margins: Vec<MarginDecision>,
    /// Names of endpoints, responses, timepoints and matchings, for people.
    #[serde(default)]
    pub labels: Vec<Label>,
    /// The responses of each response statement, in the order of its criterion.
    #[serde(default)]
    pub responses: Vec<ResponseInfo>,
    /// Where the rules of the criteria stand.
    #[serde(default)]
    pub rules: Vec<RuleInfo>,
    pub findings: Vec<FindingCount>,
    /// What is recorded and cannot be used.
    #[serde(default)]
    pub unusable: Unusable,
    /// One for each number.
    #[serde(rename = "numbers", with = "numbers")]
    #[cfg_attr(test, schemars(with = "numbers::Numbers"))]
    pub records: Vec<Record>,
    pub curves: Vec<Curve>,
    /// The lines of the analyses of events, in the order in which they are shown.
    #[serde(default)]
    pub events: Vec<EventTable>,
    /// What the plan says the report shows.
    #[serde(default)]
    pub report: ReportInfo,
    /// The scores of a matching, by which the report shows how far its arms overlap. A score to its last digit is that of one
    /// patient: it is no part of `results.json`, and `patients.jsonl` holds it.
    #[serde(skip)]
    pub scores: Vec<ScoreOf>,
    /// Of each row of the rules that the report shows, the first reading at which it gave the value. It is that of one
    /// patient: it is no part of `results.json`, and `patients.jsonl` holds it.
    #[serde(skip)]
    pub rule_examples: Vec<RuleExample>,
    /// What was derived of each patient, where it was kept. It is no part of `results.json`: `patients.jsonl` holds it.
    #[serde(skip)]
    pub derived: Derived,
    /// The rows of the files, where there are not too many for a report that has its patients one by one.
    #[serde(skip)]
    pub sources: Option<Sources>,
    /// What was found in them, one by one. `findings.csv` holds it.
    #[serde(skip)]
    pub found: Vec<Found>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Study {
    pub name: String,
    pub title: String,
    /// From the front matter: `version`, `signed`, …, in order.
    pub meta: Vec<(String, String)>,
    /// SHA-256 of the texts of plan and criteria, hexadecimal.
    pub plan_digest: String,
    /// SHA-256 over the digests of the typed tables.
    pub data_digest: String,
    /// `prespec 0.1.0`.
    pub engine: String,
    /// ISO date from the binding.
    pub cut_off: String,
    /// Confidence level, 1 − alpha.
    pub level: f64,
    /// No lock of the data is known, or not of this plan, data and engine; the report says so on every page.
    #[serde(default)]
    pub draft: bool,
    /// Of a plan that was sealed, by which entries of its log; and why the report is a draft, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_record: Option<record::OnRecord>,
    /// Why the data are not those of patients, where the binding says so; the report says it on every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simulated: Option<String>,
    /// Of a copy for circulation: what it leaves out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circulated: Option<Circulated>,
    /// The arms were dealt by chance; the report says it on every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked: Option<Masked>,
}

impl Study {
    /// The version of the plan, where its front matter has one.
    pub fn version(&self) -> Option<&str> {
        self.meta.iter().find(|(key, _)| key == "version").map(|(_, value)| value.as_str())
    }

    /// The front matter but for the title, which stands by itself.
    pub fn front_matter(&self) -> impl Iterator<Item = &(String, String)> {
        self.meta.iter().filter(|(key, _)| key != "title")
    }
}

/// `known at: baseline { asserted because: "…" }`, a value given without proof, ….
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Assertion {
    pub what: Asserted,
    pub because: String,
    pub clause: String,
}

/// What a plan asserts, by the names of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Asserted {
    /// The values of a table, or of one of its columns, are known at baseline.
    KnownAtBaseline { table: String, column: Option<String> },
    /// To whom the criterion of a response applies is settled by a day after time zero.
    AppliesLater { response: String, day: i64 },
    /// The criterion of a response is read after an event that may come up to a day after time zero.
    BeginsLater { response: String, event: String, day: i64 },
    /// An endpoint is taken as it stands in the data.
    GivenInData { endpoint: String },
}

/// An analysis of the plan, in the order of the plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnalysisInfo {
    pub name: String,
    pub label: String,
    pub role: Role,
    pub clause: String,
    /// The arms compared, the one the effect is of first; empty where it compares none.
    pub compare: Vec<String>,
    /// Label of each intercurrent event, and how the analysis treats it.
    pub strategies: Vec<(String, Strategy)>,
    #[serde(default, skip_serializing_if = "Meeting::is_nothing")]
    pub meeting: Meeting,
    /// What the hypothesis of a test in it is about.
    #[serde(default)]
    pub hypothesis: Hypothesis,
    /// The covariates of which it takes account, as terms of their records.
    #[serde(default)]
    pub accounts_for: Vec<String>,
    /// How it takes account of them.
    #[serde(default)]
    pub accounts_by: Account,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differs: Option<Differences>,
    #[serde(default)]
    pub basis: Basis,
}

/// The label of a name, once for all that is called by it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Label {
    pub kind: LabelKind,
    /// The table, analysis, population, … that gives the name; empty where the whole plan does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    pub name: String,
    pub label: String,
}

/// A response of a criterion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResponseInfo {
    /// The response statement.
    pub response: String,
    pub code: String,
    /// Of the sets that it is in; none of what is neither a response to be sought nor a progression.
    pub roles: Vec<ResponseRole>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClauseText {
    pub number: String,
    pub title: String,
    pub mark: Mark,
    /// The prose, as Markdown.
    pub text: String,
    /// File and line of the heading in the plan.
    pub file: String,
    pub line: usize,
    /// Its statements as they are written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formal: Vec<FormalText>,
}

/// What a block of statements holds, and the line of the document that it begins on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FormalText {
    pub line: usize,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableDigest {
    pub name: String,
    pub label: String,
    /// None where a copy for circulation does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<usize>,
    /// SHA-256 of the typed rows in key order.
    pub digest: String,
    /// Where the binding picks the rows of the file that the table reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picked: Option<picked::PickedRows>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StepInfo {
    /// `population.eligible`, `fold.recist`, …
    pub id: String,
    /// What it does, in words: `select`, `filter`, `fold`, `match`, …
    pub kind: String,
    pub clause: String,
    pub label: String,
    #[serde(default, skip_serializing_if = "StepPart::is_itself")]
    pub part: StepPart,
    pub file: String,
    pub line: usize,
    /// Steps it reads.
    pub inputs: Vec<String>,
    /// SHA-256 of what it does: operation, expressions, options and constants; labels, places and prose have no part in it.
    #[serde(default)]
    pub does: String,
    /// SHA-256 of what it read: that of the typed rows of its table, or of what its inputs do and read.
    #[serde(default)]
    pub read: String,
}

/// What a step makes of the thing that its label names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepPart {
    #[default]
    Itself,
    /// The row of another table that each row of it belongs to.
    RowOf { table: String },
    /// Its rows in order.
    InOrder,
}

impl StepPart {
    fn is_itself(&self) -> bool {
        *self == StepPart::Itself
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PopulationInfo {
    pub name: String,
    pub label: String,
    /// None where a copy for circulation does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<usize>,
    /// SHA-256 of the pseudonyms, one per line, in key order.
    pub digest: String,
    pub clause: String,
    /// The matching whose pairs it is made of.
    #[serde(default)]
    pub pairs_of: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ArmInfo {
    pub name: String,
    pub label: String,
}

/// How many findings a rule has; the findings themselves are in `findings.csv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FindingCount {
    pub code: String,
    pub rule: FindingRule,
    pub severity: Severity,
    pub table: String,
    pub clause: String,
    pub count: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MethodUse {
    /// Of the catalogue, or one of those that a matching uses by itself ([`of_matching`]).
    pub name: String,
    /// Options as the plan or the default says, in order.
    pub options: Vec<(String, OptionUse)>,
    pub citation: String,
}

/// One number of the study. Where it stands is told by its dimensions: analysis, criterion, timepoint, population, group and
/// term. Numbers that no method computes have the same ones: the counts of a population (role `attrition`, the population as
/// analysis) its requirements as terms; a matching (`balance`) and the table at baseline their characteristics; events their
/// lines. Which statistics each of them has is in the list of [`Statistic`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Record {
    /// Unique; words joined by dots: `primary.recist.M6.proportion.sirt_io.estimate`. It follows from the rest: [`identity::of`].
    pub id: String,
    pub clause: String,
    /// Name of the statement it comes from: an analysis, a population, a matching.
    pub analysis: String,
    pub role: Role,
    pub endpoint: Option<String>,
    /// The response criterion of the plan (`recist`).
    pub response: Option<String>,
    pub timepoint: Option<Timepoint>,
    /// The name of the population, and how many it holds.
    pub population: String,
    /// None where a copy for circulation does not tell it.
    pub population_n: Option<usize>,
    /// The subgroup whose patients alone it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subgroup: Option<Subgroup>,
    /// The two arms of several whose patients alone it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contrast: Option<Contrast>,
    pub group: Group,
    pub term: Option<Term>,
    pub method: Option<MethodUse>,
    /// What it is a number of.
    pub statistic: Statistic,
    pub standing: Standing,
    /// Of a p-value that decides, where others do too.
    pub multiplicity: Option<Multiplicity>,
    pub value: Number,
    pub quantity: Quantity,
    /// The unit of a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<TimeUnit>,
    /// Steps of the program it was computed from, by id, the last first.
    pub steps: Vec<String>,
    pub tables: Vec<String>,
}

impl Record {
    /// The timepoint of the plan that it is of.
    pub fn point(&self) -> Option<&str> {
        match &self.timepoint {
            Some(Timepoint::Point(name)) => Some(name),
            Some(Timepoint::Time { .. }) | None => None,
        }
    }

    /// The time that it is read at, in the unit of the analysis.
    pub fn time(&self) -> Option<i64> {
        match &self.timepoint {
            Some(Timepoint::Time { at, .. }) => Some(*at),
            Some(Timepoint::Point(_)) | None => None,
        }
    }

    /// Term and time as its identifier has them: `age`, `91`, `relapse.91`.
    pub fn place(&self) -> Option<String> {
        let time = self.time().map(|at| at.to_string());
        let words: Vec<String> = self.term.iter().map(|t| t.word().into_owned()).chain(time).collect();
        (!words.is_empty()).then(|| words.join("."))
    }
}

/// A step function for a figure, by group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Curve {
    pub id: String,
    pub clause: String,
    pub analysis: String,
    pub endpoint: String,
    pub population: String,
    pub group: String,
    /// One entry per distinct time, from 0.
    pub time: Vec<f64>,
    pub survival: Vec<f64>,
    pub lower: Vec<Option<f64>>,
    pub upper: Vec<Option<f64>>,
    /// Number at risk just before the time, events and censored at it.
    pub at_risk: Vec<usize>,
    pub events: Vec<usize>,
    pub censored: Vec<usize>,
    /// Whether its events are the ends of observation: the reverse estimate, of follow-up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_censoring: bool,
    /// Of a cumulative incidence: its cause, and the events of other causes at the time, which are not censored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub competing: Vec<usize>,
}
