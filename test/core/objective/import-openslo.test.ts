import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { importOpenSlo } from '../../../src/core/objective/import-openslo.ts'

type Fields = Readonly<Record<string, unknown>>

const source = { metricSource: { type: 'Prometheus', spec: { query: 'sum(x)' } } }
const ratio = { ratioMetric: { counter: true, good: source, total: source } }
const threshold = { thresholdMetric: source }

function slo(
  {
    name = 'checkout',
    indicator = ratio as Fields | null,
    ...spec
  }: Omit<Fields, 'indicator'> & { name?: string; indicator?: Fields | null } = {},
  more: Fields = {},
) {
  return {
    ...{ apiVersion: 'openslo/v1', kind: 'SLO', metadata: { name } },
    spec: {
      service: 'shop',
      ...(indicator && { indicator: { metadata: { name: 'sli' }, spec: indicator } }),
      budgetingMethod: 'Occurrences',
      objectives: [{ target: 0.999 }],
      ...spec,
    },
    ...more,
  }
}

function read(documents: readonly unknown[], unit?: string) {
  return importOpenSlo(documents.map((one) => stringify(one)).join('---\n'), { file: 'slo.yaml', unit })
}

function textsOf(document: unknown, unit?: string) {
  return read([document], unit).slos.flatMap(({ objectives }) => objectives.map(({ text }) => text))
}

describe('a ratio of OpenSLO', () => {
  it.each<[Fields, string]>([
    [{ target: 0.999 }, 'availability >= 99.9 %'],
    [{ targetPercent: 99.95, displayName: 'good', op: 'gte' }, 'availability >= 99.95 %'],
    [{ target: 0.07 }, 'availability >= 7 %'],
  ])('with the target %j is %j', (target, text) => {
    expect(textsOf(slo({ objectives: [target] }))).toEqual([text])
  })

  it.each<[string, Fields]>([
    ['good ones', { good: source, total: source }],
    ['bad ones', { bad: source, total: source }],
    ['what is a ratio already', { raw: source, rawType: 'failure' }],
  ])('of %s is an availability, and a note says what is not known', (_, ratioMetric) => {
    const { slos, notes } = read([slo({ indicator: { ratioMetric } })])
    expect(slos).toMatchObject([
      { name: 'checkout', service: 'shop', objectives: [{ metric: 'availability', limit: 0.999 }] },
    ])
    expect(notes).toEqual([
      'slo.yaml:7: spec.indicator: It is read as the share of requests that are answered as they should be: what its query asks for is not known here.',
    ])
  })

  it('may have several targets', () => {
    expect(textsOf(slo({ objectives: [{ target: 0.9 }, { target: 0.99 }] }))).toEqual([
      'availability >= 90 %',
      'availability >= 99 %',
    ])
  })
})

describe('a threshold of OpenSLO', () => {
  const objectives = [{ op: 'lt', value: 500, target: 0.99 }]

  it('is a quantile of latencies, in the unit that is given', () => {
    const document = slo({ indicator: threshold, objectives })
    expect(textsOf(document, 'ms')).toEqual(['p99 < 500 ms'])
    expect(
      textsOf(
        slo({ indicator: threshold, objectives: [{ op: 'lte', value: 0.25, targetPercent: 99.9 }] }),
        's',
      ),
    ).toEqual(['p99.9 <= 250 ms'])
    expect(read([document], 'ms').notes).toEqual([
      expect.stringContaining('It is read as the latency of requests'),
    ])
  })

  it.each<[string, Fields, string | undefined, string]>([
    ['without a unit', { objectives }, undefined, 'spec.objectives.0.value: nobody knows the unit of 500'],
    ['of another unit', { objectives }, 'kB', "'kB' is no unit of time"],
    ['without a value', { objectives: [{ op: 'lt', target: 0.9 }] }, 'ms', 'a thresholdMetric needs a value'],
    ['without op', { objectives: [{ value: 5, target: 0.9 }] }, 'ms', 'expected op lt or lte'],
    [
      'that is to be exceeded',
      { objectives: [{ op: 'gt', value: 5, target: 0.9 }] },
      'ms',
      'objectives.0.op: a latency stays below',
    ],
    [
      'with two targets',
      { objectives: [...objectives, ...objectives] },
      'ms',
      'spec.objectives.1: a thresholdMetric has one objective',
    ],
    [
      'of nothing',
      { objectives: [{ op: 'lt', value: 0, target: 0.9 }] },
      'ms',
      "'p90 < 0 s', character 7: expected a duration",
    ],
    ['below nothing', { objectives: [{ op: 'lt', value: -1, target: 0.9 }] }, 'ms', 'spec.objectives.0: '],
  ])('%s is refused', (_, more, unit, message) => {
    expect(() => read([slo({ indicator: threshold, ...more })], unit)).toThrow(message)
  })
})

describe('a file of OpenSLO', () => {
  const sli = { apiVersion: 'openslo/v1', kind: 'SLI', metadata: { name: 'good-ones' }, spec: ratio }
  const service = {
    apiVersion: 'openslo/v1',
    kind: 'Service',
    metadata: { name: 'shop' },
    spec: { description: 'sells' },
  }
  const referring = slo({ indicator: null, indicatorRef: 'good-ones' })

  it('may name its indicator, and have documents of other kinds, which notes tell', () => {
    const alert = {
      apiVersion: 'openslo/v1',
      kind: 'AlertPolicy',
      metadata: { name: 'page' },
      spec: { anything: 1 },
    }
    const { slos, notes } = read([referring, service, alert, sli])
    expect(slos).toMatchObject([{ objectives: [{ text: 'availability >= 99.9 %' }] }])
    expect(notes).toEqual([
      expect.stringMatching(/^slo\.yaml:\d+: kind: AlertPolicy is left out\.$/u),
      expect.stringMatching(/^slo\.yaml:10: spec\.indicatorRef: It is read as /u),
    ])
  })

  it('has a window, alerts and perhaps no method, which notes tell, too', () => {
    const document = slo({
      ...{ timeWindow: [{ duration: '28d', isRolling: true }], alertPolicies: [{ alertPolicyRef: 'page' }] },
      budgetingMethod: undefined,
    })
    expect(read([document]).notes.slice(1)).toEqual([
      expect.stringContaining('spec.timeWindow: A run is its own window, and not 28d.'),
      expect.stringContaining('spec: It has no budgetingMethod, and is read as Occurrences.'),
      expect.stringContaining('spec.alertPolicies: Alerts are left out.'),
    ])
    expect(read([slo({ alertPolicies: null })]).notes).toHaveLength(1)
  })

  it('is JSON as well', () => {
    expect(importOpenSlo(JSON.stringify(slo()), { file: 'slo.json' }).slos).toHaveLength(1)
  })

  it.each<[string, unknown, string]>([
    [
      'of another version',
      { ...slo(), apiVersion: 'openslo/v2alpha' },
      "slo.yaml:1: apiVersion: expected 'openslo/v1', got 'openslo/v2alpha'",
    ],
    ['without a version', { kind: 'SLO' }, "slo.yaml:1: apiVersion: expected 'openslo/v1', got nothing"],
    ['that is a list', [1], "apiVersion: expected 'openslo/v1', got nothing"],
    [
      'of another kind',
      { ...slo(), kind: 'Pod' },
      "slo.yaml:2: kind: there is no kind 'Pod'; there are SLO, SLI, Service, Alert",
    ],
    ['with another field', slo({ burnRate: 2 }), 'spec.burnRate: openslo/v1 has no such field'],
    [
      'with another field of a target',
      slo({ objectives: [{ target: 0.9, ratio: 1 }] }),
      'spec.objectives.0.ratio: openslo/v1 has no such field',
    ],
    ['without a service', slo({ service: undefined }), 'spec.service: '],
    [
      'with a name that is none',
      slo({ name: 'Check out' }),
      'slo.yaml:4: metadata.name: expected a name of small letters',
    ],
    ['without targets', slo({ objectives: [] }), 'spec.objectives: '],
    [
      'with no target',
      slo({ objectives: [{ displayName: 'x' }] }),
      'spec.objectives.0: expected either target or targetPercent',
    ],
    [
      'with two of one',
      slo({ objectives: [{ target: 0.9, targetPercent: 90 }] }),
      'expected either target or targetPercent',
    ],
    ['with 100 %', slo({ objectives: [{ target: 1 }] }), 'spec.objectives.0.target: '],
    ['with 99.9 as a share', slo({ objectives: [{ target: 99.9 }] }), 'spec.objectives.0.target: '],
    [
      'with time slices',
      slo({ budgetingMethod: 'Timeslices' }),
      'spec.budgetingMethod: a run has no slices of time: only Occurrences are counted',
    ],
    [
      'with a slice',
      slo({ objectives: [{ target: 0.9, timeSliceWindow: '1m' }] }),
      'timeSliceWindow: a run has no slices',
    ],
    [
      'with weights',
      slo({ objectives: [{ target: 0.9, compositeWeight: 2 }] }),
      'compositeWeight: indicators of several objectives are not read',
    ],
    ['with two windows', slo({ timeWindow: [{ duration: '1d' }, { duration: '2d' }] }), 'spec.timeWindow: '],
    [
      'with a window of no length',
      slo({ timeWindow: [{ duration: '0d' }] }),
      "spec.timeWindow.0.duration: expected a duration such as '28d'",
    ],
    ['with no indicator', slo({ indicator: null }), 'spec: expected either indicator or indicatorRef'],
    [
      'with both indicators',
      slo({ indicator: { ...ratio, ...threshold } }),
      'indicator.spec: expected either thresholdMetric or ratioMetric',
    ],
    [
      'of a ratio of nothing',
      slo({ indicator: { ratioMetric: { good: source } } }),
      'ratioMetric: expected total with either good or bad, or raw with rawType',
    ],
    [
      'of a ratio to be small',
      slo({ objectives: [{ op: 'lt', target: 0.9 }] }),
      'spec.objectives.0.op: a ratio of good ones',
    ],
    [
      'of a ratio with a value',
      slo({ objectives: [{ value: 3, target: 0.9 }] }),
      'spec.objectives.0.value: a ratioMetric has no value',
    ],
    [
      'that names no indicator',
      referring,
      "slo.yaml:10: spec.indicatorRef: there is no SLI 'good-ones' in this file",
    ],
  ])('%s is refused', (_, document, message) => {
    expect(() => read([document])).toThrow(
      expect.objectContaining({ code: 'openslo-invalid', message: expect.stringContaining(message) }),
    )
  })

  it('without an SLO, or with a name twice, is refused', () => {
    expect(() => read([service])).toThrow('slo.yaml: has no SLO')
    expect(() => importOpenSlo('', { file: 'slo.yaml' })).toThrow('slo.yaml: has no SLO')
    expect(() => read([slo(), slo()])).toThrow(
      /^slo\.yaml:\d+: metadata\.name: two SLOs are called 'checkout'$/u,
    )
    expect(() => read([slo(), sli, sli])).toThrow("two SLIs are called 'good-ones'")
  })
})
