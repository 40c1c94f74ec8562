//! Counts as unknowns, and what is known of them: by the numbers that are told, and by what these mean.

use prespec::catalogue::Statistic;
use prespec::compile::Compiled;
use prespec::number::{Number, Withheld};
use prespec::plan::ir::{PopulationSource, Understood};
use prespec::results::{
    AnalysisInfo, EventLevel, EventLine, EventTable, Group, OptionUse, Record, Results, Role, Term,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a count is of: a 0 of an outcome tells of all who have it not, and of who is missing of nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Outcome,
    Lost,
    Group,
}

const MANY: i64 = 1_000_000;

/// Sums of counts that are 0, or at most 0.
struct Known {
    sum: Vec<(usize, i64)>,
    equal: bool,
}

#[derive(Default)]
pub struct Attack {
    cells: Vec<(Of, i64, i64)>,
    places: BTreeMap<String, usize>,
    known: Vec<Known>,
}

impl Attack {
    /// All that follows from these results.
    pub fn on(compiled: &Compiled, results: &Results) -> Attack {
        let mut attack = Attack::default();
        attack.populations(&compiled.understood, results);
        attack.analyses(results);
        attack.nested(&compiled.understood, results);
        attack.baseline(results);
        attack.events(results);
        attack.narrow();
        attack
    }

    pub fn cells(&self) -> impl Iterator<Item = (&String, &(Of, i64, i64))> {
        self.places.iter().map(|(key, place)| (key, &self.cells[*place]))
    }

    /// The one value that it can have.
    pub fn value(&self, key: &str) -> Option<i64> {
        let (_, low, high) = self.cells[*self.places.get(key)?];
        (low == high).then_some(low)
    }

    fn cell(&mut self, key: &str, of: Of) -> usize {
        let next = self.cells.len();
        let place = *self.places.entry(key.to_string()).or_insert(next);
        if place == next {
            self.cells.push((of, 0, MANY));
        }
        place
    }

    fn told(&mut self, place: usize, number: &Number) {
        let (low, high) = match number {
            Number::Count(n) => (*n, *n),
            Number::Withheld(Withheld::Below(limit)) => (0, limit - 1),
            _ => return,
        };
        let cell = &mut self.cells[place];
        (cell.1, cell.2) = (cell.1.max(low), cell.2.min(high));
    }

    fn equal(&mut self, whole: usize, parts: &[usize]) {
        let sum = parts.iter().map(|part| (*part, 1)).chain([(whole, -1)]).collect();
        self.known.push(Known { sum, equal: true });
    }

    fn at_most(&mut self, parts: &[usize], whole: usize) {
        let sum = parts.iter().map(|part| (*part, 1)).chain([(whole, -1)]).collect();
        self.known.push(Known { sum, equal: false });
    }

    /// Each cell by what the others of a sum leave it, until nothing changes.
    fn narrow(&mut self) {
        for _ in 0..200 {
            let before = self.cells.clone();
            for known in &self.known {
                let least = |(place, factor): (usize, i64)| {
                    let (_, low, high) = self.cells[place];
                    if factor > 0 { factor * low } else { factor * high }
                };
                let most = |(place, factor): (usize, i64)| {
                    let (_, low, high) = self.cells[place];
                    if factor > 0 { factor * high } else { factor * low }
                };
                let (least_all, most_all): (i64, i64) =
                    (known.sum.iter().map(|t| least(*t)).sum(), known.sum.iter().map(|t| most(*t)).sum());
                let mut narrower = vec![];
                for term in &known.sum {
                    let (place, factor) = *term;
                    // factor · x ≤ 0 − the least of the others, and of an equation ≥ 0 − the most of them.
                    let (above, below) = (-(least_all - least(*term)), -(most_all - most(*term)));
                    let (_, mut low, mut high) = self.cells[place];
                    if factor > 0 {
                        high = high.min(above);
                        low = if known.equal { low.max(below) } else { low };
                    } else {
                        low = low.max(-above);
                        high = if known.equal { high.min(-below) } else { high };
                    }
                    narrower.push((place, low, high));
                }
                for (place, low, high) in narrower {
                    let cell = &mut self.cells[place];
                    (cell.1, cell.2) = (cell.1.max(low), cell.2.min(high));
                }
            }
            for (_, low, high) in &self.cells {
                assert!(low <= high, "what is told contradicts itself: {low} to {high}");
            }
            if self.cells == before {
                return;
            }
        }
    }

    fn group(&mut self, population: &str, group: &Group) -> Option<usize> {
        match group {
            Group::All => Some(self.cell(&format!("size {population}"), Of::Group)),
            Group::Arm(arm) => Some(self.cell(&format!("size {population} {arm}"), Of::Group)),
            _ => None,
        }
    }

    /// Sizes by arm, the flow into each population, and that one lies within another.
    fn populations(&mut self, plan: &Understood, results: &Results) {
        for population in &results.populations {
            let name = &population.name;
            let whole = self.cell(&format!("size {name}"), Of::Group);
            if let Some(n) = population.n {
                self.told(whole, &Number::Count(n as i64));
            }
            let mut arms: Vec<usize> =
                results.arms.iter().map(|arm| self.cell(&format!("size {name} {}", arm.name), Of::Group)).collect();
            arms.push(self.cell(&format!("size {name} of no arm"), Of::Lost));
            self.equal(whole, &arms);
            let mut before = None;
            let flow = results.records.iter().filter(|r| r.role == Role::Attrition && r.analysis == *name);
            for record in flow {
                let word = record.term.as_ref().map(|t| t.word().into_owned()).unwrap_or_default();
                let key = format!("{} {name} {word}", record.statistic);
                if let (Statistic::Excluded, Group::Arm(arm)) = (record.statistic, &record.group) {
                    let place = self.cell(&format!("{key} {arm}"), Of::Lost);
                    self.told(place, &record.value);
                    continue;
                }
                let place = match record.statistic {
                    Statistic::Included => self.group(name, &record.group).expect("a group"),
                    Statistic::Considered | Statistic::Remaining => self.cell(&key, Of::Group),
                    _ => self.cell(&key, Of::Lost),
                };
                self.told(place, &record.value);
                let left = self.cell(&format!("excluded {name} {word}"), Of::Lost);
                match (record.statistic, before) {
                    (Statistic::Remaining, Some(all)) => self.equal(all, &[place, left]),
                    (Statistic::NotMet, _) => {
                        let earlier = self.cell(&format!("not met and left out earlier {name} {word}"), Of::Lost);
                        self.equal(place, &[left, earlier]);
                    }
                    _ => {}
                }
                if matches!(record.statistic, Statistic::Considered | Statistic::Remaining) {
                    before = Some(place);
                }
                if record.statistic == Statistic::Excluded {
                    let mut arms: Vec<usize> =
                        results.arms.iter().map(|arm| self.cell(&format!("{key} {}", arm.name), Of::Lost)).collect();
                    arms.push(self.cell(&format!("{key} of no arm"), Of::Lost));
                    self.equal(place, &arms);
                }
            }
            if let Some(last) = before {
                self.equal(last, &[whole]);
            }
        }
        for (name, within) in sources(plan) {
            let considered = self.cell(&format!("considered {name} "), Of::Group);
            let outer = self.cell(&format!("size {within}"), Of::Group);
            let from_pairs =
                plan.populations.iter().any(|p| p.header.name == name && matches!(p.of, PopulationSource::Pairs(_)));
            if !from_pairs {
                self.equal(outer, &[considered]);
            }
            let arms = results.arms.iter().map(|arm| format!(" {}", arm.name)).chain([String::new()]);
            for arm in arms {
                let inner = self.cell(&format!("size {name}{arm}"), Of::Group);
                let outer = self.cell(&format!("size {within}{arm}"), Of::Group);
                let rest = self.cell(&format!("size {within} without {name}{arm}"), Of::Lost);
                self.equal(outer, &[inner, rest]);
            }
        }
        for record in results.records.iter().filter(|r| r.role == Role::Balance) {
            let of = results.populations.iter().find(|p| p.pairs_of.as_ref() == Some(&record.analysis));
            if let (Statistic::Pairs, Some(population)) = (record.statistic, of) {
                let whole = self.cell(&format!("size {}", population.name), Of::Group);
                let pairs = self.cell(&format!("pairs {}", record.analysis), Of::Group);
                self.told(pairs, &record.value);
                self.equal(whole, &[pairs, pairs]);
            }
        }
    }

    /// Who of each group is counted, and who is not; the kinds of pairs; categories.
    fn analyses(&mut self, results: &Results) {
        let mut units: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
        for record in results.records.iter().filter(|r| of_analysis(r)) {
            units.entry(unit(record)).or_default().push(record);
        }
        for (key, records) in units {
            let mut shares: BTreeSet<Group> = BTreeSet::new();
            for record in &records {
                let Some(size) = self.group(&record.population, &record.group) else { continue };
                let n = self.cell(&format!("n {key} {:?}", record.group), Of::Group);
                self.at_most(&[n], size);
                let word = record.term.as_ref().map(|t| t.word().into_owned()).unwrap_or_default();
                match (record.statistic, &record.term, record.time()) {
                    (Statistic::N, None, None) => self.told(n, &record.value),
                    (Statistic::Responders | Statistic::Events, None | Some(Term::Cause(_)), None) => {
                        let counted = self.cell(&share(&key, &word, &record.group), Of::Outcome);
                        let others = self.cell(&rest(&key, &word, &record.group), Of::Outcome);
                        // What the reverse estimate counts is who had no event.
                        let (counted, others) = if is_reverse(record) { (others, counted) } else { (counted, others) };
                        self.told(counted, &record.value);
                        self.equal(n, &[counted, others]);
                        if record.term.is_none() {
                            shares.insert(record.group.clone());
                        }
                    }
                    (Statistic::Patients, Some(Term::Response(_) | Term::Category(_)), None) => {
                        let cell = self.cell(&format!("category {key} {word} {:?}", record.group), Of::Outcome);
                        self.told(cell, &record.value);
                        self.at_most(&[cell], n);
                    }
                    (Statistic::AtRisk, _, Some(time)) => {
                        let cell = self.cell(&format!("at risk {key} {time} {:?}", record.group), Of::Group);
                        self.told(cell, &record.value);
                        self.at_most(&[cell], n);
                    }
                    _ => {}
                }
            }
            let arms: Vec<usize> = shares
                .iter()
                .filter(|group| group.arm().is_some())
                .map(|group| self.cell(&share(&key, "", group), Of::Outcome))
                .collect();
            if shares.contains(&Group::All) && arms.len() > 1 {
                let all = self.cell(&share(&key, "", &Group::All), Of::Outcome);
                self.at_most(&arms, all);
            }
            self.pairs(&key, &records);
        }
    }

    fn pairs(&mut self, key: &str, records: &[&Record]) {
        let kinds = [Statistic::Both, Statistic::FirstOnly, Statistic::SecondOnly, Statistic::Neither];
        let of = |r: &&&Record| kinds.contains(&r.statistic);
        let Some(Group::Between(members)) = records.iter().find(of).map(|r| &r.group) else { return };
        let [Group::Arm(first), Group::Arm(second)] = members.as_slice() else { return };
        let cells = kinds.map(|kind| self.cell(&format!("{kind} {key}"), Of::Outcome));
        for record in records.iter().filter(of) {
            let place = kinds.iter().position(|kind| *kind == record.statistic).expect("one of them");
            self.told(cells[place], &record.value);
        }
        let pairs = self.cell(&format!("pairs {key}"), Of::Group);
        for record in records.iter().filter(|r| r.statistic == Statistic::Pairs) {
            self.told(pairs, &record.value);
        }
        self.equal(pairs, &cells);
        for (arm, [one, other]) in [(first, [cells[0], cells[1]]), (second, [cells[0], cells[2]])] {
            let counted = self.cell(&share(key, "", &Group::Arm(arm.clone())), Of::Outcome);
            self.equal(counted, &[one, other]);
        }
    }

    /// The same outcome of patients within others: whoever is counted there is counted here.
    fn nested(&mut self, plan: &Understood, results: &Results) {
        let within: BTreeSet<(String, String)> = sources(plan).into_iter().collect();
        let lies_within = |inner: &str, outer: &str| {
            let mut at = inner.to_string();
            while let Some((_, next)) = within.iter().find(|(name, _)| *name == at) {
                if next == outer {
                    return true;
                }
                at = next.clone();
            }
            inner == outer
        };
        let info = |name: &str| results.analyses.iter().find(|a| a.name == name);
        let counted = |r: &&Record| {
            of_analysis(r)
                && matches!(r.statistic, Statistic::Responders | Statistic::Events)
                && r.term.is_none()
                && r.time().is_none()
                && r.subgroup.is_none()
                && r.contrast.is_none()
        };
        let all: Vec<&Record> = results.records.iter().filter(counted).collect();
        let mut seen = BTreeSet::new();
        for a in &all {
            for b in &all {
                let same = a.endpoint == b.endpoint && a.response == b.response && a.timepoint == b.timepoint;
                let alike = info(&a.analysis).zip(info(&b.analysis)).is_some_and(|(a, b)| alike(a, b));
                let apart = a.analysis != b.analysis && a.group == b.group;
                if !(same && alike && apart && lies_within(&a.population, &b.population)) {
                    continue;
                }
                let (inner, outer) = (unit(a), unit(b));
                if !seen.insert((inner.clone(), outer.clone(), a.group.clone())) {
                    continue;
                }
                for of in [share, rest] {
                    let one = self.cell(&of(&inner, "", &a.group), Of::Outcome);
                    let other = self.cell(&of(&outer, "", &a.group), Of::Outcome);
                    if a.population == b.population {
                        self.equal(other, &[one]);
                    } else {
                        let left = self.cell(&format!("{} beyond {inner}", of(&outer, "", &a.group)), Of::Lost);
                        self.equal(other, &[one, left]);
                    }
                }
            }
        }
    }

    /// Who has an event of a term has one of its class, and of a severe one and of a first one the same.
    fn terms_of_classes(&mut self, table: &EventTable, own: &[&Record]) {
        let groups: BTreeSet<&Group> =
            own.iter().filter(|r| matches!(r.term, Some(Term::Line(_)))).map(|r| &r.group).collect();
        let lines = |level: EventLevel| table.lines.iter().filter(move |line| line.level == level);
        let any = |key: &str| ["any".to_string(), key.to_string()];
        let class_of = |term: &EventLine| lines(EventLevel::Class).find(|class| class.class == term.class);
        let of_class = lines(EventLevel::Class).map(|class| any(&class.key));
        let of_term = lines(EventLevel::Term).flat_map(|term| {
            let within = class_of(term).map(|class| [class.key.clone(), term.key.clone()]);
            within.into_iter().chain([any(&term.key)])
        });
        let within: Vec<[String; 2]> = of_class.chain(of_term).collect();
        for group in groups {
            for [outer, inner] in &within {
                for of in ["", "severe ", "first "] {
                    let [whole, part] =
                        [outer, inner].map(|line| format!("{of}line {} {line} {group:?}", table.analysis));
                    let left = self.cell(&format!("{whole} without {part}"), Of::Outcome);
                    let [whole, part] = [&whole, &part].map(|key| self.cell(key, Of::Outcome));
                    self.equal(whole, &[part, left]);
                }
            }
        }
    }

    fn baseline(&mut self, results: &Results) {
        let mut levels: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for record in results.records.iter().filter(|r| r.role == Role::Baseline) {
            let Some(Term::Characteristic { name, level }) = &record.term else { continue };
            let Some(size) = self.group(&record.population, &record.group) else { continue };
            let key = format!("{} {name} {:?}", record.population, record.group);
            let known = self.cell(&format!("known {key}"), Of::Group);
            let missing = self.cell(&format!("missing {key}"), Of::Lost);
            if record.statistic == Statistic::N {
                self.equal(size, &[known, missing]);
                self.told(known, &record.value);
            } else if record.statistic == Statistic::Missing {
                self.told(missing, &record.value);
            } else if record.statistic == Statistic::Count {
                let level = level.clone().unwrap_or_default();
                let has = self.cell(&format!("level {key} {level}"), Of::Outcome);
                self.told(has, &record.value);
                match level.as_str() {
                    "" => {
                        let others = self.cell(&format!("without {key}"), Of::Outcome);
                        self.equal(known, &[has, others]);
                    }
                    _ => levels.entry(format!("known {key}")).or_default().push(has),
                }
                // All patients are those of the arms, and of none.
                if let Group::Arm(_) = &record.group {
                    let all = format!("{} {name} {:?}", record.population, Group::All);
                    let all = self.cell(&format!("level {all} {level}"), Of::Outcome);
                    self.at_most(&[has], all);
                }
            }
        }
        for (known, has) in levels {
            let known = self.cell(&known, Of::Group);
            self.equal(known, &has);
        }
    }

    fn events(&mut self, results: &Results) {
        for table in &results.events {
            let own: Vec<&Record> = results.records.iter().filter(|r| r.analysis == table.analysis).collect();
            let key = |line: &str, group: &Group| format!("line {} {line} {group:?}", table.analysis);
            for record in &own {
                if self.group(&table.population, &record.group).is_none() {
                    continue;
                }
                let n = self.cell(&format!("n {} {:?}", table.analysis, record.group), Of::Group);
                if record.statistic == Statistic::N && record.term.is_none() {
                    self.told(n, &record.value);
                }
                let Some(Term::Line(line)) = &record.term else { continue };
                let patients = self.cell(&key(line, &record.group), Of::Outcome);
                let others = self.cell(&format!("not {}", key(line, &record.group)), Of::Outcome);
                match record.statistic {
                    Statistic::Patients => {
                        self.told(patients, &record.value);
                        self.equal(n, &[patients, others]);
                        let any = self.cell(&key("any", &record.group), Of::Outcome);
                        self.at_most(&[patients], any);
                    }
                    Statistic::Severe => {
                        let severe = self.cell(&format!("severe {}", key(line, &record.group)), Of::Outcome);
                        self.told(severe, &record.value);
                        self.at_most(&[severe], patients);
                        if line == "any" {
                            let of_severe = self.cell(&key("severe", &record.group), Of::Outcome);
                            self.equal(of_severe, &[severe]);
                        }
                    }
                    Statistic::Events => {
                        let first = self.cell(&format!("first {}", key(line, &record.group)), Of::Outcome);
                        self.told(first, &record.value);
                        self.at_most(&[first], patients);
                    }
                    _ => {}
                }
            }
            self.terms_of_classes(table, &own);
            let mut grades: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
            for record in &own {
                if let (Statistic::Patients, Some(Term::WorstGrade(grade))) = (record.statistic, &record.term) {
                    let cell = format!("grade {} {grade:?} {:?}", table.analysis, record.group);
                    let cell = self.cell(&cell, Of::Outcome);
                    self.told(cell, &record.value);
                    grades.entry(record.group.clone()).or_default().push(cell);
                }
            }
            for (group, cells) in grades {
                let any = self.cell(&key("any", &group), Of::Outcome);
                self.equal(any, &cells);
            }
        }
    }
}

/// Each population and the one that its patients are of.
fn sources(plan: &Understood) -> Vec<(String, String)> {
    let name = |id: prespec::plan::ir::PopulationId| plan.populations[id.0].header.name.clone();
    let of = |population: &prespec::plan::ir::Population| match population.of {
        PopulationSource::AllPatients => None,
        PopulationSource::Population(id) | PopulationSource::AtRisk { of: id, .. } => Some(name(id)),
        PopulationSource::Pairs(id) => plan.matching(id).map(|matching| name(matching.among)),
    };
    plan.populations.iter().filter_map(|p| Some((p.header.name.clone(), of(p)?))).collect()
}

fn of_analysis(record: &Record) -> bool {
    matches!(record.role, Role::Primary | Role::Secondary | Role::Sensitivity | Role::Supplementary)
        && !matches!(record.term, Some(Term::Line(_) | Term::WorstGrade(_) | Term::PValue(_)))
}

fn unit(r: &Record) -> String {
    let subgroup = r.subgroup.as_ref().map(|s| s.word()).unwrap_or_default();
    let contrast = r.contrast.as_ref().map(|c| c.word()).unwrap_or_default();
    let response = r.response.as_deref().unwrap_or_default();
    format!("{} {response} {} {subgroup} {contrast}", r.analysis, r.point().unwrap_or_default())
}

fn share(unit: &str, word: &str, group: &Group) -> String {
    format!("counted {unit} {word} {group:?}")
}

fn rest(unit: &str, word: &str, group: &Group) -> String {
    format!("not counted {unit} {word} {group:?}")
}

/// The outcome of a patient is the same in both.
fn alike(a: &AnalysisInfo, b: &AnalysisInfo) -> bool {
    let basis = |a: &AnalysisInfo| {
        let b = &a.basis;
        (b.landmark, b.longest_gap, b.calendar_months, b.exposure.clone(), b.unbalanced.clone(), b.covariates.clone())
    };
    a.strategies == b.strategies
        && a.meeting == b.meeting
        && basis(a) == basis(b)
        && a.basis.counted_from == b.basis.counted_from
}

fn is_reverse(record: &Record) -> bool {
    let censoring = OptionUse::Word("censoring".into());
    record.method.as_ref().is_some_and(|m| m.options.iter().any(|(name, value)| name == "event" && *value == censoring))
}
