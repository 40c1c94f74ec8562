//! Why a value stands, and what a value is, in words. What the plan names is printed as the plan names it.

use super::{Words, because_en, because_fr, capitalised, fill};
use crate::catalogue::{Language, ResponseRole};
use crate::results::{
    By, CombinedReason, Confirmed, EventRef, FigureReason, LabelKind, ReadingReason, Record, Results, RuleId, Value,
    ValueReason, Whichever,
};

/// What follows a response that was, or was not, confirmed.
struct SettledEnding {
    confirmed: &'static str,
    before: &'static str,
    unconfirmed: &'static str,
}

impl SettledEnding {
    const ENGLISH: SettledEnding =
        SettledEnding { confirmed: ", confirmed", before: ", confirmed before", unconfirmed: ", not confirmed" };
    const FRENCH: SettledEnding =
        SettledEnding { confirmed: ", confirmée", before: ", confirmée auparavant", unconfirmed: ", non confirmée" };

    fn of(&self, confirmed: &Confirmed<Whichever>) -> &'static str {
        match confirmed {
            Confirmed::NotAsked => "",
            Confirmed::At(Whichever {}) => self.confirmed,
            Confirmed::Since { .. } => self.before,
            Confirmed::No => self.unconfirmed,
        }
    }
}

/// What the plan calls what a reason names.
#[derive(Clone, Copy)]
pub(super) struct Names<'r> {
    pub words: &'r Words,
    pub results: &'r Results,
}

impl<'r> Names<'r> {
    pub fn event(&self, event: &'r EventRef) -> &'r str {
        match event {
            EventRef::Event(name) => self.label(LabelKind::Event, "", name),
            EventRef::Intercurrent(name) => self.label(LabelKind::Intercurrent, "", name),
        }
    }

    /// A value of the criterion of a response.
    pub fn value(&self, response: &str, value: &'r str) -> &'r str {
        self.label(LabelKind::Value, response, value)
    }

    fn label(&self, kind: LabelKind, of: &str, name: &'r str) -> &'r str {
        let found = self.results.labels.iter().find(|l| l.kind == kind && l.of == of && l.name == name);
        found.map_or(name, |l| l.label.as_str())
    }

    /// The reason of a case, or a row as it is written.
    pub fn rule(&self, id: &RuleId) -> Option<&'r str> {
        self.results.rules.iter().find(|r| r.id == *id)?.text.as_deref()
    }
}

impl Words {
    /// `54.6 mm`, `yes`, `2024-02-29`, `12 days`, the name of a code, the key of an examination.
    pub fn known(&self, value: &Value) -> String {
        match self.language {
            Language::English => because_en::known(value),
            Language::French => because_fr::known(self, value),
        }
    }

    /// A value, or that it is unknown.
    pub fn known_or_not(&self, value: Option<&Value>) -> String {
        value.map_or_else(|| self.trace().unknown.to_string(), |value| self.known(value))
    }

    /// Why a patient's value of an endpoint stands; an examination by its key, or none in particular.
    pub fn value_reason(&self, results: &Results, because: &ValueReason<Option<&str>>) -> String {
        let names = Names { words: self, results };
        match self.language {
            Language::English => because_en::value(names, because),
            Language::French => because_fr::value(names, because),
        }
    }

    /// What the plan calls an event.
    pub fn event_label(&self, results: &Results, event: &EventRef) -> String {
        Names { words: self, results }.event(event).to_string()
    }

    /// What settles the value of patients, a response by what the plan calls it: `Partial response`, `partial response, not confirmed`.
    pub fn settled(&self, results: &Results, record: &Record, because: &ValueReason<Whichever>) -> String {
        let response = record.response.as_deref().unwrap_or_default();
        let label = |code: &str| {
            let listed = self.response_of(results, response, code);
            listed.or_else(|| results.label(LabelKind::ResponseCode, response, code)).unwrap_or(code).to_string()
        };
        let names = Names { words: self, results };
        let of_code = |code: &str, confirmed: &Confirmed<Whichever>, form: [&str; 2], before: &str| {
            let (form, ending) = match self.language {
                Language::English => (form[0], SettledEnding::ENGLISH.of(confirmed)),
                Language::French => (form[1], SettledEnding::FRENCH.of(confirmed)),
            };
            fill(form, &[("response", &format!("{}{ending}", label(code))), ("event", before)])
        };
        match because {
            ValueReason::Response { code, confirmed, .. } | ValueReason::Best { code, confirmed, .. } => {
                of_code(code, confirmed, ["{response}"; 2], "")
            }
            ValueReason::LastValue { code, confirmed, .. } => {
                let form = [
                    "Nothing assessed; last assessed: {response}",
                    "Rien d’évalué\u{a0}; dernière réponse évaluée\u{a0}: {response}",
                ];
                of_code(code, confirmed, form, "")
            }
            ValueReason::Standing { before, code, confirmed, .. } => {
                let form = [
                    "{event} before the timepoint; {response} stands",
                    "{event} avant le temps d’évaluation\u{a0}; {response} est retenue",
                ];
                of_code(code, confirmed, form, names.event(before))
            }
            ValueReason::InSet { set, .. } => {
                let form = match self.language {
                    Language::English => "{set} up to the timepoint",
                    Language::French => "{set} jusqu’au temps d’évaluation",
                };
                capitalised(&fill(form, &[("set", &self.set_named(set))]))
            }
            other => capitalised(&self.value_reason(results, &other.map(&|Whichever {}| None))),
        }
    }

    /// What the letters of a response mean; the one of what is not assessed has none, which stand for "not estimable" elsewhere.
    /// Where a criterion tells several such apart, each is called as in the plan.
    pub fn response_of(&self, results: &Results, response: &str, code: &str) -> Option<&'static str> {
        let info = results.responses.iter().find(|r| r.response == response && r.code == code)?;
        match info.roles.contains(&ResponseRole::NotAssessed) {
            true => results.only_unassessed(info).then_some(self.not_evaluable),
            false => self.response(code),
        }
    }

    /// A set of responses: one that every criterion may have in the language, another as its criterion names it.
    pub(crate) fn set_named(&self, set: &str) -> String {
        let role = ResponseRole::ALL.into_iter().find(|role| role.name() == set);
        match (self.language, role) {
            (Language::English, _) | (Language::French, None) => set.replace('_', " "),
            (Language::French, Some(ResponseRole::CompleteResponse)) => "réponse complète".to_string(),
            (Language::French, Some(ResponseRole::ObjectiveResponse)) => "réponse objective".to_string(),
            (Language::French, Some(ResponseRole::Progression)) => "progression".to_string(),
            (Language::French, Some(ResponseRole::DefinitiveProgression)) => "progression définitive".to_string(),
            (Language::French, Some(ResponseRole::NotAssessed)) => "non évalué".to_string(),
            (Language::French, Some(ResponseRole::DoesNotApply)) => "sans objet".to_string(),
        }
    }

    pub fn combined_reason(&self, results: &Results, because: &CombinedReason) -> String {
        let names = Names { words: self, results };
        let because = because.map(&|at| Some(at.exam.as_str()));
        match self.language {
            Language::English => because_en::combined(names, &because),
            Language::French => because_fr::combined(names, &because),
        }
    }

    /// Why a reader's response stands; `answer` is the value that is the response.
    pub fn reading_reason(
        &self,
        results: &Results,
        response: &str,
        because: &ReadingReason,
        answer: Option<&Value>,
    ) -> String {
        let names = Names { words: self, results };
        match self.language {
            Language::English => because_en::reading(names, response, because, answer),
            Language::French => because_fr::reading(names, response, because, answer),
        }
    }

    /// What gave a value of a criterion: the reason of a case, a row as it is written, or what a case without a reason answers.
    pub fn by(&self, results: &Results, by: &By, answer: Option<&Value>) -> String {
        let names = Names { words: self, results };
        match self.language {
            Language::English => because_en::by(names, by, answer),
            Language::French => because_fr::by(names, by, answer),
        }
    }

    /// What settled the change that a waterfall shows, or why it shows none.
    pub fn figure_reason(&self, because: &FigureReason) -> String {
        match self.language {
            Language::English => because_en::figure(because),
            Language::French => because_fr::figure(because),
        }
    }
}

/// The text of a rule, or what it answers where it has none.
pub(super) fn rule_or_answer(names: Names, id: &RuleId, answer: Option<&Value>) -> String {
    names.rule(id).map_or_else(|| names.words.known_or_not(answer), str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{Label, RuleInfo};

    fn event() -> EventRef {
        EventRef::Event("death".into())
    }

    /// One of each; a reason that is not among them does not compile in `is_listed`.
    fn every_reason() -> Vec<ValueReason<Option<&'static str>>> {
        let (code, at) = ("PR".to_string(), Some("E1"));
        let best = |confirmed| ValueReason::Best { code: "PR".into(), at: Some("E1"), confirmed };
        let read = |confirmed| ValueReason::Response { code: "PR".into(), at: Some("E1"), confirmed };
        let standing =
            |confirmed| ValueReason::Standing { before: event(), code: "PR".into(), at: Some("E1"), confirmed };
        vec![
            read(Confirmed::NotAsked),
            read(Confirmed::At(Some("E2"))),
            read(Confirmed::Since { from: Some("E0"), at: Some("E1") }),
            read(Confirmed::No),
            best(Confirmed::NotAsked),
            best(Confirmed::At(Some("E2"))),
            best(Confirmed::No),
            ValueReason::InSet { set: "progression".into(), at },
            ValueReason::InSet { set: "progression".into(), at: None },
            ValueReason::DatedFrom { set: "progression".into(), at, confirmed: Some(Some("E2")) },
            ValueReason::DatedFrom { set: "progression".into(), at, confirmed: None },
            ValueReason::LastValue { code: "PR".into(), at, confirmed: Confirmed::NotAsked },
            ValueReason::LastValue { code: "PR".into(), at, confirmed: Confirmed::No },
            ValueReason::FirstEvent,
            ValueReason::ByTargetDay(event()),
            ValueReason::BeforeTimepoint(event()),
            standing(Confirmed::NotAsked),
            standing(Confirmed::At(Some("E2"))),
            ValueReason::NothingStands { before: event() },
            ValueReason::Horizon { day: 365 },
            ValueReason::Censored,
            ValueReason::CensoredAt(event()),
            ValueReason::LastAssessed { at: Some(at), before: None },
            ValueReason::LastAssessed { at: Some(None), before: Some(event()) },
            ValueReason::LastAssessed { at: None, before: None },
            ValueReason::NothingAssessedSince { before: None },
            ValueReason::NothingAssessedSince { before: Some(event()) },
            ValueReason::BehindGap { at: Some(at), gap: 182 },
            ValueReason::BehindGap { at: Some(None), gap: 182 },
            ValueReason::BehindGap { at: None, gap: 182 },
            ValueReason::EndOfObservation,
            ValueReason::Given,
            ValueReason::Shift { from: Some("mild".into()), to: "severe".into() },
            ValueReason::Shift { from: None, to: "severe".into() },
            ValueReason::Tested {
                test: true,
                reference: false,
                test_undetermined: false,
                reference_undetermined: true,
            },
            ValueReason::NothingAssessed,
            ValueReason::NoResponse { at, because: CombinedReason::Ended { code, at } },
            ValueReason::NoResponse { at, because: CombinedReason::NoCase },
            ValueReason::NoExamination,
            ValueReason::DoesNotApply { at: Some(at) },
            ValueReason::DoesNotApply { at: None },
            ValueReason::NeverBegins { event: event() },
            ValueReason::NotBegun { at: Some(at) },
            ValueReason::NotBegun { at: None },
            ValueReason::NoTimeZero,
            ValueReason::Missing,
        ]
    }

    fn results() -> Results {
        let rule = |id, text: Option<&str>| RuleInfo { id, text: text.map(str::to_string), ..RuleInfo::default() };
        Results {
            labels: vec![Label {
                kind: LabelKind::Event,
                name: "death".into(),
                label: "Death".into(),
                ..Label::default()
            }],
            rules: vec![
                rule(RuleId::new("recist", "target", 0), None),
                rule(RuleId::new("recist", "target", 1), Some("30 % below")),
                rule(RuleId::new("consensus", "recist", 0), Some("both readers agree")),
            ],
            ..Results::default()
        }
    }

    #[test]
    fn every_reason_is_said_in_each_language_and_in_its_own_words() {
        let (english, french) = (Words::of(Language::English), Words::of(Language::French));
        let mut said = std::collections::BTreeSet::new();
        for reason in every_reason() {
            let (en, fr) = (english.value_reason(&results(), &reason), french.value_reason(&results(), &reason));
            assert!(en != fr || matches!(reason, ValueReason::Event(_) | ValueReason::Best { .. }), "{en}");
            assert!(said.insert(en.clone()), "{en} is said of two reasons");
        }
        let of = |reason| english.value_reason(&results(), &reason);
        assert_eq!(of(ValueReason::Event(event())), "Death");
        assert_eq!(of(ValueReason::Category("mild".into())), "mild");
    }

    #[test]
    fn reasons_in_english() {
        let of = |reason| Words::of(Language::English).value_reason(&results(), &reason);
        assert_eq!(
            of(ValueReason::InSet { set: "disease_progression".into(), at: Some("E/1, 2") }),
            "disease progression at E/1, 2"
        );
        let ended = CombinedReason::Ended { code: "PD".into(), at: Some("E2") };
        assert_eq!(of(ValueReason::NoResponse { at: Some("E3"), because: ended }), "no response at E3, after PD at E2");
        let last = |at, before| of(ValueReason::LastAssessed { at, before });
        assert_eq!(last(Some(Some("E2")), Some(event())), "censored at the last assessed examination E2 before Death");
        assert_eq!(last(Some(None), None), "censored at the last assessed examination");
        assert_eq!(last(None, Some(event())), "censored at time zero, no assessed examination before Death");
        let agreed = CombinedReason::Case(RuleId::new("consensus", "recist", 0));
        assert_eq!(Words::of(Language::English).combined_reason(&results(), &agreed), "both readers agree");
    }

    /// A rule by its text, and one without a text by what it answers.
    #[test]
    fn rules_are_said_by_their_text() {
        let (english, french) = (Words::of(Language::English), Words::of(Language::French));
        let rule = |place| By::Rule(RuleId::new("recist", "target", place));
        let yes = Value::YesNo(true);
        assert_eq!(english.by(&results(), &rule(1), Some(&yes)), "30 % below");
        assert_eq!(english.by(&results(), &rule(0), Some(&yes)), "yes");
        assert_eq!(french.by(&results(), &rule(0), Some(&yes)), "oui");
        assert_eq!(french.by(&results(), &rule(0), None), "inconnu");
        let length = Value::Decimal { number: rust_decimal::Decimal::new(546, 1), unit: Some("mm".into()) };
        assert_eq!((english.known(&length), french.known(&length)), ("54.6 mm".into(), "54,6\u{a0}mm".into()));
    }
}
