//! A rename leaves plans that mean the same, or is refused.

use super::client::{Client, edited, root};
use prespec::compile::{Compiled, InMemory, compile};
use prespec::plan::dump::statements;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A document, a line in it, the name there, and the documents in which it stands besides.
#[rustfmt::skip]
const RENAMED: &[(&str, &str, &str, &[&str])] = &[
    ("plans/sirt-hcc/plan.md", "    albumin \"Albumin\"", "albumin", &["binding.yaml"]),
    ("plans/sirt-hcc/plan.md", "data lesion \"Lesions", "lesion", &["binding.yaml"]),
    ("plans/sirt-hcc/plan.md", "atezolizumab \"Atezolizumab\"", "atezolizumab", &["binding.yaml"]),
    ("plans/sirt-hcc/plan.md", "define albi of patient", "albi", &[]),
    ("plans/sirt-hcc/plan.md", "\nendpoint os ", "os", &[]),
    ("plans/sirt-hcc/plan.md", "\nevent immunotherapy", "immunotherapy", &[]),
    ("plans/sirt-hcc/plan.md", "\npopulation eligible", "eligible", &[]),
    ("plans/sirt-hcc/plan.md", "\nresponse recist_28 ", "recist_28", &[]),
    ("plans/sirt-hcc/plan.md", "\nanalysis primary ", "primary", &[]),
    ("plans/criteria/recist_1_1.md", "  option any_new_node: ", "any_new_node", &["plan.md"]),
    ("plans/criteria/recist_1_1.md", "\nrows fragment ", "fragment", &[]),
    ("plans/criteria/recist_1_1.md", "\nvalue total ", "total", &["plan.md"]),
    ("tests/plans/lung/plan.md", "    sex: ", "sex", &["binding.yaml"]),
];

const NEW: &str = "called_otherwise";

/// The edits of a rename, by document.
fn renamed(
    client: &mut Client,
    uri: &str,
    around: &str,
    word: &str,
    new: &str,
) -> Result<BTreeMap<PathBuf, Vec<Value>>, String> {
    let byte = client.find(uri, around, word);
    let mut params = client.at(uri, byte);
    params["newName"] = json!(new);
    let id = client.send("textDocument/rename", params);
    let answer = client.answer(id).map_err(|error| error.message)?;
    let changes = answer["documentChanges"].as_array().expect("edits of documents");
    let of_document = |change: &Value| {
        let uri = change["textDocument"]["uri"].as_str().expect("a document");
        (
            PathBuf::from(uri.strip_prefix("file://").expect("a file")),
            change["edits"].as_array().expect("edits").clone(),
        )
    };
    Ok(changes.iter().map(of_document).collect())
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A plan with its criteria, some of the texts edited.
fn compiled(plan: &Path, edits: &BTreeMap<PathBuf, Vec<Value>>) -> Compiled {
    let text = |path: &Path| edits.get(path).map_or_else(|| read(path), |edits| edited(&read(path), edits));
    let mut texts = InMemory::new(text(plan));
    for document in crate::every_plan::files_below("plans/criteria", "md") {
        let name = document.file_stem().expect("a name").to_string_lossy().into_owned();
        texts = texts.with(format!("criteria/{name}"), text(&document));
    }
    compile(&texts).expect("texts in memory are there")
}

/// What each statement says, with a name called as it was.
fn said(compiled: &Compiled, new: &str, old: &str) -> Vec<String> {
    let plan = compiled.plan.as_ref().unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    let as_it_was = |text: &str| {
        text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_')
            .map(|word| {
                let end = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_').len();
                if &word[..end] == new { format!("{old}{}", &word[end..]) } else { word.to_string() }
            })
            .collect::<String>()
    };
    let mut said: Vec<String> = statements(plan)
        .into_iter()
        .map(|(name, text)| format!("{}\n{}", as_it_was(&name), as_it_was(&text)))
        .collect();
    said.sort();
    said
}

#[test]
fn a_plan_means_the_same_under_another_name() {
    let mut client = Client::new();
    let none = BTreeMap::new();
    let mut opened: BTreeMap<&str, String> = BTreeMap::new();
    for (document, around, word, elsewhere) in RENAMED {
        let path = root().join(document);
        let uri = opened.entry(document).or_insert_with(|| client.open(&path)).clone();
        let edits = renamed(&mut client, &uri, around, word, NEW).unwrap_or_else(|e| panic!("{word}: {e}"));
        assert!(edits.contains_key(&path), "{word}: its own document");
        for name in *elsewhere {
            assert!(edits.keys().any(|p| p.ends_with(name)), "{word}: {name} is not among {:?}", edits.keys());
        }
        let plan = if document.starts_with("tests") { path.clone() } else { root().join("plans/sirt-hcc/plan.md") };
        let (before, after) = (compiled(&plan, &none), compiled(&plan, &edits));
        assert_eq!(said(&before, "", ""), said(&after, NEW, word), "{word}");
        let codes = |c: &Compiled| c.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>();
        assert_eq!(codes(&before), codes(&after), "{word}");
        // Every document that changes has the new name, and the place of each edit had the old one.
        for (path, edits) in &edits {
            let text = read(path);
            for edit in edits {
                let place = |end: &str| super::client::byte(&text, &edit["range"][end]);
                assert_eq!((&text[place("start")..place("end")], edit["newText"].as_str()), (*word, Some(NEW)));
            }
        }
    }
    client.shut_down();
}

#[test]
fn a_name_that_cannot_be_is_refused() {
    let mut client = Client::new();
    let plan = client.open(&root().join("plans/sirt-hcc/plan.md"));
    for (around, word, new, says) in [
        ("\nendpoint os ", "os", "pfs", "there is endpoint `pfs` already"),
        ("\nendpoint os ", "os", "overall survival", "is no name"),
        ("\nendpoint os ", "os", "5_years", "is no name"),
        ("\nendpoint os ", "os", "where", "would be wrong"),
        ("\nevent death", "death", "died", "ends all that can be observed"),
        ("\nevent immunotherapy", "immunotherapy", "death", "already"),
        ("    albumin \"Albumin\"", "albumin", "afp", "there is column `afp` already"),
        ("use criteria/recist_1_1 ", "recist_1_1", "recist", "the path of a document is that of its file"),
        // A consensus is found by the code that has the name of the response.
        ("\nresponse recist ", "recist", NEW, "No consensus is recorded for `called_otherwise`"),
        ("\nendpoint os ", "endpoint", "end_point", "no name of the plan stands here"),
    ] {
        let error = renamed(&mut client, &plan, around, word, new).expect_err(new);
        assert!(error.contains(says), "{word} to {new}: {error}");
    }
    // A name that another kind of thing has is free, but not where the two would be one.
    renamed(&mut client, &plan, "\npopulation eligible", "eligible", "os")
        .expect("an endpoint has this name, no population");
    let error = renamed(&mut client, &plan, "define albi of patient", "albi", "albumin")
        .expect_err("a column of the same rows");
    assert!(error.contains("would"), "{error}");
    client.shut_down();
}

#[test]
fn a_plan_with_errors_is_renamed_in_nothing() {
    let mut client = Client::new();
    let plan = client.open(&root().join("tests/plans/lung/plan.md"));
    let at = client.find(&plan, "  role: ", "role");
    client.edit(&plan, at..at + 4, "rolle");
    let error = renamed(&mut client, &plan, "    sex: ", "sex", NEW).expect_err("the plan has an error");
    assert!(error.contains("has errors"), "{error}");
    let byte = client.find(&plan, "    sex: ", "sex") + 1;
    let params = client.at(&plan, byte);
    assert_eq!(client.ask("textDocument/prepareRename", params)["placeholder"], "sex");
    client.shut_down();
}
