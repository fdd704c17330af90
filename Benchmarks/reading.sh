#!/bin/bash
# Times the reading of a CSV file, and pandas and polars beside it when they are installed.
#
#   Benchmarks/reading.sh [ROWS] [THREADS]     default: 1000000 2
#   PYTHON names the interpreter that has pandas and polars.
#
# The file has 10 columns of numbers. Each program reads it five times, every time in a process of
# its own; the best time and its peak memory are printed. Ours includes the file's SHA-256.
set -eu
cd "$(dirname "$0")/.."
rows=${1:-1000000} threads=${2:-2}
python=${PYTHON:-python3}
swift build -c release --product panelpress-benchmarks >/dev/null
ours=.build/release/panelpress-benchmarks
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
file=$folder/table.csv
"$ours" reading write "$file" "$rows"
size=$(($(stat -c %s "$file") / 1048576))
cat "$file" >/dev/null
best() { for _ in 1 2 3 4 5; do "$@" 2>/dev/null || true; done | sort -n | head -1; }
read -r mine memory _ <<<"$(best "$ours" reading read "$file" "$threads")"
printf '%d rows × 10 columns, %d MiB, %d threads\n' "$rows" "$size" "$threads"
printf '  %-10s %6.3f s  peak %5d MiB\n' panelpress "$mine" "$memory"
for peer in pandas polars; do
  line=$(best env POLARS_MAX_THREADS="$threads" "$python" Benchmarks/reading_peers.py "$peer" "$file")
  [ -n "$line" ] || continue
  read -r seconds memory <<<"$line"
  printf '  %-10s %6.3f s  peak %5d MiB  %5.2f × ours\n' "$peer" "$seconds" "$memory" \
    "$(awk "BEGIN { print $seconds / $mine }")"
done
