//! Results of a small invented study: every kind of record that the report knows, and one that it does not.

use prespec::catalogue::{FindingRule, Statistic};
use prespec::number::{NotEstimable, Number, Quantity};
use prespec::results::{
    Accepted, AnalysisInfo, ArmInfo, Asserted, Assertion, BaselineInfo, BaselineLine, Basis, CharacteristicKind,
    ClauseText, Curve, Decision, EventLevel, EventLine, EventTable, FigureData, FigureKind, FigurePatient, FigurePoint,
    FigureReason, FindingCount, FormalText, Group, Hypothesis, Label, LabelKind, Mark, MethodUse, NumberSummary,
    OptionUse, PopulationInfo, Record, ReportInfo, Results, Role, ScoreOf, Severity, Standing, Strategy, Study,
    TableDigest, Term, Timepoint, Value, Verdict,
};

pub fn results() -> Results {
    let mut results = Results {
        study: Study {
            name: "trial".into(),
            title: "An invented trial".into(),
            meta: vec![("version".into(), "1.0".into())],
            plan_digest: "a".repeat(64),
            data_digest: "b".repeat(64),
            engine: "prespec 0.1.0".into(),
            cut_off: "2026-01-30".into(),
            level: 0.95,
            draft: true,
            on_record: None,
            simulated: None,
            circulated: None,
            masked: None,
        },
        clauses: vec![clause("1", "Objectives", "Paragraph with *emphasis*.\n\n- item"), clause("2", "Analyses", "")],
        arms: vec![arm("a", "New treatment"), arm("b", "Old treatment")],
        populations: vec![PopulationInfo {
            name: "all".into(),
            label: "All patients".into(),
            n: Some(8),
            clause: "1".into(),
            ..Default::default()
        }],
        analyses: vec![
            analysis("response", "Response", Role::Primary),
            analysis("survival", "Survival", Role::Secondary),
        ],
        labels: vec![Label {
            kind: LabelKind::Timepoint,
            of: String::new(),
            name: "M6".into(),
            label: "6 months".into(),
        }],
        tables: vec![TableDigest {
            name: "patient".into(),
            label: "Patients".into(),
            rows: Some(9),
            digest: "c".repeat(64),
            picked: None,
        }],
        ..Results::default()
    };
    results.accepted.push(Accepted {
        name: "x".into(),
        clause: "1".into(),
        because: "asked for".into(),
        endpoints: vec!["orr".into()],
        ..Accepted::default()
    });
    results.decisions.push(Decision {
        analysis: "response".into(),
        p_value: "response.p_value.mcnemar".into(),
        verdict: Verdict::Rejected,
        ..Decision::default()
    });
    results.assertions.push(Assertion {
        what: Asserted::KnownAtBaseline { table: "patient".into(), column: None },
        because: "no dates".into(),
        clause: "1".into(),
    });
    results.findings.push(FindingCount {
        code: "D201".into(),
        rule: FindingRule::Stated("A rule".into()),
        severity: Severity::Query,
        table: "patient".into(),
        clause: "1".into(),
        count: 3,
    });
    let records = attrition().into_iter().chain(baseline()).chain(balance()).chain(response()).chain(survival());
    results.records = records.chain(safety()).chain(unknown()).collect();
    results.labels.extend(labels(&results.records));
    results.report = report();
    results.events = vec![event_table()];
    results.analyses.push(analysis("safety", "Adverse events, all", Role::Secondary));
    results.scores = [("a", -1.0, true), ("b", -0.5, true), ("b", 2.0, false)].map(score).to_vec();
    results.curves = vec![curve("a", &[0.0, 40.0, 90.0, 365.0]), curve("b", &[0.0, 20.0, 60.0, 365.0])];
    results
}

fn clause(number: &str, title: &str, text: &str) -> ClauseText {
    ClauseText {
        number: number.into(),
        title: title.into(),
        mark: Mark::Binding,
        text: text.into(),
        file: "plan.md".into(),
        line: 1,
        formal: vec![FormalText { line: 3, text: "endpoint orr \"Objective response\" {\n  kind: yes_no\n}".into() }],
    }
}

fn arm(name: &str, label: &str) -> ArmInfo {
    ArmInfo { name: name.into(), label: label.into() }
}

fn analysis(name: &str, label: &str, role: Role) -> AnalysisInfo {
    AnalysisInfo {
        name: name.into(),
        label: label.into(),
        role,
        clause: "2".into(),
        compare: vec!["a".into(), "b".into()],
        strategies: vec![("Death".into(), Strategy::CompositeFailure)],
        hypothesis: Hypothesis::Arms,
        basis: Basis { response: true, ..Basis::default() },
        ..AnalysisInfo::default()
    }
}

fn record(analysis: &str, role: Role, statistic: &str, value: Number, quantity: Quantity) -> Record {
    Record {
        id: format!("{analysis}.{statistic}"),
        clause: "2".into(),
        analysis: analysis.into(),
        role,
        population: "all".into(),
        population_n: Some(8),
        statistic: Statistic::named(statistic).expect("a statistic"),
        standing: Standing::Estimate,
        value,
        quantity,
        ..Record::default()
    }
}

fn of(group: &str, record: Record) -> Record {
    Record { id: format!("{}.{group}", record.id), group: Group::Arm(group.into()), ..record }
}

/// A requirement, a characteristic or a line of events, by what the record is for.
fn term(name: &str, record: Record) -> Record {
    let term = match (record.role, name.split_once('.')) {
        (Role::Attrition, _) => Term::Requirement(name.into()),
        (Role::Balance | Role::Baseline, Some((name, level))) => {
            Term::Characteristic { name: name.into(), level: Some(level.into()) }
        }
        (Role::Balance | Role::Baseline, None) => Term::Characteristic { name: name.into(), level: None },
        (_, Some(("worst_grade", grade))) => Term::WorstGrade(grade.parse().ok()),
        _ => Term::Line(name.into()),
    };
    Record { id: format!("{}.{name}", record.id), term: Some(term), ..record }
}

/// What the plan calls the terms of the records.
fn labels(records: &[Record]) -> Vec<Label> {
    let mut labels: Vec<Label> = vec![];
    for record in records {
        let (kind, name) = match &record.term {
            Some(term @ Term::Requirement(_)) => (LabelKind::Requirement, term.word().into_owned()),
            Some(term @ Term::Characteristic { .. }) => (LabelKind::Characteristic, term.word().into_owned()),
            _ => continue,
        };
        let label = name.to_uppercase();
        labels.push(Label { kind, of: record.analysis.clone(), name, label });
    }
    labels
}

fn by(name: &str, standing: Standing, record: Record) -> Record {
    let method = MethodUse {
        name: name.into(),
        options: vec![("form".into(), OptionUse::Word("exact".into()))],
        citation: "Author 1900".into(),
    };
    Record { id: format!("{}.{name}", record.id), method: Some(method), standing, ..record }
}

fn attrition() -> Vec<Record> {
    let one = |statistic, n| record("all", Role::Attrition, statistic, Number::Count(n), Quantity::Count);
    let mut records = vec![one("considered", 9), term("adult", one("excluded", 1)), term("adult", one("remaining", 8))];
    records.extend([one("included", 8), of("a", one("included", 4)), of("b", one("included", 4))]);
    records
}

fn balance() -> Vec<Record> {
    let one = |statistic, value, quantity| record("pairs", Role::Balance, statistic, value, quantity);
    let smd = |statistic, value| term("age", one(statistic, Number::Real(value), Quantity::Statistic));
    vec![
        one("pairs", Number::Count(4), Quantity::Count),
        one("aim", Number::Real(0.1), Quantity::Statistic),
        smd("smd_before", 0.42),
        smd("smd_after", -0.11),
    ]
}

fn response() -> Vec<Record> {
    let mut records = vec![];
    for (arm, responders, estimate) in [("a", 3, 0.75), ("b", 1, 0.25)] {
        let one = |statistic, value, quantity| {
            by("proportion", Standing::Estimate, of(arm, record("response", Role::Primary, statistic, value, quantity)))
        };
        records.push(one("n", Number::Count(4), Quantity::Count));
        records.push(one("responders", Number::Count(responders), Quantity::Count));
        records.push(one("estimate", Number::Real(estimate), Quantity::Proportion));
        records.push(one("lower", Number::Real(estimate - 0.2), Quantity::Proportion));
        records.push(one("upper", Number::Real(estimate + 0.2), Quantity::Proportion));
    }
    let difference = |statistic, value| {
        by(
            "risk_difference",
            Standing::Estimate,
            record("response", Role::Primary, statistic, Number::Real(value), Quantity::ProportionDifference),
        )
    };
    records.extend([difference("estimate", 0.5), difference("lower", -0.1), difference("upper", 0.9)]);
    let p = record("response", Role::Primary, "p_value", Number::Real(0.0312), Quantity::PValue);
    records.push(by("mcnemar", Standing::MainTest, p));
    for record in &mut records {
        record.endpoint = Some("orr".into());
        record.timepoint = Some(Timepoint::Point("M6".into()));
    }
    records
}

fn survival() -> Vec<Record> {
    let ratio = |statistic, value| {
        by("cox", Standing::Estimate, record("survival", Role::Secondary, statistic, value, Quantity::Ratio))
    };
    let median = |arm, value| {
        by(
            "kaplan_meier",
            Standing::Estimate,
            of(arm, record("survival", Role::Secondary, "median", value, Quantity::Days)),
        )
    };
    let mut records = vec![
        ratio("hazard_ratio", Number::Real(0.5)),
        ratio("lower", Number::Real(0.2)),
        ratio("upper", Number::Infinite),
        median("a", Number::NotEstimable(NotEstimable::NotReached)),
        median("b", Number::Real(60.0)),
    ];
    for record in &mut records {
        record.endpoint = Some("os".into());
    }
    records
}

/// An analysis that is not announced, by a method that nothing in the report names.
fn unknown() -> Vec<Record> {
    let one = |statistic, value| {
        record("novel_analysis", Role::Supplementary, statistic, Number::Real(value), Quantity::Statistic)
    };
    vec![
        by("novel_method", Standing::AlsoGiven, of("a", one("kurtosis", 1.25))),
        by("novel_method", Standing::AlsoGiven, one("estimate", 2.5)),
    ]
}

fn curve(group: &str, time: &[f64]) -> Curve {
    Curve {
        id: format!("survival.{group}"),
        clause: "2".into(),
        analysis: "survival".into(),
        endpoint: "os".into(),
        population: "all".into(),
        group: group.into(),
        time: time.to_vec(),
        survival: vec![1.0, 0.75, 0.5, 0.5],
        lower: vec![None, Some(0.3), Some(0.1), Some(0.1)],
        upper: vec![None, Some(0.95), Some(0.8), Some(0.8)],
        at_risk: vec![4, 4, 3, 2],
        events: vec![0, 1, 1, 0],
        censored: vec![0, 0, 0, 2],
        ..Curve::default()
    }
}

fn score((arm, logit, paired): (&str, f64, bool)) -> ScoreOf {
    ScoreOf { matching: "pairs".into(), arm: Some(arm.into()), logit, paired }
}

fn report() -> ReportInfo {
    let line = |name: &str, kind: CharacteristicKind, levels: Vec<(String, String)>| BaselineLine {
        name: name.into(),
        label: format!("{name}, label"),
        kind,
        levels,
    };
    ReportInfo {
        clause: "2".into(),
        baseline: Some(BaselineInfo {
            clause: "2".into(),
            populations: vec!["all".into()],
            numbers: NumberSummary::ALL.to_vec(),
            quartiles: 7,
            lines: vec![
                line("age", CharacteristicKind::Number, vec![]),
                line("sex", CharacteristicKind::Category, vec![("F".into(), "Female".into())]),
                line("smoker", CharacteristicKind::YesNo, vec![]),
            ],
        }),
        figures: FigureKind::ALL.iter().filter(|k| **k != FigureKind::KaplanMeier).map(|k| figure(*k)).collect(),
        ..ReportInfo::default()
    }
}

fn figure(kind: FigureKind) -> FigureData {
    let point = |day, change, result: &str| FigurePoint {
        exam: "x".into(),
        day,
        sum: Some(Value::Decimal { number: 546.into(), unit: Some("mm".into()) }),
        change: Some(change),
        result: Some(result.into()),
    };
    let patient = |name: &str, arm: &str, best: Option<f64>| FigurePatient {
        patient: name.into(),
        arm: Some(arm.into()),
        best,
        because: Some(FigureReason::SmallestAt { exam: "x".into() }),
        progression: None,
        responses: vec![],
        points: vec![point(-3, 0.0, "SD"), point(80, best.unwrap_or(-10.0), "PR"), point(160, 320.0, "PD")],
        given: vec![("Drug".into(), vec![0, 21, 42])],
        marks: vec![("death".into(), "Death".into(), 200)],
        end: Some(200),
    };
    FigureData {
        kind,
        clause: "2".into(),
        response: Some("recist".into()),
        reader: Some("R1".into()),
        sum: Some("Sum".into()),
        population: Some("all".into()),
        population_n: 8,
        patients: vec![patient("p1", "a", Some(-45.0)), patient("p2", "b", Some(150.0)), patient("p3", "b", None)],
        ..FigureData::default()
    }
}

fn baseline() -> Vec<Record> {
    let one = |name: &str, statistic, value, quantity| {
        term(name, record("baseline", Role::Baseline, statistic, value, quantity))
    };
    let mut records = vec![];
    for arm in [Some("a"), Some("b"), None] {
        let mut add = |name, statistic, value, quantity| {
            let record = one(name, statistic, value, quantity);
            records.push(match arm {
                Some(arm) => of(arm, record),
                None => record,
            });
        };
        for (statistic, value) in [("mean", 61.5), ("standard_deviation", 8.25), ("median", 60.0), ("minimum", 40.0)] {
            add("age", statistic, Number::Real(value), Quantity::Mean);
        }
        for (statistic, value) in [("first_quartile", 55.0), ("third_quartile", 66.0), ("maximum", 80.0)] {
            add("age", statistic, Number::Real(value), Quantity::Mean);
        }
        add("age", "missing", Number::Count(1), Quantity::Count);
        for name in ["sex.F", "smoker"] {
            add(name, "count", Number::Count(2), Quantity::Count);
            add(name, "proportion", Number::Real(0.5), Quantity::Proportion);
        }
    }
    records.push(one("age", "standardised_difference", Number::Real(0.125), Quantity::Statistic));
    records
}

fn event_line(key: &str, level: EventLevel, term: Option<&str>) -> EventLine {
    EventLine { key: key.into(), level, term: term.map(str::to_string), class: Some("Skin".into()), label: None }
}

fn event_table() -> EventTable {
    EventTable {
        analysis: "safety".into(),
        clause: "2".into(),
        endpoint: "ae".into(),
        population: "all".into(),
        grades: (1..=5).collect(),
        severe_from: 3,
        rate_to: Some(365),
        lines: vec![
            event_line("any", EventLevel::Any, None),
            event_line("severe", EventLevel::Severe, None),
            event_line("class.skin", EventLevel::Class, None),
            event_line("term.rash", EventLevel::Term, Some("Rash")),
        ],
    }
}

fn safety() -> Vec<Record> {
    let one = |arm, statistic, value, quantity| of(arm, record("safety", Role::Secondary, statistic, value, quantity));
    let mut records = vec![];
    for arm in ["a", "b"] {
        records.push(one(arm, "n", Number::Count(4), Quantity::Count));
        for key in ["any", "severe", "class.skin", "term.rash", "worst_grade.3"] {
            let line = |statistic, value, quantity| term(key, one(arm, statistic, value, quantity));
            records.push(line("patients", Number::Count(3), Quantity::Count));
            records.push(line("proportion", Number::Real(0.75), Quantity::Proportion));
            records.push(line("severe", Number::Count(0), Quantity::Count));
            records.push(line("severe_proportion", Number::Real(0.0), Quantity::Proportion));
            for (statistic, value) in [("estimate", 123.4), ("lower", 50.0), ("upper", 250.0)] {
                records.push(by(
                    "incidence_rate",
                    Standing::Estimate,
                    line(statistic, Number::Real(value), Quantity::Mean),
                ));
            }
        }
    }
    records
}
