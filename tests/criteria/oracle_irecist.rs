//! iRECIST and LI-RADS treatment response written a second time, from the text of the study, by plain loops.

use super::lesions::{Exam, Lesion, Role, Treated};
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
    fn at(exam: &Exam, seen: &Findings, first_seen: bool) -> Pending {
        Pending {
            day: exam.day,
            target: seen.target == "PD",
            non_target: seen.non_target == "PD",
            new: first_seen,
            sum: seen.sum,
            new_sum: sum_of_new(&seen.new),
        }
    }

    fn is_confirmed(&self, seen: &Findings, first_seen: bool, worse_again: bool) -> bool {
        let by_target = match self.target {
            true => seen.sum >= self.sum + 50,
            false => seen.target == "PD",
        };
        let by_non_target = match self.non_target {
            true => worse_again,
            false => seen.non_target == "PD",
        };
        // Another new lesion confirms either way: as more of the reason, or as a reason of its own.
        let by_new = first_seen || (self.new && sum_of_new(&seen.new) >= self.new_sum + 50);
        by_target || by_non_target || by_new
    }
}

fn sum_of_new(lesions: &[&Lesion]) -> i64 {
    lesions.iter().filter_map(|l| diameter(l)).sum()
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
    let Some(baseline) = baseline else { return vec!["NE"; exams.len()] };
    let mut memory = Memory::begin(Measure::Size, baseline);
    let mut known: Vec<i64> = vec![];
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
            Some(first) if first.is_confirmed(&seen, first_seen, memory.worse_again(exam)) => "iCPD",
            Some(_) if progressing || any_new => "iUPD",
            Some(_) => immune(overall(seen.target, seen.non_target, false)),
        };
        answers.push(answer);
        match answer {
            "NE" if pending.is_some() => continue,
            "NE" => {}
            "iUPD" if pending.is_none() => pending = Some(Pending::at(exam, &seen, first_seen)),
            "iUPD" => {}
            "iCPD" => confirmed = true,
            _ => pending = None,
        }
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
