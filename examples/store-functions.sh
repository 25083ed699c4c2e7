# What the stories of a store have in common; sourced, with $examples and $results set.
. "$examples/functions.sh"
server=$root/bin/phr-server
port=$((20000 + $$ % 20000))

serve_in_background() {
  # What one before said is not what this one says.
  : >store.log
  "$server" serve store --second second 2>store.log &
  serving=$!
  tries=0
  while ! grep -q 'phr-server: serves' store.log; do
    kill -0 "$serving" 2>/dev/null || { cat store.log >&2; exit 1; }
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo "the store does not start" >&2; exit 1; }
    sleep 0.2
  done
}
admin() { printf '(who runs it) $ phr-server %s\n' "$*" >&2; "$server" "$@"; }

build phr-server
serving=
trap '[ -z "$serving" ] || kill "$serving" 2>/dev/null || true' EXIT
