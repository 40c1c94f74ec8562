//! What an analysis says, read a second time: membership, group, outcome, shift of time and who is left out, from the plain
//! structs of the cohort. Nothing here comes from the engine but the pairs that a matching made.

use super::cohort::{CUT_OFF, LANDMARK, Patient};
use prespec::methods::{Category, Input, Outcome};
use std::collections::BTreeSet;

/// What an analysis asks, clause by clause, in words of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    pub endpoint: &'static str,
    pub compare: &'static str,
    pub population: &'static str,
    pub landmark: bool,
    pub adjust: &'static str,
}

/// The rows of an analysis, and those who are not among them.
pub struct Answer {
    pub input: Input,
    pub groups: Vec<&'static str>,
    /// Members of the population in the groups compared.
    pub candidates: usize,
    pub missing_value: usize,
    pub missing_covariate: usize,
    pub missing_baseline: usize,
}

#[derive(Clone, Copy, Debug)]
pub enum Value {
    YesNo(bool),
    /// Entry, time, event.
    Time(Option<i64>, i64, bool),
    Cause(i64, usize),
    /// In tenths, with that at baseline.
    Number(i64, Option<i64>),
    Class(usize),
}

/// Pairs of a matching by the place of their patients in the cohort, the treated first.
pub type Pairs = Vec<(usize, usize)>;

/// The last day that counts of an endpoint with a horizon.
const HORIZON: i64 = 365;

pub fn answer(cohort: &[Patient], question: Question, pairs: &Pairs) -> Answer {
    let arms = arms(question.compare);
    let among = members(cohort, question.population, pairs);
    let among: Vec<usize> = among.into_iter().filter(|p| arms.is_empty() || arms.contains(&cohort[*p].arm)).collect();
    let valued: Vec<(usize, Value)> = among.iter().filter_map(|p| Some((*p, value(&cohort[*p], question)?))).collect();
    let complete = |p: usize| complete(&cohort[p], question.adjust);
    let kept: Vec<(usize, Value)> = valued.iter().copied().filter(|(p, _)| complete(*p)).collect();
    // Of whom no time is observed none is exposed or unexposed.
    let unseen = |(_, value): &&(usize, Value)| matches!(value, Value::Time(_, 0, _));
    let unseen = if question.compare == "exposure" { kept.iter().filter(unseen).count() } else { 0 };
    let baseline = question.compare == "baseline";
    let without = |(_, value): &&(usize, Value)| matches!(value, Value::Number(_, None));
    let mut answer = Answer {
        groups: groups(question.compare),
        candidates: among.len(),
        missing_value: among.len() - valued.len() + unseen,
        missing_covariate: valued.len() - kept.len(),
        missing_baseline: if baseline { kept.iter().filter(without).count() } else { 0 },
        input: Input { level: 1.0 - 0.05, groups: groups(question.compare).len().max(1), ..Input::default() },
    };
    rows(&mut answer.input, cohort, question, &kept, pairs);
    answer
}

/// Numbers of the arms compared, by group.
fn arms(compare: &str) -> &'static [usize] {
    match compare {
        "arms" => &[0, 1],
        "three" | "listed" => &[0, 1, 2],
        "a_against_b" => &[0, 1],
        "c_against_b" => &[2, 1],
        _ => &[],
    }
}

pub fn groups(compare: &str) -> Vec<&'static str> {
    match compare {
        "arms" => vec!["a", "b"],
        "three" | "listed" => vec!["a", "b", "c"],
        "a_against_b" => vec!["a", "b"],
        "c_against_b" => vec!["c", "b"],
        "baseline" => vec!["value", "baseline"],
        "exposure" => vec!["exposed", "unexposed"],
        _ => vec![],
    }
}

pub fn survival(p: &Patient) -> (i64, bool) {
    match p.died {
        Some(day) if day <= HORIZON => (day, true),
        _ => (p.last_news.min(HORIZON), false),
    }
}

/// Relapse or death, of two on one day the relapse.
fn first_of_two(p: &Patient) -> (i64, usize) {
    let (day, cause) = match (p.relapsed, p.died) {
        (Some(relapse), death) if death.is_none_or(|d| relapse <= d) => (relapse, 1),
        (_, Some(death)) => (death, 2),
        _ => (p.last_news, 0),
    };
    if day > HORIZON { (HORIZON, 0) } else { (day, cause) }
}

fn members(cohort: &[Patient], population: &str, pairs: &Pairs) -> Vec<usize> {
    let matched = |p: &usize| pairs.iter().any(|(a, b)| a == p || b == p);
    let all = 0..cohort.len();
    match population {
        "all_of_them" => all.collect(),
        "late" => all.filter(|p| survival(&cohort[*p]).0 > LANDMARK).collect(),
        "late_risks" => all.filter(|p| first_of_two(&cohort[*p]).0 > LANDMARK).collect(),
        // Whatever the time ended with, be that unknown.
        "late_growth" => all.filter(|p| growth(&cohort[*p]).is_some_and(|(day, _)| day > LANDMARK)).collect(),
        "late_response" => all.filter(|p| first_response(&cohort[*p]).0 > LANDMARK).collect(),
        "late_given" => all.filter(|p| cohort[*p].time.is_some_and(|time| time > LANDMARK)).collect(),
        _ => all.filter(matched).collect(),
    }
}

fn complete(p: &Patient, adjust: &str) -> bool {
    match adjust {
        "covariates" => p.marker.is_some(),
        "pairs" => p.set.is_some(),
        _ => true,
    }
}

fn value(p: &Patient, question: Question) -> Option<Value> {
    let from = if question.landmark { LANDMARK } else { 0 };
    // Whoever is no longer at risk on the day of the landmark has no time after it.
    let time = |time: i64| (!question.landmark || time > from).then(|| time - from);
    let window = if question.landmark { (137, 228, 183) } else { (30, 90, 61) };
    Some(match question.endpoint {
        "response" => Value::YesNo(response(&responses(p), p, window)?),
        "best" => Value::YesNo(best(&responses(p), p, from)),
        "later_response" => Value::YesNo(later_response(p, window)?),
        "later_best" => Value::YesNo(later_best(p, from)?),
        "sure_response" => Value::YesNo(confirmed_at(&responses(p), p, window)?),
        "later_sure" => {
            later_response(p, window)?;
            Value::YesNo(confirmed_at(&responses_after(p, begins(p)?, -120), p, window)?)
        }
        "sure_best" => {
            // An examination on the day of the relapse is before it.
            let counts =
                |day: i64| best_counts(day, p, from) || day > from && day <= HORIZON && p.relapsed == Some(day);
            let found: Vec<_> = responses(p).into_iter().filter(|(day, _)| counts(*day)).collect();
            Value::YesNo(!confirmed(&found, None).is_empty())
        }
        "responding" => {
            let (days, responded) = responding(p);
            Value::Time(None, time(days)?, responded)
        }
        "outcome" => {
            let (day, cause) = first_of_three(p);
            Value::Cause(time(day)?, cause)
        }
        "growth" => {
            let (days, grew) = growth(p)?;
            Value::Time(None, time(days)?, grew)
        }
        "os" => {
            let (days, died) = survival(p);
            Value::Time(None, time(days)?, died)
        }
        "risks" => {
            let (day, cause) = first_of_two(p);
            Value::Cause(time(day)?, cause)
        }
        "fine" => Value::YesNo(p.ok?),
        "fine_or_failed" => Value::YesNo(p.ok.unwrap_or(false)),
        "score_then" => Value::Number(p.score?, p.base),
        "class_then" => Value::Class(p.class?),
        "given_time" => Value::Time(Some((p.entry - from).max(0)), time(p.time?)?, p.state? == 1),
        "given_risks" => {
            let (days, state) = (p.time?, p.state?);
            Value::Cause(time(days)?, state)
        }
        other => panic!("no endpoint {other}"),
    })
}

/// The response of each examination after time zero, to the first progression; none: not assessed.
pub fn responses(p: &Patient) -> Vec<(i64, Option<&'static str>)> {
    responses_after(p, 0, -42)
}

/// Of each examination after a day, compared with the last readable one from `low` days to that day.
fn responses_after(p: &Patient, after: i64, low: i64) -> Vec<(i64, Option<&'static str>)> {
    let baseline = p.exams.iter().rfind(|e| e.readable && (after + low..=after).contains(&e.day));
    let base = baseline.map_or(0, |e| e.size.unwrap_or(0));
    let mut smallest = base;
    let mut found = vec![];
    for exam in p.exams.iter().filter(|e| e.day > after) {
        if !exam.readable || baseline.is_none() {
            found.push((exam.day, None));
            continue;
        }
        let total = exam.size.unwrap_or(0);
        let target = match total {
            0 => "CR",
            t if t * 10 >= smallest * 12 && t - smallest >= 5 => "PD",
            t if t * 10 <= base * 7 => "PR",
            _ => "SD",
        };
        smallest = smallest.min(total);
        let overall = if exam.new { "PD" } else { target };
        found.push((exam.day, Some(overall)));
        if overall == "PD" {
            break;
        }
    }
    found
}

fn is_objective(response: Option<&str>) -> bool {
    matches!(response, Some("CR" | "PR"))
}

/// At the examination of a window, which holds one at most.
fn response(found: &[(i64, Option<&str>)], p: &Patient, (low, high, target): (i64, i64, i64)) -> Option<bool> {
    let exam = p.exams.iter().find(|e| (low..=high).contains(&e.day)).map(|e| e.day);
    let last = exam.unwrap_or(target);
    if found.iter().any(|(day, r)| *day <= last && *r == Some("PD")) {
        return Some(false);
    }
    let Some(day) = exam else {
        return p.died.is_some_and(|d| d <= target).then_some(false);
    };
    let (_, response) = found.iter().find(|(d, _)| *d == day)?;
    response.map(|r| is_objective(Some(r)))
}

fn best(found: &[(i64, Option<&str>)], p: &Patient, after: i64) -> bool {
    found.iter().any(|(day, response)| best_counts(*day, p, after) && is_objective(*response))
}

fn best_counts(day: i64, p: &Patient, after: i64) -> bool {
    day > after && day <= HORIZON && p.relapsed.is_none_or(|relapse| day < relapse)
}

/// Days between a response and the examination that repeats it, at least.
const REPEATED_AFTER: i64 = 115;

/// The places of two responses, the later of which repeats the earlier one, before day `end`. No more than one examination
/// between was not assessed; a progression is the last that is read.
pub fn confirmed(found: &[(i64, Option<&str>)], end: Option<i64>) -> Vec<(usize, usize)> {
    let mut pairs = vec![];
    for (i, (first, response)) in found.iter().enumerate() {
        let late = |(_, (day, r)): &(usize, &(i64, Option<&str>))| r.is_some() && day - first >= REPEATED_AFTER;
        let Some((j, (day, next))) = found.iter().enumerate().skip(i + 1).find(late) else { continue };
        let unread = found[i + 1..j].iter().filter(|(_, r)| r.is_none()).count();
        if is_objective(*response) && is_objective(*next) && unread <= 1 && end.is_none_or(|end| *day < end) {
            pairs.push((i, j));
        }
    }
    pairs
}

/// Whether the response at this place lies in a confirmed one.
pub fn lies_in_confirmed(found: &[(i64, Option<&str>)], place: usize, end: Option<i64>) -> bool {
    let lasts = |from: usize| (from..=place).all(|k| found[k].1.is_none_or(|r| is_objective(Some(r))));
    confirmed(found, end).into_iter().any(|(i, j)| i <= place && (j > place || lasts(j)))
}

/// Death settles the response, and an examination on its day comes after it.
fn confirmed_at(found: &[(i64, Option<&str>)], p: &Patient, window: (i64, i64, i64)) -> Option<bool> {
    let single = response(found, p, window)?;
    let exam = found.iter().position(|(day, _)| (window.0..=window.1).contains(day));
    Some(single && exam.is_some_and(|place| lies_in_confirmed(found, place, p.died)))
}

fn first_confirmed(found: &[(i64, Option<&str>)], end: Option<i64>) -> Option<i64> {
    confirmed(found, end).first().map(|(i, _)| found[*i].0)
}

fn to_response(found: &[(i64, Option<&str>)], responded: Option<i64>) -> (i64, bool) {
    let seen = found.iter().rfind(|(_, r)| r.is_some()).map_or(0, |(day, _)| *day);
    let (day, event) = responded.map_or((seen, false), |day| (day, true));
    if day > HORIZON { (HORIZON, false) } else { (day, event) }
}

/// To the first of two responses, also one on the day of death, or to the last assessed examination.
fn responding(p: &Patient) -> (i64, bool) {
    let found = responses(p);
    to_response(&found, first_confirmed(&found, p.died.map(|day| day + 1)))
}

fn first_response(p: &Patient) -> (i64, bool) {
    let found = responses(p);
    to_response(&found, found.iter().find(|(_, r)| is_objective(*r)).map(|(day, _)| *day))
}

/// A confirmed response, relapse or death; on one day relapse, then response, then death. What comes after either confirms none.
fn first_of_three(p: &Patient) -> (i64, usize) {
    let end = [p.relapsed, p.died.map(|day| day + 1)].into_iter().flatten().min();
    let responded = first_confirmed(&responses(p), end);
    let all = [(p.relapsed, 2), (responded, 1), (p.died, 3)];
    let first = all.into_iter().filter_map(|(day, cause)| Some((day?, cause))).min_by_key(|(day, _)| *day);
    let (day, cause) = first.unwrap_or((p.last_news, 0));
    if day > HORIZON { (HORIZON, 0) } else { (day, cause) }
}

/// The day of an exposure up to the landmark, after which the later criterion is read.
fn begins(p: &Patient) -> Option<i64> {
    p.exposed.filter(|day| *day <= LANDMARK)
}

/// An examination up to the exposure is none of this criterion, and neither is a target day.
fn later_response(p: &Patient, window: (i64, i64, i64)) -> Option<bool> {
    let begins = begins(p)?;
    let exam = p.exams.iter().find(|e| (window.0..=window.1).contains(&e.day)).map_or(window.2, |e| e.day);
    if exam <= begins { None } else { response(&responses_after(p, begins, -120), p, window) }
}

fn later_best(p: &Patient, after: i64) -> Option<bool> {
    let begins = begins(p)?;
    let last = p.relapsed.map_or(HORIZON, |relapse| HORIZON.min(relapse - 1));
    (begins < last).then(|| best(&responses_after(p, begins, -120), p, after))
}

/// The first progression, or the last examination with a response; nobody dies before an examination.
fn growth(p: &Patient) -> Option<(i64, bool)> {
    let found = responses_after(p, begins(p)?, -120);
    let grew = found.iter().find(|(_, r)| *r == Some("PD")).map(|(day, _)| (*day, true));
    let seen = found.iter().rfind(|(_, r)| r.is_some()).map_or(0, |(day, _)| *day);
    let (day, event) = grew.unwrap_or((seen, false));
    Some(if day > HORIZON { (HORIZON, false) } else { (day, event) })
}

fn rows(input: &mut Input, cohort: &[Patient], question: Question, kept: &[(usize, Value)], pairs: &Pairs) {
    let arms = arms(question.compare);
    let mut patients: Vec<usize> = kept.iter().map(|(p, _)| *p).collect();
    match question.compare {
        "exposure" => patients = exposure(input, cohort, question, kept),
        "baseline" => patients = with_baseline(input, kept),
        _ => {
            input.outcome = outcome(question.endpoint, kept);
            input.possible = possible(cohort, question, kept);
            input.group =
                patients.iter().map(|p| arms.iter().position(|a| *a == cohort[*p].arm).unwrap_or(0)).collect();
        }
    }
    let of = |one: &dyn Fn(&Patient) -> i64| patients.iter().map(|p| one(&cohort[*p])).collect::<Vec<i64>>();
    let real = |values: Vec<i64>, divisor: f64| values.into_iter().map(|v| v as f64 / divisor).collect::<Vec<f64>>();
    match question.adjust {
        "strata" => input.strata = Some(places(&of(&|p| p.sex as i64))),
        "weights" => input.weights = Some(real(of(&|p| p.weight), 10.0)),
        "pairs" => input.pair = Some(places(&of(&|p| p.set.unwrap_or(0)))),
        "cluster" => input.cluster = Some(places(&of(&|p| p.site))),
        "age" => input.covariates = vec![("age".to_string(), real(of(&|p| p.age), 1.0))],
        "covariates" => {
            input.covariates = vec![
                ("age".to_string(), real(of(&|p| p.age), 10.0)),
                ("sex.M".to_string(), real(of(&|p| p.sex as i64), 1.0)),
                ("marker".to_string(), real(of(&|p| p.marker.unwrap_or(0)), 10.0)),
            ];
            input.categories = vec![Category { covariates: vec![1], levels: 2 }];
        }
        _ => {}
    }
    if question.compare != "baseline" && matches!(question.population, "matched" | "late_matched") {
        let pair = |p: &usize| pairs.iter().position(|(a, b)| a == p || b == p).expect("a member of a pair");
        input.pair = Some(patients.iter().map(pair).collect());
    }
    input.patient = patients;
}

fn places(values: &[i64]) -> Vec<usize> {
    let distinct: Vec<i64> = values.iter().copied().collect::<BTreeSet<i64>>().into_iter().collect();
    values.iter().map(|v| distinct.iter().position(|d| d == v).expect("among them")).collect()
}

fn outcome(endpoint: &str, kept: &[(usize, Value)]) -> Outcome {
    let times = |f: &dyn Fn(&Value) -> i64| kept.iter().map(|(_, v)| f(v) as f64).collect::<Vec<f64>>();
    match kept.first().map(|(_, v)| *v) {
        None => Outcome::None,
        Some(Value::YesNo(_)) => Outcome::YesNo(kept.iter().map(|(_, v)| matches!(v, Value::YesNo(true))).collect()),
        Some(Value::Time(entry, ..)) => Outcome::TimeToEvent {
            entry: entry.map(|_| times(&|v| if let Value::Time(Some(e), ..) = v { *e } else { 0 })),
            time: times(&|v| if let Value::Time(_, t, _) = v { *t } else { 0 }),
            event: kept.iter().map(|(_, v)| matches!(v, Value::Time(_, _, true))).collect(),
        },
        Some(Value::Cause(..)) => Outcome::CompetingRisks {
            time: times(&|v| if let Value::Cause(t, _) = v { *t } else { 0 }),
            cause: kept.iter().map(|(_, v)| if let Value::Cause(_, c) = v { *c } else { 0 }).collect(),
            causes: causes(endpoint).iter().map(ToString::to_string).collect(),
        },
        Some(Value::Number(..)) => {
            let tenths = times(&|v| if let Value::Number(n, _) = v { *n } else { 0 });
            Outcome::Continuous(tenths.into_iter().map(|t| t / 10.0).collect())
        }
        Some(Value::Class(_)) => Outcome::Category {
            categories: ["low", "mid", "high"].map(String::from).to_vec(),
            value: kept.iter().map(|(_, v)| if let Value::Class(c) = v { *c } else { 0 }).collect(),
        },
    }
}

/// For how long each could be followed, of times that are not given: to the horizon, or to the cut-off before it.
fn possible(cohort: &[Patient], question: Question, kept: &[(usize, Value)]) -> Option<Vec<f64>> {
    let last = |p: usize| HORIZON.min(CUT_OFF - cohort[p].start) - if question.landmark { LANDMARK } else { 0 };
    kept.iter().map(|(p, value)| matches!(value, Value::Time(None, ..)).then(|| last(*p) as f64)).collect()
}

fn causes(endpoint: &str) -> &'static [&'static str] {
    match endpoint {
        "risks" => &["relapsed", "died"],
        "outcome" => &["responded", "relapsed", "died"],
        _ => &["one", "two"],
    }
}

/// Unexposed to the day of the exposure, included, and exposed after it.
fn exposure(input: &mut Input, cohort: &[Patient], question: Question, kept: &[(usize, Value)]) -> Vec<usize> {
    let from = if question.landmark { LANDMARK } else { 0 };
    let (mut patients, mut entries, mut times, mut events) = (vec![], vec![], vec![], vec![]);
    for (p, value) in kept {
        let Value::Time(_, time, event) = value else { continue };
        let begins = cohort[*p].exposed.map_or(*time, |day| (day - from).clamp(0, *time));
        for (group, start, end, happened) in [(1, 0, begins, begins == *time && *event), (0, begins, *time, *event)] {
            if end > start {
                patients.push(*p);
                input.group.push(group);
                entries.push(start as f64);
                times.push(end as f64);
                events.push(happened);
            }
        }
    }
    input.outcome = Outcome::TimeToEvent { entry: Some(entries), time: times, event: events };
    patients
}

/// The values of all patients, then those at baseline.
fn with_baseline(input: &mut Input, kept: &[(usize, Value)]) -> Vec<usize> {
    let both: Vec<(usize, i64, i64)> = kept
        .iter()
        .filter_map(|(p, v)| if let Value::Number(now, Some(then)) = v { Some((*p, *now, *then)) } else { None })
        .collect();
    let real = |tenths: i64| tenths as f64 / 10.0;
    let values = both.iter().map(|b| real(b.1)).chain(both.iter().map(|b| real(b.2)));
    input.outcome = Outcome::Continuous(values.collect());
    input.group = both.iter().map(|_| 0).chain(both.iter().map(|_| 1)).collect();
    input.pair = Some((0..both.len()).chain(0..both.len()).collect());
    both.iter().chain(&both).map(|b| b.0).collect()
}

/// Events counted, patients with any, days at risk until the first: of the patients of a group, for a line.
pub struct Harms {
    pub patients: usize,
    pub occurrences: usize,
    /// One for each patient, in key order of all groups.
    pub input: Input,
}

/// The adverse events that a line counts; from the day of a landmark where there is one.
pub fn harms(
    cohort: &[Patient],
    question: Question,
    pairs: &Pairs,
    holds: &dyn Fn(&super::cohort::Harm) -> bool,
) -> Vec<Harms> {
    let from = if question.landmark { LANDMARK } else { 0 };
    let arms = arms(question.compare);
    let among: Vec<usize> = members(cohort, question.population, pairs)
        .into_iter()
        .filter(|p| arms.is_empty() || arms.contains(&cohort[*p].arm))
        .collect();
    let group = |p: usize| arms.iter().position(|a| *a == cohort[p].arm).unwrap_or(0);
    // Those observed beyond the landmark, and what happens after it.
    let among: Vec<usize> = among.into_iter().filter(|p| !question.landmark || cohort[*p].last_news > from).collect();
    let counts = |day: i64| if question.landmark { day > from } else { day >= 0 };
    let own = |p: usize| cohort[p].harms.iter().filter(|h| counts(h.day) && holds(h)).collect::<Vec<_>>();
    let mut input = Input { level: 1.0 - 0.05, groups: arms.len().max(1), ..Input::default() };
    let (mut count, mut time) = (vec![], vec![]);
    for p in &among {
        let first = own(*p).iter().map(|h| h.day).min().filter(|day| *day <= HORIZON);
        let end = first.unwrap_or(cohort[*p].last_news.min(HORIZON));
        input.patient.push(*p);
        input.group.push(group(*p));
        count.push(u64::from(first.is_some()));
        time.push((end - from) as f64 / 365.25);
    }
    input.outcome = Outcome::Events { count, time };
    (0..arms.len().max(1))
        .map(|g| {
            let of_group: Vec<usize> = among.iter().copied().filter(|p| group(*p) == g).collect();
            Harms {
                patients: of_group.iter().filter(|p| !own(**p).is_empty()).count(),
                occurrences: of_group.iter().map(|p| own(*p).len()).sum(),
                input: input.clone(),
            }
        })
        .collect()
}
