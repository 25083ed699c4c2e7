#!/bin/sh
# A lost key: it was split among three keepers, and any two of them bring it back (SLIP-39).
# Results are left in a folder lost-key-results beside this script, or in the folder given as argument.
set -eu
examples=$(cd "$(dirname "$0")" && pwd)
results=${1:-$examples}/lost-key-results
. "$examples/functions.sh"
build phr
rm -rf shares
rm -f ./*.key ./*.pub report.age opened*.json mistyped.txt

say "1. The patient has a key, and a report that is encrypted to it."
run keygen -o patient.key
run keygen --public -o patient.pub patient.key
run encrypt -R patient.pub -o report.age "$examples/data/report.fhir.json"

say "2. She splits the key among three people whom she trusts. Each share is 33 words on a page."
run share split -t 2 -n 3 --for 'Her sister' --for 'Her brother' --for 'Her doctor' -d shares patient.key
ls shares

say "3. Once a year the keepers check their shares. Nobody restores the key for that."
run verify shares --manifest shares/shares.json shares/share-*.txt

say "4. The key is lost."
rm patient.key

say "5. One keeper alone restores nothing."
if run share combine -o alone.key shares/share-1-of-3.txt; then exit 1; fi

say "6. Who types a share from paper makes mistakes. The checksum finds them."
sed 's/^  1 zero/  1 yoga/; t; s/^  1 [a-z]*/  1 zero/' shares/share-1-of-3.txt >mistyped.txt
if run share combine -o mistyped.key mistyped.txt shares/share-3-of-3.txt; then exit 1; fi

say "7. Sister and doctor bring the key back, and the report opens."
run share combine -o restored.key shares/share-1-of-3.txt shares/share-3-of-3.txt
run decrypt -i restored.key -o opened.json report.age
same "$examples/data/report.fhir.json" opened.json

say "8. Brother and doctor open the report without writing the key anywhere."
run decrypt --share shares/share-2-of-3.txt --share shares/share-3-of-3.txt -o opened-by-shares.json report.age
same "$examples/data/report.fhir.json" opened-by-shares.json

say "Done. Everything is in $results"
