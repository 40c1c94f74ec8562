//! The command line as a person meets it: exit codes, what is printed where, and what is left in the output folder.

use crate::folders;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn prespec(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.current_dir(root()).args(arguments).output().expect("prespec can be started")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A copy of the study's folder, its plan changed, and of the criteria above it.
fn copy(change: impl Fn(String) -> String) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plans = root().join("plans");
    let study = folder.path().join("study");
    for (from, to) in [("criteria", folder.path().join("criteria")), ("sirt-hcc", study.clone())] {
        folders::copy(&plans.join(from), &to);
    }
    let plan = study.join("plan.md");
    let text = fs::read_to_string(&plan).expect("the plan");
    fs::write(&plan, change(text)).expect("the changed plan");
    (folder, study)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of plain characters")
}

#[test]
fn a_clean_plan_exits_with_0_whether_its_file_or_its_folder_is_named() {
    for plan in ["plans/sirt-hcc", "plans/sirt-hcc/plan.md"] {
        let output = prespec(&["check", plan]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn errors_in_the_plan_exit_with_1_and_are_reported_together() {
    let (_folder, study) = copy(|plan| {
        plan.replace("year of (time zero) - birth_year", "year of (time zero) - birth_yaer")
            .replace("event:   death\n", "event:   deth\n")
    });
    let output = prespec(&["check", text(&study)]);
    let messages = stderr(&output);
    assert_eq!(code(&output), 1, "{messages}");
    assert!(messages.contains("birth_yaer") && messages.contains("did you mean `birth_year`"), "{messages}");
    assert!(messages.contains("deth") && messages.contains("did you mean `death`"), "{messages}");
    assert!(!messages.contains('\x1b'), "no colours where standard error is no terminal");
}

#[test]
fn what_cannot_be_run_exits_with_2() {
    for arguments in [
        &["check", "plans/nowhere"][..],
        &["run", "plans/nowhere"],
        &["run", "plans/sirt-hcc/binding.yaml"],
        &["run", "plans/sirt-hcc", "--data", "plans/nowhere"],
        &["trace", "primary", "--out", "plans/nowhere"],
        &["explain", "X999"],
        &["dump", "--stage", "soup", "plans/sirt-hcc"],
        &["frobnicate"],
    ] {
        let output = prespec(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(!stderr(&output).is_empty());
    }
}

/// B015, and the reason why a binding cannot be run.
#[test]
fn a_binding_is_run_with_the_plan_it_names() {
    let (_folder, study) = copy(|plan| plan);
    let binding = study.join("binding.yaml");
    let other = fs::read_to_string(&binding).expect("the binding").replace("plan: plan.md", "plan: other.md");
    fs::write(&binding, other).expect("the changed binding");
    let output = prespec(&["run", text(&study), "--out", text(&study.join("out"))]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("B015") && stderr(&output).contains("other.md"), "{}", stderr(&output));
    let output = prespec(&["run", text(&binding)]);
    assert!(stderr(&output).contains("binding.yaml is no plan"), "{}", stderr(&output));
}

#[test]
fn explain_prints_the_page_of_a_code_and_of_a_method() {
    for word in ["S001", "s001", "kaplan_meier"] {
        let output = prespec(&["explain", word]);
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).len() > 200, "{word}");
    }
    // A method that is a figure as well is told as both.
    assert!(stdout(&prespec(&["explain", "kaplan_meier"])).contains("a figure of `report`"));
    let output = prespec(&["explain", "kaplan_meyer"]);
    assert!(stderr(&output).contains("did you mean `kaplan_meier`"), "{}", stderr(&output));
}

/// A word of the field leads to those of a plan, each of which has a page.
#[test]
fn explain_leads_from_words_of_the_field_to_those_of_a_plan() {
    let explained = |word: &str| {
        let output = prespec(&["explain", word]);
        assert_eq!(code(&output), 0, "{word}: {}", stderr(&output));
        stdout(&output)
    };
    for (word, says) in [
        ("ANCOVA", "linear_model"),
        ("cmh", "cochran_mantel_haenszel"),
        ("log-rank", "log_rank"),
        ("MMRM", "cannot be carried out yet"),
        ("non-inferiority", "hypothesis: non_inferiority"),
        ("gatekeeping", "fixed_sequence"),
        ("LOCF", "value: last"),
        ("PARAMCD", "where: { PARAMCD: OS }"),
        ("per protocol", "late_selection"),
        ("ANL01FL", "DTYPE"),
        ("actual treatment", "a plan of its own"),
        ("worst grade", "worst per"),
        ("PPV", "diagnostic_accuracy"),
        ("left truncation", "entry"),
        ("time-dependent", "exposed against unexposed"),
        ("non-responder imputation", "if not assessed: failure"),
        ("PASI", "a document of its own"),
        ("Miettinen", "`miettinen_nurminen`, of `interval` of `risk_difference`"),
        ("newcombe_hybrid_score", "of `interval` of `risk_difference`"),
    ] {
        let page = explained(word);
        assert!(page.contains(says), "{word}: {page}");
        for more in page.lines().filter(|line| line.starts_with("More: ")) {
            let named = more.split('`').filter_map(|part| part.strip_prefix("prespec explain "));
            named.for_each(|named| drop(explained(named.trim_matches('"'))));
        }
    }
    let output = prespec(&["explain", "astrology"]);
    assert_eq!(code(&output), 2);
}

/// Each statement with its keys, each figure, and each key with where it stands.
#[test]
fn explain_tells_every_word_of_the_registry() {
    use prespec::catalogue::FigureKind;
    use prespec::plan::registry::HEADS;
    let explained = |word: &str| {
        let output = prespec(&["explain", word]);
        assert_eq!(code(&output), 0, "{word}: {}", stderr(&output));
        stdout(&output)
    };
    let mut keys: Vec<(&str, &str)> = vec![];
    for head in HEADS {
        let page = explained(head.word);
        assert!(page.contains(head.page) && page.contains(&format!("# `{}`, a statement", head.word)), "{page}");
        assert!(head.keys.iter().all(|key| page.contains(&format!("`{key}`"))), "{page}");
        keys.extend(head.keys.iter().map(|key| (*key, head.word)));
    }
    for kind in FigureKind::ALL {
        assert!(explained(kind.word()).contains(kind.about()), "{kind}");
    }
    for (key, head) in keys {
        let page = explained(key);
        assert!(page.contains(&format!("# `{key}`, a key")) && page.contains(&format!("`{head}`")), "{key}: {page}");
    }
    let page = explained("entry");
    assert!(page.contains("In `endpoint`") && page.contains("from when a patient is at risk"), "{page}");
    let page = explained("if a covariate is missing");
    assert!(["analysis", "subgroups", "matching"].iter().all(|head| page.contains(&format!("In `{head}`"))), "{page}");
    let output = prespec(&["explain", "horizn"]);
    assert!(stderr(&output).contains("did you mean `horizon`"), "{}", stderr(&output));
}

/// What is no statement and no key of one: kinds of endpoints, words of the lists, keys of a binding, units.
#[test]
fn explain_tells_of_kinds_words_binding_and_units() {
    use prespec::binding::keys::PLACES;
    use prespec::plan::registry::{ENDPOINT_KINDS, VOCABULARY};
    let explained = |word: &str| stdout(&prespec(&["explain", word]));
    for kind in ENDPOINT_KINDS {
        let page = explained(kind.word);
        assert!(page.contains("a kind of `endpoint`") && page.contains(kind.about), "{}: {page}", kind.word);
        let keys = kind.keys.iter().chain(kind.given);
        assert!(keys.clone().all(|key| page.contains(&format!("`{key}`"))), "{}: {page}", kind.word);
    }
    for (what, list) in VOCABULARY {
        let (word, about) = list[0];
        let page = explained(word);
        assert!(page.contains(&format!("# `{word}`, {what}")) && page.contains(about), "{word}: {page}");
    }
    for (place, keys) in PLACES {
        let (key, about) = keys[0];
        let page = explained(key);
        assert!(page.contains("a key of `binding.yaml`") && page.contains(place) && page.contains(about), "{page}");
    }
    let page = explained("mmol/L");
    assert!(page.contains("Dimension: amount concentration") && page.contains("`µmol/L`"), "{page}");
    assert!(explained("mEq/L").contains("Nothing else is converted into it"));
    let output = prespec(&["explain", "seperator"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("did you mean `separator`"), "{}", stderr(&output));
}

#[test]
fn every_stage_can_be_dumped_and_is_the_same_twice() {
    for stage in ["syntax", "plan", "program"] {
        let output = prespec(&["dump", "--stage", stage, "plans/sirt-hcc"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(stdout(&output).len() > 1000, "{stage}");
        assert_eq!(stdout(&output), stdout(&prespec(&["dump", "--stage", stage, "plans/sirt-hcc"])));
    }
}

/// A whole run, then a run whose data are blocked: the report of the first stays, byte for byte.
#[test]
fn a_blocked_run_leaves_the_last_good_report_in_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    let good = prespec(&["run", "plans/sirt-hcc", "--out", text(&out)]);
    assert_eq!(code(&good), 0, "{}", stderr(&good));
    let files = ["findings.csv", "patients.jsonl", "report.html", "report.pdf", "results.json", "run.json"];
    let mut found: Vec<String> = fs::read_dir(&out)
        .expect("the output")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    assert_eq!(found, files);
    let report = fs::read(out.join("report.pdf")).expect("the report");
    assert!(report.starts_with(b"%PDF-"));
    let results = fs::read(out.join("results.json")).expect("the results");

    let draft = "plans/sirt-hcc/data/draft";
    let blocked = prespec(&["run", "plans/sirt-hcc", "--data", draft, "--out", text(&out)]);
    assert_eq!(code(&blocked), 1, "{}", stderr(&blocked));
    assert!(stderr(&blocked).contains("--draft"), "{}", stderr(&blocked));
    assert!(stderr(&blocked).contains("results and report of an earlier one"), "{}", stderr(&blocked));
    assert!(stderr(&blocked).contains("D018 blocks_lock"), "{}", stderr(&blocked));
    let read = fs::read_to_string(out.join("findings.run.json")).expect("what the findings were found in");
    assert!(read.contains("data/draft/patients.csv"), "{read}");
    assert!(fs::read(out.join("report.pdf")).expect("the report") == report);
    assert!(fs::read(out.join("results.json")).expect("the results") == results);
    let findings = fs::read_to_string(out.join("findings.csv")).expect("the findings");
    assert!(findings.lines().count() > 10, "the draft has errors planted in it");

    let trace = prespec(&["trace", "primary.recist.M6.mcnemar.exact.p_value", "--out", text(&out)]);
    assert_eq!(code(&trace), 0, "{}", stderr(&trace));
    assert!(stderr(&trace).contains("findings.csv in this folder is of a later run"), "{}", stderr(&trace));
    for part in ["0.09228515625", "Clause 8.1", "plan.md:", "mcnemar", "P099", "fold.recist", "30 % below baseline"] {
        assert!(stdout(&trace).contains(part), "{part} is not in\n{}", stdout(&trace));
    }
    let wrong = prespec(&["trace", "primary.recist.M6.mcnemar.exact.p_valeu", "--out", text(&out)]);
    assert_eq!(code(&wrong), 2);
    assert!(stderr(&wrong).contains("`primary.recist.M6.mcnemar.exact.p_value`"), "{}", stderr(&wrong));
    let other = prespec(&["trace", "--patient", "P09", "--out", text(&out)]);
    assert_eq!((code(&other), stdout(&other).len()), (2, 0));
    assert!(
        stderr(&other).contains("there is no patient `P09` in patients.jsonl; the nearest is `P009`"),
        "{}",
        stderr(&other)
    );
}

/// A clause, a patient, what a number rests on in one, and each of them on a screen.
#[test]
fn whatever_is_asked_about_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    let run = prespec(&["run", "plans/sirt-hcc", "--out", text(&out)]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let told = |arguments: &[&str]| {
        let output = prespec(&[&["trace", "--out", text(&out)], arguments].concat());
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        stdout(&output)
    };
    let number = "primary.recist.M6.mcnemar.exact.p_value";
    let holds = |arguments: &[&str], parts: &[&str]| {
        let said = told(arguments);
        parts.iter().for_each(|part| assert!(said.contains(part), "{arguments:?}: {part} is not in\n{said}"));
    };
    // The statement, its steps, what it made; of text alone, that it made nothing.
    holds(
        &["7"],
        &["Clause 7 Matching", "caliper", "matching.pairs", "Numbers that it made: 168", "pairs.balance.largest"],
    );
    holds(&["3.1"], &["Clause 3.1", "event death", "It made no number."]);
    holds(&["recist_1_1 2"], &["Clause recist_1_1 2", "recist_1_1.md:"]);
    let patient =
        ["P018, No SIRT by day 120, time zero 2023-12-19", "0  First atezolizumab", "ALBI score", "pair 20, with P003"];
    holds(&["--patient", "P018"], &patient);
    holds(
        &["--patient", "P018"],
        &["E0438, day", "D019 Every patient has an evaluable", "patients.csv:19, clause 2.7"],
    );
    holds(&[number, "--patient", "P003"], &["yes, response PR at E0149", "30 % below baseline", "recist_1_1.md:130"]);
    for arguments in
        [&[number][..], &["7"], &["8.3"], &["--patient", "P018"], &["attrition.eligible.bclc_stage_b_or_c.excluded"]]
    {
        let said = told(&[arguments, &["--brief"]].concat());
        assert!((8..=45).contains(&said.lines().count()), "{said}");
    }
    let outside = prespec(&["trace", number, "--patient", "P001", "--out", text(&out)]);
    assert!(stdout(&outside).is_empty() && stderr(&outside).contains("P001 is not behind"), "{}", stderr(&outside));

    documented(&told);
}

/// Every key of the JSON has its line in `docs/trace.md`, and every line its key.
fn documented(told: &dyn Fn(&[&str]) -> String) {
    fn keys(value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                found.insert(key.clone());
                keys(value, found);
            }),
            serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }
    let mut printed = std::collections::BTreeSet::new();
    let asked = [
        &["primary.recist.M6.mcnemar.exact.p_value"][..],
        &["attrition.eligible.bclc_stage_b_or_c.excluded"],
        &["8.3"],
        &["2.7"],
        &["--patient", "P018"],
    ];
    for asked in asked {
        let said = told(&[asked, &["--json"]].concat());
        keys(&serde_json::from_str(&said).expect("JSON"), &mut printed);
    }
    let page = fs::read_to_string("docs/trace.md").expect("the page");
    let lines = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let listed: std::collections::BTreeSet<String> = lines.map(|(key, _)| key.to_string()).collect();
    assert_eq!(printed, listed);
}

/// Of very many messages the first are printed, and the rest is counted by code.
#[test]
fn no_more_messages_are_printed_than_can_be_read() {
    let (_folder, study) = copy(|plan| {
        let at = "\ndefine ";
        let many: String =
            (0..150).map(|i| format!("\ndefine strange_{i} of patient \"S\": nowhere_{i} + 1")).collect();
        plan.replacen(at, &format!("{many}{at}"), 1)
    });
    let output = prespec(&["check", text(&study)]);
    assert_eq!(code(&output), 1);
    let said = stderr(&output);
    assert_eq!(said.matches("error[P001]").count(), 100, "{said}");
    assert!(said.contains("and 50 more: P001 (50)") && said.contains("150 errors"), "{said}");
}

/// A long chain of quantities that decides who is analysed is followed to its end.
#[test]
fn a_long_chain_of_definitions_is_followed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let base = root().join("tests/messages/base");
    folders::copy(&base.join("criteria"), &folder.path().join("criteria"));
    let before = |i: usize| i.checked_sub(1).map_or("birth_year".to_string(), |b| format!("d{b}"));
    let chain: String = (0..10_000).map(|i| format!("define d{i} of patient \"D {i}\": {} + 1\n", before(i))).collect();
    let plan = fs::read_to_string(base.join("plan.md")).expect("the plan");
    let plan = plan.replacen("define age of", &format!("{chain}define age of"), 1);
    let plan = plan.replacen("  require {\n", "  require {\n    \"Chain\": d9999 > 5\n", 1);
    fs::write(folder.path().join("plan.md"), plan).expect("the plan");
    let output = prespec(&["check", text(folder.path())]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

/// The plan and a criterion in old words, and another fault in the plan.
fn in_old_words() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let (folder, study) = copy(|plan| {
        plan.replace("date from day 46 to day 136", "date within 46..136 days of time zero")
            .replace("  main test:  mcnemar", "  decides:    mcnemar")
            .replace("event:   death\n", "event:   deth\n")
    });
    let criterion = folder.path().join("criteria/recist_1_1.md");
    let text = fs::read_to_string(&criterion).expect("a criterion");
    fs::write(&criterion, text.replace("with no PD since", "since target_response = PD"))
        .expect("the changed criterion");
    (folder, study, criterion)
}

#[test]
fn old_words_are_rewritten_in_place_and_other_faults_told() {
    let (_folder, study, criterion) = in_old_words();
    let plan = study.join("plan.md");
    let before = fs::read(&plan).expect("the plan");

    let dry = prespec(&["check", "--fix", "--dry-run", text(&study)]);
    assert_eq!(code(&dry), 1, "{}", stderr(&dry));
    assert!(stderr(&dry).contains("would be rewritten"), "{}", stderr(&dry));
    assert_eq!(fs::read(&plan).expect("the plan"), before, "a dry run leaves the files as they are");

    let output = prespec(&["check", "--fix", text(&study)]);
    let said = stderr(&output);
    assert_eq!(code(&output), 1, "{said}");
    assert!(said.contains("`within 46..136 days of time zero` → `from day 46 to day 136`"), "{said}");
    assert!(said.contains("recist_1_1.md: 1 place rewritten"), "{said}");
    assert!(said.contains("did you mean `death`") && !said.contains("S009"), "{said}");
    let origin = |path: &str| fs::read_to_string(root().join(path)).expect("a text");
    let written = fs::read_to_string(&plan).expect("the plan").replace("event:   deth\n", "event:   death\n");
    assert_eq!(written, origin("plans/sirt-hcc/plan.md"));
    assert_eq!(fs::read_to_string(criterion).expect("a text"), origin("plans/criteria/recist_1_1.md"));

    fs::write(&plan, written).expect("the plan put right");
    let again = prespec(&["check", "--fix", text(&study)]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert!(stderr(&again).contains("no old words"), "{}", stderr(&again));
    let written = fs::read_to_string(&plan).expect("the plan");
    fs::write(&plan, written.replacen("date from day 46 to day 136", "date within 6..19 weeks of time zero", 1))
        .expect("by hand");
    let by_hand = stderr(&prespec(&["check", "--fix", text(&study)]));
    assert!(by_hand.contains("nothing can be rewritten by itself") && by_hand.contains("S009"), "{by_hand}");
    assert!(!by_hand.contains("no old words"), "{by_hand}");
    let wrong = prespec(&["check", "--dry-run", text(&study)]);
    assert_eq!(code(&wrong), 2, "a dry run of nothing is a wrong argument");
}

#[cfg(unix)]
#[test]
fn files_are_rewritten_all_or_none_and_keep_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, study, criterion) = in_old_words();
    let plan = study.join("plan.md");
    let before = fs::read(&plan).expect("the plan");
    let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    mode(&plan, 0o640);
    mode(&criterion, 0o444);
    let refused = prespec(&["check", "--fix", text(&study)]);
    assert_eq!(code(&refused), 2, "{}", stderr(&refused));
    assert_eq!(fs::read(&plan).expect("the plan"), before, "not the one without the other");
    mode(&criterion, 0o644);
    let output = prespec(&["check", "--fix", text(&study)]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert_ne!(fs::read(&plan).expect("the plan"), before);
    let kept = fs::metadata(&plan).expect("the plan").permissions().mode() & 0o777;
    assert_eq!(kept, 0o640);
}
