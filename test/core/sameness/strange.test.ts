import { expect, it } from 'vitest'
import { whyStrange } from '../../../src/core/sameness/strange.ts'
import type { TouchedPlace } from '../../../src/core/sameness/untouched.ts'

const differences = {
  changed: new Set(['conf.json', 'gone.json', 'data/one.txt', 'node_modules/kept/index.js']),
  tracked: new Set(['src/a.js', 'conf.json', 'data/one.txt', 'node_modules/kept/index.js']),
}
const file = (name: string): TouchedPlace => ({ name, kind: 'file' })

it.each<[string, TouchedPlace, string | undefined]>([
  ['a file that differs', file('conf.json'), 'conf.json of the working tree, which differs'],
  ['a file that is the same', file('src/a.js'), undefined],
  ['what was built there', file('dist/a.js'), 'dist/a.js of the working tree, which git does not know'],
  ['what is said to be unrelated', file('local.env'), undefined],
  ['a package', file('node_modules/a/index.js'), undefined],
  [
    'a package that git keeps',
    file('node_modules/kept/index.js'),
    'node_modules/kept/index.js of the working tree, which differs',
  ],
  ["git's own", file('.git/worktrees/1/HEAD'), undefined],
  [
    'what was looked for and has gone',
    { name: 'gone.json', kind: 'absent' },
    'gone.json of the working tree, which differs',
  ],
  ['what neither has', { name: 'other.json', kind: 'absent' }, undefined],
  [
    'a list of other entries',
    { name: 'data', kind: 'listed' },
    'what lies in data of the working tree, where data/one.txt differs',
  ],
  ['a list of the same', { name: 'src', kind: 'listed' }, undefined],
  ['that there is a folder', { name: 'data', kind: 'folder' }, undefined],
])('the base is told of %s', (_, place, reason) => {
  expect(whyStrange(place, differences, (name) => name.endsWith('.env'))).toBe(reason)
})
