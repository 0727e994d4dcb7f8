import { beforeEach, describe, expect, it, vi } from 'vitest'

type HeldRuns = typeof import('../../src/api/held-runs.ts')

let runs: HeldRuns

// All instances of the module share a state: every test starts with an empty one.
beforeEach(async () => {
  for (const name of ['assay.registry', 'assay.held-runs'])
    Reflect.deleteProperty(globalThis, Symbol.for(name))
  vi.resetModules()
  runs = await import('../../src/api/held-runs.ts')
})

/** A file that runs benchmarks one after the other, and says what it does. */
function file(said: string[], ...all: readonly (readonly string[])[]): () => Promise<void> {
  return async () => {
    for (const keys of all) {
      said.push(`run ${keys.join()}`)
      await runs.holdRun(keys)
      said.push(`after ${keys.join()}`)
    }
  }
}

describe('the runs of a file', () => {
  it('are over at once where it is only listed, without a number', async () => {
    const said: string[] = []
    const loading = runs.holdRunsWhile(file(said, ['a'], ['b']))
    expect(await loading.next()).toBe('ended')
    expect(said).toEqual(['run a', 'after a', 'run b', 'after b'])
    expect(runs.mayLackResults()).toBe(true)
    expect(runs.samplesOf('a')).toBeUndefined()
  })

  it('are held where one of theirs is wanted, until it has been measured', async () => {
    const said: string[] = []
    const loading = runs.holdRunsWhile(file(said, ['a'], ['b', 'c'], ['d']), ['c'])
    expect(await loading.next()).toBe('held')
    expect(said).toEqual(['run a', 'after a', 'run b,c'])
    runs.keepSamples('c', [3, 4])
    loading.release()
    expect(await loading.next()).toBe('ended')
    expect(said.at(-1)).toBe('after d')
    expect(runs.samplesOf('c')).toEqual([3, 4])
  })

  it('are held again for each that is still wanted', async () => {
    const loading = runs.holdRunsWhile(file([], ['a'], ['b']), ['a', 'b'])
    expect(await loading.next()).toBe('held')
    loading.release()
    expect(await loading.next()).toBe('held')
    loading.release()
    expect(await loading.next()).toBe('ended')
  })

  it('go on together where several have been begun', async () => {
    const said: string[] = []
    const both = async () => {
      await Promise.all([file(said, ['a'])(), file(said, ['b'])()])
    }
    const loading = runs.holdRunsWhile(both, ['a', 'b'])
    expect(await loading.next()).toBe('held')
    loading.release()
    expect(await loading.next()).toBe('ended')
    expect(said.toSorted()).toEqual(['after a', 'after b', 'run a', 'run b'])
  })

  it('come to an end without another one, and what is thrown then is nobody’s', async () => {
    const said: string[] = []
    const loading = runs.holdRunsWhile(async () => {
      await file(said, ['a'], ['b'])()
      throw new Error('its numbers are none')
    }, ['a', 'b'])
    expect(await loading.next()).toBe('held')
    await loading.finish(1_000)
    expect(said).toEqual(['run a', 'after a', 'run b', 'after b'])
  })

  it('are not waited for longer than that', async () => {
    const loading = runs.holdRunsWhile(async () => {
      await runs.holdRun(['a'])
      await new Promise(() => {})
    }, ['a'])
    expect(await loading.next()).toBe('held')
    await loading.finish(5)
  })
})

describe('a file', () => {
  it('that throws before anything is held has failed', async () => {
    const loading = runs.holdRunsWhile(async () => {
      throw new Error('broken')
    }, ['a'])
    await expect(loading.next()).rejects.toThrow('broken')
  })

  it('lets its library act when all of it has been loaded', async () => {
    const said: string[] = []
    const loading = runs.holdRunsWhile(async () => {
      runs.afterLoad(async () => {
        said.push('tests')
        await runs.holdRun(['suite › test › a'])
      })
      said.push('loaded')
    }, ['suite › test › a'])
    expect(await loading.next()).toBe('held')
    expect(said).toEqual(['loaded', 'tests'])
    expect(runs.isWantedBelow(['suite', 'test'])).toBe(true)
    expect(runs.isWantedBelow(['suite', 'other'])).toBe(false)
  })

  it('may run its benchmarks from a function that nobody awaits', async () => {
    const later = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      await runs.holdRun(['a'])
    }
    const loading = runs.holdRunsWhile(async () => {
      runs.noteLibrary()
      later()
    }, ['a'])
    expect(await loading.next()).toBe('held')
  })
})
