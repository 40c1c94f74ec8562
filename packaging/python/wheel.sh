#!/usr/bin/env bash
# Builds the wheel into DIR, installs it into an empty environment without the network, and makes the report of the first study
# with what was installed.
#
#   packaging/python/wheel.sh DIR             as it is released
#   PROFILE=dev packaging/python/wheel.sh DIR quicker to build, slower to run
#
# On Linux the program is linked against the C library of 2018 (manylinux 2.28), by Zig's linker, so that it runs on whatever
# hospitals have. Needs Python 3.8 or newer with `venv`, a Rust toolchain, and PyPI for maturin and ziglang.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "${1:?the folder for the wheel}"
out=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/tools"
tools="$work/tools/bin"
options=(--profile "${PROFILE:-release}" --out "$out")
case "$(uname -s)" in
  Linux)
    "$tools/pip" install --quiet 'maturin>=1.9,<2' ziglang
    # cargo-zigbuild asks for `python3 -m ziglang`.
    export PATH="$tools:$PATH"
    options+=(--zig --compatibility manylinux_2_28 --target "$(uname -m)-unknown-linux-gnu")
    ;;
  *)
    "$tools/pip" install --quiet 'maturin>=1.9,<2'
    ;;
esac
if command -v rustup >/dev/null && [ "$(uname -s)" = Linux ]; then
  rustup target add "$(uname -m)-unknown-linux-gnu" >/dev/null 2>&1 || true
fi
(cd "$root/packaging/python" && "$tools/maturin" build "${options[@]}")

python3 -m venv "$work/empty"
"$work/empty/bin/pip" install --quiet --no-index --find-links "$out" prespec
# Nothing of the clone is there but the study.
cp -R "$root/plans" "$work/plans"
(cd "$work" && env -i PATH=/usr/bin:/bin HOME="$work" "$work/empty/bin/prespec" run plans/sirt-hcc --out report)
test -s "$work/report/report.pdf"
ls -l "$out"/prespec-*.whl
echo "installed from the wheel, the first study was run"
