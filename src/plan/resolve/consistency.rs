//! Whether the methods of an analysis say one thing: they estimate its effect, each once, and the one that decides is the one
//! that estimates.

use super::estimands::Estimand;
use super::*;
use crate::catalogue::{ALL, Effect, Groups, Method, OptionRole, OptionSpec, OptionValue, Reads};
use crate::diagnostic::said;

impl<'a> Resolver<'a> {
    /// `limit`: the call whose limit decides, where no test does.
    pub(crate) fn check_consistent(
        &mut self,
        estimand: &Estimand,
        (role, limit): (Role, Option<&MethodCall>),
        owner: Span,
        calls: &[MethodCall],
    ) {
        self.check_calls_once(calls);
        self.check_effect_stated(estimand, calls);
        self.check_effect_estimated(estimand, calls);
        if self.check_decided_as_estimated(calls).is_some() {
            self.check_decided_in_pairs(estimand, limit, calls);
        }
        if limit.is_none() {
            self.check_primary_decides(estimand, role, owner, calls);
        }
    }

    /// A method with its options stands once; a test may decide by what stands as an estimate too.
    pub(crate) fn check_calls_once(&mut self, calls: &[MethodCall]) {
        for (i, call) in calls.iter().enumerate() {
            let same = |c: &&MethodCall| c.method.name == call.method.name && c.options == call.options;
            let Some(first) = calls[..i].iter().find(same) else { continue };
            let both = (first.standing, call.standing) == (Standing::Estimate, Standing::MainTest);
            if !both {
                self.repeated::<()>(
                    said!("`{method}` stands twice with the same options", method = call.method.name),
                    call.span,
                    first.span,
                );
            }
        }
    }

    /// What a comparison is expressed by is named where a method estimates it; a test alone and a description have no effect.
    fn check_effect_stated(&mut self, estimand: &Estimand, calls: &[MethodCall]) {
        let unsaid = estimand.effect_span.is_none() && !self.is_unreadable(estimand.span);
        if estimand.compare.groups() < 2 || !unsaid {
            return;
        }
        let estimates = |call: &&MethodCall| call.standing == Standing::Estimate && !effects(call).is_empty();
        let Some(call) = calls.iter().find(estimates) else { return };
        let words: Vec<&str> = effects(call).into_iter().map(Effect::word).collect();
        let diagnostic = Diagnostic::new(codes::MISSING_KEY, "`effect` is missing in an estimand")
            .at(estimand.span, "an estimand says nothing of it")
            .at(call.span, format!("estimates `{}`", words.join("`, `")))
            .hint(format!("add `effect: {}`", words.join("`, or `effect: ")));
        self.report(diagnostic);
    }

    /// The effect that is named is the one that is estimated.
    fn check_effect_estimated(&mut self, estimand: &Estimand, calls: &[MethodCall]) {
        let (Some(StatedEffect::Of(effect)), Some(span)) = (&estimand.effect, estimand.effect_span) else { return };
        // An analysis that is like another repeats its fault.
        if self.diagnostics.iter().any(|d| d.code == codes::WRONG_METHOD && d.labels.iter().any(|l| l.span == span)) {
            return;
        }
        // A test of several groups at once has an effect beside it only where there are two.
        let several = |method: &Method| matches!(method.groups, Groups::Several | Groups::Together);
        let of_all = |method: &Method| several(method) && estimand.groups_of(method) > 2;
        let estimated = |call: &MethodCall| {
            call.standing == Standing::Estimate && !of_all(call.method) && effects(call).contains(effect)
        };
        let able = ALL.iter().filter(|m| !of_all(m) && m.estimates.contains(effect));
        let able: Vec<&str> = able.map(|m| m.name).collect();
        if able.is_empty() || calls.iter().any(estimated) {
            return;
        }
        let title = said!("No method of this analysis estimates the effect `{effect}`", effect = effect.word());
        let mut diagnostic = Diagnostic::new(codes::WRONG_METHOD, title).at(span, "stated here");
        if let Some(other) = calls.iter().find(|c| !effects(c).is_empty()) {
            let named = effects(other).iter().map(|e| format!("`{}`", e.word())).collect::<Vec<_>>().join(", ");
            let label = match of_all(other.method) {
                true => format!("estimates {named} of two groups only"),
                false => format!("estimates {named}"),
            };
            diagnostic = diagnostic.at(other.span, label);
        }
        let alone = "or write `effect: none`, where the arms are described, or compared by a test alone";
        self.report(diagnostic.hint(format!("these do: {}; {alone}", able.join(", "))));
    }

    /// A p-value and the interval beside it come from one model.
    fn check_decided_as_estimated(&mut self, calls: &[MethodCall]) -> Option<()> {
        for decides in calls.iter().filter(|c| c.standing == Standing::MainTest) {
            let estimates = calls.iter().filter(|c| c.standing == Standing::Estimate);
            let of_method: Vec<&MethodCall> = estimates.filter(|c| c.method.name == decides.method.name).collect();
            let differs = |c: &&MethodCall| of_the_model(c) != of_the_model(decides);
            if let (Some(estimate), true) = (of_method.first(), of_method.iter().all(differs)) {
                let title =
                    said!("`{method}` decides by another model than it estimates by", method = decides.method.name);
                let diagnostic = Diagnostic::new(codes::WRONG_METHOD, title)
                    .at(decides.span, described(decides))
                    .at(estimate.span, described(estimate))
                    .because("the p-value and the interval could contradict each other")
                    .hint("give both the same variance, and the same treatment of ties");
                self.report(diagnostic);
                return None;
            }
        }
        Some(())
    }

    /// In a population of pairs, a test that knows nothing of them takes the patients of a pair for independent.
    fn check_decided_in_pairs(&mut self, estimand: &Estimand, limit: Option<&MethodCall>, calls: &[MethodCall]) {
        let tests = calls.iter().filter(|c| c.standing == Standing::MainTest);
        let decides: Vec<&MethodCall> = tests.chain(limit).collect();
        let [call] = decides.as_slice() else { return };
        if !self.is_paired(estimand.population) || methods::reads(call, Reads::Pairs) {
            return;
        }
        let title =
            said!("`{method}` decides as if the patients of a pair were independent", method = call.method.name);
        let diagnostic = Diagnostic::new(codes::PAIRS_IGNORED, title)
            .at(call.span, "reads no pairs")
            .at(estimand.population_span, "made of pairs")
            .hint("let a method for pairs decide, such as `mcnemar`, or one with a variance by pair, and describe this one under `also given`");
        self.report(diagnostic);
    }

    /// What a study was made to show is shown by a test that was named beforehand.
    fn check_primary_decides(&mut self, estimand: &Estimand, role: Role, owner: Span, calls: &[MethodCall]) {
        let compares = estimand.compare.groups() > 1 && estimand.effect != Some(StatedEffect::Nothing);
        if role != Role::Primary || !compares || calls.iter().any(|c| c.standing == Standing::MainTest) {
            return;
        }
        let diagnostic = Diagnostic::new(codes::MISSING_KEY, "Nothing decides in the primary analysis")
            .at(owner, "compares, and names no test that decides")
            .because("which p-value answers the question of the study could be chosen once they are known")
            .hint("add `main test: …` with one test, or give the analysis another role");
        self.report(diagnostic);
    }

    /// A plan says which of its analyses answers its question.
    pub(crate) fn check_some_primary(&mut self) {
        let Some(first) = self.plan.analyses.first().map(|a| a.header.span) else { return };
        if self.plan.analyses.iter().any(|a| a.role == Role::Primary) {
            return;
        }
        let diagnostic = Diagnostic::new(codes::NO_PRIMARY, "No analysis is primary")
            .at(first, "the first of the analyses, none of them primary")
            .because("which one answers the question of the study could be chosen once the results are known")
            .hint("give one of them `role: primary`");
        self.report(diagnostic);
    }
}

/// The effects that a call estimates: the one that an option names, else all that its method estimates.
fn effects(call: &MethodCall) -> Vec<Effect> {
    call.method.effects(&call.options)
}

/// The options on which the standard error rests, without those that are not read.
fn of_the_model(call: &MethodCall) -> Vec<&(&'static str, OptionValue)> {
    let rests_on = |spec: &OptionSpec| match spec.role {
        OptionRole::Model => call.method.unmet(spec.name, &call.options).is_none(),
        OptionRole::Test | OptionRole::Interval | OptionRole::Own => false,
    };
    let read = |name: &str| call.method.options.iter().any(|spec| spec.name == name && rests_on(spec));
    call.options.values().iter().filter(|(name, _)| read(name)).collect()
}

/// `variance: robust, by: pair`.
fn described(call: &MethodCall) -> String {
    let words = of_the_model(call).into_iter().filter_map(|(name, value)| match value {
        OptionValue::Word(word) => Some(format!("{name}: {word}")),
        OptionValue::Days(_) | OptionValue::Number(_) => None,
    });
    words.collect::<Vec<_>>().join(", ")
}
