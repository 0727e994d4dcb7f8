import type { Setup } from './github-gate.ts'

/** Jobs for GitLab, to be included by a project's own `.gitlab-ci.yml`. */
export function gitlabGate({ manager: { prepare, install }, node, reports }: Setup): string {
  const steps = [...(prepare === undefined ? [] : [prepare]), install]
    .map((line) => `    - ${line}\n`)
    .join('')
  return `# Written by 'assay init --ci gitlab', and yours from now on. Name it in .gitlab-ci.yml:
#
#   include:
#     - local: .gitlab/assay.yml
#
# Give the key to sign with (ASSAY_SIGNING_KEY) to none of these jobs: they run benchmarks, and whatever those load.
# Sign where no benchmark runs, from the run.json in the artifacts.
assay:
  image: node:${node}
  rules:
    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
    - if: $CI_COMMIT_TAG
  variables:
    GIT_DEPTH: '0' # the revision that is compared with is measured, too
  # One gate at a time: they would measure each other where a runner takes several jobs.
  resource_group: assay
  script:
${steps}    - |
      # A merge request is compared with where it branched off, anything else with the last release before it.
      base="$CI_MERGE_REQUEST_DIFF_BASE_SHA"
      [ -n "$base" ] || base=$(git describe --tags --match 'v*' --abbrev=0 HEAD^ 2> /dev/null) || base=baseline
      code=0
      # Below .assay/: another new file would make the working tree one that nobody has committed.
      mkdir -p .assay
      npx --no -- assay gate --against "$base" --json > .assay/run.json || code=$?
      [ ! -s .assay/run.json ] || npx --no -- assay report .assay/run.json --format junit,openmetrics --out .assay/report
      exit "$code"
  artifacts:
    when: always
    paths:
      - ${reports}/
    reports:
      junit: .assay/report/junit.xml
      metrics: .assay/report/metrics.txt
`
}
