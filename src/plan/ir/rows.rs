//! Sets of the rows that a criterion reads.

use super::{Header, RowExpr, RowsId};
use std::convert::Infallible;

/// `rows target: lesion where role = target { chosen at: baseline }`.
#[derive(Clone, Debug)]
pub struct Rows<W = RowExpr> {
    pub header: Header,
    /// In a row of `lesion`; of a set that is taken from another, with the condition of that one.
    pub condition: W,
    pub chosen: Chosen,
    /// The set written above from whose rows at a reading these are taken; none: from all.
    pub of: Option<RowsId>,
    /// Things of this set, written above, are left out.
    pub without: Option<RowsId>,
    pub ranked: Option<Ranked<W>>,
    /// Where it is asked for by a thing, only those that belong to that one.
    pub belongs: Belongs,
}

/// A column in which a thing names another of the same reader by what tells the two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The column that holds the other's name.
    pub column: usize,
    /// The column whose value it is there.
    pub names: usize,
}

/// To what the rows of a set belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belongs {
    ToReading,
    /// `belongs to: COLUMN`: to the thing that a row names, and to the one that that one names; none where no row names another.
    ToThing(Option<Reference>),
}

/// At which reading the things of a set are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// At each, among its rows.
    Reading,
    /// At the baseline reading, and followed from there.
    Baseline,
    /// Each at the first reading, after the baseline reading, at which it is among those it is taken from; one that is
    /// chosen is followed from there and keeps its place, one that is not chosen then never is.
    Appearance,
}

/// `{ largest: size, at most: 5, of each: organ { at most: 2 }, ties: number }`: of rows that are ranked the first ones.
///
/// They are taken in the order of their ranks, each where there is still a place, over all and for what it is of.
#[derive(Clone, Debug)]
pub struct Ranked<W = RowExpr> {
    /// Read in order: each decides where those before it are equal.
    pub by: Vec<RankKey<W>>,
    pub at_most: Option<usize>,
    pub of_each: Option<OfEach<W>>,
    pub ties: Ties,
}

/// What rows are ranked by; no row of the set is without it.
#[derive(Clone, Debug)]
pub struct RankKey<W = RowExpr> {
    pub what: W,
    pub largest_first: bool,
}

/// Of the rows with one value at most so many.
#[derive(Clone, Debug)]
pub struct OfEach<W = RowExpr> {
    pub what: W,
    pub at_most: usize,
}

/// What becomes of rows that are ranked alike and for which there are not places enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// There are none: no two rows of a reading are ranked alike.
    Settled,
    AllIn,
    /// None of them, nor any that is ranked behind them, for the place that they would have taken.
    AllOut,
}

impl<W> Ranked<W> {
    /// The same by other expressions, in the order of writing.
    pub fn map<F>(&self, change: &mut dyn FnMut(&W) -> F) -> Ranked<F> {
        let Ok(changed) = self.try_map::<F, Infallible>(&mut |what| Ok(change(what)));
        changed
    }

    pub fn try_map<F, X>(&self, change: &mut dyn FnMut(&W) -> Result<F, X>) -> Result<Ranked<F>, X> {
        let mut by = vec![];
        for key in &self.by {
            by.push(RankKey { what: change(&key.what)?, largest_first: key.largest_first });
        }
        let of_each = match &self.of_each {
            Some(each) => Some(OfEach { what: change(&each.what)?, at_most: each.at_most }),
            None => None,
        };
        Ok(Ranked { by, at_most: self.at_most, of_each, ties: self.ties })
    }

    /// The expressions in it.
    pub fn expressions(&self) -> impl Iterator<Item = &W> {
        self.by.iter().map(|key| &key.what).chain(self.of_each.iter().map(|each| &each.what))
    }
}
