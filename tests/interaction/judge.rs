//! Puts cases into one plan, sees which are refused, runs the others, and compares their numbers.

use super::clauses::Case;
use super::cohort::{self, Harm, Patient};
use super::naive::{self, Pairs, Question};
use super::{by_hand, text};
use prespec::catalogue::{Class, Groups, Statistic};
use prespec::compile::{Compiled, compile_at};
use prespec::diagnostic::{Diagnostic, Severity, render::render};
use prespec::methods::{self, Computed, Input};
use prespec::number::Number;
use prespec::plan::ir::{Analysis, MethodCall, Standing};
use prespec::results::{self, Contrast, LeftOut, Level, Record, Results, Term};
use prespec::run::compute;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

pub struct Study {
    folder: tempfile::TempDir,
    cohort: Vec<Patient>,
}

/// How many numbers were compared with those made by hand, by method.
pub type Compared = BTreeMap<&'static str, usize>;

pub enum Verdict {
    Refused,
    Right(Compared),
    Wrong(String),
}

const MOST_MESSAGES: usize = 3;

impl Study {
    pub fn new() -> Study {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cohort = cohort::cohort();
        text::write(folder.path());
        cohort::write(folder.path(), &cohort);
        Study { folder, cohort }
    }

    /// What becomes of each case.
    pub fn judge(&self, cases: &[Case]) -> Vec<Verdict> {
        let mut accepted = vec![true; cases.len()];
        loop {
            let kept: Vec<&Case> = cases.iter().zip(&accepted).filter(|(_, a)| **a).map(|(c, _)| c).collect();
            let (compiled, refused) = self.compiled(&kept);
            if refused.is_empty() {
                let mut computed = self.compare(&compiled, &kept).into_iter();
                let verdict = |accepted: &bool| if *accepted { computed.next() } else { Some(Verdict::Refused) };
                return accepted.iter().filter_map(verdict).collect();
            }
            for (place, case) in cases.iter().enumerate() {
                accepted[place] &= !refused.contains(&case.name);
            }
        }
    }

    /// The names of those that `check` refuses.
    fn compiled(&self, cases: &[&Case]) -> (Compiled, Vec<String>) {
        let texts: Vec<String> = cases.iter().map(|c| c.text.clone()).collect();
        let (plan, places) = text::plan(&texts);
        fs::write(self.folder.path().join("plan.md"), plan).expect("the plan is written");
        let compiled = compile_at(self.folder.path()).expect("the plan can be read");
        let mut messages: Vec<Vec<&Diagnostic>> = vec![vec![]; cases.len()];
        for diagnostic in compiled.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
            let mut hit = false;
            for label in diagnostic.labels.iter().filter(|l| compiled.sources.file_name(l.span).ends_with("plan.md")) {
                if let Some(place) = places.iter().position(|p| p.contains(&(label.span.start as usize))) {
                    messages[place].push(diagnostic);
                    hit = true;
                }
            }
            let shown = || render(&compiled.diagnostics, &compiled.sources, false);
            assert!(hit, "a message about none of the analyses\n{}", shown());
        }
        let mut refused = vec![];
        for (case, messages) in cases.iter().zip(&messages) {
            let wrong = |why: &str| -> ! {
                let own: Vec<Diagnostic> = messages.iter().map(|d| (*d).clone()).collect();
                panic!("{why}\n{}\n{}", case.text, render(&own, &compiled.sources, false))
            };
            let mut distinct: Vec<String> = messages.iter().map(|d| d.title.to_string()).collect();
            distinct.dedup();
            if distinct.len() > MOST_MESSAGES {
                wrong("too many messages");
            }
            for message in messages {
                if message.code.entry().is_none() || message.labels.iter().all(|l| l.text.is_empty()) {
                    wrong("a message without a code or a reason");
                }
            }
            if !messages.is_empty() {
                refused.push(case.name.clone());
            }
        }
        (compiled, refused)
    }

    fn compare(&self, compiled: &Compiled, cases: &[&Case]) -> Vec<Verdict> {
        if cases.is_empty() {
            return vec![];
        }
        let plan = compiled.plan.as_ref().expect("a plan without an error");
        assert_eq!(prespec::plan::invariants::invariants(plan, &compiled.sources), [""; 0]);
        let program = prespec::program::lower(plan);
        assert_eq!(prespec::program::invariants::invariants(&program, plan), [""; 0]);
        let computed = compute(plan, compiled, Some(self.folder.path()), &|_| {});
        let computed = computed.unwrap_or_else(|e| panic!("could not run: {e}"));
        let findings: Vec<_> = computed.findings.iter().filter(|f| f.code.0 != "D017").collect();
        assert!(findings.is_empty(), "{findings:?}");
        let results = &computed.results;
        let pairs = ["pairs", "late_pairs"].map(|name| self.pairs(results, name));
        let verdict = |case: &&Case| {
            let own: Vec<&Record> = results.records.iter().filter(|r| r.analysis == case.name).collect();
            let analysis = plan.analyses.iter().find(|a| a.header.name == case.name).expect("the analysis");
            let which = usize::from(case.question.population == "late_matched");
            let seen = Seen { cohort: &self.cohort, pairs: &pairs[which], analysis, records: &own, case };
            seen.right().map_or_else(|why| Verdict::Wrong(format!("{why}\n{}", case.text)), Verdict::Right)
        };
        cases.iter().map(verdict).collect()
    }

    fn pairs(&self, results: &Results, matching: &str) -> Pairs {
        let place = |id: &str| self.cohort.iter().position(|p| p.id == id).expect("a patient");
        let of = results.derived.pairs.iter().filter(|p| p.matching == matching);
        let pairs: Pairs = of.map(|p| (place(&p.treated), place(&p.control))).collect();
        assert!(pairs.len() > 8, "{matching}: {} pairs", pairs.len());
        pairs
    }
}

/// An analysis that was computed.
struct Seen<'a> {
    cohort: &'a [Patient],
    pairs: &'a Pairs,
    analysis: &'a Analysis,
    records: &'a [&'a Record],
    case: &'a Case,
}

impl Seen<'_> {
    /// By method, how many numbers were compared with those made by hand.
    fn right(&self) -> Result<Compared, String> {
        if self.records.is_empty() {
            return Err("accepted, and no number comes out".to_string());
        }
        let traced = |r: &&&Record| !r.steps.is_empty() && !r.tables.is_empty() && !r.clause.is_empty();
        if let Some(lost) = self.records.iter().find(|r| !traced(r)) {
            return Err(format!("{} cannot be traced", lost.id));
        }
        if let Some(subgroups) = &self.analysis.subgroups {
            return self.levels_right(&subgroups.interaction);
        }
        match self.case.question.endpoint {
            "harms" => self.harms_right(),
            _ => self.rows_right(),
        }
    }

    fn question(&self) -> Question {
        self.case.question
    }

    fn rows_right(&self) -> Result<Compared, String> {
        let answer = naive::answer(self.cohort, self.question(), self.pairs);
        let sets = |r: &&&Record| r.term == Some(Term::LeftOut(LeftOut::IncompletePair));
        let left_out =
            self.records.iter().filter(|r| r.statistic == prespec::catalogue::Statistic::LeftOut && !sets(r));
        let left_out: i64 = left_out.map(|r| if let Number::Count(n) = r.value { n } else { -1 }).sum();
        let expected = answer.missing_value + answer.missing_covariate + answer.missing_baseline;
        if left_out != i64::try_from(expected).expect("small") {
            return Err(format!("{left_out} left out of {}, expected {expected}", answer.candidates));
        }
        let mut compared = Compared::new();
        for part in self.parts() {
            let question = Question { compare: part.unwrap_or(self.question().compare), ..self.question() };
            let answer = naive::answer(self.cohort, question, self.pairs);
            let of_part = |r: &&&Record| r.contrast.as_ref().map(Contrast::word).as_deref() == part;
            let found = self.records.iter().filter(of_part).find(sets).map_or(Number::Count(0), |r| r.value.clone());
            let expected = self.incomplete_pairs(&answer.input, part);
            if expected.is_some_and(|n| found != Number::Count(n)) {
                return Err(format!("{found:?} incomplete pairs of {part:?}, expected {expected:?}"));
            }
            for call in self.calls(part) {
                self.call_right(call, &answer.input, &answer.groups, (None, part))?;
                let n = by_hand::right(call, &answer.input, &answer.groups, &self.of(call, None, part))?;
                *compared.entry(call.method.name).or_default() += n;
            }
        }
        Ok(compared)
    }

    /// The numbers of each level of sex, or of the site where sex is a stratum, and what is between the levels.
    fn levels_right(&self, interaction: &MethodCall) -> Result<Compared, String> {
        let mut compared = Compared::new();
        for part in self.parts() {
            let question = Question { compare: part.unwrap_or(self.question().compare), ..self.question() };
            let naive::Answer { input, groups, .. } = naive::answer(self.cohort, question, self.pairs);
            let levels: Vec<usize> = (0..input.patient.len()).map(|row| self.level(&input, row)).collect();
            for own in levels.iter().copied().collect::<BTreeSet<usize>>() {
                let named =
                    if self.question().adjust == "strata" { own.to_string() } else { ["F", "M"][own].to_string() };
                let rows: Vec<usize> = (0..levels.len()).filter(|row| levels[*row] == own).collect();
                let of_level = input.only(&rows);
                let records = self.within(Some(&named));
                let seen = Seen { records: &records, ..*self };
                for (group, name) in groups.iter().enumerate() {
                    let n = of_level.group.iter().filter(|g| **g == group).count();
                    let of =
                        |r: &&&Record| r.method.is_none() && r.group.word() == Some(name) && r.statistic.code() == "n";
                    let found = records.iter().find(of).map(|r| r.value.clone());
                    if found != Some(Number::Count(i64::try_from(n).expect("small"))) {
                        return Err(format!("{found:?} patients of {name} in {named}, expected {n}"));
                    }
                }
                for call in self.calls(part) {
                    seen.call_right(call, &of_level, &groups, (None, part))?;
                    let n = by_hand::right(call, &of_level, &groups, &seen.of(call, None, part))?;
                    *compared.entry(call.method.name).or_default() += n;
                }
            }
            if part.is_some() || self.question().compare == "arms" {
                let records = self.within(None);
                let seen = Seen { records: &records, ..*self };
                let divided = match part.filter(|_| self.is_of_a_model()) {
                    // Of the model of all arms, as the estimates are: group 0 is a, and group 2 is c.
                    Some(part) => {
                        let all = naive::answer(self.cohort, self.question(), self.pairs).input;
                        let levels = (0..all.patient.len()).map(|row| self.level(&all, row)).collect();
                        let contrast = if part.starts_with('a') { 0 } else { 2 };
                        Input { subgroup: Some(levels), contrast: Some(contrast), ..all }
                    }
                    None => Input { subgroup: Some(levels.clone()), ..input.clone() },
                };
                seen.call_right(interaction, &divided, &groups, (None, part))?;
                *compared.entry(interaction.method.name).or_default() += 1;
            }
        }
        Ok(compared)
    }

    fn level(&self, input: &Input, row: usize) -> usize {
        let patient = &self.cohort[input.patient[row]];
        match self.question().adjust {
            "strata" => usize::try_from(patient.site).expect("small"),
            _ => patient.sex,
        }
    }

    fn is_of_a_model(&self) -> bool {
        let of = |c: &MethodCall| c.standing == Standing::Estimate && c.method.groups == Groups::Model;
        self.analysis.methods.iter().any(of)
    }

    /// The records of a level, or of what is between them.
    fn within(&self, level: Option<&str>) -> Vec<&Record> {
        let own =
            |r: &&&Record| r.subgroup.as_ref().is_some_and(|s| s.level.as_ref().map(Level::word).as_deref() == level);
        self.records.iter().filter(own).copied().collect()
    }

    /// The whole, and each arm against the reference where there are two.
    fn parts(&self) -> Vec<Option<&'static str>> {
        match self.question().compare {
            "three" => vec![None, Some("a_against_b"), Some("c_against_b")],
            _ => vec![None],
        }
    }

    /// The methods that are given the rows of a part: what compares two groups is given those of two arms, and what describes each
    /// is given all of them besides.
    fn calls(&self, part: Option<&str>) -> Vec<&MethodCall> {
        let pairs = |c: &MethodCall| self.question().compare == "three" && c.method.compares_in_pairs();
        let given = |c: &&MethodCall| match part {
            Some(_) => pairs(c),
            None => !pairs(c) || c.method.groups == Groups::Any,
        };
        self.analysis.methods.iter().filter(given).collect()
    }

    /// Sets without a member of one of two groups, where a method compares within pairs; none where it compares within sets of
    /// any size.
    fn incomplete_pairs(&self, input: &Input, part: Option<&str>) -> Option<i64> {
        let calls = self.calls(part);
        let names = || calls.iter().map(|c| c.method.name);
        if names().any(|n| n == "conditional_logistic") {
            return None;
        }
        let within = names().any(|n| matches!(n, "mcnemar" | "matched_odds_ratio" | "signed_rank" | "sign_test"));
        if !within && !calls.iter().any(|c| by_hand::paired(c)) {
            return Some(0);
        }
        let mut sets: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (set, group) in input.pair.iter().flatten().zip(&input.group) {
            sets.entry(*set).or_default().insert(*group);
        }
        i64::try_from(sets.values().filter(|groups| groups.len() < 2).count()).ok()
    }

    /// The records of a call in a part, of one line of events where there are lines.
    fn of(&self, call: &MethodCall, term: Option<&str>, part: Option<&str>) -> Vec<&Record> {
        let standing = match call.standing {
            Standing::MainTest => results::Standing::MainTest,
            Standing::Estimate => results::Standing::Estimate,
            Standing::AlsoGiven => results::Standing::AlsoGiven,
        };
        let same = |r: &&&Record| {
            let named = r.method.as_ref().is_some_and(|m| m.name == call.method.name);
            let of_part = r.contrast.as_ref().map(Contrast::word).as_deref() == part;
            of_part && named && r.standing == standing && term.is_none_or(|t| r.place().as_deref() == Some(t))
        };
        self.records.iter().filter(same).copied().collect()
    }

    /// What the method makes of the naive rows is what stands in the records.
    fn call_right(
        &self,
        call: &MethodCall,
        input: &Input,
        groups: &[&str],
        (line, part): (Option<&str>, Option<&str>),
    ) -> Result<(), String> {
        let mut statistics = methods::run(input, &call.options).statistics;
        if part.is_some() && call.method.groups == Groups::Any {
            statistics.retain(|s| s.group.is_none());
        }
        if self.question().compare == "exposure" {
            statistics = statistics.into_iter().flat_map(|s| of_intervals(s, input)).collect();
        }
        let wanted = statistics.iter().filter(|s| match call.standing {
            Standing::MainTest => s.class == Class::Test,
            Standing::Estimate => s.class == Class::Estimate,
            Standing::AlsoGiven => true,
        });
        let wanted: Vec<_> = wanted.collect();
        let found = self.of(call, line, part);
        if wanted.len() != found.len() {
            return Err(format!("`{}`: {} numbers, expected {}", call.method.name, found.len(), wanted.len()));
        }
        for (statistic, record) in wanted.iter().zip(&found) {
            let group = statistic.group.and_then(|g| groups.get(g).copied());
            let place = (record.group.word(), record.statistic.code());
            let own = statistic.place();
            let term = line.or(own.as_deref());
            if place != (group, statistic.statistic.code()) || record.place().as_deref() != term {
                return Err(format!(
                    "{} stands where {group:?} {term:?} {} is expected",
                    record.id,
                    statistic.statistic.code()
                ));
            }
            if !equal(&record.value, &statistic.value) {
                return Err(format!("{}: {:?}, expected {:?}", record.id, record.value, statistic.value));
            }
        }
        Ok(())
    }

    fn harms_right(&self) -> Result<Compared, String> {
        let groups = naive::groups(self.question().compare);
        let mut compared = Compared::new();
        let severe = |h: &Harm| h.grade >= 3;
        type Line<'l> = (&'l str, &'l dyn Fn(&Harm) -> bool);
        let lines: [Line; 5] = [
            ("any", &|_| true),
            ("severe", &severe),
            ("class.body", &|h| h.class == "body"),
            ("term.pain", &|h| h.term == "pain"),
            ("term.itch", &|h| h.term == "itch"),
        ];
        for (key, holds) in lines {
            let counted = naive::harms(self.cohort, self.question(), self.pairs, holds);
            for (g, counted) in counted.iter().enumerate() {
                let group = groups.get(g).copied();
                for (statistic, n) in [("patients", counted.patients), ("occurrences", counted.occurrences)] {
                    let of = |r: &&&Record| {
                        r.place().as_deref() == Some(key) && r.group.word() == group && r.statistic.code() == statistic
                    };
                    let found = self.records.iter().find(of).map(|r| &r.value);
                    if found != Some(&Number::Count(i64::try_from(n).expect("small"))) {
                        return Err(format!("{key} {group:?} {statistic}: {found:?}, expected {n}"));
                    }
                }
            }
            for part in self.parts() {
                let question = Question { compare: part.unwrap_or(self.question().compare), ..self.question() };
                let groups = naive::groups(question.compare);
                let counted = naive::harms(self.cohort, question, self.pairs, holds);
                let Some(of_all) = counted.first() else { continue };
                for call in self.calls(part) {
                    self.call_right(call, &of_all.input, &groups, (Some(key), part))?;
                    let n = by_hand::right(call, &of_all.input, &groups, &self.of(call, Some(key), part))?;
                    *compared.entry(call.method.name).or_default() += n;
                }
            }
        }
        Ok(compared)
    }
}

/// The rows of an exposure are intervals, whose patients are fewer.
fn of_intervals(statistic: Computed, input: &Input) -> Vec<Computed> {
    if statistic.statistic != Statistic::N {
        return vec![statistic];
    }
    let own = |i: &usize| statistic.group.is_none_or(|g| input.group[*i] == g);
    let patients: BTreeSet<usize> = (0..input.group.len()).filter(own).map(|i| input.patient[i]).collect();
    let n = Number::Count(i64::try_from(patients.len()).expect("small"));
    vec![Computed { value: n, ..statistic.clone() }, Computed { statistic: Statistic::Intervals, ..statistic }]
}

fn equal(a: &Number, b: &Number) -> bool {
    match (a, b) {
        (Number::Real(a), Number::Real(b)) => a == b || (a - b).abs() <= 1e-12 * a.abs().max(b.abs()),
        (a, b) => a == b,
    }
}
