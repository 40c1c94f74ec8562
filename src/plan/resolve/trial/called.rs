//! Labels that say another thing than their statement: a code that the condition does not take, the first where it takes the last,
//! another timepoint, survival that ends at more than death. People read labels, and the statement is carried out.

use super::*;

/// A label and the expression that it stands for.
struct Called {
    name: String,
    label: String,
    value: RowExpr,
    place: Span,
    owner: Option<String>,
}

/// What a label says, as words in small letters.
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        Words(words.map(str::to_lowercase).collect())
    }

    /// The words of a text one after the other. One letter alone may be an article.
    pub(super) fn say(&self, text: &str) -> bool {
        let Words(said) = Words::of(text);
        let is_letter = said.iter().all(|word| word.chars().count() < 2 && !word.chars().all(|c| c.is_ascii_digit()));
        let is_article = is_letter && said.iter().any(|word| ["a", "i", "o", "y", "à"].contains(&word.as_str()));
        !said.is_empty() && !is_article && self.0.windows(said.len()).any(|window| window == said)
    }

    /// As [`Words::say`], where it is said as what is meant and not as what something else is before, after or without.
    fn say_as_meant(&self, text: &str) -> bool {
        let Words(said) = Words::of(text);
        let Words(own) = self;
        let stands = |at: usize| own[at..].starts_with(&said) && at.checked_sub(1).is_none_or(|b| !is_aside(&own[b]));
        self.say(text) && !self.any(LEAVES) && (0..own.len()).any(stands)
    }

    pub(super) fn any(&self, words: &[&str]) -> bool {
        self.0.iter().any(|word| words.contains(&word.as_str()))
    }

    /// A word of each begins alike, as `opposed` and `opposition` do.
    fn of_one_stem(&self, other: &Words) -> bool {
        let alike = |a: &str, b: &str| a.chars().take(STEM).eq(b.chars().take(STEM)) && a.chars().count() >= STEM;
        self.0.iter().any(|own| other.0.iter().any(|word| alike(own, word)))
    }

    fn begin(&self, words: &[&str]) -> bool {
        self.0.first().is_some_and(|word| words.contains(&word.as_str()))
    }
}

/// Letters by which two words are taken for one.
const STEM: usize = 5;

/// What stands after these words is not what is taken.
const ASIDE: &[&str] = &[
    "after", "before", "since", "until", "from", "against", "without", "no", "not", "than", "except", "après", "avant",
    "depuis", "sans", "sauf", "contre", "non", "pas",
];

/// A label with one of these words may name what it leaves out, or what something is added to.
const LEAVES: &[&str] = &[
    "excluded",
    "excluding",
    "below",
    "beyond",
    "adjusted",
    "replacement",
    "exclu",
    "exclue",
    "exclus",
    "ajout",
    "left",
];

fn is_aside(word: &str) -> bool {
    ASIDE.contains(&word)
}

const FIRST: &[&str] = &["first", "premier", "première"];
const LAST: &[&str] = &["last", "dernier", "dernière"];
const NOT: &[&str] = &["not", "no", "without", "pas", "non", "sans", "aucun", "aucune"];
const BECAUSE: &str = "people read the label, and what is carried out is the statement";

impl<'a> Resolver<'a> {
    pub(crate) fn check_labels(&mut self) {
        let all = self.called();
        for called in &all {
            self.check_codes_called(called);
            self.check_order_called(called);
            self.check_requirement_called(called);
        }
        self.check_times_called();
        self.check_survival_called();
        self.check_response_called();
        self.check_censoring_called();
    }

    /// What has a label of its own and rests on a condition.
    fn called(&self) -> Vec<Called> {
        let header = |header: &Header, value: &RowExpr| Called {
            name: header.name.clone(),
            label: header.label.clone(),
            value: value.clone(),
            place: value.span,
            owner: None,
        };
        let mut all: Vec<Called> = vec![];
        all.extend(self.plan.events.iter().map(|event| header(&event.header, &event.date)));
        all.extend(self.plan.defines.iter().map(|define| header(&define.header, &define.value)));
        all.extend(self.plan.checks.iter().map(|check| header(&check.header, &check.require)));
        all.extend(self.plan.endpoints.iter().filter_map(|endpoint| match &endpoint.kind {
            EndpointKind::Given(given) => Some(header(&endpoint.header, &given.value)),
            EndpointKind::YesNo(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Events(_)
            | EndpointKind::BestResponse(_) => None,
        }));
        if let Some(arms) = &self.plan.arms {
            all.extend(arms.arms.iter().filter_map(|arm| {
                let value = arm.condition.clone()?;
                let (label, owner) = (format!("{} {}", arm.name, arm.label), Some(arms.header.name.clone()));
                Some(Called { name: arm.name.clone(), label, place: value.span, value, owner })
            }));
        }
        for population in &self.plan.populations {
            all.extend(population.require.iter().map(|requirement| Called {
                name: requirement.label.clone(),
                label: requirement.label.clone(),
                value: requirement.condition.clone(),
                place: requirement.condition.span,
                owner: Some(population.header.name.clone()),
            }));
        }
        all
    }

    fn ask_of_label(&mut self, called: &Called, diagnostic: Diagnostic) {
        let diagnostic = diagnostic.because(BECAUSE).hint("correct the one or the other");
        let about = called.owner.clone().unwrap_or_else(|| called.name.clone());
        self.ask(Question::OtherLabel, &about, diagnostic);
    }

    /// A label names a code that the condition does not take, and the condition takes one that the label does not name.
    fn check_codes_called(&mut self, called: &Called) {
        let words = Words::of(&called.label);
        let says =
            |code: &CodeEntry| words.say_as_meant(&code.name.replace('_', " ")) || words.say_as_meant(&code.label);
        let mut denies = false;
        called.value.each(&mut |part| {
            denies |= matches!(part.kind, ExprKind::Not(_) | ExprKind::Compare { op: CompareOp::NotEqual, .. });
        });
        if denies {
            return;
        }
        let mut lists: Vec<(std::sync::Arc<CodeList>, BTreeSet<usize>)> = vec![];
        called.value.each(&mut |part| {
            let Some((list, codes)) = codes_taken(part) else { return };
            match lists.iter_mut().find(|(known, _)| *known == list) {
                Some((_, taken)) => taken.extend(codes),
                None => lists.push((list, codes.into_iter().collect())),
            }
        });
        for (list, taken) in lists {
            let other = list.codes.iter().enumerate().find(|(at, code)| !taken.contains(at) && says(code));
            let unsaid = taken.iter().filter_map(|at| list.codes.get(*at)).find(|code| !says(code));
            let (Some((_, said)), Some(unsaid)) = (other, unsaid) else { continue };
            let title = said!(
                "`{name}` is called \"{label}\" and takes `{code}`, not `{said}`",
                name = called.name,
                label = called.label,
                code = unsaid.name,
                said = said.name
            );
            let diagnostic =
                Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, format!("asks for `{}`", unsaid.name));
            return self.ask_of_label(called, diagnostic);
        }
    }

    /// The first is the first.
    fn check_order_called(&mut self, called: &Called) {
        let words = Words::of(&called.label);
        let value = self.behind(&called.value);
        let Some(RowNode::Selected { taken, .. }) = value.node() else { return };
        let taken = match (taken.is_first(), taken.is_last()) {
            (true, _) => "first",
            (_, true) => "last",
            (false, false) => return,
        };
        let (own, other) = if taken == "first" { (FIRST, LAST) } else { (LAST, FIRST) };
        // A first line is a line of treatment, whichever of its rows is taken.
        let of_line = words.0.get(1).is_some_and(|word| ["line", "ligne"].contains(&word.as_str()));
        if words.any(own) || !words.begin(other) || of_line {
            return;
        }
        let title =
            said!("`{name}` is called \"{label}\" and is the {taken}", name = called.name, label = called.label, taken);
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, format!("takes the {taken}"));
        self.ask_of_label(called, diagnostic);
    }

    /// `"Not opposed": opposed`.
    fn check_requirement_called(&mut self, called: &Called) {
        let Some((name, label)) = self.plain_name(&called.value) else { return };
        let words = Words::of(&called.label);
        let denied = words.of_one_stem(&Words::of(&name)) || words.of_one_stem(&Words::of(&label));
        if called.value.ty != Type::YesNo || !words.begin(NOT) || !denied || called.owner.is_none() {
            return;
        }
        let title = said!("\"{label}\" asks for what it says is not so", label = called.label);
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, "asked for as it stands");
        self.ask_of_label(called, diagnostic);
    }

    /// The name and the label of a column or a quantity that stands alone.
    fn plain_name(&self, value: &RowExpr) -> Option<(String, String)> {
        let column = |table: TableId, column: usize| {
            let column = self.plan.tables.get(table.0)?.columns.get(column)?;
            Some((column.name.clone(), column.label.clone()))
        };
        if let ExprKind::Column(at) = &value.kind {
            return column(self.patients()?, *at);
        }
        let node = value.node()?;
        if let RowNode::OneToOne { table, column: at } = node {
            return column(*table, *at);
        }
        let RowNode::Define(id) = node else { return None };
        let header = &self.plan.defines.get(id.0)?.header;
        Some((header.name.clone(), header.label.clone()))
    }

    /// An analysis called by one timepoint and made at another; a timepoint called by a time that is not in its window.
    fn check_times_called(&mut self) {
        let mut faults = vec![];
        for analysis in self.plan.analyses.iter().filter(|a| !a.each.is_empty()) {
            let words = Words::of(&analysis.header.label);
            let points =
                |response: &ResponseId| &self.plan.timepoints[self.plan.responses[response.0].timepoints].points;
            let used = || analysis.each.iter().flat_map(|(r, at)| at.iter().map(move |p| (r, p)));
            let is_used = |point: &Timepoint| used().any(|(r, p)| points(r)[p.0].name == point.name);
            let all = || analysis.each.iter().flat_map(|(r, _)| points(r));
            let says = |point: &Timepoint| words.say(&point.label) || words.say(&point.name);
            if used().any(|(r, p)| says(&points(r)[p.0])) {
                continue;
            }
            if let (Some(said), Some((r, p))) = (all().find(|point| says(point) && !is_used(point)), used().next()) {
                faults.push((analysis.header.clone(), said.clone(), points(r)[p.0].clone()));
            }
        }
        for (header, said, made) in faults {
            let title = said!(
                "`{name}` is called \"{label}\" and is made at `{made}`, not at `{said}`",
                name = header.name,
                label = header.label,
                made = made.name,
                said = said.name
            );
            let place = self.place_of("analysis", &header.name, "each").filter(|p| self.is_written_in(&header, *p));
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place.unwrap_or(header.span), format!("made at `{}`", made.name))
                .because(BECAUSE)
                .hint("correct the one or the other");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
        self.check_windows_called();
    }

    fn check_windows_called(&mut self) {
        let mut faults = vec![];
        for timepoints in &self.plan.timepoints {
            for point in &timepoints.points {
                let (Some((low, high)), Some(day)) = (point.window, self.day_called(&point.label)) else { continue };
                if day < low - 1 || day > high + 1 {
                    faults.push((timepoints.header.name.clone(), point.clone(), day));
                }
            }
        }
        for (about, point, day) in faults {
            let title = said!(
                "`{point}` is called \"{label}\", which is day {day}, and its window does not hold that day",
                point = point.name,
                label = point.label,
                day
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(point.condition.span, "another time")
                .because(BECAUSE)
                .hint("correct the one or the other");
            self.ask(Question::OtherLabel, &about, diagnostic);
        }
    }

    /// `12 weeks`, `week 12`, alone in a label.
    fn day_called(&self, label: &str) -> Option<i64> {
        use rust_decimal::prelude::ToPrimitive;
        let Words(words) = Words::of(label);
        let (number, unit) = match words.as_slice() {
            [a, b] => a.parse::<u32>().map(|n| (n, b)).or_else(|_| b.parse().map(|n| (n, a))).ok()?,
            _ => return None,
        };
        let days = match unit.trim_end_matches('s') {
            "day" | "jour" => rust_decimal::Decimal::ONE,
            "week" | "semaine" => rust_decimal::Decimal::from(7),
            "month" | "moi" => self.plan.settings.month_days,
            "year" | "an" | "année" => self.plan.settings.year_days,
            _ => return None,
        };
        (days * rust_decimal::Decimal::from(number)).round().to_i64()
    }

    /// Overall survival ends at death and at nothing else.
    fn check_survival_called(&mut self) {
        let Some(death) = self.plan.death() else { return };
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let words = Words::of(&endpoint.header.label);
            let names = words.say("overall survival") || words.say("survie globale");
            if !names || words.any(&["or", "ou", "free", "progression"]) || endpoint.kind.dated().is_none() {
                continue;
            }
            let ends = endpoint.kind.ends().unwrap_or_default();
            let is_death =
                |source: &&EventSource| matches!(source, EventSource::Event(id) if self.is_one_event(*id, death));
            if !ends.iter().all(is_death) {
                faults.push(endpoint.header.clone());
            }
        }
        for header in faults {
            let place = ["event", "causes"].iter().find_map(|key| self.place_of("endpoint", &header.name, key));
            let title = said!(
                "`{name}` is called \"{label}\" and ends at more than death",
                name = header.name,
                label = header.label
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place.unwrap_or(header.span), "ends at another event too")
                .because("overall survival is the time to death of any cause, and readers compare it with that of other studies")
                .hint("write `event: death`, or call it by what ends it, such as progression-free survival");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// Who responds is better than stable.
    fn check_response_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::YesNo(yes_no) = &endpoint.kind else { continue };
            let words = Words::of(&endpoint.header.label);
            let says = |stems: &[&str]| words.0.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
            if !says(&["respon", "répon"]) || says(&["control", "contrôl", "benefit", "bénéfi", "progress"]) {
                continue;
            }
            let other = yes_no.by.iter().find_map(|by| {
                let criterion = &self.plan.responses[by.response.0].criterion;
                let set = criterion.set(by.success);
                let objective = criterion.sets.iter().find(|s| s.role == Some(ResponseRole::ObjectiveResponse))?;
                let worse = set.codes.iter().any(|code| !objective.codes.contains(code));
                let is_of_progress =
                    matches!(set.role, Some(ResponseRole::Progression | ResponseRole::DefinitiveProgression));
                (worse && (set.name == "disease_control" || is_of_progress)).then(|| set.name.clone())
            });
            faults.extend(other.map(|set| (endpoint.header.clone(), set)));
        }
        for (header, set) in faults {
            let place = self.place_of("endpoint", &header.name, "success");
            let title = said!(
                "`{name}` is called \"{label}\" and counts `{set}` as success",
                name = header.name,
                label = header.label,
                set
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place.unwrap_or(header.span), "takes in what is no response")
                .because("a response is complete or partial; stable disease and progression are none")
                .hint("write `success: objective_response`, or call it by what it counts");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// The event of a time from the data is not what the data call censored.
    fn check_censoring_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let (GivenKind::TimeToEvent, Some(event)) = (&given.what, &given.event) else { continue };
            let censored = codes_taken(event).and_then(|(list, codes)| {
                let code = codes.iter().filter_map(|at| list.codes.get(*at));
                let mut labels = code.map(|code| format!("{} {}", code.name, code.label).to_lowercase());
                labels.find(|label| label.contains("censor") || label.contains("censur"))
            });
            if censored.is_some() || self.is_cnsr_of_one(event) {
                faults.push((endpoint.header.clone(), event.span));
            }
        }
        for (header, place) in faults {
            let title = said!("The event of `{name}` is what the data call censored", name = header.name);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, "a time that was censored")
                .because("a censored time would count as an event, and an event as censored; `CNSR` of ADaM is 0 at the event")
                .hint("write the value that tells the event");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// `cnsr = 1`, of the column that ADaM calls so.
    fn is_cnsr_of_one(&self, event: &RowExpr) -> bool {
        let (Some(patients), ExprKind::Compare { op, left, right }) = (self.patients(), &event.kind) else {
            return false;
        };
        let column = match (&left.kind, left.node()) {
            (ExprKind::Column(column), _) => self.plan.tables[patients.0].columns.get(*column),
            (_, Some(RowNode::OneToOne { table, column })) => self.plan.tables[table.0].columns.get(*column),
            _ => None,
        };
        let is_zero = matches!(right.kind, ExprKind::Literal(Literal::Integer(0)));
        let is_at_event = is_zero == (*op == CompareOp::Equal);
        column.is_some_and(|column| column.name.eq_ignore_ascii_case("cnsr")) && !is_at_event
    }
}

/// The codes that a comparison or a set names, with the list that they are of.
fn codes_taken(e: &RowExpr) -> Option<(std::sync::Arc<CodeList>, Vec<usize>)> {
    let list = |e: &RowExpr| match &e.ty {
        Type::Code(list) => Some(list.clone()),
        _ => None,
    };
    match &e.kind {
        ExprKind::Compare { left, right, .. } => match &right.kind {
            ExprKind::Literal(Literal::Code(code)) => Some((list(left)?, vec![*code])),
            _ => None,
        },
        ExprKind::InSet(what, members) => {
            let code = |m: &Literal| if let Literal::Code(code) = m { Some(*code) } else { None };
            Some((list(what)?, members.iter().filter_map(code).collect()))
        }
        _ => None,
    }
}
