//! What the tests that decide come to, in sentences: one for each hypothesis, by the family where there is one.

use super::notes;
use crate::number::Number;
use crate::report::document::{Block, Column, Row, Span, Style, Table, Text, sentence, text};
use crate::report::select::{Book, Panel};
use crate::results::{
    AnalysisInfo, Bound, Claim, Decision, ErrorRate, FamilyInfo, Hypothesis, MarginDecision, Record, Role, Share,
    Verdict,
};
use crate::words::{fill, lower_first};

/// The decisions of an analysis about what a panel shows.
pub fn of_panel<'a>(book: &Book<'a>, analysis: &AnalysisInfo, panel: &Panel) -> Vec<&'a Decision> {
    let shown = |record: &Record| {
        let place = (record.endpoint.as_deref(), record.response.as_deref(), record.point());
        let of_whom = (record.contrast.as_ref(), record.population.as_str());
        place == (panel.endpoint, panel.response, panel.timepoint) && of_whom == (panel.contrast, panel.population)
    };
    let of = |d: &&Decision| d.analysis == analysis.name && find(book, &d.p_value).is_some_and(|(_, r)| shown(r));
    book.results.decisions.iter().filter(of).collect()
}

/// The p-value that decides: that of the family where there is one.
pub fn deciding(book: &Book, decision: &Decision) -> Option<usize> {
    find(book, decision.adjusted.as_ref().unwrap_or(&decision.p_value)).map(|(index, _)| index)
}

/// Whether it is the name of a family, whose records stand under it.
pub fn is_family(book: &Book, analysis: &str) -> bool {
    book.results.families.iter().any(|f| f.name == analysis)
}

/// What the deciding tests of a panel say at the level of the plan.
pub fn sentences(book: &Book, analysis: &AnalysisInfo, decisions: &[&Decision]) -> Text {
    let mut all = Text::new();
    for decision in decisions {
        let subject = (decisions.len() > 1).then(|| subject(book, decision)).flatten();
        if let Some(subject) = subject {
            all.push(Span::new(&format!("{subject}: ")));
        }
        all.extend(one(book, analysis, decision));
        all.push(Span::new(" "));
    }
    all
}

/// What tells several hypotheses of one analysis apart: an arm, or a term of a model.
fn subject(book: &Book, decision: &Decision) -> Option<String> {
    let (_, record) = find(book, &decision.p_value)?;
    let arm = record.group.word().map(|g| book.arm(g).to_string());
    arm.or_else(|| book.place_label(record))
}

fn one(book: &Book, analysis: &AnalysisInfo, decision: &Decision) -> Text {
    let words = book.words;
    let Some((_, record)) = find(book, &decision.p_value) else { return vec![] };
    let method = record.method.as_ref().map(|m| words.method(m) + &words.form(m)).unwrap_or_default();
    let mut fillings = vec![
        ("method", text(&lower_first(&method))),
        ("p", vec![p_value(book, &decision.p_value)]),
        ("verdict", text(&verdict(book, analysis, decision))),
    ];
    let Some(family) = family(book, decision) else { return sentence(words.decision, &fillings) };
    fillings.extend(of_family(book, family, decision));
    sentence(words.decision_in_family, &fillings)
}

fn of_family(book: &Book, family: &FamilyInfo, decision: &Decision) -> [(&'static str, Text); 4] {
    let adjusted = decision.adjusted.as_ref().map(|id| p_value(book, id));
    [
        ("adjusted", adjusted.into_iter().collect()),
        ("family", text(&family.label)),
        ("procedure", text(&book.words.procedure(&family.procedure))),
        ("clause", vec![book.clause(&family.clause)]),
    ]
}

fn family<'a>(book: &Book<'a>, decision: &Decision) -> Option<&'a FamilyInfo> {
    book.results.families.iter().find(|f| Some(&f.name) == decision.family.as_ref())
}

/// The verdict in words. Only a test that stands alone, or its family, rejects.
fn verdict(book: &Book, analysis: &AnalysisInfo, decision: &Decision) -> String {
    let words = book.words;
    let controls = family(book, decision).map(|f| f.controls);
    let template = match (decision.verdict, controls) {
        (Verdict::NotEstimable, _) => words.no_p_value,
        (Verdict::Unadjusted, _) => words.no_decision,
        (Verdict::Rejected, None) if decision.one_sided => words.rejected_one_sided,
        (Verdict::NotRejected, None) if decision.one_sided => words.not_rejected_one_sided,
        (Verdict::Rejected, None) => words.rejected,
        (Verdict::Rejected, Some(ErrorRate::Familywise)) => words.rejected_familywise,
        (Verdict::Rejected, Some(ErrorRate::FalseDiscovery)) => words.rejected_discovery,
        (Verdict::NotRejected, None) => words.not_rejected,
        (Verdict::NotRejected, Some(ErrorRate::Familywise)) => words.not_rejected_familywise,
        (Verdict::NotRejected, Some(ErrorRate::FalseDiscovery)) => words.not_rejected_discovery,
    };
    let hypothesis = match analysis.hypothesis {
        Hypothesis::Arms => words.equal_arms,
        Hypothesis::Baseline => words.equal_baseline,
        Hypothesis::Exposure => words.equal_exposure,
        Hypothesis::Stated => words.equal_stated,
    };
    let alpha = 1.0 - book.results.study.level;
    let alpha = words.level(Decision::level_of(decision.one_sided, alpha));
    fill(template, &[("hypothesis", hypothesis), ("alpha", &alpha)])
}

/// Of more hypotheses than these the synopsis says what they come to together; each stands in the table of its family.
const TOLD_EACH: usize = 3;

/// `None of 11 hypotheses is rejected at …; the smallest adjusted value is P=0.84 (3 months, mRECIST).`
fn together(book: &Book, family: &FamilyInfo, decisions: &[&Decision]) -> Text {
    let words = book.words;
    let level = match family.controls {
        ErrorRate::Familywise => words.level_familywise,
        ErrorRate::FalseDiscovery => words.level_discovery,
    };
    let level = fill(level, &[("alpha", &words.level(1.0 - book.results.study.level))]);
    let rejected: Vec<&&Decision> = decisions.iter().filter(|d| d.verdict == Verdict::Rejected).collect();
    let n = decisions.len().to_string();
    // Those of the primary analysis are told before, each by itself.
    let whole = book.results.decisions.iter().filter(|d| d.family.as_ref() == Some(&family.name)).count();
    let n = if whole > decisions.len() { fill(words.family_others, &[("n", &n)]) } else { n };
    let mut fillings = vec![("n", text(&n)), ("level", text(&level))];
    let mut all = match rejected.as_slice() {
        [] => sentence(words.family_none, &fillings),
        some => {
            let names: Vec<String> = some.iter().filter_map(|d| name(book, d)).collect();
            fillings.extend([("rejected", text(&some.len().to_string())), ("names", text(&names.join("; ")))]);
            sentence(words.family_some, &fillings)
        }
    };
    let value = |d: &Decision| match find(book, d.adjusted.as_ref()?)?.1.value {
        Number::Real(p) => Some(p),
        Number::Count(_)
        | Number::Infinite
        | Number::NegativeInfinite
        | Number::NotEstimable(_)
        | Number::Withheld(_) => None,
    };
    let known = decisions.iter().filter_map(|d| value(d).map(|p| (p, *d)));
    let smallest = known.min_by(|(a, _), (b, _)| a.total_cmp(b));
    if let (true, Some((_, smallest))) = (rejected.is_empty(), smallest) {
        let adjusted = smallest.adjusted.as_ref().map(|id| p_value(book, id)).into_iter().collect();
        let name = text(&name(book, smallest).unwrap_or_default());
        all.extend(sentence(words.family_smallest, &[("adjusted", adjusted), ("name", name)]));
    }
    let untested = decisions.iter().filter(|d| d.verdict == Verdict::NotEstimable).count();
    if untested > 0 {
        all.extend(sentence(words.family_untested, &[("untested", text(&untested.to_string()))]));
    }
    all.push(Span::new("."));
    all
}

/// What tells a hypothesis from the others of its family.
fn name(book: &Book, decision: &Decision) -> Option<String> {
    decision.adjusted.as_ref().and_then(|id| find(book, id)).and_then(|(_, r)| book.place_label(r))
}

/// The p-values of a family: each as its test gives it, and adjusted with the others.
pub fn table(book: &Book, family: &AnalysisInfo, about: Text) -> Table {
    let words = book.words;
    let mut table = Table { caption: text(&family.label), about, ..Table::default() };
    table.columns = vec![Column::prose(words.analysis)];
    table.columns.extend([words.p_value, words.adjusted_p_value].map(Column::numbers));
    let shares = book.results.families.iter().find(|f| f.name == family.name).map_or(&[][..], |f| f.shares.as_slice());
    if !shares.is_empty() {
        table.columns.extend([Column::numbers(words.share_of_alpha), Column::prose(words.passed_on)]);
    }
    let members = book.results.decisions.iter().filter(|d| d.family.as_ref() == Some(&family.name));
    let number = |id: &String| find(book, id).map(|(index, _)| book.number(index)).into_iter().collect::<Text>();
    for decision in members {
        let mut adjusted = decision.adjusted.as_ref().map(number).unwrap_or_default();
        adjusted.iter_mut().for_each(|span| span.style = Style::Strong);
        let name = name(book, decision).unwrap_or_else(|| family.label.clone());
        let mut cells = vec![text(&name), number(&decision.p_value), adjusted];
        if let Some(share) = shares.iter().find(|s| s.p_value == decision.p_value) {
            cells.extend([text(&words.number(&short(&share.share))), text(&passed_on(book, share))]);
        }
        table.rows.push(Row { cells, ..Row::default() });
    }
    let method = book.results.records.iter().find(|r| r.analysis == family.name).and_then(|r| r.method.as_ref());
    table.notes.extend(method.map(|method| (String::new(), notes::method_note(book, method))));
    table
}

/// `0.5 to Overall survival, high dose; 0.5 to …`.
fn passed_on(book: &Book, share: &Share) -> String {
    let one = |(to, part): &(String, String)| {
        let decision = book.results.decisions.iter().find(|d| d.p_value == *to);
        let name = decision.and_then(|d| name(book, d)).unwrap_or_default();
        let part = book.words.number(&short(part));
        fill(book.words.passes_to, &[("part", &part), ("name", &name)])
    };
    share.passes.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A third is no more than four digits to a reader.
fn short(number: &str) -> String {
    number.char_indices().nth(6).map_or(number, |(end, _)| &number[..end]).to_string()
}

/// `Non-inferiority is shown at the one-sided level 0.025: the lower limit of the 95% confidence interval, −3.2, lies above …`.
pub fn margins(book: &Book, analysis: &AnalysisInfo, panel: &Panel) -> Text {
    let place = (panel.response, panel.timepoint);
    let of =
        |m: &&MarginDecision| m.analysis == analysis.name && (m.response.as_deref(), m.timepoint.as_deref()) == place;
    let mut all = Text::new();
    if panel.contrast.is_some() || panel.subgroup.is_some() {
        return all;
    }
    for decision in book.results.margins.iter().filter(of) {
        all.extend(margin(book, decision));
        all.push(Span::new(" "));
        if analysis.role != Role::Primary {
            all.push(Span::new(&format!("{} ", book.words.level_is_own)));
        }
    }
    all
}

fn margin(book: &Book, decision: &MarginDecision) -> Text {
    let words = book.words;
    let claim = match decision.claim {
        Claim::NonInferiority => words.non_inferiority,
        Claim::Equivalence => words.equivalence,
        Claim::Superiority => words.superiority,
    };
    let template = match decision.shown {
        Some(true) => words.is_shown,
        Some(false) => words.is_not_shown,
        None => words.not_to_be_decided,
    };
    let sides = [
        (&decision.lower, [words.lies_above, words.lies_not_above, words.lower_unknown]),
        (&decision.upper, [words.lies_below, words.lies_not_below, words.upper_unknown]),
    ];
    let mut limits = Text::new();
    for (bound, phrases) in sides {
        let Some(bound) = bound else { continue };
        limits.extend((!limits.is_empty()).then(|| Span::new("; ")));
        limits.extend(limit(book, decision, bound, phrases));
    }
    let fillings = [("claim", text(claim)), ("alpha", text(&words.number(&decision.level))), ("limits", limits)];
    sentence(template, &fillings)
}

/// A limit and its margin, as it lies on the right side, on the wrong one, or is not estimable.
fn limit(book: &Book, decision: &MarginDecision, bound: &Bound, [holds, fails, unknown]: [&str; 3]) -> Text {
    let number = |id: &String| find(book, id).map(|(index, _)| book.number(index)).into_iter().collect::<Text>();
    let template = match bound.holds {
        None => unknown,
        Some(true) => holds,
        Some(false) => fails,
    };
    let level = text(&book.words.level(decision.confidence));
    let fillings = [("level", level), ("limit", number(&bound.limit)), ("margin", number(&bound.margin))];
    sentence(template, &fillings)
}

/// For the synopsis: what the limits of intervals decide in analyses that have no sentence of their own.
pub fn other_margins(book: &Book, analyses: &[AnalysisInfo]) -> Vec<Block> {
    let mut blocks = vec![];
    let decided = |a: &&AnalysisInfo| book.results.margins.iter().any(|m| m.analysis == a.name);
    for analysis in analyses.iter().filter(|a| a.role != Role::Primary).filter(decided) {
        for panel in book.panels(&analysis.name) {
            let told = margins(book, analysis, &panel);
            let name = Span::styled(&format!("{}. ", analysis.label), Style::Strong);
            blocks.extend((!told.is_empty()).then(|| Block::paragraph([vec![name], told].concat())));
        }
    }
    blocks
}

/// For the synopsis: what each family decides about analyses that have no sentence of their own.
pub fn families(book: &Book, analyses: &[AnalysisInfo]) -> Vec<Block> {
    let told = |d: &&Decision| analyses.iter().any(|a| a.name == d.analysis && a.role == Role::Primary);
    let of = |family: &FamilyInfo| -> Option<Block> {
        let members = || book.results.decisions.iter().filter(|d| d.family.as_ref() == Some(&family.name));
        let open: Vec<&Decision> = members().filter(|d| !told(d)).collect();
        if open.is_empty() {
            return None;
        }
        let mut all = vec![Span::styled(&family.label, Style::Strong), Span::new(" ")];
        let of_family = of_family(book, family, &Decision::default());
        all.extend(sentence(book.words.family_decides, &of_family));
        if open.len() > TOLD_EACH {
            all.push(Span::new(" "));
            all.extend(together(book, family, &open));
            return Some(Block::paragraph(all));
        }
        for (i, decision) in open.into_iter().enumerate() {
            all.push(Span::new(if i == 0 { " " } else { "; " }));
            all.extend(in_family(book, analyses, family, decision));
        }
        all.push(Span::new("."));
        Some(Block::paragraph(all))
    };
    book.results.families.iter().filter_map(of).collect()
}

/// `Objective response, 3 months: P=0.04, adjusted P=0.08, equality of the arms is not rejected …`.
fn in_family(book: &Book, analyses: &[AnalysisInfo], family: &FamilyInfo, decision: &Decision) -> Text {
    let info = analyses.iter().find(|a| a.name == decision.analysis).cloned().unwrap_or_default();
    let mut fillings = vec![
        ("name", text(&name(book, decision).unwrap_or_else(|| info.label.clone()))),
        ("p", vec![p_value(book, &decision.p_value)]),
        ("verdict", text(&verdict(book, &info, decision))),
    ];
    fillings.extend(of_family(book, family, decision));
    sentence(book.words.decided_in_family, &fillings)
}

/// `P=0.03`, leading to its place.
fn p_value(book: &Book, id: &str) -> Span {
    let Some((index, record)) = find(book, id) else { return Span::default() };
    let mut span = book.number(index);
    span.text = book.words.p_value(&record.value);
    span
}

fn find<'a>(book: &Book<'a>, id: &str) -> Option<(usize, &'a Record)> {
    book.results.records.iter().enumerate().find(|(_, r)| r.id == id)
}
