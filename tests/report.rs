//! The report as a file: it is made from any results, the same ones give the same bytes, every number leads somewhere,
//! and no text is ever read as markup.

pub mod axe;
pub mod browser;
pub mod fixture;
pub mod html;
mod tags;

use prespec::catalogue::{FindingRule, Language, Statistic};
use prespec::number::{Number, Quantity};
use prespec::report::{FORMATS, TEXT, data, pdf};
use prespec::results::{
    ArmInfo, Attribute, Basis, Differences, EventOnThatDay, EventOrder, ExaminationOnThatDay, Label, LabelKind,
    MeasuredIn, Meeting, OptionUse, Per, Record, Results, Role, Settles, Strategy, Term, TimeUnit, Timepoint,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Everything in a tree that a test finds.
fn collect<'v>(value: &'v Value, wanted: &dyn Fn(&'v Value) -> Option<&'v str>) -> Vec<&'v str> {
    let mut found: Vec<&str> = wanted(value).into_iter().collect();
    match value {
        Value::Array(items) => items.iter().for_each(|v| found.extend(collect(v, wanted))),
        Value::Object(fields) => fields.values().for_each(|v| found.extend(collect(v, wanted))),
        _ => {}
    }
    found
}

fn arranged(results: &Results) -> Value {
    serde_json::from_slice(&data(results).expect("the report is arranged")).expect("it is JSON")
}

/// The characters of all texts, in order.
fn words(document: &Value) -> String {
    collect(document, &|v| v.get("text").and_then(Value::as_str)).join("")
}

#[test]
fn the_pdf_declares_its_standards_and_is_the_same_bytes_each_time() {
    let results = fixture::results();
    let first = pdf(&results).expect("a report");
    assert!(first.starts_with(b"%PDF-1.7"));
    let holds = |text: &str| first.windows(text.len()).any(|w| w == text.as_bytes());
    for metadata in
        ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"]
    {
        assert!(holds(metadata), "{metadata}");
    }
    assert_eq!(first, pdf(&results).expect("a report"));
}

#[test]
fn the_report_speaks_french() {
    let mut results = fixture::results();
    results.report.language = Language::French;
    let file = pdf(&results).expect("a report");
    assert!(file.windows(9).any(|w| w == b"/Lang(fr)" || w == b"/Lang (fr"));
    let text = words(&arranged(&results));
    for expected in [
        "Synthèse",
        "données arrêtées au 30\u{a0}janvier\u{a0}2026",
        "réponse chez 3 des 4 patients, soit 75,0\u{a0}% (IC à 95\u{a0}%\u{202f}: 55,0 à 95,0)",
        "50,0 points de pourcentage (IC à 95\u{a0}%\u{202f}: −10,0 à 90,0)",
        "p\u{a0}=\u{a0}0,03",
        "l’égalité des bras est rejetée au seuil bilatéral de 5\u{a0}%",
        "Non atteint\u{202f}: pendant le suivi.",
        "Test de McNemar de paires appariées",
        "Annexe B. Articles du plan",
    ] {
        assert!(text.contains(expected), "{expected}\nnot in\n{text}");
    }
    for english in ["Clause", "clause", "Table ", "patients responded", "not reached", "Matching", "Days"] {
        assert!(!text.contains(english), "{english} in\n{text}");
    }
}

#[test]
fn results_without_anything_still_make_a_report() {
    assert!(pdf(&Results::default()).expect("a report").starts_with(b"%PDF"));
}

/// The places that texts lead to (`to`) or are (`anchor`), in order.
fn places(value: &Value, key: &str) -> Vec<String> {
    let inner = |values: &mut dyn Iterator<Item = &Value>| values.flat_map(|v| places(v, key)).collect();
    match value {
        Value::Array(items) => inner(&mut items.iter()),
        Value::Object(fields) => {
            // The anchor of a text in a drawing is a word.
            let own = fields.get(key).filter(|place| place.is_object()).map(Value::to_string);
            own.into_iter().chain(inner(&mut fields.values()) as Vec<String>).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![],
    }
}

/// Identifiers of the records that texts and figures show.
fn shown(value: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut open = vec![value];
    while let Some(next) = open.pop() {
        match next {
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => {
                let ids = fields.get("shows").and_then(Value::as_array).into_iter().flatten();
                found.extend(ids.filter_map(Value::as_str));
                open.extend(fields.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

#[test]
fn every_link_has_one_place_to_lead_to() {
    let document = arranged(&fixture::results());
    let anchors = places(&document, "anchor");
    let unique: BTreeSet<&String> = anchors.iter().collect();
    assert_eq!(unique.len(), anchors.len(), "an anchor stands twice");
    let links = places(&document, "to");
    assert!(links.len() > 30);
    for link in &links {
        assert!(unique.contains(link), "{link} leads nowhere");
    }
}

/// Links are made by rewriting the pages that Typst has laid out: all of them must be in the finished file, lead to a place,
/// and be said to lead to a page that there is.
#[test]
fn every_link_is_in_the_finished_file() {
    let results = fixture::results();
    let file = pdf(&results).expect("a report");
    let text = String::from_utf8_lossy(&file);
    let annotations: Vec<&str> =
        text.split("/Subtype/Link").skip(1).map(|rest| rest.split("endobj").next().unwrap_or("")).collect();
    let links = places(&arranged(&results), "to").len();
    assert!(annotations.len() >= links, "{} links in the file, {links} in the document", annotations.len());
    let lost: Vec<&&str> = annotations.iter().filter(|a| !a.contains("/Dest ")).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let pages = text.matches("/Type/Page/").count();
    let page = |a: &&str| a.split_once("/Contents(page ")?.1.split_once(')')?.0.parse::<usize>().ok();
    let said: Vec<usize> = annotations.iter().filter_map(page).collect();
    assert!(said.len() >= links && said.iter().all(|p| (1..=pages).contains(p)), "{pages} pages, {said:?}");
}

/// The index counts every record that the report shows once, in the line that it leads to, and names what its identifier
/// begins with.
#[test]
fn every_record_shown_is_counted_in_a_line_of_the_index() {
    let results = fixture::results();
    let document = arranged(&results);
    let appendix = &document["sections"]["numbers"];
    let shown = shown(&document);
    assert!(shown.len() > 30);
    let lines = document["index"].as_object().expect("an index");
    let counted: Vec<&str> =
        lines.values().flat_map(|of| of.as_array().expect("records")).filter_map(Value::as_str).collect();
    assert_eq!(counted.len(), shown.len());
    assert_eq!(counted.into_iter().collect::<BTreeSet<_>>(), shown);
    assert!(words(appendix).contains(&format!("This report shows {} numbers.", shown.len())));
    let rows = appendix[2]["rows"].as_array().expect("rows");
    let rows: Vec<&Value> = rows.iter().filter(|row| row["group"] != true).collect();
    assert_eq!(rows.len(), lines.len());
    for row in rows {
        let prefix = row["cells"][1][0]["text"].as_str().expect("a prefix");
        let line = row["cells"][1][0]["anchor"]["results"].as_str().expect("a place");
        let of = lines[line].as_array().expect("records");
        assert!(of.iter().all(|id| id.as_str().is_some_and(|id| id.starts_with(prefix))), "{prefix}: {of:?}");
        assert_eq!(row["cells"][3][0]["text"], of.len().to_string(), "{prefix}");
    }
}

/// Whatever prints it, the report says the same.
#[test]
fn every_format_tells_the_report() {
    let results = fixture::results();
    for format in FORMATS {
        assert!(format.write(&results).expect("a report").len() > 1000, "{}", format.name);
        format.write(&Results::default()).expect("a report of nothing");
    }
    let text = String::from_utf8(TEXT.write(&results).expect("a report")).expect("text");
    for expected in [
        "# Synopsis",
        "3 of 4 patients responded, 75.0% (95% CI 55.0 to 95.0)",
        "Table 1. ",
        "Figure 1. ",
        "| response |",
    ] {
        assert!(text.contains(expected), "{expected}\nnot in\n{text}");
    }
}

#[test]
fn numbers_stand_as_the_journals_print_them() {
    let text = words(&arranged(&fixture::results()));
    for expected in [
        "3 of 4 patients responded, 75.0% (95% CI 55.0 to 95.0)",
        "50.0 percentage points (95% CI −10.0 to 90.0)",
        "P=0.03; equality of the arms is rejected at the two-sided 5% level.",
        "0.50 (0.20 to ∞)",
        "NR: not reached.",
        "61.5 (8.25)",
        "60.0 [55.0 to 66.0]",
        "2 (50.0)",
        "3 (75.0)",
        "123.4 (50.0 to 250.0)",
        "3/4 (75.0%)",
    ] {
        assert!(text.contains(expected), "{expected}\nnot in\n{text}");
    }
}

#[test]
fn what_the_report_has_no_word_for_is_shown_all_the_same() {
    let text = words(&arranged(&fixture::results()));
    for expected in ["Supplementary analyses", "novel analysis", "Kurtosis", "Novel method", "novel_analysis", "1.250"]
    {
        assert!(text.contains(expected), "{expected}");
    }
}

/// A number leads to the line that counts it, and its clause to the same line.
#[test]
fn a_number_leads_to_its_line_of_the_index() {
    let document = arranged(&fixture::results());
    let mut led = 0;
    let mut open = vec![&document["sections"]];
    while let Some(next) = open.pop() {
        match next {
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => {
                open.extend(fields.values());
                let (Some(line), Some(shows)) =
                    (fields.get("to").and_then(|to| to["results"].as_str()), fields.get("shows"))
                else {
                    continue;
                };
                let of = document["index"][line].as_array().expect("a line");
                let first = &shows[0];
                assert!(of.contains(first), "{first} is not in {line}");
                led += 1;
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    assert!(led > 30, "{led}");
    let clauses = places(&document["sections"]["clauses"], "to");
    for line in document["index"].as_object().expect("an index").keys() {
        assert!(clauses.contains(&format!("{{\"results\":\"{line}\"}}")), "{line} not in {clauses:?}");
    }
}

/// Texts that mean something to Typst, to Markdown or to a terminal, that have no glyph, or that are merely long.
fn nasty() -> Vec<String> {
    let mut texts: Vec<String> = [
        "#read(\"/etc/passwd\")",
        "#panic(\"x\")",
        "#import \"@preview/x:1.0.0\": *",
        "#include \"report.json\"",
        "#{ while true {} }",
        "#eval(\"1/0\")",
        "#let x = 1; #x",
        "#sys.inputs",
        "$ x^2 / 0 $",
        "$",
        "$$",
        "@r0",
        "@missing",
        "<r0>",
        "<label>",
        "[",
        "]",
        "[unclosed",
        "{",
        "}",
        "\\",
        "\\u{202e}",
        "`",
        "```typ\n#panic()\n```",
        "*",
        "_",
        "**bold",
        "__",
        "~",
        "---",
        "...",
        "= Heading",
        "== x",
        "- item",
        "+ item",
        "/ term: x",
        "//",
        "/* comment",
        "*/",
        "https://example.org/#a?b=c",
        "<script>alert(1)</script>",
        "<b>",
        "&amp;",
        "%",
        "%PDF",
        "endstream",
        ") Tj",
        "\u{0}",
        "\u{1}\u{2}\u{3}",
        "\u{7f}",
        "\u{85}",
        "\u{ad}",
        "\u{200b}",
        "\u{200e}",
        "\u{202e}gnp.exe",
        "\u{2066}x\u{2069}",
        "\u{feff}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{e000}",
        "\u{10ffff}",
        "😀",
        "👩‍👩‍👧‍👦",
        "🇫🇷",
        "漢字",
        "日本語",
        "한국어",
        "العربية",
        "עברית",
        "हिन्दी",
        "ไทย",
        "e\u{301}\u{301}\u{301}\u{301}",
        "Ⅷ",
        "½",
        "ﬁ",
        "ß",
        "ﷺ",
        "𝔸",
        "\t\ttabs",
        "\n\nlines\r\n",
        "   ",
        "",
        "\"",
        "'",
        "\u{2028}",
        "\u{2029}",
        "null",
        "true",
        "NaN",
        "-0",
        "1e999",
        "{{ x }}",
        "{% include 'x' %}",
        "${x}",
        "../../x",
        "| a | b |",
        "|---|---|",
        "1. x",
        "> quote",
        "![x](y)",
        "[x](javascript:alert(1))",
        "[^1]",
        "- [x] task",
        "\\#escaped",
        "#set page(width: 1pt)",
        "#show: it => []",
        "#plugin(\"x.wasm\")",
        "#json(\"report.json\")",
        "#link(\"file:///etc/passwd\")[x]",
        "#metadata(none) <r0>",
        "#counter(page).update(0)",
        "#state(\"x\")",
        "#raw(\"\")",
        "#pagebreak()",
        "{{ sections }}",
        "{%- raw -%}",
        "{# comment #}",
        "{{ 7*7 }}",
        "{n}",
        "{clause} {arms}",
        "}{",
        "{",
        "%s%n%x",
        "\u{1b}[31mred",
        "'; DROP TABLE patients; --",
        "=HYPERLINK(\"x\")",
        "+1",
        "@SUM(A1)",
        "C:\\con",
        "\r",
        "a\u{a0}b",
        "a\u{2009}b",
        "¡¿§¶†‡",
        "∞ ≤ ≥ ≠ ≈ √ ∑",
        "10,000.5 %",
        "not reached",
        "NR to NR",
        "1er janvier",
    ]
    .map(str::to_string)
    .to_vec();
    texts.push("x".repeat(3000));
    texts.push("wide ".repeat(400));
    texts.push("(".repeat(500));
    texts.push("> ".repeat(300));
    texts.push("  - a\n".repeat(200));
    texts.push("*a ".repeat(300));
    texts.extend(('\u{0}'..='\u{40}').map(|c| format!("a{c}b")));
    texts.extend(
        ["\u{300}", "\u{34f}", "\u{61c}", "\u{180e}", "\u{2060}", "\u{fe0f}", "\u{1d173}", "\u{e0001}"]
            .map(|c| format!("x{c}y")),
    );
    texts
}

/// Puts a text into every place of the results that holds one.
fn poison(results: &mut Results, mut next: impl FnMut() -> String) {
    results.study.title = next();
    results.study.name = next();
    results.study.meta = vec![(next(), next()), ("version".into(), next())];
    results.study.cut_off = next();
    results.study.engine = next();
    for a in &mut results.accepted {
        a.because = next();
    }
    for a in &mut results.assertions {
        a.because = next();
    }
    for c in &mut results.clauses {
        (c.title, c.text, c.file) = (next(), next(), next());
    }
    for a in &mut results.arms {
        a.label = next();
    }
    for p in &mut results.populations {
        p.label = next();
    }
    for a in &mut results.analyses {
        (a.label, a.strategies) = (next(), vec![(next(), Strategy::ValueBeforeEvent)]);
        a.meeting.order = Some(EventOrder::InOrder(vec![Settles::Event(next()), Settles::Earlier(next())]));
    }
    for f in &mut results.findings {
        (f.rule, f.code) = (FindingRule::Stated(next()), next());
    }
    for t in &mut results.tables {
        (t.label, t.digest) = (next(), next());
    }
    if let Some(baseline) = &mut results.report.baseline {
        for line in &mut baseline.lines {
            (line.label, line.levels) = (next(), line.levels.iter().map(|(term, _)| (term.clone(), next())).collect());
        }
    }
    for figure in &mut results.report.figures {
        (figure.reader, figure.sum) = (Some(next()), Some(next()));
        for p in &mut figure.patients {
            (p.given, p.marks) = (vec![(next(), vec![1])], vec![(next(), next(), 9)]);
            p.points.iter_mut().for_each(|point| point.result = Some(next()));
        }
    }
    for line in results.events.iter_mut().flat_map(|e| &mut e.lines) {
        (line.term, line.class) = (Some(next()), Some(next()));
    }
    for label in &mut results.labels {
        label.label = next();
    }
    for r in &mut results.records {
        r.id = next();
        if let Some(method) = &mut r.method {
            (method.citation, method.options) = (next(), vec![(next(), OptionUse::Word(next()))]);
        }
    }
}

#[test]
fn two_hundred_nasty_texts_are_printed_and_never_read() {
    let texts = nasty();
    assert!(texts.len() >= 200, "{}", texts.len());
    let mut place = 0;
    let mut results = fixture::results();
    let template = results.clauses[0].clone();
    // Each text also stands in a clause of its own, so that none is left out.
    for text in &texts {
        let mut clause = template.clone();
        (clause.number, clause.title, clause.text) = (text.clone(), text.clone(), text.clone());
        results.clauses.push(clause);
    }
    poison(&mut results, || {
        place += 1;
        texts[place % texts.len()].clone()
    });
    assert!(pdf(&results).expect("a report").starts_with(b"%PDF-1.7"));
    let document = words(&arranged(&results));
    assert!(
        document.contains("#read(\"/etc/passwd\")")
            && document.contains("[U+202E]gnp.exe")
            && document.contains("[U+0000]")
    );
    assert!(!document.contains('\u{202e}') && !document.contains('\u{0}'));
}

/// A rate of 0 from a table without a row may be that of an export that failed: the title page names the table.
#[test]
fn a_table_without_rows_is_named_on_the_title_page() {
    let mut results = fixture::results();
    results.study.draft = true;
    let empty = "These tables hold no row, and every count from them is 0: Patients.";
    assert!(!words(&arranged(&results)).contains(empty));
    results.tables[0].rows = Some(0);
    assert!(words(&arranged(&results)).contains(empty));
}

/// What the analysis `survival` of the fixture says where its basis is another.
fn based(basis: Basis) -> String {
    let mut results = fixture::results();
    let analysis = results.analyses.iter_mut().find(|a| a.name == "survival").expect("an analysis");
    analysis.basis = basis;
    let survival =
        results.records.iter().find(|r| r.analysis == "survival" && r.group.arm().is_some()).expect("a record").clone();
    let timepoint = Some(Timepoint::Time { at: 183, unit: TimeUnit::Days });
    let (id, statistic) = ("survival.survival.a.183".to_string(), Statistic::Survival);
    results.records.push(Record { id, statistic, timepoint, ..survival });
    words(&arranged(&results))
}

#[test]
fn a_table_names_the_origin_of_its_days() {
    let text = based(Basis { landmark: Some(120), ..Basis::default() });
    for expected in [
        "Days are counted from the landmark, day 120 after time zero.",
        "day 183 after the landmark (day 303)",
        "Days from the landmark (day 120)",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
    assert!(!words(&arranged(&fixture::results())).contains("landmark"));
}

#[test]
fn a_table_names_strata_covariates_weights_exposure_and_causes() {
    let label = |l: &str| l.to_string();
    let text = based(Basis {
        exposure: Some("Transplantation".into()),
        causes: vec![("relapse".into(), "Relapse".into()), ("death".into(), "Death".into())],
        strata: vec![label("Sex"), label("Centre")],
        covariates: vec![label("Age"), label("ECOG status")],
        unbalanced: Some("Pairs".into()),
        weights: Some("Sampling weight".into()),
        overlap: Some("Pairs".into()),
        sets: Some("Household".into()),
        clusters: Some("Village".into()),
        ..Basis::default()
    });
    for expected in [
        "from the day of “Transplantation” on (exposed)",
        "Event of interest: relapse; competing: death.",
        "Stratified by sex and centre.",
        "Adjusted for age and ECOG status.",
        "Adjusted for the characteristics out of balance in “Pairs”.",
        "Weighted by Sampling weight.",
        "Overlap weights from the score of “Pairs”.",
        "Matched sets: Household.",
        "Clusters: Village.",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
}

/// A row says for how much of a covariate its effect is, in the language of the report.
#[test]
fn a_row_says_for_how_much_of_a_covariate_it_is() {
    let mut results = fixture::results();
    let place = results.records.iter().position(|r| r.analysis == "survival" && r.term.is_none()).expect("a record");
    let age = Term::Covariate { name: "age".into(), level: None };
    let of_age =
        |record: &Record| Record { id: format!("{}.age", record.id), term: Some(age.clone()), ..record.clone() };
    let record = of_age(&results.records[place]);
    results.records.insert(place + 1, record);
    let analysis = results.analyses.iter_mut().find(|a| a.name == "survival").expect("the analysis");
    let unit = Some(MeasuredIn::Time(TimeUnit::Years));
    analysis.basis.per = vec![Per { covariate: "age".into(), amount: "10".into(), unit }];
    let of_it = Label { kind: LabelKind::Covariate, of: "survival".into(), name: "age".into(), label: "Age".into() };
    results.labels.push(of_it);
    assert!(words(&arranged(&results)).contains("Age, per 10\u{a0}years"));
    results.report.language = Language::French;
    assert!(words(&arranged(&results)).contains("Age, par 10\u{a0}ans"));
}

#[test]
fn the_reference_of_more_than_two_arms_is_named() {
    let mut results = fixture::results();
    results.arms.push(ArmInfo { name: "c".into(), label: "Third treatment".into() });
    results.analyses[0].compare.push("c".into());
    assert!(!words(&arranged(&results)).contains("Reference: "), "the plan names none");
    results.analyses[0].basis.reference = Some("b".into());
    let text = words(&arranged(&results));
    assert!(text.contains("New treatment, third treatment and old treatment are compared"));
    assert!(text.contains("Reference: old treatment."));
}

#[test]
fn only_a_response_has_responders() {
    let mut results = fixture::results();
    assert!(words(&arranged(&results)).contains("Responders"));
    results.labels.push(Label {
        kind: LabelKind::Endpoint,
        of: String::new(),
        name: "cured".into(),
        label: "Curative treatment".into(),
    });
    for analysis in &mut results.analyses {
        analysis.basis.response = false;
    }
    for record in &mut results.records {
        record.endpoint = record.endpoint.as_ref().map(|_| "cured".to_string());
    }
    let text = words(&arranged(&results));
    assert!(!text.contains("Responders") && !text.contains("responded"));
    assert!(text.contains("Curative treatment / patients"));
    assert!(text.contains("3 of 4 patients had the outcome, 75.0%"));
}

/// The analyses of the fixture with another that is like the primary one, its difference from `lower` on.
fn with_another(lower: f64) -> Results {
    let mut results = fixture::results();
    let mut other = results.analyses.iter().find(|a| a.name == "response").expect("an analysis").clone();
    (other.name, other.label, other.role) = ("again".into(), "Response, again".into(), Role::Supplementary);
    other.differs = Some(Differences { from: "response".into(), attributes: vec![Attribute::Population] });
    results.analyses.push(other);
    let own: Vec<Record> = results.records.iter().filter(|r| r.analysis == "response").cloned().collect();
    results.records.extend(own.into_iter().map(|mut record| {
        (record.id, record.analysis, record.role) =
            (format!("again.{}", record.id), "again".into(), Role::Supplementary);
        if record.statistic == Statistic::Lower && record.quantity == Quantity::ProportionDifference {
            record.value = Number::Real(lower);
        }
        record
    }));
    results
}

/// What stands beside the primary result says in what it differs, and whether its interval says otherwise.
#[test]
fn the_analyses_beside_the_primary_one_stand_in_lines_below_it() {
    let beside = |lower: f64| {
        let document = arranged(&with_another(lower));
        let blocks = document["sections"]["synopsis"].as_array().expect("blocks").clone();
        let table = blocks.into_iter().find(|b| words(&b["caption"]) == "Beside the primary result");
        words(&table.expect("a table"))
    };
    // The interval of the primary result is that from −0.1 to 0.9.
    let text = beside(-0.2);
    for expected in ["Response, again", "the population", "−20.0 to 90.0", "No interval says otherwise"] {
        assert!(text.contains(expected), "{expected}\nnot in\n{text}");
    }
    assert!(!text.contains('†'));
    let text = beside(0.1);
    assert!(text.contains("10.0 to 90.0)†") && text.contains("†") && text.contains("one holds no effect"), "{text}");
    let alone = words(&arranged(&fixture::results()));
    assert!(!alone.contains("Beside the primary result"));
}

/// What the plan names and nobody carried out is said in the body, and leads to its clause.
#[test]
fn what_the_plan_names_and_the_report_does_not_contain_is_said() {
    let mut results = fixture::results();
    let said = "The plan names what this report does not contain";
    assert!(!words(&arranged(&results)).contains(said));
    results.clauses[1].mark = prespec::results::Mark::Planned;
    let document = arranged(&results);
    let synopsis = &document["sections"]["synopsis"];
    assert!(words(synopsis).contains(&format!("{said}: Analyses (clause 2).")), "{}", words(synopsis));
    assert!(places(synopsis, "to").contains(&r#"{"clause":"2"}"#.to_string()));
}

/// What is handled as in the analysis that another is like is stated once, and referred to.
#[test]
fn intercurrent_events_that_are_handled_alike_are_stated_once() {
    let stated = |results: &Results| words(&arranged(results)).matches("Intercurrent events: ").count();
    let mut results = with_another(0.0);
    let text = words(&arranged(&results));
    assert_eq!(stated(&results), stated(&fixture::results()));
    assert!(text.contains("Intercurrent events are handled as in “Response”."), "{text}");
    let other = results.analyses.last_mut().expect("an analysis");
    other.strategies[0].1 = Strategy::TreatmentPolicy;
    let text = words(&arranged(&results));
    assert!(!text.contains("are handled as in"), "{text}");
}

/// Which event prevails, and what falls on the day of one, stands beside the strategies, in the report and as facts.
#[test]
fn the_order_of_events_and_their_days_are_told() {
    let named = || vec![Settles::Earlier("definitive_progression".into()), Settles::Event("Death".into())];
    let told = |language, meeting: Meeting| {
        let mut results = fixture::results();
        results.report.language = language;
        let facts = serde_json::to_value(&meeting).expect("facts").to_string();
        results.analyses.iter_mut().for_each(|a| a.meeting = meeting.clone());
        (words(&arranged(&results)), facts)
    };
    let response = |order| Meeting {
        order: Some(order),
        examination_on_that_day: Some(ExaminationOnThatDay::AfterEvent),
        event_on_that_day: None,
    };
    let (text, facts) = told(Language::English, response(EventOrder::InOrder(named())));
    let expected = "Intercurrent events: death, composite (failure). Where several concern a patient, the one named \
                    first here settles the response, whichever came first: an earlier response of definitive progression, death. An examination \
                    on the day of an event is read as after it.";
    assert!(text.contains(expected), "{text}");
    let expected = r#"{"order":{"in_order":[{"earlier":"definitive_progression"},{"event":"Death"}]},"examination_on_that_day":"after_event"}"#;
    assert_eq!(facts, expected);
    let (text, _) = told(Language::English, response(EventOrder::FirstToHappen(named())));
    assert!(text.contains("the first to happen settles the response, and on one day the first of these: an earlier"));
    let (text, _) = told(Language::French, response(EventOrder::FirstToHappen(named())));
    assert!(text.contains(
        "le premier dans cet ordre\u{202f}: une réponse antérieure de progression définitive, death. Un examen"
    ));
    for (day, english, french) in [
        (EventOnThatDay::Counts, "ends the time counts.", "clôt le suivi est compté."),
        (EventOnThatDay::DoesNotCount, "ends the time does not count.", "clôt le suivi n’est pas compté."),
    ] {
        let meeting = || Meeting { event_on_that_day: Some(day), ..Meeting::default() };
        assert!(told(Language::English, meeting()).0.contains(english));
        assert!(told(Language::French, meeting()).0.contains(french));
    }
    let (text, facts) = told(Language::English, Meeting::default());
    assert!(!text.contains("Where several") && !text.contains("on the day"));
    assert_eq!(facts, "{}");
}
