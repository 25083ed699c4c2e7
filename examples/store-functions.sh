# What the stories of a store have in common; sourced, with $examples and $results set.
root=$(dirname "$examples")
server=$root/bin/phr-server
port=$((20000 + $$ % 20000))

say() { printf '\n== %s\n' "$*"; }
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
# Each person is a folder of configuration, as if it were another device.
as() {
  who=$1
  shift
  printf '(%s) $ phr %s\n' "$who" "$*" >&2
  XDG_CONFIG_HOME=$results/$who "$root/phr" "$@"
}
admin() { printf '(who runs it) $ phr-server %s\n' "$*" >&2; "$server" "$@"; }
refused() { if as "$@"; then echo "that should have been refused" >&2; exit 1; fi; }

jar=$root/phr-server/target/phr-server.jar
if [ ! -f "$jar" ] || [ ! -f "$root/phr-cli/target/phr.jar" ] ||
  [ -n "$(find "$root"/phr-core/src/main "$root"/phr-client/src/main "$root"/phr-cli/src/main "$root"/phr-server/src/main \
    -newer "$jar" -type f)" ]; then
  say "Building phr and phr-server (once; later runs start at once)"
  (cd "$root" && mvn -q -B -DskipTests -pl phr-core,phr-client,phr-cli,phr-server package)
fi

# Only what an earlier run of the same story left is removed.
mkdir -p "$results"
cd "$results"
serving=
trap '[ -z "$serving" ] || kill "$serving" 2>/dev/null || true' EXIT
