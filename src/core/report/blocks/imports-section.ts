import type { ImportedModule, ImportedPackage, ImportReport, ImportTree } from '../../../model/cold.ts'
import { policy } from '../../../model/config.ts'
import { digits, formatQuantity, formatSpread } from '../../../model/unit.ts'
import { kindOf } from '../../kind/kinds.ts'
import { shortCommit } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { costlierWords, importsWords } from '../../wording/import-words.ts'
import { sentence } from '../../wording/sentence.ts'
import { type Block, heading, listOf, paragraph, type Section, type Table, tableOf } from './block.ts'
import type { View } from './view.ts'

/** What cold starts import, and what each of that costs. */
export function importsSection({ rows }: Pick<View, 'rows'>): Section[] {
  const blocks = rows.flatMap(({ benchmark }) => {
    const tree = kindOf(benchmark).importTree?.(benchmark.trials)
    if (!tree) return []
    const { loading } = benchmark.metrics
    return [heading({ subjects: [benchmark.id] }), ...importBlocks(tree, loading?.estimate)]
  })
  if (blocks.length === 0) return []
  const what =
    'A file costs what it takes to find, read, compile and run it. Total is that with all that it was the first to import: what several share is charged to the first of them. Processes that are watched tell this; they are not timed.'
  return [{ id: 'imports', title: 'Imports', blocks: [paragraph(what), ...blocks] }]
}

/** The same as `assay profile` tells it, with what costs more than at the base. */
export function importReportBlocks({ tree, base }: ImportReport): Block[] {
  const blocks = importBlocks(tree)
  if (!base) return blocks
  const ref = shortCommit(base.ref)
  const before = `${importsWords(base)}, ${formatQuantity(base.tree.whole, 'ns', digits.brief)}`
  const costlier = base.costlier.map((one) => [paragraph(sentence(costlierWords(one)))])
  const told =
    costlier.length === 0
      ? [paragraph({ label: `since ${ref}` }, `no import is new or takes longer. Before: ${before}.`)]
      : [paragraph({ label: `since ${ref}` }, `these cost more. Before: ${before}.`), listOf(costlier)]
  return [...told, ...blocks]
}

/** `loading`: what loading takes where nobody watches, ns. */
export function importBlocks(tree: ImportTree, loading?: number): Block[] {
  const { shown } = policy.cold
  const beside =
    loading === undefined ? '' : `, ${formatQuantity(loading, 'ns', digits.brief)} where nobody watches`
  const all = `${importsWords({ tree })}: ${formatQuantity(tree.whole, 'ns', digits.brief)} in a process that is watched${beside}.`
  const hidden = tree.modules.length - Math.min(shown, tree.modules.length) + (tree.rest?.modules ?? 0)
  return [
    paragraph({ muted: [all] }),
    moduleTable(tree),
    ...(hidden > 0 ? [paragraph({ muted: [`And ${count(hidden, 'other')}.`] })] : []),
    packageTable(tree),
  ]
}

function moduleTable({ modules, whole }: ImportTree): Table {
  return tableOf(
    ['Import', '>Self', '>Share', '>Total', '>Its own code', '>Size', '>Files', 'Imported by'],
    modules
      .slice(0, policy.cold.shown)
      .map((one) => [
        [{ code: nameOf(one) }],
        [time(one.self)],
        [formatSpread(whole === 0 ? 0 : one.self / whole)],
        [time(one.total)],
        [time(one.ran)],
        [one.bytes === 0 ? '' : formatQuantity(one.bytes, 'byte', digits.brief)],
        [String(one.files)],
        one.by === undefined || one.by === '' ? [] : [{ code: one.by }],
      ]),
    { 'Imported by': 1, 'Its own code': 2, Files: 3, Share: 4, Size: 5 },
  )
}

function packageTable({ packages, whole }: ImportTree): Table {
  return tableOf(
    ['Package', '>Self', '>Share', '>Size', '>Files'],
    packages
      .slice(0, policy.cold.shown)
      .map((one) => [
        [packageName(one)],
        [time(one.self)],
        [formatSpread(whole === 0 ? 0 : one.self / whole)],
        [one.bytes === 0 ? '' : formatQuantity(one.bytes, 'byte', digits.brief)],
        [String(one.files)],
      ]),
    { Files: 1, Size: 2 },
  )
}

const nameOf = ({ path }: ImportedModule) => (path === '' ? 'whatever imports it' : path)

function packageName({ name }: ImportedPackage) {
  if (name === '') return 'the project itself'
  return name === 'node' ? "Node's own modules" : { code: name }
}

const time = (ns: number) => formatQuantity(ns, 'ns', digits.brief)
