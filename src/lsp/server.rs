//! The messages of one client, one after the other: its life, its documents and its requests.

use super::workspace::Workspace;
use super::{
    actions, completion, definition, diagnostics, folding, formatting, hints, hover, rename, signature, symbols, tokens,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CancelParams, CodeActionKind, CodeActionOptions, CodeActionRequest, CompletionOptions, CompletionRequest,
    DefinitionRequest, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentFormattingRequest, DocumentSymbolRequest, FoldingRangeRequest, HoverRequest, Id, InitializeParams,
    InitializeResult, InlayHintRequest, LspNotificationMethod, LspRequestMethod, PrepareRenameRequest,
    PublishDiagnosticsNotification, ReferencesRequest, RenameOptions, RenameRequest, SemanticTokensOptions,
    SemanticTokensRequest, ServerCapabilities, ServerInfo, SignatureHelpOptions, SignatureHelpRequest,
    TextDocumentSyncKind, TextDocumentSyncOptions,
};
use serde_json::Value;
use std::collections::VecDeque;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The client had said that it would.
    AsAgreed,
    Unannounced,
}

/// Why a request has no answer.
pub(super) struct Refusal {
    pub code: i32,
    pub message: String,
}

impl Refusal {
    fn new(code: ErrorCode, message: impl Into<String>) -> Refusal {
        Refusal { code: code as i32, message: message.into() }
    }

    /// The request is understood and cannot be carried out.
    pub(super) fn failed(message: impl Into<String>) -> Refusal {
        Refusal::new(ErrorCode::RequestFailed, message)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Uninitialised,
    Running,
    ShutDown,
}

struct Server<'c> {
    connection: &'c Connection,
    /// What has come and waits, so that a request that is taken back meanwhile is not answered.
    waiting: VecDeque<Message>,
    phase: Phase,
    workspace: Workspace,
    published: diagnostics::Published,
}

/// Answers a client until it ends.
pub fn serve(connection: &Connection) -> Ended {
    let mut server = Server {
        connection,
        waiting: VecDeque::new(),
        phase: Phase::Uninitialised,
        workspace: Workspace::default(),
        published: diagnostics::Published::default(),
    };
    while let Some(message) = server.next() {
        match message {
            Message::Request(request) => server.request(request),
            Message::Notification(notification) => {
                let method = LspNotificationMethod::from(notification.method.as_str());
                if method == LspNotificationMethod::Exit {
                    return if server.phase == Phase::ShutDown { Ended::AsAgreed } else { Ended::Unannounced };
                }
                server.notification(method, notification.params.clone());
            }
            // Nothing is asked of the client.
            Message::Response(_) => {}
        }
    }
    Ended::Unannounced
}

impl Server<'_> {
    /// The next message; while none waits, what changed is compiled and told.
    fn next(&mut self) -> Option<Message> {
        self.waiting.extend(self.connection.receiver.try_iter());
        if self.waiting.is_empty() && self.phase == Phase::Running {
            self.publish();
            self.waiting.extend(self.connection.receiver.try_iter());
        }
        self.waiting.pop_front().or_else(|| self.connection.receiver.recv().ok())
    }

    fn publish(&mut self) {
        self.workspace.refresh();
        for params in self.published.renewed(&self.workspace) {
            let method = <PublishDiagnosticsNotification as lsp_types::Notification>::METHOD.as_str();
            self.send(Notification::new(method.to_string(), params).into());
        }
    }

    fn send(&self, message: Message) {
        // A client that has gone is noticed where its next message is waited for.
        let _ = self.connection.sender.send(message);
    }

    fn notification(&mut self, method: LspNotificationMethod<'_>, params: Value) {
        if self.phase != Phase::Running {
            return;
        }
        match method {
            LspNotificationMethod::TextDocumentDidOpen => {
                if let Ok(DidOpenTextDocumentParams { text_document: document }) = serde_json::from_value(params) {
                    self.workspace.open(document.uri, document.version, document.text);
                }
            }
            LspNotificationMethod::TextDocumentDidChange => {
                if let Ok(changed) = serde_json::from_value::<DidChangeTextDocumentParams>(params) {
                    let document = changed.text_document;
                    let uri = &document.text_document_identifier.uri;
                    self.workspace.change(uri, document.version, changed.content_changes);
                }
            }
            LspNotificationMethod::TextDocumentDidClose => {
                if let Ok(DidCloseTextDocumentParams { text_document }) = serde_json::from_value(params) {
                    self.workspace.close(&text_document.uri);
                }
            }
            LspNotificationMethod::TextDocumentDidSave | LspNotificationMethod::WorkspaceDidChangeWatchedFiles => {
                self.workspace.disk_changed();
            }
            // What else a client tells may be passed over.
            _ => {}
        }
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let answer = if self.is_taken_back(&id) {
            Err(Refusal::new(ErrorCode::RequestCanceled, "taken back by the client"))
        } else {
            self.answer(request)
        };
        let response = match answer {
            Ok(value) => Response::new_ok(id, value),
            Err(Refusal { code, message }) => Response::new_err(id, code, message),
        };
        self.send(response.into());
    }

    fn is_taken_back(&mut self, id: &RequestId) -> bool {
        self.waiting.extend(self.connection.receiver.try_iter());
        self.waiting.iter().any(|message| match message {
            Message::Notification(notification) => cancelled(notification).as_ref() == Some(id),
            Message::Request(_) | Message::Response(_) => false,
        })
    }

    fn answer(&mut self, request: Request) -> Result<Value, Refusal> {
        let method = LspRequestMethod::from(request.method.as_str());
        match (self.phase, method) {
            (Phase::Uninitialised, LspRequestMethod::Initialize) => return self.initialise(request.params),
            (Phase::Uninitialised, _) => {
                return Err(Refusal::new(ErrorCode::ServerNotInitialized, "the first request is `initialize`"));
            }
            (Phase::ShutDown, _) => {
                return Err(Refusal::new(ErrorCode::InvalidRequest, "nothing follows `shutdown` but `exit`"));
            }
            (Phase::Running, LspRequestMethod::Shutdown) => {
                self.phase = Phase::ShutDown;
                return Ok(Value::Null);
            }
            (Phase::Running, _) => {}
        }
        self.workspace.refresh();
        match method {
            LspRequestMethod::TextDocumentHover => self.on::<HoverRequest>(request, hover::hover),
            LspRequestMethod::TextDocumentDefinition => self.on::<DefinitionRequest>(request, definition::definition),
            LspRequestMethod::TextDocumentReferences => self.on::<ReferencesRequest>(request, definition::references),
            LspRequestMethod::TextDocumentDocumentSymbol => self.on::<DocumentSymbolRequest>(request, symbols::symbols),
            LspRequestMethod::TextDocumentFoldingRange => self.on::<FoldingRangeRequest>(request, folding::folding),
            LspRequestMethod::TextDocumentFormatting => {
                self.on::<DocumentFormattingRequest>(request, formatting::formatting)
            }
            LspRequestMethod::TextDocumentCompletion => self.on::<CompletionRequest>(request, completion::completion),
            LspRequestMethod::TextDocumentSignatureHelp => {
                self.on::<SignatureHelpRequest>(request, signature::signature)
            }
            LspRequestMethod::TextDocumentSemanticTokensFull => {
                self.on::<SemanticTokensRequest>(request, tokens::tokens)
            }
            LspRequestMethod::TextDocumentInlayHint => self.on::<InlayHintRequest>(request, hints::hints),
            LspRequestMethod::TextDocumentRename => self.on::<RenameRequest>(request, rename::rename),
            LspRequestMethod::TextDocumentPrepareRename => self.on::<PrepareRenameRequest>(request, rename::prepare),
            LspRequestMethod::TextDocumentCodeAction => self.on::<CodeActionRequest>(request, actions::actions),
            _ => Err(Refusal::new(ErrorCode::MethodNotFound, format!("`{}` is not served", request.method))),
        }
    }

    fn on<R: lsp_types::Request>(
        &self,
        request: Request,
        answer: fn(&Workspace, R::Params) -> Result<R::Result, Refusal>,
    ) -> Result<Value, Refusal> {
        let params = serde_json::from_value(request.params)
            .map_err(|error| Refusal::new(ErrorCode::InvalidParams, error.to_string()))?;
        let answer = answer(&self.workspace, params)?;
        serde_json::to_value(answer).map_err(|error| Refusal::new(ErrorCode::InternalError, error.to_string()))
    }

    fn initialise(&mut self, params: Value) -> Result<Value, Refusal> {
        let params: InitializeParams = serde_json::from_value(params)
            .map_err(|error| Refusal::new(ErrorCode::InvalidParams, error.to_string()))?;
        let edits = params.capabilities.workspace.and_then(|workspace| workspace.workspace_edit);
        self.workspace.edits_have_versions = edits.and_then(|edits| edits.document_changes).unwrap_or(false);
        self.phase = Phase::Running;
        let result = InitializeResult {
            capabilities: capabilities(),
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_string(),
                version: Some(env!("CARGO_PKG_VERSION").to_string()),
            }),
        };
        serde_json::to_value(result).map_err(|error| Refusal::new(ErrorCode::InternalError, error.to_string()))
    }
}

/// The request that a notification takes back.
fn cancelled(notification: &Notification) -> Option<RequestId> {
    if LspNotificationMethod::from(notification.method.as_str()) != LspNotificationMethod::CancelRequest {
        return None;
    }
    let CancelParams { id } = serde_json::from_value(notification.params.clone()).ok()?;
    Some(match id {
        Id::Int(number) => RequestId::from(number),
        Id::String(text) => RequestId::from(text),
    })
}

fn capabilities() -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let kinds = vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll];
    ServerCapabilities {
        text_document_sync: Some(sync.into()),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        document_formatting_provider: Some(true.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers(&[":", " ", ".", "{", "(", ","])),
            ..CompletionOptions::default()
        }),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(triggers(&["{", ","])),
            ..SignatureHelpOptions::default()
        }),
        semantic_tokens_provider: Some(
            SemanticTokensOptions {
                legend: tokens::legend(),
                full: Some(true.into()),
                ..SemanticTokensOptions::default()
            }
            .into(),
        ),
        inlay_hint_provider: Some(true.into()),
        rename_provider: Some(RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() }.into()),
        code_action_provider: Some(
            CodeActionOptions { code_action_kinds: Some(kinds), ..CodeActionOptions::default() }.into(),
        ),
        ..ServerCapabilities::default()
    }
}

fn triggers(characters: &[&str]) -> Vec<String> {
    characters.iter().map(|c| (*c).to_string()).collect()
}
