import type { Certificate, CertificateStatus, Registered } from '../../model/certificate.ts'
import type { Statement } from '../../model/envelope.ts'
import type { Digest, Run } from '../../model/run.ts'
import type { Check } from '../../model/verification.ts'
import { recompute } from '../recompute.ts'
import { jsonLine } from '../report/json.ts'
import { count } from '../report/words.ts'
import { criteriaOf } from './criteria.ts'
import { decide } from './draft.ts'
import { frontMatterDifference } from './front-matter.ts'
import { shortcomingsOf } from './shortcomings.ts'
import { conditionsOf } from './situation.ts'
import { statementOf } from './statement.ts'

/** How a file compares with what is stated of it. `outside`: its path leads out of the project, or is a link. */
export type FileState = 'same' | 'other' | 'missing' | 'outside'

/** A signature, and the key of the trust file that it is compared with. */
export type SignatureLook = {
  readonly keyid: string
  readonly result: 'fits' | 'does-not-fit' | 'unknown-key' | 'no-trust-file'
  readonly name?: string | undefined
  /** Why the key may not issue this certificate, if so. */
  readonly doubts: readonly string[]
}

/** What is told of each kind at the most, before the rest is counted. */
const told = 5

/** Who signs it, and whether that counts. */
export function signatureChecks(
  looks: readonly SignatureLook[],
  { signer }: Pick<Certificate, 'signer'>,
  trustFile: string,
): Check[] {
  if (signer && !looks.some(({ keyid }) => keyid === signer.keyid)) {
    const subject = signer.name ?? `key ${signer.keyid.slice(0, 16)}`
    return [
      {
        check: 'signature',
        result: 'invalid',
        subject,
        message: 'it says that this key signs it, and has no such signature',
      },
    ]
  }
  if (looks.length === 0) {
    return [
      { check: 'signature', result: 'absent', message: 'nobody has signed it: anybody may have written it' },
    ]
  }
  return looks.map((look): Check => {
    const [result, message] = signatureWords(look, trustFile)
    return { check: 'signature', result, subject: look.name ?? `key ${look.keyid.slice(0, 16)}`, message }
  })
}

function signatureWords({ result, doubts }: SignatureLook, trustFile: string): [Check['result'], string] {
  if (result === 'no-trust-file')
    return ['unknown', `there is no ${trustFile} that tells whose key this is: name one with --trust`]
  if (result === 'unknown-key') return ['invalid', `${trustFile} does not know this key`]
  if (result === 'does-not-fit') return ['invalid', 'the signature does not fit: what it covers was changed']
  return doubts.length > 0
    ? ['invalid', doubts.join(' ')]
    : ['valid', 'the signature fits, and the key may issue this']
}

/** The text that people read: whether it is there, is the one that was signed, and is called what it is. */
export function documentChecks(
  { predicate }: Statement,
  found: { readonly name: string; readonly text: string | undefined; readonly sha256: string | undefined },
): Check[] {
  const { document, ...certificate } = predicate
  const check = 'document' as const
  const renamed: Check[] =
    found.name === certificate.id
      ? []
      : [
          {
            check,
            result: 'invalid',
            subject: found.name,
            message: `it is the certificate ${certificate.id}, under another name`,
          },
        ]
  if (found.text === undefined) {
    return [
      ...renamed,
      { check, result: 'unknown', subject: document.path, message: 'the text for people is not here' },
    ]
  }
  const difference = frontMatterDifference(found.text, certificate)
  if (difference) {
    const message = `its front matter says ${shorten(difference.stated)}, what is signed says ${shorten(difference.signed)}`
    return [...renamed, { check, result: 'invalid', subject: document.path, message }]
  }
  return found.sha256 === document.sha256
    ? [...renamed, { check, result: 'valid', subject: document.path, message: 'it says what is signed' }]
    : [
        ...renamed,
        {
          check,
          result: 'invalid',
          subject: document.path,
          message: 'its text is another than the one that was signed',
        },
      ]
}

/** Minutes that clocks may differ by. */
const clockSkew = 5 * 60_000

/** Whether it is of the past, and still counts. `parse` gives ms of an ISO time. */
export function timeChecks(
  { created, validUntil }: Certificate,
  now: string,
  parse: (iso: string) => number,
): Check[] {
  const check = 'time' as const
  if (parse(created) > parse(now) + clockSkew) {
    return [{ check, result: 'invalid', message: `it was made at ${created}, which is in the future` }]
  }
  if (parse(validUntil) < parse(now)) {
    return [{ check, result: 'invalid', message: `it counted until ${validUntil}` }]
  }
  return [{ check, result: 'valid', message: `made at ${created}, counts until ${validUntil}` }]
}

const evidenceWords = {
  other: ['invalid', 'its bytes are others than when it was certified'],
  missing: ['unknown', 'it is not here'],
  outside: ['invalid', 'its path leads out of the project, or through a link'],
} as const

/** Whether the files of the evidence are those that were certified. */
export function evidenceChecks(digests: readonly Digest[], states: readonly FileState[]): Check[] {
  const wrong = digests.flatMap(({ path }, index): Check[] => {
    const state = states[index] ?? 'missing'
    if (state === 'same') return []
    const [result, message] = evidenceWords[state]
    return [{ check: 'evidence', result, subject: path, message }]
  })
  return wrong.length > 0
    ? shortened(wrong)
    : [{ check: 'evidence', result: 'valid', message: `${count(digests.length, 'file')} as certified` }]
}

/** Whether what things were held against is in the certified commit as it was used. */
export function registeredChecks(
  registered: readonly Registered[],
  states: readonly ('same' | 'other' | 'no-commit')[],
): Check[] {
  const check = 'registered' as const
  const claimed = registered.filter(({ blob }) => blob !== undefined)
  if (claimed.length === 0) {
    return [
      { check, result: 'absent', message: 'nothing is said to have been committed before it was measured' },
    ]
  }
  const stateOf = (index: number) => (registered[index]?.blob === undefined ? 'same' : states[index])
  if (registered.some((_, index) => stateOf(index) === 'no-commit')) {
    return [
      {
        check,
        result: 'unknown',
        message: 'the certified commit is not here: look in a clone that has it (--repo)',
      },
    ]
  }
  const wrong = registered
    .filter((_, index) => stateOf(index) !== 'same')
    .map(
      ({ path }): Check => ({
        check,
        result: 'invalid',
        subject: path,
        message: 'the certified commit has another file there',
      }),
    )
  return wrong.length > 0
    ? shortened(wrong)
    : [
        {
          check,
          result: 'valid',
          message: `${count(claimed.length, 'file')} in the certified commit as they were used`,
        },
      ]
}

/** Whether the certificate before this one is the one that it was made after. */
export function chainChecks({ previous, created }: Certificate, digest: string | undefined): Check[] {
  const check = 'chain' as const
  if (!previous) return [{ check, result: 'valid', message: 'it is the first of its kind' }]
  const about = { check, subject: previous.id }
  if (digest === undefined) {
    return [{ ...about, result: 'unknown', message: 'the certificate before it is not here' }]
  }
  if (digest !== previous.sha256) {
    return [
      {
        ...about,
        result: 'invalid',
        message: 'the certificate before it is another one than when this was made',
      },
    ]
  }
  const [day = '', time = ''] = previous.id.split('_').slice(-2)
  const own = created.slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '_')
  return `${day}_${time}` <= own
    ? [{ ...about, result: 'valid', message: 'the certificate before it is as it was' }]
    : [{ ...about, result: 'invalid', message: 'the certificate before it is of a later time' }]
}

/** Whether everything that it states follows from the values of the forks. */
export function recomputedChecks(statement: Statement, run: Run): Check[] {
  const { document, ...certificate } = statement.predicate
  const check = 'recomputed' as const
  const wrong = (message: string, subject?: string): Check => ({
    check,
    result: 'invalid',
    ...(subject === undefined ? {} : { subject }),
    message,
  })
  const mismatches = recompute(run).map(({ subject, what, stated, follows }) =>
    wrong(
      `${what} is stated as ${shorten(stated)}, where ${shorten(follows)} follows from the values`,
      subject,
    ),
  )
  const { kind, changed, shortcomings, validUntil } = certificate
  const decided = decide(run, kind, { changed, shortcomings })
  const must = shortcomingsOf({ run, signer: certificate.signer, registered: certificate.registered })
  const follows: Partial<Certificate> = {
    run: run.id,
    class: run.environment.class,
    dirty: run.source.dirty,
    ...(run.source.commit === undefined ? {} : { commit: run.source.commit }),
    tool: { version: run.tool.version, method: run.tool.method },
    ...decided,
    conditions: conditionsOf(run, validUntil),
    criteria: criteriaOf(run),
  }
  const facts = Object.entries(follows).flatMap(([key, value]) => {
    const stated = certificate[key as keyof Certificate]
    return jsonLine(stated) === jsonLine(value)
      ? []
      : [
          wrong(
            `its ${key} is ${shorten(jsonLine(stated))}, where ${shorten(jsonLine(value))} follows from the run`,
          ),
        ]
  })
  const unsaid = must
    .filter((one) => !shortcomings.includes(one))
    .map((one) => wrong(`it does not say: ${one}`))
  const subjects =
    jsonLine(statementOf(certificate, document).subject) === jsonLine(statement.subject)
      ? []
      : [wrong('its subject is not what it certifies')]
  const all = [...mismatches, ...facts, ...unsaid, ...subjects]
  if (all.length > 0) return shortened(all)
  const values = run.benchmarks.reduce((sum, { timings }) => sum + timings.length, 0)
  return [
    {
      check,
      result: 'valid',
      message: `${decided.status} follows from the values of ${count(values, 'fork')} of ${count(run.benchmarks.length, 'benchmark')}`,
    },
  ]
}

/** Whether it is what somebody asked for: for a revision, with a status. */
export function askedChecks(
  { commit, status }: Certificate,
  asked: {
    readonly ref: string | undefined
    readonly coverage: 'same' | 'other' | 'no-revision' | 'no-commit' | undefined
    readonly statuses: readonly CertificateStatus[]
  },
): Check[] {
  const check = 'asked' as const
  const { ref, coverage, statuses } = asked
  const checks: Check[] = []
  if (ref !== undefined) {
    const words = {
      same: ['valid', `it is about ${ref}`],
      other: ['invalid', `it is about commit ${(commit ?? 'none').slice(0, 12)}, and ${ref} has other files`],
      'no-revision': ['invalid', 'is no revision of this repository'],
      'no-commit': [
        'unknown',
        'the certified commit is not here, so nobody can tell whether it has the same files',
      ],
    } as const
    const [result, message] = words[coverage ?? 'other']
    checks.push({ check, result, subject: ref, message })
  }
  if (statuses.length > 0) {
    checks.push(
      statuses.includes(status)
        ? { check, result: 'valid', message: `its status is ${status}` }
        : {
            check,
            result: 'invalid',
            message: `its status is ${status}, where ${statuses.join(' or ')} is required`,
          },
    )
  }
  return checks
}

/** Valid when everything is; invalid when anything is. What is absent or unknown leaves it open. */
export function verdictOf(checks: readonly Check[]): 'valid' | 'invalid' | 'unknown' {
  if (checks.some(({ result }) => result === 'invalid')) return 'invalid'
  return checks.some(({ result }) => result !== 'valid') ? 'unknown' : 'valid'
}

/** The worst first, the rest counted: a thousand lines say no more than six. */
function shortened(checks: readonly Check[]): Check[] {
  const sorted = [
    ...checks.filter(({ result }) => result === 'invalid'),
    ...checks.filter(({ result }) => result !== 'invalid'),
  ]
  const rest = sorted.slice(told)
  if (rest.length === 0) return sorted
  const { check } = sorted[0]!
  const result = rest.some((one) => one.result === 'invalid') ? 'invalid' : 'unknown'
  return [...sorted.slice(0, told), { check, result, message: `and ${rest.length} more` }]
}

/** A statement of somebody else in a message. */
function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}
