#!/bin/bash
# Times the pages of a study: 30 tables and 20 figures laid out, rendered, validated and written,
# with all estimates given.
#
#   Benchmarks/pages.sh [RUNS]     default: 10
#   PANELPRESS names a program other than the release build.
#
# Results, tables and figures are those of examples/castle-doctrine, as often as it takes.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-10}
root=$PWD
program=${PANELPRESS:-$root/.build/release/panelpress}
if [ -z "${PANELPRESS:-}" ]; then swift build -c release --product panelpress >/dev/null; fi
export PANELPRESS_HOME=${PANELPRESS_HOME:-$root}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp examples/castle-doctrine/map.geojson "$folder"
cp -r output/castle-doctrine/results "$folder/results"

{
  echo 'study: pages'
  echo 'results:'
  for file in "$folder"/results/*.json; do
    name=$(basename "$file" .json)
    echo "  $name: results/$name.json"
  done
  for section in tables:30 figures:20; do
    awk -v section="${section%%:*}" -v wanted="${section##*:}" '
      /^[a-z]/ { inside = $1 == section ":" ; next }
      inside && /^  [a-z]+[0-9]+:/ { count++ }
      inside && count > 0 && NF > 0 { block[count] = block[count] $0 "\n" }
      END {
        print section ":"
        for (item = 1; item <= wanted; item++) {
          text = block[(item - 1) % count + 1]
          sub(/^  [a-z]+[0-9]+:/, "  " section item ":", text)
          printf "%s", text
        }
      }' examples/castle-doctrine/study.yaml
  done
} >"$folder/study.yaml"

for run in $(seq "$runs"); do
  begun=$(date +%s%N)
  "$program" render "$folder/study.yaml" --output "$folder/output" >"$folder/log"
  echo $((($(date +%s%N) - begun) / 1000))
done | sort -n | awk '
  { time[NR] = $1 / 1e6 }
  END { printf "30 tables, 20 figures  median %.3f s  least %.3f s  %d runs\n", time[int((NR + 1) / 2)], time[1], NR }'
sed 's/.*(/  (/' "$folder/log"
