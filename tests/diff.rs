//! Two plans set against each other: what differs in meaning is said, whatever is changed, and nothing else is.

use prespec::catalogue::Language;
use prespec::compile::files::Files;
use prespec::compile::{Compiled, Text, Texts, Unread, compile};
use prespec::diff::meaning::Meanings;
use prespec::diff::plans::{How, PlansCompared, Side, StatementChanged, compare};
use prespec::diff::telling::Telling;
use prespec::diff::telling_brief;
use prespec::diff::text::text as text_of;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A plan of the repository in other words, with its documents or with one of them in other words.
struct Rewritten {
    files: Files,
    plan: String,
    document: Option<(String, String)>,
}

impl Texts for Rewritten {
    fn plan(&self) -> Result<Text, Unread> {
        Ok(Text::new(self.files.plan()?.path, self.plan.clone()))
    }

    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        match &self.document {
            Some((rewritten, text)) if rewritten == name => {
                Some(self.files.document(name)?.map(|found| Text::new(found.path, text.clone())))
            }
            _ => self.files.document(name),
        }
    }
}

fn files(folder: &str) -> Files {
    Files::new(&root().join(folder)).expect("a plan")
}

fn text(folder: &str) -> String {
    files(folder).plan().expect("a plan").text
}

fn compiled(folder: &str, plan: String) -> Compiled {
    compile(&Rewritten { files: files(folder), plan, document: None }).expect("it can be read")
}

fn compared(before: &Compiled, after: &Compiled) -> PlansCompared {
    let plan = |of: &Compiled| {
        let said: Vec<String> = of.diagnostics.iter().map(|d| d.title.to_string()).collect();
        of.plan.clone().unwrap_or_else(|| panic!("{said:?}"))
    };
    let (a, b) = (plan(before), plan(after));
    compare(Side { compiled: before, plan: &a }, Side { compiled: after, plan: &b })
}

/// The small plan of lung cancer, and the same with some words in place of others.
fn lung(replaced: &[(&str, &str)]) -> PlansCompared {
    let before = text("tests/plans/lung");
    let after = replaced.iter().fold(before.clone(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    compared(&compiled("tests/plans/lung", before), &compiled("tests/plans/lung", after))
}

fn named(changes: &[StatementChanged]) -> Vec<&str> {
    changes.iter().map(|change| change.identity.statement.as_str()).collect()
}

#[test]
fn layout_comments_and_order_are_nothing() {
    let same = lung(&[
        ("  role: primary\n", "  // the one that decides\n  role:     primary\n"),
        ("population all \"All patients\": all_patients\n", ""),
        ("time zero: enrolment", "population all \"All patients\": all_patients\n\ntime zero: enrolment"),
        ("    age:      integer from 18 to 120\n", ""),
        ("    sex:      one of", "    age:      integer from 18 to 120\n    sex:      one of"),
    ]);
    assert!(same.same_meaning, "{:?}", same.meaning);
    assert_eq!((same.wording.len(), same.moved.len(), same.clauses.len(), same.prose.len()), (0, 0, 0, 0));
}

#[test]
fn labels_and_reasons_are_wording() {
    let same = lung(&[("\"Overall survival\"", "\"Survival\""), ("days from enrolment to death", "days to death")]);
    assert!(same.same_meaning, "{:?}", same.meaning);
    assert_eq!(named(&same.wording), ["endpoint os"]);
    let keys: Vec<&str> = same.wording[0].keys.iter().map(|key| key.key.as_str()).collect();
    assert_eq!(keys, ["", "because"]);
    let front = lung(&[("version: 1", "version: 2")]);
    assert!(front.same_meaning && front.front_matter.len() == 1 && front.wording.is_empty());
}

#[test]
fn a_changed_key_is_named_with_what_stood_there() {
    let alone = lung(&[("integer from 18 to 120", "integer from 16 to 120")]);
    assert_eq!(named(&alone.meaning), ["data patient"]);
    let key = &alone.meaning[0].keys[0];
    assert_eq!(key.key, "columns · age");
    assert_eq!(key.changed.before.as_deref(), Some("age: integer from 18 to 120"));
    assert_eq!(key.changed.after.as_deref(), Some("age: integer from 16 to 120"));
    assert!(alone.meaning[0].reaches.contains(&"adjusted".to_string()));
}

/// What is like another statement stands as it was, and means another thing.
#[test]
fn what_is_taken_over_changes_with_its_source() {
    let other = lung(&[("covariates:                age, sex, ecog", "covariates:                age, ecog")]);
    assert_eq!(named(&other.meaning), ["analysis adjusted", "analysis breslow"]);
    let taken_over = &other.meaning[1];
    assert!(taken_over.keys.is_empty() && !taken_over.understood.is_empty(), "{taken_over:?}");
}

#[test]
fn what_has_another_name_is_added_and_removed() {
    let other = lung(&[("analysis by_ecog", "analysis by_status")]);
    let how: Vec<(How, &str)> = other.meaning.iter().map(|c| (c.how, c.identity.statement.as_str())).collect();
    assert_eq!(how, [(How::Added, "analysis by_status"), (How::Removed, "analysis by_ecog")]);
    assert_eq!(other.meaning[0].clause.before, None);
    assert_eq!(other.meaning[0].reaches, ["by_status"]);
    assert_eq!(other.meaning[1].reaches, ["by_ecog"]);
}

#[test]
fn a_clause_before_another_renumbers_it_alone() {
    let renumbered = lung(&[("# 2 Survival\n", "# 2 Why (informative)\n\nBecause.\n\n# 3 Survival\n")]);
    assert!(renumbered.same_meaning && renumbered.moved.is_empty() && renumbered.wording.is_empty());
    let names: Vec<(Option<&str>, Option<&str>)> = renumbered
        .clauses
        .iter()
        .map(|c| (c.before.as_ref().map(|n| n.number.as_str()), c.after.as_ref().map(|n| n.number.as_str())))
        .collect();
    assert_eq!(names, [(None, Some("2")), (Some("2"), Some("3"))]);
    assert_eq!(renumbered.prose.len(), 1);
    assert!(!renumbered.prose[0].binding);
    let moved = lung(&[
        ("population all \"All patients\": all_patients\n", ""),
        ("endpoint os", "population all \"All patients\": all_patients\n\nendpoint os"),
    ]);
    assert!(moved.same_meaning, "{:?}", moved.meaning);
    assert_eq!(moved.moved.len(), 1);
    assert_eq!((moved.moved[0].before.as_str(), moved.moved[0].after.as_str()), ("1", "2"));
}

#[test]
fn a_criterion_is_compared_as_it_is_read() {
    let (folder, name) = ("plans/lymphoma", "criteria/lugano_2014");
    let document = files(folder).document(name).expect("the document").expect("a text").text;
    let with = |document: String| {
        let plan = text(folder);
        compile(&Rewritten { files: files(folder), plan, document: Some((name.to_string(), document)) }).expect("read")
    };
    let before = with(document.clone());
    let prose = document.replacen("Lugano", "lugano", 1);
    assert!(compared(&before, &with(prose)).same_meaning);
    let from = "15 mm";
    assert!(document.contains(from), "the document has a limit of {from}");
    let fences: Vec<usize> = document.match_indices(from).map(|(at, _)| at).collect();
    let mut seen = 0;
    for at in fences {
        let after = with(format!("{}16 mm{}", &document[..at], &document[at + from.len()..]));
        if after.plan.is_none() {
            continue;
        }
        let compared = compared(&before, &after);
        for change in &compared.meaning {
            assert_eq!(change.identity.document.as_deref(), Some(name), "{change:?}");
            assert!(!change.keys.is_empty() && !change.reaches.is_empty(), "{change:?}");
            seen += 1;
        }
    }
    assert!(seen > 0, "no limit of the document is read");
}

/// Of texts between fences, each word that can be another with the one in its place.
fn mutations(plan: &str) -> Vec<(usize, usize, String)> {
    let mut found = vec![];
    let (mut at, mut in_fence) = (0, false);
    for line in plan.split_inclusive('\n') {
        if line.starts_with("```") {
            in_fence = !in_fence && line.trim_end() == "```plan";
        } else if in_fence && !line.contains("//") {
            in_line(line, at, &mut found);
        }
        at += line.len();
    }
    found
}

const SWAPPED: &[(&str, &str)] = &[
    ("yes", "no"),
    ("no", "yes"),
    ("and", "or"),
    ("first", "last"),
    ("last", "first"),
    ("efron", "breslow"),
    ("log_log", "linear"),
    ("wilson", "clopper_pearson"),
    ("left_out", "failure"),
    ("failure", "left_out"),
    ("higher", "lower"),
    ("two", "one"),
    ("secondary", "sensitivity"),
    ("supplementary", "sensitivity"),
    ("blocks_lock", "query"),
    ("query", "note"),
    ("treatment_policy", "while_on_treatment"),
    ("counts", "does_not_count"),
    ("after_event", "before_event"),
    ("robust", "model"),
    ("en", "fr"),
];

/// Words and numbers outside quotation marks.
fn in_line(line: &str, from: usize, found: &mut Vec<(usize, usize, String)>) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let (mut start, mut quoted) = (None, false);
    for (i, c) in line.char_indices() {
        quoted ^= c == '"';
        match (start, is_word(c) && !quoted) {
            (None, true) => start = Some(i),
            (Some(s), false) => {
                let word = &line[s..i];
                let swapped = SWAPPED.iter().find(|(from, _)| *from == word).map(|(_, to)| to.to_string());
                let number = word.parse::<u32>().ok().map(|n| (n + 1).to_string());
                found.extend(swapped.or(number).map(|to| (from + s, from + i, to)));
                start = None;
            }
            (Some(_), true) | (None, false) => {}
        }
    }
}

/// Every so many of the changes that can be made to a plan: where the plan is still one, it is said that it means another thing.
fn every_change_is_seen(folder: &str, every: usize) -> usize {
    let plan = text(folder);
    let before = compiled(folder, plan.clone());
    let mut made = 0;
    let mut unseen = vec![];
    for (start, end, to) in mutations(&plan).into_iter().step_by(every) {
        let after = compiled(folder, format!("{}{to}{}", &plan[..start], &plan[end..]));
        if after.plan.is_none() {
            continue;
        }
        made += 1;
        let difference = compared(&before, &after);
        let line = plan[..start].matches('\n').count() + 1;
        let change = || format!("{folder}/plan.md:{line}: `{}` for `{}`", to, &plan[start..end]);
        // Why a plan was amended is no meaning.
        let is_amendment = difference.wording.iter().any(|change| change.identity.is_of("amendment"));
        if difference.same_meaning && !is_amendment {
            unseen.push(change());
        }
        unseen.extend(
            otherwise_told(&before, &after, &difference).into_iter().map(|name| format!("{}: {name}", change())),
        );
    }
    assert!(unseen.is_empty(), "\n{}\n", unseen.join("\n"));
    made
}

/// The analyses of which the steps say that they are others, and no statement that changed reaches them.
fn otherwise_told(before: &Compiled, after: &Compiled, difference: &PlansCompared) -> Vec<String> {
    let plan = |of: &Compiled| of.plan.clone().expect("a plan without a fault");
    let (old, new) = (Meanings::of(&plan(before)), Meanings::of(&plan(after)));
    // What adjusts its p-values stands below an analysis, which does not rest on it.
    if difference.meaning.iter().any(|change| change.identity.is_of("family")) {
        return vec![];
    }
    let reached: BTreeSet<&String> = difference.meaning.iter().flat_map(|change| &change.reaches).collect();
    let names = plan(after).analyses.iter().map(|analysis| analysis.header.name.clone()).collect::<Vec<_>>();
    names.into_iter().filter(|name| !old.same(&new, name) && !reached.contains(name)).collect()
}

/// The first of many are told and the rest counted, in the language of the plan.
#[test]
fn in_brief_the_first_are_told_and_the_rest_counted() {
    let shown = |telling: Telling| text_of(&telling);
    let all = lung(&[("alpha:  0.05", "alpha:  0.01"), ("\"Overall survival\"", "\"Survival\"")]);
    let told = shown(telling_brief::plans(&all, Language::English));
    assert!(told.contains("Statements that mean another thing: 1\n  changed  study lung  (clause 1)\n"), "{told}");
    assert!(told.ends_with("Written otherwise, and the same in meaning: 1\n"), "{told}");
    let french = shown(telling_brief::plans(&all, Language::French));
    assert!(
        french.contains("  modifié  study lung  (article 1)\nÉcrits autrement, de même sens\u{a0}: 1\n"),
        "{french}"
    );
    let (before, after) = (text("tests/plans/lung"), text("tests/plans/veterans"));
    let other = compared(&compiled("tests/plans/lung", before), &compiled("tests/plans/veterans", after));
    let told = shown(telling_brief::plans(&other, Language::French));
    assert!(other.meaning.len() > 8 && told.contains(&format!("et {} de plus", other.meaning.len() - 8)), "{told}");
}

#[test]
fn whatever_is_changed_in_a_small_plan_is_seen() {
    let mut made = 0;
    for entry in std::fs::read_dir(root().join("tests/plans")).expect("the plans") {
        let path = entry.expect("an entry").path();
        if path.join("plan.md").is_file() {
            let folder = format!("tests/plans/{}", path.file_name().expect("a name").to_string_lossy());
            made += every_change_is_seen(&folder, 3);
        }
    }
    assert!(made > 120, "{made} changes were made");
}

fn prespec(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.current_dir(root()).args(arguments).output().expect("prespec can be started")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of plain characters")
}

#[test]
fn the_command_ends_as_diff_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = folder.path().join("plan.md");
    let plan = text("tests/plans/lung");
    let diff = |after: &str, more: &[&str]| {
        std::fs::write(&other, after).expect("written");
        let output = prespec(&[&["diff", "tests/plans/lung", path(&other)], more].concat());
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(diff(&plan, &[]).0, Some(0));
    let changed = plan.replacen("0.05", "0.01", 1);
    let (code, said) = diff(&changed, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("- alpha: 0.05") && said.contains("+ alpha: 0.01") && said.contains("by_institution"),
        "{said}"
    );
    let (code, json) = diff(&changed, &["--json"]);
    assert_eq!(code, Some(1));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["meaning"][0]["statement"], "study lung");
    let page = folder.path().join("diff.html");
    let script = changed.replacen("Survival in advanced lung cancer\"", "<script>alert(1)</script>\"", 1);
    assert_eq!(diff(&script, &["--html", path(&page)]).0, Some(1));
    let page = std::fs::read_to_string(page).expect("the page");
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "{page}");
    assert_eq!(diff("# 1 Nothing\n\n```plan\nstudy {\n```\n", &[]).0, Some(2));
    let french = changed + "\n# 3 Rapport\n\n```plan\nreport { language: fr }\n```\n";
    assert!(diff(&french, &[]).1.contains("Énoncés dont le sens change"));
}

/// Every key of the JSON has its line in `docs/diff.md`.
#[test]
fn the_page_about_the_json_names_its_keys() {
    let page = std::fs::read_to_string(root().join("docs/diff.md")).expect("the page");
    let (page, _) = page.split_once("## Of two runs").expect("the part about runs");
    let lines = page.lines().filter(|line| line.starts_with("| `"));
    let cells = lines.filter_map(|line| line.split('|').nth(1));
    let named: BTreeSet<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let compared = lung(&[
        ("version: 1", "version: 2"),
        ("\"Overall survival\"", "\"Survival\""),
        ("integer from 18 to 120", "integer from 16 to 120"),
        ("# 2 Survival\n", "# 2 Survival (planned)\n\nNew.\n\n# 3 Survival\n"),
        ("population all \"All patients\": all_patients\n", ""),
        ("endpoint os", "population all \"All patients\": all_patients\n\nendpoint os"),
    ]);
    let mut keys = BTreeSet::new();
    keys_of(&serde_json::to_value(&compared).expect("JSON"), &mut keys);
    let keys: BTreeSet<&str> = keys.iter().map(String::as_str).chain(["document", "mark"]).collect();
    assert_eq!(named, keys);
}

fn keys_of(value: &serde_json::Value, keys: &mut BTreeSet<String>) {
    for (key, below) in value.as_object().into_iter().flatten() {
        keys.insert(key.clone());
        keys_of(below, keys);
    }
    value.as_array().into_iter().flatten().for_each(|below| keys_of(below, keys));
}

#[test]
fn how_is_said_in_words_that_programs_read() {
    let said = serde_json::to_string(&[How::Added, How::Removed, How::Changed]).expect("JSON");
    assert_eq!(said, r#"["added","removed","changed"]"#);
}
