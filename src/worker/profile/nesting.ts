/** Where something stands in a text, in UTF-16 units. */
type Range = { readonly startOffset: number; readonly endOffset: number }
type Placed = { readonly functionName: string; readonly ranges: readonly Range[] }

/** A function, the one with a name that it stands in, and the ranges of those that stand in it directly. */
export type Nested<One extends Placed> = {
  readonly one: One
  readonly whole: One['ranges'][number]
  readonly outer: string | undefined
  readonly within: Range[]
}

/** Which functions of a script stand in which: V8 tells them in the order in which they begin, those within others after them. */
export function nestingOf<One extends Placed>(functions: readonly One[]): Nested<One>[] {
  const around: Nested<One>[] = []
  return functions.flatMap((one) => {
    const [whole] = one.ranges
    if (!whole) return []
    while (around.length > 0 && around.at(-1)!.whole.endOffset <= whole.startOffset) around.pop()
    around.at(-1)?.within.push(whole)
    const outer = around.findLast(({ one: { functionName } }) => functionName !== '')?.one.functionName
    const nested: Nested<One> = { one, whole, outer, within: [] }
    around.push(nested)
    return [nested]
  })
}
