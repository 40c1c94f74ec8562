//! The methods with their options, and their operations: one for each statistic that is displayed.

use super::documents::Documents;
use super::model::{AnalysisMethod, Operation, OperationRelationship, OperationRole};
use super::said;
use crate::catalogue::{Id, Shown, Statistic, named};
use crate::number::Quantity;
use crate::results::{MethodUse, Record};
use crate::words::Words;

/// In the order of their first use.
#[derive(Default)]
pub struct Methods<'r> {
    used: Vec<Used<'r>>,
}

/// A method with its options; none of what no method computes.
struct Used<'r> {
    id: String,
    method: Option<&'r MethodUse>,
    operations: Vec<Operated>,
}

struct Operated {
    statistic: Statistic,
    /// None where it is printed in several ways.
    quantity: Option<Quantity>,
}

/// A method and an operation of it, by identifier.
pub struct Use {
    pub method: String,
    pub operation: String,
}

impl<'r> Methods<'r> {
    pub fn of(&mut self, record: &'r Record) -> Use {
        let method = record.method.as_ref();
        let place = self.used.iter().position(|used| used.method == method).unwrap_or_else(|| {
            let first = format!("method.{}", method.map_or(COUNTS, |method| &method.name));
            let id = super::unused(first, |id| self.used.iter().any(|used| used.id == id));
            self.used.push(Used { id, method, operations: vec![] });
            self.used.len() - 1
        });
        let used = &mut self.used[place];
        match used.operations.iter_mut().find(|operated| operated.statistic == record.statistic) {
            Some(operated) => operated.quantity = operated.quantity.filter(|quantity| *quantity == record.quantity),
            None => used.operations.push(Operated { statistic: record.statistic, quantity: Some(record.quantity) }),
        }
        Use { method: used.id.clone(), operation: used.operation(record.statistic) }
    }

    /// All methods, each with the operations that were used.
    pub fn all(&self, words: &Words, documents: &Documents) -> Vec<AnalysisMethod> {
        self.used.iter().map(|used| used.described(self.called(words, used), words, documents)).collect()
    }

    /// What a method is called: with its options where others have its title.
    pub fn name(&self, words: &Words, id: &str) -> String {
        let used = self.used.iter().find(|used| used.id == id);
        used.map(|used| self.called(words, used)).unwrap_or_default()
    }

    fn called(&self, words: &Words, used: &Used) -> String {
        let title = used.title(words);
        let alike = self.used.iter().filter(|other| other.title(words) == title).count();
        match used.method {
            Some(method) if alike > 1 && !method.options.is_empty() => format!("{title} ({})", words.options(method)),
            Some(_) | None => title,
        }
    }

    /// What the operations of an analysis are to each other.
    pub fn relationships(&self, method: &str, operations: &[&str]) -> Vec<OperationRelationship> {
        let has = |id: &str| operations.contains(&id);
        let of = self.used.iter().filter(|used| used.id == method);
        let operated = of.flat_map(|used| used.operations.iter().map(move |operated| (used, operated)));
        let own = operated.filter(|(used, operated)| has(&used.operation(operated.statistic)));
        own.flat_map(|(used, operated)| used.relationships(operated)).filter(|to| has(&to.operation_id)).collect()
    }
}

/// Of what no method of the catalogue computes.
const COUNTS: &str = "counts";

impl Used<'_> {
    fn operation(&self, statistic: Statistic) -> String {
        format!("{}.{}", self.id, statistic.code())
    }

    fn title(&self, words: &Words) -> String {
        self.method.map_or_else(|| said::COUNTS.of(words.language).to_string(), |method| words.method(method))
    }

    fn described(&self, name: String, words: &Words, documents: &Documents) -> AnalysisMethod {
        let language = words.language;
        let described = match self.method {
            Some(method) if method.options.is_empty() => said::NO_OPTION.of(language).to_string(),
            Some(method) => words.options(method),
            None => said::COUNTS_ARE.of(language).to_string(),
        };
        let operations = self.operations.iter().enumerate().map(|(i, operated)| Operation {
            id: self.operation(operated.statistic),
            name: self.operation_name(words, operated.statistic),
            label: self.label(words, operated.statistic),
            order: i + 1,
            result_pattern: operated.quantity.and_then(pattern),
            referenced_operation_relationships: self.relationships(operated),
        });
        AnalysisMethod {
            id: self.id.clone(),
            name,
            description: described,
            document_refs: self.method.and_then(|method| documents.citation(&method.citation)).into_iter().collect(),
            operations: operations.collect(),
        }
    }

    fn operation_name(&self, words: &Words, statistic: Statistic) -> String {
        match (statistic, self.method) {
            (Statistic::Estimate, Some(method)) => words.estimate_of(method),
            (statistic, _) => words.statistic(statistic),
        }
    }

    fn label(&self, words: &Words, statistic: Statistic) -> String {
        match (statistic, self.method) {
            (Statistic::Estimate, Some(method)) => words.estimate_of(method),
            (statistic, _) => words.short_statistic(statistic),
        }
    }

    fn relationships(&self, operated: &Operated) -> Vec<OperationRelationship> {
        let relationship = |role: &'static str, statistic: Statistic| {
            self.operations.iter().any(|own| own.statistic == statistic).then(|| OperationRelationship {
                id: format!("{}:{role}", self.operation(operated.statistic)),
                referenced_operation_role: OperationRole { controlled_term: role },
                operation_id: self.operation(statistic),
            })
        };
        let is_proportion =
            self.method.and_then(|method| named(&method.name)).is_some_and(|method| method.id == Id::Proportion);
        let (numerator, denominator) = match (operated.statistic, operated.statistic.shown()) {
            (Statistic::Estimate, _) if is_proportion => (Some(Statistic::Responders), Some(Statistic::N)),
            (_, Shown::ShareOf(of)) => (Some(of), None),
            (
                _,
                Shown::Line
                | Shown::Lower
                | Shown::Upper
                | Shown::Whole
                | Shown::OutOfWhole
                | Shown::WithPairs
                | Shown::PValue
                | Shown::Nowhere,
            ) => (None, None),
        };
        let numerator = numerator.and_then(|statistic| relationship("NUMERATOR", statistic));
        numerator.into_iter().chain(denominator.and_then(|statistic| relationship("DENOMINATOR", statistic))).collect()
    }
}

/// How the report prints a number of this kind, where it prints all with as many decimals.
fn pattern(quantity: Quantity) -> Option<&'static str> {
    match quantity {
        Quantity::Count => Some("X"),
        Quantity::Proportion | Quantity::ProportionDifference => Some("X.X"),
        Quantity::Ratio => Some("X.XX"),
        Quantity::Statistic => Some("X.XXX"),
        Quantity::Days | Quantity::Mean | Quantity::Rate | Quantity::TimeAtRisk | Quantity::PValue => None,
    }
}
