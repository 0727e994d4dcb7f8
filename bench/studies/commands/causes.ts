import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { slowCauseOf, usualOf } from '../../../src/core/kind/command/slow-runs.ts'
import { openRuns } from '../../../src/host/run/command-runs.ts'
import { openSubject } from '../../../src/host/run/command-subject.ts'
import { startSupervisor } from '../../../src/host/run/supervisor.ts'
import { commandSpecSchema, type SlowCause } from '../../../src/model/command.ts'
import type { CauseRow } from './raw.ts'

const computes = 'perl -e "for (1 .. 1600000) { \\$x = (\\$x * 31 + \\$_) % 1000003 }"'

/** How a cause is planted: what runs, what makes it slow, and how that is taken back. */
type Planted = {
  readonly cause: SlowCause
  readonly line: string
  readonly slow?: string
  readonly plant?: () => () => void
}

/** Runs of a command, usual ones and slow ones by turns, so that the machine is the same for both. */
export async function measureCauses(trials: number): Promise<CauseRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
  writeFileSync(join(folder, 'large'), Buffer.alloc(80e6, 'x'))
  spawnSync('sync')
  const rows: CauseRow[] = []
  try {
    for (const planted of plantsIn(folder)) {
      if (planted) rows.push(await measureCause(folder, planted, trials))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

function plantsIn(folder: string): (Planted | undefined)[] {
  const pinned = `taskset -c 0 ${computes}`
  const spinners = () => {
    const started = [0, 1].map(() =>
      spawn('taskset', ['-c', '0', 'perl', '-e', '1 while 1'], { stdio: 'ignore' }),
    )
    return () => {
      for (const one of started) one.kill('SIGKILL')
    }
  }
  const evict = () => {
    spawnSync('dd', [`of=${join(folder, 'large')}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'], {
      stdio: 'ignore',
    })
    return () => {}
  }
  return [
    { cause: 'waiting', line: pinned, plant: spinners },
    { cause: 'disk', line: `cksum ${join(folder, 'large')}`, plant: evict },
    throttling(),
    { cause: 'asleep', line: computes, slow: `${computes}; sleep 0.05` },
    { cause: 'processor', line: computes, slow: computes.replace('1600000', '2600000') },
  ]
}

/** A CPU quota of version 1 of control groups, where this process may make one. */
function throttling(): Planted | undefined {
  const group = '/sys/fs/cgroup/cpu/assay-study'
  try {
    mkdirSync(group)
    writeFileSync(`${group}/cgroup.procs`, String(process.pid))
  } catch {
    return undefined
  }
  process.on('exit', () => {
    // With what this process has started, and what ends after it.
    const within = readFileSync(`${group}/cgroup.procs`, 'utf8').split('\n').filter(Boolean)
    for (const pid of within) writeFileSync('/sys/fs/cgroup/cpu/cgroup.procs', pid)
    rmdirSync(group)
  })
  const quota = (us: number) => writeFileSync(`${group}/cpu.cfs_quota_us`, String(us))
  return {
    cause: 'throttled',
    line: computes,
    plant: () => {
      quota(20_000)
      return () => quota(-1)
    },
  }
}

async function measureCause(
  folder: string,
  { cause, line, slow = line, plant }: Planted,
  trials: number,
): Promise<CauseRow> {
  const supervisor = await startSupervisor(folder)
  const { runOnce } = openRuns(supervisor)
  const subject = (text: string) =>
    openSubject(text, commandSpecSchema.parse({ line: ['/bin/sh', '-c', `exec ${text}`] }), {
      ...{ root: folder, base: undefined, scratch: folder, timeout: 60e9, left: 60e9, padding: 0 },
    })
  try {
    const [usual, other] = [await subject(line), await subject(slow.includes(';') ? `sh -c '${slow}'` : slow)]
    await runOnce(usual)
    const told: CauseRow['told'] = []
    for (let trial = 0; trial < trials; trial++) {
      const usuals = [await runOnce(usual), await runOnce(usual), await runOnce(usual)]
      const takeBack = plant?.()
      const run = await runOnce(other)
      takeBack?.()
      told.push(slowCauseOf(run, usualOf(usuals)) ?? 'none')
    }
    return { planted: cause, told }
  } finally {
    await supervisor.close()
  }
}
