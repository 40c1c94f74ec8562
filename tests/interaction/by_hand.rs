//! The simplest honest computation of some methods, from the rows: counts and quotients, sums over event times, and for
//! models the equation that the estimate must solve.

use prespec::catalogue::OptionValue;
use prespec::methods::{Input, Outcome};
use prespec::number::Number;
use prespec::plan::ir::MethodCall;
use prespec::results::Record;
use std::cell::Cell;
use std::collections::BTreeMap;

const TOLERANCE: f64 = 1e-9;

/// The methods that are computed by hand.
pub const METHODS: &[&str] = &[
    "proportion",
    "summary",
    "incidence_rate",
    "risk_difference",
    "risk_ratio",
    "t_test",
    "kaplan_meier",
    "log_rank",
    "cox",
    "logistic",
    "linear_model",
    "mcnemar",
    "aalen_johansen",
];

/// Whether what the records of a call say is what comes out by hand; then how many numbers were compared.
pub fn right(call: &MethodCall, input: &Input, groups: &[&str], records: &[&Record]) -> Result<usize, String> {
    let seen = Seen { call, input, groups, records, compared: Cell::new(0) };
    seen.right()?;
    Ok(seen.compared.get())
}

/// One of its options compares within pairs.
pub fn paired(call: &MethodCall) -> bool {
    call.options.values().iter().any(|(_, v)| matches!(v, OptionValue::Word(w) if w.contains("paired")))
}

fn quotient(a: f64, b: f64) -> Option<f64> {
    (a > 0.0 && b > 0.0).then(|| a / b)
}

struct Seen<'a> {
    call: &'a MethodCall,
    input: &'a Input,
    groups: &'a [&'a str],
    records: &'a [&'a Record],
    compared: Cell<usize>,
}

/// A number computed from the rows of both groups.
type ByHand<'b> = &'b dyn Fn(&[usize], &[usize]) -> Option<f64>;

impl Seen<'_> {
    fn right(&self) -> Result<(), String> {
        let (seen, call, input) = (self, self.call, self.input);
        match call.method.name {
            "proportion" => seen.each_group("estimate", &|rows| share(rows, input)),
            "summary" => seen.each_group("estimate", &|rows| mean(rows, input)),
            "incidence_rate" => seen.rates(),
            "risk_difference" if input.pair.is_none() || !paired(call) => {
                seen.two("estimate", &|a, b| Some(share(a, input)? - share(b, input)?))
            }
            "risk_ratio" => seen.two("estimate", &|a, b| quotient(share(a, input)?, share(b, input)?)),
            "t_test" if !paired(call) => seen.two("estimate", &|a, b| Some(mean(a, input)? - mean(b, input)?)),
            "kaplan_meier" if input.weights.is_none() && call.options.word("event") == Some("event") => seen.survival(),
            "log_rank" if call.options.word("weight") == Some("equal") => seen.log_rank(),
            "cox" => seen.cox(),
            "logistic" => seen.logistic(),
            "linear_model" => seen.linear(),
            "mcnemar" => seen.discordant(),
            "aalen_johansen" => seen.incidence(),
            _ => Ok(()),
        }
    }

    /// The number of a group and term, where it is estimable.
    fn number(&self, group: Option<&str>, term: Option<&str>, statistic: &str) -> Option<f64> {
        let same = |r: &&&Record| {
            r.group.word() == group
                && term.is_none_or(|t| r.place().as_deref() == Some(t))
                && r.statistic.code() == statistic
        };
        match self.records.iter().find(same)?.value {
            Number::Real(value) => Some(value),
            Number::Count(n) => Some(n as f64),
            Number::Infinite | Number::NegativeInfinite | Number::NotEstimable(_) | Number::Withheld(_) => None,
        }
    }

    fn same(&self, what: &str, found: Option<f64>, wanted: Option<f64>) -> Result<(), String> {
        self.compared.set(self.compared.get() + usize::from(found.is_some() && wanted.is_some()));
        match (found, wanted) {
            (Some(a), Some(b)) if (a - b).abs() > TOLERANCE * a.abs().max(b.abs()).max(1.0) => {
                Err(format!("{} {what}: {a}, by hand {b}", self.call.method.name))
            }
            _ => Ok(()),
        }
    }

    fn rows(&self, group: usize) -> Vec<usize> {
        (0..self.input.group.len()).filter(|i| self.input.group[*i] == group).collect()
    }

    fn each_group(&self, statistic: &str, by_hand: &dyn Fn(&[usize]) -> Option<f64>) -> Result<(), String> {
        for group in 0..self.input.groups {
            let name = self.groups.get(group).copied();
            self.same(statistic, self.number(name, None, statistic), by_hand(&self.rows(group)))?;
        }
        Ok(())
    }

    fn two(&self, statistic: &str, by_hand: ByHand) -> Result<(), String> {
        self.same(statistic, self.number(None, None, statistic), by_hand(&self.rows(0), &self.rows(1)))
    }

    fn rates(&self) -> Result<(), String> {
        let Outcome::Events { count, time } = &self.input.outcome else { return Ok(()) };
        let per = match self.call.options.get("per") {
            Some(OptionValue::Number(per)) => *per,
            _ => 1.0,
        };
        self.each_group("estimate", &|rows| {
            let events: u64 = rows.iter().map(|i| count[*i]).sum();
            let at_risk: f64 = rows.iter().map(|i| time[*i]).sum();
            Some(events as f64 / at_risk * per)
        })
    }

    /// Survival of each group at each day asked for, as a product over the days of events.
    fn survival(&self) -> Result<(), String> {
        let Some(times) = Times::of(self.input) else { return Ok(()) };
        for (group, day) in self.groups_and_days() {
            let rows = self.rows(group);
            let survival: f64 = times
                .event_days(&rows)
                .iter()
                .filter(|t| **t <= day as f64)
                .map(|t| 1.0 - times.events(&rows, *t).len() as f64 / times.at_risk(&rows, *t).len() as f64)
                .product();
            let name = self.groups.get(group).copied();
            self.same("survival", self.number(name, Some(&day.to_string()), "survival"), Some(survival))?;
        }
        Ok(())
    }

    fn groups_and_days(&self) -> Vec<(usize, i64)> {
        let Some(OptionValue::Days(days)) = self.call.options.get("at") else { return vec![] };
        (0..self.input.groups).flat_map(|g| days.iter().map(move |d| (g, *d))).collect()
    }

    /// Observed and expected events of each group, summed over strata.
    fn log_rank(&self) -> Result<(), String> {
        let Some(times) = Times::of(self.input) else { return Ok(()) };
        for group in 0..self.input.groups {
            let (mut observed, mut expected) = (0.0, 0.0);
            for stratum in self.strata() {
                let own: Vec<usize> = stratum.iter().copied().filter(|i| self.input.group[*i] == group).collect();
                for t in times.event_days(&stratum) {
                    let (events, at_risk) = (times.events(&stratum, t).len(), times.at_risk(&stratum, t).len());
                    observed += times.events(&own, t).len() as f64;
                    expected += events as f64 * times.at_risk(&own, t).len() as f64 / at_risk as f64;
                }
            }
            let name = self.groups.get(group).copied();
            self.same("observed", self.number(name, None, "observed"), Some(observed))?;
            self.same("expected", self.number(name, None, "expected"), Some(expected))?;
        }
        Ok(())
    }

    fn strata(&self) -> Vec<Vec<usize>> {
        let mut strata: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.input.group.len() {
            strata.entry(self.input.strata.as_ref().map_or(0, |s| s[i])).or_default().push(i);
        }
        strata.into_values().collect()
    }

    /// Columns of the model: one for each group but that compared against, which is the second, then the covariates. Each with
    /// the coefficient that the records give.
    fn model(&self, statistic: &str) -> Option<(Vec<Vec<f64>>, Vec<f64>)> {
        let (mut columns, mut coefficients) = (vec![], vec![]);
        for group in (0..self.input.groups).filter(|g| self.input.groups > 1 && *g != 1) {
            let column = self.input.group.iter().map(|g| f64::from(u8::from(*g == group)));
            columns.push(column.collect());
            // Of two groups the coefficient is that of the comparison, of several each has its own.
            let own = self.groups.get(group).copied();
            let of_comparison = || self.number(None, None, statistic).filter(|_| self.input.groups == 2);
            let without_term = self
                .records
                .iter()
                .any(|r| r.group.word().is_none() && r.place().is_none() && r.statistic.code() == statistic);
            coefficients.push(if without_term { of_comparison()? } else { self.number(own, None, statistic)? });
        }
        for (name, values) in &self.input.covariates {
            columns.push(values.clone());
            coefficients.push(self.number(None, Some(name), statistic)?);
        }
        (!columns.is_empty()).then_some((columns, coefficients))
    }

    fn solves(&self, scores: &[(f64, f64)]) -> Result<(), String> {
        self.compared.set(self.compared.get() + scores.len());
        for (place, (score, size)) in scores.iter().enumerate() {
            if score.abs() > 1e-6 * size.max(1.0) {
                return Err(format!("{}: the score of coefficient {place} is {score}, not 0", self.call.method.name));
            }
        }
        Ok(())
    }

    /// The derivative of the partial likelihood, of Efron or Breslow, is 0 at the estimate.
    fn cox(&self) -> Result<(), String> {
        let ties = self.call.options.word("ties");
        if ties == Some("exact") || self.call.options.word("likelihood") == Some("firth") {
            return Ok(());
        }
        let (Some(times), Some((columns, beta))) = (Times::of(self.input), self.model("log_hazard_ratio")) else {
            return Ok(());
        };
        let weight = |i: usize| self.input.weights.as_ref().map_or(1.0, |w| w[i]);
        let risk = |i: usize| weight(i) * columns.iter().zip(&beta).map(|(c, b)| c[i] * b).sum::<f64>().exp();
        let mut scores = vec![(0.0, 0.0); columns.len()];
        for stratum in self.strata() {
            for t in times.event_days(&stratum) {
                let (events, at_risk) = (times.events(&stratum, t), times.at_risk(&stratum, t));
                let d = events.len() as f64;
                let all: f64 = events.iter().map(|i| weight(*i)).sum();
                for (k, column) in columns.iter().enumerate() {
                    let sums = |rows: &[usize]| {
                        let zero: f64 = rows.iter().map(|i| risk(*i)).sum();
                        (zero, rows.iter().map(|i| risk(*i) * column[*i]).sum::<f64>())
                    };
                    let ((zero, one), (tied_zero, tied_one)) = (sums(&at_risk), sums(&events));
                    let own: f64 = events.iter().map(|i| weight(*i) * column[*i]).sum();
                    let expected: f64 = (0..events.len())
                        .map(|j| {
                            let part = if ties == Some("efron") { j as f64 / d } else { 0.0 };
                            all / d * (one - part * tied_one) / (zero - part * tied_zero)
                        })
                        .sum();
                    scores[k].0 += own - expected;
                    scores[k].1 += own.abs();
                }
            }
        }
        self.solves(&scores)
    }

    /// The observed and the expected number of responders of each column are the same.
    fn logistic(&self) -> Result<(), String> {
        let Outcome::YesNo(yes) = &self.input.outcome else { return Ok(()) };
        if self.call.options.word("fit") == Some("firth") {
            return Ok(());
        }
        let Some((mut columns, mut beta)) = self.model("log_odds_ratio") else { return Ok(()) };
        let weight = |i: usize| self.input.weights.as_ref().map_or(1.0, |w| w[i]);
        let rows = yes.len();
        let linear = |beta: &[f64], i: usize| columns.iter().zip(beta).map(|(c, b)| c[i] * b).sum::<f64>();
        let residual = |intercept: f64, i: usize| {
            f64::from(u8::from(yes[i])) - 1.0 / (1.0 + (-intercept - linear(&beta, i)).exp())
        };
        // The intercept is not reported: it is that by which the whole sum is 0.
        let sum = |intercept: f64| (0..rows).map(|i| weight(i) * residual(intercept, i)).sum::<f64>();
        let (mut low, mut high) = (-200.0, 200.0);
        for _ in 0..200 {
            let middle = (low + high) / 2.0;
            if sum(middle) > 0.0 { low = middle } else { high = middle }
        }
        let scores: Vec<(f64, f64)> = columns
            .iter()
            .map(|c| {
                let parts = (0..rows).map(|i| weight(i) * residual(low, i) * c[i]);
                (parts.clone().sum(), parts.map(f64::abs).sum())
            })
            .collect();
        columns.clear();
        beta.clear();
        self.solves(&scores)
    }

    /// Residuals are orthogonal to every column, the intercept being the mean of what is left.
    fn linear(&self) -> Result<(), String> {
        let Outcome::Continuous(values) = &self.input.outcome else { return Ok(()) };
        let Some((columns, beta)) = self.model("estimate") else { return Ok(()) };
        let left: Vec<f64> = (0..values.len())
            .map(|i| values[i] - columns.iter().zip(&beta).map(|(c, b)| c[i] * b).sum::<f64>())
            .collect();
        let intercept = left.iter().sum::<f64>() / left.len() as f64;
        let score = |c: &Vec<f64>| {
            let parts = left.iter().zip(c).map(|(l, x)| (l - intercept) * x);
            (parts.clone().sum::<f64>(), parts.map(f64::abs).sum::<f64>())
        };
        self.solves(&columns.iter().map(score).collect::<Vec<_>>())
    }

    /// Pairs of which only the first, or only the second, has it.
    fn discordant(&self) -> Result<(), String> {
        let (Outcome::YesNo(yes), Some(pair)) = (&self.input.outcome, &self.input.pair) else { return Ok(()) };
        let mut pairs: BTreeMap<usize, [Option<bool>; 2]> = BTreeMap::new();
        for i in 0..yes.len() {
            pairs.entry(pair[i]).or_default()[self.input.group[i]] = Some(yes[i]);
        }
        let count = |kind: [bool; 2]| pairs.values().filter(|p| **p == kind.map(Some)).count() as f64;
        self.same("first_only", self.number(None, None, "first_only"), Some(count([true, false])))?;
        self.same("second_only", self.number(None, None, "second_only"), Some(count([false, true])))
    }

    /// The sum over the days of a cause of overall survival before, times its hazard.
    fn incidence(&self) -> Result<(), String> {
        let Outcome::CompetingRisks { time, cause, causes } = &self.input.outcome else { return Ok(()) };
        for (group, day) in self.groups_and_days() {
            let rows = self.rows(group);
            for (place, name) in causes.iter().enumerate() {
                let mut days: Vec<f64> = rows.iter().filter(|i| cause[**i] > 0).map(|i| time[*i]).collect();
                days.sort_by(f64::total_cmp);
                days.dedup();
                let (mut free, mut incidence) = (1.0, 0.0);
                for t in days.into_iter().filter(|t| *t <= day as f64) {
                    let at_risk = rows.iter().filter(|i| time[**i] >= t).count() as f64;
                    let of =
                        |c: &dyn Fn(usize) -> bool| rows.iter().filter(|i| time[**i] == t && c(cause[**i])).count();
                    incidence += free * of(&|c| c == place + 1) as f64 / at_risk;
                    free *= 1.0 - of(&|c| c > 0) as f64 / at_risk;
                }
                let group = self.groups.get(group).copied();
                let term = format!("{name}.{day}");
                self.same("incidence", self.number(group, Some(&term), "incidence"), Some(incidence))?;
            }
        }
        Ok(())
    }
}

/// Rows under observation.
struct Times<'a> {
    entry: Option<&'a Vec<f64>>,
    time: &'a [f64],
    event: &'a [bool],
}

impl<'a> Times<'a> {
    fn of(input: &'a Input) -> Option<Times<'a>> {
        let Outcome::TimeToEvent { entry, time, event } = &input.outcome else { return None };
        Some(Times { entry: entry.as_ref(), time, event })
    }
    fn event_days(&self, rows: &[usize]) -> Vec<f64> {
        let mut days: Vec<f64> = rows.iter().filter(|i| self.event[**i]).map(|i| self.time[*i]).collect();
        days.sort_by(f64::total_cmp);
        days.dedup();
        days
    }
    fn events(&self, rows: &[usize], t: f64) -> Vec<usize> {
        rows.iter().copied().filter(|i| self.event[*i] && self.time[*i] == t).collect()
    }
    fn at_risk(&self, rows: &[usize], t: f64) -> Vec<usize> {
        let entered = |i: usize| self.entry.is_none_or(|e| e[i] < t);
        rows.iter().copied().filter(|i| self.time[*i] >= t && entered(*i)).collect()
    }
}

fn share(rows: &[usize], input: &Input) -> Option<f64> {
    let Outcome::YesNo(yes) = &input.outcome else { return None };
    Some(rows.iter().filter(|i| yes[**i]).count() as f64 / rows.len() as f64)
}

fn mean(rows: &[usize], input: &Input) -> Option<f64> {
    let Outcome::Continuous(values) = &input.outcome else { return None };
    Some(rows.iter().map(|i| values[*i]).sum::<f64>() / rows.len() as f64)
}
