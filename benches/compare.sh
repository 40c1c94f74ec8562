#!/bin/sh
# Times this project, R's survival and cmprsk, and lifelines on the same rows, each on one thread; those that are not installed
# are left out. Run it in the folder of the crate.
# Usage: benches/compare.sh [FOLDER]; FOLDER keeps the rows, PYTHON names the interpreter that has lifelines.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$(mktemp -d)}
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
PRESPEC_BENCH_CSV=$folder cargo bench --bench survival -- --warm-up-time 0.5 --measurement-time 2
for n in 10000 100000 1000000; do
    rows=$folder/survival_$n.csv
    if command -v Rscript >/dev/null; then Rscript "$here/compare.R" "$rows"; else echo "R is not installed"; fi
    "${PYTHON:-python3}" "$here/compare.py" "$rows"
done
