//! One fault in a plan of the repository at a time: it is found where it was made, under the code that it has, and in three messages at
//! most.

use prespec::compile::{InMemory, compile};
use prespec::diagnostic::render::render;
use std::fs;
use std::path::Path;

/// The folder of a plan, what stands there once, what takes its place, and the code of the fault.
#[rustfmt::skip]
const FAULTS: &[(&str, &str, &str, &str)] = &[
    // gap of ten days
    ("plans/sirt-hcc", r#"date from day 229 to day 319"#, r#"date from day 239 to day 319"#, "P050"),
    // overlap
    ("plans/sirt-hcc", r#"date from day 229 to day 319"#, r#"date from day 228 to day 319"#, "P007"),
    // target outside window
    ("plans/sirt-hcc", r#"nearest exam to day 183 where date from day 137"#, r#"nearest exam to day 103 where date from day 137"#, "P007"),
    // window reversed
    ("plans/sirt-hcc", r#"date from day 137 to day 228"#, r#"date from day 228 to day 137"#, "P007"),
    // baseline after time zero
    ("plans/sirt-hcc", r#"last exam where readable and date from day -42 to day 0"#, r#"last exam where readable and date from day -42 to day 14"#, "P022"),
    // baseline first
    ("plans/sirt-hcc", r#"baseline "Baseline":  last exam where readable"#, r#"baseline "Baseline":  first exam where readable"#, "P071"),
    // window too early
    ("plans/joints", r#"nearest visit to day 84 where date from day 70 to day 98"#, r#"nearest visit to day 84 where date from day -7 to day 98"#, "P007"),
    // landmark after horizon
    ("plans/sirt-hcc", r#"landmark:   day 120
  estimand:   like progression { population: matched_free_120 }"#, r#"landmark:   day 400
  estimand:   like progression { population: matched_free_120 }"#, "P007"),
    // KM after horizon
    ("plans/sirt-hcc", r#"rmst { to: day 365 }
  main test:"#, r#"rmst { to: day 400 }
  main test:"#, "P007"),
    // same arm twice matching
    ("plans/sirt-hcc", r#"  control:                   io"#, r#"  control:                   sirt_io"#, "P007"),
    // arm any time
    ("plans/sirt-hcc", r#"when sirt from day 0 to day 120"#, r#"when sirt is known"#, "P022"),
    // arm by death
    ("plans/sirt-hcc", r#"when sirt from day 0 to day 120"#, r#"when sirt from day 0 to day 120 and death is missing"#, "P022"),
    // late sirt other arm
    ("plans/sirt-hcc", r#"sirt after day 120 { in: io }"#, r#"sirt after day 120 { in: sirt_io }"#, "P063"),
    // arms same
    ("plans/joints", r#"placebo "Placebo" otherwise"#, r#"placebo "Placebo" when drug = active
  other "Other" otherwise"#, "P017"),
    // arms wrong label
    ("plans/joints", r#"active "Active"   when drug = active"#, r#"active "Active"   when drug = placebo"#, "P070"),
    // arms never
    ("tests/plans/adam", r#"low "Low dose"    when arm = low"#, r#"low "Low dose"    when arm = placebo"#, "P017"),
    // compare wrong
    ("tests/plans/adam", r#"main test: log_rank
}

analysis survival_low "Overall survival, low dose": like survival_high { role: secondary, compare: low against placebo"#, r#"main test: log_rank
}

analysis survival_low "Overall survival, low dose": like survival_high { role: secondary, compare: high against placebo"#, "P012"),
    // eligibility on outcome death
    ("plans/sirt-hcc", r#"    "Adult":                  age >= 18"#, r#"    "Adult":                  age >= 18
    "Survived 90 days":       not (death from day 0 to day 90)"#, "P022"),
    // stage all
    ("plans/sirt-hcc", r#""BCLC stage B or C":      bclc in (B, C)"#, r#""BCLC stage B or C":      bclc in (0, A, B, C, D)"#, "P060"),
    // stage one
    ("plans/sirt-hcc", r#""BCLC stage B or C":      bclc in (B, C)"#, r#""BCLC stage B or C":      bclc in (B, D)"#, "P070"),
    // years reversed
    ("plans/sirt-hcc", r#"time zero from 2021-01-01 to 2024-12-31"#, r#"time zero from 2024-12-31 to 2021-01-01"#, "P007"),
    // opposed inverted
    ("plans/sirt-hcc", r#"not opposed
"#, r#"opposed
"#, "P070"),
    // responders with SD
    ("plans/sirt-hcc", r#"success:         objective_response and not earlier definitive_progression
  by:              recist, mrecist, irecist"#, r#"success:         disease_control and not earlier definitive_progression
  by:              recist, mrecist, irecist"#, "P070"),
    // os censor at progression
    ("plans/sirt-hcc", r#"  event:   death
  censor:  followup.last_news
  horizon: day 365"#, r#"  event:   death
  censor:  last exam where assessed by recist otherwise time zero
  horizon: day 365"#, "P071"),
    // pfs other criterion censor
    ("plans/sirt-hcc", r#"censor:  last exam where assessed by recist otherwise time zero
  horizon: day 365 { event on that day: counts }
}
```

Progression-free survival by iRECIST"#, r#"censor:  last exam where assessed by mrecist otherwise time zero
  horizon: day 365 { event on that day: counts }
}
```

Progression-free survival by iRECIST"#, "P007"),
    // pfs event twice
    ("plans/sirt-hcc", r#"event:   first of (progression by recist, death)
  censor:  last exam"#, r#"event:   first of (progression by recist, death, death)
  censor:  last exam"#, "P012"),
    // os from death
    ("plans/sirt-hcc", r#"  kind:    time_to_event
  from:    time zero
  event:   death"#, r#"  kind:    time_to_event
  from:    death
  event:   death"#, "P007"),
    // downstage no bound
    ("plans/sirt-hcc", r#"success:         curative from day 0 to day 365"#, r#"success:         curative is known"#, "P071"),
    // downstage before zero
    ("plans/sirt-hcc", r#"success:         curative from day 0 to day 365"#, r#"success:         curative from day -365 to day 0"#, "P007"),
    // death cause double
    ("plans/sirt-hcc", r#"followup.death_cause in (liver_failure, bleeding)"#, r#"followup.death_cause in (liver_failure, progression)"#, "P070"),
    // ablated kinds
    ("plans/sirt-hcc", r#"curative_kind = ablation"#, r#"curative_kind = resection"#, "P070"),
    // related unbounded
    ("plans/sirt-hcc", r#"sirt is known and onset >= sirt and (link_sirt is missing"#, r#"sirt is known and (link_sirt is missing"#, "P071"),
    // competing twice
    ("plans/sirt-hcc", r#"    curative "Curative treatment":      curative
"#, r#"    curative "Curative treatment":      first of (curative, death)
"#, "P012"),
    // orr as stable
    ("plans/lymphoma", r#"like complete { success: objective_response }"#, r#"like complete { success: disease_control }"#, "P070"),
    // not assessed success
    ("plans/joints", r#"if not assessed: failure
}

endpoint responding_assessed"#, r#"if not assessed: success
}

endpoint responding_assessed"#, "P072"),
    // assessed same
    ("plans/joints", r#"like responding { if not assessed: left_out }"#, r#"like responding { if not assessed: failure }"#, "P012"),
    // cnsr inverted
    ("tests/plans/adam", r#"event:           survival.cnsr = 0"#, r#"event:           survival.cnsr = 1"#, "P070"),
    // cnsr impossible
    ("tests/plans/adam", r#"event:           survival.cnsr = 0"#, r#"event:           survival.cnsr = 2"#, "P007"),
    // pain value baseline
    ("tests/plans/adam", r#"value:           score of pain where visit = W12
  baseline"#, r#"value:           score of pain where visit = W0
  baseline"#, "P070"),
    // classes gap
    ("tests/plans/adam", r#"mild "Mild"         when pain_then <= 3
  moderate "Moderate" when pain_then <= 6"#, r#"mild "Mild"         when pain_then <= 6
  moderate "Moderate" when pain_then <= 3"#, "P017"),
    // severe threshold
    ("tests/plans/adam", r#"score is known and score >= 5"#, r#"score is known and score >= 11"#, "P007"),
    // duration from progression
    ("tests/plans/held", r#"from:   objective_response by reported
  event:  first of (progression"#, r#"from:   progression by reported
  event:  first of (progression"#, "P007"),
    // cause overlap
    ("tests/plans/held", r#"failure "Progression or death before a response": first of (progression by reported, death)"#, r#"failure "Progression or death before a response": first of (objective_response by reported, death)"#, "P012"),
    // death success
    ("plans/sirt-hcc", r#"      death:                   composite { as: failure }
      order of events:         def"#, r#"      death:                   composite { as: success }
      order of events:         def"#, "P072"),
    // each twice
    ("plans/sirt-hcc", r#"each: (recist at (M3, M9, M12), mrecist"#, r#"each: (recist at (M3, M9, M9), mrecist"#, "P012"),
    // alpha
    ("plans/sirt-hcc", r#"alpha:           0.05 { sides: two }"#, r#"alpha:           0.5 { sides: two }"#, "P007"),
    // alpha 5
    ("plans/sirt-hcc", r#"alpha:           0.05 { sides: two }"#, r#"alpha:           5 { sides: two }"#, "P007"),
    // alpha .95
    ("plans/sirt-hcc", r#"alpha:           0.05 { sides: two }"#, r#"alpha:           0.95 { sides: two }"#, "P007"),
    // score after
    ("plans/sirt-hcc", r#"score:                     logistic { of: (age, sex, ecog, child_pugh, log10(afp), largest, pvt, extrahepatic) }"#, r#"score:                     logistic { of: (age, sex, ecog, child_pugh, log10(afp), largest, pvt, extrahepatic, times_atezolizumab) }"#, "P022"),
    // score twice
    ("plans/sirt-hcc", r#"score:                     logistic { of: (age, sex,"#, r#"score:                     logistic { of: (age, age, sex,"#, "P012"),
    // exact outcome
    ("plans/sirt-hcc", r#"exact:                     bclc"#, r#"exact:                     followup.status"#, "P022"),
    // strata outcome
    ("plans/sirt-hcc", r#"  estimand:   like progression { population: eligible }
  estimate:   cox { ties: efron, variance: robust, by: patient }, kaplan_meier"#, r#"  strata:     followup.status
  estimand:   like progression { population: eligible }
  estimate:   cox { ties: efron, variance: robust, by: patient }, kaplan_meier"#, "P022"),
    // caliper other population
    ("plans/sirt-hcc", r#"caliper: 0.2 SD { of: logit, over: alive_120 }"#, r#"caliper: 0.2 SD { of: logit, over: eligible }"#, "P071"),
    // weights other pairs
    ("plans/sirt-hcc", r#"  estimand:                  like progression { population: eligible }
  weights:                   overlap of pairs"#, r#"  estimand:                  like progression { population: eligible }
  weights:                   overlap of pairs_alive_120"#, "P007"),
    // among alive
    ("plans/sirt-hcc", r#"  among:     eligible, matched
  leave out: NE, NON_CR_NON_PD"#, r#"  among:     eligible, eligible
  leave out: NE, NON_CR_NON_PD"#, "P012"),
    // accept answered other
    ("plans/sirt-hcc", r#"answered by: response_landmark, response_landmark_later, progression_landmark, survival_landmark, progression_exposure, survival_exposure"#, r#"answered by: response_landmark, response_landmark_later, progression_landmark, survival_landmark, progression_exposure, survival_unmatched"#, "A003"),
    // accept answered missing
    ("plans/sirt-hcc", r#"answered by: response_landmark, response_landmark_later, progression_landmark, survival_landmark, progression_exposure, survival_exposure"#, r#"answered by: response_landmark, progression_landmark, survival_landmark, progression_exposure, survival_exposure"#, "A003"),
    // check inverted
    ("plans/sirt-hcc", r#"require:  status = dead
"#, r#"require:  status = alive
"#, "P070"),
    // time negative
    ("tests/plans/lung", r#"event:           status = 2"#, r#"event:           status = 1"#, "P070"),
    // strata and covariate
    ("tests/plans/lung", r#"strata:                    ecog
  covariates:                age, sex"#, r#"strata:                    ecog
  covariates:                age, ecog"#, "P043"),
];

/// The text of a plan with the criteria beside it.
fn texts(folder: &str, plan: String) -> InMemory {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = InMemory::new(plan);
    for of in [Path::new("plans"), Path::new(folder)] {
        let Ok(entries) = fs::read_dir(root.join(of).join("criteria")) else { continue };
        for path in entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()) {
            let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_string();
            texts = texts.with(format!("criteria/{name}"), fs::read_to_string(&path).expect("a criterion"));
        }
    }
    texts
}

#[test]
fn each_fault_is_found_where_it_was_made() {
    let mut faults = vec![];
    for (folder, old, new, code) in FAULTS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("plan.md");
        let plan = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(plan.matches(old).count(), 1, "{folder}: {old}");
        let changed = plan.replacen(old, new, 1);
        let at = plan.find(old).expect("stands once");
        let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let first = changed.as_bytes()[..at + same].iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
        let last = changed[at + new.len()..].find('\n').map_or(changed.len(), |end| at + new.len() + end);
        let compiled = compile(&texts(folder, changed)).expect("texts in memory are there");
        let of_plan = |file| compiled.sources.get(file).is_some_and(|source| source.path == "plan.md");
        let found = compiled.diagnostics.iter().any(|d| {
            let place = d.primary().filter(|place| of_plan(place.file));
            let is_there = place.is_some_and(|p| (first..=last).contains(&(p.start as usize)));
            d.code.0 == *code && is_there
        });
        if !found || compiled.diagnostics.len() > 3 {
            faults
                .push(format!("{folder}, {code}: {new}\n{}", render(&compiled.diagnostics, &compiled.sources, false)));
        }
    }
    assert!(FAULTS.len() > 50 && faults.is_empty(), "{}", faults.join("\n"));
}
