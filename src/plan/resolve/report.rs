//! `report`: the language, the description at baseline, the figures, and which analyses are reported.

use super::entries::Entries;
use super::expression::type_words;
use super::*;
use crate::catalogue::Language;
use crate::syntax::tree::{Element, Kind};

/// The figures that can be asked for.
const FIGURES: &[&str] = &["attrition", "love_plot", "forest", "kaplan_meier", "waterfall", "spider", "swimmer"];

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_report(&mut self) {
        let stated = self.with_head("report");
        let Some(first) = stated.first().copied() else { return };
        for again in &stated[1..] {
            self.error::<()>(codes::REPEATED, "A plan has one `report`", again.statement.span, "a second one");
        }
        let header = Header {
            name: "report".into(),
            label: "Report".into(),
            clause: first.clause,
            span: first.statement.span,
            name_span: first.statement.head.span,
        };
        let entries = self.entries_of(first);
        let language = entries.value("language").and_then(|v| self.language(v)).unwrap_or_default();
        let baseline = self.baseline_table(&entries);
        let figures = match entries.value("figures") {
            Some(value) => self.list(value).into_iter().filter_map(|e| self.figure(e)).collect(),
            None => vec![],
        };
        let analyses = entries.value("analyses").map(|v| self.reported(v));
        self.plan.report = Some(Report { header, language, baseline, figures, analyses });
    }

    fn language(&mut self, value: &'a tree::Value) -> Option<Language> {
        let codes: Vec<&'static str> = Language::ALL.iter().map(|l| l.code()).collect();
        let code = self.choice(value, &codes)?;
        Language::ALL.iter().copied().find(|l| l.code() == code)
    }

    fn reported(&mut self, value: &'a tree::Value) -> Vec<usize> {
        let names: Vec<String> = self.plan.analyses.iter().map(|a| a.header.name.clone()).collect();
        let words = self.words(value);
        let listed: Vec<usize> =
            words.into_iter().filter_map(|(word, span)| self.position(Named::Analysis, word, span, &names)).collect();
        let never =
            self.plan.analyses.iter().enumerate().filter(|(i, _)| !listed.contains(i)).map(|(_, a)| a.header.clone());
        for header in never.collect::<Vec<_>>() {
            let diagnostic =
                Diagnostic::new(codes::NEVER_REPORTED, format!("The analysis `{}` is never reported", header.name))
                    .at(value.span, "not among these")
                    .at(header.span, "carried out here")
                    .hint("add it to `analyses`; a result that was computed and is not shown looks chosen");
            self.report(diagnostic);
        }
        listed
    }

    /// `baseline: age, sex, …`, with `populations:` and `numbers:`.
    fn baseline_table(&mut self, entries: &Entries<'a>) -> Option<BaselineTable> {
        let of_table = ["populations", "numbers"].map(|key| entries.get(key));
        let Some(value) = entries.value("baseline") else {
            for entry in of_table.into_iter().flatten() {
                let title = "There is no table at baseline for this";
                self.error_hint::<()>(codes::MISPLACED, title, entry.span, "of no table", "add `baseline: …`");
            }
            return None;
        };
        let because = "the table would describe what the treatment may have changed";
        let elements = self.list(value);
        let count = elements.len();
        let characteristics: Vec<Covariate> =
            elements.into_iter().filter_map(|e| self.characteristic(e, because)).collect();
        let populations = self.required(entries, "populations").map(|v| self.words(v))?;
        let named = populations.len();
        let names: Vec<String> = self.plan.populations.iter().map(|p| p.header.name.clone()).collect();
        let populations: Vec<PopulationId> = populations
            .into_iter()
            .filter_map(|(word, span)| self.position(Named::Population, word, span, &names).map(PopulationId))
            .collect();
        let (numbers, quartiles) = self.required(entries, "numbers").and_then(|v| self.summaries(v))?;
        let whole = characteristics.len() == count && populations.len() == named;
        whole.then_some(BaselineTable { characteristics, populations, numbers, quartiles })
    }

    /// Numbers, codes, and yes or no; what tells patients apart, or a day of the calendar, describes no group.
    fn characteristic(&mut self, element: &'a Element, because: &str) -> Option<Covariate> {
        let found = self.covariate_known(element, because)?;
        let ty = &found.expression.ty;
        if matches!(ty, Type::Pseudonym | Type::Text | Type::Date | Type::Reading) {
            let title = format!("`{}` cannot be described by group: it is {}", found.name, type_words(ty));
            let hint = "describe a number, a code, or a yes/no";
            return self.error_hint(codes::WRONG_TYPE, title, element.span, "no characteristic", hint);
        }
        Some(found)
    }

    /// `mean_sd, median_quartiles { type: 7 }, range`.
    fn summaries(&mut self, value: &'a tree::Value) -> Option<(Vec<NumberSummary>, u8)> {
        let (mut found, mut quartiles, mut whole) = (vec![], 7, true);
        for element in self.list(value) {
            let (word, span) = self.word_of(&element.expression)?;
            match word {
                "mean_sd" => found.push(NumberSummary::MeanAndDeviation),
                "range" => found.push(NumberSummary::Range),
                "median_quartiles" => {
                    found.push(NumberSummary::MedianAndQuartiles);
                    let options = self.entries(&element.options, &["type"], "`median_quartiles`", element.span);
                    let ty = self.required(&options, "type").and_then(|v| self.single(v));
                    match ty.and_then(|e| Some((self.whole(&e.expression)?, e.span))) {
                        Some((ty @ 1..=9, _)) => quartiles = ty as u8,
                        Some((_, span)) => {
                            let title = "Quartiles are of type 1 to 9 (Hyndman and Fan 1996)";
                            self.error::<()>(codes::WRONG_VALUE, title, span, "no such type");
                            whole = false;
                        }
                        None => whole = false,
                    }
                }
                _ => {
                    let known = ["mean_sd", "median_quartiles", "range"];
                    return self.unknown("summary", word, span, known);
                }
            }
        }
        whole.then_some((found, quartiles))
    }

    fn figure(&mut self, element: &'a Element) -> Option<Figure> {
        let (word, span) = self.word_of(&element.expression)?;
        match word {
            "attrition" => Some(Figure::Attrition),
            "love_plot" => Some(Figure::LovePlot),
            "forest" => Some(Figure::Forest),
            "kaplan_meier" => self.curves_of(element),
            "waterfall" => {
                let sum = self.sum_figure(element, "`waterfall`")?;
                let why = "a patient's change is read up to the first progression";
                let progression = self.set_needed(sum.by, ResponseRole::Progression, span, why)?;
                Some(Figure::Waterfall(sum, progression))
            }
            "spider" => self.sum_figure(element, "`spider`").map(Figure::Spider),
            "swimmer" => self.swimmer(element).map(Figure::Swimmer),
            _ => self.unknown("figure", word, span, FIGURES.iter().copied()),
        }
    }

    /// `kaplan_meier { of: (pfs, os) }`.
    fn curves_of(&mut self, element: &'a Element) -> Option<Figure> {
        let options = self.entries(&element.options, &["of"], "`kaplan_meier`", element.span);
        let words = self.required(&options, "of").map(|v| self.words(v))?;
        let mut endpoints = vec![];
        for (word, span) in words {
            let id = self.endpoint_named(word, span)?;
            if self.plan.endpoints[id.0].kind.outcome() != crate::catalogue::OutcomeKind::TimeToEvent {
                let title = format!("`{word}` is no time to an event and has no curve");
                return self.error(codes::WRONG_VALUE, title, span, "of another kind");
            }
            endpoints.push(id);
        }
        Some(Figure::KaplanMeier(endpoints))
    }

    /// `{ by: RESPONSE, sum: VALUE, reader: R1, in: POPULATION }`.
    fn sum_figure(&mut self, element: &'a Element, what: &str) -> Option<SumFigure> {
        let options = self.entries(&element.options, &["by", "sum", "reader", "in"], what, element.span);
        let by = self.required(&options, "by").and_then(|v| self.word(v));
        let sum = self.required(&options, "sum").and_then(|v| self.word(v));
        let reader = self.required(&options, "reader").and_then(|v| self.word(v));
        let population = self.required(&options, "in").and_then(|v| self.population_word(v));
        let (by, span) = by?;
        let by = self.response_named(by, span)?;
        let criterion = self.plan.responses[by.0].criterion.clone();
        let (sum, span) = sum?;
        let names: Vec<String> = criterion.values.iter().map(|v| v.header.name.clone()).collect();
        let document = self.document_of(criterion.header.span);
        let sum = self.position(defined::Kind::ValueOfCriterion, sum, span, &names)?;
        self.note(span, Named::Value, &document, &names[sum]);
        if !matches!(criterion.values[sum].ty, Type::Number(_)) {
            let title = format!("`{}` is no number", names[sum]);
            return self.error(codes::WRONG_TYPE, title, span, "its change cannot be drawn");
        }
        let (reader, span) = reader?;
        let list = match &self.plan.tables[criterion.lesion.0].columns[criterion.reader].ty {
            Type::Code(list) => list.clone(),
            _ => return None,
        };
        let readers: Vec<String> = list.codes.iter().map(|c| c.name.clone()).collect();
        let reader = self.position("reader", reader, span, &readers)?;
        self.note_code(span, &list, &readers[reader]);
        Some(SumFigure { by, sum: ValueId(sum), reader, population: population? })
    }

    /// `swimmer { by: RESPONSE, treatments: TABLE.COLUMN, marks: (EVENT, …), until: DATE, in: POPULATION }`.
    fn swimmer(&mut self, element: &'a Element) -> Option<SwimmerFigure> {
        let keys = ["by", "treatments", "marks", "until", "in"];
        let options = self.entries(&element.options, &keys, "`swimmer`", element.span);
        let by = self.required(&options, "by").and_then(|v| self.word(v));
        let by = by.and_then(|(word, span)| self.response_named(word, span));
        let treatments = self.required(&options, "treatments").and_then(|v| self.single(v));
        let treatments = treatments.and_then(|e| self.dated_codes(e));
        let marks = options.value("marks").map(|v| self.list(v)).unwrap_or_default();
        let count = marks.len();
        let marks: Vec<EventId> = marks.into_iter().filter_map(|e| self.event_named(&e.expression)).collect();
        let until = self.required(&options, "until").and_then(|v| self.single(v));
        let patients = self.patients()?;
        let until = until.and_then(|e| self.row_expression(&e.expression, patients, None));
        let population = self.required(&options, "in").and_then(|v| self.population_word(v));
        let until = until?;
        if until.ty != Type::Date {
            let title = format!("Observation ends on a date, this is {}", expression::type_words(&until.ty));
            return self.error(codes::WRONG_TYPE, title, until.span, "no date");
        }
        let whole = marks.len() == count;
        let (by, treatments, population) = (by?, treatments?, population?);
        whole.then_some(SwimmerFigure { by, treatments, marks, until, population })
    }

    /// `TABLE.COLUMN`: a code column of a table of dated rows of patients.
    fn dated_codes(&mut self, element: &'a Element) -> Option<(TableId, usize)> {
        let Kind::Field(table, column) = &element.expression.kind else {
            let title = "A column of codes is expected here";
            return self.error(codes::WRONG_VALUE, title, element.span, "write `TABLE.COLUMN`");
        };
        let (word, span) = self.word_of(table)?;
        let id = TableId(self.position(Named::Table, word, span, &self.table_names())?);
        let columns: Vec<String> = self.plan.tables[id.0].columns.iter().map(|c| c.name.clone()).collect();
        let index = self.position(defined::Kind::ColumnIn(word), &column.node, column.span, &columns)?;
        let found = &self.plan.tables[id.0];
        let dated = matches!(found.known, Known::AtColumn(_));
        let of_patients = found.parent.map(|(_, p)| p) == self.patients();
        if dated && of_patients && matches!(found.columns[index].ty, Type::Code(_)) {
            return Some((id, index));
        }
        let title = format!("`{word}.{}` is no code in dated rows of patients", column.node);
        self.error(codes::WRONG_VALUE, title, element.span, "cannot be drawn over time")
    }
}
