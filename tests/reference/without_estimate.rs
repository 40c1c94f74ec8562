//! What exists where no estimate, or no variance, does: counts, score tests and likelihood ratios; and what then does not. Numbers from R
//! 4.2.2 with survival 3.5-3 and glm, iterated until the likelihood no longer rises (`PROVENANCE.md`), or by hand as said.

use super::support::{find, run, statistic, yes_no};
use prespec::methods::{Input, Outcome, Output};
use prespec::number::Number;

fn close(output: &Output, name: &str, term: Option<&str>, expected: f64) {
    let found = find(output, name, None, term);
    let Number::Real(value) = found else { panic!("{name} {term:?}: {found:?}") };
    assert!((value / expected - 1.0).abs() < 1e-8, "{name} {term:?}: {value} against {expected}");
}

/// Not estimable, with a reason that holds these words.
fn refused(output: &Output, name: &str, group: Option<usize>, term: Option<&str>, words: &str) {
    match find(output, name, group, term) {
        Number::NotEstimable(reason) => {
            assert!(reason.english().contains(words), "{name} {group:?} {term:?}: {reason:?}")
        }
        found => panic!("{name} {group:?} {term:?}: {found:?}"),
    }
}

fn times(rows: &[(usize, f64, bool)]) -> Input {
    let (time, event) = rows.iter().map(|r| (r.1, r.2)).unzip();
    Input {
        level: 0.95,
        groups: rows.iter().map(|r| r.0 + 1).max().unwrap_or(2).max(2),
        group: rows.iter().map(|r| r.0).collect(),
        outcome: Outcome::TimeToEvent { entry: None, time, event },
        patient: (0..rows.len()).collect(),
        ..Input::default()
    }
}

/// Six patients without an event against six with five.
fn no_event_in_one_group() -> Input {
    let first = [6.0, 11.0, 14.0, 20.0, 25.0, 30.0].map(|t| (0, t, false));
    let second = [(3.0, true), (8.0, true), (11.0, true), (12.0, false), (19.0, true), (28.0, true)];
    times(&first.into_iter().chain(second.map(|(t, e)| (1, t, e))).collect::<Vec<_>>())
}

#[test]
fn cox_tests_without_a_ratio() {
    let input = no_event_in_one_group();
    let covariate = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0, 8.0];
    let adjusted = Input { covariates: vec![("x".to_string(), covariate.to_vec())], ..input.clone() };
    let clustered = Input { cluster: Some((0..12).map(|i| i % 6).collect()), ..input.clone() };
    for (input, options, chi_squared, p_value) in [
        (&input, vec![("test", "score")], 5.70126759157601, 0.0169526653548689),
        (&input, vec![("test", "likelihood_ratio")], 7.6133249795406, 0.0057938551873904),
        (&adjusted, vec![("test", "likelihood_ratio")], 8.94393559479104, 0.00278392265566267),
        (&adjusted, vec![("test", "score")], 6.43835768123201, 0.0111681851766344),
        (
            &clustered,
            vec![("test", "score"), ("variance", "robust"), ("by", "cluster")],
            5.21674871381938,
            0.02237033815473,
        ),
    ] {
        let cox = run("cox", input, &options);
        assert_eq!(statistic(&cox, "events", None), Number::Count(5), "{options:?}");
        close(&cox, "chi_squared", None, chi_squared);
        close(&cox, "p_value", None, p_value);
        for name in ["hazard_ratio", "lower", "upper", "standard_error"] {
            refused(&cox, name, None, None, "monotone likelihood");
        }
    }
    refused(&run("cox", &input, &[("test", "wald")]), "p_value", None, None, "monotone likelihood");
}

/// Three groups, the last without an event: the group has two degrees of freedom all the same.
#[test]
fn cox_tests_of_three_groups() {
    let time = [5.0, 8.0, 12.0, 3.0, 9.0, 14.0, 2.0, 7.0, 11.0, 20.0];
    let event = [1, 1, 0, 1, 1, 1, 0, 0, 0, 0];
    let group = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
    let rows: Vec<_> = (0..10).map(|i| (group[i], time[i], event[i] == 1)).collect();
    let input = times(&rows);
    let score = run("cox", &input, &[("test", "score")]);
    close(&score, "chi_squared", None, 3.22630185583076);
    close(&score, "p_value", None, 0.199258773847409);
    let ratio = run("cox", &input, &[("test", "likelihood_ratio")]);
    close(&ratio, "chi_squared", None, 4.97443017391177);
    close(&ratio, "p_value", None, 0.0831411854353456);
    assert_eq!(statistic(&ratio, "events", None), Number::Count(5));
}

/// Twenty patients, of whom the last ten respond: separated by a score, by a flag, and in part by a level of two patients.
#[test]
fn the_likelihood_ratio_of_a_separated_outcome() {
    let covariate = |name: &str, of: fn(usize) -> f64| vec![(name.to_string(), (0..20).map(of).collect::<Vec<f64>>())];
    let base = Input {
        level: 0.95,
        groups: 2,
        group: (0..20).map(|i| i % 2).collect(),
        outcome: Outcome::YesNo((0..20).map(|i| i >= 10).collect()),
        patient: (0..20).collect(),
        ..Input::default()
    };
    for (covariates, ratio) in [
        (covariate("score", |i| i as f64), 27.7258872223978),
        (covariate("flag", |i| f64::from(i >= 10)), 27.7258872223978),
        (covariate("level", |i| f64::from(i >= 18)), 2.99527046489417),
    ] {
        let output = run("logistic", &Input { covariates, ..base.clone() }, &[]);
        refused(&output, "odds_ratio", None, None, "perfectly predicted");
        close(&output, "likelihood_ratio", None, ratio);
        assert_eq!(statistic(&output, "responders", None), Number::Count(10));
    }
}

/// A group of one: its mean is known, and nothing of its variance.
#[test]
fn one_patient_in_a_group() {
    let mut rows: Vec<_> = (1..=8).map(|i| (0, 3.0 * i as f64, i % 2 == 1)).collect();
    rows.push((1, 6.0, true));
    let rmst = run("rmst", &times(&rows), &[("to", "10")]);
    assert_eq!(find(&rmst, "estimate", Some(1), None), Number::Real(6.0));
    refused(&rmst, "lower", Some(1), None, "at once");
    assert!(matches!(find(&rmst, "lower", Some(0), None), Number::Real(_)));
    assert!(matches!(statistic(&rmst, "difference", None), Number::Real(_)));
    for name in ["lower", "upper", "standard_error", "p_value"] {
        refused(&rmst, name, None, None, "in a group");
    }
    let wald = run("risk_difference", &yes_no(&[(1, 1), (5, 10)], 0.95), &[("interval", "wald")]);
    assert_eq!(statistic(&wald, "estimate", None), Number::Real(0.5));
    refused(&wald, "lower", None, None, "group of one");
    refused(&run("risk_ratio", &yes_no(&[(1, 1), (5, 10)], 0.95), &[]), "upper", None, None, "group of one");
}

#[test]
fn no_event_at_all() {
    let rows: Vec<_> = (1..=10).map(|i| (1 - i % 2, 3.0 * i as f64, false)).collect();
    let input = times(&rows);
    assert_eq!(statistic(&run("cox", &input, &[]), "events", None), Number::Count(0));
    assert_eq!(statistic(&run("cox", &input, &[("likelihood", "firth")]), "events", None), Number::Count(0));
    let rmst = run("rmst", &input, &[("to", "20")]);
    for group in [Some(0), Some(1)] {
        assert_eq!(find(&rmst, "estimate", group, None), Number::Real(20.0));
        refused(&rmst, "upper", group, None, "no events until that day");
    }
    assert_eq!(statistic(&rmst, "difference", None), Number::Real(0.0));
    refused(&rmst, "p_value", None, None, "no events");
    let difference = run("survival_difference", &input, &[("at", "10")]);
    assert_eq!(find(&difference, "difference", None, Some("10")), Number::Real(0.0));
    refused(&difference, "lower", None, Some("10"), "survival is 1");
    for (method, name) in [("kaplan_meier", "survival"), ("nelson_aalen", "cumulative_hazard")] {
        for interval in ["plain", "log"] {
            let curve = run(method, &input, &[("at", "10"), ("interval", interval)]);
            assert!(matches!(find(&curve, name, Some(0), Some("10")), Number::Real(_)));
            assert!(matches!(find(&curve, "lower", Some(0), Some("10")), Number::NotEstimable(_)), "{method}");
        }
    }
}

/// All respond in both groups: the methods that estimate a variance have none, those that are exact or score the data do.
#[test]
fn all_of_both_groups_respond() {
    let input = yes_no(&[(5, 5), (7, 7)], 0.95);
    for (method, options) in [
        ("risk_difference", vec![("interval", "wald")]),
        ("risk_difference", vec![("interval", "wald"), ("correction", "yes")]),
        ("risk_ratio", vec![]),
        ("proportion", vec![("interval", "wald")]),
    ] {
        let group = (method == "proportion").then_some(0);
        let output = run(method, &input, &options);
        assert!(matches!(statistic(&output, "estimate", group), Number::Real(_)));
        refused(&output, "lower", group, None, "no variance");
        refused(&output, "upper", group, None, "no variance");
    }
    // Newcombe by hand: Wilson's lower limits n/(n + z²) alone, z² = 3.841458820694124.
    let z2 = 3.841458820694124;
    let newcombe = run("risk_difference", &input, &[("interval", "newcombe_hybrid_score")]);
    close(&newcombe, "lower", None, -z2 / (5.0 + z2));
    close(&newcombe, "upper", None, z2 / (7.0 + z2));
    for interval in ["miettinen_nurminen", "mee", "agresti_caffo"] {
        let output = run("risk_difference", &input, &[("interval", interval)]);
        assert!(matches!(statistic(&output, "lower", None), Number::Real(v) if v < -0.1), "{interval}");
    }
}

/// A reader who always says the same agrees by chance alone; κ is 0 and no interval can be given. Readers who always agree: κ is 1, and
/// the test that it is 0 exists (z by hand: 1 over √(p(1 − p)·p(1 − p)/n)/(1 − pₑ), with p ½ and n 8, √8).
#[test]
fn kappa_without_a_variance() {
    let of = |first: Vec<usize>, second: Vec<usize>| Input {
        level: 0.95,
        group: vec![0; first.len()],
        groups: 1,
        outcome: Outcome::Agreement { categories: vec!["no".into(), "yes".into()], first, second },
        patient: (0..8).collect(),
        ..Input::default()
    };
    let constant = run("kappa", &of(vec![0, 1, 0, 1, 0, 1, 0, 1], vec![1; 8]), &[]);
    assert_eq!(statistic(&constant, "estimate", None), Number::Real(0.0));
    for name in ["lower", "upper", "standard_error", "z", "p_value"] {
        refused(&constant, name, None, None, "constant");
    }
    let perfect = of(vec![0, 1, 0, 1, 0, 1, 0, 1], vec![0, 1, 0, 1, 0, 1, 0, 1]);
    let kappa = run("kappa", &perfect, &[]);
    assert_eq!(statistic(&kappa, "estimate", None), Number::Real(1.0));
    refused(&kappa, "lower", None, None, "all pairs agree");
    close(&kappa, "z", None, 8f64.sqrt());
    let gwet = run("agreement_coefficients", &perfect, &[]);
    assert_eq!(statistic(&gwet, "gwet_ac1", None), Number::Real(1.0));
    refused(&gwet, "upper", None, None, "no variance");
}

/// Twenty patients of whom the last ten respond, separated by a flag, or in part by a level. R 4.2.2: the penalised likelihood maximised
/// with `optim`, its profile solved with `uniroot` (Heinze & Schemper 2002; the penalty of all columns stays where one is held).
#[test]
fn the_profile_of_the_penalised_logistic_likelihood() {
    let separated = |of: fn(usize) -> f64| Input {
        level: 0.95,
        groups: 2,
        group: (0..20).map(|i| i % 2).collect(),
        outcome: Outcome::YesNo((0..20).map(|i| i >= 10).collect()),
        patient: (0..20).collect(),
        covariates: vec![("x".to_string(), (0..20).map(of).collect())],
        ..Input::default()
    };
    let options = [("fit", "firth"), ("interval", "profile")];
    let flag = run("logistic", &separated(|i| f64::from(i >= 10)), &options);
    close(&flag, "log_odds_ratio", Some("x"), 5.32517565405091);
    close(&flag, "standard_error", Some("x"), 1.81124823120376);
    close(&flag, "lower", Some("x"), 2.61608904442813f64.exp());
    // Beyond 8 the profile of these symmetric data has two peaks with a saddle between them (R finds the limit 10.095 from one of them).
    refused(&flag, "upper", None, Some("x"), "more than one peak");
    close(&flag, "z", Some("x"), 20.7947079080866f64.sqrt());
    close(&flag, "lower", None, (-5.1856270616184f64).exp());
    close(&flag, "upper", None, 5.1856270616184f64.exp());
    close(&flag, "likelihood_ratio", None, 20.7947079080866);
    let level = run("logistic", &separated(|i| f64::from(i >= 18)), &options);
    close(&level, "log_odds_ratio", Some("x"), 1.76406686173651);
    close(&level, "lower", Some("x"), (-0.867749899973413f64).exp());
    close(&level, "upper", Some("x"), 6.72579908340879f64.exp());
    close(&level, "likelihood_ratio", None, 1.61189473050765);
    close(&level, "upper", None, 1.76056725812772f64.exp());
}

/// A group without patients says as little as a category that nobody has: the test is that of the table without it.
#[test]
fn an_empty_group_is_left_out_like_an_empty_category() {
    let rows = [(0, 0, 5), (0, 1, 3), (2, 0, 2), (2, 1, 6)];
    let expand = |of: fn(usize) -> usize, groups: usize| {
        let all: Vec<(usize, usize)> = rows.iter().flat_map(|(g, c, n)| vec![(of(*g), *c); *n]).collect();
        Input {
            level: 0.95,
            groups,
            group: all.iter().map(|r| r.0).collect(),
            outcome: Outcome::Category {
                categories: ["a", "b", "c"].map(String::from).to_vec(),
                value: all.iter().map(|r| r.1).collect(),
            },
            patient: (0..all.len()).collect(),
            ..Input::default()
        }
    };
    let (three, two) = (expand(|g| g, 3), expand(|g| g / 2, 2));
    for (method, options) in
        [("chi_squared", vec![]), ("chi_squared", vec![("correction", "yes")]), ("fisher_exact", vec![])]
    {
        let (a, b) = (run(method, &three, &options), run(method, &two, &options));
        assert_eq!(statistic(&a, "p_value", None), statistic(&b, "p_value", None), "{method}");
        assert!(matches!(statistic(&a, "p_value", None), Number::Real(_)), "{method}");
    }
}

/// One value in a group: 4 against 1, 2, 3 by Student on 2 degrees of freedom, standard error √(4/3); by Welch the difference alone.
#[test]
fn one_value_against_three() {
    let input = Input {
        level: 0.95,
        groups: 2,
        group: vec![0, 1, 1, 1],
        outcome: Outcome::Continuous(vec![4.0, 1.0, 2.0, 3.0]),
        patient: (0..4).collect(),
        ..Input::default()
    };
    let student = run("t_test", &input, &[("variance", "equal")]);
    close(&student, "standard_error", None, (4.0f64 / 3.0).sqrt());
    // Student's distribution on 2 degrees of freedom: P(|T| > t) = 1 − t/√(t² + 2).
    let t = 2.0 / (4.0f64 / 3.0).sqrt();
    close(&student, "p_value", None, 1.0 - t / (t * t + 2.0).sqrt());
    let welch = run("t_test", &input, &[("variance", "unequal")]);
    assert_eq!(statistic(&welch, "estimate", None), Number::Real(2.0));
    assert!(matches!(statistic(&welch, "p_value", None), Number::NotEstimable(_)));
}

/// Twelve pairs, some of two from one group: in every pair that says something the one of the second group responds alone, so that
/// the odds ratio is 0 and no number. R 4.2.2, `clogit`: "Loglik converged before variable 1; coefficient may be infinite". By hand
/// 6 sets are informative: three of both groups, and three of one group each, which leave the odds ratio open.
#[test]
fn the_conditional_likelihood_of_pairs_that_all_say_the_same() {
    let (treated, untreated) = (0, 1);
    let pairs = [
        [(treated, 0), (untreated, 0)],
        [(untreated, 0), (treated, 0)],
        [(untreated, 0), (treated, 0)],
        [(treated, 0), (untreated, 0)],
        [(untreated, 1), (treated, 0)],
        [(untreated, 0), (untreated, 1)],
        [(untreated, 1), (treated, 1)],
        [(treated, 1), (treated, 0)],
        [(untreated, 1), (treated, 0)],
        [(untreated, 0), (treated, 0)],
        [(treated, 0), (untreated, 1)],
        [(treated, 0), (treated, 1)],
    ];
    // However many sets of one group there are, in which the column does not vary: its scale is the smaller for them.
    for more in [0, 40, 4000] {
        let same = (0..more).map(|_| [(untreated, 0), (untreated, 1)]);
        let rows: Vec<(usize, usize, usize)> = pairs
            .into_iter()
            .chain(same)
            .enumerate()
            .flat_map(|(pair, both)| both.map(|(group, responds)| (pair, group, responds)))
            .collect();
        let input = Input {
            level: 0.95,
            groups: 2,
            group: rows.iter().map(|r| r.1).collect(),
            outcome: Outcome::YesNo(rows.iter().map(|r| r.2 == 1).collect()),
            patient: (0..rows.len()).collect(),
            pair: Some(rows.iter().map(|r| r.0).collect()),
            ..Input::default()
        };
        let output = run("conditional_logistic", &input, &[]);
        assert_eq!(statistic(&output, "informative_sets", None), Number::Count(6 + more), "{more}");
        for name in ["odds_ratio", "lower", "upper", "standard_error"] {
            refused(&output, name, None, None, "perfectly predicted");
        }
    }
}
