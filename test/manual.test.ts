import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ErasedSpec } from '../src/api/registry.ts'
import { commands, ownersOf } from '../src/cli/commands.ts'
import { type FlagName, flags, globalFlags, writeFlag } from '../src/cli/flags.ts'
import { parseLine } from '../src/cli/parse.ts'
import { declareOwnMetrics } from '../src/core/kind/own-metrics.ts'
import { environmentFacts } from '../src/core/machine/environment-facts.ts'
import { formatObjective } from '../src/core/objective/format-objective.ts'
import { parseObjective } from '../src/core/objective/parse-objective.ts'
import { requireObjectives } from '../src/core/objective/read-objectives.ts'
import { certificateStatusSchema } from '../src/model/certificate.ts'
import { comparisonReasonSchema, comparisonSchema, comparisonVerdictSchema } from '../src/model/comparison.ts'
import { configSchema } from '../src/model/config.ts'
import { controlSchema, doctorSchema } from '../src/model/doctor.ts'
import { duringSchema } from '../src/model/environment.ts'
import { environmentChangeSchema } from '../src/model/environment-record.ts'
import { failureReasonSchema } from '../src/model/failure.ts'
import { growthResultSchema } from '../src/model/growth.ts'
import { acceptedSeriesSchema, historySchema } from '../src/model/history.ts'
import { functionDetailSchema } from '../src/model/kind.ts'
import { latencyResultSchema } from '../src/model/latency.ts'
import { logEntrySchema } from '../src/model/log.ts'
import { metric, metricNames } from '../src/model/metric.ts'
import { objectiveMetrics } from '../src/model/objective.ts'
import { configuredMetricsSchema } from '../src/model/own-metric.ts'
import {
  benchmarkResultSchema,
  estimateSchema,
  runSchema,
  runVerdictSchema,
  trialRowSchema,
} from '../src/model/run.ts'
import { qualitySchema } from '../src/model/trial.ts'
import { parsePercent, parseQuantity } from '../src/model/unit.ts'
import { runHere } from './in-process.ts'
import { layers } from './layers.ts'
import { project } from './project.ts'

/** The manual is executed: what it tells people to write and to type is what the program understands. */

const root = fileURLToPath(new URL('..', import.meta.url))
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((file) => `docs/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.md'))
    .sort(),
].map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

const page = (file: string) => pages.find((candidate) => candidate.file === file)!.text
const readme = page('README.md')
const commandsPage = 'docs/reference/commands.md'
const configurationPage = 'docs/reference/configuration.md'

const blocks = (text: string, language: string) =>
  [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gmu)]
    .filter(([, , name]) => name === language)
    .map(([, , , code]) => code!)
const examples = pages.flatMap(({ file, text }) =>
  blocks(text, 'ts').map((code, index) => ({ code, name: `${file.replace(/\W/gu, '-')}-${index + 1}` })),
)
/** Files that belong together, each with its path in the first line; `test/cli/extend.test.ts` runs them. */
const placedExamples = examples.filter(({ code }) => /^\/\/ \S+\.ts\n/u.test(code))
const benchmarkExamples = examples.filter(({ code }) => /\bbench\(/u.test(code))
const configExamples = examples.filter(
  (one) => one.code.includes('defineConfig(') && !placedExamples.includes(one),
)
const example = (name: string) => examples.find((candidate) => candidate.name === name)!.code

/** What the benchmark of the README imports. */
const search = `export function closest(words: readonly string[], query: string): string {
  return words.toSorted((a, b) => score(b, query) - score(a, query))[0] ?? ''
}
export function score(word: string, query: string): number {
  return [...query].filter((letter) => word.includes(letter)).length
}
`

describe('the commands of the manual', () => {
  it('begin with how to install it, and end with how to set this repository up', () => {
    const [first] = blocks(readme, 'sh')
    expect(first).toMatch(/^npm i -D \S+\.tgz\nnpx assay init .*\nnpx assay run /u)
    expect(blocks(readme, 'sh').at(-1)).toBe('npm install && npm run bench\nnpm test\n')
  })

  const lines = pages.flatMap(({ file, text }) =>
    blocks(text, 'sh').flatMap((block) =>
      block
        .split(/\n|&&/u)
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line) => ({ file, line })),
    ),
  )

  it('are there to be checked', () => {
    expect(lines.filter(({ line }) => line.startsWith('assay ')).length).toBeGreaterThan(4)
  })

  it.each(lines)('$file: $line', ({ line }) => {
    const given = words(line)
    expect(['assay', 'npx', 'npm']).toContain(given[0])
    works(given)
    if (given.includes('update')) expect(given).toContain('--why')
  })

  it.each(mentioned())('in the text of $file: $command', ({ command }) => {
    // What is optional or left to the reader is no part of the command.
    const given = words(command.replace(/\[[^\]]*\]|…$/gu, ''))
    if (given.length > 1) works(given)
  })

  it('stand in its table, each once', () => {
    const rows = column(commandsPage, 'command')
    const named = rows.map((row) => row.split(' ')[1]!)
    expect([...new Set(named)].sort()).toEqual(Object.keys(commands).sort())
    expect(rows.filter((row) => row.startsWith('assay baseline')).map((row) => row.split(' ')[2])).toEqual([
      'update',
      'show',
    ])
    const logged = [...page(commandsPage).matchAll(/^\| .*?\|/gmu)].flatMap(([row]) => [
      ...row.matchAll(/`assay log (\w+)/gu),
    ])
    expect(logged.map(([, action]) => action).sort()).toEqual(Object.keys(commands.log.verbs!).sort())
  })
})

describe('the flags of the manual', () => {
  it('are those that there are, with the same values', () => {
    expect(column(commandsPage, 'flag')).toEqual((Object.keys(flags) as FlagName[]).map(writeFlag))
  })

  it('stand beside the commands that have them', () => {
    const owners = (Object.keys(flags) as FlagName[]).map((name) =>
      globalFlags.some((one) => one === name)
        ? 'all'
        : ownersOf(name)
            .map((owner) => owner.replace('assay ', ''))
            .join(', '),
    )
    expect(column(commandsPage, 'commands', 'flag')).toEqual(owners)
  })
})

describe('the configuration of the manual', () => {
  const fields = column(configurationPage, 'field')
  const defaults = column(configurationPage, 'default', 'field')

  it('lists every field', () => {
    expect(fields).toEqual(leaves(configSchema))
  })

  it.each(fields.map((field, index) => [field, defaults[index]!]))('%s: %s is its default', (field, text) => {
    const given = evaluate(text)
    const value = field.split('.').reduceRight((inner: unknown, name) => ({ [name]: inner }), given)
    expect(configSchema.parse(value)).toEqual(configSchema.parse({}))
  })

  it('lists the very defaults: anything else there would change the configuration', () => {
    const sections = new Set(fields.map((field) => field.split('.')[0]))
    expect([...sections]).toEqual(Object.keys(configSchema.shape))
    for (const [index, field] of fields.entries()) {
      const value = field
        .split('.')
        .reduce((inner: unknown, name) => (inner as Record<string, unknown>)[name], configSchema.parse({}))
      // A quantity is a number inside; anything else is written as it is.
      expect(inBaseUnits(evaluate(defaults[index]!), value)).toEqual(value)
    }
  })

  function isTolerance(value: unknown): value is { readonly relative: unknown } {
    return typeof value === 'object' && value !== null && 'relative' in value
  }

  /** What is written, with its quantities as the numbers that they are inside. */
  function inBaseUnits(written: unknown, inside: unknown): unknown {
    // A tolerance that is one percentage has no absolute part.
    if (typeof written === 'string' && isTolerance(inside))
      return { absolute: 0, relative: inBaseUnits(written, inside.relative) }
    if (typeof written === 'string' && typeof inside === 'number')
      return (
        parsePercent(written) ??
        (['ns', 'byte', 'count'] as const)
          .map((unit) => parseQuantity(written, unit))
          .find((one) => one !== undefined)
      )
    if (typeof written !== 'object' || written === null || Array.isArray(written)) return written
    const entries = Object.entries(written)
    return Object.fromEntries(
      entries.map(([key, value]) => [key, inBaseUnits(value, (inside as Record<string, unknown>)?.[key])]),
    )
  }

  it.each(configExamples)('is right in the example $name', ({ code }) => {
    const [, given] = /defineConfig\((\{[\s\S]*\})\)/u.exec(code)!
    const config = evaluate(given!) as { metrics?: unknown }
    // What a project declares is known before the rest is read.
    const withdraw = declareOwnMetrics(configuredMetricsSchema.parse(config.metrics ?? {}))
    expect(configSchema.safeParse(config).error).toBeUndefined()
    withdraw()
  })
})

describe('the benchmarks of the manual', () => {
  const files = {
    'src/search.ts': search,
    ...Object.fromEntries(benchmarkExamples.map(({ code, name }) => [`bench/${name}.bench.ts`, code])),
    ...Object.fromEntries(configExamples.map(({ code, name }) => [`config/${name}.ts`, code])),
  }

  it('are whole files', () => {
    expect(examples.filter(({ code }) => !/from 'assay(?:\/\w+)?'/u.test(code))).toEqual([])
    expect(placedExamples.length).toBeGreaterThan(3)
    expect(benchmarkExamples.length).toBeGreaterThan(4)
  })

  it('compile in a strict project', () => {
    const place = project({
      ...files,
      ...Object.fromEntries(placedExamples.map(({ code }) => [`guide/${code.split(/[\s]/u, 2)[1]}`, code])),
      'tsconfig.json': JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: {
          typeRoots: [join(root, 'node_modules/@types')],
          paths: { assay: [join(root, 'src/index.ts')], 'assay/extend': [join(root, 'src/extend.ts')] },
        },
        include: ['bench', 'config', 'guide', 'src'],
      }),
    })
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    expect(compile(compiler, place.folder)).toBe('')
  })

  it('are all found and listed by the program', async () => {
    const result = await runHere(project(files).folder, 'list', '--json')
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const { benchmarks } = JSON.parse(result.stdout) as { benchmarks: { file: string }[] }
    expect([...new Set(benchmarks.map(({ file }) => file))].sort()).toEqual(
      benchmarkExamples.map(({ name }) => `bench/${name}.bench.ts`).sort(),
    )
  })

  it('run: the one of the README, and those that fall into the trap that is warned of', async () => {
    const trap = `import { bench } from 'assay'
bench('trap', { run: (...given: unknown[]) => given, verify: (given) => JSON.stringify(given) === '[null,{}]' })
bench('function', (...given: unknown[]) => { if (given.length !== 2 || given[0] !== undefined) throw new Error('no') })`
    const place = project({
      'bench/search.bench.ts': example('README-md-1'),
      'bench/trap.bench.ts': trap,
      'src/search.ts': search,
    })
    const result = await runHere(place.folder, 'run', '--time', '20 ms', '--forks', '2')
    expect(result).toMatchObject({ code: 0 })
    expect(place.latest().benchmarks.map(({ id, state }) => [id, state])).toEqual([
      ['bench/search.bench.ts › closest {words: 1000}', 'measured'],
      ['bench/search.bench.ts › score', 'measured'],
      ['bench/trap.bench.ts › trap', 'measured'],
      ['bench/trap.bench.ts › function', 'measured'],
    ])
  })

  it('run, memory and all: the first of the guide, with the configuration of the reference', async () => {
    const main = example('docs-guide-start-md-1')
    const config = example('docs-reference-configuration-md-1')
    expect(config).toContain("'bench/**/*.bench.ts'")
    const place = project({ 'bench/main.bench.ts': main, 'perf.config.ts': config })
    // Of each, one of its parameters' values: the other one runs the same text.
    const result = await runHere(place.folder, 'run', 'parse', '{n: 100}', '--time', '20 ms', '--forks', '2')
    expect(result).toMatchObject({ code: 0 })
    const { benchmarks } = place.latest()
    expect(benchmarks.map(({ name, params, state, error }) => ({ name, params, state, error }))).toEqual([
      { name: 'parse 10 kB', params: {}, state: 'measured', error: undefined },
      ...['in place', 'a copy'].map((name) => ({
        ...{ name, params: { n: 100 }, state: 'measured', error: undefined },
      })),
    ])
  })

  it('use options that all stand in its table', () => {
    // Only loads have objectives.
    const options: Record<Exclude<keyof ErasedSpec, 'objectives'> | 'params', true> = {
      run: true,
      params: true,
      grows: true,
      setup: true,
      prepare: true,
      verify: true,
      work: true,
      budget: true,
      measure: true,
      concurrency: true,
      isolate: true,
      mayDiffer: true,
      teardown: true,
    }
    expect(column('docs/reference/benchmarks.md', 'option')).toEqual(Object.keys(options))
  })
})

const timingFields = Object.keys(functionDetailSchema.shape.timing.unwrap().shape)

describe('the words of the manual', () => {
  it.each<[string, string, readonly string[]]>([
    ['docs/reference/verdicts.md', 'verdict', comparisonVerdictSchema.options],
    ['docs/reference/verdicts.md', 'verdict of a run', runVerdictSchema.options],
    ['docs/reference/verdicts.md', 'reason', failureReasonSchema.options],
    ['docs/reference/verdicts.md', 'status', certificateStatusSchema.options],
    ['docs/reference/run-document.md', 'field', Object.keys(runSchema.shape)],
    ['docs/reference/run-document.md', 'field of a benchmark', Object.keys(benchmarkResultSchema.shape)],
    ['docs/reference/run-document.md', 'metric', metricNames()],
    ['docs/reference/run-document.md', 'field of an estimate', Object.keys(estimateSchema.shape)],
    ['docs/reference/run-document.md', 'field of a trial', Object.keys(trialRowSchema.shape)],
    ['docs/reference/run-document.md', 'field of a quality', Object.keys(qualitySchema.shape)],
    ['docs/reference/run-document.md', 'field of a timing', timingFields],
    ['docs/reference/run-document.md', 'field of a latency', Object.keys(latencyResultSchema.shape)],
    ['docs/reference/run-document.md', 'field of a growth', Object.keys(growthResultSchema.shape)],
    ['docs/reference/run-document.md', 'field of a comparison', Object.keys(comparisonSchema.shape)],
    ['docs/reference/run-document.md', 'reason of a comparison', comparisonReasonSchema.options],
    ['docs/reference/run-document.md', 'field of the history', Object.keys(historySchema.shape)],
    ['docs/reference/run-document.md', 'field of a series', Object.keys(acceptedSeriesSchema.shape)],
    ['docs/reference/run-document.md', 'field of during', Object.keys(duringSchema.shape)],
    ['docs/reference/run-document.md', 'field of a change', Object.keys(environmentChangeSchema.shape)],
    ['docs/reference/logbook.md', 'entry', logEntrySchema.options.map(({ shape }) => shape.type.value)],
    ['docs/reference/doctor-document.md', 'field of a diagnosis', Object.keys(doctorSchema.shape)],
    ['docs/reference/doctor-document.md', 'field of a control', Object.keys(controlSchema.shape)],
  ])('%s: every %s', (file, title, known) => {
    expect([...new Set(column(file, title))].sort()).toEqual([...known].sort())
  })

  it('name the unit of every metric', () => {
    expect(column('docs/reference/run-document.md', 'unit', 'metric')).toEqual(
      column('docs/reference/run-document.md', 'metric').map((name) => metric(name).unit),
    )
  })

  it('list the facts of an environment in their order', () => {
    const told = column('docs/reference/run-document.md', 'fact').flatMap((cell) => cell.match(/\w+/gu) ?? [])
    expect(told).toEqual(Object.keys(environmentFacts))
  })

  it('list the exit codes', () => {
    expect(column('docs/reference/exit-codes.md', 'exit code')).toEqual(['0', '1', '2', '3', '4', '130'])
  })
})

describe('the objectives of the manual', () => {
  it('are read, one for each metric', () => {
    const objectives = column('docs/guide/objectives.md', 'objective').map((text) => parseObjective(text))
    expect(new Set(objectives.map(({ metric }) => metric))).toEqual(new Set(objectiveMetrics))
  })

  it('mean what k6 means by its words', () => {
    const [theirs, ours] = [
      column('docs/guide/objectives.md', 'k6'),
      column('docs/guide/objectives.md', 'here', 'k6'),
    ]
    expect(theirs.map((text) => formatObjective(parseObjective(text)))).toEqual(
      ours.map((text) => formatObjective(parseObjective(text))),
    )
    const [, record] = /thresholds = (\{[\s\S]*?\n\})/u.exec(page('docs/guide/objectives.md'))!
    expect(requireObjectives(evaluate(record!), 'the manual')).toHaveLength(5)
  })
})

describe('the dependencies of the manual', () => {
  it('each have a line that says why', () => {
    const { dependencies, devDependencies, peerDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'devDependencies' | 'peerDependencies', Record<string, string>>
    expect(column('docs/decisions/dependencies.md', 'package').sort()).toEqual(
      [
        ...Object.keys(dependencies),
        ...Object.keys(devDependencies).map((name) => `${name} (dev)`),
        ...Object.keys(peerDependencies).map((name) => `${name} (peer)`),
      ].sort(),
    )
  })
})

describe('the links of the manual', () => {
  const links = pages.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/gu)]
      .map(([, target]) => target!)
      .filter((target) => !/^https?:/u.test(target))
      .map((target) => ({ file, target })),
  )

  it.each(links)('$file → $target', ({ file, target }) => {
    const [path = '', anchor] = target.split('#')
    const linked = path === '' ? file : join(dirname(file), path)
    expect(existsSync(join(root, linked))).toBe(true)
    if (anchor) expect(anchors(readFileSync(join(root, linked), 'utf8'))).toContain(anchor)
  })

  it('lead to every page', () => {
    const linked = links.map(({ file, target }) => join(dirname(file), target.split('#')[0]!))
    const orphans = pages.filter(({ file }) => file !== 'README.md' && !linked.includes(file))
    expect(orphans.map(({ file }) => file)).toEqual([])
  })

  it.each(paths())('$file speaks of $path, which is there', ({ path }) => {
    expect(existsSync(join(root, path))).toBe(true)
  })
})

describe('the shape of the manual', () => {
  it.each([
    ['README.md', 120],
    ['CONTRIBUTING.md', 80],
  ])('%s has at most %d lines', (file, most) => {
    expect(page(file).trimEnd().split('\n').length).toBeLessThanOrEqual(most)
  })

  it('says everything in the changelog once', () => {
    const items = page('CHANGELOG.md').match(/^- .*$/gmu) ?? []
    expect(items.length).toBeGreaterThan(0)
    // Two items that begin alike are two tellings of one change, of which one is old.
    const beginnings = items.map((item) => item.split(/[.:](?= )/u)[0]!)
    expect(repeated(beginnings)).toEqual([])
  })

  it('dates every decision, in order', () => {
    const subjects = pages.filter(
      ({ file, text }) => /^docs\/decisions\//u.test(file) && text.includes('\n### '),
    )
    expect(subjects.length).toBeGreaterThan(8)
    for (const { file, text } of subjects) {
      const headings = text.match(/^#{2,} .*$/gmu) ?? []
      const dates = headings.map((heading) => /^### (\d{4}-\d\d-\d\d) · \S/u.exec(heading)?.[1])
      expect(dates, file).toEqual(dates.toSorted())
      expect(dates, file).not.toContain(undefined)
    }
  })

  it('lists every study', () => {
    const studies = Object.keys(scripts).filter((name) => name.startsWith('study:'))
    expect(column('docs/method/studies.md', 'study').sort()).toEqual(
      studies.map((name) => `npm run ${name}`).sort(),
    )
  })

  it('has each word of the glossary once, in order', () => {
    const terms = column('docs/glossary.md', 'word')
    expect(terms).toEqual([...new Set(terms)].toSorted())
  })

  it.each(['core', 'worker', 'host'])('names every room of %s in the architecture', (layer) => {
    const rooms = layers
      .filter(({ path }) => path.startsWith(`${layer}/`) && path.endsWith('/') && path !== `${layer}/`)
      .map(({ path }) => path.slice(layer.length + 1, -1))
    const named = column('docs/architecture.md', `room of src/${layer}/`).flatMap((cell) => cell.split(', '))
    expect(named.sort()).toEqual(rooms.sort())
  })
})

function repeated(texts: readonly string[]): string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index)
}

/** Commands in running text: `assay gate`. What does not exist yet is named without being written as one. */
function mentioned(): { file: string; command: string }[] {
  return pages.flatMap(({ file, text }) =>
    [...text.matchAll(/`((?:assay|npx assay|npm run)(?: [^`]+)?)`/gu)].map(([, command]) => ({
      file,
      command: command!,
    })),
  )
}

/** Files and folders of this repository in running text: `src/core/plan/plan.ts`. */
function paths(): { file: string; path: string }[] {
  return pages.flatMap(({ file, text }) =>
    [...text.matchAll(/`((?:src|test|bench)\/[\w./-]+)`/gu)]
      .map(([, path]) => ({ file, path: path! }))
      .filter(({ path }) => !path.includes('example')),
  )
}

/** A command of the shell: the program itself, or npm with a script that there is. */
function works([program, ...args]: readonly string[]): void {
  if (program === 'assay') {
    understands(args)
  } else if (program === 'npx') {
    expect(args[0]).toBe('assay')
    understands(args.slice(1))
  } else {
    const [action, name, dashes, ...rest] = args
    expect(['install', 'i', 'test', 'run', 'pack']).toContain(action)
    if (action === 'run') expect(Object.keys(scripts)).toContain(name)
    if (dashes === '--') understands(['run', ...rest])
  }
}

/** The program must understand it, and mean a command that there is: any other word would be a filter. */
function understands(args: readonly string[]): void {
  // A command that is told what to do by a verb is also spoken of alone.
  if (args.length === 1 && ['baseline', 'log'].includes(args[0]!)) return
  const line = parseLine(args)
  if (line.asks === 'command') expect(line.path[0]).toBe(args[0])
}

/** Words of a shell command, without its comment. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(#.*$)|(?:>\s*\S+)|([^\s'"]+)/gu)].flatMap(
    ([, single, double, , bare]) => single ?? double ?? bare ?? [],
  )
}

/**
 * Cells of the tables' column with this title, without code marks. `by`: of the table whose first column has
 * that title instead.
 */
function column(file: string, title: string, by = title): string[] {
  const tables = page(file)
    .split(/\n{2,}/u)
    .filter((part) => part.startsWith('|'))
    .map((part) => part.trim().split('\n').map(cells))
  const found = tables.filter(([head]) => head?.[0] === by)
  expect(found, `a table of '${by}' in ${file}`).not.toEqual([])
  return found.flatMap(([head, , ...rows]) => rows.map((row) => row[head!.indexOf(title)]!))
}

function cells(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''))
}

/** Paths of a schema's fields that hold a value of their own. */
function leaves(schema: unknown, path = ''): string[] {
  let inner = schema
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) inner = inner.unwrap()
  if (!(inner instanceof z.ZodObject)) return [path]
  return Object.entries(inner.shape).flatMap(([name, field]) =>
    leaves(field, path === '' ? name : `${path}.${name}`),
  )
}

function evaluate(text: string): unknown {
  return new Function(`return (${text})`)()
}

function compile(compiler: string, folder: string): string {
  try {
    return execFileSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error)
  }
}

/** What a code host makes of the headings. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}
