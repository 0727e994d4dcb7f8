import type { Check, Verification } from '../../../model/verification.ts'
import { shortCommit } from '../../wording/commit.ts'
import { wrapText } from '../../wording/display-width.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import { type Paint, painter, roomIn, type Terminal } from './paint.ts'
import { answersOf, nextStep, type VerificationAnswer } from './verification-answers.ts'

const marks = {
  valid: ['✓', 'good'],
  invalid: ['✗', 'bad'],
  unknown: ['?', 'warn'],
  absent: ['–', 'warn'],
} as const satisfies Record<Check['result'], readonly [mark: string, tone: Tone]>

const words = { valid: 'VALID', invalid: 'INVALID', unknown: 'NOT PROVEN' } as const

/**
 * What was found about a certificate, for a terminal: whether it is valid, the three questions that this comes to, what is
 * wrong with it where something is, and how to get what is missing. `path` is how the person named it.
 */
export function verificationText(found: Verification, screen: Terminal, path: string): string {
  const paint = painter(screen.color)
  const room = roomIn(screen)
  const open = found.checks.filter(({ result }) => result !== 'valid')
  const next = nextStep(found, path)
  const parts = [
    writeAnswer(found, room, paint),
    answersOf(found).flatMap((answer) => answerLines(answer, room, paint)),
    open.flatMap((check) => checkLines(check, room, paint)),
    next === undefined ? [] : nextLines(next, room),
  ]
  const shown = parts.filter((lines) => lines.length > 0)
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** A certificate may be true, and say no: it is refused, and not invalid. */
function writeAnswer(
  { certificate, checks, verdict, at }: Verification,
  room: number,
  paint: Paint,
): string[] {
  const isTrue = checks.every(({ check, result }) => result !== 'invalid' || check === 'asked')
  const word = verdict === 'invalid' && isTrue ? 'REFUSED' : words[verdict]
  const when = at === undefined ? word : `${word} as of ${at}`
  const [, tone] = marks[verdict]
  if (!certificate) return [paint(plain(when), 'bold', tone)]
  const { kind, status, component, commit, created, validUntil } = certificate
  const about = [
    `${status}, ${kind} of ${component}`,
    ...(commit === undefined ? [] : [`commit ${shortCommit(commit)}`]),
    `made ${created.slice(0, 10)}`,
    `counts until ${validUntil.slice(0, 10)}`,
  ]
  return wrapText(visible(`${when}: ${about.join(', ')}`), room).map((line) =>
    paint(isolated(line), 'bold', tone),
  )
}

function answerLines({ question, answer, result }: VerificationAnswer, room: number, paint: Paint): string[] {
  const [, tone] = marks[result]
  const [first = '', ...others] = wrapText(visible(`${question} ${answer}`), room)
  if (!first.startsWith(question)) return [first, ...others].map(isolated)
  return [plain(question) + paint(plain(first.slice(question.length)), 'bold', tone), ...others.map(isolated)]
}

function checkLines({ check, result, subject, message }: Check, room: number, paint: Paint): string[] {
  const [mark, tone] = marks[result]
  const head = `${mark} ${check.padEnd(longestName)} `
  const about = subject === undefined ? '' : `${subject}: `
  const [first = '', ...others] = wrapText(visible(about + message), room - head.length)
  return [
    `${paint(head, tone)}${isolated(first)}`,
    ...others.map((line) => ' '.repeat(head.length) + isolated(line)),
  ]
}

/** Commands stand on a line of their own, whole, because people copy them. */
function nextLines(
  { advice, commands }: { advice: string; commands: readonly string[] },
  room: number,
): string[] {
  return [
    ...wrapText(visible(`Next: ${advice}`), room).map(isolated),
    ...commands.map((command) => `  ${plain(command)}`),
  ]
}

const longestName = 'registered'.length
