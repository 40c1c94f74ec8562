//! A small made-up cohort: plain structs, and the files that hold the same.
//!
//! Days are counted from 2020-01-01. There are missing values, ties, events on the day of the landmark and on the last day
//! of observation, exposures before and after the landmark, and matched sets that have lost a member.

use std::fmt::Write;
use std::fs;
use std::path::Path;

pub const N: usize = 66;
pub const LANDMARK: i64 = 60;
/// The cut-off, from 2020-01-01 on.
pub const CUT_OFF: i64 = 1096;

/// A patient as the files say. Days of events are counted from time zero.
#[derive(Clone, Debug)]
pub struct Patient {
    pub id: String,
    /// Day of time zero, from 2020-01-01 on.
    pub start: i64,
    /// 0 to 2.
    pub arm: usize,
    pub age: i64,
    /// 0 or 1.
    pub sex: usize,
    pub site: i64,
    pub set: Option<i64>,
    /// In tenths.
    pub weight: i64,
    /// In tenths.
    pub marker: Option<i64>,
    pub ok: Option<bool>,
    /// In tenths.
    pub score: Option<i64>,
    /// In tenths.
    pub base: Option<i64>,
    /// 0 to 2.
    pub class: Option<usize>,
    pub time: Option<i64>,
    /// 0 censored, 1 and 2 causes.
    pub state: Option<usize>,
    pub entry: i64,
    pub last_news: i64,
    pub died: Option<i64>,
    pub relapsed: Option<i64>,
    pub exposed: Option<i64>,
    pub exams: Vec<Exam>,
    pub harms: Vec<Harm>,
}

#[derive(Clone, Debug)]
pub struct Exam {
    pub day: i64,
    pub readable: bool,
    /// In mm; none: gone.
    pub size: Option<i64>,
    pub new: bool,
}

#[derive(Clone, Debug)]
pub struct Harm {
    pub day: i64,
    pub term: &'static str,
    pub class: &'static str,
    pub grade: i64,
}

/// The generator splitmix64 (Steele, Lea, Flood 2014).
pub struct Draws(u64);

impl Draws {
    pub fn new(seed: u64) -> Draws {
        Draws(seed)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// Below `n`.
    pub fn below(&mut self, n: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(n).expect("above 0")).expect("small")
    }
    fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }
}

pub fn cohort() -> Vec<Patient> {
    let mut draws = Draws::new(20_261_127);
    (0..N).map(|i| patient(i, &mut draws)).collect()
}

fn patient(i: usize, d: &mut Draws) -> Patient {
    let arm = i % 3;
    let last_news = 30 + d.below(420);
    // Some die on the day of the landmark, some on the last day of observation.
    let died = match d.below(10) {
        0..=3 => Some(last_news),
        4 => Some(LANDMARK),
        5 => Some(LANDMARK + 1),
        _ => None,
    };
    let last_news = died.unwrap_or(last_news);
    let within = |d: &mut Draws, percent: i64| (d.chance(percent)).then(|| d.below(last_news + 1));
    let relapsed = if i.is_multiple_of(11) { died } else { within(d, 40) };
    let exposed = match i % 9 {
        0 => Some(LANDMARK.min(last_news)),
        _ => within(d, 50),
    };
    let maybe = |d: &mut Draws, percent: i64| d.chance(percent);
    let exams = exams(d, last_news);
    let harms = (0..d.below(4)).map(|_| harm(d, last_news)).collect();
    let early = 100 + d.below(40);
    // Some begin so late that they could not be followed to the horizon.
    let late = CUT_OFF - last_news - i64::try_from(i % 7).expect("small");
    Patient {
        id: format!("P{i:03}"),
        start: if i.is_multiple_of(5) { late } else { early },
        arm,
        age: 30 + d.below(50),
        sex: usize::from(d.chance(50)),
        site: 1 + d.below(6),
        set: (!maybe(d, 5)).then(|| i64::try_from(i / 3).expect("small") + 1),
        weight: 5 + d.below(20),
        marker: (!maybe(d, 8)).then(|| 10 + d.below(60)),
        ok: (!maybe(d, 8)).then(|| d.chance(30 + 15 * i64::try_from(arm).expect("small"))),
        score: (!maybe(d, 8)).then(|| 100 + d.below(40) + 5 * i64::try_from(arm).expect("small")),
        base: (!maybe(d, 8)).then(|| 100 + d.below(40)),
        class: (!maybe(d, 8)).then(|| usize::try_from(d.below(3)).expect("small")),
        time: (!maybe(d, 5)).then(|| 20 + 5 * d.below(60)),
        state: (!maybe(d, 5)).then(|| usize::try_from(d.below(3)).expect("small")),
        entry: d.below(20),
        last_news,
        died,
        relapsed,
        exposed,
        exams,
        harms,
    }
}

/// One before time zero, and at most one in each window.
fn exams(d: &mut Draws, last_news: i64) -> Vec<Exam> {
    let mut exams = vec![];
    if !d.chance(6) {
        exams.push(Exam { day: -d.below(40), readable: true, size: Some(50), new: false });
    }
    for middle in [61, 183, 300] {
        let day = middle - 15 + d.below(31);
        if day > last_news || d.chance(10) {
            continue;
        }
        let size = match d.below(5) {
            0 => None,
            1 => Some(20),
            2 => Some(34),
            3 => Some(70),
            _ => Some(50),
        };
        exams.push(Exam { day, readable: !d.chance(10), size, new: d.chance(12) });
    }
    exams
}

fn harm(d: &mut Draws, last_news: i64) -> Harm {
    let kinds = [("pain", "body"), ("fever", "body"), ("rash", "skin"), ("itch", "skin")];
    let (term, class) = kinds[usize::try_from(d.below(4)).expect("small")];
    let day = match d.below(8) {
        0 => last_news,
        1 => 0,
        2 => -d.below(20) - 1,
        _ => d.below(last_news + 1),
    };
    Harm { day, term, class, grade: 1 + d.below(5) }
}

/// 2020-01-01 and `days` later.
pub fn date(days: i64) -> String {
    let first = jiff::civil::date(2020, 1, 1);
    first.checked_add(jiff::Span::new().days(days)).expect("a day of this century").to_string()
}

fn tenths(value: Option<i64>) -> String {
    value.map_or_else(String::new, |v| format!("{}.{}", v / 10, v % 10))
}

fn said<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// Writes the files of the study. Rows do not stand in the order of their keys.
pub fn write(folder: &Path, cohort: &[Patient]) {
    let mut patients =
        "id,start_on,arm,age,sex,site,set,weight,marker,ok,score,base,class,time,state,entry\n".to_string();
    let mut followup = "patient,last_news,died_on,relapsed_on,exposed_on\n".to_string();
    let mut exams = "id,patient,date,readable\n".to_string();
    let mut lesions = "exam,reader,number,role,size,state\n".to_string();
    let mut harms = "id,patient,onset,term,class,grade\n".to_string();
    for p in cohort.iter().rev() {
        let on = |day: Option<i64>| day.map_or_else(String::new, |d| date(p.start + d));
        let yes = p.ok.map(|ok| if ok { "yes" } else { "no" });
        let class = p.class.map(|c| ["low", "mid", "high"][c]);
        let state = p.state.map(|c| ["none", "one", "two"][c]);
        let row = [
            p.id.clone(),
            date(p.start),
            ["A", "B", "C"][p.arm].to_string(),
            p.age.to_string(),
            ["F", "M"][p.sex].to_string(),
            p.site.to_string(),
            said(p.set),
            tenths(Some(p.weight)),
            tenths(p.marker),
            said(yes),
            tenths(p.score),
            tenths(p.base),
            said(class),
            said(p.time),
            said(state),
            p.entry.to_string(),
        ];
        let _ = writeln!(patients, "{}", row.join(","));
        let dates = [on(Some(p.last_news)), on(p.died), on(p.relapsed), on(p.exposed)];
        let _ = writeln!(followup, "{},{}", p.id, dates.join(","));
        for (i, exam) in p.exams.iter().enumerate() {
            let id = format!("{}E{i}", p.id);
            let readable = if exam.readable { "yes" } else { "no" };
            let _ = writeln!(exams, "{id},{},{},{readable}", p.id, on(Some(exam.day)));
            for reader in ["R1", "R2"].iter().filter(|_| exam.readable) {
                let state = if exam.size.is_some() { "present" } else { "gone" };
                let _ = writeln!(lesions, "{id},{reader},1,target,{},{state}", exam.size.unwrap_or(0));
                if exam.new {
                    let _ = writeln!(lesions, "{id},{reader},2,new,10,present");
                }
            }
        }
        for (i, harm) in p.harms.iter().enumerate() {
            let _ = writeln!(
                harms,
                "{}H{i},{},{},{},{},{}",
                p.id,
                p.id,
                on(Some(harm.day)),
                harm.term,
                harm.class,
                harm.grade
            );
        }
    }
    let files = [("patient", patients), ("followup", followup), ("exam", exams), ("lesion", lesions), ("harm", harms)];
    for (name, text) in files {
        fs::write(folder.join(format!("{name}.csv")), text).expect("the file is written");
    }
}
