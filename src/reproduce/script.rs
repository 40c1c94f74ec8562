//! The script: its head, the functions of the methods that it calls, a section for each analysis, and the comparison.

use super::how::{Part, part_of};
use super::table::number;
use crate::analyse::sets::{DecidingCall, RowSet, SetCall};
use crate::catalogue::{self, Id, Method, OptionValue, Options};
use crate::methods::{Category, Input, Outcome};
use crate::results::{Contrast, Record, Results, Role, Subgroup, identity};
use crate::words::Words;
use std::collections::BTreeSet;

/// The script in the making.
pub(super) struct Script<'a> {
    pub(super) results: &'a Results,
    pub(super) words: &'static Words,
    pub(super) parts: BTreeSet<Part>,
    body: String,
    /// The section that is open.
    section: String,
}

impl<'a> Script<'a> {
    pub fn new(results: &'a Results) -> Script<'a> {
        let words = Words::of(results.report.language);
        Script { results, words, parts: BTreeSet::new(), body: String::new(), section: String::new() }
    }

    pub fn text(self) -> String {
        let study = &self.results.study;
        let head = format!(
            "# {}\n#\n# The numbers of this study, computed again in R from the sets beside this file. Run it by\n#\n\
             #   Rscript reproduce.R          (--all prints every displayed number, not only those that differ)\n#\n\
             # It ends with 0 where every number that it computes is the same as in the report, to eight digits, and else\n\
             # with 1. columns.csv says what each column of the sets holds, expected.csv has the numbers of the report: they\n\
             # are read at the end, to be compared. Plan {}, data {}.\n\nlevel <- {}\n\n",
            comment(&format!("{} ({})", study.title, study.name)),
            &study.plan_digest,
            &study.data_digest,
            number(study.level)
        );
        let needed: BTreeSet<Part> = self.parts.iter().flat_map(|part| [&[*part], part.needs()].concat()).collect();
        let parts: Vec<&str> = needed.iter().map(|part| part.text()).collect();
        [&head, START, "\n", &parts.join("\n"), &self.body, "\n", END].concat()
    }

    /// Opens a section, unless it is open.
    pub(super) fn open(&mut self, of: &Record, label: &str) {
        let title = format!("Clause {}. {label} ({})", of.clause, of.analysis);
        if self.section != title {
            self.body.push_str(&format!("\n# ==== {}\n", comment(&title)));
            self.section = title;
        }
    }

    pub(super) fn open_analysis(&mut self, of: &Record) {
        let label = self.results.analyses.iter().find(|a| a.name == of.analysis).map(|a| a.label.clone());
        self.open(of, &label.unwrap_or_default());
    }

    pub(super) fn say(&mut self, line: &str) {
        self.body.push_str(line);
        self.body.push('\n');
    }

    pub fn rows(&mut self, file: &str, set: &RowSet) {
        self.open_analysis(&set.of);
        self.methods(file, set);
    }

    /// Reads the rows, and calls the methods on them.
    pub(super) fn methods(&mut self, file: &str, set: &RowSet) {
        self.say(&format!("\n{}", read(file, set)));
        if set.of.subgroup.as_ref().is_some_and(|subgroup| subgroup.level.is_some()) {
            self.give(&identity::of_call(&set.of, &[]), "group_sizes(d)");
        }
        for call in &set.calls {
            if let Some(computed) = self.computed(call, &rows_of(call)) {
                self.give(&call.prefix, &computed);
            }
        }
        if let Some(DecidingCall { call, confidence, lower_margin, upper_margin }) = &set.deciding
            && let Some(computed) = self.computed(call, "d")
        {
            let margins = [("lower", lower_margin), ("upper", upper_margin)];
            let margins =
                margins.iter().filter_map(|(side, margin)| Some(format!(", {side} = {}", number((**margin)?))));
            let margins: String = margins.collect();
            self.give(&call.prefix, &format!("deciding({}, {computed}{margins})", number(*confidence)));
        }
    }

    pub(super) fn give(&mut self, prefix: &str, computed: &str) {
        let give = wrapped("give", &[quoted(prefix), computed.to_string()]);
        self.say(&give);
    }

    /// The call of a method on some rows, with the options that are read.
    pub(super) fn computed(&mut self, call: &SetCall, rows: &str) -> Option<String> {
        let method = catalogue::named(call.name)?;
        self.parts.insert(part_of(method.id));
        let options = options(method, &call.options);
        let arguments: Vec<String> = std::iter::once(rows.to_string()).chain(options).collect();
        Some(format!("compute_{}({})", call.name, arguments.join(", ")))
    }
}

/// The rows that a call is of: those that were read, or of its two groups.
pub(super) fn rows_of(call: &SetCall) -> String {
    match &call.contrast {
        Some(of) if call.of_all => format!("of_group(d, {})", quoted(&of.arm)),
        of => rows_between(of.as_ref()),
    }
}

pub(super) fn rows_between(contrast: Option<&Contrast>) -> String {
    match contrast {
        Some(of) => format!("two_groups(d, {}, {})", quoted(&of.arm), quoted(&of.reference)),
        None => "d".to_string(),
    }
}

/// The rows of a set, as the script reads them.
pub(super) fn read(file: &str, set: &RowSet) -> String {
    let mut arguments = vec![quoted(file)];
    let population =
        (set.of.role == Role::Agreement && set.of.response.is_some()).then_some(set.of.population.as_str());
    let subgroup = set.of.subgroup.as_ref().map(Subgroup::word);
    let places = [
        ("response", set.of.response.as_deref()),
        ("timepoint", set.of.point()),
        ("population", population),
        ("subgroup", subgroup.as_deref()),
    ];
    arguments.extend(places.iter().filter_map(|(name, value)| Some(format!("{name} = {}", quoted((*value)?)))));
    if set.groups.len() > 1 {
        arguments.push(format!("groups = {}", texts(&set.groups)));
    }
    match &set.input.outcome {
        Outcome::CompetingRisks { causes, .. } => arguments.push(format!("causes = {}", texts(causes))),
        Outcome::Shift { categories, assessed, .. } => {
            arguments.push(format!("categories = {}", texts(categories)));
            arguments.push(format!("assessed = {assessed}"));
        }
        Outcome::Category { categories, .. }
        | Outcome::Agreement { categories, .. }
        | Outcome::SeveralReadings { categories, .. } => {
            arguments.push(format!("categories = {}", texts(categories)));
        }
        Outcome::None
        | Outcome::YesNo(_)
        | Outcome::TimeToEvent { .. }
        | Outcome::Continuous(_)
        | Outcome::DiagnosticTest { .. }
        | Outcome::Events { .. }
        | Outcome::Measurements(_)
        | Outcome::PValues { .. }
        | Outcome::PlannedPairs { .. } => {}
    }
    let models = set.calls.iter().any(|call| catalogue::named(call.name).is_some_and(|m| m.id == Id::LinearModel));
    let levels = levels(&set.input);
    if models && !levels.is_empty() {
        arguments.push(format!("levels = c({})", levels.join(", ")));
    }
    format!("d <- {}", wrapped("rows_of", &arguments))
}

/// Of each covariate that tells a level of a category from the first, how many levels that has.
fn levels(input: &Input) -> Vec<String> {
    let of = |category: &Category| {
        let named = |covariate: &usize| {
            Some(format!("{} = {}", quoted(&format!("x.{}", input.covariates.get(*covariate)?.0)), category.levels))
        };
        category.covariates.iter().filter_map(named).collect::<Vec<_>>()
    };
    input.categories.iter().flat_map(of).collect()
}

pub(super) const START: &str = include_str!("r/start.R");
const END: &str = include_str!("r/end.R");

/// The options of a call that are read, each `name = value`.
pub(super) fn options(method: &Method, options: &Options) -> Vec<String> {
    let read = options.values().iter().filter(|(name, _)| method.unmet(name, options).is_none());
    read.filter_map(|(name, value)| Some(format!("{name} = {}", option(value)?))).collect()
}

/// The value of an option as R writes it; none of no times, as the functions have it.
fn option(value: &OptionValue) -> Option<String> {
    match value {
        OptionValue::Word(word) => Some(quoted(word)),
        OptionValue::Number(value) => Some(number(*value)),
        OptionValue::Days(days) if days.is_empty() => None,
        OptionValue::Days(days) => match days.as_slice() {
            [day] => Some(day.to_string()),
            _ => Some(format!("c({})", days.iter().map(i64::to_string).collect::<Vec<_>>().join(", "))),
        },
    }
}

/// A string of R.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

pub(super) fn texts(list: &[String]) -> String {
    format!("c({})", list.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// Text of the plan in a comment, on one line.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c }).collect()
}

const WIDEST: usize = 120;

/// A call, on two lines where it is too wide for one.
pub(super) fn wrapped(function: &str, arguments: &[String]) -> String {
    let one = format!("{function}({})", arguments.join(", "));
    match arguments {
        [first, rest @ ..] if one.chars().count() > WIDEST - 5 && !rest.is_empty() => {
            format!("{function}({first},\n     {})", rest.join(", "))
        }
        _ => one,
    }
}
