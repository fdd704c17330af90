#!/bin/bash
# Times 9,999 permutations of Moran's I and 999 conditional permutations of local Moran's I, with esda
# beside them where that is installed.
#
#   Benchmarks/moran.sh
#   PYTHON names the interpreter that has esda.
#
# Simulated places in the unit square: 3,085 with four nearest neighbours, 266 with inverse distances
# to all others. Medians of whole tests, from values and weights on, two threads; esda runs as it
# comes, with numba on one core for local statistics.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# measure KIND PLACES SHAPE PERMUTATIONS
measure() {
  local ours theirs
  ours=$(.build/release/panelpress-benchmarks moran "$1" "$2" "$3" 4 "$4" "$folder")
  printf '%s, %d places (%s), %d permutations: %.1f ms  (%s)\n' "$1" "$2" "$3" "$4" \
    "$(awk '{print 1000 * $1}' <<<"$ours")" "${ours#* }"
  "$python" -c 'import esda' 2>/dev/null || return 0
  theirs=$("$python" Benchmarks/esda_moran.py "$1" "$folder" "$4")
  awk -v ours="${ours%% *}" '{
    seconds = $1; $1 = ""
    printf "  esda: %.0f ms  (%s)  %.1f × ours\n", 1000 * seconds, substr($0, 2), seconds / ours
  }' <<<"$theirs"
}
measure global 3085 nearest 9999
measure global 266 dense 9999
measure local 3085 nearest 999
measure local 266 dense 999
