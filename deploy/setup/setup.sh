#!/usr/bin/env bash
# Makes this clone ready to run: system packages, .venv, Python packages, the `tongban` command, the face model, the screens.
#
#   deploy/setup/setup.sh runtime    what the demo needs
#   deploy/setup/setup.sh dev        that, and what tests, checks and benchmarks need
#
# Everything it says goes to standard error: standard output belongs to the program that follows.
# Exits 2, naming what to install, when the machine lacks something this user may not install, and 1
# when a step fails. When there is nothing to do it does nothing, quickly: a stamp inside .venv tells.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly mode=${1:?runtime or dev}
readonly log=build/setup.log
case $mode in
    runtime) readonly requirements=requirements.txt ;;
    dev) readonly requirements=requirements-dev.txt ;;
    *) echo "setup.sh: '$mode' is neither runtime nor dev" >&2; exit 2 ;;
esac
# Debian keeps daemons in a folder that is on root's PATH alone.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf '%s\n' "$@" >&2; }

# Runs a command quietly; if it fails, shows the end of the log and stops.
logged() {
    printf '\n$ %s\n' "$*" >>"$log"
    if ! "$@" >>"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        say "" "Set-up stopped at: $*" "The whole log is in $log."
        exit 1
    fi
}

# --- system packages ---------------------------------------------------------------------------

# Prints the Debian packages this machine still lacks, one a line.
missing_packages() {
    command -v mosquitto >/dev/null || echo mosquitto
    find /usr/share/fonts /usr/local/share/fonts -name 'NotoSansCJK*' -print -quit 2>/dev/null | grep -q . \
        || echo fonts-noto-cjk
    # The tests start a PostgreSQL of their own.
    [ "$mode" = runtime ] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null \
        || echo postgresql
    # A second reader of codes: optional at a bank, compared with in tests and benchmarks.
    [ "$mode" = runtime ] || ldconfig -p | grep -q 'libzbar\.so\.0' || echo libzbar0
    # For drawing passports to try the reader on; nothing that runs at a bank needs it.
    [ "$mode" = runtime ] \
        || find /usr/share/fonts /usr/local/share/fonts -name OCRB.otf -print -quit 2>/dev/null | grep -q . \
        || echo fonts-ocr-b
    # npm fetches the face model. CI must have it; elsewhere faces are left to a person without it.
    [ -z "${CI:-}" ] || command -v npm >/dev/null || echo npm
    # Tests play people before the screens in a real browser.
    [ "$mode" = runtime ] || command -v chromium >/dev/null || echo chromium
    # So do they with a scanner, a print server and a card reader made of software, and with a TURN server;
    # pyscard is compiled.
    [ "$mode" = runtime ] || missing_peripheral_packages
    # Debian ships a python3 that cannot put pip into a virtual environment without this package.
    venv_usable || "$(find_python)" -c 'import ensurepip' 2>/dev/null || echo "$(basename "$(find_python)")-venv"
}

missing_peripheral_packages() {
    command -v scanimage >/dev/null || echo sane-utils
    command -v cupsd >/dev/null || echo cups-daemon
    command -v lpadmin >/dev/null || echo cups-client
    # It prints into a file; its filters and Ghostscript come with it.
    [ -e /usr/lib/cups/backend/cups-pdf ] || echo printer-driver-cups-pdf
    command -v pcscd >/dev/null || echo pcscd
    # Relays live video where the two sides cannot reach each other.
    command -v turnserver >/dev/null || echo coturn
    [ -e /usr/lib/pcsc/drivers/serial/libifdvpcd.so ] || echo vsmartcard-vpcd
    [ -e /usr/include/PCSC/winscard.h ] || echo libpcsclite-dev
    command -v cc >/dev/null || echo gcc libc6-dev | tr ' ' '\n'
    # A Python that is not Debian's brings its own header files, or no package of Debian has them.
    case $(find_python) in
        /usr/bin/*) compgen -G "$("$(find_python)" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" \
            >/dev/null || echo "$(basename "$(find_python)")-dev" ;;
    esac
}

may_install() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
}

# Keeps the package from making a database cluster, and so from starting a server; `pg_createcluster` still can.
# What somebody has decided there before stays as it is.
no_postgresql_cluster() {
    [ -e /etc/postgresql-common/createcluster.conf ] && return
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf
}

# Prints the units that the packages named would start: Tongban and its tests run their own.
units_of() {
    local package
    for package in "$@"; do
        case $package in
            mosquitto) echo mosquitto.service ;;
            cups-daemon | printer-driver-cups-pdf) printf '%s\n' cups.service cups.socket cups.path ;;
            coturn) echo coturn.service ;;
            pcscd) printf '%s\n' pcscd.service pcscd.socket ;;
        esac
    done
}

# Installs Debian packages without letting the distribution's own broker, print, card and TURN servers start.
# A masked unit is not started on installation (deb-systemd-invoke); afterwards it is there, disabled.
# Where there is no systemd, invoke-rc.d starts nothing in RUNLEVEL 1.
install_packages() {
    local units=()
    if [ -d /run/systemd/system ]; then mapfile -t units < <(units_of "$@"); fi
    if [[ " $* " == *" postgresql "* ]]; then logged no_postgresql_cluster; fi
    if ((${#units[@]})); then as_root systemctl mask "${units[@]}" >>"$log" 2>&1 || true; fi
    # The package lists are fetched only when those at hand do not serve.
    if ! apt_install "$@" >>"$log" 2>&1 </dev/null; then
        logged as_root timeout 300 apt-get update
        logged apt_install "$@"
    fi
    if ((${#units[@]})); then
        { as_root systemctl unmask "${units[@]}" && as_root systemctl disable --now "${units[@]}"; } \
            >>"$log" 2>&1 || true
    fi
}

# --- Python ------------------------------------------------------------------------------------

# Prints the first Python that is new enough; PYTHON=… names another.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# A virtual environment holds absolute paths: one that was moved with its clone is of no use.
venv_usable() {
    grep -qsF "$PWD/.venv/bin/python" .venv/bin/pip \
        && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

stamp() {
    { .venv/bin/python -V; sha256sum pyproject.toml requirements.txt requirements-dev.txt; } | sha256sum
}

# Whoever has what `dev` needs has what `runtime` needs.
python_ready() {
    venv_usable && stamp | cmp -s - .venv/.tongban-dev && return
    [ "$mode" = runtime ] && venv_usable && stamp | cmp -s - .venv/.tongban-runtime
}

install_python_packages() {
    venv_usable || logged "$(find_python)" -m venv --clear .venv
    rm -f .venv/.tongban-*
    local pip=(timeout --foreground 1800 .venv/bin/python -m pip --disable-pip-version-check --no-input install)
    # Compiling all takes as long as fetching it. Whoever develops may write here and compiles what they use;
    # a device's programs may be run by somebody who may not.
    [ "$mode" = runtime ] || pip+=(--no-compile)
    logged "${pip[@]}" --require-hashes -r "$requirements"
    say "[3/5] The tongban command …"
    logged "${pip[@]}" --no-deps --no-index --no-build-isolation --editable .
    stamp >".venv/.tongban-$mode"
}

# Faces are compared with a model that is not part of this repository; everything else works without it.
get_face_model() {
    say "[4/5] The face model …"
    deploy/setup/face_model.sh --get >>"$log" || say "Try again with: deploy/setup/face_model.sh --get"
}

# --- the screens -------------------------------------------------------------------------------

# With the machine's own Node they are built while the Python packages come.
screens=
begin_screens() {
    if deploy/setup/web.sh --ready || ! deploy/setup/web.sh --alone; then return; fi
    say "[5/5] The screens, meanwhile (about a minute the first time) …"
    set -m # a process group of their own, so that they can be ended whole
    deploy/setup/web.sh >build/setup-screens.log 2>&1 </dev/null &
    screens=$!
    set +m
    trap 'kill -- "-$screens" 2>/dev/null' EXIT
}

screens_said() {
    local met=0
    wait "$screens" || met=$?
    trap - EXIT
    cat build/setup-screens.log
    return "$met"
}

# --- the whole ---------------------------------------------------------------------------------

if ! find_python >/dev/null; then
    say "Tongban needs Python 3.11 or newer; here is $(python3 -V 2>&1 || echo none)." \
        "Debian 12 and Ubuntu 24.04 have it: sudo apt-get install python3 python3-venv" \
        "Or name one: make PYTHON=/path/to/python3.11 …"
    exit 2
fi

packages=$(missing_packages)
if [ -z "$packages" ] && python_ready && deploy/setup/web.sh --ready; then exit 0; fi

mkdir -p build
exec 9>build/setup.lock
if ! flock --nonblock 9; then
    say "Another set-up of this clone is running; waiting for it …"
    flock --wait 1800 9 || { say "It is not done after half an hour: end it, then try again."; exit 1; }
fi
: >"$log"

packages=$(missing_packages)
if [ -n "$packages" ]; then
    mapfile -t packages <<<"$packages"
    if ! may_install; then
        say "Tongban needs Debian packages that this user may not install. Please run:" "" \
            "    sudo apt-get install ${packages[*]}" ""
        exit 2
    fi
    say "[1/5] System packages: ${packages[*]} (a minute or two, once) …"
    install_packages "${packages[@]}"
fi
begin_screens
if ! python_ready; then
    say "[2/5] Python packages (about a minute the first time) …"
    install_python_packages
    get_face_model
fi
if [ -n "$screens" ]; then
    logged screens_said
elif ! deploy/setup/web.sh --ready; then
    say "[5/5] The screens (about a minute the first time) …"
    logged deploy/setup/web.sh
fi
say "Set-up is done."
