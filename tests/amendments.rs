//! A plan that is amended: what was prespecified, what was amended before outcomes were seen and what after, as the log has it.

use prespec::catalogue::Language;
use prespec::compile::{Compiled, compile_at};
use prespec::diff::meaning::Meanings;
use prespec::diff::plans::{Side, compare};
use prespec::report::TEXT;
use prespec::results::Results;
use prespec::results::record::{Amended, Compared, Fixed, HowAmended, OnRecord};
use prespec::run::lock::{Recorded, seal};
use prespec::run::{compute, record};
use prespec::study::{Event, Log, Stamp};
use prespec::words::Words;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The plan of the veterans with its clauses apart, in a folder of its own with its data.
struct Veterans {
    folder: tempfile::TempDir,
}

impl Veterans {
    fn new() -> Veterans {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let plan = fs::read_to_string(root.join("plans/veterans/plan.md")).expect("the plan");
        let (plan, _) = plan.split_once("# 4 Amendments").expect("amendments at the end");
        let apart = plan
            .replace("\nanalysis not_inferior", "```\n\n## 2.1 Margin\n\n```plan\nanalysis not_inferior")
            .replace("\nanalysis other_ties", "```\n\n## 2.2 Ties\n\n```plan\nanalysis other_ties");
        fs::write(folder.path().join("plan.md"), apart).expect("written");
        fs::copy(root.join("plans/veterans/binding.yaml"), folder.path().join("binding.yaml")).expect("a copy");
        fs::create_dir(folder.path().join("data")).expect("a folder");
        let data = fs::read_to_string(root.join("reference/data/veteran.csv")).expect("the data");
        let rows = data.lines().enumerate().map(|(row, line)| match row {
            0 => format!("row,{line}\n"),
            row => format!("{row},{line}\n"),
        });
        fs::write(folder.path().join("data/veteran.csv"), rows.collect::<String>()).expect("written");
        Veterans { folder }
    }

    fn plan(&self) -> PathBuf {
        self.folder.path().join("plan.md")
    }

    fn replace(&self, old: &str, new: &str) {
        let text = fs::read_to_string(self.plan()).expect("the plan");
        assert_eq!(text.matches(old).count(), 1, "{old}");
        fs::write(self.plan(), text.replacen(old, new, 1)).expect("written");
    }

    fn amend(&self, name: &str, date: &str, clauses: &str) {
        let text = fs::read_to_string(self.plan()).expect("the plan");
        let heading = if text.contains("Amendments") { "" } else { "\n# 4 Amendments\n" };
        let amendment = format!(
            "{heading}\n```plan\namendment {name} \"Label of {name}\" {{\n  date:    {date}\n  clauses: {clauses}\n  because: \"reason of {name}\"\n}}\n```\n"
        );
        fs::write(self.plan(), text + &amendment).expect("written");
    }

    fn compiled(&self) -> Compiled {
        compile_at(&self.plan()).expect("it can be read")
    }

    /// The codes of what is said, and whether it was sealed.
    fn seal(&self, day: u8) -> (bool, Vec<&'static str>) {
        let codes = |compiled: &Compiled| compiled.diagnostics.iter().map(|d| d.code.0).collect();
        match seal(&self.plan(), &stamp(day)).expect("a log") {
            Recorded::Entry { .. } => (true, vec![]),
            Recorded::Amended { compiled, .. } => (true, codes(&compiled)),
            Recorded::NotAmended(compiled) | Recorded::Errors(compiled) => (false, codes(&compiled)),
        }
    }

    fn results(&self) -> Results {
        let compiled = self.compiled();
        let plan = compiled.plan.as_ref().expect("a plan without a fault");
        let mut computed = compute(plan, &compiled, None, &|_| {}).expect("computed");
        record::stand(&compiled, &mut computed).expect("a log");
        computed.results
    }

    fn on_record(&self) -> OnRecord {
        self.results().study.on_record.expect("the plan was sealed")
    }

    fn see(&self, day: u8) {
        record::seen(&self.compiled(), &self.results(), &stamp(day)).expect("logged");
    }
}

fn stamp(day: u8) -> Stamp {
    Stamp { at: format!("2026-03-{day:02}T09:00:00Z"), by: "A. Person".to_string() }
}

/// Of each analysis how it was fixed, and by which entry of the log.
fn fixed(study: &Veterans) -> BTreeMap<String, (Fixed, Option<usize>)> {
    let log = Log::read(study.folder.path()).expect("a log");
    let number = |hash: &str| log.entries.iter().find(|entry| entry.hash == hash).map(|entry| entry.number);
    let on_record = study.on_record();
    let one = |known: &prespec::results::record::FixedWhen| {
        (known.analysis.clone(), (known.fixed, known.since.as_ref().and_then(|seal| number(&seal.entry))))
    };
    on_record.fixed.iter().map(one).collect()
}

/// Sealed, amended, seen, amended again, changed back and changed without a seal.
#[test]
fn how_a_result_was_fixed_follows_from_the_log() {
    use Fixed::{AmendedAfter, AmendedBefore, NotSealed, Prespecified};
    let study = Veterans::new();
    assert!(study.results().study.on_record.is_none());
    assert_eq!(study.seal(1), (true, vec![]));
    let first = fixed(&study);
    assert_eq!(first.len(), 10);
    assert!(first.values().all(|fixed| *fixed == (Prespecified, Some(1))), "{first:?}");
    assert!(study.on_record().amended.is_empty());

    study.replace("estimate: cox { ties: breslow }", "estimate: cox { ties: exact }");
    study.amend("a1", "2026-03-02", "2.2");
    assert_eq!(study.seal(2), (true, vec![]));
    let of_ties = ["other_ties", "ties_wald", "ties_ratio", "ties_estimates"];
    let second = fixed(&study);
    for (name, known) in &second {
        let expected =
            if of_ties.contains(&name.as_str()) { (AmendedBefore, Some(2)) } else { (Prespecified, Some(1)) };
        assert_eq!(*known, expected, "{name}");
    }

    study.see(3);
    let before = study.results();
    study.see(4);
    assert!(before == study.results(), "what is logged after the last seal changes nothing");
    study.replace("margin: 1.25,", "margin: 1.3,");
    study.amend("a2", "2026-03-05", "2.1");
    assert_eq!(study.seal(5), (true, vec![]));
    let third = fixed(&study);
    assert_eq!(third["not_inferior"], (AmendedAfter, Some(5)));
    assert_eq!(third["other_ties"], (AmendedBefore, Some(2)));
    assert_eq!(third["survival"], (Prespecified, Some(1)));

    // Changed back, it is chosen anew.
    study.replace("margin: 1.3,", "margin: 1.25,");
    study.amend("a3", "2026-03-06", "2.1");
    assert_eq!(study.seal(6), (true, vec![]));
    assert_eq!(fixed(&study)["not_inferior"], (AmendedAfter, Some(6)));

    // In no sealed plan: the endpoint of all of them but what rests on nothing of it.
    study.replace("alternative: greater", "alternative: less");
    let open = fixed(&study);
    assert_eq!((open["sooner"], open["survival"]), ((NotSealed, None), (Prespecified, Some(1))));
    study.replace("dead = 1", "dead = 0");
    assert!(fixed(&study).values().all(|fixed| *fixed == (NotSealed, None)));
}

/// What is read by nothing that an analysis rests on, and what people read, is no change of it.
#[test]
fn what_an_analysis_does_not_rest_on_amends_it_not() {
    let study = Veterans::new();
    assert!(study.seal(1).0);
    study.replace(
        "    age:       integer from 18 to 110\n",
        "    age:       integer from 18 to 110\n    weight:    integer from 1 to 300\n",
    );
    study.replace("\"Overall survival, other ties\"", "\"Survival by other ties\"");
    study.replace("patients { test: 68, standard: 69 }", "patients { test: 60, standard: 60 }");
    let now = study.compiled();
    let plan = now.plan.as_ref().expect("a plan without a fault");
    let log = Log::read(study.folder.path()).expect("a log");
    let then = prespec::run::sealed::sealed(study.folder.path(), &log.entries[0]).expect("kept").expect("a seal");
    let before = then.plan.as_ref().expect("a plan without a fault");
    let (old, new) = (Meanings::of(before), Meanings::of(plan));
    for name in new.names() {
        assert!(old.same(&new, name), "{name}");
    }
    let compared = compare(Side { compiled: &then, plan: before }, Side { compiled: &now, plan });
    let changed: Vec<&str> = compared.meaning.iter().map(|change| change.identity.statement.as_str()).collect();
    assert_eq!(changed, ["data patient", "assume expected", "assume by_hazard"]);
    // Clause 1 and clause 2 must be named, and each is told once.
    assert_eq!(study.seal(2), (false, vec!["R028", "R028"]));
}

/// By every way to change a line of the plan that leaves a plan: an analysis is another one where and only where a statement that
/// it rests on, or the level of the study, is.
#[test]
fn what_changes_an_analysis_is_a_statement_that_it_rests_on() {
    let study = Veterans::new();
    let text = fs::read_to_string(study.plan()).expect("the plan");
    let before = study.compiled();
    let old = before.plan.as_ref().expect("a plan without a fault");
    let meanings = Meanings::of(old);
    let changes = [
        ("0.05 { sides: two }", "0.01 { sides: two }"),
        ("integer from 18 to 110", "integer from 20 to 110"),
        ("when treatment = 2", "when treatment = 1"),
        (
            "\"All patients\": all_patients",
            "\"All patients\" { of: all_patients, require { \"Old\": age > 40 }, if not known: excluded, count exclusions at: first_reason }",
        ),
        ("dead = 1", "dead = 0"),
        ("if not assessed: left_out", "if not assessed: ends_run"),
        ("effect:     hazard_ratio", "effect:     none"),
        ("  main test: log_rank\n", "  main test: log_rank { alternative: less }\n"),
        ("role: secondary", "role: supplementary"),
        ("margin: 1.25", "margin: 1.5"),
        ("interaction: wald", "interaction: likelihood_ratio"),
        ("by: prior, interaction", "by: cell, interaction"),
        ("ties: breslow", "ties: exact"),
    ];
    let mut compared_plans = 0;
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        fs::write(study.plan(), text.replacen(from, to, 1)).expect("written");
        let after = study.compiled();
        let Some(new) = &after.plan else { continue };
        compared_plans += 1;
        let now = Meanings::of(new);
        let compared = compare(Side { compiled: &before, plan: old }, Side { compiled: &after, plan: new });
        let reached: Vec<&String> = compared.meaning.iter().flat_map(|change| &change.reaches).collect();
        for name in now.names() {
            assert_eq!(!meanings.same(&now, name), reached.contains(&name), "{name}: {from} → {to}");
        }
    }
    assert!(compared_plans >= 9, "{compared_plans} of the changed plans are plans");
}

#[test]
fn a_change_of_meaning_is_sealed_with_its_amendment_alone() {
    let study = Veterans::new();
    assert!(study.seal(1).0);
    let log = || fs::read(study.folder.path().join("study.log")).expect("a log");
    let before = log();
    let last = || record::last_seal(&study.compiled()).expect("a log").expect("a seal").is_of_this_text;
    assert!(last());
    study.replace("margin: 1.25,", "margin: 1.3,");
    study.replace("estimate: cox { ties: breslow }", "estimate: cox { ties: exact }");
    assert!(!last());
    assert_eq!(study.seal(2), (false, vec!["R028", "R028"]));
    study.amend("a1", "2026-03-02", "2.1");
    assert_eq!(study.seal(2), (false, vec!["R028"]));
    assert!(before == log(), "nothing was sealed");
    study.amend("a2", "2026-03-02", "2.2, 3");
    assert_eq!(study.seal(2), (true, vec!["R029"]), "clause 3 means what it meant");
    // One that was sealed counts no more, and stays as it is.
    study.replace("margin: 1.3,", "margin: 1.4,");
    assert_eq!(study.seal(3), (false, vec!["R028"]));
    study.amend("a3", "2026-03-03", "2.1");
    study.replace("reason of a1", "another reason");
    assert_eq!(study.seal(3), (false, vec!["R033"]));
    study.replace("another reason", "reason of a1");
    assert_eq!(study.seal(3), (true, vec![]));
    // A statement that is gone is of its clause, which stays to be named.
    let text = fs::read_to_string(study.plan()).expect("the plan");
    let (above, rest) = text.split_once("analysis sooner").expect("an analysis");
    let (_, below) = rest.split_once("\n}\n\n").expect("its end");
    fs::write(
        study.plan(),
        format!("{above}{below}").replace("not_inferior, sooner, by_wald", "not_inferior, by_wald"),
    )
    .expect("written");
    study.amend("a4", "2026-03-04", "2.1, 3");
    assert_eq!(study.seal(4), (true, vec![]));
    let told = study.on_record().amended;
    let last = told.last().expect("a seal");
    let gone: Vec<(&str, HowAmended)> =
        last.clauses.iter().flat_map(|c| &c.statements).map(|s| (s.statement.as_str(), s.how)).collect();
    assert_eq!(gone, [("report", HowAmended::Changed), ("analysis sooner", HowAmended::Removed)]);
}

/// The texts of a plan and of its criteria are found again among those that were kept.
#[test]
fn a_sealed_plan_is_compiled_with_its_criteria() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir_all(folder.path().join("criteria")).expect("a folder");
    fs::create_dir_all(folder.path().join("study")).expect("a folder");
    for file in
        fs::read_dir(root.join("plans/criteria")).expect("criteria").map(|entry| entry.expect("an entry").path())
    {
        fs::copy(&file, folder.path().join("criteria").join(file.file_name().expect("a name"))).expect("a copy");
    }
    let plan = folder.path().join("study/plan.md");
    fs::copy(root.join("plans/sirt-hcc/plan.md"), &plan).expect("a copy");
    assert!(matches!(seal(&plan, &stamp(1)).expect("a log"), Recorded::Entry { .. }));
    let study = folder.path().join("study");
    let log = Log::read(&study).expect("a log");
    let Event::Seal { documents, plan_digest } = &log.entries[0].event else { panic!("a seal") };
    assert!(documents.len() > 2, "{documents:?}");
    let kept = prespec::run::sealed::sealed(&study, &log.entries[0]).expect("kept").expect("a seal");
    assert_eq!(kept.digest, *plan_digest);
    assert!(kept.plan.is_some());
    // A rule of a criterion changes what rests on its responses, and is of its clause in its document.
    let criterion = folder.path().join("criteria/recist_1_1.md");
    let text = fs::read_to_string(&criterion).expect("the criterion");
    let changed = text.replacen("measured >= 120 % of nadir", "measured >= 125 % of nadir", 1);
    assert_ne!(text, changed);
    fs::write(&criterion, changed).expect("written");
    let Recorded::NotAmended(compiled) = seal(&plan, &stamp(2)).expect("a log") else { panic!("not amended") };
    let titles: Vec<String> = compiled.diagnostics.iter().map(|d| d.title.to_string()).collect();
    assert!(titles.iter().all(|title| title.starts_with("Clause recist_1_1 ")), "{titles:?}");
}

/// The section of the report and the sentence of each analysis, in both languages.
#[test]
fn the_report_has_the_ledger() {
    let study = Veterans::new();
    assert!(study.seal(1).0);
    study.replace("estimate: cox { ties: breslow }", "estimate: cox { ties: exact }");
    study.amend("a1", "2026-03-02", "2.2");
    assert!(study.seal(2).0);
    study.see(3);
    study.replace("margin: 1.25,", "margin: 1.3,");
    study.replace("# 3 Report\n", "# 3 Report\n\nAs in the protocol.\n");
    study.amend("a2", "2026-03-05", "2.1, 2.2");
    assert_eq!(study.seal(5).1, ["R029"]);
    study.replace("alternative: greater", "alternative: less");
    let mut results = study.results();
    let shown = |results: &Results| {
        String::from_utf8(TEXT.write(results).expect("a report"))
            .expect("text")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let english = shown(&results);
    results.report.language = Language::French;
    let french = shown(&results);
    for (in_english, in_french) in [
        ("Prespecified (sealed 2026-03-01T09:00:00Z).", "Préspécifié (scellé le 2026-03-01T09:00:00Z)."),
        (
            "Amended before outcomes were seen (sealed 2026-03-02T09:00:00Z).",
            "Amendé avant que des résultats aient été vus",
        ),
        (
            "Amended after outcomes were seen (sealed 2026-03-05T09:00:00Z).",
            "Amendé après que des résultats ont été vus",
        ),
        ("Not in a sealed plan.", "Absent de tout plan scellé."),
        ("before outcomes were seen; entry", "avant que des résultats aient été vus ; inscription"),
        (
            "after outcomes were seen (from 2026-03-03T09:00:00Z on); entry",
            "après que des résultats ont été vus (dès le",
        ),
        ("analysis not_inferior “Whether the test treatment is not inferior”: changed", ": modifié"),
        ("margin: 1.25, level: 0.025, better: lower } → ", "margin: 1.25, level: 0.025, better: lower } → "),
        ("Label of a2 (5 March 2026): “reason of a2”", "Label of a2 (5 mars 2026) : « reason of a2 »"),
        ("named, and means what it meant", "nommé, et de même sens qu’avant"),
        ("the text reads otherwise; no statement means another thing", "aucun énoncé ne change de sens"),
        (
            "analyses that rest on it: Overall survival, other ties",
            "analyses qui en dépendent : Overall survival, other ties",
        ),
    ] {
        let plain = french.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(english.contains(in_english), "{in_english}\nnot in\n{english}");
        assert!(plain.contains(in_french), "{in_french}\nnot in\n{plain}");
    }
    let [first, second] = study.on_record().amended.try_into().expect("two seals after the first");
    let Amended { seen, compared, clauses, amendments, .. } = first;
    assert!(seen.is_none() && compared == Compared::WithBefore);
    assert_eq!((clauses[0].clause.as_str(), amendments[0].date.as_str()), ("2.2", "2026-03-02"));
    let seen = second.seen.expect("outcomes were seen");
    assert_eq!(seen.entry, Log::read(study.folder.path()).expect("a log").entries[2].hash);
    // Of a plan that was never sealed nothing is said.
    results.study.on_record = None;
    results.report.language = Language::English;
    let unsealed = shown(&results);
    assert!(!unsealed.contains("respecified") && !unsealed.contains("since it was first sealed"), "{unsealed}");
}

/// Whoever follows a number is told of it as well.
#[test]
fn a_number_says_whether_it_was_prespecified() {
    let study = Veterans::new();
    assert!(study.seal(1).0);
    study.see(2);
    study.replace("margin: 1.25,", "margin: 1.3,");
    study.amend("a1", "2026-03-05", "2.1");
    assert!(study.seal(5).0);
    let results = study.results();
    let told = |language, analysis: &str| {
        let record = results.records.iter().find(|record| record.analysis == analysis).expect("a number");
        Words::of(language).number_of(&results, record).stands_as
    };
    let first = told(Language::English, "survival");
    assert!(first.ends_with("; prespecified (sealed 2026-03-01T09:00:00Z)"), "{first}");
    let later = told(Language::English, "not_inferior");
    assert!(later.ends_with("; amended after outcomes were seen (sealed 2026-03-05T09:00:00Z)"), "{later}");
    let french = told(Language::French, "not_inferior");
    assert!(
        french.ends_with("; amendé après que des résultats ont été vus (scellé le 2026-03-05T09:00:00Z)"),
        "{french}"
    );
    // Nothing of a population is prespecified by itself.
    assert!(!told(Language::English, "all").contains("sealed"));
}

/// A text of an older language cannot be compared, and it is said.
#[test]
fn a_sealed_text_that_is_not_understood_tells_nothing() {
    let study = Veterans::new();
    let folder = study.folder.path();
    let sha256 = prespec::study::store::keep(
        folder,
        b"# 1 Plan\n\n```plan\nnonsense\n```\n",
        prespec::study::store::Readers::Group,
    )
    .expect("kept");
    let documents = vec![prespec::study::log::Named { path: "plan.md".into(), sha256 }];
    let sealed = Event::Seal { plan_digest: "0".repeat(64), documents };
    prespec::study::log::Held::of(folder).expect("a log").append(&stamp(1), "plan.md", sealed).expect("appended");
    assert!(fixed(&study).values().all(|fixed| *fixed == (Fixed::NotCompared, None)));
    let error = seal(&study.plan(), &stamp(2)).err().expect("refused");
    assert_eq!(error.code().map(|code| code.0), Some("R034"));
}
