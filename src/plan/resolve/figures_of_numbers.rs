//! The figures of several analyses of numbers, side by side.

use super::entries::Entries;
use super::*;
use crate::catalogue::{FigureKind, Id, NumbersShown, OutcomeKind};
use crate::diagnostic::said;
use crate::syntax::tree::Element;

impl<'a> Resolver<'a> {
    /// `mean_over_time "LABEL" { of: (ANALYSIS "LABEL", …), show: adjusted_mean }`.
    pub(super) fn means_of(&mut self, kind: FigureKind, element: &'a Element) -> Option<NumbersFigure> {
        let options = self.figure_entries(kind, element);
        let shown = match options.value("show") {
            Some(value) => {
                let word = self.choice(value, &NumbersShown::MEANS.map(NumbersShown::word))?;
                NumbersShown::MEANS.into_iter().find(|shown| shown.word() == word)?
            }
            None => NumbersShown::Mean,
        };
        self.numbers_of(element, &options, shown)
    }

    /// Of each analysis its groups stand in one place, and the groups of all are the same.
    pub(super) fn numbers_of(
        &mut self,
        figure: &'a Element,
        options: &Entries<'a>,
        show: NumbersShown,
    ) -> Option<NumbersFigure> {
        let value = self.required(options, "of")?;
        let mut of: Vec<(usize, String)> = vec![];
        for element in self.list(value) {
            let analysis = self.drawn(element, show)?;
            if let Some((first, _)) = of.first() {
                self.check_alike(*first, analysis, element.span)?;
            }
            if of.iter().any(|(own, _)| *own == analysis) {
                let name = self.plan.analyses[analysis].header.name.clone();
                return self.error(
                    codes::REPEATED,
                    said!("`{name}` is drawn twice", name),
                    element.span,
                    "a second time",
                );
            }
            let own = self.plan.analyses[analysis].header.label.clone();
            let label = element.label.as_ref().map(|label| self.label(label));
            of.push((analysis, label.unwrap_or(own)));
        }
        let label = figure.label.as_ref().map(|label| self.label(label));
        Some(NumbersFigure { of, label, show })
    }

    /// An analysis that gives what is drawn.
    fn drawn(&mut self, element: &'a Element, show: NumbersShown) -> Option<usize> {
        let (word, span) = self.word_of(&element.expression)?;
        let names: Vec<String> = self.plan.analyses.iter().map(|a| a.header.name.clone()).collect();
        let analysis = self.position(Named::Analysis, word, span, &names)?;
        let stated = &self.plan.analyses[analysis];
        if self.plan.endpoints[stated.endpoint.0].kind.outcome() != OutcomeKind::Continuous {
            let title = said!("`{word}` analyses no number", word);
            return self.error(codes::WRONG_VALUE, title, span, "of another kind");
        }
        let (method, needed, hint) = match show {
            NumbersShown::Mean => (Id::Summary, "mean of each group", "add `summary` to its `estimate`"),
            NumbersShown::AdjustedMean => {
                (Id::LinearModel, "adjusted mean of each group", "add `linear_model` to its `estimate`")
            }
            NumbersShown::Quartiles => (Id::Summary, "quartiles of each group", "add `summary` to its `estimate`"),
        };
        if !stated.methods.iter().any(|call| call.method.id == method) {
            let title = said!("`{word}` gives no {needed}", word, needed);
            return self.error_hint(codes::WRONG_VALUE, title, span, "nothing to draw", hint);
        }
        Some(analysis)
    }

    /// One axis has one unit, and one legend one set of groups.
    fn check_alike(&mut self, first: usize, other: usize, span: Span) -> Option<()> {
        let of = |analysis: usize| &self.plan.analyses[analysis];
        let named = |analysis: usize| of(analysis).header.name.clone();
        if of(first).compare != of(other).compare {
            let title = said!("`{other}` has other groups than `{first}`", other = named(other), first = named(first));
            return self.error(codes::WRONG_VALUE, title, span, "they stand in one figure");
        }
        let unit = |analysis: usize| match &self.plan.endpoints[of(analysis).endpoint.0].kind {
            EndpointKind::Given(given) => given.what.unit(&given.value.ty),
            EndpointKind::YesNo(_)
            | EndpointKind::BestResponse(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_) => None,
        };
        if unit(first) != unit(other) {
            let title =
                said!("`{other}` is in another unit than `{first}`", other = named(other), first = named(first));
            return self.error(codes::WRONG_UNIT, title, span, "they stand on one axis");
        }
        Some(())
    }
}
