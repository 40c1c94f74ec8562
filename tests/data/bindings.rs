//! One mistake in the binding gives one message of the code named.

use super::Small;
use prespec::binding::yaml::{self, Node};
use prespec::binding::{Bound, read_binding};
use prespec::compile::compile_at;
use prespec::diagnostic::{Span, render::render};
use prespec::plan::references::Named;
use std::fmt::Write;

/// Code, what stands in the binding, what takes its place.
const CASES: &[(&str, &str, &str)] = &[
    ("B001", "  visit:\n    file: visits.csv", "  visit:\n    file: [visits.csv"),
    ("B001", "cut-off: 2024-12-31", "cut-off: 2024-12-31\ncut-off: 2025-12-31"),
    ("B001", "      viable: viable", "      viable: viable\n      viable: taille"),
    ("B001", "data: data", "data: &here data"),
    (
        "B002",
        "    columns: { patient: patient_id, id: visite, date: date, readable: lisible }",
        "    columns: [patient_id, visite]",
    ),
    ("B001", "tables:\n", "---\ntables:\n"),
    ("B002", "plan: plan.md", "plan: [plan.md, appendix.md]"),
    ("B002", "    file: lesions.csv", "    file: lesions.csv\n    repeats: sometimes"),
    ("B002", "    file: lesions.csv", "    file: lesions.csv\n    rows: 4,0"),
    ("B002", "    file: lesions.csv", "    file: lesions.csv\n    rows: -1"),
    ("B002", "    file: lesions.csv", "    file: lesions.csv\n    sha256: 12ab"),
    ("B003", "files: { separator:", "files: { seperator: \";\", separator:"),
    ("B002", "cut-off: 2024-12-31", "cut-off: 2024-12-31\nsimulated: yes"),
    ("B003", "cut-off: 2024-12-31", "cut-off: 2024-12-31\nweather: fine"),
    ("B003", "cut-off: 2024-12-31", "cut-of: 2024-12-31"),
    ("B003", "plan: plan.md", "Plan: plan.md"),
    ("B004", "cut-off: 2024-12-31\n", ""),
    ("B004", "    file: lesions.csv\n", "    file:\n"),
    ("B004", "decimal: \",\", ", ""),
    ("B004", "    file: lesions.csv\n", ""),
    ("B004", "      viable: viable", "      viable:"),
    ("B005", "data: data", "data: ../exports"),
    ("B005", "file: lesions.csv", "file: /exports/lesions.csv"),
    ("B006", "cut-off: 2024-12-31", "cut-off: 31/12/2024"),
    ("B006", "cut-off: 2024-12-31", "cut-off: 2024-02-30"),
    ("B006", "cut-off: 2024-12-31", "cut-off: 2024-12-31\nearliest: 1900"),
    ("B006", "cut-off: 2024-12-31", "earliest: 2025-01-01\ncut-off: 2024-12-31"),
    ("B006", "%d/%m/%Y", "%d/%m/%y"),
    ("B006", "encoding: utf-8", "encoding: latin"),
    ("B006", "separator: \";\"", "separator: \",\""),
    ("B007", "  lesion:\n", "  lesions: { file: lesions.csv }\n  lesion:\n"),
    (
        "B008",
        "  visit:\n    file: visits.csv\n    columns: { patient: patient_id, id: visite, date: date, readable: lisible }\n",
        "",
    ),
    ("B009", "      birth_year: naissance", "      birth_year: naissance\n      birthyear: naissance"),
    ("B007", "  lesion:\n", "  lesoin:\n"),
    ("B009", "      birth_year: naissance", "      birthyear: naissance"),
    ("B010", "patient: patient_id, id: visite", "id: visite"),
    ("B011", "      viable: viable", "      viable: taille"),
    ("B012", "poumon: lung", "poumon: lungs"),
    ("B012", "{ oui: yes, non: no }", "{ oui: yes, non: nein }"),
    ("B012", "{ F: F, H: M }", "{ F: F, H: M, \" H\": F }"),
    ("B012", "{ F: F, H: M }", "{ F: F, NA: M }"),
    ("B013", "unit: cm", "unit: ng/mL"),
    ("B013", "unit: cm", "unit: inch"),
    ("B014", "      birth_year: naissance", "      birth_year: { column: naissance, unit: mm }"),
    ("B014", "      viable: viable", "      viable: { column: viable, limits: [\"<\"] }"),
    ("B014", "      viable: viable", "      viable: { column: viable, codes: { petit: small } }"),
    ("B014", "      viable: viable", "      viable: { column: viable, blank: no }"),
    ("B012", "      organ: { column: organe,", "      organ: { column: organe, blank: nowhere,"),
    ("B002", "    file: lesions.csv", "    file: lesions.csv\n    where: organe"),
    ("B002", "    file: lesions.csv", "    file: lesions.csv\n    where: { organe: { foie: liver } }"),
    ("B003", "    file: lesions.csv", "    file: lesions.csv\n    wehre: { organe: foie }"),
    ("B004", "    file: lesions.csv", "    file: lesions.csv\n    where: {}"),
    ("B004", "    file: lesions.csv", "    file: lesions.csv\n    where: { organe: [] }"),
    ("B004", "    file: lesions.csv", "    file: lesions.csv\n    where: { \"\": foie }"),
    ("B012", "    file: lesions.csv", "    file: lesions.csv\n    where: { organe: [foie, \" foie\"] }"),
];

#[test]
fn every_mistake_has_its_message() {
    let mut shown = String::new();
    for (code, old, new) in CASES {
        let mut small = Small::new().with("binding.yaml", old, new);
        let (binding, said, _) = small.bind();
        assert!(binding.is_none(), "{code}: {new}");
        assert!(said.iter().all(|d| d.subject.is_some()), "about nothing for `{new}`: {said:?}");
        assert!(said.iter().any(|d| d.code.0 == *code), "{code} for `{new}`, but {said:?}");
        // A shared code list that is wrong is wrong for each column that uses it.
        assert!(said.iter().all(|d| d.code.0 == *code), "only {code} for `{new}`, but {said:?}");
        writeln!(shown, "INSTEAD OF\n{old}\nSOURCE\n{new}\nMESSAGE\n{}", render(&said, &small.sources, false))
            .expect("text grows");
    }
    insta::assert_snapshot!("binding_messages", shown);
}

/// What is said before the binding is a tree, and before its plan is known, is about something as well.
#[test]
fn every_mistake_is_about_something() {
    let long = format!("data: data\n# {}", "x".repeat(1 << 20));
    for (old, new) in
        [("data: data", long.as_str()), ("data: data", "data: [data"), ("plan: plan.md", "plan: ../plan.md")]
    {
        let mut small = Small::new().with("binding.yaml", old, new);
        let (_, said, file) = small.bind();
        let of_path = prespec::binding::plan_path(&small.sources, file).expect_err("a mistake");
        for said in [said, of_path] {
            assert!(said.len() == 1 && said[0].subject.is_some(), "{said:?}");
        }
    }
}

#[test]
fn several_mistakes_are_told_at_once() {
    let mut small = Small::new()
        .with("binding.yaml", "%d/%m/%Y", "%d/%m")
        .with("binding.yaml", "F: F, H: M", "F: W, H: M")
        .with("binding.yaml", "unit: cm", "unit: kg");
    let codes: Vec<&str> = small.bind().1.iter().map(|d| d.code.0).collect();
    assert_eq!(codes, ["B006", "B012", "B013"]);
}

#[test]
fn a_binding_names_its_plan_before_the_plan_is_known() {
    let mut small = Small::new();
    let (_, _, file) = small.bind();
    let named = prespec::binding::plan_path(&small.sources, file).map(|path| path.node);
    assert_eq!(named, Ok("plan.md".to_string()));
}

#[test]
fn scalars_of_a_binding_are_text() {
    // YAML takes `2` for a number and `non` for a word; codes are what stands in the file, whatever YAML thinks.
    let mut small = Small::new().with(
        "binding.yaml",
        "{ oui: yes, non: no }",
        "{ 1: yes, 02: no, oui: yes, non: no, \"null\": no, 1.50: yes }",
    );
    let codes = small.bind().0.expect("a binding").tables[0].columns[5].codes.clone();
    let texts: Vec<(&str, usize)> = codes.iter().map(|c| (c.written.as_str(), c.code)).collect();
    assert_eq!(texts, [("1", 1), ("02", 0), ("oui", 1), ("non", 0), ("null", 0), ("1.50", 1)]);
}

#[test]
fn a_table_may_have_its_own_notation() {
    let mut small = Small::new().with(
        "binding.yaml",
        "    file: visits.csv\n",
        "    file: visits.csv\n    files: { date: \"%Y-%m-%d\", separator: tab }\n",
    );
    let binding = small.bind().0.expect("a binding");
    assert_eq!((binding.tables[1].notation.separator, binding.tables[1].notation.date.as_str()), (b'\t', "%Y-%m-%d"));
    assert_eq!((binding.tables[0].notation.separator, binding.tables[1].notation.decimal), (b';', ','));
}

/// A name of the plan in a binding leads to where the plan defines it, and the definition knows it.
#[test]
fn names_of_the_plan_in_a_binding_are_uses_of_it() {
    let folder = super::repository().join("plans/sirt-hcc");
    let compiled = compile_at(&folder).expect("the study");
    let mut sources = compiled.sources.clone();
    let file = sources.add("binding.yaml", super::text(&folder.join("binding.yaml")));
    let Bound { binding, uses, .. } = read_binding(&sources, file, &compiled.understood);
    let references = compiled.references.with(&uses);
    let root = yaml::parse(&sources.get(file).expect("the binding").text, file).expect("it can be read");
    let leads_to = |place: Span, kind: Named, owner: &str, name: &str| {
        let found = references.definition_at(file, place.start).unwrap_or_else(|| panic!("{name} leads nowhere"));
        assert_eq!((found.kind, found.owner.as_str(), found.name.as_str()), (kind, owner, name));
        assert_ne!(found.place.file, file, "it is defined in the plan");
        assert!(references.references_of(found).contains(&place), "{name}");
    };
    let tables = inner(&root, "tables").expect("tables");
    let (mut columns, mut codes) = (0, 0);
    for (table, node) in tables.map().expect("by name") {
        leads_to(table.span, Named::Table, "", &table.node);
        for (column, node) in inner(node, "columns").expect("columns").map().expect("by name") {
            columns += 1;
            leads_to(column.span, Named::Column, &table.node, &column.node);
            for (_, code) in inner(node, "codes").into_iter().flat_map(|c| c.map().expect("by code")) {
                let name = code.scalar().expect("a code");
                if !matches!(name, "yes" | "no") {
                    codes += 1;
                    let found = references.definition_at(file, code.span.start).map(|d| (d.kind, d.name.as_str()));
                    assert_eq!(found, Some((Named::Code, name)));
                }
            }
        }
    }
    assert!(columns > 50 && codes > 20, "{columns} columns, {codes} codes");
    // What is bound knows where the binding says so.
    for bound in binding.expect("a binding without a fault").tables.iter().flat_map(|t| &t.columns) {
        assert!(sources.text(bound.file_column.span).contains(&bound.file_column.node), "{bound:?}");
        assert!(bound.codes.iter().all(|c| c.span.file == file), "{bound:?}");
    }
}

/// What stands under a key.
fn inner<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.map().and_then(|m| m.iter().find(|(k, _)| k.node == key)).map(|(_, v)| v)
}

/// What a binding with mistakes says of the plan is known all the same.
#[test]
fn names_are_known_in_a_binding_with_mistakes() {
    let small = Small::new();
    let mut sources = small.sources.clone();
    let text = small.binding.replacen("file: visits.csv", "file: ../visits.csv", 1);
    let file = sources.add("binding.yaml", text);
    let Bound { binding, uses, .. } = read_binding(&sources, file, &small.plan);
    assert!(binding.is_none());
    for table in &small.plan.tables {
        assert!(uses.iter().any(|u| (u.kind, &u.name) == (Named::Table, &table.header.name)), "{}", table.header.name);
    }
}
