//! What is told of a clause: its text, its statements, what became of it, and every number that it made.

use super::{FoundTold, NumberTold, StepTold};
use crate::catalogue::Names;
use crate::results::{ClauseText, FormalText, Mark, Record, Results, WrittenFrom, WrittenOut};
use crate::words::{Words, fill};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ClauseTold<'r> {
    pub number: &'r str,
    pub title: &'r str,
    pub file: &'r str,
    pub line: usize,
    /// What became of it.
    pub states: Vec<&'static str>,
    /// The prose, as Markdown.
    pub text: &'r str,
    pub formal: &'r [FormalText],
    /// None where the clause stands behind one number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<MadeTold<'r>>,
}

/// What a clause made.
#[derive(Debug, Serialize)]
pub struct MadeTold<'r> {
    pub written_out: Vec<WrittenTold<'r>>,
    pub steps: Vec<StepTold<'r>>,
    /// How many numbers.
    pub n: usize,
    /// Its numbers, those of the same together.
    pub numbers: Vec<GroupTold<'r>>,
    pub findings: Vec<FoundTold<'r>>,
}

#[derive(Debug, Serialize)]
pub struct GroupTold<'r> {
    pub of: String,
    pub numbers: Vec<NumberTold<'r>>,
}

/// A statement that is like another, each line with where it is stated.
#[derive(Debug, Serialize)]
pub struct WrittenTold<'r> {
    pub head: &'r str,
    pub name: &'r str,
    pub like: &'r str,
    pub file: &'r str,
    pub line: usize,
    pub lines: Vec<LineTold<'r>>,
}

#[derive(Debug, Serialize)]
pub struct LineTold<'r> {
    pub depth: usize,
    pub text: &'r str,
    pub from: String,
}

/// What became of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseState {
    Executed,
    /// Carried out without a number of its own.
    Defines,
    TextOnly,
    Informative,
    Planned,
    /// It accepts a warning or a question.
    Accepted,
}

impl ClauseState {
    pub const ALL: &'static [ClauseState] = &[
        ClauseState::Executed,
        ClauseState::Defines,
        ClauseState::TextOnly,
        ClauseState::Informative,
        ClauseState::Planned,
        ClauseState::Accepted,
    ];

    pub fn word(self) -> &'static str {
        match self {
            ClauseState::Executed => "executed",
            ClauseState::Defines => "defines",
            ClauseState::TextOnly => "text_only",
            ClauseState::Informative => "informative",
            ClauseState::Planned => "planned",
            ClauseState::Accepted => "accepted",
        }
    }

    pub fn names(self) -> Names {
        match self {
            ClauseState::Executed => Names { en: "executed", fr: "exécuté" },
            ClauseState::Defines => Names { en: "executed, no number of its own", fr: "exécuté, sans nombre à lui" },
            ClauseState::TextOnly => {
                Names { en: "binding text, nothing to execute", fr: "texte contraignant, rien à exécuter" }
            }
            ClauseState::Informative => Names { en: "informative", fr: "informatif" },
            ClauseState::Planned => Names { en: "planned, not executed", fr: "prévu, non exécuté" },
            ClauseState::Accepted => Names { en: "accepts a warning", fr: "accepte un avertissement" },
        }
    }
}

/// What became of a clause that made so many numbers.
pub fn states(results: &Results, clause: &ClauseText, made: usize) -> Vec<ClauseState> {
    let carried_out = results.steps.iter().any(|step| step.clause == clause.number) || !clause.formal.is_empty();
    let mut states = vec![match (clause.mark, made > 0, carried_out) {
        (Mark::Informative, _, _) => ClauseState::Informative,
        (Mark::Planned, _, _) => ClauseState::Planned,
        (Mark::Binding, true, _) => ClauseState::Executed,
        (Mark::Binding, false, true) => ClauseState::Defines,
        (Mark::Binding, false, false) => ClauseState::TextOnly,
    }];
    let warnings = results.accepted.iter().map(|accepted| &accepted.clause);
    let mut accepts = warnings.chain(results.questions.iter().map(|question| &question.clause));
    states.extend(accepts.any(|number| *number == clause.number).then_some(ClauseState::Accepted));
    states
}

impl Words {
    /// A clause with all that it made.
    pub fn clause_told<'r>(&self, results: &'r Results, clause: &'r ClauseText) -> ClauseTold<'r> {
        let own = |record: &&Record| record.clause == clause.number;
        let mut numbers: Vec<GroupTold> = vec![];
        for record in results.records.iter().filter(own) {
            let number = self.number_of(results, record);
            match numbers.iter_mut().find(|group| group.of == number.of) {
                Some(group) => group.numbers.push(number),
                None => numbers.push(GroupTold { of: number.of.clone(), numbers: vec![number] }),
            }
        }
        let written_out = results.written_out.iter().filter(|written| written.clause == clause.number);
        let steps = results.steps.iter().filter(|step| step.clause == clause.number);
        let findings = results.found.iter().filter(|found| found.clause == clause.number);
        let made = MadeTold {
            written_out: written_out.map(|written| self.written_out(written)).collect(),
            steps: steps.map(|step| self.step_of(results, step)).collect(),
            n: numbers.iter().map(|group| group.numbers.len()).sum(),
            numbers,
            findings: findings.map(|found| self.found(found)).collect(),
        };
        ClauseTold { made: Some(made), ..self.clause_head(results, clause) }
    }

    pub(super) fn clause_head<'r>(&self, results: &Results, clause: &'r ClauseText) -> ClauseTold<'r> {
        let made = results.records.iter().filter(|record| record.clause == clause.number).count();
        let states = states(results, clause, made);
        ClauseTold {
            number: &clause.number,
            title: &clause.title,
            file: &clause.file,
            line: clause.line,
            states: states.into_iter().map(|state| state.names().of(self.language)).collect(),
            text: &clause.text,
            formal: &clause.formal,
            made: None,
        }
    }

    pub(super) fn written_out<'r>(&self, written: &'r WrittenOut) -> WrittenTold<'r> {
        let said = self.trace();
        let from = |from: &WrittenFrom| match from {
            WrittenFrom::Frame => String::new(),
            WrittenFrom::Here => said.stated_here.to_string(),
            WrittenFrom::Statement { name, clause } => {
                fill(said.taken_over, &[("name", name.as_str()), ("clause", clause)])
            }
        };
        let line = |line: &'r crate::results::WrittenLine| LineTold {
            depth: line.depth,
            text: &line.text,
            from: from(&line.from),
        };
        WrittenTold {
            head: &written.head,
            name: &written.name,
            like: &written.like,
            file: &written.file,
            line: written.line,
            lines: written.lines.iter().map(line).collect(),
        }
    }
}
