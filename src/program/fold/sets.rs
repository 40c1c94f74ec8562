//! Which rows of a reading are in each set, and which of those that are ranked have a place.

use super::course::Course;
use super::numbered::LesionRow;
use super::place::cell;
use super::{PlaceInSet, Placed, PlacesTold};
use crate::plan::ir::{Chosen, OfEach, Ranked, Rows, RowsId, Ties};
use crate::program::evaluate::{compare, evaluate, truth};
use crate::program::expression::FlatExpr;
use crate::program::value::{Row, Value};
use std::cmp::Ordering;

/// The rows of a set, and where it is ranked what became of each that might have a place.
#[derive(Default)]
struct Filled<'a> {
    rows: Vec<LesionRow<'a>>,
    standings: Vec<(LesionRow<'a>, PlaceInSet)>,
}

impl<'a> Course<'a> {
    /// The sets of the present reading, in the order of writing.
    pub fn choose_sets(&mut self) {
        for set in 0..self.criterion.rows.len() {
            let Filled { rows, standings } = self.chosen(RowsId(set));
            let present = self.present();
            self.readings[present].sets.push(rows);
            self.readings[present].standings.push(standings);
        }
    }

    /// What became of the things that might have a place in the ranked sets of the present reading.
    pub fn places_told(&self) -> Vec<PlacesTold> {
        let all = self.readings[self.present()].standings.iter().enumerate();
        all.filter_map(|(set, standings)| self.places(RowsId(set), standings)).collect()
    }

    /// Of a set, the rows of the present reading, or those by which its things were chosen.
    fn chosen(&self, id: RowsId) -> Filled<'a> {
        let set = &self.criterion.rows[id.0];
        let ranked = set.ranked.as_ref();
        match (set.chosen, self.present()) {
            (Chosen::Baseline, 1..) => Filled { rows: self.readings[0].sets[id.0].clone(), standings: vec![] },
            (Chosen::Reading | Chosen::Baseline, _) => first_ranked(ranked, vec![], self.candidates(set)),
            (Chosen::Appearance, 0) => Filled::default(),
            (Chosen::Appearance, _) => {
                let before = self.before().next().map_or(vec![], |at| self.readings[at].sets[id.0].clone());
                let there = |row: &LesionRow<'a>| self.was_there(set, row);
                let (seen, appearing): (Vec<LesionRow>, Vec<LesionRow>) =
                    self.candidates(set).into_iter().partition(there);
                let kept = |row: &LesionRow| before.iter().any(|kept| kept.same_lesion(row));
                let passed = |row: &LesionRow<'a>| ranked.is_some() && !kept(row) && !self.had(0, set, row);
                let passed: Vec<LesionRow> = seen.into_iter().filter(passed).collect();
                let mut filled = first_ranked(ranked, before, appearing);
                filled.standings.extend(passed.into_iter().map(|row| (row, PlaceInSet::Passed)));
                filled
            }
        }
    }

    /// What is told of the places of a set; none where there is nothing to tell.
    fn places(&self, set: RowsId, standings: &[(LesionRow, PlaceInSet)]) -> Option<PlacesTold> {
        let ranked = self.criterion.rows[set.0].ranked.as_ref().filter(|_| !standings.is_empty())?;
        let by = self.thing().map_or(&[][..], |thing| thing.by.as_slice());
        let placed = |(row, standing): &(LesionRow, PlaceInSet)| Placed {
            thing: by.iter().map(|column| cell(row.cells, *column)).collect(),
            by: ranked.by.iter().map(|key| evaluate(&key.what, row.cells)).collect(),
            of_each: ranked.of_each.as_ref().and_then(|each| evaluate(&each.what, row.cells)),
            standing: *standing,
        };
        Some(PlacesTold { set, things: standings.iter().map(placed).collect() })
    }

    /// Earlier readings that this one sees, latest first, and then the baseline reading.
    fn before(&self) -> impl Iterator<Item = usize> {
        (0..self.present()).rev().filter(|at| *at == 0 || self.readings[*at].visible)
    }

    /// Rows of the present reading that fulfil the condition of a set; one of which it cannot be told does not.
    fn candidates(&self, set: &Rows<FlatExpr>) -> Vec<LesionRow<'a>> {
        let here = &self.readings[self.present()];
        let left_out = set.without.map_or(&[][..], |id| here.sets[id.0].as_slice());
        let belongs = |row: &LesionRow| {
            truth(&set.condition, row.cells) == Some(true) && !left_out.iter().any(|other| other.same_lesion(row))
        };
        here.lesions.iter().copied().filter(belongs).collect()
    }

    /// An earlier reading has the lesion among those that a set is taken from.
    fn was_there(&self, set: &Rows<FlatExpr>, row: &LesionRow<'a>) -> bool {
        self.before().any(|at| self.had(at, set, row))
    }

    /// The reading has the lesion among those that a set is taken from.
    fn had(&self, at: usize, set: &Rows<FlatExpr>, row: &LesionRow<'a>) -> bool {
        let reading = &self.readings[at];
        let rows = set.of.map_or(reading.lesions.as_slice(), |of| reading.sets[of.0].as_slice());
        rows.iter().any(|other| other.same_lesion(row))
    }
}

/// Those that have a place already, and of the candidates those for which there is one.
fn first_ranked<'a>(
    ranked: Option<&Ranked<FlatExpr>>,
    kept: Vec<LesionRow<'a>>,
    candidates: Vec<LesionRow<'a>>,
) -> Filled<'a> {
    let Some(ranked) = ranked else { return Filled { rows: [kept, candidates].concat(), standings: vec![] } };
    let standings = kept.iter().map(|row| (*row, PlaceInSet::Kept)).collect();
    let mut places = Places { ranked, rows: kept, standings, closed: vec![], full: false };
    let mut in_order = candidates;
    in_order.sort_by(|a, b| ranked.order(a.cells, b.cells));
    for alike in in_order.chunk_by(|a, b| ranked.order(a.cells, b.cells).is_eq()) {
        match ranked.ties {
            Ties::Settled => alike.iter().for_each(|row| places.take(&[*row])),
            Ties::AllIn => places.take(alike),
            Ties::AllOut => places.take_if_all_fit(alike),
        }
    }
    Filled { rows: places.rows, standings: places.standings }
}

impl Ranked<FlatExpr> {
    /// The order in which rows take their places. What is not known, which no row of the set should lack, stands last.
    fn order(&self, a: &Row, b: &Row) -> Ordering {
        let by_key = self.by.iter().map(|key| match (evaluate(&key.what, a), evaluate(&key.what, b)) {
            (Some(x), Some(y)) if key.largest_first => compare(&y, &x).unwrap_or(Ordering::Equal),
            (Some(x), Some(y)) => compare(&x, &y).unwrap_or(Ordering::Equal),
            (x, y) => x.is_none().cmp(&y.is_none()),
        });
        by_key.fold(Ordering::Equal, Ordering::then)
    }
}

/// The places of a set while they are taken.
struct Places<'r, 'a> {
    ranked: &'r Ranked<FlatExpr>,
    rows: Vec<LesionRow<'a>>,
    /// Of every row so far.
    standings: Vec<(LesionRow<'a>, PlaceInSet)>,
    /// Values of which no further row is taken, as rows ranked alike did not all fit.
    closed: Vec<Option<Value>>,
    full: bool,
}

impl<'a> Places<'_, 'a> {
    fn value(each: &OfEach<FlatExpr>, row: &LesionRow) -> Option<Value> {
        evaluate(&each.what, row.cells)
    }

    /// Places that are left for rows that are of the same as this one.
    fn left_of_each(&self, row: &LesionRow) -> usize {
        let Some(each) = &self.ranked.of_each else { return usize::MAX };
        let own = Self::value(each, row);
        if self.closed.contains(&own) {
            return 0;
        }
        each.at_most.saturating_sub(self.rows.iter().filter(|other| Self::value(each, other) == own).count())
    }

    /// Places that are left over all.
    fn left(&self) -> usize {
        match self.ranked.at_most {
            _ if self.full => 0,
            Some(most) => most.saturating_sub(self.rows.len()),
            None => usize::MAX,
        }
    }

    /// Rows that are ranked alike: each for which there was a place before the first of them took one.
    fn take(&mut self, alike: &[LesionRow<'a>]) {
        let standing = |row: &LesionRow<'a>| match self.left() {
            0 => PlaceInSet::Full,
            _ if self.left_of_each(row) == 0 => PlaceInSet::FullOfEach,
            _ => PlaceInSet::Taken,
        };
        let standings = alike.iter().map(|row| (*row, standing(row))).collect();
        self.settle(standings);
    }

    /// Rows that are ranked alike: none where there are not places enough for them, and none that would come after.
    fn take_if_all_fit(&mut self, alike: &[LesionRow<'a>]) {
        let of_same = |row: &LesionRow| match &self.ranked.of_each {
            Some(each) => alike.iter().filter(|other| Self::value(each, other) == Self::value(each, row)).count(),
            None => 0,
        };
        let fits = |row: &LesionRow| of_same(row) <= self.left_of_each(row);
        let over: Vec<LesionRow> = alike.iter().copied().filter(|row| !fits(row)).collect();
        let closed = self.ranked.of_each.iter().flat_map(|each| over.iter().map(|row| Self::value(each, row)));
        let closed: Vec<Option<Value>> = closed.collect();
        let all_fit = alike.len() - over.len() <= self.left();
        let standing = |row: &LesionRow<'a>| match (fits(row), self.left(), self.left_of_each(row)) {
            (true, _, _) if all_fit => PlaceInSet::Taken,
            (_, 0, _) => PlaceInSet::Full,
            (false, _, 0) => PlaceInSet::FullOfEach,
            (_, _, _) => PlaceInSet::Alike,
        };
        let standings = alike.iter().map(|row| (*row, standing(row))).collect();
        self.full |= !all_fit;
        self.closed.extend(closed);
        self.settle(standings);
    }

    fn settle(&mut self, standings: Vec<(LesionRow<'a>, PlaceInSet)>) {
        let taken = standings.iter().filter(|(_, standing)| *standing == PlaceInSet::Taken);
        self.rows.extend(taken.map(|(row, _)| *row));
        self.standings.extend(standings);
    }
}
