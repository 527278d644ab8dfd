#!/usr/bin/env bash
# Runs the desk's tests a second time, on PostgreSQL; says plainly where there is none to be reached.
set -euo pipefail
address="${DATABASE_URL:-postgres://root@127.0.0.1:5432/test}"
if ! .venv/bin/python -c "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()" "$address" 2>/dev/null; then
  echo "PostgreSQL was not there (DATABASE_URL or 127.0.0.1:5432, database test): the desk was tested on SQLite only."
  exit 0
fi
echo "The desk's tests again, on PostgreSQL."
DATABASE_URL="$address" exec .venv/bin/python -m pytest -n 2 --dist loadfile -m "not browser" tests/unit/desk tests/functional/desk
