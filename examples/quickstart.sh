#!/bin/sh
# The whole of the toolkit once, on real input: a report goes to two doctors, and a table of patients is released.
# Results are left in a folder quickstart-results beside this script, or in the folder given as argument.
set -eu
examples=$(cd "$(dirname "$0")" && pwd)
results=${1:-$examples}/quickstart-results
. "$examples/functions.sh"
build phr
# Only what an earlier run of this script left is removed.
rm -f patient.key doctor-a.key doctor-b.key doctors.txt report.fhir.json.age opened-by-*.json flchain-release.csv

say "1. Everyone makes a key pair. The key file stays with its owner; the public key goes to everyone."
run keygen -o patient.key
run keygen -o doctor-a.key
run keygen -o doctor-b.key

say "2. The patient writes down whom the report is for: both doctors, and herself, so that she can still read it."
for who in doctor-a doctor-b patient; do "$root/phr" keygen --public "$who.key"; done >doctors.txt
cat doctors.txt

say "3. The report is encrypted. A store that keeps it sees its size and the number of recipients, and no more."
run encrypt -R doctors.txt -o report.fhir.json.age "$examples/data/report.fhir.json"
run inspect report.fhir.json.age

say "4. A doctor opens it with her own key, and has it byte for byte."
run decrypt -i doctor-a.key -o opened-by-doctor-a.json report.fhir.json.age
cmp opened-by-doctor-a.json "$examples/data/report.fhir.json" && echo "the same as what was sent"

say "5. A table of 7874 persons is made ready for research: what others may know of a person (age, year, days of
   follow-up) becomes the mean of a group of at least 5, so that no row leads back to one person."
run aggregate -k 5 -c "$examples/data/flchain-columns.csv" -o flchain-release.csv "$examples/data/flchain.csv"

say "6. Whoever gets the release checks it without trusting who made it."
run verify release -k 5 -c "$examples/data/flchain-columns.csv" --original "$examples/data/flchain.csv" \
  flchain-release.csv

say "Done. Everything is in $results"
