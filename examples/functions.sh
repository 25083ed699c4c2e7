# What the stories have in common; sourced, with $examples and $results set.
root=$(dirname "$examples")

say() { printf '\n== %s\n' "$*"; }
run() { printf '$ phr %s\n' "$*"; "$root/phr" "$@"; }
# Each person is a folder of configuration, as if it were another device.
as() {
  who=$1
  shift
  printf '(%s) $ phr %s\n' "$who" "$*" >&2
  XDG_CONFIG_HOME=$results/$who "$root/phr" "$@"
}
refused() { if as "$@"; then echo "that should have been refused" >&2; exit 1; fi; }
same() { diff -r "$1" "$2" && echo "the same as what was sent"; }

# Shows what Maven does: a line for each twenty files that it downloads and for each step of the build, with the seconds since
# the start. Fails if the build fails.
progress() {
  began=$(date +%s) files=0 built=
  while IFS= read -r line; do
    case $line in
      *'Downloaded from '*)
        files=$((files + 1))
        [ $((files % 20)) -ne 0 ] || step "$files files downloaded"
        ;;
      '[INFO] Building PHR Toolkit: '*)
        module=${line#*: }
        step "[${module##*\[} ${module%% [0-9]*}"
        ;;
      '[INFO] --- '*)
        goal=${line#'[INFO] --- '}
        goal=${goal%% *}
        step "  ${goal%%:*}: ${goal##*:}"
        ;;
      '[INFO] BUILD SUCCESS') built=yes ;;
      '[ERROR]'*) printf '%s\n' "$line" >&2 ;;
    esac
  done
  [ "$built" ]
}
step() { printf '%4d s  %s\n' $(($(date +%s) - began)) "$1"; }

# build phr|phr-server: once, and again after a source was changed.
build() {
  modules="phr-core phr-client phr-cli"
  jar=phr-cli/target/phr.jar
  if [ "$1" = phr-server ]; then
    modules="$modules phr-server"
    jar=phr-server/target/phr-server.jar
  fi
  (
    cd "$root"
    # shellcheck disable=SC2046,SC2086 # modules are several words on purpose
    if [ ! -f phr-cli/target/phr.jar ] || [ ! -f "$jar" ] ||
      [ -n "$(find $(printf '%s/src/main ' $modules) -newer "$jar" -type f)" ]; then
      say "Building $1 (once; some minutes with its downloads, and later runs start at once)"
      mvn -B -Dstyle.color=never -Dmaven.test.skip=true -pl "$(echo $modules | tr ' ' ,)" package 2>&1 | progress
    fi
  )
}

mkdir -p "$results"
cd "$results"
