//! Reasons and values in French.

use super::Words;
use super::because::{Names, rule_or_answer};
use crate::results::{By, CombinedReason, Confirmed, EventRef, FigureReason, ReadingReason, Value, ValueReason};

pub(super) fn known(words: &Words, value: &Value) -> String {
    let with = |number: String, unit: &Option<String>| match unit {
        Some(unit) => format!("{}\u{a0}{unit}", words.number(&number)),
        None => words.number(&number),
    };
    match value {
        Value::YesNo(true) => "oui".to_string(),
        Value::YesNo(false) => "non".to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Days(days) => format!("{days}\u{a0}jours"),
        Value::Decimal { number, unit } => with(number.to_string(), unit),
        Value::Real { number, unit } => with(number.to_string(), unit),
        Value::Date(text) | Value::Code(text) | Value::Text(text) | Value::Exam(text) => text.clone(),
        Value::Unusable => "inutilisable".to_string(),
    }
}

pub(super) fn value(names: Names, because: &ValueReason<Option<&str>>) -> String {
    let event = |event: &EventRef| names.event(event).to_string();
    let before =
        |before: &Option<EventRef>| before.as_ref().map_or_else(String::new, |e| format!(" avant\u{a0}: {}", event(e)));
    match because {
        ValueReason::Response { code, at, confirmed } => {
            format!("réponse {code} à {}{}", exam(at), confirmation(confirmed))
        }
        ValueReason::Best { code, at, confirmed } => format!("{code} à {}{}", exam(at), confirmation(confirmed)),
        ValueReason::LastValue { code, at, confirmed } => {
            let (at, confirmed) = (exam(at), confirmation(confirmed));
            format!("rien d’évalué au temps d’évaluation, la réponse {code} à {at}{confirmed} est retenue")
        }
        // The set as the criterion names it.
        ValueReason::InSet { set, at } => format!("{} à {}", set.replace('_', " "), exam(at)),
        ValueReason::DatedFrom { set, at, confirmed: Some(confirmed) } => {
            format!("{} datée de {}, confirmée à {}", set.replace('_', " "), exam(at), exam(confirmed))
        }
        ValueReason::DatedFrom { set, at, confirmed: None } => {
            format!("{} datée de {}, ni confirmée ni levée ensuite", set.replace('_', " "), exam(at))
        }
        ValueReason::Event(happened) => event(happened),
        ValueReason::FirstEvent => "premier événement".to_string(),
        ValueReason::ByTargetDay(happened) => format!("{} au plus tard le jour cible, aucun examen", event(happened)),
        ValueReason::BeforeTimepoint(happened) => format!("{} avant le temps d’évaluation", event(happened)),
        ValueReason::Standing { before, code, at, confirmed } => {
            let (event, at, confirmed) = (event(before), exam(at), confirmation(confirmed));
            format!("{event} avant le temps d’évaluation, la réponse {code} à {at}{confirmed} est retenue")
        }
        ValueReason::NothingStands { before } => {
            format!("{} avant le temps d’évaluation, aucune réponse auparavant", event(before))
        }
        ValueReason::Horizon { day } => format!("horizon, jour {day}"),
        ValueReason::Censored => "censuré".to_string(),
        ValueReason::CensoredAt(happened) => format!("censuré à cette date\u{a0}: {}", event(happened)),
        ValueReason::LastAssessed { at: Some(at), before: end } => {
            let at = at.map_or_else(String::new, |at| format!(" {at}"));
            format!("censuré au dernier examen évalué{at}{}", before(end))
        }
        ValueReason::LastAssessed { at: None, before: end } => {
            format!("censuré au temps zéro, aucun examen évalué{}", before(end))
        }
        ValueReason::NothingAssessedSince { before: end } => {
            format!("censuré au début de la durée, aucun examen évalué depuis{}", before(end))
        }
        ValueReason::BehindGap { at: Some(at), gap } => {
            let at = at.map_or_else(String::new, |at| format!(" {at}"));
            format!("censuré au dernier examen évalué{at}, l’événement plus de {gap} jours après lui")
        }
        ValueReason::BehindGap { at: None, gap } => {
            format!("censuré au début de la durée, l’événement plus de {gap} jours après lui sans examen évalué")
        }
        ValueReason::EndOfObservation => "aucun événement jusqu’à la fin de l’observation".to_string(),
        ValueReason::Given => "donné".to_string(),
        ValueReason::Category(name) => name.clone(),
        ValueReason::Shift { from: Some(from), to } => format!("{to}, depuis {from} à l’inclusion"),
        ValueReason::Shift { from: None, to } => format!("{to}, valeur initiale inconnue"),
        ValueReason::Tested { test, reference, test_undetermined, reference_undetermined } => {
            let of = |words: [&str; 4], positive: &bool, undetermined: &bool| {
                let [what, indeterminate, yes, no] = words;
                let said = if *positive { yes } else { no };
                let counted = if *undetermined { indeterminate } else { "" };
                format!("{what} {counted}{said}")
            };
            let test = of(["test", "indéterminé, compté comme ", "positif", "négatif"], test, test_undetermined);
            let words = ["référence", "indéterminée, comptée comme ", "positive", "négative"];
            format!("{test} ; {}", of(words, reference, reference_undetermined))
        }
        ValueReason::NothingAssessed => "rien de ce qui compte n’a été évalué".to_string(),
        ValueReason::NoResponse { at, because } => {
            format!("aucune réponse à {}, {}", exam(at), combined(names, because))
        }
        ValueReason::DoesNotApply { at: Some(at) } => format!("le critère ne s’applique pas à {}", exam(at)),
        ValueReason::DoesNotApply { at: None } => "le critère ne s’applique pas".to_string(),
        ValueReason::NeverBegins { event: begins } => format!("le critère ne commence jamais\u{a0}: {}", event(begins)),
        ValueReason::NotBegun { at: Some(at) } => format!("le critère n’a pas commencé à {}", exam(at)),
        ValueReason::NotBegun { at: None } => "le critère n’a pas commencé à cette date".to_string(),
        ValueReason::NoExamination => "aucun examen".to_string(),
        ValueReason::NoTimeZero => "aucun temps zéro".to_string(),
        ValueReason::Missing => "manquant".to_string(),
    }
}

pub(super) fn combined(names: Names, because: &CombinedReason<Option<&str>>) -> String {
    match because {
        CombinedReason::Case(rule) => names.rule(rule).map_or_else(|| rule.to_string(), str::to_string),
        CombinedReason::NoCase => "aucun cas ne répond".to_string(),
        CombinedReason::OneReader => "la seule lecture".to_string(),
        CombinedReason::Ended { code, at } => format!("après {code} à {}", exam(at)),
    }
}

pub(super) fn reading(names: Names, response: &str, because: &ReadingReason, answer: Option<&Value>) -> String {
    match because {
        ReadingReason::NoBaseline => "aucun examen initial".to_string(),
        ReadingReason::UnfitBaseline => "examen initial inutilisable".to_string(),
        ReadingReason::NoReading => "aucune lecture".to_string(),
        ReadingReason::Rule { value, by: given } => {
            format!("{}\u{a0}: {}", names.value(response, value), by(names, given, answer))
        }
    }
}

pub(super) fn by(names: Names, by: &By, answer: Option<&Value>) -> String {
    match by {
        By::Computed => "par le calcul".to_string(),
        By::Untold => "indéterminé\u{a0}: une donnée lue est manquante".to_string(),
        By::Rule(id) => rule_or_answer(names, id, answer),
    }
}

pub(super) fn figure(because: &FigureReason) -> String {
    match because {
        FigureReason::DoesNotApply => "le critère ne s’applique pas".to_string(),
        FigureReason::NeverBegins => "le critère ne commence jamais".to_string(),
        FigureReason::NoBaseline => "aucun examen initial".to_string(),
        FigureReason::NoSumAtBaseline { exam } => format!("aucune somme supérieure à 0 à l’examen initial, {exam}"),
        FigureReason::UnfitBaseline { exam } => format!("examen initial inutilisable, {exam}"),
        FigureReason::SmallestAt { exam } => format!("à l’examen {exam}"),
        FigureReason::NothingMeasured => "aucune somme mesurée après l’examen initial".to_string(),
    }
}

fn exam(at: &Option<&str>) -> String {
    at.map_or_else(|| "un examen".to_string(), |at| format!("l’examen {at}"))
}

fn confirmation(confirmed: &Confirmed<Option<&str>>) -> String {
    match confirmed {
        Confirmed::NotAsked => String::new(),
        Confirmed::At(at) => format!(", confirmée à {}", exam(at)),
        Confirmed::Since { from, at } => format!(", depuis {}, confirmée à {}", exam(from), exam(at)),
        Confirmed::No => ", non confirmée".to_string(),
    }
}
