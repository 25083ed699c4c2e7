#!/bin/sh
# A second opinion: a doctor passes a signed report of a patient on, and the colleague sees who wrote it and who passed it on.
# Results are left in a folder second-opinion-results beside this script, or in the folder given as argument.
set -eu
examples=$(cd "$(dirname "$0")" && pwd)
results=${1:-$examples}/second-opinion-results
. "$examples/functions.sh"
build phr
rm -rf anna doctor colleague
rm -f ./*.key ./*.pub ./*.age opened-by-*.json

say "1. Anna signs, the doctor signs and opens, the colleague opens. Everyone knows the public keys of the others."
as anna keygen --signing --unencrypted -o anna-sign.key
as doctor keygen --signing --unencrypted -o doctor-sign.key
for who in doctor colleague; do
  as "$who" keygen -o "$who.key"
  as "$who" keygen --public -o "$who.pub" "$who.key"
done
as anna contacts add doctor doctor.pub
as doctor contacts add anna-amsel anna-sign.key.pub
as doctor contacts add colleague colleague.pub
as colleague contacts add anna-amsel anna-sign.key.pub
as colleague contacts add dr-a doctor-sign.key.pub

say "2. Anna sends her laboratory report to the doctor."
as anna encrypt -s anna-sign.key -r doctor -o report.age "$examples/data/report.fhir.json"
as doctor decrypt -i doctor.key --from anna-amsel -o opened-by-doctor.json report.age

say "3. The file alone is of no use to the colleague: it is not encrypted to him."
refused colleague decrypt -i colleague.key -o opened-by-colleague.json report.age

say "4. The doctor passes it on, and signs that. Anna's signature stays in it."
as doctor share grant -s doctor-sign.key -i doctor.key -r colleague -o second-opinion.age report.age

say "5. The colleague checks it: passed on by the doctor, written by Anna, and not a byte changed."
as colleague verify file -i colleague.key second-opinion.age
as colleague decrypt -i colleague.key --from dr-a -o opened-by-colleague.json second-opinion.age
same "$examples/data/report.fhir.json" opened-by-colleague.json

say "6. The doctor cannot pass it off as his own: whoever expects it from Anna herself is told."
refused colleague decrypt -i colleague.key --from anna-amsel -o not-from-anna.json second-opinion.age

say "Done. Everything is in $results"
