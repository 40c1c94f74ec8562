#!/usr/bin/env bash
# The packed extension in VS Code without a screen: `editors/vscode/test.sh PRESPEC`, the program to be tried.
#
# VS Code is that of code-server, from npm, of whose native parts one is built, without which it does not start; it is kept in
# ${PRESPEC_CODE_SERVER:-~/.cache/prespec/code-server}. Needs Node 20 with its headers, a C++ compiler and Chromium; where these or
# the packages cannot be had it ends with 77.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
prespec=$(realpath "$1")
export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$CHROMIUM" ] || [[ "$(node --version 2>/dev/null)" != v20.* ]]; then
  exit 77
fi
code=${PRESPEC_CODE_SERVER:-$HOME/.cache/prespec/code-server}
npm=(npm install --no-audit --no-fund --ignore-scripts --silent)
if [ ! -e "$code/ready" ]; then
  mkdir -p "$code"
  within="$code/node_modules/code-server/lib/vscode"
  "${npm[@]}" --prefix "$code" code-server@4.100.3 playwright-core@1 || exit 77
  (cd "$within" && "${npm[@]}" --omit=dev) || exit 77
  (cd "$within/extensions" && "${npm[@]}" --omit=dev) || exit 77
  (cd "$code" && npm rebuild --silent argon2 && node -e 'require("argon2")') >"$code/log" 2>&1 || exit 77
  touch "$code/ready"
fi

folder=$(mktemp -d)
server=
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap end EXIT
mkdir -p "$folder"/{study,data/User,extensions}
cp -R "$here"/../../tests/plans/lung/. "$folder/study"
(cd "$folder/study" && "$prespec" simulate . --seed 1 --patients 60 --out data && "$prespec" run . --out out) >/dev/null
cat >"$folder/data/User/settings.json" <<SETTINGS
{ "prespec.path": "$prespec", "security.workspace.trust.enabled": false, "workbench.startupEditor": "none",
  "editor.autoClosingBrackets": "never", "editor.hover.delay": 100, "files.autoSave": "off" }
SETTINGS
python3 "$here/pack.py" "$folder" >/dev/null
editor=(node "$code/node_modules/code-server" --user-data-dir "$folder/data" --extensions-dir "$folder/extensions")
"${editor[@]}" --install-extension "$folder"/prespec-*.vsix >"$folder/log" 2>&1
port=${PORT:-8871}
"${editor[@]}" --auth none --bind-addr "127.0.0.1:$port" --disable-telemetry --disable-update-check >>"$folder/log" 2>&1 &
server=$!
for _ in $(seq 120); do
  curl --silent --fail --output /dev/null "http://127.0.0.1:$port/healthz" && break
  sleep 0.5
done
export PLAN="$folder/study/plan.md" ADDRESS="http://127.0.0.1:$port/?folder=$folder/study"
NODE_PATH="$code/node_modules" timeout 900 node "$here/test.js"
