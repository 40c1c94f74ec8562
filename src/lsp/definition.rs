//! From a name to where it is given its meaning, and from there to everywhere it is used.

use super::at::{At, covers};
use super::place::range;
use super::server::Refusal;
use super::study::Study;
use super::workspace::{Place, Workspace};
use crate::diagnostic::Span;
use crate::file::bundled;
use crate::plan::references::Named;
use lsp_types::{Definition, DefinitionParams, DefinitionResponse, Location, ReferenceParams};

pub(super) fn definition(
    workspace: &Workspace,
    params: DefinitionParams,
) -> Result<Option<DefinitionResponse>, Refusal> {
    let Some(place) = workspace.place(&params.text_document_position_params) else { return Ok(None) };
    let span = document_named(&place).or_else(|| Some(place.definition()?.place));
    let location = span.and_then(|span| workspace.location(place.study, span));
    Ok(location.map(|location| DefinitionResponse::Definition(Definition::Location(location))))
}

pub(super) fn references(workspace: &Workspace, params: ReferenceParams) -> Result<Option<Vec<Location>>, Refusal> {
    let Some(place) = workspace.place(&params.text_document_position_params) else { return Ok(None) };
    let Some(definition) = place.definition() else { return Ok(None) };
    let own = params.context.include_declaration.then_some(definition.place);
    let uses = place.study.compiled.references.references_of(definition);
    Ok(Some(own.into_iter().chain(uses).filter_map(|span| workspace.location(place.study, span)).collect()))
}

/// The document whose path stands behind `use` here: its first statement.
fn document_named(place: &Place<'_>) -> Option<Span> {
    let at = At::new(place.study.document(place.file)?, place.byte);
    let statement = at.statement.filter(|s| Named::of_head(&s.head.node) == Some(Named::Document))?;
    let path = statement.name.as_ref().filter(|path| covers(path.span, place.byte))?;
    let criteria = &place.study.compiled.documents.criteria;
    let document = criteria.iter().find(|(name, _)| name.node == path.node).map(|(_, document)| document)?;
    Some(document.statements().next().map_or(Span::new(document.file, 0, 0), |first| first.head.span))
}

impl Workspace {
    /// None in a document that comes with the program, which lies in no file.
    pub(super) fn location(&self, study: &Study, span: Span) -> Option<Location> {
        let (source, path) = (study.source(span.file)?, study.path(span.file));
        bundled::at(path).is_none().then(|| Location { uri: self.uri(path), range: range(source, span) })
    }
}

impl<'w> Place<'w> {
    /// What the name here stands for.
    pub(super) fn definition(&self) -> Option<&'w crate::plan::references::Definition> {
        self.study.compiled.references.definition_at(self.file, self.byte)
    }
}
