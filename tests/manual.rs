//! The manual is carried out: every example of `docs/manual` is what its fence says that it is, and whatever the language
//! accepts has one. Commands are carried out by `manual_runs`.

mod covers;
mod desk;
mod merge;
mod page;

use desk::{Desk, marks_of};
use page::{Chapter, Fence, Judged, Task, chapters};
use prespec::compile::files::read_text;
use prespec::compile::{compile_at, formatted};
use prespec::diagnostic::render::render;
use std::thread;

/// What is wrong with an example; none where it is as its fence says.
fn fault(desk: &Desk, fence: &Fence) -> Option<String> {
    let Task::Fragment { judged, .. } = &fence.task else { return None };
    let checked = desk.check(fence)?;
    let (named, found) = (marks_of(fence), checked.marks());
    match judged {
        Judged::Right | Judged::Into if !found.is_empty() => Some(format!("is not right\n{}", checked.told())),
        Judged::Wrong if named.is_empty() => Some(format!("names no code\n{}", checked.told())),
        Judged::Wrong if named != found => Some(format!("names {named:?}, and {found:?} is said\n{}", checked.told())),
        Judged::Right | Judged::Into | Judged::Wrong => None,
    }
}

/// Whether the document that a fragment changes is there.
fn has(desk: &Desk, folder: &str, document: &str) -> bool {
    desk.path().join(folder).join(document).is_file()
}

/// A folder that a command makes is there only when the commands are carried out.
fn is_of_a_command(chapter: &Chapter, desk: &Desk, task: &Task) -> bool {
    let commands = chapter.fences.iter().any(|fence| matches!(fence.task, Task::Console { .. }));
    match task {
        Task::Fragment { folder, document, .. } => commands && !has(desk, folder, document),
        Task::File { .. } | Task::Console { .. } | Task::Shown => false,
    }
}

fn faults(chapter: &Chapter) -> Vec<String> {
    let desk = Desk::new();
    let mut faults = vec![];
    for fence in &chapter.fences {
        if let Task::File { path } = &fence.task {
            desk.write(path, &fence.text);
        }
        if is_of_a_command(chapter, &desk, &fence.task) {
            continue;
        }
        faults.extend(fault(&desk, fence).map(|fault| format!("{}:{}: {fault}", chapter.name, fence.line)));
    }
    faults
}

#[test]
fn every_example_is_what_its_fence_says() {
    let chapters = chapters();
    let faults: Vec<String> = thread::scope(|scope| {
        let working: Vec<_> = chapters.iter().map(|chapter| scope.spawn(|| faults(chapter))).collect();
        working.into_iter().flat_map(|chapter| chapter.join().expect("a chapter")).collect()
    });
    assert!(faults.is_empty(), "{} examples:\n\n{}", faults.len(), faults.join("\n"));
}

/// Nothing is said of a plan that stands whole in the manual, and it is in the one layout.
#[test]
fn files_of_the_manual_are_clean_plans() {
    for chapter in chapters() {
        let desk = Desk::new();
        for fence in &chapter.fences {
            let Task::File { path } = &fence.task else { continue };
            desk.write(path, &fence.text);
        }
        for path in chapter.fences.iter().filter_map(|fence| match &fence.task {
            Task::File { path } if path.ends_with("plan.md") => Some(path),
            _ => None,
        }) {
            let compiled = compile_at(&desk.path().join(path)).expect("a plan");
            let told = render(&compiled.diagnostics, &compiled.sources, false);
            assert!(compiled.diagnostics.is_empty(), "{}: {path}\n{told}", chapter.name);
            let text = read_text(&desk.path().join(path)).expect("a plan");
            assert!(
                formatted(&text).is_ok_and(|laid_out| laid_out == text.text),
                "{}: {path}: its layout",
                chapter.name
            );
        }
    }
}
