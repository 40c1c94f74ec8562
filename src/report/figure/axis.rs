//! From values to points.

/// A linear or logarithmic scale.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
    logarithmic: bool,
}

impl Axis {
    /// `from` is drawn at `start`, `to` at `end`, in points. An empty range is widened.
    pub fn linear(from: f64, to: f64, start: f64, end: f64) -> Axis {
        let to = if to > from { to } else { from + 1.0 };
        Axis { from, to, start, end, logarithmic: false }
    }

    /// Both ends must be above zero.
    pub fn logarithmic(from: f64, to: f64, start: f64, end: f64) -> Axis {
        Axis { logarithmic: true, ..Axis::linear(from.max(1e-9).ln(), to.max(1e-9).ln(), start, end) }
    }

    pub fn at(&self, value: f64) -> f64 {
        let value = if self.logarithmic { value.max(1e-9).ln() } else { value };
        self.start + (value - self.from) / (self.to - self.from) * (self.end - self.start)
    }

    /// As [`Axis::at`], but no further than the ends.
    pub fn within(&self, value: f64) -> f64 {
        let (low, high) = (self.start.min(self.end), self.start.max(self.end));
        self.at(value).clamp(low, high)
    }
}

/// About `count` round numbers that span a range; the first and last enclose it.
pub fn ticks(from: f64, to: f64, count: usize) -> Vec<f64> {
    let span = if to > from { to - from } else { 1.0 };
    let raw = span / count.max(1) as f64;
    let magnitude = 10f64.powi(raw.log10().floor() as i32);
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].iter().map(|m| m * magnitude).find(|s| *s >= raw * 0.999).unwrap_or(raw);
    let (first, last) = ((from / step).floor() as i64, (to / step).ceil() as i64);
    (first..=last).map(|i| i as f64 * step).collect()
}

/// Round numbers for a ratio, evenly spaced by their logarithm, that enclose a range above zero.
pub fn ratio_ticks(from: f64, to: f64) -> Vec<f64> {
    const ROUND: &[f64] = &[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
    let first = ROUND.iter().rposition(|t| *t <= from).unwrap_or(0);
    let last = ROUND.iter().position(|t| *t >= to).unwrap_or(ROUND.len() - 1);
    ROUND[first.min(last)..=last.max(first)].to_vec()
}

/// A tick's number: as few digits as it needs.
pub fn tick_label(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    if rounded < 0.0 { format!("−{}", -rounded) } else { format!("{}", rounded + 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_enclose_the_range() {
        assert_eq!(ticks(0.0, 100.0, 4), [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(ticks(-0.63, 0.86, 4), [-1.0, -0.5, 0.0, 0.5, 1.0]);
        assert_eq!(ticks(3.0, 3.0, 4).first(), Some(&3.0));
        assert_eq!(ratio_ticks(0.34, 2.7), [0.2, 0.5, 1.0, 2.0, 5.0]);
        assert_eq!(ratio_ticks(1e-6, 1e6).len(), 13);
    }

    #[test]
    fn labels_have_no_superfluous_digits() {
        let labels: Vec<String> = [0.0, -0.0, -0.5, 0.1 + 0.2, 25.0].map(tick_label).to_vec();
        assert_eq!(labels, ["0", "0", "−0.5", "0.3", "25"]);
    }

    #[test]
    fn a_logarithmic_axis_is_symmetric_about_one() {
        let axis = Axis::logarithmic(0.1, 10.0, 0.0, 100.0);
        assert!((axis.at(1.0) - 50.0).abs() < 1e-9);
        assert!((axis.at(2.0) - 50.0 - (50.0 - axis.at(0.5))).abs() < 1e-9);
        assert_eq!(axis.within(1000.0), 100.0);
    }
}
