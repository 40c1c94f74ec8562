//! One fault in a plan of the repository at a time: it is found where it was made, under the code that it has, and in three messages at
//! most.

use prespec::compile::{InMemory, compile};
use prespec::diagnostic::codes;
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
    ("plans/sirt-hcc", r#"baseline "Baseline": last exam where readable"#, r#"baseline "Baseline":  first exam where readable"#, "P071"),
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
    ("plans/sirt-hcc", r#"    "Adult":                 age >= 18"#, r#"    "Adult":                  age >= 18
    "Survived 90 days":       not (death from day 0 to day 90)"#, "P022"),
    // stage all
    ("plans/sirt-hcc", r#""BCLC stage B or C":     bclc in (B, C)"#, r#""BCLC stage B or C":      bclc in (0, A, B, C, D)"#, "P060"),
    // stage one
    ("plans/sirt-hcc", r#""BCLC stage B or C":     bclc in (B, C)"#, r#""BCLC stage B or C":      bclc in (B, D)"#, "P070"),
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
    ("plans/sirt-hcc", r#"    curative "Curative treatment": curative
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
    // time and event of other tables
    ("tests/plans/adam", r#"  event:           progression.cnsr = 0"#, r#"  event:           survival.cnsr = 0"#, "P073"),
    // time of other table
    ("tests/plans/adam", r#"  time:            survival.aval"#, r#"  time:            progression.aval"#, "P073"),
    // one column of other?
    ("tests/plans/later", r#"  event:           relapsed"#, r#"  event:           followup.died_on is known"#, "P073"),
    // arm labels swapped
    ("plans/sirt-hcc", r#"  sirt_io "SIRT + immunotherapy" when sirt from day 0 to day 120
  io "No SIRT by day 120"        otherwise"#, r#"  sirt_io "No SIRT by day 120"  when sirt from day 0 to day 120
  io "SIRT + immunotherapy"         otherwise"#, "P070"),
    // arm names swapped
    ("plans/sirt-hcc", r#"  sirt_io "SIRT + immunotherapy" when sirt from day 0 to day 120
  io "No SIRT by day 120"        otherwise"#, r#"  io "No SIRT by day 120"  when sirt from day 0 to day 120
  sirt_io "SIRT + immunotherapy"         otherwise"#, "P070"),
    // below 65 wrong way
    ("tests/plans/adam", r#"  younger "Below 65"  when age < 65"#, r#"  younger "Below 65"  when age > 65"#, "P070"),
    // below 65 at most
    ("tests/plans/adam", r#"  younger "Below 65"  when age < 65"#, r#"  younger "Below 65"  when age <= 65"#, "P070"),
    // below 65 other number
    ("tests/plans/adam", r#"  younger "Below 65"  when age < 65"#, r#"  younger "Below 65"  when age < 60"#, "P070"),
    // 2 or less
    ("tests/plans/adam", r#"  success:         (score of pain where visit = W12) <= 2"#, r#"  success:         (score of pain where visit = W12) < 2"#, "P070"),
    // 2 or less reversed
    ("tests/plans/adam", r#"  success:         (score of pain where visit = W12) <= 2"#, r#"  success:         (score of pain where visit = W12) >= 2"#, "P070"),
    // 3 not 2
    ("tests/plans/adam", r#"  success:         (score of pain where visit = W12) <= 2"#, r#"  success:         (score of pain where visit = W12) <= 3"#, "P070"),
    // adult reversed
    ("plans/sirt-hcc", r#"    "Adult":                 age >= 18"#, r#"    "Adult":                  age <= 18"#, "P070"),
    // adult label
    ("plans/sirt-hcc", r#"    "Adult":                 age >= 18"#, r#"    "At least 18 years":                  age > 18"#, "P070"),
    // label over 18
    ("plans/sirt-hcc", r#"    "Adult":                 age >= 18"#, r#"    "Older than 18 years":                  age >= 18"#, "P070"),
    // activity unit
    ("plans/sirt-hcc", r#"define activity of patient "Activity of the first SIRT in GBq":         first dose of treatment where drug = sirt_y90 and dose_unit = gbq"#, r#"define activity of patient "Activity of the first SIRT in GBq":                first dose of treatment where drug = sirt_y90 and dose_unit = mg"#, "P070"),
    // label unit of column
    ("plans/sirt-hcc", r#"    largest "Largest lesion":             number in mm { above: 0, below: 1000 }"#, r#"    largest "Largest lesion, cm":               number in mm { above: 0, below: 1000 }"#, "P070"),
    // label unit in parentheses
    ("plans/sirt-hcc", r#"    bilirubin "Bilirubin":                number in µmol/L { above: 0, below: 2000, detection limit: its_number }"#, r#"    bilirubin "Bilirubin (mg/dL)":                  number in µmol/L { above: 0, below: 2000, detection limit: its_number }"#, "P070"),
    // percent label of change
    ("tests/plans/adam", r#"endpoint pain_change_percent "Change of pain by week 12, %": like pain { measure: percent_change }"#, r#"endpoint pain_change_percent "Change of pain by week 12, %": like pain { measure: change, baseline: last score of pain where date from day -14 to day 0 }"#, "P070"),
    // event by the column of another
    ("plans/sirt-hcc", r#"event new_line "New anticancer line":     followup.new_line_on"#, r#"event new_line "New anticancer line":      followup.curative_on"#, "P070"),
    // sirt = atezo
    ("plans/sirt-hcc", r#"event sirt "First SIRT":                  first treatment where drug = sirt_y90"#, r#"event sirt "First SIRT":                   first treatment where drug = atezolizumab"#, "P070"),
    // bevacizumab event = atezo
    ("plans/sirt-hcc", r#"event first_bevacizumab "First bevacizumab": first treatment where drug = bevacizumab"#, r#"event first_bevacizumab "First bevacizumab": first treatment where drug = atezolizumab"#, "P070"),
    // at start no code
    ("plans/sirt-hcc", r#"define bevacizumab_at_start of patient "Bevacizumab with the first atezolizumab": any treatment where drug = bevacizumab and date from day 0 to day 0"#, r#"define bevacizumab_at_start of patient "Bevacizumab with the first atezolizumab": any treatment where drug != bevacizumab and date from day 0 to day 0"#, "P070"),
    // ablated not
    ("plans/sirt-hcc", r#"  success: curative is known and curative from day 0 to day 365 and followup.curative_kind = ablation"#, r#"  success: curative is known and curative from day 0 to day 365 and followup.curative_kind != ablation"#, "P070"),
    // serious -> not serious
    ("plans/sirt-hcc", r#"  rows: adverse_event where onset from time zero on and serious"#, r#"  rows: adverse_event where onset from time zero on and not serious"#, "P070"),
    // related unlikely
    ("plans/sirt-hcc", r#"sirt is known and onset >= sirt and (link_sirt is missing or link_sirt in (possible, probable, certain))"#, r#"  sirt is known and onset >= sirt and (link_sirt is missing or link_sirt in (unrelated, probable, certain))"#, "P070"),
    // gap small
    ("plans/sirt-hcc", r#"nearest exam to day 183 where date from day 137 to day 228"#, r#"nearest exam to day 183 where date from day 143 to day 228"#, "P064"),
    // gap arms intercurrent
    ("plans/sirt-hcc", r#"intercurrent late_sirt "SIRT after day 120 in a control":               sirt after day 120 { in: io }"#, r#"intercurrent late_sirt "SIRT after day 120 in a control":                sirt after day 150 { in: io }"#, "P064"),
    // overlap arms intercurrent
    ("plans/sirt-hcc", r#"intercurrent late_sirt "SIRT after day 120 in a control":               sirt after day 120 { in: io }"#, r#"intercurrent late_sirt "SIRT after day 120 in a control":                sirt after day 90 { in: io }"#, "P064"),
    // km beyond horizon
    ("plans/sirt-hcc", r#"kaplan_meier { interval: log_log, at: (day 91, day 183, day 274, day 365) }, rmst { to: day 365 }
  main test:"#, r#"kaplan_meier { interval: log_log, at: (day 91, day 183, day 274, day 400) }, rmst { to: day 365 }
  main test:"#, "P007"),
    // rmst beyond range
    ("tests/plans/lung", r#"rmst { to: day 365 }"#, r#"rmst { to: day 6000 }"#, "P007"),
    // km beyond range
    ("tests/plans/lung", r#"kaplan_meier { interval: log_log, at: (day 90, day 180, day 365, day 730) }, rmst"#, r#"kaplan_meier { interval: log_log, at: (day 90, day 180, day 365, day 7300) }, rmst"#, "P007"),
    // km beyond range
    ("tests/plans/adam", r#"kaplan_meier { at: (day 180, day 365) }"#, r#"kaplan_meier { at: (day 180, day 6000) }"#, "P007"),
    // landmark km beyond
    ("plans/sirt-hcc", r#"kaplan_meier { interval: log_log, at: (day 63, day 154, day 245) }"#, r#"kaplan_meier { interval: log_log, at: (day 63, day 154, day 300) }"#, "P007"),
    // check reversed death
    ("plans/sirt-hcc", r#"  require:  died_on >= last_news"#, r#"  require:  died_on <= last_news"#, "P070"),
    // check news reversed
    ("plans/sirt-hcc", r#"  require:  last_news >= time zero"#, r#"  require:  last_news <= time zero"#, "P070"),
    // check curative alive reversed
    ("plans/sirt-hcc", r#"  require:  curative_on <= died_on"#, r#"  require:  curative_on >= died_on"#, "P070"),
    // check treated alive reversed
    ("plans/sirt-hcc", r#"check treated_alive "Nobody is treated after death" {
  for each: treatment where death is known
  require:  date <= death"#, r#"check treated_alive "Nobody is treated after death" {
  for each: treatment where death is known
  require:  date >= death"#, "P070"),
    // check examined alive reversed
    ("plans/sirt-hcc", r#"  for each: exam where death is known
  require:  date <= death"#, r#"  for each: exam where death is known
  require:  date >= death"#, "P070"),
    // check onset reversed
    ("plans/sirt-hcc", r#"  for each: adverse_event where death is known
  require:  onset <= death"#, r#"  for each: adverse_event where death is known
  require:  onset >= death"#, "P070"),
    // check end reversed
    ("plans/sirt-hcc", r#"  require:  end >= onset"#, r#"  require:  end <= onset"#, "P070"),
    // check opposed reversed
    ("plans/sirt-hcc", r#"  require:  opposed_on >= informed_on"#, r#"  require:  opposed_on <= informed_on"#, "P070"),
    // censor before new_line reversed
    ("plans/sirt-hcc", r#"censor { at: last exam where assessed by recist and date before new_line }"#, r#"censor { at: last exam where assessed by recist and date after new_line }"#, "P007"),
    // censor wrong event
    ("plans/sirt-hcc", r#"censor { at: last exam where assessed by recist and date before new_line }"#, r#"censor { at: last exam where assessed by recist and date before curative }"#, "P007"),
    // censor wrong crit
    ("plans/sirt-hcc", r#"censor { at: last exam where assessed by recist and date before new_line }"#, r#"censor { at: last exam where assessed by mrecist and date before new_line }"#, "P007"),
    // censor reversed
    ("tests/plans/held", r#"      new_line: censor { at: last visit where assessed by reported and date before new_line }"#, r#"      new_line: censor { at: last visit where assessed by reported and date after new_line }"#, "P007"),
    // late selection own message (outcome selected set)
    ("tests/plans/adam", r#"    "Treated": treated { known at: follow_up }"#, r#"    "Died": survival.cnsr = 0 { known at: follow_up }"#, "P074"),
    // composite definite progression twice
    ("plans/sirt-hcc", r#"  event:   first of (progression by recist, death)
  censor:  last exam"#, r#"  event:   first of (progression by recist, definitive_progression by recist, death)
  censor:  last exam"#, "P012"),
    // os censored at death
    ("plans/sirt-hcc", r#"  event:   death
  censor:  followup.last_news
  horizon: day 365"#, r#"  event:   death
  censor:  followup.died_on
  horizon: day 365"#, "P007"),
    // pfs without death
    ("plans/sirt-hcc", r#"  event:   first of (progression by recist, death)
  censor:  last exam"#, r#"  event:   progression by recist
  censor:  last exam"#, "P070"),
    // competing no curative twice
    ("plans/sirt-hcc", r#"    curative "Curative treatment": curative"#, r#"    curative "Curative treatment":      death"#, "P012"),
    // competing cause and censor
    ("tests/plans/held", r#"  censor:   last visit where assessed by reported otherwise its_start
}

analysis endings"#, r#"  censor:   followup.died_on
}

analysis endings"#, "P007"),
    // holm over untested
    ("plans/sirt-hcc", r#"  of:        response
  procedure: holm"#, r#"  of:        response, progression_irecist
  procedure: holm"#, "P007"),
    // holm with exploratory p
    ("plans/sirt-hcc", r#"  of:        response
  procedure: holm"#, r#"  of:        response, response_unmatched
  procedure: holm"#, "P007"),
    // primary tested again in secondary
    ("tests/plans/adam", r#"analysis survival_low "Overall survival, low dose": like survival_high { role: secondary, compare: low against placebo, main test: log_rank }"#, r#"analysis survival_low "Overall survival, low dose": like survival_high { role: secondary, main test: cox }"#, "P062"),
    // unused intercurrent
    ("plans/sirt-hcc", r#"intercurrent late_sirt"#, r#"intercurrent early_line "New line before": new_line from day 0 to day 30
intercurrent late_sirt"#, "P007"),
    // sensitivity other summary
    ("plans/sirt-hcc", r#"  role:     supplementary
  estimand: like primary { effect: risk_ratio }"#, r#"  role:     sensitivity
  estimand: like primary { effect: risk_ratio }"#, "P061"),
    // sensitivity other endpoint
    ("plans/sirt-hcc", r#"  role:       supplementary
  estimand:   like primary { endpoint: orr_not_held, each: recist_not_held at M6 }"#, r#"  role:     sensitivity
  estimand: like primary { endpoint: orr_not_held, each: recist_not_held at M6 }"#, "P061"),
    // sensitivity other timepoint
    ("plans/sirt-hcc", r#"analysis response_landmark "Objective response at 6 months, landmark at day 120" {
  role:       supplementary"#, r#"analysis response_landmark "Objective response at 6 months, landmark at day 120" {
  role:       sensitivity"#, "P061"),
    // sensitivity assessed
    ("plans/sirt-hcc", r#"analysis response_assessed "Objective response, assessed patients" {
  role:       supplementary"#, r#"analysis response_assessed "Objective response, assessed patients" {
  role: sensitivity"#, "P061"),
    // sensitivity censor at new line
    ("plans/sirt-hcc", r#"analysis progression_new_line "Progression-free survival, censored at a new line" {
  role:       supplementary"#, r#"analysis progression_new_line "Progression-free survival, censored at a new line" {
  role:       sensitivity"#, "P061"),
    // sensitivity E-value? sens overlap
    ("plans/sirt-hcc", r#"  role:                      supplementary
  estimand:                  like progression { population: eligible }
  weights:                   overlap of pairs"#, r#"  role:                      sensitivity
  estimand:                  like progression { population: eligible }
  weights:                   overlap of pairs"#, "P061"),
    // alpha over half
    ("plans/sirt-hcc", r#"alpha:           0.05 { sides: two }"#, r#"alpha:           0.6 { sides: one }"#, "P007"),
    // grade beyond
    ("plans/sirt-hcc", r#"severe from: 3 }
  class: soc
  count: no_end
  rate:"#, r#"severe from: 6 }
  class: soc
  count: no_end
  rate:"#, "P007"),
    // grade 0
    ("plans/sirt-hcc", r#"severe from: 3 }
  class: soc
  count: no_end
  rate:"#, r#"severe from: 1 }
  class: soc
  count: no_end
  rate:"#, "P060"),
    // check beyond range
    ("plans/sirt-hcc", r#"  require:  grade <= 3"#, r#"  require:  grade <= 5"#, "P060"),
    // check impossible
    ("plans/sirt-hcc", r#"  require:  size <= 400 mm"#, r#"  require:  size <= 4000 mm"#, "P060"),
    // check albumin reversed
    ("plans/sirt-hcc", r#"  require:  albumin >= 10 g/L and albumin <= 60 g/L"#, r#"  require:  albumin >= 60 g/L and albumin <= 10 g/L"#, "P007"),
    // level > .5
    ("tests/plans/adam", r#"margin: 10 %, level: 0.025"#, r#"margin: 10 %, level: 0.975"#, "P007"),
    // order reversed
    ("tests/plans/adam", r#"order: (strong, moderate, mild)"#, r#"order: (strong, mild, moderate)"#, "P070"),
    // order missing member
    ("tests/plans/adam", r#"order: (strong, moderate, mild)"#, r#"order: (strong, moderate)"#, "P007"),
    // baseline of other measure
    ("tests/plans/adam", r#"  baseline:        last level of fatigue where date from day -14 to day 0"#, r#"  baseline:        last score of pain where date from day -14 to day 0"#, "P073"),
    // compare same
    ("tests/plans/adam", r#"    compare:    high against placebo
    effect:     hazard_ratio"#, r#"    compare:    high against high
    effect:     hazard_ratio"#, "P007"),
    // compare reversed
    ("tests/plans/adam", r#"    compare:    high against placebo
    effect:     hazard_ratio"#, r#"    compare:    placebo against high
    effect:     hazard_ratio"#, "P070"),
    // compare reversed
    ("plans/sirt-hcc", r#"    compare:    sirt_io against io
    effect:     hazard_ratio"#, r#"    compare:    io against sirt_io
    effect:     hazard_ratio"#, "P070"),
    // matching reversed
    ("plans/sirt-hcc", r#"  treated:                   sirt_io
  control:                   io"#, r#"  treated:                   io
  control:                   sirt_io"#, "P070"),
    // retrospective prospective
    ("plans/sirt-hcc", r#"design:          retrospective_cohort { matched: yes }"#, r#"design:          randomised_trial"#, "P070"),
    // nearest wrong reader
    ("plans/sirt-hcc", r#"  reader:   R1
  at:       M3, M6, M9, M12"#, r#"  reader:   R2
  at:       M3, M6, M9, M12"#, "P070"),
    // label other population
    ("plans/sirt-hcc", r#"analysis downstaged_eligible "Curative treatment within a year, eligible patients": like downstaged { population: eligible, role: supplementary }"#, r#"analysis downstaged_eligible "Curative treatment within a year, eligible patients": like downstaged { population: matched, role: supplementary }"#, "P070"),
    // label matched pop eligible
    ("plans/sirt-hcc", r#"analysis safety_matched "Adverse events, matched pairs": like safety { population: matched, role: supplementary }"#, r#"analysis safety_matched "Adverse events, matched pairs": like safety_related { population: eligible, role: supplementary }"#, "P070"),
    // unmatched label
    ("plans/sirt-hcc", r#"analysis progression_unmatched "Progression-free survival, eligible cohort, unmatched" {
  role:       supplementary
  estimand:   like progression { population: eligible }"#, r#"analysis progression_unmatched "Progression-free survival, eligible cohort, unmatched" {
  role:       supplementary
  estimand:   like progression { population: matched }"#, "P070"),
    // label best confirmed swapped
    ("plans/sirt-hcc", r#"analysis best_overall_confirmed "Confirmed best overall response, matched pairs": like best_overall { endpoint: best_confirmed }"#, r#"analysis best_overall_confirmed "Confirmed best overall response, matched pairs": like best_overall { endpoint: best_mrecist }"#, "P070"),
    // label mrecist by irecist
    ("plans/sirt-hcc", r#"endpoint best_mrecist "Best overall response by mRECIST, unconfirmed": like best { by: mrecist }"#, r#"endpoint best_mrecist "Best overall response by mRECIST, unconfirmed":  like best { by: irecist }"#, "P070"),
    // label os pfs
    ("plans/sirt-hcc", r#"analysis survival_unmatched "Overall survival, eligible cohort, unmatched": like progression_unmatched { endpoint: os }"#, r#"analysis survival_unmatched "Overall survival, eligible cohort, unmatched": like progression_unmatched { endpoint: pfs_irecist }"#, "P070"),
    // exposure time zero
    ("plans/sirt-hcc", r#"exposed against unexposed { to: sirt, from: day_after }"#, r#"exposed against unexposed { to: curative, from: day_after }"#, "P026"),
    // arm never sirt
    ("plans/sirt-hcc", r#"  io "No SIRT by day 120"        otherwise"#, r#"  io "Never SIRT"         otherwise"#, "P065"),
    // arm other day
    ("plans/sirt-hcc", r#"  io "No SIRT by day 120"        otherwise"#, r#"  io "No SIRT by day 90"         otherwise"#, "P051"),
    // treated when not
    ("plans/sirt-hcc", r#"  sirt_io "SIRT + immunotherapy" when sirt from day 0 to day 120"#, r#"  sirt_io "SIRT + immunotherapy"  when sirt is missing or sirt after day 120"#, "P022"),
    // sirt_ae by other
    ("plans/sirt-hcc", r#"  rows:  adverse_event where onset from time zero on and by_sirt"#, r#"  rows:  adverse_event where onset from time zero on and by_atezolizumab"#, "P070"),
    // related before
    ("plans/sirt-hcc", r#"sirt is known and onset >= sirt and (link_sirt is missing"#, r#"  sirt is known and onset <= sirt and (link_sirt is missing"#, "P071"),
    // gap after arms
    ("plans/sirt-hcc", r#"  M3 "3 months":       nearest exam to day 91 where date from day 46 to day 136"#, r#"  M3 "3 months":        nearest exam to day 91 where date from day 46 to day 126"#, "P050"),
    // gap arms def
    ("plans/sirt-hcc", r#"  sirt_io "SIRT + immunotherapy" when sirt from day 0 to day 120"#, r#"  sirt_io "SIRT + immunotherapy"  when sirt from day 0 to day 90"#, "P050"),
    // arms from day 10
    ("plans/sirt-hcc", r#"  sirt_io "SIRT + immunotherapy" when sirt from day 0 to day 120"#, r#"  sirt_io "SIRT + immunotherapy"  when sirt from day 10 to day 120"#, "P050"),
    // intercurrent from day 30
    ("plans/sirt-hcc", r#"intercurrent new_treatment "New anticancer treatment":                  new_line from day 0 on"#, r#"intercurrent new_treatment "New anticancer treatment":                   new_line from day 30 on"#, "P050"),
    // no sirt before reversed
    ("plans/sirt-hcc", r#"    "No SIRT before":        not (sirt before time zero) or sirt is missing"#, r#"    "No SIRT before":         sirt before time zero or sirt is missing"#, "P022"),
    // no sirt after
    ("plans/sirt-hcc", r#"    "No SIRT before":        not (sirt before time zero) or sirt is missing"#, r#"    "No SIRT before":         not (sirt after time zero) or sirt is missing"#, "P022"),
    // ae before zero
    ("plans/sirt-hcc", r#"  rows:  adverse_event where onset from time zero on
  grade: grade { worst per: (patient, term), severe from: 3 }
  class: soc
  count: no_end
  rate:"#, r#"  rows:  adverse_event where onset before time zero
  grade: grade { worst per: (patient, term), severe from: 3 }
  class: soc
  count: no_end
  rate:"#, "P041"),
    // ae no bound
    ("plans/sirt-hcc", r#"  rows: adverse_event where onset from time zero on and related"#, r#"  rows: adverse_event where related"#, "P041"),
    // terminal event cause and strategy
    ("plans/sirt-hcc", r#"    effect:     incidence_difference
    intercurrent { new_treatment: treatment_policy, late_sirt: treatment_policy }"#, r#"    effect:     incidence_difference
    intercurrent { curative_treatment: treatment_policy, new_treatment: treatment_policy, late_sirt: treatment_policy }"#, "P026"),
    // covariate sirt
    ("plans/sirt-hcc", r#"  covariates:                age, sex, ecog, child_pugh, log10(afp), largest, pvt, extrahepatic
  if a covariate is missing: left_out
  estimate:                  weighted_risk_difference { weights: overlap }"#, r#"  covariates:                age, sex, ecog, child_pugh, log10(afp), largest, pvt, activity
  if a covariate is missing: left_out
  estimate:                  weighted_risk_difference { weights: overlap }"#, "P022"),
    // covariate arm
    ("tests/plans/adam", r#"  covariates:                baseline"#, r#"  covariates:                baseline, arm"#, "P043"),
    // strata arm define
    ("tests/plans/adam", r#"strata: age_group,"#, r#"strata: arm,"#, "P043"),
    // covariate outcome
    ("tests/plans/adam", r#"  covariates:                baseline"#, r#"  covariates:                baseline, pain_then"#, "P022"),
    // unused define
    ("plans/sirt-hcc", r#"define absorbed of patient"#, r#"define absorbed_twice of patient "Twice the dose": 2 * first dose of treatment where drug = sirt_y90
define absorbed of patient"#, "S001"),
    // unused event
    ("plans/sirt-hcc", r#"event first_bevacizumab "First bevacizumab": first treatment where drug = bevacizumab"#, r#"event first_bevacizumab "First bevacizumab": first treatment where drug = bevacizumab
event second_bevacizumab "Last bevacizumab": last treatment where drug = bevacizumab"#, "P032"),
    // unused population
    ("plans/sirt-hcc", r#"population free_120"#, r#"population free_90 "Free beyond day 90": at_risk { of: eligible, endpoint: pfs, on: day 90 }
population free_120"#, "P032"),
    // unused endpoint
    ("plans/sirt-hcc", r#"endpoint dcr "Disease control rate""#, r#"endpoint dcr_a "Disease control rate, assessed": like orr_assessed { success: disease_control and not earlier definitive_progression }
endpoint dcr "Disease control rate""#, "P031"),
    // unused response
    ("plans/sirt-hcc", r#"response irecist "iRECIST""#, r#"response mrecist_b "mRECIST again": mrecist { lesions: lesion, at: imaging, baseline: baseline_28, among: eligible }
response irecist "iRECIST""#, "P010"),
    // unused matching
    ("plans/sirt-hcc", r#"matching pairs_free_120"#, r#"matching pairs_other "Other pairs": like pairs { caliper: 0.1 SD { of: logit, over: eligible } }
matching pairs_free_120"#, "P032"),
    // unused timepoint
    ("plans/sirt-hcc", r#"  prefer:              readable
  tie:                 earlier"#, r#"  M15 "15 months":      nearest exam to day 457 where date from day 411 to day 502
  prefer:               readable
  tie:                  earlier"#, "P050"),
    // clause nowhere
    ("plans/sirt-hcc", r#"both in clause 8.4."#, r#"both in clause 8.24."#, "P052"),
    // clause nowhere plural
    ("plans/sirt-hcc", r#"(clauses 3.1 and 3.2). A dose"#, r#"(clauses 3.1 and 3.9). A dose"#, "P052"),
    // because clause
    ("plans/sirt-hcc", r#"Clause 8.4 answers it by landmark"#, r#"Clause 8.40 answers it by landmark"#, "P052"),
    // answered by not landmark
    ("plans/sirt-hcc", r#"answered by: response_landmark, response_landmark_later, progression_landmark, survival_landmark, progression_exposure, survival_exposure"#, r#"answered by: response_landmark, response_landmark_later, progression_landmark, survival_landmark_unmatched, progression_exposure, survival_exposure, progression_adjusted"#, "A003"),
    // margin sign
    ("tests/plans/adam", r#"margin: 10 %, level: 0.025"#, r#"margin: -10 %, level: 0.025"#, "P066"),
    // baseline after
    ("tests/plans/adam", r#"  baseline:        last level of fatigue where date from day -14 to day 0"#, r#"  baseline:        last level of fatigue where date from day -14 to day 28"#, "P022"),
    // baseline = value
    ("tests/plans/adam", r#"  baseline:        pain_before"#, r#"  baseline:        pain_then"#, "P022"),
    // horizon 730
    ("plans/sirt-hcc", r#"  event:   death
  censor:  followup.last_news
  horizon: day 365"#, r#"  event:   death
  censor:  followup.last_news
  horizon: day 730"#, "P050"),
    // within a year 180
    ("plans/sirt-hcc", r#"  success:         curative from day 0 to day 365"#, r#"  success:         curative from day 0 to day 180"#, "P050"),
    // tie later
    ("plans/sirt-hcc", r#"  tie:                 earlier"#, r#"  tie:                  later"#, "P001"),
    // confirm no
    ("plans/sirt-hcc", r#"endpoint best_confirmed "Best overall response, confirmed": like best {
  confirmed: next_assessed { after: 28 days, not assessed between: 1 }
}"#, r#"endpoint best_confirmed "Best overall response, confirmed": like best {
  to: day 364
}"#, "P050"),
    // at risk other day
    ("plans/sirt-hcc", r#"population alive_120 "Alive and followed beyond day 120": at_risk { of: eligible, endpoint: os, on: day 120 }"#, r#"population alive_120 "Alive and followed beyond day 120": at_risk { of: eligible, endpoint: os, on: day 90 }"#, "P070"),
    // arms label stage swapped
    ("tests/plans/larynx", r#"  first "Stage I"     when stage = 1
  second "Stage II"   when stage = 2"#, r#"  first "Stage I"     when stage = 2
  second "Stage II"   when stage = 1"#, "P070"),
    // event inverted
    ("tests/plans/larynx", r#"  event:           dead = 1"#, r#"  event:           dead = 0"#, "P070"),
    // aged label
    ("tests/plans/larynx", r#"age >= 65 "Aged 65 or more""#, r#"age > 65 "Aged 65 or more""#, "P070"),
    // aged label reversed
    ("tests/plans/larynx", r#"age >= 65 "Aged 65 or more""#, r#"age <= 65 "Aged 65 or more""#, "P070"),
    // km beyond
    ("tests/plans/larynx", r#"at: (2 years, 5 years)"#, r#"at: (2 years, 25 years)"#, "P007"),
    // unit months
    ("tests/plans/larynx", r#"at: (2 years, 5 years)"#, r#"at: (2 months, 5 years)"#, "P006"),
    // compare self
    ("tests/plans/larynx", r#"compare:    (second, third, fourth) against first"#, r#"compare:    (first, third, fourth) against first"#, "P007"),
    // reference other
    ("tests/plans/larynx", r#"    compare:    (second, third, fourth) against first"#, r#"    compare:    (first, second, third) against fourth"#, "P070"),
    // order of trend
    ("tests/plans/larynx", r#"    compare:    first, second, third, fourth"#, r#"    compare:    first, third, second, fourth"#, "P070"),
    // arms swapped
    ("tests/plans/veterans", r#"  test "Test"         when treatment = 2"#, r#"  test "Test"         when treatment = 1"#, "P070"),
    // aged
    ("tests/plans/veterans", r#"age >= 60 "Aged 60 or more""#, r#"age < 60 "Aged 60 or more""#, "P070"),
    // margin below one
    ("tests/plans/veterans", r#"margin: 1.25, level: 0.025, better: lower"#, r#"margin: 0.8, level: 0.025, better: lower"#, "P066"),
    // better higher
    ("tests/plans/veterans", r#"margin: 1.25, level: 0.025, better: lower"#, r#"margin: 1.25, level: 0.025, better: higher"#, "P066"),
    // level two sided
    ("tests/plans/veterans", r#"margin: 1.25, level: 0.025, better: lower"#, r#"margin: 1.25, level: 0.25, better: lower"#, "P062"),
    // subgroup by arm
    ("tests/plans/veterans", r#"by:          cell "Cell type", prior "Prior therapy", age >= 60 "Aged 60 or more""#, r#"by:          cell "Cell type", treatment "Treatment", age >= 60 "Aged 60 or more""#, "P043"),
    // subgroup by outcome
    ("tests/plans/veterans", r#"by:          cell "Cell type", prior "Prior therapy", age >= 60 "Aged 60 or more""#, r#"by:          cell "Cell type", dead "Dead", age >= 60 "Aged 60 or more""#, "P022"),
    // label subgroup swapped
    ("tests/plans/veterans", r#"cell "Cell type", prior "Prior therapy", age"#, r#"prior "Cell type", cell "Prior therapy", age"#, "P070"),
    // compare label
    ("tests/plans/admissions", r#"  men "Men"     when gender = Male"#, r#"  men "Women"     when gender = Male"#, "P070"),
    // not admitted
    ("tests/plans/admissions", r#"  success:         admitted"#, r#"  success:         not admitted"#, "P070"),
    // strata arm
    ("tests/plans/admissions", r#"  strata:     dept"#, r#"  strata:     gender"#, "P043"),
    // population label
    ("tests/plans/anorexia", r#"    "Family therapy": treat = FT"#, r#"    "Family therapy": treat = Cont"#, "P070"),
    // population neg
    ("tests/plans/anorexia", r#"    "Family therapy": treat = FT"#, r#"    "Family therapy": treat != FT"#, "P070"),
    // equivalence reversed
    ("tests/plans/anorexia", r#"lower: -5, upper: 5"#, r#"lower: 5, upper: -5"#, "P066"),
    // equivalence level
    ("tests/plans/anorexia", r#"lower: -5, upper: 5, level: 0.05"#, r#"lower: -5, upper: 5, level: 0.5"#, "P007"),
    // equivalence asym
    ("tests/plans/anorexia", r#"lower: -5, upper: 5"#, r#"lower: -5, upper: -1"#, "P066"),
    // baseline = value
    ("tests/plans/anorexia", r#"  value:           postwt
  baseline:        prewt
  if not assessed: left_out
}

analysis adjusted"#, r#"  value:           prewt
  baseline:        prewt
  if not assessed: left_out
}

analysis adjusted"#, "P012"),
    // value and baseline swapped
    ("tests/plans/anorexia", r#"  value:           postwt
  baseline:        prewt
  measure:         change"#, r#"  value:           prewt
  baseline:        postwt
  measure:         change"#, "P022"),
    // compare ctrl
    ("tests/plans/anorexia", r#"    compare:    FT against CBT"#, r#"    compare:    Cont against CBT"#, "P070"),
    // test = reference
    ("tests/plans/scans", r#"  reference:                        pathology = abnormal"#, r#"  reference:                        scan = abnormal"#, "P007"),
    // test swapped
    ("tests/plans/scans", r#"  test:                             scan = abnormal
  reference:                        pathology = abnormal"#, r#"  test:                             pathology = abnormal
  reference:                        scan = abnormal"#, "P070"),
    // one normal
    ("tests/plans/scans", r#"  test:                             scan = abnormal"#, r#"  test:                             scan = normal"#, "P070"),
    // arms
    ("tests/plans/scans", r#"  north "North" when hospital = north"#, r#"  north "North" when hospital = south"#, "P070"),
    // arms by scan
    ("tests/plans/scans", r#"  north "North" when hospital = north"#, r#"  north "North" when scan = normal"#, "P015"),
    // reading twice
    ("tests/plans/judges", r#"readings: first, second, third, fourth"#, r#"readings: first, second, second, fourth"#, "P012"),
    // same reading
    ("tests/plans/couples", r#"readings: husband, wife"#, r#"readings: husband, husband"#, "P012"),
    // horizon below km
    ("tests/plans/glioma", r#"  estimate:  kaplan_meier { at: day 120 }
  main test: log_rank
}

analysis responses"#, r#"  estimate:  kaplan_meier { at: day 220 }
  main test: log_rank
}

analysis responses"#, "P007"),
    // label progression/response
    ("tests/plans/glioma", r#"  event:   progression by course"#, r#"  event:   objective_response by course"#, "P070"),
    // window
    ("tests/plans/glioma", r#"date from day 45 to day 75"#, r#"date from day 65 to day 75"#, "P007"),
    // label 2 months
    ("tests/plans/glioma", r#"nearest exam to day 60 where date from day 45 to day 75"#, r#"nearest exam to day 90 where date from day 75 to day 105"#, "P070"),
    // baseline window
    ("tests/plans/glioma", r#"last exam where readable and date from day -14 to day 0"#, r#"last exam where readable and date from day 0 to day 14"#, "P022"),
    // censored at start
    ("tests/plans/held", r#"  censor:   last visit where assessed by reported otherwise time zero"#, r#"  censor:   followup.last_news"#, "P071"),
    // rows before
    ("tests/plans/adverse", r#"  rows:  adverse_event where onset from time zero on"#, r#"  rows:  adverse_event where onset from day 30 on"#, "P041"),
    // rate to
    ("tests/plans/adverse", r#"to: day 365, until"#, r#"to: day 100, until"#, "P071"),
    // sirt code
    ("tests/plans/adverse", r#"event sirt:          first treatment where drug = sirt_y90"#, r#"event sirt:          first treatment where drug = bevacizumab"#, "P070"),
    // population sirt known
    ("tests/plans/adverse", r#"    "Treated": immunotherapy is known"#, r#"    "Treated": sirt is known"#, "P022"),
    // population not
    ("tests/plans/adverse", r#"    "Treated": immunotherapy is known"#, r#"    "Treated": immunotherapy is missing"#, "P043"),
    // worst first
    ("tests/plans/grades", r#"  value:           max grade of lab where date after time zero and grade is known
  baseline:"#, r#"  value:           min grade of lab where date after time zero and grade is known
  baseline:"#, "P070"),
    // last first
    ("tests/plans/grades", r#"  value:           last grade of lab where date after time zero and grade is known"#, r#"  value:           first grade of lab where date after time zero and grade is known"#, "P070"),
    // label grade 2
    ("tests/plans/grades", r#"  success:         any lab where date after time zero and grade is known and grade = g2"#, r#"  success:         any lab where date after time zero and grade is known and grade = g1"#, "P070"),
    // poor = good
    ("tests/plans/grades", r#"  success:         status = poor"#, r#"  success:         status = good"#, "P070"),
    // before zero
    ("tests/plans/grades", r#"  success:         any lab where date after time zero and grade is known and grade = g2"#, r#"  success:         any lab where date before time zero and grade is known and grade = g2"#, "P007"),
    // order
    ("tests/plans/grades", r#"endpoint worst "Worst grade" {
  kind:            shift { order: (g0, g1, g2) }"#, r#"endpoint worst "Worst grade" {
  kind:            shift { order: (g0, g2, g1) }"#, "P070"),
    // baseline after
    ("tests/plans/grades", r#"  baseline:        last grade of lab where date from day -28 to day 0 and grade is known"#, r#"  baseline:        last grade of lab where date from day 0 to day 28 and grade is known"#, "P022"),
    // causes censored
    ("tests/plans/gammopathy", r#"  causes:          1, 2"#, r#"  causes:          0, 1"#, "P007"),
    // cause other label
    ("tests/plans/gammopathy", r#"  estimate:   cause_specific_cox { cause: 2 }"#, r#"  estimate:   cause_specific_cox { cause: 1 }"#, "P070"),
    // women men
    ("tests/plans/gammopathy", r#"  women "Women" when sex = F"#, r#"  women "Women" when sex = M"#, "P070"),
    // horizon
    ("tests/plans/gammopathy", r#"at: (day 60, day 120, day 240)"#, r#"at: (day 60, day 120, day 24000)"#, "P007"),
    // 75
    ("tests/plans/skin", r#"endpoint pasi_90 "PASI 90 at 12 weeks": like pasi_75 { success: ninety }"#, r#"endpoint pasi_90 "PASI 90 at 12 weeks": like pasi_75 { success: fifty }"#, "P070"),
    // landmark
    ("tests/plans/later", r#"  landmark:  day 30
  estimand {
    endpoint:   os
    population: alive"#, r#"  landmark:  day 10
  estimand {
    endpoint:   os
    population: alive"#, "P007"),
    // early label
    ("tests/plans/later", r#"  success:         relapsed and elapsed < 95 days"#, r#"  success:         relapsed and elapsed > 95 days"#, "P070"),
    // early label number
    ("tests/plans/later", r#"  success:         relapsed and elapsed < 95 days"#, r#"  success:         relapsed and elapsed < 195 days"#, "P070"),
    // not relapsed
    ("tests/plans/later", r#"  success:         relapsed and elapsed < 95 days"#, r#"  success:         not relapsed and elapsed < 95 days"#, "P070"),
    // entry = time
    ("tests/plans/later", r#"  entry:           entered"#, r#"  entry:           elapsed"#, "P012"),
    // late ae label
    ("tests/plans/later", r#"  rows:  adverse_event where onset from day 45 on"#, r#"  rows:  adverse_event where onset from day 15 on"#, "P041"),
    // pop alive label
    ("tests/plans/later", r#"population alive "Alive beyond day 30": at_risk { of: treated, endpoint: os, on: day 30 }"#, r#"population alive "Alive beyond day 30": at_risk { of: treated, endpoint: os, on: day 60 }"#, "P070"),
    // after progression swapped
    ("tests/plans/held", r#"  from:   progression by reported
  event:  death"#, r#"  from:   death
  event:  progression by reported"#, "P007"),
    // new line after
    ("tests/plans/held", r#"  from:   new_line
  event:  death"#, r#"  from:   death
  event:  new_line"#, "P007"),
    // causes swapped labels
    ("tests/plans/held", r#"    progression "Progression": progression by reported
    death "Death without progression": death"#, r#"    progression "Death without progression": progression by reported
    death "Progression": death"#, "P070"),
    // gap long
    ("tests/plans/held", r#"longest gap: 182 days"#, r#"longest gap: 18 days"#, "P050"),
    // arms
    ("tests/plans/treated", r#"  high "High" when dose = high"#, r#"  high "High" when dose = low"#, "P070"),
    // local code
    ("tests/plans/treated", r#"event ablation "Local treatment": first treatment where drug = local"#, r#"event ablation "Local treatment": first treatment where drug = standard"#, "P070"),
    // start local
    ("tests/plans/treated", r#"event start "Standard treatment": first treatment where drug = standard"#, r#"event start "Standard treatment": first treatment where drug = local"#, "P070"),
    // complete not
    ("plans/lymphoma", r#"  success:         complete_response"#, r#"  success:         objective_response"#, "P070"),
    // end of treatment window
    ("plans/lymphoma", r#"nearest exam to day 183 where date from day 137 to day 228"#, r#"nearest exam to day 83 where date from day 37 to day 128"#, "P050"),
    // arm swapped
    ("plans/joints", r#"  active "Active"   when drug = active
  placebo "Placebo" otherwise"#, r#"  active "Placebo"   when drug = active
  placebo "Active" otherwise"#, "P070"),
    // arm names
    ("plans/joints", r#"    compare:    active against placebo"#, r#"    compare:    placebo against active"#, "P070"),
    // survival difference after horizon
    ("tests/plans/held", r#"survival_difference { at: (day 95) }"#, r#"survival_difference { at: (day 195) }"#, "P007"),
    // success reads baseline visit only
    ("tests/plans/adam", r#"success:         (score of pain where visit = W12) <= 2"#, r#"success:         pain_before <= 2"#, "P007"),
    // worst pain over baseline only
    ("tests/plans/adam", r#"value:           max score of pain where visit in (W4, W12) and score is known"#, r#"value:           max score of pain where visit = W0 and score is known"#, "P070"),
    // value of fatigue by a window before zero
    ("tests/plans/adam", r#"nearest level of fatigue to day 84 where date from day 70 to day 98"#, r#"nearest level of fatigue to day -10 where date from day -20 to day -1"#, "P007"),
    // worst grade label over all rows incl. baseline
    ("tests/plans/grades", r#"  value:           max grade of lab where date after time zero and grade is known
  baseline:"#, r#"  value:           max grade of lab where grade is known
  baseline:"#, "P071"),
    // category worst grade before
    ("tests/plans/grades", r#"  kind:            category { order: (g0, g1, g2) }
  value:           max grade of lab where date after time zero and grade is known"#, r#"  kind:            category { order: (g0, g1, g2) }
  value:           max grade of lab where date before time zero and grade is known"#, "P007"),
    // event severe_pain last
    ("tests/plans/adam", r#"first pain where visit in (W4, W12)"#, r#"last pain where visit in (W4, W12)"#, "P071"),
    // intercurrent new_line before day 0
    ("tests/plans/held", r#"intercurrent new_line: new_line from day 0 on"#, r#"intercurrent new_line: new_line before time zero"#, "P007"),
    // severe pain visit W0 only at day after
    ("tests/plans/adam", r#"first pain where visit in (W4, W12) and score is known and score >= 5"#, r#"first pain where visit = W0 and score is known and score >= 5"#, "P070"),
    // strategy for late_sirt in treated-arm only analysi
    ("plans/sirt-hcc", r#"sirt after day 120 { in: io }"#, r#"sirt from day 0 to day 120 { in: io }"#, "P007"),
    // sensitivity other population
    ("tests/plans/adam", r#"{ role: supplementary, population: treated_set, main test: log_rank }"#, r#"{ role: sensitivity, population: treated_set, main test: log_rank }"#, "P061"),
    // sensitivity with another strategy
    ("tests/plans/held", r#"analysis before_new_line "Duration of response, censored at a new line" {
  role: supplementary"#, r#"analysis before_new_line "Duration of response, censored at a new line" {
  role: sensitivity"#, "P061"),
    // sensitivity with other endpoint via like
    ("tests/plans/later", r#"analysis survival_seen "Death in those who were seen" {
  role:     supplementary"#, r#"analysis survival_seen "Death in those who were seen" {
  role:     sensitivity"#, "P061"),
    // sensitivity strata/covariates conditional HR
    ("tests/plans/lung", r#"analysis adjusted "Adjusted for age and performance status" {
  role: supplementary"#, r#"analysis adjusted "Adjusted for age and performance status" {
  role: sensitivity"#, "P061"),
    // answered by an analysis of the same treated set
    ("tests/plans/adam", r#"  answered by: survival_high
"#, r#"  answered by: survival_treated
"#, "A003"),
    // answered by an analysis of other endpoint
    ("tests/plans/adam", r#"  answered by: survival_high
"#, r#"  answered by: progression_high
"#, "A003"),
    // because a dot/tbd
    ("tests/messages/base", r#"because: "The protocol asks for 2 months.""#, r#"because: "tbd""#, "P007"),
    // family of one secondary with hochberg
    ("tests/plans/anorexia", r#"family treatments "Two comparisons with one group" { of: adjusted, procedure: holm }"#, r#"family treatments "Two comparisons with one group" { of: adjusted, procedure: benjamini_hochberg }"#, "P062"),
    // hypothesis level .05
    ("tests/plans/veterans", r#"margin: 1.25, level: 0.025"#, r#"margin: 1.25, level: 0.05"#, "P062"),
    // family twice same analysis
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family dup "Two" {
  of: (survival_low, survival_low, progression_high)
  procedure: holm
}
```

# 4 Scores"#, "P012"),
    // requirement sex in both
    ("tests/plans/adam", r#""Randomised": randomised
"#, r#""Randomised": randomised
    "Women": sex in (F, M)
"#, "P060"),
    // requirement repeated in outer population
    ("tests/plans/adam", r#""Treated": treated { known at: follow_up }"#, r#""Treated": treated { known at: follow_up }
    "Randomised": randomised"#, "P060"),
    // requirement that contradicts arm: population of on
    ("tests/plans/adam", r#""Randomised": randomised
"#, r#""Randomised": randomised
    "High dose": arm = high
"#, "P063"),
    // requirement that excludes an arm
    ("tests/plans/adam", r#""Randomised": randomised
"#, r#""Randomised": randomised
    "Not high": arm != high
"#, "P063"),
    // BMI unit swap
    ("tests/plans/adam", r#"bmi:           number in kg/m2 { above: 10, below: 60 }"#, r#"bmi:           number in kg/m2 { above: 60, below: 10 }"#, "P007"),
    // caliper 20
    ("plans/sirt-hcc", r#"  exact:                     bclc
  caliper:                   0.2 SD { of: logit, over: eligible }"#, r#"  exact:                     bclc
  caliper:                   20 SD { of: logit, over: eligible }"#, "P060"),
    // smd aim 1
    ("plans/sirt-hcc", r#"smd { below: 0.1, for: (score, bclc"#, r#"smd { below: 10, for: (score, bclc"#, "P060"),
    // confirm after 2800 days
    ("plans/sirt-hcc", r#"endpoint best_confirmed "Best overall response, confirmed": like best {
  confirmed: next_assessed { after: 28 days"#, r#"endpoint best_confirmed "Best overall response, confirmed": like best {
  confirmed: next_assessed { after: 400 days"#, "P043"),
    // unused data table
    ("tests/plans/adam", r#"event randomisation "Rand"#, r#"data spare "Spare" {
  one row per: patient
  belongs to:  patient
  known at:    follow_up
  columns {
    note: text
  }
}

event randomisation "Rand"#, "P032"),
    // analysis not in report list
    ("tests/plans/held", r#"figures: (kaplan_meier { of: duration"#, r#"analyses: described, deaths
  figures: (kaplan_meier { of: duration"#, "P033"),
    // forest twice
    ("tests/plans/veterans", r#"figures:  forest"#, r#"figures:  forest, forest"#, "P012"),
    // baseline characteristic twice
    ("plans/sirt-hcc", r#"baseline:      age, sex, site"#, r#"baseline:      age, age, sex, site"#, "P012"),
    // population twice in report
    ("plans/sirt-hcc", r#"populations:   eligible, matched
  numbers"#, r#"populations:   eligible, eligible
  numbers"#, "P012"),
    // success without lower date bound
    ("tests/plans/grades", r#"success:         any lab where date after time zero and grade is known and grade = g2"#, r#"success:         any lab where grade is known and grade = g2"#, "P071"),
    // graph over 1
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family graph "Graph" {
  of: (survival_low, progression_high)
  procedure: graphical
  hypotheses {
    survival_low: 0.8 { to progression_high: 1 }
    progression_high: 0.5 { to survival_low: 1 }
  }
}
```

# 4 Scores"#, "P007"),
    // graph never reached
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family graph "Graph" {
  of: (survival_low, progression_high)
  procedure: graphical
  hypotheses {
    survival_low: 1 { }
    progression_high: 0 { }
  }
}
```

# 4 Scores"#, "P007"),
    // fixed_sequence with primary last
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family seq "Sequence" {
  of: (survival_low, progression_high, survival_high)
  procedure: fixed_sequence
}
```

# 4 Scores"#, "P062"),
    // paired t-test of two arms
    ("tests/plans/adam", r#"estimate: t_test { variance: unequal }, summary"#, r#"estimate: t_test { variance: paired }, summary"#, "P027"),
    // baseline from other visit
    ("tests/plans/adam", r#"score of pain where visit = W0 and date from day -14 to day 0"#, r#"score of pain where visit = W4 and date from day -14 to day 0"#, "P070"),
    // age reversed dates
    ("tests/plans/adam", r#"completed_years(birth, randomised_on)"#, r#"completed_years(randomised_on, birth)"#, "P070"),
    // window does not hold target
    ("tests/plans/adam", r#"nearest level of fatigue to day 84 where date from day 70 to day 98"#, r#"nearest level of fatigue to day 84 where date from day 70 to day 80"#, "P007"),
    // visit window and code contradict
    ("tests/plans/adam", r#"score of pain where visit = W0 and date from day -14 to day 0"#, r#"score of pain where visit = W0 and visit = W12 and date from day -14 to day 0"#, "P007"),
    // arms sum
    ("tests/plans/adam", r#"compare:    (low, high) against placebo"#, r#"compare:    (low, low) against placebo"#, "P007"),
    // gap held M4
    ("tests/plans/held", r#"date from day 85 to day 140"#, r#"date from day 99 to day 140"#, "P050"),
    // horizon km later
    ("tests/plans/later", r#"estimate:  cox, kaplan_meier { at: day 60 }"#, r#"estimate:  cox, kaplan_meier { at: day 240 }"#, "P007"),
    // horizon held
    ("tests/plans/held", r#"estimate: survival_difference { at: (day 95) }, kaplan_meier { interval: log_log, at: (day 95) }"#, r#"estimate: survival_difference { at: (day 95) }, kaplan_meier { interval: log_log, at: (day 195) }"#, "P007"),
    // months km day 400
    ("tests/plans/months", r#"kaplan_meier { interval: log_log, at: day 365 }"#, r#"kaplan_meier { interval: log_log, at: day 400 }"#, "P007"),
    // at risk after horizon
    ("tests/plans/later", r#"at_risk { of: treated, endpoint: os, on: day 30 }"#, r#"at_risk { of: treated, endpoint: os, on: day 300 }"#, "P040"),
    // stable after horizon
    ("tests/plans/treated", r#"stable from: day 42"#, r#"stable from: day 420"#, "P043"),
    // best to before first window
    ("tests/plans/treated", r#"  kind:        best_response
  by:          local_response
  to:          day 365"#, r#"  kind:        best_response
  by:          local_response
  to:          day 0"#, "P007"),
    // aj after horizon treated
    ("tests/plans/treated", r#"    endpoint:   sure
    population: everyone
  }
  estimate: kaplan_meier { at: day 60 }"#, r#"    endpoint:   sure
    population: everyone
  }
  estimate: kaplan_meier { at: day 600 }"#, "P007"),
    // ae rows beyond rate
    ("tests/plans/later", r#"rows:  adverse_event where onset from day 45 on"#, r#"rows:  adverse_event where onset from day 400 on"#, "P041"),
    // success never in table range
    ("tests/plans/later", r#"relapsed and elapsed < 95 days"#, r#"relapsed and elapsed < 0 days"#, "P007"),
    // last event
    ("tests/plans/treated", r#"event ablation "Local treatment": first treatment where drug = local"#, r#"event ablation "Local treatment": last treatment where drug = local"#, "P071"),
    // time zero last
    ("tests/plans/treated", r#"event start "Standard treatment": first treatment where drug = standard"#, r#"event start "Standard treatment": last treatment where drug = standard"#, "P071"),
    // arm from day 0 on
    ("tests/plans/later", r#"added from day 0 to day 30"#, r#"added from day 0 on"#, "P022"),
    // arm by followup
    ("tests/plans/later", r#"when added from day 0 to day 30"#, r#"when followup.died_on is missing"#, "P022"),
    // severe any date
    ("tests/plans/grades", r#"success:         any lab where date after time zero and grade is known and grade = g2"#, r#"success:         any lab where date from day -28 on and grade is known and grade = g2"#, "P071"),
    // value before
    ("tests/plans/grades", r#"value:           last grade of lab where date after time zero and grade is known"#, r#"value:           last grade of lab where date from day -28 to day 0 and grade is known"#, "P012"),
    // colon os success on baseline
    ("plans/colon", r#"event:           state = dead
"#, r#"event:           node4 = yes
"#, "P007"),
    // arms by outcome
    ("plans/colon", r#"lev "Levamisole"                    when arm = lev"#, r#"lev "Levamisole"                    when state = alive"#, "P022"),
    // pop requirement outcome
    ("plans/colon-adam", r#"population itt "All randomised patients": all_patients"#, r#"population itt "All randomised patients" {
  of: all_patients
  require {
    "Followed for a year": survival.aval >= 365 days
  }
  if not known:        excluded
  count exclusions at: first_reason
}"#, "P022"),
    // pop on missing outcome
    ("tests/plans/clinic", r#""Consent": consent"#, r#""Consent": consent
    "Assessed": better is known"#, "P022"),
    // composite of tte
    ("tests/plans/held", r#"analysis described "Duration of response by drug" {
  role: secondary
  estimand {
    endpoint:   duration
    population: everyone
    compare:    active against control
    effect:     none
    intercurrent { new_line: treatment_policy }"#, r#"analysis described "Duration of response by drug" {
  role: secondary
  estimand {
    endpoint:   duration
    population: everyone
    compare:    active against control
    effect:     none
    intercurrent { new_line: treatment_policy, death: treatment_policy }"#, "P026"),
    // strategy for own start
    ("tests/plans/held", r#"    endpoint:   after_new_line
    population: everyone
"#, r#"    endpoint:   after_new_line
    population: everyone
    intercurrent { new_line: treatment_policy }
"#, "P026"),
    // late in combined
    ("tests/messages/base", r#"added after day 60 { in: alone }"#, r#"added after day 60 { in: combined }"#, "P063"),
    // late before
    ("tests/messages/base", r#"added after day 60 { in: alone }"#, r#"added from day 0 to day 60 { in: alone }"#, "P007"),
    // order misses one
    ("tests/messages/base", r#"order of events: progression, death, operation"#, r#"order of events: progression, death"#, "P046"),
    // order twice
    ("tests/messages/base", r#"order of events: progression, death, operation"#, r#"order of events: progression, death, operation, death"#, "P012"),
    // order with event without strategy that settles
    ("tests/messages/base", r#"order of events: progression, death, operation"#, r#"order of events: progression, death, operation, late"#, "P042"),
    // death policy
    ("tests/messages/base", r#"      death:     composite { as: failure }"#, r#"      death:     treatment_policy"#, "P025"),
    // cause twice
    ("tests/plans/later", r#"treated "Extra treatment": added"#, r#"treated "Extra treatment": first of (added, death)"#, "P012"),
    // any_ae no term
    ("tests/plans/later", r#"endpoint any_ae "Adverse events" {
  kind:  events
  rows:  adverse_event where onset from time zero on
  grade: grade { worst per: (patient, term), severe from: 3 }"#, r#"endpoint any_ae "Adverse events" {
  kind:  events
  rows:  adverse_event where onset from time zero on
  grade: grade { worst per: (patient, term), severe from: 6 }"#, "P007"),
    // event two ways
    ("tests/messages/base", r#"event:   first of (progression by tumour, death)"#, r#"event:   first of (progression by tumour, definitive_progression by tumour, death)"#, "P012"),
    // event def
    ("plans/colon", r#"event:           recurrence.status = recurred or state = dead"#, r#"event:           recurrence.status = recurred or recurrence.status = recurred"#, "P012"),
    // rfs alive
    ("plans/colon", r#"event:           recurrence.status = recurred or state = dead"#, r#"event:           recurrence.status = recurred or state = alive"#, "P070"),
    // rfs and
    ("plans/colon", r#"event:           recurrence.status = recurred or state = dead"#, r#"event:           recurrence.status = recurred and state = dead"#, "P070"),
    // rfs only dead
    ("plans/colon", r#"event:           recurrence.status = recurred or state = dead"#, r#"event:           state = dead"#, "P070"),
    // rfs no death
    ("plans/colon", r#"event:           recurrence.status = recurred or state = dead"#, r#"event:           recurrence.status = recurred"#, "P070"),
    // cause & censor
    ("tests/plans/later", r#"  same day: dead, treated
  censor: followup.last_news"#, r#"  same day: dead, treated
  censor: followup.died_on"#, "P007"),
    // cause censor at event
    ("tests/plans/later", r#"  same day: dead, treated
  censor: followup.last_news"#, r#"  same day: dead, treated
  censor: death"#, "P007"),
    // os censor added
    ("tests/plans/later", r#"  event:   death
  censor:  followup.last_news
  horizon: day 250"#, r#"  event:   death
  censor:  added
  horizon: day 250"#, "P007"),
    // causes incl. none
    ("plans/colon", r#"causes:          recurrence, death"#, r#"causes:          recurrence, none"#, "P007"),
    // causes incl. all
    ("plans/colon", r#"causes:          recurrence, death"#, r#"causes:          recurrence, death, none"#, "P007"),
    // causes drop death
    ("plans/colon", r#"causes:          recurrence, death"#, r#"causes:          recurrence"#, "P007"),
    // causes wrong alone
    ("plans/colon", r#"causes:          recurrence, death"#, r#"causes:          death, none"#, "P070"),
    // sens colon adj
    ("plans/colon", r#"analysis survival_adjusted "Overall survival, adjusted" {
  role:                      supplementary"#, r#"analysis survival_adjusted "Overall survival, adjusted" {
  role:                      sensitivity"#, "P061"),
    // sens colon rmst
    ("plans/colon", r#"analysis survival_mean "Restricted mean survival time to 5 years" {
  role:     supplementary"#, r#"analysis survival_mean "Restricted mean survival time to 5 years" {
  role:     sensitivity"#, "P061"),
    // sens colon added
    ("plans/colon", r#"analysis survival_added "Overall survival, fluorouracil added to levamisole" {
  role:       supplementary"#, r#"analysis survival_added "Overall survival, fluorouracil added to levamisole" {
  role:       sensitivity"#, "P061"),
    // sens recurrences
    ("plans/colon", r#"analysis recurrences "Cumulative incidence of recurrence" {
  role: supplementary"#, r#"analysis recurrences "Cumulative incidence of recurrence" {
  role: sensitivity"#, "P061"),
    // sens clinic everyone
    ("tests/plans/clinic", r#"analysis everyone_better "Better, of everyone" {
  role:     supplementary"#, r#"analysis everyone_better "Better, of everyone" {
  role:     sensitivity"#, "P061"),
    // sens held
    ("tests/plans/held", r#"analysis responders_at_best "Response at 4 months, at best": like responders { endpoint: at_best, role: supplementary }"#, r#"analysis responders_at_best "Response at 4 months, at best": like responders { endpoint: at_best, role: sensitivity, new_line: composite { as: failure } }"#, "P061"),
    // sens months
    ("tests/plans/months", r#"  role: supplementary
  estimand: like survival { endpoint: first_month }"#, r#"  role: sensitivity
  estimand: like survival { endpoint: first_month }"#, "P061"),
    // sens cured
    ("tests/plans/clinic", r#"analysis cured "Cured" {
  role:     supplementary"#, r#"analysis cured "Cured" {
  role:     sensitivity"#, "P061"),
    // answer self
    ("tests/messages/base", r#"accept immortal_time {
  for:     orr, os
"#, r#"accept immortal_time {
  for:     orr, os
  answered by: survival_all
"#, "A003"),
    // answer main
    ("tests/messages/base", r#"accept early_window {
  for:     orr
"#, r#"accept early_window {
  for:     orr
  answered by: main
"#, "A003"),
    // answer early itself
    ("tests/messages/base", r#"accept early_window {
  for:     orr
"#, r#"accept early_window {
  for:     orr
  answered by: early
"#, "A003"),
    // reason empty
    ("tests/messages/base", r#"because: "The protocol asks for 2 months.""#, r#"because: "-""#, "P007"),
    // reason na
    ("tests/messages/base", r#"because: "The protocol asks for 2 months.""#, r#"because: "n/a""#, "P007"),
    // reason see
    ("tests/messages/base", r#"because: "The protocol asks for 2 months.""#, r#"because: "accepted""#, "P007"),
    // accept nothing
    ("tests/messages/base", r#"accept early_window {
  for:     orr
"#, r#"accept early_window {
  for:     os
"#, "P028"),
    // answer held
    ("tests/plans/held", r#"accept late_selection {
  for:     after_response
"#, r#"accept late_selection {
  for:     after_response
  answered by: afterwards
"#, "A003"),
    // answer adverse-late
    ("tests/plans/later", r#"accept immortal_time {
  for:     late_ae
"#, r#"accept immortal_time {
  for:     late_ae
  answered by: safety
"#, "A003"),
    // primary again clinic
    ("tests/plans/clinic", r#"  also given: log_rank
}
analysis score"#, r#"  also given: log_rank
}
analysis again "Better, again" {
  role:      secondary
  estimand:  like main
  estimate:  risk_difference { interval: wald }
  main test: chi_squared
}
analysis score"#, "P062"),
    // primary tested also in family
    ("plans/colon", r#"  of:        survival, free_of_recurrence
  procedure: graphical"#, r#"  of:        survival, survival, free_of_recurrence
  procedure: graphical"#, "P012"),
    // graph to self
    ("plans/colon", r#"to survival lev_5fu: 0.5, to free_of_recurrence lev: 0.5"#, r#"to survival lev: 0.5, to free_of_recurrence lev: 0.5"#, "P002"),
    // graph out >1
    ("plans/colon", r#"to survival lev_5fu: 0.5, to free_of_recurrence lev: 0.5"#, r#"to survival lev_5fu: 0.8, to free_of_recurrence lev: 0.5"#, "P007"),
    // graph loses level
    ("plans/colon", r#"    survival lev:               0.5 { to"#, r#"    survival lev:               0.3 { to"#, "P050"),
    // fdr primary
    ("plans/colon", r#"procedure: graphical
  hypotheses {
    survival lev:               0.5 { to survival lev_5fu: 0.5, to free_of_recurrence lev: 0.5 }
    survival lev_5fu:           0.5 { to survival lev: 0.5, to free_of_recurrence lev_5fu: 0.5 }
    free_of_recurrence lev:     0 { to survival lev_5fu: 1 }
    free_of_recurrence lev_5fu: 0 { to survival lev: 1 }
  }"#, r#"procedure: benjamini_hochberg"#, "P062"),
    // weights overlap pop
    ("plans/sirt-hcc", r#"  role:                      supplementary
  estimand:                  like progression { population: eligible }
  weights:                   overlap of pairs"#, r#"  role:                      supplementary
  estimand:                  like progression { population: alive_120 }
  weights:                   overlap of pairs"#, "P007"),
    // missed of other pairs
    ("plans/sirt-hcc", r#"  estimand:   like primary { effect: odds_ratio }
  covariates: missed of pairs"#, r#"  estimand:   like primary { effect: odds_ratio }
  covariates: missed of pairs_free_120"#, "P007"),
    // caliper arm
    ("tests/messages/base", r#"caliper:                   0.2 SD { of: logit, over: eligible }"#, r#"caliper:                   0.2 SD { of: logit, over: all_patients }"#, "P001"),
    // pairs unmatched by pair
    ("tests/messages/base", r#"population: eligible, estimate: cox { variance: robust, by: patient }"#, r#"population: eligible, estimate: cox { variance: robust, by: pair }"#, "P027"),
    // paired unpaired main
    ("tests/messages/base", r#"main test: mcnemar { form: exact, by: pair }"#, r#"main test: fisher_exact"#, "P034"),
    // matching among treated
    ("plans/sirt-hcc", r#"matching pairs_alive_120 "Pairs of patients alive beyond day 120": like pairs { among: alive_120, caliper: 0.2 SD { of: logit, over: alive_120 } }"#, r#"matching pairs_alive_120 "Pairs of patients alive beyond day 120": like pairs { among: free_120, caliper: 0.2 SD { of: logit, over: alive_120 } }"#, "P071"),
    // landmark other pop
    ("plans/sirt-hcc", r#"analysis survival_landmark "Overall survival, landmark at day 120": like progression_landmark { endpoint: os, population: matched_alive_120 }"#, r#"analysis survival_landmark "Overall survival, landmark at day 120": like progression_landmark { endpoint: os, population: matched }"#, "P007"),
    // landmark day
    ("plans/sirt-hcc", r#"analysis survival_landmark "Overall survival, landmark at day 120": like progression_landmark { endpoint: os, population: matched_alive_120 }"#, r#"analysis survival_landmark "Overall survival, landmark at day 120": like progression_landmark { endpoint: os, population: matched_alive_120, landmark: day 90 }"#, "P007"),
    // cov arm
    ("plans/colon", r#"covariates:                age, sex, obstruct"#, r#"covariates:                age, arm, obstruct"#, "P043"),
    // strata arm
    ("plans/colon", r#"strata:    extent, surg, node4
  estimate:  cox { ties: efron }, kaplan"#, r#"strata:    extent, surg, arm
  estimate:  cox { ties: efron }, kaplan"#, "P043"),
    // subgroup by arm
    ("plans/colon", r#"by:                        sex "Sex","#, r#"by:                        arm "Arm","#, "P043"),
    // cov of arm define
    ("templates/new/several_arms", r#"covariates:                baseline, region"#, r#"covariates:                baseline, arm"#, "P043"),
    // score arm
    ("tests/messages/base", r#"of: (age, log10(marker), largest)"#, r#"of: (age, log10(marker), largest, opposed)"#, "P022"),
    // score after zero
    ("tests/plans/later", r#"score:   logistic { of: load }"#, r#"score:   logistic { of: (load, relapsed) }"#, "P022"),
    // subgroup outcome
    ("plans/colon", r#"by:                        sex "Sex","#, r#"by:                        state "State","#, "P022"),
    // alpha 5 %
    ("plans/colon", r#"alpha:  0.05 { sides: two }"#, r#"alpha:  50 % { sides: two }"#, "P007"),
    // planned 0
    ("tests/messages/base", r#"planned per arm: 10"#, r#"planned per arm: 0"#, "P007"),
    // planned neg
    ("tests/messages/base", r#"planned per arm: 10"#, r#"planned per arm: -10"#, "P007"),
    // ratio 0
    ("tests/messages/base", r#"ratio: 1, replacement: no"#, r#"ratio: 0, replacement: no"#, "P001"),
    // caliper 0
    ("tests/messages/base", r#"0.2 SD { of: logit"#, r#"0 SD { of: logit"#, "P007"),
    // smd neg
    ("tests/messages/base", r#"below: 0.1, for"#, r#"below: -0.1, for"#, "P007"),
    // prob
    ("tests/plans/veterans", r#"power:   80 %"#, r#"power:   180 %"#, "P007"),
    // power below alpha
    ("tests/plans/veterans", r#"power:   80 %"#, r#"power:   4 %"#, "P007"),
    // event free
    ("tests/plans/veterans", r#"event free: 50 %"#, r#"event free: 150 %"#, "P007"),
    // rmst 0
    ("plans/colon", r#"rmst { to: day 1826 }"#, r#"rmst { to: day 0 }"#, "P007"),
    // km day neg
    ("plans/colon", r#"at: (day 365, day 1096, day 1826) }
  main"#, r#"at: (day -365, day 1096, day 1826) }
  main"#, "P007"),
    // km order
    ("plans/colon", r#"at: (day 365, day 1096, day 1826) }
  main"#, r#"at: (day 365, day 365, day 1826) }
  main"#, "P012"),
    // sequence quantile
    ("plans/colon", r#"median_quartiles { type: 7 }"#, r#"median_quartiles { type: 17 }"#, "P007"),
    // grade beyond
    ("tests/plans/later", r#"grade: grade { worst per: (patient, term), severe from: 3 }
  count: no_end
  rate:  first_event { to"#, r#"grade: grade { worst per: (patient, term), severe from: 9 }
  count: no_end
  rate:  first_event { to"#, "P007"),
    // age beyond
    ("plans/colon", r#"age >= 65 "65 years or older""#, r#"age >= 165 "165 years or older""#, "P007"),
    // limits
    ("tests/messages/base", r#"largest:     number in mm { above: 0, below: 1000 }"#, r#"largest:     number in mm { above: 1000, below: 0 }"#, "P007"),
    // rate per 0
    ("tests/plans/clinic", r#"smallest cell: 5"#, r#"smallest cell: 0"#, "P007"),
    // circulation 1
    ("tests/plans/clinic", r#"smallest cell: 5"#, r#"smallest cell: 1"#, "P007"),
    // day window neg
    ("tests/messages/base", r#"date from day 30 to day 90"#, r#"date from day 90 to day 30"#, "P007"),
    // target out
    ("tests/messages/base", r#"nearest exam to day 61 where"#, r#"nearest exam to day 95 where"#, "P007"),
    // confirm 0
    ("tests/plans/held", r#"longest gap: 182 days"#, r#"longest gap: 0 days"#, "P007"),
    // null share
    ("tests/plans/later", r#"early_relapse { combined: 20 %, alone: 40 %, discordant: 40 % }"#, r#"early_relapse { combined: 20 %, alone: 40 %, discordant: 10 % }"#, "P088"),
    // pairs 175
    ("tests/plans/later", r#"matched { pairs: 75 % }"#, r#"matched { pairs: 175 % }"#, "P007"),
    // month days
    ("plans/sirt-hcc", r#"month:           30.4375 days"#, r#"month:           304.375 days"#, "P007"),
    // year days
    ("plans/colon", r#"year:   365.25 days"#, r#"year:   36525 days"#, "P007"),
    // dup endpoint
    ("tests/plans/clinic", r#"endpoint pain "Pain":         like better { success: pain }"#, r#"endpoint pain "Pain":         like better { success: bleeding }"#, "P012"),
    // dup endpoint 2
    ("tests/plans/clinic", r#"endpoint cured "Cured":       like better { success: cured }"#, r#"endpoint cured "Cured":       like better"#, "P012"),
    // case never
    ("plans/colon", r#"  death "Death without it" when state = dead
"#, r#"  death "Death without it" when state = dead
  late "Late death" when state = dead
"#, "P017"),
    // case otherwise
    ("plans/colon", r#"none "Neither"           otherwise"#, r#"none "Neither"           when state = dead"#, "P017"),
    // always true check
    ("plans/colon", r#"require:  recurrence.time is known"#, r#"require:  recurrence.time >= 0 days or recurrence.time is missing"#, "P060"),
    // always true req
    ("tests/plans/clinic", r#""Consent": consent"#, r#""Consent": consent or not consent"#, "P007"),
    // always false
    ("tests/plans/clinic", r#""Consent": consent"#, r#""Consent": consent and not consent"#, "P007"),
    // weight always
    ("tests/plans/clinic", r#""Consent": consent"#, r#""Weight": weight > 0 kg"#, "P060"),
    // check with same
    ("plans/colon", r#"for each: recurrence where status = none
  require:  time = followed"#, r#"for each: recurrence where status = none
  require:  time = time"#, "P007"),
    // dup pop
    ("tests/plans/clinic", r#""Consent": consent"#, r#""Consent": consent
    "Consent again": consent"#, "P012"),
    // dup strata
    ("plans/colon", r#"strata:    extent, surg, node4
  estimate:  cox { ties: efron }, kaplan"#, r#"strata:    extent, surg, surg
  estimate:  cox { ties: efron }, kaplan"#, "P012"),
    // unused define
    ("plans/colon", r#"// The first of the two"#, r#"define old "Old" of patient: age >= 65

// The first of the two"#, "P032"),
    // unused population
    ("tests/plans/clinic", r#"# 2 Circulation"#, r#"```plan
population men "Men" {
  of: everyone
  require {
    "Men": sex = M
  }
  if not known:        excluded
  count exclusions at: first_reason
}
```

# 2 Circulation"#, "P032"),
    // clause
    ("plans/colon", r#"analysed as overall survival is in clause 7.1"#, r#"analysed as overall survival is in clause 7.9"#, "P052"),
    // clause2
    ("plans/colon", r#"family in clause 7.3 together"#, r#"family in clause 9.3 together"#, "P052"),
    // clause range
    ("plans/colon", r#"This comparison is in no family."#, r#"This comparison is in no family (clauses 7.1 to 7.14)."#, "P052"),
    // attr bev
    ("plans/sirt-hcc", r#"(first_bevacizumab is known and onset >= first_bevacizumab and (link_bevacizumab"#, r#"(first_bevacizumab is known and (link_bevacizumab"#, "P071"),
    // attr only link
    ("plans/sirt-hcc", r#"(sirt is known and onset >= sirt and (link_sirt is missing or link_sirt in (possible, probable, certain)))"#, r#"(link_sirt is known and link_sirt in (possible, probable, certain))"#, "P071"),
    // attr before
    ("plans/sirt-hcc", r#"(sirt is known and onset >= sirt and (link_sirt"#, r#"(sirt is known and onset <= sirt and (link_sirt"#, "P071"),
    // same day twice
    ("tests/plans/later", r#"same day: dead, treated"#, r#"same day: dead, dead"#, "P007"),
    // horizon on that day
    ("tests/messages/base", r#"horizon: day 365 { event on that day: counts }"#, r#"horizon: day 365"#, "P008"),
    // label arms other
    ("plans/colon", r#"lev_5fu "Levamisole + fluorouracil" otherwise"#, r#"lev_5fu "Levamisole"  otherwise"#, "P012"),
    // label pop
    ("plans/colon", r#"population itt "All randomised patients": all_patients"#, r#"population itt "Per-protocol set": all_patients"#, "P070"),
    // relief dir
    ("templates/new/several_arms", r#"(pain of visit where label = W12) <= 30"#, r#"(pain of visit where label = W12) >= 30"#, "P070"),
    // visit
    ("templates/new/several_arms", r#"success:         (pain of visit where label = W12) <= 30"#, r#"success:         (pain of visit where label = W4) <= 30"#, "P070"),
    // visit2
    ("templates/new/several_arms", r#"value:           pain of visit where label = W12"#, r#"value:           pain of visit where label = W4"#, "P070"),
    // trend order
    ("templates/new/several_arms", r#"compare:    placebo, low, high"#, r#"compare:    low, placebo, high"#, "P070"),
    // baseline visit
    ("templates/new/several_arms", r#"pain of visit where label = W0 and date"#, r#"pain of visit where label = W4 and date"#, "P070"),
    // check window
    ("templates/new/several_arms", r#"require:  date from day 70 to day 98"#, r#"require:  date from day 70 to day 88"#, "P050"),
    // time in months km in days label
    ("tests/plans/gammopathy", r#"because:         "months to the first event, derived by the authors of the data""#, r#"because:         "tbd, to be filled in""#, "P007"),
    // fine gray 1
    ("tests/plans/gammopathy", r#"estimate:   fine_gray { cause: 2 }"#, r#"estimate:   fine_gray { cause: 1 }"#, "P070"),
    // cause 0
    ("tests/plans/gammopathy", r#"estimate:   fine_gray { cause: 2 }"#, r#"estimate:   fine_gray { cause: 0 }"#, "P007"),
    // drop 2
    ("tests/plans/gammopathy", r#"causes:          1, 2"#, r#"causes:          1"#, "P007"),
    // hazards other label
    ("tests/plans/gammopathy", r#"also given: cause_specific_log_rank { cause: 2 }"#, r#"also given: cause_specific_log_rank { cause: 1 }"#, "P070"),
    // covariate outcome
    ("tests/plans/gammopathy", r#"covariates: age, sex"#, r#"covariates: age, etime"#, "P022"),
    // covariate twice
    ("tests/plans/gammopathy", r#"covariates: age, sex"#, r#"covariates: sex, sex"#, "P012"),
    // trend two arms
    ("tests/plans/larynx", r#"compare:    first, second, third, fourth"#, r#"compare:    first, third"#, "P007"),
    // family fdr
    ("tests/plans/larynx", r#"of: each, procedure: holm"#, r#"of: each, procedure: benjamini_hochberg"#, "P062"),
    // subgroup by arm
    ("tests/plans/larynx", r#"by:          age >= 65 "Aged 65 or more""#, r#"by:          stage "Stage""#, "P043"),
    // subgroup on time
    ("tests/plans/larynx", r#"by:          age >= 65 "Aged 65 or more""#, r#"by:          time >= 5 years "Long survivors""#, "P022"),
    // two stages alike
    ("tests/plans/larynx", r#"third "Stage III"   when stage = 3"#, r#"third "Stage II"   when stage = 3"#, "P012"),
    // stage case twice
    ("tests/plans/larynx", r#"third "Stage III"   when stage = 3"#, r#"third "Stage III"   when stage = 2"#, "P017"),
    // pasi fifty
    ("tests/plans/skin", r#"endpoint pasi_50 "PASI 50 at 12 weeks": like pasi_75 { success: fifty }"#, r#"endpoint pasi_50 "PASI 50 at 12 weeks": like pasi_75 { success: ninety }"#, "P070"),
    // assume 160
    ("tests/plans/skin", r#"active: 60 %, placebo: 10 %"#, r#"active: 160 %, placebo: 10 %"#, "P007"),
    // weeks
    ("tests/plans/skin", r#"nearest visit to day 84 where date from day 70 to day 98"#, r#"nearest visit to day 98 where date from day 70 to day 98"#, "P070"),
    // baseline
    ("tests/plans/skin", r#"last visit where date from day -14 to day 0"#, r#"last visit where date from day -14 to day 7"#, "P022"),
    // one sided
    ("tests/plans/skin", r#"main test: fisher_exact"#, r#"main test: fisher_exact { alternative: less }"#, "P062"),
    // compare reversed
    ("tests/plans/skin", r#"compare:    active against placebo"#, r#"compare:    placebo against active"#, "P070"),
    // sens fifty
    ("tests/plans/skin", r#"analysis fifty "PASI 50 at 12 weeks" {
  role: supplementary"#, r#"analysis fifty "PASI 50 at 12 weeks" {
  role: sensitivity"#, "P061"),
    // all same
    ("tests/plans/skin", r#""Dated": start is known"#, r#""Dated": start is missing"#, "P043"),
    // paired
    ("tests/plans/skin", r#"main test: fisher_exact"#, r#"main test: mcnemar { form: exact, by: pair }"#, "P027"),
    // cox_baseline beyond
    ("tests/plans/lung", r#"at: (day 60, day 310)"#, r#"at: (day 60, day 9310)"#, "P007"),
    // sex codes label
    ("tests/plans/lung", r#"female "Female" when sex = 2"#, r#"female "Female" when sex = 1"#, "P070"),
    // breslow dup
    ("tests/plans/lung", r#"analysis breslow "With Breslow's method for ties": like adjusted { estimate: cox { ties: breslow } }"#, r#"analysis breslow "With Breslow's method for ties": like adjusted { estimate: cox { ties: efron } }"#, "P012"),
    // design trial
    ("tests/plans/lung", r#"design: prospective_cohort"#, r#"design: randomised_trial"#, "P070"),
    // ecog scale
    ("tests/plans/lung", r#"ecog:     integer from 0 to 4 {"#, r#"ecog:     integer from 0 to 40 {"#, "P070"),
    // age scale
    ("tests/plans/lung", r#"age:      integer from 18 to 120"#, r#"age:      integer from 18 to 1200"#, "P070"),
    // sup margin sign
    ("tests/plans/anorexia", r#"superiority { margin: 0, level"#, r#"superiority { margin: -5, level"#, "P066"),
    // alternative less
    ("tests/plans/anorexia", r#"main test: t_test { variance: unequal, alternative: greater }"#, r#"main test: t_test { variance: unequal, alternative: less }"#, "P062"),
    // gain subgroup out
    ("tests/plans/anorexia", r#"prewt >= 92"#, r#"postwt >= 92"#, "P022"),
    // subgroup beyond
    ("tests/plans/anorexia", r#"prewt >= 92"#, r#"prewt >= 0"#, "P060"),
    // baseline covariate dup
    ("tests/plans/anorexia", r#"  covariates: baseline
"#, r#"  covariates: baseline, prewt
"#, "P012"),
    // paired unequal
    ("tests/plans/anorexia", r#"estimate:  t_test { variance: paired }, signed_rank"#, r#"estimate:  t_test { variance: unequal }, signed_rank"#, "P034"),
    // no treat arm family
    ("tests/plans/anorexia", r#"FT "Family therapy"         when treat = FT"#, r#"FT "Family therapy"         when treat = Cont"#, "P070"),
    // confirm 0
    ("tests/plans/glioma", r#"confirmed: next_assessed { after: 28 days, not assessed between: 0 }
}

endpoint worse"#, r#"confirmed: next_assessed { after: 0 days, not assessed between: 0 }
}

endpoint worse"#, "P007"),
    // sens confirmed
    ("tests/plans/glioma", r#"analysis lasting "Confirmed response at 2 months" {
  role: supplementary"#, r#"analysis lasting "Confirmed response at 2 months" {
  role: sensitivity"#, "P061"),
    // km day
    ("tests/plans/glioma", r#"estimate:  kaplan_meier { at: day 120 }
  main test: log_rank
}

analysis responses"#, r#"estimate:  kaplan_meier { at: day 220 }
  main test: log_rank
}

analysis responses"#, "P007"),
    // steroid last visit
    ("tests/plans/glioma", r#"visit: visit, steroid: steroid"#, r#"visit: visit, steroid: visit"#, "P021"),
    // censor start
    ("tests/plans/glioma", r#"censor:  last exam where assessed by course otherwise time zero
  horizon: day 180 { event on that day: counts }
}

endpoint response_time"#, r#"censor:  last visit
  horizon: day 180 { event on that day: counts }
}

endpoint response_time"#, "P007"),
    // failure->last
    ("plans/joints", r#"if not assessed: failure
}

endpoint responding_assessed"#, r#"if not assessed: last_value { otherwise: success }
}

endpoint responding_assessed"#, "P001"),
    // acr success prog
    ("plans/joints", r#"success:         objective_response
"#, r#"success:         not_assessed
"#, "P072"),
    // lug sens
    ("plans/lymphoma", r#"analysis any_response "Response at the end of treatment" {
  role:     supplementary"#, r#"analysis any_response "Response at the end of treatment" {
  role:     sensitivity"#, "P061"),
    // lug pd
    ("plans/lymphoma", r#"  success:         complete_response
"#, r#"  success:         progression
"#, "P070"),
    // sum order limits
    ("plans/lymphoma", r#"at most: longest, may be missing"#, r#"at most: shortest, may be missing"#, "P036"),
    // rate to
    ("tests/plans/adverse", r#"in: patient_years"#, r#"in: patient_months"#, "P001"),
    // until
    ("tests/plans/adverse", r#"until: followup.last_news"#, r#"until: time zero"#, "P007"),
    // poisson null
    ("tests/plans/adverse", r#"null: 1, per: 1"#, r#"null: -1, per: 1"#, "P007"),
    // per 0
    ("tests/plans/adverse", r#"interval: garwood, per: 100"#, r#"interval: garwood, per: 0"#, "P007"),
    // severe 1
    ("tests/plans/adverse", r#"severe from: 3"#, r#"severe from: 1"#, "P060"),
    // event before
    ("tests/plans/adverse", r#"onset from time zero on"#, r#"onset before time zero"#, "P041"),
    // held censor
    ("tests/plans/held", r#"censor:   last visit where assessed by reported otherwise time zero"#, r#"censor:   last visit where seen"#, "P007"),
    // held km before
    ("tests/plans/held", r#"interval: log_log, at: (day 50) }
}

endpoint after_new_line"#, r#"interval: log_log, at: (day -50) }
}

endpoint after_new_line"#, "P007"),
    // held windows swap
    ("tests/plans/held", r#"M2 "2 months": nearest visit to day 56 where date from day 28 to day 84"#, r#"M2 "2 months": nearest visit to day 112 where date from day 85 to day 140"#, "P070"),
    // ca cnsr 1
    ("plans/colon-adam", r#"event:           event_free.cnsr = 0"#, r#"event:           event_free.cnsr = 1"#, "P070"),
    // ca time other
    ("plans/colon-adam", r#"time:            event_free.aval"#, r#"time:            survival.aval"#, "P073"),
    // ca first 0/2
    ("plans/colon-adam", r#"death "Death without it" when recurrence.cnsr = 2"#, r#"death "Death without it" when recurrence.cnsr = 1"#, "P050"),
    // adam noninf margin
    ("tests/plans/adam", r#"non_inferiority { margin: 10 %, level: 0.025 }"#, r#"non_inferiority { margin: -10 %, level: 0.025 }"#, "P066"),
    // adam classes
    ("tests/plans/adam", r#"kind:            category { order: (strong, moderate, mild) }"#, r#"kind:            category { order: (moderate, strong, mild) }"#, "P070"),
    // adam compare
    ("tests/plans/adam", r#"analysis relief "Relief of pain" {
  role: secondary
  estimand {
    endpoint:   relieved
    population: itt
    compare:    high against placebo"#, r#"analysis relief "Relief of pain" {
  role: secondary
  estimand {
    endpoint:   relieved
    population: itt
    compare:    placebo against high"#, "P070"),
    // adam follow
    ("tests/plans/adam", r#"define followed "Followed, days" of patient: days_between(randomised_on, survival.ended_on)"#, r#"define followed "Followed, days" of patient: days_between(survival.ended_on, randomised_on)"#, "P070"),
    // sirt pfs by
    ("plans/sirt-hcc", r#"event:   first of (progression by recist, death)
  censor:  last exam where assessed by recist"#, r#"event:   first of (progression by mrecist, death)
  censor:  last exam where assessed by recist"#, "P007"),
    // sirt 42
    ("plans/sirt-hcc", r#"  stable from:             day 42
"#, r#"  stable from:             day 4
"#, "P050"),
    // sirt kappa
    ("plans/sirt-hcc", r#"kappa { weights: none }, kappa { weights: linear }, kappa"#, r#"kappa { weights: none }, kappa { weights: none }, kappa"#, "P012"),
    // sirt agree M15
    ("plans/sirt-hcc", r#"  readings:  as_read
  at:        M3, M6, M9, M12"#, r#"  readings:  as_read
  at:        baseline, M6, M9, M12"#, "P043"),
    // sirt swimmer
    ("plans/sirt-hcc", r#"marks: (death, curative, new_line), until"#, r#"marks: (death, curative, curative), until"#, "P012"),
    // sirt sample
    ("plans/sirt-hcc", r#"power { discordant: 0.4, difference: 0.3 }"#, r#"power { discordant: 0.2, difference: 0.3 }"#, "P007"),
    // sirt sample dup
    ("plans/sirt-hcc", r#"power { discordant: 0.4, difference: 0.3 }"#, r#"power { discordant: 0.4, difference: 0.2 }"#, "P012"),
    // sirt sample neg
    ("plans/sirt-hcc", r#"power { discordant: 0.4, difference: 0.3 }"#, r#"power { discordant: 1.4, difference: 0.3 }"#, "P007"),
    // sirt wording landmark km
    ("plans/sirt-hcc", r#"at_risk { of: eligible, endpoint: pfs, on: day 120 }"#, r#"at_risk { of: eligible, endpoint: pfs_irecist, on: day 120 }"#, "P040"),
    // sirt lirads by
    ("plans/sirt-hcc", r#"treated:  sirt { by: day 120,"#, r#"treated:  sirt { by: day 200,"#, "P050"),
    // sirt value before
    ("plans/sirt-hcc", r#"      curative_treatment:      value_before_event
      new_treatment:           composite { as: failure }
      late_sirt:               treatment_policy
      death:                   composite { as: failure }
      order of events:         def"#, r#"      curative_treatment:      composite { as: failure }
      new_treatment:           composite { as: failure }
      late_sirt:               treatment_policy
      death:                   composite { as: failure }
      order of events:         def"#, "P042"),
    // sirt fatal
    ("plans/sirt-hcc", r#"onset from time zero on and grade = 5"#, r#"onset from time zero on and grade = 4"#, "P050"),
    // sirt grade 5
    ("plans/sirt-hcc", r#"onset from time zero on and grade = 5"#, r#"onset from time zero on and grade >= 1"#, "P060"),
    // sirt mismatch unit
    ("plans/sirt-hcc", r#"bilirubin < 34 µmol/L"#, r#"bilirubin < 34 mg/dL"#, "P006"),
    // sirt death cause
    ("plans/sirt-hcc", r#"followup.death_cause = progression"#, r#"followup.death_cause = infection"#, "P070"),
    // section nowhere
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. What is left open is settled in section 15.
"#, "P052"),
    // sign of a section nowhere
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. It is done as for the response (§7.12).
"#, "P052"),
    // signs of sections
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. It is done as in §§ 4 and 14.
"#, "P052"),
    // one section of two
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. Sections 3 and 14 say who is in it.
"#, "P052"),
    // end of a range of clauses
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. Clauses 3.1 to 3.4 say who is in it.
"#, "P052"),
    // French paragraph nowhere
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. Le reste est dit plus loin (paragraphe 9.2).
"#, "P052"),
    // French section nowhere
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. Le reste est dit dans la section 15.
"#, "P052"),
    // chapter nowhere
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. See chapter 11.
"#, "P052"),
    // section shortened
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. See sec. 11.
"#, "P052"),
    // clause of this plan nowhere
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. It follows clause 15 of this plan.
"#, "P052"),
    // section nowhere, to be seen behind another document
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. RECIST 1.1 knows no pairs. See section 15.
"#, "P052"),
    // clause nowhere in a heading
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching (clause 19)
"#, "P052"),
    // clause nowhere in a table of the data
    ("tests/messages/base", r#"asserted because: "recorded at the first consultation""#, r#"asserted because: "recorded at the first consultation (clause 12)""#, "P052"),
    // section nowhere in the study
    ("plans/sirt-hcc", r#"both in clause 8.4."#, r#"both in section 8.24."#, "P052"),
    // a graph passes on a half
    ("plans/colon", r#"    free_of_recurrence lev:     0 { to survival lev_5fu: 1 }"#, r#"    free_of_recurrence lev:     0 { to survival lev_5fu: 0.5 }"#, "P101"),
    // a graph begins with less than the level
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family gate "Gate" {
  of: (survival_low, progression_high)
  procedure: graphical
  hypotheses {
    survival_low: 0.4 { to progression_high: 1 }
    progression_high: 0.5 { to survival_low: 1 }
  }
}
```

# 4 Scores"#, "P101"),
    // a gate passes on a part
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family gate "Gate" {
  of: (survival_low, progression_high)
  procedure: graphical
  hypotheses {
    survival_low: 1 { to progression_high: 0.9 }
    progression_high: 0
  }
}
```

# 4 Scores"#, "P101"),
    // a label says the other direction
    ("tests/plans/anorexia", r#"endpoint weight ""#, r#"endpoint weight "Lower is better: "#, "P102"),
    // no effect assumed
    ("tests/plans/later", r#"alone: exponential { median: 100 days }"#, r#"alone: exponential { median: 200 days }"#, "P103"),
    // no effect assumed of a proportion
    ("tests/plans/skin", r#"active: 60 %, placebo: 10 %"#, r#"active: 60 %, placebo: 60 %"#, "P103"),
    // one arm assumed only
    ("tests/plans/skin", r#"active: 60 %, placebo: 10 %"#, r#"active: 60 %"#, "P103"),
    // worst case the other way in a primary analysis
    ("tests/messages/base", r#"if not assessed: failure"#, r#"if not assessed: worst_case { failure in: alone, success in: combined }"#, "P072"),
    // worst case the other way in a supplementary analysis
    ("tests/plans/skin", r#"worst_case { failure in: active, success in: placebo }"#, r#"worst_case { failure in: placebo, success in: active }"#, "P072"),
    // the option says the other direction than the prose
    ("templates/new/several_arms", r#"kind:            number { better: lower }"#, r#"kind:            number { better: higher }"#, "P102"),
    // mean after baseline over all rows
    ("tests/plans/adam", r#"mean level of fatigue where visit in (W4, W12) and level is known

endpoint pain ""#, r#"mean level of fatigue where level is known

endpoint pain ""#, "P070"),
    // worst after baseline over all rows
    ("tests/plans/adam", r#"max score of pain where visit in (W4, W12) and score is known"#, r#"max score of pain where score is known"#, "P070"),
    // summary twice
    ("tests/plans/adam", r#"numbers:     mean_sd"#, r#"numbers:     mean_sd, mean_sd"#, "P012"),
    // margin of a ratio ten times
    ("tests/plans/veterans", r#"margin: 1.25, level: 0.025"#, r#"margin: 12.5, level: 0.025"#, "P060"),
    // control against a dose, among several
    ("tests/plans/adam", r#"compare:    (low, high) against placebo"#, r#"compare:    (placebo, high) against low"#, "P070"),
    // safety set that leaves nobody out
    ("plans/colon-adam", r#""All randomised patients": all_patients"#, r#""Safety set": all_patients"#, "P070"),
    // days called months
    ("tests/plans/adam", r#"completed_months(randomised_on, survival.ended_on)"#, r#"days_between(randomised_on, survival.ended_on)"#, "P070"),
    // time zero dated by the birth
    ("tests/plans/adam", r#""Randomisation": randomised_on"#, r#""Randomisation": birth"#, "P070"),
    // an event of the plan that an intercurrent event is not of
    ("plans/sirt-hcc", r#"intercurrent curative_treatment "Curative treatment after downstaging": curative from"#, r#"intercurrent curative_treatment "Curative treatment after downstaging": death from"#, "P070"),
    // another event, whose strategies fit nothing
    ("plans/sirt-hcc", r#""New anticancer treatment":                  new_line from"#, r#""New anticancer treatment":                  curative from"#, "P070"),
    // a late event of another kind
    ("plans/sirt-hcc", r#"sirt after day 120 { in: io }"#, r#"new_line after day 120 { in: io }"#, "P070"),
    // exposed to death
    ("templates/new/transplant", r#"{ to: transplantation, from: day_after }"#, r#"{ to: death, from: day_after }"#, "P043"),
    // time zero is death
    ("templates/new/two_arm_trial", r#"time zero: randomisation
"#, r#"time zero: death
"#, "P043"),
    // the event is time zero
    ("templates/new/two_arm_trial", r#"  event:   death
"#, r#"  event:   randomisation
"#, "P070"),
    // age the other way round
    ("plans/sirt-hcc", r#"year of (time zero) - birth_year"#, r#"birth_year - year of (time zero)"#, "P070"),
    // day of an event the other way round
    ("plans/sirt-hcc", r#"days_between(time zero, sirt)"#, r#"days_between(sirt, time zero)"#, "P070"),
    // followed from the birth
    ("tests/plans/adam", r#"days_between(randomised_on, survival.ended_on)"#, r#"days_between(birth, survival.ended_on)"#, "P070"),
    // months followed from the birth
    ("tests/plans/adam", r#"completed_months(randomised_on, survival.ended_on)"#, r#"completed_months(birth, survival.ended_on)"#, "P070"),
    // at risk of another endpoint, as another population is
    ("plans/sirt-hcc", r#"at_risk { of: eligible, endpoint: os, on: day 120 }"#, r#"at_risk { of: eligible, endpoint: pfs, on: day 120 }"#, "P012"),
    // pairs of another matching
    ("plans/sirt-hcc", r#""Matched pairs alive beyond day 120": patients of pairs_alive_120"#, r#""Matched pairs alive beyond day 120": patients of pairs_free_120"#, "P012"),
    // stage of one letter
    ("templates/new/matched_cohort", r#""Stage A or B":                 stage in (A, B)"#, r#""Stage A or B":                 stage in (B, C)"#, "P070"),
    // an arm called as one code, of a code that holds its words
    ("plans/colon", r#"lev "Levamisole"                    when arm = lev
"#, r#"lev "Levamisole"                    when arm = lev_5fu
"#, "P070"),
    // no recurrence as an event
    ("plans/colon", r#"recurrence.status = recurred or state = dead"#, r#"recurrence.status = none or state = dead"#, "P070"),
    // time of one event of two
    ("plans/colon", r#"  time:            recurrence.time
  event:"#, r#"  time:            followed
  event:"#, "P073"),
    // date of death required of the living
    ("templates/new/two_arm_trial", r#"date { required when: status = dead, known"#, r#"date { required when: status = alive, known"#, "P070"),
    // added to another arm
    ("plans/colon", r#"like survival { compare: lev_5fu against lev }"#, r#"like survival { compare: lev_5fu against obs }"#, "P070"),
    // added the other way round
    ("plans/colon", r#"like survival { compare: lev_5fu against lev }"#, r#"like survival { compare: lev against lev_5fu }"#, "P070"),
    // a caliper ten times too wide
    ("plans/sirt-hcc", r#"  caliper:                   0.2 SD { of: logit, over: eligible }"#, r#"  caliper:                   2 SD { of: logit, over: eligible }"#, "P060"),
    // lesions of another population
    ("plans/sirt-hcc", r#"  among:    matched
  arms:     sirt_io"#, r#"  among:    eligible
  arms:     sirt_io"#, "P070"),
    // the median of the better arm is the shorter one
    ("templates/new/two_arm_trial", r#"{ new: exponential { median: 548 days }, standard: exponential { median: 365 days } }"#, r#"{ new: exponential { median: 365 days }, standard: exponential { median: 548 days } }"#, "P103"),
    // not assessed is a success of a secondary analysis
    ("templates/new/several_arms", r#"  if not assessed: failure"#, r#"  if not assessed: success"#, "P072"),
    // a window of later visits opens on the day of baseline
    ("tests/plans/adam", r#"to day 84 where date from day 70 to day 98"#, r#"to day 84 where date from day 0 to day 98"#, "P071"),
    // after baseline from day 0 on
    ("tests/plans/adam", r#"max score of pain where visit in (W4, W12) and score is known"#, r#"max score of pain where date from day 0 to day 98 and score is known"#, "P070"),
    // no whole number
    ("tests/plans/adam", r#"event:           survival.cnsr = 0
"#, r#"event:           survival.cnsr = 0.5
"#, "P007"),
    // days from the end back to the start
    ("plans/colon-adam", r#"  for each: survival
  require:  started_on = randomised_on and days_between(started_on, ended_on) = aval"#, r#"  for each: survival
  require:  started_on = randomised_on and days_between(ended_on, started_on) = aval"#, "P070"),
    // randomised on the day of the last contact
    ("plans/colon-adam", r#"event randomisation "Randomisation": randomised_on"#, r#"event randomisation "Randomisation": survival.ended_on"#, "P070"),
    // time zero is the last news
    ("templates/new/matched_cohort", r#"event decision "Decision":        decided_on"#, r#"event decision "Decision":        followup.last_news"#, "P043"),
    // a check that cannot fail
    ("templates/new/two_arm_trial", r#"  for each: followup where died_on is known
  require:  status = dead"#, r#"  for each: followup where status = dead
  require:  status = dead"#, "P060"),
    // a check of what is missing
    ("templates/new/two_arm_trial", r#"  require:  followup.last_news is known"#, r#"  require:  followup.last_news is missing"#, "P070"),
    // cases that differ in nothing
    ("plans/sirt-hcc", r#"(dose_unit = gbq and drug = sirt_y90) or (dose_unit != gbq and drug != sirt_y90)"#, r#"(dose_unit = gbq and drug = sirt_y90) or (dose_unit = gbq and drug != sirt_y90)"#, "P060"),
    // at baseline, in the days that follow
    ("plans/sirt-hcc", r#"  require:  any exam where readable and date from day -42 to day 0
"#, r#"  require:  any exam where readable and date from day 1 to day 42
"#, "P070"),
    // a worst case of what nobody wishes for
    ("tests/plans/grades", r#"worst_case { failure in: old, success in: new }"#, r#"worst_case { failure in: new, success in: old }"#, "P072"),
    // survival on day 0
    ("templates/new/two_arm_trial", r#"kaplan_meier { interval: log_log, at: (day 365, day 730) }"#, r#"kaplan_meier { interval: log_log, at: (day 0, day 730) }"#, "P007"),
    // a response at baseline
    ("plans/joints", r#"  at:              W12
"#, r#"  at:              baseline
"#, "P007"),
    // the first grade before treatment as baseline
    ("tests/plans/grades", r#"baseline:        last grade of lab"#, r#"baseline:        first grade of lab"#, "P071"),
    // a column of rows that need not have it
    ("plans/sirt-hcc", r#"(first necrosis of specimen where act in (resection, transplantation)"#, r#"(first necrosis of specimen where act = biopsy"#, "P073"),
    // a dose to the tumour of another drug
    ("plans/sirt-hcc", r#"first tumour_dose of treatment where drug = sirt_y90
"#, r#"first tumour_dose of treatment where drug = atezolizumab
"#, "P073"),
    // another quantity of the patient as baseline
    ("templates/new/several_arms", r#"  baseline:        pain_before
"#, r#"  baseline:        age
"#, "P073"),
    // an agreement of numbers by kappa
    ("templates/new/reader_agreement", r#"estimate: intraclass_correlation { model: two_way_random }"#, r#"estimate: kappa { weights: quadratic }"#, "P027"),
];

/// The text of a plan with the criteria beside it.
pub fn texts(folder: &str, plan: String) -> InMemory {
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
        // What a copy for circulation will leave out is no fault.
        let messages = compiled.diagnostics.iter().filter(|d| d.code != codes::WITHHELD).count();
        if !found || messages > 3 {
            faults
                .push(format!("{folder}, {code}: {new}\n{}", render(&compiled.diagnostics, &compiled.sources, false)));
        }
    }
    assert!(FAULTS.len() > 500 && faults.is_empty(), "{}", faults.join("\n"));
}
