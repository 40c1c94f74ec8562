//! RECIST 1.1 written a second time, from the text of the study and with other means: lengths are whole tenths of a
//! millimetre, shares are compared by cross-multiplication, and the past is a handful of variables carried along.

use super::lesions::{Exam, Lesion, Role, State};

/// What a reading shows.
#[derive(Debug, PartialEq)]
pub struct Verdict {
    pub overall: &'static str,
    /// None where there is no reading: target and non-target response, new lesion, complete sum, smallest sum before.
    pub parts: Option<Parts>,
}

#[derive(Debug, PartialEq)]
pub struct Parts {
    pub target: &'static str,
    pub non_target: &'static str,
    pub new_lesion: bool,
    pub sum: Option<i64>,
    pub nadir: Option<i64>,
}

struct Memory<'a> {
    targets: Vec<&'a Lesion>,
    non_targets: Vec<&'a Lesion>,
    baseline_sum: Option<i64>,
    smallest: Option<i64>,
    was_complete: bool,
    responding: bool,
}

/// The sequence of one reader. `hold` is the option of the criterion; the floor is 5 mm.
pub fn recist(baseline: Option<&Exam>, exams: &[Exam], hold: bool) -> Vec<Verdict> {
    let Some(baseline) = baseline else {
        return exams.iter().map(|_| Verdict { overall: "NE", parts: None }).collect();
    };
    let of_role = |role| baseline.lesions.iter().filter(|l| l.role == role).collect::<Vec<_>>();
    let mut memory = Memory {
        targets: of_role(Role::Target),
        non_targets: of_role(Role::NonTarget),
        baseline_sum: None,
        smallest: None,
        was_complete: false,
        responding: false,
    };
    let (sum, whole) = measure(&memory.targets, baseline);
    memory.baseline_sum = whole.then_some(sum);
    memory.smallest = memory.baseline_sum;
    exams.iter().map(|exam| memory.read(exam, hold)).collect()
}

fn find<'a>(exam: &'a Exam, lesion: &Lesion) -> Option<&'a Lesion> {
    exam.lesions.iter().find(|l| l.number == lesion.number)
}

fn length(row: Option<&Lesion>) -> Option<i64> {
    let row = row?;
    match row.state {
        State::Gone => Some(0),
        State::TooSmall => Some(50),
        State::NotEvaluable => None,
        State::Present | State::Progression | State::FurtherProgression => row.tenths,
    }
}

fn measure(targets: &[&Lesion], exam: &Exam) -> (i64, bool) {
    let mut sum = 0;
    let mut whole = true;
    for target in targets {
        match length(find(exam, target)) {
            Some(tenths) => sum += tenths,
            None => whole = false,
        }
    }
    (sum, whole)
}

/// The recorded short axis of a node that is neither gone, too small nor unread reaches 10 mm.
fn large_node(row: &Lesion) -> bool {
    !matches!(row.state, State::Gone | State::TooSmall | State::NotEvaluable) && row.tenths.is_some_and(|t| t >= 100)
}

impl Memory<'_> {
    fn read(&mut self, exam: &Exam, hold: bool) -> Verdict {
        if !exam.readable || exam.lesions.is_empty() {
            return Verdict { overall: "NE", parts: None };
        }
        let (sum, whole) = measure(&self.targets, exam);
        let parts = Parts {
            target: self.target(exam, sum, whole, hold),
            non_target: self.non_target(exam),
            new_lesion: exam
                .lesions
                .iter()
                .any(|l| l.role == Role::New && l.state != State::Gone && l.state != State::NotEvaluable),
            sum: whole.then_some(sum),
            nadir: self.smallest,
        };
        let overall = overall(&parts);
        if whole && self.smallest.is_none_or(|s| sum < s) {
            self.smallest = Some(sum);
        }
        match parts.target {
            "CR" | "PR" => self.responding = true,
            "PD" => self.responding = false,
            _ => {}
        }
        self.was_complete |= overall == "CR";
        Verdict { overall, parts: Some(parts) }
    }

    fn target(&self, exam: &Exam, sum: i64, whole: bool, hold: bool) -> &'static str {
        if self.targets.is_empty() {
            return "NA";
        }
        let back = |target: &&Lesion| match find(exam, target) {
            Some(row) if target.node => large_node(row),
            row => length(row).is_some_and(|l| l > 0),
        };
        if self.was_complete && self.targets.iter().any(back) {
            return "PD";
        }
        let grown = self.smallest.is_some_and(|s| sum * 100 >= s * 120 && sum - s >= 50);
        if !whole {
            return if grown { "PD" } else { "NE" };
        }
        let cleared = |target: &&Lesion| length(find(exam, target)).is_some_and(|l| l == 0 || (target.node && l < 100));
        if self.targets.iter().all(cleared) {
            return "CR";
        }
        if grown {
            return "PD";
        }
        if self.baseline_sum.is_some_and(|b| sum * 100 <= b * 70) || (hold && self.responding) {
            return "PR";
        }
        if self.baseline_sum.is_none() { "NE" } else { "SD" }
    }

    fn non_target(&self, exam: &Exam) -> &'static str {
        if self.non_targets.is_empty() {
            return "NA";
        }
        let (mut progressing, mut back, mut missing, mut all_gone) = (false, false, false, true);
        for lesion in &self.non_targets {
            let Some(row) = find(exam, lesion) else {
                (missing, all_gone) = (true, false);
                continue;
            };
            progressing |= matches!(row.state, State::Progression | State::FurtherProgression);
            missing |= row.state == State::NotEvaluable;
            back |= match lesion.node {
                true => large_node(row),
                false => row.state != State::Gone && row.state != State::NotEvaluable,
            };
            all_gone &= row.state == State::Gone || (lesion.node && length(Some(row)).is_some_and(|l| l < 100));
        }
        match () {
            () if progressing || (self.was_complete && back) => "PD",
            () if all_gone => "CR",
            () if missing => "NE",
            () => "NON_CR_NON_PD",
        }
    }
}

fn overall(parts: &Parts) -> &'static str {
    if parts.target == "PD" || parts.non_target == "PD" || parts.new_lesion {
        return "PD";
    }
    match (parts.target, parts.non_target) {
        ("CR", "CR" | "NA") => "CR",
        ("CR", _) => "PR",
        ("NA", "CR") => "CR",
        ("NA", "NON_CR_NON_PD") => "NON_CR_NON_PD",
        ("NA", _) => "NE",
        (target, _) => target,
    }
}
