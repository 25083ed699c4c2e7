#!/bin/sh
# A doctor who opens reports together with the store: from enrolment to a take-back, a lost device and key shares that
# bring everything back. On this machine alone; results are left in a folder three-parts-results beside this script, or in
# the folder given as argument, and nothing is left running.
set -eu
examples=$(cd "$(dirname "$0")" && pwd)
results=${1:-$examples}/three-parts-results
. "$examples/store-functions.sh"
rm -rf store second shares anna doctor telephone again kept
rm -f ./*.card ./*.invitation ./*.age ./*.txt recovery.key passphrase hers store.log

say "1. A store on loopback, a patient and a doctor."
mkdir second
admin init store --listen "127.0.0.1:$port" >administrator.invitation
echo '(who runs it) $ phr-server serve store --second second &'
serve_in_background
admin invite store patient >anna.invitation
admin invite store doctor >doctor.invitation
as anna store join --name 'Anna Amsel' anna.invitation
as doctor store join --name 'Dr. A' doctor.invitation

say "2. The doctor enrols: the store draws one part of her key, her device another. A part for paper goes to three keepers,
   with the recovery key; any two of them bring everything back."
as doctor store enrol -t 2 -n 3 -d shares
ls shares
mv doctor/phr/store/recovery.key recovery.key

say "3. Her new card says that reports for her open together with the store. Anna compares the fingerprint and takes it."
as doctor store card -o doctor.card
as anna store card -o anna.card
as anna contacts add doctor doctor.card
as doctor contacts add anna anna.card

say "4. Anna leaves a report. The third part of the key is drawn for this report and this doctor, and goes to the store."
echo 'blood pressure 110/70' >report.txt
report=$(as anna store put --for doctor --max-opens 20 --title 'Blood pressure' -o report.age report.txt | tail -n 1)
echo "$report"
as doctor store get "$report" -o opened.txt
cmp opened.txt report.txt && echo "the same as what was sent"

say "5. Her telephone is to open reports too. It gets parts of its own, and sleeps until the recovery key wakes it: a thief
   with one device makes no second one."
printf 'correct horse battery staple\n' >passphrase
as doctor store device add --passphrase-file passphrase -o telephone.age
as telephone store join --passphrase-file passphrase telephone.age
refused telephone store get "$report" -o asleep.txt
telephone=$(as doctor store device list | awk '/asleep/ { print $1 }')
as doctor store device approve --recovery-key recovery.key "$telephone"
as telephone store get "$report" -o on-telephone.txt

say "6. The telephone is lost. Its row at the store is deleted, and what is on it opens nothing any more."
as doctor store device remove --recovery-key recovery.key "$telephone"
refused telephone store get "$report" -o stolen.txt

say "7. Everything is lost. Two of the three keepers bring it back to an empty machine."
rm -rf doctor recovery.key
as again store recover shares/share-1-of-3.txt shares/share-3-of-3.txt
as again store get "$report" -o recovered.txt
cmp recovered.txt report.txt && echo "the same as what was sent"

say "8. Anna takes the report back. The doctor kept the file, and it stays closed: its part at the store is gone."
as again store export kept
as anna store revoke "$report" doctor
refused again store get "$report" -o taken-back.txt

say "9. Anna's own copy opens with her key alone, as ever."
as anna decrypt -i anna/phr/store/identity.key -o hers report.age
cmp hers report.txt && echo "the same as what was sent"
admin check store

say "Done. Everything is in $results"
