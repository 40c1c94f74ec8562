//! The command line as people come to know it: how much it says, what a shell and `man` know of it, and what `watch` does.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn prespec(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.current_dir(root()).args(arguments).output().expect("prespec can be started")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The commands as the help lists them.
fn commands() -> Vec<String> {
    let help = said(&prespec(&["--help"]).stdout);
    let listed = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("the commands");
    let names = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = names.filter_map(|line| line.split_whitespace().next()).map(str::to_string).collect();
    assert!(names.len() > 20, "{names:?}");
    names
}

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = prespec(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        let text = said(&output.stdout);
        commands().iter().for_each(|command| assert!(text.contains(command.as_str()), "{shell}: {command}"));
        assert!(text.contains("message-format"), "{shell}");
    }
}

#[test]
fn every_command_has_a_man_page() {
    let whole = said(&prespec(&["man"]).stdout);
    assert!(whole.contains(".TH prespec 1"), "{whole}");
    let out = tempfile::tempdir().expect("a folder");
    let output = prespec(&["man", "--out", out.path().to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output.stderr));
    for command in commands().iter().filter(|command| *command != "help") {
        let page = fs::read_to_string(out.path().join(format!("prespec-{command}.1"))).expect("a page");
        let text = page.replace("\\-", "-");
        assert!(text.contains("SYNOPSIS") && text.contains(&format!("prespec-{command}")), "{command}\n{page}");
    }
    assert_eq!(fs::read_to_string(out.path().join("prespec.1")).expect("the page"), whole);
}

#[test]
fn quiet_keeps_what_is_wrong_and_verbose_tells_each_stage() {
    let out = tempfile::tempdir().expect("a folder");
    let out = out.path().to_str().expect("a path");
    let quiet = prespec(&["--quiet", "run", "tests/plans/months", "--out", out]);
    assert_eq!((quiet.status.code(), said(&quiet.stderr).as_str()), (Some(0), ""));
    let verbose = said(&prespec(&["run", "tests/plans/months", "--out", out, "-v"]).stderr);
    for stage in ["reading the plan", "reading the data", "deriving", "analysing", "typesetting the report", "writing"]
    {
        let line = verbose.lines().find(|line| line.ends_with(&format!(" s  {stage}")));
        assert!(line.is_some(), "{stage}\n{verbose}");
    }
    assert!(verbose.contains("the report is "), "{verbose}");
    let (study, pages) = (format!("{out}/study"), format!("{out}/manual"));
    for made in [&["-q", "new", &study, "--design", "transplant"][..], &["-q", "manual", "--out", &pages]] {
        let made = prespec(made);
        assert_eq!((made.status.code(), said(&made.stderr).as_str()), (Some(0), ""));
    }
    let wrong = prespec(&["check", "-q", "no-such-plan.md"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong.stderr).contains("no-such-plan.md"));
    assert_eq!(prespec(&["check", "-q", "-v", "tests/plans/months"]).status.code(), Some(2), "one or the other");
}

/// Is ended when the test is.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watching {
    fn new(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
        let command = command.arg("watch").args(arguments).stderr(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().expect("prespec can be started");
        let stderr: ChildStderr = child.stderr.take().expect("standard error");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Watching { child, lines }
    }

    /// What is said until it waits again.
    fn turn(&self) -> String {
        let mut text = String::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(300)).unwrap_or_else(|_| panic!("nothing\n{text}"));
            text.push_str(&line);
            text.push('\n');
            if line.contains("files are watched") {
                return text;
            }
        }
    }
}

/// A plan with its binding and its one file.
fn months() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let study = folder.path().join("study");
    fs::create_dir_all(study.join("data")).expect("a folder");
    for name in ["plan.md", "binding.yaml", "data/patient.csv"] {
        fs::copy(root().join("tests/plans/months").join(name), study.join(name)).expect("copied");
    }
    (folder, study)
}

fn changed(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a text");
    assert!(text.contains(from), "{from}");
    // As editors do: another file takes the place of this one.
    let new = path.with_extension("new");
    fs::write(&new, text.replacen(from, to, 1)).expect("written");
    fs::rename(&new, path).expect("in its place");
}

/// The plan, a mistake in it, its mending, and the data: each is followed, and the last good report stays.
#[test]
fn what_a_plan_reads_is_watched() {
    let (folder, study) = months();
    let out = folder.path().join("out");
    let text = |path: &Path| path.to_str().expect("a path").to_string();
    let watching = Watching::new(&[&text(&study), "--out", &text(&out)]);
    let first = watching.turn();
    assert!(
        !first.contains("not done") && first.contains("done in") && first.contains("3 files are watched"),
        "{first}"
    );
    let report = fs::read(out.join("report.pdf")).expect("a report");
    changed(&study.join("plan.md"), "endpoint ", "endpoimt ");
    let wrong = watching.turn();
    assert!(wrong.contains("not done in") && wrong.contains("error"), "{wrong}");
    assert_eq!(fs::read(out.join("report.pdf")).expect("the last good report"), report);
    changed(&study.join("plan.md"), "endpoimt ", "endpoint ");
    let mended = watching.turn();
    assert!(mended.contains("done in") && !mended.contains("not done"), "{mended}");
    let before = fs::read(out.join("run.json")).expect("a run");
    changed(&study.join("data/patient.csv"), "2021-03-02,2021-03-02", "2021-03-03,2021-03-03");
    watching.turn();
    assert_ne!(fs::read(out.join("run.json")).expect("a run"), before);
}

#[test]
fn a_plan_is_watched_without_its_data() {
    let (_folder, study) = months();
    let plan = study.join("plan.md");
    let watching = Watching::new(&["--check", plan.to_str().expect("a path")]);
    assert!(watching.turn().contains("1 files are watched"));
    changed(&plan, "endpoint ", "endpoimt ");
    assert!(watching.turn().contains("not done"));
}

/// A command on a terminal of its own, with what it says there; none where no terminal can be had.
#[cfg(target_os = "linux")]
fn on_a_terminal(arguments: &[&str]) -> Option<String> {
    let quoted: Vec<String> = arguments.iter().map(|argument| format!("'{argument}'")).collect();
    let command = format!("'{}' {}", env!("CARGO_BIN_EXE_prespec"), quoted.join(" "));
    let mut script = Command::new("script");
    let script = script.current_dir(root()).args(["--quiet", "--return", "--command", &command, "/dev/null"]);
    let Ok(output) = script.stdin(Stdio::null()).output() else {
        eprintln!("SKIPPED: there is no `script`, and nothing was tried on a terminal");
        return None;
    };
    assert_eq!(output.status.code(), Some(0), "{}", said(&output.stdout));
    Some(said(&output.stdout))
}

/// Counts of replicates, their rate and what is left, on a terminal alone; nothing of them is in what comes out.
#[cfg(target_os = "linux")]
#[test]
fn long_work_tells_how_far_it_is_on_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = folder.path().join("study");
    let study = study.to_str().expect("a path");
    assert_eq!(prespec(&["new", study, "--design", "two_arm_trial"]).status.code(), Some(0));
    let asked = ["rehearse", study, "--replicates", "120", "--patients", "40", "--seed", "1"];
    let Some(told) = on_a_terminal(&asked) else { return };
    let lines: Vec<&str> = told.split('\r').filter(|line| line.contains("rehearsing: ")).collect();
    let rated =
        |line: &&&str| line.contains(" replicates, ") && line.contains(" a second, ") && line.contains(" left …");
    assert!(lines.iter().any(|line| rated(&line)), "{lines:?}");
    let quiet = on_a_terminal(&[&["--quiet"], &asked[..]].concat()).expect("a terminal");
    assert!(!quiet.contains("rehearsing"), "{quiet}");
    let output = prespec(&asked);
    assert_eq!(said(&output.stderr), "", "nothing without a terminal");
    assert!(quiet.replace('\r', "").ends_with(&said(&output.stdout)), "{quiet}");
}

/// What was made of another study, or by somebody else, is not written over.
#[test]
fn what_is_of_another_is_not_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a path").to_string();
    let made = |arguments: &[&str]| {
        let output = prespec(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{}", said(&output.stderr));
    };
    let refused = |arguments: &[&str], kept: &str| {
        let before = fs::read(at(kept)).expect("a file");
        let output = prespec(arguments);
        let told = said(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains("explain R013"), "{arguments:?}\n{told}");
        assert!(fs::read(at(kept)).expect("a file") == before, "{arguments:?}: {kept} is another");
    };
    let (one, other) = ("tests/plans/months", "tests/plans/skin");
    fs::create_dir(at("mine")).expect("a folder");
    for name in ["index.html", "plan.pdf"] {
        fs::write(folder.path().join("mine").join(name), "mine").expect("written");
    }
    refused(&["manual", "--out", &at("mine")], "mine/index.html");
    refused(&["document", one, "--out", &at("mine")], "mine/plan.pdf");
    let signed = at("signed");
    made(&["document", one, "--out", &signed]);
    made(&["document", one, "--out", &signed]);
    refused(&["document", other, "--out", &signed], "signed/plan.html");
    let simulated = |plan: &str| {
        ["simulate", plan, "--seed", "1", "--patients", "3", "--out"]
            .map(str::to_string)
            .into_iter()
            .chain([at("made")])
    };
    let (first, second): (Vec<String>, Vec<String>) = (simulated(one).collect(), simulated(other).collect());
    made(&first.iter().map(String::as_str).collect::<Vec<_>>());
    refused(&second.iter().map(String::as_str).collect::<Vec<_>>(), "made/simulation.json");
    made(&["run", one, "--out", &at("one")]);
    made(&["run", other, "--out", &at("other")]);
    refused(&["run", other, "--out", &at("one")], "one/results.json");
    made(&["export", &at("one"), "--as", "csv", "--out", &at("files")]);
    refused(&["export", &at("other"), "--as", "csv", "--out", &at("files")], "files/export.json");
    made(&["reproduce", &at("one"), "--out", &at("copy")]);
    refused(&["reproduce", &at("other"), "--out", &at("copy")], "copy/reproduce.R");
}
