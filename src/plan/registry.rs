//! The heads of statements and the keys each takes: the one place that checking, suggestions and the reference page read.

mod vocabulary;

pub use vocabulary::*;

/// A head with what may stand under it.
pub struct Head {
    pub word: &'static str,
    /// Keys of its entries; empty where the entries are named by the plan itself.
    pub keys: &'static [&'static str],
    pub page: &'static str,
}

const fn head(word: &'static str, keys: &'static [&'static str], page: &'static str) -> Head {
    Head { word, keys, page }
}

/// Every head of the language.
pub const HEADS: &[Head] = &[
    head(
        "study",
        &["design", "planned per arm", "alpha", "month", "year", "protocol number", "report version", "signatures"],
        "The study: its design, size and conventions. A point in time is `day 365`, or a length from time zero, `12 months`. Where days are counted, a length in months or years is the nearest whole day: 6 months of 30.4375 days are day 183, of every patient alike, and not the same date of another month. How many days a month or a year has is said here wherever one is written (`month: 30.4375 days`), and never assumed. The title page of the report shows `protocol number` and `report version` where they are stated, and has a line to sign for each of `signatures: (\"Principal investigator\", \"Statistician\")`, to which names and dates are added by hand.",
    ),
    head(
        "data",
        &["one row per", "belongs to", "known at", "ordered by", "same thing", "columns"],
        "A table of the data, column by column. `{ ordered: yes }` says of a column of codes that they stand in their order, the least first.",
    ),
    head(
        "define",
        &[],
        "A quantity computed in each row of a table. Rows of another table of the patient are found beside the row at hand by their dates, which it names with its table: `any steroid where date from day -5 to day 0 of exam.date and dose > 0`, `last afp of marker where date before exam.date`. Which of several is taken is `first`, `last`, or `nearest ecog of visit to exam.date where date from day -14 to day 14 of exam.date { tie: earlier }`, in which the days are stated, and of two equally near the earlier or the later; it stands alone in a `define`, or in a `value` of a criterion. The row is taken by its date, and then its value, which may be missing in it: `and afp is known` in the condition passes such rows over. Of rows below the one at hand, as the visits of a patient, it is the value in one of them: `score of visit where label = W12` where the condition fixes by `=` all that tells these rows apart, so that one at most can be meant; `first score of visit where …`, `last`; `nearest score of visit to day 84 where date from day 70 to day 98 { tie: earlier }`. Or it is made of all: `min`, `max`, `sum`, `mean` or `median score of visit where …`, unknown where there is no such row and where the value is missing in one of them, which `and score is known` passes over; `count visit where …` is how many there are. Functions of numbers are `log10`, `ln`, `exp`, `sqrt`, `abs`, `round(x, 1)`, in which what lies in the middle goes away from 0, and `min`, `max` and `median` of several numbers, dates or ordered codes (the columns of several readers: the better, the worse, or the one in the middle, which of an even number of numbers is the mean of two, and of an even number of others is refused); of two dates, from the first to the second, `days_between(a, b)` is in days, `weeks_between(a, b)` those divided by 7, `completed_months(a, b)` and `completed_years(birth, a)` the months and years of the calendar that are completed: when the day of the month comes again, and where a month has no such day on the first of the next, so that 29 February counts from 1 March (the rule of W. Kreuter's one line for the age, SAS Communications; below 0, from −1 on, where the second date is the earlier); `if(CONDITION, THEN, OTHERWISE)` chooses. Where a number of a function is unknown, or the condition, its answer is. A quantity may be described by cases, `define risk of patient { low \"Low\" when score < 10`, and on lines of their own the others, of which the last is `otherwise`: the words are a list of codes of its own, read from the top; `unknown when score is missing` leaves it open. `ln` and `log10` of 0 and below, `sqrt` below 0 and what `exp` makes too large are unknown too.",
    ),
    head(
        "check",
        &["for each", "require", "severity"],
        "What must hold in the data, in each row of a table (`for each: exam`, `exam where CONDITION`, `exam at baseline`). Columns of codes of a table directly below split it: `for each: exam at baseline, reader, organ` asks of each reader and each organ by itself, and `lesion` in `require` means the lesions of that reader in that organ.",
    ),
    head("event", &[], "A dated event of a patient. The event named `death` ends all that can be observed."),
    head("time zero", &[], "The event from which days are counted."),
    head("arms", &[], "The compared groups, read from the top."),
    head(
        "accept",
        &["for", "answered by", "because"],
        "A warning that the plan answers in words: of results (`immortal_time`, `early_window`, `late_selection`) for endpoints, at named timepoints where not at all, with the analyses that answer it; or a question about statements (P060 to P074 and P101 to P103: `always_so`, `other_estimand`, `no_protection`, `window_gap`, `admits_treatment`, `other_label`, `no_last_day`, `last_of_its_kind`, `first_baseline`, `settled_late`, `cause_without_date`, `censored_elsewhere`, `caliper_elsewhere`, `counted_as_success`, `read_elsewhere`, `chosen_by_outcome`, `baseline_among`, `level_unspent`, `other_direction`, `no_effect`) for those that it names.",
    ),
    head(
        "population",
        &["of", "require", "if not known", "count exclusions at"],
        "The patients of an analysis. What is required is known at time zero; `{ known at: administrative }` says that a requirement serves the paperwork alone, such as consent, and `{ known at: follow_up }` that it chooses patients by what happens after time zero, as that of a per-protocol or a safety set does: nobody is matched in such a population, and arms compared in it are a warning (A004) that the plan accepts.",
    ),
    head("timepoints", &["prefer", "tie"], "Which examination stands for a timepoint."),
    head(
        "use",
        &[],
        "A criterion from its own document, named by its path (`use criteria/mine`), or one that comes with prespec, named by its name and version (`use recist_1.1`; `prespec explain criterion` lists them). Its entries are the criterion's own options.",
    ),
    head(
        "response",
        &["lesions", "at", "baseline", "among"],
        "A criterion applied to the data. Its examination at baseline is the timepoint `baseline`, or another that `baseline: TIMEPOINT` names, in place of the one that a criterion chooses for itself too. Its other keys are the names that the criterion gives to the tables and events it needs, and options of the criterion, which then hold for this response in place of those of the `use`: so one criterion is read under several options, as several responses. An event after time zero after which the criterion is read counts up to a day that is stated with its reason, which the report prints: `treated: sirt { by: day 120, because: \"…\" }`.",
    ),
    head(
        "combine",
        &["of", "readers", "response", "consensus for", "unresolved", "ends with"],
        "From several readers to one response. The consensus of a response is that recorded under its name; `consensus for: RESPONSE` takes that of another response by the same criterion, which was read under other options or from another baseline.",
    ),
    head(
        "agreement",
        &["of", "readings", "at", "among", "leave out", "ends with", "estimate"],
        "Agreement of two readers before any consensus, or of two or more columns of a table, or quantities of it: where the readings stand below each other, `define score_1 of patient: score of reading where reader = R1` is that of one reader.",
    ),
    head(
        "lesions",
        &["of", "reader", "at", "among", "arms", "strategy", "estimate"],
        "How many lesions have which category, by a criterion that answers of each (`of each`), as one reader read the examination of each timepoint, for each of the arms named. The shares are of the lesions that were read, and not of patients. `strategy: treatment_policy` says that a lesion counts as it was read whatever the patient was given before, for no other strategy can be said of a lesion: one that was resected or treated otherwise is among them. `estimate` is refused: lesions of one patient are not independent, so that no interval is given, and those of two readers are not matched with one another, so that there is no agreement by lesion.",
    ),
    head(
        "intercurrent",
        &[],
        "An event that changes what an endpoint means. Each estimand names a strategy for it; one that compares `exposed against unexposed` to that very event names none, or says `EVENT: exposure` in place of one that it would take over from what it is `like`.",
    ),
    head(
        "endpoint",
        &[
            "kind",
            "success",
            "by",
            "at",
            "if not assessed",
            "if it does not apply",
            "from",
            "event",
            "censor",
            "horizon",
            "rows",
            "grade",
            "class",
            "count",
            "rate",
            "to",
            "before",
            "examination on that day",
            "stable from",
            "confirmed",
            "value",
            "baseline",
            "measure",
            "time",
            "entry",
            "cause",
            "causes",
            "same day",
            "test",
            "reference",
            "if the test is undetermined",
            "if the reference is undetermined",
            "because",
        ],
        "What is measured in each patient. A number may be measured from a `baseline`: `measure: change` is the value minus that, and `percent_change` the change divided by the baseline and multiplied by 100, of which there is none where the baseline is 0; such patients are left out and counted. A `time` that the data give is analysed and printed in the unit of its column, in days where that has none. An `event` by a set of responses that is dated from an earlier finding says what becomes of a finding that no examination confirmed and none cleared: `definitive_progression by irecist { unconfirmed: counts }`, or `does_not_count`. The horizon says whether an event on that very day counts, `day 365 { event on that day: counts }`, or is counted by the calendar, `12 months { counted by: calendar, event on that day: counts }`: of each patient the day on which the day of the month comes again, or where the month has no such day the first of the next; a landmark or a day of a method that lies before it in some patients and after it in others is refused. Of two `causes` on one day `same day` says which counts, the first named before the others. An examination after the horizon, or after an event that competes, confirms an earlier finding all the same; one after death, or after the event at which the time is censored, confirms none. A response counts as one examination shows it, or, where `confirmed: next_assessed { after: 28 days, not assessed between: 1 }` is said, once a later one repeats it: of a best response (which says this or `no`, and beside `before: EVENT` how an `examination on that day` is read), of a response at a timepoint, and, in its braces, of a response that ends a time or is a cause of it, `objective_response by recist { confirmed: next_assessed { … } }`. The next assessed examination at least so many days later confirms it if its combined response is in the same set, and nothing does if it is not; those that are assessed and too early are passed over, but a progression between ends the response. Of examinations not assessed, or unresolved between readers, no more than so many may lie between; one at which the criterion does not apply is not seen. A response of the last examination is therefore not confirmed: it is no success and no event, and nothing that is missing. At a timepoint a success is an examination that lies in a confirmed response, which begins with the examination that is confirmed and lasts through the one that confirms it until an assessed one that is not in the set; it may have been confirmed before the timepoint, or be so only after it. A time is dated from the first of the two examinations; as that is told only by the second, nobody is at risk of it on a day (P040). No examination confirms after what ends or settles the endpoint: `to` and `before` of a best response, the first event that would settle a response at a timepoint, death, the event at which a time is censored, another event or cause of the time (on one day as `same day` has it); a horizon ends the time, and not what is known. A set without a response that is better than one of its own, one with a progression or with what is not assessed, and one that the criterion dates from a finding cannot be confirmed. A time is counted `from: time zero`, or from an event or a response that comes first, `from: objective_response by recist`: its days, horizon and those of its methods are then days after that, and patients without it, or who had an event of the endpoint before it, are left out and counted; a response other than progression ends it only from that day on, for what a patient was like before is no loss of what began. A patient without an event is censored at a date, or at the last assessed examination, with `{ longest gap: 182 days }` if an event later than that after it does not count. Where nothing is assessed at a timepoint, `if not assessed` says what that is: `failure`, `success`, `left_out`, or `worst_case { failure in: new, success in: old }`, by the arm of the patient, or of a response at a timepoint `last_value { otherwise: failure }`, the last assessed response before it and without one what stands behind `otherwise`. A `diagnostic_test` is a `test` against a `reference`, each a condition in the row of a patient that holds where it is positive; what becomes of a patient of whom one of them is not known is said of each, `if the test is undetermined: left_out`, `positive`, `negative`, or of the test `wrong`, the answer that the reference does not give. Patients left out are counted for each of the two, and so are those who count as the plan says. A `category { order: (none, mild, severe) }` is a code in the row of a patient, and a `shift { order: … }` that and its `baseline` in the same codes; `if not assessed: own_category \"Not graded\"` makes a last category of what is not known.",
    ),
    head(
        "matching",
        &["treated", "control", "among", "score", "method", "exact", "caliper", "if a covariate is missing", "aim"],
        "Pairs of similar patients.",
    ),
    head(
        "analysis",
        &[
            "role",
            "estimand",
            "strata",
            "covariates",
            "weights",
            "pairs",
            "cluster",
            "if a covariate is missing",
            "landmark",
            "estimate",
            "main test",
            "hypothesis",
            "also given",
            "assumption",
        ],
        "An estimand and the methods that estimate it. `estimate` names what is estimated or described, `main test` the one test that decides; either can stand alone. In place of a main test, the limit of an interval decides where there is a `hypothesis`: `non_inferiority { margin: -10 %, level: 0.025, better: higher }`, `superiority { margin: 0 %, level: 0.025, better: higher }` or `equivalence { lower: -10 %, upper: 10 %, level: 0.05 }`. It is the interval of the effect of two arms, of the confidence 1 − 2 · level, by the one method under `estimate` that estimates the effect. A margin stands on the scale of the effect, in its unit and with its sign: a difference is that of the arm compared minus the other, a ratio that over the other. `better` says which values of the effect are better; of a number its endpoint says it. Without `compare`, or with `compare: none`, all patients are taken together. The `effect` by which a comparison is expressed is named where a method under `estimate` estimates it; where the arms are only described, or compared by a test alone, there is none to name. Of several arms in a list, `compare: A, B, C`, methods test all at once, or a trend in this order. `compare: (LOW, HIGH) against PLACEBO` compares each of the first with the last: a model has a coefficient for each, and a method that compares two groups is given the patients of two arms at a time, so that its numbers are named `low_against_placebo` and a `family` adjusts its p-values one by one; in a primary analysis without a family they are refused (P023). Under `intercurrent` stands a strategy for each event that can meet the endpoint. Where two that can concern one patient at a timepoint answer differently, `order of events` names all that settle the response, an earlier response that the endpoint excludes among them: of those that have happened the one named first settles it, whichever came first; or it is `first_to_happen`, and `same day` orders those of one day. `examination on that day: after_event`, or `before_event`, says how an examination on the very day of an event is read, and the target day of a timepoint without one: after the event, its strategy holds there, and the response before it is one of an earlier day. Of a time that something ends, `event on that day: counts`, or `does_not_count`, says so of an event of the endpoint on that very day.",
    ),
    head(
        "subgroups",
        &["of", "by", "interaction", "if a covariate is missing"],
        "The estimates of another analysis within subgroups: `of` names it, `by` what is known at baseline, `by: sex, age >= 65 \"65 or older\", region`. For each level of each there are the number of patients of each arm and the estimates of the analysis, and for each `by` one test of interaction: `interaction: wald`, or `likelihood_ratio`, of the products of arm and level in the model of the outcome (logistic, linear, Cox), or `heterogeneity`, Cochran's Q of the estimates on the scale of the effect, which is the one for differences and ratios of risks. Nothing is adjusted for the number of subgroups, and the report says so.",
    ),
    head(
        "family",
        &["of", "procedure", "hypotheses"],
        "Deciding p-values that are adjusted together. With `procedure: graphical` the family states a graph: `hypotheses { … }` has an entry for each p-value, which is named by its analysis, and by the arm besides where several are compared with one; it says the share of alpha that the hypothesis begins with, and in braces what part of its share goes to which other once it is rejected, `os high: 0.5 { to os low: 0.5, to pfs high: 0.5 }`. Shares are written as `0.5` or `1/3`; those at the start are together at most 1, and so are those that one passes on.",
    ),
    head(
        "sample size",
        &["of", "show"],
        "What the planned number of patients can show by an analysis, computed from the plan alone: `of` names the analysis, whose main test and its form are taken, and `show` the methods. It is McNemar's test of matched pairs, of which as many are planned as the study says under `planned per arm`; of another test nothing is computed yet, and `check` says so.",
    ),
    head(
        "assume",
        &["patients", "followed", "outcomes", "matched", "power", "because"],
        "What is assumed before there are data. No number of a report rests on it: `prespec document` prints it with what a study of this size could then show. `patients { ARM: 60, ARM: 240 }` says how many of each arm can be analysed. Under `outcomes` stands for an endpoint what each arm is assumed to have: of a yes or no its proportion, `orr { each: recist at M6, sirt_io: 35 %, io: 20 % }`, of which `discordant: 40 %` is the share of matched pairs in which one of the two alone is a success; of a time to an event an exponential distribution, `exponential { median: 9 months }`, `exponential { hazard: 0.08, per: 1 months }`, or `exponential { event free: 40 %, on: day 365 }`; of a number `normal { mean: 12, standard deviation: 4 }`. A length in months is not rounded to days here. Patients are followed up to the horizon of the endpoint and not beyond `followed: day 365`. `matched { MATCHING: 60 % }` is the share of the treated patients who find a pair, and `power: 80 %` that at which a detectable effect is told. Another scenario is another statement, which may be `like` the first.",
    ),
    head(
        "amendment",
        &["date", "clauses", "because"],
        "Why the plan says something else from a day on: the `date` of the amendment, the `clauses` that mean another thing since, by their numbers (`clauses: 8.1, 9.2`; in quotation marks where a number has three parts, or is of the document of a criterion: `\"6.2.1\"`, `\"recist_1_1 4\"`), and the reason. Amendments stand in the order of their dates. What changed is not said here: `prespec seal` compares the plan with the text that was sealed last, and seals no change of meaning that a new amendment does not name by its clause; a clause that is taken out stays as a heading `(informative)`, so that it can be named. Nothing is computed from it: whether a result was prespecified, or amended before or after outcomes were seen, is worked out from `study.log`, and the report of a sealed plan lists the amendments (docs/lock.md).",
    ),
    head(
        "report",
        &[
            "language",
            "baseline",
            "populations",
            "numbers",
            "rules",
            "figures",
            "analyses",
            "deviations",
            "abbreviations",
        ],
        "What the report shows: characteristics at baseline, figures, and which analyses. `rules: recist, mrecist` shows of each of these responses how often each case and row of the rules of its criterion gave a value, over all readings of its patients, and of a combination of readers each of its cases: the readings, the patients by arm, and the first of them with the values that the rule reads. A row that never did stands there with 0. `deviations: 10.2` names the clauses that say in which the plan or its conduct departs from the protocol: the report shows them in its body. `abbreviations: \"SIRT\" \"selective internal radiation therapy\"` writes out short forms of the labels: each stands in the note of every table in which it occurs, beside those that every report has.",
    ),
    head(
        "circulation",
        &["smallest cell", "release", "because"],
        "What a copy that may leave the hospital tells, which `prespec run --circulate` makes: no count of patients below `smallest cell: 5`, nothing from which such a count could be worked out, and nothing of single patients. `release: ANALYSIS, …` keeps the counts of these analyses however small they are, for the reason under `because`, which is printed with them.",
    ),
    head(
        "criterion",
        &[
            "builds on",
            "over",
            "baseline",
            "no reading",
            "no baseline",
            "applies to",
            "responses",
            "answer",
            "complete response",
            "objective response",
            "progression",
            "definitive progression",
            "not assessed",
            "does not apply",
            "from best to worst",
            "disregarded later",
            "dated back to",
            "of each",
        ],
        "The interface of a response criterion. It is read `over: EXAM after time zero { … }`, or `over: EXAM after EVENT { … }` of an event that it needs: an examination on that very day is not read. A patient without the event has no response, and an examination or a timepoint before it has none either: the criterion has not begun, which is neither `not assessed` nor a failure, and is left out and counted by itself unless an endpoint says `if it does not apply: failure`. The days of `stable from` are then counted from the event. A time from time zero by such a criterion is analysed from a landmark by which its beginning is settled. `baseline: last EXAM where CONDITION`, or `first EXAM …`, chooses among all examinations of a patient the one that is compared with, in place of the timepoint `baseline` of the plan; a criterion that is read after an event needs one. Its window is counted from the beginning, `date from day -90 to day 0 of EVENT`, and lies wholly before what is read or wholly after the beginning, as of the first examination after a radiotherapy: then what comes after the baseline is read. `needs TABLE { … }`, `option NAME: VALUE` and `set NAME: RESPONSE, …` stand here too; an option in per cent is taken of a number, `NAME of nadir`. What its responses mean to the language is declared by `complete response`, `objective response`, `progression`, `definitive progression`, `not assessed` and `does not apply`, each of which may be absent; what a plan asks for of those that are is refused. A set that a later examination confirms is dated from the finding it confirms: `definitive progression: iCPD { dated from: iUPD, cleared by: (iCR, iPR, iSD) }`. `dated back to: VALUE` names a value of the criterion that is an examination: where at an examination it names an earlier one, as the first that raised a suspicion which this one confirms, the response is dated from that one in every time that ends with it. The responses themselves stay those of their examinations. Of several readers who agree, it is dated from the latest of the examinations from which they date it, by which all had seen it; of the worst, from the earliest of those who answered it; a response that a table records, from its own. `applies to: CONDITION` is a condition in the row of a patient: of others the criterion has no response, and they are left out of what is analysed by it, counted, unless an endpoint says `if it does not apply: failure`. A response that `does not apply` says the same of one examination; of several readers, the others' stands. Neither is `not assessed`. `of each: CATEGORY of SETS` names what is answered of each thing by itself, a rule of a set (`rule category of lesion { … }`), and the sets whose things are answered; a `lesions` statement counts them. `from best to worst: …` ranks the responses that assess something, for a combination of readers that takes the `worst_response when any assessed`. What settles it after time zero has its last day and a reason, which the report prints: `applies to: treated from day 0 to day 120 { because: \"…\" }`. `no baseline: (no exam at baseline) or CONDITION` says when the examination at baseline serves as none; the condition is read at it.",
    ),
    head(
        "rows",
        &[],
        "A set of the rows that a criterion reads: `lesion where CONDITION` of its table, or `SET`, `SET where CONDITION` of a set written above. Without options its things are those that have such a row at the examination. `{ chosen at: baseline }` chooses them at the baseline examination and follows them from there; `{ chosen at: appearance }` chooses each at the first examination after it that shows the thing among those it is taken from, and follows it from there: one that is not chosen then never is. `{ largest: size, at most: 5, of each: organ { at most: 2 }, ties: number }` ranks what is there (or `smallest: …`; of two quantities, `(length, width)`, the second decides where the first is equal) and fills the places in that order, those of things chosen earlier being taken. `ties` says by what equals are told apart in the end, the first being taken, or that all of them have a place (`all_in`) or none (`all_out`, nor anything ranked behind them in their place); a plan that leaves it open is refused. `{ without: SET }` leaves out the things of a set written above. A quantity that is defined of a set is one of the sets that are taken from it too. `{ belongs to: part_of }` says of a set that each of its rows belongs to the thing that it names in that column, which is needed as `number of TABLE` and in the plan's table has `names: COLUMN`, the column by which things are told apart, or which is `none` where it is not recorded: in a quantity of a thing `sum length of part` is over those that belong to it, itself or through others. `length at merged_into` is asked of the thing that is named in the end. The name of a set is there a yes or no, whether the thing is of it.",
    ),
    head(
        "value",
        &[],
        "A value of a criterion at an examination, or of what stands beside it by its dates, as in `define`.",
    ),
    head(
        "rule",
        &["given", "read"],
        "A rule of a criterion: cases, or a decision table. `rule NAME of SET` answers of each thing of a set, in cases.",
    ),
];

/// Keys of the blocks within statements.
pub const ESTIMAND: &[&str] = &["endpoint", "each", "population", "compare", "effect", "intercurrent"];

/// Keys that take a block in place of a value, or may.
const BLOCKS: &[&str] = &[
    "causes",
    "columns",
    "require",
    "response",
    "estimand",
    "intercurrent",
    "hypotheses",
    "patients",
    "outcomes",
    "matched",
];

/// Whether a block can stand under the key; `needs exam` is one of a criterion.
pub fn takes_block(key: &str) -> bool {
    BLOCKS.contains(&key) || key.starts_with("needs ")
}

/// Whether nothing but a block can stand under the key.
pub fn takes_only_block(key: &str) -> bool {
    matches!(key, "columns" | "estimand" | "intercurrent" | "hypotheses" | "patients" | "outcomes")
        || key.starts_with("needs ")
}

/// Words that the language will know and that cannot be carried out yet; each would be an entry or a head of its own.
pub const PLANNED: &[&str] = &["adjusted", "competing", "in", "table"];

pub fn is_planned(word: &str) -> bool {
    PLANNED.contains(&word)
}

/// The words of all heads, for the scanner.
pub fn head_words() -> Vec<&'static str> {
    HEADS.iter().map(|h| h.word).collect()
}

/// Keys of a head.
pub fn keys(word: &str) -> &'static [&'static str] {
    HEADS.iter().find(|h| h.word == word).map_or(&[], |h| h.keys)
}
