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
    "$@" || failed+=("$name")
}

# The screens' check is Node's, the others are Python's: it runs beside them, and says at the end what it found.
screens=
mkdir -p build
for name in "${@:-all}"; do
    case $name in
        all | screens) deploy/setup/web.sh npm run --silent check >build/screens-check.log 2>&1 & screens=$! ;;
    esac
done

screens_said() {
    local met=0
    wait "$screens" || met=$?
    cat build/screens-check.log
    return "$met"
}

for name in "${@:-all}"; do
    case $name in
        all | lint) check lint .venv/bin/ruff check . ;;&
        all | format) check format .venv/bin/ruff format --check . ;;&
        all | types) check types .venv/bin/mypy ;;&
        all | imports) check imports .venv/bin/lint-imports --no-logo ;;&
        all | generated) check generated .venv/bin/tongban contract check ;;&
        all | screens) check screens screens_said ;;&
        all | lint | format | types | imports | generated | screens) ;;
        *) printf 'no check is called %s: lint, format, types, imports, generated, screens\n' "$name" >&2; exit 2 ;;
    esac
done

if ((${#failed[@]})); then
    printf 'Failed: %s\n' "${failed[*]}" >&2
    exit 1
fi
printf 'Every check passed.\n' >&2
