//! The words of the language that are neither statements nor keys of one, each with what it says.

/// A word, and what it says.
pub type Word = (&'static str, &'static str);

/// The words alone, where a pass asks for them.
pub const fn words<const N: usize>(of: &[Word; N]) -> [&'static str; N] {
    let mut found = [""; N];
    let mut at = 0;
    while at < N {
        found[at] = of[at].0;
        at += 1;
    }
    found
}

/// What a column can hold.
pub const COLUMN_TYPES: [Word; 8] = [
    ("yes_no", "Yes or no."),
    ("date", "A day of the calendar."),
    ("integer", "A whole number: `integer from 0 to 10`."),
    ("year", "A year: `year from 1920 to 2006`."),
    ("number", "A decimal number, kept exactly as the file has it: `number in mm`, `number from 0 to 1`."),
    (
        "pseudonym",
        "What a patient, an examination or a thing is known by; it is compared and never printed as a value.",
    ),
    ("text", "A text for people, which is compared with another and no more."),
    ("one of", "A code of a list: `one of (F \"Female\", M \"Male\")`."),
];

/// What stands in the braces of a column.
pub const COLUMN_OPTIONS: [Word; 10] = [
    (
        "may be missing",
        "`yes`: the value may be missing, and is unknown then. Without it a missing value is a finding.",
    ),
    ("above", "The number is greater than this."),
    ("below", "The number is less than this."),
    ("at least", "The number is this or greater; or the name of another column of the row."),
    ("at most", "The number is this or less; or the name of another column of the row."),
    ("detection limit", "`its_number`: `<5` in the file counts as 5; the binding says which signs there are."),
    (
        "known at",
        "When the value is known, where that is another moment than that of its table: `baseline { asserted because: \"…\" }`, `itself` of a date, `follow_up`, or `administrative`.",
    ),
    ("required when", "A condition in the row: where it holds the value is there, elsewhere it may be missing."),
    ("names", "The column by which the things of the table are told apart; this one names another of them."),
    ("ordered", "`yes`: the codes stand in their order, the least first, so that `min` and `max` have a meaning."),
];

/// What begins a question about rows.
pub const SELECTORS: [Word; 12] = [
    (
        "first",
        "The first row by its date: `first treatment where drug = extra`, or a value in it, `first dose of treatment`.",
    ),
    ("last", "The last row by its date: `last visit where date before relapse`, or a value in it."),
    (
        "nearest",
        "The row nearest to a date: `nearest score of visit to day 84 where date from day 70 to day 98 { tie: earlier }`.",
    ),
    (
        "every",
        "Whether all rows have something: `every lesion where role = target has size < 10 mm`. Where there is no row it holds.",
    ),
    ("any", "Whether there is such a row: `any adverse where grade >= 3`."),
    ("no", "Whether there is no such row: `no visit where score is missing`."),
    ("count", "How many such rows there are: `count visit where score is known`."),
    ("sum", "The values of all such rows added up: `sum size of lesion where role = target`."),
    ("min", "The smallest value of all such rows, or the earliest date."),
    ("max", "The largest value of all such rows, or the latest date; of codes that are ordered, the greatest."),
    ("mean", "The mean of the values of all such rows."),
    (
        "median",
        "The median of the values of all such rows; of an even number of them the mean of the two in the middle.",
    ),
];

/// What stands between or behind values.
pub const OPERATORS: [Word; 28] = [
    ("and", "Both hold. One that does not makes it no, whatever the other."),
    ("or", "One of the two holds, or both. One that holds makes it yes, whatever the other."),
    ("not", "It does not hold; what is unknown stays unknown."),
    ("=", "Both are the same."),
    ("!=", "The two differ."),
    ("<", "The left one is less; a date, earlier."),
    ("<=", "The left one is less or the same."),
    (">", "The left one is greater; a date, later."),
    (">=", "The left one is greater or the same."),
    ("in", "It is one of these: `region in (north, south)`; in the type of a column the unit, `number in mm`."),
    ("+", "The sum; `date + 28 days` is a date."),
    ("-", "The difference of two numbers; a date minus days is a date. Two dates are apart by `days_between`."),
    ("*", "The product."),
    ("/", "The quotient, which is unknown of a division by 0."),
    (
        "of",
        "A value of rows, `score of visit`; a part of a number, `120 % of nadir`; a part of a date, `year of birth`.",
    ),
    ("by", "What answers: `progression by tumour`."),
    ("at", "At another examination: `total at baseline`, `exam at M6`."),
    ("against", "The two sides of a comparison: `high against placebo`."),
    ("as", "The same in another unit: `albumin as g/L`; and an approximation of days in months or years."),
    ("is known", "There is a value; never unknown itself."),
    ("is missing", "There is no value; never unknown itself."),
    ("before", "An event or date lies before another: `relapse before death`; on the same day it does not."),
    ("after", "An event or date lies after another: `date after time zero`; on the same day it does not."),
    (
        "from … to",
        "Within days, both ends belonging to it: `date from day -28 to day 0`, `… of EVENT`; of numbers, their range.",
    ),
    ("from … on", "On that day or later: `surgery from day 0 on`."),
    ("earlier", "It was so at an earlier examination: `earlier PD`, `earlier PR with no PD since`."),
    (
        "otherwise",
        "The last of several cases; and what is taken where there is no such row: `last exam where assessed by tumour otherwise time zero`.",
    ),
    ("like", "All that another says, but for what is said anew: `like survival { population: treated_set }`."),
];

/// What is called with parentheses.
pub const FUNCTIONS: [Word; 14] = [
    ("log10", "The logarithm to the base 10; unknown of 0 and below."),
    ("ln", "The natural logarithm; unknown of 0 and below."),
    ("exp", "The exponential; unknown where it is too large."),
    ("sqrt", "The square root; unknown below 0."),
    ("abs", "The number without its sign."),
    ("min", "The smallest of several numbers, dates or ordered codes; unknown where one of them is."),
    ("max", "The largest of several numbers, dates or ordered codes; unknown where one of them is."),
    (
        "median",
        "The one in the middle of several numbers, dates or ordered codes, as of the columns of three readers; of an even number of numbers the mean of the two in the middle; unknown where one of them is.",
    ),
    ("round", "`round(x, 1)`: to so many decimals; what lies in the middle goes away from 0."),
    ("days_between", "From the first date to the second, in days."),
    ("weeks_between", "From the first date to the second, in days divided by 7."),
    ("completed_months", "Months of the calendar that are completed from the first date to the second."),
    ("completed_years", "Years of the calendar that are completed from the first date to the second: an age."),
    ("if", "`if(CONDITION, THEN, OTHERWISE)`; unknown where the condition is."),
];

/// What becomes of an endpoint by an intercurrent event.
pub const STRATEGIES: [Word; 6] = [
    ("treatment_policy", "The event changes nothing: what is observed after it counts."),
    ("composite", "The event is itself an outcome: `composite { as: failure }`, or `success`."),
    ("value_before_event", "The last response before the event counts."),
    ("not_assessed", "From the event on nothing is assessed."),
    ("censor", "A time ends without an event: `censor { at: last visit where date before new_line }`."),
    ("exposure", "The event is the exposure that is compared, and needs no strategy."),
];

/// What an endpoint can be.
pub struct EndpointKind {
    pub word: &'static str,
    /// The keys where it is derived from examinations and dates; none where it never is.
    pub keys: &'static [&'static str],
    /// The keys where it is read from the row of a patient; none where it never is.
    pub given: &'static [&'static str],
    pub about: &'static str,
}

const fn kind(
    word: &'static str,
    keys: &'static [&'static str],
    given: &'static [&'static str],
    about: &'static str,
) -> EndpointKind {
    EndpointKind { word, keys, given, about }
}

/// Every kind, in the order in which they are offered.
pub const ENDPOINT_KINDS: &[EndpointKind] = &[
    kind(
        "yes_no",
        &["kind", "success", "by", "at", "confirmed", "if not assessed", "if it does not apply"],
        &["kind", "success", "if not assessed", "because"],
        "Success or failure: a response at a timepoint, or a condition in the row of a patient.",
    ),
    kind(
        "number",
        &[],
        &["kind", "value", "baseline", "measure", "if not assessed", "because"],
        "A number of each patient, which may be measured from a baseline. `number { better: lower }` says which values are better.",
    ),
    kind(
        "category",
        &[],
        &["kind", "value", "if not assessed", "because"],
        "A code of each patient: `category { order: (none, mild, severe) }`.",
    ),
    kind(
        "shift",
        &[],
        &["kind", "value", "baseline", "if not assessed", "because"],
        "A code and its baseline in the same codes: `shift { order: (g0, g1, g2) }`.",
    ),
    kind(
        "time_to_event",
        &["kind", "from", "event", "censor", "horizon"],
        &["kind", "time", "event", "entry", "if not assessed", "because"],
        "The time until something happens, or until it is last known not to have happened.",
    ),
    kind(
        "competing_risks",
        &["kind", "from", "causes", "same day", "censor", "horizon"],
        &["kind", "time", "cause", "causes", "if not assessed", "because"],
        "The time until the first of several things happens, and which of them.",
    ),
    kind(
        "events",
        &["kind", "rows", "grade", "class", "count", "rate"],
        &[],
        "Rows of a table that may happen to a patient any number of times, such as adverse events.",
    ),
    kind(
        "best_response",
        &["kind", "by", "to", "before", "examination on that day", "stable from", "confirmed"],
        &[],
        "The best of the responses of a patient up to a day.",
    ),
    kind(
        "diagnostic_test",
        &[],
        &["kind", "test", "reference", "if the test is undetermined", "if the reference is undetermined", "because"],
        "A test against a reference, each a condition in the row of a patient that holds where it is positive.",
    ),
];

/// The kind of this word.
pub fn endpoint_kind(word: &str) -> Option<&'static EndpointKind> {
    ENDPOINT_KINDS.iter().find(|kind| kind.word == word)
}

/// Words that are no statements, with what those of a list are.
pub const VOCABULARY: [(&str, &[Word]); 6] = [
    ("a type of a column", &COLUMN_TYPES),
    ("an option of a column", &COLUMN_OPTIONS),
    ("a selector", &SELECTORS),
    ("an operator", &OPERATORS),
    ("a function", &FUNCTIONS),
    ("a strategy for an intercurrent event", &STRATEGIES),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::ir::Function;
    use crate::syntax::tree::{Operator, SelectorKind};

    fn has(list: &[Word], word: &str) -> bool {
        list.iter().any(|(known, _)| *known == word)
    }

    #[test]
    fn every_function_selector_and_operator_is_among_them() {
        assert!(Function::ALL.iter().all(|function| has(&FUNCTIONS, function.word())));
        assert_eq!(FUNCTIONS.len(), Function::ALL.len() + 1, "and `if`");
        assert!(SelectorKind::ALL.iter().all(|selector| has(&SELECTORS, selector.word())));
        assert_eq!(SELECTORS.len(), SelectorKind::ALL.len());
        assert!(Operator::ALL.iter().all(|operator| has(&OPERATORS, operator.symbol())));
    }

    #[test]
    fn every_word_is_listed_once_and_says_something() {
        for (what, list) in VOCABULARY {
            for (word, about) in list {
                assert!(about.ends_with('.'), "{what}: {word}");
                assert_eq!(list.iter().filter(|(other, _)| other == word).count(), 1, "{what}: {word}");
            }
        }
        for kind in ENDPOINT_KINDS {
            assert!(!kind.keys.is_empty() || !kind.given.is_empty(), "{}", kind.word);
        }
    }
}
