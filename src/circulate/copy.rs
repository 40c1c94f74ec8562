//! A copy in the making: of each number whether it is told. Nothing is, until something says that it can be.

use crate::circulate::pool::{Pool, Who};
use crate::number::{Number, Withheld};
use crate::results::{Record, Results, Role};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a number in a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Told,
    Withheld(Withheld),
    /// It has no place in the copy: its very line would say that there is somebody.
    Gone,
}

/// Outcomes of which one may be a part of another: they are told beside each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Responses by any criterion.
    Responses,
    /// Times to an event.
    Times,
    /// Who is still at risk of an event on a day: whoever is of one, such as progression or death, may be of another.
    AtRisk,
    /// Every other yes or no: what one has to do with another is not known.
    Others,
    /// A level of a characteristic, by the term of its records.
    Level(String),
    /// Any adverse event.
    AnyEvent,
    SevereEvent,
    /// An adverse event of a class; of none where there are no classes.
    Class(Option<String>),
    Term(Option<String>, String),
    /// Those with a severe event of a class or of a term.
    SevereOf(Box<Family>),
    /// Those with a first event up to the day of the rates.
    FirstOf(Box<Family>),
    /// Those with this worst grade, by the term of its records.
    WorstGrade(String),
}

pub struct Copy<'r> {
    pub results: &'r Results,
    pub smallest: i64,
    /// Names of analyses whose counts are told however small they are.
    pub released: &'r [String],
    /// By the place of the record.
    pub fates: Vec<Fate>,
    /// Sizes of groups.
    pub groups: Pool,
    /// Populations of which the size is told, and of those the ones of which that of each arm is.
    pub whole: BTreeSet<&'r str>,
    pub by_arm: BTreeSet<&'r str>,
    pub families: BTreeMap<Family, Pool>,
}

impl<'r> Copy<'r> {
    pub fn new(results: &'r Results, smallest: i64, released: &'r [String]) -> Copy<'r> {
        Copy {
            results,
            smallest,
            released,
            fates: vec![Fate::Withheld(Withheld::Beside); results.records.len()],
            groups: Pool::default(),
            whole: BTreeSet::new(),
            by_arm: BTreeSet::new(),
            families: BTreeMap::new(),
        }
    }

    pub fn tell(&mut self, index: usize) {
        self.fates[index] = Fate::Told;
    }

    pub fn is_told(&self, index: usize) -> bool {
        self.fates.get(index) == Some(&Fate::Told)
    }

    /// Whether a record of this identifier is told.
    pub fn tells(&self, id: &str) -> bool {
        self.results.records.iter().position(|r| r.id == id).is_some_and(|index| self.is_told(index))
    }

    /// The records that are wanted, with their places.
    pub fn records(&self, wanted: impl Fn(&Record) -> bool) -> Vec<(usize, &'r Record)> {
        self.results.records.iter().enumerate().filter(|(_, r)| wanted(r)).collect()
    }

    /// A count that is told by itself: nobody, or as many as may be told.
    pub fn is_none_or_many(&self, count: i64) -> bool {
        count == 0 || count >= self.smallest
    }

    pub fn is_many(&self, count: i64) -> bool {
        count >= self.smallest
    }

    pub fn is_released(&self, record: &Record) -> bool {
        let of_analysis =
            matches!(record.role, Role::Primary | Role::Secondary | Role::Sensitivity | Role::Supplementary);
        of_analysis && self.released.contains(&record.analysis)
    }

    /// Whether the size of the group that these are of is told.
    pub fn tells_group(&self, population: &str, who: &Who) -> bool {
        match who {
            Who::All => self.whole.contains(population),
            Who::Arms(_) => self.whole.contains(population) && self.by_arm.contains(population),
        }
    }
}

/// A number of patients; a sum of ones that a test calls its observed events is one too.
pub fn count(record: &Record) -> Option<i64> {
    match record.value {
        Number::Count(n) => Some(n),
        Number::Real(x) if x.fract() == 0.0 && x.abs() < 1e15 => Some(x as i64),
        Number::Real(_)
        | Number::Infinite
        | Number::NegativeInfinite
        | Number::NotEstimable(_)
        | Number::Withheld(_) => None,
    }
}
