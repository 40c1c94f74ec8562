//! `report`: the language, the description at baseline, the figures, and which analyses are reported.

use super::entries::Entries;
use super::expression::type_words;
use super::*;
use crate::catalogue::Language;
use crate::diagnostic::{said, several};
use crate::syntax::tree::{Element, Kind};

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
            Some(value) => self.figures(value),
            None => vec![],
        };
        let rules = entries.value("rules").map(|v| self.rules_shown(v)).unwrap_or_default();
        let analyses = entries.value("analyses").map(|v| self.reported(v));
        let deviations = entries.value("deviations").map(|v| self.deviations(v)).unwrap_or_default();
        let abbreviations = entries.value("abbreviations").map(|v| self.abbreviations(v)).unwrap_or_default();
        let report = Report { header, language, baseline, figures, rules, analyses, deviations, abbreviations };
        self.plan.report = Some(report);
    }

    fn language(&mut self, value: &'a tree::Value) -> Option<Language> {
        let codes: Vec<&'static str> = Language::ALL.iter().map(|l| l.code()).collect();
        self.choice(value, &codes).and_then(Language::named)
    }

    /// Clauses by their numbers, as their headings have them.
    fn deviations(&mut self, value: &'a tree::Value) -> Vec<ClauseId> {
        let mut found: Vec<(ClauseId, Span)> = vec![];
        for element in self.list(value) {
            let Some(clause) = self.clause_shown(element) else { continue };
            if let Some((_, first)) = found.iter().find(|(known, _)| *known == clause) {
                let number = self.plan.clauses[clause.0].number.clone();
                self.repeated::<()>(said!("Clause {number} is named twice", number), element.span, *first);
            }
            found.push((clause, element.span));
        }
        found.into_iter().map(|(clause, _)| clause).collect()
    }

    fn clause_shown(&mut self, element: &'a Element) -> Option<ClauseId> {
        let number = match &element.expression.kind {
            Kind::Number { text, unit: None } | Kind::Text(text) => text.trim(),
            Kind::Error => return None,
            _ => {
                let hint = "write `deviations: 10.2`, and `\"6.2.1\"` for a number of three parts";
                let title = "A clause is named by its number";
                return self.error_hint(codes::WRONG_VALUE, title, element.span, "not the number of a clause", hint);
            }
        };
        let clauses = &self.plan.clauses;
        let Some(position) = clauses.iter().position(|clause| clause.number == number) else {
            let title = said!("There is no clause {number} for the report to show", number);
            return self.error(codes::NO_CLAUSE_SHOWN, title, element.span, "not the number of a clause");
        };
        if clauses[position].text.trim().is_empty() {
            let title = said!("Clause {number} says nothing that the report could show", number);
            return self.error(codes::NO_CLAUSE_SHOWN, title, element.span, "a clause without a paragraph");
        }
        Some(ClauseId(position))
    }

    /// Responses of which the rows of the rules are shown.
    fn rules_shown(&mut self, value: &'a tree::Value) -> Vec<ResponseId> {
        let words = self.distinct_words(value);
        words.into_iter().filter_map(|(word, span)| self.response_named(word, span)).collect()
    }

    fn reported(&mut self, value: &'a tree::Value) -> Vec<usize> {
        let names: Vec<String> = self.plan.analyses.iter().map(|a| a.header.name.clone()).collect();
        let words = self.distinct_words(value);
        let listed: Vec<usize> =
            words.into_iter().filter_map(|(word, span)| self.position(Named::Analysis, word, span, &names)).collect();
        let never =
            self.plan.analyses.iter().enumerate().filter(|(i, _)| !listed.contains(i)).map(|(_, a)| a.header.clone());
        let never: Vec<Header> = never.collect();
        if let Some(first) = never.first() {
            let names: Vec<&str> = never.iter().map(|header| header.name.as_str()).collect();
            let title = match names.as_slice() {
                [name] => said!("The analysis `{name}` is never reported", name),
                _ => said!("The analyses `{names}` are never reported", names = several(&names, "`, `")),
            };
            let diagnostic = Diagnostic::new(codes::NEVER_REPORTED, title)
                .at(value.span, "not among these")
                .at(first.span, "carried out here")
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
        self.check_described_once(&characteristics);
        let populations = self.required(entries, "populations").map(|v| self.distinct_words(v))?;
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

    fn check_described_once(&mut self, characteristics: &[Covariate]) {
        for (i, own) in characteristics.iter().enumerate() {
            if let Some(first) = characteristics[..i].iter().find(|other| other.expression == own.expression) {
                let title = said!("`{name}` is described twice", name = own.name);
                self.repeated::<()>(title, own.expression.span, first.expression.span);
            }
        }
    }

    /// Numbers, codes, and yes or no; what tells patients apart, or a day of the calendar, describes no group.
    fn characteristic(&mut self, element: &'a Element, because: &str) -> Option<Covariate> {
        let found = self.covariate_known(element, because)?;
        let ty = &found.expression.ty;
        if matches!(ty, Type::Pseudonym | Type::Text | Type::Date | Type::Reading) {
            let title =
                said!("`{name}` cannot be described by group: it is {kind}", name = found.name, kind = type_words(ty));
            let hint = "describe a number, a code, or a yes/no";
            return self.error_hint(codes::WRONG_TYPE, title, element.span, "no characteristic", hint);
        }
        Some(found)
    }

    /// `mean_sd, median_quartiles { type: 7 }, range`.
    fn summaries(&mut self, value: &'a tree::Value) -> Option<(Vec<NumberSummary>, u8)> {
        let (mut found, mut quartiles, mut whole) = (vec![], 7, true);
        let mut named: Vec<(&str, Span)> = vec![];
        for element in self.list(value) {
            let (word, span) = self.word_of(&element.expression)?;
            if let Some((_, first)) = named.iter().find(|(other, _)| *other == word) {
                return self.repeated(said!("`{word}` is named twice", word), span, *first);
            }
            named.push((word, span));
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
}
