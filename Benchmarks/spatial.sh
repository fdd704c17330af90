#!/bin/bash
# Times a two-way spatial Durbin model with standard errors and effects, and beside it, on the same
# columns and weights, spreg's panel lag (effects of units alone) and a fit of rho and the slopes
# alone with scipy's sparse LU, where they are installed.
#
#   Benchmarks/spatial.sh
#   PYTHON names the interpreter that has spreg and scipy.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for case in "distance 266 14" "neighbours 3000 10" "nearest 3000 10"; do
  # shellcheck disable=SC2086
  .build/release/panelpress-benchmarks spatial $case "$folder" | tee "$folder/ours" |
    awk '{ printf "%-10s %5d × %-3d %8.4fs  rho %.10f  se %.6f  %s\n", $1, $2, $3, $4, $5, $6, $7 }'
  "$python" -c 'import spreg, scipy' 2>/dev/null || continue
  # shellcheck disable=SC2086
  "$python" Benchmarks/spatial_peers.py "$folder" $case |
    awk -v file="$folder/ours" 'BEGIN { getline line < file; split(line, f, " ") }
      { d = $3 - f[5]; if (d < 0) d = -d
        printf "  %-12s %8.4fs  %6.1f × ours", $1, $2, $2 / f[4]
        if ($4 == "same") printf "  rho differs %.1e", d
        printf "\n" }'
done
