#!/usr/bin/env bash
# The tests of incoming mail talk to a real IMAP server, Debian's dovecot; installed where it is missing.
set -euo pipefail
if [ -x /usr/sbin/dovecot ]; then
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "No dovecot here: the tests that need an IMAP server will be skipped. On Debian: apt-get install dovecot-imapd"
  exit 0
fi
echo "Installing dovecot-imapd from the system's packages for the tests of incoming mail."
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd >/dev/null
