import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { refuseProblems, wordsOf } from '../../core/kit/problems.ts'
import { type OwnCollector, type OwnTask, ownCollectedSchema, ownGapSchema } from '../../model/extension.ts'

/** What stands for a benchmark: it computes for so many ms, or fails. */
const busy = (time: number) => `const end = Date.now() + ${time}; while (Date.now() < end) Math.sqrt(end)`
const failing = "throw new Error('the benchmark fails')"

/** ms */
const [time, timeout] = [50, 20_000]

/**
 * Lets a collector look into a program that stands for a benchmark, and into one that fails, and reads what it brings as Assay
 * does. Returns why it cannot be used here, if it says so: then nothing else is asked of it.
 *
 * @throws Error that names what is wrong
 */
export async function testCollector(collector: OwnCollector): Promise<string | undefined> {
  const gap = ownGapSchema.safeParse(await collector.check?.())
  if (gap.error) refuseProblems('collector', [`check: ${gap.error.issues[0]?.message}`])
  if (gap.data === '') refuseProblems('collector', ['check: it says with no word why it cannot be used'])
  if (gap.data !== undefined) return gap.data
  const before = await readdir('.')
  const problems = [...(await problemsOf(collector)), ...(await problemsOfFailure(collector))]
  const left = (await readdir('.')).filter((name) => !before.includes(name))
  if (left.length > 0) problems.push(`it leaves ${left.join(', ')} in the folder that it is started in`)
  refuseProblems('collector', problems)
  return undefined
}

async function problemsOf({ gather }: OwnCollector): Promise<string[]> {
  try {
    const { data, error } = ownCollectedSchema.safeParse(await withTask(busy(time), gather))
    if (error) return error.issues.map(({ path, message }) => [...path, message].join(': '))
    return data.files.length + data.counters.length > 0 ? [] : ['it brought neither a file nor a counter']
  } catch (error) {
    return [`it threw ${wordsOf(error)}`]
  }
}

/** It may throw then, which is told; it may not wait, nor return something else. */
async function problemsOfFailure({ gather }: OwnCollector): Promise<string[]> {
  const collected = await withTask(failing, gather).catch(() => ({}))
  const { error } = ownCollectedSchema.safeParse(collected)
  return error ? [`of a benchmark that fails: ${error.issues[0]?.message}`] : []
}

async function withTask<T>(script: string, use: (task: OwnTask) => T | Promise<T>): Promise<T> {
  const made = await mkdtemp(join(tmpdir(), 'assay-kit-'))
  const [project, folder] = [join(made, 'project'), join(made, 'files')]
  try {
    for (const one of [project, folder]) await mkdir(one)
    await writeFile(join(project, 'package.json'), '{}')
    const file = join(project, 'benchmark.mjs')
    await writeFile(file, script)
    const benchmark = { id: 'bench/work.bench.ts › work', file: 'bench/work.bench.ts', name: 'work' }
    return await use({ benchmark, command: [process.execPath, file], time, timeout, project, folder })
  } finally {
    await rm(made, { recursive: true, force: true, maxRetries: 3 })
  }
}
