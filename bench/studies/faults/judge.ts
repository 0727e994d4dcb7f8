import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { isTemporary } from '../../../src/host/files/temporary.ts'
import type { Fault } from './fault.ts'
import { type Ended, edited, type Template, type World } from './world.ts'

const documented = [0, 1, 2, 3, 4, 130]
/** A comparison of two pairs may be undecided or void; that it broke is told by 2. */
const decided = [0, 1, 3]
/** Node itself takes so long to start on a busy machine; a signal that comes sooner ends it as it ends any program. ms. */
const starting = 500
/** How long a process that was killed may take to be gone. ms. */
const leaving = 5_000

/** Plants one fault and says what was not as it must be. */
export async function judge(
  fault: Fault,
  world: World,
  template: Template,
  chance: () => number,
  isQuick: boolean,
): Promise<string[]> {
  const before = world.belongings()
  const wrong: string[] = []
  const planted = await fault.plant(world, chance)
  const ended = Array.isArray(planted) ? (planted as readonly Ended[]) : [planted as Ended]
  const isKilled = ended.some(({ sent, code }) => sent !== undefined && code === null)
  for (const one of ended) wrong.push(...problemsOf(one, fault.codes ?? documented))
  const left = await leftProcesses(world)
  if (left.length > 0) wrong.push(`left running: ${left.join('; ')}`)
  if (world.temporary().length > 0)
    wrong.push(`left in the temporary folder: ${world.temporary().join(', ')}`)
  if (!isKilled) wrong.push(...leftIn(world))
  const spoiled = new Set(fault.spoiled ?? [])
  wrong.push(...broken(world, spoiled))
  const told = await fault.check?.(world, ended)
  if (told !== undefined) wrong.push(told)
  fault.fix?.(world)
  if (world.belongings() !== before) wrong.push('what the person has was changed')
  return [...wrong, ...(await nextProblems(world, template, spoiled, isQuick))]
}

function problemsOf({ args, code, signal, stderr, stdout, sent, isStuck }: Ended, codes: readonly number[]) {
  const said = `assay ${args.join(' ').slice(0, 60)}`
  if (isStuck) return [`${said} did not end`]
  const wrong: string[] = []
  const isEnded =
    code === null &&
    sent !== undefined &&
    signal === sent.signal &&
    (signal === 'SIGKILL' || sent.after < starting)
  const right = sent === undefined ? codes : documented
  if (!isEnded && !(code !== null && right.includes(code))) wrong.push(`${said} ended with ${code ?? signal}`)
  // A stack of the program's own code, or of Node's on its behalf.
  const trace = /^\s+at .*(?:\/dist\/(?:cli|core|flow|host|model)\/|node:internal).*$/mu.exec(stderr + stdout)
  if (trace) wrong.push(`${said} printed a stack: ${headOf(stderr || stdout)}`)
  return wrong
}

function headOf(text: string): string {
  const line = text.split('\n').find((one) => /Error|error/u.test(one)) ?? ''
  return line.trim().slice(0, 160)
}

async function leftProcesses(world: World): Promise<string[]> {
  const end = performance.now() + leaving
  for (;;) {
    const left = world.processes()
    if (left.length === 0 || performance.now() > end) return left
    await wait(50)
  }
}

/** Checkouts and half-written files. */
function leftIn(world: World): string[] {
  const wrong: string[] = []
  const places = world.path('.assay/worktrees')
  if (isFolder(world.path('.assay')) && isFolder(places) && readdirSync(places).length > 0)
    wrong.push(`left in ${places}`)
  const known = listed(world)
  if (known !== undefined && known > 2) wrong.push(`${known} worktrees are known to git`)
  const half = ['reports', 'baselines', '.'].flatMap((folder) => filesIn(world, folder).filter(isTemporary))
  if (half.length > 0) wrong.push(`left: ${[...new Set(half)].join(', ')}`)
  return wrong
}

function listed(world: World): number | undefined {
  try {
    return world.git('worktree', 'list', '--porcelain').match(/^worktree /gmu)?.length
  } catch {
    return undefined
  }
}

/** Files under a final name that are not whole. */
function broken(world: World, spoiled: ReadonlySet<string>): string[] {
  return ['reports', 'baselines'].flatMap((folder) =>
    filesIn(world, folder).flatMap((file) => {
      if (spoiled.has(file) || file.endsWith('.tmp')) return []
      try {
        const text = readFileSync(world.path(file), 'utf8')
        if (file.endsWith('.json')) JSON.parse(text)
        if (file.endsWith('.ndjson'))
          for (const line of text.split('\n').filter((one) => one.trim() !== '')) JSON.parse(line)
        return text === '' ? [`${file} is empty`] : []
      } catch (error) {
        return [`${file}: ${(error as Error).message.slice(0, 80)}`]
      }
    }),
  )
}

/** What must work again: a run, which also removes what a kill has left, and the certificate that was there. */
async function nextProblems(
  world: World,
  template: Template,
  spoiled: ReadonlySet<string>,
  isQuick: boolean,
) {
  // Something to lay out a base for: that is where what a kill has left is swept.
  if (!isQuick) world.write(edited, 'export const work = (n) => Math.sqrt(n) + 3\n')
  const next = isQuick ? ['list'] : ['compare', 'HEAD', '--forks', '2']
  const ended = await world.run(next)
  const wrong = problemsOf(ended, isQuick ? [0] : decided)
  if (wrong.length > 0)
    wrong.push(`next: ${ended.stderr.trim().split('\n').slice(-2).join(' ').slice(0, 300)}`)
  if (!isQuick) wrong.push(...leftIn(world).map((what) => `after the next: ${what}`))
  if (template.certificate !== undefined && ![...spoiled].some((file) => file.startsWith('reports'))) {
    const { code } = await world.run(['verify', template.certificate])
    if (code !== template.verified)
      wrong.push(`next: verify ended with ${code}, before with ${template.verified}`)
  }
  const left = await leftProcesses(world)
  if (left.length > 0) wrong.push(`next: left running: ${left.join('; ')}`)
  return wrong
}

function filesIn(world: World, folder: string): string[] {
  const path = world.path(folder)
  if (!existsSync(path) || !isFolder(path)) return []
  return readdirSync(path, { recursive: folder !== '.', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(world.folder.length + 1).replace(/^\.\//u, ''))
    .filter((file) => statSync(world.path(file), { throwIfNoEntry: false }) !== undefined)
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
