//! How the passes report: an error in one call, an unknown name with the nearest known one, silence about what failed before.

use super::defined::Kind;
use super::*;
use crate::diagnostic::{Label, Said, Subject, said};
use crate::syntax::habits;

impl<'a> Resolver<'a> {
    /// Nothing told so far is an error.
    pub(crate) fn is_faultless(&self) -> bool {
        !self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// Reports, once: a statement that is like another repeats its faults. What stands where something could not be read was
    /// reported with it.
    pub(crate) fn report(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.primary().is_some_and(|p| self.unread.iter().any(|u| overlap(*u, p))) {
            return;
        }
        for label in &mut diagnostic.labels {
            label.span = self.first_line(label.span);
        }
        self.faulty |= diagnostic.severity == Severity::Error;
        self.told.take_up(&self.diagnostics);
        if self.told.at(&diagnostic).any(|told| self.diagnostics[told].same_as(&diagnostic)) {
            return;
        }
        if let Some(told) = self.echoed(&diagnostic) {
            let place = diagnostic.primary().filter(|place| !told.labels.iter().any(|l| l.span == *place));
            told.labels.extend(place.map(|span| Label { span, text: "and here".to_string(), primary: false }));
            return;
        }
        // A name that is nowhere is one fault, however often it is read.
        match self.told.of_name(&diagnostic).and_then(|told| self.diagnostics.get_mut(told)) {
            Some(told) => {
                let place =
                    diagnostic.labels.iter().map(|l| l.span).find(|s| !told.labels.iter().any(|l| l.span == *s));
                told.labels.extend(place.map(|span| Label { span, text: "nor here".to_string(), primary: false }));
                told.fixes.extend(diagnostic.fixes.into_iter().filter(|f| Some(f.span) == place));
            }
            None => self.diagnostics.push(diagnostic),
        }
    }

    /// The message that says the same of another place and for the same cause: what many statements rest on is one fault.
    fn echoed(&mut self, diagnostic: &Diagnostic) -> Option<&mut Diagnostic> {
        let is_cause =
            |told: &Diagnostic, label: &Label| told.labels.iter().any(|l| !l.primary && l.span == label.span);
        let same = |at: &usize| {
            let told = self.diagnostics.get(*at);
            told.is_some_and(|told| diagnostic.labels.iter().any(|label| !label.primary && is_cause(told, label)))
        };
        let found = self.told.alike(diagnostic).iter().find(|at| same(at)).copied()?;
        self.diagnostics.get_mut(found)
    }

    /// Whether all of this was done without reporting an error.
    pub(crate) fn without_fault(&mut self, pass: impl FnOnce(&mut Self)) -> bool {
        let before = std::mem::replace(&mut self.faulty, false);
        pass(self);
        let without = !self.faulty;
        self.faulty |= before;
        without
    }

    /// The first line of a place of several lines, without the brace that opens a block.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        let text = self.sources.text(span);
        match text.find('\n') {
            Some(end) => Span { end: span.start + text[..end].trim_end_matches(['{', ' ', '\r']).len() as u32, ..span },
            None => span,
        }
    }

    /// Reports and gives nothing, so that a pass can end with it.
    pub(crate) fn error<T>(
        &mut self,
        code: Code,
        title: impl Into<Said>,
        span: Span,
        label: impl Into<String>,
    ) -> Option<T> {
        self.report(Diagnostic::new(code, title).at(span, label));
        None
    }

    /// Something that stands in two places and may stand in one.
    pub(crate) fn repeated<T>(&mut self, title: impl Into<Said>, again: Span, first: Span) -> Option<T> {
        let diagnostic =
            Diagnostic::new(codes::REPEATED, title).at(again, "said again here").at(first, "first said here");
        self.report(diagnostic);
        None
    }

    /// As [`Resolver::error`], with a hint.
    pub(crate) fn error_hint<T>(
        &mut self,
        code: Code,
        title: impl Into<Said>,
        span: Span,
        label: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<T> {
        self.report(Diagnostic::new(code, title).at(span, label).hint(hint));
        None
    }

    /// An unknown name, with the nearest known one; silent where the name is of a statement that failed.
    pub(crate) fn unknown<'k, T>(
        &mut self,
        kind: impl Into<Kind<'k>>,
        name: &str,
        span: Span,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<T> {
        let kind = kind.into();
        if self.failed.contains(name) || self.nameless.iter().any(|head| kind.may_be(head)) {
            return None;
        }
        let known: Vec<&str> = known.into_iter().collect();
        let title = kind.unknown(name);
        // A name that is known, and not of what stands here, is not offered in its own place.
        let elsewhere = known.contains(&name);
        let near = if self.told.may_suggest() && !elsewhere { suggestion(name, &known) } else { None };
        let few = !known.is_empty() && known.len() <= 14;
        let listed = few.then(|| format!("known here: {}", known.join(", ")));
        let of_set = format!(
            "`{name}` is described of other rows; in a criterion a quantity of a table is asked of a set of its rows: `rows SET: TABLE`, then `sum {name} of SET`"
        );
        let listed = if elsewhere { Some(of_set) } else { listed };
        let limit = habits::limit_of_normal(name).filter(|_| near.is_none());
        let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, title)
            .at(span, "not known here")
            .about(Subject::Name(name.to_string()))
            .maybe_hint(limit.map(|limit| format!("{limit}: `bilirubin <= 51 µmol/L`")).or(listed))
            .among(known.iter().copied())
            .did_you_mean(span, near);
        let diagnostic = match habits::meant_among(name, &known).as_slice() {
            [] | [_] => diagnostic,
            several => Diagnostic { fixes: vec![], ..diagnostic }.did_you_mean_one_of(span, several),
        };
        self.report(diagnostic);
        None
    }

    /// Position of a name in a list, or the report that it is unknown.
    pub(crate) fn position<'k>(
        &mut self,
        kind: impl Into<Kind<'k>>,
        name: &str,
        span: Span,
        known: &'k [String],
    ) -> Option<usize> {
        let kind = kind.into();
        match known.iter().position(|k| k == name) {
            Some(found) => {
                self.note_found(span, kind, name);
                Some(found)
            }
            None => self.unknown(kind, name, span, known.iter().map(String::as_str)),
        }
    }

    /// Something read before it is described; silent where its description failed.
    pub(crate) fn only_further_down<T>(&mut self, name: &str, span: Span, hint: &str) -> Option<T> {
        if self.failed.contains(name) {
            return None;
        }
        self.error_hint(
            codes::CIRCULAR,
            said!("`{name}` is described only further down", name),
            span,
            "read here",
            hint,
        )
    }

    /// A key that must be there; silent where a part of its owner could not be read, for it may stand in that part.
    pub(crate) fn missing_key<T>(
        &mut self,
        owner: Span,
        title: impl Into<Said>,
        label: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<T> {
        if self.is_unreadable(owner) {
            return None;
        }
        self.error_hint(codes::MISSING_KEY, title, owner, label, hint)
    }

    pub(crate) fn is_unreadable(&self, span: Span) -> bool {
        self.unreadable.iter().any(|u| overlap(*u, span))
    }

    /// Something in the clause of the statement could not be read: it may be the table that belongs to it.
    pub(crate) fn clause_is_unreadable(&self, stated: Stated<'a>) -> bool {
        let file = stated.statement.span.file;
        let start = self.plan.clauses[stated.clause.0].span.start;
        let starts =
            self.plan.clauses.iter().filter(|c| c.span.file == file && c.span.start > start).map(|c| c.span.start);
        let end = starts.min().unwrap_or(u32::MAX);
        self.unread.iter().any(|u| u.file == file && (start..end).contains(&u.start))
    }

    /// Notes what could not be read: the statements it stands in, and the words of its line, which may be names.
    pub(crate) fn note_unreadable(&mut self, places: &[Span]) {
        let criteria = self.criteria.values().flat_map(|c| &c.statements);
        let statements: Vec<&tree::Statement> = self.statements.iter().chain(criteria).map(|s| s.statement).collect();
        for statement in statements {
            let errors = mentions::errors(statement);
            let inside = places.iter().any(|p| overlap(*p, statement.span));
            if inside || !errors.is_empty() {
                self.unreadable.push(statement.span);
            }
            self.unread.extend(errors);
        }
        self.unread.extend(places);
        for place in places {
            let line = self.sources.get(place.file).map_or("", |s| line_at(&s.text, place.start as usize));
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
            self.failed.extend(words.map(str::to_string));
        }
    }

    /// The header of a named statement; reports a missing name.
    pub(crate) fn header(&mut self, stated: Stated<'a>) -> Option<Header> {
        let Some(name) = &stated.statement.name else {
            let head = &stated.statement.head;
            let title = said!("This `{head}` has no name", head = head.node);
            self.nameless.insert(head.node.clone());
            return self.error(codes::MISSING_NAME, title, head.span, "a name is expected after it");
        };
        let label = self.label_or(&stated.statement.label, &name.node);
        let span = stated.statement.span;
        Some(Header { name: name.node.clone(), label, clause: stated.clause, span, name_span: name.span })
    }
}

/// The messages told so far, by what tells one from another, so that each is compared with few.
#[derive(Default)]
pub(crate) struct Told {
    /// By code and primary place.
    by_place: BTreeMap<(Code, Option<Span>), Vec<usize>>,
    /// By code and title.
    by_title: BTreeMap<(Code, String), Vec<usize>>,
    /// The first of a name in a file.
    by_name: BTreeMap<(Code, FileId, String), usize>,
    count: usize,
}

/// Names beyond these are not compared with all that are known: that many slips of the pen are of one kind, and nobody reads
/// that far.
const SUGGESTIONS: usize = 200;

impl Told {
    fn may_suggest(&self) -> bool {
        self.by_name.len() < SUGGESTIONS
    }

    /// Takes up the messages that are new.
    fn take_up(&mut self, all: &[Diagnostic]) {
        for (at, diagnostic) in all.iter().enumerate().skip(self.count) {
            self.by_place.entry((diagnostic.code, diagnostic.primary())).or_default().push(at);
            self.by_title.entry((diagnostic.code, diagnostic.title.to_string())).or_default().push(at);
            if let Some(name) = of_name(diagnostic) {
                self.by_name.entry(name).or_insert(at);
            }
        }
        self.count = all.len();
    }

    fn at(&self, diagnostic: &Diagnostic) -> impl Iterator<Item = usize> {
        self.by_place.get(&(diagnostic.code, diagnostic.primary())).into_iter().flatten().copied()
    }

    /// Those with the same title.
    fn alike(&self, diagnostic: &Diagnostic) -> &[usize] {
        self.by_title.get(&(diagnostic.code, diagnostic.title.to_string())).map_or(&[], Vec::as_slice)
    }

    fn of_name(&self, diagnostic: &Diagnostic) -> Option<usize> {
        self.by_name.get(&of_name(diagnostic)?).copied()
    }
}

/// What makes an unknown name one fault in a document.
fn of_name(diagnostic: &Diagnostic) -> Option<(Code, FileId, String)> {
    match &diagnostic.subject {
        Some(Subject::Name(name)) => Some((diagnostic.code, diagnostic.labels.first()?.span.file, name.clone())),
        _ => None,
    }
}

pub(crate) fn overlap(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end && b.start < a.end
}

/// The known name that is meant by one of another language, or the nearest; none for a name of one or two letters, to which too much is near.
pub(crate) fn suggestion<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    if let Some(meant) = habits::meant_among(name, known).first() {
        return Some(meant);
    }
    let near = crate::diagnostic::nearest(name, known.iter().copied());
    near.filter(|_| name.chars().count() > 2)
}

/// The line that holds this byte.
fn line_at(text: &str, at: usize) -> &str {
    let before = text.get(..at).map_or(0, |t| t.rfind('\n').map_or(0, |n| n + 1));
    text.get(before..).and_then(|t| t.lines().next()).unwrap_or("")
}
