//! The options of the method in whose braces the cursor stands.

use super::fence::Fenced;
use super::pages;
use super::place::byte;
use super::server::Refusal;
use super::uri::path_of;
use super::workspace::Workspace;
use crate::catalogue::{self, OptionSpec};
use lsp_types::{
    Documentation, ParameterInformation, ParameterInformationLabel, SignatureHelp, SignatureHelpParams,
    SignatureInformation,
};

pub(super) fn signature(workspace: &Workspace, params: SignatureHelpParams) -> Result<Option<SignatureHelp>, Refusal> {
    let at = &params.text_document_position_params;
    let Some(buffer) = workspace.buffers.get(&path_of(&at.text_document.uri)) else { return Ok(None) };
    let text = &buffer.source.text;
    let fenced = byte(&buffer.source, at.position).and_then(|byte| Fenced::at(text, byte as usize));
    let Some((word, written)) = fenced.and_then(|fenced| fenced.open_options()) else { return Ok(None) };
    let Some(method) = catalogue::named(word) else { return Ok(None) };
    let active = method.options.iter().position(|option| option.name == written).map(|at| at as u32);
    let options: Vec<String> = method.options.iter().map(shown).collect();
    let parameter = |(shown, option): (&String, &OptionSpec)| ParameterInformation {
        label: ParameterInformationLabel::String(shown.clone()),
        documentation: Some(Documentation::String(pages::of_option(option))),
    };
    let signature = SignatureInformation {
        label: format!("{} {{ {} }}", method.name, options.join(", ")),
        documentation: Some(Documentation::String(method.title.to_string())),
        parameters: Some(options.iter().zip(method.options).map(parameter).collect()),
        active_parameter: active.map(Into::into),
    };
    Ok(Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: active.map(Into::into),
    }))
}

fn shown(option: &OptionSpec) -> String {
    format!("{}: {}", option.name, pages::takes(option))
}
