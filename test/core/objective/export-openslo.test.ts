import { describe, expect, it } from 'vitest'
import { exportOpenSlo } from '../../../src/core/objective/export-openslo.ts'
import { importOpenSlo } from '../../../src/core/objective/import-openslo.ts'
import { objectiveOf } from './trials.ts'

const exported = (texts: readonly string[], service = 'list users', window?: string) =>
  exportOpenSlo(
    texts.map((text) => objectiveOf(text)),
    { service, window },
  )

describe('objectives as OpenSLO', () => {
  it('are a service, and an SLO for each', () => {
    expect(
      exported(['p99 < 200 ms', 'errors < 0.1 %'], 'list users', '28d').text,
    ).toBe(`apiVersion: openslo/v1
kind: Service
metadata:
  name: list-users
  displayName: list users
spec: {}
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: list-users-p99
  displayName: p99 < 200 ms
spec:
  service: list-users
  indicator:
    metadata:
      name: list-users-p99-sli
    spec:
      thresholdMetric:
        metricSource:
          type: assay
          spec:
            metric: latency
            unit: ms
  timeWindow:
    - duration: 28d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - displayName: p99 < 200 ms
      op: lt
      value: 200
      target: 0.99
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: list-users-errors
  displayName: errors < 0.1 %
spec:
  service: list-users
  indicator:
    metadata:
      name: list-users-errors-sli
    spec:
      ratioMetric:
        counter: true
        bad:
          metricSource:
            type: assay
            spec:
              metric: errors
        total:
          metricSource:
            type: assay
            spec:
              metric: requests
  timeWindow:
    - duration: 28d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - displayName: errors < 0.1 %
      target: 0.999
`)
  })

  it('are read again, without a note and without a unit', () => {
    const texts = [
      'p99.95 <= 1.5 ms',
      'median < 20 µs',
      'availability >= 99.99 %',
      'errors <= 0.07 %',
      'p99 < 2 s',
    ]
    const { text, left } = exported(texts)
    expect(left).toEqual([])
    const { slos, notes } = importOpenSlo(text, { file: 'slo.yaml' })
    expect(notes).toEqual([])
    expect(slos.flatMap(({ objectives }) => objectives)).toEqual(
      texts.map((one) => ({ ...objectiveOf(one), text: expect.any(String) })),
    )
    expect(slos.map(({ name }) => name)).toEqual([
      ...[
        'list-users-p99-95',
        'list-users-median',
        'list-users-availability',
        'list-users-errors',
        'list-users-p99',
      ],
    ])
  })

  it('that are below a share become at most that', () => {
    const { slos } = importOpenSlo(exported(['errors < 0.1 %', 'availability > 99 %']).text, {
      file: 'slo.yaml',
    })
    expect(slos.flatMap(({ objectives }) => objectives.map(({ text }) => text))).toEqual([
      'errors <= 0.1 %',
      'availability >= 99 %',
    ])
  })

  it('that OpenSLO has no words for are left, with the reason', () => {
    const texts = [
      'mean < 1 ms',
      'throughput > 5/s',
      'failures < 5',
      'max < 1 s',
      'min < 1 s',
      'errors <= 0 %',
    ]
    const { text, left } = exported(texts)
    expect(text).not.toContain('kind: SLO')
    expect(left.map(({ objective, why }) => [objective.text, why])).toEqual([
      ...texts
        .slice(0, 3)
        .map((one) => [one, 'OpenSLO counts good requests, and this is no matter of single requests']),
      ...texts.slice(3, 5).map((one) => [one, 'a target of OpenSLO lies between 0 and 100 %']),
      ['errors <= 0 %', 'a target of OpenSLO is below 100 %'],
    ])
  })

  it.each([
    ['p99', 'p99'],
    ['no', 'no'],
    ['Liste der Größen: alle!', 'liste-der-gr-en-alle'],
    ['ü', 'service'],
    ['a'.repeat(100), 'a'.repeat(63)],
    ['- x: &y *z\n---\nkind: SLO', 'x-y-z-kind-slo'],
  ])('of %j are valid whatever it is called', (service, name) => {
    const { text } = exported(['p99 < 1 ms', 'p99 < 2 ms'], service)
    const { slos } = importOpenSlo(text, { file: 'slo.yaml' })
    expect(slos.map((one) => one.service)).toEqual([name, name])
    expect(new Set(slos.map((one) => one.name)).size).toBe(2)
    // What YAML 1.1 takes for a truth value is quoted.
    if (service === 'no') expect(text).toContain('service: "no"')
  })

  it('have a window of OpenSLO, or none', () => {
    expect(exported(['p99 < 1 ms']).text).not.toContain('timeWindow')
    expect(() => exported(['p99 < 1 ms'], 'x', '28 days')).toThrow("'28 days' is no window of OpenSLO")
  })
})
