import type { Certificate, Criterion } from '../../../model/certificate.ts'
import { metric } from '../../../model/metric.ts'
import type { Run } from '../../../model/run.ts'
import { formatChange, formatChangeInterval, formatQuantity, signedQuantity } from '../../../model/unit.ts'
import { frontMatter } from '../../certificate/front-matter.ts'
import { shortCommit } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { limitWords, toleranceSentences } from '../../wording/limit-words.ts'
import { shellWord } from '../../wording/shell-word.ts'
import { prepare } from '../blocks/view.ts'
import { code, codeBlock, prose, table } from './syntax.ts'

/**
 * A certificate as Markdown: front matter for machines, then the decision, its reasons and the evidence for
 * people. Its digests are those of the files when it was issued; it holds none of itself.
 */
export function certificateText(certificate: Certificate, run: Run, folder: string): string {
  const { status, component, reasons, conditions, criteria, evidence, registered } = certificate
  const sections = [
    frontMatter(certificate),
    `# ${status}: ${prose(component)}`,
    prose(prepare(run).headline),
    `## Why\n\n${list(reasons)}`,
    ...(conditions.length === 0
      ? []
      : [
          `## Conditions\n\n${list(conditions.map(({ text, until, owner }) => `${text} Until ${until}${owner === undefined ? '' : `, ${owner}`}.`))}`,
        ]),
    `## Criteria\n\n${criteriaText(certificate)}${criteria.open.length === 0 ? '' : `\n\n${criteriaTable(criteria.open)}`}`,
    `## What was examined\n\n${examined(certificate, run)}`,
    `## Signature\n\n${signature(certificate, folder)}`,
    `## Evidence\n\nThe raw values are in the Run document among these files; the verdict follows from them and is reached again by the command above.\n\n${digestTable(evidence)}`,
    `## Registered beforehand\n\n${registration(certificate)}\n\n${digestTable(registered)}`,
  ]
  return `${sections.join('\n\n')}\n`
}

function list(sentences: readonly string[]): string {
  return sentences.map((one) => `- ${prose(one)}`).join('\n')
}

function criteriaText({ criteria: { passed, failed, undecided, excused } }: Certificate): string {
  const parts = [
    `${count(passed, 'criterion').replace('criterions', 'criteria')} met`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(undecided === 0 ? [] : [`${undecided} undecided`]),
    ...(excused === 0 ? [] : [`${excused} excused`]),
  ]
  return `${parts.join(', ')}.`
}

/** Rows beyond this are in the front matter, and in the report. */
const shownCriteria = 20

function criteriaTable(open: readonly Criterion[]): string {
  const rows = open
    .slice(0, shownCriteria)
    .map((one) => [
      code(one.subject),
      one.at === undefined ? '' : code(one.at),
      one.metric === undefined ? '' : metric(one.metric).title,
      limitOf(one),
      observedOf(one),
      one.samples === undefined ? '' : String(one.samples),
      one.owner === undefined ? one.result : `${one.result} (${prose(one.owner)}, ${one.until})`,
    ])
  const more = open.length - rows.length
  const shown = table(
    [
      { title: 'Subject', side: 'left' },
      { title: 'Where', side: 'left' },
      { title: 'Metric', side: 'left' },
      { title: 'At most', side: 'right' },
      { title: 'Observed', side: 'right' },
      { title: 'n', side: 'right' },
      { title: 'Result', side: 'left' },
    ],
    rows,
  )
  return more > 0 ? `${shown}\n\nAnd ${more} more, in the front matter.` : shown
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

function examined(certificate: Certificate, run: Run): string {
  const { commit, tree, dirty, run: id, class: machine, tool } = certificate
  const changes = dirty ? ' with changes that are not committed' : ''
  const revision =
    commit === undefined
      ? 'a folder outside git'
      : `commit ${code(shortCommit(commit))}${tree === undefined ? '' : `, tree ${code(shortCommit(tree))}`}${changes}`
  const measured = run.benchmarks.filter(({ state }) => state === 'measured').length
  return [
    `- ${revision}`,
    `- ${measured} of ${run.benchmarks.length} benchmarks measured, ${run.comparisons.length} comparisons`,
    `- run ${code(id)} on machine class ${code(machine)}, Node ${prose(run.environment.runtime.node)}, seed ${code(run.seed)}`,
    ...toleranceSentences(run.policy).map((sentence) => `- ${prose(sentence)}`),
    `- by Assay ${prose(tool.version)}, rules of measuring ${tool.method}`,
  ].join('\n')
}

function signature({ id, signer, validUntil }: Certificate, folder: string): string {
  const file = `${folder}/${id}`
  const who =
    signer === undefined
      ? 'Nobody has signed this certificate: it says who measured what, and proves it to nobody who does not trust the place it was found in.'
      : `Signed by ${signer.name === undefined ? 'the key' : `${prose(signer.name)}, key`} ${code(signer.keyid.slice(0, 16))}, in ${code(`${id}.intoto.json`)} beside this file.`
  return `${who} It counts until ${validUntil.slice(0, 10)}. Times are those of the machine that measured. To check it, offline:\n\n${codeBlock('sh', [`npx assay verify ${shellWord(`${file}.md`)}`])}`
}

function registration({ registered }: Certificate): string {
  const fixed = registered.filter(({ blob }) => blob !== undefined).length
  const what = 'Configuration, benchmarks, what they load, and baselines'
  return fixed === registered.length
    ? `${what}: ${count(fixed, 'file')}, in the commit as used. What was to be held against what was fixed before it was measured.`
    : `${what}: of ${count(registered.length, 'file')} ${fixed} in the commit as used.`
}

function digestTable(files: readonly { readonly path: string; readonly sha256: string }[]): string {
  return table(
    [
      { title: 'File', side: 'left' },
      { title: 'SHA-256', side: 'left' },
    ],
    files.map(({ path, sha256 }) => [code(path), code(sha256)]),
  )
}
