import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { main } from '../built.ts'
import { type Project, project } from '../project.ts'

/** Does each step as soon as the program has said its text, after what it said before. */
async function follow(
  { folder }: Project,
  steps: readonly (readonly [text: string, act: (pid: number) => void])[],
) {
  const child = spawn(process.execPath, [main, 'run', '--watch', '--forks', '2'], {
    cwd: folder,
    stdio: 'pipe',
  })
  let [said, seen, next] = ['', 0, 0]
  const hear = (chunk: Buffer) => {
    said += String(chunk)
    for (let step = steps[next]; step; step = steps[next]) {
      const at = said.indexOf(step[0], seen)
      if (at < 0) return
      seen = at + step[0].length
      next++
      step[1](child.pid!)
    }
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, said, done: next }
}

it('decides again what a changed file touches, and waits for what is broken', async () => {
  const made = project({
    'bench/a.bench.js':
      "import { bench } from 'assay'\nimport { work } from '../src/work.js'\nbench('work', () => work())\n",
    'src/work.js': 'export const work = () => [3, 1, 2].toSorted()\n',
  })
  const nothing = () => {}
  const { code, said, done } = await follow(made, [
    ['work', nothing],
    [
      'watching 3 files',
      () => made.write('src/work.js', 'export const work = () => [3, 1, 2].toSorted().length\n'),
    ],
    ['src/work.js has changed', nothing],
    ['watching 3 files', () => rmSync(join(made.folder, 'src/work.js'))],
    ['there is no src/work.js', nothing],
    ['watching', () => made.write('src/work.js', 'export const work = () => [3].toSorted()\n')],
    ['watching 3 files', (pid) => process.kill(pid, 'SIGINT')],
  ])
  expect(done, said).toBe(7)
  expect(code).toBe(130)
})

it('refuses to tell one result of what never ends', async () => {
  const { code, stderr } = await project({}).run('run', '--watch', '--json')
  expect(code).toBe(2)
  expect(stderr).toContain('--watch never ends')
})
