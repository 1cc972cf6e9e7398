#!/usr/bin/env bash
# Every check that runs no test, each named on standard error; all of them run even when one fails.
#
#   deploy/setup/check.sh              all
#   deploy/setup/check.sh lint types   these
set -euo pipefail
cd "$(dirname "$0")/../.."

failed=()
check() {
    local name=$1
    shift
    printf '== %s: %s\n' "$name" "$*" >&2
    ".venv/bin/$1" "${@:2}" || failed+=("$name")
}

for name in "${@:-all}"; do
    case $name in
        all | lint) check lint ruff check . ;;&
        all | format) check format ruff format --check . ;;&
        all | types) check types mypy ;;&
        all | imports) check imports lint-imports --no-logo ;;&
        all | generated) check generated tongban contract check ;;&
        all | lint | format | types | imports | generated) ;;
        *) printf 'no check is called %s: lint, format, types, imports, generated\n' "$name" >&2; exit 2 ;;
    esac
done

if ((${#failed[@]})); then
    printf 'Failed: %s\n' "${failed[*]}" >&2
    exit 1
fi
printf 'Every check passed.\n' >&2
