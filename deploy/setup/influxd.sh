#!/usr/bin/env bash
# Prints the path of an InfluxDB server for the tests: one on the PATH, or the one in the cache folder.
#
#   deploy/setup/influxd.sh           exits 1 with the reason when there is none
#   deploy/setup/influxd.sh --build   builds it into the cache folder first, where Go is (about a minute)
set -euo pipefail
cd "$(dirname "$0")/../.."

# The last InfluxDB that Go alone can build; it has the v2 write API and InfluxQL.
readonly module=github.com/influxdata/influxdb/cmd/influxd@v1.8.10
readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/tongban/bin
readonly log=$PWD/build/influxd.log

if command -v influxd; then exit 0; fi
if [ -x "$cache/influxd" ]; then echo "$cache/influxd"; exit 0; fi
if [ "${1:-}" != --build ]; then
    echo "influxd is neither on the PATH nor in $cache; deploy/setup/influxd.sh --build makes it" >&2
    exit 1
fi
if ! command -v go >/dev/null; then
    echo "influxd cannot be built: Go is not on the PATH" >&2
    exit 1
fi

echo "Building influxd (about a minute, once) …" >&2
mkdir -p build "$cache"
# Built beside its place and moved there whole, so that nobody starts half a file.
scratch=$(mktemp -d "$cache/build.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
if ! GOBIN=$scratch timeout --foreground 900 go install "$module" >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "influxd could not be built; the whole log is in $log" >&2
    exit 1
fi
mv "$scratch/influxd" "$cache/influxd"
echo "$cache/influxd"
