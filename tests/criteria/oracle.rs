//! RECIST 1.1 and mRECIST written a second time, from the text of the study and with other means: lengths are whole
//! tenths of a millimetre, shares are compared by cross-multiplication, and the past is a handful of variables carried
//! along.

use super::lesions::{Exam, Lesion, Organ, Role, State};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The examination that first suspected the progression, by its place.
    pub suspected: Option<usize>,
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
    /// Of the new lesions that were measured, by their whole length.
    pub new_sum: i64,
    pub suspected: Option<usize>,
}

pub struct Memory<'a> {
    measure: Measure,
    targets: Vec<&'a Lesion>,
    non_targets: Vec<&'a Lesion>,
    baseline_sum: Option<i64>,
    smallest: Option<i64>,
    was_complete: bool,
    responding: bool,
    /// By number, the examination at which a new lesion was first suspected since it had last gone, and at which a non-target
    /// lesion was first suspected to progress since it last did not.
    new_suspected: BTreeMap<i64, usize>,
    worse_suspected: BTreeMap<i64, usize>,
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
    for (place, exam) in exams.iter().enumerate() {
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
            suspected: seen.suspected,
        };
        memory.keep(&seen, overall == "CR");
        memory.suspect(exam, place);
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

/// The diameter of a row by itself.
pub fn diameter(row: &Lesion) -> Option<i64> {
    length(row, row.tenths)
}

fn is_merged(row: &Lesion) -> bool {
    row.merged_into.is_some()
}

/// The row at which those end that a row names by `name`, one after the other; none where one is not there, or they run in a
/// circle.
fn last<'e>(exam: &'e Exam, row: &Lesion, name: fn(&Lesion) -> Option<i64>) -> Option<&'e Lesion> {
    let mut number = name(row)?;
    let mut met = BTreeSet::from([row.number]);
    while met.insert(number) {
        let next = exam.lesions.iter().find(|l| l.number == number)?;
        match name(next) {
            Some(further) => number = further,
            None => return Some(next),
        }
    }
    None
}

/// Rows of which this lesion is the whole, or the whole of the whole.
fn parts(exam: &Exam, whole: i64) -> Vec<&Lesion> {
    let belongs = |row: &&Lesion| {
        let mut met = BTreeSet::from([row.number]);
        let mut names = vec![];
        let mut next = row.part_of;
        while let Some(number) = next {
            names.push(number);
            if !met.insert(number) {
                return false;
            }
            next = exam.lesions.iter().find(|l| l.number == number).and_then(|l| l.part_of);
        }
        row.number != whole && names.contains(&whole)
    };
    exam.lesions.iter().filter(belongs).collect()
}

fn is_worse(row: &Lesion) -> bool {
    !row.equivocal && matches!(row.state, State::Progression | State::FurtherProgression)
}

fn is_shown(row: &Lesion) -> bool {
    row.state != State::Gone && row.state != State::NotEvaluable
}

type Recorded = fn(&Lesion) -> Option<i64>;

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
        let (new_suspected, worse_suspected) = (BTreeMap::new(), BTreeMap::new());
        let mut memory = Memory {
            measure,
            targets,
            non_targets,
            baseline_sum,
            smallest,
            was_complete,
            responding,
            new_suspected,
            worse_suspected,
        };
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
            true if exam.arterial => self.whole_length(exam, row, |l| l.viable),
            true => None,
            false => self.whole_length(exam, row, |l| l.tenths),
        }
    }

    fn is_target(&self, row: &Lesion) -> bool {
        self.targets.iter().any(|t| t.number == row.number)
    }

    /// Without its parts: nothing where it has merged into a lesion that counts in its place.
    fn own_length(&self, exam: &Exam, row: &Lesion, recorded: Recorded) -> Option<i64> {
        if !is_merged(row) {
            return length(row, recorded(row));
        }
        let other = last(exam, row, |l| l.merged_into)?;
        let in_a_sum = self.is_target(other) || other.part_of.is_some();
        let known = self.non_targets.iter().any(|l| l.number == other.number) || self.is_new(other);
        let in_place = in_a_sum || (known && !self.is_target(row) && row.part_of.is_none());
        length(other, recorded(other)).filter(|_| in_place).map(|_| 0)
    }

    fn whole_length(&self, exam: &Exam, row: &Lesion, recorded: Recorded) -> Option<i64> {
        let rows = [row].into_iter().chain(parts(exam, row.number));
        rows.map(|row| self.own_length(exam, row, recorded)).sum()
    }

    fn is_small_node(&self, exam: &Exam, row: &Lesion, node: bool) -> bool {
        node && self.whole_length(exam, row, |l| l.tenths).is_some_and(|l| l < 100)
    }

    /// The earliest of the examinations at which something was suspected that is a progression now.
    fn first_suspected(&self, exam: &Exam, new: &[&Lesion]) -> Option<usize> {
        let new = new.iter().filter_map(|l| self.new_suspected.get(&l.number));
        let worse = self.non_targets.iter().filter(|l| self.progresses(exam, l));
        new.chain(worse.filter_map(|l| self.worse_suspected.get(&l.number))).min().copied()
    }

    fn progresses(&self, exam: &Exam, lesion: &Lesion) -> bool {
        find(exam, lesion).is_some_and(is_worse) || parts(exam, lesion.number).into_iter().any(is_worse)
    }

    pub fn suspect(&mut self, exam: &Exam, place: usize) {
        for row in &exam.lesions {
            if row.state == State::Gone {
                self.new_suspected.remove(&row.number);
            } else if row.equivocal && is_shown(row) {
                self.new_suspected.entry(row.number).or_insert(place);
            }
            match row.state {
                State::Present | State::Gone | State::TooSmall => {
                    self.worse_suspected.remove(&row.number);
                }
                State::Progression | State::FurtherProgression if row.equivocal => {
                    self.worse_suspected.entry(row.number).or_insert(place);
                }
                State::Progression | State::FurtherProgression | State::NotEvaluable => {}
            }
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
        let new: Vec<&Lesion> = exam.lesions.iter().filter(|l| self.is_new(l)).collect();
        let new_sum = new.iter().filter_map(|l| self.whole_length(exam, l, |l| l.tenths)).sum();
        let suspected = self.first_suspected(exam, &new);
        Findings { target, non_target: self.non_target(exam), new, sum, whole, new_sum, suspected }
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
        let again = |row: &Lesion| is_worse(row) && row.state == State::FurtherProgression;
        let of = |lesion: &&Lesion| {
            find(exam, lesion).is_some_and(again) || parts(exam, lesion.number).into_iter().any(again)
        };
        self.non_targets.iter().any(of)
    }

    fn is_new(&self, row: &Lesion) -> bool {
        let there = row.role == Role::New && is_shown(row) && !row.equivocal && row.part_of.is_none();
        let small = self.enhancing(row) && (row.state == State::TooSmall || row.tenths.is_none_or(|t| t < 100));
        there && !small
    }

    fn target(&self, exam: &Exam, sum: i64, whole: bool, hold: bool) -> &'static str {
        if self.targets.is_empty() {
            return "NA";
        }
        let length = |target: &Lesion| self.target_length(exam, target);
        let back = |target: &&Lesion| match find(exam, target) {
            _ if parts(exam, target.number).into_iter().any(|part| part.node && large_node(part)) => true,
            Some(row) if target.node => large_node(row) && !is_merged(row),
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
            let parts = parts(exam, lesion.number);
            progressing |= self.progresses(exam, lesion);
            missing |= parts.iter().any(|part| part.state == State::NotEvaluable);
            let stands = |row: &Lesion, node: bool| is_shown(row) && !is_merged(row) && (!node || large_node(row));
            if !self.enhancing(lesion) {
                back |= parts.iter().any(|part| stands(part, part.node));
            }
            let Some(row) = find(exam, lesion) else {
                (missing, all_gone) = (true, false);
                continue;
            };
            let spoken_for = last(exam, row, |l| l.merged_into).is_some();
            missing |= if is_merged(row) { !spoken_for } else { row.state == State::NotEvaluable };
            if self.enhancing(lesion) {
                let enhancing = self.whole_length(exam, row, |l| l.viable);
                back |= enhancing.is_some_and(|l| l > 0);
                all_gone &= enhancing == Some(0);
                continue;
            }
            back |= stands(row, lesion.node);
            let settled = |part: &&Lesion| {
                part.state == State::Gone || is_merged(part) || self.is_small_node(exam, part, part.node)
            };
            all_gone &= parts.iter().all(settled)
                && (row.state == State::Gone || spoken_for || self.is_small_node(exam, row, lesion.node));
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
