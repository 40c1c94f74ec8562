//! What differs, in the words of a language and in an order to be read: text and page lay out the same lines.

use super::clauses::{ClauseChanged, MarkWord};
use super::lines::Changed;
use super::plans::{How, PlansCompared, StatementChanged};
use super::words as said;
use super::written::Identity;
use crate::catalogue::{Language, Names};
use crate::words::fill;
use serde::Serialize;

/// A line or a block of what is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Line {
    Heading {
        text: String,
    },
    Sentence {
        text: String,
    },
    /// Something that differs, how, and where it stands.
    Entry {
        how: String,
        what: String,
        place: String,
    },
    /// Of an entry.
    Note {
        text: String,
    },
    /// What stood there and what stands there, under its name.
    Difference {
        key: String,
        changed: Changed,
    },
}

/// All of it, under a title.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Telling {
    pub language: &'static str,
    pub title: String,
    pub lines: Vec<Line>,
}

/// Says things in a language.
#[derive(Clone, Copy)]
pub struct Voice(pub Language);

impl Voice {
    pub fn say(self, names: Names, fillings: &[(&str, &str)]) -> String {
        fill(names.of(self.0), fillings)
    }

    pub(super) fn counted(self, names: Names, n: usize) -> Line {
        Line::Heading { text: self.say(names, &[("n", &n.to_string())]) }
    }

    pub(super) fn how(self, how: How) -> String {
        let names = match how {
            How::Added => said::ADDED,
            How::Removed => said::REMOVED,
            How::Changed => said::CHANGED,
        };
        self.say(names, &[])
    }

    pub(super) fn identity(self, identity: &Identity) -> String {
        match &identity.document {
            Some(document) => {
                self.say(said::OF_DOCUMENT, &[("statement", &identity.statement), ("document", document)])
            }
            None => identity.statement.clone(),
        }
    }

    /// The clause of a statement, which may have changed with it.
    pub(super) fn place(self, clause: &Changed) -> String {
        match (clause.before.as_deref(), clause.after.as_deref()) {
            (Some(before), Some(after)) if before != after => {
                self.say(said::FROM_CLAUSE, &[("before", before), ("after", after)])
            }
            (_, Some(number)) | (Some(number), None) => self.say(said::CLAUSE, &[("clause", number)]),
            (None, None) => String::new(),
        }
    }

    fn statement(self, change: &StatementChanged, is_meaning: bool) -> Vec<Line> {
        let label = if change.label.is_empty() { String::new() } else { format!(" \"{}\"", change.label) };
        let what = format!("{}{label}", self.identity(&change.identity));
        let mut lines = vec![Line::Entry { how: self.how(change.how), what, place: self.place(&change.clause) }];
        let keys = change.keys.iter();
        lines.extend(keys.map(|key| Line::Difference { key: key.key.clone(), changed: key.changed.clone() }));
        if change.keys.is_empty() && !change.understood.is_empty() {
            lines.push(Line::Note { text: self.say(said::RESTS, &[]) });
            let understood = change.understood.iter();
            lines.extend(understood.map(|line| Line::Difference { key: String::new(), changed: line.clone() }));
        }
        if is_meaning && !change.reaches.is_empty() {
            let list = change.reaches.join(", ");
            lines.push(Line::Note { text: self.say(said::REACHES, &[("list", &list)]) });
        }
        lines
    }

    fn clause(self, change: &ClauseChanged) -> Line {
        let (how, what) = match (&change.before, &change.after) {
            (Some(before), Some(after)) if before != after => {
                (said::CHANGED, format!("{} → {}", before.called(), after.called()))
            }
            (Some(_), Some(name)) => (said::CHANGED, name.called()),
            (None, Some(name)) => (said::ADDED, name.called()),
            (Some(name), None) => (said::REMOVED, name.called()),
            (None, None) => (said::CHANGED, String::new()),
        };
        let place = change.mark.map_or_else(String::new, |(before, after)| {
            self.say(said::MARKED, &[("before", &self.mark(before)), ("after", &self.mark(after))])
        });
        Line::Entry { how: self.say(how, &[]), what, place }
    }

    fn mark(self, mark: MarkWord) -> String {
        let names = match mark {
            MarkWord::Binding => said::BINDING,
            MarkWord::Informative => said::INFORMATIVE,
            MarkWord::Planned => said::PLANNED,
        };
        self.say(names, &[])
    }
}

/// What differs between two plans.
pub fn plans(compared: &PlansCompared, language: Language) -> Telling {
    let voice = Voice(language);
    let sides = [("before", compared.before.path.as_str()), ("after", compared.after.path.as_str())];
    let mut lines = vec![Line::Sentence { text: voice.say(said::SIDES, &sides) }];
    lines.extend(of_plans(compared, language));
    Telling { language: language.code(), title: voice.say(said::PLANS, &[]), lines }
}

/// The same without its title.
pub(super) fn of_plans(compared: &PlansCompared, language: Language) -> Vec<Line> {
    let voice = Voice(language);
    let mut lines = vec![];
    if compared.same_meaning {
        lines.push(Line::Sentence { text: voice.say(said::SAME_MEANING, &[]) });
    }
    for (names, statements, is_meaning) in
        [(said::OTHER_MEANING, &compared.meaning, true), (said::OTHER_WORDING, &compared.wording, false)]
    {
        if !statements.is_empty() {
            lines.push(voice.counted(names, statements.len()));
            lines.extend(statements.iter().flat_map(|statement| voice.statement(statement, is_meaning)));
        }
    }
    if !compared.moved.is_empty() {
        lines.push(voice.counted(said::MOVED, compared.moved.len()));
        lines.extend(compared.moved.iter().map(|moved| {
            let clause = [("before", moved.before.as_str()), ("after", moved.after.as_str())];
            let what = voice.identity(&moved.identity);
            Line::Entry { how: String::new(), what, place: voice.say(said::FROM_CLAUSE, &clause) }
        }));
    }
    if !compared.clauses.is_empty() {
        lines.push(voice.counted(said::CLAUSES, compared.clauses.len()));
        lines.extend(compared.clauses.iter().map(|clause| voice.clause(clause)));
    }
    if !compared.prose.is_empty() {
        lines.push(voice.counted(said::PROSE, compared.prose.len()));
        for prose in &compared.prose {
            let what = prose.clause.called();
            let place = voice.say(if prose.binding { said::BINDING_TEXT } else { said::TEXT }, &[]);
            lines.push(Line::Entry { how: String::new(), what, place });
            let paragraphs = prose.paragraphs.iter();
            lines.extend(paragraphs.map(|text| Line::Difference { key: String::new(), changed: text.clone() }));
        }
    }
    if !compared.front_matter.is_empty() {
        lines.push(voice.counted(said::FRONT_MATTER, compared.front_matter.len()));
        let all = compared.front_matter.iter();
        lines.extend(all.map(|line| Line::Difference { key: line.key.clone(), changed: line.changed.clone() }));
    }
    lines
}
