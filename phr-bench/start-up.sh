#!/usr/bin/env bash
# Times the start of phr: keygen, and encrypt and decrypt of a file of 1 KiB, each as a whole process, in turns with
# `java -version` of the same Java. Prints the fastest and the median of the wall times in milliseconds, and how many times
# that of `java -version` each is, as a Markdown table.
#
#   phr-bench/start-up.sh [ROUNDS [PHR]]        20 rounds, and the phr of this folder's parent, unless told
#
# JAVA_HOME chooses the Java; `mvn package` with the same Java must have built phr before. PHR_JAVA_OPTS holds options to try.
set -euo pipefail
export LC_ALL=C

rounds=${1:-20}
phr=${2:-$(CDPATH= cd "$(dirname "$0")/.." && pwd)/phr}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

folder=$(mktemp -d "${TMPDIR:-/dev/shm}/start-up.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$phr" keygen -o key 2>/dev/null
recipient=$("$phr" keygen --public key)
head -c 1024 /dev/urandom >small
"$phr" encrypt -r "$recipient" small -o small.age 2>/dev/null

# Microseconds that a command takes; what it left is removed first.
microseconds() {
  rm -f out
  local from=$EPOCHREALTIME
  "$@" >/dev/null 2>&1
  local to=$EPOCHREALTIME
  echo $((${to/./} - ${from/./}))
}

for ((round = 0; round < rounds; round++)); do
  microseconds "$java" -version >>java.times
  microseconds "$phr" keygen -o out >>keygen.times
  microseconds "$phr" encrypt -r "$recipient" small -o out >>encrypt.times
  microseconds "$phr" decrypt -i key small.age -o out >>decrypt.times
done

echo "$("$phr" --version), $("$java" -version 2>&1 | head -n 1), $(nproc) processors, $rounds rounds, $(date -u +%F)"
echo
echo "| command | fastest ms | median ms | fastest, x java -version | median, x java -version |"
echo "|---|---|---|---|---|"
for name in java keygen encrypt decrypt; do
  sort -n $name.times | awk -v name=$name '
    { value[NR] = $1 }
    END { printf "%s %d %.1f\n", name, value[1], (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
done | awk '
  NR == 1 { least = $2; middle = $3 }
  { printf "| %s | %.0f | %.0f | %.1f | %.1f |\n", NR == 1 ? "java -version" : "phr " $1, $2 / 1000, $3 / 1000, $2 / least, $3 / middle }'
