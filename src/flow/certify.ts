import { recompute } from '../core/certificate/checks/recompute.ts'
import { commitMessage } from '../core/certificate/commit-message.ts'
import { draftCertificate } from '../core/certificate/draft.ts'
import { openEnvelope } from '../core/certificate/open-envelope.ts'
import { statementOf } from '../core/certificate/statement.ts'
import { parseRun } from '../core/identity/parse-run.ts'
import { certificateText } from '../core/report/markdown/certificate.ts'
import { ownFormatsFolder } from '../core/report/report-files.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Certificate, CertificateKind } from '../model/certificate.ts'
import type { Config } from '../model/config.ts'
import type { Run } from '../model/run.ts'
import type { Shard } from '../model/shard.ts'
import type { EvidenceSource } from './evidence-source.ts'
import type { Host } from './host.ts'
import type { CertificateFiles, Signing } from './ports/certificates.ts'

/** A certificate as it was written, and where, relative to the project. */
export type Issued = { readonly certificate: Certificate; readonly files: CertificateFiles }

/** What is certified: a run whose report lies in a folder, and what changed while it was made. */
type Case = {
  readonly run: Run
  readonly config: Config
  readonly folder: string
  readonly kind: CertificateKind
  readonly changed: readonly string[]
  readonly signing: Signing
}

/** Issues the certificate of a run: decides, writes, signs where there is a key. */
export async function issue(
  host: Host,
  { run, config, folder, kind, changed, signing }: Case,
): Promise<Issued> {
  const { commit } = run.source
  const created = host.now()
  const tree = commit === undefined ? undefined : await host.treeOf(commit)
  const { signer, previous, distrust, statuses } = signing
  const drafted = draftCertificate(run, {
    kind,
    ...(await host.component()),
    created,
    validUntil: host.daysLater(created, config.certificate.days),
    changed: [...changed],
    registered: await host.register([...run.inputs, ...(run.baselines ?? [])], commit),
    evidence: (await host.reportDigests(folder)).filter(({ path }) => !isOwnFormat(folder, path)),
    distrust,
    statuses,
    ...(tree === undefined ? {} : { tree }),
    ...(signer === undefined ? {} : { signer }),
    ...(previous === undefined ? {} : { previous }),
  })
  return host.writeCertificate(
    config,
    drafted,
    (final) => certificateText(final, run, `${config.reports.dir}/certificates`, host.sha256),
    (final, document) => signing.seal(statementOf(final, document)),
  )
}

/** What somebody's code made of the run proves nothing, and may go. */
function isOwnFormat(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/${ownFormatsFolder}/`)
}

/** What is asked of `assay certify`. */
export type CertifyRequest = {
  /** A Run document; the latest one when absent. */
  readonly file: string | undefined
  readonly kind: CertificateKind | undefined
  readonly keyFile: string | undefined
}

/** `assay certify`: issues a certificate of a run that is stored, if it follows from its own values. */
export async function certify(
  host: Host,
  { file, kind: asked, keyFile }: CertifyRequest,
): Promise<Issued & { run: Run }> {
  const { config } = await host.loadConfig()
  const stored = await host.readStored(file)
  const run = parseRun(stored.text, stored.path)
  if (run.shard) throw partOfRun(run.shard)
  const kind = asked ?? (run.request.command === 'gate' ? 'release_gate' : 'performance_review')
  refuseWhatDecidesNothing(run, kind)
  const [wrong] = recompute(run)
  if (wrong) {
    throw new AssayError(
      'not-recomputable',
      `The run does not follow from its values: ${wrong.what} of ${wrong.subject} is stated as ${wrong.stated}, where ${wrong.follows} follows.`,
      'It was edited, or made by another version: measure again.',
    )
  }
  const signing = await host.signing(config, kind, keyFile)
  const folder = await host.keepEvidence(config, stored, run.id)
  return { ...(await issue(host, { run, config, folder, kind, changed: [], signing })), run }
}

/** `assay certify message`: the message of the commit that adds a certificate. It is read, not verified. */
export function certificateMessage({ found, decode }: EvidenceSource): string {
  const opened = openEnvelope(found.envelopeText ?? '', decode)
  if ('statement' in opened) return commitMessage(opened.statement)
  throw new AssayError(
    'no-certificate',
    `${found.document.name} has no envelope that can be read.`,
    "'assay verify' tells what is wrong with it.",
  )
}

function partOfRun({ index, of }: Shard): AssayError {
  return new AssayError(
    'part-of-a-run',
    `This is shard ${index} of ${of}, and what is certified is a whole run.`,
    'Merge all shards first: assay merge <run.json>…; then certify the merged run.',
  )
}

function refuseWhatDecidesNothing({ request: { command } }: Run, kind: CertificateKind): void {
  if (command === 'run' || command === 'time') {
    throw new AssayError(
      'undecided-run',
      `'assay ${command}' only looks, and what was only looked at is not certified.`,
      "Decide first: 'assay gate' for a release, 'assay compare <ref>' for a change.",
    )
  }
  if (command === 'compare' && kind === 'release_gate') {
    throw new AssayError(
      'wrong-kind',
      'A comparison with a revision is no release gate.',
      "Run 'assay gate', or certify a review: --kind performance_review.",
    )
  }
}
