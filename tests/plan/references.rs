//! Every name knows what it stands for.

use prespec::compile::{Compiled, InMemory, compile, compile_at};
use prespec::diagnostic::{FileId, render::render};
use prespec::plan::names;
use prespec::plan::references::{Definition, Named};
use prespec::syntax::tree::Document;
use std::path::Path;
use std::sync::OnceLock;

fn study() -> &'static Compiled {
    static STUDY: OnceLock<Compiled> = OnceLock::new();
    STUDY.get_or_init(|| compile_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/sirt-hcc")).expect("the study"))
}

/// Documents of the repository, without what stands in words in them.
fn documents(compiled: &Compiled) -> impl Iterator<Item = &Document> {
    compiled.documents.all()
}

/// The plan that has criteria of several shapes, with one that is built on another.
fn built() -> Compiled {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let uses = "use criteria/recist_1_1 { equivocal: no, part_of: none, merged_into: none }\nuse criteria/viable { equivocal: no, part_of: none, merged_into: none, smallest_viable: 10 mm }";
    let each = "exam: scan, lesion: spot, at: imaging, among: everyone";
    let responses = format!(
        "response whole \"By size\": recist_1_1 {{ {each} }}\nresponse part \"By viability\": viable {{ {each} }}\n\
         combine readers \"Readers\" {{\n  of: whole, part\n  readers: reader\n  response {{\n    agreed_response \"agreed\" when readers agree\n    \
         NE \"unresolved\" otherwise\n  }}\n  unresolved: query\n}}"
    );
    let plan = read("tests/derive/criteria/plan.md").replace("USES", uses).replace("RESPONSES", &responses);
    let texts = InMemory::new(plan.replace("ENDPOINTS", ""))
        .with("criteria/recist_1_1", read("plans/criteria/recist_1_1.md"))
        .with("criteria/viable", read("tests/derive/criteria/viable.md"));
    let compiled = compile(&texts).expect("texts in memory are there");
    assert!(compiled.plan.is_some(), "{}", render(&compiled.diagnostics, &compiled.sources, false));
    compiled
}

/// A name in a statement of a plan or of its criteria is a definition, is used for one, or is a word of the language: in every
/// plan of the repository that has no fault.
#[test]
fn every_name_has_its_definition_or_is_one() {
    let plans =
        crate::every_plan::every_plan().into_iter().filter(|c| c.plan.is_some()).chain([built()]).collect::<Vec<_>>();
    assert!(plans.len() > 16, "{} plans", plans.len());
    let (mut lost, mut plan_names, mut words) = (vec![], 0, 0);
    for compiled in &plans {
        for name in documents(compiled).flat_map(names) {
            let place = || {
                let (line, column) = compiled.sources.line_column(name.span);
                format!("{}:{line}:{column}", compiled.sources.file_name(name.span))
            };
            match compiled.references.definition_at(name.span.file, name.span.start) {
                Some(definition) if definition.name == name.node || name.node.ends_with(&definition.name) => {
                    plan_names += 1
                }
                Some(other) => lost.push(format!("{}: {} is taken for {other:?}", place(), name.node)),
                None if compiled.references.is_word(name.span) => words += 1,
                None => lost.push(format!("{}: {} ({})", place(), name.node, compiled.path.display())),
            }
        }
    }
    assert!(
        lost.is_empty(),
        "{} names mean nothing ({plan_names} do, {words} words):\n{}",
        lost.len(),
        lost.join("\n")
    );
    assert!(plan_names > 1500 && plan_names > words, "{plan_names} names of the plan, {words} words of the language");
}

/// What a criterion takes over from the one it builds on is defined in that one's document.
#[test]
fn a_name_leads_into_the_document_that_is_built_on() {
    let compiled = built();
    let file = |name: &str| {
        let found = compiled.sources.iter().find(|(_, s)| s.path.ends_with(name));
        found.unwrap_or_else(|| panic!("no {name}")).0
    };
    let (own, base) = (file("viable.md"), file("recist_1_1.md"));
    let defined = |file: FileId, kind: Named, name: &str| {
        let found =
            compiled.references.definitions().find(|d| (d.place.file, d.kind, d.name.as_str()) == (file, kind, name));
        found.unwrap_or_else(|| panic!("no {kind:?} {name}"))
    };
    let used = |d: &Definition, file: FileId| {
        compiled.references.references_of(d).into_iter().filter(|p| p.file == file).collect::<Vec<_>>()
    };
    // The criterion itself by `builds on`, its option where the plan sets it, its quantity in a case, each by the base's words.
    let criterion = defined(base, Named::Criterion, "recist_1_1");
    assert_eq!(used(criterion, own).len(), 1, "`builds on` names it once");
    let length = defined(base, Named::Define, "length");
    assert!(used(length, base).len() > 2);
    let own_length = defined(own, Named::Define, "length");
    assert_ne!(own_length.place, length.place, "what is replaced has two definitions");
    assert!(!used(defined(own, Named::Define, "viable_length"), own).is_empty());
    // `lesion` is needed by both documents: each names its own.
    assert!(used(defined(own, Named::Table, "lesion"), own).len() > 1);
    assert!(used(defined(base, Named::Table, "lesion"), own).is_empty());
    // The plan calls its tables by the criterion's names.
    let plan = compiled.documents.plan.file;
    assert_eq!(used(defined(own, Named::Table, "lesion"), plan).len(), 1);
    assert_eq!(used(defined(own, Named::Option, "smallest_viable"), plan).len(), 1);
}

/// A criterion that says nothing but one name of the other's: the name is defined there and used here.
#[test]
fn a_name_that_only_the_other_document_defines_is_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages/base");
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let first = read("criteria/small.md");
    let rule = first.lines().find(|l| l.starts_with("value ")).expect("a value of the criterion");
    let value = rule.split_whitespace().nth(1).expect("its name").trim_end_matches(':').to_string();
    let second = format!(
        "# 1 More\n\n```plan\nuse criteria/small\n\ncriterion more \"More\" {{\n  builds on: small\n}}\n\nvalue twice \"Twice\": \
         {value}\n```\n"
    );
    let plan = read("plan.md").replacen("use criteria/small", "use criteria/small\nuse criteria/more", 1);
    let plan =
        plan.replacen("response ", "response other \"Other\": more { at: imaging, among: eligible }\nresponse ", 1);
    let compiled =
        compile(&InMemory::new(plan).with("criteria/small", first.as_str()).with("criteria/more", second.as_str()))
            .expect("texts in memory are there");
    let at = second.rfind(&value).expect("the use") as u32;
    let file = compiled.sources.iter().find(|(_, s)| s.path.ends_with("more.md")).expect("the document").0;
    let found =
        compiled.references.definition_at(file, at).map(|d| (compiled.sources.file_name(d.place), d.name.as_str()));
    assert_eq!(
        found,
        Some(("small.md", value.as_str())),
        "{}",
        render(&compiled.diagnostics, &compiled.sources, false)
    );
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
    let documents = study.documents.all();
    let mut both: Vec<String> =
        documents.flat_map(names).filter(|n| study.references.is_word(n.span)).map(|n| n.node).collect();
    both.retain(|word| own.contains(word.as_str()));
    both.sort();
    both.dedup();
    // Types, moments, keys, the interface of a criterion, options of methods, roles and causes that the study also has as names.
    let expected =
        ["baseline", "curative", "date", "exam", "id", "not_assessed", "number", "patient", "primary", "unknown"];
    assert_eq!(both, expected);
}
