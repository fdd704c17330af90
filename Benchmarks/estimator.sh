#!/bin/bash
# Times the estimator, and pyfixest beside it when it is installed.
#
#   Benchmarks/estimator.sh [DESIGN:ROWS …]     default: plain:1000000 plain:10000000
#                                               difficult:1000000 movers:1000000 chain:100000
#   PYTHON names the interpreter that has pyfixest.
#
# Columns: seconds to read all columns twice, from coded groups to clustered errors (estimator),
# from raw columns to the whole result (analysis); then each backend of pyfixest from a data frame,
# its time over ours, and the largest relative difference of slopes and standard errors.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
cases=("$@")
[ ${#cases[@]} -gt 0 ] ||
  cases=(plain:1000000 plain:10000000 difficult:1000000 movers:1000000 chain:100000)
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for case in "${cases[@]}"; do
  design=${case%%:*} rows=${case##*:}
  ours=$(.build/release/panelpress-benchmarks estimator "$design" "$rows" "$folder")
  read -r _ _ reading estimator analysis numbers <<<"$ours"
  printf '%-10s %9d rows  read %ss  estimator %ss  analysis %ss\n' \
    "$design" "$rows" "$reading" "$estimator" "$analysis"
  "$python" -c 'import pyfixest' 2>/dev/null || continue
  "$python" Benchmarks/pyfixest_estimator.py "$folder" "$design" "$([ "$rows" -gt 2000000 ] && echo 1 || echo 3)" |
    while read -r backend seconds theirs; do
      awk -v backend="$backend" -v seconds="$seconds" -v estimator="$estimator" \
        -v analysis="$analysis" -v a="$numbers" -v b="$theirs" 'BEGIN {
          n = split(a, x, " "); split(b, y, " "); worst = 0
          for (i = 1; i <= n; i++) {
            d = (x[i] - y[i]) / (y[i] == 0 ? 1 : y[i]); if (d < 0) d = -d; if (d > worst) worst = d
          }
          printf "  pyfixest %-10s %8.3fs  %6.1f × estimator  %6.1f × analysis  differs %.1e\n",
            backend, seconds, seconds / estimator, seconds / analysis, worst
        }'
    done
done
