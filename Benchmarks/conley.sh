#!/bin/bash
# Times fits with Conley standard errors, and numpy with a k-d tree beside them where it is
# installed.
#
#   Benchmarks/conley.sh [UNITS:PERIODS:KM …]    default: 3000:20:200 3000:20:1000 50000:2:100
#   PYTHON names the interpreter that has numpy and scipy.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
cases=("$@")
[ ${#cases[@]} -gt 0 ] || cases=(3000:20:200 3000:20:1000 50000:2:100)
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for case in "${cases[@]}"; do
  IFS=: read -r units periods km <<<"$case"
  .build/release/panelpress-benchmarks conley "$units" "$periods" "$km" "$folder" | tee "$folder/ours" |
    awk '{ printf "%-8s %8d rows  %5g km  %ss (robust %ss)  se %s\n", $1, $2, $3, $4, $5, $6 }'
  "$python" -c 'import numpy, scipy' 2>/dev/null || continue
  "$python" Benchmarks/conley_peer.py "$folder" "$km" |
    awk -v file="$folder/ours" 'BEGIN {
        while ((getline line < file) > 0) { split(line, f, " "); t[f[1]] = f[4]; s[f[1]] = f[6] }
      }
      { d = $3 / s[$1] - 1; if (d < 0) d = -d
        printf "  numpy, k-d tree %-8s %8.4fs  %6.1f × ours  se differs %.1e\n", $1, $2, $2 / t[$1], d }'
done
