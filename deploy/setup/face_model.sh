#!/usr/bin/env bash
# Prints the path of the face model in the cache folder, after checking that it is the one of its manifest.
#
#   deploy/setup/face_model.sh         exits 1 with the reason when it is not there
#   deploy/setup/face_model.sh --get   takes it from its npm package first (41 MB, once)
set -euo pipefail
cd "$(dirname "$0")/../.."

# Of the package only this file is taken and none of its programs runs. docs/operations.md says what is
# known of its licence and where it comes from.
readonly package=faceplugin-face-recognition-js@0.0.1
readonly member=package/model/fr_feature.onnx
readonly manifest=edge_agent/capture/faces/models/fr_feature.toml
readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/tongban/models
readonly model=$cache/$(basename "$member")

sha256=$(sed -n 's/^sha256 = "\([0-9a-f]*\)"$/\1/p' "$manifest")
is_the_model() { [ -f "$1" ] && sha256sum --check --status <<<"$sha256  $1"; }

if is_the_model "$model"; then echo "$model"; exit 0; fi
if [ "${1:-}" != --get ]; then
    echo "the face model is not in $cache; deploy/setup/face_model.sh --get takes it from its npm package" >&2
    exit 1
fi
if ! command -v npm >/dev/null; then
    echo "the face model cannot be had: npm is not on the PATH; faces are left to a person until it is" >&2
    exit 1
fi

echo "Getting the face model (41 MB, once) …" >&2
mkdir -p "$cache"
# Unpacked beside its place and moved there whole, so that nobody reads half a file.
scratch=$(mktemp -d "$cache/get.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
if ! timeout --foreground 300 npm pack --silent --ignore-scripts --pack-destination "$scratch" "$package" \
    >"$scratch/log" 2>&1 </dev/null; then
    tail -n 5 "$scratch/log" >&2
    echo "the face model could not be had; faces are left to a person until it is" >&2
    exit 1
fi
tar --extract --gzip --file "$scratch"/*.tgz --directory "$scratch" --no-same-owner "$member"
if ! is_the_model "$scratch/$member"; then
    echo "$package does not hold the file that $manifest names: its SHA-256 differs" >&2
    exit 1
fi
chmod 0644 "$scratch/$member"
mv "$scratch/$member" "$model"
echo "$model"
