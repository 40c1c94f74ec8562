//! Both languages have the same words, and each writes numbers its own way.

use super::*;
use crate::catalogue;
use crate::number::NotEstimable;
use crate::number::{Number, Quantity};
use crate::results::{MethodUse, OptionUse};
use std::collections::BTreeSet;

fn places(template: &str) -> BTreeSet<&str> {
    parts(template).filter_map(|p| if let Part::Place(name, _) = p { Some(name) } else { None }).collect()
}

#[test]
fn every_language_has_every_word_with_the_same_places() {
    let table = |language: Language| serde_json::to_value(Words::of(language)).expect("a table");
    let (en, fr) = (table(Language::English), table(Language::French));
    let (en, fr) = (en.as_object().expect("fields"), fr.as_object().expect("fields"));
    assert_eq!(en.keys().collect::<Vec<_>>(), fr.keys().collect::<Vec<_>>());
    for (key, text) in en {
        let (Some(text), Some(other)) = (text.as_str(), fr[key].as_str()) else { continue };
        assert!(!text.is_empty() && !other.is_empty(), "{key}");
        assert_eq!(places(text), places(other), "{key}");
    }
}

#[test]
fn every_listed_word_of_english_is_listed_in_french() {
    let (en, fr) = (Words::of(Language::English), Words::of(Language::French));
    for (english, french) in [(en.terms, fr.terms), (en.responses, fr.responses)] {
        for (word, _) in english {
            assert!(listed(french, word).is_some(), "{word}");
        }
    }
}

#[test]
fn places_are_filled_and_nothing_else_is() {
    assert_eq!(fill("{n} of {of}.", &[("n", "3"), ("of", "{n}")]), "3 of {n}.");
    assert_eq!(fill("} {unknown} {", &[]), "} {unknown} {");
}

#[test]
fn french_writes_numbers_and_dates_its_own_way() {
    let fr = Words::of(Language::French);
    assert_eq!(fr.format(&Number::Real(0.5625), Quantity::Proportion), "56,3\u{a0}%");
    assert_eq!(fr.value(&Number::Count(12345), Quantity::Count), "12\u{a0}345");
    assert_eq!(fr.interval(&Number::Real(0.39), &Number::Real(1.474), Quantity::Ratio), "0,39 à 1,47");
    let none = Number::NotEstimable(NotEstimable::NotReached);
    assert_eq!(fr.interval(&Number::Real(218.0), &none, Quantity::Days), "218 à non atteint");
    assert_eq!(fr.value(&none, Quantity::Days), "non atteint");
    assert_eq!(fr.p_value(&Number::Real(0.0001)), "p\u{a0}<\u{a0}0,001");
    assert_eq!(fr.level(0.975), "97,5\u{a0}%");
    assert_eq!(fr.date("2026-02-01"), "1er\u{a0}février\u{a0}2026");
    assert_eq!(Words::of(Language::English).date("2026-01-30"), "30\u{a0}January\u{a0}2026");
    assert_eq!(Words::of(Language::English).date("soon"), "soon");
}

/// An axis names what is estimated in both languages: by the declaration, by the choice that says it, else by the method.
#[test]
fn an_estimate_is_called_in_both_languages() {
    let one = |name: &str, options: &[(&str, &str)]| {
        let options = options.iter().map(|(k, v)| (k.to_string(), OptionUse::Word(v.to_string()))).collect();
        let method = MethodUse { name: name.into(), options, ..MethodUse::default() };
        [Language::English, Language::French].map(|language| Words::of(language).estimate_of(&method))
    };
    assert_eq!(one("rate_ratio", &[]), ["Rate ratio", "Rapport des taux"]);
    assert_eq!(one("mantel_haenszel", &[("measure", "risk_ratio")]), ["Risk ratio", "Rapport des risques"]);
    assert_eq!(one("fisher_exact", &[]), ["Odds ratio", "Rapport des cotes"]);
    assert_eq!(one("kappa", &[]), ["Cohen’s kappa", "Kappa de Cohen"]);
}

#[test]
fn a_word_with_a_capital_within_keeps_its_first() {
    let lowered = ["QoL at baseline", "PhD", "High dose", "A dose", "Weight", "LOW", "X-ray"].map(lower_first);
    assert_eq!(lowered, ["QoL at baseline", "PhD", "high dose", "a dose", "weight", "LOW", "X-ray"]);
}

#[test]
fn a_title_that_begins_with_a_name_keeps_its_capital() {
    for method in catalogue::ALL {
        let kept = lower_first(method.title).chars().next() == method.title.chars().next();
        let one_letter = method.title.chars().nth(1).is_some_and(|c| !c.is_lowercase() && c != ' ');
        assert_eq!(kept, method.begins_with_name || one_letter, "{}", method.title);
    }
}
