//! `use`, `criterion`, `response`: a criterion from its own document, bound to the plan's tables.

use super::expression::type_words;
use super::*;
use crate::syntax::tree::{Item, Kind, Operator};
use std::sync::Arc;

/// Keys of a criterion that name sets of its responses, as its rules call them.
const SETS: &[(&str, &str)] = &[
    ("complete response", "complete_response"),
    ("objective response", "objective_response"),
    ("progression", "progression"),
    ("definitive progression", "definitive_progression"),
    ("not assessed", "not_assessed"),
];

/// A criterion while it is being resolved: what its rules may name.
pub(crate) struct Building {
    pub exam: TableId,
    pub lesion: TableId,
    pub reader: usize,
    pub responses: Arc<CodeList>,
    /// Name of the rule that gives the response.
    pub answer: String,
    pub sets: Vec<(String, Vec<usize>)>,
    pub options: Vec<(String, Literal, Type)>,
    pub rows: Vec<Rows>,
    pub defines: Vec<ThingDefine>,
    pub define_types: Vec<Type>,
    /// The set a define is about; none: any lesion.
    pub define_rows: Vec<Option<RowsId>>,
    /// Can be unknown: on a thing that may have no row, on one that has.
    pub define_unknown: Vec<(bool, bool)>,
    /// All values and rules in order of writing; rules have a type before they are read.
    pub value_names: Vec<(String, Option<Type>)>,
    pub values: Vec<CriterionValue>,
    pub value_unknown: Vec<bool>,
}

impl Building {
    pub fn option(&self, name: &str) -> Option<(Literal, Type)> {
        self.options.iter().find(|(n, ..)| n == name).map(|(_, l, t)| (l.clone(), t.clone()))
    }
    pub fn set(&self, name: &str) -> Option<&[usize]> {
        self.sets.iter().find(|(n, _)| n == name).map(|(_, c)| c.as_slice())
    }
    pub fn rows_named(&self, name: &str) -> Option<RowsId> {
        self.rows.iter().position(|r| r.header.name == name).map(RowsId)
    }
    pub fn value(&self, name: &str) -> Option<(ValueId, Type)> {
        let index = self.value_names.iter().position(|(n, _)| n == name)?;
        Some((ValueId(index), self.value_names[index].1.clone()?))
    }
    pub fn thing_define(&self, name: &str, rows: Option<RowsId>) -> Option<(ThingDefineId, Type)> {
        let fits = |own: &Option<RowsId>| own.is_none() || *own == rows;
        let index = (0..self.defines.len()).find(|i| self.defines[*i].header.name == name && fits(&self.define_rows[*i]))?;
        Some((ThingDefineId(index), self.define_types[index].clone()))
    }
    pub fn names(&self) -> Vec<String> {
        let values = self.value_names.iter().map(|(n, _)| n.clone());
        let defines = self.defines.iter().map(|d| d.header.name.clone());
        let rest = self.options.iter().map(|o| o.0.clone()).chain(self.sets.iter().map(|s| s.0.clone()));
        values.chain(defines).chain(rest).collect()
    }
    /// A rule further down answers always; a value says whether it can be unknown.
    pub fn value_can_be_unknown(&self, id: ValueId) -> bool {
        self.value_unknown.get(id.0).copied().unwrap_or(false)
    }
    pub fn define_can_be_unknown(&self, id: ThingDefineId, recorded: bool) -> bool {
        self.define_unknown.get(id.0).is_none_or(|(may, has)| if recorded { *has } else { *may })
    }
}

impl<'a> Resolver<'a> {
    /// Files a criterion's statements under its name, with the options of the `use`.
    pub(crate) fn register_criterion(&mut self, path: &Spanned<String>, statements: Vec<Stated<'a>>) {
        let uses = self.with_head("use");
        let options = uses
            .iter()
            .find(|u| u.statement.name.as_ref().is_some_and(|n| n.span == path.span))
            .map_or(&[][..], |u| u.statement.items.as_slice());
        let name = statements.iter().find(|s| s.statement.head.node == "criterion").and_then(|s| s.statement.name.as_ref());
        match name {
            Some(name) => {
                self.criteria.insert(name.node.clone(), CriterionSource { statements, options, span: path.span });
            }
            None => {
                self.error::<()>(codes::MISSING_STATEMENT, format!("`{}` describes no criterion", path.node), path.span, "no `criterion` statement in this document");
            }
        }
    }

    pub(crate) fn resolve_responses(&mut self) {
        for stated in self.with_head("response") {
            if let Some(response) = self.response(stated) {
                self.responses.push(response);
            }
        }
    }

    fn response(&mut self, stated: Stated<'a>) -> Option<Response> {
        let header = self.header(stated)?;
        let Some(value) = &stated.statement.value else {
            return self.error(codes::MISSING_KEY, format!("`{}` names no criterion", header.name), header.span, "write `: CRITERION { lesions: …, at: …, among: … }`");
        };
        let element = self.single(value)?;
        let (criterion, span) = self.word_of(&element.expression)?;
        let options = self.entries(&element.options, crate::plan::registry::keys("response"), "a response", element.span);
        let lesion = self.required(&options, "lesions").and_then(|v| self.table_word(v));
        let timepoints = self.required(&options, "at").and_then(|v| self.timepoints_word(v));
        let among = self.required(&options, "among").and_then(|v| self.population_word(v));
        let (lesion, timepoints, among) = (lesion?, timepoints?, among?);
        if !self.criteria.contains_key(criterion) {
            let known: Vec<String> = self.criteria.keys().cloned().collect();
            return self.unknown("criterion", criterion, span, known.iter().map(String::as_str));
        }
        let Some(baseline) = self.timepoints[timepoints].points.iter().position(|p| p.name == "baseline") else {
            return self.error(codes::MISSING_KEY, "A criterion compares with a baseline examination", span, "the timepoints have no `baseline`");
        };
        let criterion = self.criterion(criterion, lesion, span)?;
        Some(Response { header, criterion, timepoints, baseline, among })
    }

    pub(crate) fn table_word(&mut self, value: &'a tree::Value) -> Option<TableId> {
        let (word, span) = self.word(value)?;
        match self.table_named(word) {
            Some(id) => Some(id),
            None => {
                let known: Vec<String> = self.tables.iter().map(|t| t.header.name.clone()).collect();
                self.unknown("table", word, span, known.iter().map(String::as_str))
            }
        }
    }

    fn timepoints_word(&mut self, value: &'a tree::Value) -> Option<usize> {
        let (word, span) = self.word(value)?;
        let known: Vec<String> = self.timepoints.iter().map(|t| t.header.name.clone()).collect();
        match known.iter().position(|n| n == word) {
            Some(found) => Some(found),
            None => self.unknown("timepoints", word, span, known.iter().map(String::as_str)),
        }
    }

    /// Binds a criterion to the lesions' table.
    fn criterion(&mut self, name: &str, lesion: TableId, span: Span) -> Option<Criterion> {
        let statements = self.criteria.get(name)?.statements.clone();
        let stated = statements.iter().find(|s| s.statement.head.node == "criterion").copied()?;
        let Some((_, exam)) = self.tables[lesion.0].parent else {
            return self.error(codes::INTERFACE, "Lesions belong to examinations", span, "this table belongs to none");
        };
        let header = self.header(stated)?;
        let mut building = self.building(stated, name, exam, lesion, span)?;
        let before = self.diagnostics.len();
        let plain = self.criterion_head(stated, &building);
        self.criterion_rules(&statements, &mut building);
        if self.diagnostics[before..].iter().any(|d| d.severity == Severity::Error) {
            return None;
        }
        let (no_reading, no_baseline) = plain?;
        let Some((response, ty)) = building.value(&building.answer) else {
            let title = format!("No rule `{}` gives the response", building.answer);
            return self.error(codes::MISSING_STATEMENT, title, header.span, "`answer` names it");
        };
        if ty != Type::Code(building.responses.clone()) {
            let place = building.values[response.0].header.span;
            return self.error(codes::WRONG_TYPE, "The answer is one of the responses", place, format!("this is {}", type_words(&ty)));
        }
        Some(Criterion {
            header,
            exam,
            lesion,
            reader: building.reader,
            responses: building.responses,
            sets: building.sets,
            no_reading,
            no_baseline,
            disregarded: None,
            rows: building.rows,
            defines: building.defines,
            values: building.values,
            response,
        })
    }

    /// The interface: responses, sets, options, reader, and what is needed of the tables.
    fn building(&mut self, stated: Stated<'a>, name: &str, exam: TableId, lesion: TableId, span: Span) -> Option<Building> {
        let entries = self.criterion_entries(stated);
        let responses = self.required(&entries, "responses")?;
        let codes = self.words(responses).iter().map(|(w, _)| CodeEntry { name: w.to_string(), label: w.replace('_', " ") }).collect();
        let responses = Arc::new(CodeList { codes });
        let (answer, _) = self.required(&entries, "answer").and_then(|v| self.word(v))?;
        let mut sets = vec![];
        for (key, name) in SETS {
            let Some(value) = self.required(&entries, key) else { continue };
            let mut codes = vec![];
            for (word, place) in self.words(value) {
                match responses.position(word) {
                    Some(code) => codes.push(code),
                    None => return self.unknown_code(word, place, &responses),
                }
            }
            sets.push((name.to_string(), codes));
        }
        let reader = self.reader(&entries, exam, lesion)?;
        self.check_needs(stated, exam, lesion, span);
        let options = self.criterion_options(stated, name);
        Some(Building {
            exam,
            lesion,
            reader,
            responses,
            answer: answer.to_string(),
            sets,
            options,
            rows: vec![],
            defines: vec![],
            define_types: vec![],
            define_rows: vec![],
            define_unknown: vec![],
            value_names: vec![],
            values: vec![],
            value_unknown: vec![],
        })
    }

    /// Entries of the head of a criterion, its `needs …` and `option …` apart.
    fn criterion_entries(&mut self, stated: Stated<'a>) -> entries::Entries<'a> {
        let keys: Vec<String> = stated
            .statement
            .items
            .iter()
            .filter_map(|i| match i {
                Item::Entry(e) => e.key.as_ref().map(|k| k.node.clone()),
                Item::Case(_) => None,
            })
            .filter(|k| k.starts_with("needs ") || k.starts_with("option "))
            .collect();
        let mut allowed: Vec<&str> = crate::plan::registry::keys("criterion").to_vec();
        allowed.extend(keys.iter().map(String::as_str));
        self.entries(&stated.statement.items, &allowed, "a criterion", stated.statement.span)
    }

    fn reader(&mut self, entries: &entries::Entries<'a>, exam: TableId, lesion: TableId) -> Option<usize> {
        let over = self.required(entries, "over")?;
        let element = self.single(over)?;
        let options = self.entries(&element.options, &["for each", "order"], "`over`", element.span);
        let each = self.required(&options, "for each")?;
        let order = self.required(&options, "order")?;
        let order: Vec<&str> = self.words(order).into_iter().map(|(w, _)| w).collect();
        let own: Vec<&str> = self.tables[exam.0].order.iter().map(|c| self.tables[exam.0].columns[*c].name.as_str()).collect();
        if order != own {
            let title = format!("The criterion reads examinations ordered by {}", order.join(", "));
            return self.error(codes::INTERFACE, title, element.span, format!("the plan orders them by {}", own.join(", ")));
        }
        let words = self.words(each);
        let found = words.iter().find_map(|(w, _)| self.column_named(lesion, w));
        match found {
            Some(column) if matches!(self.tables[lesion.0].columns[column].ty, Type::Code(_)) => Some(column),
            _ => self.error(codes::INTERFACE, "Nobody is named who reads the lesions", each.span, "one of these is a code column of the lesions' table"),
        }
    }

    /// `needs TABLE { column: type }`: the plan's tables have such columns.
    fn check_needs(&mut self, stated: Stated<'a>, exam: TableId, lesion: TableId, span: Span) {
        for item in &stated.statement.items {
            let Item::Entry(entry) = item else { continue };
            let Some(name) = entry.key.as_ref().and_then(|k| k.node.strip_prefix("needs ")) else { continue };
            let table = match name {
                "exam" => exam,
                "lesion" => lesion,
                other => {
                    self.unknown::<()>("table a criterion can need", other, entry.span, ["exam", "lesion"]);
                    continue;
                }
            };
            for need in &entry.items {
                if let Item::Entry(need) = need {
                    self.check_need(need, table, span);
                }
            }
        }
    }

    fn check_need(&mut self, need: &'a tree::Entry, table: TableId, span: Span) {
        let (Some(key), Some(element)) = (&need.key, need.value.as_ref().and_then(|v| v.elements.first())) else { return };
        let Some(wanted) = self.needed_type(&element.expression) else { return };
        let plan_table = &self.tables[table.0];
        let name = plan_table.header.name.clone();
        let Some(column) = plan_table.columns.iter().find(|c| c.name == key.node) else {
            let diagnostic = Diagnostic::new(codes::INTERFACE, format!("`{name}` has no column `{}`", key.node)).at(span, "the criterion is used here").at(key.span, "it needs this column");
            self.report(diagnostic);
            return;
        };
        let fits = match (&wanted, &column.ty) {
            (Type::Code(needed), Type::Code(has)) => needed.codes.iter().all(|c| has.position(&c.name).is_some()),
            (a, b) => a == b,
        };
        if !fits {
            let diagnostic = Diagnostic::new(codes::INTERFACE, format!("`{name}.{}` is {}, the criterion needs {}", key.node, type_words(&column.ty), type_words(&wanted)))
                .at(column.span, "the plan's column")
                .at(key.span, "what the criterion needs");
            self.report(diagnostic);
        }
    }

    fn needed_type(&mut self, e: &'a tree::Expression) -> Option<Type> {
        match &e.kind {
            Kind::Name(n) if n == "yes_no" => Some(Type::YesNo),
            Kind::Name(n) if n == "date" => Some(Type::Date),
            Kind::Name(n) if n == "integer" => Some(Type::Integer),
            Kind::Unit { unit, .. } => Some(Type::Number(Some(self.unit(&unit.node, unit.span)?))),
            Kind::Binary { operator: Operator::Of, right, .. } => self.code_type(right),
            _ => self.error(codes::WRONG_VALUE, "A type is expected here", e.span, "`yes_no`, `date`, `number in mm`, `one of (…)`"),
        }
    }

    /// Defaults of the criterion, replaced by what `use` says.
    fn criterion_options(&mut self, stated: Stated<'a>, name: &str) -> Vec<(String, Literal, Type)> {
        let mut options: Vec<(String, Literal, Type)> = vec![];
        for item in &stated.statement.items {
            let Item::Entry(entry) = item else { continue };
            let Some(option) = entry.key.as_ref().and_then(|k| k.node.strip_prefix("option ")) else { continue };
            if let Some((literal, ty)) = self.option_literal(entry) {
                options.push((option.to_string(), literal, ty));
            }
        }
        let (given, span) = self.criteria.get(name).map_or((&[][..], stated.statement.span), |c| (c.options, c.span));
        for item in given {
            let Item::Entry(entry) = item else { continue };
            let Some(key) = &entry.key else { continue };
            let Some(index) = options.iter().position(|(n, ..)| *n == key.node) else {
                let known: Vec<String> = options.iter().map(|o| o.0.clone()).collect();
                self.unknown::<()>("option of this criterion", &key.node, key.span, known.iter().map(String::as_str));
                continue;
            };
            let Some((literal, ty)) = self.option_literal(entry) else { continue };
            if ty != options[index].2 {
                let title = format!("`{}` is {}, not {}", key.node, type_words(&options[index].2), type_words(&ty));
                self.report(Diagnostic::new(codes::WRONG_TYPE, title).at(entry.span, "of another kind").at(span, "the criterion is used here"));
                continue;
            }
            options[index].1 = literal;
        }
        options
    }

    fn option_literal(&mut self, entry: &'a tree::Entry) -> Option<(Literal, Type)> {
        let element = self.single(entry.value.as_ref()?)?;
        if let Kind::Name(word) = &element.expression.kind {
            return match word.as_str() {
                "yes" | "no" => Some((Literal::Bool(word == "yes"), Type::YesNo)),
                _ => self.error(codes::WRONG_VALUE, "An option is a number, `yes` or `no`", element.span, "another word"),
            };
        }
        let patients = self.patients()?;
        let typed = self.expression(&element.expression, Scope::row(patients), None)?;
        match operators::constant(&typed) {
            Some(literal) => Some((literal, typed.ty)),
            None => self.error(codes::WRONG_VALUE, "An option is a fixed value", element.span, "not fixed"),
        }
    }

    /// When there is no reading, and what is answered without one or without a baseline.
    fn criterion_head(&mut self, stated: Stated<'a>, building: &Building) -> Option<((Expr, usize), usize)> {
        let entries = self.criterion_entries(stated);
        let none = self.required(&entries, "no reading")?;
        let element = self.single(none)?;
        let scope = Scope { place: Place::Row(building.exam), criterion: Some(building) };
        let condition = self.condition(&element.expression, scope);
        let answer = self.answer_option(element, building);
        let baseline = self.required(&entries, "no baseline")?;
        let baseline = self.single(baseline).and_then(|e| self.answer_option(e, building));
        Some(((condition?, answer?), baseline?))
    }

    fn answer_option(&mut self, element: &'a tree::Element, building: &Building) -> Option<usize> {
        let options = self.entries(&element.options, &["response"], "this entry", element.span);
        let value = self.required(&options, "response")?;
        let (word, span) = self.word(value)?;
        match building.responses.position(word) {
            Some(code) => Some(code),
            None => self.unknown_code(word, span, &building.responses),
        }
    }
}
