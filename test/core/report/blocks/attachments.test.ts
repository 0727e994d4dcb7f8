import { expect, test } from 'vitest'
import { attachmentPaths } from '../../../../src/core/report/blocks/attachments.ts'
import { firstRun } from '../example-run.ts'

test('pictures that explanations name are attachments, each once, in order', () => {
  const explanation = (artifacts: string[]) => ({ artifacts })
  const explanations = [
    explanation(['profiles/b/flame.svg', 'profiles/b/flame.html', 'profiles/a/difference.svg']),
    explanation(['profiles/b/flame.svg', 'profiles/b/head.cpuprofile']),
  ]
  expect(attachmentPaths({ ...firstRun(), explanations: explanations as never })).toEqual([
    'profiles/a/difference.svg',
    'profiles/b/flame.svg',
  ])
  expect(attachmentPaths(firstRun())).toEqual([])
})
