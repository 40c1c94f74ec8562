//! The words of prose that say a number, a unit, a month, or where a number is from: English and French in one list, as a plan does
//! not say in which language its prose is.

/// Numbers in words, up to a hundred; the larger are put together of these.
const NUMBERS: &[(&str, u32)] = &[
    ("zero", 0),
    ("zéro", 0),
    ("one", 1),
    ("un", 1),
    ("une", 1),
    ("two", 2),
    ("deux", 2),
    ("three", 3),
    ("trois", 3),
    ("four", 4),
    ("quatre", 4),
    ("five", 5),
    ("cinq", 5),
    ("six", 6),
    ("seven", 7),
    ("sept", 7),
    ("eight", 8),
    ("huit", 8),
    ("nine", 9),
    ("neuf", 9),
    ("ten", 10),
    ("dix", 10),
    ("eleven", 11),
    ("onze", 11),
    ("twelve", 12),
    ("douze", 12),
    ("thirteen", 13),
    ("treize", 13),
    ("fourteen", 14),
    ("quatorze", 14),
    ("fifteen", 15),
    ("quinze", 15),
    ("sixteen", 16),
    ("seize", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("vingt", 20),
    ("vingts", 20),
    ("thirty", 30),
    ("trente", 30),
    ("forty", 40),
    ("quarante", 40),
    ("fifty", 50),
    ("cinquante", 50),
    ("sixty", 60),
    ("soixante", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("cent", 100),
    ("cents", 100),
];

/// Words that say a number and stand in no list: `two-sided` is `bilatéral`.
const ADVERBS: &[(&str, u32)] = &[
    ("single", 1),
    ("once", 1),
    ("seul", 1),
    ("seule", 1),
    ("twice", 2),
    ("both", 2),
    ("bilatéral", 2),
    ("bilatéraux", 2),
    ("bilatérale", 2),
    ("bilatérales", 2),
];

/// Ordinals, which say a number before a unit of time only: `the second week`, but not `the second examination`.
const ORDINALS: &[(&str, u32)] = &[
    ("second", 2),
    ("deuxième", 2),
    ("third", 3),
    ("troisième", 3),
    ("fourth", 4),
    ("quatrième", 4),
    ("fifth", 5),
    ("cinquième", 5),
    ("sixth", 6),
    ("sixième", 6),
    ("seventh", 7),
    ("septième", 7),
    ("eighth", 8),
    ("huitième", 8),
    ("ninth", 9),
    ("neuvième", 9),
    ("tenth", 10),
    ("dixième", 10),
    ("eleventh", 11),
    ("onzième", 11),
    ("twelfth", 12),
    ("douzième", 12),
];

/// Units in words, with the name that the language has for them. Symbols are those of the language itself.
const UNITS: &[(&str, &str)] = &[
    ("day", "days"),
    ("days", "days"),
    ("jour", "days"),
    ("jours", "days"),
    ("week", "weeks"),
    ("weeks", "weeks"),
    ("weekly", "weeks"),
    ("semaine", "weeks"),
    ("semaines", "weeks"),
    ("month", "months"),
    ("months", "months"),
    ("mois", "months"),
    ("year", "years"),
    ("years", "years"),
    ("an", "years"),
    ("ans", "years"),
    ("wk", "weeks"),
    ("wks", "weeks"),
    ("yr", "years"),
    ("yrs", "years"),
    ("année", "years"),
    ("années", "years"),
    ("percent", "%"),
    ("pourcent", "%"),
    ("millimetre", "mm"),
    ("millimetres", "mm"),
    ("millimeters", "mm"),
    ("millimètre", "mm"),
    ("millimètres", "mm"),
    ("centimetre", "cm"),
    ("centimetres", "cm"),
    ("centimeters", "cm"),
    ("centimètre", "cm"),
    ("centimètres", "cm"),
];

/// Units of two words.
const PAIRS: &[(&str, &str, &str)] = &[
    ("per", "cent", "%"),
    ("pour", "cent", "%"),
    ("standard", "deviation", "SD"),
    ("standard", "deviations", "SD"),
    ("écart", "type", "SD"),
    ("écart", "types", "SD"),
    ("écarts", "types", "SD"),
];

const MONTHS: &[(&str, &str)] = &[
    ("january", "janvier"),
    ("february", "février"),
    ("march", "mars"),
    ("april", "avril"),
    ("may", "mai"),
    ("june", "juin"),
    ("july", "juillet"),
    ("august", "août"),
    ("september", "septembre"),
    ("october", "octobre"),
    ("november", "novembre"),
    ("december", "décembre"),
];

/// `45 days before and after`, and signs that say the same before the number: the ends of a window are that far from its middle.
const AROUND: &[(&str, &str, &str)] =
    &[("before", "and", "after"), ("before", "or", "after"), ("avant", "et", "après"), ("avant", "ou", "après")];

/// Words of the day after the one that was said last, and of the day before it: `the day after`, `le lendemain`.
const NEXT_DAYS: &[(&str, i64)] = &[("lendemain", 1), ("veille", -1)];
const NEXT_DAYS_OF_TWO: &[(&str, &str, i64)] =
    &[("day", "after", 1), ("next", "day", 1), ("following", "day", 1), ("day", "before", -1)];

/// Between the numbers of a list or a range.
const BETWEEN: &[&str] = &["and", "or", "to", "until", "et", "ou", "à", "au"];

/// What is numbered and no quantity: the number behind is its name.
const NUMBERED: &[&str] = &[
    "table", "tables", "tableau", "tableaux", "figure", "figures", "appendix", "annexe", "annexes", "version",
    "versions", "method", "méthode", "paper", "page", "pages", "volume", "row", "rows", "line", "lines", "ligne",
    "lignes", "step", "étape",
];

/// Before the number of a clause, or of a part of the paper or protocol that the sentence speaks of.
const SECTIONS: &[&str] = &[
    "section",
    "sections",
    "subsection",
    "subsections",
    "sec",
    "sect",
    "chapter",
    "chapters",
    "chapitre",
    "chapitres",
    "paragraph",
    "paragraphs",
    "paragraphe",
    "paragraphes",
];

/// What else has sections.
const OTHER_DOCUMENTS: &[&str] = &[
    "protocol",
    "protocole",
    "paper",
    "papers",
    "publication",
    "publications",
    "article",
    "articles",
    "guideline",
    "guidelines",
    "guidance",
    "recommendation",
    "recommendations",
    "recommandation",
    "recommandations",
    "regulation",
    "règlement",
    "norme",
    "manual",
    "manuel",
    "charter",
    "charte",
    "brochure",
    "dictionary",
    "dictionnaire",
    "supplement",
    "supplément",
    "appendix",
    "annexe",
    "annex",
    "synopsis",
    "consort",
    "strobe",
    "tripod",
    "prisma",
    "ich",
    "fda",
    "ema",
    "cdisc",
    "recist",
    "mrecist",
    "irecist",
    "imrecist",
    "rgpd",
    "gdpr",
    "sops",
    "sop",
    "crf",
    "ecrf",
];

/// A sentence with one of these says the numbers of a source or of an example, or one that is only near, and not those that are
/// carried out.
const SOURCES: &[&str] = &[
    "protocol",
    "protocole",
    "paper",
    "papers",
    "article",
    "section",
    "sections",
    "example",
    "exemple",
    "about",
    "approximately",
    "environ",
];

/// The same, of two words, between which a point may stand.
const SOURCES_OF_TWO: &[(&str, &str)] =
    &[("for", "instance"), ("such", "as"), ("et", "al"), ("e", "g"), ("i", "e"), ("par", "exemple"), ("p", "ex")];

fn find<T: Copy>(list: &[(&str, T)], word: &str) -> Option<T> {
    list.iter().find(|(known, _)| *known == word).map(|(_, found)| *found)
}

/// All of these take a word in small letters.
pub(super) fn number(word: &str) -> Option<u32> {
    find(NUMBERS, word)
}

pub(super) fn adverb(word: &str) -> Option<u32> {
    find(ADVERBS, word)
}

pub(super) fn ordinal(word: &str) -> Option<u32> {
    find(ORDINALS, word)
}

pub(super) fn unit(word: &str) -> Option<&'static str> {
    find(UNITS, word)
}

pub(super) fn unit_of_two(first: &str, second: &str) -> Option<&'static str> {
    PAIRS.iter().find(|(a, b, _)| *a == first && *b == second).map(|(_, _, unit)| *unit)
}

/// `day` and `days` stand before their number as well: `days 91 and 183`.
pub(super) fn is_time(unit: &str) -> bool {
    matches!(unit, "days" | "weeks" | "months" | "years")
}

/// From 1.
pub(super) fn month(word: &str) -> Option<u32> {
    MONTHS.iter().position(|(en, fr)| *en == word || *fr == word).and_then(|at| u32::try_from(at + 1).ok())
}

pub(super) fn is_around(first: &str, second: &str, third: &str) -> bool {
    AROUND.contains(&(first, second, third))
}

/// How many days after the last day said a word is, or two.
pub(super) fn next_day(first: &str, second: Option<&str>) -> Option<i64> {
    let of_two = NEXT_DAYS_OF_TWO.iter().find(|(a, b, _)| *a == first && Some(*b) == second).map(|(.., days)| *days);
    find(NEXT_DAYS, first).or(of_two)
}

pub(super) fn stands_between(word: &str) -> bool {
    BETWEEN.contains(&word)
}

/// Of two ends, and not of a list.
pub(super) fn is_range(word: &str) -> bool {
    matches!(word, "to" | "until" | "à" | "au" | "–" | "-")
}

pub(super) fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "un" | "une")
}

/// Before the number of a clause. An article may be that of a law as well.
pub(super) fn is_clause(word: &str) -> bool {
    matches!(word, "clause" | "clauses") || is_article_of_law(word)
}

pub(super) fn is_section(word: &str) -> bool {
    SECTIONS.contains(&word)
}

/// Shortened, with a point before the number.
pub(super) fn is_shortened_section(word: &str) -> bool {
    matches!(word, "sec" | "sect")
}

/// Behind the first of several authors.
pub(super) fn is_and_others(first: &str, second: &str) -> bool {
    matches!((first, second), ("et", "al"))
}

pub(super) fn is_other_document(word: &str) -> bool {
    OTHER_DOCUMENTS.contains(&word)
}

/// `section 4 of this plan`: the words between the number and the plan itself.
pub(super) fn is_this(word: &str) -> bool {
    matches!(word, "this" | "the" | "ce" | "présent" | "présente" | "statistical" | "analysis")
}

/// The document that is read.
pub(super) fn is_plan(word: &str) -> bool {
    matches!(word, "plan" | "sap" | "document")
}

/// Behind the number: it is of the document that is read.
pub(super) fn is_near_here(word: &str) -> bool {
    matches!(word, "below" | "above" | "ci" | "infra" | "supra")
}

/// `see section 4`: what is seen is of the document that is read, where the sentence names no other.
pub(super) fn is_see(word: &str) -> bool {
    matches!(word, "see" | "cf" | "voir" | "voyez")
}

pub(super) fn is_of(word: &str) -> bool {
    matches!(word, "of" | "du" | "de" | "des")
}

pub(super) fn is_article_of_law(word: &str) -> bool {
    matches!(word, "article" | "articles")
}

pub(super) fn is_numbered(word: &str) -> bool {
    NUMBERED.contains(&word)
}

pub(super) fn is_source(word: &str) -> bool {
    SOURCES.contains(&word)
}

pub(super) fn is_source_of_two(first: &str, second: &str) -> bool {
    SOURCES_OF_TWO.contains(&(first, second))
}

/// The last word of `e.g.`, `i.e.` and `p. ex.`, whose point ends no sentence.
pub(super) fn is_shortened(word: &str) -> bool {
    matches!(word, "g" | "e" | "ex")
}

/// A number with its unit, which is in the singular behind 1.
pub(super) fn counted(number: &str, unit: &str) -> String {
    let unit = if number == "1" && is_time(unit) { unit.trim_end_matches('s') } else { unit };
    format!("{number} {unit}").trim_end().to_string()
}

/// The end of an ordinal in digits: `46th`, `46e`.
pub(super) fn is_ordinal_end(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "re" | "e" | "ème" | "ère")
}
