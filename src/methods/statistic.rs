//! What the adapters share: building statistics, and reading times to an event.

use super::{Computed, Input, Outcome, Output, StepFunction, Term};
use crate::catalogue::alternative::Alternative;
use crate::catalogue::{Given, Gives, Statistic};
use crate::number::{Estimable, NotEstimable, Number};
use crate::stats::distribution::normal_sf;
use crate::stats::proportion::Interval;
use crate::stats::side::Side;
use crate::stats::survival::observations::Observations;
use std::marker::PhantomData;

/// What a method finds, in the making: it can give only what it declares.
pub(super) struct Answer<G> {
    pub output: Output,
    gives: PhantomData<G>,
}

impl<G> Default for Answer<G> {
    fn default() -> Answer<G> {
        Answer { output: Output::default(), gives: PhantomData }
    }
}

impl<G: Gives> Answer<G> {
    /// Of a method that left out so many matched sets.
    pub fn leaving_out(incomplete_sets: usize) -> Answer<G> {
        Answer { output: Output { incomplete_sets, ..Output::default() }, gives: PhantomData }
    }

    /// Adds one number of a group, or of a comparison.
    pub fn push(&mut self, number: G, at: &At, value: Number) {
        let given = number.given();
        self.add(given, given.statistic, at, value);
    }

    /// Adds a number with its limits.
    pub fn push_interval(
        &mut self,
        number: G::Bounded,
        at: &At,
        estimate: Estimable,
        interval: Result<Interval, NotEstimable>,
    ) {
        self.push_bounded(number, at, estimate, (interval.clone().map(|i| i.lower), interval.map(|i| i.upper)));
    }

    /// Adds a number with its limits, each as far as it is known.
    pub fn push_bounded(&mut self, number: G::Bounded, at: &At, value: Estimable, limits: (Estimable, Estimable)) {
        let given = number.given();
        self.add(given, given.statistic, at, self::number(value));
        self.push_limits(number, at, limits.0, limits.1);
    }

    /// Adds the limits of a number.
    pub fn push_limits(&mut self, number: G::Bounded, at: &At, lower: Estimable, upper: Estimable) {
        let given = number.given();
        if let Some((lower_limit, upper_limit)) = given.limits {
            self.add(given, lower_limit, at, self::number(lower));
            self.add(given, upper_limit, at, self::number(upper));
        }
    }

    /// Adds a statistic that is standard normal under the null hypothesis, and its two-sided p-value.
    pub fn push_z(&mut self, [z, p_value]: [G; 2], at: &At, value: Estimable) {
        self.push(z, at, number(value.clone()));
        self.push(p_value, at, number(value.map(|z| 2.0 * normal_sf(z.abs()))));
    }

    pub fn draw(&mut self, curve: StepFunction) {
        self.output.curves.push(curve);
    }

    fn add(&mut self, given: &Given, statistic: Statistic, at: &At, value: Number) {
        let At { group, term, time } = at.clone();
        let (class, quantity) = (given.class, given.quantity);
        self.output.statistics.push(Computed { statistic, class, group, term, time, value, quantity });
    }
}

/// What a number is of, and when.
#[derive(Clone, Debug)]
pub(super) struct At {
    group: Option<usize>,
    term: Option<Term>,
    time: Option<i64>,
}

impl At {
    /// All rows.
    pub fn all() -> At {
        At { group: None, term: None, time: None }
    }

    pub fn group(&self, group: usize) -> At {
        At { group: Some(group), ..self.clone() }
    }

    pub fn term(&self, term: Term) -> At {
        At { term: Some(term), ..self.clone() }
    }

    pub fn time(&self, time: i64) -> At {
        At { time: Some(time), ..self.clone() }
    }
}

/// The one side of a test that has one.
pub(super) fn side(alternative: Alternative) -> Option<Side> {
    match alternative {
        Alternative::TwoSided => None,
        Alternative::Less => Some(Side::Less),
        Alternative::Greater => Some(Side::Greater),
    }
}

pub(super) fn number(value: Estimable) -> Number {
    value.map_or_else(|reason| not_estimable(&reason), Number::real)
}

pub(super) fn not_estimable(reason: &NotEstimable) -> Number {
    Number::NotEstimable(reason.clone())
}

pub(super) fn count(value: usize) -> Number {
    i64::try_from(value).map_or_else(|_| Number::NotEstimable(NotEstimable::TooManyToCount), Number::Count)
}

/// The times to an event of an input, checked.
pub(super) fn observations(input: &Input) -> Result<Observations, NotEstimable> {
    let Outcome::TimeToEvent { entry, time, event } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    check_rows(input, time.len())?;
    Observations::new(entry.as_deref(), time, event, input.weights.as_deref())
}

/// As [`observations`], for methods that take no weights.
pub(super) fn unweighted_observations(input: &Input) -> Result<Observations, NotEstimable> {
    match &input.weights {
        Some(_) => Err(NotEstimable::TakesNoWeights),
        None => observations(input),
    }
}

/// Every slice of the input holds one entry per row.
pub(super) fn check_rows(input: &Input, rows: usize) -> Result<(), NotEstimable> {
    if input.group.len() != rows || input.group.iter().any(|g| *g >= input.groups) {
        return Err(NotEstimable::RowsDiffer);
    }
    let lengths = [&input.pair, &input.cluster, &input.strata].map(|v| v.as_ref().map(Vec::len));
    let lengths = lengths.into_iter().chain([&input.weights, &input.possible].map(|v| v.as_ref().map(Vec::len)));
    if lengths.flatten().any(|n| n != rows) || input.covariates.iter().any(|(_, c)| c.len() != rows) {
        return Err(NotEstimable::RowsDiffer);
    }
    Ok(())
}

/// The rows of a group, in their order.
pub(super) fn rows_of(input: &Input, group: usize) -> Vec<usize> {
    (0..input.group.len()).filter(|&row| input.group[row] == group).collect()
}
