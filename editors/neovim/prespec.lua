-- The language server of prespec in Neovim, from 0.7 on.
--
--   require("prespec").setup()                                  -- in init.lua, this file in a folder `lua` of the runtime path
--   require("prespec").setup({ cmd = { "/opt/prespec", "lsp" } })

local M = { cmd = { "prespec", "lsp" } }

local PLAN = "^```plan%s*$"

-- Markdown with a formal block, and the binding beside a plan.
local function is_ours(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  if name:match("binding%.ya?ml$") then
    return vim.fn.filereadable(vim.fn.fnamemodify(name, ":h") .. "/plan.md") == 1
  end
  if not name:match("%.md$") then
    return false
  end
  if vim.fn.fnamemodify(name, ":t") == "plan.md" then
    return true
  end
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    if line:match(PLAN) then
      return true
    end
  end
  return false
end

local function keys(buffer)
  local function map(key, action, what)
    vim.keymap.set("n", key, action, { buffer = buffer, desc = what })
  end
  map("K", vim.lsp.buf.hover, "what stands here")
  map("gd", vim.lsp.buf.definition, "where it is described")
  map("gr", vim.lsp.buf.references, "where it is used")
  map("<leader>rn", vim.lsp.buf.rename, "another name, everywhere")
  map("<leader>ca", vim.lsp.buf.code_action, "mend it")
  vim.api.nvim_buf_set_option(buffer, "omnifunc", "v:lua.vim.lsp.omnifunc")
end

-- One server for all buffers; it finds the study of each.
function M.attach(buffer)
  if not is_ours(buffer) then
    return nil
  end
  if M.client == nil or vim.lsp.get_client_by_id(M.client) == nil then
    M.client = vim.lsp.start_client({
      name = "prespec",
      cmd = M.cmd,
      root_dir = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ":h"),
    })
  end
  if M.client ~= nil and vim.lsp.buf_attach_client(buffer, M.client) then
    keys(buffer)
  end
  return M.client
end

function M.setup(options)
  M.cmd = options and options.cmd or M.cmd
  local group = vim.api.nvim_create_augroup("prespec", { clear = true })
  vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
    group = group,
    pattern = { "*.md", "*.yaml", "*.yml" },
    callback = function(event)
      M.attach(event.buf)
    end,
  })
end

return M
