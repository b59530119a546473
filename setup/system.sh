#!/bin/sh
# What pip cannot install. Asks the machine first; changes it only as root, or with a sudo that
# asks for no password; otherwise says in one line what to install. Called by the Makefile.
#   setup/system.sh python|documents|browser|certificates|calendars|mail-servers
set -u
need=$1

have() {
    case $need in
    python) "${PYTHON:-python3}" -c 'import ensurepip, venv' ;;
    # A page that really comes out with a font in it: Pango, HarfBuzz and fonts in one question.
    documents) .venv/bin/python -c 'import sys, weasyprint
sys.exit(b"/FontFile" not in weasyprint.HTML(string="x").write_pdf(uncompressed_pdf=True))' ;;
    browser) command -v chromium ;;
    certificates) command -v openssl ;;
    mail-servers) command -v postfix && command -v dovecot ;;
    calendars) .venv/bin/python -c 'import ctypes; ctypes.CDLL("libical.so.3")' ;;
    esac >/dev/null 2>&1
}

case $need in
python) packages="python3-venv" ;;
documents) packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation" ;;
browser) packages="chromium" ;;
certificates) packages="openssl" ;;
calendars) packages="libical3" ;;
mail-servers) packages="postfix dovecot-core dovecot-lmtpd" ;;
*) echo "setup/system.sh: choose python, documents, browser, certificates, calendars or mail-servers" >&2; exit 2 ;;
esac

have && exit 0
missing="Missing on this machine for $need: install $packages (Debian names) and run make again."

as_root=
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
    sudo -n true 2>/dev/null || as_root=refused
fi
if [ "$as_root" = refused ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "$missing" >&2
    exit 1
fi

echo "Installing $packages"
log=$(mktemp)
{
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # the words are package names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
} >"$log" 2>&1 </dev/null
if ! have; then
    tail -n 5 "$log" >&2
    echo "$missing" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"
