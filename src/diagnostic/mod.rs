//! What a user is told: stable codes, labelled places, a reason and a hint.
//!
//! A diagnostic names places by byte offsets into a [`Source`]; only `render` knows how they are drawn.

pub mod codes;
pub mod lines;
mod most;
pub mod render;
mod sentence;
mod visible;

pub use codes::Code;
pub use lines::{Columns, LineIndex, Position};
pub use most::{Most, most};
pub(crate) use sentence::said;
pub use sentence::{Argument, Said, ToArgument, all_of, fits, several};
pub use visible::{every_character, invisible, visible};

/// Index of a source file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A half-open byte range of one source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Span { file, start: start as u32, end: end.max(start) as u32 }
    }

    /// The smallest range holding both; `self` where the files differ.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value with its place in the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    pub node: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(node: T, span: Span) -> Self {
        Spanned { node, span }
    }
}

/// One text the user wrote: the plan, a criterion, the binding.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as shown to people, with `/` between folders.
    pub path: String,
    pub text: String,
    pub lines: LineIndex,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Source {
        let text = text.into();
        Source { path: path.into(), lines: LineIndex::new(&text), text }
    }

    /// Line and column of a byte, both from 0.
    pub fn position(&self, byte: usize, columns: Columns) -> Position {
        self.lines.position(&self.text, byte, columns)
    }

    /// The byte of a line and column; none behind the text.
    pub fn byte(&self, position: Position, columns: Columns) -> Option<usize> {
        self.lines.byte(&self.text, position, columns)
    }
}

/// All texts of one compilation, in the order they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(Source::new(path, text));
        FileId((self.files.len() - 1) as u16)
    }

    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(i, s)| (FileId(i as u16), s))
    }

    /// The text a span covers; empty where the span is not of these sources.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|s| s.text.get(span.start as usize..span.end as usize)).unwrap_or("")
    }

    /// The document's name without its folder: a plan that was moved is the same plan.
    pub fn file_name(&self, span: Span) -> &str {
        let path = self.get(span.file).map_or("", |s| s.path.as_str());
        path.rsplit('/').next().unwrap_or(path)
    }

    /// Line and column, both from 1; the column counts characters.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let Some(source) = self.get(span.file) else { return (1, 1) };
        let Position { line, column } = source.position(span.start as usize, Columns::Characters);
        (line + 1, column + 1)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub span: Span,
    pub text: String,
    pub primary: bool,
}

/// What a fault is about, besides its place: two faults of one subject may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A name that is looked up.
    Name(String),
    /// A key of a statement or a block; a label, where it stands for one.
    Key(String),
    /// A statement; some heads have no name.
    Statement { head: String, name: Option<String> },
    /// A value, a case or a part of an expression, as it is written.
    Value(String),
    /// A clause, by its number or else its title.
    Clause(String),
    /// What stands in a document outside all of these.
    Text(String),
}

/// What may stand in a place instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub span: Span,
    pub replacement: String,
    pub certainty: Certainty,
}

/// Whether a fix may be applied without anybody looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It says what stood there, in other words.
    SameMeaning,
    /// It is what was meant, it seems.
    Guess,
}

/// One message to the person who wrote the plan or the binding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub title: Said,
    pub labels: Vec<Label>,
    pub reason: Option<String>,
    pub hint: Option<String>,
    /// None until the tree at its place is asked, where whoever found the fault did not say it.
    pub subject: Option<Subject>,
    /// Each alone would mend the fault; an editor offers them.
    pub fixes: Vec<Fix>,
    /// All that is known where a name, a key or a code is not.
    pub known: Vec<String>,
}

impl Diagnostic {
    /// A diagnostic of the code's own severity.
    pub fn new(code: Code, title: impl Into<Said>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            title: title.into(),
            labels: vec![],
            reason: None,
            hint: None,
            subject: None,
            fixes: vec![],
            known: vec![],
        }
    }

    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        let primary = !self.labels.iter().any(|l| l.primary);
        self.labels.push(Label { span, text: text.into(), primary });
        self
    }

    /// The place where the fault is; the other labels say more about it.
    pub fn primary(&self) -> Option<Span> {
        self.labels.iter().find(|l| l.primary).map(|l| l.span)
    }

    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn about(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// The name that was meant, it seems: said as a hint, and offered in place of what stands there.
    pub fn did_you_mean(mut self, span: Span, near: Option<&str>) -> Self {
        if let Some(near) = near {
            self.hint = Some(format!("did you mean `{near}`?"));
            self.fixes.push(Fix { span, replacement: near.to_string(), certainty: Certainty::Guess });
        }
        self
    }

    /// One of several names was meant, it seems.
    pub fn did_you_mean_one_of(mut self, span: Span, names: &[&str]) -> Self {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        self.hint = Some(format!("did you mean {}?", quoted.join(" or ")));
        names.iter().fold(self, |fault, name| fault.perhaps(span, *name))
    }

    /// What is known in this place.
    pub fn among<'k>(mut self, known: impl IntoIterator<Item = &'k str>) -> Self {
        self.known.extend(known.into_iter().map(str::to_string));
        self
    }

    /// What was meant, it seems, where the hint says so already.
    pub fn perhaps(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fixes.push(Fix { span, replacement: replacement.into(), certainty: Certainty::Guess });
        self
    }

    /// The same in the words that the language has for it now.
    pub fn settled(mut self, span: Span, replacement: String) -> Self {
        self.fixes.push(Fix { span, replacement, certainty: Certainty::SameMeaning });
        self
    }

    /// The same fault told again: of the same code and subject, in the same places.
    pub fn same_as(&self, other: &Diagnostic) -> bool {
        let places = |d: &Diagnostic| d.labels.iter().map(|l| (l.span, l.primary)).collect::<Vec<_>>();
        self.code == other.code && self.subject == other.subject && places(self) == places(other)
    }

    /// `hint` where there is one to give.
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

/// The known name nearest to `word`, if it is near enough to be a slip of the pen.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = (length / 3).max(1);
    known
        .into_iter()
        // No word is nearer than the lengths are.
        .filter(|k| k.chars().count().abs_diff(length) <= limit)
        .map(|k| (distance(word, k), k))
        .filter(|(d, _)| *d <= limit)
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// Optimal string alignment distance (Damerau–Levenshtein with adjacent transpositions).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(rows[i - 2][j - 2] + 1);
            }
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
