import type { CostlierImport, ImportReport } from '../../model/cold.ts'
import { policy } from '../../model/config.ts'
import { type Finding, finding } from '../../model/finding.ts'
import { digits, formatQuantity, signedQuantity } from '../../model/unit.ts'
import { shortCommit } from './commit.ts'
import { count } from './count.ts'

/** `node_modules/x/i.js is new: +21.3 ms (3 files), imported by src/a.ts`. */
export function costlierWords({ path, by, change, more, files }: CostlierImport): string {
  const size = signedQuantity(more, 'ns', digits.brief)
  if (change === 'slower') return `${path} takes longer: ${size}`
  const rest = files > 1 ? ` in ${count(files, 'file')}` : ''
  return `${path} is new: ${size}${rest}${by ? `, imported by ${by}` : ''}`
}

/** What of the imports costs more than at the base; nothing where none does. */
export function costlierFindings({ id, base }: ImportReport): Finding[] {
  if (!base || base.costlier.length === 0) return []
  const { costlier } = base
  const named = costlier.slice(0, policy.cold.named).map(costlierWords)
  const left = costlier.length - named.length
  const others = left > 0 ? `; and ${count(left, 'other')}` : ''
  const message = `Its imports cost more than at ${shortCommit(base.ref)}: ${named.join('; ')}${others}`
  const advice = 'Import it where it is needed (`await import(…)`), or find something smaller.'
  return [finding('costlier-imports', id, message, advice)]
}

/** `38 files, 1.2 MB, and 14 modules of Node's own`. */
export function importsWords({ tree }: Pick<ImportReport, 'tree'>): string {
  const own = tree.builtins === 0 ? '' : `, and ${count(tree.builtins, 'module')} of Node's own`
  return `${count(tree.files, 'file')}, ${formatQuantity(tree.bytes, 'byte', digits.brief)}${own}`
}
