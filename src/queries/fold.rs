//! Which finding follows from which: each stands in one group, with what it follows from at the head.

use super::expected::{expected, stands};
use super::number::{Identity, identity_of_dates, identity_of_finding};
use super::place::{About, CellAt, Reach};
use crate::checks::Basis;
use crate::data::written;
use crate::plan::ir::{FindingSeverity, Type};
use crate::results::{Asked, Expected, Query, QueryState, Severity, StandingValue, Stands};
use std::collections::{BTreeMap, BTreeSet};

/// A cause and what follows from it: places of findings.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub head: Head,
    pub follow: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Head {
    /// Findings that are one and the same question.
    Findings(Vec<usize>),
    /// A date of which nothing was found by itself, and which several other entries contradict.
    Date(CellAt),
}

/// What is asked at one place of a file is asked once; then what follows is put below what it follows from.
pub fn folded(about: &About) -> Vec<Group> {
    let mut open: Vec<Vec<usize>> = same_questions(about);
    let mut groups: Vec<Group> = vec![];
    let is_thing = |one: &Vec<usize>| about.each[one[0]].reach == Reach::Thing;
    let causes: Vec<Vec<usize>> = taken(&mut open, |one| is_cause(about, one[0]) && !is_thing(one));
    let mut by_place: BTreeMap<Place, usize> = BTreeMap::new();
    for cause in causes {
        // A row whose fields are displaced is at fault before any of its values is.
        let place = place_of(about, cause[0]);
        let row = by_place.get(&Place { column: None, ..place }).copied().filter(|_| place.line.is_some());
        match by_place.get(&place).copied().or(row) {
            Some(known) => groups[known].follow.extend(cause),
            None => {
                by_place.insert(place, groups.len());
                groups.push(Group { head: Head::Findings(cause), follow: vec![] });
            }
        }
    }
    below_causes(about, &mut open, &mut groups);
    let things = taken(&mut open, is_thing);
    groups.extend(things.into_iter().map(|thing| Group { head: Head::Findings(thing), follow: vec![] }));
    below_causes(about, &mut open, &mut groups);
    contradicted_dates(about, &mut open, &mut groups);
    at_one_place(about, open, &mut groups);
    groups.iter_mut().for_each(|group| group.follow.sort_unstable());
    groups.sort_by_key(Group::first);
    groups
}

/// Those of which something holds, taken out.
fn taken<T>(all: &mut Vec<T>, which: impl Fn(&T) -> bool) -> Vec<T> {
    let (those, rest) = std::mem::take(all).into_iter().partition(which);
    *all = rest;
    those
}

/// Findings that differ in nothing by which a question is known.
fn same_questions(about: &About) -> Vec<Vec<usize>> {
    let mut known: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut same: Vec<Vec<usize>> = vec![];
    for finding in 0..about.each.len() {
        let place = *known.entry(identity_of_finding(about, finding)).or_insert_with(|| {
            same.push(vec![]);
            same.len() - 1
        });
        same[place].push(finding);
    }
    same
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    table: usize,
    line: Option<u32>,
    /// None: of the row as a whole.
    column: Option<usize>,
    /// What is of a file as a whole is of nothing else of it.
    apart: Option<usize>,
}

fn place_of(about: &About, finding: usize) -> Place {
    let one = &about.each[finding];
    let whole_row = one.reach == Reach::Row && one.line.is_some();
    let apart = one.line.is_none() || one.column.is_none() && !whole_row;
    Place {
        table: one.table.map_or(usize::MAX, |table| table.0),
        line: one.line,
        column: one.column.filter(|_| !whole_row),
        apart: apart.then_some(finding),
    }
}

fn is_cause(about: &About, finding: usize) -> bool {
    match about.each[finding].reach {
        Reach::Value | Reach::Row | Reach::Column | Reach::Table | Reach::Thing | Reach::Nothing => true,
        Reach::WorkedOut => false,
    }
}

/// What rests on a value, row or file that is at fault is no question of its own until that is answered.
fn below_causes(about: &About, open: &mut Vec<Vec<usize>>, groups: &mut [Group]) {
    let mut of_patient: BTreeMap<Option<&str>, Vec<(usize, usize)>> = BTreeMap::new();
    for (place, group) in groups.iter().enumerate() {
        for cause in group.findings().filter(|cause| is_cause(about, *cause)) {
            let one = &about.each[cause];
            let of_all = matches!(one.reach, Reach::Column | Reach::Table);
            of_patient.entry(one.patient.filter(|_| !of_all)).or_default().push((place, cause));
        }
    }
    let mut below = vec![];
    open.retain(|one| {
        let other = &about.each[one[0]];
        let known = [None, other.patient.map(Some).unwrap_or_default()].into_iter().collect::<BTreeSet<_>>();
        let causes = known.iter().filter_map(|patient| of_patient.get(patient)).flatten();
        let cause =
            causes.filter(|(_, cause)| about.follows(other, &about.each[*cause])).min_by_key(|(_, cause)| cause);
        below.extend(cause.map(|(place, _)| (*place, one.clone())));
        cause.is_none()
    });
    below.into_iter().for_each(|(place, one)| groups[place].follow.extend(one));
}

/// Entries that are that many are more often right than the one date that each of them contradicts.
const CONTRADICTED_BY: usize = 2;

/// The date that most of what is left contradicts, again and again until none is contradicted by several.
fn contradicted_dates(about: &About, open: &mut Vec<Vec<usize>>, groups: &mut Vec<Group>) {
    let mut cells: Vec<Vec<CellAt>> = open.iter().map(|one| dates(about, one[0])).collect();
    loop {
        let mut counts: BTreeMap<CellAt, BTreeSet<Option<CellAt>>> = BTreeMap::new();
        for (one, of) in open.iter().zip(&cells) {
            let own = own_place(about, one[0]);
            of.iter().filter(|cell| Some(**cell) != own).for_each(|cell| {
                counts.entry(*cell).or_default().insert(own);
            });
        }
        let most = counts.iter().map(|(cell, others)| (others.len(), std::cmp::Reverse(*cell))).max();
        let Some((_, std::cmp::Reverse(date))) = most.filter(|(others, _)| *others >= CONTRADICTED_BY) else { return };
        let mut follow = vec![];
        let all = std::mem::take(open).into_iter().zip(std::mem::take(&mut cells));
        for (one, of) in all {
            if of.contains(&date) {
                follow.extend(one);
            } else {
                open.push(one);
                cells.push(of);
            }
        }
        groups.push(Group { head: Head::Date(date), follow });
    }
}

fn own_place(about: &About, finding: usize) -> Option<CellAt> {
    let one = &about.each[finding];
    Some((one.table?, one.line?, one.column.unwrap_or(usize::MAX)))
}

/// The dates that a comparison is about: those of checks and of orders, told without a look among rows.
fn dates(about: &About, finding: usize) -> Vec<CellAt> {
    let compares = match about.found[finding].basis {
        Basis::Check { .. } | Basis::Limit(_) => true,
        Basis::Declared | Basis::Elsewhere(_) => false,
        Basis::Readings { .. } | Basis::Consensus { .. } | Basis::Followed { .. } | Basis::Unfit { .. } => false,
    };
    let mut cells = about.cells(&about.each[finding]);
    cells.retain(|(table, _, column)| {
        compares && about.plan.table(*table).columns.get(*column).is_some_and(|column| column.ty == Type::Date)
    });
    cells
}

/// What is left of one cell is one question, and so is what readers say of one examination.
fn at_one_place(about: &About, open: Vec<Vec<usize>>, groups: &mut Vec<Group>) {
    let mut known: BTreeMap<(usize, Option<u32>, Option<usize>), usize> = BTreeMap::new();
    let mut worst_first = open;
    worst_first.sort_by_key(|one| (severity(about, one[0]), one[0]));
    for one in worst_first {
        let of = &about.each[one[0]];
        let readings = matches!(about.found[one[0]].basis, Basis::Readings { .. });
        let place = (of.table.map_or(usize::MAX, |table| table.0), of.line, of.column);
        let shared = (of.column.is_some() || readings) && of.line.is_some();
        match known.get(&place).filter(|_| shared) {
            Some(group) => groups[*group].follow.extend(one),
            None => {
                if shared {
                    known.insert(place, groups.len());
                }
                groups.push(Group { head: Head::Findings(one), follow: vec![] });
            }
        }
    }
}

fn severity(about: &About, finding: usize) -> Severity {
    match about.found[finding].finding.severity {
        FindingSeverity::BlocksLock => Severity::BlocksLock,
        FindingSeverity::Query => Severity::Query,
        FindingSeverity::Note => Severity::Note,
    }
}

impl Group {
    /// All that stand in it.
    pub fn findings(&self) -> impl Iterator<Item = usize> {
        let head = match &self.head {
            Head::Findings(findings) => findings.as_slice(),
            Head::Date(_) => &[],
        };
        head.iter().chain(&self.follow).copied()
    }

    fn first(&self) -> usize {
        self.findings().min().unwrap_or(usize::MAX)
    }

    pub fn query(&self, about: &About) -> Query {
        let mut root = match &self.head {
            Head::Findings(findings) => asked(about, findings),
            Head::Date(cell) => self.asked_date(about, *cell),
        };
        let worst = self.findings().map(|finding| severity(about, finding)).min();
        root.severity = worst.unwrap_or(root.severity);
        Query { root, consequences: below(about, &self.follow) }
    }

    fn asked_date(&self, about: &About, (table, line, column): CellAt) -> Asked {
        let first = self.follow.first().map(|finding| &about.each[*finding]);
        let row = first.and_then(|one| about.row_in(one, table));
        let of = about.read.rows.get(table.0).map(|rows| &rows.bound);
        let declared = about.plan.table(table);
        let text = of.zip(row).map_or_else(String::new, |(bound, row)| written(bound, declared, column, row));
        let identity = identity_of_dates(about, (table, column), row);
        let stands = Stands::Text(text);
        let control = identity.control(&stands);
        Asked {
            number: identity.number(),
            control,
            severity: Severity::Query,
            code: None,
            clause: about.plan.clause_number(declared.header.clause).to_string(),
            patient: first.and_then(|one| one.patient).map(crate::data::cell::shown),
            file: of.map_or_else(String::new, |bound| bound.file.clone()),
            rows: vec![line],
            column: of.and_then(|bound| bound.columns.get(column)).map(|bound| bound.file_column.node.clone()),
            stands,
            expected: Expected::AgreesWith { entries: self.follow.len() },
            findings: vec![],
            state: QueryState::New,
            answer: None,
        }
    }
}

/// The findings that follow, those that are one question as one.
fn below(about: &About, follow: &[usize]) -> Vec<Asked> {
    let mut known: BTreeMap<Identity, Vec<usize>> = BTreeMap::new();
    follow.iter().for_each(|one| known.entry(identity_of_finding(about, *one)).or_default().push(*one));
    let mut same: Vec<Vec<usize>> = known.into_values().collect();
    same.sort();
    same.iter().map(|findings| asked(about, findings)).collect()
}

fn asked(about: &About, findings: &[usize]) -> Asked {
    let (first, identity) = (findings[0], identity_of_finding(about, findings[0]));
    let finding = &about.found[first].finding;
    let stands = with_others(about, first, stands(about, first));
    let rows: BTreeSet<u32> = findings.iter().filter_map(|one| about.found[*one].finding.line).collect();
    Asked {
        number: identity.number(),
        control: identity.control(&stands),
        severity: severity(about, first),
        code: Some(finding.code.0),
        clause: finding.clause.clone(),
        patient: finding.patient.clone(),
        file: finding.file.clone(),
        rows: rows.into_iter().collect(),
        column: finding.column.clone(),
        stands,
        expected: expected(about, first),
        findings: findings.to_vec(),
        state: QueryState::New,
        answer: None,
    }
}

/// Beside the values of its row those of other rows that a check compares them with.
fn with_others(about: &About, finding: usize, stands: Stands) -> Stands {
    let Stands::Values(mut values) = stands else { return stands };
    let one = &about.each[finding];
    for (table, line, column) in about.cells(one) {
        let own = Some(table) == one.table && Some(line) == one.line;
        let row = about.row_in(one, table).filter(|_| !own);
        let (Some(row), Some(rows)) = (row, about.read.rows.get(table.0)) else { continue };
        let declared = about.plan.table(table);
        let label = declared.columns.get(column).map_or_else(String::new, |column| column.label.clone());
        let text = written(&rows.bound, declared, column, row);
        values.push(StandingValue { label, text, elsewhere: Some((rows.bound.file.clone(), line)) });
    }
    Stands::Values(values)
}
