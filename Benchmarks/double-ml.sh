#!/bin/bash
# Times double machine learning by random forests with five folds, and DoubleML with scikit-learn's
# forests on the same data beside it, where they are installed.
#
#   Benchmarks/double-ml.sh [ROWS CONTROLS TREES]     default: 3182 20 500
#   PYTHON names the interpreter that has doubleml.
#
# Both use two threads, leaves of five, and a third of the regressors at each split. Ours is a whole
# analysis in one process, from raw columns to the result; theirs is the fit alone.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
rows=${1:-3182} controls=${2:-20} trees=${3:-500}
swift build -c release --product panelpress-benchmarks >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
read -r ours lasso effect error <<<"$(.build/release/panelpress-benchmarks \
  double-ml "$rows" "$controls" "$trees" "$folder/data.csv")"
printf 'forests of %d trees, %d × %d, 5 folds: %.1fs  (effect %.4f, se %.4f); lasso %.2fs\n' \
  "$trees" "$rows" "$controls" "$ours" "$effect" "$error" "$lasso"
if "$python" -c 'import doubleml' 2>/dev/null; then
  read -r theirs other sd <<<"$("$python" Benchmarks/doubleml_peer.py "$folder/data.csv" "$trees")"
  awk -v theirs="$theirs" -v ours="$ours" -v other="$other" -v sd="$sd" 'BEGIN {
    printf "  DoubleML: %.1fs  %.1f × ours  (effect %.4f, se %.4f)\n", theirs, theirs / ours, other, sd
  }'
fi
