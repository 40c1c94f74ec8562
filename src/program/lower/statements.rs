//! Statements of the plan, in the order in which they build on one another.

use super::flatten::At;
use super::{Definition, Lowering, Owner};
use crate::plan::ir::*;
use crate::program::step::{CheckCase, Operation, Program, ReportSteps, RequiredStep, StepId};

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
            tables: self.tables.clone(),
            defines,
            events,
            time_zero,
            arms,
            populations,
            timepoints,
            folds: vec![],
            criteria: vec![],
            combines: vec![],
            agreements: vec![],
            checks,
            intercurrents: vec![],
            endpoints: vec![],
            events_of: vec![],
            censor: vec![],
            matchings: vec![],
            given: vec![],
            analyses: vec![],
            report: ReportSteps::default(),
            adjustments: vec![],
            families: vec![],
            required: vec![],
            sets: vec![],
        };
        self.outcomes(&mut program);
        self.report(&mut program);
        program.required = self.required();
        program.sets = plan.responses.iter().map(|response| self.sets(response)).collect();
        program.steps = self.steps;
        program.columns = self.columns;
        program
    }

    /// Only a definition that is being made has no step, and none is at this level.
    pub fn defined(&mut self, definition: Definition) -> StepId {
        let patients = self.tables[self.plan.patient_table().0];
        self.definition(definition).unwrap_or(patients)
    }

    pub fn patients(&self) -> At {
        At::row(self.plan.patient_table())
    }

    pub fn arms(&mut self) -> StepId {
        let plan = self.plan;
        let owner = Owner::of("arms", &plan.arms.header);
        let mut inputs = vec![self.defined(Definition::TimeZero)];
        let mut conditions = vec![];
        for arm in &plan.arms.arms {
            let condition = arm.condition.as_ref().map(|condition| {
                let step = self.named(condition, self.patients(), &owner.part(&arm.name, &arm.label, arm.span));
                inputs.push(step);
                self.column_number(step)
            });
            conditions.push(condition);
        }
        self.push(Operation::Classify { conditions }, &owner, owner.id.clone(), inputs)
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
                inputs.push(self.defined(Definition::TimeZero));
                inputs.extend(prefer.map(|p| self.source(table, p)));
            }
            let prefer = if nearest { prefer } else { None };
            let choose = Operation::Choose { timepoints: index, point: number, rows, prefer };
            steps.push(self.push(choose, &owner, owner.id.clone(), inputs));
        }
        steps
    }

    fn check(&mut self, index: usize, timepoints: &[Vec<StepId>]) -> StepId {
        let check = &self.plan.checks[index];
        let owner = Owner::of("check", &check.header);
        let at = check.at.map(|(statement, point)| timepoints[statement][point]);
        let codes: Vec<Option<(TableId, usize, usize)>> = match check.split {
            Some((table, column)) => match &self.plan.table(table).columns[column].ty {
                Type::Code(list) => (0..list.codes.len()).map(|code| Some((table, column, code))).collect(),
                _ => vec![None],
            },
            None => vec![None],
        };
        let mut cases = vec![];
        let mut inputs: Vec<StepId> = at.into_iter().collect();
        for restrict in codes {
            let place = At { table: check.table, restrict };
            let part = match restrict {
                Some((table, column, code)) => owner.within(&self.code_name(table, column, code)),
                None => owner.clone(),
            };
            let only = check.only.as_ref().map(|e| self.column(e, place, &part.within("only")));
            let require = self.column(&check.require, place, &part.within("require"));
            inputs.extend(self.sources(check.table, only.into_iter().chain([require])));
            cases.push(CheckCase { split: restrict.map(|(.., code)| code), only, require });
        }
        self.push(Operation::Check { check: index, at, cases }, &owner, owner.id.clone(), inputs)
    }

    /// The conditions of `required when`, evaluated as those of the plan's checks are.
    fn required(&mut self) -> Vec<RequiredStep> {
        let mut required = vec![];
        for (id, table) in self.plan.tables.iter().enumerate() {
            for (index, column) in table.columns.iter().enumerate() {
                let whole = Owner::of("required", &table.header);
                for rule in &column.rules {
                    let ColumnRule::RequiredWhen(condition) = rule else { continue };
                    let owner = whole.part(&column.name, &column.label, column.span);
                    let condition = self.column(condition, At::row(TableId(id)), &owner);
                    required.push(RequiredStep { table: TableId(id), column: index, condition });
                }
            }
        }
        required
    }

    /// The conditions of the sets of a criterion, each in the row of a lesion.
    fn sets(&mut self, response: &Response) -> Vec<usize> {
        let Some(Things { table: lesion, reader: _ }) = response.criterion.things else { return vec![] };
        let owner = Owner::of("rows", &response.header);
        let mut column = |rows: &Rows| self.column(&rows.condition, At::row(lesion), &owner.within(&rows.header.name));
        response.criterion.rows.iter().map(&mut column).collect()
    }

    fn code_name(&self, table: TableId, column: usize, code: usize) -> String {
        match &self.plan.table(table).columns[column].ty {
            Type::Code(list) => list.codes.get(code).map_or_else(|| code.to_string(), |c| c.name.clone()),
            _ => code.to_string(),
        }
    }

    /// All from which the time of an endpoint is counted, and where it ends: who is at risk rests on it. Endpoints of other
    /// kinds have nobody at risk.
    fn dated_by(&mut self, endpoint: EndpointId, owner: &Owner) -> Vec<StepId> {
        let plan = self.plan;
        let mut inputs = vec![self.defined(Definition::TimeZero)];
        match &plan.endpoints[endpoint.0].kind {
            EndpointKind::TimeToEvent(TimeToEventEndpoint { events, censor, horizon: _ }) => {
                events.iter().for_each(|source| self.dated_by_source(source, &mut inputs));
                self.dated_by_censoring(censor, owner, &mut inputs);
            }
            EndpointKind::CompetingRisks(CompetingEndpoint { causes, censor, horizon: _ }) => {
                let sources = causes.iter().flat_map(|cause| &cause.sources);
                sources.for_each(|source| self.dated_by_source(source, &mut inputs));
                self.dated_by_censoring(censor, owner, &mut inputs);
            }
            EndpointKind::Given(given) => inputs.push(self.patient_value(&given.value, &owner.within("time"))),
            EndpointKind::YesNo(_) | EndpointKind::BestResponse(_) | EndpointKind::Events(_) => {}
        }
        inputs
    }

    fn dated_by_source(&mut self, source: &EventSource, inputs: &mut Vec<StepId>) {
        match source {
            EventSource::Event(event) => inputs.push(self.defined(Definition::Event(*event))),
            EventSource::Response { by, set: _ } => inputs.extend(self.read_by_response(*by)),
        }
    }

    fn dated_by_censoring(&mut self, censor: &CensorSource, owner: &Owner, inputs: &mut Vec<StepId>) {
        match censor {
            CensorSource::Date(date) => inputs.push(self.patient_value(date, &owner.within("censor"))),
            CensorSource::LastAssessed(response) => inputs.extend(self.read_by_response(*response)),
        }
    }

    /// The step that makes the column of an expression in the row of a patient.
    fn patient_value(&mut self, e: &RowExpr, owner: &Owner) -> StepId {
        let place = self.patients();
        let column = self.column(e, place, owner);
        self.source(place.table, column)
    }

    /// What the combined responses are read from, where they themselves are made only further down.
    fn read_by_response(&mut self, id: ResponseId) -> Vec<StepId> {
        let (mut inputs, _) = self.response_inputs(id);
        for combine in self.plan.combines.iter().filter(|c| c.combines(id)) {
            inputs.extend(self.looked_up(combine));
        }
        inputs
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
            PopulationSource::AtRisk { of, endpoint, .. } => {
                let mut inputs = vec![self.population(of)];
                inputs.extend(self.dated_by(endpoint, &owner));
                inputs
            }
        };
        let mut require = vec![];
        for requirement in &population.require {
            let part = owner.part(&format!("require.{}", requirement.name), &requirement.label, requirement.span);
            let step = self.named(&requirement.condition, self.patients(), &part);
            inputs.push(step);
            require.push(self.column_number(step));
        }
        let step = self.push(Operation::Members { population: id, require }, &owner, owner.id.clone(), inputs);
        self.open_populations.pop();
        self.populations[id.0] = Some(step);
        step
    }
}
