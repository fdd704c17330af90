#!/bin/bash
# Times 1,000 bootstraps of a mediation on a small panel, with a loop over pyfixest beside it, and
# 9,999 draws of a wild cluster bootstrap, with wildboottest beside it, where those are installed.
#
#   Benchmarks/mediation.sh [UNITS PERIODS REPLICATIONS]     default: 30 9 1000
#   PYTHON names the interpreter that has pyfixest and wildboottest.
#
# Four controls, effects of unit and time. Ours are whole analyses in one process, from raw columns
# to the result, with clustered errors and intervals; theirs are the loop or the call alone.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
units=${1:-30} periods=${2:-9} replications=${3:-1000}
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
read -r ours alone a b error low high <<<"$(.build/release/panelpress-benchmarks \
  mediation "$units" "$periods" "$replications" "$folder/mediation.csv")"
printf 'mediation %d units × %d periods, %d replications: %.2f ms, %.2f ms without bootstrap  (a b %.5f, sd %.4f, interval %.4f to %.4f)\n' \
  "$units" "$periods" "$replications" \
  "$(awk -v s="$ours" 'BEGIN {print 1000 * s}')" "$(awk -v s="$alone" 'BEGIN {print 1000 * s}')" \
  "$(awk -v a="$a" -v b="$b" 'BEGIN {print a * b}')" "$error" "$low" "$high"
if "$python" -c 'import pyfixest' 2>/dev/null; then
  read -r theirs c d sd first last <<<"$(
    "$python" Benchmarks/pyfixest_mediation.py "$folder/mediation.csv" "$replications")"
  awk -v theirs="$theirs" -v ours="$ours" -v x="$a" -v y="$b" -v c="$c" -v d="$d" -v sd="$sd" \
    -v first="$first" -v last="$last" 'BEGIN {
    gap = (x * y - c * d) / (c * d); if (gap < 0) gap = -gap
    printf "  pyfixest in a loop: %.1fs  (sd %.4f, interval %.4f to %.4f)  %.0f × ours; a b differs by %.0e\n",
      theirs, sd, first, last, theirs / ours, gap
  }'
fi
read -r pooled effects numbers \
  <<<"$(.build/release/panelpress-benchmarks wild-bootstrap "$folder/wild.csv")"
printf 'wild bootstrap 266 clusters, 9999 draws: pooled %ss, effects %ss  (%s)\n' \
  "$pooled" "$effects" "$numbers"
"$python" Benchmarks/treatment_peers.py wildboottest "$folder/wild.csv" 2>/dev/null |
  awk -v pooled="$pooled" -v effects="$effects" '{
    seconds = $3; sub("s", "", seconds)
    printf "%s  %.0f × ours\n", $0, seconds / ($2 == "pooled" ? pooled : effects)
  }' || true
