//! The grammar by which an editor colours a plan that no server reads.

use super::client::root;
use prespec::plan::registry::HEADS;
use serde_json::Value;

fn read(path: &str) -> Value {
    let path = root().join("editors/vscode").join(path);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn the_grammar_has_the_heads_of_the_language() {
    let grammar = read("syntaxes/plan.json");
    let patterns = grammar["patterns"].as_array().expect("patterns");
    let statement = patterns.iter().find(|p| p["captures"]["2"]["name"] == "keyword.control.prespec").expect("heads");
    let pattern = statement["match"].as_str().expect("a pattern");
    let heads: Vec<&str> =
        pattern.split_once(")?(").and_then(|(_, rest)| rest.split_once(')')).expect("a list").0.split('|').collect();
    assert_eq!(heads, HEADS.iter().map(|head| head.word).collect::<Vec<_>>());
}

/// What the manifest names is there, and the fence leads to the grammar.
#[test]
fn the_extension_is_whole() {
    let manifest = read("package.json");
    let files = |list: &str, key: &str| {
        let of = manifest["contributes"][list].as_array().expect("a list").iter();
        of.map(|entry| entry[key].as_str().expect("a path").to_string()).collect::<Vec<_>>()
    };
    let named =
        [files("grammars", "path"), files("languages", "configuration"), vec!["./extension.js".to_string()]].concat();
    assert_eq!(named.len(), 4);
    for file in named {
        assert!(root().join("editors/vscode").join(&file).is_file(), "{file}");
    }
    let fence = read("syntaxes/fence.json");
    assert_eq!(fence["patterns"][0]["patterns"][0]["include"], read("syntaxes/plan.json")["scopeName"]);
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
}
