//! `diagnostic_accuracy`: a test against its reference, in each group.

use super::statistic::{Answer, At, check_rows, number, rows_of};
use super::yes_no::whole;
use super::{Input, Outcome};
use crate::catalogue::diagnostic_accuracy::{Bounded, Gives, Interval as Form, Options};
use crate::number::{Estimable, NotEstimable};
use crate::stats::proportion::one_sample::{agresti_coull, clopper_pearson, jeffreys, wilson};
use crate::stats::proportion::ratio::{katz, risk_ratio};
use crate::stats::proportion::{Interval, Proportion};

/// The four counts of a group, and how many of its patients are in them as the plan says.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    true_positives: u64,
    false_positives: u64,
    false_negatives: u64,
    true_negatives: u64,
    test_undetermined: u64,
    reference_undetermined: u64,
}

type Share = fn(&Counts) -> Proportion;
type Shares = fn(&Counts) -> (Proportion, Proportion);

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    for group in 0..input.groups {
        of_group(&mut output, input, counts(input, group), group, options.interval);
    }
    output
}

fn counts(input: &Input, group: usize) -> Result<Counts, NotEstimable> {
    let Outcome::DiagnosticTest { test, reference, test_undetermined, reference_undetermined } = &input.outcome else {
        return Err(NotEstimable::WrongOutcome);
    };
    if input.weights.is_some() {
        return Err(NotEstimable::TakesNoWeights);
    }
    for part in [test, reference, test_undetermined, reference_undetermined] {
        check_rows(input, part.len())?;
    }
    let mut counts = Counts::default();
    for row in rows_of(input, group) {
        let cell = match (test[row], reference[row]) {
            (true, true) => &mut counts.true_positives,
            (true, false) => &mut counts.false_positives,
            (false, true) => &mut counts.false_negatives,
            (false, false) => &mut counts.true_negatives,
        };
        *cell += 1;
        counts.test_undetermined += u64::from(test_undetermined[row]);
        counts.reference_undetermined += u64::from(reference_undetermined[row]);
    }
    Ok(counts)
}

impl Counts {
    fn with_disease(&self) -> u64 {
        self.true_positives + self.false_negatives
    }

    fn without_disease(&self) -> u64 {
        self.true_negatives + self.false_positives
    }

    fn n(&self) -> u64 {
        self.with_disease() + self.without_disease()
    }

    fn sensitivity(&self) -> Proportion {
        Proportion::new(self.true_positives, self.with_disease())
    }

    fn specificity(&self) -> Proportion {
        Proportion::new(self.true_negatives, self.without_disease())
    }
}

fn of_group(output: &mut Answer<Gives>, input: &Input, counts: Result<Counts, NotEstimable>, group: usize, form: Form) {
    let at = At::all().group(group);
    let count = |of: fn(&Counts) -> u64| whole(counts.as_ref().map(of).map_err(Clone::clone));
    output.push(Gives::N, &at, count(Counts::n));
    output.push(Gives::TruePositives, &at, count(|c| c.true_positives));
    output.push(Gives::FalsePositives, &at, count(|c| c.false_positives));
    output.push(Gives::FalseNegatives, &at, count(|c| c.false_negatives));
    output.push(Gives::TrueNegatives, &at, count(|c| c.true_negatives));
    output.push(Gives::TestUndetermined, &at, count(|c| c.test_undetermined));
    output.push(Gives::ReferenceUndetermined, &at, count(|c| c.reference_undetermined));
    let prevalence = counts.clone().and_then(|c| estimate(Proportion::new(c.with_disease(), c.n())));
    output.push(Gives::Prevalence, &at, number(prevalence));
    let proportions: [(Bounded, Share); 5] = [
        (Bounded::Sensitivity, Counts::sensitivity),
        (Bounded::Specificity, Counts::specificity),
        (Bounded::PositivePredictiveValue, |c| Proportion::new(c.true_positives, c.true_positives + c.false_positives)),
        (Bounded::NegativePredictiveValue, |c| Proportion::new(c.true_negatives, c.true_negatives + c.false_negatives)),
        (Bounded::Accuracy, |c| Proportion::new(c.true_positives + c.true_negatives, c.n())),
    ];
    for (named, of) in proportions {
        let share = counts.as_ref().map(of).map_err(Clone::clone);
        let interval = share.clone().and_then(|share| interval(share, input.level, form));
        output.push_interval(named, &at, share.and_then(estimate), interval);
    }
    // The share of positive tests, and of negative ones, with the disease over that without it.
    let ratios: [(Bounded, Shares); 2] = [
        (Bounded::PositiveLikelihoodRatio, |c| (c.sensitivity(), others(c.specificity()))),
        (Bounded::NegativeLikelihoodRatio, |c| (others(c.sensitivity()), c.specificity())),
    ];
    for (named, of) in ratios {
        let both = counts.as_ref().map(of).map_err(Clone::clone);
        let both = both.and_then(|(with, without)| estimate(with).and(estimate(without)).map(|_| (with, without)));
        let ratio = both.clone().and_then(|(with, without)| risk_ratio(with, without).map_err(cell_empty));
        let limits = both.and_then(|(with, without)| katz(with, without, input.level).map_err(cell_empty));
        output.push_interval(named, &at, ratio, limits);
    }
}

/// A ratio of shares of somebody, or its limits, fails where one of the four counts is 0, and nowhere else.
fn cell_empty(_: NotEstimable) -> NotEstimable {
    NotEstimable::CellEmpty
}

fn estimate(share: Proportion) -> Estimable {
    share.estimate().map_err(|_| NotEstimable::NobodyToBeAShareOf)
}

fn others(share: Proportion) -> Proportion {
    Proportion::new(share.others(), share.n)
}

fn interval(share: Proportion, level: f64, form: Form) -> Result<Interval, NotEstimable> {
    estimate(share)?;
    match form {
        Form::ClopperPearson => clopper_pearson(share, level),
        Form::Wilson => wilson(share, level),
        Form::Jeffreys => jeffreys(share, level),
        Form::AgrestiCoull => agresti_coull(share, level),
    }
}
