import type { Certificate, Criterion } from '../../../model/certificate.ts'
import { metric } from '../../../model/metric.ts'
import type { Run } from '../../../model/run.ts'
import { formatChange, formatChangeInterval, formatQuantity, signedQuantity } from '../../../model/unit.ts'
import { frontMatter, type Sha256 } from '../../certificate/front-matter.ts'
import { shortCommit } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { limitWords, toleranceSentences } from '../../wording/limit-words.ts'
import { nameRuntimes } from '../../wording/runtime-words.ts'
import { shellWord } from '../../wording/shell-word.ts'
import {
  type Block,
  type Line,
  listOf,
  paragraph,
  type Section,
  type Table,
  tableOf,
} from '../blocks/block.ts'
import { prepare } from '../blocks/view.ts'
import { prose } from './syntax.ts'
import { writeMarkdownSections } from './write.ts'

/**
 * A certificate as Markdown: what it is in ten lines of front matter, then the decision, its reasons and the evidence. Every
 * fact for machines is in the envelope. Digests are those of the files when it was issued; the page holds none of itself.
 */
export function certificateText(certificate: Certificate, run: Run, folder: string, sha256: Sha256): string {
  const { status, component, reasons, conditions, criteria, evidence, registered } = certificate
  const unsaid = certificate.shortcomings.filter((one) => !reasons.includes(one))
  const sections = [
    section('Why', sentences(reasons)),
    ...(conditions.length === 0 ? [] : [section('Conditions', sentences(conditions.map(conditionSentence)))]),
    ...(unsaid.length === 0 ? [] : [section('Shortcomings', sentences(unsaid))]),
    section('Criteria', paragraph(criteriaWords(certificate)), ...criteriaBlocks(criteria.open)),
    section('What was examined', listOf(examined(certificate, run).map((line) => [paragraph(...line)]))),
    section('Signature', ...signature(certificate, folder)),
    section('Evidence', paragraph(rawValues), digestTable(evidence)),
    section('Registered beforehand', paragraph(registration(certificate)), digestTable(registered)),
  ]
  const parts = [
    frontMatter(certificate, sha256),
    `# ${status}: ${prose(component)}`,
    prose(prepare(run).headline),
    ...writeMarkdownSections(sections, (id) => id),
  ]
  return `${parts.join('\n\n')}\n`
}

const rawValues =
  'The raw values are in the Run document among these files; the verdict follows from them and is reached again by the command above.'

function section(title: string, ...blocks: readonly Block[]): Section {
  return { id: title, title, blocks }
}

function sentences(all: readonly string[]): Block {
  return listOf(all.map((one) => [paragraph(one)]))
}

function conditionSentence({ text, until, owner }: Certificate['conditions'][number]): string {
  return `${text} Until ${until}${owner === undefined ? '' : `, ${owner}`}.`
}

function criteriaWords({ criteria: { passed, failed, undecided, excused } }: Certificate): string {
  const parts = [
    `${count(passed, 'criterion').replace('criterions', 'criteria')} met`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(undecided === 0 ? [] : [`${undecided} undecided`]),
    ...(excused === 0 ? [] : [`${excused} excused`]),
  ]
  return `${parts.join(', ')}.`
}

/** Rows beyond this are in the envelope, and in the report. */
const shownCriteria = 20

function criteriaBlocks(open: readonly Criterion[]): Block[] {
  if (open.length === 0) return []
  const rows = open
    .slice(0, shownCriteria)
    .map((one): Line[] => [
      [{ code: one.subject }],
      one.at === undefined ? [] : [{ code: one.at }],
      [one.metric === undefined ? '' : metric(one.metric).title],
      [limitOf(one)],
      [observedOf(one)],
      [one.samples === undefined ? '' : String(one.samples)],
      [one.owner === undefined ? one.result : `${one.result} (${one.owner}, ${one.until})`],
    ])
  const more = open.length - rows.length
  return [
    tableOf(['Subject', 'Where', 'Metric', '>At most', '>Observed', '>n', 'Result'], rows),
    ...(more > 0 ? [paragraph(`And ${more} more, in the envelope beside this file.`)] : []),
  ]
}

/** A budget has its limit in base units, so has what is counted exactly; a comparison has it in parts of its base. */
function limitOf({ kind, atMost, metric: name }: Criterion): string {
  if (atMost === undefined || name === undefined) return ''
  const { unit, distribution } = metric(name)
  if (kind === 'budget') return formatQuantity(atMost, unit)
  return distribution === 'exact' ? `+${limitWords(atMost, unit)}` : formatChange(atMost)
}

function observedOf({ kind, observed, low, high, metric: name }: Criterion): string {
  if (observed === undefined || name === undefined) return ''
  const { unit, distribution } = metric(name)
  if (kind === 'budget') return formatQuantity(observed, unit)
  if (distribution === 'exact') return signedQuantity(observed, unit)
  return `${formatChange(observed)} ${formatChangeInterval(low ?? null, high ?? null)}`.trim()
}

function examined(certificate: Certificate, run: Run): Line[] {
  const { commit, tree, dirty, run: id, class: machine, tool } = certificate
  const measured = run.benchmarks.filter(({ state }) => state === 'measured').length
  const ofTree: Line = tree === undefined ? [] : [', tree ', { code: tree }]
  const changes = dirty ? ' with changes that are not committed' : ''
  return [
    commit === undefined
      ? ['a folder outside git']
      : ['commit ', { code: shortCommit(commit) }, ...ofTree, changes],
    [`${measured} of ${run.benchmarks.length} benchmarks measured, ${run.comparisons.length} comparisons`],
    [
      ...['run ', { code: id }, ' on machine class ', { code: machine }],
      ...[`, ${nameRuntimes(run.environment.runtime)}, seed `, { code: run.seed }],
    ],
    ...toleranceSentences(run.policy).map((sentence) => [sentence]),
    [`by Assay ${tool.version}, rules of measuring ${tool.method}`],
  ]
}

function signature({ id, signer, validUntil, previous }: Certificate, folder: string): Block[] {
  const who: Line =
    signer === undefined
      ? [
          'Nobody has signed this certificate: it says who measured what, and proves it to nobody who does not trust the place it was found in.',
        ]
      : [
          `Signed by ${signer.name === undefined ? 'the key' : `${signer.name}, key`} `,
          ...[{ code: signer.keyid }, ', in ', { code: `${id}.intoto.json` }],
          ' beside this file.',
        ]
  const until = ` It counts until ${validUntil.slice(0, 10)}. Times are those of the machine that measured. To check it, offline:`
  const command = `npx assay verify ${shellWord(`${folder}/${id}.md`)}`
  const chain: Line =
    previous === undefined
      ? ['It is the first of its kind.']
      : [
          'Before it: ',
          { code: previous.id },
          ', whose envelope has the SHA-256 ',
          { code: previous.sha256 },
          '.',
        ]
  return [paragraph(...who, until), { type: 'code', language: 'sh', lines: [command] }, paragraph(...chain)]
}

function registration({ registered }: Certificate): string {
  const fixed = registered.filter(({ blob }) => blob !== undefined).length
  const what = 'Configuration, benchmarks, what they load, and baselines'
  return fixed === registered.length
    ? `${what}: ${count(fixed, 'file')}, in the commit as used. What was to be held against what was fixed before it was measured.`
    : `${what}: of ${count(registered.length, 'file')} ${fixed} in the commit as used.`
}

function digestTable(files: readonly { readonly path: string; readonly sha256: string }[]): Table {
  return tableOf(
    ['File', 'SHA-256'],
    files.map(({ path, sha256 }) => [[{ code: path }], [{ code: sha256 }]]),
  )
}
