//! Eligibility, arms and timepoints of the first study once more, by loops over plain values, from its prose alone.

use super::cohort::{Exam, PERIOD_END, PERIOD_START, Patient};

pub fn first(patient: &Patient, drug: &str) -> Option<i32> {
    patient.treatments.iter().filter(|(_, given)| *given == drug).map(|(day, _)| *day).min()
}

pub fn time_zero(patient: &Patient) -> Option<i32> {
    first(patient, "atezolizumab")
}

/// 0 for the treated arm, 1 for the control.
pub fn arm(patient: &Patient) -> Option<usize> {
    let zero = time_zero(patient)?;
    let treated = first(patient, "sirt_y90").is_some_and(|sirt| sirt >= zero && sirt - zero <= 120);
    Some(usize::from(!treated))
}

/// The year in which a day of 2018 to 2029 falls.
fn year(day: i32) -> i64 {
    let (mut year, mut begins) = (2018, 17_532);
    loop {
        let length = if year % 4 == 0 { 366 } else { 365 };
        if day < begins + length {
            return year;
        }
        begins += length;
        year += 1;
    }
}

/// Which of the seven requirements fail, in the order of the plan. What is counted from a time zero that is missing is no
/// reason beside its absence.
pub fn reasons(patient: &Patient) -> Vec<usize> {
    let dead = patient.followed && (patient.dead || patient.died_on.is_some());
    let mut holds = [true; 7];
    holds[1] = patient.bclc == "B" || patient.bclc == "C";
    holds[3] = patient.informed || dead;
    holds[4] = patient.opposed == Some(false);
    match time_zero(patient) {
        None => holds[0] = false,
        Some(zero) => {
            holds[2] = year(zero) - patient.birth_year >= 18;
            holds[5] = (PERIOD_START..=PERIOD_END).contains(&zero);
            holds[6] = first(patient, "sirt_y90").is_none_or(|sirt| sirt >= zero);
        }
    }
    (0..holds.len()).filter(|r| !holds[*r]).collect()
}

/// The examination of the baseline and of months 3, 6, 9 and 12.
pub fn timepoints(patient: &Patient) -> [Option<String>; 6] {
    let nearest = |target, low, high| nearest(patient, target, low, high);
    [
        baseline(patient, 42),
        baseline(patient, 28),
        nearest(91, 46, 136),
        nearest(183, 137, 228),
        nearest(274, 229, 319),
        nearest(365, 320, 410),
    ]
}

/// At most so many days before time zero.
fn baseline(patient: &Patient, days: i32) -> Option<String> {
    let zero = time_zero(patient)?;
    let mut last: Option<&Exam> = None;
    for exam in &patient.exams {
        let within = exam.date >= zero - days && exam.date <= zero;
        let later = last.is_none_or(|l| (l.date, &l.name) < (exam.date, &exam.name));
        if exam.readable == Some(true) && within && later {
            last = Some(exam);
        }
    }
    last.map(|exam| exam.name.clone())
}

fn nearest(patient: &Patient, target: i32, low: i32, high: i32) -> Option<String> {
    let zero = time_zero(patient)?;
    for wanted in [true, false] {
        let mut best: Option<&Exam> = None;
        for exam in &patient.exams {
            let day = exam.date - zero;
            if (exam.readable == Some(true)) != wanted || day < low || day > high {
                continue;
            }
            let distance = |e: &Exam| (e.date - zero - target).abs();
            let better = best.is_none_or(|b| {
                distance(exam) < distance(b)
                    || (distance(exam) == distance(b) && (exam.date, &exam.name) < (b.date, &b.name))
            });
            if better {
                best = Some(exam);
            }
        }
        if let Some(exam) = best {
            return Some(exam.name.clone());
        }
    }
    None
}
