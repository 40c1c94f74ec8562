//! `docs/reference.md` is made from the registries: statements with their keys, methods with their options, codes.
//! `UPDATE_DOCUMENTS=1 cargo test --test front documents` writes it anew.

use prespec::catalogue::{self, Class, Fact, FigureKind, Has, Method, Of, OptionKind, Question, Warning, When};
use prespec::diagnostic::{Severity, codes};
use prespec::number::Quantity;
use prespec::plan::ir::Unit;
use prespec::plan::registry::HEADS;
use std::fmt::Write;
use std::path::Path;

fn reference() -> String {
    let mut page = String::from(
        "# Reference\n\nMade from the registries of prespec; not to be edited by hand. The language itself is in the \
         [manual](manual/README.md), with an example of each word.\n\n## Statements\n\n| statement | keys | what it says |\n|---|---|---|\n",
    );
    for head in HEADS {
        let keys: Vec<String> = head.keys.iter().map(|k| format!("`{k}`")).collect();
        let _ = writeln!(page, "| `{}` | {} | {} |", head.word, keys.join(", "), head.page);
    }
    page.push_str(
        "\nA label may be given in further languages, `\"Overall survival\" / fr \"Survie globale\"`: the report prints the text in its own, \
         and the first where there is none.\n\n## Figures\n\nWhat `figures` of `report` lists.\n\n| figure | keys | what it shows |\n|---|---|---|\n",
    );
    for figure in FigureKind::ALL {
        let keys: Vec<String> = figure.takes().keys().iter().map(|k| format!("`{k}`")).collect();
        let _ = writeln!(page, "| `{figure}` | {} | {} |", keys.join(", "), figure.about());
    }
    page.push_str(
        "\n## Methods\n\n`prespec explain NAME` prints the page of a method. Each number of a method is an estimate, which stands under `estimate`, or of a test, which stands under \
         `main test`; under `also given` stand all.\n",
    );
    for method in catalogue::ALL {
        describe(&mut page, method);
    }
    page.push_str("\n## Codes\n\n`prespec explain CODE` prints the page of a code.\n\n| code | | |\n|---|---|---|\n");
    for entry in codes::ALL {
        let severity = match entry.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let _ = writeln!(page, "| {} | {severity} | {} |", entry.code, entry.summary);
    }
    page
}

fn describe(page: &mut String, method: &Method) {
    let _ = writeln!(page, "\n### `{}`\n\n{}. {}.", method.name, method.title, method.citation.trim_end_matches('.'));
    if !method.options.is_empty() {
        options(page, method);
        depend(page, method);
    }
    gives(page, method);
}

fn options(page: &mut String, method: &Method) {
    page.push_str("\n| option | values | default | |\n|---|---|---|---|\n");
    for option in method.options {
        let values = match option.kind {
            OptionKind::Choice(words) => words.words().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "),
            OptionKind::Days => "days".to_string(),
            OptionKind::Day => "a day".to_string(),
            OptionKind::Number(limits) => limits.words.to_string(),
            OptionKind::Cause => "the place of a cause".to_string(),
        };
        let default = option.default.map_or_else(|| "none: the plan says it".to_string(), |d| format!("`{d}`"));
        let _ = writeln!(page, "| `{}` | {values} | {default} | {} |", option.name, option.about);
    }
}

/// Its numbers, as its signature declares them.
fn gives(page: &mut String, method: &Method) {
    page.push_str("\n| gives | of | printed as | where |\n|---|---|---|---|\n");
    for given in method.gives {
        let limits = given.limits.map_or_else(String::new, |(lower, upper)| format!(" (`{lower}`, `{upper}`)"));
        let at = given.at.map_or_else(String::new, |at| format!(", at each time of `{}`", at.word()));
        let cases = given.when.iter().map(|all| all.iter().map(fact).collect::<Vec<_>>().join(" with "));
        let place = match given.class {
            Class::Estimate => "estimate",
            Class::Test => "test",
        };
        let _ = writeln!(
            page,
            "| `{}`{limits} | {}{at} | {}, {place} | {} |",
            given.statistic,
            of(given.of),
            printed(given.quantity),
            cases.collect::<Vec<_>>().join("; or ")
        );
    }
}

fn of(of: Of) -> &'static str {
    match of {
        Of::All => "all",
        Of::Group => "each group",
        Of::Column => "each group compared, each covariate",
        Of::Covariate => "each covariate",
        Of::Model => "the whole model",
        Of::Stratum => "each stratum",
        Of::Cause => "each cause",
        Of::GroupAndCause => "each group and cause",
        Of::Category => "each category",
        Of::GroupAndCategory => "each group and category",
        Of::GroupAndShift => "each group, category at baseline and category",
        Of::GroupAndAssessedShift => "each group, category at baseline and category, both assessed",
        Of::Member => "each p-value",
        Of::MeanOfReadings => "the mean of the readings",
    }
}

fn printed(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Count => "count",
        Quantity::Proportion => "percentage",
        Quantity::ProportionDifference => "percentage points",
        Quantity::Ratio => "ratio",
        Quantity::Days => "time",
        Quantity::Mean => "number with its unit",
        Quantity::Rate => "rate",
        Quantity::TimeAtRisk => "time at risk",
        Quantity::PValue => "p-value",
        Quantity::Statistic => "number",
    }
}

fn has(has: &Has) -> String {
    let option = has.option.word();
    has.words().map(|v| format!("`{option}: {v}`")).collect::<Vec<_>>().join(" or ")
}

fn fact(fact: &Fact) -> String {
    match fact {
        Fact::Option(one) => has(one),
        Fact::Given(reads) => format!("{reads:?}").to_lowercase(),
        Fact::TwoGroups => "two groups".to_string(),
        Fact::SeveralGroups => "more than two groups".to_string(),
        Fact::Outcome(kind) => format!("an outcome that is {kind:?}"),
    }
}

/// What is read with what, and what is never computed together.
fn depend(page: &mut String, method: &Method) {
    let when = |when: &When| match when {
        When::Has(one) => has(one),
        When::NamesDay(option) => format!("days under `{}`", option.word()),
    };
    let read =
        method.asks.conditions.iter().map(|c| format!("`{}` is read only with {}.", c.option.word(), when(&c.when)));
    let never = method.asks.never.iter().map(|n| {
        let all = n.all.iter().map(fact).collect::<Vec<_>>().join(" with ");
        format!("Never {all}: {}.", n.because.english())
    });
    let sentences: Vec<String> = read.chain(never).collect();
    if !sentences.is_empty() {
        let _ = writeln!(page, "\n{}", sentences.join(" "));
    }
}

/// Every unit with those that it is converted into, and a table of data that has a column in each.
fn units() -> String {
    let mut page = String::from(
        "# Units\n\nMade from the registry of prespec; not to be edited by hand. A number of a plan has its unit behind it, `45 kg`, and a column in its type, \
         `number in kg`. Numbers of one dimension are converted exactly: `albumin as g/L`, or `unit:` of the binding. Those of different dimensions, \
         and of mass and amount, are not. Days are counted whole; how long a month and a year are is said by `study`. `µ` may be either of the two signs, \
         and the spellings of UCUM are read: `10*9/L`, `umol/L`, `[IU]/L`.\n\n| dimension | units |\n|---|---|\n",
    );
    let mut dimensions: Vec<(&str, Vec<&str>)> = vec![];
    for unit in Unit::all_names().filter_map(Unit::parse) {
        match dimensions.iter_mut().find(|(dimension, _)| *dimension == unit.dimension()) {
            Some((_, units)) => units.push(unit.name()),
            None => dimensions.push((unit.dimension(), vec![unit.name()])),
        }
    }
    for (dimension, units) in &dimensions {
        let units: Vec<String> = units.iter().map(|unit| format!("`{unit}`")).collect();
        let _ = writeln!(page, "| {dimension} | {} |", units.join(", "));
    }
    page.push_str(
        "\nA column in each:\n\n```plan right trial\ndata measured \"In every unit\" {\n  one row per: patient, date\n  belongs to:  patient\n  known at:    date\n  \
         columns {\n    date: date\n",
    );
    for (at, unit) in Unit::all_names().enumerate() {
        let _ = writeln!(page, "    in_{}: number in {unit} {{ above: 0, below: 1000000 }}", at + 1);
    }
    page.push_str("  }\n}\n```\n");
    page
}

/// What a plan can accept, with the code that says it.
fn accepted() -> String {
    let mut page = String::from(
        "# What can be accepted\n\nMade from the registry of prespec; not to be edited by hand. `accept NAME { for: …, because: \"…\" }` answers a \
         warning or a question of these names; `prespec explain CODE` says what each means and what else can be done.\n\n\
         ## Warnings of the design\n\n`for` names endpoints, or endpoints at timepoints.\n\n| name | code | what is so |\n|---|---|---|\n",
    );
    for warning in Warning::ALL {
        let _ = writeln!(page, "| `{}` | {} | {} |", warning.word(), warning.code(), warning.names().en);
    }
    page.push_str(
        "\n## Questions about statements\n\n`for` names the statements that are asked about.\n\n| name | code | what is so |\n|---|---|---|\n",
    );
    for question in Question::ALL {
        let _ = writeln!(page, "| `{}` | {} | {} |", question.word(), question.code(), question.names().en);
    }
    page
}

fn is_up_to_date(page: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(&path, made).expect("a page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == made, "{page} is not what the registries say; UPDATE_DOCUMENTS=1 writes it anew");
}

#[test]
fn the_reference_is_up_to_date() {
    is_up_to_date("docs/reference.md", &reference());
}

#[test]
fn what_can_be_accepted_is_up_to_date() {
    is_up_to_date("docs/manual/accepted.md", &accepted());
}

#[test]
fn the_units_of_the_manual_are_up_to_date() {
    is_up_to_date("docs/manual/units.md", &units());
}

#[test]
fn every_method_says_what_it_is() {
    for method in catalogue::ALL {
        for (name, text) in [("title", method.title), ("citation", method.citation)] {
            assert!(!text.is_empty(), "{}: no {name}", method.name);
        }
        assert!(method.page.split_whitespace().count() >= 80, "{}: its page says too little", method.name);
        assert!(!method.takes.is_empty() && !method.uses.is_empty(), "{} can stand nowhere", method.name);
        assert_eq!(
            catalogue::ALL.iter().filter(|m| m.name == method.name).count(),
            1,
            "{} is listed twice",
            method.name
        );
        if let Some(variant) = method.variant {
            assert!(method.options.iter().any(|o| o.name == variant.word()), "{}: {variant:?}", method.name);
        }
        for option in method.options {
            if let (OptionKind::Choice(words), Some(default)) = (option.kind, option.default) {
                assert!(words.contains(default), "{}: {default} is no {}", method.name, option.name);
            }
        }
    }
}
