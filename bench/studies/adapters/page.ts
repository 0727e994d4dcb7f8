import type { Overhead } from './overhead.ts'
import type { RealFile } from './real-files.ts'

export type RealResult = {
  readonly real: RealFile
  readonly rows: readonly {
    readonly name: string
    readonly isMeasured: boolean
    /** ns, by Assay and by the library. */
    readonly own: number | undefined
    readonly native: number | undefined
    readonly findings: readonly string[]
  }[]
  readonly measured: number
  readonly why: string | undefined
}

type Conditions = { readonly cpu: string; readonly cpus: number; readonly node: string }

export function page(
  results: readonly RealResult[],
  overheads: readonly Overhead[],
  { cpu, cpus, node }: Conditions,
): string {
  const within = overheads.filter(({ isWithin }) => isWithin).length
  return `# Benchmark files of others

Written by \`npm run study:adapters\`. ${cpu}, ${cpus} CPUs, Node ${node}. Files of public projects at the commits named, none of
them changed. **Measured**: benchmarks with a number, of those that the file runs. **Alike**: medians within 5 % of the library's
own, of those where both are known and neither is an artefact (\`optimized-away\`, \`bimodal-forks\`, \`never-steady\`). **Ratio**: the
middle of Assay's medians divided by the library's; a library that times single calls has its clock in them.

| library | file | commit | measured | alike | ratio | |
| :-- | :-- | :-- | --: | --: | --: | :-- |
${results.map(rowOf).join('\n')}

## The same function in both words

Twenty functions in the words of tinybench and in Assay's own, in one run: the intervals of ${within} of ${overheads.length} meet.

| function | Assay's words | tinybench's | ratio | intervals meet |
| :-- | --: | --: | --: | :-- |
${overheads.map(({ name, own, dialect, isWithin }) => `| ${name} | ${timeOf(own)} | ${timeOf(dialect)} | ${(dialect / own).toFixed(3)} | ${isWithin ? 'yes' : '**no**'} |`).join('\n')}

## Each benchmark

| file | benchmark | Assay | library | ratio | findings |
| :-- | :-- | --: | --: | --: | :-- |
${results.flatMap(detailsOf).join('\n')}
`
}

const artefacts = ['optimized-away', 'bimodal-forks', 'never-steady']

function ratiosOf({ rows }: RealResult): number[] {
  return rows.flatMap(({ own, native, findings }) =>
    own === undefined || native === undefined || findings.some((code) => artefacts.includes(code))
      ? []
      : [own / native],
  )
}

function rowOf(result: RealResult): string {
  const { real, rows, measured, why = '' } = result
  const ratios = ratiosOf(result).toSorted((a, b) => a - b)
  const alike = ratios.filter((ratio) => Math.abs(Math.log(ratio)) < Math.log(1.05)).length
  const middle = ratios.length === 0 ? '' : ratios[ratios.length >> 1]!.toFixed(2)
  const cells = [real.library, `${real.repository} \`${real.file}\``, `\`${real.commit}\``]
  const counts = [`${measured} of ${rows.length}`, ratios.length === 0 ? '' : `${alike} of ${ratios.length}`]
  return `| ${[...cells, ...counts, middle, escapeCell(why)].join(' | ')} |`
}

function detailsOf({ real, rows }: RealResult): string[] {
  return rows.map(({ name, own, native, findings }) => {
    const ratio = own === undefined || native === undefined ? '' : (own / native).toFixed(2)
    const cells = [real.repository, escapeCell(name), timeOf(own), timeOf(native), ratio, findings.join(', ')]
    return `| ${cells.join(' | ')} |`
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
