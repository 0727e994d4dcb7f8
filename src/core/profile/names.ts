import type { AllocationNode, Allocations, FunctionCalls } from '../../model/profile.ts'

/**
 * Functions without a name under those that they are counted by, which tell where they stand: the heap's profile tells who
 * called them. Of several that begin in one line nobody knows which it was.
 */
export function nameAnonymous(
  { root, operations }: Allocations,
  functions: readonly FunctionCalls[],
): Allocations {
  const places = Map.groupBy(
    functions.filter(({ name }) => name.startsWith('(anonymous in ')),
    ({ url, line }) => placeOf(url, line),
  )
  const named = ({ callFrame, bytes, children }: AllocationNode): AllocationNode => {
    const here =
      callFrame.functionName === '' ? places.get(placeOf(callFrame.url, callFrame.lineNumber + 1)) : []
    const names = new Set(here?.map(({ name }) => name))
    const [functionName = ''] = names
    return {
      callFrame: names.size === 1 ? { ...callFrame, functionName } : callFrame,
      bytes,
      children: children.map(named),
    }
  }
  return { operations, root: named(root) }
}

function placeOf(url: string, line: number): string {
  return `${url}:${line}`
}
