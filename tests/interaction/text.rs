//! The text of the plan: its declarations, and an analysis put together from clauses.

use std::fs;
use std::path::Path;

const HEAD: &str = r#"---
title: Made up
version: 1
---

# 1 Everything

```plan
study made_up "Made up" {
  design: retrospective_cohort
  alpha:  0.05 { sides: two }
}

data patient "Patients" {
  one row per: id
  known at:    baseline { asserted because: "made up" }
  columns {
    id:       pseudonym
    start_on: date
    arm:      one of (A, B, C)
    age:      integer from 18 to 99
    sex:      one of (F, M)
    site:     integer from 1 to 9
    set:      integer from 1 to 99 { may be missing: yes }
    weight:   number { above: 0 }
    marker:   number { above: 0, may be missing: yes }
    ok:       yes_no { may be missing: yes, known at: follow_up }
    score:    number { at least: 0, may be missing: yes, known at: follow_up }
    base:     number { at least: 0, may be missing: yes }
    class:    one of (low, mid, high) { may be missing: yes, known at: follow_up }
    time:     integer from 0 to 999 { may be missing: yes, known at: follow_up }
    state:    one of (none, one, two) { may be missing: yes, known at: follow_up }
    entry:    integer from 0 to 999
  }
}

data followup "Follow-up" {
  one row per: patient
  belongs to:  patient
  known at:    last_news
  columns {
    last_news:   date
    died_on:     date { may be missing: yes, known at: itself }
    relapsed_on: date { may be missing: yes, known at: itself }
    exposed_on:  date { may be missing: yes, known at: itself }
  }
}

data exam "Examinations" {
  one row per: id
  belongs to:  patient
  known at:    date
  ordered by:  date, id
  columns {
    id:       pseudonym
    date:     date
    readable: yes_no
  }
}

data lesion "Lesions" {
  one row per: exam, reader, number
  belongs to:  exam
  same thing:  patient, reader, number
  columns {
    reader: one of (R1, R2)
    number: integer from 1 to 9
    role:   one of (target, new)
    size:   number in mm { at least: 0 mm }
    state:  one of (present, gone)
  }
}

data harm "Adverse events" {
  one row per: id
  belongs to:  patient
  known at:    onset
  columns {
    id:    pseudonym
    onset: date
    term:  text
    class: text
    grade: integer from 1 to 5
  }
}

event start "Start":       start_on
event death "Death":       followup.died_on
event relapse "Relapse":   followup.relapsed_on
event exposed "Exposure":  followup.exposed_on

time zero: start

arms treatment "Treatment" {
  a "A" when arm = A
  b "B" when arm = B
  c "C" otherwise
}

population all_of_them "All": all_patients
population late "At risk on day 60": at_risk { of: all_of_them, endpoint: os, on: day 60 }
population late_risks "At risk of either on day 60": at_risk { of: all_of_them, endpoint: risks, on: day 60 }
population late_growth "At risk of growth on day 60": at_risk { of: all_of_them, endpoint: growth, on: day 60 }
population late_response "Without a response on day 60": at_risk { of: all_of_them, endpoint: first_response, on: day 60 }
population late_given "At risk of what is given on day 60": at_risk { of: all_of_them, endpoint: given_time, on: day 60 }

timepoints imaging "Imaging" of exam {
  baseline:      last exam where readable and date from day -42 to day 0
  M2 "2 months": nearest exam to day 61 where date from day 30 to day 90
  M6 "6 months": nearest exam to day 183 where date from day 137 to day 228
  prefer:        readable
  tie:           earlier
}

use criteria/small { floor: 5 mm }
use criteria/later_small

response tumour "Tumour response": small { lesions: lesion, at: imaging, among: all_of_them }

response later_tumour "Response after the exposure": later_small {
  lesions: lesion
  exposed: exposed { by: day 60, because: "made up" }
  at:      imaging
  among:   all_of_them
}

combine readers "From two readers to one" {
  of:     tumour, later_tumour
  readers: reader
  response {
    agreed_response "agreed" when readers agree
    NE "unresolved" otherwise
  }
  unresolved: blocks_lock
  ends with: first definitive_progression
}

endpoint response "Response" {
  kind:    yes_no
  success: objective_response and not earlier progression
  by:      tumour
  at:      M2, M6
  if not assessed: left_out
}

endpoint sure_response "Confirmed response" {
  kind:    yes_no
  success: objective_response and not earlier progression
  by:      tumour
  at:      M2, M6
  confirmed: next_assessed { after: 115 days, not assessed between: 1 }
  if not assessed: left_out
}

endpoint later_sure "Confirmed response after the exposure": like later_response {
  confirmed: next_assessed { after: 115 days, not assessed between: 1 }
}

endpoint sure_best "Confirmed best response": like best { examination on that day: before_event, confirmed: next_assessed { after: 115 days, not assessed between: 1 } }

endpoint first_response "Time to a response" {
  kind:    time_to_event
  from:    time zero
  event:   objective_response by tumour
  censor:  last exam where assessed by tumour otherwise time zero
  horizon: day 365 { event on that day: counts }
}

endpoint responding "Time to a confirmed response" {
  kind:    time_to_event
  from:    time zero
  event:   objective_response by tumour { confirmed: next_assessed { after: 115 days, not assessed between: 1 } }
  censor:  last exam where assessed by tumour otherwise time zero
  horizon: day 365 { event on that day: counts }
}

endpoint outcome "A confirmed response, or what comes before it" {
  kind:    competing_risks
  from:    time zero
  causes {
    responded "Response": objective_response by tumour { confirmed: next_assessed { after: 115 days, not assessed between: 1 } }
    relapsed "Relapse":   relapse
    died "Death":         death
  }
  same day: relapsed, responded, died
  censor:  followup.last_news
  horizon: day 365 { event on that day: counts }
}

endpoint best "Best response" {
  kind:        best_response
  by:          tumour
  to:          day 365
  before:      relapse
  examination on that day: after_event
  stable from: day 42
  confirmed:   no
}

endpoint later_response "Response after the exposure" {
  kind:    yes_no
  success: objective_response and not earlier progression
  by:      later_tumour
  at:      M2, M6
  if not assessed: left_out
}

endpoint later_best "Best response after the exposure" {
  kind:        best_response
  by:          later_tumour
  to:          day 365
  before:      relapse
  examination on that day: after_event
  stable from: day 42
  confirmed:   no
}

endpoint growth "Growth after the exposure" {
  kind:    time_to_event
  from:    time zero
  event:   progression by later_tumour
  censor:  last exam where assessed by later_tumour otherwise time zero
  horizon: day 365 { event on that day: counts }
}

endpoint os "Survival" {
  kind:    time_to_event
  from:    time zero
  event:   death
  censor:  followup.last_news
  horizon: day 365 { event on that day: counts }
}

endpoint risks "Relapse or death" {
  kind:    competing_risks
  from:    time zero
  causes {
    relapsed "Relapse": relapse
    died "Death":       death
  }
  same day: relapsed, died
  censor:  followup.last_news
  horizon: day 365 { event on that day: counts }
}

endpoint harms "Adverse events" {
  kind:  events
  rows:  harm where onset from time zero on
  grade: grade { worst per: (patient, term), severe from: 3 }
  class: class
  count: no_end
  rate:  first_event { to: day 365, until: followup.last_news, in: patient_years }
}

endpoint fine "Fine" {
  kind:    yes_no
  success: ok
  if not assessed: left_out
}

endpoint fine_or_failed "Fine, or failed" {
  kind:    yes_no
  success: ok
  if not assessed: failure
}

endpoint score_then "Score" {
  kind:     number { better: higher }
  value:    score
  baseline: base
  if not assessed:  left_out
}

endpoint class_then "Class" {
  kind:    category { order: (low, mid, high) }
  value:   class
  if not assessed: left_out
}

endpoint given_time "Time given" {
  kind:    time_to_event
  time:    time
  event:   state = one
  entry:   entry
  if not assessed: left_out
  because: "made up"
}

endpoint given_risks "Time given with its cause" {
  kind:    competing_risks
  time:    time
  cause:   state
  causes:  one, two
  if not assessed: left_out
  because: "made up"
}

matching pairs "Pairs" {
  treated:           a
  control:           b
  among:             all_of_them
  score:             logistic { of: (age, marker) }
  method:            nearest { on: logit, ratio: 1, replacement: no, order: highest_score, ties: id }
  caliper:           0.5 SD { of: logit, over: all_of_them }
  if a covariate is missing: left_out
  aim:               smd { below: 0.1, for: (score, age, marker), divisor: before_matching }
}

matching late_pairs "Pairs at risk": like pairs { among: late, caliper: 0.5 SD { of: logit, over: late } }

population matched "Matched": patients of pairs
population late_matched "Matched at risk": patients of late_pairs
```

# 2 Analyses

```plan
"#;

const BINDING: &str = r#"plan: plan.md
data: .
cut-off: 2023-01-01
files: { separator: ",", decimal: ".", date: "%Y-%m-%d", encoding: utf-8, missing: "" }
tables:
"#;

/// The small criterion after the exposure, compared with the last examination before it.
const SINCE: &str = r#"# Since

```plan
use criteria/small

criterion later_small "Small criterion after an exposure" {
  builds on: small
  over:      exam after exposed { for each: (patient, reader), order: (date, id) }
  baseline:  last exam where readable and date from day -120 to day 0 of exposed
  needs event {
    exposed: date
  }
}
```
"#;

/// The documents of the study but its plan.
pub fn write(folder: &Path) {
    let criterion = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages/base/criteria/small.md");
    let criterion = fs::read_to_string(criterion).expect("the small criterion");
    fs::create_dir_all(folder.join("criteria")).expect("a folder");
    fs::write(folder.join("criteria/small.md"), criterion).expect("the criterion is written");
    fs::write(folder.join("criteria/later_small.md"), SINCE).expect("the criterion is written");
    fs::write(folder.join("binding.yaml"), binding()).expect("the binding is written");
}

fn binding() -> String {
    let columns = [
        ("patient", "id start_on arm age sex site set weight marker ok score base class time state entry"),
        ("followup", "patient last_news died_on relapsed_on exposed_on"),
        ("exam", "id patient date readable"),
        ("lesion", "exam reader number role size state"),
        ("harm", "id patient onset term class grade"),
    ];
    let mut text = BINDING.to_string();
    for (table, names) in columns {
        text.push_str(&format!("  {table}:\n    file: {table}.csv\n    columns:\n"));
        for name in names.split(' ') {
            let column = match name {
                "ok" | "readable" => format!("{{ column: {name}, codes: {{ \"yes\": yes, \"no\": no }} }}"),
                "size" => format!("{{ column: {name}, unit: mm }}"),
                "state" if table == "patient" => {
                    format!("{{ column: {name}, codes: {{ \"none\": none, \"one\": one, \"two\": two }} }}")
                }
                name => name.to_string(),
            };
            text.push_str(&format!("      {name}: {column}\n"));
        }
    }
    text
}

/// Plan text with these analyses, and where in it each stands.
pub fn plan(analyses: &[String]) -> (String, Vec<std::ops::Range<usize>>) {
    let mut text = HEAD.to_string();
    let mut places = vec![];
    for analysis in analyses {
        let from = text.len();
        text.push_str(analysis);
        places.push(from..text.len());
        text.push('\n');
    }
    text.push_str("```\n");
    (text, places)
}
