-- Four mistakes typed into a plan: each is seen and explained, one is mended by its action, a name is renamed and completed.
-- Run by test.sh, which says where the plan and the program are.

package.path = vim.env.PRESPEC_EDITORS .. "/neovim/?.lua;" .. package.path
local PATIENCE = 120000

local function fail(message)
  io.stderr:write("neovim: " .. message .. "\n")
  vim.cmd("cquit 1")
end

local function check(condition, message)
  if not condition then
    fail(message)
  end
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

local function codes()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    local code = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code)
    table.insert(found, tostring(code))
  end
  return found
end

local function wait_for(what, condition)
  check(vim.wait(PATIENCE, condition, 50), what .. ": " .. table.concat(codes(), " ") .. "\n")
end

local function ask(method, more)
  local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(0, "utf-16"), more or {})
  local answers, error = vim.lsp.buf_request_sync(0, method, params, PATIENCE)
  check(error == nil and answers ~= nil, method .. ": " .. tostring(error))
  local _, answer = next(answers)
  check(answer ~= nil and answer.result ~= nil, method .. ": " .. vim.inspect(answer))
  return answer.result
end

-- The cursor on the first place of a pattern, then keys as they are typed.
local function type_at(pattern, keys)
  vim.fn.cursor(1, 1)
  check(vim.fn.search(pattern, "c") > 0, "no " .. pattern)
  vim.cmd("normal! " .. vim.api.nvim_replace_termcodes(keys, true, true, true))
end

local MISTAKES = {
  { code = "P002", at = "role: primary", keys = "cwrolle" },
  { code = "P001", at = "os$", keys = "cwoss" },
  { code = "P003", at = "2$", keys = "cw7" },
  { code = "S", at = "log_rank", keys = "cw(log_rank" },
}

vim.cmd("edit " .. vim.env.PRESPEC_PLAN)
require("prespec").setup({ cmd = { vim.env.PRESPEC, "lsp" } })
local client = require("prespec").attach(0)
check(client ~= nil, "the server does not start")
wait_for("the server is not ready", function()
  local found = vim.lsp.get_client_by_id(client)
  return found ~= nil and found.initialized
end)

local before = text()
for _, mistake in ipairs(MISTAKES) do
  type_at(mistake.at, mistake.keys)
  check(text() ~= before, mistake.code .. ": nothing was typed")
  wait_for(mistake.code .. " is not seen", function()
    for _, code in ipairs(codes()) do
      if vim.startswith(code, mistake.code) then
        return true
      end
    end
    return false
  end)
  local d = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
  local page = ask("textDocument/hover").contents.value
  check(#page > 200 and page:match("#") ~= nil, mistake.code .. " is not explained: " .. page)
  vim.cmd("silent undo")
  check(text() == before, "not undone")
  wait_for("what was mended is still told", function()
    return #codes() == 0
  end)
end

-- One is mended by its action.
type_at("role: primary", "cwrolle")
wait_for("P002 is not seen", function()
  return vim.tbl_contains(codes(), "P002")
end)
local d = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
local range = vim.lsp.util.make_range_params(0, "utf-16")
local actions = ask("textDocument/codeAction", { range = range.range, context = { diagnostics = {} } })
check(#actions == 1 and actions[1].title == "Replace `rolle` by `role`", vim.inspect(actions))
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
check(text() == before, "the action does not mend it")
wait_for("what was mended is still told", function()
  return #codes() == 0
end)

-- A name is renamed where it is described and used, and leads back to its description.
type_at("^endpoint os", "w")
local edit = ask("textDocument/rename", { newName = "survival" })
vim.lsp.util.apply_workspace_edit(edit, "utf-16")
check(text():match("endpoint survival ") ~= nil and text():match("endpoint:%s+survival\n") ~= nil, "not renamed")
wait_for("the renamed plan has faults", function()
  return #codes() == 0
end)
type_at("endpoint:   *survival", "f:w")
local place = ask("textDocument/definition")
check(vim.startswith(vim.api.nvim_buf_get_lines(0, place.range.start.line, place.range.start.line + 1, false)[1], "endpoint survival"), "leads elsewhere")

-- What may stand there is offered.
local items = ask("textDocument/completion").items
local offered = vim.tbl_map(function(item)
  return item.label
end, items)
check(vim.tbl_contains(offered, "survival"), "not offered: " .. vim.inspect(offered))

vim.lsp.stop_client(client)
check(vim.wait(10000, function()
  return vim.lsp.get_client_by_id(client) == nil
end, 50), "the server does not end")
io.stdout:write("neovim: four mistakes seen and explained, one mended, a name renamed, found and offered\n")
vim.cmd("qall!")
