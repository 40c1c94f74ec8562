//! Each of several arms against the reference: a method that compares two groups is given the patients of these two alone.

use super::record::{Frame, Records};
use crate::catalogue::Groups;
use crate::methods::{self, Computed, Input, Output};
use crate::plan::ir::{MethodCall, Standing};
use crate::program::flat::FlatAnalysis;
use crate::results::{Contrast, Group, Record};

/// What a method found of all groups, or of one and the reference.
pub(super) struct Run {
    /// The place of the group that is compared with the reference.
    pub of: Option<usize>,
    pub output: Output,
}

/// Of which rows a method is: of all, and of those of each pair of groups, by the place of the one that is compared.
pub(super) fn parts(analysis: &FlatAnalysis, call: &MethodCall) -> Vec<Option<usize>> {
    let contrasts = analysis.contrasts();
    if contrasts.is_empty() || !call.method.compares_in_pairs() {
        return vec![None];
    }
    let describes = call.method.groups == Groups::Any;
    describes.then_some(None).into_iter().chain(contrasts.into_iter().map(Some)).collect()
}

/// The method on all rows, or on those of each pair of groups; what describes groups is given once, of all.
pub(super) fn runs(analysis: &FlatAnalysis, call: &MethodCall, input: &Input) -> Vec<Run> {
    let one = |of: Option<usize>| match of {
        None => Run { of, output: methods::run(input, &call.options) },
        Some(place) => {
            let mut output = methods::run(&of_pair(input, place), &call.options);
            if call.method.groups == Groups::Any {
                output.statistics.retain(|statistic: &Computed| statistic.group.is_none());
                output.curves.clear();
            }
            Run { of, output }
        }
    };
    parts(analysis, call).into_iter().map(one).collect()
}

/// A test of interaction for each group against the reference: of the model of all groups where the estimates beside it are of one,
/// else of the patients of the two.
pub(super) fn interactions(analysis: &FlatAnalysis, call: &MethodCall, input: &Input) -> Vec<Run> {
    if !tested_in_one_model(analysis) {
        return runs(analysis, call, input);
    }
    let one = |place: usize| {
        let input = Input { contrast: Some(place), ..input.clone() };
        Run { of: Some(place), output: methods::run(&input, &call.options) }
    };
    analysis.contrasts().into_iter().map(one).collect()
}

/// Of several groups against the reference, the estimates are those of one model of all.
pub(super) fn tested_in_one_model(analysis: &FlatAnalysis) -> bool {
    let of_all = |call: &MethodCall| call.standing == Standing::Estimate && call.method.groups == Groups::Model;
    !analysis.contrasts().is_empty() && analysis.methods.iter().any(of_all)
}

/// The rows of a group, as group 0, and of the reference, as group 1.
fn of_pair(input: &Input, place: usize) -> Input {
    let rows: Vec<usize> = (0..input.group.len()).filter(|row| [place, 1].contains(&input.group[*row])).collect();
    let mut pair = input.only(&rows);
    pair.groups = 2;
    pair.group.iter_mut().for_each(|group| *group = usize::from(*group != place));
    pair
}

/// The frame of the records of a pair.
pub(super) fn frame(records: &Records, frame: &Frame, analysis: &FlatAnalysis, of: Option<usize>) -> Frame {
    let contrast = of.and_then(|place| contrast(records, analysis, place));
    Frame { record: Record { contrast, ..frame.record.clone() }, ..frame.clone() }
}

/// The groups of a run: those of the pair, or all of the analysis.
pub(super) fn groups(all: Vec<Group>, of: Option<usize>) -> Vec<Group> {
    match of {
        Some(place) => [place, 1].iter().filter_map(|place| all.get(*place).cloned()).collect(),
        None => all,
    }
}

fn contrast(records: &Records, analysis: &FlatAnalysis, place: usize) -> Option<Contrast> {
    let arm = |place: usize| {
        let arm = records.arm(*analysis.compare.arms().get(place)?);
        arm.arm().map(str::to_string)
    };
    Some(Contrast { arm: arm(place)?, reference: arm(1)? })
}
