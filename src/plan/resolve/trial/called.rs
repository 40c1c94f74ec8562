//! Labels that say another thing than their statement: a code that the condition does not take, the first where it takes the last,
//! another timepoint, survival that ends at more than death. People read labels, and the statement is carried out.

use super::denied::telling_of;
use super::*;

/// A label and the expression that it stands for.
pub(super) struct Called {
    pub name: String,
    pub label: String,
    pub value: RowExpr,
    /// In whose row the expression stands.
    pub table: TableId,
    pub place: Span,
    /// A name that says something besides, as `sirt` does.
    told_by: String,
    pub owner: Option<String>,
}

/// What a label says, as words in small letters.
pub(super) struct Words(pub Vec<String>);

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
    pub(super) fn say_as_meant(&self, text: &str) -> bool {
        let Words(said) = Words::of(text);
        let Words(own) = self;
        // What one dies from is what is meant.
        let dying = |b: usize| own[b] == "from" && own[..b].iter().any(|word| DYING.contains(&word.as_str()));
        let meant = |b: usize| !is_aside(&own[b]) || dying(b);
        let stands = |at: usize| own[at..].starts_with(&said) && at.checked_sub(1).is_none_or(meant);
        self.say(text) && !self.any(LEAVES) && (0..own.len()).any(stands)
    }

    /// A word that tells a code from all others of its list.
    fn say_a_word_of(&self, list: &CodeList, code: &CodeEntry) -> bool {
        let words_of = |code: &CodeEntry| telling_of(&code.name, &code.label);
        let shared = |word: &String| list.codes.iter().any(|other| other != code && words_of(other).contains(word));
        words_of(code).iter().any(|word| !shared(word) && self.say_as_meant(word))
    }

    pub(super) fn any(&self, words: &[&str]) -> bool {
        self.0.iter().any(|word| words.contains(&word.as_str()))
    }

    /// A word of each begins alike, as `opposed` and `opposition` do.
    pub(super) fn of_one_stem(&self, other: &Words) -> bool {
        self.0.iter().any(|own| other.0.iter().any(|word| alike(own, word)))
    }

    pub(super) fn begin(&self, words: &[&str]) -> bool {
        self.0.first().is_some_and(|word| words.contains(&word.as_str()))
    }
}

/// A code that is not taken and is said, and one that is taken and is not.
fn other_code<'l>(
    list: &'l CodeList,
    taken: &BTreeSet<usize>,
    (label, says): (&str, &dyn Fn(&CodeEntry) -> bool),
) -> Option<(&'l CodeEntry, &'l CodeEntry)> {
    // Of `alcohol_mash` the words are those of `mash` too.
    let words = |code: &CodeEntry| telling_of(&code.name, &code.label);
    let is_part = |code: &CodeEntry| {
        let own = words(code);
        let mut whole = taken.iter().filter_map(|at| list.codes.get(*at)).map(words);
        !own.is_empty() && whole.any(|whole| own.is_subset(&whole))
    };
    // Where the label is that of the code and no more, the code is meant.
    let is_it = |code: &CodeEntry| code.label.to_lowercase() == label.to_lowercase();
    let is_other =
        |(at, code): &(usize, &CodeEntry)| !taken.contains(at) && says(code) && (!is_part(code) || is_it(code));
    let (_, other) = list.codes.iter().enumerate().find(is_other)?;
    let unsaid = taken.iter().filter_map(|at| list.codes.get(*at)).find(|code| !says(code))?;
    Some((other, unsaid))
}

/// Words of one meaning, of which a label may have another than the code.
const ALIKE: &[&[&str]] = &[
    &["female", "females", "women", "woman", "femme", "femmes", "féminin"],
    &["male", "males", "men", "man", "homme", "hommes", "masculin"],
    &["dead", "died", "death", "deceased", "décédé", "décédée", "décès"],
    &["alive", "living", "vivant", "vivante"],
];

/// A label says a code by its name, by its label, or by another word for it.
fn says_code(words: &Words, code: &CodeEntry) -> bool {
    let (name, label) = (code.name.replace('_', " "), &code.label);
    let is_one = |class: &&&[&str]| class.iter().any(|w| name.eq_ignore_ascii_case(w) || label.eq_ignore_ascii_case(w));
    let alike = ALIKE.iter().find(is_one);
    // A difference to baseline is of what came later.
    let to_it = |two: &[String]| ["to", "from"].contains(&two[0].as_str()) && label.eq_ignore_ascii_case(&two[1]);
    if words.0.windows(2).any(to_it) {
        return false;
    }
    words.say_as_meant(&name)
        || words.say_as_meant(label)
        || alike.is_some_and(|class| class.iter().any(|word| words.say_as_meant(word)))
}

/// `Stage A or B` says `A`: a letter in capitals that does not begin the label, where not every word begins so.
fn says_letter(label: &str, code: &str) -> bool {
    let is_letter = code.chars().count() == 1 && code.chars().all(char::is_uppercase);
    let words: Vec<&str> =
        label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).skip(1).collect();
    let mut others = words.iter().filter(|word| word.chars().count() > 1);
    let is_title = others.clone().count() > 0 && others.all(|word| word.starts_with(char::is_uppercase));
    is_letter && !is_title && words.contains(&code)
}

/// Letters by which two words are taken for one.
const STEM: usize = 5;

/// What stands after these words is not what is taken.
const ASIDE: &[&str] = &[
    "after", "before", "since", "until", "from", "against", "without", "no", "not", "than", "except", "après", "avant",
    "depuis", "sans", "sauf", "contre", "non", "pas",
];

const DYING: &[&str] = &["death", "deaths", "died", "dying", "mortality"];

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

/// Two words are one, or begin alike.
pub(super) fn alike(a: &str, b: &str) -> bool {
    a == b || a.chars().count() >= STEM && a.chars().take(STEM).eq(b.chars().take(STEM))
}

pub(super) fn is_aside(word: &str) -> bool {
    ASIDE.contains(&word)
}

pub(super) const FIRST: &[&str] = &["first", "premier", "première"];
pub(super) const LAST: &[&str] = &["last", "dernier", "dernière"];
pub(super) const NOT: &[&str] = &["not", "no", "without", "pas", "non", "sans", "aucun", "aucune"];
pub(super) const BECAUSE: &str = "people read the label, and what is carried out is the statement";

/// The words of a label with its signs and its numbers.
pub(super) fn tokens(label: &str) -> Vec<String> {
    let mut spaced = String::new();
    let letters: Vec<char> = label.to_lowercase().chars().collect();
    for (at, c) in letters.iter().enumerate() {
        let in_number = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        match c {
            '<' | '>' | '≤' | '≥' | '=' | '%' | '+' => spaced.extend([' ', *c, ' ']),
            '.' | ',' if in_number(at.checked_sub(1)) && in_number(Some(at + 1)) => spaced.push('.'),
            ',' | ';' | ':' | '(' | ')' | '[' | ']' => spaced.push(' '),
            c => spaced.push(*c),
        }
    }
    spaced.split_whitespace().map(str::to_string).collect()
}

impl<'a> Resolver<'a> {
    pub(crate) fn check_labels(&mut self) {
        let all = self.called();
        for called in &all {
            self.check_codes_called(called);
            self.check_order_called(called);
            self.check_requirement_called(called);
            self.check_denied_called(called);
            self.check_side_called(called);
            self.check_dates_called(called);
            self.check_siblings_called(called);
            self.check_extreme_called(called);
            self.check_missing_called(called);
            self.check_at_baseline_called(called);
        }
        for called in self.patients().map(|patients| self.covariates_called(patients)).unwrap_or_default() {
            self.check_column_called(&called);
        }
        self.check_cases_called();
        self.check_days_called();
        self.check_units_called();
        self.check_change_called();
        self.check_arms_called();
        self.check_names_called();
        self.check_control_last();
        self.check_randomised();
        self.check_order_of_categories();
        self.check_trend_of_arms();
        self.check_times_called();
        self.check_survival_called();
        self.check_free_survival_called();
        self.check_response_called();
        self.check_sets_called();
        self.check_duration_called();
        self.check_censoring_called();
        self.check_given_ends();
        self.check_required_called();
        self.check_claimed();
        self.check_claims_called();
        self.check_all_called();
        self.check_less_called();
        self.check_age_called();
        self.check_followed_called();
        self.check_time_called();
        self.check_date_called();
    }

    /// What has a label of its own and rests on a condition.
    pub(super) fn called(&self) -> Vec<Called> {
        let Some(patients) = self.patients() else { return vec![] };
        let header = |header: &Header, value: &RowExpr, table: TableId| Called {
            name: header.name.clone(),
            label: header.label.clone(),
            value: value.clone(),
            table,
            place: value.span,
            told_by: String::new(),
            owner: None,
        };
        let mut all: Vec<Called> = vec![];
        all.extend(self.plan.events.iter().map(|event| Called {
            told_by: event.header.name.replace('_', " "),
            ..header(&event.header, &event.date, patients)
        }));
        all.extend(self.plan.defines.iter().map(|define| header(&define.header, &define.value, define.table)));
        all.extend(self.plan.checks.iter().map(|check| header(&check.header, &check.require, check.table)));
        all.extend(self.plan.endpoints.iter().filter_map(|endpoint| match &endpoint.kind {
            EndpointKind::Given(given) => Some(header(&endpoint.header, &given.value, patients)),
            EndpointKind::Events(events) => {
                events.condition.as_ref().map(|rows| header(&endpoint.header, rows, events.table))
            }
            EndpointKind::YesNo(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::BestResponse(_) => None,
        }));
        if let Some(arms) = &self.plan.arms {
            all.extend(arms.arms.iter().filter_map(|arm| {
                let value = arm.condition.clone()?;
                let (label, owner) = (arm.label.clone(), Some(arms.header.name.clone()));
                let told_by = arm.name.replace('_', " ");
                Some(Called {
                    name: arm.name.clone(),
                    label,
                    table: patients,
                    place: value.span,
                    told_by,
                    value,
                    owner,
                })
            }));
        }
        for population in &self.plan.populations {
            all.extend(population.require.iter().map(|requirement| Called {
                name: requirement.label.clone(),
                label: requirement.label.clone(),
                value: requirement.condition.clone(),
                table: patients,
                place: requirement.condition.span,
                told_by: String::new(),
                owner: Some(population.header.name.clone()),
            }));
        }
        all.extend(self.covariates_called(patients));
        all
    }

    /// What an analysis or a subgroup calls by a label of its own.
    fn covariates_called(&self, patients: TableId) -> Vec<Called> {
        let adjustments = self.plan.analyses.iter().map(|a| (&a.header, &a.adjustment));
        let all = adjustments.flat_map(|(header, adjustment)| adjustment.all().map(move |c| (header, c)));
        let mut found: Vec<Called> = vec![];
        for (header, covariate) in all.filter(|(_, covariate)| covariate.label != covariate.name) {
            if found.iter().all(|called| called.place != covariate.expression.span) {
                found.push(Called {
                    name: covariate.name.clone(),
                    label: covariate.label.clone(),
                    value: covariate.expression.clone(),
                    table: patients,
                    place: covariate.expression.span,
                    told_by: String::new(),
                    owner: Some(header.name.clone()),
                });
            }
        }
        found
    }

    pub(super) fn ask_of_label(&mut self, called: &Called, diagnostic: Diagnostic) {
        let about = called.owner.clone().unwrap_or_else(|| called.name.clone());
        self.ask_other_label(&about, diagnostic);
    }

    /// Either the label or the statement is meant.
    pub(super) fn ask_other_label(&mut self, about: &str, diagnostic: Diagnostic) {
        let diagnostic = diagnostic.because(BECAUSE).hint("correct the one or the other");
        self.ask(Question::OtherLabel, about, diagnostic);
    }

    /// A label names a code that the condition does not take, and the condition takes one that the label does not name.
    fn check_codes_called(&mut self, called: &Called) {
        let mut denies = false;
        called.value.each(&mut |part| {
            denies |= matches!(part.kind, ExprKind::Not(_) | ExprKind::Compare { op: CompareOp::NotEqual, .. });
        });
        // A label may name what it leaves out, or what something is compared with.
        let words = Words::of(&called.label);
        if denies || words.any(NOT) || words.any(&["but", "vs", "versus", "reference", "référence"]) {
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
            let label = called.label.as_str();
            let by_letter = |code: &CodeEntry| says_letter(label, &code.name);
            let by_label =
                other_code(&list, &taken, (label, &|code| says_code(&Words::of(label), code) || by_letter(code)));
            // A name says more than nothing, and less than a label.
            let both = Words::of(&format!("{} {}", called.told_by, called.label));
            let by_name = || other_code(&list, &taken, (label, &|code| says_code(&both, code) || by_letter(code)));
            let by_word = || other_code(&list, &taken, (label, &|code| both.say_a_word_of(&list, code)));
            let named = (!called.told_by.is_empty()).then_some(());
            let found = by_label.or_else(|| named.and_then(|()| by_name().or_else(by_word)));
            let Some((said, unsaid)) = found else { continue };
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
        let Some((name, label)) = self.plain_name(&called.value, called.table) else { return };
        let words = Words::of(&called.label);
        let denied = words.of_one_stem(&Words::of(&name)) || words.of_one_stem(&Words::of(&label));
        let several = called.label.contains([',', ';', ':']) || words.any(&["missing", "reason", "before", "manquant"]);
        let once = words.0.iter().filter(|word| NOT.contains(&word.as_str())).count() == 1;
        let denied = denied && once && !several;
        if called.value.ty != Type::YesNo || !words.begin(NOT) || !denied || called.owner.is_none() {
            return;
        }
        let title = said!("\"{label}\" asks for what it says is not so", label = called.label);
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, "asked for as it stands");
        self.ask_of_label(called, diagnostic);
    }

    /// The name and the label of a column or a quantity that stands alone.
    pub(super) fn plain_name(&self, value: &RowExpr, row: TableId) -> Option<(String, String)> {
        let column = |table: TableId, column: usize| {
            let column = self.plan.tables.get(table.0)?.columns.get(column)?;
            Some((column.name.clone(), column.label.clone()))
        };
        if let ExprKind::Column(at) = &value.kind {
            return column(row, *at);
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
            // What is said of the baseline is from where a change is counted.
            let is_later = |point: &Timepoint| point.window.is_none_or(|(_, last)| last > 0);
            let other = all().find(|point| says(point) && is_later(point) && !is_used(point));
            if let (Some(said), Some((r, p))) = (other, used().next()) {
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
                .at(place.unwrap_or(header.span), format!("made at `{}`", made.name));
            self.ask_other_label(&header.name, diagnostic);
        }
        self.check_windows_called();
    }
}

/// The codes that a comparison or a set names, with the list that they are of.
pub(super) fn codes_taken(e: &RowExpr) -> Option<(std::sync::Arc<CodeList>, Vec<usize>)> {
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
