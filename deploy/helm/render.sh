#!/usr/bin/env bash
# Renders the chart into deploy/kubernetes, for those without Helm, and into the cases that the tests check. To be run
# after each change of the chart; a test compares the checksums.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
chart=deploy/helm/cameragrid

for values in deploy/kubernetes/cameragrid.values.yaml CameraGrid.Tests/Deploy/Rendered/*.values.yaml; do
  command="helm template cameragrid $chart --namespace cameragrid --values $values"
  {
    echo "# $command"
    echo "# sha256 of Chart.yaml, values.yaml, templates and the values: $(cat $chart/Chart.yaml $chart/values.yaml $chart/templates/* "$values" | sha256sum | cut -d ' ' -f 1)"
    $command
  } >"${values%.values.yaml}.yaml"
done
