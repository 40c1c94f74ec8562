//! The report in French says nothing in English but what the plan and the data say: of the study and of every small plan.

use super::support;
use prespec::catalogue::{ALL, Language};
use prespec::circulate::{Rule, circulate};
use prespec::compile::Compiled;
use prespec::report::{HTML, data};
use prespec::results::{EventLevel, LabelKind, Results};
use prespec::words::Words;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The same word in both languages.
const ALIKE: &str = "administrations alpha alternative analyses association binomial cause central centre change code \
    coefficient coefficients compare composite concordance correction covariance cshr date estimable estimand \
    exact exclusions figure global grade iii incidence index interaction kappa landmark log logistic logit maximum minimum \
    non note observation page part patient patients place plan point points population populations positive \
    progression proportion proportions quantiles quartile quartiles rank sandwich score scores second signature \
    signatures six sources stable standard table tables test tests type variable variance variances variation \
    version \
    rho";

/// Names of people whom no method cites, of things, and words that both languages take from them: Hodges–Lehmann, log-rank.
const NAMES: &str = "clark harrell love moses prespec sha wald wilson";

/// The authors that the methods cite, whose names are in their titles and options: `Woolf B.`, `Mantel N,`.
fn authors() -> impl Iterator<Item = String> {
    let initials = |word: &str| {
        let letters = word.trim_end_matches([',', '.', ';']);
        letters.len() < word.len() && letters.len() < 4 && letters.chars().all(|c| c.is_ascii_uppercase())
    };
    let cited = ALL.iter().flat_map(move |method| {
        let words: Vec<&str> = method.citation.split_whitespace().collect();
        words.windows(2).filter(|pair| initials(pair[1])).map(|pair| plain(pair[0])).collect::<Vec<_>>()
    });
    cited.flat_map(|name| name.split('-').map(str::to_string).collect::<Vec<_>>())
}

/// Small letters, plain spaces and apostrophes; an identifier reads as its words.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['\u{a0}', '\u{202f}', '_'], " ").replace('’', "'");
    // The spaces of French stand in what is repeated of the plan as well.
    let close = |text: String, high: char| text.replace(&format!(" {high}"), &high.to_string());
    [';', ':', '?', '!', '»'].into_iter().fold(text, close).replace("« ", "«")
}

/// What the plan, its criteria and its binding quote, what they name, and what the data say.
fn said(folder: &Path, compiled: &Compiled, results: &Results) -> Vec<String> {
    // Its name in both languages.
    let mut said = BTreeSet::from(["e-value".to_string()]);
    let mut files = vec![folder.join("plan.md"), folder.join("binding.yaml")];
    for criteria in [support::root().join("plans/criteria"), folder.join("criteria")] {
        let found = std::fs::read_dir(criteria).into_iter().flatten();
        files.extend(found.map(|file| file.expect("a file").path()).filter(|p| p.is_file()));
    }
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        for line in text.lines() {
            said.extend(line.split('"').skip(1).step_by(2).map(plain));
        }
    }
    let plan = compiled.plan.as_ref().expect("a plan without an error");
    said.extend(plan.tables.iter().flat_map(|t| &t.columns).map(|c| plain(&c.name)));
    said.extend(plan.defines.iter().map(|d| plain(&d.header.name)));
    said.extend(plan.responses.iter().flat_map(|r| &r.criterion.responses.codes).map(|c| plain(&c.name)));
    said.extend(plan.responses.iter().map(|r| plain(&r.criterion.header.name)));
    said.extend(plan.responses.iter().flat_map(|r| &r.criterion.sets).map(|set| plain(&set.name)));
    // Under a figure they stand on lines of their own, a word on each where there is no more room.
    let wrapped = results.labels.iter().filter(|l| matches!(l.kind, LabelKind::Timepoint | LabelKind::Response));
    said.extend(wrapped.flat_map(|l| l.label.split_whitespace().map(|word| plain(word.trim_end_matches(',')))));
    for label in results.analyses.iter().map(|a| plain(&a.label)) {
        let words: Vec<&str> = label.split_whitespace().collect();
        for at in 1..words.len() {
            let (first, second) = (words[..at].join(" "), words[at..].join(" "));
            said.extend((at > 1).then_some(first).into_iter().chain([second]));
        }
    }
    said.extend(results.families.iter().map(|f| plain(&f.name)));
    let of_the_plan = results.labels.iter().filter(|l| matches!(l.kind, LabelKind::Unit | LabelKind::Category));
    said.extend(of_the_plan.map(|l| plain(&l.label)));
    said.extend(results.study.meta.iter().map(|(_, value)| plain(value)));
    // The command that simulated the data.
    said.extend(results.study.simulated.iter().map(|command| plain(command)));
    said.insert(plain(&results.study.name));
    said.extend(results.clauses.iter().map(|clause| plain(&clause.title)));
    said.extend(results.arms.iter().map(|a| plain(&a.name)));
    for record in &results.records {
        said.insert(plain(&record.analysis));
        said.extend(record.method.iter().map(|m| plain(&m.citation)));
    }
    let lines = results.events.iter().flat_map(|table| &table.lines);
    said.extend(
        lines.filter(|l| matches!(l.level, EventLevel::Class | EventLevel::Term)).filter_map(|l| l.name()).map(plain),
    );
    let mut said: Vec<String> = said.into_iter().filter(|s| s.chars().count() > 1).collect();
    said.sort_by_key(|s| std::cmp::Reverse(s.len()));
    said
}

/// The text without these, where they stand as words of their own.
fn without(text: &str, said: &[String]) -> String {
    let mut text = plain(text);
    for known in said {
        let mut from = 0;
        while let Some(at) = text[from..].find(known.as_str()).map(|at| at + from) {
            let end = at + known.len();
            let bounded = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            let alone = bounded(text[..at].chars().next_back()) && bounded(text[end..].chars().next());
            if alone {
                text.replace_range(at..end, " ");
            }
            from = if alone { at } else { at + known.chars().next().map_or(1, char::len_utf8) };
        }
    }
    text
}

/// Fields that a back end reads, and no reader.
const FORM: &[&str] = &[
    "index", "kind", "style", "to", "anchor", "align", "stroke", "paint", "dash", "shows", "identity", "cut_off",
    "language",
];

/// The texts that a reader sees: not identifiers, nor what only the template reads.
fn texts<'d>(value: &'d Value, found: &mut Vec<&'d str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) if fields.get("style").is_some_and(|s| s == "code") => {}
        Value::Object(fields) => {
            fields.iter().filter(|(key, _)| !FORM.contains(&key.as_str())).for_each(|(_, v)| texts(v, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Each word of the report in a language that neither the plan nor the data say, with a text that has it.
fn words(results: &Results, language: Language, said: &[String]) -> BTreeMap<String, String> {
    let mut results = results.clone();
    results.report.language = language;
    let document = data(&results).expect("the report is arranged");
    let document: Value = serde_json::from_slice(&document).expect("it is JSON");
    let mut words = BTreeMap::new();
    let mut read = |value: &Value, of: &dyn Fn(&str) -> String| {
        let mut found = vec![];
        texts(value, &mut found);
        for text in found {
            let rest = without(&of(text), said);
            for word in rest.split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().count() > 2) {
                words.entry(word.to_string()).or_insert_with(|| text.to_string());
            }
        }
    };
    let whole = |text: &str| text.to_string();
    let parts = document.as_object().expect("a document").iter();
    for (part, value) in parts.filter(|(part, _)| !FORM.contains(&part.as_str())) {
        match value {
            Value::Object(sections) if part == "sections" => {
                for (section, value) in sections {
                    match section.as_str() {
                        // The prose of the plan, and what the methods cite.
                        "clauses" | "deviations" | "references" => {}
                        _ => read(value, &whole),
                    }
                }
            }
            other => read(other, &whole),
        }
    }
    words
}

/// The words that the French report has in common with the English one, and that are not French.
fn english(folder: &Path, compiled: &Compiled, results: &Results) -> Vec<String> {
    let said = said(folder, compiled, results);
    let (english, french) = (words(results, Language::English, &said), words(results, Language::French, &said));
    assert!(english.len() > 50 && french.len() > 50);
    let listed = ALIKE.split_whitespace().chain(NAMES.split_whitespace()).map(str::to_string);
    let alike: BTreeSet<String> = listed.chain(authors()).collect();
    let left = french.into_iter().filter(|(word, _)| english.contains_key(word) && !alike.contains(word));
    left.map(|(word, text)| format!("{}: `{word}` in `{text}`", folder.display())).collect()
}

/// What each step does has its French word.
#[test]
fn every_step_is_told_in_french() {
    let french = Words::of(Language::French);
    let kinds: BTreeSet<&str> =
        support::EVERY.iter().flat_map(|(_, _, results)| &results.steps).map(|step| step.kind.as_str()).collect();
    assert!(kinds.len() > 15);
    let left: Vec<&str> = kinds.into_iter().filter(|kind| french.step_kind(kind) == *kind).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn no_english_but_that_of_the_plan() {
    let left: Vec<String> =
        support::EVERY.iter().flat_map(|(folder, compiled, results)| english(folder, compiled, results)).collect();
    assert!(left.is_empty(), "{}", left.join("\n"));
}

/// Before what is high and within the marks of a quotation stands a thin space, at which no line breaks.
#[test]
fn the_spaces_are_french() {
    let mut seen = 0;
    for (folder, _, results) in support::EVERY.iter() {
        let mut results = results.clone();
        results.report.language = Language::French;
        let document: Value = serde_json::from_slice(&data(&results).expect("the report is arranged")).expect("JSON");
        let mut found = vec![];
        for (part, value) in document.as_object().expect("a document").iter() {
            match value {
                Value::Object(sections) if part == "sections" => {
                    let own = sections.iter().filter(|(name, _)| !matches!(name.as_str(), "clauses" | "references"));
                    own.for_each(|(_, value)| texts(value, &mut found));
                }
                _ if FORM.contains(&part.as_str()) => {}
                other => texts(other, &mut found),
            }
        }
        for text in found {
            let signs: Vec<char> = text.chars().collect();
            for pair in signs.windows(2) {
                let plain = matches!(pair[0], ' ' | '\u{a0}') && matches!(pair[1], ';' | ':' | '?' | '!' | '»');
                assert!(!plain && (pair[0] != '«' || pair[1] == '\u{202f}'), "{}: {text}", folder.display());
                let at_once = pair[0].is_alphanumeric() && (pair[1] == ';' || pair[1] == '»');
                assert!(!at_once, "{}: {text}", folder.display());
                seen += usize::from(pair[0] == '\u{202f}');
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}

/// The panels, which a script makes of the data of the page, have them too, but where they show what the plan, the criteria, the
/// binding and the publications say as these have it.
#[test]
fn the_spaces_of_the_panels_are_french() {
    let mut seen = 0;
    for (folder, _, results) in
        support::EVERY.iter().filter(|(folder, ..)| folder.ends_with("clinic") || folder.ends_with("skin"))
    {
        let mut results = results.clone();
        results.report.language = Language::French;
        let mut found = vec![];
        let page = String::from_utf8(HTML.write(&results).expect("a page")).expect("text");
        // The first script of the page is the data that the other reads.
        let script = page.split("<script").nth(1).and_then(|rest| rest.split_once('>')).expect("the data").1;
        let of_page = script.split("</script>").next().expect("its end");
        strings(&serde_json::from_str(of_page).expect("JSON"), &mut found);
        let quoted = written(folder, &results);
        for text in found {
            let signs: Vec<char> = text.chars().collect();
            let wrong = |at: usize| {
                let (before, sign, next) = (signs[at], signs[at + 1], signs.get(at + 2).copied().unwrap_or(' '));
                let high = matches!(sign, ';' | ':' | '?' | '!' | '»');
                let ends = matches!(next, ' ' | '\u{a0}' | '\u{202f}');
                (high && ends && before != '\u{202f}') || (before == '«' && sign != '\u{202f}')
            };
            seen += signs.iter().filter(|c| **c == '\u{202f}').count();
            if (0..signs.len().saturating_sub(1)).any(wrong) {
                let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(quoted.contains(&one_line), "{}: {text}", folder.display());
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

fn strings(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|inner| strings(inner, into)),
        Value::Object(fields) => fields.values().for_each(|inner| strings(inner, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Plan, criteria, binding and citations, on one line each.
fn written(folder: &Path, results: &Results) -> String {
    let criteria = std::fs::read_dir(support::root().join("plans/criteria")).expect("the criteria");
    let mut files: Vec<PathBuf> =
        criteria.map(|file| file.expect("a file").path()).filter(|path| path.is_file()).collect();
    files.extend([folder.join("plan.md"), folder.join("binding.yaml")]);
    let texts = files.iter().map(|file| std::fs::read_to_string(file).expect("a text"));
    let cited = ALL.iter().map(|method| method.citation.to_string());
    let records = results.records.iter().filter_map(|record| Some(record.method.as_ref()?.citation.clone()));
    let all: Vec<String> = texts.chain(cited).chain(records).collect();
    all.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn nor_in_a_copy_for_circulation() {
    let copied = |folder: &Path| folder.ends_with("clinic") || folder.ends_with("sirt-hcc");
    let copies = support::EVERY.iter().filter(|(folder, ..)| copied(folder));
    let mut left = vec![];
    for (folder, compiled, results) in copies {
        let rule = Rule { smallest: 5, clause: "1".into(), released: None };
        left.extend(english(folder, compiled, &circulate(results, rule)));
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}
