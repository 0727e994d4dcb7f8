import { formatChange, formatPercent, formatQuantity, signedQuantity, type Unit } from '../../model/unit.ts'
import { mean } from '../../stats/moments.ts'
import { type Frame, frameKey } from './frame.ts'
import type { Union } from './union.ts'

/** A frame as it is drawn. */
export type FlameNode = {
  /** Its share of the width: what its children have together, and itself. */
  readonly weight: number
  readonly kind: Frame['owner'] | 'worse' | 'better' | 'neutral'
  readonly label: string
  /** Its numbers, for a frame that is wide enough: `41.2 %, 310.2 µs`. */
  readonly amount?: string
  /** Everything in words. */
  readonly tooltip: string
  /** Where it stands, from the top of the repository; absent of what is nobody's source here. */
  readonly file?: string
  readonly children: readonly FlameNode[]
}

/** Whether the frame at the end of a path has changed beyond chance. */
type IsChanged = (path: readonly Frame[]) => boolean

/** As wide as the head. Colours tell whose code a frame is, or, where two sides are known, what has changed. */
export function flameOf(node: Union, unit: Unit, isChanged?: IsChanged): FlameNode {
  const whole = mean(node.head.total)
  const visit = (at: Union, above: readonly Frame[]): FlameNode => {
    const path = [...above, at.frame]
    const [self, total] = [mean(at.head.self), mean(at.head.total)]
    const [share, cost] = [shareOf(total, whole), formatQuantity(total, unit)]
    return {
      weight: total,
      kind: isChanged ? kindOf(total - mean(at.base.total), isChanged(path)) : at.frame.owner,
      label: at.frame.name,
      amount: `${share}, ${cost}`,
      tooltip: `${formatFrame(at.frame)}: ${cost} (${share}), by itself ${formatQuantity(self, unit)}`,
      ...sourceOf(at.frame),
      children: ordered(at.children.map((child) => visit(child, path))),
    }
  }
  return visit(node, [])
}

/**
 * Both revisions in one picture. A frame is as wide as its cost in both together, so that what one of them lacks is
 * there, too; only those have a colour of which `isChanged` says so.
 */
export function differentialFlame(node: Union, unit: Unit, isChanged: IsChanged): FlameNode {
  const whole = mean(node.base.total)
  const visit = (at: Union, above: readonly Frame[]): FlameNode => {
    const path = [...above, at.frame]
    const [base, head] = [mean(at.base.total), mean(at.head.total)]
    const more = head - base
    const kind = kindOf(more, isChanged(path))
    const told = `base ${formatQuantity(base, unit)}, head ${formatQuantity(head, unit)}, ${formatChange(whole === 0 ? 0 : more / whole)} of the operation`
    return {
      weight: base + head,
      kind,
      label: at.frame.name,
      amount: `${signedQuantity(more, unit)}, now ${formatQuantity(head, unit)}`,
      tooltip: `${formatFrame(at.frame)}: ${told}${kind === 'neutral' ? '' : more > 0 ? ', costs more' : ', costs less'}`,
      ...sourceOf(at.frame),
      children: ordered(at.children.map((child) => visit(child, path))),
    }
  }
  return visit(node, [])
}

function kindOf(more: number, isChanged: boolean): 'worse' | 'better' | 'neutral' {
  if (!isChanged) return 'neutral'
  return more > 0 ? 'worse' : 'better'
}

/** Its file, where that is one of the project. */
export function sourceOf({ file, owner }: Frame): { file?: string } {
  return owner === 'project' && isInRepository(file) ? { file } : {}
}

/** A file outside is told by the end of its path only (`portableUrl`). */
function isInRepository(file: string): boolean {
  return file !== '' && !/^(?:…\/|\/|[A-Za-z][\w+.-]*:)/u.test(file) && !file.split('/').includes('..')
}

/** The widest first: where to look. */
function ordered(children: readonly FlameNode[]): FlameNode[] {
  return children.toSorted((a, b) => b.weight - a.weight)
}

/** A function with the place where it stands. */
function formatFrame({ name, file, line }: Frame): string {
  if (file === '') return name
  return line > 0 ? `${name} (${file}:${line})` : `${name} (${file})`
}

function shareOf(part: number, whole: number): string {
  return formatPercent(whole === 0 ? 0 : part / whole)
}

/**
 * Stacks of the head, one a line, frames from the outermost to the innermost with semicolons between, and the cost of
 * each by itself: what flame graph tools read. In whole units, because most of them read no others.
 */
export function collapseStacks(root: Union): string {
  const lines: string[] = []
  const visit = (node: Union, above: string) => {
    const stack = `${above}${above === '' ? '' : ';'}${frameKey(node.frame).replace(/[;\s]+/gu, ' ')}`
    const cost = Math.round(mean(node.head.self))
    if (cost > 0) lines.push(`${stack} ${cost}`)
    for (const child of node.children) visit(child, stack)
  }
  visit(root, '')
  return lines.map((line) => `${line}\n`).join('')
}
