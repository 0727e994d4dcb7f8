import { beforeEach, describe, expect, it, vi } from 'vitest'

type Api = typeof import('../../src/api/bench.ts')
type Registered = typeof import('../../src/api/registry.ts')

let { bench, group }: Api = await import('../../src/api/bench.ts')
let { registry }: Registered = await import('../../src/api/registry.ts')

// All instances of the module share a registry: every test starts with an empty one.
beforeEach(async () => {
  Reflect.deleteProperty(globalThis, Symbol.for('assay.registry'))
  vi.resetModules()
  ;({ bench, group } = await import('../../src/api/bench.ts'))
  ;({ registry } = await import('../../src/api/registry.ts'))
})

const nothing = () => undefined
const options =
  'there are params, grows, setup, teardown, prepare, run, verify, work, budget, measure, concurrency, isolate, mayDiffer'
const keys = () => registry().map(({ key }) => key)
/** What a benchmark file in plain JavaScript may write. */
const untyped = (api: (...args: never[]) => void) => api as (...args: unknown[]) => void

describe('bench', () => {
  it('registers a function', () => {
    bench('parse', nothing)
    expect(registry()).toEqual([
      {
        key: 'parse',
        group: [],
        name: 'parse',
        params: {},
        line: expect.any(Number),
        agree: undefined,
        spec: { run: nothing },
      },
    ])
  })

  it('registers an object with everything that it says', () => {
    const spec = {
      params: { n: [3] },
      setup: () => [3, 1, 2],
      teardown: nothing,
      prepare: (state: number[]) => state.slice(),
      run: (input: number[]) => input.sort(),
      verify: (result: number[]) => result[0] === 1,
      work: () => ({ items: 3 }),
      budget: { time: '2 ms' },
      concurrency: 2,
    }
    bench('sort', spec)
    expect(registry()[0]?.spec).toBe(spec)
  })

  it('infers what measure reads from what setup makes and run returns', () => {
    bench('list', {
      params: { n: [3] },
      setup: ({ n }) => ({ queries: 0, n }),
      run: async (state) => {
        state.queries++
        return ['row']
      },
      measure: {
        queries: (state) => state.queries,
        rows: { as: 'value', better: 'higher', read: (state, { n }, rows) => state.n + n + rows.length },
      },
    })
    bench('sort', {
      setup: () => [3, 1],
      prepare: (list) => list.slice(),
      run: (list) => list.sort(),
      measure: { first: { as: 'value', read: (list, _, sorted) => sorted[0]! + list.length } },
    })
    bench('wrong', {
      setup: () => ({ queries: 0 }),
      // @ts-expect-error: a promise is no number
      measure: { queries: async (state) => state.queries },
      run: nothing,
    })
    expect(keys()).toEqual(['list {n: 3}', 'sort', 'wrong'])
  })

  it('registers one benchmark for every combination of its parameters', () => {
    bench('sort', { params: { n: [100, 10_000], order: ['up', 'down'] }, run: nothing })
    expect(keys()).toEqual([
      'sort {n: 100, order: up}',
      'sort {n: 100, order: down}',
      'sort {n: 10000, order: up}',
      'sort {n: 10000, order: down}',
    ])
    expect(registry().map(({ params }) => params)).toEqual([
      { n: 100, order: 'up' },
      { n: 100, order: 'down' },
      { n: 10_000, order: 'up' },
      { n: 10_000, order: 'down' },
    ])
    expect(new Set(registry().map(({ name }) => name))).toEqual(new Set(['sort']))
  })

  it('knows its line', () => {
    const before = lineHere()
    bench('first', nothing)

    bench('second', { params: { n: [1, 2] }, run: nothing })
    expect(registry().map(({ line }) => line)).toEqual([before + 1, before + 3, before + 3])
  })

  it.each<[string, () => unknown]>([
    ['the calls themselves', () => []],
    ['nothing', () => undefined],
    [
      'an error',
      () => {
        throw new Error('no stack')
      },
    ],
  ])('registers where a source makes of stacks %s, and leaves that as it was', (_, prepare) => {
    const before = Error.prepareStackTrace
    try {
      Error.prepareStackTrace = prepare
      bench('first', nothing)
      expect(Error.prepareStackTrace).toBe(prepare)
    } finally {
      if (before) Error.prepareStackTrace = before
      else Reflect.deleteProperty(Error, 'prepareStackTrace')
    }
    expect(registry()).toMatchObject([{ key: 'first', line: expect.any(Number) }])
  })

  it('keeps what is registered twice, so that a listing can name both lines', () => {
    const before = lineHere()
    bench('parse', nothing)
    bench('parse', nothing)
    expect(registry().map(({ key, line }) => [key, line])).toEqual([
      ['parse', before + 1],
      ['parse', before + 2],
    ])
  })

  it.each<[string, unknown[]]>([
    ['bench(): the name must be a text that is not empty, got undefined', []],
    ['bench(): the name must be a text that is not empty, got ', ['', nothing]],
    ['bench(): the name must be a text that is not empty, got  ', [' ', nothing]],
    ['bench(): the name must be a text that is not empty, got 5', [5, nothing]],
    ["bench('x'): give a function, or an object with a 'run' function", ['x']],
    ["bench('x'): give a function, or an object with a 'run' function", ['x', null]],
    ["bench('x'): give a function, or an object with a 'run' function", ['x', 'run']],
    ["bench('x'): give a function, or an object with a 'run' function", ['x', {}]],
    ["bench('x'): give a function, or an object with a 'run' function", ['x', { run: 'it' }]],
    ["bench('x'): setup must be a function", ['x', { setup: [1], run: nothing }]],
    ["bench('x'): teardown must be a function", ['x', { teardown: true, run: nothing }]],
    ["bench('x'): prepare must be a function", ['x', { prepare: {}, run: nothing }]],
    ["bench('x'): verify must be a function", ['x', { verify: 3, run: nothing }]],
    ["bench('x'): work must be a function", ['x', { work: { items: 3 }, run: nothing }]],
    ["bench('x'): concurrency must be a whole number of at least 1", ['x', { concurrency: 0, run: nothing }]],
    [
      "bench('x'): measure.queries must be a function, or an object with a 'read' function or with 'calls'",
      ['x', { measure: { queries: 3 }, run: nothing }],
    ],
    ["bench('x'): isolate must be true or false", ['x', { isolate: 'yes', run: nothing }]],
    ["bench('x'): mayDiffer must be true or false", ['x', { mayDiffer: 1, run: nothing }]],
    [
      "bench('x'): concurrency must be a whole number of at least 1",
      ['x', { concurrency: 1.5, run: nothing }],
    ],
    [
      "bench('x'): concurrency must be a whole number of at least 1",
      ['x', { concurrency: '4', run: nothing }],
    ],
    [
      "bench('x'): params.n must be a list with at least one value",
      ['x', { params: { n: 5 }, run: nothing }],
    ],
    [
      "bench('x'): params.n must be a list with at least one value",
      ['x', { params: { n: [] }, run: nothing }],
    ],
    ["bench('x'): params.0 must be a list with at least one value", ['x', { params: [100], run: nothing }]],
    [`bench('x'): 'iterations' is no option; ${options}`, ['x', { iterations: 3, run: nothing }]],
    [`bench('x'): 'Setup' is no option; ${options}`, ['x', { run: nothing, Setup: nothing }]],
    [`bench('x'): 'agree' is no option; ${options}`, ['x', { agree: true, run: nothing }]],
    [`bench('x'): 'beforeEach' is no option; ${options}`, ['x', { beforeEach: undefined, run: nothing }]],
  ])('refuses with %j', (message, args) => {
    expect(() => untyped(bench)(...args)).toThrow(new TypeError(message))
    expect(registry()).toEqual([])
  })
})

describe('group', () => {
  it('puts its name before those of its members', () => {
    group('sort', () => {
      bench('native', nothing)
      bench('radix', nothing)
    })
    bench('outside', nothing)
    expect(keys()).toEqual(['sort › native', 'sort › radix', 'outside'])
    expect(registry().map((one) => one.group)).toEqual([['sort'], ['sort'], []])
  })

  it('nests, and what follows an inner group is outside it', () => {
    group('a', () => {
      group('b', () => {
        bench('deep', nothing)
      })
      bench('shallow', nothing)
    })
    expect(keys()).toEqual(['a › b › deep', 'a › shallow'])
  })

  it('tells its members that they must agree, unless an inner group says how', () => {
    const alike = (a: number, b: number) => Math.abs(a - b) < 1
    bench('free', nothing)
    group('outer', { agree: true }, () => {
      bench('exactly', nothing)
      group('inherits', () => bench('exactly', nothing))
      group('says', { agree: alike }, () => bench('alike', nothing))
      group('nearly', { agree: { tolerance: 1e-9 } }, () => bench('nearly', nothing))
      group('apart', { agree: false }, () => bench('apart', nothing))
    })
    expect(registry().map(({ agree }) => agree)).toEqual([
      ...[undefined, true, true, alike, { tolerance: 1e-9 }],
      undefined,
    ])
  })

  it('is left when its body throws', () => {
    const broken = () =>
      group('outer', () => {
        group('broken', () => {
          throw new Error('no such fixture')
        })
      })
    expect(broken).toThrow('no such fixture')
    bench('after', nothing)
    expect(keys()).toEqual(['after'])
  })

  it('refuses a body that returns a promise, and is left', () => {
    const asynchronous = () => group('later', async () => bench('inner', nothing))
    expect(asynchronous).toThrow(
      new TypeError("group('later'): the body must be synchronous; await before the group instead"),
    )
    bench('after', nothing)
    expect(keys().at(-1)).toBe('after')
  })

  it.each<[string, unknown[]]>([
    ['group(): the name must be a text that is not empty, got undefined', []],
    ['group(): the name must be a text that is not empty, got ', ['', nothing]],
    ["group('x'): give a function that registers its members", ['x']],
    ["group('x'): give a function that registers its members", ['x', 'body']],
    ["group('x'): give a function that registers its members", ['x', { agree: true }]],
    ["group('x'): give a function that registers its members", ['x', { agree: true }, null]],
    ["group('x'): the options must be an object", ['x', null, nothing]],
    ["group('x'): the options must be an object", ['x', undefined, nothing]],
  ])('refuses with %j', (message, args) => {
    expect(() => untyped(group)(...args)).toThrow(new TypeError(message))
  })
})

/** The line that calls this. */
function lineHere(): number {
  const frame = new Error().stack?.split('\n')[2]
  return Number(/:(\d+):\d+\)?$/u.exec(frame ?? '')?.[1])
}
