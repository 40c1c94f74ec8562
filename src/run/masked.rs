//! A run that does not know the arms: they are dealt by chance, and whatever tells them is withheld.
//!
//! How many patients each arm has is all that is taken of the arms there are. Everything that is written is therefore a function of
//! the other data, of these counts and of the seed: whoever knows the seed can tell which arm a patient was dealt, and nothing of
//! the arm that the patient is in. Invariant: data in which patients have changed arms give the same bytes.

mod tells;

use super::load::Loaded;
use crate::catalogue::{FigureKind, FindingRule};
use crate::checks::Silent;
use crate::checks::finding::Finding;
use crate::derive::model::Derived;
use crate::file::sha256;
use crate::plan::ir::{Header, Plan, ResponseId, TableId};
use crate::program::{Program, StepId};
use crate::results::{
    EventRef, FigureData, Masked, Record, Results, Role, Term, Unusable, WhyWithheld, Withheld, WithheldKind,
};
use crate::stats::random::Stream;
use std::collections::BTreeSet;
use tells::Tells;

/// As many patients of each arm as there are, and of those with a time zero in none. The place of a patient in key order and the
/// seed say who is which.
pub(super) fn deal(derived: &mut Derived, seed: u64) {
    let is_dated = derived.time_zero.iter().any(Option::is_some);
    let concerned = |place: &usize| !is_dated || derived.time_zero[*place].is_some();
    let mut places: Vec<usize> = (0..derived.arms.len()).filter(concerned).collect();
    let mut arms: Vec<Option<usize>> = places.iter().map(|place| derived.arms[*place]).collect();
    arms.sort_unstable();
    let turn = |place: usize| (Stream::new(seed, &[place as u64]).draw(), place);
    places.sort_by_key(|place| turn(*place));
    for (place, arm) in places.into_iter().zip(arms) {
        derived.arms[place] = arm;
    }
}

/// Takes out of what was computed whatever tells an arm, and says so.
pub(super) struct Hide<'a> {
    plan: &'a Plan,
    program: &'a Program,
    loaded: &'a Loaded,
    tells: Tells<'a>,
}

impl<'a> Hide<'a> {
    pub fn of(plan: &'a Plan, program: &'a Program, loaded: &'a Loaded) -> Hide<'a> {
        Hide { plan, program, loaded, tells: Tells::of(plan, program) }
    }

    pub fn results(&self, results: &mut Results, seed: u64) {
        let withheld = self.withheld(results);
        let is_withheld = |record: &Record| self.is_withheld(record);
        results.records.retain(|record| !is_withheld(record));
        let analyses = self.names(self.program.analyses.iter().zip(self.plan.analyses.iter().map(|a| &a.header)));
        results.analyses.retain(|analysis| !analyses.contains(analysis.name.as_str()));
        results.curves.retain(|curve| !analyses.contains(curve.analysis.as_str()));
        results.events.retain(|table| !analyses.contains(table.analysis.as_str()));
        results.decisions.retain(|decision| !analyses.contains(decision.analysis.as_str()));
        results.margins.retain(|margin| !analyses.contains(margin.analysis.as_str()));
        results.sample_sizes.retain(|size| !analyses.contains(size.analysis.as_str()));
        results.report.analyses.retain(|name| !analyses.contains(name.as_str()));
        let families = self.names(self.program.families.iter().zip(self.plan.families.iter().map(|f| &f.header)));
        results.families.retain(|family| !families.contains(family.name.as_str()));
        let populations =
            self.names(self.program.populations.iter().zip(self.plan.populations.iter().map(|p| &p.header)));
        results.populations.retain(|population| !populations.contains(population.name.as_str()));
        let matchings = self.names(self.program.matchings.iter().zip(self.plan.matchings.iter().map(|m| &m.header)));
        results.scores.retain(|score| !matchings.contains(score.matching.as_str()));
        let lesions = self.names(self.program.lesions.iter().zip(self.plan.lesions.iter().map(|l| &l.header)));
        results.lesion_counts.retain(|count| !lesions.contains(count.name.as_str()));
        let rules = self.rules();
        results.report.rules.retain(|shown| !rules.contains(shown.response.as_str()));
        self.baseline(results, &populations);
        results.report.figures.retain(|figure| !shows_patients(figure.kind));
        // What is derived of single patients stands in nothing that is written.
        (results.sources, results.rule_examples) = (None, vec![]);
        results.unusable = self.unusable(std::mem::take(&mut results.unusable));
        self.digests(results);
        results.study.masked = Some(Masked { seed, withheld });
    }

    /// Names of the statements whose step tells an arm.
    fn names<'b>(&self, of: impl Iterator<Item = (&'b StepId, &'b Header)>) -> BTreeSet<&'b str> {
        of.filter(|(step, _)| self.tells.step(**step).is_some()).map(|(_, header)| header.name.as_str()).collect()
    }

    fn rules(&self) -> BTreeSet<&'a str> {
        let told = self.program.report.rules.iter().filter(|(_, step)| self.tells.step(*step).is_some());
        told.map(|(response, _)| self.plan.responses[response.0].header.name.as_str()).collect()
    }

    /// A record is withheld with the statement that it is of.
    fn is_withheld(&self, record: &Record) -> bool {
        let (plan, program) = (self.plan, self.program);
        let name = record.analysis.as_str();
        let tells = |step: Option<&StepId>| step.is_some_and(|step| self.tells.step(*step).is_some());
        match record.role {
            Role::Attrition => tells(place(plan.populations.iter().map(|p| &p.header), name, &program.populations)),
            Role::Balance => tells(place(plan.matchings.iter().map(|m| &m.header), name, &program.matchings)),
            Role::Agreement => tells(place(plan.agreements.iter().map(|a| &a.header), name, &program.agreements)),
            Role::Lesions => tells(place(plan.lesions.iter().map(|l| &l.header), name, &program.lesions)),
            Role::Rules => self.rules().contains(record.response.as_deref().unwrap_or(name)),
            // Settled with the lines of the table.
            Role::Baseline => false,
            Role::SampleSize | Role::Primary | Role::Secondary | Role::Sensitivity | Role::Supplementary => {
                let analyses = plan.analyses.iter().map(|a| &a.header);
                let of_size = plan.sample_sizes.iter().find(|size| size.header.name == name);
                tells(place(analyses, name, &program.analyses))
                    || tells(place(plan.families.iter().map(|f| &f.header), name, &program.families))
                    || tells(of_size.and_then(|size| program.analyses.get(size.of)))
                    || self.of_met(record).is_some_and(|(.., because)| because.is_some())
            }
        }
    }

    /// Of who met an event: the event, and why that is withheld, which an analysis need not be that is counted by another strategy.
    fn of_met(&self, record: &Record) -> Option<(&'a Header, Option<WhyWithheld>)> {
        let Some(Term::Met(event)) = &record.term else { return None };
        let (plan, program) = (self.plan, self.program);
        let (name, steps, headers): (_, _, Vec<&Header>) = match event {
            EventRef::Event(name) => (name, &program.events, plan.events.iter().map(|e| &e.header).collect()),
            EventRef::Intercurrent(name) => {
                (name, &program.intercurrents, plan.intercurrents.iter().map(|i| &i.header).collect())
            }
        };
        let place = headers.iter().position(|header| header.name == *name)?;
        Some((headers[place], steps.get(place).and_then(|step| self.tells.step(*step))))
    }

    fn baseline(&self, results: &mut Results, populations: &BTreeSet<&str>) {
        let flat = self.program.flat.characteristics.iter();
        let told = flat.filter(|of| self.tells.step(of.expression.step).is_some());
        let names: BTreeSet<&str> = told.map(|of| of.name.as_str()).collect();
        if let Some(baseline) = &mut results.report.baseline {
            baseline.lines.retain(|line| !names.contains(line.name.as_str()));
            baseline.populations.retain(|name| !populations.contains(name.as_str()));
        }
        let is_of = |record: &Record| {
            let term = record.term.as_ref().map(|term| term.word().into_owned()).unwrap_or_default();
            let line = names.iter().any(|name| term == **name || term.starts_with(&format!("{name}.")));
            record.role == Role::Baseline && (line || populations.contains(record.population.as_str()))
        };
        results.records.retain(|record| !is_of(record));
    }

    fn unusable(&self, mut unusable: Unusable) -> Unusable {
        let tables = self.plan.tables.iter().enumerate();
        let of_arms: BTreeSet<&str> = tables
            .filter(|(index, _)| self.tells.table(TableId(*index)))
            .map(|(_, table)| table.header.name.as_str())
            .collect();
        if unusable.columns.iter().any(|column| of_arms.contains(column.table.as_str())) {
            unusable.columns.retain(|column| !of_arms.contains(column.table.as_str()));
            unusable.values = unusable.columns.iter().map(|column| column.values).sum();
            unusable.patients = unusable.columns.iter().map(|column| column.patients).max().unwrap_or(0);
        }
        unusable
    }

    /// The digest of a table in which arms stand would tell whether it is another one.
    fn digests(&self, results: &mut Results) {
        results.steps.iter_mut().for_each(|step| step.read.clear());
        let mut all = String::new();
        for (index, table) in results.tables.iter_mut().enumerate() {
            if self.tells.table(TableId(index)) {
                table.digest.clear();
            }
            all.push_str(&format!("{}\0{}\0", table.name, table.digest));
        }
        results.study.data_digest = sha256(all.as_bytes());
    }

    /// What a check or a criterion says of a row, it says of who comes under it.
    pub fn silent(&self) -> Silent {
        let tells = |step: &StepId| self.tells.step(*step).is_some();
        let checks = self.program.checks.iter().enumerate().filter(|(_, step)| tells(step));
        let folds = self.program.folds.iter().enumerate().filter(|(_, step)| tells(step));
        Silent { checks: checks.map(|(id, _)| id).collect(), responses: folds.map(|(id, _)| ResponseId(id)).collect() }
    }

    /// A finding says of its row and column what stands there.
    pub fn findings(&self, findings: &mut Vec<Finding>) {
        findings.retain(|finding| {
            let Some(index) = self.plan.tables.iter().position(|table| table.header.name == finding.table) else {
                return false;
            };
            let table = TableId(index);
            // It is worked out from dates of other tables too.
            let of_others = finding.rule == FindingRule::OrderOfDates;
            let bound = &self.loaded.read.rows[index].bound;
            let named = finding
                .column
                .as_ref()
                .map(|column| bound.columns.iter().position(|bound| bound.file_column.node == *column));
            let tells = match named {
                Some(Some(column)) => self.tells.column((table, column)) || self.rows_tell(table),
                Some(None) | None => self.tells.table(table),
            };
            !of_others && !tells
        });
    }

    /// Of a table below the patients a row as such may be what makes an arm.
    fn rows_tell(&self, table: TableId) -> bool {
        table != self.plan.patient_table() && self.tells.table(table)
    }

    /// Names of the tables in which arms stand: their files are known by no hash.
    pub fn files(&self) -> Vec<String> {
        let tables = self.plan.tables.iter().enumerate().filter(|(index, _)| self.tells.table(TableId(*index)));
        tables.map(|(_, table)| table.header.name.clone()).collect()
    }

    fn withheld(&self, results: &Results) -> Vec<Withheld> {
        let (plan, program) = (self.plan, self.program);
        let mut all = vec![];
        let mut say = |what: WithheldKind, header: &Header, because: Option<WhyWithheld>| {
            let clause = plan.clause_number(header.clause).to_string();
            all.extend(because.map(|because| Withheld { what, label: header.label.clone(), clause, because }));
        };
        for (header, step) in plan.populations.iter().map(|p| &p.header).zip(&program.populations) {
            say(WithheldKind::Population, header, self.tells.step(*step));
        }
        for (header, step) in plan.matchings.iter().map(|m| &m.header).zip(&program.matchings) {
            say(WithheldKind::Matching, header, self.tells.step(*step));
        }
        let report = plan.report.as_ref().map(|report| &report.header);
        for of in &program.flat.characteristics {
            let header = report.map(|header| Header { label: of.label.clone(), ..header.clone() });
            header
                .iter()
                .for_each(|header| say(WithheldKind::Characteristic, header, self.tells.step(of.expression.step)));
        }
        for (header, step) in plan.agreements.iter().map(|a| &a.header).zip(&program.agreements) {
            say(WithheldKind::Agreement, header, self.tells.step(*step));
        }
        for (header, step) in plan.lesions.iter().map(|l| &l.header).zip(&program.lesions) {
            say(WithheldKind::Lesions, header, self.tells.step(*step));
        }
        for (header, step) in plan.analyses.iter().map(|a| &a.header).zip(&program.analyses) {
            say(WithheldKind::Analysis, header, self.tells.step(*step));
        }
        let mut met: Vec<(&Header, Option<WhyWithheld>)> = vec![];
        for of in results.records.iter().filter_map(|record| self.of_met(record)) {
            if !met.iter().any(|(header, _)| header.name == of.0.name) {
                met.push(of);
            }
        }
        met.into_iter().for_each(|(header, because)| say(WithheldKind::Intercurrent, header, because));
        for (header, step) in plan.families.iter().map(|f| &f.header).zip(&program.families) {
            say(WithheldKind::Family, header, self.tells.step(*step));
        }
        for (response, step) in &program.report.rules {
            say(WithheldKind::Rules, &plan.responses[response.0].header, self.tells.step(*step));
        }
        all.extend(results.report.figures.iter().filter(|figure| shows_patients(figure.kind)).map(of_figure));
        all
    }
}

fn of_figure(figure: &FigureData) -> Withheld {
    Withheld {
        what: WithheldKind::Figure,
        label: figure.kind.word().to_string(),
        clause: figure.clause.clone(),
        because: WhyWithheld::PatientsOneByOne,
    }
}

fn shows_patients(kind: FigureKind) -> bool {
    match kind {
        FigureKind::Waterfall | FigureKind::Spider | FigureKind::Swimmer => true,
        FigureKind::Attrition
        | FigureKind::LovePlot
        | FigureKind::Forest
        | FigureKind::KaplanMeier
        | FigureKind::MeanOverTime
        | FigureKind::BoxPlot => false,
    }
}

/// The step of the statement of this name.
fn place<'s, 'h>(mut headers: impl Iterator<Item = &'h Header>, name: &str, steps: &'s [StepId]) -> Option<&'s StepId> {
    steps.get(headers.position(|header| header.name == name)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dealt(arms: &[Option<usize>], seed: u64) -> Vec<Option<usize>> {
        let mut derived = Derived { arms: arms.to_vec(), time_zero: vec![Some(0); arms.len()], ..Derived::default() };
        deal(&mut derived, seed);
        derived.arms
    }

    /// Who is in which arm has no part in it; how many are, has.
    #[test]
    fn only_the_counts_are_taken() {
        let (a, b) = (Some(0), Some(1));
        let arms = [a, b, b, a, b, None, b, b];
        let others = [b, b, None, b, a, b, a, b];
        for seed in 0..50 {
            assert_eq!(dealt(&arms, seed), dealt(&others, seed));
            let count = |arm| dealt(&arms, seed).iter().filter(|dealt| **dealt == arm).count();
            assert_eq!((count(a), count(b), count(None)), (2, 5, 1));
        }
        assert!((1..50).any(|seed| dealt(&arms, seed) != dealt(&arms, 0)));
    }

    /// Two of eight: over 4000 seeds each is dealt the arm a quarter of the time, within four standard errors.
    #[test]
    fn everybody_is_dealt_an_arm_alike() {
        let arms = [[Some(0); 2].as_slice(), &[Some(1); 6]].concat();
        let mut often = [0; 8];
        for seed in 0..4000 {
            let dealt = dealt(&arms, seed);
            (0..8).filter(|place| dealt[*place] == Some(0)).for_each(|place| often[place] += 1);
        }
        let error = (4000.0 * 0.25 * 0.75f64).sqrt();
        assert!(often.iter().all(|n| (f64::from(*n) - 1000.0).abs() <= 4.0 * error), "{often:?}");
    }

    /// Who has no time zero is dealt none: that says nothing of the arm.
    #[test]
    fn who_has_no_time_zero_is_in_no_arm() {
        let mut derived = Derived {
            arms: vec![None, Some(0), Some(1)],
            time_zero: vec![None, Some(3), Some(4)],
            ..Derived::default()
        };
        for seed in 0..20 {
            deal(&mut derived, seed);
            assert_eq!(derived.arms[0], None);
            assert!(derived.arms[1].is_some() && derived.arms[2].is_some());
        }
    }
}
