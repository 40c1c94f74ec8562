//! The report as a page: every number in it leads to a place that is there, no text is read as markup, and a browser loads and
//! runs nothing but what is in the page.

use super::{fixture, nasty, poison, shown};
use prespec::catalogue::{ALL, Language, Method};
use prespec::report::{HTML, data};
use prespec::results::Results;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

pub fn html(results: &Results) -> String {
    String::from_utf8(HTML.write(results).expect("a page")).expect("text")
}

/// What the script of a page reads.
pub fn json(page: &str) -> Value {
    serde_json::from_str(read(page).raw[1]).expect("the JSON of the page")
}

/// An element as it opens: its name and attributes.
struct Tag<'t> {
    name: &'t str,
    attributes: BTreeMap<&'t str, &'t str>,
}

/// The tags of a page, and what stands in its scripts and its style.
struct Read<'t> {
    tags: Vec<Tag<'t>>,
    raw: Vec<&'t str>,
}

fn read(page: &str) -> Read<'_> {
    let (mut tags, mut raw, mut at) = (vec![], vec![], 0);
    while let Some(start) = page[at..].find('<').map(|i| i + at) {
        let (mut end, mut quoted) = (start, false);
        for (i, c) in page[start..].char_indices() {
            quoted ^= c == '"';
            if c == '>' && !quoted {
                end = start + i;
                break;
            }
        }
        let inner = page[start + 1..end].trim_end_matches('/');
        at = end + 1;
        if inner.starts_with('/') || inner.starts_with('!') {
            continue;
        }
        let (name, rest) = inner.split_once(' ').unwrap_or((inner, ""));
        tags.push(Tag { name, attributes: attributes(rest) });
        if ["script", "style"].contains(&name) {
            let close = page[at..].find(&format!("</{name}>")).expect("a closing tag") + at;
            raw.push(&page[at..close]);
            at = close;
        }
    }
    Read { tags, raw }
}

fn attributes(mut rest: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    while let Some(next) = rest.trim_start().get(..).filter(|r| !r.is_empty()) {
        let end = next.find([' ', '=']).unwrap_or(next.len());
        let (name, after) = next.split_at(end);
        let value = after.strip_prefix("=\"").and_then(|v| v.split_once('"'));
        found.insert(name, value.map_or("", |(value, _)| value));
        rest = value.map_or(after, |(_, rest)| rest);
    }
    found
}

/// What follows `#`, with its coded letters.
fn decoded(fragment: &str) -> String {
    let mut bytes = vec![];
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = std::str::from_utf8(&digits).expect("digits");
                bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).expect("text")
}

#[test]
fn every_number_leads_to_a_place_and_no_place_is_there_twice() {
    let results = fixture::results();
    let page = html(&results);
    let read = read(&page);
    let ids: Vec<&str> = read.tags.iter().filter_map(|t| t.attributes.get("id").copied()).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "an identifier stands twice");
    let links: Vec<&str> = read.tags.iter().filter_map(|t| t.attributes.get("href").copied()).collect();
    assert!(links.len() > 60, "{}", links.len());
    for link in links {
        let to = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leads out of the page"));
        assert!(unique.contains(to), "{link} leads nowhere");
    }
    // Whatever the document shows is printed by a link to it, and has its place without a script.
    let document: Value = serde_json::from_slice(&data(&results).expect("the report is arranged")).expect("JSON");
    let printed: BTreeSet<usize> = read
        .tags
        .iter()
        .filter_map(|t| t.attributes.get("data-r"))
        .flat_map(|list| list.split(','))
        .map(|place| place.parse().expect("a place"))
        .collect();
    let places: BTreeSet<String> = ids.iter().map(|id| decoded(id)).collect();
    let shown = shown(&document);
    assert!(shown.len() > 30);
    for id in shown {
        let place = results.records.iter().position(|r| r.id == id).expect("a record");
        assert!(printed.contains(&place), "{id} is printed by no link");
        assert!(places.contains(id), "{id} has no place");
    }
}

#[test]
fn headings_follow_each_other_and_tables_are_read_aloud() {
    let page = html(&fixture::results());
    let read = read(&page);
    let mut before = 0;
    for tag in &read.tags {
        if let Some(level) = tag.name.strip_prefix('h').and_then(|n| n.parse::<usize>().ok()) {
            assert!(level <= before + 1, "a heading of level {level} follows one of level {before}");
            before = level;
        }
        match tag.name {
            "th" => assert!(tag.attributes.contains_key("scope"), "a head of a table without its scope"),
            "svg" => assert!(tag.attributes.contains_key("aria-labelledby") && tag.attributes["role"] == "img"),
            "html" => assert_eq!(tag.attributes["lang"], "en"),
            _ => {}
        }
    }
    let count = |name: &str| read.tags.iter().filter(|t| t.name == name).count();
    assert_eq!((count("h1"), count("main"), count("nav"), count("header")), (1, 1, 1, 1));
    assert!(count("svg") > 3 && count("svg") == count("desc") && count("svg") == count("title") - 1);
}

/// RFC 4648, from the letters back.
fn bytes_of(base64: &str) -> Vec<u8> {
    let place = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let (mut bits, mut n, mut bytes) = (0_u32, 0, vec![]);
    for letter in base64.bytes().filter(|b| *b != b'=') {
        bits = bits << 6 | u32::from(place(letter));
        n += 6;
        if n >= 8 {
            n -= 8;
            bytes.push((bits >> n & 255) as u8);
        }
    }
    bytes
}

#[test]
fn a_browser_runs_and_loads_nothing_but_what_is_in_the_page() {
    let page = html(&fixture::results());
    let read = read(&page);
    let policy = read.tags.iter().find(|t| t.attributes.get("http-equiv") == Some(&"Content-Security-Policy"));
    let policy = policy.expect("a policy").attributes["content"].replace("&#x27;", "'").replace("&#x2f;", "/");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    for allowed in ["unsafe", "http", "data:", "*", "'self'"] {
        assert!(!policy.contains(allowed), "{policy}");
    }
    let hash = |directive: &str| {
        let source = policy.split("; ").find_map(|d| d.strip_prefix(directive)).expect("a directive");
        bytes_of(source.trim_start_matches(" 'sha256-").trim_end_matches('\''))
    };
    let [style, json, script] = read.raw.as_slice() else { panic!("a style and two scripts") };
    assert_eq!(hash("style-src"), Sha256::digest(style.as_bytes()).to_vec());
    assert_eq!(hash("script-src"), Sha256::digest(script.as_bytes()).to_vec());
    assert!(serde_json::from_str::<Value>(json).is_ok());
    for text in [style, script] {
        for outside in
            ["http:", "https:", "//cdn", "@import", "url(", "fetch(", "XMLHttp", "innerHTML", "eval(", "document.write"]
        {
            assert!(!text.contains(outside), "{outside}");
        }
    }
    for tag in &read.tags {
        assert!(!["link", "iframe", "object", "embed", "img", "base"].contains(&tag.name), "{}", tag.name);
        let own = |name: &str| name.starts_with("on") || ["style", "src", "srcset", "action"].contains(&name);
        assert!(!tag.attributes.keys().any(|name| own(name)), "{}", tag.name);
    }
}

/// Names of elements that the template has; whatever else opens was read off a text.
fn names(page: &str) -> BTreeSet<String> {
    read(page).tags.iter().map(|t| t.name.to_string()).collect()
}

#[test]
fn hostile_texts_stay_texts() {
    let known = names(&html(&fixture::results()));
    let texts = nasty();
    let mut results = fixture::results();
    let template = results.clauses[0].clone();
    for text in texts.iter().chain(&[
        "</script><script>alert(1)</script>".into(),
        "<!--".into(),
        "\"><svg onload=alert(1)>".into(),
    ]) {
        let mut clause = template.clone();
        (clause.number, clause.title, clause.text) = (text.clone(), text.clone(), text.clone());
        clause.formal[0].text = text.clone();
        results.clauses.push(clause);
    }
    let mut place = 0;
    poison(&mut results, || {
        place += 1;
        texts[place % texts.len()].clone()
    });
    let page = html(&results);
    // Lists, quotations and code are of the Markdown of the clauses.
    let more: BTreeSet<String> = ["ol", "pre", "em", "h4"].map(str::to_string).into();
    let new: Vec<String> = names(&page).difference(&known).filter(|name| !more.contains(*name)).cloned().collect();
    assert!(new.is_empty(), "{new:?}");
    let read = read(&page);
    assert_eq!(read.raw.len(), 3);
    let json: Value = serde_json::from_str(read.raw[1]).expect("the JSON of the page");
    assert_eq!(json["clauses"].as_array().map(Vec::len), Some(results.clauses.len()));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;") && !page.contains("<script>alert"));
    assert!(!page.contains('\u{202e}') && !page.contains('\u{0}'), "what would not be seen is shown by its code");
}

/// Without blanks.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect()
}

#[test]
fn the_page_speaks_the_language_of_the_report() {
    let mut results = fixture::results();
    results.report.language = Language::French;
    let (english, french) = (html(&fixture::results()), html(&results));
    assert!(french.contains("<html lang=\"fr\">") && english.contains("<html lang=\"en\">"));
    let of = |page: &str| -> BTreeMap<String, String> {
        let json: Value = serde_json::from_str(read(page).raw[1]).expect("JSON");
        serde_json::from_value(json["words"].clone()).expect("words")
    };
    // Each method that gave a number is told in French, with its options.
    let used: Vec<&Method> = ALL
        .iter()
        .copied()
        .filter(|m| results.records.iter().any(|r| r.method.as_ref().is_some_and(|used| used.name == m.name)))
        .collect();
    assert!(!used.is_empty());
    for method in used {
        let told = prespec::catalogue::french::french(method.id);
        for text in told.options.iter().chain([&told.meaning]) {
            assert!(bare(&french).contains(&bare(text)), "{text}");
        }
        for option in method.options {
            assert!(!french.contains(option.about), "{}", option.about);
        }
    }
    let (english, french) = (of(&english), of(&french));
    // The same word in both languages.
    let alike = ["options", "population", "populations", "kind_section", "code", "patient", "kind_patient"];
    for (name, word) in &english {
        assert!(french[name] != *word || alike.contains(&name.as_str()), "{name}: {word}");
    }
    // The script asks for no word that there is not.
    let page = html(&results);
    let script = read(&page).raw[2];
    let asked: Vec<&str> = script
        .split("words.")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
        .collect();
    assert!(asked.len() > 20);
    let missing: Vec<&&str> = asked.iter().filter(|name| !english.contains_key(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_same_results_give_the_same_page_and_none_give_one() {
    let results = fixture::results();
    assert!(html(&results) == html(&results));
    assert!(html(&Results::default()).contains("</html>"));
}

/// Every record is found by its identifier, printed and exact.
#[test]
fn every_record_is_in_the_page() {
    let results = fixture::results();
    let page = html(&results);
    let json: Value = serde_json::from_str(read(&page).raw[1]).expect("JSON");
    let text =
        |place: &Value| json["texts"][place.as_u64().expect("a place") as usize].as_str().expect("a text").to_string();
    let ids: Vec<String> = json["records"]
        .as_array()
        .expect("records")
        .iter()
        .map(|r| match text(&r[0]) {
            stem if stem.is_empty() => text(&r[1]),
            stem => format!("{stem}.{}", text(&r[1])),
        })
        .collect();
    assert_eq!(ids, results.records.iter().map(|r| r.id.clone()).collect::<Vec<_>>());
    let estimate = ids.iter().position(|id| id == "response.estimate.risk_difference").expect("a record");
    assert_eq!((&json["records"][estimate][6], &json["records"][estimate][7]), (&"50.0 pp".into(), &"0.5".into()));
}
