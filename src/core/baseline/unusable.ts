import type { UnusableBaseline } from '../../model/baseline.ts'
import { type Finding, finding } from '../../model/finding.ts'

/** That a baseline cannot be used, and what to do about it. */
export function findUnusable(one: UnusableBaseline): Finding {
  const [code, what] = wordsOf(one)
  const { path } = one
  return finding(code, path, `It ${what}`, advice[code])
}

function wordsOf(one: UnusableBaseline): [code: keyof typeof advice, what: string] {
  switch (one.state) {
    case 'no-file':
      return ['unreadable-baseline', 'is no ordinary file']
    case 'unreadable':
      return ['unreadable-baseline', `cannot be read (${one.error})`]
    case 'no-json':
      return ['broken-baseline', `is not JSON (${one.error}): truncated, or a merge left its marks`]
    case 'older':
    case 'newer':
      return [
        `${one.state}-baseline`,
        `has the schema '${one.version}', and this version of Assay reads '${one.reads}'`,
      ]
    case 'invalid':
      return ['broken-baseline', `is no baseline: '${one.at}' ${one.error}`]
    case 'of-other-class':
      return ['misplaced-baseline', `belongs to class ${one.class}, but lies in the folder of ${one.here}`]
    case 'of-other-file':
      return ['misplaced-baseline', `belongs to ${one.file}, but lies elsewhere`]
  }
}

const advice = {
  'broken-baseline': 'Restore it from git, or measure it again: \'assay baseline update --force --why "…"\'.',
  'unreadable-baseline': 'Give yourself permission to read it, or rename or remove what is in its place.',
  'older-baseline': 'Record it again: \'assay baseline update --force --why "…"\'.',
  'newer-baseline': 'Update Assay to the version that wrote it.',
  'misplaced-baseline': 'Numbers of one place are not those of another: move the file back, or delete it.',
} as const
