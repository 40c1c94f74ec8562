//! Statements of the plan, in the order in which they build on one another.

use super::flatten::{At, Restricted};
use super::{Definition, Folded, Lowering, Owner};
use crate::plan::ir::*;
use crate::program::flat::{Flat, FlatResponse};
use crate::program::fold::Ready;
use crate::program::step::{CheckCase, Chosen, Operation, Program, ReportSteps, StepId, upstream};

impl Lowering<'_> {
    pub fn statements(mut self) -> Program {
        let plan = self.plan;
        for (table, declared) in plan.tables.iter().enumerate() {
            let step = self.add(Operation::Read(TableId(table)), &Owner::of("data", &declared.header));
            self.tables.push(step);
        }
        let events = (0..plan.events.len()).map(|e| self.defined(Definition::Event(EventId(e)))).collect();
        let time_zero = self.defined(Definition::TimeZero);
        let defines = (0..plan.defines.len()).map(|d| self.defined(Definition::Define(DefineId(d)))).collect();
        let arms = self.arms();
        let timepoints: Vec<Vec<StepId>> = (0..plan.timepoints.len()).map(|t| self.timepoints(t)).collect();
        self.timepoints.clone_from(&timepoints);
        let checks = (0..plan.checks.len()).map(|c| self.check(c, &timepoints)).collect();
        let populations = (0..plan.populations.len()).map(|p| self.population(PopulationId(p))).collect();
        let mut program = Program {
            steps: vec![],
            columns: vec![],
            patients: plan.patient_table(),
            tables: self.tables.clone(),
            defines,
            events,
            time_zero,
            arms,
            populations,
            timepoints,
            folds: vec![],
            combines: vec![],
            combined: vec![],
            agreements: vec![],
            checks,
            intercurrents: vec![],
            endpoints: vec![],
            matchings: vec![],
            analyses: vec![],
            report: ReportSteps::default(),
            families: vec![],
            sample_sizes: vec![],
            lesions: vec![],
            flat: Flat {
                settings: plan.settings.clone(),
                responses: vec![],
                ready: vec![],
                endpoints: vec![],
                matchings: vec![],
                analyses: vec![],
                characteristics: vec![],
                intercurrents: plan.intercurrents.clone(),
                agreements: plan.agreements.clone(),
                families: plan.families.clone(),
                sample_sizes: plan.sample_sizes.clone(),
                lesions: plan.lesions.clone(),
                death: plan.death(),
                targets: vec![],
            },
        };
        self.outcomes(&mut program);
        self.report(&mut program);
        self.declared();
        self.required();
        (0..plan.responses.len()).for_each(|response| self.sets(ResponseId(response)));
        self.flat(&mut program.flat);
        program.steps = self.steps;
        program.columns = self.columns;
        program
    }

    /// What is carried out in place of the statements, but for what was put there with its steps.
    fn flat(&mut self, flat: &mut Flat) {
        let plan = self.plan;
        let responses = plan.responses.iter().zip(std::mem::take(&mut self.folds));
        let flatten = |(response, fold): (&Response, Option<Folded>)| {
            let Response { header, criterion: _, timepoints, clock, baseline: _, among, applies_to: _ } = response;
            let Folded { step: _, criterion, baseline, applies_to } = fold?;
            let (header, timepoints, clock, among) = (header.clone(), *timepoints, clock.clone(), *among);
            Some(FlatResponse { header, criterion, timepoints, clock, baseline, among, applies_to })
        };
        flat.responses = responses.filter_map(flatten).collect();
        flat.ready = flat.responses.iter().map(|response| Ready::new(&response.criterion)).collect();
        flat.endpoints = std::mem::take(&mut self.endpoints).into_iter().flatten().map(|(_, made)| made).collect();
        flat.matchings = std::mem::take(&mut self.matchings).into_iter().flatten().map(|(_, made)| made).collect();
        let targets = |timepoints: &Timepoints| timepoints.points.iter().map(target).collect();
        flat.targets = plan.timepoints.iter().map(targets).collect();
    }

    /// Only a definition that is being made has no step, and none is at this level.
    pub fn defined(&mut self, definition: Definition) -> StepId {
        let patients = self.tables[self.plan.patient_table().0];
        self.definition(definition).unwrap_or(patients)
    }

    pub fn patients(&self) -> At<'static> {
        At::row(self.plan.patient_table())
    }

    pub fn arms(&mut self) -> StepId {
        let plan = self.plan;
        let owner = Owner::of("arms", &plan.arms.header);
        let mut inputs = vec![self.tables[plan.patient_table().0], self.defined(Definition::TimeZero)];
        let mut conditions = vec![];
        for arm in &plan.arms.arms {
            let condition = arm.condition.as_ref().map(|condition| {
                let step = self.named(condition, self.patients(), &owner.part(&arm.name, &arm.label, arm.span));
                inputs.push(step);
                self.column_number(step)
            });
            conditions.push(condition);
        }
        self.push(
            Operation::Classify { conditions, dated: plan.time_zero.event.is_some() },
            &owner,
            owner.id.clone(),
            inputs,
        )
    }

    fn timepoints(&mut self, index: usize) -> Vec<StepId> {
        let plan = self.plan;
        let timepoints = &plan.timepoints[index];
        let table = timepoints.table;
        let whole = Owner::of("timepoint", &timepoints.header);
        let prefer = timepoints.prefer.as_ref().map(|p| self.column(p, At::row(table), &whole.within("prefer")));
        let mut steps = vec![];
        for (number, point) in timepoints.points.iter().enumerate() {
            let owner = whole.part(&point.name, &point.label, point.span);
            let condition = self.column(&point.condition, At::row(table), &owner.within("where"));
            let rows = self.add(Operation::Filter { table, condition }, &owner);
            let mut inputs = vec![rows, self.join(table, plan.patient_table()), self.sorted(table)];
            let nearest = matches!(point.kind, PointKind::Nearest(_));
            if nearest {
                // How near a row is, its date says.
                let date = self.tables[table.0];
                inputs.extend([self.defined(Definition::TimeZero), date]);
                inputs.extend(prefer.map(|p| self.source(table, p)).filter(|step| *step != date));
            }
            let prefer = if nearest { prefer } else { None };
            let choose = Operation::Choose {
                of: Chosen::Point { timepoints: index, point: number },
                table,
                date: timepoints.date,
                kind: point.kind,
                tie_earlier: timepoints.tie_earlier,
                rows,
                prefer,
            };
            steps.push(self.push(choose, &owner, owner.id.clone(), inputs));
        }
        steps
    }

    fn check(&mut self, index: usize, timepoints: &[Vec<StepId>]) -> StepId {
        let check = &self.plan.checks[index];
        let owner = Owner::of("check", &check.header);
        let at = check.at.map(|(statement, point)| timepoints[statement][point]);
        let mut cases = vec![];
        let mut inputs: Vec<StepId> = at.into_iter().collect();
        for restrict in self.restrictions(&check.split) {
            let place = At { table: check.table, restrict: &restrict };
            let named =
                |part: Owner, (table, column, code): &Restricted| part.within(&self.code_name(*table, *column, *code));
            let part = restrict.iter().fold(owner.clone(), named);
            let only = check.only.as_ref().map(|e| self.column(e, place, &part.within("only")));
            let require = self.column(&check.require, place, &part.within("require"));
            inputs.extend(self.sources(check.table, only.into_iter().chain([require])));
            cases.push(CheckCase { split: restrict.iter().map(|(.., code)| *code).collect(), only, require });
        }
        self.push(Operation::Check { check: index, table: check.table, at, cases }, &owner, owner.id.clone(), inputs)
    }

    /// Each combination of the codes of these columns; of no column, the one that restricts nothing.
    fn restrictions(&self, split: &[(TableId, usize)]) -> Vec<Vec<Restricted>> {
        let mut all = vec![vec![]];
        for (table, column) in split {
            let codes = match &self.plan.table(*table).columns[*column].ty {
                Type::Code(list) => list.codes.len(),
                _ => 0,
            };
            let with = |of: &Vec<Restricted>| {
                let each = |code| of.iter().copied().chain([(*table, *column, code)]).collect();
                (0..codes).map(each).collect::<Vec<Vec<Restricted>>>()
            };
            all = all.iter().flat_map(with).collect();
        }
        all
    }

    /// What must hold by its declaration, of each table.
    fn declared(&mut self) {
        for (id, table) in self.plan.tables.iter().enumerate() {
            let owner = Owner::of("declared", &table.header);
            let mut inputs = vec![self.tables[id]];
            // References are looked for in these.
            inputs.extend(table.columns.iter().filter_map(|column| column.reference).map(|table| self.tables[table.0]));
            self.push(Operation::Declared(TableId(id)), &owner, owner.id.clone(), inputs);
        }
    }

    /// The rows where `required when` holds, evaluated as the plan's checks are.
    fn required(&mut self) {
        for (id, table) in self.plan.tables.iter().enumerate() {
            for (index, column) in table.columns.iter().enumerate() {
                let whole = Owner::of("required", &table.header);
                for rule in &column.rules {
                    let ColumnRule::RequiredWhen(condition) = rule else { continue };
                    let owner = whole.part(&column.name, &column.label, column.span);
                    let table = TableId(id);
                    let condition = self.column(condition, At::row(table), &owner.within("when"));
                    let inputs = vec![self.source(table, condition)];
                    let operation = Operation::Require { table, column: index, condition };
                    self.push(operation, &owner, owner.id.clone(), inputs);
                }
            }
        }
    }

    /// The rows of each set of a criterion, which a check looks for at baseline.
    fn sets(&mut self, id: ResponseId) {
        let response = &self.plan.responses[id.0];
        let Some(Things { table: lesion, reader: _ }) = response.criterion.things else { return };
        let owner = Owner::of("rows", &response.header);
        let mut column = |rows: &Rows| self.column(&rows.condition, At::row(lesion), &owner.within(&rows.header.name));
        let conditions: Vec<usize> = response.criterion.rows.iter().map(&mut column).collect();
        let inputs = self.sources(lesion, conditions.iter().copied());
        self.push(Operation::Sets { response: id, conditions }, &owner, owner.id.clone(), inputs);
    }

    fn code_name(&self, table: TableId, column: usize, code: usize) -> String {
        match &self.plan.table(table).columns[column].ty {
            Type::Code(list) => list.codes.get(code).map_or_else(|| code.to_string(), |c| c.name.clone()),
            _ => code.to_string(),
        }
    }

    /// Whether a column of patients that a step makes is counted from time zero.
    fn rests_on_time_zero(&self, column: usize) -> bool {
        let step = self.source(self.plan.patient_table(), column);
        self.time_zero.is_some_and(|zero| upstream(&self.steps, &[step]).contains(&zero))
    }

    /// The members of a population; while they are being made, the patients it is taken from.
    pub fn population(&mut self, id: PopulationId) -> StepId {
        if let Some(made) = self.populations[id.0] {
            return made;
        }
        let patients = self.tables[self.plan.patient_table().0];
        if self.open_populations.contains(&id) {
            return patients;
        }
        self.open_populations.push(id);
        let population = &self.plan.populations[id.0];
        let owner = Owner::of("population", &population.header);
        let mut inputs = match population.of {
            PopulationSource::AllPatients => vec![patients],
            PopulationSource::Population(of) => vec![self.population(of)],
            PopulationSource::Pairs(matching) => vec![self.matching(matching)],
            PopulationSource::AtRisk { of, endpoint, day: _ } => {
                vec![self.population(of), self.endpoint(endpoint)]
            }
        };
        let mut require = vec![];
        for requirement in &population.require {
            let part = owner.part(&format!("require.{}", requirement.name), &requirement.label, requirement.span);
            let step = self.named(&requirement.condition, self.patients(), &part);
            inputs.push(step);
            require.push(self.column_number(step));
        }
        let dated = require.iter().copied().filter(|column| self.rests_on_time_zero(*column)).collect::<Vec<usize>>();
        if !dated.is_empty() {
            inputs.push(self.defined(Definition::TimeZero));
        }
        let of = population.of.clone();
        let step =
            self.push(Operation::Members { population: id, of, require, dated }, &owner, owner.id.clone(), inputs);
        self.open_populations.pop();
        self.populations[id.0] = Some(step);
        step
    }
}

fn target(timepoint: &Timepoint) -> Option<i64> {
    match timepoint.kind {
        PointKind::Nearest(day) => Some(day),
        PointKind::First | PointKind::Last => timepoint.window.map(|(_, last)| last),
    }
}
