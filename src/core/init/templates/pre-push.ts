/** A hook of git that lets a release tag leave only with a certificate of what it names. `reports`: their folder. */
export function prePush(reports: string): string {
  return `#!/bin/sh
# Written by 'assay init --hook', and yours from now on. git runs it before it pushes, once it knows where
# hooks are: git config core.hooksPath .githooks
#
# A tag v* leaves only when the newest certificate of a release gate says GO about the files of its commit.
# Nothing is measured, changed or committed here. 'git push --no-verify' goes past it.

certificates='${reports}/certificates'

refuse() {
  printf '%s\\n' "assay: $1" "       $2" >&2
  exit 1
}

# Each line: local ref, local object, remote ref, remote object.
while read -r _ object ref _; do
  case $ref in refs/tags/v*) ;; *) continue ;; esac
  # A tag that is deleted is all zeros.
  case $object in *[!0]*) ;; *) continue ;; esac
  tag=\${ref#refs/tags/}
  commit=$(git rev-parse --verify --quiet "$object^{commit}") ||
    refuse "$tag names no commit" 'Tag the commit that is released.'
  # Names end with date and time: release_gate_<component>_<date>_<time>.md
  newest=$(ls "$certificates" 2> /dev/null | grep '^release_gate_.*\\.md$' | sort -t _ -k 4 | tail -n 1)
  [ -n "$newest" ] || refuse "$tag has no certificate in $certificates" \\
    "Gate the commit first: npx assay gate; commit $certificates and the evidence, and tag that."
  npx --no -- assay verify "$certificates/$newest" --for "$commit" --require GO < /dev/null >&2 ||
    refuse "$tag is not what $newest says GO about" \\
      'Gate this commit: npx assay gate; commit what it writes, move the tag there, and push again.'
done
`
}
