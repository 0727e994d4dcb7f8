import type { PackageManager } from '../package-manager.ts'

/** Actions that workflows use, by the commit of a release: a tag can be moved to other code. */
const actions = {
  checkout: 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2',
  setupNode: 'actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0',
  uploadArtifact: 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
  downloadArtifact: 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
} as const

/** What a workflow depends on. */
export type Setup = {
  readonly manager: PackageManager
  /** Major version. */
  readonly node: number
  readonly branch: string
  /** Folder of the reports. */
  readonly reports: string
}

/**
 * The workflow that gates pull requests and what is pushed. Text from elsewhere (branches, titles) is in none of its
 * scripts, and only numbers and names that GitHub or Assay made are in expressions.
 */
export function githubGate({ manager, node, branch, reports }: Setup): string {
  return `# Written by 'assay init --ci github', and yours from now on.
#
# Whatever a pull request brings, also one from a fork, runs with a token that can only read and without any
# secret. What its gate found is posted by assay-comment.yml, which runs nothing that the pull request brought.
# Nothing is committed: what is to be kept is in the artifacts.
name: Assay

on:
  pull_request:
  push:
    branches: ['${branch}']
    tags: ['v*']

permissions:
  contents: read

concurrency:
  # A newer commit of a pull request ends the gate of the one before.
  group: assay-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  gate:
    # Here every job has a machine for itself. On a machine of your own, where several may run, let gates queue:
    # concurrency: { group: assay-gate, queue: max }
    runs-on: ubuntu-latest
    timeout-minutes: 60
    outputs:
      run: \${{ steps.gate.outputs.run }}
    steps:
      - uses: ${actions.checkout}
        with:
          fetch-depth: 0 # the revision that is compared with is measured, too
          persist-credentials: false
${setUp(node)}
${install(manager, manager.install)}
      - name: Gate
        id: gate
        shell: bash
        run: |
          # A pull request is compared with the branch that it goes into: the first parent of the merge that
          # was checked out. What is pushed is compared with the last release before it.
          if [ "$GITHUB_EVENT_NAME" = pull_request ]; then
            base=$(git rev-parse HEAD^1)
          else
            base=$(git describe --tags --match 'v*' --abbrev=0 HEAD^ 2> /dev/null) || base=auto
          fi
          code=0
          npx --no -- assay gate --against "$base" --json > "$RUNNER_TEMP/run.json" || code=$?
          if [ -s "$RUNNER_TEMP/run.json" ]; then
            id=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).id' "$RUNNER_TEMP/run.json")
            echo "run=$id" >> "$GITHUB_OUTPUT"
          fi
          exit "$code"
      - name: Tell what it found
        if: \${{ !cancelled() && steps.gate.outputs.run != '' }}
        shell: bash
        env:
          RUN: \${{ steps.gate.outputs.run }}
          PULL_REQUEST: \${{ github.event.pull_request.number }}
        run: |
          npx --no -- assay report "${reports}/$RUN" --format summary,annotations,comment --out "$RUNNER_TEMP/assay"
          cat "$RUNNER_TEMP/assay/summary.md" >> "$GITHUB_STEP_SUMMARY"
          cat "$RUNNER_TEMP/assay/annotations.txt"
          echo "$PULL_REQUEST" > "$RUNNER_TEMP/assay/pull-request.txt"
      - uses: ${actions.uploadArtifact}
        if: \${{ !cancelled() && steps.gate.outputs.run != '' }}
        with:
          name: assay-evidence
          path: ${reports}/\${{ steps.gate.outputs.run }}/
          if-no-files-found: error
      - uses: ${actions.uploadArtifact}
        if: \${{ !cancelled() && steps.gate.outputs.run != '' && github.event_name == 'pull_request' }}
        with:
          name: assay-comment
          path: |
            \${{ runner.temp }}/assay/comment.md
            \${{ runner.temp }}/assay/pull-request.txt
          if-no-files-found: error

  certify:
    # The key is in no job that runs benchmarks, and only there where somebody who may push has pushed.
    needs: gate
    if: \${{ !cancelled() && github.event_name == 'push' && needs.gate.outputs.run != '' }}
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: ${actions.checkout}
        with:
          persist-credentials: false
${setUp(node)}
${install(manager, manager.installWithoutScripts)}
      - uses: ${actions.downloadArtifact}
        with:
          name: assay-evidence
          path: ${reports}/\${{ needs.gate.outputs.run }}/
      - name: Certify
        shell: bash
        env:
          # Without this secret a certificate is advice: it says ADVISORY_ONLY at best.
          ASSAY_SIGNING_KEY: \${{ secrets.ASSAY_SIGNING_KEY }}
          RUN: \${{ needs.gate.outputs.run }}
        run: npx --no -- assay certify "${reports}/$RUN/run.json"
      - uses: ${actions.uploadArtifact}
        if: \${{ !cancelled() }}
        with:
          # What to unpack into ${reports}/ and to commit.
          name: assay-release
          path: |
            ${reports}/certificates/
            ${reports}/\${{ needs.gate.outputs.run }}/
          if-no-files-found: error
`
}

function setUp(node: number): string {
  return `      - uses: ${actions.setupNode}
        with:
          node-version: ${node}
          package-manager-cache: false # no job gets what code of another one may have left`
}

function install({ prepare }: PackageManager, command: string): string {
  return [...(prepare === undefined ? [] : [prepare]), command]
    .map((line) => `      - run: ${line}`)
    .join('\n')
}
