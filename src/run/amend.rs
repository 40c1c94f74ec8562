//! What must hold of a plan that is sealed again: each change of meaning has an amendment that says why, and those that were
//! sealed stay as they were.

use super::RunError;
use super::sealed::{sealed, whole};
use super::standing::{added, clause_of};
use crate::compile::Compiled;
use crate::diagnostic::{Diagnostic, Span, codes, said};
use crate::diff::plans::{How, PlansCompared, Side, StatementChanged, compare};
use crate::diff::written::{Identity, written};
use crate::plan::ir::{Amendment, Plan};
use crate::study::{Entry, StudyError};
use std::collections::BTreeMap;
use std::path::Path;

/// What is said of a plan beside the one that an entry sealed, in the order of the places; an error forbids the seal.
pub fn objections(folder: &Path, seal: &Entry, compiled: &Compiled) -> Result<Vec<Diagnostic>, RunError> {
    let Some(plan) = &compiled.plan else { return Ok(vec![]) };
    let then = sealed(folder, seal)?;
    let Some((before, old)) = whole(then.as_ref()) else {
        return Err(StudyError::NotUnderstood { plan: seal.plan.clone(), entry: seal.number }.into());
    };
    let compared = compare(Side { compiled: before, plan: old }, Side { compiled, plan });
    let places = written(compiled).into_iter().map(|written| (written.identity, written.span)).collect();
    let asked = Asked { seal, compiled, plan, new: added(Some(old), plan), compared: &compared, places };
    let mut found = asked.not_amended();
    found.extend(asked.changed_afterwards());
    found.extend(asked.amends_nothing());
    found.sort_by_key(|diagnostic| diagnostic.primary().map(|place| (place.file, place.start)));
    Ok(found)
}

struct Asked<'a> {
    seal: &'a Entry,
    compiled: &'a Compiled,
    plan: &'a Plan,
    /// The amendments that were not sealed yet.
    new: Vec<&'a Amendment>,
    compared: &'a PlansCompared,
    places: BTreeMap<Identity, Span>,
}

impl Asked<'_> {
    /// The changes of meaning by clause, in the order of the later plan.
    fn by_clause(&self) -> Vec<(String, Vec<&StatementChanged>)> {
        let mut found: Vec<(String, Vec<&StatementChanged>)> = vec![];
        for change in &self.compared.meaning {
            let clause = clause_of(change, self.compared);
            match found.iter_mut().find(|(known, _)| *known == clause) {
                Some((_, changes)) => changes.push(change),
                None => found.push((clause, vec![change])),
            }
        }
        found
    }

    fn not_amended(&self) -> Vec<Diagnostic> {
        let named = |clause: &str| {
            let clauses = self.new.iter().flat_map(|amendment| &amendment.clauses);
            clauses.into_iter().any(|(id, _)| self.plan.clause_number(*id) == clause)
        };
        let open = self.by_clause().into_iter().filter(|(clause, _)| !named(clause));
        open.map(|(clause, changes)| self.without_reason(&clause, &changes)).collect()
    }

    fn without_reason(&self, clause: &str, changes: &[&StatementChanged]) -> Diagnostic {
        let entry = self.seal.number;
        let title = match clause.is_empty() {
            true => said!("What entry {entry} sealed means another thing, in a clause without a number", entry),
            false => {
                said!(
                    "Clause {clause} means another thing than entry {entry} sealed, and no amendment names it",
                    clause,
                    entry
                )
            }
        };
        let mut fault = Diagnostic::new(codes::NOT_AMENDED, title);
        for change in changes {
            let label = match change.how {
                How::Added => "was not there".to_string(),
                How::Removed => format!("`{}` stood here", change.identity.statement),
                How::Changed => "means another thing".to_string(),
            };
            fault = fault.at(self.place(change, clause), label);
        }
        let is_there = self.plan.clauses.iter().any(|known| !clause.is_empty() && known.number == clause);
        fault.because("a reader must know why the plan was changed after it was signed").hint(match (is_there, self.new.last()) {
            (false, _) if clause.is_empty() => "give the clause a number, and name it in an amendment".to_string(),
            (false, _) => format!(
                "leave the heading of clause {clause} in the plan, marked `(informative)`, and name it in an amendment"
            ),
            (true, Some(amendment)) => {
                format!("add {} to `clauses` of amendment `{}`, or state another", quoted(clause), amendment.header.name)
            }
            (true, None) => format!(
                "write `amendment NAME \"…\" {{ date: 2026-03-01, clauses: {}, because: \"…\" }}`, each on a line, in a clause of amendments",
                quoted(clause)
            ),
        })
    }

    /// The first line of the statement; of one that is gone its clause, else the study.
    fn place(&self, change: &StatementChanged, clause: &str) -> Span {
        let heading = || self.plan.clauses.iter().find(|known| known.number == clause).map(|known| known.span);
        let statement = self.places.get(&change.identity).copied().filter(|_| change.how != How::Removed);
        self.first_line(statement.or_else(heading).unwrap_or(self.plan.study.span))
    }

    fn first_line(&self, span: Span) -> Span {
        let length = self.compiled.sources.text(span).lines().next().map_or(0, |line| line.trim_end().len());
        Span { end: span.start + u32::try_from(length).unwrap_or(0), ..span }
    }

    /// What was sealed is no more to be rewritten.
    fn changed_afterwards(&self) -> Vec<Diagnostic> {
        let amendments = self.compared.wording.iter().filter(|change| change.identity.is_of("amendment"));
        let one = |change: &StatementChanged| {
            let (entry, name) = (self.seal.number, change.identity.statement.replacen("amendment ", "", 1));
            let clause = change.clause.after.clone().or_else(|| change.clause.before.clone()).unwrap_or_default();
            let (title, label) = match change.how {
                How::Removed => {
                    (said!("Amendment `{name}`, which entry {entry} sealed, is gone", name, entry), "it stood here")
                }
                How::Changed => {
                    (said!("Amendment `{name}` is not as entry {entry} sealed it", name, entry), "rewritten")
                }
                How::Added => return None,
            };
            let fault = Diagnostic::new(codes::AMENDMENT_CHANGED, title).at(self.place(change, &clause), label);
            Some(fault.hint("put it back as it was sealed, and say what is to be added in an amendment of its own"))
        };
        amendments.filter_map(one).collect()
    }

    fn amends_nothing(&self) -> Vec<Diagnostic> {
        let changed: Vec<String> = self.by_clause().into_iter().map(|(clause, _)| clause).collect();
        let mut found = vec![];
        for amendment in &self.new {
            for (id, place) in &amendment.clauses {
                let clause = self.plan.clause_number(*id);
                if changed.iter().any(|known| known == clause) {
                    continue;
                }
                let (name, entry) = (&amendment.header.name, self.seal.number);
                let title = said!(
                    "Amendment `{name}` names clause {clause}, which means what entry {entry} sealed",
                    name,
                    clause,
                    entry
                );
                let reads = self.compared.prose.iter().any(|prose| prose.clause.number == clause);
                let label = if reads { "its text alone reads otherwise" } else { "as it was" };
                let hint = "name the clauses whose statements changed, as `prespec diff` tells them";
                found.push(Diagnostic::new(codes::AMENDS_NOTHING, title).at(*place, label).hint(hint));
            }
        }
        found
    }
}

/// As `clauses` names it.
fn quoted(clause: &str) -> String {
    let is_number = clause.split('.').count() <= 2 && clause.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_number { clause.to_string() } else { format!("\"{clause}\"") }
}
