//! Intraclass correlations of measurements by several readers (Shrout & Fleiss 1979, Psychol Bull 86:420).

use super::distribution::{f_sf, f_upper_quantile};
use super::proportion::Interval;
use crate::number::{Estimable, NotEstimable};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Each subject has readers of its own: ICC(1, ·).
    OneWay,
    /// All subjects have the same readers, drawn from many; agreement is absolute: ICC(2, ·).
    TwoWayRandom,
    /// All subjects have the same readers, who are the only ones of interest; agreement is consistency: ICC(3, ·).
    TwoWayMixed,
}

/// Whose reliability it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One reading: ICC(·, 1).
    Single,
    /// The mean of all readers' readings: ICC(·, k).
    Average,
}

/// Mean squares of the analysis of variance of n subjects, each read by k readers (Shrout & Fleiss 1979).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanSquares {
    pub subjects: u64,
    pub readers: u64,
    pub between_subjects: f64,
    pub within_subjects: f64,
    pub between_readers: f64,
    pub residual: f64,
}

/// The test that subjects do not differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    pub f: f64,
    pub df1: f64,
    pub df2: f64,
}

impl Test {
    pub fn p_value(self) -> f64 {
        f_sf(self.f, self.df1, self.df2)
    }
}

impl MeanSquares {
    /// `values` holds one row per subject and one finite number per reader.
    pub fn new(values: &[Vec<f64>]) -> Result<MeanSquares, NotEstimable> {
        let k = values.first().map_or(0, Vec::len);
        if values.len() < 2 || k < 2 {
            return Err(NotEstimable::FewerThanTwoSubjectsOrReaders);
        }
        if values.iter().any(|row| row.len() != k) {
            return Err(NotEstimable::SubjectsDifferInReadings);
        }
        let largest = values.iter().flatten().fold(0.0, |most: f64, v| most.max(v.abs()));
        if !values.iter().flatten().all(|v| v.is_finite()) || largest > 1e100 {
            return Err(NotEstimable::ReadingImpossible);
        }
        let (subjects, readers) = (values.len() as f64, k as f64);
        let rows: Vec<f64> = values.iter().map(|row| row.iter().sum::<f64>() / readers).collect();
        let columns: Vec<f64> = (0..k).map(|j| values.iter().map(|row| row[j]).sum::<f64>() / subjects).collect();
        let grand = rows.iter().sum::<f64>() / subjects;
        let squares = |means: &[f64]| means.iter().map(|m| (m - grand).powi(2)).sum::<f64>();
        let cells = |part: &dyn Fn(usize, usize) -> f64| -> f64 {
            (0..values.len()).flat_map(|i| (0..k).map(move |j| (i, j))).map(|(i, j)| part(i, j).powi(2)).sum()
        };
        // What is smaller than this is the rounding of the means.
        let nothing = (1e-13 * largest).powi(2);
        let mean_square = |sum: f64, df: f64| if sum / df > nothing { sum / df } else { 0.0 };
        Ok(MeanSquares {
            subjects: values.len() as u64,
            readers: k as u64,
            between_subjects: mean_square(readers * squares(&rows), subjects - 1.0),
            within_subjects: mean_square(cells(&|i, j| values[i][j] - rows[i]), subjects * (readers - 1.0)),
            between_readers: mean_square(subjects * squares(&columns), readers - 1.0),
            residual: mean_square(
                cells(&|i, j| values[i][j] - rows[i] - columns[j] + grand),
                (subjects - 1.0) * (readers - 1.0),
            ),
        })
    }

    fn n(&self) -> f64 {
        self.subjects as f64
    }

    fn k(&self) -> f64 {
        self.readers as f64
    }

    /// The mean square that the subjects' is compared to, and its degrees of freedom.
    fn error(&self, model: Model) -> (f64, f64) {
        match model {
            Model::OneWay => (self.within_subjects, self.n() * (self.k() - 1.0)),
            Model::TwoWayRandom | Model::TwoWayMixed => (self.residual, (self.n() - 1.0) * (self.k() - 1.0)),
        }
    }

    /// The correlation (Shrout & Fleiss 1979).
    pub fn correlation(&self, model: Model, unit: Unit) -> Estimable {
        let (between, (error, _), n, k) = (self.between_subjects, self.error(model), self.n(), self.k());
        let readers = match model {
            Model::TwoWayRandom => (self.between_readers - self.residual) / n,
            Model::OneWay | Model::TwoWayMixed => 0.0,
        };
        let whole = match unit {
            Unit::Single => between + (k - 1.0) * error + k * readers,
            Unit::Average => between + readers,
        };
        if whole > 0.0 { Ok((between - error) / whole) } else { Err(NotEstimable::ReadingsDoNotDifferBetweenSubjects) }
    }

    /// The test that the correlation is 0.
    pub fn test(&self, model: Model) -> Result<Test, NotEstimable> {
        let (error, df2) = self.error(model);
        if error > 0.0 {
            Ok(Test { f: self.between_subjects / error, df1: self.n() - 1.0, df2 })
        } else {
            Err(NotEstimable::ReadingsLeaveNoError)
        }
    }

    /// The interval of this level, two-sided; that of the mean of the readers by the Spearman–Brown formula.
    pub fn interval(&self, model: Model, unit: Unit, level: f64) -> Result<Interval, NotEstimable> {
        let tail = (1.0 - level) / 2.0;
        let single = match model {
            Model::OneWay | Model::TwoWayMixed => self.ratio_interval(model, tail)?,
            Model::TwoWayRandom => self.absolute_interval(tail)?,
        };
        let k = self.k();
        match unit {
            Unit::Single => Ok(single),
            // The formula has a pole at −1/(k − 1), which a limit reaches only where subjects do not differ.
            Unit::Average if 1.0 + (k - 1.0) * single.lower <= 0.0 => {
                Err(NotEstimable::ReadingsDoNotDifferBetweenSubjects)
            }
            Unit::Average => Ok(single.map(|limit| k * limit / (1.0 + (k - 1.0) * limit))),
        }
    }

    /// Limits of ICC(1,1) and ICC(3,1) from the F distribution.
    fn ratio_interval(&self, model: Model, tail: f64) -> Result<Interval, NotEstimable> {
        let Test { f, df1, df2 } = self.test(model)?;
        let limit = |f: f64| (f - 1.0) / (f + self.k() - 1.0);
        Ok(Interval::new(limit(f / f_upper_quantile(tail, df1, df2)), limit(f * f_upper_quantile(tail, df2, df1))))
    }

    /// Limits of absolute agreement, by Satterthwaite's degrees of freedom, ICC(2,1).
    fn absolute_interval(&self, tail: f64) -> Result<Interval, NotEstimable> {
        let (n, k) = (self.n(), self.k());
        let (subjects, readers, error) = (self.between_subjects, self.between_readers, self.residual);
        self.test(Model::TwoWayRandom)?;
        let correlation = self.correlation(Model::TwoWayRandom, Unit::Single)?;
        let of_readers = k * correlation * readers / error;
        let rest = n * (1.0 + (k - 1.0) * correlation) - k * correlation;
        let df =
            (k - 1.0) * (n - 1.0) * (of_readers + rest).powi(2) / ((n - 1.0) * of_readers * of_readers + rest * rest);
        if !(df.is_finite() && df > 1e-3) {
            return Err(NotEstimable::DegreesOfFreedomVanish);
        }
        let scale = k * readers + (k * n - k - n) * error;
        let (low, high) = (f_upper_quantile(tail, n - 1.0, df), f_upper_quantile(tail, df, n - 1.0));
        let lower = n * (subjects - low * error) / (low * scale + n * subjects);
        let upper = n * (high * subjects - error) / (scale + n * high * subjects);
        match lower.is_finite() && upper.is_finite() {
            true => Ok(Interval::new(lower, upper)),
            false => Err(NotEstimable::LimitsHaveNoValue),
        }
    }
}
