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
