//! The figures of a report, by what their statements take.

use super::entries::Entries;
use super::*;
use crate::catalogue::figure::Takes;
use crate::catalogue::{FigureKind, NumbersShown};
use crate::diagnostic::said;
use crate::syntax::dump;
use crate::syntax::tree::{Element, Kind};

impl<'a> Resolver<'a> {
    pub(super) fn figures(&mut self, value: &'a tree::Value) -> Vec<Figure> {
        let elements = self.list(value);
        for (i, own) in elements.iter().enumerate() {
            let same = |other: &&&'a Element| dump::element(other) == dump::element(own);
            if let Some(first) = elements[..i].iter().find(same) {
                self.repeated::<()>("A figure is named twice", own.span, first.span);
            }
        }
        let mut figures: Vec<(Figure, Span)> = vec![];
        for element in elements {
            let Some(figure) = self.figure(element) else { continue };
            self.check_axes(&figures, &figure, element.span);
            figures.push((figure, element.span));
        }
        figures.into_iter().map(|(figure, _)| figure).collect()
    }

    /// A curve is drawn once, with one axis.
    fn check_axes(&mut self, earlier: &[(Figure, Span)], figure: &Figure, span: Span) {
        let FigureGiven::Curves(own) = &figure.given else { return };
        for (other, first) in earlier {
            let FigureGiven::Curves(other) = &other.given else { continue };
            let Some(shared) = own.of.iter().find(|id| other.of.contains(id)).filter(|_| own.axis != other.axis) else {
                continue;
            };
            let name = self.plan.endpoints[shared.0].header.name.clone();
            self.repeated::<()>(said!("The curves of `{name}` would have two axes", name), span, *first);
        }
    }

    fn figure(&mut self, element: &'a Element) -> Option<Figure> {
        let (word, span) = self.word_of(&element.expression)?;
        let Some(kind) = FigureKind::named(word) else {
            return self.unknown("figure", word, span, FigureKind::ALL.iter().map(|k| k.word()));
        };
        let named = match kind.takes() {
            Takes::Means | Takes::Quartiles => None,
            Takes::Nothing | Takes::Curves | Takes::Changes | Takes::SmallestChange | Takes::Course => {
                element.label.as_ref()
            }
        };
        if let Some(label) = named {
            let title = said!("A `{kind}` has a title of its own", kind = kind.word());
            return self.error(codes::MISPLACED, title, label.text.span, "stands nowhere in the report");
        }
        let given = match kind.takes() {
            Takes::Nothing => {
                self.figure_entries(kind, element);
                FigureGiven::Nothing
            }
            Takes::Curves => FigureGiven::Curves(self.curves_of(kind, element)?),
            Takes::Means => FigureGiven::Numbers(self.means_of(kind, element)?),
            Takes::Quartiles => {
                let options = self.figure_entries(kind, element);
                FigureGiven::Numbers(self.numbers_of(element, &options, NumbersShown::Quartiles)?)
            }
            Takes::Changes => FigureGiven::Sum(self.sum_figure(kind, element)?),
            Takes::SmallestChange => {
                let sum = self.sum_figure(kind, element)?;
                let why = "a patient's change is read up to the first progression";
                let progression = self.set_needed(sum.by, ResponseRole::Progression, span, why)?;
                FigureGiven::Sum(SumFigure { up_to: Some(progression), ..sum })
            }
            Takes::Course => FigureGiven::Course(self.course_figure(kind, element)?),
        };
        Some(Figure { kind, given })
    }

    pub(super) fn figure_entries(&mut self, kind: FigureKind, element: &'a Element) -> Entries<'a> {
        self.entries(&element.options, kind.takes().keys(), &format!("`{kind}`"), element.span)
    }

    /// `{ of: (pfs, os), axis: months }`.
    fn curves_of(&mut self, kind: FigureKind, element: &'a Element) -> Option<CurvesFigure> {
        let options = self.figure_entries(kind, element);
        let words = self.required(&options, "of").map(|v| self.words(v))?;
        let mut endpoints = vec![];
        for (word, span) in words {
            let id = self.endpoint_named(word, span)?;
            if self.plan.endpoints[id.0].kind.outcome() != crate::catalogue::OutcomeKind::TimeToEvent {
                let title = said!("`{word}` is no time to an event and has no curve", word);
                return self.error(codes::WRONG_VALUE, title, span, "of another kind");
            }
            endpoints.push(id);
        }
        let axis = match options.value("axis") {
            Some(value) => Some(self.axis_of(value, &endpoints)?),
            None => None,
        };
        Some(CurvesFigure { of: endpoints, axis })
    }

    /// Times that the data give in another unit are not known in days, and their axis is marked as they are counted.
    fn axis_of(&mut self, value: &'a tree::Value, endpoints: &[EndpointId]) -> Option<TimeUnit> {
        let word = self.choice(value, &TimeUnit::ALL.map(TimeUnit::name))?;
        let unit = TimeUnit::ALL.into_iter().find(|unit| unit.name() == word)?;
        let counted = |id: &&EndpointId| self.plan.endpoints[id.0].kind.times_in();
        if let Some(other) = endpoints.iter().find(|id| counted(id) != TimeUnit::Days) {
            let endpoint = &self.plan.endpoints[other.0];
            let (name, given) = (&endpoint.header.name, endpoint.kind.times_in().name());
            let title = said!("The times of `{name}` are in {given}, and their axis is too", name, given);
            return self.error_hint(codes::WRONG_UNIT, title, value.span, "another unit", "leave `axis` out");
        }
        self.check_length_said(unit, value.span)?;
        Some(unit)
    }

    /// `{ by: RESPONSE, sum: VALUE, reader: R1, in: POPULATION }`.
    fn sum_figure(&mut self, kind: FigureKind, element: &'a Element) -> Option<SumFigure> {
        let options = self.figure_entries(kind, element);
        let by = self.required(&options, "by").and_then(|v| self.word(v));
        let sum = self.required(&options, "sum").and_then(|v| self.word(v));
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
            let title = said!("`{name}` is no number", name = names[sum]);
            return self.error(codes::WRONG_TYPE, title, span, "its change cannot be drawn");
        }
        let reader = self.figure_reader(&options, by)?;
        Some(SumFigure { by, sum: ValueId(sum), reader, population: population?, up_to: None })
    }

    /// `reader: R1`; where one reader reads, who has no name, nothing is said of it.
    fn figure_reader(&mut self, options: &Entries<'a>, by: ResponseId) -> Option<usize> {
        let criterion = &self.plan.responses[by.0].criterion;
        let Some(Type::Code(list)) = criterion.reader(&self.plan).map(|c| c.ty.clone()) else {
            let Some(stated) = options.value("reader") else { return Some(0) };
            let responses = self.plan.responses[by.0].header.name.clone();
            let title = said!("`{responses}` is read by one reader, who has no name", responses);
            return self.error_hint(codes::WRONG_VALUE, title, stated.span, "names no reader", "leave `reader` out");
        };
        let (reader, span) = self.required(options, "reader").and_then(|v| self.word(v))?;
        let readers: Vec<String> = list.codes.iter().map(|c| c.name.clone()).collect();
        let reader = self.position("reader", reader, span, &readers)?;
        self.note_code(span, &list, &readers[reader]);
        Some(reader)
    }

    /// `{ by: RESPONSE, treatments: TABLE.COLUMN, marks: (EVENT, …), until: DATE, in: POPULATION }`.
    fn course_figure(&mut self, kind: FigureKind, element: &'a Element) -> Option<CourseFigure> {
        let options = self.figure_entries(kind, element);
        let by = self.required(&options, "by").and_then(|v| self.word(v));
        let by = by.and_then(|(word, span)| self.response_named(word, span));
        let treatments = self.required(&options, "treatments").and_then(|v| self.single(v));
        let treatments = treatments.and_then(|e| self.dated_codes(e));
        let marks = options.value("marks").map(|v| self.list(v)).unwrap_or_default();
        let count = marks.len();
        let places: Vec<Span> = marks.iter().map(|e| e.span).collect();
        let marks: Vec<EventId> = marks.into_iter().filter_map(|e| self.event_named(&e.expression)).collect();
        if let Some(again) = (1..marks.len()).find(|at| marks[..*at].contains(&marks[*at])) {
            return self.error(codes::REPEATED, "An event is marked twice", places[again], "named again");
        }
        let until = self.required(&options, "until").and_then(|v| self.single(v));
        let patients = self.patients()?;
        let until = until.and_then(|e| self.row_expression(&e.expression, patients, None));
        let population = self.required(&options, "in").and_then(|v| self.population_word(v));
        let until = until?;
        if until.ty != Type::Date {
            let title = said!("Observation ends on a date, this is {kind}", kind = expression::type_words(&until.ty));
            return self.error(codes::WRONG_TYPE, title, until.span, "no date");
        }
        let whole = marks.len() == count;
        let (by, treatments, population) = (by?, treatments?, population?);
        whole.then_some(CourseFigure { by, treatments, marks, until, population })
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
        let title = said!("`{word}.{column}` is no code in dated rows of patients", word, column = column.node);
        self.error(codes::WRONG_VALUE, title, element.span, "cannot be drawn over time")
    }
}
