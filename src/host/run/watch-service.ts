import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { insideProcessSchema, insideReadingSchema, type Watched } from '../../model/watched.ts'
import { ownScript } from '../own-files.ts'
import { memoryOfGroup } from '../process/group-memory.ts'

/** A service that is looked into while it is loaded. */
export type ServiceWatch = {
  /** What is added to its environment, given what it has of Node's options. */
  readonly env: (nodeOptions: string | undefined) => NodeJS.ProcessEnv
  readonly begin: (group: number) => void
  /** What was seen so far. */
  readonly tell: () => Promise<Watched>
  readonly end: () => void
}

/** What is kept of one process. More is a file that somebody else has written. */
const most = { processes: 64, bytes: 64e6 }

/**
 * @param folder for what its processes say of themselves
 * @param every how often they are looked into, and for how long in all, ns
 */
export function watchService(
  folder: string,
  { every, duration }: { readonly every: number; readonly duration: number },
): ServiceWatch {
  const memory: { at: number; value: number }[] = []
  let timer: NodeJS.Timeout | undefined
  return {
    env: (nodeOptions) => ({
      NODE_OPTIONS: [nodeOptions, `--require ${quoted(ownScript('worker/soak/readings.cjs'))}`]
        .filter(Boolean)
        .join(' '),
      ASSAY_SOAK: JSON.stringify({ folder, every: every / 1e6, sitesAfter: duration / 2e6 }),
    }),
    begin(group) {
      const look = () => {
        const value = memoryOfGroup(group)
        if (value !== undefined) memory.push({ at: Number(process.hrtime.bigint()), value })
      }
      timer = setInterval(look, every / 1e6)
    },
    end: () => clearInterval(timer),
    async tell() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.ndjson'))
      const all = await Promise.all(
        names.slice(0, most.processes).map((name) => readProcess(join(folder, name))),
      )
      return { memory, processes: all.flatMap((one) => one ?? []) }
    },
  }
}

/** As Node reads NODE_OPTIONS: in quotes, with a backslash before each of these two. */
function quoted(path: string): string {
  return `"${path.replaceAll(/["\\]/gu, '\\$&')}"`
}

const line = z.union([insideReadingSchema, insideProcessSchema.omit({ readings: true })])

/** Lines that are torn, or no readings, are left out: the process may have been ended meanwhile. */
async function readProcess(file: string): Promise<Watched['processes'][number] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text.length > most.bytes) return undefined
  const told = text.split('\n').flatMap((one) => line.safeParse(parsed(one)).data ?? [])
  const head = told.find((one) => 'pid' in one)
  return head && { ...head, readings: told.filter((one) => 'heap' in one) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
