import { readdirSync } from 'node:fs'
import type { Fault } from './fault.ts'
import { change } from './signals.ts'
import type { Ended, World } from './world.ts'

const gate = ['gate', '--key', '../key.pem']
const compare = ['compare', 'HEAD', '--forks', '2']
const update = ['baseline', 'update', '--why', 'study', '--force']

/** What runs at once, and what must be true of all of them together. */
const together: Readonly<
  Record<string, { commands: readonly (readonly string[])[]; check?: Fault['check'] }>
> = {
  'two runs': { commands: [['run'], ['run']], check: oneRun },
  'four runs': { commands: [['run'], ['run'], ['run'], ['run']], check: oneRun },
  'two comparisons': { commands: [compare, compare] },
  'a run and a comparison': { commands: [['run'], compare], check: oneRun },
  'two gates': { commands: [gate, gate], check: allProven },
  'a gate and a run': { commands: [gate, ['run']], check: allProven },
  'two baselines': { commands: [update, update], check: noneLost },
  'a baseline and a run': { commands: [update, ['run']] },
  'four certificates': { commands: Array(4).fill(['certify', '--key', '../key.pem']), check: allProven },
  'four keys': {
    commands: [1, 2, 3, 4].map((n) => [
      'certify',
      'keygen',
      '--name',
      `key-${n}`,
      '--out',
      `../key-${n}.pem`,
    ]),
    check: allTrusted,
  },
  'twenty notes': {
    commands: Array.from({ length: 20 }, (_, n) => ['log', 'insight', `note ${n}`]),
    check: (world, ended) =>
      ended.every(({ code }) => code === 0) &&
      new Set(world.read('reports/logbook.ndjson').match(/note \d+/gu)).size !== 20
        ? 'a note is lost'
        : undefined,
  },
}

export function concurrencyFaults(): Fault[] {
  return Object.entries(together).map(([name, { commands, check }]) => ({
    kind: 'concurrency',
    name,
    times: 3,
    plant(world) {
      if (commands.includes(compare)) change(world)
      return Promise.all(commands.map((args) => world.run(args)))
    },
    ...(check ? { check } : {}),
    // Trusting a new key is a change that the person has asked for.
    fix: () => {},
  }))
}

/** The files of reports/latest belong together. */
function oneRun(world: World): string | undefined {
  const { seed } = JSON.parse(world.read('reports/latest/run.json')) as { seed: string }
  return world.read('reports/latest/report.md').includes(seed)
    ? undefined
    : 'report.md is about another run than run.json'
}

/** Whoever was told of a certificate can have it verified: nobody's evidence was overwritten. */
async function verifyAll(world: World): Promise<string[]> {
  const names = readdirSync(world.path('reports/certificates')).filter((name) => name.endsWith('.md'))
  const ended = await Promise.all(names.map((name) => world.run(['verify', `reports/certificates/${name}`])))
  return ended.filter(({ code }) => code !== 0).map(({ args }) => args[1]!)
}

async function allProven(world: World, ended: readonly Ended[]): Promise<string | undefined> {
  const folders = readdirSync(world.path('reports')).filter((name) => /^[0-9]{8}_/u.test(name))
  const stale = folders.filter((name) => name.includes('assay-tmp'))
  if (stale.length > 0) return `left: ${stale.join(', ')}`
  const gates = ended.filter(({ args, code }) => args[0] === 'gate' && (code === 0 || code === 1)).length
  // One is the template's.
  if (folders.length < 1 + gates) return `${gates} gates share ${folders.length - 1} folders of evidence`
  const told = ended.flatMap(({ stdout, stderr }) => /certificate: (\S+)/u.exec(stdout + stderr)?.[1] ?? [])
  if (told.length === 0) return 'nothing was certified'
  if (new Set(told).size < told.length) return `one certificate for several: ${told.join(', ')}`
  const invalid = await verifyAll(world)
  return invalid.length > 0 ? `not proven: ${invalid.join(', ')}` : undefined
}

function noneLost(world: World, ended: readonly Ended[]): string | undefined {
  const accepted = ended.filter(
    ({ code, stdout, stderr }) => code === 0 && /accepted|recorded/iu.test(stdout + stderr),
  )
  const [file] = readdirSync(world.path('baselines'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json') && !name.includes('control'))
  const { sessions } = JSON.parse(world.read(`baselines/${file}`)) as { sessions: object }
  // One is the template's.
  const kept = Object.keys(sessions).length - 1
  return kept < accepted.length ? `${accepted.length} sessions accepted, ${kept} kept` : undefined
}

function allTrusted(world: World, ended: readonly Ended[]): string | undefined {
  const trust = world.read('perf.trust.json')
  const lost = ended.filter(({ args, code }) => code === 0 && !trust.includes(`"${args[3]}"`))
  return lost.length > 0
    ? `told that it is trusted, and it is not: ${lost.map(({ args }) => args[3]).join(', ')}`
    : undefined
}
