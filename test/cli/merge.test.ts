import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { project } from '../project.ts'

it('shards that were measured one by one are merged into the run that they are, or refused', async () => {
  const place = project({
    'bench/copy.bench.js': `import { bench, group } from 'assay'
group('copy', { agree: true }, () => {
  bench('spread', () => [...[3, 1, 2]])
  bench('slice', () => [3, 1, 2].slice())
})`,
    'bench/sort.bench.js': "import { bench } from 'assay'\nbench('sort', () => [3, 1, 2].sort())\n",
  })
  const shards: { code: number | null; stdout: string }[] = []
  for (const index of [1, 2, 3]) {
    shards.push(await runHere(place.folder, 'run', '--shard', `${index}/3`))
    cpSync(join(place.folder, 'reports/latest'), join(place.folder, `shards/${index}`), { recursive: true })
    if (index === 1) expect(place.latest().benchmarks.map(({ name }) => name)).toEqual(['spread', 'slice'])
  }
  expect(shards.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(shards[0]!.stdout).toContain('Shard 1 of 3, 2 of 3 benchmarks.')
  expect(shards[2]!.stdout).toContain('Shard 3 of 3: none of 3 benchmarks fell to it.')

  const merged = await runHere(place.folder, 'merge', 'shards')
  expect(merged).toMatchObject({ code: 0, stderr: '' })
  const run = place.latest()
  expect(run.benchmarks.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'spread measured',
    'slice measured',
    'sort measured',
  ])
  expect(run.merged?.map(({ benchmarks }) => benchmarks)).toEqual([2, 1, 0])
  expect(place.read('reports/latest/report.md')).toContain('Merged from 3 shards')

  rmSync(join(place.folder, 'reports'), { recursive: true })
  const refused = await runHere(place.folder, 'merge', 'shards/1', 'shards/3/run.json')
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr.replaceAll(/\s+/gu, ' ')).toContain(
    'shard 2 of 3 is missing; there are shards/1/run.json, shards/3/run.json. Measure it with --shard 2/3',
  )
  expect(existsSync(join(place.folder, 'reports'))).toBe(false)
})

it.each([
  [['run', '--shard', '0/2'], "--shard '0/2' is none of 1/2 to 2/2"],
  [['compare', 'main', '--shard', '3/2'], "--shard '3/2' is none of 1/2 to 2/2"],
  [['run', '--shard', 'a/b'], "--shard 'a/b' is no part such as 2/4"],
  [['gate', '--shard', '2'], "--shard '2' is no part such as 2/4"],
  [['run', '--shard', '1/0'], "--shard '1/0' is no part such as 2/4"],
  [['gate', '--shard', '1/2', '--key', 'key.pem'], '--key signs a certificate, and a shard gets none'],
  [['merge'], 'merge needs the Run documents of all shards'],
  [['merge', 'nowhere'], 'nowhere cannot be read'],
])('assay %j is refused', async (args, said) => {
  const { code, stderr } = await runHere(project({}).folder, ...args)
  expect([code, stderr.replaceAll(/\s+/gu, ' ')]).toEqual([2, expect.stringContaining(said)])
})
