#!/usr/bin/env bash
# Start Isonomy by the command given, wait for its health page, sign out of everything again.
# Used to prove the README's two commands on a fresh clone.
set -euo pipefail
log=$(mktemp)
"$@" >"$log" 2>&1 &
process=$!
trap 'kill -INT $process 2>/dev/null || true; wait $process || true; rm -f "$log"' EXIT
for _ in $(seq 600); do
  if ! kill -0 $process 2>/dev/null; then cat "$log"; echo "it ended by itself"; exit 1; fi
  if grep -q "Isonomy is ready" "$log"; then break; fi
  sleep 0.5
done
cat "$log"
address=$(grep -o "http[s]*://[^ ]*" <(grep "Isonomy is ready" "$log"))
python3 - "$address" <<'PYTHON'
import json, sys, urllib.request

address = sys.argv[1]
health = json.load(urllib.request.urlopen(f"{address}/health", timeout=10))
assert health["status"] == "ok", health
page = urllib.request.urlopen(address, timeout=10).read().decode()
assert "Isonomy" in page, page[:400]
print(f"{address} answers, version {health['version']}")
PYTHON
