#!/usr/bin/env bash
# Times phr against the age command: whole processes with their start-up, in turns, on the same random file.
# Prints medians of the wall times in seconds, and the median of the ratios of the pairs, as a Markdown table.
#
#   phr-bench/compare-with-age.sh [ROUNDS [MIB]]        7 rounds and 1024 MiB unless told; TMPDIR should be a tmpfs
#
# JAVA_HOME chooses the Java; `mvn package` with the same Java must have built phr before.
set -euo pipefail
export LC_ALL=C

rounds=${1:-7}
mebibytes=${2:-1024}
phr=$(CDPATH= cd "$(dirname "$0")/.." && pwd)/phr

if ! command -v age >/dev/null || ! command -v age-keygen >/dev/null; then
  echo "skipped: the age command is not installed"
  exit 0
fi

folder=$(mktemp -d "${TMPDIR:-/dev/shm}/compare-with-age.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
age-keygen -o key 2>/dev/null
recipient=$(age-keygen -y key)
head -c "$((mebibytes * 1048576))" /dev/urandom >plain
age -r "$recipient" -o sealed plain
head -c 1024 plain >small

# Seconds that a command takes; what it left is removed first, so that each finds the same memory.
seconds() {
  rm -f out
  local from=$EPOCHREALTIME
  "$@" >/dev/null
  local to=$EPOCHREALTIME
  echo $(((${to/./} - ${from/./}))) | awk '{ printf "%.3f\n", $1 / 1e6 }'
}

median() {
  sort -n | awk '{ value[NR] = $1 } END { printf "%.2f", (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}

# compare NAME 'PHR ARGUMENTS' 'AGE ARGUMENTS'
compare() {
  : >phr.times
  : >age.times
  # shellcheck disable=SC2086 # the arguments are several words on purpose
  for ((round = 0; round <= rounds; round++)); do
    seconds "$phr" $2 >>phr.times
    seconds age $3 >>age.times
  done
  # The first pair warms the caches up.
  sed -i 1d phr.times age.times
  printf '| %s | %s | %s | %s |\n' "$1" "$(median <phr.times)" "$(median <age.times)" \
    "$(paste phr.times age.times | awk '{ print $1 / $2 }' | median)"
}

echo "$("$phr" --version), $("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | head -n 1), age $(age --version)," \
  "$(nproc) processors, $mebibytes MiB, $rounds pairs, $(date -u +%F)"
echo
echo "| job | phr s | age s | phr / age |"
echo "|---|---|---|---|"
compare "encrypt, file to file" "encrypt -r $recipient -o out plain" "-r $recipient -o out plain"
compare "decrypt, file to file" "decrypt -i key -o out sealed" "-d -i key -o out sealed"
compare "encrypt to /dev/null" "encrypt -r $recipient plain" "-r $recipient plain"
compare "decrypt to /dev/null" "decrypt -i key sealed" "-d -i key sealed"
compare "encrypt 1 KiB" "encrypt -r $recipient -o out small" "-r $recipient -o out small"
