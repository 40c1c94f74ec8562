//! What people write out of the habit of R, SAS or every day: one message with the form of a plan in its place, which is the whole
//! mend. The plan is the small one of the message tests.

use prespec::catalogue::Effect;
use prespec::compile::{InMemory, compile};
use prespec::diagnostic::{Diagnostic, Sources, codes, render::render};
use prespec::plan::ir::Unit;
use prespec::syntax::habits;
use std::fs;
use std::path::Path;

fn base(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages/base").join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn told(plan: &str) -> (Vec<Diagnostic>, Sources) {
    let texts = InMemory::new(plan).with("criteria/small", base("criteria/small.md").as_str());
    let compiled = compile(&texts).expect("texts in memory are there");
    (compiled.diagnostics, compiled.sources)
}

/// The plan with one place changed.
fn with(old: &str, new: &str) -> String {
    let plan = base("plan.md");
    assert_eq!(plan.matches(old).count(), 1, "{old}");
    plan.replacen(old, new, 1)
}

/// A place of the plan, and in it what is written elsewhere with what a plan says.
struct Place {
    /// `{}` stands where it is written.
    old: &'static str,
    new: &'static str,
    forms: &'static [(&'static str, &'static str)],
}

const PLACES: &[Place] = &[
    Place {
        old: "\"Adult\":       age >= 18",
        new: "\"Adult\":       {}",
        forms: &[
            ("age == 18", "age = 18"),
            ("age <> 18", "age != 18"),
            ("age ^= 18", "age != 18"),
            ("age ~= 18", "age != 18"),
            ("age ≠ 18", "age != 18"),
            ("age ≥ 18", "age >= 18"),
            ("age ≤ 18", "age <= 18"),
            ("age => 18", "age >= 18"),
            ("age =< 18", "age <= 18"),
            ("age ge 18", "age >= 18"),
            ("age LE 18", "age <= 18"),
            ("age lt 18", "age < 18"),
            ("age gt 18", "age > 18"),
            ("stage eq A", "stage = A"),
            ("stage ne A", "stage != A"),
            ("marker ne .", "marker is known"),
            ("marker = .", "marker is missing"),
            ("stage %in% (A, B)", "stage in (A, B)"),
            ("stage %in% c(A, B)", "stage in (A, B)"),
            ("stage in c(\"A\", \"B\")", "stage in (\"A\", \"B\")"),
            ("stage in [A, B]", "stage in (A, B)"),
            ("stage in {A, B}", "stage in (A, B)"),
            ("stage isin (A, B)", "stage in (A, B)"),
            ("stage is in (A, B)", "stage in (A, B)"),
            ("stage is one of (A, B)", "stage in (A, B)"),
            ("stage not in (A, B)", "not (stage in (A, B))"),
            ("is.na(marker)", "marker is missing"),
            ("!is.na(marker)", "marker is known"),
            ("not is.na(marker)", "marker is known"),
            ("age >= 18 and !is.na(marker)", "age >= 18 and marker is known"),
            ("missing(marker)", "marker is missing"),
            ("isnull(marker)", "marker is missing"),
            ("marker is null", "marker is missing"),
            ("marker is not missing", "marker is known"),
            ("marker is not null", "marker is known"),
            ("marker is not known", "marker is missing"),
            ("marker != NA", "marker is known"),
            ("marker = NULL", "marker is missing"),
            ("age >= 18 & stage = A", "age >= 18 and stage = A"),
            ("age >= 18 && stage = A", "age >= 18 and stage = A"),
            ("age >= 18 | stage = A", "age >= 18 or stage = A"),
            ("age >= 18 || stage = A", "age >= 18 or stage = A"),
            ("age>=18||stage=A", "age>=18 or stage=A"),
            ("age >= 18 AND stage = A", "age >= 18 and stage = A"),
            ("age >= 18 Or stage = A", "age >= 18 or stage = A"),
            ("!opposed", "not opposed"),
            ("!(stage in (A, B))", "not (stage in (A, B))"),
            ("opposed = TRUE", "opposed = yes"),
            ("opposed = T", "opposed = yes"),
            ("opposed = FALSE", "opposed = no"),
            ("opposed = false", "opposed = no"),
            ("opposed = 1", "opposed = yes"),
            ("time zero >= 13/01/2021", "time zero >= 2021-01-13"),
            ("time zero >= 01/01/2021", "time zero >= 2021-01-01"),
            ("time zero >= 02.01.2021", "time zero >= 2021-01-02"),
            ("time zero >= 2021/01/02", "time zero >= 2021-01-02"),
            ("time zero >= 1 Jan 2021", "time zero >= 2021-01-01"),
            ("time zero >= January 2, 2021", "time zero >= 2021-01-02"),
            ("time zero >= 2 février 2021", "time zero >= 2021-02-02"),
            ("time zero >= 02JAN2021", "time zero >= 2021-01-02"),
            ("time zero >= \"02JAN2021\"d", "time zero >= 2021-01-02"),
            ("time zero >= \"2021-01-02\"", "time zero >= 2021-01-02"),
            ("age between 18 and 80", "age from 18 to 80"),
            ("between(age, 18, 80)", "age from 18 to 80"),
            ("18 <= age <= 80", "age from 18 to 80"),
            ("18 < age <= 80", "18 < age and age <= 80"),
            ("age in [18, 80]", "age from 18 to 80"),
            ("age in 18-80", "age from 18 to 80"),
            ("age in 18:80", "age from 18 to 80"),
            ("2030 − birth_year > 18", "2030 - birth_year > 18"),
            ("2030 – birth_year > 18", "2030 - birth_year > 18"),
            ("age >= 18;", "age >= 18"),
            ("stage = 'A'", "stage = \"A\""),
            ("stage = “A”", "stage = \"A\""),
            ("stage is A", "stage = A"),
            ("stage is not A", "stage != A"),
            ("stage equals A", "stage = A"),
            ("stage is equal to A", "stage = A"),
            ("age at least 18", "age >= 18"),
            ("age is at least 18", "age >= 18"),
            ("age greater than 18", "age > 18"),
            ("age is less than or equal to 80", "age <= 80"),
            ("marker > 1e3", "marker > 1000"),
            ("marker > 1 000", "marker > 1000"),
            ("marker > .5", "marker > 0.5"),
            ("marker > 1,5", "marker > 1.5"),
            (
                "exists treatment where drug = extra and date before time zero",
                "any treatment where drug = extra and date before time zero",
            ),
            ("age >= 18 # of age", "age >= 18 // of age"),
            ("age >= 18 /* of age */", "age >= 18 // of age"),
            ("age == 18 && !is.na(marker) && stage %in% c(A, B)", "age = 18 and marker is known and stage in (A, B)"),
            ("year(time zero) > 2020", "year of time zero > 2020"),
            ("marker < 3x marker", "marker < 3 * marker"),
            ("marker < 3 x marker", "marker < 3 * marker"),
            ("marker < 2.5×marker", "marker < 2.5 * marker"),
            ("marker < 2.5 × marker", "marker < 2.5 * marker"),
        ],
    },
    Place {
        old: "  at:              M2, M6",
        new: "  {}",
        forms: &[
            ("at = M2, M6", "at: M2, M6"),
            ("at := M2, M6", "at: M2, M6"),
            ("at <- M2, M6", "at: M2, M6"),
            ("at: M2, M6;", "at: M2, M6"),
            ("at: M2 and M6", "at: M2, M6"),
            ("at: M2 + M6", "at: M2, M6"),
            ("at: c(M2, M6)", "at: M2, M6"),
            ("at: [M2, M6]", "at: (M2, M6)"),
        ],
    },
    Place {
        old: "compare:    combined against alone\n    effect:     risk_difference",
        new: "compare:    {}\n    effect:     risk_difference",
        forms: &[
            ("combined vs alone", "combined against alone"),
            ("combined vs. alone", "combined against alone"),
            ("combined versus alone", "combined against alone"),
            ("combined compared to alone", "combined against alone"),
            ("combined - alone", "combined against alone"),
        ],
    },
    Place {
        old: "  also given: log_rank\n",
        new: "  also given: {}\n",
        forms: &[
            ("Kaplan-Meier", "kaplan_meier"),
            ("Kaplan Meier", "kaplan_meier"),
            ("KM", "kaplan_meier"),
            ("survfit", "kaplan_meier"),
            ("logrank", "log_rank"),
            ("log-rank", "log_rank"),
            ("Log-rank test", "log_rank"),
            ("coxph", "cox"),
            ("Cox", "cox"),
            ("cox regression", "cox"),
            ("proc phreg", "cox"),
        ],
    },
    Place {
        old: "  estimate:  risk_difference { interval: newcombe_paired }\n  main test",
        new: "  estimate:  risk_difference { interval: newcombe_paired }, {}\n  main test",
        forms: &[
            ("chisq", "chi_squared"),
            ("chi-squared", "chi_squared"),
            ("Fisher", "fisher_exact"),
            ("fisher.test", "fisher_exact"),
            ("Fisher's exact test", "fisher_exact"),
            ("t-test", "t_test"),
            ("t.test", "t_test"),
            ("ttest", "t_test"),
            ("Mann-Whitney", "rank_sum"),
            ("ANOVA", "analysis_of_variance"),
            ("glm", "logistic"),
            ("odds ratio", "odds_ratio"),
            ("relative risk", "risk_ratio"),
        ],
    },
    Place {
        old: "    effect:     hazard_ratio",
        new: "    effect:     {}",
        forms: &[("hazard ratio", "hazard_ratio"), ("Hazard-Ratio", "hazard_ratio"), ("HR", "hazard_ratio")],
    },
    Place {
        old: "alpha:           0.05 { sides: two }",
        new: "alpha:           {}",
        forms: &[
            ("0.05 { sides: two-sided }", "0.05 { sides: two }"),
            ("0.05 { sides: two sided }", "0.05 { sides: two }"),
            ("0.05 { sides: 2 }", "0.05 { sides: two }"),
            ("0.05 { sides = two }", "0.05 { sides: two }"),
            ("0,05 { sides: two }", "0.05 { sides: two }"),
            (".05 { sides: two }", "0.05 { sides: two }"),
        ],
    },
    Place {
        old: "    opposed:     yes_no {",
        new: "    opposed:     {} {",
        forms: &[("boolean", "yes_no"), ("Y/N", "yes_no"), ("yes/no", "yes_no")],
    },
    Place {
        old: "role:   one of (target, new)",
        new: "role:   {}",
        forms: &[
            ("one of [target, new]", "one of (target, new)"),
            ("one of {target, new}", "one of (target, new)"),
            ("factor(target, new)", "one of (target, new)"),
        ],
    },
    Place {
        old: "nearest exam to day 61 where date from day 30 to day 90",
        new: "nearest exam to day 61 where {}",
        forms: &[
            ("date from day 30 – day 90", "date from day 30 to day 90"),
            ("date from day 30 until day 90", "date from day 30 to day 90"),
            ("date from day −30 to day 90", "date from day -30 to day 90"),
            ("date in day 30..90", "date from day 30 to day 90"),
        ],
    },
    Place {
        old: "event death \"Death\":                    followup.died_on",
        new: "event death {}",
        forms: &[
            ("\"Death\" = followup.died_on", "\"Death\": followup.died_on"),
            ("\"Death\" := followup.died_on", "\"Death\": followup.died_on"),
            ("“Death”: followup.died_on", "\"Death\": followup.died_on"),
        ],
    },
    Place {
        old: "  combined \"Combined\" when added from day 0 to day 60\n  alone \"Alone\"       otherwise",
        new: "  {}",
        forms: &[
            (
                "combined \"Combined\" if added from day 0 to day 60\n  alone \"Alone\"       otherwise",
                "combined \"Combined\" when added from day 0 to day 60\n  alone \"Alone\"       otherwise",
            ),
            (
                "combined \"Combined\" when added from day 0 to day 60\n  alone \"Alone\"       else",
                "combined \"Combined\" when added from day 0 to day 60\n  alone \"Alone\"       otherwise",
            ),
        ],
    },
    Place {
        old: "of: (age, log10(marker), largest) }",
        new: "of: {} }",
        forms: &[
            ("(age + log10(marker) + largest)", "(age, log10(marker), largest)"),
            ("age + log10(marker) + largest", "(age, log10(marker), largest)"),
            ("age + largest", "(age, largest)"),
            ("~ age + log10(marker) + largest", "(age, log10(marker), largest)"),
        ],
    },
    Place { old: "ratio: 1,", new: "ratio: {},", forms: &[("1:1", "1"), ("1 : 1", "1"), ("1 to 1", "1")] },
    Place { old: "replacement: no,", new: "replacement: {},", forms: &[("FALSE", "no"), ("No", "no")] },
];

/// One message, and what it offers, put in, is the plan as it is meant to be written.
#[test]
fn every_form_of_elsewhere_is_offered_as_a_plan_says_it() {
    let (mut faults, mut count) = (vec![], 0);
    for Place { old, new, forms } in PLACES {
        for (written, now) in *forms {
            count += 1;
            let plan = with(old, &new.replacen("{}", written, 1));
            let meant = with(old, &new.replacen("{}", now, 1));
            let (said, sources) = told(&plan);
            let shown = || render(&said, &sources, false);
            let [fault] = said.as_slice() else {
                faults.push(format!("{written}: {} messages\n{}", said.len(), shown()));
                continue;
            };
            let mended = fault.fixes.iter().any(|fix| {
                let mut text = plan.clone();
                text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
                text.split_whitespace().eq(meant.split_whitespace())
            });
            if !mended {
                faults.push(format!("{written}: does not become {now}\n{}", shown()));
            }
            let read = |d: &Diagnostic| d.code.0.starts_with('S') || d.code == codes::UNKNOWN_NAME;
            let (said, sources) = told(&meant);
            if said.iter().any(read) {
                faults.push(format!("{now}: is not what a plan says\n{}", render(&said, &sources, false)));
            }
        }
    }
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
    assert!(count > 140, "{count}");
}

/// Which is the day and which the month is asked, and so is what a comma before three digits stands for.
#[test]
fn what_has_two_meanings_is_asked() {
    let adult = "\"Adult\":       age >= 18";
    for (written, offered) in [
        ("time zero >= 01/02/2021", vec!["2021-02-01", "2021-01-02"]),
        ("log(marker) > 2", vec!["ln", "log10"]),
        ("marker > 1,000", vec![]),
        ("marker from 1,000 to 2", vec![]),
    ] {
        let (said, sources) = told(&with(adult, &format!("\"Adult\":       {written}")));
        let fixes: Vec<&str> = said.iter().flat_map(|d| &d.fixes).map(|f| f.replacement.as_str()).collect();
        assert_eq!((said.len(), fixes), (1, offered), "{written}\n{}", render(&said, &sources, false));
        assert!(said[0].hint.is_some(), "{written}");
    }
}

/// A pipe is no `or`, and a limit of normal no name.
#[test]
fn what_has_no_single_form_is_explained() {
    let adult = "\"Adult\":       age >= 18";
    for (written, hint) in [
        ("any (exam |> filter(readable))", "a condition behind it: `first exam where readable`"),
        ("age |> between(18, 80)", "a condition behind it: `first exam where readable`"),
        ("age %>% between(18, 80)", "a condition behind it: `first exam where readable`"),
        ("marker <= 3x ULN", "write `3 * ULN`; a limit of normal is a column"),
        ("marker <= 3 * ULN", "a limit of normal is a column"),
        ("marker >= LLN", "a limit of normal is a column"),
    ] {
        let (said, sources) = told(&with(adult, &format!("\"Adult\":       {written}")));
        let told = said.iter().filter_map(|d| d.hint.as_ref()).any(|h| h.contains(hint));
        assert!(said.len() == 1 && told, "{written}\n{}", render(&said, &sources, false));
    }
}

/// What the list of habits leads to is a word of the language somewhere: a method, or a word of the reference.
#[test]
fn every_habit_leads_to_a_word_of_the_language() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference.md");
    let reference = fs::read_to_string(reference).expect("docs/reference.md");
    let plans = [base("plan.md"), base("criteria/small.md")].concat();
    let hint = |old: &str, new: &str| told(&with(old, new)).0.iter().filter_map(|d| d.hint.clone()).collect::<String>();
    let designs = hint("design:          retrospective_cohort", "design:          cohrt_of_none");
    let kinds = hint("kind:            yes_no", "kind:            of_no_kind");
    let effects: Vec<&str> = Effect::ALL.iter().map(|effect| effect.word()).collect();
    let units: Vec<&str> = Unit::all_names().collect();
    let all = [reference, plans, units.join(" "), designs, kinds, effects.join(" ")].join(" ");
    let words: Vec<&str> = all.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
    let unknown: Vec<&str> = habits::all_meant().filter(|word| !words.contains(word)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
