//! What is told of the analyses.

use super::copy::{Copy, Family, Fate, count};
use super::pool::{Counted, Who};
use super::rests::{Rests, follows, is_pair, rests};
use super::times;
use super::units::{Unit, part, units};
use crate::catalogue::Statistic;
use crate::number::{Number, Quantity, Withheld};
use crate::results::{MethodUse, Record, Standing, Term};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted in a unit, where each of it is a set of patients.
struct Counts {
    groups: Vec<Counted>,
    shares: Vec<Counted>,
}

/// Of each unit, once it is asked whether it is told.
struct Asked<'r> {
    unit: Unit<'r>,
    told: bool,
}

pub fn tell(copy: &mut Copy) {
    // Endpoints of which the course over time is told, once: beside it, that of other patients would tell who differs.
    let mut timed: BTreeSet<&str> = BTreeSet::new();
    let mut all: Vec<Asked> = vec![];
    for unit in units(copy) {
        let told = match unit.first() {
            Some(first) if copy.is_released(first) => release(copy, &unit, &mut timed),
            Some(_) => tell_unit(copy, &unit, &mut timed),
            None => false,
        };
        all.push(Asked { unit, told });
    }
    for Asked { unit, .. } in all.iter().filter(|asked| !asked.told) {
        mark(copy, unit);
    }
}

fn counts(copy: &Copy, unit: &Unit) -> Option<Counts> {
    let population = unit.first()?.population.as_str();
    let sizes = |who: &Who| size_of(copy, population, who);
    Some(Counts { groups: unit.groups()?, shares: unit.shares(&sizes)? })
}

fn size_of(copy: &Copy, population: &str, who: &Who) -> Option<i64> {
    let included = |r: &&Record| r.analysis == population && r.statistic == Statistic::Included;
    let of = copy.results.records.iter().filter(included).find(|r| Who::of(&r.group).as_ref() == Some(who));
    of.and_then(count)
}

fn family(unit: &Unit) -> Family {
    let times = unit.has(&[Statistic::Events, Statistic::Observed]);
    match unit.first().and_then(|r| r.response.as_deref()) {
        // A criterion may build on another, whose responders are among its own.
        Some(_) => Family::Responses,
        None if times => Family::Times,
        None => Family::Others,
    }
}

/// Everything but what single patients could be known by; and others are asked beside it.
fn release<'r>(copy: &mut Copy<'r>, unit: &Unit<'r>, timed: &mut BTreeSet<&'r str>) -> bool {
    timed.extend(unit.records.iter().filter(|(_, r)| r.time().is_some()).filter_map(|(_, r)| r.endpoint.as_deref()));
    times::release(copy, unit);
    for (index, record) in &unit.records {
        if follows(record.statistic) || record.quantity == Quantity::Count || times_of(record) {
            copy.tell(*index);
        }
    }
    if let Some(counts) = counts(copy, unit) {
        copy.groups.add(&counts.groups);
        let family = family(unit);
        copy.families.entry(family).or_default().add(&counts.shares);
    }
    true
}

fn times_of(record: &Record) -> bool {
    matches!(record.statistic, Statistic::Survival | Statistic::Incidence | Statistic::Median)
}

fn tell_unit<'r>(copy: &mut Copy<'r>, unit: &Unit<'r>, timed: &mut BTreeSet<&'r str>) -> bool {
    let Some(counts) = counts(copy, unit) else { return false };
    if !groups_are_told(copy, unit, &counts) || !left_out_is_told(copy, unit) {
        return false;
    }
    let family = family(unit);
    let pool = copy.families.entry(family).or_default();
    let smallest = copy.smallest;
    let many = counts.shares.iter().all(|s| s.count >= smallest && s.rest >= smallest);
    if !many || !pool.take(&counts.shares, smallest) {
        return false;
    }
    copy.groups.add(&counts.groups);
    let mut known = Known::of(copy, unit, &counts);
    known.parts = known.parts && tells_categories(copy, unit);
    for (method, call) in unit.calls() {
        tell_call(copy, (unit, &known), method, &call, timed);
    }
    true
}

/// Categories in their order, each and those up to it: what an outcome counts may be some of them together.
fn tells_categories(copy: &mut Copy, unit: &Unit) -> bool {
    let Some(population) = unit.first().map(|r| r.population.as_str()) else { return false };
    let mut sums: BTreeMap<Who, i64> = BTreeMap::new();
    let mut counted = vec![];
    for (_, record) in unit.parts().filter(|(_, r)| !is_pair(r.statistic)) {
        let Some((who, n)) = Who::of(&record.group).zip(count(record)) else { return false };
        let size = unit.size(record).or_else(|| size_of(copy, population, &who));
        let Some(size) = size else { return false };
        let sum = sums.entry(who.clone()).or_default();
        *sum += n;
        let point = record.point().map(str::to_string);
        for (count, upto) in [(n, false), (*sum, true)] {
            let what = format!("{} {upto}", record.id);
            counted.push(Counted { who: who.clone(), what, point: point.clone(), count, rest: size - count });
        }
    }
    // All of them together are the group.
    counted.retain(|of| of.rest > 0);
    let pool = copy.families.entry(family(unit)).or_default();
    let fits = pool.fits_beside(&counted, copy.smallest);
    if fits {
        pool.add(&counted);
    }
    fits
}

/// The groups of a unit, where nothing is known of a part of them, and none is another than what is told.
fn groups_are_told(copy: &Copy, unit: &Unit, counts: &Counts) -> bool {
    let Some(first) = unit.first() else { return false };
    // Within levels of a characteristic numbers are small, and those of one level follow from those of the others.
    let parted = unit.records.iter().any(|(_, r)| r.subgroup.is_some());
    let by_arm = !unit.compare.is_empty() || counts.groups.iter().chain(&counts.shares).any(|c| c.who != Who::All);
    let population = first.population.as_str();
    let told = copy.whole.contains(population) && (!by_arm || copy.by_arm.contains(population));
    let many = counts.groups.iter().all(|group| copy.is_many(group.count));
    told && !parted && many && copy.groups.fits(&counts.groups, copy.smallest)
}

fn left_out_is_told(copy: &Copy, unit: &Unit) -> bool {
    let left = unit.records.iter().filter(|(_, r)| matches!(r.term, Some(Term::LeftOut(_))));
    left.into_iter().all(|(_, r)| count(r).is_some_and(|n| copy.is_none_or_many(n)))
}

/// What is known of the groups of a unit, all of which may be told.
struct Known {
    /// How many of each group compared are counted.
    shares: bool,
    /// All that is counted of pairs or of categories is many.
    parts: bool,
    /// The smallest of the groups.
    n: i64,
    /// What is measured is one of a few values.
    few: bool,
}

impl Known {
    fn of(copy: &Copy, unit: &Unit, counts: &Counts) -> Known {
        let of = |counted: &[Counted], who: Who| counted.iter().any(|c| c.who == who);
        let each = |counted: &[Counted]| match unit.compare.as_slice() {
            [] => of(counted, Who::All),
            arms => arms.iter().all(|arm| of(counted, Who::arm(arm))),
        };
        let mut parts = unit.parts().peekable();
        let any = parts.peek().is_some();
        let many = parts.all(|(_, r)| count(r).is_some_and(|n| copy.is_many(n)));
        let smallest = counts.groups.iter().map(|group| group.count).min();
        Known {
            shares: each(&counts.shares),
            parts: any && many,
            n: smallest.filter(|_| each(&counts.groups)).unwrap_or_default(),
            few: takes_few_values(copy, &unit.records),
        }
    }

    fn bears(&self, rests: Rests) -> bool {
        match rests {
            Rests::Shares | Rests::Times => self.shares,
            Rests::Pairs => self.shares && self.parts,
            Rests::Parts => self.parts,
            Rests::Numbers => self.n > 0 && !self.few,
            Rests::Untold => false,
        }
    }
}

fn tell_call<'r>(
    copy: &mut Copy<'r>,
    (unit, known): (&Unit<'r>, &Known),
    method: Option<&MethodUse>,
    call: &[(usize, &'r Record)],
    timed: &mut BTreeSet<&'r str>,
) {
    let rests = method.map(rests);
    let small_parts = call.iter().any(|(_, r)| part(r)) && !known.parts;
    if rests.is_some_and(|rests| !known.bears(rests)) || small_parts {
        return;
    }
    let endpoint = call.iter().find_map(|(_, r)| r.endpoint.as_deref());
    let times = match endpoint {
        Some(endpoint) if !timed.contains(endpoint) => times::told_at(copy, unit, call),
        Some(_) | None => BTreeSet::new(),
    };
    if !times.is_empty() {
        timed.extend(endpoint);
    }
    for (index, record) in call {
        let told = match record.time() {
            Some(time) => times.contains(&time),
            None if is_quantile(record.statistic) => tells_quantile(copy, rests, record, known),
            None => plain(record),
        };
        if told {
            copy.tell(*index);
        }
    }
}

/// A coefficient of a covariate, or of a stratum, rests on how many have it, which no record tells.
fn plain(record: &Record) -> bool {
    let of_few = match record.term {
        Some(
            Term::Covariate { .. }
            | Term::Intercept
            | Term::Stratum(_)
            | Term::Score
            | Term::WholeModel
            // How many have each: the few are what a copy is not to tell.
            | Term::Settled { .. }
            | Term::Met(_),
        ) => true,
        Some(
            Term::Cause(_)
            | Term::Category(_)
            | Term::Shift { .. }
            | Term::MeanOfReadings
            | Term::Response(_)
            | Term::Requirement(_)
            | Term::Characteristic { .. }
            | Term::LeftOut(_)
            | Term::Line(_)
            | Term::WorstGrade(_)
            | Term::PValue(_)
            | Term::Rule(_),
        )
        | None => false,
    };
    let left_out = record.statistic == Statistic::LeftOut && record.standing == Standing::Count;
    !of_few && (follows(record.statistic) || left_out)
}

fn is_quantile(statistic: Statistic) -> bool {
    use Statistic::*;
    matches!(
        statistic,
        Median
            | MedianLower
            | MedianUpper
            | FirstQuartile
            | FirstQuartileLower
            | FirstQuartileUpper
            | ThirdQuartile
            | ThirdQuartileLower
            | ThirdQuartileUpper
            | MedianAbsoluteDeviation
    )
}

/// A quantile is the value of one patient: it is told where as many as may be told lie on either side of it.
fn tells_quantile(copy: &Copy, rests: Option<Rests>, record: &Record, known: &Known) -> bool {
    match rests {
        Some(Rests::Times) => times::tells_quantile(copy, record),
        Some(Rests::Numbers) => is_within(copy, record.statistic, known.n),
        Some(Rests::Shares | Rests::Pairs | Rests::Parts | Rests::Untold) | None => false,
    }
}

/// Whether a group of so many has the smallest number on either side of its median, or of its quartiles, and between them.
pub fn is_within(copy: &Copy, statistic: Statistic, n: i64) -> bool {
    match statistic {
        Statistic::Median => n >= 2 * copy.smallest,
        Statistic::FirstQuartile | Statistic::ThirdQuartile | Statistic::MedianAbsoluteDeviation => {
            n >= 4 * copy.smallest
        }
        _ => false,
    }
}

/// Whether a number is one of a few, as a grade is: how many have each could then be solved from its mean and deviation.
pub fn takes_few_values(copy: &Copy, call: &[(usize, &Record)]) -> bool {
    let of = |statistic: Statistic| call.iter().filter(move |(_, r)| r.statistic == statistic).map(|(_, r)| r);
    let range = |low: &Record| {
        let same = |r: &&&Record| r.group == low.group && r.term == low.term;
        Some((low.value.finite()?, of(Statistic::Maximum).find(same)?.value.finite()?))
    };
    let whole = |x: f64| (x - x.round()).abs() < 1e-9 * x.abs().max(1.0);
    let few = |(low, high): (f64, f64)| whole(low) && whole(high) && high - low < 2.0 * copy.smallest as f64;
    let ranges: Vec<Option<(f64, f64)>> = of(Statistic::Minimum).map(|low| range(low)).collect();
    if ranges.is_empty() { sums_are_whole(call, &whole) } else { ranges.into_iter().flatten().any(few) }
}

/// Without a range: whole numbers have a whole sum.
fn sums_are_whole(call: &[(usize, &Record)], whole: &dyn Fn(f64) -> bool) -> bool {
    let is_mean = |s: Statistic| matches!(s, Statistic::Mean | Statistic::AdjustedMean | Statistic::Estimate);
    let mut means = call.iter().filter(|(_, r)| is_mean(r.statistic));
    means.any(|(_, mean)| {
        let n = call.iter().find(|(_, r)| r.statistic == Statistic::N && r.group == mean.group && r.term == mean.term);
        match (&mean.value, n.and_then(|(_, r)| count(r))) {
            (Number::Real(x), Some(n)) => whole(x * n as f64),
            (Number::Count(_), _) => true,
            _ => false,
        }
    })
}

/// Of a unit that is not told: how many are in its groups, and of a share that it is below the limit, where that leaves it all it can be: its group is told and large, and nothing else is
/// told of the same patients.
fn mark(copy: &mut Copy, unit: &Unit) {
    let Some(counts) = counts(copy, unit) else { return };
    let family = copy.families.get(&family(unit)).cloned().unwrap_or_default();
    if !groups_are_told(copy, unit, &counts) || !left_out_is_told(copy, unit) {
        return;
    }
    copy.groups.add(&counts.groups);
    for (index, record) in &unit.records {
        if record.statistic == Statistic::N && record.term.is_none() && record.time().is_none() {
            copy.tell(*index);
        }
        let counted = matches!(record.statistic, Statistic::Responders | Statistic::Events) && record.term.is_none();
        let Some((who, n)) = Who::of(&record.group).zip(count(record)).filter(|_| counted) else { continue };
        let share = counts.shares.iter().find(|s| s.who == who && s.count == n);
        let free = share.is_some_and(|s| s.count + s.rest >= 2 * copy.smallest && !family.tells_of(s, copy.smallest));
        if free && n < copy.smallest {
            copy.fates[*index] = Fate::Withheld(Withheld::Below(copy.smallest));
        }
    }
}
