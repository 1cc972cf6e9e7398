#!/usr/bin/env bash
# Prints the path of a program for the tests that Go alone can build: one on the PATH, or the one in the cache folder.
#
#   deploy/setup/from_go.sh influxd           exits 1 with the reason when there is none
#   deploy/setup/from_go.sh telegraf --build  builds it into the cache folder first (one to three minutes)
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly name=${1:-}
case $name in
influxd) # the last InfluxDB that Go alone can build; it has the v2 write API and InfluxQL
    how=(github.com/influxdata/influxdb/cmd/influxd@v1.8.10)
    ;;
telegraf) # only the parts that deploy/telegraf/telegraf.conf names: the whole program takes ten times as long
    parts=custom,inputs.mqtt_consumer,outputs.influxdb_v2,parsers.json_v2
    how=(-trimpath -ldflags='-s -w' -tags "$parts" github.com/influxdata/telegraf/cmd/telegraf@v1.39.3)
    ;;
*)
    echo "which program? influxd or telegraf" >&2
    exit 2
    ;;
esac
readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/tongban/bin
readonly log=$PWD/build/$name.log

if command -v "$name"; then exit 0; fi
if [ -x "$cache/$name" ]; then echo "$cache/$name"; exit 0; fi
if [ "${2:-}" != --build ]; then
    echo "$name is neither on the PATH nor in $cache; deploy/setup/from_go.sh $name --build makes it" >&2
    exit 1
fi
if ! command -v go >/dev/null; then
    echo "$name cannot be built: Go is not on the PATH" >&2
    exit 1
fi

echo "Building $name (one to three minutes, once) …" >&2
mkdir -p build "$cache"
# Built beside its place and moved there whole, so that nobody starts half a file.
scratch=$(mktemp -d "$cache/build.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
if ! CGO_ENABLED=0 GOBIN=$scratch timeout --foreground 900 go install "${how[@]}" >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "$name could not be built; the whole log is in $log" >&2
    exit 1
fi
mv "$scratch/$name" "$cache/$name"
echo "$cache/$name"
