//! A plan twice as long takes twice as long, whatever it is made of.

use prespec::compile::{Compiled, InMemory, compile};
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// The small plan with statements added to its first fence after the tables.
fn with(statements: &str) -> Compiled {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages/base");
    let read = |path: &str| std::fs::read_to_string(base.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let at = "define age of patient";
    let plan = read("plan.md");
    assert_eq!(plan.matches(at).count(), 1);
    let texts = InMemory::new(plan.replacen(at, &format!("{statements}\n{at}"), 1));
    compile(&texts.with("criteria/small", read("criteria/small.md"))).expect("texts in memory are there")
}

fn took(statements: &str) -> Duration {
    let start = Instant::now();
    assert!(with(statements).understood.tables.len() > 3, "most of the plan is understood");
    start.elapsed()
}

/// `count` statements, each made from its number.
fn statements(count: usize, one: &One) -> String {
    let mut text = String::new();
    (0..count).for_each(|i| one(&mut text, i));
    text
}

/// What a plan can have many of, each from its number.
type One = fn(&mut String, usize);
const MANY: &[(&str, One)] = &[
    ("a chain of quantities", |text, i| {
        let before = i.checked_sub(1).map_or("birth_year".to_string(), |b| format!("d{b}"));
        let _ = writeln!(text, "define d{i} of patient \"D {i}\": {before} + 1");
    }),
    ("names that are nowhere", |text, i| {
        let _ = writeln!(text, "define d{i} of patient \"D {i}\": strange_{i} + 1");
    }),
    ("one name that is nowhere", |text, i| {
        let _ = writeln!(text, "define d{i} of patient \"D {i}\": strange + {i}");
    }),
    ("events", |text, i| {
        let _ = writeln!(text, "event e{i} \"E {i}\": first treatment where drug = standard");
    }),
    ("columns", |text, i| {
        if i == 0 {
            text.push_str(
                "data wide \"Wide\" {\n  one row per: patient\n  belongs to: patient\n  columns {\n    }\n}\n",
            );
        }
        let end = text.len() - "  }\n}\n".len();
        text.insert_str(end, &format!("  c{i}: yes_no\n"));
    }),
    ("checks", |text, i| {
        let require = format!("require: birth_year > {i}");
        let _ = writeln!(text, "check k{i} \"K {i}\" {{\n  for each: patient\n  {require}\n  severity: query\n}}");
    }),
    ("keys that are not known", |text, i| {
        let _ = writeln!(text, "check k{i} \"K {i}\" {{\n  for each: patient\n  requir: no\n  severity: query\n}}");
    }),
    ("lines that cannot be read", |text, i| {
        let _ = writeln!(text, "define d{i} of patient \"D {i}\": birth_year + + {i}");
    }),
    ("populations", |text, i| {
        let from = i.checked_sub(1).map_or("all_patients".to_string(), |b| format!("p{b}"));
        let rest = "if not known: excluded\n  count exclusions at: first_reason";
        let _ = writeln!(text, "population p{i} \"P {i}\" {{\n  of: {from}\n  {rest}\n}}");
    }),
];

#[test]
fn a_plan_sixteen_times_as_long_takes_no_more_than_its_share() {
    for (what, one) in MANY {
        let [short, long] = [100, 1600].map(|count| statements(count, one));
        let short = took(&short).min(took(&short));
        let long = took(&long);
        println!("{what}: {short:?} {long:?}");
        // Sixteen times as long, in a machine that does much else meanwhile; what grows with the square would be 256 times.
        assert!(long < short * 80, "{what}: {short:?} for 100, {long:?} for 1600");
    }
}

/// Each part of a check has steps of its own: of two lists of 30 codes there are too many.
#[test]
fn a_check_is_split_into_few_parts() {
    let list: Vec<String> = (0..30).map(|i| format!("c{i}")).collect();
    let codes = list.join(", ");
    let check = |split: &str| {
        with(&format!(
            "data note \"Notes\" {{\n  one row per: patient, kind\n  belongs to: patient\n  known at: baseline {{ asserted because: \"taken on entry\" }}\n  columns {{\n    kind: one of ({codes})\n    \
             place: one of ({codes})\n  }}\n}}\ncheck notes \"Notes\" {{\n  for each: patient, {split}\n  require: no note\n  severity: query\n}}"
        ))
    };
    let titles = |compiled: &Compiled| compiled.diagnostics.iter().map(|d| d.title.to_string()).collect::<Vec<_>>();
    assert_eq!(titles(&check("kind, place")), ["A check is made for at most 500 codes together"]);
    assert!(titles(&check("kind")).is_empty());
}
