//! Runs that are killed, and two at once: whoever looks next finds one whole set of outputs.

use super::files::{Study, said};
use prespec::run::earlier::{RUN, earlier, not_as_written};
use prespec::run::place::settled;
use prespec::run::verify::{Asked, verify};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A sealed study with two versions of its data, and a set of each that was written into its folder: the second stands. Temporary
/// files of its runs have a folder of their own.
struct Twice {
    study: Study,
    versions: [String; 2],
    /// What `run.json` says of the data of the two.
    read: [String; 2],
    /// How long a run takes.
    whole: Duration,
}

const DATA: &str = "data/patients.csv";

impl Twice {
    fn new() -> Twice {
        let study = Study::new();
        fs::create_dir(study.at("temporary")).expect("a folder");
        study.sealed();
        let first = fs::read_to_string(study.at(DATA)).expect("the data");
        // A blank line is passed over, and is another file.
        let versions = [first.clone(), format!("{first}\n")];
        let mut twice = Twice { study, versions, read: Default::default(), whole: Duration::ZERO };
        for which in 0..2 {
            twice.version(which);
            let begun = Instant::now();
            assert!(twice.run(&[]).status().expect("started").success());
            twice.whole = begun.elapsed();
            twice.read[which] = twice.digest();
            assert_eq!(twice.stands(), which);
        }
        twice
    }

    /// These data are the ones on the disk.
    fn version(&self, which: usize) {
        fs::write(self.study.at(DATA), &self.versions[which]).expect("written");
    }

    fn digest(&self) -> String {
        self.study.json(&format!("out/{RUN}"))["data"].to_string()
    }

    /// By whole names, which `verify` finds whatever folder it is asked from.
    fn run(&self, before: &[&str]) -> Command {
        let name = |name: &str| self.study.at(name).to_str().expect("a name").to_string();
        let run = ["run".to_string(), name("plan.md"), "--out".to_string(), name("out")];
        let mut command = match before {
            [] => self.study.command(&run.each_ref().map(String::as_str)),
            [shell, arguments @ ..] => {
                let mut command = Command::new(shell);
                command.args(arguments).arg(env!("CARGO_BIN_EXE_prespec")).args(run).env("USER", "tester");
                command
            }
        };
        command.env("TMPDIR", self.study.at("temporary"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Of which version the set in the output folder is: it is whole, and `verify` finds all that it names as it was.
    fn stands(&self) -> usize {
        let out = self.study.at("out");
        drop(settled(&out).expect("what was left can be finished"));
        assert_eq!(earlier(&out).expect("a run").outputs.len(), 5);
        let digest = self.digest();
        let which = self.read.iter().position(|own| *own == digest).expect("a set of one of the versions");
        self.version(which);
        let verified = verify(&out, &Asked { rerun: false, signers: None }, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(verified.differs, Vec::<String>::new());
        which
    }

    /// A run that ends leaves nothing of those that did not.
    fn clears_what_is_left(&self) {
        assert!(self.run(&[]).status().expect("started").success());
        let names = |folder: &str| -> Vec<String> {
            let entries = fs::read_dir(self.study.at(folder)).expect("a folder");
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
        };
        assert_eq!(names("temporary"), Vec::<String>::new());
        assert_eq!(names("out").len(), 6, "{:?}", names("out"));
        let beside: Vec<String> = names("").into_iter().filter(|name| name.starts_with('.')).collect();
        assert_eq!(beside, Vec::<String>::new());
    }
}

fn killed_at(moments: u32) {
    let twice = Twice::new();
    let mut last = twice.stands();
    let mut replaced = 0;
    for moment in 0..moments {
        let other = 1 - last;
        twice.version(other);
        let mut child = twice.run(&[]).spawn().expect("started");
        // Over the whole of a run, and for half of them about its end, where the files are written.
        let part = f64::from(moment / 2) / f64::from(moments / 2).max(1.0);
        sleep(twice.whole.mul_f64(if moment % 2 == 0 { part } else { 0.7 + part * 0.5 }));
        child.kill().ok();
        child.wait().expect("it has ended");
        let stands = twice.stands();
        replaced += u32::from(stands == other);
        last = stands;
        if moment % 20 == 19 {
            twice.clears_what_is_left();
            assert_eq!(twice.stands(), last);
        }
    }
    assert!(replaced < moments, "no run was killed before it had written");
    twice.clears_what_is_left();
}

#[test]
fn a_run_that_is_killed_leaves_the_last_good_set() {
    killed_at(40);
}

#[test]
#[ignore = "a thousand kills: half an hour"]
fn a_run_that_is_killed_at_any_of_a_thousand_moments_leaves_the_last_good_set() {
    killed_at(1_000);
}

/// The system writes no file beyond so many bytes: whichever write is the first beyond them fails, of a run in a process of its
/// own, as on a full disk.
#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_the_last_good_set() {
    let twice = Twice::new();
    let entries = fs::read_dir(twice.study.at("out")).expect("the outputs").map(|entry| entry.expect("an entry"));
    let mut sizes: Vec<u64> = entries.map(|entry| entry.metadata().expect("a file").len()).collect();
    sizes.sort_unstable();
    let last = twice.stands();
    // In blocks of 512 bytes: the first write of each file, and its last.
    let limits: BTreeSet<u64> = sizes.iter().flat_map(|size| [size / 1024, size.saturating_sub(1) / 512]).collect();
    assert!(limits.len() > 8, "{limits:?}");
    for limit in std::iter::once(0).chain(limits) {
        twice.version(1 - last);
        let shell = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"");
        let ended = twice.run(&["sh", "-c", &shell]).status().expect("started");
        assert_eq!(ended.code(), Some(2), "{limit} blocks");
        assert_eq!(twice.stands(), last, "{limit} blocks");
    }
    twice.clears_what_is_left();
}

/// On a disk that is full at every place of a run: `mount -t tmpfs -o size=8m tmpfs /mnt/small` and
/// `PRESPEC_SMALL_DISK=/mnt/small cargo test --test whole disk_is_full -- --ignored`.
#[test]
#[ignore = "needs a small disk of its own"]
fn a_disk_is_full_at_each_page_of_a_run() {
    let small = PathBuf::from(std::env::var("PRESPEC_SMALL_DISK").expect("the folder of a small disk"));
    let study = Study::new();
    let out = small.join("out");
    let run = || {
        let mut command = study.command(&["run", "plan.md", "--out", out.to_str().expect("a name")]);
        said(&command.output().expect("started"))
    };
    assert_eq!(run().0, 0);
    let (mut failed, mut page) = (0_u64, 0_u64);
    loop {
        // The disk is filled, and so many pages of it are freed.
        let filler = small.join("filler");
        let mut file = File::create(&filler).expect("a file");
        let block = vec![1_u8; PAGE];
        let mut pages = 0;
        while file.write_all(&block).is_ok() {
            pages += 1;
        }
        file.set_len((pages as u64).saturating_sub(page) * PAGE as u64).expect("freed");
        let (exit, told) = run();
        assert_eq!(not_as_written(&out), Vec::<String>::new(), "{page} pages free: {told}");
        fs::remove_file(&filler).expect("removed");
        if exit == 0 {
            break;
        }
        assert_eq!(exit, 2, "{page} pages free: {told}");
        (failed, page) = (failed + 1, page + 1);
    }
    let sizes =
        fs::read_dir(&out).expect("the outputs").map(|file| file.expect("one").metadata().expect("its size").len());
    let pages: Vec<u64> = sizes.map(|bytes| bytes.div_ceil(PAGE as u64)).collect();
    assert_eq!(pages.len(), 6);
    // Until there is room for all of them beside those that stand, no page is enough.
    assert!(failed >= pages.iter().sum::<u64>(), "{failed} runs failed, of {pages:?} pages");
    println!("{failed} runs found the disk full, each one page later");
}

const PAGE: usize = 4096;

#[test]
fn of_two_runs_at_once_each_writes_all_or_nothing() {
    let twice = Twice::new();
    let study = Study::new();
    for _ in 0..3 {
        let mut both = [(); 2].map(|()| twice.run(&[]).spawn().expect("started"));
        for child in &mut both {
            assert!(child.wait().expect("it has ended").success());
        }
        twice.stands();
    }
    let other = Study::new();
    other.replace("plan.md", "study small ", "study other ");
    // Two studies at once into one folder: the second finds the results of the first.
    let out = study.at("both");
    let out = out.to_str().expect("a name");
    let both = [study.command(&["run", "plan.md", "--out", out]), other.command(&["run", "plan.md", "--out", out])];
    let running =
        both.map(|mut command| command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started"));
    let mut ends = running.map(|child| said(&child.wait_with_output().expect("it has ended")));
    ends.sort();
    assert!(ends[0].0 == 0 && ends[1].0 == 2 && ends[1].1.contains("R013"), "{ends:?}");
    assert_eq!(not_as_written(&study.at("both")), Vec::<String>::new());
}

/// What a copy has left that was killed is no file of somebody else.
#[test]
fn a_copy_that_was_killed_is_made_again() {
    let study = Study::new();
    assert_eq!(study.run(&[]).0, 0);
    fs::create_dir_all(study.at("copy/.prespec-new/sets")).expect("a folder");
    let (exit, told) = said(&study.prespec(&["reproduce", "out", "--out", "copy"]));
    assert_eq!(exit, 0, "{told}");
    assert!(!study.at("copy/.prespec-new").exists() && study.at("copy/reproduce.R").exists());
    fs::create_dir_all(study.at("mine")).expect("a folder");
    fs::write(study.at("mine/letter.txt"), "mine").expect("written");
    let (exit, told) = said(&study.prespec(&["reproduce", "out", "--out", "mine"]));
    assert!(exit == 2 && told.contains("R013"), "{told}");
    assert_eq!(fs::read_dir(study.at("mine")).expect("a folder").count(), 1);
}
