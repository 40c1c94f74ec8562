// The client: it starts `prespec lsp`, and shows the document of a plan and the report of a run beside the plan.

const { execFile } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function program() {
  return vscode.workspace.getConfiguration("prespec").get("path", "prespec");
}

async function activate(context) {
  // Without a transport: with one the client adds a word of its own to the command.
  const server = { command: program(), args: ["lsp"] };
  const documents = [
    { scheme: "file", language: "markdown" },
    { scheme: "file", language: "yaml", pattern: "**/binding.{yaml,yml}" },
  ];
  client = new LanguageClient("prespec", "prespec", { run: server, debug: server }, { documentSelector: documents });
  context.subscriptions.push(
    vscode.commands.registerCommand("prespec.document", showDocument),
    vscode.commands.registerCommand("prespec.report", showReport),
  );
  await client.start();
}

async function deactivate() {
  await client?.stop();
}

function plan() {
  const file = vscode.window.activeTextEditor?.document.fileName;
  return file?.endsWith(".md") ? file : undefined;
}

// The plan as it is saved, written into a folder of its own.
function showDocument() {
  const file = plan();
  if (!file) {
    return vscode.window.showInformationMessage("prespec: open the plan first");
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "prespec-"));
  return new Promise((resolve) => {
    execFile(program(), ["document", file, "--out", folder], (error, _, told) => {
      const page = path.join(folder, "plan.html");
      if (fs.existsSync(page)) {
        show("Plan", page);
      } else {
        vscode.window.showErrorMessage(`prespec: ${told || error}`);
      }
      resolve();
    });
  });
}

function showReport() {
  const file = plan();
  const page = file && path.join(path.dirname(file), "out", "report.html");
  if (!page || !fs.existsSync(page)) {
    return vscode.window.showInformationMessage("prespec: no out/report.html beside this plan; `prespec run` makes it");
  }
  show("Report", page);
}

// The page is one file with its own script, and loads nothing.
function show(title, page) {
  const panel = vscode.window.createWebviewPanel("prespec", title, vscode.ViewColumn.Beside, { enableScripts: true });
  panel.webview.html = fs.readFileSync(page, "utf8");
}

module.exports = { activate, deactivate };
