//! The plan as a document: what a statistician signs, made from the plan alone.

use prespec::catalogue::Language;
use prespec::compile::{Compiled, InMemory, compile, compile_at};
use prespec::document::document;
use prespec::plan::ir::Plan;
use prespec::report::{plan_html, plan_pdf, plan_text};
use prespec::results::record::{Cited, LastSeal};
use prespec::run::columns::file_columns;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn compiled(folder: &str) -> Compiled {
    compile_at(&root().join(folder)).expect("the plan can be read")
}

fn told(compiled: &Compiled) -> String {
    plan_text(&document(plan_of(compiled), compiled, None, &[]).expect("the document is made"))
}

fn plan_of(compiled: &Compiled) -> &Plan {
    compiled.plan.as_ref().expect("a plan without a fault")
}

/// From a heading to the next of its level or above.
fn part<'t>(text: &'t str, title: &str) -> &'t str {
    let head = format!("\n# {title}\n");
    let from = text.find(&head).unwrap_or_else(|| panic!("no part {title}")) + head.len();
    text[from..].find("\n# ").map_or(&text[from..], |end| &text[from..from + end])
}

/// Lines of a table by their first cell.
fn line<'t>(text: &'t str, first: &str) -> Vec<&'t str> {
    let line = text.lines().find(|line| line.trim_start().split(" | ").next() == Some(first));
    line.unwrap_or_else(|| panic!("no line {first} in\n{text}")).trim().split(" | ").collect()
}

#[test]
fn every_small_plan_is_a_document_with_all_its_clauses() {
    let folders = fs::read_dir(root().join("tests/plans")).expect("the folder of plans");
    let mut made = 0;
    for folder in folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.join("plan.md").is_file()) {
        let compiled = compile_at(&folder).expect("the plan can be read");
        let text = told(&compiled);
        for clause in &compiled.documents.plan.clauses {
            assert!(text.contains(clause.title.as_str()), "{}: clause {}", folder.display(), clause.title);
        }
        assert!(text.contains(&compiled.digest), "{}: its digest", folder.display());
        // What is masked of a number, and no number of a run without patients, nor the number that stands for one.
        let text = text.replace(&compiled.digest, "");
        assert!(!text.contains("888") && !text.contains("88.8"), "{}: a number in a shell", folder.display());
        made += 1;
    }
    assert!(made > 20, "{made} plans");
}

#[test]
fn it_is_the_same_bytes_and_the_page_asks_for_nothing() {
    let compiled = compiled("tests/plans/skin");
    let made = || document(plan_of(&compiled), &compiled, None, &[]).expect("the document is made");
    let (pdf, html) = (plan_pdf(&made()).expect("a PDF"), plan_html(&made()).expect("a page"));
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(pdf, plan_pdf(&made()).expect("a PDF"));
    assert_eq!(html, plan_html(&made()).expect("a page"));
    let html = String::from_utf8(html).expect("text");
    assert!(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"));
    assert!(html.contains(&compiled.digest) && html.contains("Content-Security-Policy"));
}

#[test]
fn shells_have_the_rows_of_the_report_and_no_number() {
    let text = told(&compiled("tests/plans/skin"));
    let shells = part(&text, "Shells of the tables and figures");
    assert_eq!(line(shells, "Responders / patientsa")[1..3], ["xx/xx", "xx/xx"]);
    let proportion = shells.lines().find(|line| line.trim_start().starts_with("Proportion, %")).expect("its line");
    assert_eq!(proportion.matches("xx.x (xx.x to xx.x)").count(), 2, "{proportion}");
    assert!(shells.contains("n=xx"), "{shells}");
    let empty: Vec<&str> = shells.lines().filter(|line| line.split([' ', '(']).any(|word| word == "NE")).collect();
    assert!(empty.is_empty(), "{empty:?}");
}

/// The captions of the tables of analyses in a run are those of the shells.
#[test]
fn a_run_has_the_tables_that_were_shown_before_it() {
    let compiled = compiled("tests/plans/skin");
    let shells = told(&compiled);
    let computed = prespec::run::compute(plan_of(&compiled), &compiled, None, &|_| {}).expect("its data are there");
    let report = prespec::report::TEXT.write(&computed.results).expect("the report");
    let report = String::from_utf8(report).expect("text");
    let captions = |text: &str| -> Vec<String> {
        let tables = text.lines().filter(|line| line.starts_with("Table ") && line.contains("PASI"));
        tables.filter_map(|line| line.split_once(". ")).map(|(_, caption)| caption.to_string()).collect()
    };
    let (before, after) = (captions(&shells), captions(&report));
    assert!(after.len() > 3, "{after:?}");
    // Of these the data say which rows there are.
    let of_data = |caption: &&String| caption.starts_with("How often each row");
    for caption in after.iter().filter(|caption| !of_data(caption)) {
        assert!(before.contains(caption), "no shell of {caption}: {before:?}");
    }
}

#[test]
fn an_analysis_is_its_estimand_its_methods_and_the_equation_of_its_model() {
    let text = told(&compiled("tests/plans/lung"));
    let clauses = part(&text, "The plan, clause by clause");
    let from = clauses.find("Survival by sex").expect("the analysis");
    let own = &clauses[from..];
    assert_eq!(line(own, "Treatments")[1], "Female against Male");
    assert_eq!(line(own, "Variable")[1], "Overall survival");
    assert_eq!(line(own, "Population-level summary")[1], "Hazard ratio");
    assert_eq!(line(own, "Model")[1..].join(" | "), "h(t | x) = h₀(t) · exp(β₁ · [Female])");
    let adjusted = &clauses[clauses.find("Adjusted for age").expect("the analysis")..];
    assert_eq!(
        line(adjusted, "Model")[1..].join(" | "),
        "h(t | x) = h₀(t) · exp(β₁ · [age] + β₂ · [sex] + β₃ · [ecog])"
    );
    let within = &clauses[clauses.find("Within performance status").expect("the analysis")..];
    assert!(line(within, "Model")[1..].join(" | ").starts_with("h(t | x, s) = h₀,s(t) · exp("));
    // And the statement as it is written.
    assert!(own.contains("main test: log_rank"));
}

/// The numbers are those of R in `stats::feasibility`: 128.1 events, a power of 63.1 %, a ratio of 0.61.
#[test]
fn what_is_assumed_and_what_could_be_shown() {
    let text = told(&compiled("tests/plans/veterans"));
    let own = part(&text, "Assumptions and feasibility");
    assert_eq!(line(own, "Patients who can be analysed")[1..], ["68", "69"]);
    assert_eq!(line(own, "Overall survival")[1], "exponential, median 120 days");
    assert_eq!(line(own, "Expected events")[1], "128.1");
    assert_eq!(line(own, "Power at a hazard ratio of 0.67")[1], "63.1%");
    assert_eq!(line(own, "Detectable hazard ratio with a power of 80\u{a0}%")[1], "0.61");
    // A limit beside a margin is not decided by a two-sided test, whose power therefore is not that of the analysis.
    let margin = &own[own.find("Whether the test treatment is not inferior").expect("the analysis")..];
    let margin = &margin[..margin.find("\n## ").unwrap_or(margin.len())];
    assert_eq!(line(margin, "Expected events")[1], "128.1");
    assert!(!margin.contains("Schoenfeld") && !margin.contains("Detectable"), "{margin}");
    assert_eq!(line(margin, "Power").last(), Some(&"not computed for the test of this analysis"));
    let plan = fs::read_to_string(root().join("tests/plans/veterans/plan.md")).expect("the plan");
    let one_sided = "analysis sooner \"Whether death comes sooner with the test treatment\" {\n  role: ";
    let plan = plan.replace(&format!("{one_sided}supplementary"), &format!("{one_sided}secondary"));
    let text = told(&compile(&InMemory::new(plan)).expect("it can be read"));
    let own = part(&text, "Assumptions and feasibility");
    let own = &own[own.find("Whether death comes sooner").expect("the analysis")..];
    assert_eq!(line(own, "Power").last(), Some(&"not computed for the test of this analysis"));
    let text = told(&compiled("tests/plans/skin"));
    assert_eq!(line(part(&text, "Assumptions and feasibility"), "Power")[1], "98.9%");
    // Three quarters of 40 treated.
    let text = told(&compiled("tests/plans/later"));
    assert_eq!(line(part(&text, "Assumptions and feasibility"), "Expected pairs, Pairs")[1], "30");
}

/// McNemar's exact test of 30 pairs with 40 % discordant and a difference of 20 points has a power of 0.2017…, which the study's
/// `sample size` has from R.
#[test]
fn the_power_within_pairs_is_that_of_the_planned_size() {
    let folder = root().join("tests/messages/base");
    let plan = fs::read_to_string(folder.join("plan.md")).expect("the plan");
    let criterion = fs::read_to_string(folder.join("criteria/small.md")).expect("the criterion");
    let assumed = "\n```plan\nassume expected \"Expected\" {\n  patients { combined: 50, alone: 100 }\n  outcomes { orr { each: tumour at M6, combined: 40 %, alone: 20 %, discordant: 40 % } }\n  matched { pairs: 60 % }\n  power: 80 %\n  because: \"chosen\"\n}\n\nsample size thirty \"Thirty pairs\" {\n  of:   main\n  show: power { discordant: 0.4, difference: 0.2 }\n}\n```\n";
    let plan = plan.replace("planned per arm: 10", "planned per arm: 30") + assumed;
    let compiled = compile(&InMemory::new(plan).with("criteria/small", criterion)).expect("it can be read");
    let text = told(&compiled);
    let own = part(&text, "Assumptions and feasibility");
    assert_eq!(line(own, "Expected pairs, Matched pairs")[1], "30");
    let power = line(own, "Power")[1].trim_end_matches('%');
    let size = text.lines().find(|line| line.starts_with("Power (discordant")).expect("the line of the sample size");
    assert!(size.ends_with(power), "{size} and {power}");
    assert!(text.contains("not computed") || line(own, "Power").len() == 3);
}

/// Without anything assumed. R 4.2.2: of 30 pairs the exact test needs six that differ, all one way; numbers of
/// two arms are by hand in `stats::feasibility`.
#[test]
fn what_the_planned_size_can_show_stands_without_assumptions() {
    let planned = |plan: String| {
        let plan = plan.replacen("  alpha:", "  planned per arm: 30\n  alpha:", 1);
        let plan = plan.replace("planned per arm: 10\n  planned per arm: 30\n", "planned per arm: 30\n");
        let criterion =
            fs::read_to_string(root().join("tests/messages/base/criteria/small.md")).expect("the criterion");
        told(&compile(&InMemory::new(plan).with("criteria/small", criterion)).expect("it can be read"))
    };
    let read = |folder: &str| fs::read_to_string(root().join(folder).join("plan.md")).expect("the plan");
    let least = "Smallest difference that can be significant";
    let title = "What the planned size can show";
    let base = planned(read("tests/messages/base").replace("  planned per arm: 10\n", ""));
    assert!(line(part(&base, title), least)[1].starts_with("20.0"), "{}", part(&base, title));
    assert!(!told(&compiled("tests/plans/veterans")).contains(title), "no number is planned");
    // Of 30 in each arm: McNemar's exact P of 6 pairs against 0 is 2/2⁶; exp(−1.96 · 2/√60) with 60 events; R 4.2.2,
    // `diff(binom.test(15, 30)$conf.int)` is 0.3741.
    let study = told(&compiled("plans/sirt-hcc"));
    let study = part(&study, title);
    assert!(line(study, least)[1].starts_with("20.0"), "{study}");
    assert_eq!(line(study, "Hazard ratio nearest to 1 that can be significant")[1], "0.60");
    assert!(line(study, "Widest interval of a proportion of one arm")[1].starts_with("37.4"), "{study}");
    assert!(
        line(study, "Most events per term of the model: Cox proportional hazards model")[1].starts_with("60"),
        "{study}"
    );
}

#[test]
fn an_observational_study_is_set_beside_its_trial_and_a_randomised_one_is_not() {
    let lung = told(&compiled("tests/plans/lung"));
    let trial = part(&lung, "The trial that this study imitates");
    assert_eq!(line(trial, "Assignment")[2], "By what patients received");
    assert_eq!(line(trial, "Outcome")[2], "Overall survival");
    for name in ["STROBE 2007", "TARGET 2025", "Hiemstra 2019, items 1a to 12b"] {
        assert!(part(&lung, "Checklists").contains(name), "{name}");
    }
    let veterans = told(&compiled("tests/plans/veterans"));
    assert!(!veterans.contains("The trial that this study imitates") && !veterans.contains("Hiemstra"));
    for name in ["CONSORT 2010", "CONSORT 2025", "SPIRIT 2025"] {
        assert!(part(&veterans, "Checklists").contains(name), "{name}");
    }
    let skin = told(&compiled("tests/plans/skin"));
    assert!(!skin.contains("STROBE 2007") && !skin.contains("CONSORT 2010"), "no design is stated");
}

/// Those of the pairs who are of one stage were matched as all of them were.
#[test]
fn who_is_chosen_among_pairs_is_matched() {
    let folder = root().join("tests/messages/base");
    let plan = fs::read_to_string(folder.join("plan.md")).expect("the plan");
    let criterion = fs::read_to_string(folder.join("criteria/small.md")).expect("the criterion");
    let chosen = "\n```plan\npopulation advanced \"Advanced\" {\n  of: matched\n  require { \"Stage C\": stage = C }\n  if not known: excluded\n  count exclusions at: first_reason\n}\n\nanalysis chosen \"Survival in stage C\" {\n  role: primary\n  estimand {\n    endpoint: os\n    population: advanced\n    compare: combined against alone\n    effect: hazard_ratio\n    intercurrent { operation: treatment_policy, late: treatment_policy }\n  }\n  estimate: cox\n  main test: log_rank\n}\n```\n";
    let plan = plan.replace("  role: primary\n", "  role: secondary\n") + chosen;
    let text = told(&compile(&InMemory::new(plan).with("criteria/small", criterion)).expect("it can be read"));
    let trial = part(&text, "The trial that this study imitates");
    let expected = "By what patients received; matched on stage, Age, log10 of marker and largest";
    assert_eq!(line(trial, "Assignment")[2], expected);
}

#[test]
fn an_item_is_answered_by_the_clauses_that_hold_its_statements() {
    let text = told(&compiled("tests/plans/lung"));
    let checklist = part(&text, "Checklists");
    let answered = |number: &str| line(checklist, number)[2].to_string();
    assert_eq!(answered("4"), "1", "the design");
    assert_eq!(answered("7"), "1, 2", "arms and endpoint");
    assert_eq!(answered("6b"), "no statement", "no matching");
    assert_eq!(answered("12e"), "no statement", "no sensitivity analysis");
    assert_eq!(answered("22"), "no statement", "money is in no statement");
    assert_eq!(answered("6c"), "no statement", "nobody is assigned at random");
    assert_eq!(answered("7f"), "2", "the estimand");
    assert_eq!(answered("7h(ii)"), "2", "analyses that are supplementary");
    let observational = checklist.split("Hiemstra 2019").nth(1).expect("a checklist of plans of such studies");
    assert_eq!(line(observational, "9")[2], "1", "the design");
    assert_eq!(line(observational, "12a")[2], "no statement", "analyses that are repeated");
    let veterans = told(&compiled("tests/plans/veterans"));
    let spirit = part(&veterans, "Checklists").split("SPIRIT 2025").nth(1).expect("the last of them");
    assert_eq!(line(spirit, "24a")[2], "no statement", "who is blinded");
    assert_ne!(line(spirit, "27a")[2], "no statement", "the main test");
    let later = told(&compiled("tests/plans/later"));
    assert!(!later.contains("STROBE") || line(part(&later, "Checklists"), "12e")[2] == "4");
}

#[test]
fn warnings_that_are_accepted_and_what_is_asserted_are_told() {
    let text = told(&compiled("tests/plans/lung"));
    let proof = part(&text, "What is proved and what is asserted");
    assert!(proof.contains("recorded at enrolment"), "{proof}");
    assert!(proof.contains("days from enrolment to death or last contact"), "{proof}");
}

/// In French all of it is French but for what the plan says, the language itself and its methods' citations.
#[test]
fn a_french_plan_is_a_french_document() {
    let plan = fs::read_to_string(root().join("tests/plans/lung/plan.md")).expect("the plan");
    let plan = plan.replacen("  alpha:", "  planned per arm: 30\n  alpha:", 1);
    let french = format!("{plan}\n```plan\nreport {{ language: fr }}\n```\n");
    let compiled = compile(&InMemory::new(french)).expect("it can be read");
    let made = document(plan_of(&compiled), &compiled, None, &[]).expect("the document is made");
    assert_eq!(made.language, Language::French);
    let text = plan_text(&made);
    for word in [
        "Plan d’analyse statistique",
        "Le plan, article par article",
        "Listes de contrôle",
        "Rapport des risques instantanés",
        "Ce que peut montrer l’effectif prévu",
    ] {
        assert!(text.contains(word) || made.kind == word, "{word}");
    }
    // What the plan quotes, and its formal text, stand as they are.
    let quoted: Vec<&str> = plan.split('"').skip(1).step_by(2).collect();
    for line in text.lines().filter(|line| !line.starts_with("    ")) {
        let own = quoted.iter().fold(line.to_string(), |line, said| line.replace(said, ""));
        let english = [" the ", " of the ", " which ", " with ", " is "].iter().any(|word| own.contains(word));
        assert!(!english, "{line}");
    }
}

/// Of the file of veterans a column is read by nothing and another is left out with a reason; in a folder without it, only the latter
/// is known.
#[test]
fn columns_that_nothing_reads_are_listed_with_their_reasons() {
    let folder = tempfile::tempdir().expect("a folder");
    let from = root().join("tests/plans/veterans");
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).expect("written");
    let read = |name: &str| fs::read_to_string(from.join(name)).expect("it can be read");
    write("plan.md", read("plan.md"));
    let listed = || {
        let compiled = compile_at(folder.path()).expect("the plan can be read");
        let files = file_columns(plan_of(&compiled), &compiled).expect("the binding is read").unwrap_or_default();
        plan_text(&document(plan_of(&compiled), &compiled, None, &files).expect("the document is made"))
    };
    assert!(!listed().contains("Columns that nothing reads"), "no binding");
    let file = "file: veteran.csv\n";
    write(
        "binding.yaml",
        read("binding.yaml").replace(file, &format!("{file}    not read: {{ site: \"one site\" }}\n")),
    );
    let absent = listed();
    let own = part(&absent, "Columns that nothing reads");
    assert_eq!(line(own, "veteran.csv")[1..], ["site", "one site"]);
    assert!(own.contains("the file was not there"), "{own}");
    fs::create_dir(folder.path().join("data")).expect("a folder");
    let header = "row,trt,celltype,time,status,karno,\"age\",prior,site,notes\n";
    write("data/veteran.csv", header.to_string());
    let there = listed();
    let own = part(&there, "Columns that nothing reads");
    let told: Vec<&str> = own.lines().filter(|line| line.contains("veteran.csv")).map(str::trim).collect();
    let expected = ["veteran.csv | site | one site", "veteran.csv | notes | no reason is stated"];
    assert!(expected.iter().all(|line| told.contains(line)), "{told:?}");
    assert!(!own.contains("the file was not there") && !own.contains(" | trt | "), "{own}");
}

#[test]
fn a_plan_with_errors_is_no_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = fs::read_to_string(root().join("tests/plans/lung/plan.md")).expect("the plan");
    fs::write(folder.path().join("plan.md"), plan.replace("endpoint:   os", "endpoint:   oss")).expect("written");
    let out = folder.path().join("out");
    let run = |plan: &Path| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_prespec"));
        command.arg("document").arg(plan).arg("--out").arg(&out).output().expect("prespec runs")
    };
    assert_eq!(run(folder.path()).status.code(), Some(1));
    assert!(!out.exists());
    assert_eq!(run(&root().join("tests/plans/lung")).status.code(), Some(0));
    assert!(out.join("plan.pdf").is_file() && out.join("plan.html").is_file());
}

/// The cover tells the plan that is sealed from another, and has the amendments that the plan states.
#[test]
fn the_cover_says_whether_the_plan_is_the_sealed_one() {
    let compiled = compiled("tests/plans/veterans");
    let told = |seal: Option<&LastSeal>| {
        plan_text(&document(plan_of(&compiled), &compiled, seal, &[]).expect("the document is made"))
            .replace(['\n', '\u{a0}', '\u{202f}'], " ")
    };
    let sealed = |is_of_this_text: bool| {
        let seal = Cited { at: "2026-03-01T09:00:00Z".into(), by: "A. Person".into(), entry: "5ea1".into() };
        told(Some(&LastSeal { seal, is_of_this_text }))
    };
    let (never, same, other) = (told(None), sealed(true), sealed(false));
    assert!(!never.contains("is sealed, by the entry") && !never.contains("is not the plan that is sealed"), "{never}");
    assert!(same.contains("Sealed: 2026-03-01T09:00:00Z, A. Person; entry 5ea1"), "{same}");
    assert!(same.contains("This is the plan that is sealed, by the entry of study.log"), "{same}");
    assert!(
        other.contains("Sealed last: 2026-03-01T09:00:00Z") && other.contains("This is not the plan that is sealed")
    );
    for text in [&never, &same, &other] {
        let row =
            "2 February 2026 | Another treatment of ties is shown | 2, 3 | a reader asked whether the ties decide";
        assert!(text.contains(row), "{text}");
    }
}
