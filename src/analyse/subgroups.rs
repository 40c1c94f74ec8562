//! An analysis within subgroups: how many patients each has, the estimates within it, and whether these differ between the levels of a
//! characteristic.

use super::contrasts;
use super::frame;
use super::identifier;
use super::left_out::{self, Reason};
use super::record::{Entry, Frame, Records};
use super::rows::Rows;
use super::sets;
use crate::catalogue::Statistic;
use crate::methods::Input;
use crate::plan::ir::{Subgroups, Type};
use crate::program::flat::{FlatAnalysis, FlatCovariate};
use crate::results::{LabelKind, Level, Record, Standing, Subgroup};
use std::collections::BTreeSet;

/// The rows of one characteristic of whom it is known, and the level of each.
struct Divided<'a> {
    by: &'a FlatCovariate,
    rows: Vec<usize>,
    /// Of each of these rows, as the data have it.
    levels: Vec<i64>,
    /// The patients of whom it is not known.
    unknown: Vec<usize>,
}

impl Divided<'_> {
    /// In ascending order: that of a code list, no before yes, small before large.
    fn present(&self) -> Vec<i64> {
        self.levels.iter().copied().collect::<BTreeSet<i64>>().into_iter().collect()
    }

    fn of_level(&self, level: i64) -> Vec<usize> {
        self.rows.iter().zip(&self.levels).filter(|(_, own)| **own == level).map(|(row, _)| *row).collect()
    }
}

pub(super) fn record(
    records: &mut Records,
    frame: &Frame,
    index: usize,
    analysis: &FlatAnalysis,
    subgroups: &Subgroups,
    rows: &Rows,
) {
    let adjustment = records.context.seen.adjustment(index);
    for (by, values) in analysis.adjustment.by.iter().zip(&adjustment.by) {
        let divided = divided(by, values, &rows.input);
        records.label(LabelKind::Covariate, &analysis.header.name, &by.name, &by.label);
        let all = within(frame, by, None);
        for level in divided.present() {
            of_level(records, frame, analysis, (&divided, level), rows);
        }
        // Beside the test of interaction, which is of all levels as well.
        left_out::record_any(records, &all, Reason::MissingCovariate, &divided.unknown);
        let mut input = rows.input.only(&divided.rows);
        let present = divided.present();
        let places = divided.levels.iter().filter_map(|level| present.binary_search(level).ok());
        input.subgroup = Some(places.collect());
        let calls = std::slice::from_ref(&subgroups.interaction);
        for (call, name) in calls.iter().zip(identifier::of_calls(calls)) {
            sets::keep_levels(records, &all, analysis, &input, (call, &name));
            for run in contrasts::interactions(analysis, call, &input) {
                frame::described(records, &all, analysis, (call, &name), &rows.named, &run);
            }
        }
    }
}

/// The patients of each arm, and the estimates, within one level.
fn of_level(
    records: &mut Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    (divided, level): (&Divided, i64),
    rows: &Rows,
) {
    let subgroup = subgroup(divided.by, Some(level));
    if let Some(label) = level_label(divided.by, level) {
        records.label(LabelKind::Covariate, &analysis.header.name, &subgroup.word(), label);
    }
    let frame = within(frame, divided.by, Some(level));
    let input = rows.input.only(&divided.of_level(level));
    let counted = Frame { record: Record { standing: Standing::Count, ..frame.record.clone() }, ..frame.clone() };
    for place in 0..input.groups {
        let n = input.group.iter().filter(|group| **group == place).count();
        let group = frame::group(records, analysis, place);
        records.push(&counted, Entry::count(Statistic::N, n).of(group));
    }
    let names = identifier::of_calls(&analysis.methods);
    sets::keep_rows(records, &frame, analysis, &input, &names);
    for (call, name) in analysis.methods.iter().zip(&names) {
        for run in contrasts::runs(analysis, call, &input) {
            frame::described(records, &frame, analysis, (call, name), &rows.named, &run);
        }
    }
}

/// The subgroups that hold a patient.
pub(super) fn of_patient(records: &Records, index: usize, analysis: &FlatAnalysis, patient: usize) -> Vec<Subgroup> {
    let adjustment = records.context.seen.adjustment(index);
    let each = analysis.adjustment.by.iter().zip(&adjustment.by);
    each.filter_map(|(by, values)| Some(subgroup(by, Some(values[patient]? as i64)))).collect()
}

fn divided<'a>(by: &'a FlatCovariate, values: &[Option<f64>], input: &Input) -> Divided<'a> {
    // Values of a class are whole: codes, yes and no, whole numbers.
    let of = |patient: &usize| values[*patient].map(|value| value as i64);
    let known = input.patient.iter().enumerate().filter_map(|(row, patient)| Some((row, of(patient)?)));
    let (rows, levels): (Vec<usize>, Vec<i64>) = known.unzip();
    let unknown = input.patient.iter().copied().filter(|patient| of(patient).is_none()).collect();
    Divided { by, unknown, rows, levels }
}

fn within(frame: &Frame, by: &FlatCovariate, level: Option<i64>) -> Frame {
    Frame { record: Record { subgroup: Some(subgroup(by, level)), ..frame.record.clone() }, ..frame.clone() }
}

fn subgroup(by: &FlatCovariate, level: Option<i64>) -> Subgroup {
    Subgroup { by: by.name.clone(), level: level.map(|level| level_of(by, level)) }
}

fn level_of(by: &FlatCovariate, level: i64) -> Level {
    let code = |place: usize| match &by.expression.ty {
        Type::Code(list) => list.codes.get(place),
        _ => None,
    };
    match (&by.expression.ty, usize::try_from(level).ok().and_then(code)) {
        (_, Some(code)) => Level::Code(code.name.clone()),
        (Type::YesNo, None) if level == 1 => Level::Yes,
        (Type::YesNo, None) => Level::No,
        (_, None) => Level::Number(level),
    }
}

/// What the plan calls a level; none of what it does not name.
fn level_label(by: &FlatCovariate, level: i64) -> Option<&str> {
    let Type::Code(list) = &by.expression.ty else { return None };
    let place = usize::try_from(level).ok()?;
    list.codes.get(place).map(|code| code.label.as_str()).filter(|label| !label.is_empty())
}
