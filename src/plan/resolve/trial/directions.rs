//! Which direction is the better one: what the text says, against what the endpoint says; and what is not known, or was assumed,
//! counted in favour of an arm.

use super::called::tokens;
use super::*;
use crate::catalogue::Effect;
use crate::syntax::tree::Block;
use rust_decimal::Decimal;

/// What is lower, or higher, in a sentence. A `lower limit` is none of a value.
const LOWER: &[&str] = &[
    "lower",
    "smaller",
    "fewer",
    "decrease",
    "reduction",
    "diminution",
    "baisse",
    "bas",
    "basse",
    "basses",
    "faible",
    "faibles",
    "petit",
    "petite",
];
const HIGHER: &[&str] = &[
    "higher",
    "larger",
    "greater",
    "increase",
    "augmentation",
    "hausse",
    "élevé",
    "élevée",
    "élevés",
    "élevées",
    "haut",
    "haute",
    "grand",
];
const BETTER: &[&str] =
    &["better", "improvement", "favourable", "favorable", "favorables", "meilleur", "meilleure", "meilleurs", "mieux"];
const WORSE: &[&str] = &[
    "worse",
    "worsening",
    "unfavourable",
    "unfavorable",
    "défavorable",
    "défavorables",
    "pire",
    "pires",
    "aggravation",
];
/// What else is lower or higher than a value.
const OF_OTHERS: &[&str] = &[
    "limit", "limits", "bound", "bounds", "dose", "doses", "level", "arm", "arms", "group", "than", "borne", "limite",
    "que", "margin", "marge", "age", "risk", "risque", "hazard", "rate", "grade", "stage",
];
const DENIED: &[&str] =
    &["not", "no", "neither", "nor", "never", "without", "ne", "pas", "ni", "unless", "whether", "if", "or"];

/// Words between what is lower and what it is.
const NEAR: usize = 5;

/// A success that no patient wishes for.
const UNWISHED: &[&str] = &[
    "relapse",
    "relapsed",
    "relapses",
    "recurrence",
    "progression",
    "progressed",
    "death",
    "dead",
    "died",
    "failure",
    "toxicity",
    "infection",
    "bleeding",
    "severe",
    "exacerbation",
    "hospitalisation",
    "hospitalization",
    "adverse",
    "poor",
    "worsening",
    "deterioration",
    "rechute",
    "récidive",
    "décès",
    "échec",
    "toxicité",
    "saignement",
    "sévère",
];
/// With one of these a label says that what nobody wishes for did not come.
const FREE: &[&str] = &["free", "without", "no", "not", "absence", "sans", "pas", "non"];
/// A worst case the other way round is the best one, where it is called so.
const BEST: &[&str] = &["best", "favourable", "favorable", "optimistic", "meilleur", "meilleure", "optimiste"];

/// What counts as a success though nobody would have it count so.
#[derive(Clone, Copy)]
enum Counted {
    Death,
    NotAssessed,
    /// What is missing, for the arm that is compared.
    InFavour,
}

impl Counted {
    fn title(self) -> &'static str {
        match self {
            Counted::Death => "A death counts as a success",
            Counted::NotAssessed => "Who is not assessed counts as a success",
            Counted::InFavour => "This worst case is the best one of the arm that is compared",
        }
    }

    /// What stands at its place.
    fn here(self) -> &'static str {
        match self {
            Counted::Death | Counted::NotAssessed => "a success",
            Counted::InFavour => "better for it",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Counted::Death | Counted::NotAssessed => "count it as a failure, or show it in a supplementary analysis",
            Counted::InFavour => "exchange the two arms, or call it the best case",
        }
    }
}

/// A ratio as far from 1 is no margin.
const WIDE: i64 = 4;

/// `Worst pain after baseline`, `post-baseline`.
fn is_called_after_baseline(label: &str) -> bool {
    const AFTER: &[&str] = &["after", "since", "post", "following", "après", "depuis"];
    const CHANGE: &[&str] = &["change", "changes", "variation"];
    const BASELINE: &[&str] = &["baseline", "inclusion", "randomisation", "randomization"];
    let spaced = label.replace(['-', '–', '’', '\''], " ");
    let words = tokens(&spaced);
    let from = |at: usize| CHANGE.contains(&words[at].as_str());
    let said = (0..words.len()).any(|at| {
        let next = words.get(at + 1..(at + 3).min(words.len())).unwrap_or_default();
        AFTER.contains(&words[at].as_str()) && next.iter().any(|word| BASELINE.contains(&word.as_str()))
    });
    said && !(0..words.len()).any(from)
}

/// What a text says outright, as whether higher is better, with the bytes of the first sentence that says it; none where it says
/// nothing, or both.
fn direction_said(text: &str) -> Option<(bool, std::ops::Range<usize>)> {
    const ENDS: [char; 5] = ['.', ';', '!', '?', '\n'];
    let ends = text.match_indices(ENDS).map(|(at, _)| at + 1).chain([text.len()]);
    let mut begin = 0;
    let mut said: Vec<(bool, std::ops::Range<usize>)> = vec![];
    for end in ends {
        let sentence = begin + (text[begin..end].len() - text[begin..end].trim_start().len())..end;
        said.extend(direction_of_sentence(text[begin..end].trim_end_matches(ENDS)).map(|higher| (higher, sentence)));
        begin = end;
    }
    let (first, rest) = said.split_first()?;
    rest.iter().all(|(higher, _)| *higher == first.0).then(|| first.clone())
}

fn direction_of_sentence(sentence: &str) -> Option<bool> {
    let tokens = tokens(sentence);
    let any = |words: &[&str]| tokens.iter().any(|token| words.contains(&token.as_str()));
    let places = |words: &[&str]| -> Vec<usize> {
        (0..tokens.len()).filter(|at| words.contains(&tokens[*at].as_str())).collect()
    };
    let (lower, higher, better, worse) = (places(LOWER), places(HIGHER), places(BETTER), places(WORSE));
    let (sides, verdicts) = (one_of(&lower, &higher), one_of(&worse, &better));
    let ([(at, is_higher)], [(verdict, is_better)]) = (sides.as_slice(), verdicts.as_slice()) else { return None };
    let between = tokens.get(at + 1..*verdict)?;
    let of_another = between.iter().any(|token| OF_OTHERS.contains(&token.as_str()));
    (between.len() < NEAR && !of_another && !any(DENIED)).then_some(is_higher == is_better)
}

/// The places of both, each with whether it is of the second.
fn one_of(first: &[usize], second: &[usize]) -> Vec<(usize, bool)> {
    let second = second.iter().map(|at| (*at, true));
    first.iter().map(|at| (*at, false)).chain(second).collect()
}

impl<'a> Resolver<'a> {
    /// `lower is better` in the prose of a clause, or in a label, of endpoints of which higher is.
    pub(crate) fn check_directions(&mut self, plan: &tree::Document) {
        let mut faults = vec![];
        let higher = |endpoint: &Endpoint| endpoint.kind.given().and_then(GivenKind::higher_is_better);
        for (at, clause) in plan.clauses.iter().enumerate() {
            let of_clause = self.plan.endpoints.iter().filter(|e| e.header.clause == ClauseId(at));
            let numbers: Vec<(&Endpoint, bool)> = of_clause.filter_map(|e| Some((e, higher(e)?))).collect();
            let Some((first, own)) = numbers.first().copied() else { continue };
            for (endpoint, own) in &numbers {
                if direction_said(&endpoint.header.label).is_some_and(|(said, _)| said != *own) {
                    faults.push((endpoint.header.clone(), endpoint.header.span, *own));
                }
            }
            if numbers.iter().any(|(_, other)| *other != own) {
                continue;
            }
            for block in &clause.blocks {
                if let Block::Paragraph { text, span } = block
                    && let Some((_, said)) = direction_said(text).filter(|(said, _)| *said != own)
                {
                    let place =
                        Span { start: span.start + said.start as u32, end: span.start + said.end as u32, ..*span };
                    faults.push((first.header.clone(), if place.end <= span.end { place } else { *span }, own));
                }
            }
        }
        for (header, place, own) in faults {
            let (own, other) = if own { ("higher", "lower") } else { ("lower", "higher") };
            let stated = self.place_of("endpoint", &header.name, "kind").unwrap_or(header.span);
            let title = said!(
                "The text says that {other} is better, and `{name}` that {own} is",
                other,
                name = header.name,
                own
            );
            let (stated, said) = ((stated, format!("{own} is better")), (place, format!("{other} is better")));
            let (first, second) = if place == header.span { (said, stated) } else { (stated, said) };
            let diagnostic = Diagnostic::new(codes::OTHER_DIRECTION, title)
                .at(first.0, first.1)
                .at(second.0, second.1)
                .because(
                    "a one-sided test, a margin and the words of the report go by the endpoint, and people by the text",
                )
                .hint("correct the one that is wrong");
            self.ask(Question::OtherDirection, &header.name, diagnostic);
        }
    }

    /// A ratio of which nearly every effect is within the margin.
    pub(super) fn check_margin_of_ratio(&mut self) {
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            let Some(hypothesis) = analysis.hypothesis.as_ref().filter(|h| h.claim != Claim::Superiority) else {
                continue;
            };
            let is_ratio = match analysis.effect {
                Some(StatedEffect::Of(
                    Effect::RiskRatio
                    | Effect::OddsRatio
                    | Effect::HazardRatio
                    | Effect::SubdistributionHazardRatio
                    | Effect::CauseSpecificHazardRatio
                    | Effect::RateRatio,
                )) => true,
                Some(_) | None => false,
            };
            let far =
                |margin: &Decimal| *margin >= Decimal::from(WIDE) || *margin * Decimal::from(WIDE) <= Decimal::ONE;
            let margin = [hypothesis.lower, hypothesis.upper].into_iter().flatten().find(far);
            faults.extend(margin.filter(|_| is_ratio).map(|margin| (analysis.header.clone(), hypothesis.span, margin)));
        }
        for (header, place, margin) in faults {
            let title = said!(
                "The margin of `{name}` is a ratio of {margin}, within which nearly every effect lies",
                name = header.name,
                margin = margin.normalize().to_string()
            );
            let diagnostic = Diagnostic::new(codes::ALWAYS_SO, title)
                .at(place, "a ratio, of which 1 is no effect")
                .because("an arm that is many times worse would be called not inferior")
                .hint("write the ratio that is meant, such as 1.25");
            self.ask(Question::AlwaysSo, &header.name, diagnostic);
        }
    }

    /// What is called after baseline is not read in rows of any visit and any day.
    pub(super) fn check_called_after_baseline(&mut self) {
        let Some(patients) = self.patients() else { return };
        let defines = self.plan.defines.iter().filter(|d| d.table == patients).map(|d| (&d.header, &d.value));
        let endpoints = self.plan.endpoints.iter().filter_map(|e| match &e.kind {
            EndpointKind::Given(given) => Some((&e.header, &given.value)),
            EndpointKind::YesNo(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => None,
        });
        let mut faults: Vec<(Header, Span)> = vec![];
        for (header, value) in defines.chain(endpoints) {
            if !is_called_after_baseline(&header.label) {
                continue;
            }
            let open = self
                .open_rows(value, patients)
                .or_else(|| self.rows_from_day_zero(value, patients))
                .filter(|place| faults.iter().all(|(_, other)| other != place));
            faults.extend(open.map(|place| (header.clone(), place)));
        }
        for (header, place) in faults {
            let title = said!(
                "`{name}` is called \"{label}\" and reads rows of the baseline too",
                name = header.name,
                label = header.label
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, "not only rows after time zero")
                .because("people read the label, and what is carried out is the statement")
                .hint("take the rows after time zero, `… where date after time zero`, or those of later visits");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// A power under no effect is the level, and of one arm there is none.
    pub(super) fn check_effect_assumed(&mut self) {
        let mut faults = vec![];
        for assumption in &self.plan.assumptions {
            for outcome in &assumption.outcomes {
                let of_endpoint = |a: &&Analysis| a.endpoint == outcome.endpoint;
                let equal_is_meant = |a: &Analysis| a.hypothesis.is_some();
                if self.plan.analyses.iter().filter(of_endpoint).any(equal_is_meant) {
                    continue;
                }
                let tested = |a: &&Analysis| a.methods.iter().any(|call| call.standing == Standing::MainTest);
                let compared = self.plan.analyses.iter().filter(of_endpoint).filter(tested);
                let no_effect = compared.filter_map(|a| {
                    let assumed: Vec<Option<&Assumed>> = a.compare.arms().iter().map(|arm| outcome.of(*arm)).collect();
                    let (first, rest) = assumed.split_first()?;
                    let same = first.is_some() && !rest.is_empty() && rest.iter().all(|other| other == first);
                    let in_part = assumed.iter().any(Option::is_some) && assumed.iter().any(Option::is_none);
                    (same || in_part && assumed.len() == 2).then_some(same)
                });
                if let Some(same) = no_effect.into_iter().next() {
                    faults.push((assumption.header.clone(), outcome.endpoint, same));
                }
            }
        }
        for (header, endpoint, same) in faults {
            let name = self.plan.endpoints[endpoint.0].header.name.clone();
            let title = match same {
                true => said!(
                    "`{assumed}` asks for a power, and assumes no effect on `{name}`",
                    assumed = header.name,
                    name
                ),
                false => said!(
                    "`{assumed}` asks for a power, and assumes `{name}` of one arm only",
                    assumed = header.name,
                    name
                ),
            };
            let place = self.place_of_outcome(&header.name, &name).unwrap_or(header.span);
            let diagnostic = Diagnostic::new(codes::NO_EFFECT, title)
                .at(place, if same { "the same in the arms compared" } else { "the other arm has none" })
                .because("without an effect a test rejects as often as its level says")
                .hint("state what each of the arms compared is assumed to have");
            self.ask(Question::NoEffect, &header.name, diagnostic);
        }
    }

    /// What an `assume` says of an endpoint.
    pub(super) fn place_of_outcome(&self, assumption: &str, endpoint: &str) -> Option<Span> {
        let stated = self.stated("assume", assumption)?;
        let named = |items: &'a [Item], name: &str| {
            items.iter().find_map(|item| match item {
                Item::Entry(entry) if entry.key.as_ref().is_some_and(|key| key.node == name) => Some(entry),
                Item::Entry(_) | Item::Case(_) => None,
            })
        };
        Some(named(&named(&stated.statement.items, "outcomes")?.items, endpoint)?.span)
    }

    /// Neither a death nor what is not known is a success, where nobody says why.
    pub(super) fn check_counted_as_success(&mut self) {
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            for (of, strategy, place) in &analysis.handling.strategies {
                let is_death = match of {
                    StrategyOf::Death(_) => true,
                    StrategyOf::Intercurrent(index) => self.plan.death() == Some(self.plan.intercurrents[*index].event),
                };
                if is_death && *strategy == Strategy::CompositeSuccess {
                    faults.push((analysis.header.name.clone(), *place, Counted::Death));
                }
            }
            let endpoint = &self.plan.endpoints[analysis.endpoint.0];
            let told = endpoint.kind.missing().and_then(|missing| self.missing_told(missing, analysis, endpoint));
            if let Some(counted) = told {
                let endpoint = endpoint.header.clone();
                let place = self.place_of("endpoint", &endpoint.name, "if not assessed").unwrap_or(endpoint.span);
                faults.push((endpoint.name, place, counted));
            }
        }
        for (about, place, counted) in faults {
            let diagnostic = Diagnostic::new(codes::COUNTED_AS_SUCCESS, counted.title())
                .at(place, counted.here())
                .because("an arm would do better by its deaths, or by the patients that it loses")
                .hint(counted.hint());
            self.ask(Question::CountedAsSuccess, &about, diagnostic);
        }
    }

    /// What is told where what is missing counts in favour of an arm that is not the reference, which alone is no better for it. Of
    /// what nobody wishes for a success is what is worse.
    fn missing_told(&self, missing: MissingRule, analysis: &Analysis, endpoint: &Endpoint) -> Option<Counted> {
        let label = &endpoint.header.label;
        let unwished = says(label, UNWISHED) && !says(label, FREE);
        let is_primary = analysis.role == Role::Primary;
        match missing {
            MissingRule::Success => {
                let is_best = says(label, BEST) || says(&analysis.header.label, BEST);
                let told = is_primary || analysis.role == Role::Secondary && !is_best;
                (told && !unwished).then_some(Counted::NotAssessed)
            }
            MissingRule::WorstCase(success) => {
                let arms = analysis.compare.arms();
                let mut others = arms.iter().filter(|arm| Some(**arm) != analysis.reference);
                let of_other = others.any(|arm| success.holds(*arm));
                let of_reference = analysis.reference.is_some_and(|arm| success.holds(arm));
                let favours = if unwished { of_reference && !of_other } else { of_other || arms.is_empty() };
                let is_best = says(label, BEST) || says(&analysis.header.label, BEST);
                let is_sure = unwished || self.is_of_responses(endpoint);
                match (favours, is_primary) {
                    (true, true) if !unwished => Some(Counted::NotAssessed),
                    (true, true) => Some(Counted::InFavour),
                    (true, false) if analysis.reference.is_some() && is_sure && !is_best => Some(Counted::InFavour),
                    (true | false, _) => None,
                }
            }
            MissingRule::Failure | MissingRule::LeftOut | MissingRule::LastValue(_) | MissingRule::OwnCategory => None,
        }
    }

    /// A success is a response, as its criterion says.
    fn is_of_responses(&self, endpoint: &Endpoint) -> bool {
        match &endpoint.kind {
            EndpointKind::YesNo(yes_no) => !yes_no.by.is_empty() && self.are_responses(&yes_no.by),
            EndpointKind::Given(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => false,
        }
    }

    /// By the roles that the criteria give their sets of responses.
    pub(super) fn are_responses(&self, by: &[ResponseSuccess]) -> bool {
        let role = |by: &ResponseSuccess| self.plan.responses[by.response.0].criterion.set(by.success).role;
        let is_response = |role| matches!(role, Some(ResponseRole::ObjectiveResponse | ResponseRole::CompleteResponse));
        by.iter().map(role).all(is_response)
    }
}

fn says(text: &str, words: &[&str]) -> bool {
    tokens(text).iter().any(|token| words.contains(&token.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_which_direction_is_better() {
        for (text, higher) in [
            ("The score runs from 0 to 10; lower is better.", Some(false)),
            ("Higher values are worse", Some(false)),
            ("Higher scores mean a better quality of life.", Some(true)),
            ("the lower the better", Some(false)),
            ("Une valeur plus basse est meilleure.", Some(false)),
            ("Des valeurs élevées sont défavorables", Some(false)),
            ("Un score plus élevé est meilleur.", Some(true)),
            ("If the lower limit is better than the margin", None),
            ("The higher dose is better tolerated", None),
            ("A decrease is an improvement.", Some(false)),
            ("Lower is not better", None),
            ("Lower is better here, and higher is better there.", None),
            ("The worse of two readings", None),
            ("Patients with a higher score than before feel worse.", None),
        ] {
            assert_eq!(direction_said(text).map(|(higher, _)| higher), higher, "{text}");
        }
    }
}
