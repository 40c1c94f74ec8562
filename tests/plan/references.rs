//! Every name knows what it stands for.

use prespec::compile::{Compiled, compile_at};
use prespec::plan::names;
use prespec::plan::references::{Definition, Named};
use std::path::Path;
use std::sync::OnceLock;

fn study() -> &'static Compiled {
    static STUDY: OnceLock<Compiled> = OnceLock::new();
    STUDY.get_or_init(|| compile_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc")).expect("the study"))
}

/// A name in a statement of the plan or of its criterion is a definition, is used for one, or is a word of the language.
#[test]
fn every_name_has_its_definition_or_is_one() {
    let study = study();
    let documents = [&study.documents.plan].into_iter().chain(study.documents.criteria.iter().map(|(_, d)| d));
    let found: Vec<_> = documents.flat_map(names).collect();
    assert!(found.len() > 1000, "{} names", found.len());
    let mut lost = vec![];
    let (mut plan_names, mut words) = (0, 0);
    for name in found {
        match study.references.definition_at(name.span.file, name.span.start) {
            Some(definition) if definition.name == name.node || name.node.ends_with(&definition.name) => {
                plan_names += 1
            }
            Some(other) => {
                lost.push(format!("{:?}: {} is taken for {other:?}", study.sources.line_column(name.span), name.node))
            }
            None if study.references.is_word(name.span) => words += 1,
            None => lost.push(format!("{:?}: {}", study.sources.line_column(name.span), name.node)),
        }
    }
    assert!(
        lost.is_empty(),
        "{} names mean nothing ({plan_names} do, {words} words):\n{}",
        lost.len(),
        lost.join("\n")
    );
    assert!(plan_names > words, "{plan_names} names of the plan, {words} words of the language");
}

fn defined(kind: Named, name: &str) -> &'static Definition {
    let mut found = study().references.definitions().filter(|d| d.kind == kind && d.name == name);
    found.next().unwrap_or_else(|| panic!("no {kind:?} {name}"))
}

/// The words of a place, and the lines that name it.
#[test]
fn a_definition_knows_its_uses() {
    let study = study();
    let line = |span| study.sources.line_column(span).0;
    let text = |span| study.sources.text(span);
    for (kind, name, least) in [
        (Named::Table, "exam", 10),
        (Named::Population, "eligible", 8),
        (Named::Endpoint, "os", 4),
        (Named::Response, "recist", 5),
        (Named::Analysis, "progression", 5),
        (Named::Event, "death", 5),
        (Named::Timepoint, "M6", 4),
    ] {
        let definition = defined(kind, name);
        assert_eq!(text(definition.place), name);
        let uses = study.references.references_of(definition);
        assert!(uses.len() >= least, "{name} is used on lines {:?}", uses.iter().map(|u| line(*u)).collect::<Vec<_>>());
        for place in uses {
            assert!(text(place).ends_with(name), "line {}: {}", line(place), text(place));
            assert_eq!(study.references.definition_at(place.file, place.start), Some(definition));
            assert_eq!(study.references.definition_at(place.file, place.end), Some(definition), "behind the name");
        }
    }
}

/// Every header of what was understood stands where its name is defined.
#[test]
fn every_statement_is_a_definition() {
    let study = study();
    let understood = &study.understood;
    let headers = understood.tables.iter().map(|t| (Named::Table, &t.header));
    let headers = headers.chain(understood.defines.iter().map(|d| (Named::Define, &d.header)));
    let headers = headers.chain(understood.events.iter().map(|d| (Named::Event, &d.header)));
    let headers = headers.chain(understood.populations.iter().map(|d| (Named::Population, &d.header)));
    let headers = headers.chain(understood.endpoints.iter().map(|d| (Named::Endpoint, &d.header)));
    let headers = headers.chain(understood.analyses.iter().map(|d| (Named::Analysis, &d.header)));
    let headers: Vec<_> = headers.collect();
    assert!(headers.len() > 60, "{} headers", headers.len());
    for (kind, header) in headers {
        let found = study.references.definition_at(header.name_span.file, header.name_span.start);
        assert_eq!(found.map(|d| (d.kind, d.name.as_str())), Some((kind, header.name.as_str())));
    }
}

/// A reserved word that is also a name of the plan is one of these, and means what its place says.
#[test]
fn a_name_of_the_plan_is_not_read_as_a_word() {
    let study = study();
    let own: std::collections::BTreeSet<&str> = study.references.definitions().map(|d| d.name.as_str()).collect();
    let documents = [&study.documents.plan].into_iter().chain(study.documents.criteria.iter().map(|(_, d)| d));
    let mut both: Vec<String> =
        documents.flat_map(names).filter(|n| study.references.is_word(n.span)).map(|n| n.node).collect();
    both.retain(|word| own.contains(word.as_str()));
    both.sort();
    both.dedup();
    // Types, moments, the interface of a criterion, options of methods and roles that the study also has as names.
    let expected = ["baseline", "date", "exam", "id", "lesion", "number", "patient", "primary"];
    assert_eq!(both, expected);
}
