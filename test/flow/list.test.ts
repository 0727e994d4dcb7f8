import { describe, expect, it } from 'vitest'
import { list } from '../../src/flow/list.ts'
import { fakeHost, simulated } from './fake-host.ts'

describe('a list', () => {
  it('is what would run, found without measuring or asking the machine', async () => {
    const host = fakeHost()
    const { benchmarks, listing, config } = await list(host, { filters: [] })
    expect(benchmarks).toEqual(host.world.benchmarks.map(({ benchmark }) => benchmark))
    expect(listing.files).toEqual(['bench/sort.bench.ts'])
    expect(config.time.forks).toEqual({ min: 5, max: 30 })
    expect(host.calls).toEqual(['loadConfig', 'list'])
  })

  it('is what the filters choose', async () => {
    const { benchmarks } = await list(fakeHost(), { filters: ['› b'] })
    expect(benchmarks.map(({ name }) => name)).toEqual(['b'])
  })

  it('shows the configuration as the request changes it', async () => {
    const { config } = await list(fakeHost(), { filters: [], time: 1e9, forks: 7 })
    expect(config.time).toMatchObject({ perBenchmark: 1e9, forks: { min: 7, max: 7 } })
  })

  it('says which files are broken beside what the others have', async () => {
    const broken = [{ file: 'bench/x.bench.ts', failure: { reason: 'load-error', message: 'no' } as const }]
    const { benchmarks, findings } = await list(fakeHost({ broken, benchmarks: [simulated('a')] }), {
      filters: [],
    })
    expect(benchmarks).toHaveLength(1)
    expect(findings).toMatchObject([{ code: 'load-failed', subject: 'bench/x.bench.ts' }])
  })

  it('of nothing is an error', async () => {
    await expect(list(fakeHost(), { filters: ['x'] })).rejects.toMatchObject({ code: 'nothing-measured' })
  })
})
