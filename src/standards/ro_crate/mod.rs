//! RO-Crate 1.1 with the Process Run Crate profile: what a run read, what it wrote, and what carried it out.
//!
//! What was read stands outside of the folder of the run, and is told by its hash. Invariant: no clock; the date is that of the data
//! cut-off unless it is said when the run ended.

mod said;

use crate::catalogue::Names;
use crate::results::{ENGINE, Study};
use crate::words::{Words, fill};
use serde_json::{Value, json};

/// The file of the crate, in its folder.
pub const METADATA: &str = "ro-crate-metadata.json";

/// A run as it is to be described.
pub struct Run<'r> {
    pub words: &'static Words,
    pub study: &'r Study,
    /// Documents of the plan, the binding, files of the data.
    pub read: Vec<Read<'r>>,
    /// Files of the folder, in the order in which they were written.
    pub written: Vec<Written<'r>>,
    /// The report was made although findings blocked it.
    pub draft: bool,
    /// When the run ended, in the form of ISO 8601, where that is said.
    pub ended: Option<String>,
}

pub struct Read<'r> {
    pub kind: ReadKind,
    /// As the run was told.
    pub path: &'r str,
    pub sha256: &'r str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadKind {
    Plan,
    Binding,
    Data,
}

pub struct Written<'r> {
    pub name: &'r str,
    pub bytes: usize,
    pub sha256: String,
}

/// The bytes of `ro-crate-metadata.json`. The same run gives the same bytes.
pub fn write(run: &Run) -> Result<Vec<u8>, serde_json::Error> {
    let of_run = [descriptor(), run.root(), profile(), run.licence(), engine(), run.action()];
    let read = run.read.iter().enumerate().map(|(i, read)| run.read(i, read));
    let written = run.written.iter().map(|file| run.file(file));
    let option = run.draft.then(|| run.option());
    let graph: Vec<Value> = of_run.into_iter().chain(option).chain(read).chain(written).collect();
    // The hash of a file is no word of RO-Crate 1.1, but one of the profile.
    let context = json!([CONTEXT, { "sha256": "https://w3id.org/ro/terms/workflow-run#sha256" }]);
    let mut bytes = serde_json::to_vec_pretty(&json!({ "@context": context, "@graph": graph }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

const CONTEXT: &str = "https://w3id.org/ro/crate/1.1/context";
const RO_CRATE: &str = "https://w3id.org/ro/crate/1.1";
const PROCESS_RUN: &str = "https://w3id.org/ro/wfrun/process/0.5";
const ACTION: &str = "#run";
const SOFTWARE: &str = "#prespec";
const LICENCE: &str = "#licence";
const DRAFT: &str = "#option-draft";

fn at(id: &str) -> Value {
    json!({ "@id": id })
}

fn descriptor() -> Value {
    json!({ "@id": METADATA, "@type": "CreativeWork", "conformsTo": at(RO_CRATE), "about": at("./") })
}

fn profile() -> Value {
    json!({ "@id": PROCESS_RUN, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5" })
}

fn engine() -> Value {
    let version = env!("CARGO_PKG_VERSION");
    json!({ "@id": SOFTWARE, "@type": "SoftwareApplication", "name": "prespec", "softwareVersion": version })
}

impl Run<'_> {
    fn said(&self, names: Names) -> &'static str {
        names.of(self.words.language)
    }

    fn root(&self) -> Value {
        let files: Vec<Value> = self.written.iter().map(|file| at(file.name)).collect();
        json!({
            "@id": "./",
            "@type": "Dataset",
            "name": self.title(),
            "description": self.description(),
            "datePublished": self.ended.as_deref().unwrap_or(&self.study.cut_off),
            "license": at(LICENCE),
            "conformsTo": at(PROCESS_RUN),
            "hasPart": files,
            "mentions": at(ACTION),
        })
    }

    fn title(&self) -> &str {
        if self.study.title.is_empty() { &self.study.name } else { &self.study.title }
    }

    /// What it is, of which day, and that the data are no patients' where that is so.
    fn description(&self) -> String {
        let study = self.study;
        let of = [("study", study.name.as_str()), ("engine", &study.engine), ("date", &study.cut_off)];
        let undated = self.ended.is_none().then(|| self.said(said::UNDATED).to_string());
        let marked = self.words.marked(study).map(str::to_string);
        let draft = study.draft.then(|| self.words.draft.to_string());
        let parts = [Some(fill(self.said(said::RESULTS_OF), &of)), undated, marked, draft];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn licence(&self) -> Value {
        json!({
            "@id": LICENCE,
            "@type": "CreativeWork",
            "name": self.said(said::NO_LICENCE),
            "description": self.said(said::NO_LICENCE_IS),
        })
    }

    fn action(&self) -> Value {
        let read = (0..self.read.len()).map(|i| at(&read_id(i)));
        let option = self.draft.then(|| at(DRAFT));
        let mut action = json!({
            "@id": ACTION,
            "@type": "CreateAction",
            "name": fill(self.said(said::RUN_OF), &[("study", &self.study.name)]),
            "description": fill(self.said(said::RUN_IS), &[("engine", ENGINE)]),
            "instrument": at(SOFTWARE),
            "object": read.chain(option).collect::<Vec<_>>(),
            "result": self.written.iter().map(|file| at(file.name)).collect::<Vec<_>>(),
            "actionStatus": at("http://schema.org/CompletedActionStatus"),
        });
        if let (Some(ended), Some(action)) = (&self.ended, action.as_object_mut()) {
            action.insert("endTime".to_string(), json!(ended));
        }
        action
    }

    fn option(&self) -> Value {
        json!({ "@id": DRAFT, "@type": "PropertyValue", "name": "--draft", "value": "true" })
    }

    /// It is no part of the crate: its place is told, and its hash.
    fn read(&self, place: usize, read: &Read) -> Value {
        let about = match read.kind {
            ReadKind::Plan => said::PLAN,
            ReadKind::Binding => said::BINDING,
            ReadKind::Data => said::DATA,
        };
        json!({
            "@id": read_id(place),
            "@type": "CreativeWork",
            "name": read.path,
            "description": self.said(about),
            "sha256": read.sha256,
        })
    }

    fn file(&self, file: &Written) -> Value {
        let about = said::FILES.iter().find(|(name, _)| *name == file.name).map(|(_, names)| self.said(*names));
        let mut entity = json!({
            "@id": file.name,
            "@type": "File",
            "name": about.unwrap_or(file.name),
            "contentSize": file.bytes.to_string(),
            "sha256": file.sha256,
        });
        let ending = file.name.rsplit('.').next().unwrap_or_default();
        let form = FORMS.iter().find(|(own, _)| *own == ending);
        if let (Some((_, form)), Some(entity)) = (form, entity.as_object_mut()) {
            entity.insert("encodingFormat".to_string(), json!(form));
        }
        entity
    }
}

fn read_id(place: usize) -> String {
    format!("#read-{}", place + 1)
}

/// How a file ends, and its form.
const FORMS: [(&str, &str); 10] = [
    ("pdf", "application/pdf"),
    ("html", "text/html"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl"),
    ("csv", "text/csv"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("rtf", "application/rtf"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("parquet", "application/vnd.apache.parquet"),
];
