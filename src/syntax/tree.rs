//! The tree of a plan as it was written: every node has its place, nothing is resolved.
//!
//! No head, key, method or criterion is known here: those live in the registry of `plan`.

use crate::diagnostic::{FileId, Span, Spanned};

/// A whole Markdown document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub file: FileId,
    /// `key: value` lines of the front matter, in order.
    pub meta: Vec<(Spanned<String>, Spanned<String>)>,
    pub clauses: Vec<Clause>,
}

/// A numbered heading and what stands under it, up to the next heading of any level.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// `3.1`; empty for a heading without a number and for text before the first heading.
    pub number: String,
    pub level: u8,
    pub title: String,
    pub mark: Mark,
    /// The heading line.
    pub span: Span,
    pub blocks: Vec<Block>,
}

/// `(informative)` or `(planned)` at the end of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Binding,
    Informative,
    Planned,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph, list item or quotation as Markdown source.
    Paragraph { text: String, span: Span },
    /// One ` ```plan ` fence; its comments and blank lines in the order of the text.
    Plan { statements: Vec<Statement>, trivia: Vec<Trivia>, span: Span },
}

impl Document {
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.clauses.iter().flat_map(Clause::statements)
    }
}

impl Clause {
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.blocks.iter().flat_map(Block::statements)
    }
}

impl Block {
    /// Those of a fence; a paragraph has none.
    pub fn statements(&self) -> &[Statement] {
        match self {
            Block::Plan { statements, .. } => statements,
            Block::Paragraph { .. } => &[],
        }
    }
}

/// What a fence holds besides its statements, and what it stands by.
#[derive(Clone, Debug, PartialEq)]
pub struct Trivia {
    pub kind: TriviaKind,
    /// The comment from its `//` on; of a blank line its beginning.
    pub span: Span,
    pub owner: Owner,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TriviaKind {
    /// With its `//`, without white space at the end.
    Comment(String),
    /// One line.
    Blank,
}

/// Whose a comment or blank line is: a statement, an entry or case, or an element of a list, by its place.
///
/// Within an expression that goes on over several lines and is no list, the element that holds it is the owner, and the
/// place of the comment says the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// On a line of its own above this.
    Before(Span),
    /// At the end of the line on which this ends.
    After(Span),
    /// At the end of the line on which this opens, before anything within it.
    Opening(Span),
    /// On a line of its own below all that stands within this.
    Last(Span),
    /// Below the last statement of the fence.
    End,
}

/// `head name of table "Label": value`, or with `{ … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub head: Spanned<String>,
    /// `replace` stood before the head.
    pub replace: bool,
    /// The name; for `use`, the path; none for `time zero` and `report`.
    pub name: Option<Spanned<String>>,
    /// `define age of patient`: `patient`.
    pub subject: Option<Spanned<String>>,
    pub label: Option<Label>,
    /// After the colon.
    pub value: Option<Value>,
    /// Between the braces; empty where there were none.
    pub items: Vec<Item>,
    pub has_braces: bool,
    /// The Markdown table that belongs to this statement.
    pub table: Option<MarkdownTable>,
    /// The whole statement, without its table.
    pub span: Span,
}

/// A text for people, which may be given in further languages: `"Overall survival" / fr "Survie globale"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The first, which also makes the word of what has no other name.
    pub text: Spanned<String>,
    /// The code of a language, and the text in it.
    pub others: Vec<(Spanned<String>, Spanned<String>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Entry(Entry),
    Case(Case),
}

/// `key "Label": value`, `"Label": value`, `key { … }` or `key: value` in options; an option may be a lone word.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The words before the colon, joined by one space; none where a label stands alone.
    pub key: Option<Spanned<String>>,
    pub label: Option<Label>,
    pub value: Option<Value>,
    pub items: Vec<Item>,
    pub has_braces: bool,
    pub span: Span,
}

/// `RESULT "reason" when CONDITION`, or `RESULT "reason" otherwise` (no condition).
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub result: Expression,
    pub reason: Option<Label>,
    pub condition: Option<Expression>,
    pub span: Span,
}

/// A list of one or more elements separated by commas.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub elements: Vec<Element>,
    pub span: Span,
}

/// One element of a list, with its options: `kaplan_meier { interval: log_log }`, `PBR "Paul Brousse"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    pub expression: Expression,
    pub label: Option<Label>,
    pub options: Vec<Item>,
    pub has_options: bool,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    pub kind: Kind,
    pub span: Span,
}

impl Expression {
    /// The expressions directly within this one, in the order of the text: the one place where an expression is taken apart to
    /// be searched. The elements of a list are given without what stands with them.
    pub fn parts(&self) -> Vec<&Expression> {
        match &self.kind {
            Kind::Name(_) | Kind::Like(_) | Kind::Number { .. } | Kind::Date(_) | Kind::Text(_) | Kind::Error => vec![],
            Kind::Range { low: a, high: b, .. } | Kind::Binary { left: a, right: b, .. } => vec![a, b],
            Kind::Before(a, b) | Kind::After(a, b) | Kind::FromOn(a, b) | Kind::Otherwise(a, b) => vec![a, b],
            Kind::Day(part) | Kind::Not(part) | Kind::Negative(part) | Kind::IsKnown(part, _) => vec![part],
            Kind::Field(part, _) | Kind::Unit { left: part, .. } => vec![part],
            Kind::Group(elements) => elements.iter().map(|e| &e.expression).collect(),
            Kind::Call(_, arguments) => arguments.iter().collect(),
            Kind::Within { what, range, of } => [what, range].into_iter().chain(of).map(AsRef::as_ref).collect(),
            Kind::Earlier { condition, since } => [condition].into_iter().chain(since).map(AsRef::as_ref).collect(),
            Kind::Selector(selector) => {
                let Selector { kind: _, rows, to, condition, since, has } = selector.as_ref();
                [rows].into_iter().chain([to, condition, since, has].into_iter().flatten()).collect()
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One word, or a phrase of the language: `time zero`, `readers agree`.
    Name(String),
    /// A number as written (`0.085`, `-42`), with its unit as written (`mm`, `%`, `days`, µ for both signs).
    Number {
        text: String,
        unit: Option<String>,
    },
    /// `2021-01-01` as written.
    Date(String),
    /// A quoted string, without its quotes.
    Text(String),
    /// What follows `from`: `0 to 4`, `2021-01-01 to 2024-12-31`, and `day -42 to day 0`, in `days`; the unit belongs to both ends.
    Range {
        low: Box<Expression>,
        high: Box<Expression>,
        unit: Option<String>,
    },
    /// `day 365`.
    Day(Box<Expression>),
    /// Parentheses: a group of one, or a set or list. A unit after it, `(91, 183) days`, is given to each number.
    Group(Vec<Element>),
    /// `table.column`.
    Field(Box<Expression>, Spanned<String>),
    /// `log10(afp)`.
    Call(Spanned<String>, Vec<Expression>),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    Binary {
        operator: Operator,
        left: Box<Expression>,
        right: Box<Expression>,
    },
    /// `x in mm`, `albumin as g/L`: the right side is a unit (the unit's span).
    Unit {
        operator: UnitOperator,
        left: Box<Expression>,
        unit: Spanned<String>,
    },
    /// `x is known` (true), `x is missing` (false).
    IsKnown(Box<Expression>, bool),
    /// `sirt from day 0 to day 120`, counted from time zero, or `… of EVENT`.
    Within {
        what: Box<Expression>,
        range: Box<Expression>,
        of: Option<Box<Expression>>,
    },
    Before(Box<Expression>, Box<Expression>),
    After(Box<Expression>, Box<Expression>),
    /// `curative from day 0 on`.
    FromOn(Box<Expression>, Box<Expression>),
    /// `earlier CONDITION with no CONDITION since`; the second may be a response, or a set of them, of what the first asks about.
    Earlier {
        condition: Box<Expression>,
        since: Option<Box<Expression>>,
    },
    Selector(Box<Selector>),
    /// `A otherwise B`.
    Otherwise(Box<Expression>, Box<Expression>),
    /// `like NAME`.
    Like(Spanned<String>),
    /// A place that could not be read; a diagnostic was given.
    Error,
}

/// `first|last|… ROWS [to POINT] [where C] [since C] [has C]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Selector {
    pub kind: Spanned<SelectorKind>,
    /// A name, or `value of rows`, `value at (…)`.
    pub rows: Expression,
    pub to: Option<Expression>,
    pub condition: Option<Expression>,
    pub since: Option<Expression>,
    pub has: Option<Expression>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectorKind {
    First,
    Last,
    Nearest,
    Every,
    Any,
    No,
    Count,
    Sum,
    Min,
    Max,
    Mean,
    Median,
}

impl SelectorKind {
    pub const ALL: [SelectorKind; 12] = [
        SelectorKind::First,
        SelectorKind::Last,
        SelectorKind::Nearest,
        SelectorKind::Every,
        SelectorKind::Any,
        SelectorKind::No,
        SelectorKind::Count,
        SelectorKind::Sum,
        SelectorKind::Min,
        SelectorKind::Max,
        SelectorKind::Mean,
        SelectorKind::Median,
    ];

    /// As it is written in a plan.
    pub fn word(self) -> &'static str {
        match self {
            SelectorKind::First => "first",
            SelectorKind::Last => "last",
            SelectorKind::Nearest => "nearest",
            SelectorKind::Every => "every",
            SelectorKind::Any => "any",
            SelectorKind::No => "no",
            SelectorKind::Count => "count",
            SelectorKind::Sum => "sum",
            SelectorKind::Min => "min",
            SelectorKind::Max => "max",
            SelectorKind::Mean => "mean",
            SelectorKind::Median => "median",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    And,
    Or,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Of,
    By,
    At,
    Against,
}

impl Operator {
    pub const ALL: [Operator; 17] = [
        Operator::And,
        Operator::Or,
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::LessEqual,
        Operator::Greater,
        Operator::GreaterEqual,
        Operator::In,
        Operator::Add,
        Operator::Subtract,
        Operator::Multiply,
        Operator::Divide,
        Operator::Of,
        Operator::By,
        Operator::At,
        Operator::Against,
    ];

    /// As it is written in a plan.
    pub fn symbol(self) -> &'static str {
        match self {
            Operator::And => "and",
            Operator::Or => "or",
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterEqual => ">=",
            Operator::In => "in",
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Of => "of",
            Operator::By => "by",
            Operator::At => "at",
            Operator::Against => "against",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitOperator {
    In,
    As,
}

/// A Markdown table as text, cell by cell.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkdownTable {
    pub header: Vec<Spanned<String>>,
    pub rows: Vec<Vec<Spanned<String>>>,
    pub span: Span,
}
