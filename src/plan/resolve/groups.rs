//! Which groups a method is given, and what it gives of them.

use super::estimands::Estimand;
use super::*;
use crate::catalogue::{Class, Given, Groups, Method, Of, Options, Reads};
use crate::diagnostic::said;

impl Estimand {
    /// How many groups one computation of a method compares.
    pub fn groups_of(&self, method: &Method) -> usize {
        match self.compare.groups() {
            3.. if self.against && method.compares_in_pairs() => 2,
            groups => groups,
        }
    }
}

impl<'a> Resolver<'a> {
    /// A model compares each of several arms with one, which the estimand names.
    pub(crate) fn check_reference(&mut self, method: &Method, estimand: &Estimand, span: Span) -> Option<()> {
        let groups = estimand.compare.groups();
        if method.groups != Groups::Model || groups < 3 || estimand.against {
            return Some(());
        }
        let title =
            said!("`{method}` compares each arm with one of them, and the estimand names none", method = method.name);
        let diagnostic = Diagnostic::new(codes::WRONG_METHOD, title)
            .at(span, format!("a comparison of {groups} arms"))
            .because("every ratio or difference of a model is against the arm that is its reference")
            .hint("write `compare: (ARM, ARM) against ARM`");
        self.report(diagnostic);
        None
    }

    /// A trend is one over arms in their order, which a list of arms states and a reference does not.
    pub(crate) fn check_order_of_arms(
        &mut self,
        method: &Method,
        options: &Options,
        estimand: &Estimand,
        span: Span,
    ) -> Option<()> {
        let read = method.asks.needs.contains(&Reads::Order)
            || method.read_by_options(options).iter().any(|r| r.reads == Reads::Order);
        if !read || estimand.compare.groups() < 3 || !estimand.against {
            return Some(());
        }
        let title =
            said!("`{method}` reads the arms in their order, and the estimand states none", method = method.name);
        let hint = "write the arms in their order: `compare: ARM, ARM, ARM`";
        self.error_hint(codes::WRONG_METHOD, title, span, "over which order of the arms?", hint)
    }

    /// A method is given as many groups as it compares.
    pub(crate) fn check_groups(
        &mut self,
        method: &Method,
        estimand: &Estimand,
        adjustment: &Adjustment,
        span: Span,
    ) -> Option<()> {
        let groups = estimand.compare.groups();
        let no_covariates = adjustment.covariates.is_empty() && adjustment.missed.is_none();
        let needs = |what: Reads| method.asks.needs.contains(&what);
        let of_the_estimand = || match groups {
            1 => "the estimand compares nothing".to_string(),
            n => format!("the estimand has {n} groups"),
        };
        let names_none = || "the analysis names none".to_string();
        let (what, label, hint) = match method.groups {
            Groups::Two if groups < 2 => ("compares two groups", of_the_estimand(), ADD_TWO),
            Groups::Two if groups > 2 && !estimand.against => (
                "compares two groups",
                of_the_estimand(),
                "name the arm that each other is compared with: `compare: (ARM, ARM) against ARM`",
            ),
            Groups::Several | Groups::Together if groups < 2 => {
                ("compares two groups or more", of_the_estimand(), ADD_TWO)
            }
            Groups::Model if groups < 2 && no_covariates => (
                "compares groups, or takes covariates",
                names_none(),
                "add `compare: ARM against ARM` to the estimand, or `covariates: …` to the analysis",
            ),
            Groups::Any | Groups::Two | Groups::Several | Groups::Together | Groups::Model | Groups::None => {
                match (needs(Reads::Covariates), needs(Reads::Strata)) {
                    (true, _) if groups > 1 => (
                        "describes all patients together",
                        of_the_estimand(),
                        "take `compare` out of the estimand of this analysis",
                    ),
                    (true, _) if no_covariates => {
                        ("takes covariates", names_none(), "add `covariates: …` to the analysis")
                    }
                    (_, true) if adjustment.strata.is_empty() => {
                        ("compares within strata", names_none(), "add `strata: …` to the analysis")
                    }
                    _ => return Some(()),
                }
            }
        };
        let title = said!("`{method}` {what}", method = method.name, what);
        self.error_hint(codes::WRONG_METHOD, title, span, label, hint)
    }

    /// What is asked for gives a number where it stands.
    pub(crate) fn check_gives(
        &mut self,
        call: &MethodCall,
        key: &str,
        estimand: &Estimand,
        adjustment: &Adjustment,
    ) -> Option<()> {
        let given = self.given_to_methods(estimand, adjustment);
        let usage = self.usage(call.method, &call.options, &given, estimand);
        let stands = |number: &Given| match call.standing {
            Standing::Estimate => number.class == Class::Estimate,
            Standing::MainTest => number.class == Class::Test,
            Standing::AlsoGiven => true,
        };
        let there = |number: &Given| number.of != Of::Covariate || given.contains(&Reads::Covariates);
        let method = call.method;
        if method.gives.iter().any(|number| stands(number) && there(number) && number.is_given(&usage)) {
            return Some(());
        }
        let never = |class: Class| method.gives.iter().all(|number| number.class != class);
        let title = said!("`{method}` gives no number under `{key}`", method = method.name, key);
        let (label, hint) = match call.standing {
            Standing::Estimate if never(Class::Estimate) => {
                ("it is a test".to_string(), "write it under `main test`, or under `also given`")
            }
            Standing::MainTest if never(Class::Test) => {
                ("it estimates, and tests nothing".to_string(), "write it under `estimate`")
            }
            Standing::Estimate | Standing::MainTest | Standing::AlsoGiven => (
                match estimand.compare.groups() {
                    1 => "the estimand compares nothing".to_string(),
                    n => format!("of {n} groups in a list it compares none with another"),
                },
                "compare two arms, `compare: ARM against ARM`, or each of several with one, `(ARM, ARM) against ARM`",
            ),
        };
        self.error_hint(codes::WRONG_METHOD, title, call.span, label, hint)
    }
}

const ADD_TWO: &str = "add `compare: ARM against ARM` to the estimand";
