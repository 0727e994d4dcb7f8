import { formatChange, formatPercent, formatQuantity, type Unit } from '../../model/unit.ts'
import { mean } from '../../stats/moments.ts'
import type { Frame } from './frame.ts'
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
export function formatFrame({ name, file, line }: Frame): string {
  if (file === '') return name
  return line > 0 ? `${name} (${file}:${line})` : `${name} (${file})`
}

function shareOf(part: number, whole: number): string {
  return formatPercent(whole === 0 ? 0 : part / whole)
}
