import { tmpdir } from 'node:os'
import { type SupervisorName, startSupervisor } from '../../../src/host/run/supervisor.ts'
import type { MemoryRow } from './raw.ts'

/** A shell or perl that needs so much, and says at its end what the kernel says of it. */
function programOf(megabytes: number): string[] {
  const tell = 'grep VmHWM /proc/$$/status'
  // The shell itself has 1.6 MB; a variable of it is there twice while it is made.
  if (megabytes < 10)
    return ['/bin/sh', '-c', `x=$(head -c ${Math.round(megabytes * 0.33e6)} /dev/zero | tr '\\0' x); ${tell}`]
  // Perl has it twice, too.
  const bytes = Math.round(((megabytes - 5) * 1e6) / 2)
  return [
    'perl',
    '-e',
    `my $x = "x" x ${bytes}; open my $f, "<", "/proc/self/status"; print grep { /VmHWM/ } <$f>`,
  ]
}

/** Under a process that holds a gigabyte itself. */
export async function measurePeaks(): Promise<MemoryRow[]> {
  const held = new Uint8Array(1e9).fill(1)
  const rows: MemoryRow[] = []
  for (const name of ['perl', 'python'] as const satisfies readonly SupervisorName[]) {
    const supervisor = await startSupervisor(tmpdir(), [name])
    try {
      if (supervisor.facts.program !== name) continue
      for (const megabytes of [5, 50, 500]) {
        for (let repeat = 0; repeat < 5; repeat++) {
          let said = ''
          await supervisor.hear((stream, chunk) => {
            if (stream === 'stdout') said += chunk.toString()
          })
          const args = programOf(megabytes)
          supervisor.define('one', { args, cwd: tmpdir(), env: { PATH: process.env.PATH }, isHeard: true })
          const end = await supervisor.run('one', { limit: 60e9, grace: 1e9 })
          await supervisor.hear()
          if ('refused' in end) throw new Error(end.refused)
          rows.push({
            supervisor: name,
            megabytes,
            truth: Number(/(\d+) kB/u.exec(said)?.[1]) * 1024,
            told: end.peak!,
          })
        }
      }
    } finally {
      await supervisor.close()
    }
  }
  if (held[1] !== 1) throw new Error('what is held is gone')
  return rows
}
