import { type Block, type Inline, paragraph } from './block.ts'
import type { View } from './view.ts'

/** The picture of the function that is to blame most, among the files of an explanation. */
export const culpritPicture = 'culprit.svg'

/** The function that is to blame first, with who calls it and what it calls; nothing where no profile has told one. */
export function culpritBlocks({ run: { explanations = [] }, answer, label, attachment }: View): Block[] {
  const [worst] = answer.causes
  const artifacts = explanations.find(({ id }) => id === worst?.subject)?.artifacts ?? []
  const named = (name: string) => artifacts.find((path) => path.endsWith(`/${name}`))
  const [path, page] = [named(culpritPicture), named('flame.html')]
  if (!worst || path === undefined) return []
  const alt = `${worst.name}, what calls it and what it calls: ${label(worst.subject!)}`
  const whole: Inline[] =
    page === undefined ? [] : ['The whole flame graph, to be searched and opened: ', { file: page }]
  return [
    { type: 'figure', path, alt, svg: attachment(path), folded: false },
    ...(whole.length === 0 ? [] : [paragraph(...whole)]),
  ]
}
