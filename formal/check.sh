#!/usr/bin/env bash
# Runs every model with ProVerif (2.04 or later) and compares its RESULT lines with the ones that are expected, which
# stand in the model. The weakened twins must fail as their comment says.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v proverif >/dev/null; then
  echo "skipped: there is no proverif on the PATH"
  exit 0
fi

failed=0
for model in *.pv; do
  # "report" in "report-unsigned.pv" is what is asked.
  questions=${model%.pv}
  questions=${questions%%-*}
  # "mediation.thief" asks of what "mediation" declares.
  libraries=(-lib phr.pvl -lib "${questions%%.*}.pvl")
  if [ "$questions" != "${questions%%.*}" ]; then
    libraries+=(-lib "$questions.pvl")
  fi
  # Versions number variables differently, and say in brackets what else they tried.
  found=$(proverif "${libraries[@]}" "$model" | grep '^RESULT [^(]' | sed 's/_[0-9]*\b//g' || true)
  if [ -n "$found" ] && [ "$found" = "$(grep '^RESULT ' "$model")" ]; then
    echo "as expected: $model"
  else
    echo "NOT as expected: $model"
    diff <(grep '^RESULT ' "$model") <(echo "$found") || true
    failed=1
  fi
done
exit $failed
