//! What is said of each document, told anew where it is not what was told last.

use super::place::range;
use super::study::Study;
use super::uri::uri_of;
use super::workspace::Workspace;
use crate::diagnostic::{Diagnostic, Severity, Source};
use lsp_types::{
    Diagnostic as Told, DiagnosticRelatedInformation, DiagnosticSeverity, Location, PublishDiagnosticsParams,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was told last of each document, and of which version of it.
#[derive(Default)]
pub(super) struct Published {
    last: BTreeMap<PathBuf, (Option<i32>, Vec<Told>)>,
}

impl Published {
    /// What is to be told now. Of an open document each version is told of; a closed one is told of where that changes.
    pub(super) fn renewed(&mut self, workspace: &Workspace) -> Vec<PublishDiagnosticsParams> {
        let mut now = said(workspace);
        for path in workspace.buffers.keys().chain(self.last.keys()) {
            if !now.contains_key(path) {
                now.insert(path.clone(), vec![]);
            }
        }
        let mut params = vec![];
        for (path, diagnostics) in now {
            let version = workspace.version(&path);
            let (is_open, is_empty) = (version.is_some(), diagnostics.is_empty());
            let new = (version, diagnostics);
            let was = self.last.get(&path);
            if was == Some(&new) || (was.is_none() && !is_open && is_empty) {
                continue;
            }
            params.push(PublishDiagnosticsParams { uri: workspace.uri(&path), version, diagnostics: new.1.clone() });
            if is_open || !is_empty {
                self.last.insert(path, new);
            } else {
                self.last.remove(&path);
            }
        }
        params
    }
}

/// By document; what two studies say alike of one that they share stands once.
fn said(workspace: &Workspace) -> BTreeMap<PathBuf, Vec<Told>> {
    let mut said: BTreeMap<PathBuf, Vec<Told>> = BTreeMap::new();
    for (plan, study) in &workspace.studies {
        let study = match study {
            Ok(study) => study,
            Err(unread) => {
                let told = Told { message: unread.to_string().into(), ..Told::default() };
                said.entry(plan.clone()).or_default().push(told);
                continue;
            }
        };
        for diagnostic in &study.diagnostics {
            let Some(place) = diagnostic.primary() else { continue };
            let Some(told) = told_of(diagnostic, study, workspace) else { continue };
            let of_document = said.entry(study.path(place.file).to_path_buf()).or_default();
            if !of_document.contains(&told) {
                of_document.push(told);
            }
        }
    }
    for (path, alone) in &workspace.alone {
        let Some(buffer) = workspace.buffers.get(path) else { continue };
        let told = alone.diagnostics.iter().filter_map(|diagnostic| told(diagnostic, &buffer.source, path, None));
        said.entry(path.clone()).or_default().extend(told);
    }
    said
}

/// A diagnostic of a study as the protocol has it.
pub(super) fn told_of(diagnostic: &Diagnostic, study: &Study, workspace: &Workspace) -> Option<Told> {
    let file = diagnostic.primary()?.file;
    told(diagnostic, study.source(file)?, study.path(file), Some((study, workspace)))
}

fn told(diagnostic: &Diagnostic, source: &Source, path: &Path, within: Option<(&Study, &Workspace)>) -> Option<Told> {
    let primary = diagnostic.labels.iter().find(|label| label.primary)?;
    let mut related = vec![];
    for label in diagnostic.labels.iter().filter(|label| !label.primary) {
        let location = match within {
            Some((study, workspace)) => workspace.location(study, label.span),
            None => Some(Location { uri: uri_of(path), range: range(source, label.span) }),
        };
        let message = label.text.clone();
        related.extend(location.map(|location| DiagnosticRelatedInformation { location, message }));
    }
    Some(Told {
        range: range(source, primary.span),
        severity: Some(severity(diagnostic.severity)),
        code: Some(diagnostic.code.to_string().into()),
        source: Some(env!("CARGO_PKG_NAME").to_string()),
        message: message(diagnostic, &primary.text).into(),
        related_information: Some(related),
        ..Told::default()
    })
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}

/// Title, label, reason and hint, a line each.
fn message(diagnostic: &Diagnostic, label: &str) -> String {
    let mut lines = vec![diagnostic.title.to_string()];
    lines.extend((!label.is_empty()).then(|| format!("here: {label}")));
    lines.extend(diagnostic.reason.as_ref().map(|reason| format!("because: {reason}")));
    lines.extend(diagnostic.hint.as_ref().map(|hint| format!("hint: {hint}")));
    lines.join("\n")
}
