//! Sound variations of the small plan of the message tests: nothing is said of them.

use prespec::compile::{InMemory, compile};
use prespec::diagnostic::codes;
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

/// The folder of a plan, what stands there once, and what it may say in its place.
#[rustfmt::skip]
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("tests/plans/adam", r#""Randomised": randomised
"#, r#""Randomised": randomised
    "Women, not men": sex = F
"#),
    ("tests/plans/adam", r#"high "High dose"  otherwise"#, r#"high "High dose, against placebo"  otherwise"#),
    ("tests/plans/adam", r#"analysis relief "Relief of pain""#, r#"analysis relief "Relief of pain, high dose against placebo""#),
    ("tests/plans/adam", r#"analysis severe "Time to severe pain""#, r#"analysis severe "Time to severe pain, all arms together""#),
    ("tests/plans/adam", r#"endpoint relieved "Pain of 2 or less at week 12""#, r#"endpoint relieved "Pain not above 2 at week 12""#),
    ("tests/plans/adam", r#"endpoint relieved "Pain of 2 or less at week 12""#, r#"endpoint relieved "No more than mild pain (2 of 10) at week 12""#),
    ("tests/plans/adam", r#"endpoint followed "Followed, days""#, r#"endpoint followed "Days under observation""#),
    ("tests/plans/adam", r#"older "65 or above" otherwise"#, r#"older "Not below 65" otherwise"#),
    ("tests/plans/adam", r#"younger "Below 65"  when age < 65"#, r#"younger "64 or younger"  when age < 65"#),
    ("tests/plans/adam", r#"event severe_pain "Severe pain""#, r#"event severe_pain "Pain of at least 5""#),
    ("tests/plans/adam", r#"{ role: supplementary, strata: age_group, main test: log_rank }"#, r#"{ role: supplementary, strata: sex, main test: log_rank }"#),
    ("tests/plans/adam", r#"  covariates:                baseline
"#, r#"  covariates:                baseline, sex, age
"#),
    ("tests/plans/adam", r#"endpoint least_fatigue "Least fatigue""#, r#"endpoint least_fatigue "Lowest fatigue, baseline included""#),
    ("tests/plans/adam", r#"main test: log_rank
}

analysis survival_low"#, r#"main test: cox { ties: efron }
}

analysis survival_low"#),
    ("tests/messages/base", r#"    "Advanced":    stage in (B, C)"#, r#"    "Largest over 3 cm, not counting nodes": largest > 30 mm"#),
    ("tests/messages/base", r#"    "Advanced":    stage in (B, C)"#, r#"    "Neither too old nor too young, from 18 to 80": age from 18 to 80"#),
    ("tests/messages/base", r#"    "Advanced":    stage in (B, C)"#, r#"    "Not without bilirubin": bilirubin is known"#),
    ("tests/messages/base", r#"    "Advanced":    stage in (B, C)"#, r#"    "No bilirubin above 50 µmol/L, unless stage C": bilirubin <= 50 µmol/L or stage = C"#),
    ("tests/messages/base", r#"    "Advanced":    stage in (B, C)"#, r#"    "Half of the limit": bilirubin < 100 µmol/L / 2"#),
    ("tests/messages/base", r#"    "Advanced":    stage in (B, C)"#, r#"    "Ratio": (bilirubin / 17.1) < 3 µmol/L"#),
    ("tests/messages/base", r#"    "Advanced":    stage in (B, C)"#, r#"    "Size": (largest / 10) < 5 mm"#),
    ("tests/messages/base", r#"check both_read"#, r#"check sooner "Before death, surgery" {
  for each: followup where surgery_on is known and died_on is known
  require:  surgery_on before died_on
  severity: query
}

check both_read"#),
    ("tests/messages/base", r#"check both_read"#, r#"check sooner "Surgery comes before death" {
  for each: followup where surgery_on is known and died_on is known
  require:  surgery_on before died_on
  severity: query
}

check both_read"#),
    ("tests/messages/base", r#"check both_read"#, r#"check later_on "Death is never before the last news" {
  for each: followup where died_on is known
  require:  died_on >= last_news
  severity: query
}

check both_read"#),
    ("tests/messages/base", r#"analysis survival_all "Survival, unmatched""#, r#"analysis survival_all "Survival, combined against alone, all eligible""#),
    ("tests/messages/base", r#"analysis survival_all "Survival, unmatched""#, r#"analysis survival_all "Survival, eligible patients, not the matched ones""#),
    ("tests/messages/base", r#"analysis main "Objective response at 6 months""#, r#"analysis main "Objective response, 6 months after the standard drug""#),
    ("tests/messages/base", r#"analysis main "Objective response at 6 months""#, r#"analysis main "Combined against alone, objective response at 6 months""#),
    ("tests/messages/base", r#""Not opposed": not opposed"#, r#""Opposition not recorded": not opposed"#),
    ("tests/messages/base", r#""Not opposed": not opposed"#, r#""No patient who is opposed": not opposed"#),
    ("tests/messages/base", r#""Not opposed": not opposed"#, r#""Not unwilling": not opposed"#),
    ("tests/messages/base", r#"endpoint os "Survival""#, r#"endpoint os "Survival, with death or progression as its end""#),
    ("tests/messages/base", r#"event surgery "Surgery""#, r#"event surgery "Surgery, resection or transplantation""#),
    ("tests/messages/base", r#"population matched "Matched patients""#, r#"population matched "Pairs of treated and control""#),
    ("tests/messages/base", r#"0.2 SD { of: logit"#, r#"0.5 SD { of: logit"#),
    ("tests/messages/base", r#"smd { below: 0.1"#, r#"smd { below: 0.25"#),
    ("tests/plans/veterans", r#"hypothesis: non_inferiority { margin: 1.25, level: 0.025"#, r#"hypothesis: non_inferiority { margin: 1.4, level: 0.0125"#),
    ("tests/plans/veterans", r#"analysis not_inferior "Whether the test treatment is not inferior""#, r#"analysis not_inferior "Non-inferiority, not superiority, of the test treatment""#),
    ("tests/plans/veterans", r#"analysis not_inferior "Whether the test treatment is not inferior""#, r#"analysis not_inferior "Test treatment: no worse than standard""#),
    ("tests/plans/anorexia", r#"analysis better "Gain in weight by a margin""#, r#"analysis better "Superiority of the gain in weight""#),
    ("tests/plans/later", r#"endpoint any_ae "Adverse events""#, r#"endpoint any_ae "Adverse events, any grade""#),
    ("tests/plans/later", r#"population alive "Alive beyond day 30""#, r#"population alive "At risk beyond day 30""#),
    ("tests/plans/later", r#"population alive "Alive beyond day 30""#, r#"population alive "Not dead by day 30""#),
    ("tests/plans/held", r#"endpoint duration "Duration of response""#, r#"endpoint duration "How long a response lasts, until progression or death""#),
    ("tests/plans/held", r#"death "Death without progression": death"#, r#"death "Death, progression not having come first": death"#),
    ("tests/plans/held", r#"analysis before_new_line "Duration of response, censored at a new line""#, r#"analysis before_new_line "Duration of response before a new line""#),
    ("tests/plans/grades", r#"endpoint severe "Grade 2 or more""#, r#"endpoint severe "Grade above 1""#),
    ("tests/plans/grades", r#"value:           last grade of lab where date after time zero and grade is known"#, r#"value:           last grade of lab where date from day 1 to day 90 and grade is known"#),
    ("tests/plans/grades", r#"endpoint worst "Worst grade""#, r#"endpoint worst "Highest grade, worst of all after baseline""#),
    ("tests/plans/larynx", r#"by:          age >= 65 "Aged 65 or more""#, r#"by:          age >= 65 "65 and older, against younger""#),
    ("plans/lymphoma", r#"analysis any_response "Response at the end of treatment""#, r#"analysis any_response "Complete or partial response at the end of treatment""#),
    ("plans/joints", r#"endpoint responding_assessed "ACR20 at 12 weeks, assessed""#, r#"endpoint responding_assessed "ACR20 at 12 weeks, without those not assessed""#),
    ("tests/plans/adverse", r#"early "SIRT from the first day to day 120""#, r#"early "SIRT by day 120""#),
    ("plans/sirt-hcc", r#"event curative "Curative treatment""#, r#"event curative "Curative treatment, or ablation""#),
    ("plans/sirt-hcc", r#"analysis survival "Overall survival":"#, r#"analysis survival "Overall survival, SIRT + immunotherapy against no SIRT" :"#),
    ("plans/sirt-hcc", r#"check cured_alive "Nobody has a curative treatment after death""#, r#"check cured_alive "Before death, curative treatment""#),
    ("plans/sirt-hcc", r#"check new_line_alive "Nobody starts a new line after death""#, r#"check new_line_alive "A new line never follows death""#),
    ("plans/sirt-hcc", r#"check gone_without_size "A lesion that is gone has no diameter""#, r#"check gone_without_size "No lesion that is gone has a diameter above 0""#),
    ("plans/sirt-hcc", r#""No SIRT before":  "#, r#""Not without immunotherapy, and no SIRT before":  "#),
    ("plans/sirt-hcc", r#"endpoint dcr "Disease control rate""#, r#"endpoint dcr "Disease control (response or stable disease)""#),
    ("plans/sirt-hcc", r#"analysis necrosis_described "Necrosis of the specimen, eligible patients""#, r#"analysis necrosis_described "Necrosis of the specimen, operated patients among the eligible""#),
    ("plans/colon", r#"endpoint rfs "Recurrence-free survival" {"#, r#"endpoint rfs "Survival without recurrence" {"#),
    ("plans/colon", r#"endpoint rfs "Recurrence-free survival" {"#, r#"endpoint rfs "Time to recurrence or death" {"#),
    ("plans/colon", r#"endpoint rfs "Recurrence-free survival" {"#, r#"endpoint rfs "Disease-free survival" {"#),
    ("plans/colon", r#"event:           recurrence.status = recurred or state = dead"#, r#"event:           state = dead or recurrence.status = recurred"#),
    ("plans/colon", r#"event:           state = dead
"#, r#"event:           state != alive
"#),
    ("plans/colon", r#"event:           recurrence.status = recurred or state = dead"#, r#"event:           recurrence.status != none or state != alive"#),
    ("plans/colon", r#"causes:          recurrence, death"#, r#"causes:          death, recurrence"#),
    ("plans/colon", r#"none "Neither"           otherwise"#, r#"none "Censored"           otherwise"#),
    ("plans/colon", r#"analysis survival_simple "Overall survival, without strata""#, r#"analysis survival_simple "Overall survival, unstratified""#),
    ("plans/colon", r#"population itt "All randomised patients": all_patients"#, r#"population itt "Full analysis set": all_patients"#),
    ("plans/colon", r#"population itt "All randomised patients": all_patients"#, r#"population itt "Safety set, everyone was treated": all_patients"#),
    ("tests/plans/months", r#"role: supplementary
  estimand: like survival { endpoint: excluded }"#, r#"role: sensitivity
  estimand: like survival { endpoint: excluded }"#),
    ("templates/new/several_arms", r#"compare:    placebo, low, high"#, r#"compare:    high, low, placebo"#),
    ("tests/plans/skin", r#"W12 "12 weeks""#, r#"W12 "Week 12""#),
    ("tests/plans/skin", r#"W12 "12 weeks""#, r#"W12 "3 months""#),
    ("tests/plans/glioma", r#"endpoint responding "Response at 2 months" {"#, r#"endpoint responding "Response at 2 months, not confirmed" {"#),
    ("tests/plans/glioma", r#"endpoint responding "Response at 2 months" {"#, r#"endpoint responding "Unconfirmed response at 2 months" {"#),
    ("tests/plans/glioma", r#"endpoint confirmed "Confirmed response at 2 months""#, r#"endpoint confirmed "Response at 2 months, confirmed by a later examination""#),
    ("tests/plans/later", r#"endpoint any_ae "Adverse events" {"#, r#"endpoint any_ae "Adverse events by worst grade" {"#),
    ("tests/plans/later", r#"endpoint any_ae "Adverse events" {"#, r#"endpoint any_ae "Adverse events, serious or not" {"#),
    ("tests/plans/anorexia", r#"main test: t_test { variance: unequal, alternative: greater }"#, r#"main test: t_test { variance: unequal, alternative: greater } // one side"#),
    ("tests/plans/skin", r#"main test: fisher_exact"#, r#"main test: fisher_exact { alternative: greater }"#),
    ("tests/plans/lung", r#"ecog:     integer from 0 to 4 {"#, r#"ecog:     integer from 0 to 5 {"#),
    ("tests/plans/lung", r#"age:      integer from 18 to 120"#, r#"age:      integer from 0 to 110"#),
    ("tests/plans/gammopathy", r#"age:    integer from 18 to 120"#, r#"age:    integer from 16 to 105"#),
    ("tests/plans/gammopathy", r#"endpoint first "Progression or death, whichever is first" {"#, r#"endpoint first "Malignancy, or death before it" {"#),
    ("tests/plans/gammopathy", r#"analysis hazards "Hazard of death, by sex""#, r#"analysis hazards "Death without malignancy, by sex""#),
    ("tests/plans/gammopathy", r#"analysis model "Death, by age and sex""#, r#"analysis model "Age, sex and the incidence of death""#),
    ("tests/plans/larynx", r#"event:           dead = 1"#, r#"event:           not (dead = 0)"#),
    ("tests/plans/anorexia", r#"estimate:  t_test { variance: paired }, signed_rank { form: exact, interval: exact }"#, r#"estimate:  t_test { variance: paired }, summary"#),
    ("tests/plans/clinic", r#"analysis everyone_better "Better, of everyone" {
  role:     supplementary
  estimand: like main { population: everyone }
  estimate: risk_difference { interval: newcombe_hybrid_score }"#, r#"analysis everyone_better "Better, of everyone" {
  role:     supplementary
  estimand: like main { population: everyone }
  estimate: risk_difference { interval: wald }"#),
    ("tests/plans/clinic", r#"analysis everyone_better "Better, of everyone" {
  role:     supplementary
  estimand: like main { population: everyone }
  estimate: risk_difference { interval: newcombe_hybrid_score }"#, r#"analysis everyone_better "Better, by another interval" {
  role:     supplementary
  estimand: like main
  estimate: risk_difference { interval: wald }"#),
    ("tests/plans/veterans", r#"analysis other_ties "Overall survival, other ties" {
  role: supplementary"#, r#"analysis other_ties "Overall survival, other ties" {
  role: sensitivity"#),
    ("tests/plans/lung", r#"time zero: enrolment { dated: no }"#, r#"time zero: diagnosis { dated: no }"#),
    ("plans/sirt-hcc", r#"define related of adverse_event "Related to a treatment of the study""#, r#"define related of adverse_event "Related to any drug of the study""#),
    ("tests/plans/clinic", r#""Consent": consent"#, r#""Consent": consent or sex = F"#),
    ("tests/plans/clinic", r#""Consent": consent"#, r#""Consent": not (not consent)"#),
    ("tests/plans/grades", r#"value:           max grade of lab where date after time zero and grade is known
  baseline"#, r#"value:           max grade of lab where date from day 1 on and grade is known
  baseline"#),
    ("tests/plans/veterans", r#"power:   80 %"#, r#"power:   90 %"#),
    ("tests/messages/base", r#"because: "The protocol asks for 2 months.""#, r#"because: "Accepted: the protocol asks for 2 months.""#),
    ("plans/lymphoma", r#"shortest "Perpendicular diameter":    number in mm { at least: 0 mm, at most: longest"#, r#"shortest "Perpendicular diameter":    number in mm { at least: 0 mm, below: 500 mm"#),
    ("tests/plans/larynx", r#"because:         "years from diagnosis to death or last contact, as the table gives them""#, r#"because:         "as the table gives them: years from diagnosis""#),
    ("tests/plans/held", r#"endpoint duration "Duration of response" {"#, r#"endpoint duration "Time from response to progression or death" {"#),
    ("tests/plans/adam", r#"endpoint pfs "Progression-free survival" {"#, r#"endpoint pfs "Time to progression or death" {"#),
    ("plans/colon", r#"endpoint:   recurrence
    population: itt
    compare:    obs, lev, lev_5fu"#, r#"endpoint:   recurrence
    population: itt
    compare:    lev, obs, lev_5fu"#),
    ("tests/plans/months", r#"endpoint first_month "Survival in the first month": like"#, r#"endpoint first_month "Survival to one month": like"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. Sections 3.1 and 3.2 say who is in it, and § 4 how they are read.
"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. The pairs are those of the protocol (section 14.2).
"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. RECIST 1.1 asks for four weeks (section 3.2.1).
"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. It follows section 15 of ICH E9, and clause 15 of the protocol.
"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. Smith et al. propose it (section 12.3).
"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. Le règlement le demande (paragraphe 9.2).
"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. See section 5, Table 12 and Figure 14.
"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. ICH E9 (R1) calls it so. Section 14.5 gives examples.
"#),
    ("tests/messages/base", r#"# 6 Matching
"#, r#"# 6 Matching

The caliper is 0.2 SD, the ratio 1, and the aim 0.1. La section 3.2 du présent plan le dit.
"#),
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family gate "Gate" {
  of: (survival_low, progression_high)
  procedure: graphical
  hypotheses {
    survival_low: 1/3 { to progression_high: 1 }
    progression_high: 2/3 { to survival_low: 1 }
  }
}
```

# 4 Scores"#),
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family gate "Gate" {
  of: (survival_low, progression_high)
  procedure: graphical
  hypotheses {
    survival_low: 1 { to progression_high: 1 }
    progression_high: 0
  }
}
```

# 4 Scores"#),
    ("tests/plans/adam", r#"# 4 Scores"#, r#"```plan
family gate "Gate" {
  of: (survival_low, progression_high)
  procedure: graphical
  hypotheses {
    survival_low: 0.5 { to progression_high: 1 }
    progression_high: 0.5
  }
}
```

# 4 Scores"#),
    ("templates/new/several_arms", r#"lower is better"#, r#"a lower score is an improvement"#),
    ("templates/new/several_arms", r#"lower is better"#, r#"higher is worse"#),
    ("templates/new/several_arms", r#"lower is better"#, r#"the lower limit of the interval is better than the upper one"#),
    ("templates/new/several_arms", r#"lower is better"#, r#"whether higher is better is not asked"#),
    ("tests/plans/later", r#"alone: exponential { median: 100 days }"#, r#"alone: exponential { median: 199 days }"#),
    ("tests/messages/base", r#"if not assessed: failure"#, r#"if not assessed: worst_case { failure in: combined, success in: alone }"#),
    ("tests/plans/adam", r#"mean level of fatigue where visit in (W4, W12) and level is known

endpoint pain ""#, r#"mean level of fatigue where date after time zero and level is known

endpoint pain ""#),
    ("tests/plans/adam", r#"define months_followed "Followed, completed months""#, r#"define months_followed "Months of follow-up""#),
    ("tests/plans/veterans", r#"margin: 1.25, level: 0.025"#, r#"margin: 2, level: 0.025"#),
    ("tests/plans/adam", r#"compare:    (low, high) against placebo"#, r#"compare:    (high, low) against placebo"#),
    ("plans/colon-adam", r#""All randomised patients": all_patients"#, r#""Safety set (all were treated)": all_patients"#),
    ("tests/plans/adam", "event:           survival.cnsr = 0\n", "event:           survival.cnsr = 0.0\n"),
    ("tests/plans/adam", "(score of pain where visit = W12) <= 2\n", "(score of pain where visit = W12) <= 2.0\n"),
    ("tests/plans/adam", r#"define followed "Followed, days" of patient: days_between(randomised_on"#, r#"define followed "Age at the end of follow-up, days" of patient: days_between(birth"#),
    ("plans/sirt-hcc", r#""Day of the first SIRT":                  days_between(time zero, sirt)"#, r#""Days from the first SIRT to atezolizumab":                  days_between(sirt, time zero)"#),
    ("templates/new/matched_cohort", r#""Stage A or B":                 stage in (A, B)"#, r#""With A Stage Below C":                 stage in (A, B)"#),
];

#[test]
fn sound_variations_of_other_plans_get_no_message() {
    let mut faults = vec![];
    for (folder, old, new) in ELSEWHERE {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("plan.md");
        let plan = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(plan.matches(old).count(), 1, "{folder}: {old}");
        let compiled = compile(&crate::faults::texts(folder, plan.replacen(old, new, 1))).expect("texts in memory");
        // What a copy for circulation will leave out is no fault.
        if compiled.diagnostics.iter().any(|d| d.code != codes::WITHHELD) {
            faults.push(format!("{folder}: {new}\n{}", render(&compiled.diagnostics, &compiled.sources, false)));
        }
    }
    assert!(ELSEWHERE.len() > 90 && faults.is_empty(), "{}", faults.join("\n"));
}

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
