//! The first page that a reader turns to: the primary result in a sentence, and the main numbers in a table.

use super::analysis::{in_sentence, panel_title};
use super::{against, balance, beside, decisions, heading, ledger, safety, warnings};
use crate::catalogue::{self, Effect, Names, Statistic};
use crate::number::Quantity;
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, plain, sentence, text};
use crate::report::lines::{Line, Measure};
use crate::report::select::{Book, Panel, in_order};
use crate::results::{Account, AnalysisInfo, ClauseText, Decision, Mark, Role, Standing};
use crate::words::{fill, lower_first};

pub fn section(book: &Book) -> Vec<Block> {
    let mut analyses = book.analyses().to_vec();
    analyses.retain(|a| !decisions::is_family(book, &a.name));
    let mut blocks = vec![heading(1, book.words.synopsis, true)];
    blocks.extend(design(book).map(Block::paragraph));
    blocks.extend(ledger::standings(book, &analyses).map(Block::paragraph));
    for analysis in analyses.iter().filter(|a| a.role == Role::Primary) {
        let panels = book.panels(&analysis.name);
        let contrasts = panels.iter().any(|p| p.contrast.is_some());
        for panel in &panels {
            blocks.extend(statement(book, analysis, (panel, contrasts)));
        }
    }
    blocks.extend(decisions::families(book, &analyses));
    blocks.extend(decisions::other_margins(book, &analyses));
    blocks.extend(balance::summary(book).map(Block::paragraph));
    for analysis in analyses.iter().filter(|a| a.role == Role::Primary) {
        blocks.extend(adjusted(book, &analyses, analysis));
    }
    blocks.extend(not_contained(book).map(Block::paragraph));
    let main: Vec<&AnalysisInfo> =
        analyses.iter().filter(|a| matches!(a.role, Role::Primary | Role::Secondary)).collect();
    blocks.extend(table(book, &main));
    blocks.extend(beside::tables(book, &analyses));
    blocks
}

const NOT_CONTAINED: Names = Names::with_places(
    "The plan names what this report does not contain: {clauses}.",
    "Le plan prévoit ce que ce rapport ne contient pas\u{a0}: {clauses}.",
);

/// The clauses that the plan marks as planned: each leads to its text.
fn not_contained(book: &Book) -> Option<Text> {
    let planned = book.results.clauses.iter().filter(|clause| clause.mark == Mark::Planned);
    let one = |clause: &ClauseText| {
        let number = sentence(book.words.clause, &[("clause", vec![book.clause(&clause.number)])]);
        [text(&format!("{} (", clause.title)), number, text(")")].concat()
    };
    let clauses: Vec<Text> = planned.map(one).collect();
    let clauses = (!clauses.is_empty()).then(|| clauses.join(&Span::new("; ")))?;
    Some(sentence(book.said(NOT_CONTAINED), &[("clauses", clauses)]))
}

/// What was carried out, on which data, and in whom.
fn design(book: &Book) -> Option<Text> {
    let (words, study) = (book.words, &book.results.study);
    let find = |statistic: Statistic, group: bool| {
        book.indices(|r| {
            r.role == Role::Attrition
                && r.statistic == statistic
                && r.term.is_none()
                && r.group.word().is_some() == group
        })
    };
    let considered = *find(Statistic::Considered, false).first()?;
    let population = book.record(considered)?.analysis.as_str();
    let of_population = |i: &usize| book.record(*i).is_some_and(|r| r.analysis == population);
    let included = find(Statistic::Included, false).into_iter().find(of_population)?;
    let mut arms = Text::new();
    for (i, index) in find(Statistic::Included, true).into_iter().filter(of_population).enumerate() {
        let arm = book.record(index)?.group.word().map(|g| lower_first(book.arm(g))).unwrap_or_default();
        arms.extend((i > 0).then(|| Span::new(", ")));
        arms.extend(sentence(words.arm_count, &[("n", vec![book.number(index)]), ("arm", text(&arm))]));
    }
    let version = study.version().unwrap_or_default();
    let clause = book.record(included).map_or("", |r| r.clause.as_str());
    let label = book.population(population).map_or(population, |p| p.label.as_str());
    let fillings = [
        ("title", vec![Span::styled(&study.title, Style::Emphasis)]),
        ("version", text(version)),
        ("date", text(&words.date(&study.cut_off))),
        ("considered", vec![book.number(considered)]),
        ("included", vec![book.number(included)]),
        ("population", text(&lower_first(label))),
        ("clause", vec![book.clause(clause)]),
        ("arms", arms),
    ];
    let mut all = sentence(words.design_sentence, &fillings);
    all.extend(balance::pairs(book).map(|pairs| [vec![Span::new(" ")], pairs].concat()).unwrap_or_default());
    Some(all)
}

/// Statistics that describe an arm by themselves.
const OF_AN_ARM: [Statistic; 4] = [Statistic::Median, Statistic::Mean, Statistic::Estimate, Statistic::Rate];

/// The line that best says what was found in each arm: a proportion, else the mean where the effect is one of means, else a median, else
/// a mean or a rate. It has a number for each arm compared: one without the reference is of comparisons with it.
pub fn arms_line<'a, 'b>(book: &Book, analysis: &AnalysisInfo, panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    let of_all = |l: &Line| analysis.compare.iter().all(|arm| l.groups.iter().any(|(g, _)| g == arm));
    let tells = |l: &&Line| l.groups.len() > 1 && !l.counts() && l.is_whole() && of_all(l);
    let described = || panel.lines.iter().filter(tells).filter(|l| OF_AN_ARM.contains(&l.statistic));
    let quantity = |l: &Line| l.groups.first().and_then(|(_, m)| book.record(m.estimate)).map(|r| r.quantity);
    let proportion =
        described().find(|l| l.statistic == Statistic::Estimate && quantity(l) == Some(Quantity::Proportion));
    let mean = || is_of_means(analysis, panel).then(|| described().find(|l| is_mean(l))).flatten();
    let median = || described().find(|l| l.statistic == Statistic::Median);
    proportion.or_else(mean).or_else(median).or_else(|| described().next())
}

/// Whether what compares the arms is a difference of means.
fn is_of_means(analysis: &AnalysisInfo, panel: &Panel) -> bool {
    let of_arms = compared_with(analysis, panel).map(|l| l.method);
    let method = effect_line(analysis, panel).map(|l| l.method).or(of_arms).flatten();
    let method = method.and_then(|method| catalogue::named(&method.name));
    method.is_some_and(|method| method.estimates == [Effect::MeanDifference])
}

/// The mean of each arm, as `summary` gives it.
fn is_mean(line: &Line) -> bool {
    let summary = line.method.is_some_and(|method| method.name == catalogue::summary::METHOD.name);
    summary && line.statistic == Statistic::Estimate
}

/// The standard deviation that stands with the mean of an arm.
fn deviation(panel: &Panel, line: &Line, arm: &str) -> Option<usize> {
    if !is_mean(line) {
        return None;
    }
    let beside = |l: &&Line| l.statistic == Statistic::StandardDeviation && l.method == line.method;
    let (_, measure) = panel.lines.iter().find(beside)?.groups.iter().find(|(g, _)| *g == arm)?;
    Some(measure.estimate)
}

/// Whether a statistic is an effect, and not how well a model fits.
pub fn is_effect(statistic: Statistic) -> bool {
    matches!(
        statistic,
        Statistic::Estimate
            | Statistic::Difference
            | Statistic::StandardisedDifference
            | Statistic::Ratio
            | Statistic::LostRatio
            | Statistic::OddsRatio
            | Statistic::HazardRatio
            | Statistic::SubdistributionHazardRatio
            | Statistic::CauseSpecificHazardRatio
            | Statistic::Coefficient
    )
}

/// The first comparison that is estimated: of the arms, and of no covariate unless that is all there is.
fn effect_line<'a, 'b>(analysis: &AnalysisInfo, panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    let alone = analysis.compare.is_empty() && analysis.accounts_for.len() == 1;
    let covariate =
        |l: &Line| !alone && l.term.is_some_and(|term| analysis.accounts_for.iter().any(|c| *c == term.word()));
    let estimated =
        |l: &&Line| l.comparison.is_some() && !l.counts() && l.standing == Standing::Estimate && is_effect(l.statistic);
    panel.lines.iter().filter(estimated).find(|l| !covariate(l))
}

/// `contrasts`: what compares each arm with the reference stands in panels of its own.
fn statement(book: &Book, analysis: &AnalysisInfo, (panel, contrasts): (&Panel, bool)) -> Vec<Block> {
    let words = book.words;
    let mut all: Text = vec![Span::styled(&format!("{}. ", analysis.label), Style::Strong)];
    if let Some(contrast) = panel.contrast {
        all.push(Span::new(&format!("{}. ", book.contrast(contrast))));
    }
    let before = all.len();
    if let Some(line) = arms_line(book, analysis, panel) {
        let order = in_order(analysis);
        let mut groups: Vec<&(&str, Measure)> = line.groups.iter().collect();
        groups.sort_by_key(|(arm, _)| order.iter().position(|other| other == arm));
        for (i, (arm, measure)) in groups.into_iter().enumerate() {
            let name = lower_first(book.arm(arm));
            let template = if i == 0 { words.with_arm } else { words.further_arm };
            all.extend(sentence(template, &[("arm", text(&name))]));
            all.push(Span::new(" "));
            all.extend(found_in_arm(book, analysis, panel, (arm, measure), line));
        }
        all.push(Span::new(". "));
    }
    if let Some(effect) = effect(book, analysis, panel) {
        all.extend(effect);
        all.push(Span::new(" "));
    }
    all.extend(against_reference(book, analysis, panel));
    all.extend(decisions::sentences(book, analysis, &decisions::of_panel(book, analysis, panel)));
    all.extend(decisions::margins(book, analysis, panel));
    if all.len() == before && contrasts {
        return vec![];
    }
    if all.len() == before {
        all.push(Span::new(&format!("{} ", words.in_its_table)));
    }
    all.push(Span::new("("));
    all.extend(sentence(words.clause, &[("clause", vec![book.clause(&analysis.clause)])]));
    all.push(Span::new(")"));
    let mut blocks = vec![Block::Callout { title: text(words.primary_result), text: all }];
    blocks.extend(warnings::of_panel(book, analysis, panel));
    blocks
}

/// `Hazard ratio: 0.75 (95% CI 0.39 to 1.47).`
fn effect(book: &Book, analysis: &AnalysisInfo, panel: &Panel) -> Option<Text> {
    let line = effect_line(analysis, panel)?;
    let fillings =
        [("name", text(&called(book, line))), ("effect", vec![in_sentence(book, line.comparison.as_ref()?)])];
    Some(sentence(book.words.effect_is, &fillings))
}

/// What a line estimates.
fn called(book: &Book, line: &Line) -> String {
    match (line.statistic, line.method) {
        (Statistic::Estimate, Some(method)) => book.words.estimate_in_table(method),
        (statistic, _) => book.words.statistic(statistic),
    }
}

/// What the primary comparison is where a model takes account of covariates, in the same patients.
fn adjusted(book: &Book, analyses: &[AnalysisInfo], primary: &AnalysisInfo) -> Vec<Block> {
    let words = book.words;
    let mut blocks = vec![];
    let of_primary = book.panels(&primary.name);
    let adjusts =
        |a: &&AnalysisInfo| a.name != primary.name && a.accounts_by == Account::Model && a.compare == primary.compare;
    for analysis in analyses.iter().filter(adjusts) {
        for panel in book.panels(&analysis.name).into_iter().filter(|p| p.subgroup.is_none()) {
            let same = |p: &Panel| {
                (p.endpoint, p.response, p.timepoint, p.contrast, p.population)
                    == (panel.endpoint, panel.response, panel.timepoint, panel.contrast, panel.population)
            };
            let Some(effect) = of_primary.iter().find(|p| same(p)).and_then(|_| effect(book, analysis, &panel)) else {
                continue;
            };
            let names: Vec<String> =
                analysis.accounts_for.iter().map(|t| lower_first(&term(book, &panel, t))).collect();
            let fillings = [
                ("analysis", vec![Span::styled(&analysis.label, Style::Strong)]),
                ("names", text(&words.join(&names))),
                ("effect", effect),
                ("clause", vec![book.clause(&analysis.clause)]),
            ];
            blocks.push(Block::paragraph(sentence(words.adjusted_result, &fillings)));
        }
    }
    blocks
}

/// The label of a covariate.
fn term(book: &Book, panel: &Panel, term: &str) -> String {
    let found = panel.lines.iter().find(|l| l.term.is_some_and(|t| t.word() == term));
    let record = found.and_then(Line::one).and_then(|i| book.record(i));
    record.and_then(|r| book.term_label(r)).map_or_else(|| term.to_string(), |label| label.into_owned())
}

/// `Control against cognitive behavioural: difference −4.10 (95% CI −7.88 to −0.32).`, for each arm but the reference.
fn against_reference(book: &Book, analysis: &AnalysisInfo, panel: &Panel) -> Text {
    let Some(reference) = analysis.compare.get(1) else { return vec![] };
    let Some(line) = compared_with(analysis, panel) else { return vec![] };
    let name = lower_first(&called(book, line));
    let one = |(arm, measure): &(&str, Measure)| {
        let fillings = [
            ("first", text(book.arm_label(arm))),
            ("second", text(&lower_first(book.arm_label(reference)))),
            ("name", text(&name)),
            ("effect", vec![in_sentence(book, measure)]),
        ];
        [sentence(book.words.arm_against, &fillings), vec![Span::new(" ")]].concat()
    };
    line.groups.iter().flat_map(one).collect()
}

/// `18 of 32 patients responded, 56.3% (95% CI 37.7 to 73.6)`, or `median 426 days`.
fn found_in_arm(
    book: &Book,
    analysis: &AnalysisInfo,
    panel: &Panel,
    (arm, measure): (&str, &Measure),
    line: &Line,
) -> Text {
    let mut estimate = in_sentence(book, measure);
    let statistic = if is_mean(line) { Statistic::Mean } else { line.statistic };
    if statistic != Statistic::Estimate {
        let name = lower_first(&book.words.statistic(statistic));
        estimate.text = format!("{name} {}", estimate.text);
    }
    let Some((count, of)) = counted_of(panel, arm) else { return vec![estimate] };
    let template = match book.record(count).map(|r| r.statistic) {
        Some(Statistic::Events) => book.words.had_event,
        _ if analysis.basis.response => book.words.responded,
        _ => book.words.had_outcome,
    };
    let fillings = [("n", vec![book.number(count)]), ("of", vec![book.number(of)]), ("estimate", vec![estimate])];
    sentence(template, &fillings)
}

fn table(book: &Book, analyses: &[&AnalysisInfo]) -> Option<Block> {
    let compared = analyses.iter().filter(|a| a.compare.len() > 1);
    let mut arms: Vec<&str> = vec![];
    for arm in compared.clone().flat_map(|a| &a.compare) {
        if !arms.contains(&arm.as_str()) {
            arms.push(arm);
        }
    }
    // Where several are compared with one, each in an analysis of its own or all in one, that one stands behind them, and behind
    // one that is another's reference now and then.
    let as_reference = |arm: &str| compared.clone().filter(|a| a.basis.reference.as_deref() == Some(arm)).count();
    arms.sort_by_key(|arm| as_reference(arm));
    if arms.is_empty() {
        return None;
    }
    let head = |head: &str| Column::numbers(head);
    let words = book.words;
    let mut columns = vec![Column::prose(words.analysis)];
    columns.extend(arms.iter().map(|a| head(book.arm(a))));
    let ci = fill(words.ci, &[("level", &book.level())]).replace(' ', "\u{a0}");
    let p_value = words.p_value.replace(' ', "\u{a0}");
    columns.extend([
        head(&format!("{} ({ci})", words.effect)),
        head(&p_value),
        Column::short(words.clause_head, Align::Center),
    ]);
    let mut table =
        Table { caption: text(words.main_results), about: text(words.main_about), columns, ..Table::default() };
    let mut means = false;
    for analysis in analyses {
        let panels = book.panels(&analysis.name);
        let mut rows = vec![];
        for panel in &panels {
            let line = arms_line(book, analysis, panel);
            means |= line.is_some_and(is_mean);
            let title = panel_title(book, panel);
            let several = panels.len() > 1 && !title.is_empty();
            let name = if several { title } else { analysis.label.clone() };
            let row = summary_row(book, analysis, (panel, &panels), (&name, line), &arms);
            rows.extend(row.map(|row| Row { indent: usize::from(several), ..row }));
            let compared = against::of_model(analysis, panel, &panels);
            rows.extend(compared.iter().map(|one| against::row(book, analysis, panel, one, arms.len())));
        }
        table.rows.extend(under_label(analysis, rows));
    }
    table.rows.extend(safety::summary(book, &arms));
    table.notes.push((String::new(), text(words.main_notes)));
    table.notes.extend(means.then(|| (String::new(), text(words.main_means))));
    if book.results.decisions.iter().any(|d| d.adjusted.is_some()) {
        table.notes.push(("*".to_string(), text(words.main_adjusted)));
    }
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

/// The rows of an analysis: of one, with its label; of several, under it.
pub fn under_label(analysis: &AnalysisInfo, mut rows: Vec<Row>) -> Vec<Row> {
    let label = || vec![Span::new(&analysis.label)];
    match rows.as_mut_slice() {
        [] => {}
        [only] => {
            let style = only.cells[0].first().map(|span| span.style).unwrap_or_default();
            only.indent = 0;
            only.cells[0] = vec![Span::styled(&analysis.label, style)];
        }
        [first, ..] if first.indent > 0 => {
            rows.insert(0, Row { group: true, cells: vec![label()], ..Row::default() });
        }
        [..] => {}
    }
    rows
}

/// Of one of the panels of an analysis, by its name and the line that says what was found in each arm.
pub fn summary_row(
    book: &Book,
    analysis: &AnalysisInfo,
    (panel, panels): (&Panel, &[Panel]),
    (name, line): (&str, Option<&Line>),
    arms: &[&str],
) -> Option<Row> {
    let style = if analysis.role == Role::Primary { Style::Strong } else { Style::Plain };
    let mut cells: Vec<Text> = vec![vec![Span::styled(name, style)]];
    let of_arm = |arm: &&str| line.map(|l| arm_summary(book, panel, l, arm)).unwrap_or_default();
    cells.extend(arms.iter().map(of_arm));
    cells.push(effect_of(analysis, panel, panels).map(|effect| effect_cell(book, effect)).unwrap_or_default());
    let mut decided = decisions::of_panel(book, analysis, panel);
    // Those of an arm stand with its comparison.
    if !against::of_model(analysis, panel, panels).is_empty() {
        decided.retain(|decision| against::arm_of(book, decision).is_none());
    }
    cells.push(decided_cell(book, &decided));
    cells.push(vec![book.clause(&analysis.clause)]);
    let empty = cells.iter().skip(1).take(arms.len() + 2).all(|c| plain(c).is_empty());
    (!empty).then_some(Row { cells, ..Row::default() })
}

/// `HR 0.52 (0.32 to 0.85)`; a difference without a name.
pub fn effect_cell(book: &Book, (statistic, measure): (Statistic, Measure)) -> Text {
    let record = book.record(measure.estimate);
    let called = match (statistic, record.and_then(|r| r.method.as_ref())) {
        (Statistic::Estimate, Some(method)) => lower_first(&book.words.estimate_of(method)),
        (statistic, _) => book.words.short_statistic(statistic),
    };
    let quantity = record.map(|r| r.quantity);
    let name = if quantity == Some(Quantity::Ratio) { text(&format!("{called} ")) } else { vec![] };
    let share = quantity == Some(Quantity::Proportion);
    name.into_iter().chain([if share { with_unit(book, &measure) } else { book.measure(&measure) }]).collect()
}

/// The p-values that decide, those of a family with a mark.
pub fn decided_cell(book: &Book, decided: &[&Decision]) -> Text {
    let mut p = Text::new();
    for decision in decided {
        p.extend((!p.is_empty()).then(|| Span::new("; ")));
        p.extend(decisions::deciding(book, decision).map(|index| book.number(index)));
        p.extend(decision.adjusted.is_some().then(|| Span::styled("*", Style::Superscript)));
    }
    p
}

/// The effect that the line of a panel shows.
pub fn effect_of(analysis: &AnalysisInfo, panel: &Panel, panels: &[Panel]) -> Option<(Statistic, Measure)> {
    let own = effect_line(analysis, panel).and_then(|l| Some((l.statistic, l.comparison?)));
    own.or_else(|| of_contrast(analysis, panel, panels))
}

/// What a model of all arms estimates of the arm of a contrast, where the contrast has no estimate of its own.
fn of_contrast(analysis: &AnalysisInfo, panel: &Panel, panels: &[Panel]) -> Option<(Statistic, Measure)> {
    let contrast = panel.contrast?;
    let same = |p: &Panel| {
        (p.endpoint, p.response, p.timepoint, p.population)
            == (panel.endpoint, panel.response, panel.timepoint, panel.population)
    };
    let whole = panels.iter().find(|p| p.contrast.is_none() && p.subgroup.is_none() && same(p))?;
    let line = compared_with(analysis, whole)?;
    let (_, measure) = line.groups.iter().find(|(arm, _)| *arm == contrast.arm)?;
    Some((line.statistic, *measure))
}

/// The line of a model that sets each arm against the reference.
pub fn compared_with<'a, 'b>(analysis: &AnalysisInfo, panel: &'b Panel<'a>) -> Option<&'b Line<'a>> {
    let reference = analysis.compare.get(1)?;
    let compares = |l: &&Line| {
        l.standing == Standing::Estimate
            && !l.groups.is_empty()
            && !l.groups.iter().any(|(g, _)| g == reference)
            && l.is_whole()
            && is_effect(l.statistic)
    };
    panel.lines.iter().find(compares)
}

/// `9.4% (2.0 to 25.0)`, of a proportion that nothing is compared with.
fn with_unit(book: &Book, measure: &Measure) -> Span {
    let mut span = book.number_with_unit(measure.estimate);
    if let Some(interval) = book.interval(measure).filter(|_| book.is_estimable(measure.estimate)) {
        span.text = format!("{} ({interval})", span.text);
    }
    span.showing(book.limits(measure))
}

/// `18/32 (56.3%)`, or `19/32; 283 days`.
fn arm_summary(book: &Book, panel: &Panel, line: &Line, arm: &str) -> Text {
    let Some((_, measure)) = line.groups.iter().find(|(g, _)| *g == arm) else { return vec![] };
    let quantity = book.record(measure.estimate).map(|r| r.quantity);
    let proportion = quantity == Some(Quantity::Proportion);
    let mut number = book.number_with_unit(measure.estimate);
    if quantity == Some(Quantity::Days) && book.is_estimable(measure.estimate) {
        let unit = book.record(measure.estimate).and_then(|r| r.unit).unwrap_or_default();
        number.text.push_str(&format!(" {}", book.words.times(unit)));
    }
    if let Some(deviation) = deviation(panel, line, arm) {
        return vec![number, Span::new(" ("), book.number(deviation), Span::new(")")];
    }
    let Some((count, of)) = counted_of(panel, arm) else { return vec![number] };
    let counts = [book.number(count), Span::new("/"), book.number(of)];
    let (before, after) = if proportion { (" (", ")") } else { ("; ", "") };
    counts.into_iter().chain([Span::new(before), number, Span::new(after)]).collect()
}

/// A count of an arm, and what it is out of.
fn counted_of(panel: &Panel, arm: &str) -> Option<(usize, usize)> {
    panel.lines.iter().find_map(|l| {
        let (_, measure) = l.groups.iter().find(|(g, _)| *g == arm)?;
        Some((measure.estimate, measure.of?))
    })
}
