//! The copy that may leave the hospital: results in which no count of patients below a limit can be told.
//!
//! Invariants: a number is told only where something says that it can be; whatever it rests on is told too; and of any two sets of
//! patients of which one may lie within the other, both are told only where they leave no one or as many as the limit. Where some of
//! a unit is withheld that would follow from the rest of it, all of the unit is. `docs/circulation.md` says why no count follows.

mod analyses;
mod baseline;
mod copy;
mod decisions;
mod events;
mod groups;
mod pool;
mod rests;
mod times;
mod units;

use crate::number::Number;
use crate::results::{
    Circulated, Derived, FindingCount, LabelKind, Record, Release, Results, Role, Term, Unusable, WithheldOf,
};
use copy::{Copy, Fate};

/// What a plan says of circulation.
pub struct Rule {
    pub smallest: i64,
    pub clause: String,
    pub released: Option<Release>,
}

/// The results as they may be told.
pub fn circulate(results: &Results, rule: Rule) -> Results {
    let released = rule.released.as_ref().map(|released| released.analyses.clone()).unwrap_or_default();
    let mut copy = Copy::new(results, rule.smallest, &released);
    groups::tell(&mut copy);
    events::release(&mut copy);
    analyses::tell(&mut copy);
    events::tell(&mut copy);
    baseline::tell(&mut copy);
    decisions::tell(&mut copy);
    // The line of a reason says that somebody has it; who met an event is told by the sum of those who did and did not.
    let reason = |r: &Record| matches!(r.term, Some(Term::Settled { .. } | Term::Met(_)));
    for (index, _) in copy.records(|r| r.role == Role::Rules || (reason(r) && !copy.is_released(r))) {
        copy.fates[index] = Fate::Gone;
    }
    let circulated = Circulated {
        smallest: rule.smallest,
        clause: rule.clause.clone(),
        withheld: withheld(&copy),
        released: rule.released.clone(),
    };
    stripped(&copy, circulated)
}

/// Analyses of which something is withheld, the primary first. What has no place in the copy is not counted: how many lines of
/// events there are tells that somebody has each.
fn withheld(copy: &Copy) -> Vec<WithheldOf> {
    let one = |name: &str| {
        let mut own = copy.records(|r| r.analysis == name);
        own.retain(|(index, _)| copy.fates.get(*index) != Some(&Fate::Gone));
        let numbers = own.iter().filter(|(index, _)| !copy.is_told(*index)).count();
        WithheldOf { analysis: name.to_string(), numbers, of: own.len() }
    };
    let mut analyses: Vec<&crate::results::AnalysisInfo> = copy.results.analyses.iter().collect();
    analyses.sort_by_key(|analysis| analysis.role != Role::Primary);
    analyses.into_iter().map(|analysis| one(&analysis.name)).filter(|of| of.numbers > 0).collect()
}

/// The copy itself: what is told, and of single patients, of files and of the data as such nothing.
fn stripped(copy: &Copy, circulated: Circulated) -> Results {
    let mut made = copy.results.clone();
    made.records = copy.results.records.iter().zip(&copy.fates).filter_map(|(r, fate)| told(copy, r, *fate)).collect();
    made.decisions = decisions::decisions(copy);
    made.margins = decisions::margins(copy);
    for (table, told) in made.events.iter_mut().zip(&copy.results.events) {
        table.lines = events::named(copy, told);
    }
    for population in &mut made.populations {
        population.n = population.n.filter(|_| copy.whole.contains(population.name.as_str()));
        // Who knows the pseudonyms could find by it which of them are in.
        population.digest.clear();
    }
    for table in &mut made.tables {
        (table.rows, table.picked) = (None, None);
        table.digest.clear();
    }
    made.steps.iter_mut().for_each(|step| step.read.clear());
    made.study.data_digest.clear();
    made.findings.retain(|finding: &FindingCount| i64::try_from(finding.count).is_ok_and(|n| copy.is_many(n)));
    made.unusable = Unusable::default();
    made.curves.clear();
    made.report.rules.clear();
    for figure in &mut made.report.figures {
        figure.patients.clear();
        figure.population_n = 0;
    }
    made.lesion_counts.clear();
    made.scores.clear();
    // That it is the first which somebody has tells that nobody has those before it.
    made.labels.retain(|label| label.kind != LabelKind::ReferenceLevel);
    made.rule_examples.clear();
    made.derived = Derived::default();
    made.sources = None;
    made.found.clear();
    made.study.circulated = Some(circulated);
    made
}

fn told(copy: &Copy, record: &Record, fate: Fate) -> Option<Record> {
    let n = record.population_n.filter(|_| {
        let known = copy.results.populations.iter().any(|population| population.name == record.population);
        !known || copy.whole.contains(record.population.as_str())
    });
    match fate {
        Fate::Told => Some(Record { population_n: n, ..record.clone() }),
        Fate::Withheld(withheld) => {
            Some(Record { population_n: n, value: Number::Withheld(withheld), ..record.clone() })
        }
        Fate::Gone => None,
    }
}
