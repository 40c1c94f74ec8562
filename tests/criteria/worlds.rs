//! Small worlds of which every course is read: a few lesions, each of which shows itself in a few ways.

use super::lesions::{Exam, Lesion, Organ, State, Treated, answers, name, new, non_target, target};
use super::plans;
use prespec::plan::ir::Plan;
use std::collections::BTreeMap;

/// One way in which a lesion shows itself; the higher the rank the more tumour, and without a rank it cannot be told.
#[derive(Clone, Debug)]
pub struct Look {
    pub label: &'static str,
    pub rank: Option<u32>,
    pub row: Option<Lesion>,
}

/// A lesion at baseline, and how it may look later.
pub struct Site {
    pub baseline: Option<Lesion>,
    pub looks: Vec<Look>,
}

/// Lesions, and the days from one examination to the next.
pub struct World {
    pub name: &'static str,
    pub gap: i32,
    pub sites: Vec<Site>,
}

/// One look of each lesion.
pub type Letter<'w> = Vec<&'w Look>;

/// What is answered last in a course of these letters, by their places.
pub type Readings = BTreeMap<Vec<usize>, String>;

impl World {
    pub fn letters(&self) -> Vec<Letter<'_>> {
        let mut letters: Vec<Letter<'_>> = vec![vec![]];
        for site in &self.sites {
            letters =
                letters.iter().flat_map(|l| site.looks.iter().map(move |look| [&l[..], &[look]].concat())).collect();
        }
        letters
    }

    /// Every course of `length` examinations, by the places of its letters.
    pub fn courses(&self, length: u32) -> Vec<Vec<usize>> {
        let letters = self.letters().len();
        let course = |course: usize| (0..length).map(|i| course / letters.pow(i) % letters).collect();
        (0..letters.pow(length)).map(course).collect()
    }

    /// The baseline, and the examinations of a course.
    pub fn exams(&self, course: &[usize]) -> (Exam, Vec<Exam>) {
        let letters = self.letters();
        let baseline = Exam::of(self.sites.iter().filter_map(|s| s.baseline.clone()).collect());
        let exam = |(i, place): (usize, &usize)| {
            let rows = letters[*place].iter().filter_map(|look| look.row.clone()).collect();
            Exam { day: self.gap * (i as i32 + 1), ..Exam::of(rows) }
        };
        (baseline, course.iter().enumerate().map(exam).collect())
    }

    /// The last response of every course of at most `length` examinations.
    pub fn readings(&self, plan: &Plan, response: &str, length: u32) -> Readings {
        let response = plans::response(plan, response);
        let mut readings = Readings::new();
        for places in self.courses(length) {
            let (baseline, exams) = self.exams(&places);
            for (i, answer) in answers(plan, response, Some(&baseline), &exams).iter().enumerate() {
                let answer = name(response, answer);
                let told = readings.entry(places[..=i].to_vec()).or_insert_with(|| answer.to_string());
                assert_eq!(told, answer, "what comes later changed a response: {places:?}");
            }
        }
        readings
    }

    /// `20, gone; 14, present`.
    pub fn told(&self, course: &[usize]) -> String {
        let letters = self.letters();
        let letter = |place: &usize| letters[*place].iter().map(|l| l.label).collect::<Vec<_>>().join(", ");
        course.iter().map(letter).collect::<Vec<_>>().join("; ")
    }
}

pub fn look(label: &'static str, rank: u32, row: Lesion) -> Look {
    Look { label, rank: Some(rank), row: Some(row) }
}

fn site(baseline: Lesion, looks: Vec<Look>) -> Site {
    Site { baseline: Some(baseline), looks }
}

/// A lesion that is new when it is seen.
fn appearing(rows: Vec<(&'static str, Lesion)>) -> Site {
    let mut looks = vec![Look { label: "no new", rank: Some(0), row: None }];
    looks.extend((1..).zip(rows).map(|(rank, (label, row))| look(label, rank, row)));
    Site { baseline: None, looks }
}

/// Sizes in increasing order; `gone` is one of them.
fn sizes(lesion: &Lesion, sizes: &[&'static str]) -> Vec<Look> {
    let of = |size: &'static str| match size {
        "gone" => lesion.clone().state(State::Gone),
        size => lesion.clone().size(size),
    };
    (0..).zip(sizes).map(|(rank, size)| look(size, rank, of(size))).collect()
}

fn states(number: i64, states: &[State]) -> Vec<Look> {
    let label = |state: &State| match state {
        State::Present => "present",
        State::Gone => "gone",
        State::TooSmall => "too small",
        State::NotEvaluable => "not evaluable",
        State::Progression => "worse",
        State::FurtherProgression => "worse again",
    };
    (0..).zip(states).map(|(rank, state)| look(label(state), rank, non_target(number, *state))).collect()
}

/// A target of 20 mm and a new lesion.
pub fn target_and_new(gap: i32) -> World {
    let known = target(1, "20");
    let looks = sizes(&known, &["gone", "14", "20", "26"]);
    let new = appearing(vec![("new 10", new(9, State::Present).size("10"))]);
    World { name: "target 20 mm", gap, sites: vec![site(known, looks), new] }
}

/// A target of 20 mm and a non-target lesion.
pub fn target_and_non_target(sized: &[&'static str], shown: &[State]) -> World {
    let known = target(1, "20");
    let looks = sizes(&known, sized);
    let other = site(non_target(2, State::Present), states(2, shown));
    World { name: "target 20 mm, a non-target", gap: 28, sites: vec![site(known, looks), other] }
}

/// A target of 20 mm, and a new lesion that grows.
pub fn growing_new() -> World {
    let known = target(1, "20");
    let looks = sizes(&known, &["20", "26"]);
    let of = |size| new(9, State::Present).size(size);
    let new = appearing(vec![("new 10", of("10")), ("new 15", of("15"))]);
    World { name: "target 20 mm", gap: 28, sites: vec![site(known, looks), new] }
}

/// Targets of 20 mm, and one that was not measured at baseline.
pub fn unmeasured_at_baseline() -> World {
    let (known, other) = (target(1, "20"), target(2, "10"));
    let looks = sizes(&known, &["gone", "14", "20", "26"]);
    let unmeasured = Look { label: "unmeasured", rank: None, row: Some(other.clone().unmeasured()) };
    let of_other = vec![unmeasured, look("10", 1, other.clone())];
    let sites = vec![site(known, looks), site(other.unmeasured(), of_other)];
    World { name: "targets 20 mm and unmeasured", gap: 28, sites }
}

/// A target of 10 mm that stays, and a lymph node of 15 mm that is normal from now on.
pub fn normal_node() -> World {
    let (known, node) = (target(1, "10"), Lesion { organ: Organ::Node, ..target(2, "15").node() });
    let of_node = sizes(&node, &["4", "9.9"]);
    World {
        name: "target 10 mm, node 15 mm",
        gap: 28,
        sites: vec![site(known.clone(), sizes(&known, &["10"])), site(node, of_node)],
    }
}

/// A target of 10 mm that stays, and a new lymph node that is normal.
pub fn new_normal_node() -> World {
    let known = target(1, "10");
    let node = Lesion { organ: Organ::Node, ..new(9, State::Present).node().size("9.9") };
    let looks = sizes(&known, &["10"]);
    World { name: "target 10 mm", gap: 28, sites: vec![site(known, looks), appearing(vec![("new node 9.9", node)])] }
}

/// A hepatic target and a hepatic non-target lesion that enhance, and a new hepatic lesion.
pub fn liver() -> World {
    let enhancing =
        |lesion: Lesion, viable: i64| Lesion { organ: Organ::Liver, viable: Some(viable), ..lesion.size("30") };
    let known = |viable| enhancing(target(1, "30"), viable);
    let other = |viable| enhancing(non_target(2, State::Present), viable);
    let new = |size| Lesion { organ: Organ::Liver, ..new(9, State::Present).size(size) };
    let looks =
        vec![look("0", 0, known(0)), look("14", 1, known(140)), look("20", 2, known(200)), look("26", 3, known(260))];
    let others = vec![look("no enhancement", 0, other(0)), look("enhancing", 1, other(60))];
    let appears = appearing(vec![("new 9.9", new("9.9")), ("new 10", new("10"))]);
    World {
        name: "20 mm enhancing, a non-target",
        gap: 28,
        sites: vec![site(known(200), looks), site(other(60), others), appears],
    }
}

/// Two treated targets.
pub fn treated() -> World {
    let after = |number, treated| Lesion { organ: Organ::Liver, treated, ..target(number, "30") };
    let looks = |number| {
        let of = |label, rank, treated| Look { label, rank, row: Some(after(number, treated)) };
        vec![
            of("nonviable", Some(0), Some(Treated::Nonviable)),
            of("equivocal", Some(1), Some(Treated::Equivocal)),
            of("viable", Some(2), Some(Treated::Viable)),
            of("not evaluable", None, Some(Treated::NotEvaluable)),
            of("untreated", None, None),
        ]
    };
    let sites = vec![site(after(1, None), looks(1)), site(after(2, None), looks(2))];
    World { name: "two targets", gap: 28, sites }
}
