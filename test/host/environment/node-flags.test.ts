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

test('names and numbers are told, and of other values only which are equal', () => {
  const execArgv = [
    '--max-old-space-size=4096',
    '--stack-size',
    '2000',
    '--title=s3cret',
    '--no-opt',
    '-r',
    'tsx',
  ]
  expect(nodeFlags({ ...from, execArgv })).toEqual([
    '--max-old-space-size=4096',
    '--stack-size',
    '2000',
    expect.stringMatching(/^--title=#[0-9a-f]{8}$/u),
    '--no-opt',
    '-r',
    expect.stringMatching(/^#[0-9a-f]{8}$/u),
  ])
})

test.each([
  '--title=s3cret',
  's3cret',
  '--import=data:text/javascript,s3cret',
  '-rs3cret/x',
  '--a b s3cret=1',
  '-=s3cret',
])('%j does not show', (option) => {
  const flags = nodeFlags({ ...from, execArgv: [option], nodeOptions: `"${option}"` })
  expect(flags.join(' ')).not.toContain('s3cret')
  expect(flags[0]).toBe(flags[1])
})

test('a path in the project, or in the home folder, is the same in every checkout and for everybody', () => {
  const flagsOf = (root: string, home: string) =>
    nodeFlags({
      ...from,
      root,
      home,
      execArgv: [
        `--require=${root}/hooks/a.cjs`,
        `--import=${pathToFileURL(root).href}/b.mjs`,
        `--require=${home}/c.cjs`,
      ],
    })
  const [here, there] = [flagsOf('/data/project', '/home/ada'), flagsOf('/src/x', '/home/bob')]
  expect(there).toEqual(here)
  expect(new Set(here).size).toBe(3)
  expect(nodeFlags({ ...from, execArgv: ['--require=/data/project-2/d.cjs'] })).not.toEqual(
    nodeFlags({ ...from, execArgv: ['--require=/data/project/2/d.cjs'] }),
  )
})

test('a folder at the root of the file system hides nothing', () => {
  const [flag] = nodeFlags({ ...from, execArgv: ['--require=/opt/a.cjs'], root: '/', home: '/' })
  expect(nodeFlags({ ...from, execArgv: ['--require=/opt/a.cjs'] })).toEqual([flag])
})

test('flags are data: no escapes reach a terminal', () => {
  expect(nodeFlags({ ...from, nodeOptions: '--\u001B[31mred' }).join()).not.toContain('\u001B')
})
