//! `matching`: pairs of similar patients, from what was known at time zero.

use super::entries::Entries;
use super::expression::{is_numeric, type_words};
use super::knowledge::When;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Expression, Kind};
use rust_decimal::Decimal;

/// Options of `nearest`, each with the values that can be carried out.
const NEAREST: &[(&str, &[&str])] = &[
    ("on", &["logit"]),
    ("ratio", &["1"]),
    ("replacement", &["no"]),
    ("order", &["highest_score"]),
    ("ties", &["id"]),
];

/// The absolute standardised difference below which balance is reached, unless the plan says another.
const AIM: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// What comes of adjusting by what is known later.
pub(crate) const BIAS: &str = "the comparison would be adjusted for what the treatment may have changed";

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_matchings(&mut self) {
        self.resolve_each("matching", Self::matching, |r, matching| r.plan.matchings.push(matching));
        self.check_population_cycles();
        self.check_order_of_matchings();
    }

    fn matching(&mut self, stated: Stated<'a>) -> Option<Matching> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let treated = self.required(&entries, "treated").and_then(|v| self.arm_word(v));
        let control = self.required(&entries, "control").and_then(|v| self.arm_word(v));
        let stated = self.required(&entries, "among").and_then(|v| Some((self.population_word(v)?, v.span)));
        let covariates = self.required(&entries, "score").and_then(|v| self.score(v));
        let method = self.required(&entries, "method").and_then(|v| self.nearest(v));
        let exact = match entries.value("exact") {
            Some(value) => self.covariates(self.list(value)),
            None => Some(vec![]),
        };
        let caliper = self.caliper(&entries, stated.map(|(id, _)| id));
        let among = stated.and_then(|(id, span)| self.settled_at_zero(id, span));
        let missing = self.required(&entries, "if a covariate is missing").and_then(|v| self.missing_category(v));
        let aim = self.aim(&entries);
        let (treated, control, among, covariates) = (treated?, control?, among?, covariates?);
        method?;
        let (_, own) = missing?;
        let (caliper, caliper_over) = caliper?;
        let (aim_below, balance_of_score, mut balance) = aim?;
        let mut exact = exact?;
        if let Some(label) = own {
            self.check_score_known(&covariates)?;
            self.own_categories(&mut exact, &label)?;
            self.own_categories(&mut balance, &label)?;
        }
        if treated == control {
            return self.error(
                codes::WRONG_VALUE,
                "An arm is matched to itself",
                entries.value("control").map_or(header.span, |control| control.span),
                "`treated` and `control` are the same",
            );
        }
        Some(Matching {
            header,
            treated,
            control,
            among,
            covariates,
            exact,
            caliper,
            caliper_over,
            balance,
            balance_of_score,
            aim_below,
        })
    }

    fn arm_word(&mut self, value: &'a tree::Value) -> Option<usize> {
        let (word, span) = self.word(value)?;
        self.arm_named(word, span)
    }

    /// `logistic { of: (COVARIATE, …) }`.
    fn score(&mut self, value: &'a tree::Value) -> Option<Vec<Covariate>> {
        let element = self.single(value)?;
        self.fixed_word(&element.expression, "score", "logistic")?;
        let options = self.entries(&element.options, &["of"], "`logistic`", element.span);
        let of = self.required(&options, "of")?;
        let covariates = self.covariates(self.list(of))?;
        let mut whole = true;
        for covariate in &covariates {
            if !is_numeric(&covariate.expression.ty) && !self.is_two_valued(&covariate.expression) {
                whole = false;
                let title = said!(
                    "A covariate of a score is a number or has two values, `{covariate}` is {kind}",
                    covariate = covariate.name,
                    kind = type_words(&covariate.expression.ty)
                );
                self.error::<()>(
                    codes::WRONG_TYPE,
                    title,
                    covariate.expression.span,
                    "several values without an order",
                );
            }
        }
        whole.then_some(covariates)
    }

    fn is_two_valued(&self, e: &RowExpr) -> bool {
        match &e.ty {
            Type::YesNo => true,
            Type::Code(list) => list.codes.len() == 2,
            _ => false,
        }
    }

    pub(crate) fn fixed_word(&mut self, e: &'a Expression, kind: &'static str, word: &str) -> Option<()> {
        let (found, span) = self.word_of(e)?;
        if found == word {
            return Some(());
        }
        self.unknown(kind, found, span, [word])
    }

    /// Expressions in the row of a patient, all known at time zero.
    fn covariates(&mut self, elements: Vec<&'a Element>) -> Option<Vec<Covariate>> {
        let count = elements.len();
        let found: Vec<Covariate> = elements.into_iter().filter_map(|e| self.covariate(e)).collect();
        self.check_covariates_once(&found)?;
        (found.len() == count).then_some(found)
    }

    pub(crate) fn check_covariates_once(&mut self, found: &[Covariate]) -> Option<()> {
        for (i, covariate) in found.iter().enumerate() {
            if let Some(first) = found[..i].iter().find(|c| c.expression.kind == covariate.expression.kind) {
                let title = said!("The covariate `{covariate}` is named twice", covariate = covariate.name);
                return self.repeated(title, covariate.expression.span, first.expression.span);
            }
        }
        Some(())
    }

    pub(crate) fn covariate(&mut self, element: &'a Element) -> Option<Covariate> {
        self.covariate_known(element, "patients would be matched on what the treatment may have changed")
    }

    /// What a value is measured from.
    pub(crate) fn measured_from(&mut self, element: &'a Element) -> Option<Covariate> {
        self.covariate_known(element, "the change would be measured from what the treatment may have changed")
    }

    /// An expression in the row of a patient that is known at time zero; otherwise, `because` is what would happen.
    pub(crate) fn covariate_known(&mut self, element: &'a Element, because: &str) -> Option<Covariate> {
        let patients = self.patients()?;
        let before = self.diagnostics.len();
        let Some(expression) = self.described(element, Scope::row(patients), None) else {
            self.as_formula(&element.expression, before);
            return None;
        };
        let expression = self.in_row(&expression)?;
        let name = self.sources.text(element.expression.span).trim().to_string();
        let known = self.known(&expression, patients);
        if known.when != When::Baseline {
            let dated = self.dated_rows(&expression, patients).filter(|_| known.when == When::After);
            let hint = match dated {
                Some(date) => format!(
                    "of rows that have a date, those up to time zero are known: `… where {date} from day -28 to day 0`"
                ),
                None => "take a characteristic that is known at baseline".to_string(),
            };
            let diagnostic =
                Diagnostic::new(codes::FUTURE, said!("The covariate `{name}` is not known at time zero", name))
                    .at(known.span.unwrap_or(expression.span), moment_words(known.when))
                    .because(because)
                    .hint(hint);
            self.report(diagnostic);
            return None;
        }
        let label = self.covariate_label(&expression, patients).unwrap_or_else(|| name.clone());
        let label = element.label.as_ref().map_or(label, |l| self.label(l));
        Some(Covariate { name, label, expression, per: None })
    }

    /// The label of the column or define it is, or a function of one.
    fn covariate_label(&self, e: &RowExpr, table: TableId) -> Option<String> {
        match &e.kind {
            ExprKind::Column(c) => Some(self.plan.tables[table.0].columns[*c].label.clone()),
            ExprKind::Beyond(InRow(RowNode::OneToOne { table, column })) => {
                Some(self.plan.tables[table.0].columns[*column].label.clone())
            }
            ExprKind::Beyond(InRow(RowNode::Define(id))) => Some(self.plan.defines[id.0].header.label.clone()),
            ExprKind::Function { function: Function::Log10, of } => {
                Some(format!("log10 of {}", self.covariate_label(of.first()?, table)?))
            }
            _ => None,
        }
    }

    /// `nearest { on: logit, ratio: 1, … }`: every choice is written out, as each changes the pairs.
    fn nearest(&mut self, value: &'a tree::Value) -> Option<()> {
        let element = self.single(value)?;
        self.fixed_word(&element.expression, "matching method", "nearest")?;
        let names: Vec<&str> = NEAREST.iter().map(|(name, _)| *name).collect();
        let options = self.entries(&element.options, &names, "`nearest`", element.span);
        let mut whole = Some(());
        for (name, allowed) in NEAREST {
            let value = self.required(&options, name);
            whole = whole.and(value.and_then(|v| self.word_or_number(v, allowed)));
        }
        whole
    }

    fn word_or_number(&mut self, value: &'a tree::Value, allowed: &[&str]) -> Option<()> {
        let element = self.single(value)?;
        let written = match &element.expression.kind {
            Kind::Name(word) => {
                self.noted.words.insert(element.expression.span);
                word
            }
            Kind::Number { text, unit: None } => text,
            Kind::Error => return None,
            _ => return self.error(codes::WRONG_VALUE, "A word or a number is expected here", element.span, "neither"),
        };
        if allowed.contains(&written.as_str()) {
            return Some(());
        }
        self.unknown("choice", written, element.span, allowed.iter().copied())
    }

    /// `0.2 SD { of: logit, over: POPULATION }`; without it, every control is near enough.
    fn caliper(
        &mut self,
        entries: &Entries<'a>,
        among: Option<PopulationId>,
    ) -> Option<(Option<Decimal>, PopulationId)> {
        let Some(value) = entries.value("caliper") else { return Some((None, among?)) };
        let element = self.single(value)?;
        let width = self.number(&element.expression)?;
        let (width, Some("SD")) = width else {
            let title = "A caliper is in standard deviations";
            return self.error(codes::WRONG_UNIT, title, element.span, "write `0.2 SD { of: logit, over: … }`");
        };
        let options = self.entries(&element.options, &["of", "over"], "`caliper`", element.span);
        let of = self.required(&options, "of").and_then(|v| self.choice(v, &["logit"]));
        let over = self.required(&options, "over");
        let over = over.and_then(|v| Some((self.population_word(v)?, v.span)));
        // Where it is that of the matching, it is told there.
        let over =
            over.and_then(|(id, span)| if among == Some(id) { Some(id) } else { self.settled_at_zero(id, span) });
        of?;
        if width <= Decimal::ZERO {
            return self.error(codes::WRONG_VALUE, "No control lies within this caliper", element.span, "not above 0");
        }
        Some((Some(width), over?))
    }

    /// `smd { below: 0.1, for: (score, …), divisor: before_matching }`.
    fn aim(&mut self, entries: &Entries<'a>) -> Option<(Decimal, bool, Vec<Covariate>)> {
        let Some(value) = entries.value("aim") else { return Some((AIM, true, vec![])) };
        let element = self.single(value)?;
        self.fixed_word(&element.expression, "measure of balance", "smd")?;
        let options = self.entries(&element.options, &["below", "for", "divisor"], "`smd`", element.span);
        let below =
            self.required(&options, "below").and_then(|v| self.single(v)).and_then(|e| self.plain(&e.expression));
        let divisor = self.required(&options, "divisor").and_then(|v| self.choice(v, &["before_matching"]));
        let of = self.required(&options, "for").map(|v| self.list(v))?;
        let (score, rest): (Vec<&'a Element>, Vec<&'a Element>) =
            of.into_iter().partition(|e| self.is_word(&e.expression, "score"));
        let balance = self.covariates(rest)?;
        divisor?;
        if let [first, second, ..] = score.as_slice() {
            return self.repeated("The score is named twice", second.span, first.span);
        }
        let below = below?;
        if below <= Decimal::ZERO {
            let title = "No absolute difference lies below this";
            return self.error(codes::WRONG_VALUE, title, element.span, "not above 0");
        }
        Some((below, !score.is_empty(), balance))
    }

    /// A population is not taken from pairs that are formed among itself.
    fn check_population_cycles(&mut self) {
        for index in 0..self.plan.populations.len() {
            let (mut at, mut steps) = (index, 0);
            while let Some(next) = self.source_of(at) {
                steps += 1;
                if next == index {
                    let header = self.plan.populations[index].header.clone();
                    let title = said!("`{name}` is taken from itself", name = header.name);
                    self.error::<()>(codes::CIRCULAR, title, header.span, "leads back to where it began");
                }
                if next == index || steps > self.plan.populations.len() {
                    break;
                }
                at = next;
            }
        }
    }

    /// Matchings are carried out in the order of the plan: none rests on its own pairs, or on those of one further down.
    fn check_order_of_matchings(&mut self) {
        for index in 0..self.plan.matchings.len() {
            let (own, among, over) = {
                let m = &self.plan.matchings[index];
                (m.header.clone(), m.among, m.caliper_over)
            };
            let position = self.plan.declared.matchings.iter().position(|n| *n == own.name);
            // A population that is taken from itself was reported.
            let Some(found) = self.pairs_behind(over).filter(|_| over != among || self.pairs_behind(among) != position)
            else {
                continue;
            };
            let name = self.plan.declared.matchings[found].clone();
            if Some(found) == position {
                let title = said!("The caliper of `{name}` rests on its own pairs", name);
                let population = self.plan.populations[over.0].header.span;
                let diagnostic = Diagnostic::new(codes::CIRCULAR, title)
                    .at(own.span, "its caliper is needed to form the pairs")
                    .at(population, "the caliper is taken over these patients, who come from the pairs")
                    .hint("take it over the population among which pairs are sought");
                self.report(diagnostic);
            } else if Some(found) > position {
                let hint = "describe a matching before the one that uses its pairs";
                self.only_further_down::<()>(&name, own.span, hint);
            }
        }
    }

    /// The matching from whose pairs a population is taken, the last in the plan where there are several.
    fn pairs_behind(&self, population: PopulationId) -> Option<usize> {
        let (mut at, mut steps, mut found) = (population.0, 0, None);
        while let Some(source) =
            self.plan.populations.get(at).map(|p| &p.of).filter(|_| steps <= self.plan.populations.len())
        {
            if let PopulationSource::Pairs(id) = source {
                found = found.max(Some(id.0));
            }
            let Some(next) = self.source_of(at) else { break };
            (at, steps) = (next, steps + 1);
        }
        found
    }

    /// The population another is taken from, through the pairs of a matching too.
    pub(crate) fn source_of(&self, population: usize) -> Option<usize> {
        match &self.plan.populations.get(population)?.of {
            PopulationSource::AllPatients => None,
            PopulationSource::Population(id) | PopulationSource::AtRisk { of: id, .. } => Some(id.0),
            PopulationSource::Pairs(id) => {
                let name = self.plan.declared.matchings.get(id.0)?;
                self.plan.matchings.iter().find(|m| m.header.name == *name).map(|m| m.among.0)
            }
        }
    }
}

fn moment_words(when: When) -> &'static str {
    match when {
        When::Baseline => "known at baseline",
        When::Administrative => "about the paperwork of the study, not about the patient at baseline",
        When::After => "known only after time zero",
    }
}
