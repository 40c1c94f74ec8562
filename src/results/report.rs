//! What the plan says the report shows, and the data of the figures that show patients one by one.

use super::{CharacteristicKind, FigureKind, NumberSummary, NumbersShown, RuleId, TimeUnit, Value};
use crate::catalogue::Language;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReportInfo {
    /// English where the plan has no report statement.
    pub language: Language,
    pub clause: String,
    /// Names of the analyses in the order of the report; empty: all, in the order of the plan.
    pub analyses: Vec<String>,
    pub baseline: Option<BaselineInfo>,
    /// Responses of which is shown how often each row of their rules gave a value, in the order of the report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RulesShown>,
    /// In the order of the report.
    pub figures: Vec<FigureData>,
    /// Numbers of the clauses that say where the plan or its conduct departs from the protocol.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<String>,
    /// What the short forms of the plan's labels stand for: the short one, the long one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub abbreviations: Vec<(String, String)>,
    /// What the title page says besides.
    #[serde(default, skip_serializing_if = "TitlePage::is_empty")]
    pub title_page: TitlePage,
}

/// As far as the plan says it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TitlePage {
    pub protocol_number: Option<String>,
    pub report_version: Option<String>,
    /// As what those sign who sign the report, a line each.
    pub signatures: Vec<String>,
}

impl TitlePage {
    fn is_empty(&self) -> bool {
        *self == TitlePage::default()
    }
}

/// How often each row of the rules of a response gave a value; its numbers are the records of role `rules`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RulesShown {
    pub response: String,
    /// In the order of the criterion, then a combination of readers.
    pub rules: Vec<RuleShown>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RuleShown {
    /// All its rows together, as records name it.
    pub whole: RuleId,
    /// Where no row of it answers.
    pub unanswered: RuleId,
    pub label: String,
    pub rows: Vec<RuleId>,
}

/// The table of characteristics at baseline; its numbers are the records of role `baseline`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BaselineInfo {
    pub clause: String,
    pub populations: Vec<String>,
    /// What is printed of a number, in order.
    pub numbers: Vec<NumberSummary>,
    /// The definition of the quartiles, 1 to 9 of Hyndman and Fan.
    pub quartiles: u8,
    pub lines: Vec<BaselineLine>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BaselineLine {
    /// Term of its records.
    pub name: String,
    pub label: String,
    pub kind: CharacteristicKind,
    /// Of a category: code and label of each level that some patient has.
    pub levels: Vec<(String, String)>,
}

/// A figure of the report; those drawn from records and curves (`attrition`, `love_plot`, `forest`, `kaplan_meier`) show no patient.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FigureData {
    pub kind: FigureKind,
    pub clause: String,
    /// Endpoints of curves.
    pub endpoints: Vec<String>,
    /// Of curves of times in days: in what their axis is marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axis: Option<FigureAxis>,
    /// Of numbers side by side: the analyses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub analyses: Vec<FigureAnalysis>,
    /// What is measured in them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What is drawn of their groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<NumbersShown>,
    pub response: Option<String>,
    pub reader: Option<String>,
    /// Label of the value that is drawn.
    pub sum: Option<String>,
    pub population: Option<String>,
    pub population_n: usize,
    pub steps: Vec<String>,
    pub tables: Vec<String>,
    /// In key order. Handed to the report beside the results and no part of `results.json`: `patients.jsonl` holds them.
    #[serde(skip)]
    pub patients: Vec<FigurePatient>,
}

/// An analysis of a figure of several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FigureAnalysis {
    pub name: String,
    /// What stands below it.
    pub label: String,
}

/// A unit of time, and how many days it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FigureAxis {
    pub unit: TimeUnit,
    pub days: f64,
}

/// What a figure of patients one by one shows of one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FigurePatient {
    pub patient: String,
    pub arm: Option<String>,
    /// Waterfall: the best change in percent of baseline; none with the reason in `because`.
    pub best: Option<f64>,
    pub because: Option<FigureReason>,
    /// Waterfall: the first progression, up to which the change is the best and the colour that of the best response.
    pub progression: Option<Progression>,
    /// Waterfall: the combined responses, each with its day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responses: Vec<(i64, String)>,
    /// Spider: baseline and the examinations after it. Swimmer: the combined responses.
    pub points: Vec<FigurePoint>,
    /// Swimmer: what was given (label), and the days.
    pub given: Vec<(String, Vec<i64>)>,
    /// Swimmer: event (name, label) and its day.
    pub marks: Vec<(String, String, i64)>,
    /// Swimmer: the day on which observation ends.
    pub end: Option<i64>,
}

/// When a patient progresses, by the combined responses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progression {
    /// The day from which it is dated.
    pub day: i64,
    /// The response that is a progression, which a later examination may have.
    pub code: String,
}

/// What settled the change that a waterfall shows of a patient, or why it shows none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureReason {
    NoBaseline,
    DoesNotApply,
    /// The event after which the criterion is read has not happened, or not by the day by which it counts.
    NeverBegins,
    /// No sum above 0 was measured at this examination, the baseline.
    NoSumAtBaseline {
        exam: String,
    },
    /// This examination serves as no baseline.
    UnfitBaseline {
        exam: String,
    },
    SmallestAt {
        exam: String,
    },
    /// Nothing was measured after baseline.
    NothingMeasured,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FigurePoint {
    pub exam: String,
    pub day: i64,
    pub sum: Option<Value>,
    /// Change in percent of the sum at baseline.
    pub change: Option<f64>,
    /// The response.
    pub result: Option<String>,
}

/// A statement that counts single lesions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LesionCount {
    pub name: String,
    /// As the readings call the reader.
    pub reader: String,
}

/// A propensity score of a matching, of nobody in particular.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreOf {
    pub matching: String,
    pub arm: Option<String>,
    /// Logit of the probability of belonging to the treated arm.
    pub logit: f64,
    /// The patient is in a pair.
    pub paired: bool,
}

impl ScoreOf {
    /// The smallest of an arm first: an order in which nobody has a place of his own.
    pub fn in_order(&self, other: &ScoreOf) -> Ordering {
        let by_arm = self.arm.cmp(&other.arm);
        by_arm.then(self.logit.total_cmp(&other.logit)).then(self.paired.cmp(&other.paired))
    }
}
