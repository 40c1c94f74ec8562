//! Whom and what a number is of, within its analysis: the grouping factors, and of each number its groups.

use super::model::{
    By, Clause, CompoundExpression, Condition, GroupingFactor, LogicalOperator, ResultGroup, Selection, WhereClause,
};
use super::said;
use crate::catalogue::{Language, Names};
use crate::results::{Group, LabelKind, Record, Results, Subgroup, Term, Timepoint};
use crate::words::{Words, fill};
use std::borrow::Cow;

/// The grouping factors that the numbers use, in the order of their first use.
#[derive(Default)]
pub struct Groupings {
    factors: Vec<GroupingFactor>,
}

/// A factor by its word, which is that of its variable, and what it is called.
struct Factor<'a> {
    word: Cow<'a, str>,
    name: Cow<'a, str>,
}

impl Groupings {
    pub fn factors(self) -> Vec<GroupingFactor> {
        self.factors
    }

    /// The groups of a number: its subgroup, its arms, its term, its time.
    pub fn of(&mut self, results: &Results, words: &Words, record: &Record) -> Vec<ResultGroup> {
        let subgroup = record.subgroup.as_ref().map(|own| self.subgroup(results, words, record, own));
        let group = self.group(results, words, &record.group);
        let term = record.term.as_ref().map(|term| self.term(results, words, record, term));
        let time = record.timepoint.as_ref().and_then(|time| self.time(words, time));
        [subgroup, group, term, time].into_iter().flatten().collect()
    }

    /// The patients of a level; of what is between the levels the factor alone.
    fn subgroup(&mut self, results: &Results, words: &Words, record: &Record, own: &Subgroup) -> ResultGroup {
        let by = results.label(LabelKind::Covariate, &record.analysis, &own.by).unwrap_or(&own.by);
        let name = fill(said::SUBGROUP.of(words.language), &[("by", by)]);
        let factor = Factor { word: Cow::Owned(format!("subgroup.{}", own.by)), name: Cow::Owned(name) };
        let Some(level) = &own.level else {
            let grouping = self.factor(factor);
            return ResultGroup { grouping_id: self.factors[grouping].id.clone(), group_id: None };
        };
        let label = words.subgroup_label(results, &record.analysis, own);
        self.one(factor, &level.word(), &label)
    }

    fn group(&mut self, results: &Results, words: &Words, group: &Group) -> Option<ResultGroup> {
        match group {
            Group::All => None,
            Group::Arm(_) | Group::Exposed | Group::Unexposed | Group::Value | Group::Baseline => {
                let (word, names) = single(group)?;
                Some(self.one(factor(words.language, word, names), group.word()?, &label(results, words, group)))
            }
            Group::Between(groups) => Some(self.comparison(results, words, groups)),
            Group::Against { arm, reference } => {
                let arms = [Group::Arm(arm.clone()), Group::Arm(reference.clone())];
                Some(self.comparison(results, words, &arms))
            }
        }
    }

    /// Groups set against each other, the one that the number is of first.
    fn comparison(&mut self, results: &Results, words: &Words, groups: &[Group]) -> ResultGroup {
        let members: Vec<String> =
            groups.iter().filter_map(|group| self.group(results, words, group)?.group_id).collect();
        let labels: Vec<String> = groups.iter().map(|group| label(results, words, group)).collect();
        let word = groups.iter().map(|group| group.word().unwrap_or_default()).collect::<Vec<_>>().join(".");
        let own = factor(words.language, "comparison", said::COMPARISON);
        if members.is_empty() {
            return self.one(own, "all", said::ALL_GROUPS.of(words.language));
        }
        let clause = |(i, id)| WhereClause { level: 1, order: i + 1, of: Clause::SubClauseId(id) };
        let compound = CompoundExpression {
            logical_operator: LogicalOperator::Or,
            where_clauses: members.into_iter().enumerate().map(clause).collect(),
        };
        let place = self.factor(own);
        self.put(place, &word, &labels.join(" / "), By::CompoundExpression(compound))
    }

    fn term(&mut self, results: &Results, words: &Words, record: &Record, term: &Term) -> ResultGroup {
        let (word, names) = match term {
            Term::Covariate { .. } | Term::Intercept | Term::WholeModel => ("covariate", said::COVARIATE),
            Term::Stratum(_) => ("stratum", said::STRATUM),
            Term::Cause(_) => ("cause", said::CAUSE),
            Term::Category(_) => ("category", said::CATEGORY),
            Term::Shift { .. } => ("shift", said::SHIFT),
            Term::MeanOfReadings => ("reading", said::READING),
            Term::Response(_) => ("response", said::RESPONSE),
            Term::Requirement(_) => ("requirement", said::REQUIREMENT),
            Term::Characteristic { .. } | Term::Score => ("characteristic", said::CHARACTERISTIC),
            Term::LeftOut(_) => ("left_out", said::LEFT_OUT),
            Term::Line(_) => ("event", said::EVENT),
            Term::WorstGrade(_) => ("worst_grade", said::WORST_GRADE),
            Term::Met(_) => ("intercurrent", said::MET),
            Term::Settled { .. } => ("settled", said::SETTLED),
            Term::PValue(_) => ("p_value", said::P_VALUE),
            Term::Rule(_) => ("rule", said::RULE),
        };
        let label = words.term_label(results, record).unwrap_or_else(|| term.word());
        let group = self.one(factor(words.language, word, names), &term.word(), &label);
        if let Term::Rule(id) = term {
            let rule = results.rules.iter().find(|rule| rule.id == *id);
            let place = rule.map(|rule| format!("{}.{}, {}, {}", rule.of, rule.value, rule.file, rule.line));
            self.describe(&group, place.unwrap_or_else(|| id.word().to_string()));
        }
        group
    }

    /// What else tells a group from those of its name.
    fn describe(&mut self, of: &ResultGroup, description: String) {
        let factor = self.factors.iter_mut().find(|factor| factor.id == of.grouping_id);
        let groups = factor.into_iter().flat_map(|factor| &mut factor.groups);
        for group in groups.filter(|group| of.group_id.as_ref() == Some(&group.id)) {
            group.description = Some(description.clone());
        }
    }

    /// A timepoint of the plan is a data subset, and no group.
    fn time(&mut self, words: &Words, time: &Timepoint) -> Option<ResultGroup> {
        match time {
            Timepoint::Point(_) => None,
            Timepoint::Time { at, unit } => {
                let label = words.time(*at, *unit);
                Some(self.one(factor(words.language, "time", said::TIME), &label.replace('\u{a0}', " "), &label))
            }
        }
    }

    fn one(&mut self, factor: Factor, value: &str, label: &str) -> ResultGroup {
        let by = By::Condition(Condition::is(&factor.word, value));
        let place = self.factor(factor);
        self.put(place, value, label, by)
    }

    fn factor(&mut self, factor: Factor) -> usize {
        let id = format!("grouping.{}", factor.word);
        self.factors.iter().position(|own| own.id == id).unwrap_or_else(|| {
            self.factors.push(GroupingFactor {
                id,
                name: factor.name.into_owned(),
                data_driven: false,
                grouping_variable: factor.word.into_owned(),
                groups: vec![],
            });
            self.factors.len() - 1
        })
    }

    /// The same value under another label, as two analyses may have it, is another group.
    fn put(&mut self, place: usize, value: &str, label: &str, by: By) -> ResultGroup {
        let factor = &mut self.factors[place];
        let named = if label.is_empty() { value } else { label };
        let own = factor.groups.iter().position(|group| group.name == named && group.by == by);
        let own = own.unwrap_or_else(|| {
            let first = format!("{}.{value}", factor.grouping_variable);
            let id = super::unused(first, |id| factor.groups.iter().any(|group| group.id == id));
            let order = factor.groups.len() + 1;
            factor.groups.push(Selection { id, name: named.to_string(), description: None, level: 1, order, by });
            factor.groups.len() - 1
        });
        ResultGroup { grouping_id: factor.id.clone(), group_id: Some(factor.groups[own].id.clone()) }
    }
}

fn factor(language: Language, word: &'static str, names: Names) -> Factor<'static> {
    Factor { word: Cow::Borrowed(word), name: Cow::Borrowed(names.of(language)) }
}

/// The factor of a group that is no comparison.
fn single(group: &Group) -> Option<(&'static str, Names)> {
    match group {
        Group::Arm(_) => Some(("arm", said::ARM)),
        Group::Exposed | Group::Unexposed => Some(("exposure", said::EXPOSURE)),
        Group::Value | Group::Baseline => Some(("occasion", said::OCCASION)),
        Group::All | Group::Between(_) | Group::Against { .. } => None,
    }
}

fn label(results: &Results, words: &Words, group: &Group) -> String {
    let Some(word) = group.word() else { return said::ALL_GROUPS.of(words.language).to_string() };
    let arm = results.arms.iter().find(|arm| arm.name == word).map(|arm| arm.label.as_str());
    arm.or_else(|| words.listed_term(word)).unwrap_or(word).to_string()
}
