//! `watch`: a plan is checked, and its report made anew, whenever something that it reads has changed.

use super::commands::Reported;
use super::{CLEAN, COULD_NOT_RUN, carry_out, check, done, machine, note, record};
use crate::run::batches::Division;
use crate::run::{Options, reads};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime};

/// So long nothing more must change: an editor writes a file in more than one go.
const QUIET: Duration = Duration::from_millis(20);
/// So often the files are looked at where the file system tells of nothing, as over a network.
const LOOKED_AT: Duration = Duration::from_secs(1);

#[derive(clap::Args)]
pub(super) struct Asked {
    /// Make no report, and read no data: only check the plan
    #[arg(long, conflicts_with_all = ["data", "out", "draft"])]
    check: bool,
    #[command(flatten)]
    report: Reported,
    #[command(flatten)]
    when: record::When,
}

/// Ends when it is ended.
pub(super) fn watch(asked: &Asked) -> u8 {
    let (sender, told_of) = channel();
    let mut folders = match Folders::new(move |event| {
        // Nobody listens any more where the command is ending.
        let _ = sender.send(event);
    }) {
        Ok(folders) => folders,
        Err(error) => {
            note(&format!("could not watch: {error}\n"));
            return COULD_NOT_RUN;
        }
    };
    loop {
        let Reported { plan, data, .. } = &asked.report;
        let files = reads(plan, data.as_deref().filter(|_| !asked.check), asked.check);
        folders.follow(&files);
        let seen = state(&files);
        let begun = Instant::now();
        let code = once(asked);
        let word = if code == CLEAN { "done" } else { "not done" };
        done(&format!(
            "{word} in {:.2} s; {} files are watched, and Ctrl-C ends it\n\n",
            begun.elapsed().as_secs_f64(),
            files.len()
        ));
        until_changed(&files, &seen, &told_of);
    }
}

fn once(asked: &Asked) -> u8 {
    let Reported { plan, data, out, draft } = &asked.report;
    if asked.check {
        return check(plan, machine::MessageFormat::Human);
    }
    let options = Options {
        data: data.clone(),
        out: out.clone(),
        draft: *draft,
        replace: false,
        circulate: false,
        masked: None,
        division: Division::default(),
        stamp: asked.when.stamp(),
    };
    carry_out(plan, &options)
}

/// Length and time of each file; none where it is not there.
type State = BTreeMap<PathBuf, Option<(u64, Option<SystemTime>)>>;

fn state(files: &BTreeSet<PathBuf>) -> State {
    let of = |path: &PathBuf| {
        let known = std::fs::metadata(path).ok().map(|known| (known.len(), known.modified().ok()));
        (path.clone(), known)
    };
    files.iter().map(of).collect()
}

/// Whoever tells of a change is only why one looks: what has changed is what the files say.
fn until_changed(files: &BTreeSet<PathBuf>, seen: &State, told_of: &Receiver<()>) {
    while state(files) == *seen {
        let _ = told_of.recv_timeout(LOOKED_AT);
    }
    let mut last = state(files);
    loop {
        std::thread::sleep(QUIET);
        let now = state(files);
        if now == last {
            break;
        }
        last = now;
    }
    while told_of.try_recv().is_ok() {}
}

/// The folders of the files, and not the files: an editor puts another one into the place of that which it saves.
struct Folders {
    watcher: RecommendedWatcher,
    followed: BTreeSet<PathBuf>,
}

impl Folders {
    fn new(tell: impl Fn(()) + Send + 'static) -> notify::Result<Folders> {
        let heard = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| changes(event.kind)) {
                tell(());
            }
        };
        Ok(Folders { watcher: notify::recommended_watcher(heard)?, followed: BTreeSet::new() })
    }

    /// A folder that cannot be followed is looked at all the same.
    fn follow(&mut self, files: &BTreeSet<PathBuf>) {
        let above =
            |file: &PathBuf| file.parent().filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_path_buf);
        let folders: BTreeSet<PathBuf> =
            files.iter().map(|file| above(file).unwrap_or_else(|| PathBuf::from("."))).collect();
        for gone in self.followed.difference(&folders) {
            let _ = self.watcher.unwatch(gone);
        }
        for new in folders.difference(&self.followed) {
            let _ = self.watcher.watch(new, RecursiveMode::NonRecursive);
        }
        self.followed = folders;
    }
}

/// To read a file is no change of it.
fn changes(kind: EventKind) -> bool {
    !kind.is_access() || kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
}
