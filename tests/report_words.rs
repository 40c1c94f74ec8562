//! The report has French for every method of the plan language, for every reason to leave somebody out, and for values that cannot be used.

use prespec::catalogue::{ALL, Language, OptionKind, Statistic};
use prespec::number::{Number, Quantity};
use prespec::report::{TEXT, data};
use prespec::results::record::{Cited, DraftReason, OnRecord};
use prespec::results::{
    LeftOut, MethodUse, NEAREST, OptionUse, PROPENSITY_SCORE, Record, ReportInfo, Results, Role, Standing, Term,
    Unusable, UnusableColumn,
};
use prespec::words::Words;

#[test]
fn every_method_has_a_french_title() {
    let titles = ALL.iter().map(|method| (method.name, method.title_fr));
    for (name, title) in titles.chain([(NEAREST, "Appariement au plus proche"), (PROPENSITY_SCORE, "le score de")]) {
        let used = MethodUse { name: name.into(), ..MethodUse::default() };
        assert!(arranged(Statistic::Estimate, used).contains(title), "{name} has no French title");
    }
}

/// French, as the notes of a table have it, of one method with one option.
fn noted(option: (&str, &str)) -> String {
    let used = MethodUse {
        name: "proportion".into(),
        options: vec![(option.0.to_string(), OptionUse::Word(option.1.to_string()))],
        ..MethodUse::default()
    };
    arranged(Statistic::Estimate, used)
}

fn arranged(statistic: Statistic, method: MethodUse) -> String {
    let record = Record {
        id: format!("x.{statistic}"),
        analysis: "x".into(),
        role: Role::Primary,
        statistic,
        standing: Standing::Estimate,
        value: Number::Real(0.5),
        method: Some(method),
        ..Record::default()
    };
    let results = Results {
        report: ReportInfo { language: Language::French, ..ReportInfo::default() },
        records: vec![record],
        ..Results::default()
    };
    String::from_utf8(data(&results).expect("a report")).expect("text")
}

#[test]
fn every_option_and_every_word_it_takes_is_said_in_french() {
    let mut said = 0;
    for method in ALL {
        for option in method.options {
            let OptionKind::Choice(words) = option.kind else { continue };
            for choice in words.0 {
                let used = MethodUse {
                    name: method.name.into(),
                    options: vec![(option.name.into(), OptionUse::Word(choice.word.into()))],
                    ..MethodUse::default()
                };
                let expected = format!("{}\u{a0}: {}", option.names.fr, choice.names.fr);
                assert_eq!(Words::of(Language::French).options(&used), expected);
                said += 1;
            }
        }
    }
    assert!(said > 100, "{said}");
    assert!(noted(("correction", "yes")).contains("correction de continuité"));
}

/// The results have each reason in English; a report in French has it from the reason and not from there.
#[test]
fn every_reason_to_be_left_out_has_french() {
    let text = |language: Language, reason: LeftOut| {
        let record = Record {
            id: format!("x.left_out.{}", reason.term()),
            analysis: "x".into(),
            role: Role::Primary,
            statistic: Statistic::LeftOut,
            standing: Standing::Count,
            term: Some(Term::LeftOut(reason)),
            quantity: Quantity::Count,
            value: Number::Count(1),
            ..Record::default()
        };
        let results = Results {
            report: ReportInfo { language, ..ReportInfo::default() },
            records: vec![record],
            ..Results::default()
        };
        String::from_utf8(data(&results).expect("a report")).expect("text")
    };
    for reason in LeftOut::ALL {
        assert!(text(Language::English, *reason).contains(reason.label()), "{reason:?}");
        assert!(!text(Language::French, *reason).contains(reason.label()), "{reason:?} has no French");
    }
    assert!(text(Language::French, LeftOut::UnknownArm).contains("Écartés\u{202f}: Bras inconnu"));
}

/// The values that no analysis knows are counted on the title page and among the findings, in the report's language.
#[test]
fn values_that_cannot_be_used_are_counted() {
    let column = |name: &str, label: &str| UnusableColumn {
        table: "patient".into(),
        table_label: "Patients".into(),
        column: name.into(),
        column_label: label.into(),
        values: 1,
        patients: 1,
    };
    let columns = vec![column("arm", "Arm"), column("score", "Score")];
    let two = Unusable { values: 2, patients: 2, columns };
    let one = Unusable { values: 1, patients: 1, columns: vec![column("arm", "Arm")] };
    let said = [
        (
            Language::English,
            &two,
            "2 values of 2 patients (Patients: Arm, Score) cannot be used and are unknown to every analysis.",
        ),
        (
            Language::French,
            &two,
            "2 valeurs chez 2 patients (Patients\u{202f}: Arm, Score) sont inutilisables et restent inconnues de",
        ),
        (
            Language::English,
            &one,
            "1 value of 1 patient (Patients: Arm) cannot be used and is unknown to every analysis.",
        ),
        (
            Language::French,
            &one,
            "1 valeur chez 1 patient (Patients\u{202f}: Arm) est inutilisable et reste inconnue de toute analyse.",
        ),
    ];
    for draft in [true, false] {
        for (language, unusable, sentence) in said {
            let text = |unusable: &Unusable| {
                let mut results = Results { unusable: unusable.clone(), ..Results::default() };
                (results.study.draft, results.report.language) = (draft, language);
                String::from_utf8(data(&results).expect("a report")).expect("text")
            };
            assert!(!text(&Unusable::default()).contains(sentence));
            assert_eq!(text(unusable).matches(sentence).count(), 2, "{sentence}\nnot twice in\n{}", text(unusable));
        }
    }
}

/// A report says whether it is final, by which entries of the log, and if not each reason, in its language.
#[test]
fn why_a_report_is_a_draft_is_said_in_both_languages() {
    let cited = |entry: &str| Cited { at: "2026-03-01T09:00:00Z".into(), by: "A. Person".into(), entry: entry.into() };
    let said = |language, lock: Option<Cited>, because: Vec<DraftReason>| {
        let mut results = Results::default();
        let on_record = OnRecord { seal: cited("5ea1"), lock, because, ..OnRecord::default() };
        results.report.language = language;
        (results.study.draft, results.study.on_record) = (on_record.is_draft(), Some(on_record));
        String::from_utf8(TEXT.write(&results).expect("a report")).expect("text").replace('\n', " ")
    };
    let reasons = [
        (
            DraftReason::PlanChanged,
            "The plan is not the one that was sealed",
            "Le plan n’est pas celui qui a été scellé",
        ),
        (DraftReason::NotLocked, "its data are not locked", "ses données ne sont pas gelées"),
        (
            DraftReason::Unlocked { because: "late".into() },
            "were unlocked (“late”)",
            "dégelées («\u{202f}late\u{202f}»)",
        ),
        (DraftReason::LockChanged, "The manifest lock.json is not", "Le manifeste lock.json n’est pas tel qu’il"),
        (
            DraftReason::FilesChanged { files: vec!["a.csv".into()] },
            "as they were locked: a.csv",
            "du gel\u{202f}: a.csv",
        ),
        (
            DraftReason::OtherEngine { locked_with: "prespec 9".into() },
            "locked with prespec 9",
            "gelées avec prespec 9",
        ),
        (
            DraftReason::NumbersChanged,
            "give other numbers than at the lock",
            "donnent d’autres nombres que lors du gel",
        ),
        (
            DraftReason::StepsChanged { steps: vec!["fold.x".into()] },
            "as they were locked: fold.x",
            "du gel\u{202f}: fold.x",
        ),
    ];
    for (reason, english, french) in reasons {
        let all = |language| said(language, Some(cited("10c4")), vec![reason.clone()]);
        let (in_english, in_french) = (all(Language::English), all(Language::French));
        assert!(in_english.contains(english) && in_english.contains("DRAFT"), "{english}\nnot in\n{in_english}");
        assert!(in_french.contains(french) && in_french.contains("PROVISOIRE"), "{french}\nnot in\n{in_french}");
        assert!(!in_french.contains(english) && !in_english.contains("FINAL"), "{in_french}");
    }
    let of = |language| said(language, Some(cited("10c4")), vec![]);
    let (english, french) = (of(Language::English), of(Language::French));
    for (text, mark, body) in
        [(&english, "FINAL", "is as it was locked"), (&french, "DÉFINITIF", "tels qu’ils ont été gelés")]
    {
        assert!([mark, body, "5ea1", "10c4", "A. Person"].iter().all(|part| text.contains(part)), "{text}");
        assert!(!text.contains("DRAFT") && !text.contains("PROVISOIRE"), "{text}");
    }
}
