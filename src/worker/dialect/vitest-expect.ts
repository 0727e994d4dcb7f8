import { isResultOfRun, noteOfTest } from './vitest-results.ts'

type Assertion = Record<PropertyKey, unknown>

const aboutSpeed = ['toBeFasterThan', 'toBeSlowerThan']

/**
 * What `expect(value)` gives. Nothing is asserted of a time: where it was not measured it is no number, and a test that failed
 * because of that would never come to the benchmarks that follow.
 *
 * @param make what Vitest gives
 */
export function assertionOf(value: unknown, make: () => object): object {
  if (isResultOfRun(value)) return withoutSpeed(make() as Assertion)
  return Number.isNaN(value) && noteOfTest('expect of a time: Assay compares revisions') ? anything : make()
}

function withoutSpeed(assertion: Assertion): object {
  return new Proxy(assertion, {
    get(_, name) {
      if (name === 'not') return withoutSpeed(assertion.not as Assertion)
      if (!aboutSpeed.includes(String(name))) return Reflect.get(assertion, name, assertion)
      return () => void noteOfTest(`${String(name)}: Assay compares revisions`)
    },
  })
}

/** Holds, whatever is asked of it. */
const anything: object = new Proxy(() => {}, {
  get: (_, name) => (name === 'then' ? undefined : anything),
  apply: () => anything,
})
