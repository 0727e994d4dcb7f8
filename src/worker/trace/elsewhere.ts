import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import { realpathSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import net from 'node:net'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Trail } from './trail.ts'
import { callersOutside, type MethodOwner, wrapFunction } from './wrap.ts'

/** Flags by which Node loads something else first, which may read what it likes unseen. */
const preloads = /^(?:--import|--require|-r|--(?:experimental-)?loader)(?:=|$)/u

/** Reports what happens from now on outside this thread, and what is shared with the other revision. */
export function traceElsewhere(trail: Trail, folder: string): void {
  const flags = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/u)]
  flags.forEach((flag, at) => {
    if (!preloads.test(flag)) return
    trail.opaque('Node loads something of the project first')
    const name = flag.includes('=') ? flag.slice(flag.indexOf('=') + 1) : flags[at + 1]
    if (isOwn(name ?? '', folder)) trail.apart('Node loads a file of the project first')
  })

  const both = (reason: string) => {
    trail.runElsewhere(reason)
    trail.apart(reason)
  }
  const starts = (program: unknown) => both(`it starts a child process (${basename(String(program))})`)
  const { prototype } = childProcess.ChildProcess as unknown as { prototype: object }
  wrapFunction(prototype, 'spawn', ([options]) => starts((options as { file?: unknown } | undefined)?.file))
  wrapFunction(childProcess, 'spawnSync', ([file]) => starts(file))
  wrapFunction(childProcess, 'execFileSync', ([file]) => starts(file))
  wrapFunction(childProcess, 'execSync', ([command]) => starts(String(command).trim().split(/\s/u)[0]))
  process.on('worker', () => both('it starts a worker thread'))
  wrapFunction(process, 'dlopen', ([, file]) => both(`it loads the native add-on ${basename(String(file))}`))
  for (const name of ['binding', '_linkedBinding'])
    wrapFunction(process, name, () => trail.opaque("it uses Node's own bindings"))
  wrapFunction(process, 'loadEnvFile', ([path]) => trail.read(path ?? '.env'))
  watchNetwork(trail)
}

/** Whether what is loaded first is of a revision: a file, or a package of a workspace. */
function isOwn(name: string, folder: string): boolean {
  if (/^(?:["'.]|\/|file:|[A-Za-z]:)/u.test(name)) return true
  try {
    const manifest = findPackageJSON(name, pathToFileURL(join(folder, 'package.json')))
    return manifest === undefined || !/[\\/]node_modules[\\/]/u.test(realpathSync(manifest))
  } catch {
    return true
  }
}

function watchNetwork(trail: Trail): void {
  const servers = new Set<net.Server>()
  wrapFunction(net.Server.prototype, 'listen', (_, self) => {
    servers.add(self as net.Server)
    trail.apart('it listens on a port')
  })
  wrapFunction(net.Socket.prototype, 'connect', (args) => {
    // Of `connect(…)` and of `new Socket().connect(…)`; Node passes what it has put in order as one list.
    const [first, ...rest] = args.flat() as [unknown, ...unknown[]]
    const options = (typeof first === 'object' && first !== null ? first : { port: first }) as MethodOwner
    const port = options.port ?? options.path ?? rest[0]
    const host = options.host ?? (typeof rest[0] === 'string' ? rest[0] : 'localhost')
    const isHere = /^(?:localhost|127\.[\d.]+|::1)$/u.test(String(host))
    const isOwn = [...servers].some((server) => {
      if (!isHere) return false
      const address = server.address()
      return typeof address === 'string' ? address === port : address?.port === Number(port)
    })
    if (!isOwn) trail.runElsewhere('it connects to what runs elsewhere')
  })
  for (const name of ['bind', 'connect', 'send'])
    wrapFunction(dgram.Socket.prototype, name, () => {
      trail.runElsewhere('it uses UDP')
      trail.apart('it listens on a port')
    })
}

/** Code of Node that asks for the current folder in the name of whoever calls it, and code that asks for itself. */
const passesOn = /\(node:(?:path|url|internal\/url):/u
const itself = /\bnode:/u

/** Reports who asks for the current folder. Returns how to ask without being told. */
export function watchFolder(trail: () => Trail): () => string {
  const { cwd } = process
  process.cwd = () => {
    const [caller = ''] = callersOutside().filter(
      (line) => !passesOn.test(line) && !/at node:path:/u.test(line),
    )
    if (!itself.test(caller)) trail().apart('it asks for the current folder')
    return cwd()
  }
  wrapFunction(process, 'chdir', () => trail().apart('it changes the current folder'))
  return cwd
}
