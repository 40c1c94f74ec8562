//! The house rules that can be checked by reading the sources: imports between modules, crates where they belong, no text
//! asked what it says, floats where they are named, forbidden words, length of files, and a page and a snapshot for every
//! diagnostic code.

use prespec::diagnostic::codes;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 500;
const FORBIDDEN_MACROS: &[&str] = &["todo", "unimplemented", "dbg"];
/// Their order changes from run to run; `BTreeMap`, `BTreeSet` or a `Vec` stand in for them.
const FORBIDDEN_TYPES: &[&str] = &["HashMap", "HashSet"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every file under `folder`, in the order of their paths.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("a readable folder entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    files(folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs")).collect()
}

/// Path below the repository, with `/`.
fn shown(path: &Path) -> String {
    let below = path.strip_prefix(root()).unwrap_or(path);
    below.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

/// A Rust source split into its code, with comments and contents of literals blanked, and its string literals.
struct Scanned {
    code: String,
    literals: Vec<String>,
}

fn scan(source: &str) -> Scanned {
    let text: Vec<char> = source.chars().collect();
    let at = |i: usize| text.get(i).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut code, mut literals, mut i) = (String::new(), vec![], 0);
    while i < text.len() {
        let c = at(i);
        let starts_word = i == 0 || !is_word(at(i - 1)) || at(i - 1) == 'b' && (i == 1 || !is_word(at(i - 2)));
        if c == '/' && at(i + 1) == '/' {
            while i < text.len() && at(i) != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            while i < text.len() {
                if at(i) == '/' && at(i + 1) == '*' {
                    depth += 1;
                    i += 2;
                } else if at(i) == '*' && at(i + 1) == '/' {
                    depth -= 1;
                    i += 2;
                    if depth == 0 {
                        break;
                    }
                } else {
                    i += 1;
                }
            }
            code.push(' ');
        } else if c == 'r' && starts_word && raw_string_hashes(&text, i + 1).is_some() {
            let hashes = raw_string_hashes(&text, i + 1).unwrap_or(0);
            let start = i + 2 + hashes;
            let closes = |j: usize| at(j) == '"' && (1..=hashes).all(|k| at(j + k) == '#');
            let end = (start..text.len()).find(|&j| closes(j)).unwrap_or(text.len());
            literals.push(text[start..end].iter().collect());
            code.push_str("\"\"");
            i = end + 1 + hashes;
        } else if c == '"' {
            let start = i + 1;
            i = start;
            while i < text.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            literals.push(text[start..i.min(text.len())].iter().collect());
            code.push_str("\"\"");
            i += 1;
        } else if c == '\'' && at(i + 1) == '\\' {
            i += 3;
            while i < text.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
        } else if c == '\'' && at(i + 2) == '\'' {
            i += 3;
        } else {
            code.push(c);
            i += 1;
        }
    }
    Scanned { code, literals }
}

/// The number of `#` before the quotation mark, where `i` is just behind the `r` of a raw string.
fn raw_string_hashes(text: &[char], i: usize) -> Option<usize> {
    let hashes = text.get(i..)?.iter().take_while(|c| **c == '#').count();
    (text.get(i + hashes) == Some(&'"')).then_some(hashes)
}

/// The identifiers of the code with the byte offset of each.
fn words(code: &str) -> Vec<(usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = vec![];
    let mut start = None;
    for (i, c) in code.char_indices().chain([(code.len(), ' ')]) {
        match (start, is_word(c)) {
            (None, true) => start = Some(i),
            (Some(s), false) => {
                found.push((s, &code[s..i]));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn leading_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// What follows a path prefix: one name, or the first names of a group in braces.
fn heads_of_path(rest: &str) -> Vec<String> {
    let rest = rest.trim_start();
    let Some(group) = rest.strip_prefix('{') else {
        return vec![leading_word(rest).to_string()];
    };
    let mut heads = vec![];
    let mut depth = 0;
    let mut expects = true;
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expects = true,
            c if expects && !c.is_whitespace() => {
                heads.push(leading_word(&group[i..]).to_string());
                expects = false;
            }
            _ => {}
        }
    }
    heads
}

/// Modules of the crate that the code of one file names, by `crate::…` or by climbing with `super::` out of its module.
fn imports(code: &str, depth: usize, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let after = |i: usize, word: &str| code[i + word.len()..].trim_start().strip_prefix("::");
    for (i, word) in words(code) {
        if word == "crate"
            && let Some(rest) = after(i, word)
        {
            found.extend(heads_of_path(rest));
        }
        if word == "super"
            && let Some(mut rest) = after(i, word)
        {
            let mut steps = 1;
            while let Some(further) =
                rest.trim_start().strip_prefix("super").and_then(|r| r.trim_start().strip_prefix("::"))
            {
                steps += 1;
                rest = further;
            }
            if steps >= depth {
                found.extend(heads_of_path(rest).into_iter().filter(|h| modules.contains(h)));
            }
        }
    }
    found
}

/// The module a source file belongs to and how deep it lies in the crate; none for the two roots.
fn module_of(file: &Path) -> Option<(String, usize)> {
    let below = file.strip_prefix(root().join("src")).ok()?;
    let mut parts: Vec<String> = below.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    let last = parts.pop()?;
    match (parts.len(), last.as_str()) {
        (0, "lib.rs" | "main.rs") => return None,
        (_, "mod.rs") => {}
        (_, file) => parts.push(file.trim_end_matches(".rs").to_string()),
    }
    Some((parts.first()?.clone(), parts.len()))
}

fn modules() -> BTreeSet<String> {
    rust_files(&root().join("src")).iter().filter_map(|f| module_of(f)).map(|(m, _)| m).collect()
}

fn architecture() -> String {
    read(&root().join("src/ARCHITECTURE.md"))
}

/// The `imports` fence: module to the modules it may import.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let page = architecture();
    let fence = page.split("```imports\n").nth(1).and_then(|rest| rest.split("```").next());
    let fence = fence.expect("src/ARCHITECTURE.md has a fence ```imports");
    let line = |l: &str| {
        let (module, list) = l.split_once(':').unwrap_or_else(|| panic!("no colon in the imports line `{l}`"));
        (module.trim().to_string(), list.split_whitespace().map(str::to_string).collect())
    };
    fence.lines().filter(|l| !l.trim().is_empty()).map(line).collect()
}

fn report(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn modules_import_only_what_the_architecture_allows() {
    let (allowed, modules) = (allowed(), modules());
    let mut faults = vec![];
    for file in rust_files(&root().join("src")) {
        let Some((module, depth)) = module_of(&file) else {
            continue;
        };
        let Some(list) = allowed.get(&module) else {
            faults
                .push(format!("{}: module `{module}` has no line in the imports of src/ARCHITECTURE.md", shown(&file)));
            continue;
        };
        for import in imports(&scan(&read(&file)).code, depth, &modules) {
            if import != module && !list.contains(&import) {
                faults.push(format!("{}: `{module}` may not import `{import}`", shown(&file)));
            }
        }
    }
    report(faults);
}

/// Modules of `src/lib.rs` without the feature `engine`.
fn front_end() -> BTreeSet<String> {
    let text = read(&root().join("src/lib.rs"));
    let lines: Vec<&str> = text.lines().collect();
    let engine = |i: usize| i > 0 && lines[i - 1] == "#[cfg(feature = \"engine\")]";
    let module = |line: &str| line.strip_prefix("pub mod ").and_then(|m| m.strip_suffix(';')).map(str::to_string);
    (0..lines.len()).filter(|i| !engine(*i)).filter_map(|i| module(lines[i])).collect()
}

/// What an editor needs stands on nothing that runs a plan.
#[test]
fn the_front_end_imports_nothing_of_the_engine() {
    let (allowed, front) = (allowed(), front_end());
    for module in ["binding", "compile", "diagnostic", "plan", "syntax"] {
        assert!(front.contains(module), "`{module}` is no part of the front end");
    }
    let mut faults = vec![];
    for module in &front {
        for import in allowed[module].difference(&front) {
            faults.push(format!("`{module}` is of the front end, and may import `{import}`, which is not"));
        }
    }
    report(faults);
}

/// The crates that are compiled into the front end. `.ci/run` builds it.
#[test]
fn the_front_end_is_built_without_tables_and_typesetting() {
    let tree = |features: &[&str]| {
        let mut cargo = std::process::Command::new(env!("CARGO"));
        cargo.args(["tree", "--locked", "--offline", "--edges", "normal,build", "--prefix", "none"]).args(features);
        let output = cargo.current_dir(root()).output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).lines().map(leading_crate).collect::<BTreeSet<String>>()
    };
    let heavy = |names: &BTreeSet<String>| {
        let of_engine =
            ["typst", "minijinja", "csv", "clap", "serde_json", "tempfile", "calamine", "rust_xlsxwriter", "zip"];
        names.iter().filter(|n| of_engine.iter().any(|e| n.starts_with(e))).cloned().collect::<Vec<_>>()
    };
    assert!(heavy(&tree(&[])).len() > 20, "the crates of the engine have other names");
    assert_eq!(heavy(&tree(&["--no-default-features"])), Vec::<String>::new());
}

/// `serde v1.0.2 (*)`: the name.
fn leading_crate(line: &str) -> String {
    line.split(' ').next().unwrap_or_default().to_string()
}

/// Following the allowed imports never leads back to where they started.
#[test]
fn the_allowed_imports_have_no_cycle() {
    let allowed = allowed();
    let mut faults = vec![];
    for module in allowed.keys() {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&String> = allowed[module].iter().collect();
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(allowed.get(next).into_iter().flatten());
            }
        }
        if reached.contains(module) {
            faults.push(format!("`{module}` reaches itself through what it may import"));
        }
    }
    report(faults);
}

#[test]
fn every_module_has_a_paragraph_and_every_line_a_module() {
    let (page, modules) = (architecture(), modules());
    let described = |module: &str| {
        let heading = format!("### `{module}`\n");
        page.split(&heading).nth(1).is_some_and(|rest| rest.trim_start().starts_with(char::is_alphanumeric))
    };
    let missing =
        modules.iter().filter(|m| !described(m)).map(|m| format!("`{m}` has no paragraph in src/ARCHITECTURE.md"));
    let allowed = allowed();
    let listed = allowed.keys().chain(allowed.values().flatten());
    let unknown = listed
        .filter(|m| !modules.contains(*m))
        .map(|m| format!("src/ARCHITECTURE.md lists `{m}`, which is no module"));
    report(missing.chain(unknown).collect());
}

/// Under `src/report`: what prints a document, by the lists of formats and of exports in `mod.rs`. What arranges it names none of
/// them.
fn back_ends() -> Vec<String> {
    let source = read(&root().join("src/report/mod.rs"));
    let listed = |list: &str| {
        let listed = source.split_once(list).and_then(|(_, rest)| rest.split_once(']'));
        listed.unwrap_or_else(|| panic!("no list {list}")).0.split(',').map(str::trim)
    };
    let module = |format: &str| {
        let of = |line: &str| {
            let (module, formats) = line.strip_prefix("pub use ")?.strip_suffix(';')?.split_once("::")?;
            let mut formats = formats.trim_matches(['{', '}']).split(',').map(str::trim);
            formats.any(|known| known == format).then(|| module.to_string())
        };
        source.lines().find_map(of).unwrap_or_else(|| panic!("no `pub use` of the format {format}"))
    };
    let all = listed("FORMATS: &[Format] = &[").chain(listed("EXPORTS: &[Export] = &["));
    all.filter(|format| !format.is_empty()).map(module).collect()
}

/// Only a back end knows what prints the report, and only the one for PDF knows Typst.
#[test]
fn the_document_of_the_report_knows_no_printer() {
    let back_ends = back_ends();
    let mut faults = vec![];
    for file in rust_files(&root().join("src")) {
        let path = shown(&file);
        let code = scan(&read(&file)).code;
        let typst = words(&code).into_iter().any(|(_, word)| word.starts_with("typst"));
        if typst && !path.starts_with("src/report/pdf/") {
            faults.push(format!("{path}: Typst is named"));
        }
        let below = path.strip_prefix("src/report/").unwrap_or("mod.rs");
        let is_back_end = back_ends.iter().any(|end| below.trim_end_matches(".rs").split('/').next() == Some(end));
        if below == "mod.rs" || is_back_end {
            continue;
        }
        let named =
            words(&code).into_iter().map(|(_, word)| word).filter(|word| back_ends.iter().any(|end| end == word));
        faults.extend(named.map(|word| format!("{path}: names the back end `{word}`")));
    }
    report(faults);
}

#[test]
fn no_stub_and_no_unordered_collection() {
    let mut faults = vec![];
    for file in rust_files(&root().join("src")) {
        let scanned = scan(&read(&file));
        for (i, word) in words(&scanned.code) {
            let is_macro = scanned.code[i + word.len()..].starts_with('!');
            if FORBIDDEN_TYPES.contains(&word) || is_macro && FORBIDDEN_MACROS.contains(&word) {
                faults.push(format!("{}: `{word}`", shown(&file)));
            }
        }
    }
    report(faults);
}

#[test]
fn files_stay_short() {
    let lengths = rust_files(&root().join("src")).into_iter().map(|f| (read(&f).lines().count(), f));
    let long = lengths.filter(|(n, _)| *n >= LONGEST_FILE);
    report(long.map(|(n, f)| format!("{}: {n} lines, at most {}", shown(&f), LONGEST_FILE - 1)).collect());
}

#[test]
fn every_diagnostic_code_has_a_page() {
    let mut faults = vec![];
    for entry in codes::ALL {
        if entry.page.split_whitespace().count() < 20 {
            faults.push(format!("{}: its page says too little", entry.code));
        }
        if codes::ALL.iter().filter(|e| e.code == entry.code).count() != 1 {
            faults.push(format!("{}: listed more than once", entry.code));
        }
    }
    for page in files(&root().join("src/diagnostic/pages")) {
        let name = page.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        if !codes::ALL.iter().any(|e| e.code.0 == name) {
            faults.push(format!("{}: no code of this name", shown(&page)));
        }
    }
    report(faults);
}

/// A code counts as tested where a snapshot holds it as it was raised: snapshots are what a test was told, and never written
/// by hand.
#[test]
fn every_diagnostic_code_is_raised() {
    let mut raised = BTreeSet::new();
    for file in files(&root().join("tests")).into_iter().filter(|f| f.extension().is_some_and(|e| e == "snap")) {
        raised.extend(raised_in(&read(&file)));
    }
    let never = codes::ALL.iter().filter(|e| !raised.contains(e.code.0));
    report(
        never.map(|e| format!("{}: raised by no test that keeps what it was told ({})", e.code, e.summary)).collect(),
    );
}

/// Codes in a snapshot: of a message as it is shown (`error[P001]`), and of a line of findings (`D001,query,…`).
fn raised_in(snapshot: &str) -> BTreeSet<String> {
    let shown = ["error[", "warning[", "note["].into_iter().flat_map(|before| {
        snapshot.split(before).skip(1).filter_map(|rest| rest.split_once(']')).map(|(code, _)| code.to_string())
    });
    let found = snapshot.lines().filter_map(|l| l.split_once(',')).map(|(code, _)| code.to_string());
    shown.chain(found).filter(|code| codes::ALL.iter().any(|e| e.code.0 == *code)).collect()
}

/// A snapshot that no test makes any more would count for what nobody raises.
#[test]
fn every_snapshot_is_made_by_a_test() {
    let sources = rust_files(&root().join("tests"));
    let named: BTreeSet<String> = sources
        .iter()
        .map(|f| scan(&read(f)))
        .flat_map(|s| {
            words(&s.code).into_iter().map(|(_, w)| w.to_string()).chain(s.literals.clone()).collect::<Vec<_>>()
        })
        .collect();
    let mut faults = vec![];
    for file in files(&root().join("tests")).into_iter().filter(|f| f.extension().is_some_and(|e| e == "snap")) {
        let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let name = stem.rsplit("__").next().unwrap_or_default();
        if !named.contains(name) && !file.with_extension("md").exists() {
            faults.push(format!("{}: no test makes a snapshot of this name", shown(&file)));
        }
    }
    report(faults);
}

/// The files in which a word in quotation marks is compared, and what the words are: of a text that a person wrote, or of a closed
/// list that is declared elsewhere. No sentence is ever compared.
const COMPARES: &[(&str, &[&str])] = &[
    (
        "the words of the language",
        &[
            "src/diff/plans.rs",
            "src/plan/dump.rs",
            "src/plan/mod.rs",
            "src/plan/prose/formal.rs",
            "src/plan/prose/quantity.rs",
            "src/plan/references.rs",
            "src/plan/registry.rs",
            "src/plan/resolve/analyses.rs",
            "src/plan/resolve/arms.rs",
            "src/plan/resolve/beside.rs",
            "src/plan/resolve/cases.rs",
            "src/plan/resolve/censoring.rs",
            "src/plan/resolve/checks.rs",
            "src/plan/resolve/combine.rs",
            "src/plan/resolve/compose.rs",
            "src/plan/resolve/confirmation.rs",
            "src/plan/resolve/coverage.rs",
            "src/plan/resolve/criterion.rs",
            "src/plan/resolve/criterion_head.rs",
            "src/plan/resolve/criterion_rules.rs",
            "src/plan/resolve/decision.rs",
            "src/plan/resolve/defined.rs",
            "src/plan/resolve/endpoints.rs",
            "src/plan/resolve/estimands.rs",
            "src/plan/resolve/event_endpoints.rs",
            "src/plan/resolve/expression.rs",
            "src/plan/resolve/familiar.rs",
            "src/plan/resolve/given.rs",
            "src/plan/resolve/hypothesis.rs",
            "src/plan/resolve/interface.rs",
            "src/plan/resolve/language.rs",
            "src/plan/resolve/mod.rs",
            "src/plan/resolve/names.rs",
            "src/plan/resolve/operators.rs",
            "src/plan/resolve/questions.rs",
            "src/plan/resolve/report.rs",
            "src/plan/resolve/response_sets.rs",
            "src/plan/resolve/selectors.rs",
            "src/plan/resolve/study.rs",
            "src/plan/resolve/table_columns.rs",
            "src/plan/resolve/tables.rs",
            "src/plan/resolve/timepoints.rs",
            "src/plan/resolve/trial.rs",
            "src/plan/settled.rs",
            "src/syntax/elsewhere/rules.rs",
            "src/syntax/expression.rs",
            "src/syntax/foreign.rs",
            "src/syntax/markdown.rs",
            "src/syntax/old_words.rs",
            "src/syntax/outline.rs",
            "src/syntax/print/expression.rs",
            "src/syntax/read.rs",
            "src/syntax/scan.rs",
            "src/syntax/selectors.rs",
        ],
    ),
    ("numbers and units in the words of prose", &["src/plan/prose/reader.rs", "src/plan/prose/words.rs"]),
    (
        "labels, of which is asked whether they say what is carried out, in English and in French",
        &[
            "src/plan/resolve/trial/called.rs",
            "src/plan/resolve/trial/chosen.rs",
            "src/plan/resolve/trial/claimed.rs",
            "src/plan/resolve/trial/counted.rs",
            "src/plan/resolve/trial/sides.rs",
            "src/plan/resolve/trial/times.rs",
        ],
    ),
    ("the words of a binding", &["src/binding/mod.rs", "src/binding/notation.rs", "src/binding/tables.rs"]),
    ("the stages, arguments of the command line", &["src/cli/dump.rs"]),
    ("the empty line between paragraphs", &["src/cli/tree.rs", "src/diff/clauses.rs"]),
    ("an option of a method, declared in the catalogue", &["src/circulate/rests.rs", "src/report/pages/safety.rs"]),
    ("places in a text of the words", &["src/words/mod.rs"]),
    ("what an example of the manual is, as its fence says", &["src/manual/markdown.rs"]),
    ("keys of the front matter", &["src/results/mod.rs"]),
    ("how a number is written", &["src/words/written.rs"]),
    ("keys of the front matter and of what a matching takes", &["src/words/terms.rs"]),
];

/// Methods of a text that ask what it says.
const ASKS: &[&str] = &[
    "contains",
    "starts_with",
    "ends_with",
    "strip_prefix",
    "strip_suffix",
    "split",
    "split_once",
    "rsplit_once",
    "trim_start_matches",
    "trim_end_matches",
    "find",
    "rfind",
];

#[test]
fn no_text_is_asked_what_it_says() {
    let mut faults = vec![];
    for file in rust_files(&root().join("src")) {
        let (path, source) = (shown(&file), read(&file));
        let scanned = scan(source.split("#[cfg(test)]").next().unwrap_or_default());
        let is_test = path.ends_with("/tests.rs");
        let declared = COMPARES.iter().any(|(_, places)| places.contains(&path.as_str()));
        for literal in compared(&scanned).into_iter().filter(|_| !is_test) {
            let letters = literal.chars().filter(|c| c.is_alphabetic()).count();
            if letters > 1 && !declared {
                faults.push(format!("{path}: compares with \"{literal}\""));
            }
        }
    }
    report(faults);
}

/// A file that compares nothing any more is not left free to.
#[test]
fn what_compares_is_named_for_a_reason() {
    let compares = |path: &str| {
        let source = read(&root().join(path));
        let scanned = scan(source.split("#[cfg(test)]").next().unwrap_or_default());
        compared(&scanned).into_iter().any(|literal| literal.chars().filter(|c| c.is_alphabetic()).count() > 1)
    };
    let named = COMPARES.iter().flat_map(|(_, places)| *places).filter(|path| !compares(path));
    report(named.map(|path| format!("{path}: compares nothing, and is named in COMPARES")).collect());
}

/// The literals that the code compares something with, matches on, or looks for in a text.
fn compared(scanned: &Scanned) -> Vec<&str> {
    let mut found = vec![];
    let mut at = 0;
    for (place, literal) in scanned.code.match_indices("\"\"").map(|(i, _)| i).zip(&scanned.literals) {
        let (before, after) = (scanned.code[at..place].trim_end(), scanned.code[place + 2..].trim_start());
        let asks = ASKS.iter().any(|ask| before.ends_with(&format!(".{ask}(")));
        let equals = ["==", "!="].iter().any(|sign| before.ends_with(sign) || after.starts_with(sign));
        let arm = after.starts_with("=>") || after.starts_with('|') && !after.starts_with("||");
        if asks || equals || arm {
            found.push(literal.as_str());
        }
        at = place;
    }
    found
}

/// Where a derivation holds a number in floating point: what is handed to the analyses, and how it is made. Nothing else of it
/// adds, compares or rounds one.
const FLOATS: &[(&str, &[&str])] = &[
    ("src/derive/handed.rs", &["agreement", "keep_numbers", "numbers"]),
    ("src/derive/model.rs", &["Derived", "GivenValues", "AdjustmentValues"]),
    ("src/derive/populations.rs", &["at_risk"]),
    ("src/derive/seen.rs", &["agreement", "characteristics", "numbers"]),
    ("src/derive/values.rs", &["number"]),
];

#[test]
fn a_derivation_has_floats_only_where_they_are_named() {
    let mut faults = vec![];
    for file in rust_files(&root().join("src/derive")) {
        let (path, source) = (shown(&file), read(&file));
        let code = scan(source.split("#[cfg(test)]").next().unwrap_or_default()).code;
        let named = FLOATS.iter().find(|(place, _)| *place == path).map_or(&[][..], |(_, items)| items);
        let mut item = "";
        let found = words(&code);
        for pair in found.windows(2) {
            let [(_, before), (_, word)] = pair else { continue };
            if ["fn", "struct", "enum"].contains(before) {
                item = word;
            }
            if ["f64", "f32"].contains(word) && !named.contains(&item) && !path.ends_with("/tests.rs") {
                faults.push(format!("{path}: `{item}` holds a number in floating point"));
            }
        }
    }
    report(faults);
}

#[test]
fn what_is_compared_is_seen() {
    let source = r#"if a == "one" { } b.contains("two words"); match c { "three" | "four" => {} _ => {} } let d = "five"; "six" != e"#;
    let scanned = scan(source);
    assert_eq!(compared(&scanned), ["one", "two words", "three", "four", "six"]);
    let snapshot = "error[P001]: x\nD012,query,rule\nno,code\n# P002\n";
    assert_eq!(raised_in(snapshot), BTreeSet::from(["D012".to_string(), "P001".to_string()]));
}

/// The scanner is trusted by every test above.
#[test]
fn the_scanner_tells_code_from_comments_and_literals() {
    let source = "a(\"crate::x \\\" y\"); // crate::c\n/* crate::d /* */ crate::e */ b::<'l>('\"', r#\"dbg!(\"#, '\\n'); crate::f::G";
    let scanned = scan(source);
    assert_eq!(scanned.literals, ["crate::x \\\" y", "dbg!("]);
    let modules = BTreeSet::from(["g".to_string(), "h".to_string()]);
    assert_eq!(imports(&scanned.code, 1, &modules), BTreeSet::from(["f".to_string()]));
    let grouped = "use crate::{p::{q, r}, s}; use super::super::g::T; use super::h::U;";
    let expected = ["g", "p", "s"].map(str::to_string);
    assert_eq!(imports(grouped, 2, &modules), BTreeSet::from(expected));
}
