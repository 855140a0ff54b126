# What every check shares: where things are, how a missing program is had, how findings are counted. A check sources
# this file, names what it needs with need_*, runs each judge with `judge`, and ends with `finish`.
# shellcheck shell=bash
set -euo pipefail

TEST=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
REPO=$(dirname "$TEST")
CACHE=$TEST/.cache
NODE=$TEST/node_modules/.bin
NOT_RUN=77 # the exit status of a check that could not get a program
export TEST REPO CACHE NODE NOT_RUN
export REDOCLY_TELEMETRY=off SCARF_ANALYTICS=false DO_NOT_TRACK=1 NO_COLOR=1 NO_UPDATE_NOTIFIER=1
unset FORCE_COLOR
mkdir -p "$CACHE/bin" "$CACHE/out" "$CACHE/log"

# not_run REASON ends a check that cannot be run here.
not_run() {
  echo "NOT RUN: $1"
  exit "$NOT_RUN"
}

# need_debian PROGRAM PACKAGE… installs Debian packages when the program is not here and the user may.
need_debian() {
  local program=$1
  shift
  if command -v "$program" >/dev/null; then return; fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    not_run "$program is not here; as root: apt-get install $*"
  fi
  export DEBIAN_FRONTEND=noninteractive
  if ! apt-get install -y --no-install-recommends "$@" >"$CACHE/log/apt-$program.txt" 2>&1; then
    if ! { apt-get update && apt-get install -y --no-install-recommends "$@"; } >"$CACHE/log/apt-$program.txt" 2>&1; then
      tail -n 20 "$CACHE/log/apt-$program.txt"
      not_run "apt-get could not install $*"
    fi
  fi
  command -v "$program" >/dev/null || not_run "$program is not in the packages $*"
}

# have_swift finds a compiler for test/swift: here, in the Debian packages of this system or, as root, in those of Debian 13,
# unpacked below $CACHE with all that they need: older releases have none. That is 540 MB to fetch and 1.3 GB on the disk.
have_swift() {
  local root=$CACHE/swift log=$CACHE/log/apt-swiftc.txt apt
  if "$TEST/swift" swiftc --version >/dev/null 2>&1; then return; fi
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  if apt-get install -y --no-install-recommends swiftlang >"$log" 2>&1; then
    command -v swiftc >/dev/null
    return
  fi
  rm -rf "$root"
  apt=$root/apt
  mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$root"/{here,proc,tmp,usr/bin,usr/lib,usr/lib64,usr/sbin}
  for name in bin lib lib64 sbin; do ln -s "usr/$name" "$root/$name"; done
  : >"$apt/status"
  local mirror
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(SITE)' 2>>"$log" | grep -m 1 '/debian/*$') || return 1
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$apt/sources.list"
  local options=(-o "Dir::State=$apt" -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt" -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update >>"$log" 2>&1 &&
    apt-get "${options[@]}" install -y --no-install-recommends --download-only swiftlang libc6-dev libstdc++-14-dev dash >>"$log" 2>&1 || return 1
  for name in "$apt"/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$name" | tar -x -C "$root" --keep-directory-symlink --exclude='./usr/share/*' \
      --exclude='*/lib/swift_static' --exclude='*lldb*' --exclude='*sourcekit*' --exclude='*/clangd' --exclude='*/docc' || return 1
  done
  rm -rf "$apt"
  "$TEST/swift" swiftc --version >>"$log" 2>&1
}

# need_node installs the locked packages of test/package.json once. No package runs a script of its own. The go.mod in
# the folder keeps Go files that packages may carry out of ./... of this module.
need_node() {
  local want have stamp=$TEST/node_modules/.installed
  command -v node >/dev/null || not_run "node is not here; version 20 or newer is needed"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || not_run "node 20 or newer is needed; here is $(node --version)"
  want=$(cat "$TEST/package.json" "$TEST/package-lock.json" | sha256sum)
  have=$(cat "$stamp" 2>/dev/null || true)
  if [ "$want" = "$have" ]; then return; fi
  (cd "$TEST" && npm ci --ignore-scripts --no-progress) >"$CACHE/log/npm.txt" 2>&1 || {
    tail -n 20 "$CACHE/log/npm.txt"
    echo "npm ci failed in test/"
    exit 1
  }
  echo "module ignored" >"$TEST/node_modules/go.mod"
  echo "$want" >"$stamp"
}

# need_go NAME PACKAGE [FOLDER] builds a tool whose version test/tools/go.mod pins, or the one in a folder below, as
# $CACHE/bin/NAME.
need_go() {
  (cd "$TEST/tools/${3:-}" && GOFLAGS=-mod=readonly go build -o "$CACHE/bin/$1" "$2") || {
    echo "go build of $2 failed in test/tools"
    exit 1
  }
}

failures=()

# judge LABEL COMMAND… runs a judge that must accept; what it says is shown if it does not. A function that is given as
# the command joins its steps with &&: the shell does not stop at a failure inside a condition.
judge() {
  local label=$1 started=$SECONDS log
  shift
  log=$(mktemp "$CACHE/log/judge.XXXXXX")
  if "$@" >"$log" 2>&1; then
    echo "ok: $label ($((SECONDS - started)) s)"
  else
    cat "$log"
    echo "FAILED: $label ($((SECONDS - started)) s)"
    failures+=("$label")
  fi
  rm -f "$log"
}

# refuses LABEL COMMAND… runs a judge on something bad, which it must refuse: a judge that accepts everything judges
# nothing.
refuses() {
  local label=$1
  shift
  if "$@" >/dev/null 2>&1; then
    echo "FAILED: $label accepts what it must refuse"
    failures+=("$label accepts what it must refuse")
  fi
}

# finish names what failed and ends the check.
finish() {
  if [ ${#failures[@]} -eq 0 ]; then exit 0; fi
  printf '\nfailed: %s\n' "${#failures[@]}"
  printf '  %s\n' "${failures[@]}"
  exit 1
}
