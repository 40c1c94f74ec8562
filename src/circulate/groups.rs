//! Which populations are told in their size, by arm or as a whole, and the flow of patients into them.
//!
//! The populations of what is released come first, then those of the primary analyses: what another population would tell beside
//! them by its difference is withheld there, and not here.

use super::copy::{Copy, count};
use super::pool::{Counted, Who, clear};
use crate::catalogue::Statistic;
use crate::results::{Group, Record, Role, Term};

/// The size of a population and of its arms.
struct Sizes<'r> {
    population: &'r str,
    all: i64,
    arms: Vec<(&'r str, i64)>,
    /// Of pairs, of which half are of each arm: the whole tells the arms.
    of_pairs: bool,
}

pub fn tell(copy: &mut Copy) {
    for sizes in in_order(copy) {
        let released = copy.records(|r| r.population == sizes.population).iter().any(|(_, r)| copy.is_released(r));
        tell_sizes(copy, &sizes, released);
    }
    for population in &copy.results.populations {
        tell_flow(copy, &population.name);
    }
    for (index, record) in copy.records(|r| r.role == Role::Balance) {
        let pairs = record.statistic == Statistic::Pairs && pairs_are_told(copy, &record.analysis);
        if pairs || record.statistic == Statistic::Aim {
            copy.tell(index);
        }
    }
}

/// The populations of released analyses, of the primary ones, then all as the plan has them.
fn in_order<'r>(copy: &Copy<'r>) -> Vec<Sizes<'r>> {
    let analyses = |wanted: &dyn Fn(&Record) -> bool| {
        let names = copy.results.records.iter().filter(|r| wanted(r)).map(|r| r.population.as_str());
        names.collect::<Vec<&str>>()
    };
    let mut names = analyses(&|r| copy.is_released(r));
    names.extend(analyses(&|r| r.role == Role::Primary));
    names.extend(copy.results.populations.iter().map(|p| p.name.as_str()));
    let mut sizes: Vec<Sizes> = vec![];
    for name in names {
        if sizes.iter().all(|s| s.population != name) {
            sizes.extend(sizes_of(copy, name));
        }
    }
    sizes
}

fn sizes_of<'r>(copy: &Copy<'r>, population: &'r str) -> Option<Sizes<'r>> {
    let info = copy.results.populations.iter().find(|p| p.name == population)?;
    let (all, of_pairs) = (info.n?, info.pairs_of.is_some());
    let included = |r: &Record| {
        r.role == Role::Attrition && r.analysis == population && r.statistic == Statistic::Included && r.term.is_none()
    };
    let arms = copy.records(included).into_iter().filter_map(|(_, r)| Some((r.group.arm()?, count(r)?)));
    Some(Sizes { population, all: i64::try_from(all).ok()?, arms: arms.collect(), of_pairs })
}

fn tell_sizes<'r>(copy: &mut Copy<'r>, sizes: &Sizes<'r>, released: bool) {
    let whole = [Counted::group(Who::All, sizes.all)];
    let known: i64 = sizes.arms.iter().map(|(_, n)| n).sum();
    let arms: Vec<Counted> =
        sizes.arms.iter().filter(|(_, n)| *n > 0).map(|(arm, n)| Counted::group(Who::arm(arm), *n)).collect();
    let together = [whole.to_vec(), arms].concat();
    let many = sizes.arms.iter().all(|(_, n)| copy.is_none_or_many(*n));
    let by_arm =
        released || (many && clear(sizes.all, known, copy.smallest) && copy.groups.fits(&together, copy.smallest));
    if by_arm && (released || copy.is_many(sizes.all)) {
        copy.groups.add(&together);
        copy.whole.insert(sizes.population);
        copy.by_arm.insert(sizes.population);
    } else if !sizes.of_pairs && copy.is_many(sizes.all) && copy.groups.take(&whole, copy.smallest) {
        copy.whole.insert(sizes.population);
    }
    let included =
        |r: &Record| r.role == Role::Attrition && r.analysis == sizes.population && r.statistic == Statistic::Included;
    for (index, record) in copy.records(included) {
        if Who::of(&record.group).is_some_and(|who| copy.tells_group(sizes.population, &who)) {
            copy.tell(index);
        }
    }
}

/// Whom each requirement leaves out: all of it, or nothing. How many it leaves out of each arm is not told: beside the arms of
/// another population it would tell of few.
fn tell_flow(copy: &mut Copy, population: &str) {
    let flow = |r: &Record| {
        let is_of_all = r.group == Group::All;
        r.role == Role::Attrition && r.analysis == population && r.statistic != Statistic::Included && is_of_all
    };
    let records = copy.records(flow);
    if !copy.whole.contains(population) || records.is_empty() {
        return;
    }
    let sizes = records.iter().filter(|(_, r)| matches!(r.statistic, Statistic::Considered | Statistic::Remaining));
    let sizes: Vec<Counted> = sizes.filter_map(|(_, r)| count(r)).map(|n| Counted::group(Who::All, n)).collect();
    let left = |r: &Record| matches!(r.term, Some(Term::Requirement(_) | Term::LeftOut(_)));
    let left_out = records.iter().filter(|(_, r)| left(r) && r.statistic != Statistic::Remaining);
    let mut counts = left_out.filter_map(|(_, r)| count(r));
    let many = counts.all(|n| copy.is_none_or_many(n)) && sizes.iter().all(|size| copy.is_none_or_many(size.count));
    if many && leaves_out_apart(copy, &records) && copy.groups.take(&sizes, copy.smallest) {
        records.iter().for_each(|(index, _)| copy.tell(*index));
        return;
    }
    // Of how many the population was made, where that alone can be told.
    for (index, record) in records.iter().filter(|(_, r)| r.statistic == Statistic::Considered) {
        let considered = count(record).map(|n| [Counted::group(Who::All, n)]);
        if considered.is_some_and(|considered| copy.groups.take(&considered, copy.smallest)) {
            copy.tell(*index);
        }
    }
}

/// Whoever does not meet a requirement and is not excluded by it was by an earlier one: how many is a count as well.
fn leaves_out_apart(copy: &Copy, records: &[(usize, &Record)]) -> bool {
    let of = |statistic: Statistic| records.iter().filter(move |(_, r)| r.statistic == statistic);
    of(Statistic::NotMet).all(|(_, not_met)| {
        let excluded = of(Statistic::Excluded).find(|(_, r)| r.term == not_met.term);
        let counts = count(not_met).zip(excluded.and_then(|(_, r)| count(r)));
        counts.is_some_and(|(not_met, excluded)| clear(not_met, excluded, copy.smallest))
    })
}

/// The pairs of a matching are its population: half of it in each arm.
fn pairs_are_told(copy: &Copy, matching: &str) -> bool {
    let made = copy.results.populations.iter().find(|p| p.pairs_of.as_deref() == Some(matching));
    made.is_some_and(|population| copy.by_arm.contains(population.name.as_str()))
}
