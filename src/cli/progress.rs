//! What is being done: on one line of a terminal, nothing where standard error is a file; with `--verbose`, a line for each stage
//! that is done and how long it took.

use super::{Loudness, drawn, loudness, note};
use std::cell::RefCell;
use std::io::IsTerminal;
use std::time::Instant;

pub(super) struct Progress {
    manner: Manner,
    /// What is being done, and since when.
    now: RefCell<Option<(String, Instant)>>,
}

enum Manner {
    Nothing,
    OneLine,
    EachStage,
}

impl Progress {
    pub fn new() -> Self {
        let manner = match loudness() {
            Loudness::Quiet => Manner::Nothing,
            Loudness::Verbose => Manner::EachStage,
            Loudness::Usual if std::io::stderr().is_terminal() => Manner::OneLine,
            Loudness::Usual => Manner::Nothing,
        };
        Progress { manner, now: RefCell::new(None) }
    }

    /// What was done before is done.
    pub fn stage(&self, stage: &str) {
        match self.manner {
            Manner::Nothing => {}
            Manner::OneLine => drawn(&format!("\r\x1b[2K{stage} …")),
            Manner::EachStage => self.begin(Some(stage)),
        }
    }

    pub fn end(&self) {
        match self.manner {
            Manner::Nothing => {}
            Manner::OneLine => drawn("\r\x1b[2K"),
            Manner::EachStage => self.begin(None),
        }
    }

    fn begin(&self, stage: Option<&str>) {
        let next = stage.map(|stage| (stage.to_string(), Instant::now()));
        if let Some((done, since)) = self.now.replace(next) {
            note(&format!("{:8.2} s  {done}\n", since.elapsed().as_secs_f64()));
        }
    }
}
