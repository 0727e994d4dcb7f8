import type { Check, Verification } from '../../../model/verification.ts'
import { wrapText } from '../../wording/display-width.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import { painter, type Terminal } from './paint.ts'
import { writeTextEnd } from './write.ts'

const looks = {
  valid: { mark: '✓', tone: 'good' },
  invalid: { mark: '✗', tone: 'bad' },
  unknown: { mark: '?', tone: 'warn' },
  absent: { mark: '–', tone: 'warn' },
} as const satisfies Record<Check['result'], { mark: string; tone: Tone }>

const endings = {
  valid: 'VALID: it says what follows from the values, and who signed it may say so.',
  invalid: 'INVALID: do not rely on it.',
  unknown: 'NOT PROVEN: nothing is wrong, but not everything could be told.',
} as const satisfies Record<Verification['verdict'], string>

/** What was found about a certificate, for a terminal: what it says, each thing that was looked at, the verdict last. */
export function verificationText(found: Verification, { color, width }: Terminal): string {
  const paint = painter(color)
  const { certificate, checks, verdict } = found
  const says = certificate
    ? [
        paint(`${certificate.status}: ${plain(certificate.component)}`, 'bold'),
        `  ${certificate.kind} of ${certificate.created}`,
        ...(certificate.commit === undefined ? [] : [`  commit ${plain(certificate.commit)}`]),
        '',
      ]
    : []
  const lines = checks.flatMap(({ check, result, subject, message }) => {
    const about = subject === undefined ? '' : `${subject}: `
    const head = `${looks[result].mark} ${check.padEnd(longestName)} `
    const [first = '', ...others] = wrapText(visible(about + message), Math.max(30, width - head.length))
    return [
      `${paint(head, looks[result].tone)}${isolated(first)}`,
      ...others.map((line) => ' '.repeat(head.length) + isolated(line)),
    ]
  })
  // A certificate may be true, and say no.
  const isTrue = checks.every(({ check, result }) => result !== 'invalid' || check === 'asked')
  const end = verdict === 'invalid' && isTrue ? refused : endings[verdict]
  return `${[...says, ...lines, '', ...writeTextEnd(end, looks[verdict].tone, width, paint)].join('\n')}\n`
}

const refused = 'REFUSED: nothing in it is wrong, but it is not what is asked for.'

const longestName = 'registered'.length
