#!/bin/bash
# Times two-stage least squares with all its tests, and pyfixest and linearmodels (which compute
# fewer of them) beside it where they are installed.
#
#   Benchmarks/instruments.sh [ROWS …]          default: 10000 100000 1000000
#   PYTHON names the interpreter that has pyfixest and linearmodels.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
cases=("$@")
[ ${#cases[@]} -gt 0 ] || cases=(10000 100000 1000000)
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for rows in "${cases[@]}"; do
  .build/release/panelpress-benchmarks instruments "$rows" "$folder" | tee "$folder/ours" |
    awk '{ printf "%-8s %9d rows  %ss  b %s  se %s\n", $1, $2, $3, $4, $5 }'
  "$python" -c 'import pyfixest, linearmodels' 2>/dev/null || continue
  "$python" Benchmarks/instrument_peers.py "$folder" |
    awk -v file="$folder/ours" 'BEGIN {
        while ((getline line < file) > 0) { split(line, f, " "); t[f[1]] = f[3]; b[f[1]] = f[4]; s[f[1]] = f[5] }
      }
      { d = $4 / b[$2] - 1; if (d < 0) d = -d; e = $5 / s[$2] - 1; if (e < 0) e = -e
        printf "  %-13s %-8s %8.4fs  %6.1f × ours  b differs %.1e  se %.1e\n", $1, $2, $3, $3 / t[$2], d, e }'
done
