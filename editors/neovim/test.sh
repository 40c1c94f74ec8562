#!/usr/bin/env bash
# The language server in Neovim without a screen: `editors/neovim/test.sh PRESPEC`, the program to be tried.
set -euo pipefail
export PRESPEC_EDITORS PRESPEC PRESPEC_PLAN
PRESPEC_EDITORS=$(cd "$(dirname "$0")/.." && pwd)
PRESPEC=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$PRESPEC_EDITORS"/../tests/plans/lung/{plan.md,binding.yaml} "$folder"
PRESPEC_PLAN="$folder/plan.md"
XDG_CONFIG_HOME="$folder" XDG_DATA_HOME="$folder" XDG_STATE_HOME="$folder" XDG_CACHE_HOME="$folder" \
  timeout 900 nvim --headless -u NONE -i NONE -n -S "$PRESPEC_EDITORS/neovim/test.lua"
