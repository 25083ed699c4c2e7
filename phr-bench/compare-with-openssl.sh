#!/usr/bin/env bash
# What the processor can do with each cipher, by `openssl speed`, against the ciphers that Java has: one thread, chunks of
# 64 KiB. Prints MiB per second and their ratio as a Markdown table.
#
#   phr-bench/compare-with-openssl.sh [SECONDS]        3 for each cipher unless told
#
# JAVA_HOME chooses the Java; `mvn package` must have built the benchmarks before.
set -euo pipefail
export LC_ALL=C

seconds=${1:-3}
jar=$(CDPATH= cd "$(dirname "$0")" && pwd)/target/benchmarks.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if ! command -v openssl >/dev/null; then
  echo "skipped: the openssl command is not installed"
  exit 0
fi
if [ ! -f "$jar" ]; then
  echo "there is no $jar: run mvn package first" >&2
  exit 1
fi
results=$(mktemp)
trap 'rm -f "$results"' EXIT

# MiB a second, of which openssl prints thousands of bytes; nothing where it does not have the cipher.
openssl_speed() {
  openssl speed -elapsed -seconds "$seconds" -bytes 65536 "$@" 2>/dev/null |
    awk 'END { if ($NF ~ /k$/) printf "%.0f", $NF * 1000 / 1048576 }'
}

# The same of a method of EncryptionBenchmark, which works on 1 MiB at a time.
java_speed() {
  "$java" -jar "$jar" "EncryptionBenchmark.$1\$" -f 1 -wi 3 -w 1 -i "$seconds" -r 1 -p sizeBytes=1048576 \
    -rf csv -rff "$results" >/dev/null
  awk -F, 'NR == 2 { printf "%.0f", 1000 / $5 }' "$results"
}

# compare CIPHER OPENSSL METHOD...
compare() {
  local cipher=$1 limit=$2
  shift 2
  for method in "$@"; do
    local speed
    speed=$(java_speed "$method")
    if [ -n "$limit" ]; then
      awk -v c="$cipher" -v m="$method" -v s="$speed" -v l="$limit" \
        'BEGIN { printf "| %s | %s | %s | %s | %.2f |\n", c, m, s, l, s / l }'
    else
      echo "| $cipher | $method | $speed | skipped: not in this openssl | |"
    fi
  done
}

echo "$("$java" -version 2>&1 | head -n 1), $(openssl version), $(nproc) processors, $(date -u +%F)"
echo
echo "| cipher | here | MiB/s | openssl MiB/s | here / openssl |"
echo "|---|---|---|---|---|"
compare ChaCha20-Poly1305 "$(openssl_speed -evp chacha20-poly1305)" jdkCipher bouncyCastle
compare RC4 "$(openssl_speed -provider legacy -provider default -evp rc4)" rc4
