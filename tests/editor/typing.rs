//! What an editor offers while a plan is typed, and shows beside it.

use super::client::{Client, byte, root};
use serde_json::{Value, json};

fn study() -> (Client, String) {
    let mut client = Client::new();
    let plan = client.open(&root().join("plans/sirt-hcc/plan.md"));
    (client, plan)
}

/// What is offered where a text stands in place of another, the cursor at the end of it.
fn offered(client: &mut Client, uri: &str, around: &str, typed: &str) -> Vec<String> {
    let start = client.find(uri, around, around);
    client.edit(uri, start..start + around.len(), typed);
    let params = client.at(uri, start + typed.len());
    let answer = client.ask("textDocument/completion", params);
    client.edit(uri, start..start + typed.len(), around);
    let items = answer["items"].as_array().unwrap_or_else(|| panic!("{answer}"));
    items.iter().map(|item| item["label"].as_str().expect("a label").to_string()).collect()
}

fn holds(offered: &[String], among: &[&str], not: &[&str]) {
    for word in among {
        assert!(offered.iter().any(|o| o == word), "`{word}` is not among {offered:?}");
    }
    for word in not {
        assert!(offered.iter().all(|o| o != word), "`{word}` is among {offered:?}");
    }
}

#[test]
fn what_may_stand_there_is_offered() {
    let (mut client, plan) = study();
    let mut at = |around: &str, typed: &str| offered(&mut client, &plan, around, typed);
    // The beginning of a statement.
    holds(&at("\ncheck started", "\nche"), &["check", "endpoint", "analysis", "time zero"], &["severity", "exam"]);
    // A key, with and without what follows it.
    holds(
        &at(
            "  for each: patient\n  require:  followup.last_news is known\n  severity: blocks_lock",
            "  for each: patient\n  require:  followup.last_news is known\n  sev",
        ),
        &["severity", "for each"],
        &["role"],
    );
    // One of a few words.
    holds(&at("  severity: blocks_lock", "  severity: "), &["blocks_lock", "query", "note"], &["exam"]);
    // A code of the column it is compared with.
    holds(&at("  require:  status = dead", "  require:  status = "), &["alive", "dead"], &["F", "PBR"]);
    // A name of the right kind.
    holds(&at("    population: ", "    population: x"), &["eligible", "matched"], &["os", "orr"]);
    // A column in its row.
    holds(&at("  for each: patient where bclc = B", "  for each: patient where bc"), &["bclc", "albumin"], &["drug"]);
    client.shut_down();
}

#[test]
fn methods_options_and_units_are_offered() {
    let (mut client, plan) = study();
    let mut at = |around: &str, typed: &str| offered(&mut client, &plan, around, typed);
    holds(
        &at("  estimate:   cox { ties: efron, variance: robust, by: pair }, kaplan_meier", "  estimate:   co"),
        &["cox", "kaplan_meier", "rmst"],
        &["endpoint"],
    );
    holds(
        &at("cox { ties: efron, variance: robust, by: pair }", "cox { ti"),
        &["ties", "variance", "by"],
        &["interval"],
    );
    holds(&at("cox { ties: efron, variance: robust, by: pair }", "cox { ties: "), &["efron", "breslow"], &["robust"]);
    holds(&at("number in ng/mL", "number in n"), &["ng/mL", "mm", "days"], &["exam"]);
    holds(&at("  require:  albumin >= 10 g/L", "  require:  albumin >= 10 g"), &["g/L"], &["albumin"]);
    client.shut_down();
}

#[test]
fn a_binding_is_completed_from_the_plan() {
    let mut client = Client::new();
    let binding = client.open(&root().join("plans/sirt-hcc/binding.yaml"));
    let mut at = |around: &str, typed: &str| offered(&mut client, &binding, around, typed);
    holds(&at("      sex: sexe", "      s"), &["sex", "albumin"], &["exam"]);
    holds(&at("unit: ng/mL", "unit: n"), &["ng/mL"], &[]);
    holds(&at("ATEZOLIZUMAB: atezolizumab", "ATEZOLIZUMAB: a"), &["atezolizumab", "sirt_y90"], &["alive"]);
    client.shut_down();
}

#[test]
fn prose_is_left_alone() {
    let (mut client, plan) = study();
    assert_eq!(offered(&mut client, &plan, "Each clause has a number.", "Each clause has a nu"), Vec::<String>::new());
    client.shut_down();
}

#[test]
fn the_options_of_a_method_are_told_in_its_braces() {
    let (mut client, plan) = study();
    let at = client.find(&plan, "cox { ties: efron, variance: robust", "robust");
    let params = client.at(&plan, at + 2);
    let help = client.ask("textDocument/signatureHelp", params);
    let signature = &help["signatures"][0];
    let label = signature["label"].as_str().expect("a label");
    assert!(label.starts_with("cox { ") && label.contains("ties: efron | breslow"), "{label}");
    let active = help["activeParameter"].as_u64().expect("an option") as usize;
    let parameter = signature["parameters"][active]["label"].as_str().expect("an option");
    assert!(parameter.starts_with("variance: "), "{parameter}");
    assert!(label.contains(parameter));
    // Outside of braces, and in those of no method, there is none.
    for (around, word) in [
        ("  estimate:   cox {", "estimate"),
        ("afp \"Alpha-fetoprotein\":              number in ng/mL { above", "above"),
    ] {
        let byte = client.find(&plan, around, word);
        let params = client.at(&plan, byte);
        assert_eq!(client.ask("textDocument/signatureHelp", params), Value::Null, "{around}");
    }
    client.shut_down();
}

/// Each token as the text that it covers and the name of its kind.
fn tokens(client: &mut Client, uri: &str) -> Vec<(String, String)> {
    let legend = [
        "keyword",
        "decorator",
        "struct",
        "property",
        "enumMember",
        "variable",
        "event",
        "enum",
        "namespace",
        "class",
        "function",
        "modifier",
        "number",
        "string",
        "comment",
    ];
    let answer = client.ask("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": uri } }));
    let data: Vec<u64> =
        answer["data"].as_array().expect("numbers").iter().map(|n| n.as_u64().expect("a number")).collect();
    let (mut line, mut start, mut found) = (0, 0, vec![]);
    for token in data.chunks(5) {
        let [down, along, length, kind, modifiers] = token else { panic!("five numbers each") };
        (line, start) = if *down == 0 { (line, start + along) } else { (line + down, *along) };
        assert_eq!(*modifiers, 0);
        let place = |column: u64| byte(client.text(uri), &json!({ "line": line, "character": column }));
        let text = client.text(uri)[place(start)..place(start + length)].to_string();
        found.push((text, legend[*kind as usize].to_string()));
    }
    found
}

#[test]
fn a_word_is_coloured_by_what_it_is() {
    let (mut client, plan) = study();
    let tokens = tokens(&mut client, &plan);
    let is =
        |text: &str, kind: &str| assert!(tokens.contains(&(text.to_string(), kind.to_string())), "{text} is no {kind}");
    is("endpoint", "keyword");
    is("severity", "decorator");
    is("lesion", "struct");
    is("albumin", "property");
    is("dead", "enumMember");
    is("death", "event");
    is("eligible", "enum");
    is("os", "class");
    is("kaplan_meier", "function");
    is("efron", "modifier");
    is("365", "number");
    assert!(tokens.len() > 3000, "{} tokens", tokens.len());
    // Nothing of the prose, and no word of several.
    assert!(tokens.iter().all(|(text, _)| !text.contains('\n') && !text.is_empty()));
    client.shut_down();
}

#[test]
fn what_is_worked_out_stands_beside_the_words() {
    let mut client = Client::new();
    let path = root().join("plans/sirt-hcc/plan.md");
    let text = std::fs::read_to_string(&path).expect("the plan");
    // A length in months in place of the same day.
    let text = text.replacen("horizon: day 365", "horizon: 12 months", 1);
    let plan = client.open_with(&path, text);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9999, "character": 0 } });
    let hints = client.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": plan }, "range": whole }));
    let hints = hints.as_array().expect("hints").clone();
    let before = |hint: &Value| {
        let at = byte(client.text(&plan), &hint["position"]);
        let line = client.text(&plan)[..at].rfind('\n').map_or(0, |feed| feed + 1);
        (client.text(&plan)[line..at].to_string(), hint["label"].as_str().expect("a label").to_string())
    };
    let shown: Vec<(String, String)> = hints.iter().map(before).collect();
    let has = |end: &str, label: &str| {
        assert!(shown.iter().any(|(line, l)| line.ends_with(end) && l == label), "{end} {label} in {shown:?}")
    };
    has("12 months", "= day 365");
    // 46 and 136 days of 30.4375 to the month.
    has("date from day 46 to day 136", "1.5 to 4.5 months");
    assert!(shown.iter().any(|(_, label)| label == "known at day 0"), "{shown:?}");
    // Of a part of the document those of that part.
    let first = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 5, "character": 0 } });
    assert_eq!(
        client.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": plan }, "range": first })),
        json!([])
    );
    client.shut_down();
}
