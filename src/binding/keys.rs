//! The keys of a binding, with what each says: the one place that reading, suggestions and `explain` go by.

use crate::plan::registry::Word;

pub const ROOT: [Word; 8] = [
    ("plan", "The plan's file, below the folder of the binding."),
    ("data", "The folder of the data, below that of the binding; `--data DIR` takes another for one run."),
    (
        "simulated",
        "How the data were made, where they are not those of patients; every page of the report says it. Without it they are those of patients.",
    ),
    (
        "earliest",
        "The first day that a date of the data can be, `2015-01-01`; without it 1900-01-02, the day after the one that databases write for no date.",
    ),
    ("cut-off", "The last day that a date of the data can be; no later one enters the analysis."),
    ("files", "How the files are written: separator, decimal sign, dates, encoding, signs of a missing value."),
    ("codes", "Codes that all columns of a kind share: `yes_no`."),
    ("tables", "The file of each table of the plan, by its name."),
];

pub const CODES: [Word; 1] =
    [("yes_no", "What stands for yes and no in all columns: `yes_no: { oui: yes, non: no }`.")];

pub const FILES: [Word; 5] = [
    ("separator", "What separates the columns of a row: `;`, `,`, `|` or `tab`."),
    ("decimal", "The decimal sign: `,` or `.`."),
    (
        "date",
        "How a day is written, with `%d`, `%m` and `%Y`: `%d/%m/%Y`; `%b` is the month in letters, small or capital, so that `%d%b%Y` reads the `11JAN2022` of SAS.",
    ),
    (
        "encoding",
        "The letters of the files: `utf-8`, `windows-1252`, `iso-8859-15` and others by their names on the web.",
    ),
    ("missing", "What stands for a missing value, besides nothing at all: `NA`, or a list of such signs."),
];

pub const TABLE: [Word; 8] = [
    (
        "file",
        "The file that the table is read from, below the folder of the data. Several tables may be read from one file.",
    ),
    ("rows", "How many rows stand below the header; another number is a finding that blocks the report."),
    ("sha256", "The SHA-256 of the file; another one is a finding that blocks the report."),
    (
        "where",
        "The rows of the file that are of this table, by what stands in columns of the file: `{ PARAMCD: OS, ANL01FL: Y, DTYPE: \"\" }`, or a list of codes; an empty one is a field that is blank. Without it, all.",
    ),
    ("columns", "The column of the file for each column of the plan, and for the table that it belongs to."),
    ("files", "What of the notation is another than that of all files."),
    (
        "not read",
        "Columns of the file that nothing reads, each with the reason: `{ ETHNIC: \"the protocol does not ask for it\" }`. A run tells of those without one.",
    ),
    (
        "repeats",
        "`must_agree`: the file repeats the row of a key, as one that has a line for each visit repeats the patient; the repetitions agree, and one of them is taken.",
    ),
];

pub const COLUMN: [Word; 5] = [
    (
        "column",
        "The column of the file, by its name in the header; of what a row is known by several in a list, which together say it.",
    ),
    ("unit", "The unit in the file, where it is another than that of the plan; it is converted exactly."),
    ("limits", "The signs of a detection limit that the file may carry: `<`, `>`, or both as a list."),
    (
        "codes",
        "What stands in the file for each code of the plan: `{ H: M, F: F }`. Without it, the plan's own codes; with it, nothing else is read: a code that the file writes as the plan does is listed too.",
    ),
    ("blank", "The code that an empty field stands for."),
];

/// Where keys stand, with those that there are.
pub const PLACES: [(&str, &[Word]); 5] =
    [("the binding", &ROOT), ("`codes`", &CODES), ("`files`", &FILES), ("a table", &TABLE), ("a column", &COLUMN)];
