//! RECIST 1.1 written a second time from the paper and its clarifications, with every option as the document has it by
//! default, where nothing equivocal, split or merged is recorded; and LI-RADS of 2018, of every treated lesion. Lengths are
//! whole tenths of a millimetre.

use super::lesions::{Exam, Lesion, Role, State, Treated};
use std::collections::BTreeSet;

/// What a reader measures of a lesion by section 4.3.2; none where it was not measured.
fn measure(row: Option<&Lesion>) -> Option<i64> {
    let row = row?;
    match row.state {
        State::Gone => Some(0),
        State::TooSmall => Some(50),
        State::NotEvaluable => None,
        State::Present | State::Progression | State::FurtherProgression => row.tenths,
    }
}

/// A lymph node whose recorded short axis is that of a pathological one.
fn is_pathological(row: &Lesion) -> bool {
    !matches!(row.state, State::Gone | State::TooSmall | State::NotEvaluable) && row.tenths.is_some_and(|t| t >= 100)
}

/// A new lesion that was seen; a node is one from 10 mm on.
fn is_new(row: &Lesion) -> bool {
    let seen = row.role == Role::New && !matches!(row.state, State::Gone | State::NotEvaluable);
    seen && (!row.node || is_pathological(row))
}

/// What is known of a patient before an examination.
struct Course {
    targets: Vec<i64>,
    others: Vec<i64>,
    at_baseline: Option<i64>,
    /// The smallest complete sum so far.
    smallest: Option<i64>,
    /// A response of the targets that no progression of theirs has ended.
    in_response: bool,
    /// The last response but NE was CR.
    complete: bool,
}

/// Rows by the number of their lesion.
fn row(exam: &Exam, number: i64) -> Option<&Lesion> {
    exam.lesions.iter().find(|row| row.number == number)
}

impl Course {
    fn of(baseline: &Exam) -> Course {
        let of = |role: Role| baseline.lesions.iter().filter(|l| l.role == role).map(|l| l.number).collect::<Vec<_>>();
        let targets = of(Role::Target);
        let at_baseline = targets.iter().map(|number| measure(row(baseline, *number))).sum();
        let others = of(Role::NonTarget);
        Course { targets, others, at_baseline, smallest: at_baseline, in_response: false, complete: false }
    }

    /// The response of the target lesions, and their sum where each was measured.
    fn target(&self, exam: &Exam) -> (&'static str, Option<i64>) {
        let rows: Vec<Option<&Lesion>> = self.targets.iter().map(|number| row(exam, *number)).collect();
        let lengths: Vec<Option<i64>> = rows.iter().map(|row| measure(*row)).collect();
        let all: Option<i64> = lengths.iter().copied().sum();
        if rows.is_empty() {
            return ("NA", all);
        }
        let is_back = |row: &&Lesion| if row.node { is_pathological(row) } else { measure(Some(row)) > Some(0) };
        if self.complete && rows.iter().flatten().any(is_back) {
            return ("PD", all);
        }
        let measured: i64 = lengths.iter().flatten().sum();
        let grown = self.smallest.is_some_and(|nadir| 5 * (measured - nadir) >= nadir && measured - nadir >= 50);
        let Some(sum) = all else { return (if grown { "PD" } else { "NE" }, None) };
        let cleared = |row: &&Lesion| measure(Some(row)).is_some_and(|l| l == 0 || (row.node && l < 100));
        let response = match self.at_baseline {
            _ if rows.iter().flatten().filter(|row| cleared(row)).count() == rows.len() => "CR",
            _ if grown => "PD",
            Some(baseline) if 10 * (baseline - sum) >= 3 * baseline => "PR",
            _ if self.in_response => "PR",
            Some(_) => "SD",
            None => "NE",
        };
        (response, all)
    }

    fn non_target(&self, exam: &Exam) -> &'static str {
        let rows: Vec<Option<&Lesion>> = self.others.iter().map(|number| row(exam, *number)).collect();
        if rows.is_empty() {
            return "NA";
        }
        let (mut back, mut unread, mut left) = (false, false, false);
        for row in rows {
            match row.map(|row| (row, row.state)) {
                Some((_, State::Progression | State::FurtherProgression)) => return "PD",
                None | Some((_, State::NotEvaluable)) => unread = true,
                Some((_, State::Gone)) => {}
                Some((row, State::Present | State::TooSmall)) if row.node => {
                    back |= is_pathological(row);
                    left |= measure(Some(row)).is_none_or(|l| l >= 100);
                }
                Some((_, State::Present | State::TooSmall)) => (back, left) = (true, true),
            }
        }
        match () {
            () if back && self.complete => "PD",
            () if unread => "NE",
            () if left => "NON_CR_NON_PD",
            () => "CR",
        }
    }
}

/// Tables 1 and 2 of section 4.4.1.
fn time_point(target: &str, non_target: &str, new: bool) -> &'static str {
    match (target, non_target, new) {
        ("PD", _, _) | (_, "PD", _) | (_, _, true) => "PD",
        ("CR", "CR" | "NA", _) | ("NA", "CR", _) => "CR",
        ("CR" | "PR", _, _) => "PR",
        ("SD", _, _) => "SD",
        ("NA", "NON_CR_NON_PD", _) => "NON_CR_NON_PD",
        _ => "NE",
    }
}

/// The responses of one reader.
pub fn recist(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    let Some(baseline) = baseline else { return vec!["NE"; exams.len()] };
    let mut course = Course::of(baseline);
    let read = |exam: &Exam| {
        if exam.lesions.is_empty() {
            return "NE";
        }
        // Nothing is told of the known lesions where the examination cannot be evaluated; a new one is progression anyway.
        let new = exam.lesions.iter().any(is_new);
        if !exam.readable {
            course.complete &= !new;
            return if new { "PD" } else { "NE" };
        }
        let (target, sum) = course.target(exam);
        let response = time_point(target, course.non_target(exam), new);
        course.smallest = [course.smallest, sum].into_iter().flatten().min();
        course.in_response = matches!(target, "CR" | "PR") || (course.in_response && target != "PD");
        course.complete = response == "CR" || (course.complete && response == "NE");
        response
    };
    exams.iter().map(read).collect()
}

/// The responses of one reader by LI-RADS of 2018: the worst treated lesion, whatever its role; one that was treated has a
/// category from then on, or is not evaluable.
pub fn li_rads(baseline: Option<&Exam>, exams: &[Exam]) -> Vec<&'static str> {
    let Some(baseline) = baseline else { return vec!["NE"; exams.len()] };
    let mut treated: BTreeSet<i64> = categorised(baseline).map(|(number, _)| number).collect();
    let read = |exam: &Exam| {
        if !exam.readable || exam.lesions.is_empty() {
            return "NE";
        }
        treated.extend(categorised(exam).map(|(number, _)| number));
        let has = |category: Treated| categorised(exam).any(|(_, of)| of == category);
        let told = categorised(exam).count();
        match () {
            () if treated.is_empty() => "NA",
            () if has(Treated::Viable) => "VIABLE",
            () if has(Treated::NotEvaluable) || told < treated.len() => "NE",
            () if has(Treated::Equivocal) => "EQUIVOCAL",
            () => "NONVIABLE",
        }
    };
    exams.iter().map(read).collect()
}

fn categorised(exam: &Exam) -> impl Iterator<Item = (i64, Treated)> {
    exam.lesions.iter().filter_map(|row| row.treated.map(|category| (row.number, category)))
}
