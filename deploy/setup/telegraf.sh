#!/usr/bin/env bash
# Prints the path of a Telegraf for the tests: one on the PATH, or the one in the cache folder.
#
#   deploy/setup/telegraf.sh           exits 1 with the reason when there is none
#   deploy/setup/telegraf.sh --build   builds it into the cache folder first, where Go is (one to three minutes)
set -euo pipefail
cd "$(dirname "$0")/../.."

# Only the parts that deploy/telegraf/telegraf.conf names: the whole program takes ten times as long.
readonly module=github.com/influxdata/telegraf/cmd/telegraf@v1.39.3
readonly parts=custom,inputs.mqtt_consumer,outputs.influxdb_v2,parsers.json_v2
readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/tongban/bin
readonly log=$PWD/build/telegraf.log

if command -v telegraf; then exit 0; fi
if [ -x "$cache/telegraf" ]; then echo "$cache/telegraf"; exit 0; fi
if [ "${1:-}" != --build ]; then
    echo "telegraf is neither on the PATH nor in $cache; deploy/setup/telegraf.sh --build makes it" >&2
    exit 1
fi
if ! command -v go >/dev/null; then
    echo "telegraf cannot be built: Go is not on the PATH" >&2
    exit 1
fi

echo "Building telegraf (one to three minutes, once) …" >&2
mkdir -p build "$cache"
# Built beside its place and moved there whole, so that nobody starts half a file.
scratch=$(mktemp -d "$cache/build.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
if ! CGO_ENABLED=0 GOBIN=$scratch timeout --foreground 900 \
    go install -trimpath -ldflags='-s -w' -tags "$parts" "$module" >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "telegraf could not be built; the whole log is in $log" >&2
    exit 1
fi
mv "$scratch/telegraf" "$cache/telegraf"
echo "$cache/telegraf"
