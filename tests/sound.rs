//! Sound variations of the small plan of the message tests: nothing is said of them.

use prespec::compile::{InMemory, compile};
use prespec::diagnostic::render::render;
use std::fs;
use std::path::Path;

const ADVANCED: &str = "    \"Advanced\":    stage in (B, C)";

const VARIATIONS: &[(&str, &str)] = &[
    (ADVANCED, "    \"Advanced\":    stage in (A, C)"),
    (ADVANCED, "    \"Advanced\":    stage = B or stage = C"),
    (ADVANCED, "    \"Advanced\":    not (stage = A)"),
    (ADVANCED, "    \"Advanced\":    stage != A and stage != B"),
    (ADVANCED, "    \"Advanced\":    bilirubin is known and bilirubin < 50 µmol/L"),
    (ADVANCED, "    \"Advanced\":    bilirubin < 50 umol/L"),
    (ADVANCED, "    \"Advanced\":    bilirubin from 0 to 50 µmol/L"),
    (ADVANCED, "    \"Advanced\":    largest > 30 mm or bilirubin > 50 µmol/L"),
    (ADVANCED, "    \"Advanced\":    (largest as cm) > 3"),
    (ADVANCED, "    \"Advanced\":    birth_year < 1990"),
    (ADVANCED, "    \"Advanced\":    stage in (B, C) and not (birth_year > 2006)"),
    ("from:    time zero", "from:    start"),
    (ADVANCED, "    \"Advanced\":    start from 2021-01-01 to 2024-12-31"),
    ("    \"Adult\":       age >= 18", "    \"Adult\":       age from 18 to 80"),
    ("    \"Not opposed\": not opposed\n", "    \"Not opposed\": not opposed\n    \"Not old\":     age <= 80\n"),
    ("    \"Adult\":       age >= 18", "    \"Nobody is under 18\": age >= 18"),
    ("    \"Adult\":       age >= 18", "    \"Age cannot be below 18\": age >= 18"),
    ("    \"Adult\":       age >= 18", "    \"Adult\": age >= 18\n    \"No patient older than 80\": age <= 80"),
    ("    \"Adult\":       age >= 18", "    \"Adult\": age >= 18\n    \"Aucun patient de plus de 80 ans\": age <= 80"),
    ("    \"Adult\":       age >= 18", "    \"Adult\": age >= 18\n    \"Not 65 or older\": age < 65"),
    (ADVANCED, "    \"Bilirubin neither below 5 nor above 50\": bilirubin >= 5 µmol/L and bilirubin <= 50 µmol/L"),
    (ADVANCED, "    \"Any stage but stage A\": stage in (B, C)"),
    (ADVANCED, "    \"Stage B or C (reference: stage A)\": stage in (B, C)"),
    ("number in ng/mL { above", "number in pg/mL { above"),
    ("number in µmol/L { above", "number in 10*9/L { above"),
    ("number in µmol/L { above", "number in U/L { above"),
    ("date from day 137 to day 228", "date from day 91 to day 228"),
    ("date from day 137 to day 228", "date from day 122 to day 228"),
    (
        "analysis survival_all",
        "analysis survival_model \"Survival, other ties\": like survival { role: sensitivity, estimate: cox { ties: breslow, variance: robust, by: pair } }\n\nanalysis survival_all",
    ),
    (
        "analysis early \"Objective",
        "family deciding \"Deciding\" { of: main, procedure: holm }\n\nanalysis early \"Objective",
    ),
    ("combined \"Combined\"", "combined \"Both drugs\""),
    ("alone \"Alone\" ", "alone \"Standard drug alone\" "),
    ("first of (progression by tumour, death)", "first of (death, progression by tumour)"),
    (
        "last exam where readable and date from day -42 to day 0",
        "last exam where readable and date from day -28 to day 0",
    ),
    ("date from day 30 to day 90", "date from day 1 to day 90"),
    ("M6 \"6 months\"", "M6 \"Month 6\""),
    ("M6 \"6 months\"", "M6 \"Half a year\""),
    ("horizon: day 365 { event on that day: counts }", "horizon: day 365 { event on that day: does_not_count }"),
    ("horizon: day 365", "horizon: day 730"),
    ("\"First standard treatment\"", "\"Start of the standard drug\""),
    ("\"First extra treatment\"", "\"Extra drug after the standard one\""),
    ("\"Not opposed\": not opposed", "\"No opposition\": not opposed"),
    ("\"Advanced\":    stage", "\"Stage B or C\":    stage"),
    ("\"Advanced\":    stage", "\"Not stage A\":    stage"),
    ("below: 0.1", "below: 0.2"),
    ("0.2 SD", "0.25 SD"),
    ("analysis early \"Objective response at 2 months\"", "analysis early \"Objective response, early\""),
    ("alpha:           0.05", "alpha:           0.01"),
    ("planned per arm: 10", "planned per arm: 30"),
    ("endpoint os \"Survival\"", "endpoint os \"Progression-free survival\""),
    (
        "intercurrent late \"Late extra drug\":    added after day 60",
        "intercurrent late \"Late extra drug\":    added from day 61 on",
    ),
    ("\"Adult\":       age >= 18", "\"At least 18\": age >= 18"),
    ("\"Adult\":       age >= 18", "\"Older than 17\": age >= 18"),
    ("\"Adult\":       age >= 18", "\"18 years or older\": not (age < 18)"),
    ("\"Adult\":       age >= 18", "\"Adult\":       age > 17"),
    ("\"Adult\":       age >= 18", "\"From 18 to below 80\": age >= 18 and age < 80"),
    (ADVANCED, "    \"Lesion over 3 cm\": largest > 30 mm"),
    (ADVANCED, "    \"Stage C or larger than 30 mm\": stage = C or largest > 30 mm"),
    (ADVANCED, "    \"Stage other than C\": stage != C"),
    ("    largest:     number in mm", "    largest \"Largest lesion, mm\": number in mm"),
    ("    bilirubin:   number in µmol/L", "    bilirubin \"Bilirubin (umol/L)\": number in µmol/L"),
    ("combined \"Combined\" when", "combined \"Standard with extra\" when"),
    ("combined \"Combined\" when", "combined \"Not standard alone, extra as well\" when"),
    ("alone \"Alone\"       otherwise", "alone \"No extra drug by day 60\" otherwise"),
    ("alone \"Alone\"       otherwise", "alone \"Without extra drug\" otherwise"),
    ("alone \"Alone\"       otherwise", "alone \"Extra drug later, or none\" otherwise"),
    ("alone \"Alone\"       otherwise", "alone \"Control\"     otherwise"),
    ("\"Survival, unmatched\"", "\"Survival, eligible patients\""),
    ("\"Survival, unmatched\"", "\"Survival, all who are eligible\""),
    ("endpoint os \"Survival\"", "endpoint os \"Survival without progression\""),
    ("endpoint os \"Survival\"", "endpoint os \"Event-free survival\""),
    (ADVANCED, "    \"Neither A nor B\": stage != A and stage != B"),
    ("intercurrent operation \"Surgery\"", "intercurrent operation \"Another treatment\""),
    ("intercurrent late \"Late extra drug\": ", "intercurrent late \"Extra drug after day 60\": "),
    ("intercurrent late \"Late extra drug\": ", "intercurrent late \"Extra drug from day 61 on\": "),
    ("event added \"First extra treatment\"", "event added \"Extra\""),
    ("\"Survival, unmatched\"", "\"Survival, combined against alone, unmatched\""),
    ("endpoint orr \"Objective response rate\"", "endpoint orr \"Response without earlier progression\""),
    ("\"Treated\":     start is known", "\"Not untreated\": start is known"),
    ("M2 \"2 months\"", "M2 \"Month 2, by day 90\""),
    ("intercurrent operation \"Surgery\"", "intercurrent operation \"Operation during the extra drug\""),
    (
        "check both_read",
        "check operated_alive \"Nobody is operated after death\" {\n  for each: followup where surgery_on is known and died_on is known\n  require:  surgery_on <= died_on\n  severity: query\n}\n\ncheck both_read",
    ),
    (
        "check both_read",
        "check news \"The last news is not before surgery\" {\n  for each: followup where surgery_on is known\n  require:  not (last_news before surgery_on)\n  severity: query\n}\n\ncheck both_read",
    ),
];

#[test]
fn sound_variations_get_no_message() {
    let read = |path: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages/base").join(path);
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let (plan, criterion) = (read("plan.md"), read("criteria/small.md"));
    let mut faults = vec![];
    for (old, new) in VARIATIONS {
        assert_eq!(plan.matches(old).count(), 1, "{old}");
        let texts = InMemory::new(plan.replacen(old, new, 1)).with("criteria/small", criterion.as_str());
        let compiled = compile(&texts).expect("texts in memory are there");
        if !compiled.diagnostics.is_empty() {
            faults.push(format!("{new}\n{}", render(&compiled.diagnostics, &compiled.sources, false)));
        }
    }
    assert!(VARIATIONS.len() >= 60 && faults.is_empty(), "{}", faults.join("\n"));
}
