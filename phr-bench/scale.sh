#!/usr/bin/env bash
# Times `phr aggregate` and `phr-spark aggregate` on tables of more and more rows, whole commands with their start: five normally
# distributed columns of numbers, k = 5, with descent. Prints a Markdown table, and draws the curves into IMAGES.
#
#   phr-bench/scale.sh [ROWS... [IMAGES]]        100000 1000000 3000000 10000000 rows and phr-bench/target unless told
#
# The tables are made of parts of 1,000,000 rows at most, which phr-spark reads one a task. JAVA_HOME chooses the Java; `mvn
# package` must have built phr, phr-spark and the benchmarks with it. 10,000,000 rows take 6 GB of memory and ten minutes.
set -euo pipefail
export LC_ALL=C

root=$(CDPATH= cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
images=$root/phr-bench/target
counts=()
for argument; do
  case $argument in
    *[!0-9]*) images=$argument ;;
    *) counts+=("$argument") ;;
  esac
done
[ ${#counts[@]} -gt 0 ] || counts=(100000 1000000 3000000 10000000)

folder=$(mktemp -d "${TMPDIR:-/tmp}/scale.XXXXXX")
trap 'rm -rf "$folder"' EXIT

# Normally distributed numbers, mean 100 and deviation 15, of three decimals.
rows() {
  echo a,b,c,d,e
  awk -v rows="$1" -v seed="$2" '
    function normal() { return 100 + 15 * sqrt(-2 * log(1 - rand())) * cos(6.283185307179586 * rand()) }
    BEGIN {
      srand(seed)
      while (rows-- > 0) printf "%.3f,%.3f,%.3f,%.3f,%.3f\n", normal(), normal(), normal(), normal(), normal()
    }'
}

# figure FILE NAME, of what a command printed as JSON
figure() { sed -n "s/^ *\"$2\" : \([0-9.]*\),*$/\1/p" "$1"; }

results=$folder/results.json
separator='['
# run NAME ROWS COMMAND...
run() {
  local name=$1 count=$2 from to
  shift 2
  from=$EPOCHREALTIME
  "$@" -k 5 --quasi a,b,c,d,e --rows-are-persons --json >"$folder/json"
  to=$EPOCHREALTIME
  printf '| %d | %s | %.1f s | %.1f s | %.4f %% |\n' "$count" "$name" "$(figure "$folder/json" seconds)" \
    "$(awk -v us=$((${to/./} - ${from/./})) 'BEGIN { print us / 1e6 }')" "$(figure "$folder/json" informationLoss)"
  printf '%s{"benchmark": "scale.%s", "params": {"rows": "%d"}, "primaryMetric": {"score": %s}}\n' \
    "$separator" "$name" "$count" "$(figure "$folder/json" seconds)" >>"$results"
  separator=,
}

echo "$("$root/phr" --version), $("$java" -version 2>&1 | head -n 1), $(nproc) processors, $(date -u +%F)"
echo
echo "| rows | command | seconds | with its start | information loss |"
echo "|---|---|---|---|---|"
for count in "${counts[@]}"; do
  parts=$folder/parts
  rm -rf "$parts" "$folder/release.csv" "$folder/release"
  mkdir "$parts"
  for ((part = 0; part * 1000000 < count; part++)); do
    left=$((count - part * 1000000))
    rows $((left < 1000000 ? left : 1000000)) $((part + 1)) >"$parts/$(printf %03d "$part").csv"
  done
  { cat "$parts/000.csv" && for file in "$parts"/*.csv; do [ "$file" = "$parts/000.csv" ] || tail -n +2 "$file"; done; } \
    >"$folder/table.csv"
  PHR_JAVA_OPTS=-Xmx6g run phr "$count" "$root/phr" aggregate -o "$folder/release.csv" "$folder/table.csv"
  PHR_JAVA_OPTS=-Xmx4g run phr-spark "$count" "$root/bin/phr-spark" aggregate -o "$folder/release" "$parts"
done
echo ']' >>"$results"
"$java" -cp "$root/phr-bench/target/benchmarks.jar" org.phrkit.bench.Curves "$images" "$results" 2>/dev/null
