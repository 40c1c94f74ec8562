//! Agreement of several readers on the same list of categories.

use super::agreement::Coefficient;
use crate::number::{Estimable, NotEstimable};

/// How many of the readers put each subject into each category: one row per subject, one column per category of the list,
/// the same number of readings in each row.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignments {
    counts: Vec<Vec<u64>>,
    readers: u64,
}

impl Assignments {
    /// `readings` holds one row per subject and one position in the list per reader; a reading outside the list is refused.
    pub fn new(categories: usize, readings: &[Vec<usize>]) -> Result<Assignments, NotEstimable> {
        let readers = readings.first().ok_or(NotEstimable::NoSubjectRead)?.len();
        if readings.iter().any(|row| row.len() != readers) {
            return Err(NotEstimable::SubjectsDifferInReadings);
        }
        if readings.iter().flatten().any(|c| *c >= categories) {
            return Err(NotEstimable::CategoryOutsideList);
        }
        let count = |row: &Vec<usize>| {
            let mut counts = vec![0; categories];
            row.iter().for_each(|c| counts[*c] += 1);
            counts
        };
        Assignments::from_counts(readings.iter().map(count).collect())
    }

    pub fn from_counts(counts: Vec<Vec<u64>>) -> Result<Assignments, NotEstimable> {
        let first = counts.first().ok_or(NotEstimable::NoSubjectRead)?;
        let (readers, categories) = (first.iter().sum(), first.len());
        if counts.iter().any(|row| row.len() != categories || row.iter().sum::<u64>() != readers) {
            return Err(NotEstimable::SubjectsDifferInReadings);
        }
        match (readers, categories) {
            (0 | 1, _) => Err(NotEstimable::FewerThanTwoReaders),
            (_, 0 | 1) => Err(NotEstimable::FewerThanTwoCategories),
            _ => Ok(Assignments { counts, readers }),
        }
    }

    /// Number of subjects.
    pub fn n(&self) -> u64 {
        self.counts.len() as u64
    }

    pub fn readers(&self) -> u64 {
        self.readers
    }

    pub fn categories(&self) -> usize {
        self.counts[0].len()
    }

    /// Number of all readings.
    fn total(&self) -> f64 {
        self.n() as f64 * self.readers as f64
    }

    /// The share of each category among all readings.
    pub fn shares(&self) -> Vec<f64> {
        (0..self.categories()).map(|j| self.counts.iter().map(|r| r[j]).sum::<u64>() as f64 / self.total()).collect()
    }

    /// The share of pairs of readers in agreement on one subject.
    fn agreement_on(&self, row: &[u64]) -> f64 {
        let pairs: u64 = row.iter().map(|c| c * c.saturating_sub(1)).sum();
        pairs as f64 / (self.readers * (self.readers - 1)) as f64
    }

    /// The share of pairs of readers in agreement, over all subjects.
    pub fn observed(&self) -> f64 {
        self.counts.iter().map(|row| self.agreement_on(row)).sum::<f64>() / self.n() as f64
    }

    /// Fleiss' κ (1971, Psychol Bull 76:378). Its standard error is that of the subjects' contributions (Gwet 2008, Br J Math
    /// Stat Psychol 61:29, as for AC1), as the original one holds only where κ is 0.
    pub fn fleiss_kappa(&self) -> Result<Coefficient, NotEstimable> {
        let shares = self.shares();
        let expected = shares.iter().map(|p| p * p).sum();
        self.coefficient(expected, &shares)
    }

    /// Gwet's AC1 of several readers (2008, without finite population), over the categories of the list, used or not.
    pub fn gwet_ac1(&self) -> Result<Coefficient, NotEstimable> {
        let shares = self.shares();
        let others = self.categories() as f64 - 1.0;
        let expected = shares.iter().map(|p| p * (1.0 - p)).sum::<f64>() / others;
        let chances: Vec<f64> = shares.iter().map(|p| (1.0 - p) / others).collect();
        self.coefficient(expected, &chances)
    }

    /// The S of Bennett, Alpert & Goldstein (1954): every category equally probable.
    pub fn bennett_s(&self) -> f64 {
        let expected = 1.0 / self.categories() as f64;
        (self.observed() - expected) / (1.0 - expected)
    }

    /// (observed − expected)/(1 − expected) with the standard error of the subjects' contributions; `chances[j]` is what a reading of
    /// category j contributes to `expected`, which is their mean over all readings.
    fn coefficient(&self, expected: f64, chances: &[f64]) -> Result<Coefficient, NotEstimable> {
        if self.is_constant() && expected > 0.5 {
            return Err(NotEstimable::AllReadingsTheSame);
        }
        let less = 1.0 - expected;
        let estimate = (self.observed() - expected) / less;
        let distance = |row: &Vec<u64>| {
            let agreement = (self.agreement_on(row) - expected) / less;
            let chance: f64 = row.iter().zip(chances).map(|(c, p)| *c as f64 * p).sum::<f64>() / self.readers as f64;
            agreement - 2.0 * (1.0 - estimate) * (chance - expected) / less - estimate
        };
        let squares: f64 = self.counts.iter().map(|row| distance(row).powi(2)).sum();
        Ok(Coefficient::new(estimate, squares, self.n()))
    }

    /// One category took all readings.
    fn is_constant(&self) -> bool {
        (0..self.categories()).any(|j| self.counts.iter().all(|row| row[j] == self.readers))
    }

    /// The standard error of κ where κ is 0 (Fleiss, Nee & Landis 1979, Psychol Bull 86:974).
    pub fn null_standard_error(&self) -> Estimable {
        if self.is_constant() {
            return Err(NotEstimable::AllReadingsTheSame);
        }
        let shares = self.shares();
        let spread: f64 = shares.iter().map(|p| p * (1.0 - p)).sum();
        let skew: f64 = shares.iter().map(|p| p * (1.0 - p) * (1.0 - 2.0 * p)).sum();
        let variance = 2.0 * (spread * spread - skew) / (spread * spread * self.total() * (self.readers as f64 - 1.0));
        Ok(variance.max(0.0).sqrt())
    }

    /// κ of one category against all others (Fleiss 1971).
    pub fn category_kappa(&self, category: usize) -> Estimable {
        let of_category = |row: &Vec<u64>| row.get(category).copied().unwrap_or(0);
        let taken: u64 = self.counts.iter().map(of_category).sum();
        if taken == 0 || taken == self.n() * self.readers {
            return Err(NotEstimable::CategoryOfNoReadingOrAll);
        }
        let apart: u64 = self.counts.iter().map(|row| of_category(row) * (self.readers - of_category(row))).sum();
        let share = taken as f64 / self.total();
        Ok(1.0 - apart as f64 / (self.total() * (self.readers as f64 - 1.0) * share * (1.0 - share)))
    }

    /// The standard error of κ of any one category where it is 0 (Fleiss, Nee & Landis 1979).
    pub fn category_null_standard_error(&self) -> f64 {
        (2.0 / (self.total() * (self.readers as f64 - 1.0))).sqrt()
    }
}
