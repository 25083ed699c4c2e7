#!/bin/sh
# A table for research: which k? The table is released for several, each release is verified against the original, and risk
# and information loss become a curve. Results are left in a folder research-results beside this script, or in the folder
# given as argument.
set -eu
export LC_ALL=C
examples=$(cd "$(dirname "$0")" && pwd)
results=${1:-$examples}/research-results
. "$examples/functions.sh"
build phr
rm -f columns.csv template.csv release-*.csv verdict-*.json curve.csv curve.svg report.html

table=$examples/data/flchain.csv

say "1. What is in the table: 7874 persons, their columns, and the cells that are missing."
run inspect "$table"

say "2. What each column is to an adversary, a person decides. The template proposes, and is refused until that is done."
run inspect --columns-template "$table" >template.csv
cp "$examples/data/flchain-columns.csv" columns.csv
cat columns.csv

# member NAME FILE: a number of a verdict.
member() { sed -n "s/.*\"$1\" : \([-+.0-9Ee]*\).*/\1/p" "$2" | head -n 1; }

say "3. For each k a release, and the verdict of whoever gets it, with what only the holder of the original can tell."
echo 'k,information loss in percent,persons found by linkage,prosecutor risk on average' >curve.csv
for k in 2 3 5 10 20 50; do
  run aggregate -k "$k" -c columns.csv -o "release-$k.csv" "$table"
  "$root/phr" verify release -k "$k" -c columns.csv --original "$table" --json "release-$k.csv" >"verdict-$k.json"
  echo "$k,$(member informationLoss "verdict-$k.json"),$(member linkage "verdict-$k.json"),$(
    member prosecutorAverage "verdict-$k.json")" >>curve.csv
done
cat curve.csv

say "4. The same as a picture: risk falls, and information loss rises, with k. Where to stop is not for a program to say."
awk -f "$examples/curve.awk" curve.csv >curve.svg
echo curve.svg

say "5. Here k = 10 is chosen. The report has all figures and plots, for those who may see the original."
run verify release -k 10 -c columns.csv --original "$table" --report report.html release-10.csv

say "Done. Everything is in $results"
