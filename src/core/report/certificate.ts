import type { Certificate } from '../../model/certificate.ts'
import type { Run } from '../../model/run.ts'
import { headline } from './headline.ts'
import { code, prose, table } from './markdown-syntax.ts'
import { shortCommit } from './words.ts'

/**
 * A certificate as Markdown: front matter for machines, then the decision, its reasons and the evidence for
 * people. Its digests are those of the files when it was issued; it holds none of itself.
 */
export function certificateText(certificate: Certificate, run: Run): string {
  const { status, component, reasons, evidence } = certificate
  const sections = [
    frontMatter(certificate),
    `# ${status}: ${prose(component)}`,
    prose(headline(run)),
    `## Why\n\n${reasons.map((reason) => `- ${prose(reason)}`).join('\n')}`,
    `## What was examined\n\n${examined(certificate, run)}`,
    `## Evidence\n\n${table(
      [
        { title: 'file', side: 'left' },
        { title: 'SHA-256', side: 'left' },
      ],
      evidence.map(({ path, sha256 }) => [code(path), code(sha256)]),
    )}`,
    '## Signature\n\nThis certificate is not signed: it says who measured what, and proves it to nobody who does not trust the place it was found in. `sha256sum` of the files above tells whether they are the ones it was issued for.',
  ]
  return `${sections.join('\n\n')}\n`
}

function frontMatter(certificate: Certificate): string {
  // JSON is YAML: quoting it so is safe for any text.
  const { reasons, evidence, ...facts } = certificate
  const lines = Object.entries(facts).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  const list = (items: readonly string[]) => items.map((item) => `  - ${item}`)
  return [
    '---',
    ...lines,
    'reasons:',
    ...list(reasons.map((reason) => JSON.stringify(reason))),
    'evidence:',
    ...list(evidence.map(({ path, sha256 }) => JSON.stringify({ path, sha256 }))),
    '---',
  ].join('\n')
}

function examined({ commit, dirty, run: id, class: machine }: Certificate, run: Run): string {
  const tree = dirty ? ' with changes that are not committed' : ''
  const revision =
    commit === undefined ? 'a folder outside git' : `commit ${code(shortCommit(commit))}${tree}`
  const measured = run.benchmarks.filter(({ state }) => state === 'measured').length
  return [
    `- ${revision}`,
    `- ${measured} of ${run.benchmarks.length} benchmarks measured, ${run.comparisons.length} comparisons`,
    `- run ${code(id)} on machine class ${code(machine)}, Node ${prose(run.environment.runtime.node)}, seed ${code(run.seed)}`,
  ].join('\n')
}
