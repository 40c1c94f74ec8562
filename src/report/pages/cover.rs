//! The title page: what this is a report of, and with what reserve it is to be read.

use super::{counted, masked, warnings};
use crate::catalogue::{Language, Names};
use crate::report::document::{Block, Column, Row, Span, Style, Table, Text, sentence, text};
use crate::report::select::Book;
use crate::results::record::{Cited, DraftReason};
use crate::results::{Accepted, AcceptedQuestion, Asserted, Assertion, LabelKind, Severity};
use crate::words::{capitalised, fill};

const PROTOCOL: Names = Names { en: "Protocol number", fr: "Numéro du protocole" };
const REPORT: Names = Names { en: "Version of the report", fr: "Version du rapport" };
const SIGNATURES: Names = Names { en: "Signatures", fr: "Signatures" };
const NAME: Names = Names { en: "Name", fr: "Nom" };
const ROLE: Names = Names { en: "Role", fr: "Fonction" };
const DATE: Names = Names { en: "Date", fr: "Date" };
const SIGNATURE: Names = Names { en: "Signature", fr: "Signature" };

pub fn blocks(book: &Book) -> Vec<Block> {
    let simulated = book.results.study.simulated.as_deref().map(|because| simulated(book, because));
    let masked = masked::blocks(book);
    let circulated = super::circulation::cover(book);
    let own = simulated.into_iter().chain(masked).chain(circulated).chain([identification(book), reading(book)]);
    let mut blocks: Vec<Block> = own.collect();
    blocks.extend(reserves(book));
    let roles = &book.results.report.title_page.signatures;
    if !roles.is_empty() {
        blocks.extend(signatures(book.words.language, &roles.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    blocks
}

/// A line for each who signs, as what where that is known; name, date and signature are written by hand.
pub fn signatures(language: Language, roles: &[&str]) -> [Block; 2] {
    let columns = [NAME, ROLE, DATE, SIGNATURE].map(|head| Column::prose(head.of(language)));
    // Two lines of height to write on.
    let empty = || vec![Span::new("\u{a0}"), Span::line_break(), Span::new("\u{a0}")];
    let role = |role: &str| if role.is_empty() { empty() } else { text(role) };
    let row = |of: &&str| Row { cells: vec![empty(), role(of), empty(), empty()], ..Row::default() };
    let rows = roles.iter().map(row).collect();
    let table = Table { columns: columns.into(), rows, unnumbered: true, ..Table::default() };
    [Block::Subtitle { text: text(SIGNATURES.of(language)) }, Block::Table(table)]
}

/// What the protocol and this version of the report are called, as far as the plan says it.
pub fn formal(book: &Book) -> Vec<(Text, Text)> {
    let page = &book.results.report.title_page;
    let said = [(PROTOCOL, &page.protocol_number), (REPORT, &page.report_version)];
    let pair = |(name, said): (Names, &Option<String>)| Some((text(book.said(name)), text(said.as_deref()?)));
    said.into_iter().filter_map(pair).collect()
}

/// What the plan accepts in words, and what it states without proof.
pub fn reserves(book: &Book) -> Vec<Block> {
    let mut blocks = vec![];
    let questions = book.results.questions.iter().map(|q| question(book, q));
    let accepted = book.results.accepted.iter().map(|a| warning(book, a)).chain(questions).collect();
    blocks.extend(listed(book.words.accepted_title, accepted));
    let assertions = book.results.assertions.iter().map(|a| assertion(book, a)).collect();
    blocks.extend(listed(book.words.assertions_title, assertions));
    blocks
}

fn simulated(book: &Book, because: &str) -> Block {
    let because = because.trim().trim_end_matches('.');
    let body = fill(book.words.simulated_body, &[("because", because)]);
    Block::Callout { title: text(book.words.simulated), text: text(&body) }
}

/// The title page has no headings: the first of the document is that of the contents.
fn listed(title: &str, items: Vec<Text>) -> Vec<Block> {
    if items.is_empty() {
        return vec![];
    }
    let items = items.into_iter().map(|item| vec![Block::paragraph(item)]).collect();
    vec![Block::Subtitle { text: text(title) }, Block::List { ordered: false, items }]
}

fn identification(book: &Book) -> Block {
    let (study, words) = (&book.results.study, book.words);
    let pair = |name: &str, value: &str| (text(name), text(value));
    let mut pairs = vec![(text(words.study), vec![Span::styled(&study.name, Style::Code)])];
    pairs.extend(formal(book));
    for (key, value) in study.front_matter() {
        let name = words.front_matter(key);
        pairs.push(pair(&name, value));
    }
    pairs.push(pair(words.cut_off, &words.date(&study.cut_off)));
    pairs.push(pair(words.computed_by, &study.engine));
    for (name, digest) in [(words.plan_digest, &study.plan_digest), (words.data_digest, &study.data_digest)] {
        pairs.push((text(name), vec![Span::styled(digest, Style::Code)]));
    }
    pairs.extend(on_record(book));
    pairs.retain(|(_, value)| value.iter().any(|s| !s.text.is_empty()));
    Block::Pairs { pairs }
}

/// The entries of seal and lock that the report rests on.
fn on_record(book: &Book) -> Vec<(Text, Text)> {
    let words = book.words.on_record();
    let Some(on_record) = &book.results.study.on_record else { return vec![] };
    let cited = |name: &str, cited: &Cited| {
        let told = fill(words.at_by, &[("at", &cited.at), ("by", &cited.by)]);
        (text(name), vec![Span::new(&format!("{told} ")), Span::styled(&cited.entry, Style::Code)])
    };
    let lock = on_record.lock.as_ref().map(|lock| cited(words.locked, lock));
    [cited(words.sealed, &on_record.seal)].into_iter().chain(lock).collect()
}

/// Why the report is a draft.
fn reasons(book: &Book) -> String {
    let words = book.words.on_record();
    let reason = |reason: &DraftReason| match reason {
        DraftReason::PlanChanged => words.plan_changed.to_string(),
        DraftReason::NotLocked => words.not_locked.to_string(),
        DraftReason::Unlocked { because } => fill(words.unlocked, &[("because", because.trim())]),
        DraftReason::LockChanged => words.lock_changed.to_string(),
        DraftReason::FilesChanged { files } => fill(words.files_changed, &[("files", &files.join(", "))]),
        DraftReason::OtherEngine { locked_with } => fill(words.other_engine, &[("engine", locked_with)]),
        DraftReason::NumbersChanged => words.numbers_changed.to_string(),
        DraftReason::StepsChanged { steps } => fill(words.steps_changed, &[("steps", &steps.join(", "))]),
    };
    match &book.results.study.on_record {
        Some(on_record) if !on_record.because.is_empty() => {
            on_record.because.iter().map(reason).collect::<Vec<_>>().join("; ")
        }
        Some(_) | None => words.no_lock.to_string(),
    }
}

fn reading(book: &Book) -> Block {
    let words = book.words;
    let circulated = book.results.study.circulated.is_some();
    let how = if circulated { words.circulation().how } else { words.how_to_trace };
    if !book.results.study.draft {
        let unusable = super::findings::unusable(book).map_or_else(String::new, |said| format!("{said} "));
        let Some(_) = &book.results.study.on_record else { return Block::paragraph(text(&format!("{unusable}{how}"))) };
        let words = words.on_record();
        let said = if circulated { book.words.circulation().final_body } else { words.final_body };
        let body = format!("{said} {unusable}{how}");
        return Block::Callout { title: text(words.final_title), text: text(&body) };
    }
    let findings = book.results.findings.iter().filter(|f| f.severity == Severity::BlocksLock);
    let blocking: usize = findings.map(|f| f.count).sum();
    let draft = if circulated { words.circulation().draft_body } else { words.draft_body };
    let mut body = fill(draft, &[("reasons", &capitalised(&reasons(book)))]);
    // A copy for circulation does not list every rule.
    if blocking > 0 && !circulated {
        let findings = capitalised(&counted(blocking, words.one_finding, words.findings_n));
        body.push_str(&format!(" {}", fill(words.draft_blocking, &[("findings", &findings)])));
    }
    if let Some(empty) = empty_tables(book) {
        body.push_str(&format!(" {}", fill(words.empty_tables, &[("tables", &empty)])));
    }
    if let Some(unusable) = super::findings::unusable(book) {
        body.push_str(&format!(" {unusable}"));
    }
    Block::Callout { title: text(words.draft_title), text: text(&format!("{body} {how}")) }
}

/// Labels of the tables without a row: a count of 0 from them may be that of an export that failed.
fn empty_tables(book: &Book) -> Option<String> {
    let empty = book.results.tables.iter().filter(|t| t.rows == Some(0));
    let labels: Vec<&str> = empty.map(|t| t.label.as_str()).collect();
    (!labels.is_empty()).then(|| labels.join(", "))
}

fn warning(book: &Book, warning: &Accepted) -> Text {
    let title = book.words.warning(warning.warning);
    let about = warnings::endpoints(book, warning);
    let mut all = accepted(book, title, &about, (&warning.clause, warning.warning.code(), &warning.because));
    all.push(Span::new(&format!(" {}", warnings::answers(book, warning))));
    all
}

fn question(book: &Book, question: &AcceptedQuestion) -> Text {
    let title = book.words.question(question.question);
    let about = question.about.join(", ");
    accepted(book, title, &about, (&question.clause, question.question.code(), &question.because))
}

/// What is accepted, of what, and why.
fn accepted(book: &Book, title: &str, about: &str, (clause, code, because): (&str, &str, &str)) -> Text {
    let words = book.words;
    let about = if about.is_empty() { String::new() } else { format!("{about}; ") };
    let place = [("endpoints", text(&about)), ("clause", vec![book.clause(clause)]), ("code", text(code))];
    let mut all = vec![Span::styled(title, Style::Strong), Span::new(" ")];
    all.extend(sentence(words.accepted_place, &place));
    all.push(Span::new(&format!(". {}", fill(words.quoted, &[("text", because.trim())]))));
    all
}

fn assertion(book: &Book, assertion: &Assertion) -> Text {
    let words = book.words;
    let statement = match &assertion.what {
        Asserted::KnownAtBaseline { table, column } => {
            let label = book.results.tables.iter().find(|t| t.name == *table).map_or(table, |t| &t.label);
            let column = column.as_ref().map(|c| format!(", {}", book.column(table, c))).unwrap_or_default();
            fill(words.known_at_baseline, &[("table", &format!("{label}{column}"))])
        }
        Asserted::AppliesLater { response, day } => {
            let response = book.label(LabelKind::Response, response);
            fill(words.applies_later, &[("response", response), ("day", &day.to_string())])
        }
        Asserted::BeginsLater { response, event, day } => {
            let (response, event) = (book.label(LabelKind::Response, response), book.label(LabelKind::Event, event));
            fill(words.begins_later, &[("response", response), ("event", event), ("day", &day.to_string())])
        }
        Asserted::GivenInData { endpoint } => {
            fill(words.given_in_data, &[("endpoint", book.label(LabelKind::Endpoint, endpoint))])
        }
    };
    let mut all = vec![Span::styled(&statement, Style::Strong), Span::new(" ")];
    all.extend(sentence(words.assertion_place, &[("clause", vec![book.clause(&assertion.clause)])]));
    if !assertion.because.is_empty() {
        all.push(Span::new(&format!(". {}", fill(words.quoted, &[("text", assertion.because.trim())]))));
    }
    all
}
