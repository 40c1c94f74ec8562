//! The words of the language as they are settled: no text of the repository has an old one, each old one is rewritten by its fix,
//! and a rewritten plan does what the old one said.

use prespec::compile::files::Files;
use prespec::compile::{Compiled, InMemory, Texts, compile, mend};
use prespec::diagnostic::{Diagnostic, codes};
use prespec::plan::ir::Plan;
use prespec::program::{digest::texts as digests, lower};
use std::fs;
use std::path::{Path, PathBuf};

/// What a text may not say, where it stands for the language: each once the word of something that has another now.
const OLD: &[&str] = &[
    "days of time zero",
    "stop after:",
    "missing covariate",
    "missing: allowed",
    "while_free",
    "not_eligible",
    "attrition: first",
    "across: reader",
    "when agreed",
    "when assessed",
    "inapplicable: failure",
];

/// Where old words are named as such.
const NAMED: &[&str] = &[
    "src/plan/settled.rs",
    "src/syntax/old_words.rs",
    "S009.md",
    "S009.snap",
    "tests/cli.rs",
    "tests/words.rs",
    "CHANGELOG.md",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files of the repository with one of these endings.
fn files(endings: &[&str]) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders: Vec<PathBuf> =
        ["benches", "docs", "grammar", "plans", "src", "tests"].map(|f| root().join(f)).to_vec();
    found.extend(["README.md", "CHANGELOG.md"].map(|f| root().join(f)));
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    let ends = |path: &Path| endings.iter().any(|e| path.extension().is_some_and(|x| x == *e));
    found.retain(|path| ends(path) && !NAMED.iter().any(|named| path.ends_with(named) || shown(path).ends_with(named)));
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[test]
fn no_text_has_an_old_word() {
    let mut faults = vec![];
    for path in files(&["md", "rs", "snap", "pest", "yaml"]) {
        let text = fs::read_to_string(&path).expect("a text");
        for (number, line) in text.lines().enumerate() {
            let old = OLD.iter().find(|old| line.contains(**old));
            faults.extend(old.map(|old| format!("{}:{}: {old}", shown(&path), number + 1)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_fence_has_an_old_word() {
    let mut fences = 0;
    for path in files(&["md"]) {
        let text = fs::read_to_string(&path).expect("a text");
        fences += text.matches("```plan\n").count();
        let (mended, _) = mend(&InMemory::new(text)).expect("a text in memory");
        assert!(mended.is_empty(), "{}: {:?}", shown(&path), mended[0].changes);
    }
    assert!(fences > 100, "only {fences} fences");
}

/// A plan as it was written before, in its fences.
fn as_before(text: &str) -> String {
    let mut parts: Vec<String> = text.split("```").map(str::to_string).collect();
    for part in parts.iter_mut().filter(|part| part.starts_with("plan\n")) {
        let mut old = part.clone();
        for (now, before) in PAIRS {
            old = old.replace(now, before);
        }
        *part = old.lines().map(|line| line_before(line) + "\n").collect();
    }
    parts.join("```")
}

/// What is written in one way, and what it was.
const PAIRS: &[(&str, &str)] = &[
    ("  readers:", "  across:"),
    ("ends with:", "stop after:"),
    ("main test:", "decides:"),
    ("also given:", "beside:"),
    ("may be missing: yes", "missing: allowed"),
    ("if not assessed:", "missing:"),
    ("if it does not apply:", "inapplicable:"),
    ("if a covariate is missing:", "missing covariate:"),
    ("if not known:        excluded", "unknown: not_eligible"),
    ("if not known: excluded", "unknown: not_eligible"),
    ("count exclusions at:", "attrition:"),
    ("value_before_event", "while_free"),
    ("agreed_response", "common"),
    ("worst_response", "worst"),
    ("when readers agree", "when agreed"),
    ("when any assessed", "when assessed"),
];

fn line_before(line: &str) -> String {
    let mut line = line.to_string();
    while let Some((before, rest)) = line.split_once("from day ") {
        let Some((low, rest)) = rest.split_once(" to day ") else { break };
        let end = rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(rest.len());
        let (high, rest) = rest.split_at(end);
        let of = if rest.starts_with(" of ") { "" } else { " of time zero" };
        line = format!("{before}within {low}..{high} days{of}{rest}");
    }
    if let Some((before, rest)) = line.split_once(" from ")
        && let Some((low, rest)) = rest.split_once(" to ")
        && low.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    {
        line = format!("{before} in {low}..{rest}");
    }
    if let Some((before, rest)) = line.split_once(" with no ")
        && let Some((none, rest)) = rest.split_once(" since")
    {
        line = format!("{before} since {none}{rest}");
    }
    line
}

/// A plan of the repository with its documents, each as `change` makes it.
fn texts(plan: &str, change: impl Fn(&str) -> String) -> InMemory {
    let files = Files::new(&root().join(plan)).expect("a plan");
    let compiled = compile(&files).expect("its texts");
    let mut found = InMemory::new(change(&files.plan().expect("a plan").text));
    for (name, _) in &compiled.documents.criteria {
        let text = files.document(&name.node).expect("a document").expect("a text").text;
        found = found.with(name.node.as_str(), change(&text));
    }
    found
}

/// What each step does, as the digests of `results.json` have it.
fn steps(compiled: &Compiled) -> Vec<String> {
    let plan = Plan::new(compiled.understood.clone()).expect("a plan");
    let program = lower(&plan);
    digests(&program, &plan)
}

#[test]
fn a_plan_in_old_words_is_understood_and_rewritten_as_what_it_said() {
    for plan in ["plans/sirt-hcc", "plans/joints", "tests/plans/begun", "tests/plans/treated", "tests/plans/later"] {
        let now = compile(&texts(plan, str::to_string)).expect("texts in memory");
        let before = texts(plan, as_before);
        let old = compile(&before).expect("texts in memory");
        let others = |d: &&Diagnostic| d.code != codes::OLD_WORDS;
        let told: Vec<_> = old.diagnostics.iter().filter(others).collect();
        let told_now: Vec<_> = now.diagnostics.iter().filter(others).collect();
        assert_eq!(told.len(), told_now.len(), "{plan}: {told:#?}");
        assert!(old.diagnostics.len() > told.len() + 10, "{plan} has old words");
        assert_eq!(steps(&old), steps(&now), "{plan}: what was said is understood");

        let (mended, new) = mend(&before).expect("texts in memory");
        assert!(!mended.is_empty());
        assert_eq!(new.has_errors(), now.has_errors(), "{plan}: {:#?}", new.diagnostics);
        assert_eq!(steps(&new), steps(&now), "{plan}: it does what it did");
    }
}

/// Every form that there was, aligned, with what stands between and around it.
const BEFORE: &str = "# 1 A plan\n\nProse: `date within 0..1 days of time zero`.\n\n```plan\npopulation all \"All\" {\n  of:        all_patients\n  require {\n    \"Early\": start within -7..28 days of added // kept\n    \"Years\": time zero in 2021-01-01..2024-12-31 and (ecog in 1..2 or date within 0..0 days of time zero)\n  }\n  unknown:   not_eligible\n  attrition: first_reason\n}\n\nvalue held: (earlier (a in (PR, CR) since a = PD)) or (earlier a since (b and c))\n\ncombine readers {\n  of:         tumour   // of one\n  across:     reader\n  response {\n    common \"both\"      when agreed\n    worst \"one\"        when assessed\n    NE                 otherwise\n  }\n  stop after: first progression\n}\n\nanalysis a: like b { estimate: kaplan_meier { at: (91, 183) days }, decides: log_rank, intercurrent { cure: while_free } }\n```\n";
const AFTER: &str = "# 1 A plan\n\nProse: `date within 0..1 days of time zero`.\n\n```plan\npopulation all \"All\" {\n  of:                  all_patients\n  require {\n    \"Early\": start from day -7 to day 28 of added // kept\n    \"Years\": time zero from 2021-01-01 to 2024-12-31 and (ecog from 1 to 2 or date from day 0 to day 0)\n  }\n  if not known:        excluded\n  count exclusions at: first_reason\n}\n\nvalue held: (earlier (a in (PR, CR) since a = PD)) or (earlier a with no (b and c) since)\n\ncombine readers {\n  of:        tumour   // of one\n  readers:   reader\n  response {\n    agreed_response \"both\"      when readers agree\n    worst_response \"one\"        when any assessed\n    NE                          otherwise\n  }\n  ends with: first progression\n}\n\nanalysis a: like b { estimate: kaplan_meier { at: (day 91, day 183) }, main test: log_rank, intercurrent { cure: value_before_event } }\n```\n";

#[test]
fn nothing_else_of_a_text_changes() {
    let mended = |text: &str| {
        let (mended, _) = mend(&InMemory::new(text)).expect("a text in memory");
        mended.into_iter().next().map(|m| m.text)
    };
    assert_eq!(mended(BEFORE).as_deref(), Some(AFTER));
    assert_eq!(mended(AFTER), None, "what is rewritten has nothing to rewrite");
    let (crlf, marked) = (|text: &str| text.replace('\n', "\r\n"), |text: &str| format!("\u{feff}{text}"));
    assert_eq!(mended(&crlf(BEFORE)), Some(crlf(AFTER)), "line ends stay");
    assert_eq!(mended(&marked(BEFORE)), Some(marked(AFTER)), "a mark at the beginning stays");
    let indented = |text: &str| {
        text.lines()
            .map(|line| if line.is_empty() { "\n".to_string() } else { format!("  {line}\n") })
            .collect::<String>()
    };
    assert_eq!(mended(&indented(BEFORE)), Some(indented(AFTER)), "what Markdown puts before a line stays");
}

#[test]
fn a_name_that_was_once_a_strategy_stays_a_name() {
    let base = root().join("tests/messages/base");
    let read = |path: &str| fs::read_to_string(base.join(path)).expect("a text");
    let plan = read("plan.md");
    let named =
        plan.replace("endpoint os ", "endpoint while_free ").replace("endpoint:   os\n", "endpoint: while_free\n");
    let named =
        named.replace("for:     orr, os", "for:     orr, while_free").replace("for:     os", "for:     while_free");
    assert_ne!(plan, named);
    let texts = |plan: String| InMemory::new(plan).with("criteria/small", read("criteria/small.md"));
    let (mended, compiled) = mend(&texts(named.clone())).expect("texts in memory");
    assert!(mended.is_empty() && compiled.diagnostics.is_empty(), "{:#?}", compiled.diagnostics);

    let changed =
        "estimand: like main { each: tumour at M2, death: while_free, operation: while_free, endpoint: while_free }";
    let changed = named.replace("estimand: like main { each: tumour at M2 }", changed);
    let (mended, _) = mend(&texts(changed.clone())).expect("texts in memory");
    let expected = changed.replace("death: while_free", "death: value_before_event");
    let expected = expected.replace("operation: while_free", "operation: value_before_event");
    assert_eq!(mended[0].text, expected);
}
