import { execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** How a command ended. */
export type Ended = {
  readonly args: readonly string[]
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** What was sent to it, and ms after its start; `Infinity` when that was waited for. */
  readonly sent?: { readonly signal: NodeJS.Signals; readonly after: number } | undefined
  /** Whether it had to be ended, because it did not end by itself. */
  readonly isStuck: boolean
}

export type Start = {
  readonly signals?: readonly { readonly signal: NodeJS.Signals; readonly after: number }[]
  /** A file whose writing shows that the command has come so far: the moments count from then. */
  readonly since?: string
  readonly env?: NodeJS.ProcessEnv
  /** Run by `sh -c`, with the command as "$@": for limits and redirections. */
  readonly shell?: string
}

/** A project of its own for one fault, with a worktree and files of the person that must stay as they are. */
export type World = {
  readonly folder: string
  /** What its commands have in their environment beside what is there. */
  readonly env: Readonly<Record<string, string>>
  readonly write: (file: string, text: string | Uint8Array) => void
  readonly path: (file: string) => string
  readonly read: (file: string) => string
  readonly git: (...args: string[]) => string
  readonly run: (args: readonly string[], start?: Start) => Promise<Ended>
  /** Processes that a command of this world has started, by the environment that they were given. */
  readonly processes: () => string[]
  /** Files in the folder for temporary files. */
  readonly temporary: () => string[]
  /** A digest of what the person has: sources but `edited`, and what is staged in the other worktree. */
  readonly belongings: () => string
  readonly remove: () => void
}

/** What a whole world is copied from, and how long its commands take, ms. */
export type Template = {
  readonly folder: string
  readonly program: string
  readonly durations: Map<string, number>
  readonly certificate: string | undefined
  readonly verified: number
}

/** ms. Twice what anything in a project of two short benchmarks takes on a busy machine. */
const limit = 90_000

/** The file that faults edit, so that there is something to measure. */
export const edited = 'src/work.js'

const quick = `export default {
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 2 }, batch: '10 us', timeout: '20 s' },
  collect: { memory: false, controls: false, cpuProfile: 'never' },
}
`

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "faults", "type": "module" }\n',
  'perf.config.mjs': quick,
  '.gitignore': '.assay/\nreports/\n',
  [edited]: 'export const work = (n) => Math.sqrt(n) + 1\n',
  'bench/one.bench.js':
    "import { bench } from 'assay'\nimport { work } from '../src/work.js'\nbench('one', () => work(3))\nbench('two', () => work(4))\n",
}

/** A project with a signed certificate, a baseline and reports; only a run where `isQuick`. */
export async function makeTemplate(scratch: string, program: string, isQuick: boolean): Promise<Template> {
  const folder = join(scratch, 'template')
  for (const [file, text] of Object.entries(files)) put(join(folder, 'project', file), text)
  const template = { folder, program, durations: new Map<string, number>() }
  const world = enter(template, folder)
  world.git('init', '--quiet', '--initial-branch=main')
  const commit = (message: string) => {
    world.git('add', '--all')
    world.git('commit', '--quiet', '--allow-empty', '--message', message)
  }
  commit('first')
  const timed = async (name: string, ...args: string[]) => {
    const start = performance.now()
    const ended = await world.run(args)
    template.durations.set(name, performance.now() - start)
    if (ended.code === 2) throw new Error(`the template does not work: ${args.join(' ')}: ${ended.stderr}`)
  }
  let certificate: string | undefined
  let verified = 0
  if (!isQuick) {
    await timed('keygen', 'certify', 'keygen', '--name', 'study', '--out', '../key.pem')
    commit('key')
    await timed('baseline', 'baseline', 'update', '--why', 'study', '--force')
    commit('baseline')
    await timed('gate', 'gate', '--key', '../key.pem')
    const made = readdirSync(world.path('reports/certificates')).find((name) => name.endsWith('.md'))
    certificate = made && `reports/certificates/${made}`
    verified = (await world.run(['verify', certificate!])).code ?? -1
  }
  await timed('run', 'run', ...(isQuick ? ['one'] : []))
  await timed('list', 'list')
  if (!isQuick) {
    // Last: what was only looked at by a run is not certified.
    world.write('src/work.js', files['src/work.js']!.replace('+ 1', '+ 2'))
    await timed('compare', 'compare', 'HEAD')
    world.write('src/work.js', files['src/work.js']!)
  }
  return { ...template, certificate, verified }
}

let worlds = 0

export function makeWorld(template: Template, scratch: string): World {
  worlds++
  const parent = mkdtempSync(join(scratch, `world-${worlds}-`))
  cpSync(template.folder, parent, { recursive: true, verbatimSymlinks: true })
  const world = enter(template, parent)
  world.git('worktree', 'add', '--quiet', '-b', 'mine', '../mine')
  put(join(parent, 'mine/staged'), 'staged\n')
  execFileSync('git', ['-C', join(parent, 'mine'), 'add', 'staged'])
  return world
}

function enter({ program }: Pick<Template, 'program'>, parent: string): World {
  const folder = join(realpathSync(parent), 'project')
  const temporary = join(parent, 'tmp')
  mkdirSync(temporary, { recursive: true })
  const mark = `ASSAY_STUDY=${parent}`
  const path = (file: string) => join(folder, file)
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-C', folder, ...unwatched, '-c', 'user.name=S', '-c', 'user.email=s@example.org', ...args],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
  const env = {
    NO_COLOR: '1',
    CI: 'true',
    TMPDIR: temporary,
    XDG_CONFIG_HOME: join(parent, 'config'),
    ASSAY_STUDY: parent,
  }
  return {
    folder,
    env,
    path,
    git,
    write: (file, text) => put(path(file), text),
    read: (file) => readFileSync(path(file), 'utf8'),
    run: (args, start = {}) => execute(program, folder, args, start, { ...process.env, ...env }),
    processes: () => processesWith(mark),
    temporary: () => readdirSync(temporary).filter((name) => name !== 'node-compile-cache'),
    belongings: () => {
      const staged = stagedIn(join(parent, 'mine'))
      const texts = Object.keys(files).map((file) =>
        file === edited ? 'edited' : existsSync(path(file)) ? digest(path(file)) : 'gone',
      )
      return JSON.stringify([staged, texts])
    },
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }),
  }
}

async function execute(
  program: string,
  folder: string,
  args: readonly string[],
  { signals = [], since, shell, env: more = {} }: Start,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  const command = [process.execPath, program, ...args]
  const options: SpawnOptions = { cwd: folder, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] }
  const child = shell
    ? spawn('sh', ['-c', shell, 'sh', ...command], options)
    : spawn(command[0]!, command.slice(1), options)
  let [stdout, stderr] = ['', '']
  let isStuck = false
  child.stdout!.on('data', (chunk) => {
    stdout += String(chunk)
  })
  child.stderr!.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const timers: NodeJS.Timeout[] = []
  const send = () => {
    for (const { signal, after } of signals) timers.push(setTimeout(() => child.kill(signal), after))
  }
  if (since === undefined) send()
  else {
    const looking = setInterval(() => {
      if (!existsSync(since)) return
      clearInterval(looking)
      send()
    }, 20)
    timers.push(looking)
  }
  const stuck = setTimeout(() => {
    isStuck = true
    child.kill('SIGKILL')
  }, limit)
  const { promise, resolve } = Promise.withResolvers<Ended>()
  child.once('exit', (code, signal) => {
    for (const timer of [...timers, stuck]) clearTimeout(timer)
    // What it printed last is still on its way; who holds its pipes is looked for elsewhere.
    setTimeout(() => {
      child.stdout!.destroy()
      child.stderr!.destroy()
      const last = signals.at(-1)
      const sent = last && since !== undefined ? { ...last, after: Infinity } : last
      resolve({ args, code, signal, stdout, stderr, sent, isStuck })
    }, 20)
  })
  return promise
}

function processesWith(mark: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^[0-9]+$/u.test(pid)) return []
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${mark}\0`)) return []
      return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()}`]
    } catch {
      return []
    }
  })
}

/** A file watcher that never answers is one of the faults; it must not hold the study itself. */
const unwatched = ['-c', 'core.fsmonitor=false']

/** What git knows of it; a fault may have taken the worktree, or all of git, away for the time being. */
function stagedIn(worktree: string): string {
  try {
    return execFileSync('git', ['-C', worktree, ...unwatched, 'diff', '--cached', '--name-only'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return 'not there'
  }
}

function put(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
