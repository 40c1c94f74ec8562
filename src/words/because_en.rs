//! Reasons and values in English.

use super::because::{Names, rule_or_answer};
use crate::results::{By, CombinedReason, Confirmed, EventRef, FigureReason, ReadingReason, Value, ValueReason};

pub(super) fn known(value: &Value) -> String {
    let with = |number: String, unit: &Option<String>| match unit {
        Some(unit) => format!("{number} {unit}"),
        None => number,
    };
    match value {
        Value::YesNo(true) => "yes".to_string(),
        Value::YesNo(false) => "no".to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Days(days) => format!("{days} days"),
        Value::Decimal { number, unit } => with(number.to_string(), unit),
        Value::Real { number, unit } => with(number.to_string(), unit),
        Value::Date(text) | Value::Code(text) | Value::Text(text) | Value::Exam(text) => text.clone(),
        Value::Unusable => "not usable".to_string(),
    }
}

pub(super) fn value(names: Names, because: &ValueReason<Option<&str>>) -> String {
    let event = |event: &EventRef| names.event(event).to_string();
    let before =
        |before: &Option<EventRef>| before.as_ref().map_or_else(String::new, |e| format!(" before {}", event(e)));
    match because {
        ValueReason::Response { code, at, confirmed } => {
            format!("response {code} at {}{}", exam(at), confirmation(confirmed))
        }
        ValueReason::Best { code, at, confirmed } => format!("{code} at {}{}", exam(at), confirmation(confirmed)),
        ValueReason::LastValue { code, at, confirmed } => {
            format!(
                "nothing assessed at the timepoint, response {code} at {}{} stands",
                exam(at),
                confirmation(confirmed)
            )
        }
        // The set as the criterion names it.
        ValueReason::InSet { set, at } => format!("{} at {}", set.replace('_', " "), exam(at)),
        ValueReason::DatedFrom { set, at, confirmed: Some(confirmed) } => {
            format!("{} dated from {}, confirmed at {}", set.replace('_', " "), exam(at), exam(confirmed))
        }
        ValueReason::DatedFrom { set, at, confirmed: None } => {
            format!("{} dated from {}, never confirmed nor cleared", set.replace('_', " "), exam(at))
        }
        ValueReason::Event(happened) => event(happened),
        ValueReason::FirstEvent => "first event".to_string(),
        ValueReason::ByTargetDay(happened) => format!("{} by the target day, no examination", event(happened)),
        ValueReason::BeforeTimepoint(happened) => format!("{} before the timepoint", event(happened)),
        ValueReason::Standing { before, code, at, confirmed } => {
            let confirmed = confirmation(confirmed);
            format!("{} before the timepoint, response {code} at {}{confirmed} stands", event(before), exam(at))
        }
        ValueReason::NothingStands { before } => {
            format!("{} before the timepoint, no response before it", event(before))
        }
        ValueReason::Horizon { day } => format!("horizon, day {day}"),
        ValueReason::Censored => "censored".to_string(),
        ValueReason::CensoredAt(happened) => format!("censored at {}", event(happened)),
        ValueReason::LastAssessed { at: Some(at), before: end } => {
            let at = at.map_or_else(String::new, |at| format!(" {at}"));
            format!("censored at the last assessed examination{at}{}", before(end))
        }
        ValueReason::LastAssessed { at: None, before: end } => {
            format!("censored at time zero, no assessed examination{}", before(end))
        }
        ValueReason::NothingAssessedSince { before: end } => {
            format!("censored where the time begins, no assessed examination since{}", before(end))
        }
        ValueReason::BehindGap { at: Some(at), gap } => {
            let at = at.map_or_else(String::new, |at| format!(" {at}"));
            format!("censored at the last assessed examination{at}, the event more than {gap} days after it")
        }
        ValueReason::BehindGap { at: None, gap } => {
            format!(
                "censored where the time begins, the event more than {gap} days after it without an assessed examination"
            )
        }
        ValueReason::EndOfObservation => "no event up to the end of observation".to_string(),
        ValueReason::Given => "given".to_string(),
        ValueReason::Category(name) => name.clone(),
        ValueReason::Shift { from: Some(from), to } => format!("{to}, from {from} at baseline"),
        ValueReason::Shift { from: None, to } => format!("{to}, from what is not known at baseline"),
        ValueReason::Tested { test, reference, test_undetermined, reference_undetermined } => {
            let of = |what: &str, positive: &bool, undetermined: &bool| {
                let said = if *positive { "positive" } else { "negative" };
                let counted = if *undetermined { "undetermined, counted as " } else { "" };
                format!("{what} {counted}{said}")
            };
            let (test, reference) =
                (of("test", test, test_undetermined), of("reference", reference, reference_undetermined));
            format!("{test}; {reference}")
        }
        ValueReason::NothingAssessed => "nothing that counts was assessed".to_string(),
        ValueReason::NoResponse { at, because } => format!("no response at {}, {}", exam(at), combined(names, because)),
        ValueReason::DoesNotApply { at: Some(at) } => format!("the criterion does not apply at {}", exam(at)),
        ValueReason::DoesNotApply { at: None } => "the criterion does not apply".to_string(),
        ValueReason::NeverBegins { event: begins } => format!("the criterion never begins: {}", event(begins)),
        ValueReason::NotBegun { at: Some(at) } => format!("the criterion has not begun at {}", exam(at)),
        ValueReason::NotBegun { at: None } => "the criterion has not begun by then".to_string(),
        ValueReason::NoExamination => "no examination".to_string(),
        ValueReason::NoTimeZero => "no time zero".to_string(),
        ValueReason::Missing => "missing".to_string(),
    }
}

pub(super) fn combined(names: Names, because: &CombinedReason<Option<&str>>) -> String {
    match because {
        CombinedReason::Case(rule) => names.rule(rule).map_or_else(|| rule.to_string(), str::to_string),
        CombinedReason::NoCase => "no case answers".to_string(),
        CombinedReason::OneReader => "the only reading".to_string(),
        CombinedReason::Ended { code, at } => format!("after {code} at {}", exam(at)),
    }
}

pub(super) fn reading(names: Names, response: &str, because: &ReadingReason, answer: Option<&Value>) -> String {
    match because {
        ReadingReason::NoBaseline => "no baseline examination".to_string(),
        ReadingReason::UnfitBaseline => "baseline examination of no use".to_string(),
        ReadingReason::NoReading => "no reading".to_string(),
        ReadingReason::Rule { value, by: given } => {
            format!("{}: {}", names.value(response, value), by(names, given, answer))
        }
    }
}

pub(super) fn by(names: Names, by: &By, answer: Option<&Value>) -> String {
    match by {
        By::Computed => "as computed".to_string(),
        By::Untold => "cannot be told: something it reads is missing".to_string(),
        By::Rule(id) => rule_or_answer(names, id, answer),
    }
}

pub(super) fn figure(because: &FigureReason) -> String {
    match because {
        FigureReason::DoesNotApply => "the criterion does not apply".to_string(),
        FigureReason::NeverBegins => "the criterion never begins".to_string(),
        FigureReason::NoBaseline => "no baseline examination".to_string(),
        FigureReason::NoSumAtBaseline { exam } => format!("no sum above 0 at baseline, {exam}"),
        FigureReason::UnfitBaseline { exam } => format!("baseline examination of no use, {exam}"),
        FigureReason::SmallestAt { exam } => format!("at {exam}"),
        FigureReason::NothingMeasured => "no sum measured after baseline".to_string(),
    }
}

fn exam<'e>(at: &Option<&'e str>) -> &'e str {
    at.unwrap_or("an examination")
}

fn confirmation(confirmed: &Confirmed<Option<&str>>) -> String {
    match confirmed {
        Confirmed::NotAsked => String::new(),
        Confirmed::At(at) => format!(", confirmed at {}", exam(at)),
        Confirmed::Since { from, at } => format!(", since {}, confirmed at {}", exam(from), exam(at)),
        Confirmed::No => ", not confirmed".to_string(),
    }
}
