//! `sample size`: what the planned number of patients can show by an analysis.

use super::*;
use crate::catalogue::{self, Chosen, Method, Reads, Use, mcnemar, risk_difference};
use crate::diagnostic::said;
use crate::syntax::tree::Element;

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_sample_sizes(&mut self) {
        self.resolve_each("sample size", Self::sample_size, |r, size| r.plan.sample_sizes.push(size));
    }

    fn sample_size(&mut self, stated: Stated<'a>) -> Option<SampleSize> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let of = self.required(&entries, "of").and_then(|v| self.word(v));
        let shown = self.required(&entries, "show").map(|v| self.list(v));
        let show: Option<Vec<Option<MethodCall>>> =
            shown.map(|all| all.into_iter().map(|element| self.planning_call(element)).collect());
        let (name, span) = of?;
        let names: Vec<String> = self.plan.analyses.iter().map(|a| a.header.name.clone()).collect();
        let of = self.position(Named::Analysis, name, span, &names)?;
        let test = self.planned_test(of, span)?;
        let pairs = self.planned_pairs(span)?;
        let show: Vec<MethodCall> = show?.into_iter().collect::<Option<_>>()?;
        self.check_each_once(&show)?;
        let intervals = self.planned_intervals(of);
        self.check_width(&show, intervals.len(), pairs)?;
        let interval = intervals.into_iter().next();
        Some(SampleSize { header, of, test, interval, pairs, show })
    }

    fn planning_call(&mut self, element: &'a Element) -> Option<MethodCall> {
        let (name, span) = self.word_of(&element.expression)?;
        let plans = |method: &&'static Method| method.uses.contains(&Use::SampleSize);
        let Some(method) = catalogue::named(name) else {
            let planning = catalogue::ALL.iter().copied().filter(plans);
            return self.unknown("method", name, span, planning.map(|m| m.name));
        };
        self.check_use(method, "show", &[Use::SampleSize], span)?;
        let options = self.options(method, element)?;
        self.check_discordance(&options, element.span)?;
        Some(MethodCall { method, options, standing: Standing::AlsoGiven, span: element.span })
    }

    /// Where the arms differ by more than the pairs, no pairs have these proportions.
    fn check_discordance(&mut self, options: &catalogue::Options, span: Span) -> Option<()> {
        let possible = if let Chosen::Power(power) = options.chosen() {
            power.is_possible()
        } else if let Chosen::ExpectedWidth(width) = options.chosen() {
            width.cells().is_some()
        } else {
            true
        };
        if possible {
            return Some(());
        }
        let title = "No pairs have these proportions";
        let hint = "the difference is at most the share of discordant pairs, and the arm compared against has at least as many \
                    responders as respond alone";
        self.error_hint(codes::WRONG_VALUE, title, span, "assumed together", hint)
    }

    /// The test that decides the analysis, once, at the level of the study.
    fn planned_test(&mut self, of: usize, span: Span) -> Option<mcnemar::Options> {
        let analysis = &self.plan.analyses[of];
        let (name, place) = (analysis.header.name.clone(), analysis.header.span);
        let main = analysis.methods.iter().find(|call| call.standing == Standing::MainTest);
        let comparisons: usize = analysis.each.iter().map(|(_, points)| points.len()).sum();
        let (title, label, hint) = match main.map(|call| (call.method, call.options.chosen())) {
            Some((_, Chosen::Mcnemar(_))) if main.is_some_and(|call| call.options.is_one_sided()) => (
                said!("The test of `{name}` has one side", name),
                "decides on one side",
                "what a sample size can show is computed for a test of two sides",
            ),
            Some((_, Chosen::Mcnemar(test))) if analysis.family.is_none() && comparisons < 2 => {
                return Some(test.clone());
            }
            Some((_, Chosen::Mcnemar(_))) => (
                said!("`{name}` is one of several tests, of which none decides at the level of the study", name),
                "its p-values are adjusted, or are several",
                "name an analysis that decides alone",
            ),
            Some((method, _)) => (
                said!("What a sample size can show is not computed for `{method}`", method = method.name),
                "its main test",
                "name an analysis whose `main test` is `mcnemar`, of matched pairs",
            ),
            None => (
                said!("No test decides in `{name}`", name),
                "has no `main test`",
                "name an analysis whose `main test` is `mcnemar`, of matched pairs",
            ),
        };
        let diagnostic = Diagnostic::new(codes::WRONG_METHOD, title).at(span, "named here").at(place, label).hint(hint);
        self.report(diagnostic);
        None
    }

    /// The interval of the difference that the analysis estimates within pairs.
    fn planned_intervals(&self, of: usize) -> Vec<risk_difference::Options> {
        let estimates = self.plan.analyses[of].methods.iter().filter(|call| call.standing == Standing::Estimate);
        let within = estimates.filter(|call| methods::reads(call, Reads::Pairs));
        let interval = |call: &MethodCall| {
            if let Chosen::RiskDifference(options) = call.options.chosen() { Some(options.clone()) } else { None }
        };
        within.filter_map(interval).collect()
    }

    fn check_each_once(&mut self, show: &[MethodCall]) -> Option<()> {
        for (place, call) in show.iter().enumerate() {
            let same = |other: &&MethodCall| other.method.id == call.method.id && other.options == call.options;
            if let Some(first) = show.iter().take(place).find(same) {
                let title = said!("`{method}` is asked for twice", method = call.method.name);
                return self.repeated(title, call.span, first.span);
            }
        }
        Some(())
    }

    /// A width is that of an interval within pairs, and of not too many.
    fn check_width(&mut self, show: &[MethodCall], intervals: usize, pairs: u64) -> Option<()> {
        let Some(call) = show.iter().find(|call| call.method.id == catalogue::Id::ExpectedWidth) else {
            return Some(());
        };
        if intervals > 1 {
            let title = "The analysis estimates the difference within pairs by several intervals";
            let hint = "estimate one of them in the analysis, and another in one that is `like` it";
            return self.error_hint(codes::WRONG_METHOD, title, call.span, "of which interval?", hint);
        }
        if intervals == 0 {
            let title = "The analysis estimates no difference within pairs";
            let hint = "let it `estimate: risk_difference { interval: newcombe_paired }`";
            return self.error_hint(codes::WRONG_METHOD, title, call.span, "of which interval?", hint);
        }
        if pairs > MOST_PAIRS_OF_A_WIDTH {
            let title =
                said!("The expected width is computed of at most {MOST_PAIRS_OF_A_WIDTH} pairs", MOST_PAIRS_OF_A_WIDTH);
            return self.error(codes::WRONG_VALUE, title, call.span, "too many tables");
        }
        Some(())
    }

    /// As many pairs as patients are planned in each arm.
    fn planned_pairs(&mut self, span: Span) -> Option<u64> {
        let Some(planned) = self.plan.settings.planned_per_arm else {
            let title = "The study does not say how many patients are planned";
            let hint = "add `planned per arm: …` to `study`";
            return self.missing_key(span, title, "of how many?", hint);
        };
        match u64::try_from(planned) {
            Ok(pairs) if pairs <= MOST_PAIRS => Some(pairs),
            Ok(_) | Err(_) => {
                let title = said!("Of more than {MOST_PAIRS} pairs nothing is computed", MOST_PAIRS);
                self.error(codes::WRONG_VALUE, title, span, "too many tables")
            }
        }
    }
}

/// Every number of discordant pairs is gone through.
const MOST_PAIRS: u64 = 100_000;
/// And of a width every table.
const MOST_PAIRS_OF_A_WIDTH: u64 = 200;
