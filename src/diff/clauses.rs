//! Clauses of two plans that are the same clause, and what differs in their text.

use super::lines::{Changed, changed};
use super::written::{Identity, Written};
use crate::compile::Compiled;
use crate::diagnostic::Span;
use crate::plan::ir::ClauseInfo;
use crate::syntax::tree::Mark;
use serde::Serialize;

/// A clause as people name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseName {
    /// With the name of its document where it is of a criterion: `recist_1_1 4`.
    pub number: String,
    pub title: String,
}

impl ClauseName {
    /// Its number and its title, as far as it has them.
    pub(super) fn called(&self) -> String {
        format!("{} {}", self.number, self.title).trim().to_string()
    }
}

/// A clause that was added, removed, renumbered or called otherwise, or whose mark changed. Nothing of it is computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseChanged {
    pub before: Option<ClauseName>,
    pub after: Option<ClauseName>,
    /// The clause is marked as another thing: binding, informative or planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<(MarkWord, MarkWord)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkWord {
    Binding,
    Informative,
    Planned,
}

impl From<Mark> for MarkWord {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::Binding => MarkWord::Binding,
            Mark::Informative => MarkWord::Informative,
            Mark::Planned => MarkWord::Planned,
        }
    }
}

/// The paragraphs of a clause that differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProseChanged {
    pub clause: ClauseName,
    /// The clause binds: its text is part of what was fixed.
    pub binding: bool,
    pub paragraphs: Vec<Changed>,
}

/// A statement that says the same in another clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    #[serde(flatten)]
    pub identity: Identity,
    pub before: String,
    pub after: String,
}

/// Whether two clauses are the same.
type Alike<'a> = dyn Fn(&ClauseInfo, &ClauseInfo) -> bool + 'a;

/// The clauses of two plans, each with its counterpart.
pub struct Pairs<'p> {
    pairs: Vec<(Option<&'p ClauseInfo>, Option<&'p ClauseInfo>)>,
}

impl<'p> Pairs<'p> {
    /// First by number and title, then by title, then by the statements that stand in both, then by number.
    pub fn of(before: &'p Compiled, after: &'p Compiled, statements: &[(&Written, &Written)]) -> Pairs<'p> {
        let (old, new) = (&before.understood.clauses, &after.understood.clauses);
        let mut open: Vec<&ClauseInfo> = old.iter().collect();
        let mut found: Vec<Option<&ClauseInfo>> = vec![None; new.len()];
        let one_document = |a: &ClauseInfo, b: &ClauseInfo| document(before, a) == document(after, b);
        let shared = |a: &ClauseInfo, b: &ClauseInfo| statements.iter().any(|(x, y)| holds(a, x) && holds(b, y));
        let kin: [&Alike; 4] = [
            &|a, b| a.number == b.number && a.title == b.title,
            &|a, b| !a.title.is_empty() && a.title == b.title,
            &shared,
            &|a, b| !a.number.is_empty() && a.number == b.number,
        ];
        for alike in kin {
            for (place, clause) in new.iter().enumerate() {
                let mut same = open.iter().enumerate().filter(|(_, other)| one_document(other, clause));
                let counterpart = same.find(|(_, other)| alike(other, clause)).map(|(at, _)| at);
                if let (None, Some(at)) = (found[place], counterpart) {
                    found[place] = Some(open.remove(at));
                }
            }
        }
        let paired = found.into_iter().zip(new).map(|(a, b)| (a, Some(b)));
        Pairs { pairs: paired.chain(open.into_iter().map(|a| (Some(a), None))).collect() }
    }

    pub fn changed(&self) -> Vec<ClauseChanged> {
        let one = |(before, after): &(Option<&ClauseInfo>, Option<&ClauseInfo>)| {
            let marks = before.zip(*after).map(|(a, b)| (MarkWord::from(a.mark), MarkWord::from(b.mark)));
            let mark = marks.filter(|(a, b)| a != b);
            let (before, after) = (before.map(name), after.map(name));
            (before != after || mark.is_some()).then_some(ClauseChanged { before, after, mark })
        };
        self.pairs.iter().filter_map(one).collect()
    }

    pub fn prose(&self) -> Vec<ProseChanged> {
        let one = |(before, after): &(Option<&ClauseInfo>, Option<&ClauseInfo>)| {
            let text = |clause: &Option<&ClauseInfo>| clause.map_or_else(Vec::new, paragraphs);
            let paragraphs = changed(&text(before), &text(after));
            let clause = after.or(*before)?;
            let binding = MarkWord::from(clause.mark) == MarkWord::Binding;
            (!paragraphs.is_empty()).then(|| ProseChanged { clause: name(clause), binding, paragraphs })
        };
        self.pairs.iter().filter_map(one).collect()
    }

    /// Whether a statement stands in another clause than the counterpart of its own.
    pub fn moved(&self, before: &Written, after: &Written) -> bool {
        let pair = self.pairs.iter().find(|(_, b)| b.is_some_and(|b| holds(b, after)));
        pair.is_some_and(|(a, _)| !a.is_some_and(|a| holds(a, before)))
    }
}

/// The statement stands in one of the fences of the clause.
fn holds(clause: &ClauseInfo, written: &Written) -> bool {
    let within = |fence: &Span| {
        fence.file == written.span.file && fence.start <= written.span.start && written.span.end <= fence.end
    };
    clause.formal.iter().any(within)
}

/// The document of a criterion that it is of; a clause of one has the name of its document before its number.
fn document<'p>(compiled: &Compiled, clause: &'p ClauseInfo) -> &'p str {
    match clause.span.file == compiled.documents.plan.file {
        true => "",
        false => clause.number.split(' ').next().unwrap_or_default(),
    }
}

fn name(clause: &ClauseInfo) -> ClauseName {
    ClauseName { number: clause.number.clone(), title: clause.title.clone() }
}

/// Each on one line: where a line is broken is no matter.
fn paragraphs(clause: &ClauseInfo) -> Vec<String> {
    let texts = clause.text.split("\n\n").map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    texts.filter(|text| !text.is_empty()).collect()
}
