#!/bin/sh
# A store from beginning to end, on this machine alone: a patient leaves a signed report, doctors fetch it, and the store
# reads nothing. Results are left in a folder store-results beside this script, or in the folder given as argument;
# nothing is left running.
#
# store.sh --pages [FOLDER] starts a store with its pages instead, prints the address of each invitation to open in a browser,
# and runs until it is interrupted.
set -eu
examples=$(cd "$(dirname "$0")" && pwd)
pages=
if [ "${1:-}" = --pages ]; then
  pages=yes
  shift
fi
results=${1:-$examples}/store-results
. "$examples/store-functions.sh"

if [ -n "$pages" ]; then
  rm -rf paged paged-second
  mkdir paged-second
  port=${PORT:-8440}
  say "A store on this machine alone. Browsers take passkeys from http://localhost as from https://."
  admin init paged --listen "127.0.0.1:$port" --origin "http://localhost:$port" >administrator.invitation 2>/dev/null
  say "Open one of these in a browser, each good once:"
  printf 'administrator  %s\n' "$(cat administrator.invitation)"
  for who in patient doctor doctor; do
    printf '%-14s %s\n' "$who" "$("$server" invite paged "$who" 2>/dev/null)"
  done
  say "Who came before signs in at http://localhost:$port/. Ctrl-C stops the store."
  trap - EXIT
  exec "$server" serve paged --second paged-second
fi

rm -rf store second backup restored export administrator anna doctor-a doctor-b stranger opened
rm -f ./*.card ./*.invitation report.age store.log

say "1. Whoever runs the store makes its folder. The invitation goes to the first administrator."
mkdir second
admin init store --listen "127.0.0.1:$port" >administrator.invitation

say "2. The store is started. It has a TLS key of its own, which clients know by the invitation."
echo '(who runs it) $ phr-server serve store --second second &'
serve_in_background
tail -n 1 store.log

say "3. The administrator joins. More invitations are made for a patient, two doctors and somebody else."
as administrator store join --name 'The administrator' administrator.invitation
admin invite store patient >anna.invitation
admin invite store doctor >doctor-a.invitation
admin invite store doctor >doctor-b.invitation
admin invite store doctor >stranger.invitation

say "4. They join. Their keys are made on their own devices; the store gets the public ones."
as anna store join --name 'Anna Amsel' anna.invitation
as doctor-a store join --name 'Dr. A' doctor-a.invitation
as doctor-b store join --name 'Dr. B' doctor-b.invitation
as stranger store join --name 'Somebody else' stranger.invitation

say "5. They exchange cards, and compare the fingerprints over the telephone."
as anna store card -o anna.card
as doctor-a store card -o doctor-a.card
as doctor-b store card -o doctor-b.card
as anna contacts add doctor-a doctor-a.card
as anna contacts add doctor-b doctor-b.card
as doctor-a contacts add anna anna.card
as doctor-b contacts add anna anna.card

say "6. Anna leaves a signed report with two attachments for the first doctor. Her own copy stays with her."
report=$(as anna store put --for doctor-a --title 'Blood test' -o report.age \
  "$examples/data/report.fhir.json" "$examples/data/flchain-columns.csv" "$examples/data/README.md" | tail -n 1)
echo "$report"

say "7. The doctor sees it, fetches it, and knows that it is Anna's, whole and for him."
as doctor-a store list
as doctor-a store get "$report" -o opened
cmp opened/report.fhir.json "$examples/data/report.fhir.json" && echo "the same as what was sent"

say "8. Somebody else with an account sees nothing, and is told nothing."
as stranger store list
refused stranger store get "$report" -o nothing

say "9. Anna grants it to the second doctor. Its content is not sent again."
as anna store grant "$report" doctor-b
as doctor-b store get "$report" -o opened/again

say "10. She takes it back: the store hands it out to him no more."
as anna store revoke "$report" doctor-b
refused doctor-b store get "$report" -o nothing

say "11. Whatever is at the store comes out again as age files, which open without us."
as anna store export export
ls export

say "12. A backup is made while the store runs."
admin backup store backup

say "13. Anna erases the report at once, with the recovery key that she keeps elsewhere."
as anna store rm --recovery-key anna/phr/store/recovery.key "$report"
as anna store list

say "14. The store stops. A store restored from the backup knows by the list of revocations what ended since."
kill "$serving"
wait "$serving" || true
serving=
admin restore backup restored --revocations store/revocations --revocations second/revocations
admin check restored

say "15. What the store had of it all: ids, sizes, times and public keys."
admin accounts restored

say "Done. Everything is in $results"
