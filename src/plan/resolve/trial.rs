//! What no single statement shows: one thing said twice under two names, an analysis that is not what it is called, an event that
//! cannot occur where it is asked for. Asked of a plan without errors.

mod applies;
mod assumed;
mod begun;
mod called;
mod checked;
mod chosen;
mod claimed;
mod claims;
mod counted;
mod denied;
mod directions;
mod echoes;
mod elsewhere;
mod emptied;
mod ended;
mod limits;
mod names;
mod ordered;
mod repeated;
mod settled;
mod sides;
mod times;
mod wide;

use super::*;
use crate::catalogue::Question;
use crate::catalogue::adjusted_p_values::Procedure;
use crate::diagnostic::said;
use crate::syntax::dump;
use crate::syntax::tree::{Entry, Item};
pub(crate) use ended::death_among;
pub(crate) use limits::is_its_baseline;

/// Words of a label that leave a treatment out.
const ALONE: &[&str] = &["alone", "only", "monotherapy", "seul", "seule", "monothérapie"];

/// Days between two windows that are more likely a slip than a plan.
const SLIP: i64 = 7;

impl<'a> Resolver<'a> {
    pub(crate) fn check_trial(&mut self, plan: &tree::Document) {
        let is_whole = self.unread.is_empty() && self.is_all_resolved();
        if !is_whole {
            return;
        }
        // A label that says another thing may be the cause of what is told elsewhere.
        self.check_labels();
        self.join_faults_of_strategies();
        if !self.is_faultless() {
            return;
        }
        self.check_said_once();
        self.check_arms_called_alike();
        self.check_events_once();
        self.check_counted_once();
        self.check_last_in_arms();
        self.check_begins_before_its_end();
        self.check_can_occur();
        self.check_arms_by_response();
        self.check_arms_of_lesions();
        self.check_arms_not_told();
        self.check_required_once();
        self.check_arms_present();
        self.check_constant_covariates();
        self.check_windows_after();
        self.check_time_zero_known();
        self.check_value_and_baseline();
        self.check_covariates_of_strata();
        // What follows is a question; a plan with a fault is not asked.
        if !self.is_faultless() {
            return;
        }
        self.check_sensitivity();
        self.check_chosen_by_outcome();
        self.check_computed_once();
        self.check_checks();
        self.check_tested_once();
        self.check_protection();
        self.check_time_and_event();
        self.check_time_of_first();
        self.check_recorded_there();
        self.check_baseline_measure();
        self.check_days_of_arms();
        self.check_related_to();
        self.check_side_of_test();
        self.check_success_assessed();
        self.check_before_and_after();
        self.check_small_gaps();
        self.check_called_alone();
        self.check_bounds();
        self.check_measured_afterwards();
        self.check_ends_once_for_all();
        self.check_begins_once_for_all();
        self.check_wide_limits();
        self.check_effect_assumed();
        self.check_better_assumed();
        self.check_margin_of_ratio();
        self.check_called_after_baseline();
        self.check_directions(plan);
    }

    /// Whether what has an identifier before it is resolved is there, so that each is found by it.
    fn is_all_resolved(&self) -> bool {
        let declared = &self.plan.declared;
        self.plan.events.len() == declared.events.len()
            && self.plan.matchings.len() == declared.matchings.len()
            && self.plan.endpoints.len() == declared.endpoints.len()
    }

    /// Two statements of one head that say the same; of an analysis whatever its role.
    fn check_said_once(&mut self) {
        let because = "one question that is asked under two names is counted twice, and either answer could be told";
        for head in ["endpoint", "population", "analysis"] {
            let mut seen: BTreeMap<String, Header> = BTreeMap::new();
            for stated in self.with_head(head) {
                let Some(header) = self.header(stated) else { continue };
                let items = stated.statement.items.iter();
                let told = items.filter(|item| {
                    let is_aside =
                        head == "analysis" && is_entry(item, "role") || head == "endpoint" && is_entry(item, "because");
                    !is_aside
                });
                let mut said: Vec<String> = told.map(dump::item).collect();
                said.sort();
                // Of a population what it is taken from; several may be all patients.
                let is_made = |element: &&tree::Element| {
                    element.has_options || !matches!(element.expression.kind, tree::Kind::Name(_))
                };
                let value = stated.statement.value.iter().flat_map(|value| &value.elements);
                said.extend(value.filter(|_| head == "population").filter(is_made).map(dump::element));
                if said.is_empty() {
                    continue;
                }
                let Some(first) = seen.get(&said.concat()) else {
                    seen.insert(said.concat(), header);
                    continue;
                };
                // Where the label of one is of another thing, that is the fault.
                if self.is_asked_of_label(&header.name) || self.is_asked_of_label(&first.name) {
                    continue;
                }
                let (header, first) = match self.is_less_called(first, &header) {
                    true => (first.clone(), header),
                    false => (header, first.clone()),
                };
                let title = said!("`{again}` says what `{first}` says", again = header.name, first = first.name);
                let diagnostic = Diagnostic::new(codes::REPEATED, title)
                    .at(header.span, "the same under another name")
                    .at(first.span, "said here")
                    .because(because)
                    .hint(format!("take one of them away, or say in what the {head} differs"));
                self.report(diagnostic);
            }
        }
    }

    /// Whether a place stands in the statement itself, and not in one that it is like.
    fn is_written_in(&self, header: &Header, place: Span) -> bool {
        self.stated("analysis", &header.name).is_some_and(|stated| reporting::overlap(stated.statement.span, place))
    }

    /// The value of a key in the statement at a place.
    pub(crate) fn value_in(&self, statement: Span, key: &str) -> Option<Span> {
        let stated = self.statements.iter().find(|s| s.statement.span == statement)?;
        entry_in(stated, key)?.value.as_ref().map(|value| value.span)
    }

    /// Where a key is written in the statement itself, also within another key; else the statement.
    fn place_in(&self, head: &str, header: &Header, key: &str) -> Span {
        let Some(stated) = self.stated(head, &header.name) else { return header.span };
        let own = entry_within(&stated.statement.items, key, &|span| reporting::overlap(stated.statement.span, span));
        own.unwrap_or(header.span)
    }

    /// The value of a key in a statement.
    pub(crate) fn place_of(&self, head: &str, name: &str, key: &str) -> Option<Span> {
        let entry = entry_in(&self.stated(head, name)?, key)?;
        Some(entry.value.as_ref().map_or(entry.span, |value| value.span))
    }

    fn stated(&self, head: &str, name: &str) -> Option<Stated<'a>> {
        let named = |s: &&Stated<'a>| s.statement.name.as_ref().is_some_and(|n| n.node == name);
        self.with_head(head).iter().find(named).copied()
    }

    /// An event ends a time once, whatever it is called.
    fn check_counted_once(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let sources: Vec<&EventSource> = endpoint.kind.ends().unwrap_or_default();
            for (i, source) in sources.iter().enumerate() {
                // Two events of one date are told where they are described.
                let again = |earlier: &&EventSource| earlier.is_of_one_kind(source) || self.is_part(earlier, source);
                if sources[..i].iter().any(again) {
                    let name = match source {
                        EventSource::Event(id) => self.plan.events[id.0].header.name.clone(),
                        EventSource::Response { by, set, .. } => {
                            self.plan.responses[by.0].criterion.set(*set).name.clone()
                        }
                    };
                    faults.push((endpoint.header.clone(), name));
                }
            }
        }
        for (header, event) in faults {
            let place = ["event", "causes"].iter().find_map(|key| self.place_of("endpoint", &header.name, key));
            let title = said!("`{event}` ends `{endpoint}` twice", event, endpoint = header.name);
            let diagnostic = Diagnostic::new(codes::REPEATED, title)
                .at(place.unwrap_or(header.span), "one event, named twice")
                .because("what is held by another event is that event, and a patient has it once")
                .hint("name it once; of competing causes, under the one that it is");
            self.report(diagnostic);
        }
    }

    /// Of two sets of one response the one holds the other, so that a response in it is in both.
    fn is_part(&self, a: &EventSource, b: &EventSource) -> bool {
        let (EventSource::Response { by: a, set: x, .. }, EventSource::Response { by: b, set: y, .. }) = (a, b) else {
            return false;
        };
        let codes = |set: &SetId| &self.plan.responses[a.0].criterion.set(*set).codes;
        let within = |inner: &[CodeId], outer: &[CodeId]| inner.iter().all(|code| outer.contains(code));
        a == b && (within(codes(x), codes(y)) || within(codes(y), codes(x)))
    }

    /// What happens to a patient is one thing, whatever it is called and whatever it takes for it to count.
    pub(crate) fn is_same_event(&self, a: &EventSource, b: &EventSource) -> bool {
        match (a, b) {
            (EventSource::Event(a), EventSource::Event(b)) => self.is_one_event(*a, *b),
            (EventSource::Response { .. }, _) | (_, EventSource::Response { .. }) => a.is_of_one_kind(b),
        }
    }

    /// The last of a patient's treatments is known when nothing more can come: no arm rests on it.
    fn check_last_in_arms(&mut self) {
        let (Some(arms), Some(patients)) = (&self.plan.arms, self.patients()) else { return };
        let conditions = arms.arms.iter().filter_map(|arm| arm.condition.as_ref().map(|c| (arm.span, c)));
        let mut faults = vec![];
        for (place, condition) in conditions {
            for id in self.events_read(condition) {
                let event = &self.plan.events[id.0];
                let is_last = matches!(event.date.node(), Some(RowNode::Selected { taken, .. }) if taken.is_last());
                if is_last && self.zero_event() != Some(id) && self.open_ended(&event.date, patients).is_some() {
                    faults.push((event.header.clone(), place));
                }
            }
        }
        for (event, place) in faults {
            let title =
                said!("`{event}` is the last of its kind, which is known only when follow-up ends", event = event.name);
            let diagnostic = Diagnostic::new(codes::FUTURE, title)
                .at(place, "an arm rests on it")
                .at(event.span, "the last, whenever it comes")
                .because("a patient who is treated again later would change the arm by it")
                .hint("take the first, or bound it by a date: `last … where date from day 0 to day 60`");
            self.report(diagnostic);
        }
    }

    /// An intercurrent event of an arm can happen to the patients of that arm.
    fn check_can_occur(&mut self) {
        let Some(arms) = &self.plan.arms else { return };
        let mut faults = vec![];
        for event in &self.plan.intercurrents {
            let (Some(arm), Some(from)) = (event.arm.and_then(|arm| arms.arms.get(arm)), event.from_day) else {
                continue;
            };
            let Some(condition) = &arm.condition else { continue };
            let last = walk::conjuncts(condition).into_iter().find_map(|part| match &part.kind {
                ExprKind::Within { date, high, anchor, .. } if self.is_time_zero(anchor) => {
                    let of_event = matches!(date.node(), Some(RowNode::Event(id)) if *id == event.event);
                    of_event.then_some(*high)
                }
                _ => None,
            });
            if let Some(last) = last.filter(|last| *last < from) {
                faults.push((event.header.clone(), arm.clone(), last, from));
            }
        }
        for (event, arm, last, from) in faults {
            let title = said!("`{event}` cannot occur in the arm `{arm}`", event = event.name, arm = arm.name);
            let diagnostic = Diagnostic::new(codes::CANNOT_OCCUR, title)
                .at(event.span, format!("from day {from} on"))
                .at(arm.span, format!("has it by day {last}"))
                .because("an event has one date, and whoever is of this arm has had it before")
                .hint("name the other arm under `in`, or describe what happens later as an event of its own");
            self.report(diagnostic);
        }
    }

    /// What tells the arms is no covariate, no stratum and no part of a score: within each of its values there is one arm.
    fn check_arms_not_told(&mut self) {
        let Some(column) = self.column_of_arms() else { return };
        let is_it = |c: &&Covariate| c.expression.kind == ExprKind::Column(column);
        let compared = self.plan.analyses.iter().filter(|a| a.compare.arms().len() > 1);
        let of_analyses =
            compared.flat_map(|a| a.adjustment.strata.iter().chain(&a.adjustment.covariates).chain(&a.adjustment.by));
        let of_scores = self.plan.matchings.iter().flat_map(|m| m.covariates.iter().chain(&m.exact));
        let found: Vec<Covariate> = of_analyses.chain(of_scores).filter(is_it).cloned().collect();
        for covariate in found {
            let title = said!(
                "`{covariate}` tells the arms, and nothing is left to compare within its values",
                covariate = covariate.name
            );
            let arms = self.plan.arms.as_ref().map(|a| a.header.span);
            let diagnostic =
                Diagnostic::new(codes::NEVER_COMPUTED, title).at(covariate.expression.span, "of one arm at each value");
            let diagnostic = arms.into_iter().fold(diagnostic, |d, span| d.at(span, "the arms are told by it"));
            self.report(diagnostic.hint("take it out: the comparison of the arms is that of its values"));
        }
    }

    /// The one column of the patient by which every arm is told.
    fn column_of_arms(&self) -> Option<usize> {
        let (arms, patients) = (self.plan.arms.as_ref()?, self.patients()?);
        let mut read: BTreeSet<Option<usize>> = BTreeSet::new();
        for condition in arms.arms.iter().flat_map(|arm| &arm.condition) {
            self.each_behind(condition, patients, &mut |part, table| {
                if let ExprKind::Column(column) = part.kind {
                    read.insert(Some(column).filter(|_| table == patients));
                } else if matches!(part.node(), Some(node) if !matches!(node, RowNode::Define(_))) {
                    read.insert(None);
                }
            });
        }
        match read.into_iter().collect::<Vec<_>>().as_slice() {
            [Some(column)] => Some(*column),
            _ => None,
        }
    }

    /// Where a primary analysis decides, the chance of any false claim is kept, and not their share, nor only where p-values are
    /// not dependent negatively.
    fn check_protection(&mut self) {
        let mut faults = vec![];
        for family in &self.plan.families {
            let primary = family.of.iter().find(|i| self.plan.analyses[**i].role == Role::Primary);
            let Some(primary) = primary.map(|i| self.plan.analyses[*i].header.clone()) else { continue };
            let (does, label, because) = match family.by {
                Procedure::BenjaminiHochberg | Procedure::BenjaminiYekutieli => (
                    "does not keep the chance of a false claim at alpha",
                    "keeps the share of false claims among the claims",
                    "a study that confirms keeps the chance that any of its claims is false (ICH E9, 5.6)",
                ),
                Procedure::Hochberg | Procedure::Hommel if family.of.len() > 1 => (
                    "keeps the chance of a false claim only where p-values are not dependent negatively",
                    "nothing in the plan says how they depend on each other",
                    "it rests on Simes' inequality, which need not hold of every dependence (Sarkar, Ann Stat 1998;26:494–504)",
                ),
                Procedure::Hochberg
                | Procedure::Hommel
                | Procedure::Holm
                | Procedure::Bonferroni
                | Procedure::FixedSequence
                | Procedure::Graphical => continue,
            };
            faults.push((family.clone(), primary, does, label, because));
        }
        self.check_primary_first();
        for (family, primary, does, label, because) in faults {
            let title = said!(
                "`{procedure}` {does}, and `{primary}` is primary",
                procedure = family.by.word(),
                does,
                primary = primary.name
            );
            let diagnostic = Diagnostic::new(codes::NO_PROTECTION, title)
                .at(family.procedure.span, label)
                .at(primary.span, "decides the question of the study")
                .because(because)
                .hint("take `holm`, `fixed_sequence` or `graphical`; or take the primary analysis out of the family");
            self.ask(Question::NoProtection, &family.header.name, diagnostic);
        }
    }

    /// In a fixed sequence what decides the question of the study is tested before anything else can end it.
    fn check_primary_first(&mut self) {
        let mut faults = vec![];
        for family in self.plan.families.iter().filter(|family| family.by == Procedure::FixedSequence) {
            let of = || family.of.iter().map(|index| &self.plan.analyses[*index]);
            let first = of().position(|analysis| analysis.role != Role::Primary);
            let late = of().skip(first.unwrap_or(usize::MAX)).find(|analysis| analysis.role == Role::Primary);
            faults.extend(late.map(|late| (family.clone(), late.header.clone())));
        }
        for (family, primary) in faults {
            let place = self.place_of("family", &family.header.name, "of").unwrap_or(family.header.span);
            let title = said!("`{primary}` is primary and tested after others", primary = primary.name);
            let diagnostic = Diagnostic::new(codes::NO_PROTECTION, title)
                .at(place, "in this order")
                .at(primary.span, "decides the question of the study")
                .because("the sequence ends at the first hypothesis that is not rejected, and the question of the study would not be asked")
                .hint("name it first");
            self.ask(Question::NoProtection, &family.header.name, diagnostic);
        }
    }

    /// A few days between two windows that otherwise follow one another.
    fn check_small_gaps(&mut self) {
        let mut faults = vec![];
        for timepoints in &self.plan.timepoints {
            let mut windows: Vec<(i64, i64, &Timepoint)> =
                timepoints.points.iter().filter_map(|p| p.window.map(|(low, high)| (low, high, p))).collect();
            windows.retain(|(low, ..)| *low > 0);
            windows.sort_by_key(|(low, high, _)| (*low, *high));
            for pair in windows.windows(2) {
                let [(first, end, before), (begin, last, after)] = pair else { continue };
                let (gap, width) = (begin - end - 1, (end - first).min(last - begin) + 1);
                if gap > 0 && gap <= SLIP && gap * 4 <= width {
                    let (before, after): (&Timepoint, &Timepoint) = (before, after);
                    faults.push((before.clone(), after.clone(), end + 1, begin - 1));
                }
            }
        }
        for (before, after, first, last) in faults {
            let days = if first == last { format!("Day {first} lies") } else { format!("Days {first} to {last} lie") };
            let title = said!(
                "{days} in the window of neither `{before}` nor `{after}`",
                days,
                before = before.name,
                after = after.name
            );
            let diagnostic = Diagnostic::new(codes::WINDOW_GAP, title)
                .at(after.condition.span, format!("opens after day {last}"))
                .at(before.condition.span, format!("ends before day {first}"))
                .because("an examination on such a day would stand for no timepoint, and the patient would count as not assessed")
                .hint("let the windows follow one another, the end of one on the day before the next begins");
            self.ask_here(Question::WindowGap, diagnostic);
        }
    }

    /// A group that is called alone, whose patients may be given later what makes the other arm, and nothing says what that means.
    fn check_called_alone(&mut self) {
        let Some(arms) = self.plan.arms.as_ref().filter(|arms| arms.settled_by_day.is_some()) else { return };
        let mut faults = vec![];
        for (index, arm) in arms.arms.iter().enumerate().filter(|(_, arm)| arm.condition.is_none()) {
            let others = arms.arms.iter().flat_map(|a| &a.condition).flat_map(|c| self.events_read(c));
            for event in others.filter(|e| self.zero_event() != Some(*e)) {
                let answered = |i: &Intercurrent| i.event == event && i.arm.is_none_or(|arm| arm == index);
                let exposure = |a: &Analysis| a.compare == Compare::Exposure(event);
                let open = || !self.plan.intercurrents.iter().any(answered) && !self.plan.analyses.iter().any(exposure);
                if self.is_called_never(arm, event) || self.is_called_without(arm, event) && open() {
                    faults.push((
                        arm.clone(),
                        self.plan.events[event.0].header.clone(),
                        arms.settled_by_day.unwrap_or(0),
                    ));
                }
            }
        }
        for (arm, event, day) in faults {
            let title = said!(
                "`{arm}` is called \"{label}\" and admits `{event}` after day {day}",
                arm = arm.name,
                label = arm.label,
                event = event.name,
                day
            );
            let diagnostic = Diagnostic::new(codes::ADMITS_TREATMENT, title)
                .at(arm.span, "without it by its name")
                .at(event.span, "what makes the other arm, also later")
                .because("what a later treatment of these patients means for their endpoints would be decided by accident")
                .hint(format!("say it: `intercurrent late_{name}: {name} after day {day} {{ in: {arm} }}`, with a strategy in each estimand", name = event.name, arm = arm.name));
            self.ask_here(Question::AdmitsTreatment, diagnostic);
        }
    }
}

/// The value of a key among items and what stands within them, of those in places that are asked for.
fn entry_within(items: &[Item], key: &str, holds: &dyn Fn(Span) -> bool) -> Option<Span> {
    items.iter().find_map(|item| {
        let Item::Entry(entry) = item else { return None };
        let place = entry.value.as_ref().map_or(entry.span, |value| value.span);
        if is_entry(item, key) && holds(place) {
            return Some(place);
        }
        let options = entry.value.iter().flat_map(|value| &value.elements).map(|element| element.options.as_slice());
        options.chain([entry.items.as_slice()]).find_map(|items| entry_within(items, key, holds))
    })
}

/// The entry of a key in a statement.
pub(super) fn entry_in<'a>(stated: &Stated<'a>, key: &str) -> Option<&'a Entry> {
    stated.statement.items.iter().find_map(|item| match item {
        Item::Entry(entry) if is_entry(item, key) => Some(entry),
        Item::Entry(_) | Item::Case(_) => None,
    })
}

fn is_entry(item: &Item, key: &str) -> bool {
    matches!(item, Item::Entry(Entry { key: Some(k), .. }) if k.node == key)
}
