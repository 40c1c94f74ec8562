//! Which results were fixed before outcomes were seen, and how the plan was amended: worked out from the log, and never stated.

use super::RunError;
use super::record::cited;
use super::sealed::{sealed, whole};
use crate::calendar;
use crate::compile::Compiled;
use crate::diff::meaning::Meanings;
use crate::diff::plans::{How, PlansCompared, Side, StatementChanged, compare};
use crate::plan::ir::{Amendment, Plan};
use crate::results::record::{
    Amended, AmendmentStated, ClauseAmended, Compared, Fixed, FixedWhen, HowAmended, LineAmended, StatementAmended,
};
use crate::study::{Entry, Event, Log};
use std::path::Path;

/// What the log tells of a plan, up to its last seal.
#[derive(Default)]
pub struct History {
    pub fixed: Vec<FixedWhen>,
    pub amended: Vec<Amended>,
}

/// A seal, with the plan that was sealed as far as it is understood.
struct Sealed<'l> {
    entry: &'l Entry,
    compiled: Option<Compiled>,
    meanings: Option<Meanings>,
}

impl Sealed<'_> {
    fn whole(&self) -> Option<(&Compiled, &Plan)> {
        whole(self.compiled.as_ref())
    }
}

/// Of the plan as it is now. Entries after its last seal have no part in it but those that were before it.
pub fn history(folder: &Path, plan: &str, log: &Log, compiled: &Compiled) -> Result<History, RunError> {
    let Some(now) = &compiled.plan else { return Ok(History::default()) };
    let mut seals = vec![];
    for entry in log.of(plan).filter(|entry| matches!(entry.event, Event::Seal { .. })) {
        let compiled = sealed(folder, entry)?;
        let meanings = whole(compiled.as_ref()).map(|(_, plan)| Meanings::of(plan));
        seals.push(Sealed { entry, compiled, meanings });
    }
    // Whatever plan of the folder it was run by, its outcomes are those of the study.
    let seen = log.entries.iter().find(|entry| matches!(entry.event, Event::Outcomes { .. }));
    let now = Meanings::of(now);
    let fixed = now.names().map(|name| fixed(name, &now, &seals, seen)).collect();
    Ok(History { fixed, amended: amended(&seals, seen) })
}

fn is_after(entry: &Entry, seen: Option<&Entry>) -> bool {
    seen.is_some_and(|seen| seen.number < entry.number)
}

/// A result is fixed by the first of the seals that have it as it is, back from the last: what was changed and changed back was
/// chosen anew.
fn fixed(name: &str, now: &Meanings, seals: &[Sealed], seen: Option<&Entry>) -> FixedWhen {
    let same = |seal: &&Sealed| seal.meanings.as_ref().is_some_and(|then| then.same(now, name));
    let since = seals.iter().rev().take_while(same).last();
    let before = since.and_then(|since| seals.iter().rev().skip_while(|seal| seal.entry != since.entry).nth(1));
    let unknown = seals.last().is_some_and(|last| last.meanings.is_none())
        || before.is_some_and(|before| before.meanings.is_none());
    let fixed = match since {
        _ if unknown => Fixed::NotCompared,
        None => Fixed::NotSealed,
        Some(since) if is_after(since.entry, seen) => Fixed::AmendedAfter,
        Some(_) if before.is_some() => Fixed::AmendedBefore,
        Some(_) => Fixed::Prespecified,
    };
    let since = since.filter(|_| fixed != Fixed::NotCompared).map(|since| cited(since.entry));
    FixedWhen { analysis: name.to_string(), fixed, since }
}

/// The first seal amends nothing; its plan may state amendments of a time before it was on record.
fn amended(seals: &[Sealed], seen: Option<&Entry>) -> Vec<Amended> {
    let first = seals.first().map(|seal| (None, seal));
    let later = seals.iter().zip(seals.iter().skip(1)).map(|(before, seal)| (Some(before), seal));
    let one = |(before, seal): (Option<&Sealed>, &Sealed)| {
        let (then, now) = (before.and_then(Sealed::whole), seal.whole());
        let amendments = now.map_or_else(Vec::new, |(_, now)| {
            added(then.map(|(_, then)| then), now).into_iter().map(|a| stated(now, a)).collect()
        });
        let pair = then.zip(now);
        let clauses = pair.map(|((a, before), (b, after))| {
            clauses(&compare(Side { compiled: a, plan: before }, Side { compiled: b, plan: after }))
        });
        Amended {
            seal: cited(seal.entry),
            seen: seen.filter(|_| is_after(seal.entry, seen)).map(cited),
            amendments,
            compared: match (before, &clauses) {
                (None, _) => Compared::First,
                (Some(_), Some(_)) => Compared::WithBefore,
                (Some(_), None) => Compared::NotUnderstood,
            },
            clauses: clauses.unwrap_or_default(),
        }
    };
    let is_told = |amended: &Amended, first: bool| !first || !amended.amendments.is_empty();
    let all = first.into_iter().chain(later).map(|pair| (pair.0.is_none(), one(pair)));
    all.filter(|(first, amended)| is_told(amended, *first)).map(|(_, amended)| amended).collect()
}

/// The amendments that a plan states and the one before did not.
pub fn added<'p>(before: Option<&Plan>, after: &'p Plan) -> Vec<&'p Amendment> {
    let known = |amendment: &&Amendment| {
        before.is_some_and(|plan| plan.amendments.iter().any(|a| a.header.name == amendment.header.name))
    };
    after.amendments.iter().filter(|amendment| !known(amendment)).collect()
}

fn stated(plan: &Plan, amendment: &Amendment) -> AmendmentStated {
    AmendmentStated {
        name: amendment.header.name.clone(),
        label: amendment.header.label.clone(),
        date: calendar::iso(amendment.date),
        clauses: amendment.clauses.iter().map(|(clause, _)| plan.clause_number(*clause).to_string()).collect(),
        because: amendment.because.clone(),
    }
}

/// The clause that a change is of: that of the later plan, where it has it still. With the name of its document where it is of a
/// criterion: `recist_1_1 4`.
pub fn clause_of(change: &StatementChanged, compared: &PlansCompared) -> String {
    let document = change.identity.document.as_deref().map(|path| path.rsplit('/').next().unwrap_or(path));
    let within = |number: &str| match document {
        Some(document) => format!("{document} {number}").trim().to_string(),
        None => number.to_string(),
    };
    if let Some(number) = &change.clause.after {
        return within(number);
    }
    let number = within(change.clause.before.as_deref().unwrap_or_default());
    let renamed = compared.clauses.iter().find(|c| c.before.as_ref().is_some_and(|name| name.number == number));
    renamed.and_then(|clause| clause.after.as_ref()).map_or(number, |name| name.number.clone())
}

/// What changed by clause, in the order in which the comparison has it.
fn clauses(compared: &PlansCompared) -> Vec<ClauseAmended> {
    let mut found: Vec<ClauseAmended> = vec![];
    for change in &compared.meaning {
        let clause = clause_of(change, compared);
        let told = told(change);
        match found.iter_mut().find(|known| known.clause == clause) {
            Some(known) => known.statements.push(told),
            None => found.push(ClauseAmended { clause, statements: vec![told], text: false }),
        }
    }
    for prose in compared.prose.iter().filter(|prose| prose.binding) {
        let clause = prose.clause.number.clone();
        match found.iter_mut().find(|known| known.clause == clause) {
            Some(known) => known.text = true,
            None => found.push(ClauseAmended { clause, statements: vec![], text: true }),
        }
    }
    found
}

fn told(change: &StatementChanged) -> StatementAmended {
    let rests = change.how == How::Changed && change.keys.is_empty();
    let lines = if rests { change.understood.clone() } else { change.keys.iter().map(|k| k.changed.clone()).collect() };
    StatementAmended {
        how: match change.how {
            How::Added => HowAmended::Added,
            How::Removed => HowAmended::Removed,
            How::Changed if rests => HowAmended::RestsOnOther,
            How::Changed => HowAmended::Changed,
        },
        statement: change.identity.statement.clone(),
        label: change.label.clone(),
        lines: lines.into_iter().map(|line| LineAmended { before: line.before, after: line.after }).collect(),
        analyses: change.reaches.clone(),
    }
}
