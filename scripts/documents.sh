#!/usr/bin/env bash
# Makes sure that LibreOffice and tesseract are there for the tests of reading attachments; Debian's packages
# where they are not. Where they cannot be installed, the tests that need them are skipped and say so.
set -euo pipefail
missing=""
command -v lowriter >/dev/null 2>&1 || missing="$missing libreoffice-writer"
command -v localc >/dev/null 2>&1 || missing="$missing libreoffice-calc"
command -v tesseract >/dev/null 2>&1 || missing="$missing tesseract-ocr"
if [ -z "$missing" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
  sudo=""
  if [ "$(id -u)" -ne 0 ]; then sudo="sudo"; fi
  echo "Installing$missing from the system's packages for the tests of reading attachments."
  # shellcheck disable=SC2086 # a list of names
  if $sudo apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
    exit 0
  fi
fi
echo "Without$missing the tests that need them are skipped. Install them with your system's package manager." >&2
