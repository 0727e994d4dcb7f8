import { expect, test } from 'vitest'
import { verdictSentence } from '../../../../src/core/report/blocks/doctor-sections.ts'
import { doctorText } from '../../../../src/core/report/terminal/doctor.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import { armOf, doctorOf, kernel } from '../../doctor/given.ts'
import { environment } from '../../given.ts'
import { expectGolden } from '../golden.ts'

const noisy = () =>
  doctorOf({
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
  expectGolden(`doctor/fit-${width}.txt`, doctorText(doctorOf(), { color: false, width }))
  expectGolden(`doctor/unfit-${width}.txt`, doctorText(noisy(), { color: false, width }))
})

test('colours change nothing else', () => {
  const colored = doctorText(noisy(), { color: true, width: 100 })
  expect(colored).toContain('\u001b[31merror\u001b[0m')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is taken out
  expect(colored.replaceAll(/\u001b\[[0-9;]+m/gu, '')).toBe(doctorText(noisy(), { color: false, width: 100 }))
})

test.each([20, 50, 64, 80, 140])('no line is wider than %i columns, or 50', (width) => {
  for (const doctor of [doctorOf(), noisy(), doctorOf({ forks: [] })]) {
    const lines = doctorText(doctor, { color: false, width }).split('\n')
    expect(lines.filter((line) => displayWidth(line) > Math.max(50, width))).toEqual([])
  }
})

test('what a failing kernel printed does not reach the terminal as it is', () => {
  const failure = { reason: 'threw', message: 'red \u001b[31m alarm' } as const
  const text = doctorText(doctorOf({ forks: [kernel('x', { failure })] }), { color: false, width: 80 })
  expect(text).toContain('red ␛[31m alarm')
})

test.each([
  [
    'everything',
    doctorOf(),
    /^FIT to measure: in 10 s per benchmark .* slowdown of [\d.]+ %, at worst of [\d.]+ %\.$/u,
  ],
  [
    'a kernel that proves nothing',
    doctorOf({ forks: [kernel('a'), kernel('b'), kernel('c', { forks: 1 })] }),
    /typically proves a slowdown of [\d.]+ %, at worst none\.$/u,
  ],
  [
    'forks that are too slow for ten seconds',
    doctorOf({ forks: [kernel('a', { walls: [5e9] })] }),
    /^FIT to measure: in 60 s per benchmark/u,
  ],
  ['nothing measured', doctorOf({ forks: [], partial: true }), /^Interrupted\. FIT .* is not known\.$/u],
  [
    'a broken null control',
    doctorOf({
      forks: [kernel('a', { spread: 0.001, b: Array.from({ length: 9 }, (_, i) => armOf(2000 + i)) })],
    }),
    /^NOT FIT to measure: a: Two arms of the same code differ by \+\d+/u,
  ],
])('the verdict of %s is a sentence', (_, doctor, sentence) => {
  expect(verdictSentence(doctor)).toMatch(sentence)
})
