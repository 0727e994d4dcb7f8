import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { type Project, project, quick } from '../project.ts'

/** Sources as people write them who compile them before they run. */

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url))

const files = {
  'package.json': '{ "name": "compiled" }',
  'perf.config.js': `module.exports = { include: ['*.bench.{ts,tsx}'], ${quick} }`,
  'tsconfig.json':
    '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] }, "experimentalDecorators": true, "jsx": "react", /* as people */ } }',
  'src/colour.ts':
    'export enum Colour { Red = 1, Green }\nexport class Box { constructor(private readonly n: number) {} get() { return this.n } }\n',
  'src/sum.ts':
    "import { Colour } from './colour.js'\nimport table from './table.json'\nexport const sum = (n: number): number => n + Colour.Green + table.more\n",
  'src/table.json': '{ "more": 1 }',
  'src/lib/index.ts': 'export const twice = (n: number): number => 2 * n\n',
  'a.bench.ts': `
import { bench } from 'assay'
import { Box } from './src/colour'
import { sum } from '@/sum'
import { twice } from './src/lib'
bench('sum', { run: () => sum(1) + twice(2) + new Box(3).get(), verify: (n: number) => n === 11 })
`,
  'b.bench.tsx': `
import { bench } from 'assay'
const React = { createElement: (name: string, _: unknown, ...children: unknown[]) => ({ name, children }) }
bench('jsx', { run: () => <b>one</b>, verify: (made: { name: string }) => made.name === 'b' })
`,
}

function withPackages(names: readonly string[]): Project {
  const made = project(files)
  mkdirSync(join(made.folder, 'node_modules'))
  for (const name of names) symlinkSync(join(packages, name), join(made.folder, 'node_modules', name), 'dir')
  return made
}

describe('sources that Node does not run by removing their types', () => {
  it('are compiled by what the project has, and by that only', async () => {
    const made = withPackages(['vite'])
    const { code, stderr, stdout } = await runHere(made.folder, 'run')
    expect(code, stderr + stdout).toBe(0)
    const { benchmarks, findings } = made.latest()
    expect(benchmarks.map(({ id, state }) => [id, state])).toEqual(
      ['a.bench.ts › sum', 'b.bench.tsx › jsx'].map((id) => [id, 'measured']),
    )
    const compiled = findings.filter((one) => one.code === 'compiled')
    expect(compiled.map(({ subject }) => subject).toSorted()).toEqual(['b.bench.tsx', 'src/colour.ts'])
    expect(compiled[0]!.message).toMatch(/^rolldown \d/u)
  })

  it('are told with what to do, where the project has no compiler', async () => {
    const made = withPackages([])
    const { code, stderr, stdout } = await runHere(made.folder, 'run')
    expect(code).toBe(2)
    expect(stderr + stdout).toContain('enum')
  })
})
