#!/bin/bash
# Times two-stage DID, imputation and Sun–Abraham, and pyfixest beside them when it is installed.
#
#   Benchmarks/effects.sh [ROWS [PEER-ROWS]]     default: 100000 10000
#   PYTHON names the interpreter that has pyfixest.
#
# pyfixest's two-stage estimator takes 23 GB at 100,000 rows, so it runs on PEER-ROWS; its
# Sun–Abraham estimator runs on ROWS.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
rows=${1:-100000} peer=${2:-10000}
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for count in "$rows" "$peer"; do
  .build/release/panelpress-benchmarks effects "$count" "$folder/$count.csv" |
    while read -r method n seconds effect error; do
      printf '%-14s %8d rows %9.4fs  effect %.10f (%.10f)\n' "$method" "$n" "$seconds" "$effect" "$error"
    done
done
"$python" -c 'import pyfixest' 2>/dev/null || exit 0
"$python" Benchmarks/pyfixest_effects.py did2s "$folder/$peer.csv"
"$python" Benchmarks/pyfixest_effects.py sun-abraham "$folder/$rows.csv"
