//! What a study of a size can show under assumptions, before there are data: events of exponential times, and the power of
//! two-sided comparisons of two independent groups. All of it rests on the normal approximation.

use super::distribution::{normal_cdf, normal_upper_quantile, t_upper_quantile};
use super::proportion::{Interval, Proportion};
use crate::number::{Estimable, NotEstimable};

/// Patients of a group, and what is assumed of each.
#[derive(Clone, Copy, Debug)]
pub struct Group<T> {
    pub n: u64,
    pub of: T,
}

/// The hazard of an exponential time with this median, above 0: ln 2 / median.
pub fn hazard_of_median(median: f64) -> f64 {
    std::f64::consts::LN_2 / median
}

/// That of one of which this share, between 0 and 1, has had no event by a time: −ln S / t.
pub fn hazard_of_event_free(share: f64, time: f64) -> f64 {
    -libm::log(share) / time
}

/// How many of a group, all followed for this time, are expected to have the event: n (1 − exp(−λ t)).
pub fn expected_events(group: Group<f64>, time: f64) -> f64 {
    group.n as f64 * -libm::expm1(-group.of * time)
}

/// A comparison of two groups by the log-rank test or Cox's model.
#[derive(Clone, Copy, Debug)]
pub struct Events {
    /// In both groups.
    pub events: f64,
    /// Of the patients, the share that is in the first group.
    pub first: f64,
    /// Two-sided.
    pub alpha: f64,
}

impl Events {
    /// √(D p (1 − p)), the inverse of the standard error of the log hazard ratio.
    fn information(self) -> f64 {
        (self.events * self.first * (1.0 - self.first)).sqrt()
    }

    /// Φ(|ln θ| √(D p (1 − p)) − z) (Schoenfeld DA. Biometrics 1983;39:499–503, equation 1).
    pub fn power(self, hazard_ratio: f64) -> f64 {
        normal_cdf(libm::log(hazard_ratio).abs() * self.information() - normal_upper_quantile(self.alpha / 2.0))
    }

    /// The hazard ratio below 1 that has this power; its inverse has it too.
    pub fn detectable(self, power: f64) -> f64 {
        let distance = normal_upper_quantile(self.alpha / 2.0) + normal_upper_quantile(1.0 - power);
        libm::exp(-distance / self.information())
    }
}

/// Of two proportions by the test with the pooled variance and without continuity correction (Fleiss JL, Levin B, Paik MC.
/// Statistical Methods for Rates and Proportions, 3rd ed., 2003, section 4.2); groups of two sizes.
pub fn power_of_proportions(a: Group<f64>, b: Group<f64>, alpha: f64) -> f64 {
    let (m, n) = (a.n as f64, b.n as f64);
    let pooled = (m * a.of + n * b.of) / (m + n);
    let under_none = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n)).sqrt();
    let under_truth = (a.of * (1.0 - a.of) / m + b.of * (1.0 - b.of) / n).sqrt();
    let beyond = (a.of - b.of).abs() - normal_upper_quantile(alpha / 2.0) * under_none;
    // Where neither proportion varies, the difference is seen or there is none.
    if under_truth > 0.0 { normal_cdf(beyond / under_truth) } else { f64::from(u8::from(beyond > 0.0)) }
}

/// A normal value: mean and standard deviation.
#[derive(Clone, Copy, Debug)]
pub struct Normal {
    pub mean: f64,
    pub standard_deviation: f64,
}

/// Of two means, the variances taken as known: Φ(|μ₁ − μ₂| / √(σ₁²/n₁ + σ₂²/n₂) − z).
pub fn power_of_means(a: Group<Normal>, b: Group<Normal>, alpha: f64) -> f64 {
    let variance = |group: Group<Normal>| group.of.standard_deviation.powi(2) / group.n as f64;
    let distance = (a.of.mean - b.of.mean).abs() / (variance(a) + variance(b)).sqrt();
    normal_cdf(distance - normal_upper_quantile(alpha / 2.0))
}

/// The smallest difference of two proportions of groups of one size that is significant in some table of them. Every table is tried.
pub fn least_difference_of_proportions(
    n: u64,
    alpha: f64,
    p_value: &dyn Fn(Proportion, Proportion) -> Estimable,
) -> Estimable {
    let significant = |fewer: u64, apart: u64| {
        p_value(Proportion::new(fewer, n), Proportion::new(fewer + apart, n)).is_ok_and(|p| p <= alpha)
    };
    let least = (1..=n).find(|apart| (0..=n - apart).any(|fewer| significant(fewer, *apart)));
    Ok(least.ok_or(NotEstimable::NothingSignificant)? as f64 / n as f64)
}

/// The smallest difference of two means of groups of one size that the t test can find significant, in standard deviations, the
/// root of the mean of both variances: t √(2/n). With two variances the degrees of freedom are fewer and the difference larger.
pub fn least_difference_of_means(n: u64, alpha: f64) -> Estimable {
    if n < 2 {
        return Err(NotEstimable::NothingSignificant);
    }
    let n = n as f64;
    Ok(t_upper_quantile(alpha / 2.0, 2.0 * n - 2.0) * (2.0 / n).sqrt())
}

/// That of the mean of differences within pairs, in standard deviations of these: t / √n.
pub fn least_mean_within_pairs(pairs: u64, alpha: f64) -> Estimable {
    if pairs < 2 {
        return Err(NotEstimable::NothingSignificant);
    }
    let n = pairs as f64;
    Ok(t_upper_quantile(alpha / 2.0, n - 1.0) / n.sqrt())
}

/// The widest of the intervals of the proportion of a group of this size; none where no count has one.
pub fn widest_of_proportion(n: u64, interval: &dyn Fn(Proportion) -> Result<Interval, NotEstimable>) -> Option<f64> {
    let widths = (0..=n).filter_map(|count| interval(Proportion::new(count, n)).ok().map(|i| i.upper - i.lower));
    widths.reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::contingency::chi_squared::{Table, pearson};
    use crate::stats::contingency::fisher::{Alternative, Conditional};
    use crate::stats::proportion::one_sample::clopper_pearson;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-8, "{a} and {b}");
    }

    /// By hand: a median of 10 is a hazard of ln 2 / 10, by which half of 40 have the event in 10, and three quarters in 20.
    #[test]
    fn half_of_a_group_has_the_event_by_its_median() {
        let hazard = hazard_of_median(10.0);
        close(expected_events(Group { n: 40, of: hazard }, 10.0), 20.0);
        close(expected_events(Group { n: 40, of: hazard }, 20.0), 30.0);
        close(hazard_of_event_free(0.25, 20.0), hazard);
    }

    /// R 4.2.2: d <- 68*(1-2^(-400/120)) + 69*(1-2^(-400/80)); p <- 68/137; z <- qnorm(.975);
    /// pnorm(abs(log(80/120))*sqrt(d*p*(1-p)) - z); exp(-(z+qnorm(.8))/sqrt(d*p*(1-p))).
    #[test]
    fn schoenfeld() {
        let first = expected_events(Group { n: 68, of: hazard_of_median(120.0) }, 400.0);
        let second = expected_events(Group { n: 69, of: hazard_of_median(80.0) }, 400.0);
        close(first + second, 128.097_295_529);
        let compared = Events { events: first + second, first: 68.0 / 137.0, alpha: 0.05 };
        close(compared.power(80.0 / 120.0), 0.631_000_164_387);
        close(compared.detectable(0.8), 0.609_522_115_719);
        // What is detectable with a power has that power, either way.
        close(compared.power(compared.detectable(0.9)), 0.9);
        close(compared.power(1.0 / compared.detectable(0.9)), 0.9);
        // The 65.35 events by which a ratio of 2 has a power of 80 % in equal groups (R: (z+qnorm(.8))^2/(.25*log(2)^2)).
        close(Events { events: 65.345_659_258_9, first: 0.5, alpha: 0.05 }.power(2.0), 0.8);
    }

    /// R 4.2.2: power.prop.test(n = 50, p1 = .5, p2 = .75), which the help page of R prints as 0.740; of unequal groups
    /// n1 <- 40; n2 <- 20; p1 <- .6; p2 <- .1; b <- (n1*p1+n2*p2)/(n1+n2);
    /// pnorm((abs(p1-p2) - z*sqrt(b*(1-b)*(1/n1+1/n2)))/sqrt(p1*(1-p1)/n1 + p2*(1-p2)/n2)).
    #[test]
    fn proportions() {
        let group = |n, of| Group { n, of };
        close(power_of_proportions(group(50, 0.5), group(50, 0.75), 0.05), 0.740_165_901_331);
        close(power_of_proportions(group(40, 0.6), group(20, 0.1), 0.05), 0.988_807_583_507);
        close(power_of_proportions(group(10, 1.0), group(10, 0.0), 0.05), 1.0);
        close(power_of_proportions(group(10, 0.0), group(10, 0.0), 0.05), 0.0);
    }

    /// R 4.2.2, two groups of 30: fisher.test has 0.0522 for 0 and 5 and 0.0237 for 0 and 6, the uncorrected prop.test 0.0756 for 0
    /// and 3 and 0.0384 for 0 and 4; qt(.975, 58)*sqrt(2/30); qt(.975, 29)/sqrt(30); diff(binom.test(15, 30)$conf.int).
    #[test]
    fn what_a_size_can_show() {
        let fisher = |a, b| Conditional::new(a, b).map(|table| table.p_value(Alternative::TwoSided));
        let pearson = |a: Proportion, b: Proportion| {
            let row = |group: Proportion| vec![group.responders, group.n - group.responders];
            pearson(Table(&[row(a), row(b)]), false).map(|test| test.p_value())
        };
        assert_eq!(least_difference_of_proportions(30, 0.05, &fisher), Ok(0.2));
        assert_eq!(least_difference_of_proportions(30, 0.05, &pearson), Ok(4.0 / 30.0));
        assert_eq!(least_difference_of_proportions(3, 0.05, &fisher), Err(NotEstimable::NothingSignificant));
        close(least_difference_of_means(30, 0.05).expect("a number"), 0.516_841_231_993_8);
        close(least_mean_within_pairs(30, 0.05).expect("a number"), 0.373_406_136_758_1);
        close(widest_of_proportion(30, &|count| clopper_pearson(count, 0.95)).expect("a number"), 0.374_059_428_263_9);
        assert_eq!(least_difference_of_means(1, 0.05), Err(NotEstimable::NothingSignificant));
    }

    /// R 4.2.2: pnorm(5/sqrt(100/30 + 144/40) - qnorm(.975)).
    #[test]
    fn means() {
        let group = |n, mean, standard_deviation| Group { n, of: Normal { mean, standard_deviation } };
        close(power_of_means(group(30, 15.0, 10.0), group(40, 10.0, 12.0), 0.05), 0.475_648_675_85);
    }
}
