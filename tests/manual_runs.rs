//! The commands of the manual, carried out chapter by chapter from top to bottom, with all that stands between them.

#[path = "manual/desk.rs"]
mod desk;
#[path = "manual/merge.rs"]
mod merge;
#[path = "manual/page.rs"]
mod page;

use desk::{Desk, marks_of};
use page::{Chapter, Fence, Judged, Task, chapters};
use std::fs::{self, File};
use std::process::Command;

/// Stands for any lines where it is alone in one, and for any text within a line.
const ANY: &str = "…";

/// A line behind `$`, and what it is said to print.
struct Step {
    command: String,
    shown: Vec<String>,
}

fn steps(fence: &Fence) -> Vec<Step> {
    let mut steps: Vec<Step> = vec![];
    for line in fence.text.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_string(), shown: vec![] }),
            (None, Some(step)) => step.shown.push(line.to_string()),
            (None, None) => panic!("a command comes before what it prints: {line}"),
        }
    }
    steps
}

/// The words of a command, of which those in quotation marks hold blanks.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let of = |(at, part): (usize, &str)| match at % 2 {
        0 => part.split_whitespace().map(str::to_string).collect::<Vec<_>>(),
        _ => vec![part.to_string()],
    };
    parts.flat_map(of).collect()
}

/// What a command prints, wherever it prints it, and how it ends.
fn carried_out(desk: &Desk, command: &str) -> (String, i32) {
    let words = words(command);
    let (name, arguments) = words.split_first().expect("a command");
    match (name.as_str(), arguments) {
        ("prespec", arguments) => prespec(desk, arguments),
        ("cat", [file]) => (fs::read_to_string(desk.path().join(file)).expect("a file"), 0),
        ("ls", [folder]) => {
            let entries = fs::read_dir(desk.path().join(folder)).expect("a folder");
            let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
            let mut names: Vec<String> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
            names.sort();
            (names.iter().map(|name| format!("{name}\n")).collect(), 0)
        }
        _ => panic!("the manual has no such command: {command}"),
    }
}

fn prespec(desk: &Desk, arguments: &[String]) -> (String, i32) {
    let printed = tempfile::NamedTempFile::new().expect("a file");
    let writer = || File::options().append(true).open(printed.path()).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_prespec"));
    command.current_dir(desk.path()).args(arguments).stdout(writer()).stderr(writer());
    let status = command.status().expect("prespec can be started");
    (fs::read_to_string(printed.path()).expect("what was printed"), status.code().expect("an exit code"))
}

fn fits_line(shown: &str, printed: &str) -> bool {
    let mut parts = shown.trim_end().split(ANY);
    let Some(mut rest) = printed.trim_end().strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut open = false;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        open = part.is_empty();
        rest = &rest[at + part.len()..];
    }
    open || rest.is_empty() || shown.contains(ANY) && ends(shown, printed)
}

/// The last part of a line may stand in it more than once.
fn ends(shown: &str, printed: &str) -> bool {
    shown.trim_end().rsplit(ANY).next().is_some_and(|last| printed.trim_end().ends_with(last))
}

fn fits(shown: &[String], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == ANY => {
            (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..]))
        }
        Some((first, rest)) => {
            printed.split_first().is_some_and(|(line, others)| fits_line(first, line) && fits(rest, others))
        }
    }
}

/// What is wrong with the commands of a fence; none where they print and end as it says.
fn fault(desk: &Desk, fence: &Fence, status: i32) -> Option<String> {
    let steps = steps(fence);
    let last = steps.len().saturating_sub(1);
    for (at, Step { command, shown }) in steps.iter().enumerate() {
        let (printed, ended) = carried_out(desk, command);
        let lines: Vec<&str> = printed.lines().collect();
        let expected = if at == last { status } else { 0 };
        if ended != expected {
            return Some(format!("`{command}` ends with {ended}\n{printed}"));
        }
        if !fits(shown, &lines) {
            return Some(format!("`{command}` prints\n{printed}"));
        }
    }
    None
}

/// What the fragments between the commands leave behind, and those of a folder that a command has made.
fn fragment_fault(desk: &Desk, fence: &Fence, judged: Judged) -> Option<String> {
    let checked = desk.check(fence)?;
    let named = match judged {
        Judged::Right | Judged::Into => vec![],
        Judged::Wrong => marks_of(fence),
    };
    (checked.marks() != named).then(|| format!("names {named:?}, and this is said\n{}", checked.told()))
}

fn faults(chapter: &Chapter) -> Vec<String> {
    let desk = Desk::new();
    let mut faults = vec![];
    for fence in &chapter.fences {
        let fault = match &fence.task {
            Task::File { path } => {
                desk.write(path, &fence.text);
                None
            }
            Task::Fragment { judged, .. } => fragment_fault(&desk, fence, *judged),
            Task::Console { status } => fault(&desk, fence, *status),
            Task::Shown => None,
        };
        faults.extend(fault.map(|fault| format!("{}:{}: {fault}", chapter.name, fence.line)));
    }
    faults
}

#[test]
fn every_command_prints_what_the_manual_shows() {
    let has_commands =
        |chapter: &Chapter| chapter.fences.iter().any(|fence| matches!(fence.task, Task::Console { .. }));
    let chapters: Vec<Chapter> = chapters().into_iter().filter(has_commands).collect();
    assert!(!chapters.is_empty(), "no chapter has a command");
    let faults: Vec<String> = chapters.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{} commands:\n\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_is_left_open_in_a_line_may_be_anything() {
    let line = |shown: &str, printed: &str| fits(&[shown.to_string()], &[printed]);
    assert!(line("a … c", "a b c") && line("a …", "a b c") && line("… c", "a b c c") && line("a b", "a b "));
    assert!(!line("a … d", "a b c") && !line("a b", "a b c") && !line("b …", "a b c"));
    let lines = ["…".to_string(), "last".to_string()];
    assert!(fits(&lines, &["first", "second", "last"]) && !fits(&lines, &["first", "last", "one more"]));
}
