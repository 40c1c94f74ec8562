//! From a number of the first study back to its patients and to the lines of its rules.

use super::results;
use prespec::number::Number;
use prespec::results::trace::chain;
use prespec::results::{Group, Record, Role};

fn traced(id: &str) -> String {
    chain(results(), id).unwrap_or_else(|| panic!("no result {id}"))
}

/// The lines that name a patient by pseudonym.
fn listed(text: &str) -> Vec<&str> {
    let names = |l: &&str| l.starts_with("  P") && l[3..].chars().take(3).all(|c| c.is_ascii_digit());
    text.lines().filter(names).collect()
}

fn count(record: &Record) -> usize {
    match record.value {
        Number::Count(n) => usize::try_from(n).expect("a count"),
        ref other => panic!("{}: {other:?}", record.id),
    }
}

#[test]
fn a_count_of_the_attrition_lists_those_it_counts() {
    let counts: Vec<&Record> = results().records.iter().filter(|r| r.role == Role::Attrition).collect();
    assert!(counts.len() > 30);
    for record in counts {
        assert_eq!(listed(&traced(&record.id)).len(), count(record), "{}", record.id);
    }
    let opposed = traced("attrition.eligible.not_opposed.excluded");
    assert!(listed(&opposed).iter().all(|l| l.contains("not met: Not opposed")), "{opposed}");
}

#[test]
fn a_matching_lists_its_pairs_and_those_left_over() {
    for matching in ["pairs", "pairs_alive_120", "pairs_free_120"] {
        for statistic in ["treated", "controls", "unmatched", "left_out"] {
            let id = format!("{matching}.{statistic}");
            let record = results().records.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no result {id}"));
            assert_eq!(listed(&traced(&id)).len(), count(record), "{id}");
        }
        let text = traced(&format!("{matching}.pairs"));
        let pairs = results().derived.pairs.iter().filter(|p| p.matching == matching);
        let mut n = 0;
        for pair in pairs {
            let line = format!("{}  {}  distance {}", pair.treated, pair.control, pair.distance);
            assert!(text.contains(&line), "{line} is not in\n{text}");
            n += 1;
        }
        assert!(n > 10 && text.contains(&format!("Pairs: {n}")), "{text}");
    }
}

/// The reasons counted are those of the patients listed below them.
#[test]
fn what_settled_a_number_counts_the_patients_of_its_group() {
    for (id, group) in [
        ("progression.kaplan_meier.log_log.sirt_io.91.survival", Some("sirt_io")),
        ("progression.cox.efron.hazard_ratio", None),
        ("primary.recist.M6.proportion.clopper_pearson.io.estimate", Some("io")),
    ] {
        let text = traced(id);
        let (_, settled) = text.split_once("What settled it\n").expect("reasons");
        let settled = settled.lines().take_while(|l| !l.is_empty());
        let counted: usize =
            settled.map(|l| l.trim().split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0)).sum();
        let patients = listed(&text);
        assert!(counted > 0 && counted == patients.len(), "{id}: {counted} and {}", patients.len());
        assert!(group.is_none_or(|g| patients.iter().all(|l| l.contains(g))), "{id}");
        assert!(!text.contains("examination an examination"), "{text}");
    }
    // An exposure is no arm: every patient of the population is behind it.
    let exposed = results().records.iter().find(|r| r.group == Group::Exposed);
    if let Some(record) = exposed {
        assert_eq!(listed(&traced(&record.id)).len(), record.population_n);
    }
}

/// Each line that a trace names holds the rule.
#[test]
fn a_rule_that_fired_is_found_at_its_line_of_the_criterion() {
    let criterion = super::folder().join("../criteria/recist_1_1.md");
    let criterion = std::fs::read_to_string(criterion).expect("the criterion");
    let lines: Vec<&str> = criterion.lines().collect();
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect::<Vec<_>>()
    };
    let mut seen = 0;
    for reading in &results().derived.readings {
        for (value, _, by) in &reading.values {
            let Some(by) = by else { continue };
            let rule = results().rules.iter().find(|r| r.value == *value && r.text == *by);
            let Some(rule) = rule else {
                assert!(by.contains("cannot be told"), "{value}: {by} stands nowhere");
                continue;
            };
            let line = words(lines[rule.line - 1]).join(" ");
            assert!(line.contains(&words(by).join(" ")), "{by} is not in line {}: {line}", rule.line);
            seen += 1;
        }
    }
    assert!(seen > 1000);
    let text = traced("primary.recist.M6.mcnemar.exact.p_value");
    assert!(text.contains("target_response PR (30 % below baseline)  clause recist_1_1 2, recist_1_1.md:"), "{text}");
}
