import type { Benchmark } from '../../../model/benchmark.ts'
import type { CommandDetail } from '../../../model/command.ts'
import type { Finding } from '../../../model/finding.ts'
import { finding } from '../../../model/finding.ts'
import type { Sides } from '../../../model/message.ts'
import type { Ledger, MeasuredTrial, Trial } from '../../../model/trial.ts'

/** Cold starts are commands, too, and say of it what commands do. */
const ofCommands: ReadonlySet<string> = new Set(['command', 'cold'])

export function commandDetailsOf(trials: Ledger): CommandDetail[] {
  return trials.flatMap(({ kind, end }: Trial) =>
    ofCommands.has(kind) && end.state === 'measured' ? (end.detail as CommandDetail) : [],
  )
}

const remedy =
  'Replace what may differ (normalize), compare less (agree), or say `agree: false` if the output does not matter.'

/** Whether two revisions of a command print the same, and leave the same files. */
export function compareOutput(
  { id, mayDiffer }: Pick<Benchmark, 'id' | 'mayDiffer'>,
  sides: Sides<readonly MeasuredTrial[]>,
  ref: string,
): { readonly other?: Finding | undefined; readonly unknown?: Finding | undefined } {
  if (mayDiffer) return {}
  const [head, base] = [commandDetailsOf(sides.head), commandDetailsOf(sides.base)]
  const why = [...head, ...base].flatMap(({ unknownOutput }) => unknownOutput ?? [])[0]
  if (why !== undefined) {
    const message = `Whether it prints the same as at ${ref} was not compared: ${why}`
    return { unknown: finding('results-not-compared', id, message, remedy) }
  }
  const [mine, theirs] = [outputsOf(head), outputsOf(base)]
  if (mine.length !== 1 || theirs.length !== 1 || mine[0] === theirs[0]) return {}
  const where = head.flatMap(({ differs }) => differs ?? [])[0]
  const message = `It does not print and leave what it does at ${ref}${where === undefined ? '' : `: ${where}`}`
  return { other: finding('different-result', id, message, `Fix it. ${remedy}`) }
}

function outputsOf(details: readonly CommandDetail[]): string[] {
  return [...new Set(details.flatMap(({ output }) => output ?? []))]
}
