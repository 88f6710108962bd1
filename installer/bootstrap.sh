#!/bin/sh
# From a fresh checkout on Debian 12 or later to a running program, in one command. Running it again costs no time and no network.
set -eu

usage() {
    cat <<'TEXT'
Quay Mot Cua: set up and start from a checkout

  sh installer/bootstrap.sh demo          a throw-away desk with sample data and its own gateway, ready to try
  sh installer/bootstrap.sh test          everything a change must pass: format, lint, types, layers, tests
  sh installer/bootstrap.sh run [ARGS]    the program itself (run --help lists its commands)
  sh installer/bootstrap.sh setup         only prepare the environment (.venv)

The first run installs system packages (as root, or through sudo) and the locked Python packages into .venv.
TEXT
}

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
VENV=$ROOT/.venv
STAMP=$VENV/.locked
PYTHON=$VENV/bin/python

# Python itself, Qt on a screen (X11) or without one, the second barcode reader.
SYSTEM="ca-certificates python3 python3-venv
    libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libbrotli1
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
    libzbar0"
# A screen in memory.
SYSTEM_SCREEN="xvfb xauth"
# The same, and what the tests try the program with: PDF tools, a word reader, virtual scanners, a browser.
SYSTEM_TEST="$SYSTEM_SCREEN poppler-utils tesseract-ocr tesseract-ocr-vie libsane1 sane-utils sane-airscan chromium"

say() { printf '%s\n' "$*" >&2; }
fail() { say "bootstrap: $*"; exit 1; }

installed() {
    # Newer releases carry some libraries under a name ending in t64.
    dpkg-query -W -f='${db:Status-Status}\n' "$1" "$1t64" 2>/dev/null | grep -qx installed
}

install_system() {
    command -v dpkg-query >/dev/null 2>&1 || {
        say "bootstrap: this is not Debian or Ubuntu; please see to these packages yourself:" $SYSTEM
        return 0
    }
    missing=
    for package in "$@"; do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
            as_root=sudo
        else
            say "bootstrap: system packages are missing; as an administrator run"
            fail "  apt-get update && apt-get install --no-install-recommends$missing"
        fi
    fi
    say "bootstrap: installing system packages:$missing"
    # shellcheck disable=SC2086 # the lists are words, and there may be no sudo
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 update >&2 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \
            install -y --no-install-recommends $missing >&2 ||
        fail "the system packages could not be installed (is there a network?)"
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    fail "Python 3.11 or newer is needed (Debian 12 has it)"
}

digest() { sha256sum "$ROOT/installer/locks/$1.txt" | cut -d' ' -f1; }
ready() { grep -qxF "$1 $(digest "$1")" "$STAMP" 2>/dev/null; }

install_python() {
    lock=$1
    if [ -x "$PYTHON" ] && ! new_enough "$PYTHON"; then
        rm -rf "$VENV" # made by a Python that is no longer there
    fi
    # What the tests need contains what the desk needs, in the same versions.
    if [ -x "$PYTHON" ] && { ready "$lock" || ready dev; }; then
        return 0
    fi
    [ -x "$PYTHON" ] || "$(find_python)" -m venv "$VENV" || fail "the environment $VENV could not be made"
    rm -f "$STAMP"
    say "bootstrap: installing the locked Python packages ($lock) into .venv"
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-input --only-binary=:all: \
        --require-hashes -r "$ROOT/installer/locks/$lock.txt" >&2 ||
        fail "the Python packages could not be installed (is there a network?)"
    printf '%s %s\n' "$lock" "$(digest "$lock")" >"$STAMP"
}

link_program() {
    # The program runs from the checkout, also when it is called from elsewhere as .venv/bin/desk-app.
    packages=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$ROOT" >"$packages/desk_app_checkout.pth"
    printf '#!/bin/sh\nexec "%s" -m desk_app "$@"\n' "$PYTHON" >"$VENV/bin/desk-app"
    chmod +x "$VENV/bin/desk-app"
}

prepare() {
    # shellcheck disable=SC2086 # the lists are words
    if [ "$1" = dev ]; then install_system $SYSTEM $SYSTEM_TEST; else install_system $SYSTEM; fi
    install_python "$1"
    link_program
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
    demo)
        # Without a screen the program says so and names xvfb-run, which should then be there.
        [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] || SYSTEM="$SYSTEM $SYSTEM_SCREEN"
        prepare desk
        exec "$PYTHON" -m desk_app demo "$@"
        ;;
    run)
        prepare desk
        exec "$PYTHON" -m desk_app "$@"
        ;;
    test)
        prepare dev
        exec "$PYTHON" "$ROOT/installer/check.py" "$@"
        ;;
    setup)
        prepare desk
        say "bootstrap: ready; start with $VENV/bin/desk-app"
        ;;
    "" | help | -h | --help) usage ;;
    *)
        usage >&2
        exit 2
        ;;
esac
