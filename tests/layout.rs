//! The layout of formal text: what it is, that a text in it stays as it is, and that nothing but white space changes.

use crate::every_plan::files_below;
use prespec::compile::{Text, Unformatted, formatted};
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::LazyLock;

fn document(formal: &str) -> Text {
    Text::new("plan.md", format!("# T\n\n## 1 A\n\nSome  prose,  as it is.  \n\n```plan\n{formal}\n```\n\nmore\n"))
}

/// The formal text in the layout.
fn laid_out(formal: &str) -> String {
    let text = document(formal);
    let new = formatted(&text).unwrap_or_else(|_| panic!("not put into the layout:\n{formal}"));
    let (before, rest) = new.split_once("```plan\n").expect("a fence");
    let (inside, after) = rest.split_once("\n```\n").expect("its end");
    assert_eq!(format!("{before}{after}"), "# T\n\n## 1 A\n\nSome  prose,  as it is.  \n\n\nmore\n");
    inside.to_string()
}

/// Values below each other, two spaces for each brace, one space where one is enough; lists and options stay on one line or on
/// several, as they were written; a head of more than 42 signs stands by itself.
#[test]
fn the_layout_is_this() {
    let written = "data patient   \"Patients\" {\n\n\n   one row per:id\n known at: baseline\n\n\n\n  columns{\n    id \"Pseudonym\": \
                   pseudonym // of the trial\n    // by protocol\n    sex: one of(F \"Female\",\n M \"Male\")\n    weight \
                   \"Weight\":number in kg {\n above:0\n below: 500\n }\n    a_column_with_a_name_that_is_very_very_long: yes_no\n\n  \
                   }\n}\nevent a:   first dose\nevent long_name \"Label\": first dose where drug=X\n\n";
    let expected = "\
data patient \"Patients\" {
  one row per: id
  known at:    baseline

  columns {
    id \"Pseudonym\":  pseudonym // of the trial
    // by protocol
    sex:             one of (
      F \"Female\", M \"Male\"
    )
    weight \"Weight\": number in kg {
      above: 0
      below: 500
    }
    a_column_with_a_name_that_is_very_very_long: yes_no
  }
}
event a:                 first dose
event long_name \"Label\": first dose where drug = X";
    assert_eq!(laid_out(written), expected);
    assert_eq!(laid_out(expected), expected);
}

/// Cases have their conditions in one column.
#[test]
fn conditions_of_cases_stand_below_each_other() {
    let written =
        "define group of patient {\n  a \"first\" when age<10\n  other when  age >= 10 \n  unknown  otherwise\n}";
    let expected = "\
define group of patient {
  a \"first\" when age < 10
  other     when age >= 10
  unknown   otherwise
}";
    assert_eq!(laid_out(written), expected);
}

/// Found by plans with mistakes at random.
#[test]
fn what_goes_onto_one_line_keeps_neither_blank_lines_nor_its_comments_apart() {
    for (written, expected) in [
        ("value x: (n and\n\n  e)", "value x: (n and e)"),
        ("value x: one of (0 \"no\", 1\n\n  \"yes\")", "value x: one of (\n  0 \"no\", 1 \"yes\"\n)"),
        ("value x: (a, b\n\n  { c: d })", "value x: (\n  a, b { c: d }\n)"),
        ("value x: (l) and (e //\n  (w))", "value x: (l) and ( //\n  e(w)\n)"),
        ("value x: (l) and (( //\n  m))", "value x: (l) and ( //\n  (m)\n)"),
        ("event a: first dose {\n  e: e { r: - 1 }\n}", "event a: first dose {\n  e: e { r: - 1 }\n}"),
    ] {
        assert_eq!(laid_out(written), expected);
        assert_eq!(laid_out(expected), expected);
    }
}

#[test]
fn what_cannot_be_read_is_left() {
    let Err(Unformatted::Unread { diagnostics, .. }) = formatted(&document("event a: first dose where")) else {
        panic!("half a statement has no layout")
    };
    assert!(!diagnostics.is_empty());
    let old = formatted(&document(
        "check a {\n  for each: dose\n  require:  date within 0..10 days of death\n  severity: query\n}",
    ));
    let Err(Unformatted::Unread { diagnostics, .. }) = old else { panic!("old words are for `check --fix`") };
    assert_eq!(diagnostics[0].code.0, "S009");
}

#[test]
fn line_ends_stay_as_they_are() {
    let text = Text::new("plan.md", "# T\r\n\r\n## 1 A\r\n\r\n```plan\r\nevent a:first dose\r\n```\r\n".to_string());
    let new = formatted(&text).ok().expect("it can be read");
    assert_eq!(new, "# T\r\n\r\n## 1 A\r\n\r\n```plan\r\nevent a: first dose\r\n```\r\n");
}

fn texts(folder: &str) -> Vec<Text> {
    let read = |path: &PathBuf| Text::new(path, std::fs::read_to_string(path).expect("a text"));
    files_below(folder, "md").iter().map(read).collect()
}

/// Of every document of the repository that can be read, nothing but white space changes, and a second time nothing at all.
#[test]
fn nothing_but_white_space_changes() {
    let signs = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut met = 0;
    for text in ["plans", "tests", "templates/new"].into_iter().flat_map(texts) {
        let Ok(new) = formatted(&text) else { continue };
        met += usize::from(text.text.contains("```plan"));
        assert_eq!(signs(&new), signs(&text.text), "{}", text.path.display());
        let again = formatted(&Text { text: new.clone(), ..text.clone() }).ok().expect("it can be read");
        assert_eq!(again, new, "{}: a second time", text.path.display());
    }
    assert!(met > 40, "{met} documents");
}

#[test]
fn the_shipped_plans_are_in_the_layout() {
    for text in ["plans", "templates/new"].into_iter().flat_map(texts) {
        let new = formatted(&text).ok().expect("a shipped document can be read");
        let (was, is) = (text.text.lines(), new.lines());
        if let Some((was, is)) = was.zip(is).find(|(was, is)| was != is) {
            panic!("{}:\n{was}\n{is}\n(prespec fmt {0})", text.path.display());
        }
        assert_eq!(new.len(), text.text.len());
    }
}

static CRITERIA: LazyLock<Vec<Text>> = LazyLock::new(|| texts("plans/criteria"));

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// A shipped document with white space put in and taken out at random, where that does not make it another document, comes
    /// out as it is shipped, but for lines that were broken or joined.
    #[test]
    fn a_mutilated_document_means_the_same_or_is_left(
        which in any::<prop::sample::Index>(),
        places in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![" ", "\n", "\n\n", "  ", "// x\n", "", "{", ",", ")"])), 1..6),
    ) {
        let text = &CRITERIA[which.index(CRITERIA.len())];
        let mut mutilated = text.text.clone();
        for (place, put) in places {
            let at: Vec<usize> = mutilated.match_indices(' ').map(|(at, _)| at).collect();
            let at = at[place.index(at.len())];
            mutilated.replace_range(at..at + 1, put);
        }
        let mutilated = Text { text: mutilated, ..text.clone() };
        // `formatted` itself refuses what it would not read as the same tree.
        match formatted(&mutilated) {
            Ok(new) => {
                let again = formatted(&Text { text: new.clone(), ..mutilated }).ok().expect("what is in the layout can be read");
                prop_assert_eq!(again, new);
            }
            Err(Unformatted::Unread { .. }) => {}
            Err(Unformatted::OtherTree { clause }) => prop_assert!(false, "clause {} would be another", clause),
        }
    }
}
