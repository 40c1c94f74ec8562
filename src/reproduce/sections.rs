//! The sections of the script that are no rows of a method: populations, characteristics, matchings, events, readings, lesions, families.

use super::how::Part;
use super::script::{self, Script, quoted, read, rows_between, rows_of, texts, wrapped};
use super::table::number;
use crate::analyse::sets::{
    BaselineSet, EventMetSet, EventSet, FamilySet, LeftOutSet, LesionSet, MatchingSet, PlannedSet, PopulationSet,
    RowSet, RuleSet, SetTerm, SettledSet,
};
use crate::catalogue::{self, Options};
use crate::results::{Record, Role, Subgroup, identity};

impl Script<'_> {
    pub fn population(&mut self, set: &PopulationSet) {
        let label = self.results.populations.iter().find(|p| p.name == set.of.analysis).map(|p| p.label.clone());
        self.open(&set.of, &label.unwrap_or_default());
        let (name, arms) = (quoted(&set.of.analysis), self.arms());
        self.parts.insert(Part::Patients);
        let late = self.requirements(&set.of.analysis, |r| r.group.arm().is_some());
        let by_arm = if late.is_empty() { String::new() } else { format!(", by_arm = {}", texts(&late)) };
        self.say(&format!(
            "\nd <- rows_of(\"populations.csv\", population = {name})\n\
             give({}, compute_attrition(d, arms = {arms}, requirements = {}{}))",
            quoted(&format!("attrition.{}", set.of.analysis)),
            texts(&self.requirements(&set.of.analysis, |_| true)),
            by_arm
        ));
    }

    /// The terms of these counts of a population, in the order of its requirements.
    fn requirements(&self, population: &str, of: impl Fn(&Record) -> bool) -> Vec<String> {
        let mut found: Vec<String> = vec![];
        let records = self.results.records.iter().filter(|r| r.role == Role::Attrition);
        for term in records.filter(|r| r.analysis == population && of(r)).filter_map(|r| r.term.as_ref()) {
            let word = term.word().into_owned();
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }

    fn arms(&self) -> String {
        texts(&self.results.arms.iter().map(|arm| arm.name.clone()).collect::<Vec<_>>())
    }

    pub fn baseline(&mut self, set: &BaselineSet) {
        self.parts.insert(Part::Patients);
        let label = self.words.baseline.to_string();
        self.open(&set.of, &label);
        let (population, arms) = (set.of.population.as_str(), self.arms());
        self.say(&format!(
            "\nd <- rows_of(\"baseline.csv\", population = {})\n{}",
            quoted(population),
            wrapped(
                "give",
                &[
                    quoted(&format!("baseline.{population}")),
                    format!("compute_characteristics(d, arms = {arms}, type = {})", set.quartiles)
                ]
            )
        ));
    }

    /// How many have which best response.
    pub fn best(&mut self, file: &str, set: &RowSet) {
        self.parts.insert(Part::Events);
        self.open_analysis(&set.of);
        self.say(&format!("\n{}", read(file, set)));
        self.give(&format!("{}.best", set.of.analysis), "compute_best_responses(d)");
    }

    pub fn agreement(&mut self, file: &str, set: &RowSet) {
        let label = self.label(&set.of);
        self.open(&set.of, &label);
        self.methods(file, set);
    }

    pub fn events(&mut self, set: &EventSet) {
        self.parts.insert(Part::Events);
        self.open_analysis(&set.of);
        let name = &set.of.analysis;
        let groups = if set.groups.len() > 1 { format!(", groups = {}", texts(&set.groups)) } else { String::new() };
        let grades: Vec<String> = set.grades.iter().map(i64::to_string).collect();
        self.say(&format!(
            "\np <- rows_of({}{groups})\ne <- read_set({})",
            quoted(&format!("patients.{name}.csv")),
            quoted(&format!("events.{name}.csv"))
        ));
        self.give(name, &format!("compute_events(p, e, grades = c({}))", grades.join(", ")));
        for call in &set.calls {
            let prefix = call.prefix.strip_suffix(&call.words).unwrap_or(name).trim_end_matches('.').to_string();
            if let Some(computed) = self.computed(call, &rows_of(call)) {
                let words = quoted(&call.words);
                let each = format!("each_line(p, e, {}, {words}, function(d) {computed})", number(set.year));
                self.give(&prefix, &each);
            }
        }
    }

    pub fn lesions(&mut self, file: &str, set: &LesionSet) {
        self.parts.insert(Part::Agreement);
        let label = self.label(&set.of);
        self.open(&set.of, &label);
        let response = set.of.response.clone().unwrap_or_default();
        let arguments = [
            quoted(file),
            format!("response = {}", quoted(&response)),
            format!("timepoint = {}", quoted(set.of.point().unwrap_or_default())),
            format!("population = {}", quoted(&set.of.population)),
            format!("arm = {}", quoted(&set.arm)),
        ];
        self.say(&format!("\nd <- {}", wrapped("rows_of", &arguments)));
        let prefix = identity::of_call(&set.of, &[set.of.population.clone(), set.arm.clone()]);
        self.give(&prefix, "compute_lesions(d)");
    }

    pub fn rule(&mut self, set: &RuleSet) {
        self.parts.insert(Part::Agreement);
        let label = set.of.response.clone().unwrap_or_default();
        self.open(&set.of, &label);
        self.say(&format!("\nd <- rows_of(\"rules.csv\", rule = {})", quoted(&set.rule)));
        let computed = format!("compute_rule(d, rows = {}, arms = {})", set.rows, self.arms());
        self.give(&format!("rules.{}", set.rule), &computed);
    }

    pub fn left_out(&mut self, set: &LeftOutSet) {
        self.open_analysis(&set.of);
        let places = [
            ("response", set.of.response.as_deref()),
            ("timepoint", set.of.point()),
            ("subgroup", set.of.subgroup.as_ref().map(Subgroup::word).as_deref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name} = {}", quoted(value?))))
        .collect::<Vec<String>>();
        let mut arguments = vec![quoted(set.reason.term()), format!("analysis = {}", quoted(&set.of.analysis))];
        arguments.extend(places);
        if set.sets {
            arguments.push(format!("of = {}", rows_between(set.of.contrast.as_ref())));
        }
        let prefix = set.of.id.strip_suffix(&format!(".left_out.{}", set.reason.term())).unwrap_or(&set.of.id);
        self.say(&wrapped("give", &[quoted(prefix), format!("left_out({})", arguments.join(", "))]));
    }

    /// How many met an intercurrent event.
    pub fn event_met(&mut self, file: &str, set: &EventMetSet) {
        self.parts.insert(Part::Patients);
        self.open_analysis(&set.of);
        let mut arguments = vec![quoted(file), format!("event = {}", quoted(&set.event))];
        if set.groups.len() > 1 {
            arguments.push(format!("groups = {}", texts(&set.groups)));
        }
        self.say(&format!("\nd <- {}", wrapped("rows_of", &arguments)));
        self.give(&format!("{}.intercurrent.{}", set.of.analysis, set.event), "compute_met(d)");
    }

    /// How many have their value by what settles it.
    pub fn settled(&mut self, file: &str, set: &SettledSet) {
        self.parts.insert(Part::Patients);
        self.open_analysis(&set.of);
        let mut arguments = vec![quoted(file)];
        arguments.extend(set.of.response.as_deref().map(|response| format!("response = {}", quoted(response))));
        arguments.extend(set.of.point().map(|point| format!("timepoint = {}", quoted(point))));
        if set.groups.len() > 1 {
            arguments.push(format!("groups = {}", texts(&set.groups)));
        }
        self.say(&format!("\nd <- {}", wrapped("rows_of", &arguments)));
        self.give(&format!("{}.settled", identity::of_call(&set.of, &[])), "compute_settled(d)");
    }

    /// What the planned number of pairs can show, by the test and the interval of the analysis that it is of.
    pub fn planned(&mut self, set: &PlannedSet) {
        let label = self.results.sample_sizes.iter().find(|s| s.name == set.of.analysis).map(|s| s.label.clone());
        self.open(&set.of, &label.unwrap_or_default());
        let list = |name: &str, options: &Option<Options>| {
            let method = catalogue::named(name)?;
            Some(format!("list({})", script::options(method, options.as_ref()?).join(", ")))
        };
        let mut arguments = vec![format!("pairs = {}", set.pairs), format!("alpha = {}", number(set.alpha))];
        arguments.extend(list("mcnemar", &set.test).map(|test| format!("test = {test}")));
        arguments.extend(list("risk_difference", &set.interval).map(|interval| format!("interval = {interval}")));
        self.say(&format!("\nplanned <- {}", wrapped("list", &arguments)));
        for call in &set.calls {
            if let Some(computed) = self.computed(call, "planned") {
                self.give(&call.prefix, &computed);
            }
        }
    }

    pub fn matching(&mut self, file: &str, set: &MatchingSet) {
        self.parts.insert(Part::Matching);
        let label = self.label(&set.of);
        self.open(&set.of, &label);
        self.say(&format!("\nm <- rows_of({})", quoted(file)));
        let yes_no = set.score.iter().chain(&set.balance).filter(|term| term.yes_no);
        let yes_no: Vec<String> = yes_no.map(|term: &SetTerm| term.name.clone()).collect();
        let mut arguments = vec!["m".to_string(), format!("arms = {}", texts(&set.arms))];
        arguments.extend(set.caliper.map(|width| format!("caliper = {}", number(width))));
        arguments.push(format!("aim = {}", number(set.aim)));
        arguments.push(format!("balance_of_score = {}", if set.balance_of_score { "TRUE" } else { "FALSE" }));
        arguments.push(format!("yes_no = {}", texts(&yes_no)));
        arguments.extend(set.weighted.then(|| "weighted = TRUE".to_string()));
        self.give(&set.of.analysis, &format!("compute_matching({})", arguments.join(", ")));
    }

    pub fn family(&mut self, set: &FamilySet) {
        let label = self.label(&set.of);
        self.open(&set.of, &label);
        let value = |(name, id): &(String, String)| format!("{} = value_of({})", quoted(name), quoted(id));
        let values: Vec<String> = set.p_values.iter().map(value).collect();
        self.say("");
        let mut rows = format!("c({})", values.join(",\n       "));
        if let Some(graph) = &set.graph {
            let list = |values: &[f64]| values.iter().map(|value| number(*value)).collect::<Vec<_>>().join(", ");
            let passes: Vec<String> = graph.passes.iter().map(|row| list(row)).collect();
            rows = format!("{rows}, shares = c({}), passes = c({})", list(&graph.shares), passes.join(",\n       "));
        }
        if let Some(computed) = self.computed(&set.call, &rows) {
            self.give(&set.call.prefix, &computed);
        }
    }

    /// What the plan calls the statement that a record comes from.
    fn label(&self, of: &Record) -> String {
        let family = self.results.families.iter().find(|f| f.name == of.analysis).map(|f| f.label.clone());
        let label = self.results.labels.iter().find(|l| l.name == of.analysis).map(|l| l.label.clone());
        family.or(label).unwrap_or_default()
    }
}
