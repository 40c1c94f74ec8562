//! iRECIST and LI-RADS treatment response written a second time, from the text of the study, by plain loops.

use super::lesions::{Exam, Lesion, Organ, Role, State, Treated};
use super::oracle::{Findings, Measure, Memory, can_be_read, diameter, overall};

/// The first examination of a progression that no later one has confirmed or cleared.
struct Pending {
    day: i32,
    target: bool,
    non_target: bool,
    new: bool,
    sum: i64,
    new_sum: i64,
}

impl Pending {
    fn at(exam: &Exam, seen: &Findings, first_seen: bool, new_sum: i64) -> Pending {
        Pending {
            day: exam.day,
            target: seen.target == "PD",
            non_target: seen.non_target == "PD",
            new: first_seen,
            sum: seen.sum,
            new_sum,
        }
    }

    fn is_confirmed(&self, seen: &Findings, first_seen: bool, worse_again: bool, of_new: (i64, bool)) -> bool {
        let by_target = match self.target {
            true => seen.sum >= self.sum + 50,
            false => seen.target == "PD",
        };
        let by_non_target = match self.non_target {
            true => worse_again,
            false => seen.non_target == "PD",
        };
        // Another new lesion confirms either way: as more of the reason, or as a reason of its own.
        let by_new = first_seen || (self.new && (of_new.0 >= self.new_sum + 50 || of_new.1));
        by_target || by_non_target || by_new
    }
}

/// Which new lesions are measured.
#[derive(Clone, Copy, PartialEq)]
enum Measured {
    Every,
    /// Five, two for each organ; of the others, and of one of the five that was not measured, any increase confirms.
    Five,
}

fn is_worse(lesion: &Lesion) -> bool {
    matches!(lesion.state, State::Progression | State::FurtherProgression)
}

/// Places that are taken: the number of a lesion and its organ.
type Places = Vec<(i64, Organ)>;

/// The places after those of the lesions that appear: the largest first, and of equals the lower number.
fn filled(taken: &Places, appearing: &[&Lesion]) -> Places {
    let limit = |l: &Lesion| if l.node { 150 } else { 100 };
    let mut by_size: Vec<(i64, &Lesion)> = vec![];
    for lesion in appearing {
        match lesion.tenths {
            Some(tenths) if lesion.state != State::TooSmall && tenths >= limit(lesion) => {
                by_size.push((tenths, lesion))
            }
            _ => {}
        }
    }
    by_size.sort_by_key(|(tenths, lesion)| (-tenths, lesion.number));
    let mut places = taken.clone();
    for (_, lesion) in by_size {
        let of_organ = places.iter().filter(|(_, organ)| *organ == lesion.organ).count();
        if places.len() < 5 && of_organ < 2 {
            places.push((lesion.number, lesion.organ));
        }
    }
    places
}

/// What the new lesions come to: the sum of those that are measured, and whether one that is not has increased.
fn of_new(measured: Measured, exam: &Exam, seen: &Findings, places: &Places) -> (i64, bool) {
    if measured == Measured::Every {
        return (seen.new_sum, false);
    }
    let has_place = |l: &Lesion| places.iter().any(|(number, _)| *number == l.number);
    let five: Vec<&Lesion> = exam.lesions.iter().filter(|l| has_place(l)).collect();
    let noted = seen.new.iter().any(|l| !has_place(l) && is_worse(l));
    (five.iter().filter_map(|l| diameter(l)).sum(), noted || five.iter().any(|l| is_worse(l) && diameter(l).is_none()))
}

fn immune(response: &'static str) -> &'static str {
    match response {
        "CR" => "iCR",
        "PR" => "iPR",
        "SD" => "iSD",
        "NON_CR_NON_PD" => "NON_iCR_NON_iUPD",
        "NE" => "NE",
        other => panic!("{other} has no counterpart"),
    }
}

/// The sequence of one reader; a response is held, the floor is 5 mm, confirmation from 28 days on, by 5 mm.
pub fn irecist(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    by_new_lesions(Measured::Every, baseline, exams)
}

/// The same where five new lesions are measured, two for each organ.
pub fn irecist_of_five(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    by_new_lesions(Measured::Five, baseline, exams)
}

fn by_new_lesions(measured: Measured, baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    let Some(baseline) = baseline else { return vec!["NE"; exams.len()] };
    let mut memory = Memory::begin(Measure::Size, baseline);
    let mut known: Vec<i64> = vec![];
    let mut places: Places = vec![];
    let mut pending: Option<Pending> = None;
    let mut confirmed = false;
    let mut answers = vec![];
    for exam in exams {
        if !can_be_read(exam) {
            answers.push("NE");
            continue;
        }
        let seen = memory.look(exam, true);
        let first_seen = seen.new.iter().any(|l| !known.contains(&l.number));
        let progressing = seen.target == "PD" || seen.non_target == "PD";
        let any_new = !seen.new.is_empty();
        let appearing: Vec<&Lesion> = seen.new.iter().filter(|l| !known.contains(&l.number)).copied().collect();
        let places_here = filled(&places, &appearing);
        let of_new = of_new(measured, exam, &seen, &places_here);
        let answer = match &pending {
            _ if confirmed && overall(seen.target, seen.non_target, any_new) != "NE" => "iCPD",
            _ if confirmed => "NE",
            None if progressing || first_seen => "iUPD",
            None => immune(overall(seen.target, seen.non_target, false)),
            Some(_) if overall(seen.target, seen.non_target, any_new) == "NE" => "NE",
            Some(first) if exam.day - first.day < 28 => {
                answers.push("iUPD");
                continue;
            }
            Some(first) if first.is_confirmed(&seen, first_seen, memory.worse_again(exam), of_new) => "iCPD",
            Some(_) if progressing || any_new => "iUPD",
            Some(_) => immune(overall(seen.target, seen.non_target, false)),
        };
        answers.push(answer);
        match answer {
            "NE" if pending.is_some() => continue,
            "NE" => {}
            "iUPD" if pending.is_none() => pending = Some(Pending::at(exam, &seen, first_seen, of_new.0)),
            "iUPD" => {}
            "iCPD" => confirmed = true,
            _ => pending = None,
        }
        places = places_here;
        known.extend(seen.new.iter().map(|l| l.number));
        memory.keep(&seen, answer == "iCR");
    }
    answers
}

/// The sequence of one reader in the treated arm; NA where no treated lesion was read.
pub fn li_rads(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    let mut answers = vec![];
    for exam in exams {
        if baseline.is_none() || !can_be_read(exam) {
            answers.push("NE");
            continue;
        }
        let (mut viable, mut unread, mut equivocal, mut nonviable) = (false, false, false, false);
        for row in exam.lesions.iter().filter(|row| row.role == Role::Target) {
            match row.treated {
                Some(Treated::Viable) => viable = true,
                Some(Treated::NotEvaluable) => unread = true,
                Some(Treated::Equivocal) => equivocal = true,
                Some(Treated::Nonviable) => nonviable = true,
                None => {}
            }
        }
        answers.push(match () {
            () if viable => "VIABLE",
            () if unread => "NE",
            () if equivocal => "EQUIVOCAL",
            () if nonviable => "NONVIABLE",
            () => "NA",
        });
    }
    answers
}
