import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMetricLine } from '../../../../src/core/kind/command/metric-line.ts'

describe('a line that tells a metric', () => {
  it.each([
    ['ASSAY_METRIC rows=120', { name: 'rows', value: 120, unit: 'count' }],
    ['ASSAY_METRIC rows=0\r', { name: 'rows', value: 0, unit: 'count' }],
    ['ASSAY_METRIC rows=-0', { name: 'rows', value: 0, unit: 'count' }],
    ['ASSAY_METRIC parse=12.5 ms', { name: 'parse', value: 12.5e6, unit: 'ns' }],
    ['ASSAY_METRIC parse=1e-05 s', { name: 'parse', value: 1e4, unit: 'ns' }],
    ['ASSAY_METRIC  parse=.5 µs ', { name: 'parse', value: 500, unit: 'ns' }],
    ['ASSAY_METRIC\tout=3 MB', { name: 'out', value: 3e6, unit: 'byte' }],
    ['ASSAY_METRIC out=1 KiB', { name: 'out', value: 1024, unit: 'byte' }],
  ])('%j is read in base units', (line, read) => {
    expect(parseMetricLine(line)).toEqual(read)
  })

  it.each([
    '',
    'rows=120',
    ' ASSAY_METRIC rows=1',
    'ASSAY_METRICS rows=1',
    'ASSAY_METRIC_rows=1',
    'assay_metric rows=1',
  ])('%j is none', (line) => {
    expect(parseMetricLine(line)).toBeUndefined()
  })

  it.each<[string, RegExp]>([
    ['ASSAY_METRIC', /expected 'ASSAY_METRIC name=value unit'/u],
    ['ASSAY_METRIC rows 120', /expected/u],
    ['ASSAY_METRIC rows=120 ms please', /expected/u],
    ['ASSAY_METRIC rows=', /expected/u],
    ['ASSAY_METRIC =1', /expected/u],
    ['ASSAY_METRIC a=b=1', /its value is no number/u],
    ['ASSAY_METRIC rows=many', /its value is no number/u],
    ['ASSAY_METRIC rows=NaN', /its value is no number/u],
    ['ASSAY_METRIC rows=Infinity', /its value is no number/u],
    ['ASSAY_METRIC rows=0x10', /its value is no number/u],
    ['ASSAY_METRIC rows=1,000', /its value is no number/u],
    ['ASSAY_METRIC rows=-1', /its value is negative/u],
    ['ASSAY_METRIC rows=1e400', /above 2\^53/u],
    ['ASSAY_METRIC rows=9007199254740993', /above 2\^53/u],
    ['ASSAY_METRIC rows=9e15 s', /above 2\^53/u],
    ['ASSAY_METRIC rows=1 furlong', /its unit is none of/u],
    ['ASSAY_METRIC rows=1 __proto__', /its unit is none of/u],
    ['ASSAY_METRIC time=1 ms', /'time' is a metric of Assay's/u],
    ['ASSAY_METRIC __proto__=1', /letters and digits/u],
    ['ASSAY_METRIC constructor=1', /can be no name/u],
    ['ASSAY_METRIC latency.p50=1', /letters and digits/u],
    [`ASSAY_METRIC rows=${'1'.repeat(10_000)}`, /longer than 200 characters/u],
  ])('%j is refused', (line, message) => {
    expect(parseMetricLine(line)).toEqual({ problem: expect.stringMatching(message) })
  })

  it('is shown in bounds and without what moves a terminal', () => {
    const said = parseMetricLine(`ASSAY_METRIC \u001B[2J\u202Erows=${'x'.repeat(500)}`)
    expect(said).toEqual({
      problem: expect.stringMatching(/^'ASSAY_METRIC \?\[2J\?rows=x{57}…': it is longer/u),
    })
  })

  it('of any text throws nothing, and tells a number that can be kept or why not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const said = parseMetricLine(`ASSAY_METRIC ${text}`)
        if (said === undefined || 'problem' in said) return said === undefined || said.problem.length < 300
        return said.value >= 0 && Number.isFinite(said.value)
      }),
    )
  })
})
