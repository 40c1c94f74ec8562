//! What is being done: on one line of a terminal, with how far it is, its rate and what is left, and nothing where standard error is
//! a file; with `--verbose`, a line for each stage that is done and how long it took.

use super::{Loudness, drawn, loudness, note};
use crate::run::progress::{Progress as Step, Stage};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So often the line is drawn: who is told ten thousand times a second reads nothing.
const DRAWN_EVERY: Duration = Duration::from_millis(100);
/// What is done sooner has no rate that says anything.
const RATE_AFTER: Duration = Duration::from_millis(500);

pub(super) struct Progress {
    manner: Manner,
    now: Mutex<Option<Now>>,
}

#[derive(Clone, Copy)]
struct Now {
    stage: Stage,
    since: Instant,
    done: u64,
    drawn: Instant,
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
        Progress { manner, now: Mutex::new(None) }
    }

    /// Where a stage begins, the one before is done.
    pub fn tell(&self, step: Step) {
        if matches!(self.manner, Manner::Nothing) {
            return;
        }
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        match (&mut *now, &self.manner) {
            (Some(same), _) if same.stage == step.stage => {
                // Threads are not heard in the order in which they counted.
                same.done = same.done.max(step.done);
                if matches!(self.manner, Manner::OneLine) && same.drawn.elapsed() >= DRAWN_EVERY {
                    same.drawn = Instant::now();
                    draw(&line(Step { done: same.done, ..step }, same.since.elapsed()));
                }
            }
            (before, _) => {
                let begun = Instant::now();
                let new = Now { stage: step.stage, since: begun, done: step.done, drawn: begun };
                self.ended(before.replace(new));
                if matches!(self.manner, Manner::OneLine) {
                    draw(&line(step, Duration::ZERO));
                }
            }
        }
    }

    pub fn end(&self) {
        self.ended(self.now.lock().unwrap_or_else(PoisonError::into_inner).take());
        if matches!(self.manner, Manner::OneLine) {
            drawn("\r\x1b[2K");
        }
    }

    fn ended(&self, stage: Option<Now>) {
        if let (Manner::EachStage, Some(Now { stage, since, .. })) = (&self.manner, stage) {
            note(&format!("{:8.2} s  {}\n", since.elapsed().as_secs_f64(), doing(stage)));
        }
    }
}

fn draw(line: &str) {
    drawn(&format!("\r\x1b[2K{line} …"));
}

fn doing(stage: Stage) -> &'static str {
    match stage {
        Stage::ReadPlan => "reading the plan",
        Stage::ReadRun => "reading the run",
        Stage::ReadRuns => "reading the runs",
        Stage::ReadData => "reading the data",
        Stage::CheckData => "checking the data",
        Stage::Derive => "deriving",
        Stage::Analyse => "analysing",
        Stage::Compute => "computing every number",
        Stage::Simulate => "making patients",
        Stage::Rehearse => "rehearsing",
        Stage::Try => "computing with one thing changed at a time",
        Stage::TypesetReport => "typesetting the report",
        Stage::WriteTables => "writing tables and figures",
        Stage::DescribeRun => "describing the run",
        Stage::Write => "writing",
    }
}

/// What is counted, and how many of it make one as it is written.
fn unit(stage: Stage) -> Option<(&'static str, u64)> {
    match stage {
        Stage::ReadData => Some(("MB", 1_000_000)),
        Stage::Derive | Stage::Simulate => Some(("patients", 1)),
        Stage::Analyse => Some(("analyses", 1)),
        Stage::Rehearse => Some(("replicates", 1)),
        Stage::Try => Some(("files", 1)),
        Stage::ReadPlan | Stage::ReadRun | Stage::ReadRuns | Stage::CheckData | Stage::Compute => None,
        Stage::TypesetReport | Stage::WriteTables | Stage::DescribeRun | Stage::Write => None,
    }
}

/// `rehearsing: 120 of 1000 replicates, 4.0 a second, 3 min 40 s left`.
fn line(Step { stage, done, of }: Step, since: Duration) -> String {
    let (doing, seconds) = (doing(stage), since.as_secs_f64());
    let (Some((unit, size)), true) = (unit(stage), done > 0 || of.is_some()) else { return doing.to_string() };
    let amount = |n: u64| n.div_ceil(size).to_string();
    let of_all = of.map_or_else(String::new, |of| format!(" of {}", amount(of)));
    let counted = format!("{doing}: {}{of_all} {unit}", amount(done));
    if done == 0 || since < RATE_AFTER {
        return counted;
    }
    let rate = done as f64 / seconds;
    let shown = rate / size as f64;
    let left = of.and_then(|of| of.checked_sub(done)).filter(|left| *left > 0);
    let left = left.map_or_else(String::new, |left| format!(", {} left", lasts(left as f64 / rate)));
    format!("{counted}, {shown:.*} a second{left}", usize::from(shown < 10.0))
}

/// To the second below an hour, to the minute above.
fn lasts(seconds: f64) -> String {
    let seconds = seconds.ceil() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: u64, step: Step) -> String {
        line(step, Duration::from_secs(seconds))
    }

    /// 120 in 30 seconds are 4 a second, and the other 880 take 220 seconds.
    #[test]
    fn rate_and_what_is_left_follow_from_what_is_done() {
        assert_eq!(
            after(30, Stage::Rehearse.at(120, 1000)),
            "rehearsing: 120 of 1000 replicates, 4.0 a second, 3 min 40 s left"
        );
        assert_eq!(
            after(2, Stage::ReadData.at(90_000_000, 360_000_000)),
            "reading the data: 90 of 360 MB, 45 a second, 6 s left"
        );
        assert_eq!(
            after(3600, Stage::Derive.at(1000, 5000)),
            "deriving: 1000 of 5000 patients, 0.3 a second, 4 h 0 min left"
        );
    }

    #[test]
    fn what_nobody_knows_is_not_said() {
        let unknown = Step { of: None, ..Stage::ReadData.at(3_000_000, 0) };
        assert_eq!(after(2, unknown), "reading the data: 3 MB, 1.5 a second");
        assert_eq!(after(9, Stage::TypesetReport.begun()), "typesetting the report");
        assert_eq!(after(9, Stage::Derive.begun()), "deriving");
        assert_eq!(after(9, Stage::Derive.at(0, 5)), "deriving: 0 of 5 patients");
        assert_eq!(line(Stage::Derive.at(2, 5), Duration::from_millis(10)), "deriving: 2 of 5 patients");
        assert_eq!(after(5, Stage::Derive.at(5, 5)), "deriving: 5 of 5 patients, 1.0 a second");
    }
}
