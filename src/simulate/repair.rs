//! What the plan asks of a patient is brought about, again and again until nothing changes.

use super::evaluate::Split;
use super::making::Making;
use super::rows::{Here, Value};
use crate::plan::ir::{Check, ColumnRule, ExprKind, Known, PopulationSource, RowExpr, TableId};

/// So often everything is gone through.
const PASSES: usize = 12;
/// So often a patient is brought out of all arms but one.
const TURNS: usize = 12;
/// Of a thousand patients, those who meet every requirement that can be met.
const ELIGIBLE: u64 = 900;
/// The sequence from which the day of what makes an arm is drawn.
const ALLOCATED: u64 = u64::MAX - 7;

impl Making<'_> {
    /// Time zero, the arm, and who is eligible; then what the tables and the checks ask.
    pub fn settle(&mut self) {
        self.begin();
        self.allocate();
        self.assume();
        // What is assumed is assumed of patients who can be analysed.
        let eligible = self.random.chance(ELIGIBLE) || self.scene.assumed.is_some();
        for _ in 0..PASSES {
            let before = self.changes;
            self.columns();
            if eligible {
                self.requirements();
            }
            self.checks();
            self.keys();
            if self.changes == before {
                break;
            }
        }
    }

    fn begin(&mut self) {
        let plan = self.scene.plan;
        let Some(event) = plan.time_zero.event.and_then(|event| plan.event(event)) else { return };
        self.locking = true;
        self.give_date(&event.date, self.zero);
        self.locking = false;
        if let Some((at, column)) = self.place(self.patient(), &event.date) {
            self.locked.insert((at, column));
        }
        if let Some(death) = plan.death().and_then(|event| plan.event(event))
            && let Some((at, column)) = self.place(self.patient(), &death.date)
        {
            self.locked.insert((at, column));
        }
    }

    /// The first row that the date may be taken from is of that day.
    fn give_date(&mut self, date: &RowExpr, day: i32) {
        let patient = self.patient();
        self.locking = false;
        if self.evaluation().value(patient, date).is_none() {
            self.fill(patient, date, 1);
        }
        self.locking = true;
        if let Some((at, column)) = self.place(patient, date) {
            self.set(at, column, Some(Value::Date(day)));
            for key in self.scene.plan.table(TableId(at.table)).key.clone() {
                self.locked.insert((at, key));
            }
        }
    }

    /// Each arm alike. What is meant to happen after time zero happens to those who are followed until then, so that of an arm
    /// that is settled later some come into another.
    fn allocate(&mut self) {
        let plan = self.scene.plan;
        let arms = &plan.arms.arms;
        let meant = self.arm;
        let patient = self.patient();
        self.locking = true;
        // What was made by chance within the days that the patient lived is no allocation: early deaths would all have it.
        let none_yet = if plan.arms.settled_by_day.is_some() { arms.len() } else { meant };
        let before = self.locked.clone();
        for _ in 0..TURNS {
            for condition in arms.iter().take(none_yet).filter_map(|arm| arm.condition.as_ref()) {
                self.make(patient, condition, false, 0);
            }
            // What is no longer of one arm may be of another one.
            let mut conditions = arms.iter().take(none_yet).filter_map(|arm| arm.condition.as_ref());
            if conditions.all(|condition| self.truth(patient, condition) != Some(true)) {
                break;
            }
            self.locked.clone_from(&before);
        }
        if let Some(condition) = arms.get(meant).and_then(|arm| arm.condition.as_ref()) {
            self.by_its_own(&[ALLOCATED], |making| {
                if making.comes_to_it(condition) {
                    making.make(patient, condition, true, 0);
                }
            });
        }
        self.locking = false;
        for arm in arms {
            arm.condition.iter().for_each(|condition| self.lock(condition));
        }
    }

    /// The days that a condition asks for are drawn first. False of a patient who is no longer followed on one of them, and to
    /// whom nothing else of the condition happens.
    fn comes_to_it(&mut self, e: &RowExpr) -> bool {
        let patient = self.patient();
        if let ExprKind::Within { .. } = e.kind {
            self.make(patient, e, true, 0);
            return self.truth(patient, e) == Some(true);
        }
        let mut parts = vec![];
        e.each_operand(&mut |part| parts.push(part), &mut |_| {});
        parts.into_iter().all(|part| self.comes_to_it(part))
    }

    /// What a condition of the patient reads stays as it is.
    pub fn lock(&mut self, e: &RowExpr) {
        if let Some(place) = self.place(self.patient(), e) {
            self.locked.insert(place);
        }
        let mut parts = vec![];
        e.each_operand(&mut |part| parts.push(part), &mut |_| {});
        parts.into_iter().for_each(|part| self.lock(part));
    }

    fn requirements(&mut self) {
        let plan = self.scene.plan;
        for population in &plan.populations {
            let of_patients = match population.of {
                PopulationSource::AllPatients | PopulationSource::Population(_) => true,
                PopulationSource::Pairs(_) | PopulationSource::AtRisk { .. } => false,
            };
            for requirement in population.require.iter().filter(|_| of_patients) {
                self.make(self.patient(), &requirement.condition, true, 0);
            }
        }
    }

    /// What the declaration of a column asks of its cells.
    fn columns(&mut self) {
        let plan = self.scene.plan;
        for table in 0..plan.tables.len() {
            for here in self.rows.of(table) {
                for column in 0..plan.tables[table].columns.len() {
                    self.column_holds(here, column);
                }
            }
        }
    }

    fn column_holds(&mut self, here: Here, column: usize) {
        let plan = self.scene.plan;
        let declared = &plan.tables[here.table].columns[column];
        let required = declared.rules.iter().find_map(|rule| match rule {
            ColumnRule::RequiredWhen(condition) => Some(condition),
            ColumnRule::Range { .. }
            | ColumnRule::Above(_)
            | ColumnRule::Below(_)
            | ColumnRule::AtMostColumn(_)
            | ColumnRule::AtLeastColumn(_)
            | ColumnRule::Names(_) => None,
        });
        let is_known = self.rows.cell(here, column).is_some();
        match required.map(|condition| (condition, self.truth(here, condition) == Some(true))) {
            Some((condition, true)) if !is_known => {
                let value = self.any_value(here, column);
                self.set(here, column, value);
                if self.rows.cell(here, column).is_none() {
                    self.make(here, condition, false, 0);
                }
            }
            Some((condition, false)) if is_known => {
                // A death that is dated makes its condition true; anything else is not recorded where it is not asked for.
                if self.is_locked(here, column) || declared.known == Known::Itself {
                    self.make(here, condition, true, 0);
                } else {
                    self.set(here, column, None);
                }
            }
            Some(_) => {}
            None if !is_known && !declared.missing_allowed && declared.reference.is_none() => {
                let value = self.any_value(here, column);
                self.set(here, column, value);
            }
            None => {}
        }
        for rule in &declared.rules {
            let other = match rule {
                ColumnRule::AtMostColumn(other) | ColumnRule::AtLeastColumn(other) => *other,
                ColumnRule::Range { .. }
                | ColumnRule::Above(_)
                | ColumnRule::Below(_)
                | ColumnRule::RequiredWhen(_)
                | ColumnRule::Names(_) => continue,
            };
            self.beside(here, column, other, matches!(rule, ColumnRule::AtMostColumn(_)));
        }
    }

    /// At most, or at least, what stands in another column: so much of it.
    fn beside(&mut self, here: Here, column: usize, other: usize, at_most: bool) {
        let pair = (self.rows.cell(here, column).cloned(), self.rows.cell(here, other).cloned());
        let (Some(own), Some(bound)) = pair else { return };
        if if at_most { own <= bound } else { own >= bound } {
            return;
        }
        let limits = self.scene.limits[here.table][column].clone();
        let value = match &bound {
            Value::Number(number) if at_most => {
                let steps = limits.steps(*number);
                let least = (steps * 6 / 10).max(limits.low);
                limits.number(self.random.between(least, steps))
            }
            Value::Number(_) | Value::Date(_) | Value::Code(_) | Value::Text(_) | Value::YesNo(_) => bound,
        };
        self.set(here, column, Some(value));
    }

    fn checks(&mut self) {
        let plan = self.scene.plan;
        for check in &plan.checks {
            for split in self.splits(check) {
                self.split = split;
                for here in self.rows.of(check.table.0) {
                    self.check(check, here);
                }
            }
            self.split.clear();
        }
    }

    fn check(&mut self, check: &Check, here: Here) {
        let plan = self.scene.plan;
        let point = check.at.and_then(|(t, p)| plan.timepoints.get(t)?.points.get(p));
        if point.is_some_and(|point| self.truth(here, &point.condition) != Some(true)) {
            return;
        }
        let Some(only) = &check.only else { return self.make(here, &check.require, true, 0) };
        if self.truth(here, only) != Some(true) {
            return;
        }
        // Either what is asked holds, or the row is none of those of which it is asked.
        match self.cost(here, &check.require, true, 0) <= self.cost(here, only, false, 0) {
            true => self.make(here, &check.require, true, 0),
            false => self.make(here, only, false, 0),
        }
    }

    /// One for each combination of the codes by which a check is split.
    fn splits(&self, check: &Check) -> Vec<Split> {
        let mut all: Vec<Split> = vec![vec![]];
        for (table, column) in &check.split {
            let codes = &self.scene.limits[table.0][*column].codes;
            let with = |of: Split| codes.iter().map(move |code| [of.clone(), vec![(table.0, *column, *code)]].concat());
            all = all.into_iter().flat_map(with).collect();
        }
        all
    }

    /// Of rows with one key the first stays.
    fn keys(&mut self) {
        let plan = self.scene.plan;
        for (table, declared) in plan.tables.iter().enumerate() {
            let reference = declared.parent.map(|(column, _)| column);
            let key = &self.scene.keys[table];
            let own: Vec<usize> = key.iter().copied().filter(|c| Some(*c) != reference).collect();
            let by_parent = reference.is_some_and(|column| key.contains(&column));
            let mut seen = vec![];
            let mut rows = self.rows.of(table);
            rows.sort_by_key(|here| !self.locked.iter().any(|(at, _)| at == here));
            for here in rows {
                let parent = if by_parent { self.rows.tables[table][here.row].parent } else { 0 };
                let key = (parent, self.rows.cells(here, &own));
                let broken = key.1.contains(&None) || seen.contains(&key);
                match broken {
                    true => self.remove(here),
                    false => seen.push(key),
                }
            }
            self.orphans(table);
        }
    }

    /// What belonged to a row that is gone goes with it.
    fn orphans(&mut self, table: usize) {
        for here in self.rows.of(table) {
            let above = self.rows.above(self.scene.plan, here);
            let is_gone = above.is_some_and(|at| self.rows.tables[at.table].get(at.row).is_none_or(|row| row.gone));
            if is_gone && let Some(row) = self.rows.tables[table].get_mut(here.row) {
                row.gone = true;
                self.changes += 1;
            }
        }
    }
}
