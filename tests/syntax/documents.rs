//! Whole documents: the plans of the repository, and texts that try every form of the language.

use super::{fenced, parse, repository};
use prespec::diagnostic::FileId;
use prespec::syntax::dump;
use prespec::syntax::tree::{Block, Document, Mark, Statement};

fn statements(document: &Document) -> Vec<&Statement> {
    let blocks = document.clauses.iter().flat_map(|c| &c.blocks);
    let fences = blocks.filter_map(|b| if let Block::Plan { statements, .. } = b { Some(statements) } else { None });
    fences.flatten().collect()
}

/// Reads a file without a message and with every statement whole.
fn read_clean(path: &str) -> Document {
    let source = repository(path);
    let (document, diagnostics) = parse(&source);
    assert!(diagnostics.is_empty(), "{path}: {diagnostics:#?}");
    assert!(!dump(&document).contains("ERROR"), "{path}");
    let written = source.lines().filter(|l| *l == "```plan").count();
    let fences = document.clauses.iter().flat_map(|c| &c.blocks).filter(|b| matches!(b, Block::Plan { .. })).count();
    assert_eq!(fences, written, "{path}");
    document
}

#[test]
fn the_plan_of_the_repository_is_read() {
    let document = read_clean("plans/sirt-hcc/plan.md");
    assert_eq!(document.file, FileId(0));
    let meta: Vec<&str> = document.meta.iter().map(|(k, _)| k.node.as_str()).collect();
    assert_eq!(&meta[..2], ["title", "version"]);
    let dumped = dump(&document);
    for line in [
        "    time zero:\n      immunotherapy\n",
        "      case sirt_io \"SIRT + immunotherapy\" when (from sirt 0 to 120[days])\n",
        "        (otherwise (last exam where (by assessed recist)) <time zero>)\n",
        "clause 9.2 level 2 \"Disclosure\"\n",
    ] {
        assert!(dumped.contains(line), "{line}");
    }
}

#[test]
fn the_criterion_of_the_repository_is_read() {
    let document = read_clean("plans/criteria/recist_1_1.md");
    let tables: Vec<_> =
        statements(&document).into_iter().filter_map(|s| Some((&s.name.as_ref()?.node, s.table.as_ref()?))).collect();
    let [(name, table)] = tables.as_slice() else { panic!("one table, not {tables:?}") };
    assert_eq!(*name, "overall");
    assert_eq!((table.header.len(), table.rows.len()), (4, 11));
    assert_eq!(table.rows[3][1].node, "CR or NA");
}

/// The language as first sketched, every form of it.
#[test]
fn every_form_of_the_language_is_read() {
    for name in ["whole_plan", "criterion", "criterion_built_on_another"] {
        let document = read_clean(&format!("tests/syntax/fixtures/{name}.md"));
        insta::assert_snapshot!(name, dump(&document));
    }
}

/// Forms that other kinds of study will need.
#[test]
fn forms_of_other_studies_are_read() {
    let formal = r#"time zero: randomisation { dated: no }
analysis dfs_b "Disease-free" {
  compare: (low, high) against placebo
  contrasts: among (a, b, c), trend
  from: transplant
  strata: site, ecog
  given: adtte where param = OS { time: aval, event: cnsr = 0, because: "derived elsewhere" }
  kind: number { better: lower }
  missing: imputed { by: chained_equations, times: 20 }
  on day 0: half_a_day
  landmark: day 30 { arms: by_day_30, redo: pairs }
}
analysis os_b "Overall": like dfs_b { endpoint: os }
family main { of: (death.high, death.low), procedure: holm }
subgroups forest { of: dfs_b, by: (sex, age_group), interaction: cox { test: likelihood_ratio } }
data adtte "Times" {
  columns {
    aval: days after time zero
  }
}"#;
    let (document, diagnostics) = parse(&fenced(formal));
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    insta::assert_snapshot!("other_studies", dump(&document));
}

#[test]
fn headings_paragraphs_and_lists() {
    let source = "Before.\n\n# Title\n\n## 1 First (informative)\n\nA *paragraph*\nof two lines.\n\n- one\n  more\n- two\n\n> quoted\n\n```text\nexample\n```\n\n| a |\n|---|\n| b |\n\n### 1.1 Deep   (planned)\n\nSetext\n------\n";
    let (document, diagnostics) = parse(source);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    assert_eq!(
        dump(&document),
        "clause - level 0 \"\"\n  paragraph \"Before.\"\nclause - level 1 \"Title\"\nclause 1 level 2 \"First\" (informative)\n  paragraph \"A *paragraph* of two lines.\"\n  paragraph \"- one more\"\n  paragraph \"- two\"\n  paragraph \"> quoted\"\n  paragraph \"```text example ```\"\n  paragraph \"| a | |---| | b |\"\nclause 1.1 level 3 \"Deep\" (planned)\nclause - level 2 \"Setext\"\n"
    );
    assert_eq!(document.clauses[2].mark, Mark::Informative);
    assert!(
        matches!(&document.clauses[2].blocks[0], Block::Paragraph { text, .. } if text == "A *paragraph*\nof two lines.")
    );
}

/// Line ends, a byte order mark and an indented fence change nothing but the places.
#[test]
fn carriage_returns_and_indents_do_not_matter() {
    let source = "---\ntitle: T\n---\n\n# 1 One\n\n```plan\ncheck c \"C\" {\n  a: (b and\n    d)\n}\n```\n\n| a | b |\n|---|---|\n| c | d |\n";
    let (plain, diagnostics) = parse(source);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    assert!(dump(&plain).contains("table a | b\n        c | d\n"), "{}", dump(&plain));
    let indented = source.replace(
        "\n```plan\ncheck c \"C\" {\n  a: (b and\n    d)\n}\n```",
        "\n  ```plan\n  check c \"C\" {\n    a: (b and\n      d)\n  }\n  ```",
    );
    assert_ne!(indented, source);
    for other in [source.replace('\n', "\r\n"), format!("\u{feff}{source}"), indented] {
        let (document, diagnostics) = parse(&other);
        assert!(diagnostics.is_empty(), "{other:?}\n{diagnostics:#?}");
        assert_eq!(dump(&document), dump(&plain), "{other:?}");
    }
}

/// A place is one of the file, whatever stands before the lines of a fence.
#[test]
fn places_are_those_of_the_file() {
    let source = "# 1 One\r\n\r\n  ```plan\r\n  event death \"Tod\": followup.died_on\r\n  ```\r\n";
    let (document, _) = parse(source);
    let all = statements(&document);
    let [statement] = all.as_slice() else { panic!("{all:?}") };
    let text = |span: prespec::diagnostic::Span| &source[span.start as usize..span.end as usize];
    assert_eq!(text(statement.span), "event death \"Tod\": followup.died_on");
    assert_eq!(statement.name.as_ref().map(|n| text(n.span)), Some("death"));
    assert_eq!(statement.label.as_ref().map(|n| text(n.text.span)), Some("\"Tod\""));
    assert_eq!(statement.value.as_ref().map(|v| text(v.elements[0].expression.span)), Some("followup.died_on"));
}

/// Cells that do not fit the head are kept, so that whoever reads the table can refuse them.
#[test]
fn a_table_keeps_every_cell_that_is_written() {
    let source = format!("{}\n| a | b \\| c |\n|---|---|\n| d |\n| e | f | g |\n", fenced("rule r { given: a }"));
    let (document, diagnostics) = parse(&source);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    assert!(dump(&document).ends_with("table a | b | c\n        d\n        e | f | g\n"), "{}", dump(&document));
}
