import { formatChange, formatPercent, formatQuantity, type Unit } from '../../model/unit.ts'
import { mean } from '../../stats/moments.ts'
import { type Frame, frameKey } from './frame.ts'
import type { Union } from './union.ts'

/** A frame as it is drawn. */
export type FlameNode = {
  /** Its share of the width: what its children have together, and itself. */
  readonly weight: number
  readonly kind: Frame['owner'] | 'worse' | 'better' | 'neutral'
  readonly label: string
  /** Everything in words. */
  readonly tooltip: string
  readonly children: readonly FlameNode[]
}

/** The head's profile by itself: colours tell whose code a frame is. */
export function flameOf(node: Union, unit: Unit): FlameNode {
  const whole = mean(node.head.total)
  const visit = (at: Union): FlameNode => {
    const [self, total] = [mean(at.head.self), mean(at.head.total)]
    return {
      weight: total,
      kind: at.frame.owner,
      label: at.frame.name,
      tooltip: `${formatFrame(at.frame)}: ${formatQuantity(total, unit)} (${shareOf(total, whole)}), by itself ${formatQuantity(self, unit)}`,
      children: ordered(at.children.map(visit)),
    }
  }
  return visit(node)
}

/**
 * Both revisions in one picture. A frame is as wide as its cost in both together, so that what one of them lacks is
 * there, too; only those have a colour of which `changed` says so.
 */
export function differentialFlame(
  node: Union,
  unit: Unit,
  changed: (path: readonly Frame[]) => boolean,
): FlameNode {
  const whole = mean(node.base.total)
  const visit = (at: Union, above: readonly Frame[]): FlameNode => {
    const path = [...above, at.frame]
    const [base, head] = [mean(at.base.total), mean(at.head.total)]
    const more = head - base
    const kind = changed(path) ? (more > 0 ? 'worse' : 'better') : 'neutral'
    const told = `base ${formatQuantity(base, unit)}, head ${formatQuantity(head, unit)}, ${formatChange(whole === 0 ? 0 : more / whole)} of the operation`
    return {
      weight: base + head,
      kind,
      label: at.frame.name,
      tooltip: `${formatFrame(at.frame)}: ${told}${kind === 'neutral' ? '' : more > 0 ? ', costs more' : ', costs less'}`,
      children: ordered(at.children.map((child) => visit(child, path))),
    }
  }
  return visit(node, [])
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
