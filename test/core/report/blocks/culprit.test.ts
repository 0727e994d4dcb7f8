import { expect, test } from 'vitest'
import { culpritBlocks } from '../../../../src/core/report/blocks/culprit.ts'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { slowerFunction, unchanged } from '../answer-runs.ts'

const run = slowerFunction()
const folder = 'profiles/csv-parse/HEAD'
const explained = (artifacts: string[]) => ({
  ...run,
  explanations: run.explanations!.map((one, place) => ({ ...one, artifacts: place === 0 ? artifacts : [] })),
})

test('the function that is to blame first has its picture, and a link to the page of all', () => {
  const path = `${folder}/culprit.svg`
  const view = prepare(explained([path, `${folder}/flame.html`]), [
    { path, mediaType: 'image/svg+xml', text: '<svg/>' },
  ])
  const [figure, link] = culpritBlocks(view)
  expect(figure).toEqual({
    ...{ type: 'figure', path, svg: '<svg/>', folded: false },
    alt: 'convert, what calls it and what it calls: csv › parse',
  })
  expect(link).toMatchObject({
    type: 'paragraph',
    line: [expect.any(String), { file: `${folder}/flame.html` }],
  })
})

test('where no profile was drawn, or nothing is worse, there is nothing', () => {
  expect(culpritBlocks(prepare(explained([])))).toEqual([])
  expect(culpritBlocks(prepare(unchanged()))).toEqual([])
})
