//! What a step reads is what it is said to rest on: nothing else can change its numbers, and nothing is listed that it does not
//! read.

use super::support::{SMALL, compiled, data_of, folder_of};
use prespec::analyse::{Context, Trace, analyse, of_step};
use prespec::binding::{Binding, read_binding};
use prespec::compile::{Compiled, compile_at};
use prespec::data::{Data, from_folder, read};
use prespec::derive::model::{Derived, Members, ResponseDerived};
use prespec::derive::seen::Seen;
use prespec::derive::{Noted, Reads, derive};
use prespec::diagnostic::Sources;
use prespec::plan::ir::{MatchingId, Plan, PopulationId};
use prespec::program::{Operation, Program, StepId, lower};
use prespec::results::{Record, Term, Unusable};
use prespec::run::new::DESIGNS;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A plan and its data, derived.
struct Run {
    name: String,
    compiled: Compiled,
    program: Program,
    data: Data,
    derived: Derived,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(name: &str, compiled: Compiled, folder: Option<&Path>) -> Run {
    let plan = compiled.plan.as_ref().expect("a plan without a fault");
    let mut sources = Sources::default();
    let text = std::fs::read_to_string(compiled.folder().join("binding.yaml")).expect("a binding");
    let file = sources.add("binding.yaml", text);
    let binding: Binding = read_binding(&sources, file, plan).binding.expect("a binding without a fault");
    let folder = folder.map_or_else(|| compiled.folder().join(&binding.data), PathBuf::from);
    let data = read(plan, &binding, &folder, &from_folder(&folder)).expect("files that can be read").data;
    let program = lower(plan);
    let derived = derive(plan, &program, &data);
    Run { name: name.to_string(), program, derived, data, compiled }
}

/// The study, and every small plan with data.
fn runs() -> Vec<Run> {
    let study = compile_at(&root().join("plans/sirt-hcc")).expect("the plan can be read");
    let joints = compile_at(&root().join("plans/joints")).expect("the plan can be read");
    let mut found = vec![run("study", study, None), run("joints", joints, None)];
    for (name, file) in SMALL {
        found.push(run(name, compiled(name), Some(folder_of(&[file]).path())));
    }
    let locked = root().join("plans/sirt-hcc/data/locked");
    for (name, folder) in [
        ("later", root().join("tests/plans/later/data")),
        ("treated", root().join("tests/plans/treated/data")),
        ("begun", root().join("tests/plans/begun/data")),
        ("scans", root().join("tests/plans/scans/data")),
        ("grades", root().join("tests/plans/grades/data")),
        ("months", root().join("tests/plans/months/data")),
        ("held", root().join("tests/plans/held/data")),
        ("adverse", locked),
    ] {
        found.push(run(name, compiled(name), Some(&folder)));
    }
    for design in DESIGNS {
        let plan = compile_at(&root().join("templates/new").join(design.name)).expect("the plan can be read");
        found.push(run(design.name, plan, Some(&data_of(design).path().join("data"))));
    }
    found
}

impl Run {
    fn plan(&self) -> &Plan {
        self.compiled.plan.as_ref().expect("a plan without a fault")
    }

    /// What comes of it where this is derived, and what was read for it.
    fn told<T>(&self, derived: &Derived, tell: impl FnOnce(Context) -> T) -> (T, Reads) {
        let noted = Noted::default();
        let trace = Trace::new(self.plan(), &self.program, &self.compiled.sources, &self.data);
        let told = tell(Context {
            plan: self.plan(),
            sources: &self.compiled.sources,
            program: &self.program,
            data: &self.data,
            seen: Seen::new(derived, &self.program, &noted),
            trace: &trace,
            plan_digest: "",
            findings: &[],
            unusable: &Unusable::default(),
            draft: true,
            tell: &|_| {},
            keep: &|_| {},
            done: &|_| {},
        });
        (told, noted.reads())
    }

    fn records(&self, derived: &Derived, step: StepId) -> Vec<Record> {
        self.told(derived, |context| of_step(context, step)).0
    }

    /// Without what is made by steps other than these.
    fn only(&self, kept: &BTreeSet<StepId>) -> Derived {
        let (program, whole) = (&self.program, &self.derived);
        let has = |step: StepId| kept.contains(&step);
        let of = |steps: &[StepId], at: usize| has(steps[at]);
        fn each<T: Clone>(from: &[T], keep: &dyn Fn(usize) -> bool, empty: &dyn Fn(&T) -> T) -> Vec<T> {
            from.iter().enumerate().map(|(at, value)| if keep(at) { value.clone() } else { empty(value) }).collect()
        }
        #[allow(clippy::ptr_arg, reason = "it is what each value of a list becomes")]
        fn unknown<T: Clone>(values: &Vec<Option<T>>) -> Vec<Option<T>> {
            vec![None; values.len()]
        }
        let everybody = has(program.tables[program.patients.0]);
        let nothing = |response: &ResponseDerived| ResponseDerived {
            combined: vec![vec![]; response.combined.len()],
            ..ResponseDerived::default()
        };
        let mut responses = whole.responses.clone();
        for (at, response) in responses.iter_mut().enumerate() {
            if !of(&program.folds, at) {
                *response = ResponseDerived { combined: response.combined.clone(), ..ResponseDerived::default() };
            }
            if !of(&program.combined, at) {
                response.combined = nothing(response).combined;
            }
        }
        let mut timepoints = whole.timepoints.clone();
        for (statement, points) in timepoints.iter_mut().enumerate() {
            *points = each(points, &|at| of(&program.timepoints[statement], at), &unknown);
        }
        let strangers = |keys: &Vec<String>| vec!["?".to_string(); keys.len()];
        Derived {
            patients: if everybody { whole.patients.clone() } else { strangers(&whole.patients) },
            events: each(&whole.events, &|at| of(&program.events, at), &unknown),
            unusable_events: each(&whole.unusable_events, &|at| of(&program.events, at), &|_| vec![]),
            time_zero: if has(program.time_zero) { whole.time_zero.clone() } else { unknown(&whole.time_zero) },
            arms: if has(program.arms) { whole.arms.clone() } else { unknown(&whole.arms) },
            populations: each(&whole.populations, &|at| of(&program.populations, at), &|_| Members::default()),
            timepoints,
            responses,
            matched: each(&whole.matched, &|at| has(program.matchings[at]), &|_| Default::default()),
            censor: each(&whole.censor, &|at| of(&program.endpoints, at), &|_| vec![]),
            occurrences: each(&whole.occurrences, &|at| of(&program.endpoints, at), &|_| vec![]),
            given: each(&whole.given, &|at| of(&program.endpoints, at), &|_| None),
            agreements: each(&whole.agreements, &|at| of(&program.agreements, at), &|_| vec![]),
            numbers: self.held(&whole.numbers, kept),
            names: self.held(&whole.names, kept),
            ..whole.clone()
        }
    }
}

impl Run {
    /// The columns of these steps; of the others nothing is known.
    fn held<T: Clone>(
        &self,
        of: &BTreeMap<StepId, Vec<Option<T>>>,
        kept: &BTreeSet<StepId>,
    ) -> BTreeMap<StepId, Vec<Option<T>>> {
        let unknown = |column: &Vec<Option<T>>| vec![None; column.len()];
        of.iter().map(|(step, c)| (*step, if kept.contains(step) { c.clone() } else { unknown(c) })).collect()
    }
}

/// Whatever is not upstream of a step can be taken away: its numbers stay as they are.
#[test]
fn a_number_rests_on_nothing_but_what_it_lists() {
    let mut compared = 0;
    for run in runs() {
        for index in 0..run.program.steps.len() {
            let step = StepId(index);
            let whole = run.records(&run.derived, step);
            if whole.is_empty() {
                continue;
            }
            let mut kept: BTreeSet<StepId> = run.program.upstream(&[step]).into_iter().collect();
            // How many of a population are of each arm is told of the arms besides.
            if let Operation::Members { .. } = run.program.step(step).does {
                kept.extend(run.program.upstream(&[run.program.arms]));
            }
            // What is described after a matching is of the population that its pairs make.
            if let Some(matching) = run.program.matchings.iter().position(|of| *of == step).map(MatchingId) {
                let made = (0..run.program.populations.len()).map(PopulationId);
                kept.extend(
                    made.filter(|population| run.program.pairs_of(*population) == Some(matching))
                        .flat_map(|population| run.program.upstream(&[run.program.populations[population.0]])),
                );
            }
            let less = run.records(&run.only(&kept), step);
            assert!(without_met(&less) == without_met(&whole), "{}: {}", run.name, run.program.step(step).id);
            compared += without_met(&whole).len();
        }
    }
    assert!(compared > 5000, "{compared}");
}

fn is_met(record: &&Record) -> bool {
    matches!(record.term, Some(Term::Met(_)))
}

fn without_met(records: &[Record]) -> Vec<&Record> {
    records.iter().filter(|record| !is_met(record)).collect()
}

/// Who met an event is told with an analysis, which need not rest on it, as under treatment policy: it rests on the steps that its
/// records name.
#[test]
fn who_met_an_event_rests_on_what_its_numbers_list() {
    let mut compared = 0;
    for run in runs() {
        for index in 0..run.program.steps.len() {
            let whole = run.records(&run.derived, StepId(index));
            for record in whole.iter().filter(is_met) {
                let named = |id: &String| run.program.steps.iter().position(|step| step.id == *id).map(StepId);
                let steps: Vec<StepId> = record.steps.iter().filter_map(named).collect();
                assert_eq!(steps.len(), record.steps.len(), "{}: {}", run.name, record.id);
                let kept: BTreeSet<StepId> = run.program.upstream(&steps).into_iter().collect();
                let less = run.records(&run.only(&kept), StepId(index));
                assert_eq!(less.iter().find(|own| own.id == record.id), Some(record), "{}", run.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "{compared}");
}

/// And what it lists, it reads.
#[test]
fn a_step_reads_what_it_lists() {
    let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for run in runs() {
        let (_, of_analyses) = run.told(&run.derived, analyse);
        for reads in [&run.derived.reads, &of_analyses] {
            assert_eq!(reads.unlisted, [], "{}", run.name);
            for (step, from) in &reads.by_step {
                let name = |step: &StepId| run.program.step(*step).id.clone();
                let names = read.entry(format!("{} {}", run.name, name(step))).or_default();
                names.extend(from.iter().map(name));
            }
        }
        let used: BTreeSet<StepId> = run.program.steps.iter().flat_map(|step| step.inputs.clone()).collect();
        for (index, step) in run.program.steps.iter().enumerate() {
            let name = |step: &StepId| run.program.step(*step).id.clone();
            // Under treatment policy alone an intercurrent event has no say, and nobody reads it.
            if matches!(step.does, Operation::Intercurrent(_)) && !used.contains(&StepId(index)) {
                continue;
            }
            // No lesion names another of which it is a part (`part_of: none`), so that no row is looked at for the set of parts.
            let no_parts = ["study", "single_arm_response"].contains(&run.name.as_str());
            if no_parts && step.id == "rows.recist.fragment" {
                continue;
            }
            listed.insert(format!("{} {}", run.name, step.id), step.inputs.iter().map(name).collect());
        }
    }
    let mut faults = vec![];
    for (step, inputs) in &listed {
        let of_step = read.get(step).cloned().unwrap_or_default();
        for input in inputs.difference(&of_step) {
            faults.push(format!("{step} does not read {input}"));
        }
        for input in of_step.difference(inputs) {
            faults.push(format!("{step} reads {input} besides"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
