//! What single requests are answered, by hand.

use super::client::{Client, edited, root, uri};
use serde_json::{Value, json};

fn study() -> (Client, String) {
    let mut client = Client::new();
    let plan = client.open(&root().join("plans/sirt-hcc/plan.md"));
    (client, plan)
}

fn hovered(client: &mut Client, uri: &str, around: &str, word: &str) -> String {
    let byte = client.find(uri, around, word) + 1;
    let params = client.at(uri, byte);
    let hover = client.ask("textDocument/hover", params);
    hover["contents"]["value"].as_str().unwrap_or_default().to_string()
}

/// The word of a document at a place of an answer.
fn written(location: &Value) -> (String, String) {
    let path = location["uri"]
        .as_str()
        .unwrap_or_else(|| panic!("no place: {location}"))
        .strip_prefix("file://")
        .expect("a file")
        .to_string();
    let text = std::fs::read_to_string(&path).expect("a text");
    let place = |end: &str| super::client::byte(&text, &location["range"][end]);
    let name = path.rsplit('/').next().unwrap_or_default().to_string();
    (name, text[place("start")..place("end")].to_string())
}

#[test]
fn a_name_is_told_of() {
    let (mut client, plan) = study();
    let column = hovered(
        &mut client,
        &plan,
        "define albi of patient \"ALBI score\":                  0.66 * log10(bilirubin",
        "bilirubin",
    );
    for part in [
        "**column `bilirubin`** \"Bilirubin\"",
        "clause 2.1 Patients",
        "number in µmol/L, of `patient`",
        "known at baseline",
    ] {
        assert!(column.contains(part), "{part} in\n{column}");
    }
    let dated = hovered(&mut client, &plan, "drug \"Drug\":", "drug");
    assert!(dated.contains("known at `date`") && dated.contains("one of (atezolizumab"), "{dated}");
    let endpoint = hovered(&mut client, &plan, "\nendpoint os ", "os");
    assert!(endpoint.contains("**endpoint `os`**") && endpoint.contains("analyses use it: "), "{endpoint}");
    let method = hovered(&mut client, &plan, "kaplan_meier { interval", "kaplan_meier");
    assert!(method.contains("**method `kaplan_meier`**") && method.contains("Kaplan"), "{method}");
    let option = hovered(&mut client, &plan, "kaplan_meier { interval", "interval");
    assert!(option.starts_with("`interval: ") && option.contains("log_log"), "{option}");
    let head = hovered(&mut client, &plan, "\nendpoint os ", "endpoint");
    assert!(head.contains("**statement `endpoint`**"), "{head}");
    let key = hovered(&mut client, &plan, "  severity: blocks_lock", "severity");
    assert!(key.contains("**key `severity`** of `check`"), "{key}");
    assert_eq!(hovered(&mut client, &plan, "This document is the statistical analysis plan", "analysis"), "");
    client.shut_down();
}

#[test]
fn a_diagnostic_is_told_explained_and_mended() {
    let (mut client, plan) = study();
    assert!(client.diagnostics(&plan).iter().all(|d| d["severity"] != 1));
    let at = client.find(&plan, "  severity: query", "severity");
    client.edit(&plan, at..at + "severity".len(), "sevrity");
    let diagnostics = client.diagnostics(&plan);
    let wrong = diagnostics.iter().find(|d| d["code"] == "P002").expect("an unknown key");
    let message = wrong["message"].as_str().expect("a message");
    assert!(message.contains("sevrity") && message.contains("hint: did you mean `severity`?"), "{message}");
    let page = hovered(&mut client, &plan, "  sevrity: query", "sevrity");
    assert!(page.starts_with("# A key is not known where it stands"), "{page}");
    // The fix that is offered is the text as it was.
    let text = client.text(&plan).to_string();
    let range = wrong["range"].clone();
    let context = json!({ "diagnostics": [wrong] });
    let params = json!({ "textDocument": { "uri": plan }, "range": range, "context": context });
    let actions = client.ask("textDocument/codeAction", params);
    let action = &actions[0];
    assert_eq!((&action["kind"], &action["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert_eq!(action["title"], "Replace `sevrity` by `severity`");
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], client.open[&plan].0);
    let mended = edited(&text, change["edits"].as_array().expect("edits"));
    assert_eq!(mended, std::fs::read_to_string(root().join("plans/sirt-hcc/plan.md")).expect("the plan"));
    client.shut_down();
}

#[test]
fn a_name_leads_into_criteria_and_binding() {
    let (mut client, plan) = study();
    let defined = |client: &mut Client, uri: &str, around: &str, word: &str| {
        let byte = client.find(uri, around, word) + 1;
        let params = client.at(uri, byte);
        let answer = client.ask("textDocument/definition", params);
        assert!(answer.is_object(), "`{word}` in `{around}` leads nowhere");
        written(&answer)
    };
    let found = |file: &str, word: &str| (file.to_string(), word.to_string());
    assert_eq!(defined(&mut client, &plan, "log10(bilirubin as", "bilirubin"), found("plan.md", "bilirubin"));
    assert_eq!(
        defined(&mut client, &plan, "\"RECIST 1.1\": recist_1_1", "recist_1_1"),
        found("recist_1_1.md", "recist_1_1")
    );
    assert_eq!(
        defined(&mut client, &plan, "use criteria/recist_1_1", "recist_1_1"),
        found("recist_1_1.md", "criterion")
    );
    let binding = client.open(&root().join("plans/sirt-hcc/binding.yaml"));
    assert_eq!(defined(&mut client, &binding, "      albumin: {", "albumin"), found("plan.md", "albumin"));
    // And from the plan to each of its uses, those of the binding among them.
    let byte = client.find(&plan, "    albumin \"Albumin\"", "albumin");
    let mut params = client.at(&plan, byte);
    params["context"] = json!({ "includeDeclaration": true });
    let uses = client.ask("textDocument/references", params);
    let uses: Vec<(String, String)> = uses.as_array().expect("uses").iter().map(written).collect();
    assert!(uses.len() > 4 && uses.iter().all(|(_, word)| word == "albumin"), "{uses:?}");
    assert_eq!(uses.iter().filter(|(file, _)| file == "binding.yaml").count(), 1);
    client.shut_down();
}

/// A criterion that comes with the program lies in no file that an editor could open.
#[test]
fn nothing_leads_into_a_criterion_of_the_program() {
    let mut client = Client::new();
    let plan = client.open(&root().join("templates/new/single_arm_response/plan.md"));
    let told = hovered(&mut client, &plan, "by recist, death", "recist");
    assert!(told.contains("**response `recist`**"), "{told}");
    let told = hovered(&mut client, &plan, "\"RECIST 1.1\": recist_1_1", "recist_1_1");
    assert!(told.contains("**criterion `recist_1_1`**") && told.contains("recist_1_1.md"), "{told}");
    for (around, word) in [("use recist_1.1", "recist"), ("\"RECIST 1.1\": recist_1_1", "recist_1_1")] {
        let byte = client.find(&plan, around, word) + 1;
        let mut params = client.at(&plan, byte);
        assert_eq!(client.ask("textDocument/definition", params.clone()), Value::Null, "{around}");
        params["context"] = json!({ "includeDeclaration": true });
        let uses = client.ask("textDocument/references", params);
        let uses: Vec<(String, String)> = uses.as_array().into_iter().flatten().map(written).collect();
        assert!(uses.iter().all(|(file, _)| file == "plan.md"), "{uses:?}");
    }
    client.shut_down();
}

#[test]
fn a_document_has_its_clauses_and_folds() {
    let (mut client, plan) = study();
    let params = json!({ "textDocument": { "uri": plan } });
    let symbols = client.ask("textDocument/documentSymbol", params.clone());
    let names = |symbols: &Value| -> Vec<String> {
        let all = symbols.as_array().expect("symbols").iter();
        all.map(|s| s["name"].as_str().expect("a name").to_string()).collect()
    };
    let top = names(&symbols);
    assert_eq!(
        top[..2],
        ["1 Objectives and design (informative)".to_string(), "2 Data (informative)".to_string()].map(|t| {
            t.replace(" (informative)", if top[0].contains("informative") { " (informative)" } else { "" })
        })
    );
    let patients = &symbols[1]["children"][0];
    assert_eq!(patients["name"], "2.1 Patients");
    assert_eq!(names(&patients["children"]), ["data patient", "define age", "define inclusion_year", "define albi"]);
    assert_eq!(patients["children"][0]["detail"], "Patients (Orbis)");
    let folds = client.ask("textDocument/foldingRange", params);
    let line =
        |around: &str| client.text(&plan)[..client.text(&plan).find(around).expect("there")].matches('\n').count();
    let (start, end) = (line("data patient \"Patients (Orbis)\""), line("\n}\n\ndefine age of patient") + 1);
    let is = |f: &&Value| f["startLine"] == start && f["endLine"] == end;
    assert!(folds.as_array().expect("folds").iter().any(|f| is(&f)), "{start} to {end}");
    client.shut_down();
}

#[test]
fn a_document_is_put_into_the_layout() {
    let mut client = Client::new();
    let path = root().join("tests/plans/lung/plan.md");
    let plan = client.open(&path);
    let params = json!({ "textDocument": { "uri": plan }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = client.ask("textDocument/formatting", params.clone());
    let as_it_was = edited(client.text(&plan), edits.as_array().expect("edits"));
    let whole = 0..client.text(&plan).len();
    client.edit(&plan, whole, &as_it_was);
    assert_eq!(client.ask("textDocument/formatting", params.clone()), json!([]), "it is in the layout");
    let at = as_it_was.find("\n  role:").expect("a role") + 1;
    client.edit(&plan, at..at, "       ");
    let edits = client.ask("textDocument/formatting", params.clone());
    assert_eq!(edited(client.text(&plan), edits.as_array().expect("edits")), as_it_was);
    client.edit(&plan, at..at, "{");
    let id = client.send("textDocument/formatting", params);
    let error = client.answer(id).expect_err("a part cannot be read");
    assert!(error.message.starts_with("left as it is: line "), "{}", error.message);
    client.shut_down();
}

/// A criterion that is opened by itself is compiled with the plan that uses it, and each of two buffers counts for the other.
#[test]
fn a_criterion_is_seen_with_the_plan_that_uses_it() {
    let mut client = Client::new();
    let path = root().join("plans/criteria/li_rads_tr.md");
    let criterion = client.open(&path);
    assert_eq!(client.diagnostics(&criterion), Vec::<Value>::new());
    let plan = client.open(&root().join("plans/sirt-hcc/plan.md"));
    assert!(client.diagnostics(&plan).iter().all(|d| d["severity"] != 1));
    client.diagnostics(&criterion);
    let at = client.text(&criterion).find("\ncriterion ").expect("a criterion") + "\ncriterion ".len();
    client.edit(&criterion, at..at, "x");
    client.diagnostics(&criterion);
    // The plan calls it by the name it had. Of its own text no version is new.
    let response = client.text(&plan).find(": li_rads_tr {").expect("its response") + 3;
    let params = client.at(&plan, response);
    client.ask("textDocument/hover", params);
    let told = client.told[&plan].1.clone();
    assert!(told.iter().any(|d| d["severity"] == 1), "{told:?}");
    assert_eq!(client.told[&uri(&path)].0, Some(2));
    client.shut_down();
}
