import { median } from '../../../src/stats/quantile.ts'
import type { Adapters, RealResult } from './raw.ts'
import type { Decision } from './vitest-project.ts'

export function page({ conditions, files, decisions, overhead, listing }: Adapters): string {
  const { cpu = '', cpus = 0, node = '' } = conditions ?? {}
  return `# Benchmark files of others

Written by \`npm run study:adapters\`. ${cpu}, ${cpus} CPUs, Node ${node}.

## A project of Vitest 5, untouched

Five benchmarks of a project of Vitest 5, in git, without a configuration of Assay. The packed Assay is installed, the code is
changed, and \`npx assay compare main\` decides. **Slower**: 5 % more work in one of five functions. **Same**: another text of the
same code, so that everything is measured and nothing has changed. **Decided**: when the last of the five was, installation not
counted. **Whole**: until the command ended, with the explanation of what is slower. By Node: it loads the file. By Vitest: the
file imports by an alias, so the project's own Vitest runs it.

| loaded by | change | runs | decided, median | longest | whole, median | found | false alarms |
| :-- | :-- | --: | --: | --: | --: | --: | --: |
${(['node', 'vitest'] as const).flatMap((road) => (['slower', 'same'] as const).flatMap((plant) => decisionRow(decisions.filter((one) => one.road === road && one.plant === plant)))).join('\n')}

## Files of public projects

At the commits named, none of them changed. **Measured**: benchmarks with a number, of those that the file runs. The library measures
before and after Assay. **Steady**: benchmarks that can be compared: the library's two medians differ by 5 % at most, Assay found no
artefact (${artefacts.map((code) => `\`${code}\``).join(', ')}), and no clock weighs: libraries that time every single call (${singleCalls.join(', ')}) have
the clock in what takes less than ${clockWeighs / 1e3} µs. Deno's own numbers are of another runtime. **Alike**: Assay's median is within 5 % of the library's, or lies between its two. **Ratio**: the
middle of Assay's medians divided by the library's.

| library | file | commit | measured | steady | alike | ratio | |
| :-- | :-- | :-- | --: | --: | --: | --: | :-- |
${files.map(rowOf).join('\n')}

## The same function in both words

Twenty functions in the words of tinybench and in Assay's own, in one run: the intervals of ${overhead.filter(({ isWithin }) => isWithin).length} of ${overhead.length} meet.

| function | Assay's words | tinybench's | ratio | intervals meet |
| :-- | --: | --: | --: | :-- |
${overhead.map(({ name, own, dialect, isWithin }) => `| ${name} | ${timeOf(own)} | ${timeOf(dialect)} | ${(dialect / own).toFixed(3)} | ${isWithin ? 'yes' : '**no**'} |`).join('\n')}

## Many files

${listing ? `\`assay list\` of ${listing.files} files with ${listing.benchmarks} benchmarks, in the words of four libraries: ${listing.first.toFixed(1)} s the first time, ${listing.seconds.toFixed(1)} s as the median of later ones.` : ''}

## Each benchmark

| file | benchmark | Assay | library, before and after | ratio | | findings |
| :-- | :-- | --: | --: | --: | :-- | :-- |
${files.flatMap(detailsOf).join('\n')}
`
}

const artefacts = ['optimized-away', 'bimodal-forks', 'never-steady']
const slowed = 'parse'

function decisionRow(all: readonly Decision[]): string[] {
  const [first] = all
  if (first === undefined) return []
  const { road, plant } = first
  // Where nothing is worse nothing is said before the end.
  const times = all.map(({ decided, total }) => decided || total)
  const found = all.filter(({ verdicts }) => verdicts[slowed] === 'regressed').length
  const isAlarm = ({ verdicts }: Decision) =>
    Object.entries(verdicts).some(
      ([name, verdict]) => verdict === 'regressed' && (plant === 'same' || name !== slowed),
    )
  const cells = [
    ...[road === 'node' ? 'Node' : 'Vitest', plant, String(all.length)],
    ...[`${median(times).toFixed(0)} s`, `${Math.max(...times).toFixed(0)} s`],
    `${median(all.map(({ total }) => total)).toFixed(0)} s`,
    plant === 'slower' ? `${found} of ${all.length}` : '',
    `${all.filter(isAlarm).length} of ${all.length}`,
  ]
  return [`| ${cells.join(' | ')} |`]
}

/** Libraries that read the clock around each call, and ns from which on that is a small part. */
const singleCalls = ['tinybench', 'Vitest']
const clockWeighs = 2_000

type MeasuredRow = RealResult['rows'][number]

/** What Assay's median is of the library's, and whether they can be compared. */
function ratioOf({ own, natives, findings }: MeasuredRow, library: string) {
  const [one, other = one] = natives
  if (own === undefined || one === undefined || other === undefined) return undefined
  const isSteady =
    natives.length > 1 &&
    Math.abs(Math.log(one / other)) < limit &&
    !findings.some((code) => artefacts.includes(code)) &&
    !(singleCalls.includes(library) && one < clockWeighs) &&
    library !== 'Deno.bench'
  const [low, high] = [Math.min(one, other), Math.max(one, other)]
  const ratio = own / Math.sqrt(one * other)
  return { ratio, isSteady, isAlike: Math.abs(Math.log(ratio)) < limit || (low <= own && own <= high) }
}
const limit = Math.log(1.05)

function rowOf(result: RealResult): string {
  const { repository, file, commit, library, rows, why = '' } = result
  const compared = rows.flatMap((row) => ratioOf(row, library) ?? [])
  const steady = compared.filter(({ isSteady }) => isSteady)
  const alike = steady.filter(({ isAlike }) => isAlike).length
  const middle = compared.length === 0 ? '' : median(compared.map(({ ratio }) => ratio)).toFixed(2)
  const cells = [library, `${repository} \`${file}\``, `\`${commit}\``]
  const measured = rows.filter(({ isMeasured }) => isMeasured).length
  const counts = [
    `${measured} of ${rows.length}`,
    compared.length === 0 ? '' : `${steady.length} of ${compared.length}`,
    steady.length === 0 ? '' : `${alike} of ${steady.length}`,
  ]
  return `| ${[...cells, ...counts, middle, escapeCell(why)].join(' | ')} |`
}

function detailsOf({ repository, library, rows }: RealResult): string[] {
  return rows.map((row) => {
    const { name, own, natives, findings } = row
    const found = ratioOf(row, library)
    const told = [found?.ratio.toFixed(2) ?? '', found === undefined || found.isSteady ? '' : 'not steady']
    const times = [timeOf(own), natives.map(timeOf).join(', ')]
    const codes = findings.filter((code) => code !== 'other-library')
    return `| ${[repository, escapeCell(name), ...times, ...told, codes.join(', ')].join(' | ')} |`
  })
}

function timeOf(ns: number | undefined): string {
  if (ns === undefined) return ''
  const [scale, unit] = ns < 1e3 ? [1, 'ns'] : ns < 1e6 ? [1e3, 'µs'] : [1e6, 'ms']
  return `${(ns / scale).toPrecision(4)} ${unit}`
}

function escapeCell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('\n', ' ')
}
