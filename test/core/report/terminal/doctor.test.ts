import { expect, test } from 'vitest'
import { verdictSentence } from '../../../../src/core/report/blocks/doctor-sections.ts'
import { doctorText } from '../../../../src/core/report/terminal/doctor.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import { armOf, doctorOf, kernel } from '../../doctor/given.ts'
import { environment } from '../../given.ts'
import { expectGolden } from '../golden.ts'

const noisy = doctorOf({
  partial: true,
  environment: {
    ...environment,
    hardware: { ...environment.hardware, virtual: true, hypervisor: 'KVM' },
    runtime: { ...environment.runtime, instruments: ['coverage'] },
    state: { ...environment.state, load1: 3.4 },
  },
  forks: [
    kernel('integer mixing', { spread: 0.004 }),
    kernel('property and Map access', { spread: 0.09 }),
    kernel('allocation', { forks: 2 }),
    kernel('string building', {
      forks: 0,
      walls: [],
      failure: { reason: 'crashed', message: 'the process was ended by SIGSEGV' },
    }),
  ],
})

test.each([60, 80, 120])('at %i columns it is the text in test/golden', (width) => {
  expectGolden(`doctor/usable-${width}.txt`, doctorText(doctorOf(), { color: false, width }))
  expectGolden(`doctor/unfit-${width}.txt`, doctorText(noisy, { color: false, width }))
})

test('colours change nothing else', () => {
  const colored = doctorText(noisy, { color: true, width: 100 })
  expect(colored).toContain('\u001b[31merror\u001b[0m')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is taken out
  expect(colored.replaceAll(/\u001b\[[0-9;]+m/gu, '')).toBe(doctorText(noisy, { color: false, width: 100 }))
})

test.each([20, 50, 64, 80, 140])('no line is wider than %i columns, or 50', (width) => {
  for (const doctor of [doctorOf(), noisy, doctorOf({ forks: [] })]) {
    const lines = doctorText(doctor, { color: false, width }).split('\n')
    expect(lines.filter((line) => displayWidth(line) > Math.max(50, width))).toEqual([])
  }
})

test('what a failing kernel printed does not reach the terminal as it is', () => {
  const failure = { reason: 'threw', message: 'red \u001b[31m alarm' } as const
  const text = doctorText(doctorOf({ forks: [kernel('x', { failure })] }), { color: false, width: 80 })
  expect(text).toContain('red ␛[31m alarm')
})

test('the legend speaks of what is shown, and of nothing else', () => {
  for (const width of [50, 60, 70, 80, 100, 140]) {
    const lines = doctorText(doctorOf(), { color: false, width })
    const text = lines.replaceAll(/\s+/gu, ' ')
    const [, header = ''] = /\n( {2}control kernel .*)\n/u.exec(lines) ?? []
    expect(text.includes('95 %')).toBe(/B against A\n.*\[/u.test(lines))
    for (const word of ['Spread', 'Waited', 'B against A'])
      expect(text.includes(`${word}:`)).toBe(
        header.includes(word.charAt(0).toLowerCase() + word.slice(1)) || header.includes(word),
      )
    expect(text.includes('—: ')).toBe(/ — /u.test(lines))
  }
})

const few = { time: 3e9, forks: { min: 2, max: 4 } }

test.each([
  [
    'a machine that proves the margin',
    doctorOf({ forks: [kernel('a', { spread: 0.004 })] }),
    /^FIT to measure: in 3 s per benchmark \(6 forks on each side\) .* slowdown of [\d.]+ %, at worst one of [\d.]+ %\. The margin is 3 %\.$/u,
  ],
  [
    'one that proves more only',
    doctorOf(),
    /^USABLE for slowdowns of at least [\d.]+ %: .* in 3 s per benchmark .*To prove the margin, 3 %, it typically needs \d+ forks on each side, [\d.]+ s per benchmark: --forks \d+\.$/u,
  ],
  [
    'a kernel that proves nothing',
    doctorOf({ forks: [kernel('a'), kernel('b'), kernel('c', { forks: 1 })] }),
    /^USABLE .* at worst none\./u,
  ],
  [
    'a machine that never proves it',
    doctorOf({ forks: [kernel('a', { spread: 1 })] }),
    /No number of forks that a run can make proves the margin, 3 %: a quieter machine does\.$/u,
  ],
  ['too few forks', doctorOf({ budget: few }), /^UNFIT to measure, as far as was looked: .*--forks/u],
  ['nothing measured', doctorOf({ forks: [], partial: true }), /^Interrupted\. UNFIT .*prove no slowdown/u],
  [
    'a broken null control',
    doctorOf({
      forks: [kernel('a', { spread: 0.001, b: Array.from({ length: 9 }, (_, i) => armOf(2000 + i)) })],
    }),
    /^UNFIT to measure: a: Two arms of the same code differ by \+\d+/u,
  ],
])('the verdict of %s is a sentence', (_, doctor, sentence) => {
  expect(verdictSentence(doctor)).toMatch(sentence)
})
