//! One identifier for one number: it follows from where the number stands and from what tells the uses of its method apart.

use super::{Record, Results, Role, Term, Timepoint};
use crate::catalogue::Statistic;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What tells the numbers of one analysis apart besides their place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Use<'a> {
    /// The method, and the options by which its uses differ.
    pub words: &'a [String],
    /// The words of the groups of the analysis.
    pub groups: &'a [String],
}

/// The words with which all of these identifiers begin.
pub fn in_common<'r>(identifiers: impl IntoIterator<Item = &'r str>) -> String {
    let mut identifiers = identifiers.into_iter().map(|id| id.split('.'));
    let mut common: Vec<&str> = identifiers.next().into_iter().flatten().collect();
    for words in identifiers {
        let same = common.iter().zip(words).take_while(|(own, other)| **own == *other).count();
        common.truncate(same);
    }
    common.join(".")
}

type Parts<'r> = Vec<Cow<'r, str>>;

/// The identifier of a record: words joined by dots, `primary.recist.M6.proportion.sirt_io.estimate`.
pub fn of(record: &Record, used: Use) -> String {
    let parts = match record.role {
        Role::Attrition => [parts([Some("attrition"), Some(&record.analysis)]), attrition(record)].concat(),
        Role::Balance => [parts([Some(record.analysis.as_str())]), balance(record)].concat(),
        Role::Baseline => {
            let group = record.group.word().or(Some("all"));
            [parts([Some("baseline"), Some(&record.population)]), term(record), parts([group]), statistic(record)]
                .concat()
        }
        Role::Agreement => {
            let of = Cow::Owned(of_reading(record, used.words));
            std::iter::once(of).chain(term(record)).chain(statistic(record)).collect()
        }
        Role::Lesions => {
            let place = parts([Some(record.population.as_str()), record.group.word()]);
            [of_analysis(record), place, term(record), statistic(record)].concat()
        }
        Role::Rules => {
            let place = [parts([Some("rules")]), term(record), parts([record.group.word()])].concat();
            [place, statistic(record)].concat()
        }
        Role::SampleSize => [of_analysis(record), words(used.words), statistic(record)].concat(),
        Role::Primary | Role::Secondary | Role::Sensitivity | Role::Supplementary => analysis(record, used),
    };
    parts.join(".")
}

/// The identifier of a curve of the analysis that a record is of; the cause of interest needs no name.
pub fn of_curve(record: &Record, used: &[String], group: &str, cause: Option<&str>) -> String {
    [of_analysis(record), words(used), parts([Some(group), cause])].concat().join(".")
}

/// How the identifiers of the numbers of a call begin: the analysis that a record is of, and the words that name the call.
pub fn of_call(record: &Record, used: &[String]) -> String {
    [of_analysis(record), words(used)].concat().join(".")
}

/// The same of an agreement of readings, which names its population.
pub fn of_reading(record: &Record, used: &[String]) -> String {
    let population = record.response.as_ref().map(|_| record.population.as_str());
    [of_analysis(record), parts([population]), words(used)].concat().join(".")
}

fn parts<'r, const N: usize>(list: [Option<&'r str>; N]) -> Parts<'r> {
    list.into_iter().flatten().map(Cow::Borrowed).collect()
}

fn words(list: &[String]) -> Parts<'_> {
    list.iter().map(|w| Cow::Borrowed(w.as_str())).collect()
}

fn statistic(record: &Record) -> Parts<'_> {
    parts([Some(record.statistic.code())])
}

/// Term and time.
fn term(record: &Record) -> Parts<'_> {
    let time = record.timepoint.iter().filter(|t| matches!(t, Timepoint::Time { .. })).map(Timepoint::word);
    record.term.iter().map(Term::word).chain(time).collect()
}

fn of_analysis(record: &Record) -> Parts<'_> {
    let subgroup = record.subgroup.iter().map(|subgroup| Cow::Owned(subgroup.word()));
    let contrast = record.contrast.iter().map(|contrast| Cow::Owned(contrast.word()));
    let of = parts([Some(record.analysis.as_str()), record.response.as_deref(), record.point()]);
    of.into_iter().chain(subgroup).chain(contrast).collect()
}

fn attrition(record: &Record) -> Parts<'_> {
    match record.group.word() {
        Some(group) => [term(record), statistic(record), parts([Some(group)])].concat(),
        // A requirement may have the word of a reason.
        None if matches!(record.term, Some(Term::LeftOut(_))) => [statistic(record), term(record)].concat(),
        None => [term(record), statistic(record)].concat(),
    }
}

/// What the matching made, its score, or the balance of a characteristic.
fn balance(record: &Record) -> Parts<'_> {
    let part = match (&record.term, record.statistic) {
        // A characteristic that has the word of the score is guarded.
        (Some(characteristic @ Term::Characteristic { .. }), _) if characteristic.word() == Term::Score.word() => {
            let place = parts([Some("balance"), Some(TERM)]);
            return [place, term(record), statistic(record), parts([record.group.word()])].concat();
        }
        (Some(Term::Characteristic { .. } | Term::Score), _)
        | (None, Statistic::Aim | Statistic::Missed | Statistic::Largest) => Some("balance"),
        (_, Statistic::Coefficient) => return [parts([Some("score")]), statistic(record), term(record)].concat(),
        (_, Statistic::Deviance) => Some("score"),
        _ => None,
    };
    [parts([part]), term(record), statistic(record), parts([record.group.word()])].concat()
}

fn analysis<'r>(record: &'r Record, used: Use<'r>) -> Parts<'r> {
    let group = || parts([record.group.word()]);
    let place = match &record.term {
        // Counted beside the methods, by the response and not by the criterion.
        Some(Term::Response(_)) => {
            let best = parts([Some(record.analysis.as_str()), Some("best")]);
            return [best, term(record), group(), statistic(record)].concat();
        }
        Some(Term::LeftOut(_)) => [statistic(record), term(record)].concat(),
        Some(Term::Line(_) | Term::WorstGrade(_)) => {
            [term(record), words(used.words), group(), statistic(record)].concat()
        }
        Some(Term::PValue(_)) => [term(record), statistic(record)].concat(),
        Some(Term::Met(_)) => [parts([Some("intercurrent")]), term(record), group(), statistic(record)].concat(),
        Some(Term::Settled { .. }) => [parts([Some("settled")]), term(record), group(), statistic(record)].concat(),
        _ => [words(used.words), group(), guard(record, used.groups), term(record), statistic(record)].concat(),
    };
    [of_analysis(record), place].concat()
}

/// A term without a group must not be read as a group: `early` the covariate beside `early` the arm.
fn guard<'r>(record: &Record, groups: &[String]) -> Parts<'r> {
    let words = term(record).join(".");
    let first = words.split('.').next().unwrap_or_default();
    let taken = first == TERM || groups.iter().any(|group| group == first);
    parts([(record.group.word().is_none() && taken).then_some(TERM)])
}

const TERM: &str = "term";

impl Results {
    /// Identifiers of records, and of curves, that stand more than once; each is named once, in their order.
    pub fn repeated_identifiers(&self) -> Vec<&str> {
        let (mut seen, mut repeated) = (BTreeSet::new(), vec![]);
        let records = self.records.iter().map(|r| ("record", r.id.as_str()));
        for (kind, id) in records.chain(self.curves.iter().map(|c| ("curve", c.id.as_str()))) {
            if !seen.insert((kind, id)) && !repeated.contains(&id) {
                repeated.push(id);
            }
        }
        repeated
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Group;

    fn covariate(name: &str, group: Group) -> Record {
        let term = Some(Term::Covariate { name: name.into(), level: None });
        Record { analysis: "x".into(), group, term, ..Record::default() }
    }

    #[test]
    fn a_covariate_is_not_taken_for_an_arm() {
        let groups = ["early".to_string(), "late".to_string()];
        let id = |record: &Record| of(record, Use { words: &[], groups: &groups });
        assert_eq!(id(&covariate("early", Group::All)), "x.term.early.estimate");
        assert_eq!(id(&covariate("early.x", Group::All)), "x.term.early.x.estimate");
        assert_eq!(id(&covariate("early", Group::Arm("early".into()))), "x.early.early.estimate");
        assert_eq!(id(&covariate("age", Group::All)), "x.age.estimate");
    }
}
