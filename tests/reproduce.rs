//! Runs computed again in R: the folder that `prespec reproduce` writes, and what Rscript makes of it where it is installed.

use std::collections::BTreeMap;
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

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

fn path(folder: &Path) -> &str {
    folder.to_str().expect("a path of plain characters")
}

/// A run of a plan, and its copy.
struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    fn of(plan: &str) -> Copy {
        Copy::with(plan, &[])
    }

    /// With a file of `tests/reference/data`, as the small plans read it: a row for each time that a row is counted, numbered.
    fn on(plan: &str, file: &str) -> Copy {
        let data = tempfile::tempdir().expect("a folder");
        fs::write(data.path().join(format!("{file}.csv")), numbered(file)).expect("the file is written");
        Copy::with(plan, &["--data", path(data.path())])
    }

    fn with(plan: &str, more: &[&str]) -> Copy {
        let copy = Copy { folder: tempfile::tempdir().expect("a folder") };
        let run = copy.at("run");
        let run = prespec(&[&["run", plan, "--out", path(&run)], more].concat());
        assert!(run.status.success(), "{}", said(&run));
        let made = copy.reproduce("copy");
        assert!(made.status.success(), "{}", said(&made));
        copy
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn reproduce(&self, to: &str) -> Output {
        prespec(&["reproduce", path(&self.at("run")), "--out", path(&self.at(to))])
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at("copy").join(name)).expect("the file is there")
    }

    /// Of the numbers that the report displays, how many have which verdict; none where R is not installed.
    fn in_r(&self) -> Option<BTreeMap<String, usize>> {
        let script = self.at("copy").join("reproduce.R");
        let Ok(output) = Command::new("Rscript").arg(&script).output() else {
            eprintln!("no Rscript: the numbers were not computed again in R");
            return None;
        };
        if said(&output).contains("there is no package called") {
            eprintln!("a package of R is missing: the numbers were not computed again in R\n{}", said(&output));
            return None;
        }
        let mut comparison = csv::Reader::from_path(self.at("copy").join("comparison.csv"))
            .unwrap_or_else(|e| panic!("{e}\n{}", said(&output)));
        let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
        for row in comparison.records() {
            let row = row.expect("a row");
            let verdict = row.get(6).expect("a verdict");
            assert!(["same", "not computed"].contains(&verdict), "{row:?}");
            if row.get(2) == Some("yes") {
                *verdicts.entry(verdict.to_string()).or_default() += 1;
            }
        }
        assert!(output.status.success(), "{}", said(&output));
        Some(verdicts)
    }
}

fn numbered(file: &str) -> Vec<u8> {
    let mut reader =
        csv::Reader::from_path(root().join("tests/reference/data").join(format!("{file}.csv"))).expect("the data");
    let header = reader.headers().expect("a header").clone();
    let often = header.iter().position(|column| column == "Freq");
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(std::iter::once("row").chain(&header)).expect("written");
    let mut row = 0;
    for record in reader.records().map(|record| record.expect("a row")) {
        for _ in 0..often.map_or(1, |column| record[column].parse().expect("a count")) {
            row += 1;
            writer.write_record(std::iter::once(row.to_string().as_str()).chain(&record)).expect("written");
        }
    }
    writer.into_inner().expect("written")
}

/// At least so many percent of the numbers that are displayed are computed again and are the same; none differs.
fn reproduced(plan: &str, percent: usize) {
    computed_again(plan, &Copy::of(plan), percent);
}

fn computed_again(plan: &str, copy: &Copy, percent: usize) {
    let Some(verdicts) = copy.in_r() else { return };
    let (same, all) = (verdicts.get("same").copied().unwrap_or(0), verdicts.values().sum::<usize>());
    assert!(100 * same >= percent * all, "{plan}: {same} of {all}");
}

#[test]
fn the_study_is_computed_again_in_r() {
    reproduced("plans/sirt-hcc", 100);
}

#[test]
fn horizons_by_the_calendar_are_computed_again_in_r() {
    reproduced("tests/plans/months", 100);
}

#[test]
fn responses_of_the_skin_are_computed_again_in_r() {
    reproduced("tests/plans/skin", 100);
}

/// Plans of public tables, with the file that each reads: every number that the report displays.
#[test]
fn small_plans_are_computed_again_in_r() {
    for (plan, file) in [
        ("admissions", "r_ucbadmissions"),
        ("anorexia", "mass_anorexia"),
        ("arthritis", "vcd_arthritis"),
        ("births", "mass_birthwt"),
        ("cars", "r_mtcars"),
        ("couples", "vcd_sexualfun"),
        ("eyes", "retinopathy"),
        ("gammopathy", "derived_mgus2_competing"),
        ("infertility", "r_infert"),
        ("larynx", "kmsurv_larynx"),
        ("lung", "lung"),
        ("plants", "r_plantgrowth"),
        ("sleep", "r_sleep"),
        ("veterans", "veteran"),
    ] {
        let plan = format!("tests/plans/{plan}");
        computed_again(&plan, &Copy::on(&plan, file), 100);
    }
}

/// The model of cmprsk has one distribution of censoring, to which those with an event on a day still belong: a model of another is
/// said not to be computed, and not to differ.
#[test]
fn a_fine_gray_model_that_r_does_not_have_is_not_said_to_differ() {
    for option in ["censoring: after_events", "censoring_by: group"] {
        let plan = tempfile::tempdir().expect("a folder");
        let at = root().join("tests/plans/gammopathy");
        let text = fs::read_to_string(at.join("plan.md")).expect("the plan");
        let of_groups = text
            .replace("effect:     cause_specific_hazard_ratio", "effect:     subdistribution_hazard_ratio")
            .replace("cause_specific_cox { cause: 2 }", &format!("fine_gray {{ cause: 2, {option} }}"));
        assert!(of_groups.contains(option));
        fs::write(plan.path().join("plan.md"), of_groups).expect("written");
        fs::copy(at.join("binding.yaml"), plan.path().join("binding.yaml")).expect("copied");
        let copy = Copy::on(path(plan.path()), "derived_mgus2_competing");
        let Some(verdicts) = copy.in_r() else { return };
        assert!(verdicts.get("not computed").is_some_and(|n| *n >= 3), "{option}: {verdicts:?}");
    }
}

/// The copy of a plan of a public table with other calls, more analyses, and columns that its binding has besides.
fn with_more(name: &str, file: &str, replaced: &[(&str, &str)], (more, bound): (&str, &str)) -> Copy {
    let plan = tempfile::tempdir().expect("a folder");
    let at = root().join("tests/plans").join(name);
    let mut text = fs::read_to_string(at.join("plan.md")).expect("the plan");
    for (from, to) in replaced {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let next = text.matches("\n# ").count() + 1;
    text.push_str(&format!("\n# {next} More\n\n```plan\n{more}\n```\n"));
    fs::write(plan.path().join("plan.md"), text).expect("written");
    let binding = fs::read_to_string(at.join("binding.yaml")).expect("the binding") + bound;
    fs::write(plan.path().join("binding.yaml"), binding).expect("written");
    Copy::on(path(plan.path()), file)
}

fn like(name: &str, of: &str, effect: &str, more: &str) -> String {
    let estimand = format!("like {of} {{ effect: {effect} }}");
    format!("analysis {name} \"More: {name}\" {{\n  role: supplementary\n  estimand: {estimand}\n  {more}\n}}\n\n")
}

/// Penalised and profile likelihoods, exact forms over strata, tests of one side, and what has no plan of its own here.
#[test]
fn forms_of_methods_are_computed_again_in_r() {
    let firth = "logistic { fit: firth }, logistic { fit: firth, interval: profile }, logistic { interval: profile }";
    let births = with_more(
        "births",
        "mass_birthwt",
        &[("estimate:   logistic\n}", &format!("estimate:   {firth}\n}}"))],
        (&like("odds_by_profile", "two", "odds_ratio", &format!("estimate: {firth}")), ""),
    );
    let strata = "strata: dept\n  estimate: mantel_haenszel";
    let over_strata = [
        like("exactly", "by_department", "odds_ratio", &format!("{strata} {{ form: exact }}")),
        like("corrected", "by_department", "odds_ratio", &format!("{strata} {{ correction: yes }}")),
        like("by_ratio", "by_department", "risk_ratio", &format!("{strata} {{ measure: risk_ratio }}")),
        like("apart", "by_department", "risk_difference", &format!("{strata} {{ measure: risk_difference }}")),
    ]
    .concat();
    let admissions = with_more("admissions", "r_ucbadmissions", &[], (&over_strata, ""));
    let means = |association: &str| {
        let test = format!("strata: sex\n  main test: cochran_mantel_haenszel {{ association: {association} }}");
        like(association, "improved", "none", &test)
    };
    let arthritis = with_more(
        "arthritis",
        "vcd_arthritis",
        &[("    id:       pseudonym\n", "    id:       pseudonym\n    sex:      one of (Female, Male)\n")],
        (&["general", "row_means", "column_means", "correlation"].map(means).concat(), "      sex: Sex\n"),
    );
    let more = [
        like("penalised", "survival", "hazard_ratio", "estimate: cox { likelihood: firth }"),
        like("jackknife", "survival", "none", "also given: kaplan_meier { error: jackknife, at: day 100 }"),
    ];
    let shown = [("analyses: survival, ", "analyses: penalised, jackknife, survival, ")];
    let veterans = with_more("veterans", "veteran", &shown, (&more.concat(), ""));
    let sleep = with_more(
        "sleep",
        "r_sleep",
        &[("signed_rank { form: exact }", "signed_rank { form: exact, alternative: less }")],
        ("", ""),
    );
    for (name, copy) in [
        ("births", births),
        ("admissions", admissions),
        ("arthritis", arthritis),
        ("veterans", veterans),
        ("sleep", sleep),
    ] {
        computed_again(name, &copy, 100);
    }
}

/// Plans with data of their own beside them.
#[test]
fn plans_with_their_data_are_computed_again_in_r() {
    for plan in ["adam", "begun", "grades", "held", "judges", "later", "scans", "treated"] {
        let (plan, data) = (format!("tests/plans/{plan}"), format!("tests/plans/{plan}/data"));
        computed_again(&plan, &Copy::with(&plan, &["--data", &data]), 100);
    }
    for plan in ["tests/plans/glioma", "plans/joints", "plans/lymphoma"] {
        reproduced(plan, 100);
    }
}

/// Where few patients leave an arm without anybody, a coefficient without end, a curve that comes to one half at its last time.
#[test]
fn data_of_few_patients_are_computed_again_in_r() {
    for (plan, patients, percent) in
        [("plans/colon", "12", 95), ("plans/colon", "40", 100), ("plans/sirt-hcc", "40", 99)]
    {
        let data = tempfile::tempdir().expect("a folder");
        let data = data.path().join("data");
        let made = prespec(&["simulate", plan, "--seed", "21", "--patients", patients, "--out", path(&data)]);
        assert!(made.status.success(), "{}", said(&made));
        computed_again(plan, &Copy::with(plan, &["--data", path(&data)]), percent);
    }
}

#[test]
fn the_same_run_gives_the_same_copy_and_replaces_an_earlier_one_alone() {
    let copy = Copy::of("tests/plans/months");
    let before: Vec<String> = ["reproduce.R", "columns.csv", "expected.csv"].map(|name| copy.read(name)).into();
    assert!(copy.reproduce("copy").status.success());
    assert_eq!(before, ["reproduce.R", "columns.csv", "expected.csv"].map(|name| copy.read(name)));
    fs::write(copy.at("letter.txt"), "mine").expect("a file");
    let refused = copy.reproduce(".");
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("R013"), "{}", said(&refused));
}

/// The script computes from the sets alone: our values stand in one file, which it opens at its end.
#[test]
fn the_script_holds_no_number_of_the_run() {
    let copy = Copy::of("tests/plans/months");
    let script = copy.read("reproduce.R");
    let opened = script.find("expected.csv\"").expect("it is read");
    assert!(script[opened..].find("give(").is_none());
    for row in csv::Reader::from_reader(copy.read("expected.csv").as_bytes()).records() {
        let value = row.expect("a row").get(4).expect("a value").to_string();
        // A number of many digits stands nowhere by chance.
        assert!(value.len() < 8 || !script.contains(&value), "{value}");
    }
}

#[test]
fn a_run_whose_files_have_changed_is_not_reproduced() {
    let study = tempfile::tempdir().expect("a folder");
    for name in ["plan.md", "binding.yaml"] {
        fs::copy(root().join("tests/plans/months").join(name), study.path().join(name)).expect("copied");
    }
    let (own, file) = (study.path().join("data"), "patient.csv");
    fs::create_dir(&own).expect("a folder");
    for entry in fs::read_dir(root().join("tests/plans/months/data")).expect("the data") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), own.join(entry.file_name())).expect("copied");
    }
    let run = study.path().join("run");
    let made = prespec(&["run", path(study.path()), "--data", path(&own), "--out", path(&run)]);
    assert!(made.status.success(), "{}", said(&made));
    let again = |to: &str| prespec(&["reproduce", path(&run), "--out", path(&study.path().join(to))]);
    assert!(again("sound").status.success());
    let sound = fs::read_to_string(own.join(file)).expect("the data");
    fs::write(own.join(file), sound + "\n").expect("written");
    let refused = again("changed");
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("R015") && said(&refused).contains(file), "{}", said(&refused));
    assert!(!study.path().join("changed").exists());
    fs::remove_file(run.join("run.json")).expect("removed");
    assert!(said(&again("none")).contains("R015"));
}
