import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { nodeFlags, splitNodeOptions } from '../../../src/host/environment/node-flags.ts'

test.each([
  ['', []],
  ['--no-opt  --jitless ', ['--no-opt', '--jitless']],
  ['--require "./my loader.cjs"', ['--require', './my loader.cjs']],
  [String.raw`--title="say \"hi\" \\ there"`, [String.raw`--title=say "hi" \ there`]],
  [String.raw`--require C:\a\b.cjs`, ['--require', String.raw`C:\a\b.cjs`]],
  ['"--jitless', ['--jitless']],
])('NODE_OPTIONS %j is split as Node does', (text, options) => {
  expect(splitNodeOptions(text)).toEqual(options)
})

const from = { execArgv: [], nodeOptions: undefined, root: '/data/project', home: '/home/ada' }

test('flags of the process come before those of the variable', () => {
  expect(nodeFlags({ ...from, execArgv: ['--expose-gc'], nodeOptions: '--jitless' })).toEqual([
    '--expose-gc',
    '--jitless',
  ])
})

test('paths name neither the checkout nor the person', () => {
  const execArgv = [
    '--require=/data/project/hooks/a.cjs',
    `--import=${pathToFileURL('/data/project').href}/b.mjs`,
    '--require=/home/ada/c.cjs',
    '--require=/data/project-2/d.cjs',
  ]
  expect(nodeFlags({ ...from, execArgv })).toEqual([
    '--require=./hooks/a.cjs',
    '--import=./b.mjs',
    '--require=~/c.cjs',
    '--require=/data/project-2/d.cjs',
  ])
})

test('a folder at the root of the file system hides nothing', () => {
  expect(nodeFlags({ ...from, execArgv: ['--require=/opt/a.cjs'], root: '/', home: '/' })).toEqual([
    '--require=/opt/a.cjs',
  ])
})

test('flags are data: no escapes reach a terminal', () => {
  expect(nodeFlags({ ...from, nodeOptions: '--title=\u001B[31mred' })).toEqual(['--title= [31mred'])
})
