//! Frequencies of categories. The table of Koch and Edwards (vcd::Arthritis): of 41 patients treated 13, 7 and 21 improved not, some
//! and markedly, of 43 given placebo 29, 7 and 7; limits by R's `binom.test` and, of Wilson, `prop.test` without correction.

use super::support::{close, find, run};
use prespec::methods::{Input, Outcome};
use prespec::number::Number;

fn input() -> Input {
    let counts = [[13, 7, 21], [29, 7, 7]];
    let all =
        (0..2).flat_map(|group| (0..3).flat_map(move |category| vec![(group, category); counts[group][category]]));
    let (group, value): (Vec<usize>, Vec<usize>) = all.unzip();
    Input {
        level: 0.95,
        groups: 2,
        patient: (0..group.len()).collect(),
        group,
        outcome: Outcome::Category { categories: ["none", "some", "marked"].map(String::from).to_vec(), value },
        ..Input::default()
    }
}

fn assert_close(found: Number, expected: f64) {
    assert!(matches!(found, Number::Real(found) if close(found, expected, 1e-8)), "{found:?} is not {expected}");
}

#[test]
fn patients_in_each_category() {
    let output = run("frequencies", &input(), &[]);
    assert_eq!(find(&output, "n", Some(0), None), Number::Count(41));
    assert_eq!(find(&output, "patients", Some(0), Some("marked")), Number::Count(21));
    assert_eq!(find(&output, "patients", Some(1), Some("none")), Number::Count(29));
    assert_close(find(&output, "estimate", Some(0), Some("marked")), 21.0 / 41.0);
    assert_close(find(&output, "lower", Some(0), Some("marked")), 0.351342393817416);
    assert_close(find(&output, "upper", Some(0), Some("marked")), 0.671220964228726);
    let wilson = run("frequencies", &input(), &[("interval", "wilson")]);
    assert_close(find(&wilson, "lower", Some(1), Some("some")), 0.0811662734706201);
    assert_close(find(&wilson, "upper", Some(1), Some("some")), 0.2997240589374716);
}

/// A category that nobody is in is one of 0 patients, and of a group without patients no share can be told.
#[test]
fn nobody_in_a_category_or_in_a_group() {
    let input = Input {
        groups: 2,
        group: vec![0, 0],
        patient: vec![0, 1],
        outcome: Outcome::Category { categories: vec!["a".into(), "b".into()], value: vec![0, 0] },
        ..input()
    };
    let output = run("frequencies", &input, &[]);
    assert_eq!(find(&output, "patients", Some(0), Some("b")), Number::Count(0));
    assert_close(find(&output, "estimate", Some(0), Some("b")), 0.0);
    // 1 − 0.025^(1/2).
    assert_close(find(&output, "upper", Some(0), Some("b")), 1.0 - 0.025_f64.sqrt());
    assert!(matches!(find(&output, "estimate", Some(1), Some("a")), Number::NotEstimable(_)));
}
