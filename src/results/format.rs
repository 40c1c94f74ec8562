//! How numbers are printed: the rounding and p-value rules of the medical journals, in one place.
//!
//! Rounding is decimal, half away from zero, and that of the exact fraction: 0.5625 is 56.3 %, as by hand. A number comes
//! with noise in its last digits, be it that of its binary value (2.675 is stored as a little less, and prints as 2.68) or
//! that of a computation (45/48 as a product of 47/48, 46/47 and 45/46): what lies within 10⁻⁹ units of the last place
//! printed of a half is that half.
//! The minus sign is U+2212. An interval is `lower to upper` and not a dash, which beside a minus sign is misread.

use crate::number::{NotEstimable, Number, Quantity, Withheld};

/// Where a number does not stand in a copy for circulation.
pub const WITHHELD: &str = "—";

/// How many patients a population holds, where that is told.
pub fn patients(n: Option<usize>) -> String {
    n.map_or_else(|| WITHHELD.to_string(), |n| n.to_string())
}

/// The number as it stands alone, with its unit where it has one: `56.3%`, `21.9 pp`, `0.75`, `<0.001`, `not reached`, `NE`.
pub fn format(number: &Number, quantity: Quantity) -> String {
    let text = value(number, quantity);
    match (number, quantity) {
        (Number::Count(_) | Number::Real(_), Quantity::Proportion) => text + "%",
        (Number::Count(_) | Number::Real(_), Quantity::ProportionDifference) => text + " pp",
        _ => text,
    }
}

/// The number without a unit, for a column or a sentence that names it.
pub fn value(number: &Number, quantity: Quantity) -> String {
    match number {
        Number::Infinite => "∞".to_string(),
        Number::NegativeInfinite => "−∞".to_string(),
        Number::NotEstimable(NotEstimable::NotReached) => "not reached".to_string(),
        Number::NotEstimable(_) => "NE".to_string(),
        Number::Withheld(Withheld::Below(limit)) => format!("<{limit}"),
        Number::Withheld(Withheld::Beside) => WITHHELD.to_string(),
        Number::Count(n) => match quantity {
            Quantity::Count | Quantity::Days => grouped(*n),
            _ => real(*n as f64, quantity),
        },
        Number::Real(x) if !x.is_finite() => "NE".to_string(),
        Number::Real(x) => real(*x, quantity),
    }
}

/// A limit of an interval, without unit; `NR` where it is not reached.
pub fn limit(number: &Number, quantity: Quantity) -> String {
    match number {
        Number::NotEstimable(NotEstimable::NotReached) => "NR".to_string(),
        other => value(other, quantity),
    }
}

/// The two limits of an interval, without unit: `37.7 to 73.6`, `218 to NR`; `NE` where neither can be given.
pub fn interval(lower: &Number, upper: &Number, quantity: Quantity) -> String {
    match (lower, upper) {
        (Number::NotEstimable(a), Number::NotEstimable(b)) if ![a, b].contains(&&NotEstimable::NotReached) => {
            "NE".to_string()
        }
        (Number::Withheld(_), _) | (_, Number::Withheld(_)) => WITHHELD.to_string(),
        _ => format!("{} to {}", bound(lower, quantity), bound(upper, quantity)),
    }
}

/// A limit beside which the reader holds the value of no effect, 1 of a ratio or 0 of a difference: one that would round to it
/// has as many digits as tell on which side of it the limit is.
fn bound(number: &Number, quantity: Quantity) -> String {
    let (none, shift, least) = match quantity {
        Quantity::Ratio => (1.0, 0, 2),
        Quantity::ProportionDifference => (0.0, 2, 1),
        Quantity::Count
        | Quantity::Proportion
        | Quantity::Days
        | Quantity::Mean
        | Quantity::Rate
        | Quantity::TimeAtRisk
        | Quantity::PValue
        | Quantity::Statistic => return limit(number, quantity),
    };
    let no_effect = |decimals| rounded(none, shift, decimals);
    match number {
        Number::Real(x) if x.is_finite() && *x != none && rounded(*x, shift, least) == no_effect(least) => {
            let texts = (least + 1..=6).map(|decimals| (rounded(*x, shift, decimals), no_effect(decimals)));
            let telling = texts.into_iter().find(|(text, none)| text != none).map(|(text, _)| text);
            telling.unwrap_or_else(|| format!("{}{}", if *x < none { "<" } else { ">" }, no_effect(least)))
        }
        other => limit(other, quantity),
    }
}

/// A p-value with its letter: `P=0.12`, `P<0.001`.
pub fn p_value(number: &Number) -> String {
    let text = value(number, Quantity::PValue);
    match number {
        Number::NotEstimable(_) | Number::Withheld(_) => format!("P {text}"),
        _ if text.starts_with(['<', '>']) => format!("P{text}"),
        _ => format!("P={text}"),
    }
}

/// A confidence level as a whole or decimal percentage: `95%`, `97.5%`.
pub fn level(level: f64) -> String {
    let text = rounded(level, 2, 4);
    text.trim_end_matches('0').trim_end_matches('.').to_string() + "%"
}

fn real(x: f64, quantity: Quantity) -> String {
    match quantity {
        Quantity::Proportion | Quantity::ProportionDifference => rounded(x, 2, 1),
        Quantity::Ratio if x > 0.0 && rounded(x, 0, 2) == "0.00" => "<0.01".to_string(),
        Quantity::Ratio => rounded(x, 0, 2),
        Quantity::Days | Quantity::Count if is_whole(x) => grouped(x.round() as i64),
        Quantity::Days | Quantity::Count => rounded(x, 0, 1),
        // 10 less its noise is 10.
        Quantity::Mean | Quantity::Rate | Quantity::TimeAtRisk => {
            rounded(x, 0, if x.abs() < 10.0 * (1.0 - 1e-13) { 2 } else { 1 })
        }
        Quantity::PValue => probability(x),
        Quantity::Statistic => rounded(x, 0, 3),
    }
}

/// But for noise.
fn is_whole(x: f64) -> bool {
    (x - x.round()).abs() <= 1e-12 * x.abs() && x.abs() < 1e15
}

/// Two decimals, three below 0.01. Near 0.05 as many as it takes to tell the value from 0.05 and the side it is on. A p-value
/// that is one of the limits but for noise is that limit.
fn probability(p: f64) -> String {
    let limits = [0.001, 0.01, 0.05, 0.99];
    let p = limits.into_iter().find(|limit| (p - limit).abs() <= 1e-12 * limit).unwrap_or(p);
    if p < 0.001 {
        return "<0.001".to_string();
    }
    if p > 0.99 {
        return ">0.99".to_string();
    }
    if p < 0.01 {
        return rounded(p, 0, 3);
    }
    let two = rounded(p, 0, 2);
    if two != "0.05" || p == 0.05 {
        return two;
    }
    let telling = (3..=6).map(|decimals| rounded(p, 0, decimals)).find(|text| text.trim_end_matches('0') != "0.05");
    telling.unwrap_or_else(|| if p < 0.05 { "<0.05".to_string() } else { ">0.05".to_string() })
}

/// From 10,000 on with a comma between thousands.
fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if digits.len() > 4 && i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if n < 0 { format!("−{text}") } else { text }
}

/// Without decimals: what a figure shows of a number in percent.
pub fn whole(x: f64) -> String {
    rounded(x, 0, 0)
}

/// `x` × 10^`shift` to `decimals` places, half away from zero.
fn rounded(x: f64, shift: i32, decimals: usize) -> String {
    let (digits, point) = settled(x, decimals as i32 + shift);
    let kept = point + shift + decimals as i32;
    let mut scaled: Vec<u8> = Vec::new();
    for i in 0..kept.max(0) as usize {
        scaled.push(digits.get(i).copied().unwrap_or(0));
    }
    if kept >= 0 && digits.get(kept as usize).is_some_and(|d| *d >= 5) {
        increment(&mut scaled);
    }
    while scaled.len() <= decimals {
        scaled.insert(0, 0);
    }
    let superfluous = scaled[..scaled.len() - decimals - 1].iter().take_while(|d| **d == 0).count();
    scaled.drain(..superfluous);
    let (whole, fraction) = scaled.split_at(scaled.len() - decimals);
    let text = |part: &[u8]| part.iter().map(|d| char::from(b'0' + d)).collect::<String>();
    let sign = if x < 0.0 && scaled.iter().any(|d| *d != 0) { "−" } else { "" };
    let point = if decimals > 0 { "." } else { "" };
    format!("{sign}{}{point}{}", text(whole), text(fraction))
}

/// Beyond so many digits a computed number holds noise.
const SIGNIFICANT: i32 = 13;
/// So many places after the last one printed decide how it is rounded.
const DECIDING: i32 = 9;

/// Digits of |x| without its noise, printed to `places` after the point (of the number itself), and the place of the
/// point: 0.05 is ([5], −1), as 0.05 = 0.5 × 10^−1.
fn settled(x: f64, places: i32) -> (Vec<u8>, i32) {
    let exponent = |text: &str| text.split_once('e').and_then(|(_, e)| e.parse::<i32>().ok()).unwrap_or(0);
    let size = exponent(&format!("{:e}", x.abs()));
    let digits = (size + 1 + places + DECIDING).clamp(0, SIGNIFICANT);
    // What has no digit at these places is far below a half.
    let Some(after_first) = digits.checked_sub(1).filter(|d| *d >= 0) else { return (vec![0], 1) };
    let text = format!("{:.*e}", after_first as usize, x.abs());
    let mantissa = text.split('e').next().unwrap_or(&text);
    (mantissa.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect(), exponent(&text) + 1)
}

fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

#[cfg(test)]
mod tests {
    use super::*;
    use Quantity::*;

    fn real(x: f64, quantity: Quantity) -> String {
        format(&Number::Real(x), quantity)
    }

    #[test]
    fn proportions_have_one_decimal_and_round_half_away_from_zero() {
        assert_eq!(real(0.5625, Proportion), "56.3%");
        assert_eq!(real(0.34375, Proportion), "34.4%");
        assert_eq!(real(0.0, Proportion), "0.0%");
        assert_eq!(real(1.0, Proportion), "100.0%");
        assert_eq!(real(0.9996, Proportion), "100.0%");
        assert_eq!(real(0.0005, Proportion), "0.1%");
        assert_eq!(real(0.00049, Proportion), "0.0%");
        assert_eq!(format(&Number::Count(1), Proportion), "100.0%");
    }

    #[test]
    fn half_is_decided_by_the_number_and_not_by_its_binary_value() {
        // 2.675 is stored as 2.67499…, 1.005 as 1.00499…; both are halves as written.
        assert_eq!(real(2.675, Ratio), "2.68");
        assert_eq!(real(1.005, Ratio), "1.01");
        assert_eq!(real(0.125, Ratio), "0.13");
        assert_eq!(real(0.375, Ratio), "0.38");
        assert_eq!(real(-0.0625, ProportionDifference), "−6.3 pp");
        assert_eq!(real(0.0625, ProportionDifference), "6.3 pp");
    }

    #[test]
    fn a_negative_number_that_rounds_to_zero_has_no_sign() {
        assert_eq!(real(-0.0004, ProportionDifference), "0.0 pp");
        assert_eq!(real(-0.0004, Statistic), "0.000");
        assert_eq!(real(-0.0, Days), "0");
        assert_eq!(real(-0.246302730484913, Statistic), "−0.246");
    }

    #[test]
    fn ratios_have_two_decimals_and_never_read_as_zero() {
        assert_eq!(real(0.751775753068088, Ratio), "0.75");
        assert_eq!(real(9.999, Ratio), "10.00");
        assert_eq!(real(99.995, Ratio), "100.00");
        assert_eq!(real(0.004, Ratio), "<0.01");
        assert_eq!(real(0.005, Ratio), "0.01");
        assert_eq!(real(0.0, Ratio), "0.00");
        assert_eq!(real(1.5e7, Ratio), "15000000.00");
    }

    #[test]
    fn days_are_whole_or_have_one_decimal() {
        assert_eq!(real(283.0, Days), "283");
        assert_eq!(format(&Number::Count(283), Days), "283");
        assert_eq!(real(231.292762266197, Days), "231.3");
        assert_eq!(real(-14.5262837633548, Days), "−14.5");
        assert_eq!(real(0.05, Days), "0.1");
    }

    #[test]
    fn means_have_one_decimal_from_ten_on() {
        assert_eq!(real(65.2353, Mean), "65.2");
        assert_eq!(real(0.61765, Mean), "0.62");
        assert_eq!(real(-2.6787, Mean), "−2.68");
        assert_eq!(real(9.999, Mean), "10.00");
    }

    #[test]
    fn p_values_follow_the_journals() {
        let cases = [
            (0.0, "<0.001"),
            (0.00099, "<0.001"),
            (0.001, "0.001"),
            (0.0014, "0.001"),
            (0.00652, "0.007"),
            (0.00949, "0.009"),
            (0.0099, "0.010"),
            (0.01, "0.01"),
            (0.0194, "0.02"),
            (0.0449, "0.04"),
            (0.045, "0.045"),
            (0.0491, "0.049"),
            (0.0496, "0.0496"),
            (0.0499999999, "<0.05"),
            (0.05, "0.05"),
            (0.0500000001, ">0.05"),
            (0.0503, "0.0503"),
            (0.0506, "0.051"),
            (0.054, "0.054"),
            (0.055, "0.06"),
            (0.131293948551184, "0.13"),
            (0.403, "0.40"),
            (0.99, "0.99"),
            (0.9901, ">0.99"),
            (1.0, ">0.99"),
        ];
        for (p, expected) in cases {
            assert_eq!(real(p, PValue), expected, "{p}");
        }
        assert_eq!(format(&Number::Count(1), PValue), ">0.99");
    }

    #[test]
    fn p_values_in_a_sentence_have_their_letter() {
        assert_eq!(p_value(&Number::Real(0.1313)), "P=0.13");
        assert_eq!(p_value(&Number::Real(0.0001)), "P<0.001");
        assert_eq!(p_value(&Number::Real(1.0)), "P>0.99");
        assert_eq!(p_value(&Number::NotEstimable(NotEstimable::NoEvents)), "P NE");
    }

    #[test]
    fn counts_are_whole_and_grouped_from_ten_thousand() {
        assert_eq!(format(&Number::Count(0), Count), "0");
        assert_eq!(format(&Number::Count(9999), Count), "9999");
        assert_eq!(format(&Number::Count(10_000), Count), "10,000");
        assert_eq!(format(&Number::Count(1_234_567), Count), "1,234,567");
        assert_eq!(format(&Number::Count(-12), Count), "−12");
        assert_eq!(format(&Number::Count(i64::MIN), Count), "−9,223,372,036,854,775,808");
        assert_eq!(real(12.25, Count), "12.3");
    }

    #[test]
    fn what_cannot_be_estimated_says_so() {
        let none = Number::NotEstimable;
        assert_eq!(format(&none(NotEstimable::NotReached), Days), "not reached");
        assert_eq!(format(&none(NotEstimable::NoEventInEitherGroup), Ratio), "NE");
        assert_eq!(format(&Number::Infinite, Ratio), "∞");
        assert_eq!(format(&Number::NegativeInfinite, Statistic), "−∞");
        assert_eq!(format(&Number::Real(f64::NAN), Ratio), "NE");
    }

    #[test]
    fn intervals_say_to_and_have_no_unit() {
        let real = Number::Real;
        let none = Number::NotEstimable;
        assert_eq!(interval(&real(0.3766), &real(0.7364), Proportion), "37.7 to 73.6");
        assert_eq!(interval(&real(-0.0234), &real(0.428), ProportionDifference), "−2.3 to 42.8");
        assert_eq!(interval(&real(218.0), &none(NotEstimable::NotReached), Days), "218 to NR");
        assert_eq!(interval(&none(NotEstimable::SurvivalIsOne), &none(NotEstimable::SurvivalIsOne), Proportion), "NE");
        assert_eq!(interval(&real(0.4), &Number::Infinite, Ratio), "0.40 to ∞");
    }

    #[test]
    fn a_limit_near_no_effect_says_on_which_side_it_is() {
        let limits = |a, b, quantity| interval(&Number::Real(a), &Number::Real(b), quantity);
        assert_eq!(limits(0.38, 1.0017, Ratio), "0.38 to 1.002");
        assert_eq!(limits(0.99996, 1.00499, Ratio), "0.99996 to 1.005");
        assert_eq!(limits(1.0, 1.000_000_1, Ratio), "1.00 to >1.00");
        assert_eq!(limits(0.995, 1.006, Ratio), "0.995 to 1.01");
        assert_eq!(limits(-0.0004, 0.409, ProportionDifference), "−0.04 to 40.9");
        assert_eq!(limits(0.0, 0.00049, ProportionDifference), "0.0 to 0.05");
        assert_eq!(limits(-1e-9, 0.5, ProportionDifference), "<0.0 to 50.0");
        assert_eq!(limits(-0.0005, 0.5, Days), "0.0 to 0.5");
    }

    #[test]
    fn levels_are_percentages() {
        assert_eq!(level(0.95), "95%");
        assert_eq!(level(1.0 - 0.05), "95%");
        assert_eq!(level(0.975), "97.5%");
    }

    #[test]
    fn extreme_magnitudes_do_not_panic() {
        for x in [f64::MIN_POSITIVE, 5e-324, 1e-300, f64::MAX, -f64::MAX, f64::EPSILON] {
            for quantity in [Count, Proportion, ProportionDifference, Ratio, Days, Mean, PValue, Statistic] {
                assert!(!real(x, quantity).is_empty());
            }
        }
        assert_eq!(real(1e-300, Statistic), "0.000");
        assert_eq!(real(f64::MAX, Statistic).len(), 309 + 4);
    }

    /// k/n in tenths of a percent, half away from zero, in whole numbers.
    fn exact(k: i64, n: i64) -> String {
        let tenths = (2000 * k.abs() + n) / (2 * n);
        let sign = if k < 0 && tenths > 0 { "−" } else { "" };
        format!("{sign}{}.{}", tenths / 10, tenths % 10)
    }

    /// Survival without censoring is a proportion, and so are its complement and differences of two: each is printed as the
    /// exact fraction would be, for all k of n up to 200, although it is computed as a product of up to 199 factors.
    #[test]
    fn computed_fractions_round_as_the_exact_ones() {
        for n in 1..=200_i64 {
            let mut survival = 1.0;
            for k in (0..n).rev() {
                survival *= 1.0 - 1.0 / (k + 1) as f64;
                let half = (n / 2) as f64 / n as f64;
                let shown = |x: f64, quantity| value(&Number::Real(x), quantity);
                assert_eq!(shown(survival, Proportion), exact(k, n), "{k} of {n}");
                assert_eq!(shown(1.0 - survival, Proportion), exact(n - k, n), "{k} of {n} gone");
                assert_eq!(shown(survival - half, ProportionDifference), exact(k - n / 2, n), "{k} of {n} less half");
            }
        }
    }

    #[test]
    fn noise_decides_no_limit() {
        assert_eq!(real(0.1 + 0.2 - 0.25, PValue), "0.05");
        assert_eq!(real(0.05 - 1e-16, PValue), "0.05");
        assert_eq!(real(0.001 - 1e-18, PValue), "0.001");
        assert_eq!(real(0.01 - 1e-17, PValue), "0.01");
        assert_eq!(real(10.0 - 2e-15, Mean), "10.0");
        assert_eq!(real(231.0 + 3e-14, Days), "231");
        assert_eq!(real(0.005 - 1e-18, Ratio), "0.01");
        assert_eq!(whole(12.5), "13");
        assert_eq!(whole(-0.4), "0");
        assert_eq!(real(12.45 - 2e-15, Days), "12.5");
        assert_eq!(real(0.004_999_99, Ratio), "<0.01");
    }
}
