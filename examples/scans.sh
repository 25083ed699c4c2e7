#!/bin/sh
# A folder of scans goes from radiology to a doctor: each file by itself, what is new the next day, and one signed report.
# Results are left in a folder scans-results beside this script, or in the folder given as argument.
set -eu
examples=$(cd "$(dirname "$0")" && pwd)
results=${1:-$examples}/scans-results
. "$examples/functions.sh"
build phr
rm -rf radiology doctor scans sealed opened examination
rm -f ./*.key ./*.pub examination.age altered.age

# A picture of 64 x 64 grey values, different for each seed.
scan() {
  awk -v seed="$1" 'BEGIN {
    print "P2 64 64 255"
    for (i = 0; i < 4096; i++) print (i * seed + int(i / 64) * 7) % 256
  }'
}

say "1. Radiology has a key to sign with, the doctor one to open with. Each names the public key of the other."
as radiology keygen --signing --unencrypted -o radiology.key
as doctor keygen -o doctor.key
as doctor keygen --public -o doctor.pub doctor.key
as radiology contacts add doctor doctor.pub
as doctor contacts add clinic radiology.key.pub

say "2. They compare fingerprints over the telephone, as words."
as doctor contacts fingerprint --words clinic
as radiology contacts fingerprint --words doctor

say "3. Two scans of the head and one of the hand lie in a folder. Each is encrypted by itself; the folders stay."
mkdir -p scans/head scans/hand
scan 3 >scans/head/front.pgm
scan 5 >scans/head/side.pgm
scan 11 >scans/hand/left.pgm
as radiology encrypt -r doctor --each --recursive -d sealed scans

say "4. The next day there is another scan. Only what is new is encrypted."
scan 13 >scans/hand/right.pgm
as radiology encrypt -r doctor --each --recursive --skip-existing -d sealed scans

say "5. The doctor opens all of them."
as doctor decrypt -i doctor.key --each --recursive -d opened sealed/scans
same scans opened/scans

say "6. What belongs to one examination goes out as one report, signed: the doctor takes it from radiology alone."
as radiology encrypt -s radiology.key -r doctor -o examination.age scans/head/front.pgm scans/head/side.pgm
as doctor decrypt -i doctor.key --from clinic -o examination examination.age
same scans/head examination

say "7. One byte is altered on the way. The report does not open, and nothing is written."
{ head -c 5000 examination.age; printf x; tail -c +5002 examination.age; } >altered.age
refused doctor decrypt -i doctor.key --from clinic -o altered altered.age
[ ! -e altered ]

say "Done. Everything is in $results"
