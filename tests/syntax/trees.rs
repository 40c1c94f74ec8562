//! Small pieces of formal text and their trees.

use super::{fenced, parse};
use prespec::syntax::dump;

/// The dump of the statements of one fence, which must be read without a message.
fn tree(formal: &str) -> String {
    let (document, diagnostics) = parse(&fenced(formal));
    assert!(diagnostics.is_empty(), "{formal}\n{diagnostics:#?}");
    let dumped = dump(&document);
    let lines = dumped.lines().skip(2).map(|l| l.strip_prefix("    ").unwrap_or(l));
    lines.collect::<Vec<_>>().join("\n")
}

/// One value in the short form of the dump.
fn value(text: &str) -> String {
    let dumped = tree(&format!("value x: {text}"));
    dumped.strip_prefix("value x:\n  ").unwrap_or(&dumped).to_string()
}

#[track_caller]
fn values(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(value(text), *expected, "{text}");
    }
}

#[test]
fn precedence_goes_from_of_to_or() {
    values(&[
        ("a + b * c - d", "(- (+ a (* b c)) d)"),
        ("a - b - c", "(- (- a b) c)"),
        ("(a + b) / c", "(/ (group (+ a b)) c)"),
        ("year of (time zero) - birth_year", "(- (of year (group <time zero>)) birth_year)"),
        ("date < date at pending + confirm_after", "(< date (+ (at date pending) confirm_after))"),
        ("a as mm * 2", "(* (unit-as a mm) 2)"),
        ("0.66 * log10(bilirubin as µmol/L)", "(* 0.66 (call log10 (unit-as bilirubin µmol/L)))"),
        ("measured >= 120 % of nadir", "(>= measured (of 120[%] nadir))"),
        ("120% of nadir", "(of 120[%] nadir)"),
        ("not a = b and c", "(and (not (= a b)) c)"),
        ("not not a", "(not (not a))"),
        ("a or b or c", "(or (or a b) c)"),
        ("(a and b) or c", "(or (group (and a b)) c)"),
        ("a at b at c", "(at (at a b) c)"),
        ("-x + -5", "(+ (negative x) -5)"),
        ("a -5", "(- a 5)"),
        (
            "total at baseline is known and total <= 70 % of (total at baseline)",
            "(and (known (at total baseline)) (<= total (of 70[%] (group (at total baseline)))))",
        ),
    ]);
}

#[test]
fn comparisons_and_time_words() {
    values(&[
        ("a = b", "(= a b)"),
        ("a != 0 mm", "(!= a 0[mm])"),
        ("size is missing or size is known", "(or (missing size) (known size))"),
        ("bclc in (B, C)", "(in bclc (group B, C))"),
        ("time zero from 2021-01-01 to 2024-12-31", "(in <time zero> 2021-01-01 to 2024-12-31)"),
        ("sirt from day 0 to day 120", "(from sirt 0 to 120[days])"),
        ("date from day -42 to day 0 and readable", "(and (from date -42 to 0[days]) readable)"),
        ("not (sirt before time zero)", "(not (group (before sirt <time zero>)))"),
        ("sirt after day 120", "(after sirt (day 120))"),
        ("curative from day 0 on", "(from-on curative (day 0))"),
        ("onset from time zero on and related", "(and (from-on onset <time zero>) related)"),
        ("time  zero", "<time zero>"),
        ("day -14", "(day -14)"),
    ]);
}

#[test]
fn the_past_is_asked_by_earlier() {
    values(&[
        ("earlier progression", "(earlier progression)"),
        ("not earlier new", "(not (earlier new))"),
        (
            "earlier complete_response and (any target where back)",
            "(and (earlier complete_response) (group (any target where back)))",
        ),
        (
            "earlier target_response in (PR, CR) with no PD since",
            "(earlier (in target_response (group PR, CR)) with-no PD)",
        ),
        ("earlier (a and b) with no c since or d", "(or (earlier (group (and a b)) with-no c) d)"),
        ("earlier", "earlier"),
        ("earlier { x: y }", "earlier {}\n    [x]:\n      y"),
    ]);
}

#[test]
fn selectors_reach_to_their_end() {
    values(&[
        ("first treatment where drug = atezolizumab", "(first treatment where (= drug atezolizumab))"),
        (
            "nearest exam to day 91 where readable and date from day 46 to day 136",
            "(nearest exam to (day 91) where (and readable (from date 46 to 136[days])))",
        ),
        ("sum length of target where length is known", "(sum (of length target) where (known length))"),
        ("min total at (baseline, earlier_exam)", "(min (at total (group baseline, earlier_exam)))"),
        ("every target has cleared", "(every target has cleared)"),
        (
            "first earlier_exam where response = iUPD since clearing",
            "(first earlier_exam where (= response iUPD) since clearing)",
        ),
        ("(count lesion where role = target) <= 5", "(<= (group (count lesion where (= role target))) 5)"),
        (
            "last exam where assessed by recist otherwise time zero",
            "(otherwise (last exam where (by assessed recist)) <time zero>)",
        ),
        ("no exam at baseline", "(no (at exam baseline))"),
        ("any new", "(any new)"),
        (
            "lesion where role = new and not (state in (gone, not_evaluable))",
            "(every lesion where (and (= role new) (not (group (in state (group gone, not_evaluable))))))",
        ),
        ("exam after time zero", "(after exam <time zero>)"),
    ]);
}

#[test]
fn words_of_selectors_are_words_where_nothing_follows() {
    values(&[
        ("no", "no"),
        ("any", "any"),
        ("first of (a, b)", "(of first (group a, b))"),
        ("first = last", "(= first last)"),
        ("no, order", "no\n  order"),
        ("first.died_on", "first.died_on"),
        ("max(a, b)", "(call max a b)"),
        ("among (a, b, c)", "(call among a b c)"),
    ]);
}

#[test]
fn types_units_and_sets() {
    values(&[
        ("number in mm { above: 0 }", "(unit-in number mm) {}\n    [above]:\n      0"),
        ("number in mL/min/1.73m2", "(unit-in number mL/min/1.73m2)"),
        ("number in 10^9/L", "(unit-in number 10^9/L)"),
        ("number in \u{3bc}mol/L", "(unit-in number \u{b5}mol/L)"),
        ("integer from 0 to 4", "(in integer 0 to 4)"),
        ("one of (PBR \"Paul Brousse\", BCT \"Bicêtre\")", "(of one (group PBR \"Paul Brousse\", BCT \"Bicêtre\"))"),
        ("one of (0, A, \"in\", \"at\")", "(of one (group 0, A, \"in\", \"at\"))"),
        ("(91, 183, 274, 365) days", "(group 91[days], 183[days], 274[days], 365[days])"),
        ("100 patient_years", "100[patient_years]"),
        ("1 day", "1[day]"),
        ("0.2 SD { of: logit, over: eligible }", "0.2[SD] {}\n    [of]:\n      logit\n    [over]:\n      eligible"),
        ("2021-01-01", "2021-01-01"),
        ("size from -0.5 to 1.5 mm", "(in size -0.5 to 1.5[mm])"),
        ("followup.died_on", "followup.died_on"),
        ("\"a // text: { (\"", "\"a // text: { (\""),
    ]);
}

#[test]
fn values_of_analyses() {
    values(&[
        ("recist at M6", "(at recist M6)"),
        ("sirt_io against io", "(against sirt_io io)"),
        ("(low, high) against placebo", "(against (group low, high) placebo)"),
        ("progression by recist", "(by progression recist)"),
        ("first of (progression by recist, death)", "(of first (group (by progression recist), death))"),
        (
            "like primary { each: recist at (M3, M9) }",
            "(like primary) {}\n    [each]:\n      (at recist (group M3, M9))",
        ),
        ("a { x: y }, b, c { z }", "a {}\n    [x]:\n      y\n  b\n  c {}\n    [z]"),
        ("patients of pairs", "(of patients pairs)"),
        (
            "adtte where param = OS { time: aval, event: cnsr = 0 }",
            "(every adtte where (= param OS)) {}\n    [time]:\n      aval\n    [event]:\n      (= cnsr 0)",
        ),
        ("(kappa { weights: none }, b)", "(group kappa {[weights] (group none)}, b)"),
    ]);
}

#[test]
fn a_statement_has_a_name_a_subject_a_label() {
    let formal = "define age of patient \"Age\": year\ntimepoints imaging \"Points\" of exam {\n}\ntime zero: randomisation { dated: no }\nreport {\n  language: en\n}\nuse criteria/recist_1_1\nreplace value new_lesion: x\nrule overall { given: (a, b), read: in_order }\nanalysis survival \"Overall survival\" : like primary { endpoint: os }";
    assert_eq!(
        tree(formal),
        "define age of patient \"Age\":\n  year\ntimepoints imaging of exam \"Points\" {}\ntime zero:\n  randomisation {}\n    [dated]:\n      no\nreport {}\n  [language]:\n    en\nuse criteria/recist_1_1\nreplace value new_lesion:\n  x\nrule overall {}\n  [given]:\n    (group a, b)\n  [read]:\n    in_order\nanalysis survival \"Overall survival\":\n  (like primary) {}\n    [endpoint]:\n      os"
    );
}

#[test]
fn entries_cases_and_braces() {
    let formal = "rule r \"R\" { // a comment with \" and {\n  no reading \"Label\": not readable // (\n  \"Adult\": age >= 18\n  event: M3, M6\n  needs lesion {\n    size: number in mm\n  }\n  intercurrent { curative: value_before_event, death: composite { as: failure } }\n  PD \"a: reason\" when a = b\n  (any new) when c is known\n  0 mm when d\n  no otherwise\n  required when: opposed\n}";
    assert_eq!(
        tree(formal),
        "rule r \"R\" {}\n  [no reading] \"Label\":\n    (not readable)\n  - \"Adult\":\n    (>= age 18)\n  [event]:\n    M3\n    M6\n  [needs lesion] {}\n    [size]:\n      (unit-in number mm)\n  [intercurrent] {}\n    [curative]:\n      value_before_event\n    [death]:\n      composite {}\n        [as]:\n          failure\n  case PD \"a: reason\" when (= a b)\n  case (group (any new)) when (known c)\n  case 0[mm] when d\n  case no otherwise\n  [required when]:\n    opposed"
    );
}

#[test]
fn options_may_have_lines_of_their_own() {
    let formal = "analysis a: like primary {\n  endpoint: os\n}\nmatching m {\n  caliper: 0.2 SD {\n    of: logit\n  }\n  exact: bclc\n}";
    assert_eq!(
        tree(formal),
        "analysis a:\n  (like primary) {}\n    [endpoint]:\n      os\nmatching m {}\n  [caliper]:\n    0.2[SD] {}\n      [of]:\n        logit\n  [exact]:\n    bclc"
    );
}

#[test]
fn parentheses_carry_a_value_over_lines() {
    let formal =
        "value x: first of (\n  a, // one\n\n  b where c\n)\ncheck y {\n  require: (a and\n    b) and c\n  next: d\n}";
    assert_eq!(
        tree(formal),
        "value x:\n  (of first (group a, (every b where c)))\ncheck y {}\n  [require]:\n    (and (group (and a b)) c)\n  [next]:\n    d"
    );
}

#[test]
fn a_head_is_reserved_only_at_the_margin() {
    let formal = "endpoint pfs {\n  event: death\n  value: x\n  rule { a: b }\n}";
    assert_eq!(
        tree(formal),
        "endpoint pfs {}\n  [event]:\n    death\n  [value]:\n    x\n  [rule] {}\n    [a]:\n      b"
    );
}

#[test]
fn a_non_breaking_space_is_a_space_and_letters_have_accents() {
    assert_eq!(value("120\u{a0}% of état"), "(of 120[%] état)");
}

/// 60 pairs of parentheses, with options and selectors, cost no more than their length.
#[test]
fn deep_nesting_is_read_in_linear_time() {
    let started = std::time::Instant::now();
    let nested = format!("{}a{}", "(any x where ".repeat(60), ")".repeat(60));
    assert!(value(&nested).ends_with(&")".repeat(60)));
    let nested = format!("{}a{}", "(not ".repeat(50), " { x: y })".repeat(50));
    assert!(value(&nested).starts_with("(group (not"));
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

#[test]
fn a_label_has_texts_in_further_languages() {
    let formal = "analysis a \"Survival\" / fr \"Survie\" {\n  role: primary\n  \"Age\"/fr \"Âge\": age >= 18\n  of: x \"X\" / fr \"Ixe\"\n  a \"New\" / fr \"Nouveau\" when arm = a\n}";
    assert_eq!(
        tree(formal),
        "analysis a \"Survival\" / fr \"Survie\" {}\n  [role]:\n    primary\n  - \"Age\" / fr \"Âge\":\n    (>= age 18)\n  [of]:\n    x \"X\" / fr \"Ixe\"\n  case a \"New\" / fr \"Nouveau\" when (= arm a)"
    );
}
