//! From a number of the first study back to its patients and to the lines of its rules.

use super::results;
use prespec::catalogue::Statistic;
use prespec::number::Number;
use prespec::results::fired::fired;
use prespec::results::trace::{Behind, List, Paired, Trace, Valued, counted_events, trace, trace_of};
use prespec::results::{By, Exclusion, Group, Record, Role, RuleId, Value, ValueReason, WrittenFrom};
use std::collections::BTreeMap;

fn traced(id: &str) -> Trace<'static> {
    trace(results(), id).unwrap_or_else(|| panic!("no result {id}"))
}

fn paired(id: &str) -> Paired<'static> {
    match traced(id).behind {
        Behind::Paired(paired) => paired,
        other => panic!("{id}: {other:?}"),
    }
}

fn valued(id: &str) -> Valued<'static> {
    match traced(id).behind {
        Behind::Valued(valued) => valued,
        other => panic!("{id}: {other:?}"),
    }
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
    let opposed = Exclusion::Requirement("not_opposed".into());
    for record in counts {
        let Behind::Counted(counted) = traced(&record.id).behind else { panic!("{}", record.id) };
        assert_eq!(counted.patients.len(), count(record), "{}", record.id);
        if record.id == "attrition.eligible.not_opposed.excluded" {
            assert!(counted.patients.iter().all(|p| p.not_met.contains(&opposed)), "{counted:?}");
        }
    }
}

/// Each lesion of a count stands behind it, at the examination of the timepoint.
#[test]
fn a_count_of_single_lesions_lists_those_it_counts() {
    let counts: Vec<&Record> = results().records.iter().filter(|r| r.role == Role::Lesions).collect();
    assert!(counts.len() > 80);
    for record in counts {
        let Behind::Lesions(counted) = traced(&record.id).behind else { panic!("{}", record.id) };
        match record.statistic {
            Statistic::Lesions | Statistic::LesionsUntold => {
                assert_eq!(counted.lesions(), count(record), "{}", record.id)
            }
            Statistic::Patients => assert!(counted.patients.len() <= count(record), "{}", record.id),
            _ => {}
        }
        assert!(counted.patients.iter().all(|p| record.id.contains(&p.reader.to_lowercase())), "{}", record.id);
    }
}

/// Each event of a count stands behind it: those of a line, its severe ones, and those of the worst grade of a patient.
#[test]
fn a_count_of_events_lists_those_it_counts() {
    let counts: Vec<&Record> = results().records.iter().filter(|r| counted_events(r).is_some()).collect();
    assert!(counts.len() > 4000);
    for record in counts {
        let Behind::Events(counted) = traced(&record.id).behind else { panic!("{}", record.id) };
        match record.statistic {
            Statistic::Occurrences => assert_eq!(counted.events(), count(record), "{}", record.id),
            Statistic::Patients | Statistic::Severe => {
                assert_eq!(counted.patients.len(), count(record), "{}", record.id)
            }
            Statistic::Proportion | Statistic::SevereProportion => {}
            other => panic!("{}: {other:?}", record.id),
        }
    }
    // A rate is of first events in a time, and has values of patients behind it.
    let rate = "safety_serious.any.incidence_rate.garwood.sirt_io.estimate";
    assert!(matches!(traced(rate).behind, Behind::Valued(_)));
}

#[test]
fn a_matching_lists_its_pairs_and_those_left_over() {
    let lists = [
        ("treated", List::Treated),
        ("controls", List::Controls),
        ("unmatched", List::Unmatched),
        ("left_out", List::LeftOut),
    ];
    for matching in ["pairs", "pairs_alive_120", "pairs_free_120"] {
        for (statistic, list) in lists {
            let id = format!("{matching}.{statistic}");
            let record = results().records.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no result {id}"));
            let paired = paired(&id);
            let [listed] = paired.lists.as_slice() else { panic!("{paired:?}") };
            assert_eq!((listed.list, listed.patients.len()), (list, count(record)), "{id}");
        }
        let pairs = paired(&format!("{matching}.pairs")).pairs.expect("pairs");
        let made: Vec<_> = results().derived.pairs.iter().filter(|p| p.matching == matching).collect();
        assert!(made.len() > 10);
        assert_eq!(pairs, made);
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
        let (valued, record) = (valued(id), traced(id).record);
        let counted: usize = valued.settled.iter().map(|(_, n)| n).sum();
        assert!(counted > 0 && counted == valued.patients.len(), "{id}: {counted} and {}", valued.patients.len());
        for patient in valued.patients {
            let one = trace_of(results(), record, patient).expect("a patient");
            assert!(one.values.len() == 1 && group.is_none_or(|g| one.arm == Some(g)), "{id}: {one:?}");
        }
    }
    // An exposure is no arm: every patient of the population is behind it.
    let exposed = results().records.iter().find(|r| r.group == Group::Exposed);
    if let Some(record) = exposed {
        assert_eq!(Some(valued(&record.id).patients.len()), record.population_n);
    }
}

/// A value that rests on an examination has it behind it, with the combined response and a reading of each reader.
#[test]
fn the_readings_behind_a_value_are_those_of_its_examination() {
    let id = "primary.recist.M6.mcnemar.exact.p_value";
    let mut seen = 0;
    for patient in valued(id).patients {
        let one = trace_of(results(), traced(id).record, patient).expect("a patient");
        for value in &one.values {
            let ValueReason::Response { code, .. } = &value.value.because else { continue };
            let [exam] = value.exams.as_slice() else { panic!("{value:?}") };
            let combined = exam.combined.expect("a combined response");
            assert_eq!((combined.result.as_ref(), exam.readings.len()), (Some(code), 2), "{patient}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// Each line that a trace names holds the rule.
#[test]
fn a_rule_that_fired_is_found_at_its_line_of_the_criterion() {
    let criteria: BTreeMap<String, Vec<String>> = std::fs::read_dir(super::folder().join("../criteria"))
        .expect("the criteria")
        .map(|entry| entry.expect("a file").path())
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path))
        .map(|(name, path)| (name, std::fs::read_to_string(path).expect("a criterion")))
        .map(|(name, text)| (name, text.lines().map(str::to_string).collect()))
        .collect();
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect::<Vec<_>>()
    };
    let mut seen = 0;
    for reading in &results().derived.readings {
        for value in &reading.values {
            let By::Rule(id) = &value.by else { continue };
            let rule = results().rules.iter().find(|r| r.id == *id).unwrap_or_else(|| panic!("{id} stands nowhere"));
            assert_eq!((&rule.of, &rule.value), (&reading.response, &value.name), "{id}");
            let document = rule.file.rsplit('/').next().unwrap_or_default();
            let lines = criteria.get(document).unwrap_or_else(|| panic!("{} is no criterion", rule.file));
            let line = words(&lines[rule.line - 1]).join(" ");
            let text = match (&rule.text, &value.value) {
                (Some(text), _) => text,
                (None, Some(Value::Code(code))) => code,
                (None, _) => continue,
            };
            assert!(line.contains(&words(text).join(" ")), "{text} is not in line {}: {line}", rule.line);
            seen += 1;
        }
    }
    assert!(seen > 1000);
    let by = RuleId::new("recist", "target_response", 0);
    assert!(results().rules.iter().any(|r| r.id == by && r.line > 0));
}

/// The rows of the overall response that answer PD fired as often as the other implementation has PD; a row that none fired has
/// no example, and one that fired names a reading of which the trace says the same.
#[test]
fn how_often_each_row_fired() {
    let expected = super::expected("derived.json");
    let mut wanted = std::collections::BTreeMap::new();
    for exam in
        expected["readings"].as_object().expect("readings").values().flat_map(|e| e.as_object().unwrap().values())
    {
        for reader in ["R1", "R2"] {
            let response = exam[reader]["RECIST11"]["response"].as_str().expect("a response").replace(['-', '/'], "_");
            *wanted.entry(response).or_insert(0) += 1;
        }
    }
    let all = fired(results());
    let of = |code: &str| {
        let answers = |f: &&prespec::results::fired::Fired| {
            let (rule, text) = (f.rule, f.rule.text.as_deref().unwrap_or_default());
            rule.of == "recist" && rule.value == "overall" && text.ends_with(&format!("| {code}"))
        };
        all.iter().filter(answers).map(|f| f.times).sum::<usize>()
    };
    for code in ["CR", "PR", "SD", "PD", "NON_CR_NON_PD"] {
        assert_eq!(Some(&of(code)), wanted.get(code), "{code}");
    }
    // An examination without a reading is NE by no row.
    assert!(of("NE") > 0 && of("NE") < wanted["NE"]);
    for fired in &all {
        assert_eq!(fired.times == 0, fired.example.is_none(), "{}", fired.rule.id);
    }
    assert!(all.iter().any(|f| f.times == 0) && all.iter().any(|f| f.rule.of == "consensus" && f.times > 0));
}

/// A line of a statement that is written out: what it says, and the statement that it is taken over from.
fn line_of(written: &prespec::results::WrittenOut, key: &str) -> (String, WrittenFrom) {
    let found = written.lines.iter().find(|l| l.text.starts_with(key));
    let line = found.unwrap_or_else(|| panic!("no {key} in {written:?}"));
    (line.text.clone(), line.from.clone())
}

#[test]
fn a_statement_that_is_like_another_is_read_in_full() {
    let from = |name: &str, clause: &str| WrittenFrom::Statement { name: name.into(), clause: clause.into() };
    let written = |name: &str| {
        let found = results().written_out.iter().find(|w| w.name == name);
        found.unwrap_or_else(|| panic!("{name} is not written out"))
    };
    // A whole statement, with a change one level down.
    let survival = written("survival");
    assert_eq!(
        (survival.head.as_str(), survival.like.as_str(), survival.clause.as_str()),
        ("analysis", "progression", "8.3")
    );
    assert_eq!(line_of(survival, "endpoint"), ("endpoint: os".into(), WrittenFrom::Here));
    assert_eq!(line_of(survival, "population"), ("population: matched".into(), from("progression", "8.3")));
    assert_eq!(line_of(survival, "also given"), ("also given: log_rank".into(), from("progression", "8.3")));
    assert_eq!(line_of(survival, "estimand {").1, WrittenFrom::Frame);
    // A block that is like that of another, in another clause: what stands beside it is stated here.
    let confounder = written("primary_confounder");
    assert_eq!(line_of(confounder, "effect"), ("effect: risk_ratio".into(), WrittenFrom::Here));
    assert_eq!(line_of(confounder, "each"), ("each: recist at M6".into(), from("primary", "8.1")));
    assert_eq!(line_of(confounder, "estimate").1, WrittenFrom::Here);
    // Like one that is like another: each line is of the statement that states it.
    let later = written("response_landmark_later");
    assert_eq!(line_of(later, "landmark"), ("landmark: day 120".into(), from("response_landmark", "8.4")));
    assert_eq!(line_of(later, "population").1, from("response_landmark", "8.4"));
    assert_eq!(line_of(later, "compare").1, from("primary", "8.1"));
    assert_eq!(line_of(later, "each").1, WrittenFrom::Here);
}

#[test]
fn a_trace_holds_in_full_what_asked_for_the_number_and_its_endpoint() {
    let names = |id: &str| -> Vec<&str> { traced(id).written_out.iter().map(|w| w.name.as_str()).collect() };
    let record = |analysis: &str| {
        let found = results().records.iter().find(|r| r.analysis == analysis);
        found.unwrap_or_else(|| panic!("no result of {analysis}")).id.as_str()
    };
    assert_eq!(names(record("survival")), ["survival"]);
    assert_eq!(names(record("best_overall_confirmed")), ["best_confirmed", "best_overall_confirmed"]);
    assert_eq!(names(record("primary")), Vec::<&str>::new());
    assert_eq!(names(record("pairs_alive_120")), ["pairs_alive_120"]);
}
