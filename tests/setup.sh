#!/bin/sh
# Gets what the tests need besides Python: a Chromium, Node.js with npm, Java, poppler's pdftotext, and the packages
# of tests/package.json; with the argument `audit`, the larger ones of tests/audit/package.json too.
# What cannot be had is named and left out: its tests then skip, or fail where CI is set (tests/conftest.py).
set -eu
cd "$(dirname "$0")/.."

has() { command -v "$1" >/dev/null 2>&1; }
has_chromium() { has chromium || has chromium-browser || has google-chrome; }
has_dejavu() { ls /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf >/dev/null 2>&1; }
has_noto() { ls /usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf >/dev/null 2>&1; }
has_noto_cjk() { ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1; }
has_emoji() { ls /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf >/dev/null 2>&1; }

missing=""
has_chromium || missing="$missing chromium"
has node || missing="$missing nodejs"
has npm || missing="$missing npm"
has java || missing="$missing default-jre-headless"
has pdftotext || missing="$missing poppler-utils"

if has apt-get; then
  # Fonts change what a page looks like, never whether it can be tested; cards and résumés of other scripts need those of Noto.
  has_dejavu || missing="$missing fonts-dejavu-core"
  has_noto || missing="$missing fonts-noto-core"
  has_noto_cjk || missing="$missing fonts-noto-cjk"
  has_emoji || missing="$missing fonts-noto-color-emoji"
  if [ -n "$missing" ]; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if [ -z "$as_root" ] || $as_root true 2>/dev/null; then
      echo "installing for the tests:$missing"
      # One broken source among many need not matter, so the installation is tried all the same.
      $as_root apt-get -qq update || true
      # shellcheck disable=SC2086  # a list of words
      $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y --no-install-recommends install $missing >/dev/null || echo "the installation failed" >&2
    fi
  fi
fi

has java || echo "note: no Java here, so the Nu HTML checker cannot run" >&2
has pdftotext || echo "note: no pdftotext here, so print cannot be checked" >&2
has_chromium || echo "note: no Chromium here, so its tests cannot run" >&2
if ! has node || ! has npm; then
  echo "note: no Node.js with npm here, so its tests cannot run" >&2
  exit 0
fi

# A copy of the lock file says what is installed; times lie after a checkout.
install_packages() {
  if cmp -s "$1/package-lock.json" "$1/node_modules/.installed-lock.json"; then
    return
  fi
  echo "installing the npm packages of $1"
  if npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; then
    cp "$1/package-lock.json" "$1/node_modules/.installed-lock.json"
  else
    echo "note: npm could not install the packages of $1, so what needs them cannot run" >&2
  fi
}

install_packages tests
if [ "${1:-}" = audit ]; then
  install_packages tests/audit
fi
