#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test, and ends with a line "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# A real Redis, and PyTorch to hold the C# model to: from Debian's packages where that is possible.
missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
/usr/bin/python3 -c 'import torch' 2>/dev/null || missing+=(python3-torch)
# A real Prometheus with promtool, for the scrape config, the rules and the dashboards.
command -v prometheus >/dev/null || missing+=(prometheus)
# A browser, for the dashboard.
[ -x /usr/bin/chromium ] || missing+=(chromium)
# The allocator of training processes, where it is installed.
compgen -G '/usr/lib/*/libjemalloc.so.2' >/dev/null || missing+=(libjemalloc2)
# Network namespaces, for the chaos harness.
command -v ip >/dev/null || missing+=(iproute2)
# Docker Compose and HAProxy, for the files under deploy/compose.
docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null || missing+=(docker-compose)
command -v haproxy >/dev/null || [ -x /usr/sbin/haproxy ] || missing+=(haproxy)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing for the tests: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "Not installed: ${missing[*]}. The tests that need them are skipped, with that reason."
  fi
fi

dotnet build --nologo -v quiet ResNet.Distributed.sln

# One test project at a time: training saturates the cores, and two at once would only wait for each other.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test --solution ResNet.Distributed.sln --no-build --max-parallel-test-modules 1 "$@" 2>&1 | tee "$log" || status=$?

# Once more at the end, where they are looked for: which tests failed.
grep -E '^ *failed [^(]+' "$log" || true

count() { sed -n "s/^ *$1: \([0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded)
echo "${passed:-0} passed, $(count failed || true) failed, $(count skipped || true) skipped" | sed 's/,  /, 0 /g'
[ "${passed:-0}" -gt 0 ] || status=1
exit "$status"
