import { rmSync } from 'node:fs'
import type { Fault } from './fault.ts'

/** Benchmark files whose code does what nobody expects of it; the codes that a run may end with. */
const hostile: Readonly<Record<string, readonly [text: string, needs?: string]>> = {
  'leaves its channel': [`bench('x', () => process.disconnect())`],
  'leaves its channel in setup': [`bench('x', { setup: () => process.disconnect(), run: () => 1 })`],
  'leaves its channel while it loads': ['process.disconnect()'],
  'kills itself': [`bench('x', () => process.kill(process.pid, 'SIGKILL'))`],
  'kills itself while it loads': [`process.kill(process.pid, 'SIGKILL')`],
  aborts: [`bench('x', () => process.abort())`],
  'exits with 0': [`bench('x', () => process.exit(0))`],
  'exits with 0 while it loads': ['process.exit(0)'],
  'exits in a later turn': [`bench('x', () => 1)\nsetTimeout(() => process.exit(3), 50)`],
  'throws nothing': [`bench('x', () => { throw undefined })`],
  'throws a proxy': [`bench('x', () => { throw new Proxy({}, { get() { throw 1 } }) })`],
  'throws 5 MB': [`bench('x', () => { throw new Error('x'.repeat(5e6)) })`],
  'rejects later': [`bench('x', () => { Promise.reject(new Error('later')); return 1 })`],
  'prints 50 MB': [
    `bench('x', { setup: () => { for (let i = 0; i < 50; i++) process.stdout.write('x'.repeat(1e6)) }, run: () => 1 })`,
  ],
  'prints terminal escapes': [`console.error('\\x1b[2J\\x1b]0;title\\x07'); bench('\\x1b[31mred', () => 1)`],
  'closes stdout': [`import { closeSync } from 'node:fs'\ncloseSync(1)\nbench('x', () => 1)`],
  'closes stderr': [`import { closeSync } from 'node:fs'\ncloseSync(2)\nbench('x', () => 1)`],
  'leaves a child': [`bench('x', { setup: () => void spawn('sleep', ['60']), run: () => 1 })`, 'spawn'],
  'leaves a detached child': [
    `bench('x', { setup: () => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).unref(), run: () => 1 })`,
    'spawn',
  ],
  'leaves a detached child that holds its pipes': [
    `bench('x', { setup: () => spawn('sleep', ['60'], { detached: true, stdio: 'inherit' }).unref(), run: () => 1 })`,
    'spawn',
  ],
  'leaves a family of five': [
    `bench('x', { setup: () => spawn('sh', ['-c', 'for i in 1 2 3 4; do sleep 60 & done; sleep 60'], { detached: true, stdio: 'inherit' }).unref(), run: () => 1 })`,
    'spawn',
  ],
  'forks forty at once': [
    `bench('x', { setup: () => { for (let i = 0; i < 40; i++) spawn('sleep', ['60'], { detached: i % 2 > 0, stdio: 'ignore' }).unref() }, run: () => 1 })`,
    'spawn',
  ],
  'detaches while it loads': [
    `spawn('sleep', ['60'], { detached: true, stdio: 'inherit' }).unref()`,
    'spawn',
  ],
  'sends messages of ours': [
    `bench('x', () => { process.send({ type: 'time', timing: {} }); process.send({ type: 'failed' }); process.send(null); return 1 })`,
  ],
  'removes all listeners': [`process.removeAllListeners()\nbench('x', () => 1)`],
  'freezes what there is': [
    `for (const name of Object.getOwnPropertyNames(globalThis)) try { Object.freeze(globalThis[name]) } catch {}\nbench('x', () => 1)`,
  ],
  'fills the heap': [
    `bench('x', { setup: () => { const all = []; for (;;) all.push(new Array(1e6).fill(1.5)) }, run: () => 1 })`,
  ],
  'changes its folder': [`process.chdir('/')\nbench('x', () => 1)`],
  'goes up in its own exit': [
    `process.on('exit', () => { throw new Error('at the end') })\nbench('x', () => 1)`,
  ],
  'never exits': [`process.on('exit', () => { for (;;); })\nbench('x', () => 1)`],
}

const imports: Readonly<Record<string, string>> = { spawn: "import { spawn } from 'node:child_process'\n" }

/** Leaves a file before it does so. */
const telling = (path: string, text: string) => `import { writeFileSync } from 'node:fs'
const tell = () => writeFileSync(${JSON.stringify(path)}, '')
${text}`

/** What loops, and is killed with its parent: in which part of its life. */
const loops: Readonly<Record<string, string>> = {
  'while it loads': 'tell(); for (;;);',
  'in setup': `bench('x', { setup() { tell(); for (;;); }, run: () => 1 })`,
  'in run': `bench('x', () => { tell(); for (;;); })`,
  'in a worker': `import { Worker } from 'node:worker_threads'\nnew Worker('for (;;);', { eval: true })\ntell()\nbench('x', () => 1)`,
  'in a detached child': `import { spawn } from 'node:child_process'\nspawn(process.execPath, ['-e', 'for (;;);'], { detached: true }).unref()\nbench('x', () => { tell(); for (;;); })`,
}

export function childFaults(): Fault[] {
  const runs = Object.entries(hostile).map(
    ([name, [text, needs]]): Fault => ({
      kind: 'children',
      name: `a benchmark that ${name}`,
      plant(world) {
        world.write('bench/x.bench.js', file(text, needs))
        return world.run(['run'])
      },
      check: (world) =>
        /the system killed the process because memory ran out/u.test(world.read('reports/latest/report.md'))
          ? 'a cause that is not known'
          : undefined,
      fix: (world) => world.write('bench/x.bench.js', 'export {}\n'),
    }),
  )
  const lists = [
    'leaves its channel while it loads',
    'exits with 0 while it loads',
    'kills itself while it loads',
    'closes stdout',
    'detaches while it loads',
    'throws 5 MB',
  ].map(
    (name): Fault => ({
      kind: 'children',
      name: `listing a file that ${name}`,
      isQuick: true,
      plant(world) {
        const [text, needs] = hostile[name]!
        world.write('bench/x.bench.js', file(text, needs))
        return world.run(['list'])
      },
      fix: (world) => world.write('bench/x.bench.js', "import { bench } from 'assay'\nbench('x', () => 1)\n"),
    }),
  )
  const killed = Object.entries(loops).flatMap(([where, text]) =>
    (['SIGKILL', 'SIGHUP', 'SIGQUIT'] as const).map(
      (signal): Fault => ({
        kind: 'children',
        name: `${signal} to the parent of a loop ${where}`,
        isQuick: where === 'while it loads',
        plant(world, chance) {
          const since = world.path('../begun')
          rmSync(since, { force: true })
          world.write('bench/x.bench.js', file(telling(since, text)))
          const command = where === 'while it loads' ? 'list' : 'run'
          return world.run([command], { since, signals: [{ signal, after: chance() * 300 }] })
        },
        fix: (world) =>
          world.write('bench/x.bench.js', "import { bench } from 'assay'\nbench('x', () => 1)\n"),
      }),
    ),
  )
  return [...runs, ...lists, ...killed]
}

function file(text: string, needs = ''): string {
  return `${imports[needs] ?? ''}import { bench } from 'assay'\n${text}\n`
}
