#!/bin/bash
# Times a mixed placebo test, and a loop over pyfixest beside it when it is installed.
#
#   Benchmarks/placebo.sh [UNITS PERIODS REPLICATIONS]     default: 266 14 500
#   PYTHON names the interpreter that has pyfixest.
#
# Five controls, effects of unit and time. Ours is the whole analysis in one process, from raw
# columns to the result; theirs is the loop alone, without standard errors that are clustered.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
units=${1:-266} periods=${2:-14} replications=${3:-500}
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
read -r _ _ _ ours a mean sd <<<"$(
  .build/release/panelpress-benchmarks placebo "$units" "$periods" "$replications" "$folder")"
printf '%d units × %d periods, %d replications: %ss  (mean %.4f, sd %.4f)\n' \
  "$units" "$periods" "$replications" "$ours" "$mean" "$sd"
"$python" -c 'import pyfixest' 2>/dev/null || exit 0
read -r theirs b mean sd <<<"$("$python" Benchmarks/pyfixest_placebo.py "$folder" "$replications")"
awk -v theirs="$theirs" -v ours="$ours" -v a="$a" -v b="$b" -v mean="$mean" -v sd="$sd" 'BEGIN {
  d = (a - b) / b; if (d < 0) d = -d
  printf "  pyfixest in a loop: %.2fs  (mean %.4f, sd %.4f)  %.0f × ours; actual coefficients differ %.0e\n",
    theirs, mean, sd, theirs / ours, d
}'
