//! Pseudo-random numbers from a seed, the same on every machine: SplitMix64 (Steele GL, Lea D, Flood CH. Fast splittable
//! pseudorandom number generators. OOPSLA 2014, figures 13 and 14, with the constants of variant 13 of Stafford).

/// What its sequence is called where a seed is told.
pub const GENERATOR: &str = "SplitMix64";

/// A sequence of its own for each path of numbers below a seed.
#[derive(Clone, Debug)]
pub struct Stream {
    state: u64,
}

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(state: u64) -> u64 {
    let once = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let twice = (once ^ (once >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    twice ^ (twice >> 31)
}

/// Of 2^52 equal parts of the unit interval the middle of one: of twice as many, the last would be rounded to 1.
fn middle(draw: u64) -> f64 {
    ((draw >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}

impl Stream {
    /// The sequence of the seed itself is that of an empty path.
    pub fn new(seed: u64, path: &[u64]) -> Stream {
        let below = |state: u64, step: &u64| mixed(state.wrapping_add(GAMMA)) ^ mixed(step.wrapping_mul(GAMMA) ^ GAMMA);
        Stream { state: path.iter().fold(seed, below) }
    }

    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GAMMA);
        mixed(self.state)
    }

    /// Each number below `count` alike; 0 where there is none. By the high half of a product; the lowest part of the range, in
    /// which some would come once more than others, is drawn again (Lemire D. ACM Trans Model Comput Simul 2019;29(1):3).
    pub fn below(&mut self, count: u64) -> u64 {
        if count == 0 {
            return 0;
        }
        let surplus = count.wrapping_neg() % count;
        loop {
            let product = u128::from(self.draw()) * u128::from(count);
            if product as u64 >= surplus {
                return (product >> 64) as u64;
            }
        }
    }

    /// Each whole number from `low` to `high` alike; `low` where `high` is below it.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let count = u64::try_from(i128::from(high) - i128::from(low) + 1).unwrap_or(0);
        low.wrapping_add_unsigned(self.below(count))
    }

    /// True `per_mille` times of a thousand.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// Above 0 and below 1.
    pub fn unit(&mut self) -> f64 {
        middle(self.draw())
    }

    /// Whole days until an event of constant hazard whose median is `median` days.
    pub fn days_to_event(&mut self, median: i64) -> i64 {
        let mean = median.max(0) as f64 / std::f64::consts::LN_2;
        (-libm::log(self.unit()) * mean) as i64
    }

    /// A whole number from `low` to `high`, both above 0, whose logarithm is uniform.
    pub fn on_log_scale(&mut self, low: i64, high: i64) -> i64 {
        let (from, to) = (libm::log(low.max(1) as f64), libm::log(high.max(1) as f64));
        let drawn = libm::exp(from + (to - from) * self.unit());
        (drawn as i64).clamp(low, high.max(low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs for the seed 1234567, of the reference implementation in C (Vigna S, prng.di.unimi.it/splitmix64.c) as
    /// they are listed at rosettacode.org, Pseudo-random numbers/Splitmix64.
    #[test]
    fn the_sequence_is_that_of_the_reference() {
        let mut stream = Stream::new(1_234_567, &[]);
        let drawn: Vec<u64> = (0..5).map(|_| stream.draw()).collect();
        let listed = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(drawn, listed);
    }

    #[test]
    fn no_draw_is_at_an_end_of_the_unit_interval() {
        assert_eq!((middle(0), 1.0 - middle(u64::MAX)), (0.5f64.powi(53), 0.5f64.powi(53)));
    }

    #[test]
    fn numbers_stay_in_their_bounds_and_reach_them() {
        let mut stream = Stream::new(7, &[3]);
        let drawn: Vec<i64> = (0..1000).map(|_| stream.between(-2, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-2), Some(&2)));
        assert_eq!(stream.between(5, 4), 5);
        assert_eq!(stream.between(i64::MIN, i64::MAX).signum().abs(), 1);
        assert!((0..1000).all(|_| (3..=700).contains(&stream.on_log_scale(3, 700))));
        assert_eq!((0..1000).filter(|_| stream.chance(0)).count(), 0);
        assert_eq!((0..1000).filter(|_| stream.chance(1000)).count(), 1000);
    }

    /// Half of the times lie below the median: of 10 000 the number is binomial with standard deviation 50.
    #[test]
    fn times_have_their_median() {
        let mut stream = Stream::new(1, &[]);
        let early = (0..10_000).filter(|_| stream.days_to_event(100) < 100).count();
        assert!((4800..=5200).contains(&early), "{early}");
    }

    #[test]
    fn each_path_has_its_own_sequence() {
        let first = |path: &[u64]| Stream::new(1, path).draw();
        let drawn = [first(&[]), first(&[0]), first(&[1]), first(&[0, 1]), first(&[1, 0])];
        assert!((0..5).all(|i| (0..i).all(|j| drawn[i] != drawn[j])), "{drawn:?}");
    }
}
