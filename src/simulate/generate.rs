//! The rows of a patient as they usually are, before the conditions of the plan are asked.

use super::Attempts;
use super::making::Making;
use super::rows::{Here, Rows, Value};
use super::scene::{Scene, day, given_times};
use crate::plan::ir::{Chosen, ColumnRule, Known, Rows as SetOfThings, Table, TableId, Type};
use crate::stats::random::Stream;

/// Days: half of the patients have died by then, from time zero.
const MEDIAN_SURVIVAL: i64 = 540;
/// Half of other events that a follow-up dates come within so many.
const MEDIAN_EVENT: i64 = 900;
/// Of a thousand values that may be missing, so many are.
const MISSING: u64 = 50;
/// Of a thousand examinations that can be read, or visits that were kept.
const MOSTLY: u64 = 930;
/// Of a thousand things that are followed, those that are seen later for the first time.
const APPEARS: u64 = 60;
/// What happens to a patient is drawn from a sequence of its own, by these: how long the patient lives, and what is dated.
const LIVES: u64 = u64::MAX - 5;
const DATED: u64 = u64::MAX - 6;
/// The last news of a patient is at most so many days old at the cut-off.
pub(super) const LAST_NEWS: i64 = 30;

impl<'a> Making<'a> {
    /// Who the patient is, drawn from the patient's own sequence.
    pub fn begun(scene: &'a Scene<'a>, seed: u64, number: u64, attempts: Attempts) -> Making<'a> {
        let mut random = Stream::new(seed, &[number, attempts.found + attempts.drawn]);
        let mut zero = random.between(i64::from(scene.zero.0), i64::from(scene.zero.1));
        let fate = attempts.fate();
        let drawing = scene.assumed.as_ref();
        let is_examined = drawing.is_some_and(|drawing| drawing.clocks.is_examined());
        let life = if is_examined { attempts.life() } else { fate };
        let mut lives = Stream::new(seed, &[LIVES, number, life]);
        if is_examined {
            // Patients are made until their examinations tell what was drawn, which is not to choose how long they are followed.
            zero = lives.between(i64::from(scene.zero.0), i64::from(scene.zero.1));
        }
        let zero = day(zero);
        let usual = 1 + lives.days_to_event(MEDIAN_SURVIVAL);
        let known = i64::from(scene.binding.cut_off) - lives.between(0, LAST_NEWS);
        let followed = scene.assumed.as_ref().and_then(|drawing| drawing.followed);
        let known = followed.map_or(known, |days| known.min(i64::from(zero) + days));
        // Whatever attempt it is: what is made anew does not choose between the arms.
        let arm = match &scene.assumed {
            Some(drawing) => drawing.arm(seed, number),
            None => Stream::new(seed, &[u64::MAX - 2, number]).below(scene.plan.arms.arms.len() as u64) as usize,
        };
        let mut making = Making {
            scene,
            rows: Rows::new(scene.plan),
            random,
            arm,
            number,
            seed,
            fate,
            zero,
            end: zero,
            death: None,
            split: vec![],
            locked: Default::default(),
            locking: false,
            changes: 0,
            course: vec![],
            tilt: None,
            clocks: drawing.map_or(vec![], |drawing| drawing.clocks.days((seed, number), arm)),
            ending: None,
            targets: vec![],
        };
        let dies = i64::from(zero) + making.assumed_death().unwrap_or(usual);
        let has_death = scene.plan.death().is_some();
        making.death = (has_death && dies <= known).then(|| day(dies));
        making.end = making.death.unwrap_or(day(known)).max(zero);
        making.ending = making.ending();
        making.run_a_course(attempts.drawn > 0);
        making
    }

    pub fn generate(&mut self) {
        let plan = self.scene.plan;
        let mut open: Vec<usize> = (0..plan.tables.len()).collect();
        let mut made: Vec<usize> = vec![];
        // A parent stands before its tables.
        while let Some(place) = open
            .iter()
            .position(|table| plan.table(TableId(*table)).parent.is_none_or(|(_, parent)| made.contains(&parent.0)))
        {
            let table = open.remove(place);
            self.rows_of(table);
            made.push(table);
        }
        self.lean();
        self.settle_times();
    }

    fn rows_of(&mut self, table: usize) {
        let plan = self.scene.plan;
        let declared = plan.table(TableId(table));
        let Some((_, parent)) = declared.parent else {
            if TableId(table) == plan.patient_table() {
                self.add(table, 0);
            }
            return;
        };
        if self.scene.consensus.iter().any(|up| up.table.0 == table) {
            return;
        }
        if self.scene.is_one_to_one(table) {
            self.add(table, 0);
            return;
        }
        if self.scene.is_followed(table) {
            return self.things(table, declared);
        }
        let happens = self.scene.column_of_date(table).is_some() && !self.scene.is_visited(table);
        for above in self.rows.of(parent.0) {
            match happens {
                true => self.by_its_own(&[DATED, table as u64, above.row as u64], |making| {
                    making.below(table, declared, above);
                }),
                false => self.below(table, declared, above),
            }
        }
    }

    /// What is drawn from a sequence of its own is the same whichever attempt it is: a patient who is made anew, for something
    /// that is found in the rows, does not choose how long life and treatment go together.
    pub fn by_its_own<T>(&mut self, path: &[u64], drawn: impl FnOnce(&mut Making<'a>) -> T) -> T {
        let path = [path, &[self.number, self.fate]].concat();
        let usual = std::mem::replace(&mut self.random, Stream::new(self.seed, &path));
        let drawn = drawn(self);
        self.random = usual;
        drawn
    }

    /// A row for each combination of the codes that tell rows apart; or visits; or some rows, dated if they have a date.
    fn below(&mut self, table: usize, declared: &Table, above: Here) {
        let key = &self.scene.keys[table];
        let codes = self.coded_keys(table, (declared, key));
        let date = self.scene.column_of_date(table);
        let is_dated_key = date.is_some_and(|date| key.contains(&date));
        if !codes.is_empty() && !is_dated_key && codes.len() + 1 == key.len() {
            return self.combinations(table, above, &codes, date);
        }
        let days = match date {
            Some(_) if self.scene.is_visited(table) => self.visits(table),
            Some(_) => {
                let count = self.random.between(0, 4);
                let mut days: Vec<i32> = vec![];
                // A day is drawn first and looked at then. Drawn within what is known of the patient it would come the sooner
                // the shorter that is, and a treatment would foretell the death.
                let cut_off = i64::from(self.scene.binding.cut_off);
                for _ in 0..count {
                    let at = day(self.random.between(i64::from(self.zero), cut_off.max(i64::from(self.zero))));
                    days.extend((at <= self.end).then_some(at));
                }
                days.sort_unstable();
                days.dedup();
                days
            }
            None => (0..self.random.between(0, 3)).map(|_| self.zero).collect(),
        };
        for day in days {
            let row = self.add(table, above.row);
            if let Some(date) = date {
                self.set(row, date, Some(Value::Date(day)));
            }
        }
    }

    fn coded_keys(&self, table: usize, (declared, key): (&Table, &[usize])) -> Vec<usize> {
        let coded = |column: &usize| matches!(declared.columns[*column].ty, Type::Code(_));
        let keys = key.iter().copied().filter(coded);
        keys.filter(|column| !self.scene.limits[table][*column].codes.is_empty()).collect()
    }

    fn combinations(&mut self, table: usize, above: Here, codes: &[usize], date: Option<usize>) {
        let mut all: Vec<Vec<usize>> = vec![vec![]];
        for column in codes {
            let values = &self.scene.limits[table][*column].codes;
            all = all.iter().flat_map(|of| values.iter().map(|code| [of.clone(), vec![*code]].concat())).collect();
        }
        for (place, of) in all.into_iter().enumerate() {
            let at = i64::from(self.zero) + place as i64 * self.scene.step;
            if date.is_some() && at > i64::from(self.end) {
                break;
            }
            let row = self.add(table, above.row);
            for (column, code) in codes.iter().zip(of) {
                self.set(row, *column, Some(Value::Code(code)));
            }
            if let Some(date) = date {
                self.set(row, date, Some(Value::Date(day(at))));
            }
        }
    }

    /// The same things at every visit from the one at which they are seen first, by each reader.
    fn things(&mut self, table: usize, declared: &Table) {
        let Some((_, parent)) = declared.parent else { return };
        let visits = self.rows.sorted(self.scene.plan, self.rows.of(parent.0), parent.0);
        let readers = self.coded_keys(table, (declared, &declared.key));
        let numbered: Vec<usize> =
            declared.key.iter().copied().filter(|c| declared.columns[*c].ty == Type::Integer).collect();
        let count = self.random.between(2, 4);
        for number in 1..=count {
            let appears = number > 1 && self.random.chance(APPEARS * 3);
            let usual = if appears { self.random.between(1, 5) as usize } else { 0 };
            let first = self.appears_at(&visits).map_or(usual, |at| if appears { at } else { 0 });
            self.thing(table, declared, (number, first), (&visits, &readers, &numbered));
        }
    }

    fn thing(
        &mut self,
        table: usize,
        declared: &Table,
        (number, first): (i64, usize),
        (visits, readers, numbered): (&[Here], &[usize], &[usize]),
    ) {
        let measures = self.measures(table, declared);
        let sizes: Vec<i64> = measures.iter().map(|column| self.size_at_baseline(table, *column)).collect();
        let sources: Vec<usize> = readers.first().map_or(vec![0], |r| self.scene.limits[table][*r].codes.clone());
        let mut model: Option<Here> = None;
        for reader in sources {
            let mut sizes = sizes.clone();
            let mut previous: Option<Here> = None;
            for (place, visit) in visits.iter().enumerate().skip(first) {
                let row = self.add(table, visit.row);
                for column in readers {
                    self.set(row, *column, Some(Value::Code(reader)));
                }
                for column in numbered {
                    self.set(row, *column, Some(self.scene.limits[table][*column].number(number)));
                }
                match previous.or(model) {
                    Some(from) => self.copy_steady(row, declared, from),
                    None => self.belongs(row, first == 0),
                }
                let change = self.change_at(*visit, place).filter(|_| place > first);
                for (column, size) in measures.iter().zip(sizes.iter_mut()) {
                    *size = (*size * change.unwrap_or(1000) / 1000).max(1);
                    let seen = *size * self.random.between(985, 1015) / 1000;
                    let limits = &self.scene.limits[table][*column];
                    let value = limits.number(seen.clamp(limits.low, limits.high));
                    self.set(row, *column, Some(value));
                }
                previous = Some(row);
            }
            model = model.or(previous);
        }
    }

    /// A thing of baseline is of a set that a criterion chooses there; one that is seen later, of one that it does not.
    fn belongs(&mut self, row: Here, at_baseline: bool) {
        let plan = self.scene.plan;
        let of_table = plan.responses.iter().filter(|r| r.criterion.reads(TableId(row.table)));
        let sets = of_table.flat_map(|r| &r.criterion.rows).filter(|set| set.of.is_none());
        let chosen = |set: &&SetOfThings| (set.chosen == Chosen::Baseline) == at_baseline;
        let sets: Vec<&SetOfThings> = sets.filter(chosen).collect();
        let place = if self.random.chance(500) { 0 } else { self.random.below(sets.len() as u64) as usize };
        if let Some(set) = sets.get(place) {
            self.make(row, &set.condition, true, 0);
        }
    }

    /// What does not change of a thing; another reader sees the same.
    fn copy_steady(&mut self, row: Here, declared: &Table, from: Here) {
        let Some(thing) = declared.thing.as_ref() else { return };
        let steady = |column: &usize| matches!(declared.columns[*column].ty, Type::Code(_) | Type::YesNo);
        let others = (0..declared.columns.len()).filter(|c| steady(c) && !declared.key.contains(c));
        for column in thing.fixed.iter().copied().chain(others) {
            let value = self.rows.cell(from, column).cloned();
            if let Some(cell) = self.rows.tables[row.table][row.row].cells.get_mut(column) {
                *cell = value;
            }
        }
    }

    /// Numbers of a wide range, which grow and shrink.
    fn measures(&self, table: usize, declared: &Table) -> Vec<usize> {
        let measured = |column: &usize| {
            let limits = &self.scene.limits[table][*column];
            let is_number = matches!(declared.columns[*column].ty, Type::Number(_) | Type::Integer);
            let wide = limits.span() >= 50 * 10_i64.pow(limits.decimals);
            is_number && wide && !declared.key.contains(column) && declared.columns[*column].reference.is_none()
        };
        (0..declared.columns.len()).filter(measured).collect()
    }

    fn size_at_baseline(&mut self, table: usize, column: usize) -> i64 {
        let limits = &self.scene.limits[table][column];
        limits.low + limits.span() * self.random.between(22, 70) / 1000
    }

    /// What usually stands in a column of a new row.
    pub fn usual(&mut self, here: Here, column: usize) -> Option<Value> {
        let declared = self.column(here, column);
        let table = self.scene.plan.table(TableId(here.table));
        if table.parent.is_some_and(|(of, _)| of == column) {
            return None;
        }
        let names_another = |rule: &ColumnRule| matches!(rule, ColumnRule::Names(_));
        if declared.missing_allowed && declared.rules.iter().any(names_another) {
            return None;
        }
        match &declared.ty {
            Type::Pseudonym => return Some(self.pseudonym(here, column)),
            Type::Date => return self.usual_date(here, column),
            Type::Integer if table.key.contains(&column) => {
                return Some(self.scene.limits[here.table][column].number(here.row as i64 + 1));
            }
            Type::Integer | Type::Number(_) | Type::Real(_) | Type::Days | Type::Text | Type::Reading => {}
            Type::YesNo if self.scene.is_visited(here.table) => return Some(Value::YesNo(self.random.chance(MOSTLY))),
            Type::Code(_) if self.scene.is_followed(here.table) && !declared.missing_allowed => {
                let fixed = table.thing.as_ref().is_some_and(|thing| thing.fixed.contains(&column));
                let first = self.scene.limits[here.table][column].codes.first().copied();
                if !fixed || self.random.chance(500) {
                    return first.map(Value::Code);
                }
            }
            Type::YesNo | Type::Code(_) => {}
        }
        if let Some(shared) = self.shared(here, column, table) {
            return Some(shared);
        }
        if declared.missing_allowed && self.random.chance(MISSING) {
            return None;
        }
        self.any_value(here, column)
    }

    /// What is fixed of a thing that is one among all patients follows from what tells it apart, and from the seed.
    fn shared(&mut self, here: Here, column: usize, table: &Table) -> Option<Value> {
        let thing = table.thing.as_ref().filter(|t| !t.within_patient && t.fixed.contains(&column))?;
        let place = |value: &Option<Value>| match value {
            Some(Value::Code(code)) => *code as u64,
            Some(Value::Number(_) | Value::Date(_) | Value::Text(_) | Value::YesNo(_)) | None => 0,
        };
        let path: Vec<u64> = self.rows.cells(here, &thing.by).iter().map(place).collect();
        let own = std::mem::replace(
            &mut self.random,
            Stream::new(self.seed, &[&[u64::MAX, column as u64], &path[..]].concat()),
        );
        let value = self.any_value(here, column);
        self.random = own;
        value
    }

    /// A key is one among all patients; any other pseudonym is shared by two of them, as eyes are by a person.
    fn pseudonym(&self, here: Here, column: usize) -> Value {
        let table = self.scene.plan.table(TableId(here.table));
        let patients = self.scene.plan.patient_table().0;
        Value::Text(match (here.table == patients, table.key.contains(&column)) {
            (true, true) => format!("S{:05}", self.number),
            (false, true) => format!("S{:05}-{}-{:03}", self.number, here.table, here.row + 1),
            (_, false) => format!("C{:05}", self.number.div_ceil(2)),
        })
    }

    fn usual_date(&mut self, here: Here, column: usize) -> Option<Value> {
        let plan = self.scene.plan;
        let declared = self.column(here, column);
        let (zero, end) = (i64::from(self.zero), i64::from(self.end));
        let is_death = plan.death().and_then(|event| plan.event(event));
        if is_death.is_some_and(|e| self.scene.column_of_event(&e.date) == Some((here.table, column))) {
            return self.death.map(Value::Date);
        }
        let own = self.scene.column_of_date(here.table) == Some(column);
        if self.scene.is_one_to_one(here.table) && (own || declared.known == Known::FollowUp) {
            return Some(Value::Date(self.end));
        }
        let is_patients = here.table == plan.patient_table().0;
        if is_patients && self.scene.births.contains(&column) {
            return Some(Value::Date(day(zero - self.random.between(30 * 365, 85 * 365))));
        }
        match declared.known {
            Known::Itself => {
                let at = zero + 1 + self.random.days_to_event(MEDIAN_EVENT);
                (at <= end || !declared.missing_allowed).then(|| Value::Date(day(at.min(end))))
            }
            Known::Baseline if is_patients => Some(Value::Date(self.zero)),
            Known::Baseline | Known::Administrative | Known::AtColumn(_) | Known::FollowUp => {
                if declared.missing_allowed && self.random.chance(MISSING * 3) {
                    return None;
                }
                self.day_between(zero, end).map(Value::Date)
            }
        }
    }

    /// Times that the plan takes as given: the earlier of an event and of the end of observation.
    fn settle_times(&mut self) {
        for (value, event) in given_times(self.scene.plan) {
            let patient = self.patient();
            let Some((here, column)) = self.place(patient, value) else { continue };
            let limits = &self.scene.limits[here.table][column];
            let median = (limits.span() / 8).max(1);
            let (happens, ends) = (self.random.days_to_event(median), self.random.between(1, median * 4));
            let steps = (limits.low + happens.min(ends)).clamp(limits.low, limits.high);
            self.set(here, column, Some(limits.number(steps)));
            self.make(patient, event, happens <= ends, 0);
        }
    }
}
