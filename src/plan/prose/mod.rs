//! What the prose of a clause says, against what its statements state.
//!
//! People approve the words and the program carries out the statements, so that a number in one and not in the other is told.
//! Two directions are looked at in every clause that has both:
//!
//! - a number of a statement that the prose does not say, in whatever unit or words ([`codes::NUMBER_UNSAID`]);
//! - a number with a unit in the prose that no statement has, where statements of the clause have others of its kind
//!   ([`codes::NUMBER_UNSTATED`]).
//!
//! What another clause says or states counts where the prose names that clause; what a sentence gives as of the protocol, of a
//! paper or of an example need not be stated. A clause without prose is
//! silent, and so is one without a number. Words are not compared: silence does not prove that prose and statements agree.

mod clauses;
mod formal;
mod kept;
mod quantity;
mod reader;
mod tokens;
mod words;

use super::resolve::Documents;
use crate::diagnostic::{Diagnostic, Span, all_of, codes, said};
use crate::syntax::tree;
use clauses::{Clause, Clauses, Spoken};
use formal::Stated;
pub use kept::Kept;
pub(crate) use quantity::Lengths;
use quantity::{Measure, Quantity};

/// `ninety`.
pub(crate) fn number_in_words(word: &str) -> Option<u64> {
    words::number(word).map(u64::from)
}

/// Everything to be said of the prose of a plan and of its criteria. `written_out` is the plan with every `like` expanded.
pub(crate) fn compare(
    documents: &Documents,
    written_out: &tree::Document,
    lengths: Lengths,
    kept: &mut Kept,
) -> Vec<Diagnostic> {
    kept.begin(lengths);
    let mut all = vec![Clauses::of(&documents.plan, written_out, lengths, kept)];
    all.extend(documents.criteria.iter().map(|(_, document)| Clauses::of_criterion(document, lengths, kept)));
    all.iter().flat_map(|clauses| Comparison { clauses, documents: &all }.run()).collect()
}

struct Comparison<'d> {
    clauses: &'d Clauses,
    documents: &'d [Clauses],
}

impl Comparison<'_> {
    fn run(&self) -> Vec<Diagnostic> {
        let nowhere = self.clauses.nowhere().map(|(number, place)| leads_nowhere(number, place));
        let compared = self.clauses.all.iter().filter(|c| c.is_compared());
        nowhere.chain(compared.flat_map(|c| self.clause(c))).collect()
    }

    fn clause(&self, clause: &Clause) -> Vec<Diagnostic> {
        let mut unsaid: Vec<&Stated> = vec![];
        for stated in clause.stated.iter().filter(|s| !s.quantity.value.is_zero()) {
            let is_said = self.clauses.said_for(clause).any(|said| said.number.says(&stated.quantity))
                || self.is_end_of_window(clause, &stated.quantity);
            let is_told = unsaid.iter().any(|other| other.quantity == stated.quantity);
            if !is_said && !is_told {
                unsaid.push(stated);
            }
        }
        let unsaid_times = self.unsaid_times(clause);
        let mut unstated: Vec<&Spoken> = clause.spoken.iter().filter(|s| self.is_unstated(clause, s)).collect();
        let mut told: Vec<(&Stated, Option<&Spoken>)> = vec![];
        for stated in unsaid {
            let nearest = near(&stated.quantity, unstated.iter().copied(), |s| s.number.may_be.first());
            unstated.retain(|s| nearest.is_none_or(|n| n.place != s.place));
            told.push((stated, nearest));
        }
        let mut found: Vec<Diagnostic> = unsaid_numbers(clause, &told).into_iter().collect();
        found.extend(unsaid_times);
        let labels = clause.told.iter().filter(|t| self.is_told_alone(clause, t));
        let unstated: Vec<&Spoken> = unstated.into_iter().chain(labels).collect();
        found.extend(unstated_numbers(clause, &unstated));
        found
    }

    /// Timepoints that the statements name and the prose, which names others, does not.
    fn unsaid_times(&self, clause: &Clause) -> Vec<Diagnostic> {
        let mut told: Vec<&str> = vec![];
        let mut found = vec![];
        for (name, times) in self.clauses.timepoints_of(clause) {
            let is_said = self.clauses.said_for(clause).any(|said| times.iter().any(|time| said.number.says(time)));
            if !is_said && !told.contains(&name.node.as_str()) {
                told.push(&name.node);
                found.push(unsaid_timepoint(clause, &name.node, name.span));
            }
        }
        found
    }

    /// `45 days before and after` a day that the clause states or says: its end.
    fn is_end_of_window(&self, clause: &Clause, end: &Quantity) -> bool {
        let days = |q: &Quantity| (q.measure == Measure::Days).then_some(q.value);
        let arounds =
            || clause.spoken.iter().filter(|s| s.number.around).flat_map(|s| &s.number.may_be).filter_map(days);
        let middles = || clause.had.iter().filter_map(|h| days(&h.quantity));
        days(end).is_some_and(|end| arounds().any(|around| middles().any(|middle| (middle - end).abs() == around)))
    }

    /// Of how far both ends of a window are from its middle: some two days of the clause are so far apart.
    fn is_half_of_window(&self, clause: &Clause, said: &Spoken) -> bool {
        let apart = |a: &Stated, b: &Stated| a.quantity.distance(&b.quantity);
        let is_apart = |around: &Quantity| {
            clause.had.iter().any(|a| clause.had.iter().any(|b| apart(a, b).is_some_and(|d| d == around.value)))
        };
        said.number.around && said.number.may_be.iter().any(is_apart)
    }

    /// What a number may be of; what a criterion names may be of the one that it builds on.
    fn had_for<'c>(&'c self, clause: &'c Clause, said: &'c Spoken) -> impl Iterator<Item = Quantity> + 'c {
        let named = self.documents.iter().flat_map(|document| document.stated_by_name(clause));
        // A size of the study is no length of time.
        let of_study = |q: &Quantity| said.number.measure() != Measure::Days || q.measure != Measure::Bare;
        self.of_clause(clause, said).chain(named).chain(self.clauses.conventions().filter(of_study))
    }

    /// What the statements of a clause have, and those of the clauses that a sentence of it names.
    fn of_clause<'c>(&'c self, clause: &'c Clause, said: &'c Spoken) -> impl Iterator<Item = Quantity> + 'c {
        clause.had.iter().map(|h| h.quantity).chain(self.clauses.by_sentence(clause, said))
    }

    /// A number that the prose gives as what is done, and nothing states, although numbers of its kind are stated here.
    fn is_unstated(&self, clause: &Clause, said: &Spoken) -> bool {
        let kind = said.number.kind();
        let names_a_day = said.number.measure() == Measure::Days && self.clauses.names_a_day(clause);
        let has_kind = names_a_day || self.of_clause(clause, said).any(|h| h.kind() == kind);
        let labels = clause.told.iter().flat_map(|t| t.number.may_be.iter().copied());
        kind.is_some()
            && has_kind
            && is_asserted(said)
            && !self.is_half_of_window(clause, said)
            && !self.had_for(clause, said).chain(labels).any(|had| said.number.says(&had))
    }

    /// A number in a label or a reason that neither the statements have nor the prose says, which have others of its kind.
    fn is_told_alone(&self, clause: &Clause, told: &Spoken) -> bool {
        let kind = told.number.kind();
        let spoken = || self.clauses.said_for(clause);
        let has_kind =
            clause.had.iter().any(|h| h.quantity.kind() == kind) || spoken().any(|s| s.number.kind() == kind);
        let is_said = || spoken().any(|s| s.number.may_be.iter().any(|q| told.number.says(q)));
        let is_had = || self.had_for(clause, told).any(|had| told.number.says(&had));
        kind.is_some() && has_kind && is_asserted(told) && !is_said() && !is_had()
    }
}

/// It is not nothing, and is said to be of no source and no example.
fn is_asserted(said: &Spoken) -> bool {
    let is_zero = said.number.may_be.iter().any(|q| q.value.is_zero());
    !is_zero && !said.number.aside
}

/// One message for a clause: numbers that are changed together are one fault.
fn unsaid_numbers(clause: &Clause, unsaid: &[(&Stated, Option<&Spoken>)]) -> Option<Diagnostic> {
    let numbers: Vec<String> = unsaid.iter().map(|(stated, _)| stated.shown.clone()).collect();
    if numbers.is_empty() {
        return None;
    }
    let title =
        said!("The prose of clause {clause} does not say {number}", clause = clause.name, number = all_of(&numbers));
    let mut diagnostic = Diagnostic::new(codes::NUMBER_UNSAID, title);
    for (stated, nearest) in unsaid {
        diagnostic = diagnostic.at(stated.place, "carried out");
        if let Some(said) = nearest {
            diagnostic = diagnostic.at(said.place, format!("the prose says {}", said.number.shown));
        }
    }
    Some(
        diagnostic
            .because("people approve what the prose says, and what is carried out is the statement")
            .hint("say it in the prose of this clause, or name there the clause that says it, as in `(clause 4)`"),
    )
}

fn unsaid_timepoint(clause: &Clause, name: &str, place: Span) -> Diagnostic {
    let title = said!("The prose of clause {clause} does not say the time of `{name}`", clause = clause.name, name);
    Diagnostic::new(codes::NUMBER_UNSAID, title)
        .at(place, "carried out at this timepoint")
        .because("the prose says other timepoints by their times, so that people take these to be all")
        .hint("say its time in the prose of this clause, or name there the clause that says it, as in `(clause 4)`")
}

fn unstated_numbers(clause: &Clause, unstated: &[&Spoken]) -> Option<Diagnostic> {
    let numbers: Vec<String> = unstated.iter().map(|said| said.number.shown.clone()).collect();
    if numbers.is_empty() {
        return None;
    }
    let title = said!("No statement of clause {clause} has {number}", clause = clause.name, number = all_of(&numbers));
    let mut diagnostic = Diagnostic::new(codes::NUMBER_UNSTATED, title);
    for said in unstated {
        diagnostic = diagnostic.at(said.place, "said here");
    }
    let mut shown: Vec<Span> = vec![];
    for said in unstated {
        let of_kind = said.number.may_be.first().and_then(|q| nearest(q, clause.had.iter(), |h| Some(&h.quantity)));
        if let Some(had) = of_kind.filter(|had| !shown.contains(&had.place)) {
            shown.push(had.place);
            diagnostic = diagnostic.at(had.place, format!("the nearest is {}", had.shown));
        }
    }
    Some(diagnostic.hint(
        "correct it, or name the clause that it is of, as in `(clause 4)`; in a sentence that speaks of the protocol, of a paper or of an example it need not be stated",
    ))
}

fn leads_nowhere(number: &str, place: Span) -> Diagnostic {
    let title = said!("There is no clause {number}", number);
    Diagnostic::new(codes::NO_SUCH_CLAUSE, title)
        .at(place, "referred to here")
        .hint("the number of a clause is that of its heading")
}

/// The nearest of the same measure.
fn nearest<'t, T>(
    to: &Quantity,
    among: impl Iterator<Item = &'t T>,
    quantity: impl Fn(&T) -> Option<&Quantity>,
) -> Option<&'t T> {
    let far = among.filter_map(|one| Some((quantity(one)?.distance(to)?, one)));
    far.min_by_key(|(distance, _)| *distance).map(|(_, one)| one)
}

/// The nearest, where it may have been meant: it is off by a half at most.
fn near<'t, T>(
    to: &Quantity,
    among: impl Iterator<Item = &'t T>,
    quantity: impl Fn(&T) -> Option<&Quantity>,
) -> Option<&'t T> {
    let found = nearest(to, among, &quantity)?;
    let distance = quantity(found)?.distance(to)?;
    (distance + distance <= to.value).then_some(found)
}
