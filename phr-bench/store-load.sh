#!/usr/bin/env bash
# Measures a store over TLS on loopback: one large file up and down against curl and nginx, small reports by many clients,
# and an account with many reports. Prints what RESULTS.md quotes.
#
#   phr-bench/store-load.sh [MIB [ROUNDS [REPORTS [MANY]]]]   1024 MiB, 3 rounds, 10000 reports, 100000 in one account
#
# JAVA_HOME chooses the Java. Needs curl, nginx and openssl for the comparison, which is left out without them.
set -euo pipefail
export LC_ALL=C

mib=${1:-1024}
rounds=${2:-3}
reports=${3:-10000}
many=${4:-100000}
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd)
server=$root/bin/phr-server
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=$((20000 + $$ % 20000))
jars=$root/phr-bench/target/classes:$root/phr-client/target/classes:$root/phr-core/target/classes:$root/phr-cli/target/phr.jar

folder=$(mktemp -d "${TMPDIR:-/var/tmp}/store-load.XXXXXX")
serving=
peer=
trap '[ -z "$serving" ] || kill "$serving" || true; [ -z "$peer" ] || kill "$peer" || true; rm -rf "$folder"' EXIT
cd "$folder"

"$server" init store --listen "127.0.0.1:$port" >invitation 2>/dev/null
echo 'rate = 100000' >>store/store.properties
from=$EPOCHREALTIME
PHR_JAVA_OPTS=-Xmx256m "$server" serve store 2>log &
serving=$!
until curl -sk "https://127.0.0.1:$port/v1/store" >/dev/null 2>&1; do sleep 0.02; done
to=$EPOCHREALTIME
echo "start to first answer: $(((${to/./} - ${from/./}) / 1000)) ms"
XDG_CONFIG_HOME=$folder/config "$root/phr" store join --name Load invitation 2>/dev/null
load() { "$java" -cp "$jars" -Djava.io.tmpdir="$folder" org.phrkit.bench.StoreLoad config/phr/store/membership.json "$@"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$serving/stat"; }
memory() { awk '/VmHWM|VmRSS/ { printf "%s %d MiB ", $1, $2 / 1024 }' "/proc/$serving/status"; echo; }

echo "== $reports reports of 10 KiB by 32 clients"
before=$(ticks)
load small "$reports" 32
echo "processor time of the store for a report put and got: $(awk "BEGIN { printf \"%.2f\", ($(ticks) - $before) * 1000 / $(getconf CLK_TCK) / $reports }") ms"
memory

echo "== what readers cost"
size() { rm -rf copy; "$server" backup store copy >/dev/null 2>&1; stat -c %s copy/store.db; }
before=$(size)
load readers 500 1
one=$(size)
load readers 500 5
five=$(size)
echo "a report with one reader takes $(((one - before) / 500)) bytes of the database, each further reader $(((five - one - (one - before)) / 2000))"

echo "== openings together with the store by 32 doctors"
before=$(ticks)
load openings 32
echo "processor time of the store for an opening: $(awk "BEGIN { printf \"%.2f\", ($(ticks) - $before) * 1000 / $(getconf CLK_TCK) / 9600 }") ms"

echo "== $many reports of one account"
"$server" invite store patient >invitation 2>/dev/null
XDG_CONFIG_HOME=$folder/patient "$root/phr" store join --name Patient invitation 2>/dev/null
patient() { "$java" -cp "$jars" -Djava.io.tmpdir="$folder" org.phrkit.bench.StoreLoad patient/phr/store/membership.json "$@"; }
patient fill 1000
patient look
patient fill $((many - 1000))
patient look

echo "== $mib MiB, seconds"
"$root/phr" keygen -o key 2>/dev/null
recipient=$("$root/phr" keygen --public key)
head -c "${mib}M" /dev/zero | "$root/phr" encrypt -r "$recipient" -o large.age - 2>/dev/null
load large large.age down.age "$rounds"
cmp large.age down.age
rm down.age
memory

if command -v nginx >/dev/null && command -v curl >/dev/null && command -v openssl >/dev/null; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout n.key -out n.pem -subj /CN=127.0.0.1 \
    -days 2 2>/dev/null
  mkdir -p www temporary
  cat >nginx.conf <<CONF
daemon off; pid $folder/nginx.pid; error_log $folder/nginx.log; worker_processes 2;
events { }
http {
  access_log off; client_max_body_size 0; client_body_temp_path $folder/temporary;
  proxy_temp_path $folder/temporary; fastcgi_temp_path $folder/temporary; uwsgi_temp_path $folder/temporary;
  scgi_temp_path $folder/temporary;
  server {
    listen 127.0.0.1:$((port + 1)) ssl http2; ssl_certificate $folder/n.pem; ssl_certificate_key $folder/n.key;
    ssl_protocols TLSv1.3; root $folder/www; dav_methods PUT DELETE;
  }
}
CONF
  [ "$(id -u)" = 0 ] && sed -i '1i user root;' nginx.conf
  nginx -c "$folder/nginx.conf" &
  peer=$!
  sleep 1
  for ((i = 0; i < rounds; i++)); do
    rm -f www/large.age peer.age
    from=$EPOCHREALTIME
    curl -sk -T large.age "https://127.0.0.1:$((port + 1))/large.age"
    sync -f www/large.age
    to=$EPOCHREALTIME
    echo "nginx up $(((${to/./} - ${from/./}))) us"
    from=$EPOCHREALTIME
    curl -sk -o peer.age "https://127.0.0.1:$((port + 1))/large.age"
    sync -f peer.age
    to=$EPOCHREALTIME
    echo "nginx down $(((${to/./} - ${from/./}))) us"
  done
fi
