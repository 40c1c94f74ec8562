// Four mistakes typed into a plan in VS Code: each is seen and explained, one is mended by its action; then the document of the
// plan and the report beside it. Run by test.sh, which says where the editor, the plan and the program are.

const fs = require("node:fs");
const { chromium } = require("playwright-core");

const PATIENCE = 120000;
const { PLAN, ADDRESS, CHROMIUM, PICTURES } = process.env;

// As they are typed: the line on which it stands, the word there, and what is typed in its place.
const MISTAKES = [
  { code: "P002", line: "  role: primary", word: "role", typed: "rolle" },
  { code: "P001", line: /^ +endpoint: +os$/, word: "os", typed: "oss" },
  { code: "P003", line: /[^0-9]2$/, word: "2", typed: "7" },
  { code: "S", line: /^ +main test: log_rank$/, word: ": log_rank", typed: " log_rank" },
];

function fail(message) {
  throw new Error(`VS Code: ${message}`);
}

async function until(what, condition) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await condition();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      fail(what);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function main() {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  page.setDefaultTimeout(PATIENCE);
  try {
    await tried(page);
  } catch (error) {
    if (PICTURES) {
      await page.screenshot({ path: `${PICTURES}/vscode-failed.png` });
    }
    throw error;
  } finally {
    await browser.close();
  }
}

async function command(page, name) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").waitFor();
  await page.keyboard.type(name);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-widget input").waitFor({ state: "hidden" });
}

// The text as it was saved: the editor draws only the lines that are seen.
const saved = () => fs.readFileSync(PLAN, "utf8");

async function save(page) {
  await page.keyboard.press("Control+s");
  await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
}

// What the view of problems has, a text each.
async function problems(page) {
  return page.locator(".markers-panel .monaco-list-row").allInnerTexts();
}

async function select(page, line, from, to) {
  await page.keyboard.press("Control+g");
  await page.locator(".quick-input-widget input").waitFor();
  await page.keyboard.type(`${line}:${from}`);
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-widget input").waitFor({ state: "hidden" });
  const standing = (text) => page.locator(".statusbar-item", { hasText: text }).waitFor();
  await standing(`Ln ${line}, Col ${from}`);
  for (let at = from; at < to; at += 1) {
    await page.keyboard.press("Shift+ArrowRight");
  }
  await standing(`(${to - from} selected)`);
}

async function type({ line, word, typed }, page) {
  const lines = saved().split("\n");
  const at = lines.findIndex((text) => (line instanceof RegExp ? line.test(text) : text.startsWith(line)));
  const column = lines[at].lastIndexOf(word) + 1;
  await select(page, at + 1, column, column + word.length);
  // As pasted: no bracket is closed by the editor itself.
  await page.keyboard.insertText(typed);
}

async function tried(page) {
  await page.goto(ADDRESS);
  await page.locator(".monaco-workbench").waitFor();
  // The search for files asks a native part, which was not built.
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "plan.md" }).dblclick();
  await page.locator(".tab.active", { hasText: "plan.md" }).waitFor();
  await command(page, "Problems: Focus on Problems View");
  await command(page, "View: Focus Active Editor Group");
  const before = saved();

  for (const mistake of MISTAKES) {
    await type(mistake, page);
    const seen = await until(`${mistake.code} is not seen`, async () => {
      const said = (await problems(page)).map((row) => /\nprespec\n([A-Z]\d+)\n/.exec(row));
      return said.find((code) => code && code[1].startsWith(mistake.code));
    });
    // Where the fault is, the page of its code is shown.
    await command(page, "Go to Next Problem in Files (Error, Warning, Info)");
    await page.keyboard.press("Escape");
    await command(page, "Show or Focus Hover");
    await until(`${mistake.code} is not explained`, async () => {
      const hovers = await page.locator(".monaco-hover").allInnerTexts();
      return hovers.some((text) => text.length > 200 && text.includes(seen[1]));
    });
    if (PICTURES) {
      await page.screenshot({ path: `${PICTURES}/vscode-${mistake.code}.png` });
    }
    await page.keyboard.press("Escape");
    if (mistake.code === "P002") {
      await command(page, "Quick Fix...");
      await page.locator(".action-widget", { hasText: "Replace `rolle` by `role`" }).waitFor();
      await page.keyboard.press("Enter");
    } else {
      await page.keyboard.press("Control+z");
    }
    await until(`what was mended is still told: ${mistake.code}`, async () => (await problems(page)).length === 0);
    await save(page);
    if (saved() !== before) {
      fail(`${mistake.code}: the plan is not as it was`);
    }
  }

  await command(page, "prespec: the plan as the document that is signed");
  await page.locator(".tab", { hasText: /^Plan$/ }).waitFor();
  await shown(page, "Overall survival");
  await page.locator(".tab", { hasText: "plan.md" }).first().click();
  await command(page, "prespec: the report of the last run");
  await page.locator(".tab", { hasText: /^Report$/ }).waitFor();
  await shown(page, "Overall survival");
  if (PICTURES) {
    await page.screenshot({ path: `${PICTURES}/vscode-report.png` });
  }
  console.log("VS Code: four mistakes seen and explained, one mended, the document of the plan and the report shown beside it");
}

// A page within the editor stands in a frame of a frame.
async function shown(page, text) {
  await until(`no page with "${text}"`, async () => {
    for (const frame of page.frames().filter((f) => f !== page.mainFrame())) {
      const body = await frame.locator("body").innerText({ timeout: 2000 }).catch(() => "");
      if (body.includes(text)) {
        return true;
      }
    }
    return false;
  });
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
