//! What is asked for by a word of the field that is no word of the language: which words say it in a plan.

/// Names in small letters with one space between their words, the words of a plan that say it, and how.
pub(super) struct Topic {
    pub names: &'static [&'static str],
    /// Each has a page of its own.
    pub words: &'static [&'static str],
    pub about: &'static str,
}

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        names: &["mmrm", "mixed model", "mixed models", "repeated measures", "proc mixed", "lmer"],
        words: &["linear_model"],
        about: "A model of repeated measures cannot be carried out yet. A visit is analysed by itself, adjusted for the \
                baseline: `covariates: baseline` and `estimate: linear_model`. Another model is a clause marked `(planned)`.",
    },
    Topic {
        names: &["imputation", "multiple imputation", "proc mi", "mice"],
        words: &["if not assessed"],
        about: "Multiple imputation cannot be carried out yet. What becomes of a patient without a value is said by \
                `if not assessed`, and another rule is another endpoint, `like` the first.",
    },
    Topic {
        names: &["locf", "last observation carried forward", "last value carried forward", "bocf", "wocf"],
        words: &["last", "if not assessed"],
        about: "Of a number the endpoint takes the last row that has one: `value: last score of visit where date after time \
                zero and score is known`. Of a response at a timepoint it is `if not assessed: last_value { otherwise: failure }`.",
    },
    Topic {
        names: &[
            "gatekeeping",
            "hierarchical testing",
            "hierarchical test",
            "hierarchy",
            "multiplicity",
            "closed testing",
            "fixed sequence",
            "hierarchical",
            "graphical approach",
            "alpha recycling",
            "step down",
        ],
        words: &["family"],
        about: "Tests that are decided together are a `family`: `procedure: fixed_sequence` tests them in their order, \
                `graphical` by a graph of shares of alpha, in which an analysis of several arms is named with the arm \
                (`survival high`).",
    },
    Topic {
        names: &["non inferiority", "noninferiority", "superiority", "equivalence", "margin", "tost", "bioequivalence"],
        words: &["hypothesis"],
        about: "`hypothesis: non_inferiority { margin: -10 %, level: 0.025, better: higher }` of an analysis takes the place of its \
                main test: the limit of the interval of the effect decides. `superiority` and `equivalence` stand there too.",
    },
    Topic {
        names: &["subgroup", "subgroup analysis", "subgroup analyses"],
        words: &["subgroups"],
        about: "A `subgroups` statement repeats an analysis within levels, with a test of interaction.",
    },
    Topic {
        names: &["pairwise", "contrast", "contrasts", "reference", "dunnett"],
        words: &["compare", "family"],
        about: "`compare: (low, high) against placebo` compares each of the first with the last; of two others, \
                `compare: high against low` in an analysis of its own. P-values are adjusted together by a `family`.",
    },
    Topic {
        names: &["safety", "adverse event", "adverse events", "ae", "aes", "teae", "sae", "toxicity"],
        words: &["events", "rows", "grade", "class"],
        about: "Adverse events are an endpoint of `kind: events`; its analysis, in a safety set, makes the tables by grade, \
                class and term.",
    },
    Topic {
        names: &["per protocol", "safety set", "safety population", "itt", "intention to treat", "full analysis set"],
        words: &["population"],
        about: "Each set is a `population`; one that is chosen by the follow-up says so, `{ known at: follow_up }`, and arms that \
                are compared in it are a warning that the plan accepts (`late_selection`).",
    },
    Topic {
        names: &["adam", "adsl", "adtte", "adrs", "adlb", "adqs", "adae", "paramcd", "cdisc"],
        words: &["where", "codes", "blank"],
        about: "Rows of several parameters in one file are tables of their own: `where: { PARAMCD: OS }` of the binding picks \
                those of each. `prespec new FOLDER --design adam` makes a plan with its data.",
    },
    Topic {
        names: &["bor", "best overall response", "duration of response", "dor", "orr", "objective response rate"],
        words: &["best_response", "yes_no", "response"],
        about: "A response by a criterion is an endpoint of `kind: best_response`, or `yes_no` at a timepoint; one that the \
                data give is a `category`, or `yes_no` with a condition such as `success: bor.response in (CR, PR)`.",
    },
    Topic {
        names: &["estimand", "ice", "intercurrent event", "intercurrent events", "ich e9"],
        words: &["analysis", "intercurrent"],
        about: "The `estimand` stands in an `analysis`, with a strategy for each `intercurrent` event.",
    },
    Topic {
        names: &[
            "analysis flag",
            "analysis flags",
            "anl01fl",
            "ablfl",
            "dtype",
            "avisit",
            "avisitn",
            "record selection",
            "stacked",
        ],
        words: &["where", "codes"],
        about: "Of the rows of a file a table reads those that the binding picks: `where: { PARAMCD: HAMD17, ANL01FL: Y, \
                DTYPE: \"\" }`, in which an empty code is a field that is blank. `AVISIT` is a column of codes, each of which \
                the binding turns into one of the plan.",
    },
    Topic {
        names: &[
            "actual treatment",
            "treatment received",
            "as treated",
            "trt01a",
            "trta",
            "planned treatment",
            "trt01p",
            "trtp",
        ],
        words: &["arms", "population"],
        about: "The `arms` of a plan are one set of groups, compared in all its analyses: those of the randomisation as a rule. \
                What is described by the treatment that was taken is a plan of its own beside it, with its own `arms`.",
    },
    Topic {
        names: &["worst grade", "maximum grade", "max grade", "aetoxgr", "ctcae", "severity grade"],
        words: &["grade", "events"],
        about: "`grade: grade { worst per: (patient, organ), severe from: 3 }` of an endpoint of `kind: events` makes the table \
                of patients by their worst grade, and those by class and term. In a row of a patient it is \
                `max grade of adverse`.",
    },
    Topic {
        names: &[
            "sensitivity",
            "specificity",
            "ppv",
            "npv",
            "predictive value",
            "positive predictive value",
            "negative predictive value",
            "likelihood ratio",
            "reference standard",
            "gold standard",
            "diagnostic",
        ],
        words: &["diagnostic_test", "diagnostic_accuracy"],
        about: "A test against a reference is an endpoint of `kind: diagnostic_test`; `diagnostic_accuracy` gives sensitivity, \
                specificity, predictive values, likelihood ratios and accuracy with their intervals.",
    },
    Topic {
        names: &["left truncation", "delayed entry", "late entry", "left truncated"],
        words: &["entry", "time_to_event"],
        about: "A time that the data give, or that a `define` computes, has an `entry`: from when the patient is at risk. \
                `define days_to_entry of patient: days_between(transplanted_on, registered_on)`, and `entry: days_to_entry`.",
    },
    Topic {
        names: &[
            "time dependent",
            "time dependent covariate",
            "time varying",
            "time varying covariate",
            "mantel byar",
            "switch",
            "crossover to treatment",
        ],
        words: &["compare", "exposure"],
        about: "`compare: exposed against unexposed { to: EVENT, from: day_after }` counts the time before the event as not \
                exposed and the time after it as exposed, in a Cox model.",
    },
    Topic {
        names: &["non responder imputation", "nri", "nonresponder imputation", "missing equals failure"],
        words: &["if not assessed"],
        about: "`if not assessed: failure` of a `yes_no` endpoint: whoever has no value, or none at the timepoint, is no success. \
                That an event such as a rescue medication makes a failure is said by `composite { as: failure }` under \
                `intercurrent`.",
    },
    Topic {
        names: &["responder", "responders", "responder analysis", "response rate"],
        words: &["yes_no"],
        about: "A responder is an endpoint of `kind: yes_no` with a condition, `success: (score of visit where week = W12) <= 50 % \
                of score_before`, or with a set of responses of a criterion.",
    },
    Topic {
        names: &["time to response", "time to onset", "durability", "duration", "loss of response"],
        words: &["time_to_event", "from"],
        about: "A time may end with a response, `event: objective_response by RESPONSE`, or begin with one, `from: \
                objective_response by RESPONSE`. What is lost is a set of the criterion, `set lost: NR`, and `event: lost by \
                RESPONSE`.",
    },
    Topic {
        names: &["visit", "visits", "visit window", "windowing", "windows", "analysis window", "analysis visit"],
        words: &["timepoints", "nearest"],
        about: "A visit that the data name is asked by its code, `score of visit where week = W12`; one that is found by its date \
                by `nearest score of visit to day 84 where date from day 70 to day 98 { tie: earlier }`, and of a response by \
                `timepoints`.",
    },
    Topic {
        names: &["lsmeans", "lsmean", "ls means", "ls mean", "least squares means", "adjusted means", "emmeans"],
        words: &["linear_model"],
        about: "`linear_model` gives the adjusted mean of each arm beside the difference: numbers at their mean, categories \
                equally often, or by `{ margins: observed }` as often as among the patients (`OM` in SAS).",
    },
    Topic {
        names: &["stratified", "stratification", "stratification factor", "stratum"],
        words: &["strata"],
        about: "`strata: region, smoker` of an analysis: a stratified method compares within them.",
    },
    Topic {
        names: &["competing risk", "competing risk analysis", "cif", "cumulative incidence", "cuminc", "nrm", "trm"],
        words: &["competing_risks", "aalen_johansen", "fine_gray"],
        about: "The first of several events that end a time is an endpoint of `kind: competing_risks`; `aalen_johansen` estimates \
                the cumulative incidence of each.",
    },
    Topic {
        names: &[
            "pasi",
            "skin score",
            "easi",
            "dlqi",
            "das28",
            "lugano",
            "cheson",
            "rano",
            "own criterion",
            "custom criterion",
        ],
        words: &["criterion", "use"],
        about: "A response by rules is a criterion, a document of its own that needs no program: the chapter on criteria has its \
                words. `prespec explain criterion` lists those that come with the program, and `prespec explain lugano_2014` \
                prints one, to begin with.",
    },
    Topic {
        names: &["table", "tables", "tlf", "tlfs", "listing", "shell", "shells", "figure", "plot"],
        words: &["report", "figures"],
        about: "Each analysis makes its table; `report` says what stands besides, and `prespec document` prints the shells.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_plain_and_stands_once() {
        let names: Vec<&str> = TOPICS.iter().flat_map(|topic| topic.names).copied().collect();
        for (i, name) in names.iter().enumerate() {
            assert_eq!(crate::syntax::habits::plain(name), *name);
            assert!(!names[..i].contains(name), "{name}");
        }
    }
}
