import { expect, it } from 'vitest'
import { groupFindings } from '../../../../src/core/assess/findings.ts'
import { libraryFindings } from '../../../../src/core/kind/function/listing-findings.ts'
import type { Benchmark } from '../../../../src/model/benchmark.ts'

const benchmark = (name: string, part: Partial<Benchmark>): Benchmark => ({
  ...{ kind: 'function', key: name, group: [], name, params: {}, agree: false },
  ...{ id: `a.js › ${name}`, file: 'a.js', ...part },
})

it('a benchmark in the words of a library has a finding for each that has no meaning here, and one for its limits', () => {
  const found = libraryFindings(
    benchmark('one', { library: 'mitata 1.0.34', ignored: ['now: no', 'gc: no'], limits: ['time', 'n'] }),
  )
  expect(found.map(({ code, severity, message }) => [code, severity, message])).toEqual([
    ['other-library', 'info', expect.stringContaining('mitata 1.0.34')],
    ['words-ignored', 'warning', expect.stringMatching(/: now: no$/u)],
    ['words-ignored', 'warning', expect.stringMatching(/: gc: no$/u)],
    ['words-ignored', 'info', expect.stringMatching(/and not time, n$/u)],
  ])
})

it('another word is another finding in a report, also of the same benchmark', () => {
  const found = ['one', 'two'].flatMap((name) =>
    libraryFindings(benchmark(name, { ignored: ['now: no', ...(name === 'two' ? ['gc: no'] : [])] })),
  )
  expect(groupFindings(found).map(({ subjects, likewise }) => [subjects.length, likewise.length])).toEqual([
    [2, 0],
    [1, 0],
  ])
})
