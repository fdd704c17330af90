#!/bin/bash
# Times effects by cohort and period, and the wild cluster bootstrap, with csdid and wildboottest
# beside them where those are installed.
#
#   Benchmarks/treatment.sh [ROWS …]     default: 100000 1000000
#   PYTHON names the interpreter that has csdid and wildboottest.
#
# Seconds are medians in process. csdid's are without averages, ours with all four.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(100000 1000000)
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for rows in "${sizes[@]}"; do
  read -r _ plain robust drawn numbers \
    <<<"$(.build/release/panelpress-benchmarks group-time "$rows" "$folder/panel.csv")"
  printf 'group-time %9d rows  plain %ss  dr %ss  bootstrap %ss  (%s)\n' \
    "$rows" "$plain" "$robust" "$drawn" "$numbers"
  "$python" Benchmarks/treatment_peers.py csdid "$folder/panel.csv" || true
done
read -r pooled effects numbers \
  <<<"$(.build/release/panelpress-benchmarks wild-bootstrap "$folder/wild.csv")"
printf 'wild-bootstrap 266 clusters, 9999 draws  pooled %ss  effects %ss  (%s)\n' \
  "$pooled" "$effects" "$numbers"
"$python" Benchmarks/treatment_peers.py wildboottest "$folder/wild.csv" || true
