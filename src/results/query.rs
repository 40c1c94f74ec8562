//! What is asked of the data manager, as facts: a line for each root cause, and what came of answers given before.

use super::Severity;

/// One cause, and what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    pub root: Asked,
    /// What is asked of by itself no more: it is found for the root is.
    pub consequences: Vec<Asked>,
}

/// One thing that is asked, at its place in the files.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Follows from the study, table, key, column and rule, and from nothing else.
    pub number: String,
    /// Follows from the number and from what stands there.
    pub control: Control,
    pub severity: Severity,
    /// The code of the findings; none of a date that several contradict.
    pub code: Option<&'static str>,
    pub clause: String,
    pub patient: Option<String>,
    pub file: String,
    /// Of the file, the header being 1; several where one thing stands in several rows.
    pub rows: Vec<u32>,
    pub column: Option<String>,
    pub stands: Stands,
    pub expected: Expected,
    /// The findings that it is, by their place among all in the order of `findings.csv`; none of a date that several contradict.
    pub findings: Vec<usize>,
    pub state: QueryState,
    /// The answer that the state rests on.
    pub answer: Option<Answer>,
}

/// Tells that a number is one of this study, and whether the same stands there that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    pub of_number: String,
    pub of_value: String,
}

/// What stands in the files.
#[derive(Clone, Debug, PartialEq)]
pub enum Stands {
    Nothing,
    Text(String),
    Values(Vec<StandingValue>),
}

/// A value with the label of its column. Without a text it is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingValue {
    pub label: String,
    pub text: String,
    /// Where it stands in another row than the one asked about.
    pub elsewhere: Option<(String, u32)>,
}

/// What should stand there, by what is known of the table and its columns.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    WholeNumber,
    Number {
        unit: Option<String>,
        decimal: char,
    },
    Date {
        like: String,
    },
    OneOf(Vec<String>),
    Text,
    ShorterNumber,
    ReadableText,
    VisibleText,
    FieldsOfHeader,
    NoOpenQuotation,
    Rows,
    Column {
        name: String,
    },
    PickedRows,
    RowsAsStated,
    FileAsStated,
    NoBlankRows,
    UpToCutOff {
        cut_off: String,
    },
    DataUpTo {
        cut_off: String,
    },
    From {
        earliest: String,
    },
    Value {
        label: String,
    },
    ValueInThisRow {
        label: String,
    },
    Within(Vec<ValueLimit>),
    Beside(Vec<OtherColumn>),
    SameElsewhere {
        label: String,
        value: String,
    },
    Key {
        label: String,
    },
    OneRow {
        labels: Vec<String>,
        row: Option<u32>,
    },
    RowOf {
        table: String,
    },
    AnotherThing {
        label: String,
    },
    Check {
        label: String,
    },
    OneResponse {
        response: String,
        consensus: bool,
    },
    CommonResponse {
        response: String,
        common: String,
    },
    AtBaseline {
        set: String,
    },
    AtLaterExam {
        set: String,
    },
    FitBaseline {
        response: String,
    },
    DeathFromStart {
        start: String,
    },
    EndFromStart {
        start: String,
    },
    EventFromStart {
        start: String,
    },
    UpToDeath {
        death: String,
    },
    UpToLastNews {
        news: String,
    },
    /// A date that so many entries contradict, which are listed below it.
    AgreesWith {
        entries: usize,
    },
}

/// A limit of a column, in its unit.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueLimit {
    AtLeast(String),
    AtMost(String),
    Above(String),
    Below(String),
}

/// Another value of the row, which this one is at most or at least.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherColumn {
    pub at_most: bool,
    pub label: String,
    pub text: String,
}

/// What came of what was asked before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueryState {
    /// No answer was given.
    New,
    /// It was answered, and the same is still found; or the answer says nothing that closes it.
    Repeated,
    /// It was answered about another value than the one that stands there now.
    Changed,
    /// Closed: the value was confirmed as it is.
    Confirmed,
    /// Closed: nobody can know.
    CannotBeKnown,
}

impl QueryState {
    pub fn is_closed(self) -> bool {
        match self {
            QueryState::New | QueryState::Repeated | QueryState::Changed => false,
            QueryState::Confirmed | QueryState::CannotBeKnown => true,
        }
    }
}

/// How a query is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerKind {
    Corrected,
    Confirmed,
    CannotBeKnown,
}

impl AnswerKind {
    pub const ALL: [AnswerKind; 3] = [AnswerKind::Corrected, AnswerKind::Confirmed, AnswerKind::CannotBeKnown];
}

/// One line of a list that came back. Its texts are what somebody typed: they are shown and never read for a meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub number: String,
    /// As the line has it; none where it was lost.
    pub control: Option<Control>,
    /// None: something was written and no kind chosen, or a word that is none.
    pub kind: Option<AnswerKind>,
    pub text: String,
    pub by: String,
    pub on: String,
    /// The file that it stands in, and its row there.
    pub file: String,
    pub row: usize,
    /// Patient, file, row and column of what was asked, as the line has them.
    pub about: Vec<String>,
}

/// A list: what is asked, what is closed for it is found no more, and answers to what nobody asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryList {
    pub queries: Vec<Query>,
    pub gone: Vec<Answer>,
    pub unknown: Vec<Answer>,
}
