/**
 * The workflow that posts what a gate of a pull request found. It has a token that may write, so it trusts nothing of what
 * the gate left: files must be files, the number must be one, of the very pull request that was measured.
 */
export const githubComment = `# Written by 'assay init --ci github', and yours from now on.
#
# Posts what the gate of a pull request found, and replaces that comment when it is run again. This runs with a
# token that may write, so it checks out nothing, runs nothing that the pull request brought, and takes its
# artifact for what anybody may have written.
name: Assay comment

on:
  workflow_run:
    workflows: [Assay]
    types: [completed]

permissions: {}

jobs:
  comment:
    if: \${{ github.event.workflow_run.event == 'pull_request' }}
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      actions: read # the artifact
      pull-requests: write # the comment
    steps:
      - name: Post what the gate found
        shell: bash
        env:
          GH_TOKEN: \${{ github.token }}
          REPOSITORY: \${{ github.repository }}
          RUN_ID: \${{ github.event.workflow_run.id }}
          HEAD_SHA: \${{ github.event.workflow_run.head_sha }}
        run: |
          set -u
          artifacts=$(gh api "repos/$REPOSITORY/actions/runs/$RUN_ID/artifacts" --jq '.artifacts[].name')
          if ! grep -qx assay-comment <<< "$artifacts"; then
            echo 'The gate did not come as far as a report.'
            exit 0
          fi
          folder="$RUNNER_TEMP/assay-comment"
          gh run download "$RUN_ID" --repo "$REPOSITORY" --name assay-comment --dir "$folder"
          refuse() {
            echo "::error::The artifact is not what a gate leaves: $1"
            exit 1
          }
          # A link would post another file of this machine.
          for file in comment.md pull-request.txt; do
            if [ -L "$folder/$file" ] || [ ! -f "$folder/$file" ]; then refuse "$file is no file"; fi
          done
          number=$(head -c 20 "$folder/pull-request.txt" | tr -d '\\0')
          [[ "$number" =~ ^[1-9][0-9]{0,9}$ ]] || refuse 'no number of a pull request'
          if [ "$(wc -c < "$folder/comment.md")" -gt 65536 ]; then refuse 'the comment is too long'; fi
          marker=$(head -n 1 "$folder/comment.md" | head -c 200 | tr -d '\\0')
          [[ "$marker" =~ ^'<!-- assay-report '[A-Za-z0-9._-]+' -->'$ ]] || refuse 'the comment has no marker'
          # Whoever wrote the number may have written any: only the pull request whose commit was measured is meant.
          head=$(gh api "repos/$REPOSITORY/pulls/$number" --jq .head.sha)
          if [ "$head" != "$HEAD_SHA" ]; then
            echo 'The pull request has other commits by now, or is another one.'
            exit 0
          fi
          export marker
          before=$(gh api --paginate "repos/$REPOSITORY/issues/$number/comments" --jq \\
            '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.marker))) | .id' | sed -n 1p)
          if [ -n "$before" ]; then
            gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$before" -F "body=@$folder/comment.md"
          else
            gh api --silent --method POST "repos/$REPOSITORY/issues/$number/comments" -F "body=@$folder/comment.md"
          fi
`
