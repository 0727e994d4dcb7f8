import { expect, test } from 'vitest'
import { artifactPaths, attachmentPaths } from '../../../../src/core/report/blocks/attachments.ts'
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

const ofProfiles = ['profiles/a/main/flame.svg', 'profiles/größe-1a2b/head.cpuprofile']
const others = [
  ...['flame.svg', 'profiles', 'profiles/flame.svg', 'plots/a/b.svg', '/profiles/a/b', 'profiles//b'],
  ...['profiles/../run.json', 'profiles/a/../../run.json', 'profiles/./b'],
  ...['profiles/a\\..\\b', 'profiles/C:/b'],
]

test('files of profiles are artifacts, and nothing else that a document names', () => {
  const explanations = [{ artifacts: [...others, ...ofProfiles, ...ofProfiles] }] as never
  expect(artifactPaths({ ...firstRun(), explanations })).toEqual(ofProfiles)
})
