import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { alone } from '../../bench/pitfalls/alone.ts'
import { nextRound } from '../../src/core/plan/plan.ts'
import { configSchema } from '../../src/model/config.ts'
import type { BenchmarkResult } from '../../src/model/run.ts'
import { parseQuantity } from '../../src/model/unit.ts'
import { main } from '../built.ts'
import { runHere } from '../in-process.ts'
import { type Project, project, readRun } from '../project.ts'
import { timingsIn } from '../rows.ts'

/**
 * The lessons are run as they are, by the real program, but for their types: taking these off costs each of sixty processes a
 * tenth of a second.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = 'bench/pitfalls'
const built = join(main, '../..')
const files = readdirSync(join(root, folder))
const lessons = files.filter((file) => file.endsWith('.bench.ts')).sort()
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const results: BenchmarkResult[] = []
const naive = new Map<string, number>()

const inJavaScript = (text: string) => text.replaceAll(/\.ts(?=')/gu, '.js')
const needed = [
  ...files.map((file) => `${folder}/${file}`),
  'bench/kernels/random.ts',
  'bench/kernels/sort.ts',
]
let place: Project

async function run(...args: string[]): Promise<void> {
  const { code, stderr } = await runHere(place.folder, 'run', ...args)
  expect({ code, stderr }).toMatchObject({ code: 0 })
}

beforeAll(() => {
  const plain = needed
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file.replace(/ts$/u, 'js'), inJavaScript(stripTypeScriptTypes(read(file)))])
    // What is built is as near as the sources were.
    .map(([file, text]) => [file, text!.replaceAll("'../../src/", `'${pathToFileURL(built).href}/`)])
  place = project({
    ...Object.fromEntries(plain),
    'perf.config.js': `export default { include: ['${folder}/*.bench.js'], collect: { memory: false, controls: false } }`,
  })
})

// Whether work was removed is a vote of forks that had the time to compile it. Beside three others on each core, 3 votes of
// 100 were wrong: of five forks, three have to be.
const votes = 5
beforeAll(async () => {
  await run('--time', '1500 ms', '--forks', String(votes), '01-', '02-', '03-')
  results.push(...place.latest().benchmarks)
})

beforeAll(async () => {
  const others = ['04-', '05-', '06-', '08-', '09-', '10-', '11-', '12-', '13-', '14-']
  await run('--time', '200 ms', '--forks', '2', ...others)
  results.push(...place.latest().benchmarks)
})

// Memory is one lesson's subject.
beforeAll(async () => {
  await run('--config', `${folder}/perf.config.js`, '--time', '100 ms', '--forks', '2', '07-')
  results.push(...readRun(place.read('reports/pitfalls/latest/run.json')).benchmarks)
})

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(place.folder, folder, 'naive.js')])
  for (const [, lesson, what, figure] of stdout.matchAll(/^(\S+) +(\S.*?) {2,}(\S+ \S+)$/gmu)) {
    naive.set(`${lesson} ${what}`, parseQuantity(figure!, 'ns') ?? Number.NaN)
  }
})

/** The benchmarks of a lesson by name. */
function of(lesson: string): Readonly<Record<string, BenchmarkResult>> {
  const members = results.filter(({ file }) => file.startsWith(`${folder}/${lesson}-`))
  return Object.fromEntries(members.map((benchmark) => [benchmark.name, benchmark]))
}

const codes = (one: BenchmarkResult | undefined) => one?.findings.map(({ code }) => code)
const time = (one: BenchmarkResult | undefined) => one?.metrics.time?.estimate ?? Number.NaN

describe('every lesson', () => {
  it('is one of fourteen, numbered without a gap', () => {
    expect(lessons.map((file) => Number(file.slice(0, 2)))).toEqual(
      Array.from({ length: 14 }, (_, i) => i + 1),
    )
  })

  it.each(lessons)(
    '%s says what the trap is, what naive shows and what Assay does, and is in the table',
    (file) => {
      const header = /\/\*\*([\s\S]*?)\*\//u.exec(read(`${folder}/${file}`))?.[1]
      for (const part of [' * Naive: ', ' * Assay: ']) expect(header).toContain(part)
      expect(read(`${folder}/README.md`)).toContain(`| [${file.slice(0, 2)}](${file}) |`)
    },
  )

  it.each(lessons)('%s has naive figures, and benchmarks that are measured', (file) => {
    const lesson = file.replace('.bench.ts', '')
    const figures = [...naive].filter(([name]) => name.startsWith(`${lesson} `)).map(([, figure]) => figure)
    expect(figures.length).toBeGreaterThan(0)
    expect(figures.filter((figure) => !Number.isFinite(figure))).toEqual([])
    const members = Object.values(of(file.slice(0, 2)))
    expect(members.length).toBeGreaterThan(0)
    expect(members.filter(({ state }) => state !== 'measured')).toEqual([])
  })
})

describe('what the lessons show', () => {
  it.each(['01', '02', '03'])('%s: removed work is told, and not where it is repaired', (lesson) => {
    const { trap, repaired } = of(lesson)
    expect(codes(trap)).toContain('optimized-away')
    expect(trap?.metrics.time?.low).toBe(0)
    expect(codes(repaired)).not.toContain('optimized-away')
  })

  it('01: it knows that nothing was returned', () => {
    const { trap, repaired } = of('01')
    expect(timingsIn(trap!).map(({ returned }) => returned)).toEqual(Array(votes).fill('nothing'))
    expect(timingsIn(repaired!).map(({ returned }) => returned)).toEqual(Array(votes).fill('value'))
  })

  it('04, 05, 12: each is alone in its processes, or it would have failed', () => {
    const [one, other] = [alone('one', () => 1), alone('other', () => 2)]
    expect(one.setup()).toBe(1)
    expect(one.teardown).not.toThrow()
    other.setup()
    expect(other.teardown).toThrow('other shared its process with one, other')
    for (const lesson of ['04', '05', '12']) {
      expect(Object.values(of(lesson)).flatMap(timingsIn).length).toBeGreaterThanOrEqual(4)
      expect(read(`${folder}/${lessons[Number(lesson) - 1]}`)).toContain('...alone(')
    }
  })

  it('05: many shapes are measured apart from one', () => {
    const shapes = of('05')
    for (const name of ['one shape', 'eight shapes']) expect(shapes[name]?.state).toBe('measured')
  })

  it('06: the loop is entered many times, after a warm-up, and is faster than one that is entered once', () => {
    const { 'a thousand rounds': thousand } = of('06')
    for (const { samples, warmup } of timingsIn(thousand!)) {
      expect(samples).toBeGreaterThanOrEqual(3)
      expect(warmup).toBeGreaterThan(0)
    }
    expect(time(thousand) / 1_000).toBeLessThan(naive.get('06-on-stack-replacement first loop')!)
  })

  it('07: bytes are charged to who allocates them', () => {
    const { 'no allocation': none, 'small object': small, 'many objects': many } = of('07')
    expect(none?.metrics.allocated?.estimate).toBe(0)
    expect(none?.metrics.collections?.estimate).toBe(0)
    // Three words of an object's own, and two properties.
    expect(small?.metrics.allocated?.estimate).toBe(5 * 8)
    // A thousand objects of one property, and the list of them.
    expect(many?.metrics.allocated?.estimate).toBeGreaterThanOrEqual(1_000 * (4 * 8 + 8))
    expect(many?.metrics.allocated?.estimate).toBeLessThan(1_000 * (4 * 8 + 8) * 1.1)
  })

  it('08: a first call that does all the work is told, and not where every call has its own input', () => {
    const { trap, repaired } = of('08')
    expect(codes(trap)).toContain('first-call-only')
    expect(codes(repaired)).not.toContain('first-call-only')
  })

  it('09: only what returns a promise is awaited', () => {
    const { 'plain value': plain, 'promise of the same': promise } = of('09')
    expect(timingsIn(plain!).map(({ asynchronous }) => asynchronous)).toEqual([false, false])
    expect(timingsIn(promise!).map(({ asynchronous }) => asynchronous)).toEqual([true, true])
    expect(time(promise)).toBeGreaterThan(time(plain))
  })

  it('10: a batch takes half of a thousand steps of the clock at least, or the shortfall is told', () => {
    const { 'a few nanoseconds': short } = of('10')
    const long = timingsIn(short!).filter(({ batch, value, clockStep }) => batch * value >= 500 * clockStep)
    const told = codes(short)?.includes('too-short-for-the-clock')
    expect(told || long.length * 2 >= timingsIn(short!).length).toBe(true)
    for (const { batch } of timingsIn(short!)) expect(batch).toBeGreaterThan(1)
  })

  it('11: warm code is faster than code that nobody has run, whoever times that', () => {
    const { cold, warm } = of('11')
    expect(time(warm)).toBeLessThan(time(cold))
    expect(time(warm)).toBeLessThan(naive.get('11-cold-start first call')!)
  })

  it('12: rounds have orders of their own, which the seed repeats', () => {
    const benchmarks = Object.values(of('12')).map((one) => ({
      ...one,
      key: one.name,
      agree: false,
      budget: {},
    }))
    const plan = { config: configSchema.parse({ collect: { memory: false } }), seed: 'lesson', benchmarks }
    const order = (round: number) =>
      nextRound(plan, [], round)
        .map(({ ids }) => ids[0])
        .join()
    const rounds = [1, 2, 3, 4, 5, 6]
    expect(new Set(rounds.map(order)).size).toBeGreaterThan(1)
    expect(rounds.map(order)).toEqual(rounds.map(order))
    expect(order(1).split(',').sort()).toEqual(benchmarks.map(({ id }) => id).sort())
  })

  it('13: new input costs more than input that was learned', () => {
    const { trap, repaired } = of('13')
    expect(time(repaired)).toBeGreaterThan(time(trap))
  })

  it('14: every query is counted, the same in each fork', () => {
    const { trap, repaired } = of('14')
    expect([trap, repaired].map((one) => one?.metrics.queries?.values)).toEqual([
      [101, 101],
      [2, 2],
    ])
    expect(repaired?.budget).toEqual([{ metric: 'queries', limit: 2, observed: 2, kept: true }])
  })
})
