//! What each result of a plan rests on, as far as it is computed: two that are the same here give the same numbers from the same
//! data, whatever else the plans say.

use crate::plan::ir::Plan;
use crate::program::{self, Operation, StepId, digest};
use std::collections::{BTreeMap, BTreeSet};

/// By the name of an analysis, a family, an agreement, a count of lesions or a sample size.
pub struct Meanings(BTreeMap<String, Meaning>);

/// What the steps do that a result rests on, whatever they are called; and the families that adjust its p-values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Meaning {
    tables: BTreeMap<String, Declared>,
    steps: BTreeSet<String>,
    families: BTreeSet<String>,
}

/// What a table is declared to be: by its columns, and besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Declared {
    columns: BTreeMap<String, String>,
    besides: BTreeSet<String>,
}

impl Declared {
    /// A line for each column begins with its name; no other line has a colon.
    fn of(text: &str) -> Declared {
        let mut declared = Declared::default();
        for line in text.lines().map(str::trim) {
            match line.split_once(": ") {
                Some((column, says)) => {
                    declared.columns.insert(column.to_string(), says.to_string());
                }
                None => {
                    declared.besides.insert(line.to_string());
                }
            }
        }
        declared
    }

    /// A column that one of them alone has is read by nothing that both have: what reads it would be another step.
    fn is_as(&self, other: &Declared) -> bool {
        let same = |(column, says): (&String, &String)| other.columns.get(column).is_none_or(|known| known == says);
        self.besides == other.besides && self.columns.iter().all(same)
    }
}

impl Meaning {
    fn is_as(&self, other: &Meaning) -> bool {
        let tables = self.tables.len() == other.tables.len()
            && self.tables.iter().all(|(id, a)| other.tables.get(id).is_some_and(|b| a.is_as(b)));
        tables && self.steps == other.steps && self.families == other.families
    }
}

impl Meanings {
    pub fn of(plan: &Plan) -> Meanings {
        let program = program::lower(plan);
        let texts = digest::contents(&program, plan);
        let says = |step: StepId| texts.get(step.0).cloned().unwrap_or_default();
        let resting_on = |step: &StepId| {
            let mut meaning = Meaning::default();
            for id in program.upstream(&[*step]) {
                let (name, of) = (program.step(id).id.clone(), &program.step(id).does);
                if matches!(of, Operation::Read(_) | Operation::Declared(_)) {
                    meaning.tables.insert(name, Declared::of(&says(id)));
                } else {
                    meaning.steps.insert(says(id));
                }
            }
            meaning
        };
        let names = |headers: Vec<&crate::plan::ir::Header>, steps: &[StepId]| -> Vec<(String, Meaning)> {
            headers.into_iter().zip(steps).map(|(h, step)| (h.name.clone(), resting_on(step))).collect()
        };
        let mut all: BTreeMap<String, Meaning> = BTreeMap::new();
        all.extend(names(plan.analyses.iter().map(|a| &a.header).collect(), &program.analyses));
        all.extend(names(plan.families.iter().map(|f| &f.header).collect(), &program.families));
        all.extend(names(plan.agreements.iter().map(|a| &a.header).collect(), &program.agreements));
        all.extend(names(plan.lesions.iter().map(|l| &l.header).collect(), &program.lesions));
        all.extend(names(plan.sample_sizes.iter().map(|s| &s.header).collect(), &program.sample_sizes));
        for (family, step) in plan.families.iter().zip(&program.families) {
            for analysis in family.of.iter().filter_map(|index| plan.analyses.get(*index)) {
                if let Some(meaning) = all.get_mut(&analysis.header.name) {
                    meaning.families.insert(says(*step));
                }
            }
        }
        Meanings(all)
    }

    /// Whether a result of this name is computed in both, and alike.
    pub fn same(&self, other: &Meanings, name: &str) -> bool {
        let pair = self.0.get(name).zip(other.0.get(name));
        pair.is_some_and(|(a, b)| a.is_as(b))
    }

    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}
