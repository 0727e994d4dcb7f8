import type { Check, Verification } from '../../../model/verification.ts'
import { shellWord } from '../../wording/shell-word.ts'

/** A question that a reader of a certificate has, and what all that was looked at says to it. */
export type VerificationAnswer = {
  readonly question: string
  readonly answer: string
  readonly result: Check['result']
}

/** Whether it is as it was issued: what it names, and what names it. */
const wholeness: readonly Check['check'][] = [
  'envelope',
  'schema',
  'document',
  'evidence',
  'registered',
  'chain',
]

/** Whether it is whole, whether its verdict is true, and who says so; then what else speaks against it. */
export function answersOf({ certificate, checks, at }: Verification): VerificationAnswer[] {
  const of = (names: readonly Check['check'][]) =>
    worst(checks.filter(({ check, result }) => names.includes(check) && result !== 'absent'))
  const [signature, recomputed] = [of(['signature']), of(['recomputed'])]
  const whole = of(wholeness)
  // Who could not sign could have changed everything.
  const intact = whole === 'valid' && signature === 'invalid' ? 'unknown' : whole
  const status = certificate === undefined ? '' : ` ${certificate.status}`
  return [
    { question: 'Intact:', answer: yesOrNo[intact], result: intact },
    {
      question: `Verdict${status} follows from the values:`,
      answer: yesOrNo[recomputed],
      result: recomputed,
    },
    whoSaysSo({ certificate, checks }),
    ...against(checks, 'time', at === undefined ? 'Still counts:' : `Counts as of ${at}:`),
    ...against(checks, 'asked', 'What was asked for:'),
  ]
}

const yesOrNo = { valid: 'yes', invalid: 'no', unknown: 'not known', absent: 'not known' } as const

/** What was not looked at is not known. */
function worst(checks: readonly Check[]): 'valid' | 'invalid' | 'unknown' {
  if (checks.some(({ result }) => result === 'invalid')) return 'invalid'
  return checks.length > 0 && checks.every(({ result }) => result === 'valid') ? 'valid' : 'unknown'
}

function whoSaysSo({
  certificate,
  checks,
}: Pick<Verification, 'certificate' | 'checks'>): VerificationAnswer {
  const question = 'Who says so:'
  const signatures = checks.filter(({ check }) => check === 'signature')
  const accepted = checks.filter(({ check, result }) => check === 'acceptance' && result === 'valid')
  const also = accepted.flatMap(({ subject }) => (subject === undefined ? [] : [`, accepted by ${subject}`]))
  const signer = certificate?.signer ?? signatures[0]?.subject ?? 'a key'
  const result = signatures.some((one) => one.result === 'absent') ? 'absent' : worst(signatures)
  const answers = {
    valid: `${signer}, whose key is trusted`,
    invalid: `nobody whose signature counts (it names ${signer})`,
    unknown: signatures.length === 0 ? 'not known' : `${signer}, whose key is not known here`,
    absent: 'nobody signed',
  }
  return { question, answer: answers[result] + also.join(''), result }
}

function against(checks: readonly Check[], name: Check['check'], question: string): VerificationAnswer[] {
  const asked = checks.filter(({ check }) => check === name)
  const result = worst(asked)
  return asked.length === 0 || result === 'valid' ? [] : [{ question, answer: yesOrNo[result], result }]
}

type Step = { readonly advice: string; readonly commands: readonly string[] }

/** How to get what is missing most; nothing where it is valid. `path` is how the person named the certificate. */
export function nextStep({ checks, verdict, at, certificate }: Verification, path: string): Step | undefined {
  if (verdict === 'valid') return undefined
  const verify = `npx assay verify ${shellWord(path)}`
  const wrong = checks.filter(({ check, result }) => result === 'invalid' && check !== 'asked')
  if (wrong.length > 0) {
    const isPast = wrong.every(({ check }) => passing.has(check))
    if (isPast && at !== undefined && certificate) {
      const day = certificate.created.slice(0, 10)
      return { advice: 'ask about a day on which it counts.', commands: [`${verify} --at ${day}`] }
    }
    const advice = isPast ? 'gate again.' : 'do not rely on it. Ask whoever issued it, or gate again.'
    return { advice, commands: ['npx assay gate'] }
  }
  const row = steps.find(([name, result]) =>
    checks.some((one) => one.check === name && one.result === result),
  )
  if (!row) return undefined
  const [, , advice, ...commands] = row
  return { advice, commands: commands.map((command) => command.replace(/^verify/u, () => verify)) }
}

/** What becomes wrong by itself. */
const passing: ReadonlySet<Check['check']> = new Set(['time'])

/** What is missing, what to do about it, and the commands, what is worst first. */
const steps: readonly (readonly [Check['check'], Check['result'], string, ...string[]])[] = [
  ['asked', 'invalid', 'gate the code that you want to release.', 'npx assay gate'],
  ['envelope', 'unknown', 'get its .intoto.json file, and put it beside this one.'],
  ['schema', 'unknown', 'do what the line above says.'],
  ['document', 'unknown', 'get its .md file, and put it beside the envelope.'],
  ['evidence', 'unknown', 'get the files, or say in which folder they are.', 'verify --evidence DIR'],
  [
    'registered',
    'unknown',
    'get the certified commit, or name a clone that has it.',
    'git fetch',
    'verify --repo DIR',
  ],
  [
    'asked',
    'unknown',
    'get the certified commit, or name a clone that has it.',
    'git fetch',
    'verify --repo DIR',
  ],
  ['chain', 'unknown', 'get the certificate that it names, and put it beside this one.'],
  ['signature', 'unknown', 'say whose signature counts.', 'verify --trust FILE'],
  [
    'signature',
    'absent',
    'make a key, and gate again.',
    'npx assay certify keygen --name NAME',
    'npx assay gate',
  ],
  [
    'registered',
    'absent',
    'commit configuration, benchmarks and baselines, and gate again.',
    'npx assay gate',
  ],
]
