//! `use`, `criterion`, `response`: a criterion from its own document, bound to the plan's tables.

use super::criterion_head::PlainAnswers;
use super::expression::type_words;
use super::interface::{Declared, Interface};
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::Item;
use std::sync::Arc;

/// A criterion while it is being resolved: what its rules may name.
pub(crate) struct Building {
    pub exam: TableId,
    pub things: Option<Things>,
    pub interface: Interface,
    pub clock: Clock,
    pub responses: Arc<CodeList>,
    /// Name of the rule that gives the response.
    pub answer: String,
    pub sets: Vec<ResponseSet>,
    pub ranked: Vec<CodeId>,
    pub options: Vec<(String, Literal, Type)>,
    pub rows: Vec<Rows>,
    pub defines: Vec<BuiltDefine>,
    /// All values and rules in order of writing.
    pub values: Vec<BuiltValue>,
}

/// A quantity of what is read at an examination.
pub(crate) struct BuiltDefine {
    pub define: ThingDefine,
    pub ty: Type,
    /// The set it is about; none: any row.
    pub rows: Option<RowsId>,
    /// Can be unknown where the thing may have no row at the examination.
    pub unknown: bool,
    /// Can be unknown where it has one.
    pub unknown_recorded: bool,
}

/// A value or rule: named first, since earlier examinations may be asked for what stands further down.
pub(crate) struct BuiltValue {
    pub name: String,
    /// Rules have a type before they are read.
    pub ty: Option<Type>,
    pub resolved: Option<CriterionValue>,
    /// Can be unknown; a rule further down answers always.
    pub unknown: bool,
}

impl Building {
    pub fn option(&self, name: &str) -> Option<(Literal, Type)> {
        self.options.iter().find(|(n, ..)| n == name).map(|(_, l, t)| (l.clone(), t.clone()))
    }
    pub fn set(&self, name: &str) -> Option<&ResponseSet> {
        self.sets.iter().find(|s| s.name == name)
    }
    pub fn rows_named(&self, name: &str) -> Option<RowsId> {
        self.rows.iter().position(|r| r.header.name == name).map(RowsId)
    }
    pub fn value(&self, name: &str) -> Option<(ValueId, Type)> {
        let index = self.values.iter().position(|v| v.name == name)?;
        Some((ValueId(index), self.values[index].ty.clone()?))
    }
    /// A quantity of the set itself, or of the one it is taken from, or else of any row.
    pub fn thing_define(&self, name: &str, rows: Option<RowsId>) -> Option<(ThingDefineId, Type)> {
        let of = |own: Option<RowsId>| self.defines.iter().position(|d| d.define.header.name == name && d.rows == own);
        let taken_from = rows.and_then(|rows| self.rows.get(rows.0)?.of);
        let from = || taken_from.and_then(|rows| of(Some(rows)));
        let index = of(rows).or_else(from).or_else(|| of(None))?;
        Some((ThingDefineId(index), self.defines[index].ty.clone()))
    }
    /// The table below the examinations.
    pub fn thing_table(&self) -> Option<TableId> {
        self.things.map(|things| things.table)
    }
    pub fn names(&self) -> Vec<String> {
        let values = self.values.iter().map(|v| v.name.clone());
        let defines = self.defines.iter().map(|d| d.define.header.name.clone());
        let events = self.interface.events.iter().map(|e| e.0.clone());
        let rest = self.options.iter().map(|o| o.0.clone()).chain(self.sets.iter().map(|s| s.name.clone()));
        values.chain(defines).chain(events).chain(rest).collect()
    }
    pub fn value_can_be_unknown(&self, id: ValueId) -> bool {
        self.values.get(id.0).is_some_and(|v| v.unknown)
    }
    pub fn define_can_be_unknown(&self, id: ThingDefineId, recorded: bool) -> bool {
        self.defines.get(id.0).is_none_or(|d| if recorded { d.unknown_recorded } else { d.unknown })
    }
}

impl<'a> Resolver<'a> {
    /// Files a criterion's statements under its name, with the options of the `use`.
    pub(crate) fn register_criterion(&mut self, path: &'a Spanned<String>, statements: Option<Vec<Stated<'a>>>) {
        let uses = self.with_head("use");
        let used = uses.iter().find(|u| u.statement.name.as_ref().is_some_and(|n| n.node == path.node));
        let options = used.map_or(&[][..], |u| u.statement.items.as_slice());
        let span = used.and_then(|u| u.statement.name.as_ref()).map_or(path.span, |n| n.span);
        let Some(statements) = statements else {
            self.failed.insert(path.node.rsplit('/').next().unwrap_or("").to_string());
            self.nameless.insert("criterion".to_string());
            return;
        };
        let name =
            statements.iter().find(|s| s.statement.head.node == "criterion").and_then(|s| s.statement.name.as_ref());
        match name {
            Some(name) => {
                let source = CriterionSource { statements, path: &path.node, options, span };
                if self.criteria.insert(name.node.clone(), source).is_some() {
                    let title = said!("The criterion `{name}` is used twice", name = name.node);
                    self.error::<()>(codes::REPEATED, title, span, "used again here");
                }
            }
            None => {
                let title = said!("`{path}` describes no criterion", path = path.node);
                self.error::<()>(
                    codes::MISSING_STATEMENT,
                    title,
                    path.span,
                    "no `criterion` statement in this document",
                );
                self.failed.insert(path.node.rsplit('/').next().unwrap_or("").to_string());
            }
        }
    }

    /// Every `use` has found its document.
    pub(crate) fn check_uses(&mut self) {
        for stated in self.with_head("use") {
            let Some(path) = &stated.statement.name else {
                self.header(stated);
                continue;
            };
            let name = path.node.rsplit('/').next().unwrap_or("").to_string();
            let found = self.criteria.values().any(|c| c.path == path.node) || self.failed.contains(&name);
            if !found {
                self.failed.insert(name);
                self.nameless.insert("criterion".to_string());
                let title = said!("There is no criterion `{path}`", path = path.node);
                let hint = super::compose::looked_for(&path.node);
                self.error_hint::<()>(codes::UNKNOWN_NAME, title, path.span, "no such document", hint);
            }
        }
    }

    pub(crate) fn resolve_responses(&mut self) {
        self.resolve_each("response", Self::response, |r, response| r.plan.responses.push(response));
    }

    fn response(&mut self, stated: Stated<'a>) -> Option<Response> {
        let header = self.header(stated)?;
        let Some(value) = &stated.statement.value else {
            return self.error(
                codes::MISSING_KEY,
                said!("`{name}` names no criterion", name = header.name),
                header.span,
                "write `: CRITERION { lesions: …, at: …, among: … }`",
            );
        };
        let element = self.single(value)?;
        let (criterion, span) = self.word_of(&element.expression)?;
        if !self.criteria.contains_key(criterion) {
            self.options_read.insert(element.span);
            let known: Vec<String> = self.criteria.keys().cloned().collect();
            return self.unknown(Named::Criterion, criterion, span, known.iter().map(String::as_str));
        }
        let statements = self.criteria.get(criterion)?.statements.clone();
        let stated = statements.iter().find(|s| s.statement.head.node == "criterion").copied()?;
        let declared = Declared::of(stated.statement);
        let set_here = options_of(stated.statement);
        let keys: Vec<&str> = declared.response_keys().into_iter().chain(set_here.iter().copied()).collect();
        let options = self.entries(&element.options, &keys, "a response", element.span);
        let set_here = set_here.into_iter().filter_map(|key| options.get(key)).collect();
        let timepoints = self.required(&options, "at").and_then(|v| self.timepoints_word(v));
        let among = self.required(&options, "among").and_then(|v| self.population_word(v));
        let (timepoints, among) = (timepoints?, among?);
        self.check_read_among(among, options.value("among").map_or(span, |v| v.span))?;
        self.note(span, Named::Criterion, "", criterion);
        let exam = self.plan.timepoints[timepoints].table;
        let (interface, things) = self.interface(&declared, &options, exam, span)?;
        let clock = self.clock(&declared, &interface, &options, span)?;
        let bound = Bound { exam, things, interface, clock: clock.clone(), options: set_here, span };
        let (criterion, own_baseline, applies_to) = self.criterion(criterion, &statements, stated, bound)?;
        let baseline = match (own_baseline, options.value("baseline")) {
            (Some(own), None) => Baseline::Own(own),
            (Some(_), Some(said)) => Baseline::Point(self.point_named(timepoints, said)?.0),
            (None, said) => Baseline::Point(self.baseline_point(timepoints, said, span)?),
        };
        Some(Response { header, criterion, timepoints, clock, baseline, among, applies_to })
    }

    /// The timepoint that a response names as its baseline, also in place of the examination that its criterion would choose.
    fn point_named(&mut self, timepoints: usize, said: &'a tree::Value) -> Option<(PointId, &'a str, Span)> {
        let names: Vec<String> =
            self.plan.timepoints[timepoints].points.iter().map(|point| point.name.clone()).collect();
        let (word, place) = self.word(said)?;
        let point = self.position(Named::Timepoint, word, place, &names)?;
        self.check_point_over(timepoints, point, place)?;
        Some((PointId(point), word, place))
    }

    /// The timepoint that a response names as its baseline, else the one that is called so.
    fn baseline_point(&mut self, timepoints: usize, said: Option<&'a tree::Value>, span: Span) -> Option<PointId> {
        let points = &self.plan.timepoints[timepoints].points;
        if let Some(value) = said {
            let (point, word, place) = self.point_named(timepoints, value)?;
            if word == timepoints::BASELINE {
                let title = said!("`{key}` has this value already", key = timepoints::BASELINE);
                let hint = "take it away, or name another timepoint";
                return self.error_hint(codes::OPTION_UNREAD, title, place, "where none is named it is this one", hint);
            }
            return Some(point);
        }
        if let Some(point) = points.iter().position(|p| p.name == timepoints::BASELINE) {
            return Some(PointId(point));
        }
        self.error_hint(
            codes::MISSING_KEY,
            "A criterion compares with a baseline examination",
            span,
            "the timepoints have no `baseline`",
            "add it to the timepoints, or give the criterion one of its own: `baseline: last EXAM where …`",
        )
    }

    /// Examinations are read before pairs are formed, and before it is known who is at risk.
    fn check_read_among(&mut self, among: PopulationId, span: Span) -> Option<()> {
        let (mut at, mut steps) = (among, 0);
        while let Some(population) = self.plan.populations.get(at.0).filter(|_| steps <= self.plan.populations.len()) {
            let late = match &population.of {
                PopulationSource::AllPatients => return Some(()),
                PopulationSource::Population(of) => {
                    (at, steps) = (*of, steps + 1);
                    continue;
                }
                PopulationSource::Pairs(_) => "made of pairs",
                PopulationSource::AtRisk { .. } => "made of patients at risk on a day",
            };
            let diagnostic = Diagnostic::new(codes::CIRCULAR, "The patients to be read are not known yet")
                .at(span, "read among these")
                .at(population.header.span, late)
                .because(
                    "examinations are read first; pairs are formed, and patients at risk are found, with what was read",
                )
                .hint("read the examinations of all eligible patients; analyses choose among them");
            self.report(diagnostic);
            return None;
        }
        Some(())
    }

    pub(crate) fn table_word(&mut self, value: &'a tree::Value) -> Option<TableId> {
        let (word, span) = self.word(value)?;
        self.position(Named::Table, word, span, &self.table_names()).map(TableId)
    }

    fn timepoints_word(&mut self, value: &'a tree::Value) -> Option<usize> {
        let (word, span) = self.word(value)?;
        let known: Vec<String> = self.plan.timepoints.iter().map(|t| t.header.name.clone()).collect();
        self.position(Named::Timepoints, word, span, &known)
    }

    /// A criterion bound to the plan's tables, its own baseline, and to whom it applies.
    fn criterion(
        &mut self,
        name: &str,
        statements: &[Stated<'a>],
        stated: Stated<'a>,
        bound: Bound<'a>,
    ) -> Option<(Criterion, Option<OwnBaseline>, Option<AppliesTo>)> {
        let header = self.header(stated)?;
        let mut building = self.building(stated, name, bound)?;
        let mut plain = None;
        let without_fault = self.without_fault(|r| {
            plain = r.criterion_head(stated, &building);
            r.criterion_rules(statements, &mut building);
        });
        let plain = plain.filter(|_| without_fault)?;
        let PlainAnswers { no_reading, no_baseline, unfit_baseline, applies_to, own_baseline } = plain;
        let Some((response, ty)) = building.value(&building.answer) else {
            let title = said!("No rule `{answer}` gives the response", answer = building.answer);
            return self.error(codes::MISSING_STATEMENT, title, header.span, "`answer` names it");
        };
        if ty != Type::Code(building.responses.clone()) {
            let place = building.values[response.0].resolved.as_ref().map_or(header.span, |v| v.header.span);
            return self.error(
                codes::WRONG_TYPE,
                "The answer is one of the responses",
                place,
                format!("this is {}", type_words(&ty)),
            );
        }
        let disregarded = self.disregarded(stated, &building);
        let dated_back = self.dated_back(stated, &building);
        let of_each = self.of_each_thing(stated, &building)?;
        let not_assessed = building.sets.iter().find(|s| s.role == Some(ResponseRole::NotAssessed));
        let untold = not_assessed.and_then(|s| s.codes.first().copied()).unwrap_or(no_reading.1);
        let values = building.values.into_iter().map(|v| v.resolved).collect::<Option<Vec<CriterionValue>>>()?;
        let criterion = Criterion {
            header,
            exam: building.exam,
            things: building.things,
            responses: building.responses,
            sets: building.sets,
            ranked: building.ranked,
            no_reading,
            no_baseline,
            unfit_baseline,
            untold,
            disregarded,
            dated_back,
            of_each,
            rows: building.rows,
            defines: building.defines.into_iter().map(|d| d.define).collect(),
            values,
            response,
            options: building.options,
        };
        Some((criterion, own_baseline, applies_to))
    }
}

/// The tables of the plan that a criterion reads.
pub(crate) struct Bound<'a> {
    pub exam: TableId,
    /// The table below the examinations.
    pub things: Option<TableId>,
    pub interface: Interface,
    pub clock: Clock,
    /// Options that are set for this response alone, in place of those of the `use`.
    pub options: Vec<&'a tree::Entry>,
    /// Where the criterion is used.
    pub span: Span,
}

/// The options of a criterion that a response can set for itself: those that stand in place of no column, which is one for all
/// that is read.
fn options_of(stated: &tree::Statement) -> Vec<&str> {
    let entries = || {
        stated.items.iter().filter_map(|item| match item {
            Item::Entry(entry) => Some((entry.key.as_ref()?.node.as_str(), entry)),
            Item::Case(_) => None,
        })
    };
    let needed: Vec<&str> = entries()
        .filter(|(key, _)| key.starts_with("needs "))
        .flat_map(|(_, entry)| entry.items.iter())
        .filter_map(|item| match item {
            Item::Entry(entry) => entry.key.as_ref().map(|key| key.node.as_str()),
            Item::Case(_) => None,
        })
        .collect();
    entries().filter_map(|(key, _)| key.strip_prefix("option ")).filter(|name| !needed.contains(name)).collect()
}
