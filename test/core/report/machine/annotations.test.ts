import { expect, test } from 'vitest'
import { annotations } from '../../../../src/core/report/machine/annotations.ts'
import type { Run } from '../../../../src/model/run.ts'
import { exampleRun, passingRun } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { crowdedRun, hostileFormatsRun } from '../hostile-formats.ts'

function textOf(run: Run): string {
  return annotations(run)[0]!.text
}

/** As GitHub's runner reads a line. */
function parse(line: string) {
  const match = /^::(error|warning) ((?:[a-z]+=[^,:]*,?)+)::(.*)$/u.exec(line)
  expect(match, line).not.toBeNull()
  const [, command, properties, data] = match!
  const unescaped = (text: string) =>
    text
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%')
  const given = properties!.split(',').map((pair) => {
    const [name, ...value] = pair.split('=')
    return [name!, unescaped(value.join('='))]
  })
  return { command, ...Object.fromEntries(given), message: unescaped(data!) }
}

test('the commands of the example are those in test/golden', () => {
  expectGolden('example/annotations.txt', textOf(exampleRun()))
})

test('a command names file, line, benchmark, what is wrong and what to do', () => {
  const [, , , , fifth] = textOf(exampleRun()).trimEnd().split('\n').map(parse)
  expect(fifth).toEqual({
    command: 'error',
    file: 'bench/sort.bench.ts',
    line: '7',
    title: 'Regressed: sort › native {n: 10000}',
    message: [
      'sort › native {n: 10000} is 48.2 % [+45.1 %, +51.0 %] slower than the baseline (3f2a91c).',
      'It also allocates 24.0 % more.',
      'Find what changed it; if the cost is wanted, commit what you measured, then accept it:',
      `npx assay baseline update 'bench/sort.bench.ts › sort › native {n: 10000}' --why "…"`,
    ].join('\n'),
  })
})

test('nothing is said where nothing fails', () => {
  expect(textOf(passingRun())).toBe('')
})

test('there are ten at the most, worst first, and the last one says how many more', () => {
  const lines = textOf(crowdedRun()).trimEnd().split('\n').map(parse)
  expect(lines).toHaveLength(10)
  expect(lines[0]!.message).toContain('00999')
  expect(lines[9]).toEqual({
    command: 'error',
    title: 'Benchmarks',
    message: '991 more problems not shown here: GitHub shows 10 annotations of a step.',
  })
})

test('hostile names are no command, no property and no line of their own', () => {
  const run = hostileFormatsRun()
  for (const one of run.benchmarks) {
    const lines = textOf({ ...run, benchmarks: [one] })
      .trimEnd()
      .split('\n')
    expect(lines.length).toBeLessThanOrEqual(10)
    for (const line of lines.map(parse)) {
      expect(Object.keys(line).filter((key) => !['command', 'message', 'title'].includes(key))).toSatisfy(
        (rest: string[]) => rest.length === 0 || rest.join() === 'file,line',
      )
      expect(line.message).not.toMatch(/(?!\n)\p{Cc}/u)
    }
  }
})

test('what stays undecided is a warning where a gate lets nothing undecided pass', () => {
  const run = exampleRun()
  const strict = { ...run, policy: { ...run.policy, inconclusive: 'fail' as const } }
  expect(
    textOf(strict)
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(2, 5)),
  ).toEqual([...Array<string>(7).fill('err'), ...Array<string>(3).fill('war')])
})
