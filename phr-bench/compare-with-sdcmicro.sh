#!/usr/bin/env bash
# MDAV of phr against that of sdcMicro: the information loss of both, and the wall time. That of phr is of the whole
# process, with its start-up, reading and writing; that of sdcMicro is of the call alone. Prints a Markdown table.
#
#   phr-bench/compare-with-sdcmicro.sh [-k K] [TABLE.csv...]        k = 5 unless told
#
# Without tables: 20,000 x 5 and 100,000 x 10 normally distributed rows, and the tables of the literature where they are
# (PHR_SHARED names the folder, ../shared unless told). All columns must hold numbers.
#
# JAVA_HOME chooses the Java; `mvn package` must have built phr before.
set -euo pipefail
export LC_ALL=C

k=5
if [ "${1:-}" = -k ]; then
  k=$2
  shift 2
fi
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if ! command -v Rscript >/dev/null; then
  echo "skipped: R is not installed"
  exit 0
fi
if ! Rscript -e 'quit(status = !requireNamespace("sdcMicro", quietly = TRUE))' >/dev/null 2>&1; then
  echo "skipped: R is installed without sdcMicro"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [ $# -eq 0 ]; then
  for size in "20000 5" "100000 10"; do
    # shellcheck disable=SC2086 # two words
    "$java" -cp "$root/phr-bench/target/benchmarks.jar" org.phrkit.bench.SyntheticTable $size \
      >"$folder/normal-${size/ /x}.csv"
  done
  set -- "$folder"/normal-*.csv
  for table in census tarragona; do
    file=${PHR_SHARED:-$root/../shared}/data/$table.csv
    if [ -f "$file" ]; then
      set -- "$@" "$file"
    else
      echo "skipped: there is no $file" >&2
    fi
  done
fi

cat >"$folder/mdav.R" <<'R'
arguments <- commandArgs(trailingOnly = TRUE)
table <- read.csv(arguments[1])
table[] <- lapply(table, as.numeric)
time <- system.time(
  found <- sdcMicro::microaggregation(table, method = "mdav", aggr = as.integer(arguments[2])))[["elapsed"]]
scores <- scale(table)
moved <- sweep(as.matrix(found$mdx) - as.matrix(table), 2, attr(scores, "scaled:scale"), "/")
cat(sprintf("%.4f %.3f\n", 100 * sum(moved^2) / sum(scores^2), time))
R

echo "$("$root/phr" --version), $("$java" -version 2>&1 | head -n 1)," \
  "sdcMicro $(Rscript -e 'cat(as.character(packageVersion("sdcMicro")))'), $(nproc) processors, $(date -u +%F)"
echo
echo "| table, k = $k | IL, phr | IL, sdcMicro | phr s | sdcMicro s | sdcMicro / phr |"
echo "|---|---|---|---|---|---|"
for table in "$@"; do
  columns=$(head -n 1 "$table" | tr -d '"\r')
  from=$EPOCHREALTIME
  loss=$("$root/phr" aggregate -k "$k" --quasi "$columns" --refine none --json -f -o "$folder/out.csv" "$table" |
    sed -n 's/.*"informationLoss" : \([0-9.]*\).*/\1/p')
  to=$EPOCHREALTIME
  read -r their_loss their_seconds < <(Rscript "$folder/mdav.R" "$table" "$k" | tail -n 1)
  awk -v t="$(basename "$table")" -v l="$loss" -v tl="$their_loss" -v ts="$their_seconds" \
    -v us="$((${to/./} - ${from/./}))" 'BEGIN {
      s = us / 1e6
      printf "| %s | %.4f | %s | %.2f | %.2f | %.1f |\n", t, l, tl, s, ts, ts / s
    }'
done
