//! What a person is told: the source, then the messages.

use super::{HEADS, fenced};
use prespec::diagnostic::{Sources, render};
use prespec::syntax;

/// The source, a line, and all messages on it.
fn told(source: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("plan.md", source);
    let (_, diagnostics) = syntax::parse(file, source, HEADS);
    format!("{source}\n════════\n{}", render::render(&diagnostics, &sources, false))
}

/// The codes of all messages, in order.
fn codes(source: &str) -> Vec<&'static str> {
    super::parse(source).1.iter().map(|d| d.code.0).collect()
}

macro_rules! snapshot {
    ($name:ident, $code:literal, $source:expr) => {
        #[test]
        fn $name() {
            let source = $source;
            let found = codes(&source);
            assert!(!found.is_empty() && found.iter().all(|c| *c == $code), "{found:?}");
            insta::assert_snapshot!(stringify!($name), told(&source));
        }
    };
}

snapshot!(
    an_entry_without_a_colon,
    "S001",
    fenced("endpoint os \"Overall\" {\n  kind = time_to_event\n  from time zero\n}")
);
snapshot!(
    signs_of_other_languages,
    "S001",
    fenced(
        "check c {\n  a: x == 1\n  b: x && y\n  c: x;\n  d: x ≤ 1\n  e: [x, y]\n  f: “text”\n  g: x => 1\n  h: !x\n  i: x AND y\n  j: x − 1\n}"
    )
);
snapshot!(
    words_of_other_languages,
    "S001",
    fenced(
        "rule r {\n  if x = 1 then CR\n  else PD\n  a: if x then y\n  b: x is null\n  c: x not in (A, B)\n  d: x between 1 and 2\n  e: 0 to 4\n}"
    )
);
snapshot!(
    numbers_and_dates,
    "S001",
    fenced("study s {\n  alpha: 0,05\n  beta: .2\n  gamma: 1e-5\n  month: 30days\n  signed: 2024-1-5\n  size: 007\n}")
);
snapshot!(
    something_is_missing,
    "S001",
    fenced(
        "check c {\n  a: age >=\n  b: albumin as\n  c: bclc in\n  d: x is\n  e: curative from day 0\n  f: sirt within 30 days of start\n  g: a,\n  h: (a, )\n  i: sirt within 0..120 of\n  j:\n}"
    )
);
snapshot!(
    something_is_too_much,
    "S001",
    fenced(
        "check c {\n  a: time to event\n  b: objective response\n  c: x < y < z\n  d: (a, b) days\n  e: not any lesion where x\n  f: any lesion where x where y\n  g: kaplan_meier { interval: log_log, at: 91, 183 }\n  h: on\n  columns: {\n    i: x\n  }\n}"
    )
);
snapshot!(
    heads_of_statements,
    "S001",
    fenced(
        "study sirt-hcc \"S\" {\n}\nendpoint \"Label\" pfs {\n}\nanalysis first look {\n}\ndefine x of: y\ndefine z \"A\" of t \"B\": y\nevent death"
    )
);
snapshot!(
    lines_that_belong_nowhere,
    "S001",
    fenced(
        "  kind: x\n  more: y\ncheck c: a\n  and b\ncheck d: a\n  severity: query\ncheck e {\nseverity: query\nfor: x\n}\ncheck f {\n  a: b\n  }\n  c: d\n}\n}"
    )
);
snapshot!(
    lines_that_go_on,
    "S001",
    fenced(
        "value x: a and\n  b\nvalue y: a\n  and b\n  and c\ncheck c {\n  a: x or\n    y\n  b: x\n    or y\n  d: x,\n    y\n}"
    )
);
snapshot!(
    cases_and_braces,
    "S001",
    fenced("rule r {\n  CR when\n  PD \"reason\" \"again\" when x\n  SD when x {\n  }\n  a: x }\n  when y\n}")
);
snapshot!(front_matter, "S001", "---\ntitle: T\nnonsense\n---\n".to_string());
snapshot!(
    too_deep,
    "S002",
    fenced(&format!("value x: {}a{}\nvalue y: a{}", "(".repeat(70), ")".repeat(70), " or a".repeat(130)))
);
snapshot!(
    and_with_or,
    "S003",
    fenced("check c {\n  require: informed or dead and not opposed or x\n  other: (a or b) and c\n}")
);
snapshot!(
    brackets_and_quotation_marks,
    "S004",
    fenced(
        "check c \"C\" {\n  a: (any lesion where x\n  b: \"open\n  c: first of (a, { x: (1, 2 })\n  d { e: f\n  g: (h,\n}\nrule r {\n  CR when (a and (b)\n  PD when c\n}"
    )
);
snapshot!(
    a_brace_forgotten,
    "S004",
    fenced("data d {\n  columns {\n    a: yes_no\n  known at: x\n}\ncheck c {\n  a: b\ncheck d {\n  a: b\n}")
);
snapshot!(
    a_fence_forgotten,
    "S004",
    "# 1 One\n\n```plan\nevent a: b\n\n## 1.1 Two\n\nText.\n\n```plan\nevent c: d\n```\n\n```plan\nevent e: f\n"
        .to_string()
);
snapshot!(front_matter_forgotten, "S004", "---\ntitle: T\n\n# 1 One\n\nText.\n".to_string());
snapshot!(
    numbers_of_clauses,
    "S005",
    "# 1 One\n## 1.1 A\n## 1.3 B\n## 1.4 C\n## 1.4 D\n## 1.5 E\n# 3 Three\n# 2 Two\n# 4 Four\n### 4.1.1 Deep\n"
        .to_string()
);
snapshot!(
    stray_tables,
    "S006",
    format!(
        "{}\nA sentence.\n\n| a |\n|---|\n| b |\n\n# 2 Two\n\n```plan\nrule r {{ given: x }}\n```\n\n| x | r |\n|---|\n| a | b |\n",
        fenced("rule q { given: x }")
    )
);
snapshot!(
    beginnings_of_statements,
    "S007",
    fenced(
        "endpont os \"Overall\" {\n  kind: time_to_event\n}\ntimezero: x\nprose that was meant\nfor a paragraph\nif x then y\n  z: a\nEvent b: c"
    )
);
snapshot!(
    blocks_that_would_not_be_read,
    "S008",
    "# 1 One\n\n```paln\nevent a: b\n```\n\n```\nevent a: b\n```\n\n- item\n\n  ```plan\n  event a: b\n  ```\n\n> ```plan\n> event a: b\n> ```\n\n    ```plan\n    event a: b\n    ```\n\n<!--\n```plan\nevent a: b\n```\n-->\n\n```text\nevent a: b\n```\n".to_string()
);

/// Faults of all kinds in one plan, one message each, and what is right is in the tree.
#[test]
fn several_faults_are_told_together() {
    let source = "# 1 One\n\n```plan\nstudy s \"S\" {\n  alpha = 0.05\n  month: 30 days\n}\n\nendpont pfs {\n  event: first of (progression, death\n  from: time zero\n}\n\nrule r \"R {\n  CR when a or b and c\n  PD otherwise\n}\n```\n\n# 3 Three\n\n| a |\n|---|\n| b |\n";
    assert_eq!(codes(source), ["S001", "S007", "S004", "S004", "S003", "S005", "S006"]);
    let (document, _) = super::parse(source);
    let dumped = syntax::dump(&document);
    for right in ["[month]:\n        30[days]", "endpoint pfs {}", "[from]:\n        <time zero>", "case PD otherwise"]
    {
        assert!(dumped.contains(right), "{right}\n{dumped}");
    }
    insta::assert_snapshot!("several_faults", told(source));
}

/// A fault in one place never makes more than one message: every line of the plan is damaged in turn.
#[test]
fn one_fault_is_one_message() {
    let plan = super::repository("plans/sirt-hcc/plan.md");
    let lines: Vec<&str> = plan.lines().collect();
    let mut formal = false;
    let mut told = 0;
    for (at, line) in lines.iter().enumerate().step_by(4) {
        let fence = line.starts_with("```");
        formal = if fence { *line == "```plan" } else { formal };
        if fence || !formal || line.trim().is_empty() {
            continue;
        }
        let mut damaged = lines.clone();
        let worse = format!("{line} ==");
        damaged[at] = &worse;
        let (_, diagnostics) = super::parse(&damaged.join("\n"));
        assert!(diagnostics.len() <= 1, "line {}: {diagnostics:#?}", at + 1);
        told += diagnostics.len();
    }
    assert!(told > 40, "{told}");
}
