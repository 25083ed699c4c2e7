#!/usr/bin/env bash
# Times phr --each against a loop of the age command over the same many small files: whole processes with their
# start-up, in turns. Prints medians of the wall times in seconds, and the median of the ratios of the pairs, as a
# Markdown table; every file is compared with what it was.
#
#   phr-bench/compare-each-with-age.sh [ROUNDS [FILES [KIB]]]   5 rounds of 1000 files of 10 KiB unless told
#
# JAVA_HOME chooses the Java. TMPDIR should be a tmpfs.
set -euo pipefail
export LC_ALL=C

rounds=${1:-5}
files=${2:-1000}
kibibytes=${3:-10}
phr=$(CDPATH= cd "$(dirname "$0")/.." && pwd)/phr

if ! command -v age >/dev/null || ! command -v age-keygen >/dev/null; then
  echo "skipped: the age command is not installed"
  exit 0
fi

folder=$(mktemp -d "${TMPDIR:-/dev/shm}/compare-each-with-age.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
age-keygen -o key 2>/dev/null
recipient=$(age-keygen -y key)
mkdir plain sealed
for ((i = 0; i < files; i++)); do
  head -c "$((kibibytes * 1024))" /dev/urandom >"plain/report-$i"
  age -r "$recipient" -o "sealed/report-$i.age" "plain/report-$i"
done

age_encrypts() {
  for file in plain/*; do age -r "$recipient" -o "out/${file##*/}.age" "$file"; done
}
age_decrypts() {
  for file in sealed/*; do
    name=${file##*/}
    age -d -i key -o "out/${name%.age}" "$file"
  done
}
phr_encrypts() {
  "$phr" encrypt --each -r "$recipient" -d out plain/* 2>/dev/null
}
phr_decrypts() {
  "$phr" decrypt --each -i key -d out sealed/* 2>/dev/null
}

seconds() {
  rm -rf out
  mkdir out
  local from=$EPOCHREALTIME
  "$@"
  local to=$EPOCHREALTIME
  echo $(((${to/./} - ${from/./}))) | awk '{ printf "%.3f\n", $1 / 1e6 }'
}

median() {
  sort -n | awk '{ value[NR] = $1 } END { printf "%.3f", (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}

# compare NAME PHR AGE
compare() {
  : >phr.times
  : >age.times
  for ((round = 0; round <= rounds; round++)); do
    seconds "$3" >>age.times
    seconds "$2" >>phr.times
  done
  # The first pair warms the caches up.
  sed -i 1d phr.times age.times
  printf '| %s | %s | %s | %s |\n' "$1" "$(median <phr.times)" "$(median <age.times)" \
    "$(paste phr.times age.times | awk '{ print $1 / $2 }' | median)"
}

echo "$("$phr" --version), $("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | head -n 1), age $(age --version)," \
  "$(nproc) processors, $files files of $kibibytes KiB, $rounds pairs, $(date -u +%F)"
echo
echo "| job | phr --each s | loop of age s | phr / age |"
echo "|---|---|---|---|"
compare encrypt phr_encrypts age_encrypts
compare decrypt phr_decrypts age_decrypts
diff -r plain out
