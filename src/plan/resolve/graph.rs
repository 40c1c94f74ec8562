//! `hypotheses { … }` of a family: how a graphical procedure shares the level.

use super::entries::Entries;
use super::*;
use crate::catalogue::adjusted_p_values::Procedure;
use crate::catalogue::{Class, Of, Question, Statistic};
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Entry, Expression, Kind, Operator};
use rust_decimal::Decimal;

/// A hypothesis before its share is read: its name in the family, its analysis, and the arm where there are several.
type Named = (String, usize, Option<usize>);

impl<'a> Resolver<'a> {
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where there is no graph")]
    pub(crate) fn graph(
        &mut self,
        entries: &Entries<'a>,
        by: Procedure,
        of: &[usize],
        owner: Span,
    ) -> Option<Option<Graph>> {
        match (by, entries.get("hypotheses")) {
            (Procedure::Graphical, Some(block)) => self.hypotheses(block, of).map(Some),
            (Procedure::Graphical, None) => {
                let names: Vec<String> = self.named_hypotheses(of, owner)?.into_iter().map(|(name, ..)| name).collect();
                let title = "A graphical procedure has no graph";
                let label = "the shares of alpha are not said";
                let hint = format!(
                    "add `hypotheses {{ … }}` with an entry `NAME: SHARE {{ to OTHER: PART }}` for each of: {}",
                    names.join(", ")
                );
                self.missing_key(owner, title, label, hint)
            }
            (_, None) => Some(None),
            (_, Some(block)) => {
                let title = said!("`hypotheses` changes nothing where the procedure is `{by}`", by = by.word());
                let hint = "take it away, or write `procedure: graphical`";
                self.error_hint(codes::OPTION_UNREAD, title, block.span, "read by a graphical procedure only", hint)
            }
        }
    }

    fn hypotheses(&mut self, block: &'a Entry, of: &[usize]) -> Option<Graph> {
        let named = self.named_hypotheses(of, block.span)?;
        let names: Vec<&str> = named.iter().map(|(name, ..)| name.as_str()).collect();
        let entries = self.entries(&block.items, &names, "`hypotheses`", block.span);
        let (mut hypotheses, mut places, mut whole) = (vec![], vec![], !entries.has_stray());
        for (place, (name, analysis, arm)) in named.iter().enumerate() {
            let element = self.required(&entries, name).and_then(|value| self.single(value));
            let Some(element) = element else {
                whole = false;
                continue;
            };
            let (share, passes) = (self.share(&element.expression), self.passes(element, &names, place));
            match (share, passes) {
                (Some(share), Some(passes)) => {
                    hypotheses.push(Hypothesis { analysis: *analysis, arm: *arm, share, passes });
                    places.push((share, element.expression.span));
                }
                _ => whole = false,
            }
        }
        if !whole {
            return None;
        }
        let begin = self.check_sum(hypotheses.iter().map(|h| h.share), "The shares of alpha", block.span)?;
        self.check_hypotheses_reached(&hypotheses, &names, block.span)?;
        places.retain(|(share, _)| !share.is_zero());
        places.sort();
        let places: Vec<Span> = places.into_iter().map(|(_, place)| place).collect();
        self.ask_of_rest(begin, "The shares of alpha", &places);
        Some(Graph { hypotheses })
    }

    /// `{ to OTHER: PART }` of one hypothesis.
    fn passes(&mut self, element: &'a Element, names: &[&str], own: usize) -> Option<Vec<(usize, Decimal)>> {
        let others: Vec<(usize, String)> =
            names.iter().enumerate().filter(|(i, _)| *i != own).map(|(i, name)| (i, format!("to {name}"))).collect();
        let keys: Vec<&str> = others.iter().map(|(_, key)| key.as_str()).collect();
        let what = format!("`{}`", names[own]);
        let entries = self.entries(&element.options, &keys, &what, element.span);
        let (mut found, mut whole) = (vec![], !entries.has_stray());
        for (place, key) in &others {
            let Some(value) = entries.value(key) else { continue };
            match self.single(value).and_then(|part| self.share(&part.expression)) {
                Some(part) => found.push((*place, part)),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        let what = "What a hypothesis passes on";
        let sum = self.check_sum(found.iter().map(|(_, part)| *part), what, element.span)?;
        // The last of a sequence has nothing behind it.
        if !sum.is_zero() {
            self.ask_of_rest(sum, what, &[element.span]);
        }
        Some(found)
    }

    /// `0.5` or `1/3`, from 0 to 1.
    fn share(&mut self, expression: &'a Expression) -> Option<Decimal> {
        let share = match &expression.kind {
            Kind::Binary { operator: Operator::Divide, left, right } => {
                let (above, below) = (self.plain_number(left)?, self.plain_number(right)?);
                above.checked_div(below)
            }
            _ => Some(self.plain_number(expression)?),
        };
        match share.filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share)) {
            Some(share) => Some(share),
            None => {
                let hint = "write it as `0.5`, or as `1/3`";
                self.error_hint(codes::WRONG_VALUE, "A share is from 0 to 1", expression.span, "not a share", hint)
            }
        }
    }

    fn plain_number(&mut self, expression: &'a Expression) -> Option<Decimal> {
        let (number, unit) = self.number(expression)?;
        match unit {
            None => Some(number),
            Some(unit) => self.not_plain("A share is a plain number", number, unit, expression.span),
        }
    }

    fn check_sum(&mut self, shares: impl Iterator<Item = Decimal>, what: &'static str, span: Span) -> Option<Decimal> {
        let sum: Decimal = shares.sum();
        if sum <= Decimal::ONE {
            return Some(sum);
        }
        let title = said!("{what} add up to {sum}, which is more than 1", what, sum = sum.normalize().to_string());
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
            .at(span, "more than there is")
            .because("the probability of a false rejection would exceed alpha");
        self.report(diagnostic);
        None
    }

    /// What is given to nobody is asked about; thirds are a whole.
    fn ask_of_rest(&mut self, sum: Decimal, what: &'static str, places: &[Span]) {
        let rest = Decimal::ONE - sum;
        let Some((first, others)) = places.split_first().filter(|_| rest >= Decimal::new(1, 9)) else { return };
        let title = said!("{what} add up to {sum}, which is less than 1", what, sum = sum.normalize().to_string());
        let diagnostic = Diagnostic::new(codes::LEVEL_UNSPENT, title)
            .at(*first, format!("{} of it goes to nobody", rest.round_dp(9).normalize()));
        let diagnostic = others.iter().fold(diagnostic, |d, place| d.at(*place, "with this"));
        let diagnostic = diagnostic
            .because("the family is tested at less than its level, and an effect may be missed for it")
            .hint("let the parts add up to 1");
        self.ask_here(Question::LevelUnspent, diagnostic);
    }

    /// Every hypothesis has a share, at the start or by what is passed on to it.
    fn check_hypotheses_reached(&mut self, hypotheses: &[Hypothesis], names: &[&str], span: Span) -> Option<()> {
        let mut reached: Vec<bool> = hypotheses.iter().map(|h| !h.share.is_zero()).collect();
        for _ in hypotheses {
            for (from, hypothesis) in hypotheses.iter().enumerate() {
                let passed = hypothesis.passes.iter().filter(|(_, part)| !part.is_zero());
                let passed: Vec<usize> = passed.map(|(to, _)| *to).collect();
                if reached[from] {
                    passed.into_iter().for_each(|to| reached[to] = true);
                }
            }
        }
        let Some(never) = reached.iter().position(|reached| !reached) else { return Some(()) };
        let title = said!("`{name}` is never tested", name = names[never]);
        let hint = "give it a share, or let another hypothesis pass one on to it";
        self.error_hint(codes::WRONG_VALUE, title, span, "it begins with nothing, and nothing is passed on to it", hint)
    }

    /// The hypotheses of the analyses of a family, in their order.
    fn named_hypotheses(&mut self, of: &[usize], span: Span) -> Option<Vec<Named>> {
        let mut named = vec![];
        for &index in of {
            let analysis = &self.plan.analyses[index];
            let name = analysis.header.name.clone();
            match arms(analysis, &self.plan.endpoints[analysis.endpoint.0].kind) {
                Some(arms) if arms.is_empty() => named.push((name, index, None)),
                Some(arms) => {
                    let label = |arm: usize| self.plan.arms.as_ref().and_then(|all| all.arms.get(arm)).map(|a| &a.name);
                    named.extend(
                        arms.into_iter().filter_map(|arm| Some((format!("{name} {}", label(arm)?), index, Some(arm)))),
                    );
                }
                None => {
                    let title = said!("`{name}` decides several hypotheses that a graph cannot name", name);
                    let hint = "give each of them an analysis of its own, at one timepoint and with one test";
                    return self.error_hint(codes::WRONG_VALUE, title, span, "in this graph", hint);
                }
            }
        }
        Some(named)
    }
}

/// The arms that the test of an analysis decides of one by one; empty where it has one p-value, none where it has several others.
fn arms(analysis: &Analysis, kind: &EndpointKind) -> Option<Vec<usize>> {
    let points: usize = analysis.each.iter().map(|(_, at)| at.len()).sum();
    if points > 1 || matches!(kind, EndpointKind::Events(_)) {
        return None;
    }
    let call = analysis.methods.iter().find(|c| c.standing == Standing::MainTest)?;
    let p_values = call.method.gives.iter().filter(|g| g.statistic == Statistic::PValue && g.class == Class::Test);
    let of: Vec<Of> = p_values.map(|g| g.of).collect();
    let contrasts: Vec<usize> =
        analysis.contrasts().iter().filter_map(|place| analysis.compare.arms().get(*place)).copied().collect();
    let compares = analysis.compare.groups() > 1;
    let of_a_column = of.contains(&Of::Column);
    if of.contains(&Of::Cause) || of.contains(&Of::Group) && compares {
        return None;
    }
    match (compares, of_a_column) {
        (true, true) => Some(contrasts),
        (true, false) if call.method.compares_in_pairs() => Some(contrasts),
        (false, true) => None,
        (false, false) if of.contains(&Of::Covariate) => None,
        (true | false, false) => Some(vec![]),
    }
}
