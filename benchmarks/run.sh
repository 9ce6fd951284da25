#!/usr/bin/env bash
# Measures everything on the machine it is on and writes benchmarks/RESULTS.md.
#   benchmarks/run.sh            everything: a good hour on two cores; nothing else should run meanwhile
#   benchmarks/run.sh --quick    one round of each, to see that everything works; writes artifacts/results/RESULTS.md
#   benchmarks/run.sh [--quick] step data    these parts alone; the other sections are those of the last run
# On a machine with a GPU, `Step cuda` measures the step there; its page is benchmarks/CUDA.md, which is part of the results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

quick=
if [ "${1:-}" = --quick ]; then
  quick=1
  shift
fi
parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(step data orchestration start allreduce)

# Sections of a short run are no figures: they do not replace those of a full one.
sections=artifacts/results/${quick:+quick-}sections
page=${quick:+artifacts/results/RESULTS.md}
page=${page:-benchmarks/RESULTS.md}
mkdir -p "$sections"

dotnet build -c Release --nologo -v quiet ResNet.Distributed.sln
measure() { "artifacts/bin/$1/release/ResNet.Distributed.$1" "${@:2}"; }

for part in "${parts[@]}"; do
  echo "== $part" >&2
  case $part in
    step) measure Step ${quick:+--rounds 1 --steps 1 --models resnet18} --out "$sections/1-step.json" ;;
    data) measure Data ${quick:+--rounds 1} --out "$sections/2-data.json" ;;
    orchestration) measure Orchestration ${quick:+--quick --rounds 1} --out "$sections/3-orchestration.json" ;;
    start) measure Start ${quick:+--rounds 1 --idle-seconds 5} --out "$sections/4-start.json" ;;
    allreduce)
      measure AllReduce ${quick:+--quick --rounds 1} --out "$sections/allreduce.tables"
      {
        echo "## All-reduce"
        echo
        # The machine stands at the page's head, and the tables' headings are one level lower here.
        sed -e 1d -e 's/^## /### /' "$sections/allreduce.tables"
      } >"$sections/5-allreduce.md"
      ;;
    *)
      echo "There is no part '$part'; expected some of: step data orchestration start allreduce" >&2
      exit 2
      ;;
  esac
done

cp benchmarks/CUDA.md "$sections/1-step-cuda.md"
cp benchmarks/XEON.md "$sections/1-step.xeon.md"
cp benchmarks/LARGE.md "$sections/3-orchestration-large.md"
cp benchmarks/TRIED.md "$sections/6-tried.md"
measure Results "$sections" "$page"
echo "Written: $page" >&2
