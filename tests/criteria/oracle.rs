//! RECIST 1.1 and mRECIST written a second time, from the text of the study and with other means: lengths are whole
//! tenths of a millimetre, shares are compared by cross-multiplication, and the past is a handful of variables carried
//! along.

use super::lesions::{Exam, Lesion, Organ, Role, State};

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

/// How a hepatic lesion is measured.
#[derive(Clone, Copy, PartialEq)]
pub enum Measure {
    /// As any other.
    Size,
    /// By its enhancing part.
    Viable,
}

/// What an examination shows beside the past.
pub struct Findings<'a> {
    pub target: &'static str,
    pub non_target: &'static str,
    /// New lesions that count.
    pub new: Vec<&'a Lesion>,
    /// Of the targets that were measured.
    pub sum: i64,
    pub whole: bool,
}

pub struct Memory<'a> {
    measure: Measure,
    targets: Vec<&'a Lesion>,
    non_targets: Vec<&'a Lesion>,
    baseline_sum: Option<i64>,
    smallest: Option<i64>,
    was_complete: bool,
    responding: bool,
}

fn not_evaluable() -> Verdict {
    Verdict { overall: "NE", parts: None }
}

/// The sequence of one reader. `hold` is the option of the criterion; the floor is 5 mm.
pub fn recist(baseline: Option<&Exam>, exams: &[Exam], hold: bool) -> Vec<Verdict> {
    sequence(Measure::Size, baseline, exams, hold)
}

/// The sequence of one reader; a response is held, the floor is 5 mm, a hepatic target has 10 mm that enhance, a hepatic
/// new lesion has 10 mm.
pub fn mrecist(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<Verdict> {
    let hepatic = |l: &Lesion| l.role == Role::Target && l.organ == Organ::Liver;
    let unfit = baseline.is_some_and(|b| !b.arterial && b.lesions.iter().any(hepatic));
    sequence(Measure::Viable, baseline.filter(|_| !unfit), exams, true)
}

fn sequence(measure: Measure, baseline: Option<&Exam>, exams: &[Exam], hold: bool) -> Vec<Verdict> {
    let Some(baseline) = baseline else {
        return exams.iter().map(|_| not_evaluable()).collect();
    };
    let mut memory = Memory::begin(measure, baseline);
    let mut verdicts = vec![];
    for exam in exams {
        if !can_be_read(exam) {
            verdicts.push(not_evaluable());
            continue;
        }
        let seen = memory.look(exam, hold);
        let overall = overall(seen.target, seen.non_target, !seen.new.is_empty());
        let parts = Parts {
            target: seen.target,
            non_target: seen.non_target,
            new_lesion: !seen.new.is_empty(),
            sum: seen.whole.then_some(seen.sum),
            nadir: memory.smallest,
        };
        memory.keep(&seen, overall == "CR");
        verdicts.push(Verdict { overall, parts: Some(parts) });
    }
    verdicts
}

pub fn can_be_read(exam: &Exam) -> bool {
    exam.readable && !exam.lesions.is_empty()
}

fn find<'a>(exam: &'a Exam, lesion: &Lesion) -> Option<&'a Lesion> {
    exam.lesions.iter().find(|l| l.number == lesion.number)
}

/// What a row measures, the state before the number.
fn length(row: &Lesion, recorded: Option<i64>) -> Option<i64> {
    match row.state {
        State::Gone => Some(0),
        State::TooSmall => Some(50),
        State::NotEvaluable => None,
        State::Present | State::Progression | State::FurtherProgression => recorded,
    }
}

/// The diameter of a row.
pub fn diameter(row: &Lesion) -> Option<i64> {
    length(row, row.tenths)
}

/// The recorded short axis of a node that is neither gone, too small nor unread reaches 10 mm.
fn large_node(row: &Lesion) -> bool {
    !matches!(row.state, State::Gone | State::TooSmall | State::NotEvaluable) && row.tenths.is_some_and(|t| t >= 100)
}

impl<'a> Memory<'a> {
    pub fn begin(measure: Measure, baseline: &'a Exam) -> Memory<'a> {
        let (mut targets, mut non_targets) = (vec![], vec![]);
        for lesion in &baseline.lesions {
            let large_enough = match (measure, lesion.organ) {
                (Measure::Viable, Organ::Liver) => length(lesion, lesion.viable).is_some_and(|l| l >= 100),
                (Measure::Viable, Organ::PortalVein) => false,
                _ => true,
            };
            match lesion.role {
                Role::Target if large_enough => targets.push(lesion),
                Role::Target | Role::NonTarget => non_targets.push(lesion),
                Role::New => {}
            }
        }
        let (baseline_sum, smallest, was_complete, responding) = (None, None, false, false);
        let mut memory = Memory { measure, targets, non_targets, baseline_sum, smallest, was_complete, responding };
        let (sum, whole) = memory.sum(baseline);
        memory.baseline_sum = whole.then_some(sum);
        memory.smallest = memory.baseline_sum;
        memory
    }

    /// Whether it is its enhancing part that counts.
    fn enhancing(&self, lesion: &Lesion) -> bool {
        self.measure == Measure::Viable && lesion.organ == Organ::Liver
    }

    fn target_length(&self, exam: &Exam, target: &Lesion) -> Option<i64> {
        let row = find(exam, target)?;
        match self.enhancing(target) {
            true if exam.arterial => length(row, row.viable),
            true => None,
            false => diameter(row),
        }
    }

    fn sum(&self, exam: &Exam) -> (i64, bool) {
        let mut sum = 0;
        let mut whole = true;
        for target in &self.targets {
            match self.target_length(exam, target) {
                Some(tenths) => sum += tenths,
                None => whole = false,
            }
        }
        (sum, whole)
    }

    pub fn look<'e>(&self, exam: &'e Exam, hold: bool) -> Findings<'e> {
        let (sum, whole) = self.sum(exam);
        let target = self.target(exam, sum, whole, hold);
        let new = exam.lesions.iter().filter(|l| self.is_new(l)).collect();
        Findings { target, non_target: self.non_target(exam), new, sum, whole }
    }

    pub fn keep(&mut self, seen: &Findings, complete: bool) {
        if seen.whole && self.smallest.is_none_or(|s| seen.sum < s) {
            self.smallest = Some(seen.sum);
        }
        match seen.target {
            "CR" | "PR" => self.responding = true,
            "PD" => self.responding = false,
            _ => {}
        }
        self.was_complete |= complete;
    }

    /// A non-target lesion of the baseline has grown further than when it progressed.
    pub fn worse_again(&self, exam: &Exam) -> bool {
        let row = |lesion: &&Lesion| find(exam, lesion);
        self.non_targets.iter().filter_map(row).any(|row| row.state == State::FurtherProgression)
    }

    fn is_new(&self, row: &Lesion) -> bool {
        let there = row.role == Role::New && row.state != State::Gone && row.state != State::NotEvaluable;
        let small = self.enhancing(row) && (row.state == State::TooSmall || row.tenths.is_none_or(|t| t < 100));
        there && !small
    }

    fn target(&self, exam: &Exam, sum: i64, whole: bool, hold: bool) -> &'static str {
        if self.targets.is_empty() {
            return "NA";
        }
        let length = |target: &Lesion| self.target_length(exam, target);
        let back = |target: &&Lesion| match find(exam, target) {
            Some(row) if target.node => large_node(row),
            _ => length(target).is_some_and(|l| l > 0),
        };
        if self.was_complete && self.targets.iter().any(back) {
            return "PD";
        }
        let grown = self.smallest.is_some_and(|s| sum * 100 >= s * 120 && sum - s >= 50);
        if !whole {
            return if grown { "PD" } else { "NE" };
        }
        let cleared = |target: &&Lesion| length(target).is_some_and(|l| l == 0 || (target.node && l < 100));
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
            if self.enhancing(lesion) {
                let enhancing = length(row, row.viable);
                back |= enhancing.is_some_and(|l| l > 0);
                all_gone &= enhancing == Some(0);
                continue;
            }
            back |= match lesion.node {
                true => large_node(row),
                false => row.state != State::Gone && row.state != State::NotEvaluable,
            };
            all_gone &= row.state == State::Gone || (lesion.node && diameter(row).is_some_and(|l| l < 100));
        }
        match () {
            () if progressing || (self.was_complete && back) => "PD",
            () if all_gone => "CR",
            () if missing => "NE",
            () => "NON_CR_NON_PD",
        }
    }
}

pub fn overall(target: &'static str, non_target: &'static str, new_lesion: bool) -> &'static str {
    if target == "PD" || non_target == "PD" || new_lesion {
        return "PD";
    }
    match (target, non_target) {
        ("CR", "CR" | "NA") => "CR",
        ("CR", _) => "PR",
        ("NA", "CR") => "CR",
        ("NA", "NON_CR_NON_PD") => "NON_CR_NON_PD",
        ("NA", _) => "NE",
        (target, _) => target,
    }
}
