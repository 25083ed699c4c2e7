#!/bin/sh
# What the log of a store finds: a report that was opened, a contact's key that changed, and a store that went back to what
# it was before. On this machine alone; results are left in a folder store-log-results beside this script, or in the folder
# given as argument, and nothing is left running.
set -eu
examples=$(cd "$(dirname "$0")" && pwd)
results=${1:-$examples}/store-log-results
. "$examples/store-functions.sh"
rm -rf store second before shares anna doctor
rm -f ./*.card ./*.invitation ./*.age ./*.txt store.log

stop() { kill "$serving"; wait "$serving" || true; serving=; }
# Runs a command that has to end with a status.
ends() {
  status=$1
  shift
  is=0
  as "$@" || is=$?
  if [ "$is" -ne "$status" ]; then echo "that should have ended with $status, not $is" >&2; exit 1; fi
  echo "(it ended with $is)"
}

say "1. A store on loopback, a patient and a doctor who opens reports together with it."
mkdir second
admin init store --listen "127.0.0.1:$port" --second "$results/second" >administrator.invitation
serve_in_background
admin invite store patient >anna.invitation
admin invite store doctor >doctor.invitation
as anna store join --name 'Anna Amsel' anna.invitation
as doctor store join --name 'Dr. A' doctor.invitation
as doctor store enrol -t 2 -n 3 -d shares
as doctor store card -o doctor.card
as anna store card -o anna.card
as anna contacts add doctor doctor.card
as doctor contacts add anna anna.card

say "2. While nothing is new, watch says nothing and ends with 0."
ends 0 anna store watch

say "3. The doctor opens a report. Anna is told, and the line proves that the doctor's device asked."
echo 'blood pressure 110/70' >report.txt
report=$(as anna store put --for doctor -o report.age report.txt | tail -n 1)
as doctor store get "$report" -o opened.txt
ends 3 anna store watch
ends 0 anna store watch
as anna store log | grep opened

say "4. The doctor gets another device. Who has her card sees that something came, and asks her."
printf 'correct horse battery staple\n' >passphrase.txt
as doctor store device add --passphrase-file passphrase.txt -o telephone.age
as anna store put --for doctor -o second.age report.txt
ends 3 anna store watch
ends 0 anna store watch

say "5. The store goes back to what it was, as if the last entries had never been. Whoever saw them refuses it."
stop
mkdir before
cp -R store second before
serve_in_background
as anna store put --for doctor -o third.age report.txt
as anna store list
stop
rm -rf store second
cp -R before/store before/second .
serve_in_background
ends 5 anna store list
ends 5 anna store watch
ls anna/phr/store/log-proof.txt

say "6. The doctor has not seen them, and goes on."
as doctor store list
admin check store

say "Done. Everything is in $results"
