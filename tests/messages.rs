//! What a person is told. Every `tests/messages/CODE.md` changes a small valid plan, case by case, and the snapshot beside
//! it holds the change (SOURCE) and what is said about it (MESSAGE). A case is one fault and gives one message, unless its
//! heading ends with the number of messages in parentheses.

use prespec::compile::{Compiled, InMemory, compile};
use prespec::diagnostic::{Argument, Diagnostic, Fix, Said, Sources, Subject, render::render};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The valid plan and its criterion, as they stand or changed.
#[derive(Clone)]
struct Texts {
    plan: String,
    criterion: String,
}

impl Texts {
    fn base() -> Texts {
        let base = folder().join("base");
        Texts { plan: read(&base.join("plan.md")), criterion: read(&base.join("criteria/small.md")) }
    }

    /// Replaces what stands exactly once in the two texts.
    fn replace(&mut self, old: &str, new: &str, case: &str) {
        let found = [self.plan.matches(old).count(), self.criterion.matches(old).count()];
        match found {
            [1, 0] => self.plan = self.plan.replacen(old, new, 1),
            [0, 1] => self.criterion = self.criterion.replacen(old, new, 1),
            _ => panic!("{case}: what is to be replaced stands {found:?} times in the plan and the criterion:\n{old}"),
        }
    }

    /// Everything that is said, in the order in which it is shown.
    fn messages(&self) -> (Vec<Diagnostic>, Sources, bool) {
        let Compiled { diagnostics, sources, plan, .. } = self.compiled();
        (diagnostics, sources, plan.is_some())
    }

    /// The texts with all that one message offers put in.
    fn fixed(&self, fault: &Diagnostic, sources: &Sources) -> Texts {
        let mut texts = self.clone();
        let mut fixes = fault.fixes.clone();
        fixes.sort_by_key(|f| std::cmp::Reverse(f.span));
        for Fix { span, replacement, certainty: _ } in fixes {
            let of_plan = sources.get(span.file).is_some_and(|s| s.path == "plan.md");
            let text = if of_plan { &mut texts.plan } else { &mut texts.criterion };
            text.replace_range(span.start as usize..span.end as usize, &replacement);
        }
        texts
    }

    fn compiled(&self) -> Compiled {
        let texts = InMemory::new(self.plan.as_str()).with("criteria/small", self.criterion.as_str());
        compile(&texts).expect("texts in memory are there")
    }
}

struct Case {
    title: String,
    /// Pairs of what stands in the base and what takes its place.
    changes: Vec<(String, String)>,
}

/// Sections `## Case: TITLE` with fences ` ````replace ` and ` ````by ` in turn.
fn cases(text: &str) -> Vec<Case> {
    let mut cases = vec![];
    for section in text.split("\n## Case: ").skip(1) {
        let title = section.lines().next().unwrap_or_default().trim().to_string();
        let fences = |kind: &str| -> Vec<String> {
            let opening = format!("````{kind}\n");
            let inner = section.split(&opening).skip(1);
            inner.map(|f| f.split("\n````").next().unwrap_or_default().to_string()).collect()
        };
        let (old, new) = (fences("replace"), fences("by"));
        assert!(!old.is_empty() && old.len() == new.len(), "{title}: each ````replace has its ````by");
        cases.push(Case { title, changes: old.into_iter().zip(new).collect() });
    }
    cases
}

/// The number in parentheses at the end of a title, 1 without it.
fn expected_messages(title: &str) -> usize {
    let inside = title.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    inside.map_or(1, |(_, n)| n.parse().expect("a number of messages in the parentheses"))
}

fn source(changes: &[(String, String)]) -> String {
    let mut text = String::new();
    for (old, new) in changes {
        old.lines().for_each(|l| text.push_str(&format!("- {l}\n")));
        new.lines().for_each(|l| text.push_str(&format!("+ {l}\n")));
    }
    text
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("tests/messages");
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "md"));
    files.sort();
    files
}

#[test]
fn the_base_has_no_fault() {
    let (said, sources, resolved) = Texts::base().messages();
    assert!(resolved && said.is_empty(), "{}", render(&said, &sources, false));
}

/// What is asked of rows before time zero and is known with them is no look into the future.
#[test]
fn rows_before_time_zero_may_be_asked() {
    let asked = [
        "every exam where date before time zero has readable",
        "every exam where date before time zero has (any lesion where role = new)",
        "any exam where date before time zero and readable and not (surgery before time zero)",
        "no treatment where date before time zero and drug = extra",
        "(count lesion where date before time zero and size is known) > 0",
    ];
    for condition in asked {
        let mut texts = Texts::base();
        texts.replace("\"Advanced\":    stage in (B, C)", &format!("\"Advanced\": {condition}"), condition);
        let (said, sources, resolved) = texts.messages();
        assert!(resolved && said.is_empty(), "{condition}\n{}", render(&said, &sources, false));
    }
}

/// An exposure to what settles the arms through a quantity answers for their immortal time.
#[test]
fn what_settles_arms_is_found_behind_a_quantity() {
    let mut texts = Texts::base();
    let age = "define age of patient \"Age\": year of (time zero) - birth_year";
    texts.replace(age, &format!("{age}\ndefine late of patient \"Late\": added from day 0 to day 60"), age);
    texts.replace("when added from day 0 to day 60", "when late", "arms");
    let for_both = "accept immortal_time {\n  for:     orr, os\n";
    let answered = r#"
analysis exposure "By the extra drug" {
  role: sensitivity
  estimand: like survival { population: eligible, compare: exposed against unexposed { to: added, from: day_after }, intercurrent { late: exposure } }
  estimate: cox { ties: efron }
}

accept immortal_time {
  for:         os
  answered by: exposure
  because:     "The protocol compares from time zero."
}

accept immortal_time {
  for: orr
"#;
    texts.replace(for_both, answered, "answered");
    let (said, sources, resolved) = texts.messages();
    assert!(resolved && said.is_empty(), "{}", render(&said, &sources, false));
}

#[test]
fn every_fault_is_told() {
    let files = files();
    assert!(files.len() > 20, "only {} files of messages", files.len());
    let (mut faults, mut fixed) = (vec![], 0);
    for file in files {
        let code = file.file_stem().and_then(|s| s.to_str()).expect("a name").to_string();
        let mut shown = String::new();
        for case in cases(&read(&file)) {
            let name = format!("{code}: {}", case.title);
            let mut texts = Texts::base();
            for (old, new) in &case.changes {
                texts.replace(old, new, &name);
            }
            let (said, sources, _) = texts.messages();
            let message = render(&said, &sources, false);
            for fault in &said {
                assert_eq!(
                    fault.labels.iter().filter(|l| l.primary).count(),
                    1,
                    "{name}: one place is the fault's\n{message}"
                );
                assert!(fault.subject.is_some(), "{name}: it is about nothing\n{message}");
            }
            for fault in said.iter().filter(|d| d.fixes.is_empty()) {
                let meant = fault.hint.as_ref().is_some_and(|h| h.starts_with("did you mean"));
                assert!(!meant, "{name}: what is meant is no fix\n{message}");
            }
            for fault in said.iter().filter(|d| !d.fixes.is_empty()) {
                fixed += 1;
                let still = texts.fixed(fault, &sources).messages().0;
                if still.iter().any(|d| (d.code, &d.subject, &d.title) == (fault.code, &fault.subject, &fault.title)) {
                    faults.push(format!("{name}: its fix leaves it\n{message}"));
                }
            }
            if !said.iter().any(|d| d.code.0 == code) || said.len() != expected_messages(&case.title) {
                faults.push(format!("{name}: {} messages\n{message}", said.len()));
            }
            shown.push_str(&format!("## {}\n\nSOURCE\n{}\nMESSAGE\n{message}\n", case.title, source(&case.changes)));
        }
        insta::with_settings!({ snapshot_path => "messages", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(code, shown);
        });
    }
    assert!(fixed > 10, "only {fixed} faults have a fix");
    assert!(faults.is_empty(), "not one message of the code for one fault:\n{}", faults.join("\n"));
}

/// Of each fault of the messages, the sentence and its arguments.
#[test]
fn a_title_keeps_its_arguments() {
    let mut names_of: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for file in files() {
        for case in cases(&read(&file)) {
            let mut texts = Texts::base();
            for (old, new) in &case.changes {
                texts.replace(old, new, &case.title);
            }
            for fault in texts.messages().0 {
                let title = &fault.title;
                let names: Vec<&str> = title.arguments().iter().map(|(name, _)| *name).collect();
                assert_eq!(*names_of.entry(title.template()).or_insert_with(|| names.clone()), names);
                assert_eq!(title.to_string(), put_in(title), "{}", title.template());
                for (name, argument) in title.arguments() {
                    let text = argument.to_string();
                    assert!(!text.is_empty(), "{}: `{name}` is empty", title.template());
                    assert!(!matches!(argument, Argument::Name(n) if n.contains('`')), "{title}: `{name}` is no name");
                }
            }
        }
    }
    let with_arguments = names_of.values().filter(|names| !names.is_empty()).count();
    assert!(with_arguments > 120, "only {with_arguments} of {} sentences have arguments", names_of.len());
}

/// The arguments one after the other in the places of the template, from its end; no place stays open.
fn put_in(said: &Said) -> String {
    let mut text = said.template().to_string();
    let mut places: Vec<(usize, usize, &Argument)> = vec![];
    for (name, argument) in said.arguments() {
        let place = format!("{{{name}}}");
        places.extend(said.template().match_indices(&place).map(|(at, _)| (at, at + place.len(), argument)));
    }
    places.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    for (start, end, argument) in &places {
        text.replace_range(*start..*end, &argument.to_string());
    }
    let opened = said.template().split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let named =
        opened.filter(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    assert_eq!(named.count(), places.len(), "{}", said.template());
    text
}

/// A plan with a line missing never stops the compiler, what follows from the one fault is left unsaid, and mostly all the
/// rest is understood.
#[test]
fn a_missing_line_is_told_in_few_words() {
    let base = Texts::base();
    let lines: Vec<&str> = base.plan.lines().collect();
    let structure = |line: &str| line.starts_with("```") || line.starts_with('#');
    let tables = base.compiled().understood.tables.len();
    let (mut broken, mut all_tables) = (0, 0);
    for missing in (0..lines.len()).filter(|i| !structure(lines[*i])) {
        let kept = lines.iter().enumerate().filter(|(i, _)| *i != missing).map(|(_, l)| *l);
        let plan = kept.collect::<Vec<_>>().join("\n");
        let Compiled { diagnostics: said, sources, understood, plan, .. } = Texts { plan, ..base.clone() }.compiled();
        let told = || render(&said, &sources, false);
        for header in understood.tables.iter().map(|t| &t.header) {
            assert_eq!(sources.text(header.name_span), header.name, "without line {}", missing + 1);
        }
        broken += usize::from(plan.is_none());
        all_tables += usize::from(plan.is_none() && understood.tables.len() == tables);
        assert!(said.len() <= 3, "without line {}: {}\n{}", missing + 1, lines[missing], told());
    }
    assert!(broken > 40 && all_tables * 2 > broken, "all tables in {all_tables} of {broken} plans with errors");
}

/// What a fault is about is a fact of the place it stands in, whoever finds it.
#[test]
fn a_fault_is_about_what_stands_in_its_place() {
    let subject = |old: &str, new: &str| {
        let mut texts = Texts::base();
        texts.replace(old, new, old);
        let (said, sources, _) = texts.messages();
        assert_eq!(said.len(), 1, "{}", render(&said, &sources, false));
        said[0].subject.clone().expect("a subject")
    };
    let age = "define age of patient \"Age\": year of (time zero) - birth_year";
    let statement =
        |head: &str, name: &str| Subject::Statement { head: head.to_string(), name: Some(name.to_string()) };
    let strange = age.replace("birth_year", "birth_yaer");
    assert_eq!(subject(age, &strange), Subject::Name("birth_yaer".to_string()));
    let twice = format!("{age}\ndefine age of patient \"Age\": 5");
    assert_eq!(subject(age, &twice), statement("define", "age"));
    let unused = format!("{age}\ndefine spare of patient \"Spare\": birth_year");
    assert_eq!(subject(age, &unused), statement("define", "spare"));
    let severity = "severity: blocks_lock";
    assert_eq!(subject(severity, "severty: blocks_lock"), Subject::Key("severty".to_string()));
    let dated = age.replace("(time zero) - birth_year", "birth_year");
    assert_eq!(subject(age, &dated), Subject::Name("birth_year".to_string()));
    let unread = age.replace(" - birth_year", " + + birth_year");
    assert!(matches!(subject(age, &unread), Subject::Value(_) | Subject::Statement { .. }));
}
