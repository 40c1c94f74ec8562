//! `circulation`: below which count nothing is told in a copy that is sent on, and what of the plan that will leave out.

use super::entries::Entries;
use super::*;
use crate::catalogue::Chosen;
use crate::catalogue::figure::Takes;
use crate::diagnostic::said;

/// A limit of 1 withholds nothing, and one above this no study tells anything at.
const LIMITS: std::ops::RangeInclusive<i64> = 2..=100;

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_circulation(&mut self) {
        let stated = self.with_head("circulation");
        let Some(first) = stated.first().copied() else { return };
        for again in &stated[1..] {
            self.error::<()>(codes::REPEATED, "A plan has one `circulation`", again.statement.span, "a second one");
        }
        let header = Header {
            name: "circulation".into(),
            label: "Circulation".into(),
            clause: first.clause,
            span: first.statement.span,
            name_span: first.statement.head.span,
        };
        let entries = self.entries_of(first);
        let smallest = self.required(&entries, "smallest cell").and_then(|v| self.smallest_cell(v));
        let released = self.released(&entries);
        let (Some(smallest), Some(released)) = (smallest, released) else { return };
        let circulation = Circulation { header, smallest, released };
        if self.is_faultless() {
            self.note_withheld(&circulation);
        }
        self.plan.circulation = Some(circulation);
    }

    fn smallest_cell(&mut self, value: &'a tree::Value) -> Option<i64> {
        let element = self.single(value)?;
        let smallest = self.whole(&element.expression)?;
        if LIMITS.contains(&smallest) {
            return Some(smallest);
        }
        let title = said!("The smallest cell that is told holds 2 to 100 patients, and not {smallest}", smallest);
        let hint = "write `smallest cell: 5`, or what those who are responsible for the data ask for";
        self.error_hint(codes::WRONG_VALUE, title, element.span, "tells of single patients, or of nobody", hint)
    }

    /// `release` and `because`, together or neither; nothing where one of them has a fault.
    fn released(&mut self, entries: &Entries<'a>) -> Option<Option<Released>> {
        if entries.get("release").is_none() && entries.get("because").is_none() {
            return Some(None);
        }
        let named = self.required(entries, "release").map(|v| self.distinct_words(v));
        let because = self.required(entries, "because").and_then(|v| self.text(v));
        let named = named?;
        let (names, count) =
            (self.plan.analyses.iter().map(|a| a.header.name.clone()).collect::<Vec<String>>(), named.len());
        let analyses: Vec<usize> =
            named.into_iter().filter_map(|(word, span)| self.position(Named::Analysis, word, span, &names)).collect();
        (analyses.len() == count).then_some(())?;
        Some(Some(Released { analyses, because: because? }))
    }

    /// What a copy leaves out whatever the data are, the primary analysis first.
    fn note_withheld(&mut self, circulation: &Circulation) {
        let parts = [
            ("withheld if the pairs are as assumed", self.withheld_as_assumed(circulation)),
            ("withheld whatever the data are", self.withheld(circulation)),
        ];
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(_, withheld)| !withheld.is_empty())
            .map(|(when, withheld)| format!("{when}: {}", withheld.join("; ")))
            .collect();
        if said.is_empty() {
            return;
        }
        let limit = circulation.smallest;
        let title = said!("Results of this plan will not stand in a copy without counts below {limit}", limit);
        let diagnostic = Diagnostic::new(codes::WITHHELD, title)
            .at(circulation.header.name_span, "said here")
            .because(said.join("; "))
            .hint("an analysis under `release`, with a reason under `because`, keeps its counts");
        self.report(diagnostic);
    }

    /// Of an analysis whose sample size says how many pairs are discordant: what is computed from the four kinds of pairs.
    fn withheld_as_assumed(&self, circulation: &Circulation) -> Vec<String> {
        let plan = &self.plan;
        let is_released = |of: usize| circulation.released.as_ref().is_some_and(|r| r.analyses.contains(&of));
        let mut sizes: Vec<&SampleSize> = plan.sample_sizes.iter().filter(|size| !is_released(size.of)).collect();
        sizes.sort_by_key(|size| plan.analyses[size.of].role != Role::Primary);
        let too_few = |size: &SampleSize, call: &MethodCall| {
            let Chosen::Power(assumed) = call.options.chosen() else { return None };
            let [more, fewer] = assumed.discordant_of(size.pairs);
            // What is the limit by hand may be below it by the last digits.
            (fewer < circulation.smallest as f64 - 1e-9).then(|| [more, fewer].map(shortly))
        };
        let of = |size: &SampleSize| {
            let pairs: Vec<String> = size
                .show
                .iter()
                .filter_map(|call| too_few(size, call))
                .map(|[more, fewer]| format!("{more} and {fewer}"))
                .collect();
            let name = &plan.analyses[size.of].header.name;
            (!pairs.is_empty()).then(|| {
                format!(
                    "tests and intervals of the pairs of `{name}`, for of {} pairs {} respond in the one arm and in the other \
                     alone (`{}`)",
                    size.pairs,
                    pairs.join(", or "),
                    size.header.name
                )
            })
        };
        sizes.into_iter().filter_map(of).collect()
    }

    fn withheld(&self, circulation: &Circulation) -> Vec<String> {
        let plan = &self.plan;
        let released = |index: usize| circulation.released.as_ref().is_some_and(|r| r.analyses.contains(&index));
        let all = || plan.analyses.iter().enumerate().filter(|(index, _)| !released(*index)).map(|(_, a)| a);
        let mut withheld = vec![];
        if let Some(planned) = plan.settings.planned_per_arm
            && planned < 2 * circulation.smallest
        {
            let is_primary = |a: &&Analysis| a.role == Role::Primary;
            let (first, other): (Vec<&Analysis>, Vec<&Analysis>) =
                all().filter(|a| a.compare.groups() > 1).partition(is_primary);
            let names = listed(first.into_iter().chain(other).map(|a| &a.header));
            withheld.extend(names.map(|names| {
                format!(
                    "shares in arms of {planned} patients, too few for two groups of {} ({names})",
                    circulation.smallest
                )
            }));
        }
        let subgroups = listed(all().filter(|a| a.subgroups.is_some()).map(|a| &a.header));
        withheld.extend(subgroups.map(|names| format!("subgroups ({names})")));
        let agreements = listed(plan.agreements.iter().map(|a| &a.header));
        withheld.extend(agreements.map(|names| format!("the agreement of readings ({names})")));
        let lesions = listed(plan.lesions.iter().map(|a| &a.header));
        withheld.extend(lesions.map(|names| format!("counts of single lesions ({names})")));
        let Some(report) = &plan.report else { return withheld };
        if !report.rules.is_empty() {
            withheld.push("`rules` of the report".into());
        }
        let figures: Vec<String> = report
            .figures
            .iter()
            .filter(|f| !matches!(f.kind.takes(), Takes::Nothing | Takes::Means))
            .map(|f| format!("`{}`", f.kind))
            .collect();
        if !figures.is_empty() {
            withheld.push(format!("figures of single patients or days ({})", figures.join(", ")));
        }
        withheld
    }
}

/// With one decimal, where it has any.
fn shortly(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}

/// The names of statements, in backquotes; none of none.
fn listed<'h>(headers: impl Iterator<Item = &'h Header>) -> Option<String> {
    let names: Vec<String> = headers.map(|header| format!("`{}`", header.name)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
