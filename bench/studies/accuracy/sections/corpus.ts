import { fileURLToPath } from 'node:url'
import { formatPercent, formatQuantity } from '../../../../src/model/unit.ts'
import { seeded, shuffle } from '../../../../src/stats/random.ts'
import { config, reported, timeFork } from '../assay.ts'
import { figures } from '../columns.ts'
import { isEliminated, isHonest, type Repeated } from '../elimination.ts'
import { type Entry, corpus as entries } from '../kernels/corpus.ts'
import { runProgram } from '../processes.ts'
import { measureWith } from '../rivals.ts'
import { type Report, type Study, section } from '../section.ts'

/** Tools that warn of eliminated code. */
const detectors = ['assay', 'mitata', 'bench-node'] as const
type Detector = (typeof detectors)[number]
const titles: Readonly<Record<Detector, string>> = {
  assay: 'Assay',
  mitata: 'mitata',
  'bench-node': 'bench-node',
}

type Seen = {
  readonly name: string
  readonly repeated: Repeated
  readonly ns: Readonly<Record<Detector, number>>
  readonly flagged: Readonly<Record<Detector, boolean>>
}
type Data = readonly Seen[]

/** Shares that must be reached. */
const goal = { recall: 0.95, false: 0.02 }
/** Entries of each kind that there must be. */
const enough = 30

export const corpus = section(measure, report)

async function measure(study: Study): Promise<Data> {
  const names = entries.map(({ name }) => name)
  study.say('corpus: which entries are eliminated')
  const judge = fileURLToPath(new URL('../elimination.ts', import.meta.url))
  const repeated = new Map<string, Repeated>()
  for (const name of names) repeated.set(name, JSON.parse(await runProgram([judge, name])) as Repeated)

  const timings = new Map(names.map((name) => [name, [] as Awaited<ReturnType<typeof timeFork>>[]]))
  for (let round = 0; round < study.times(config.time.forks.min); round++) {
    study.say(`corpus: Assay, round ${round + 1}`)
    for (const name of shuffle(names, seeded(`${study.seed} corpus ${round}`))) {
      timings.get(name)!.push(await timeFork(name))
    }
  }
  study.say('corpus: mitata')
  const mitata = new Map((await measureWith('mitata', names)).map((line) => [line.name, line]))
  study.say('corpus: bench-node')
  const benchNode = new Map(
    (await measureWith('bench-node', names, { detect: true })).map((line) => [line.name, line]),
  )
  return names.map((name) => {
    const { metrics, findings } = reported(name, timings.get(name)!)
    return {
      name,
      repeated: repeated.get(name)!,
      ns: {
        assay: metrics.time!.estimate,
        mitata: mitata.get(name)!.ns,
        'bench-node': benchNode.get(name)!.ns,
      },
      flagged: {
        assay: findings.some(({ code }) => code === 'optimized-away'),
        mitata: mitata.get(name)!.flagged!,
        'bench-node': benchNode.get(name)!.flagged!,
      },
    }
  })
}

function report(data: Data): Report {
  const kinds = new Map(entries.map(({ name, kind }) => [name, kind]))
  const of = (kind: Entry['kind']) => data.filter(({ name }) => kinds.get(name) === kind)
  const eliminated = of('eliminated').filter(({ repeated }) => isEliminated(repeated))
  const honest = of('honest').filter(({ repeated }) => isHonest(repeated))
  const left = [...of('eliminated'), ...of('honest')].filter(
    (one) => !eliminated.includes(one) && !honest.includes(one),
  )
  const flags = (list: readonly Seen[], tool: Detector) => list.filter(({ flagged }) => flagged[tool])
  const share = (list: readonly Seen[], tool: Detector) => flags(list, tool).length / list.length
  const missed = eliminated.filter(({ flagged }) => !flagged.assay)
  const wrong = flags(honest, 'assay')
  const cell = (list: readonly Seen[], tool: Detector) =>
    `${flags(list, tool).length} of ${list.length} (${formatPercent(share(list, tool))})`
  return {
    title: 'Code that the compiler removes',
    body: `Micro-benchmarks as people write them. Whether the compiler removes the work was established without any tool:
the work written out once and sixteen times inside one function. It is *eliminated* when sixteen times costs less than twice once, and once no more than an
empty loop and a cycle; it is *honest* when sixteen times, with inputs that the compiler cannot know, costs at least twice once. Assay: its finding
\`optimized-away\` after ${config.time.forks.min} forks. mitata: its mark \`!\` (less than 1.42 times an empty function); eliminated entries as they are, honest
results through \`do_not_optimize\` and inputs as computed parameters, as its README advises. bench-node: its detection of dead code switched on
(less than ten times an empty function). tinybench and Vitest detect nothing. Assay's rule was
chosen on other snippets and changed twice after it failed here: the first full run warned wrongly of ‘add to a number’; 14 cheap operations (‘subtract from a number’ to ‘low byte’) and
8 eliminated ones (from ‘subtract, dropped’ on) were added before the second, which warned wrongly of three of them. The 12 from ‘shift right’ to ‘is it nothing’ and the 6 from
‘round a literal’ to ‘comparison of fields, dropped’ were added after the last change and before they were measured.

${figures(
  ['', ...detectors.map((tool) => titles[tool])],
  [
    ['eliminated, warned of', ...detectors.map((tool) => cell(eliminated, tool))],
    ['honest, warned of wrongly', ...detectors.map((tool) => cell(honest, tool))],
    ['partly eliminated, warned of', ...detectors.map((tool) => cell(of('partly'), tool))],
  ],
)}

Partly eliminated: some of the work is removed, so that either answer can be defended.${
      left.length === 0
        ? ''
        : ` Left out, because this run did not establish what they are: ${left.map(({ name }) => name).join('; ')}.`
    }

<details><summary>Every entry</summary>

Readings in ns per call, bold where the tool warned; in the last columns the hand-written loops.

${(['eliminated', 'honest', 'partly'] as const)
  .map((kind) => entryTable(kind, kind === 'partly' ? of('partly') : kind === 'honest' ? honest : eliminated))
  .join('\n\n')}

</details>`,
    targets: [
      {
        what: `Eliminated code (${eliminated.length} entries)`,
        must: `at least ${formatPercent(goal.recall)} warned of`,
        measured: `${cell(eliminated, 'assay')}; mitata ${formatPercent(share(eliminated, 'mitata'))}, bench-node ${formatPercent(share(eliminated, 'bench-node'))}`,
        met: eliminated.length >= enough && share(eliminated, 'assay') >= goal.recall,
        because: `no warning for ${missed.map(({ name }) => `‘${name}’`).join(', ')}`,
      },
      {
        what: `Honest code (${honest.length} entries)`,
        must: `at most ${formatPercent(goal.false)} warned of`,
        measured: `${cell(honest, 'assay')}; mitata ${formatPercent(share(honest, 'mitata'))}, bench-node ${formatPercent(share(honest, 'bench-node'))}`,
        met: honest.length >= enough && share(honest, 'assay') <= goal.false,
        because: `false warning for ${wrong.map(({ name }) => `‘${name}’`).join(', ')}`,
      },
    ],
    plots: {},
  }
}

function entryTable(kind: Entry['kind'], list: readonly Seen[]): string {
  return figures(
    [kind, ...detectors.map((tool) => titles[tool]), 'once', '16 times', 'empty loop'],
    list.map(({ name, ns, flagged, repeated }) => [
      name,
      ...detectors.map((tool) => (flagged[tool] ? `**${reading(ns[tool])}**` : reading(ns[tool]))),
      reading(repeated.one),
      reading(repeated.sixteen),
      reading(repeated.none),
    ]),
  )
}

function reading(ns: number): string {
  return formatQuantity(Number(ns.toPrecision(3)), 'ns')
}
