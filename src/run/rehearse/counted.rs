//! What is kept of a replicate: whether its tests reject, its limits show what they are to show, its intervals hold the truth.

use super::Of;
use super::tally::{self, Kind, Tally};
use super::truth::Truth;
use crate::analyse::Decided;
use crate::catalogue::{self, Method, Statistic};
use crate::number::{Number, Quantity};
use crate::results::{Decision, Record, Standing};
use crate::simulate::Simulator;
use std::collections::BTreeMap;

impl Of<'_> {
    pub(super) fn tests(self, decided: &Decided, tally: &mut Tally) {
        let record = |id: &str| decided.records.iter().find(|record| record.id == id);
        let mut families: BTreeMap<&str, Vec<Option<bool>>> = BTreeMap::new();
        for decision in &decided.decisions {
            let level = Decision::level_of(decision.one_sided, self.plan.settings.alpha());
            let rejects = |id: &str| match record(id).map(|record| &record.value) {
                Some(Number::Real(p)) => Some(*p <= level),
                Some(
                    Number::Count(_)
                    | Number::Infinite
                    | Number::NegativeInfinite
                    | Number::NotEstimable(_)
                    | Number::Withheld(_),
                )
                | None => None,
            };
            let Some(of) = record(&decision.p_value) else { continue };
            let of = |name| tally::Of { name, clause: &of.clause };
            tally.tell(Kind::Test, of(&decision.p_value), Some(level), rejects(&decision.p_value));
            if let (Some(adjusted), Some(family)) = (&decision.adjusted, &decision.family) {
                tally.tell(Kind::Family, of(adjusted), Some(level), rejects(adjusted));
                families.entry(family).or_default().push(rejects(adjusted));
            }
        }
        for (name, rejects) in families {
            let family = self.plan.families.iter().find(|family| family.header.name == name);
            let clause = family.map_or("", |family| self.plan.clause_number(family.header.clause));
            let (any, all) = (rejects.contains(&Some(true)), rejects.iter().all(|r| *r == Some(true)));
            for (word, told) in [("any", any), ("all", all)] {
                let name = format!("{name}: {word}");
                tally.tell(Kind::Family, tally::Of { name: &name, clause }, None, Some(told));
            }
        }
    }

    pub(super) fn margins(self, decided: &Decided, tally: &mut Tally) {
        for margin in &decided.margins {
            let bounds = margin.lower.iter().chain(&margin.upper);
            let limits: Vec<&str> = bounds.map(|bound| bound.limit.as_str()).collect();
            let clause = decided.records.iter().find(|record| limits.contains(&record.id.as_str()));
            let clause = clause.map_or("", |record| record.clause.as_str());
            let place = [Some(&margin.analysis), margin.response.as_ref(), margin.timepoint.as_ref()];
            let name = place.into_iter().flatten().cloned().collect::<Vec<_>>().join(".");
            tally.tell(Kind::Margin, tally::Of { name: &name, clause }, margin.level.parse().ok(), margin.shown);
        }
    }

    pub(super) fn estimated(
        self,
        simulator: &Simulator,
        (record, all): (&Record, &[Record]),
        (replicate, tally): (u64, &mut Tally),
    ) {
        let Some(Effect { none, method, limits: (lower, upper) }) = effect(record, all) else { return };
        let Some(analysis) = self.plan.analyses.iter().find(|a| a.header.name == record.analysis) else { return };
        let truth = match self.assumption {
            None => Truth::NoEffect,
            Some(assumption) if simulator.is_drawn(analysis) => Truth::Assumed(assumption),
            Some(_) => return,
        };
        let Some(truth) = truth.of(self.plan, (analysis, method), record, none) else { return };
        let of = || tally::Of { name: &record.id, clause: &record.clause };
        let value = match record.value {
            Number::Real(value) => Some(value),
            Number::Count(_)
            | Number::Infinite
            | Number::NegativeInfinite
            | Number::NotEstimable(_)
            | Number::Withheld(_) => None,
        };
        tally.estimate(of(), (truth, none == 1.0), replicate, value);
        let held = below(&lower.value, truth).zip(below_is(truth, &upper.value)).map(|(a, b)| a && b);
        let among = u64::from(held.is_some());
        tally.count(Kind::Interval, of(), Some(truth), (u64::from(held == Some(true)), among, among));
    }
}

/// Pairs of which one member alone responds, of each table of pairs; once where several methods count the same.
pub(super) fn discordant(decided: &Decided, tally: &mut Tally) {
    let count = |id: &str| match decided.records.iter().find(|record| record.id == id).map(|record| &record.value) {
        Some(Number::Count(n)) => u64::try_from(*n).ok(),
        Some(
            Number::Real(_)
            | Number::Infinite
            | Number::NegativeInfinite
            | Number::NotEstimable(_)
            | Number::Withheld(_),
        )
        | None => None,
    };
    let mut told: Vec<String> = vec![];
    for record in decided.records.iter().filter(|record| record.statistic == Statistic::FirstOnly) {
        let place = [Some(&record.analysis), record.response.as_ref()].into_iter().flatten().cloned();
        let name = place.chain(record.point().map(str::to_string)).collect::<Vec<_>>().join(".");
        let Some(stem) = record.id.strip_suffix(Statistic::FirstOnly.code()).filter(|_| !told.contains(&name)) else {
            continue;
        };
        let of = [Statistic::FirstOnly, Statistic::SecondOnly, Statistic::Both, Statistic::Neither];
        if let [Some(first), Some(second), Some(both), Some(neither)] =
            of.map(|of| count(&format!("{stem}{}", of.code())))
        {
            let (differ, all) = (first + second, first + second + both + neither);
            let of = tally::Of { name: &name, clause: &record.clause };
            tally.count(Kind::Discordant, of, None, (differ, u64::from(all > 0), all));
            told.push(name);
        }
    }
}

/// A number that is an effect.
struct Effect<'r> {
    /// The effect that is none.
    none: f64,
    method: &'static Method,
    limits: (&'r Record, &'r Record),
}

fn effect<'r>(record: &Record, all: &'r [Record]) -> Option<Effect<'r>> {
    let method = catalogue::named(&record.method.as_ref()?.name)?;
    let is_mean = || method.estimates.contains(&catalogue::Effect::MeanDifference);
    let none = match (record.quantity, record.statistic) {
        (Quantity::ProportionDifference, _) | (_, Statistic::Difference) => 0.0,
        (Quantity::Ratio, _) => 1.0,
        (_, Statistic::Estimate) if is_mean() => 0.0,
        _ => return None,
    };
    if record.term.is_some() || record.standing != Standing::Estimate {
        return None;
    }
    let given = method.gives.iter().find(|given| given.statistic == record.statistic && given.limits.is_some())?;
    let (lower, upper) = given.limits?;
    let place = record.id.strip_suffix(record.statistic.code())?;
    let find = |limit: Statistic| all.iter().find(|other| other.id == format!("{place}{}", limit.code()));
    Some(Effect { none, method, limits: (find(lower)?, find(upper)?) })
}

fn below(number: &Number, bound: f64) -> Option<bool> {
    match number {
        Number::Real(value) => Some(*value <= bound),
        Number::NegativeInfinite => Some(true),
        Number::Infinite => Some(false),
        Number::Count(_) | Number::NotEstimable(_) | Number::Withheld(_) => None,
    }
}

fn below_is(bound: f64, number: &Number) -> Option<bool> {
    match number {
        Number::Real(value) => Some(bound <= *value),
        Number::Infinite => Some(true),
        Number::NegativeInfinite => Some(false),
        Number::Count(_) | Number::NotEstimable(_) | Number::Withheld(_) => None,
    }
}
