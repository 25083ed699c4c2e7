#!/usr/bin/env bash
# Runs the benchmarks and draws their curves.
#
#   phr-bench/sweep.sh short|full [RESULTS [IMAGES]]
#
# RESULTS is the folder for what JMH writes, phr-bench/target/sweep unless told, of which earlier results are removed;
# IMAGES the one for the curves, docs/img for a full sweep and RESULTS for a short one unless told. A short sweep takes under ten minutes, a full one two to three hours. A benchmark may be chosen with
# ONLY, a regular expression: ONLY=Mdav phr-bench/sweep.sh short.
#
# JAVA_HOME chooses the Java; `mvn package` must have built the benchmarks before.
set -euo pipefail
export LC_ALL=C

length=${1:-}
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd)
results=${2:-$root/phr-bench/target/sweep}
images=${3:-$([ "$length" = full ] && echo "$root/docs/img" || echo "$results")}
jar=$root/phr-bench/target/benchmarks.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if [ ! -f "$jar" ]; then
  echo "there is no $jar: run mvn package first" >&2
  exit 1
fi
mkdir -p "$results"
rm -f "$results"/*.json

# measure NAME BENCHMARK OPTION...
measure() {
  local name=$1 benchmark=$2
  shift 2
  if [[ ! $benchmark =~ ${ONLY:-.} ]]; then
    return
  fi
  echo "== $name"
  "$java" -jar "$jar" "$benchmark" -prof gc -rf json -rff "$results/$name.json" \
    -o "$results/$name.txt" -foe true "$@"
  sed -n '/^Benchmark .*Mode/,$p' "$results/$name.txt" | grep -v '·gc\|:gc\.' || true
}

case $length in
  short)
    # One measured second, three times; one whole run, three times.
    steady=(-f 1 -wi 1 -w 1 -i 3 -r 1)
    whole=(-f 1 -wi 5 -i 3)
    measure encryption EncryptionBenchmark "${steady[@]}" -p sizeBytes=1024,1048576,67108864
    measure keys KeyBenchmark "${steady[@]}"
    measure split SplitBenchmark "${steady[@]}" -p needed=2,16
    measure mdav-rows MdavBenchmark.partition "${whole[@]}" -p rows=1000,10000,100000
    measure mdav-naive MdavBenchmark.naive "${whole[@]}" -p rows=1000,10000,30000
    measure mdav-columns MdavBenchmark "${whole[@]}" -p rows=10000 -p dimensions=3,8,13
    measure mdav-k MdavBenchmark.partition "${whole[@]}" -p rows=10000 -p k=3,10,50
    measure refinement RefinementBenchmark "${whole[@]}" -p rows=1000
    measure double-phase DoublePhaseBenchmark "${whole[@]}" -p rows=10000
    measure csv CsvBenchmark "${steady[@]}" -p rows=1000,100000
    measure verify VerifyBenchmark "${steady[@]}"
    measure memory MemoryBenchmark -p refine=NONE -p k1=0 -p k=2,5,10,50
    ;;
  full)
    measure encryption EncryptionBenchmark -f 3
    measure keys KeyBenchmark -f 3
    measure split SplitBenchmark -f 3
    measure mdav-rows MdavBenchmark.partition -p rows=1000,3000,10000,30000,100000,300000,1000000
    measure mdav-naive MdavBenchmark.naive -wi 1 -i 3 -p rows=1000,3000,10000,30000,100000
    measure mdav-columns MdavBenchmark -p rows=10000 -p dimensions=3,4,5,6,8,10,13
    measure mdav-k MdavBenchmark.partition -p rows=100000 -p k=3,5,10,20,50
    measure refinement RefinementBenchmark -p rows=1000,10000,100000 -wi 1 -i 3
    measure double-phase DoublePhaseBenchmark
    measure csv CsvBenchmark -f 3
    measure verify VerifyBenchmark -f 3
    measure memory MemoryBenchmark
    ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | grep -v '^set' >&2
    exit 2
    ;;
esac

if ! compgen -G "$results/*.json" >/dev/null; then
  echo "no benchmark has $ONLY in its name" >&2
  exit 1
fi
"$java" -cp "$jar" org.phrkit.bench.Curves "$images" "$results"/*.json
