//! Roots of functions of one variable.

/// The root of `f` between `low` and `high`, where it changes sign, to the last bits (Chandrupatla 1997, Adv Eng Softw
/// 28:145: inverse quadratic interpolation where it is safe, bisection elsewhere). None where `f` does not change sign.
pub fn root_between(low: f64, high: f64, mut f: impl FnMut(f64) -> f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa == 0.0 {
        return Some(a);
    }
    if fb == 0.0 {
        return Some(b);
    }
    if fa.is_nan() || fb.is_nan() || fa.signum() == fb.signum() {
        return None;
    }
    // `a` is the newest point, `b` the opposite end of the bracket.
    let mut t = 0.5;
    for _ in 0..200 {
        let x = a + t * (b - a);
        let fx = f(x);
        if fx.is_nan() {
            return None;
        }
        let (c, fc);
        if fx.signum() == fa.signum() {
            (c, fc) = (a, fa);
        } else {
            (c, fc) = (b, fb);
            (b, fb) = (a, fa);
        }
        (a, fa) = (x, fx);
        let (best, f_best) = if fa.abs() < fb.abs() { (a, fa) } else { (b, fb) };
        let tolerance = f64::EPSILON * best.abs() + f64::MIN_POSITIVE;
        let share = 0.5 * tolerance / (b - a).abs();
        if share > 0.5 || f_best == 0.0 {
            return Some(best);
        }
        let xi = (a - b) / (c - b);
        let phi = (fa - fb) / (fc - fb);
        t = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        t = if t.is_finite() { t.clamp(share, 1.0 - share) } else { 0.5 };
    }
    Some(if fa.abs() < fb.abs() { a } else { b })
}

/// The root of a monotone function on the whole line: a bracket is sought around `start` by doubling steps, up to `reach`.
pub fn root_of_monotone(start: f64, reach: f64, mut f: impl FnMut(f64) -> f64) -> Option<f64> {
    let at_start = f(start);
    if at_start == 0.0 {
        return Some(start);
    }
    let mut step = 1.0;
    while step <= reach {
        for end in [start - step, start + step] {
            let value = f(end);
            if value == 0.0 {
                return Some(end);
            }
            if value.signum() != at_start.signum() {
                return root_between(start.min(end), start.max(end), f);
            }
        }
        step *= 2.0;
    }
    None
}
