//! Two runs compared: each made again in memory from what it read, and again with one thing of the other run at a time.

mod changes;
mod locked;

pub use locked::{Locked, OnRecord, on_record};

use super::batches::{Division, Untold};
use super::circulate;
use super::earlier::{RESULTS, RUN, not_as_written};
use super::given::{Given, OnDisk};
use super::load::{bound, load};
use super::made::{Made, no_run};
use super::patients::{PATIENTS, read as read_patients};
use super::place::settled;
use super::progress::{Follow, Stage};
use super::provenance::{FileRead, data_read, documents, file_read};
use super::{RunError, compute_telling, record};
use crate::catalogue::Language;
use crate::compile::{Compiled, Text, Texts, Unread, compile, compile_at, shown};
use crate::data::fields::Fields;
use crate::diff::causes::{Cause, ChangeOf, FileOf, Numbers, Trial, Trials};
use crate::diff::plans::{PlansCompared, Side, compare as compare_plans};
use crate::diff::rows::rows;
use crate::diff::runs::{Compared, RunsCompared, compare, language, numbers};
use crate::file::{NoFile, read_file};
use crate::results::{Results, Sources, file};
use crate::study::{self, Stamp};
use changes::Both;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A run or a lock, and where what it read stands now, where that is elsewhere.
pub struct Asked {
    /// The folder of a run; of a lock what it was called by.
    pub folder: PathBuf,
    pub lock: Option<Box<Locked>>,
    pub plan: Option<PathBuf>,
    pub data: Option<PathBuf>,
}

/// A run with all that it read and wrote.
struct Run {
    folder: String,
    compiled: Compiled,
    /// The name of the plan file, by which a binding knows its plan.
    name: PathBuf,
    binding: String,
    files: Vec<(FileOf, String, Vec<u8>)>,
    results: Results,
    /// The folder of its plan, in which its log is, and what the log calls the plan.
    recorded: (PathBuf, String),
    /// Of a lock: this version computes the numbers that were locked.
    is_as_locked: bool,
}

/// What differs, in which language it is told, and the locks whose numbers this version computes otherwise.
pub struct Difference {
    pub compared: RunsCompared,
    pub language: Language,
    pub not_as_locked: Vec<String>,
}

/// Whether a folder has a `run.json`, so that it is a run and no plan.
pub fn is_run(folder: &Path) -> bool {
    folder.join(RUN).is_file()
}

/// What differs between two runs or locks, and why. Nothing is written but that outcomes were seen, where a plan is sealed.
pub fn runs(before: &Asked, after: &Asked, stamp: &Stamp, progress: Follow) -> Result<Difference, RunError> {
    progress(Stage::ReadRuns.begun());
    let (old, new) = (run(before)?, run(after)?);
    for run in [&old, &new] {
        let (folder, plan) = &run.recorded;
        record::seen_beside(folder, plan, &run.results, stamp)?;
    }
    let bench = Bench { old: &old, new: &new, compiled: Default::default(), progress };
    let (again_old, sources_old) = bench.run(Mix::default())?;
    let (again_new, sources_new) = bench.run(Mix::all())?;
    let mut trials = Trials {
        written: (numbers(&old.results), numbers(&new.results)),
        again: (again_old, again_new),
        ..Trials::default()
    };
    trials.causes = bench.causes(&trials)?;
    let listed = sources_old.is_some() && sources_new.is_some();
    trials.files = if listed { bench.files(&trials)? } else { None };
    if let (Some(before), Some(after)) = (&sources_old, &sources_new) {
        trials.changes = bench.changes(&trials, (before, after))?;
    }
    let language = language(&new.results);
    let compared = compare(Compared {
        folders: [old.folder.clone(), new.folder.clone()],
        before: &old.results,
        after: &new.results,
        sources: [sources_old, sources_new],
        trials,
        plans: plans(&old.compiled, &new.compiled),
    });
    let not_as_locked = [&old, &new].into_iter().filter(|run| !run.is_as_locked).map(|run| run.folder.clone());
    Ok(Difference { compared, language, not_as_locked: not_as_locked.collect() })
}

fn plans(old: &Compiled, new: &Compiled) -> Option<PlansCompared> {
    if old.digest == new.digest {
        return None;
    }
    let (before, after) = (old.plan.as_ref()?, new.plan.as_ref()?);
    Some(compare_plans(Side { compiled: old, plan: before }, Side { compiled: new, plan: after }))
}

/// What a run left, whole, and what it read, as it was.
fn run(asked: &Asked) -> Result<Run, RunError> {
    if let Some(lock) = &asked.lock {
        return locked::run(lock, asked);
    }
    let folder = asked.folder.as_path();
    let _held = settled(folder)?;
    circulate::refused(folder)?;
    let bytes = |name: &str| read_file(&folder.join(name)).map_err(|_| no_run(folder));
    let made = Made::of(folder)?;
    let changed = not_as_written(folder);
    if !changed.is_empty() {
        return Err(RunError::NotWhole { folder: folder.to_path_buf(), changed });
    }
    let of_another_version = || RunError::NotWhole { folder: folder.to_path_buf(), changed: vec![RESULTS.to_string()] };
    let mut results = file::read(&bytes(RESULTS)?).map_err(|_| of_another_version())?;
    results.derived = read_patients(&bytes(PATIENTS)?).map_err(|_| of_another_version())?;
    let compiled = compile_at(&asked.plan.clone().or_else(|| made.plan()).ok_or_else(|| no_run(folder))?)?;
    let changed = |changed: Vec<String>| RunError::InputChanged { folder: folder.to_path_buf(), changed };
    let Some(plan) = &compiled.plan else { return Err(changed(vec![shown(&compiled.path)])) };
    let elsewhere = asked.plan.is_some();
    let data = asked.data.as_deref().or(made.options.data.as_deref().filter(|_| !elsewhere));
    let given = OnDisk::new(&compiled, data);
    let binding = given.binding()?;
    let mut differ = other_texts(&made, &compiled, &binding);
    if !differ.is_empty() {
        return Err(changed(differ));
    }
    let loaded = load(plan, &compiled, &given)?;
    let mut files = vec![];
    for read in data_read(&loaded) {
        let known = made.data.iter().find(|known| known.file == read.file);
        if known.is_none_or(|known| known.read.sha256 != read.sha256) {
            differ.push(read.path.clone());
        }
        let bytes = given.bytes(&loaded.folder.join(&read.file)).map_err(|_| changed(vec![read.path.clone()]))?;
        files.push((FileOf { file: read.file, tables: read.tables }, read.sha256, bytes));
    }
    let gone = made.data.iter().filter(|known| !files.iter().any(|(of, _, _)| of.file == known.file));
    differ.extend(gone.map(|known| known.read.path.clone()));
    if !differ.is_empty() {
        return Err(changed(differ));
    }
    let name = compiled.path.file_name().map_or_else(|| PathBuf::from("plan.md"), PathBuf::from);
    let folder = shown(folder);
    let recorded = (study::folder(&compiled.path), study::name(&compiled.path));
    Ok(Run { folder, name, binding: binding.text, files, results, compiled, recorded, is_as_locked: true })
}

/// The plan, criteria and binding that are other texts than those of the run. They may stand elsewhere now.
fn other_texts(made: &Made, compiled: &Compiled, binding: &Text) -> Vec<String> {
    let now = documents(compiled);
    let hashes = |files: &[FileRead]| files.iter().map(|file| file.sha256.clone()).collect::<BTreeSet<_>>();
    let (then, today) = (hashes(&made.plan), hashes(&now));
    let mut differ: Vec<String> =
        now.into_iter().filter(|file| !then.contains(&file.sha256)).map(|file| file.path).collect();
    if differ.is_empty() {
        differ.extend(made.plan.iter().filter(|file| !today.contains(&file.sha256)).map(|file| file.path.clone()));
    }
    let binding = file_read(&binding.path, binding.text.as_bytes());
    differ.extend((binding.sha256 != made.binding.sha256).then_some(binding.path));
    differ
}

/// What of a computation is that of the later run; the rest is that of the earlier one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Mix {
    plan: bool,
    criteria: bool,
    binding: bool,
    /// Every file, but for those of these tables.
    data: bool,
    but: BTreeSet<String>,
}

impl Mix {
    fn all() -> Mix {
        Mix { plan: true, criteria: true, binding: true, data: true, but: BTreeSet::new() }
    }

    fn with(mut self, causes: &[Cause], later: bool) -> Mix {
        for cause in causes {
            match cause {
                Cause::Data => self.data = later,
                Cause::Plan => self.plan = later,
                Cause::Criterion => self.criteria = later,
                Cause::Binding => self.binding = later,
                // What is computed here is computed by this version.
                Cause::Engine => {}
            }
        }
        self
    }
}

/// Of which run the plan is, its criteria, and the binding that names it.
type Texting = (bool, bool, bool);

/// Both runs, and the plans that were compiled of their texts.
struct Bench<'r> {
    old: &'r Run,
    new: &'r Run,
    compiled: RefCell<Vec<(Texting, Rc<Compiled>)>>,
    progress: Follow<'r>,
}

impl Bench<'_> {
    fn side(&self, later: bool) -> &Run {
        if later { self.new } else { self.old }
    }

    fn run(&self, mix: Mix) -> Result<(Numbers, Option<Sources>), RunError> {
        let bytes = self.bytes(&mix);
        self.run_on(mix, bytes)
    }

    fn run_on(&self, mix: Mix, bytes: BTreeMap<String, Vec<u8>>) -> Result<(Numbers, Option<Sources>), RunError> {
        let compiled = self.compiled(&mix)?;
        let Some(plan) = &compiled.plan else {
            return Err(RunError::Objected {
                diagnostics: compiled.diagnostics.clone(),
                sources: compiled.sources.clone(),
            });
        };
        let given = Mixed { binding: self.side(mix.binding), bytes };
        let mut computed = compute_telling(plan, &compiled, &given, Division::default(), &|_| {}, &Untold)?;
        let sources = computed.results.sources.take();
        Ok((numbers(&computed.results), sources))
    }

    /// The binding names the plan it was written for.
    fn compiled(&self, mix: &Mix) -> Result<Rc<Compiled>, RunError> {
        let key = (mix.plan, mix.criteria, mix.binding);
        let known =
            self.compiled.borrow().iter().find(|(other, _)| *other == key).map(|(_, compiled)| compiled.clone());
        if let Some(known) = known {
            return Ok(known);
        }
        let (plan, criteria) = (&self.side(mix.plan).compiled, &self.side(mix.criteria).compiled);
        let name = self.side(mix.binding).name.clone();
        let compiled = Rc::new(compile(&TextsOf { name, plan, criteria })?);
        self.compiled.borrow_mut().push((key, compiled.clone()));
        Ok(compiled)
    }

    /// By their names in the binding that is read.
    fn bytes(&self, mix: &Mix) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for (of, _, _) in &self.side(mix.binding).files {
            let later = if of.tables.iter().any(|table| mix.but.contains(table)) { !mix.data } else { mix.data };
            if let Some((_, _, bytes)) = counterpart(self.side(later), of) {
                found.insert(of.file.clone(), bytes.clone());
            }
        }
        found
    }

    /// The things that differ, each with what it does alone. What cannot be changed without another is tried with it.
    fn causes(&self, trials: &Trials) -> Result<Vec<(Vec<Cause>, Trial)>, RunError> {
        let differ = self.differ();
        if let [_] = differ.as_slice() {
            return Ok(vec![(differ, self.ends(trials))]);
        }
        let (mut found, mut joined) = (vec![], vec![]);
        for cause in differ {
            match self.trial(&[cause]) {
                Ok(trial) => found.push((vec![cause], trial)),
                Err(RunError::Encode(fault)) => return Err(RunError::Encode(fault)),
                Err(_) => joined.push(cause),
            }
        }
        if !joined.is_empty() {
            let whole = found.is_empty();
            match if whole { Ok(self.ends(trials)) } else { self.trial(&joined) } {
                Ok(trial) => found.push((joined, trial)),
                Err(_) => {
                    let all = found.into_iter().flat_map(|(causes, _)| causes).chain(joined).collect();
                    found = vec![(all, self.ends(trials))];
                }
            }
        }
        found.sort_by_key(|(causes, _)| causes.clone());
        Ok(found)
    }

    /// Where but one thing differs, or all are changed at once, the other run is what comes.
    fn ends(&self, trials: &Trials) -> Trial {
        Trial { forward: trials.again.1.clone(), backward: trials.again.0.clone() }
    }

    fn trial(&self, causes: &[Cause]) -> Result<Trial, RunError> {
        (self.progress)(Stage::Try.begun());
        let (forward, _) = self.run(Mix::default().with(causes, true))?;
        let (backward, _) = self.run(Mix::all().with(causes, false))?;
        Ok(Trial { forward, backward })
    }

    fn differ(&self) -> Vec<Cause> {
        let (old, new) = (self.old, self.new);
        let texts = |run: &Run, plan: bool| {
            let file = run.compiled.documents.plan.file;
            let of = run.compiled.sources.iter().filter(|(id, _)| (*id == file) == plan);
            of.map(|(_, source)| source.text.to_string()).collect::<Vec<_>>()
        };
        let hashes = |run: &Run| {
            let by_tables = run.files.iter().map(|(of, hash, _)| (of.tables.clone(), hash.clone()));
            by_tables.collect::<BTreeSet<_>>()
        };
        let all = [
            (Cause::Data, hashes(old) != hashes(new)),
            (Cause::Plan, texts(old, true) != texts(new, true)),
            (Cause::Criterion, texts(old, false) != texts(new, false)),
            (Cause::Binding, old.binding != new.binding),
        ];
        all.into_iter().filter(|(_, differs)| *differs).map(|(cause, _)| cause).collect()
    }

    /// Each file of the data that differs, alone, beside what else the earlier run read. None where the data cannot be changed alone.
    fn files(&self, trials: &Trials) -> Result<Option<Vec<(FileOf, Trial)>>, RunError> {
        if !trials.causes.iter().any(|(causes, _)| causes == &[Cause::Data]) {
            return Ok(None);
        }
        let differs = |(of, hash, _): &&(FileOf, String, Vec<u8>)| {
            counterpart(self.new, of).is_none_or(|(_, other, _)| other != hash)
        };
        let changed: Vec<FileOf> = self.old.files.iter().filter(differs).map(|(of, _, _)| of.clone()).collect();
        let mut found = vec![];
        let files = changed.len() as u64;
        for (done, of) in (0..).zip(changed) {
            (self.progress)(Stage::Try.at(done, files));
            let but: BTreeSet<String> = of.tables.iter().cloned().collect();
            let forward = self.run(Mix { but: but.clone(), ..Mix::default() });
            let backward = self.run(Mix { but, data: true, ..Mix::default() });
            // A file that does not go with the other files of its run says nothing alone.
            let (Ok((forward, _)), Ok((backward, _))) = (forward, backward) else { continue };
            found.push((of, Trial { forward, backward }));
        }
        Ok(Some(found))
    }

    /// What differs in each file that acts on some number, alone. The binding must be one: else columns and notation may be others.
    fn changes(&self, trials: &Trials, read: (&Sources, &Sources)) -> Result<Vec<(ChangeOf, Trial)>, RunError> {
        let Some(plan) = self.old.compiled.plan.as_ref().filter(|_| self.old.binding == self.new.binding) else {
            return Ok(vec![]);
        };
        let given = Mixed { binding: self.old, bytes: BTreeMap::new() };
        let binding = bound(plan, &self.old.compiled, &given)?.binding;
        let rows = rows(read.0, read.1);
        let singly = changes::few(&rows);
        let (data, all) = (Mix { data: true, ..Mix::default() }, &trials.again.0);
        let acts = |trial: &Trial| trial.forward != *all || trial.backward != trials.again.1;
        let mut found = vec![];
        for (of, trial) in trials.files.iter().flatten().filter(|(_, trial)| acts(trial)) {
            let Some((_, _, new)) = counterpart(self.new, of) else { continue };
            let old = self.old.files.iter().find(|(other, _, _)| other == of).map(|(_, _, bytes)| bytes);
            let table = binding.tables.iter().find(|table| table.file == of.file);
            let (Some(old), Some(table)) = (old, table) else { continue };
            let fields = |bytes: &[u8]| Fields::of(bytes, &table.notation);
            let both = Both { of, notation: &table.notation, old: fields(old), new: fields(new) };
            let Some(changes) = both.changes(&rows, singly, read.1) else { continue };
            if let [only] = changes.as_slice() {
                found.push((only.of.clone(), trial.clone()));
                continue;
            }
            let each = u64::try_from(changes.len()).unwrap_or(u64::MAX);
            for (done, change) in (0..).zip(changes) {
                (self.progress)(Stage::Try.at(done, each));
                let Some((with, without)) = both.alone(&change) else { continue };
                let on = |mix: &Mix, file: Vec<u8>| {
                    let mut bytes = self.bytes(mix);
                    bytes.insert(of.file.clone(), file);
                    self.run_on(mix.clone(), bytes)
                };
                let (forward, _) = on(&Mix::default(), with)?;
                let (backward, _) = on(&data, without)?;
                found.push((change.of, Trial { forward, backward }));
            }
        }
        Ok(found)
    }
}

/// The file of a run of the same name, or that holds one of the same tables.
fn counterpart<'r>(run: &'r Run, of: &FileOf) -> Option<&'r (FileOf, String, Vec<u8>)> {
    let shares = |other: &FileOf| other.tables.iter().any(|table| of.tables.contains(table));
    let same = |(other, _, _): &&(FileOf, String, Vec<u8>)| other.file == of.file && shares(other);
    run.files.iter().find(same).or_else(|| run.files.iter().find(|(other, _, _)| shares(other)))
}

/// The plan of one run with the criteria of one.
struct TextsOf<'r> {
    name: PathBuf,
    plan: &'r Compiled,
    criteria: &'r Compiled,
}

impl Texts for TextsOf<'_> {
    fn plan(&self) -> Result<Text, Unread> {
        let file = self.plan.documents.plan.file;
        let text = self.plan.sources.iter().find(|(id, _)| *id == file).map(|(_, source)| source.text.to_string());
        Ok(Text::new(self.name.clone(), text.unwrap_or_default()))
    }

    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        let (_, document) = self.criteria.documents.criteria.iter().find(|(path, _)| path.node == name)?;
        let (_, source) = self.criteria.sources.iter().find(|(id, _)| *id == document.file)?;
        Some(Ok(Text::new(source.path.to_string(), source.text.to_string())))
    }
}

/// The binding of one run with files of one or of both, by the names that the binding gives them.
struct Mixed<'r> {
    binding: &'r Run,
    bytes: BTreeMap<String, Vec<u8>>,
}

impl Given for Mixed<'_> {
    fn binding(&self) -> Result<Text, Unread> {
        Ok(Text::new("binding.yaml", self.binding.binding.clone()))
    }

    fn folder(&self, _: &str) -> PathBuf {
        PathBuf::new()
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, NoFile> {
        self.bytes.iter().find(|(name, _)| Path::new(name) == path).map(|(_, b)| b.clone()).ok_or(NoFile::Absent)
    }

    fn names(&self, _: &Path) -> Vec<String> {
        self.bytes.keys().cloned().collect()
    }
}
