import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { changesSince } from '../../../src/host/revision/changes-since.ts'
import { knowNothing } from '../../../src/host/revision/known-revisions.ts'
import { benchmarkOf, configOf } from '../../core/given.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-base-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a published version', () => {
  it('is none of a folder that is no package', async () => {
    await expect(changesSince(folder, 'npm:latest', [], configOf(), knowNothing())).rejects.toThrow(
      'there is no package.json that can be read',
    )
  })
})

describe('what loading a file touches', () => {
  it('is asked for once, with however many revisions the file is compared', async () => {
    const [library, loads] = [join(folder, 'library'), join(folder, 'loads')]
    const file = 'bench/a.bench.js'
    mkdirSync(join(library, 'bench'), { recursive: true })
    writeFileSync(join(library, 'package.json'), '{ "name": "library", "type": "module" }')
    writeFileSync(
      join(library, file),
      `import { appendFileSync } from 'node:fs'
import { bench } from 'assay'
appendFileSync(${JSON.stringify(loads)}, 'loaded ')
bench('one', () => 1)
bench('two', () => 2)
`,
    )
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: library })
    git('init', '--quiet')
    git('add', '--all')
    for (const message of ['first', 'second']) git('commit', '--quiet', '--allow-empty', '--message', message)

    const { traces } = knowNothing()
    const benchmarks = ['one', 'two'].map((name) => benchmarkOf(name, { file, id: `${file} › ${name}` }))
    for (const ref of ['HEAD', 'HEAD~1']) {
      const since = await changesSince(library, ref, benchmarks, configOf(), { ...knowNothing(), traces })
      expect(since).toMatchObject({ reference: { ref }, untouched: new Set([file]), edited: new Set() })
    }
    expect(readFileSync(loads, 'utf8')).toBe('loaded ')
  })
})
