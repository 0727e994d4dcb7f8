import { expect, it } from 'vitest'
import { foreignTo } from '../../../src/host/revision/trace-places.ts'

it.each<[string, string, 'file' | 'folder' | 'listed' | 'absent', boolean]>([
  ['code', '../lib/a.js', 'file', true],
  ['data of any name', '../data/n.txt', 'file', true],
  ['the entries of a folder', '../data', 'listed', true],
  ['that there is a folder', '../data', 'folder', false],
  ['the harness', '../../opt/assay/dist/a.js', 'file', false],
  ['what only begins like it', '../../opt/assay-data/a.js', 'file', true],
  ['what passes', '../../tmp/x/a.json', 'file', false],
  ['what the system tells', '../../proc/cpuinfo', 'file', false],
  ['which processes there are', '../../proc', 'listed', false],
  ['what only begins like that', '../../process/a.txt', 'file', true],
  ['a program of the system', '../../usr/bin/ldd', 'file', false],
  ['a package of the system', '../../usr/lib/node_modules/a/index.js', 'file', true],
])('of what lies outside the repository counts: %s', (_, name, kind, counts) => {
  expect(foreignTo('/home/project', '/opt/assay', '/tmp')({ name, kind })).toBe(counts)
})
