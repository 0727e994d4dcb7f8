import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { underLoad } from './accuracy/processes.ts'
import { page } from './gate/page.ts'
import { type Planned, plan, short } from './gate/plan.ts'
import { type Raw, rawSchema } from './gate/raw.ts'
import { measureRival } from './gate/rivals/measure.ts'
import { decideOnce } from './gate/trial.ts'
import { conditions, kept } from './kept.ts'

/**
 * The study of the gate: how often it cries wolf, what it finds, and what that takes, beside the rules that others
 * gate by.
 *
 *   npm run study:gate                     the short form: what takes five minutes, told and not kept
 *   npm run study:gate -- --minutes 60     adds an hour of trials to reports/studies/gate/data.json and its page
 *   npm run study:gate -- --minutes 60 --only 'paired|vitest'    of those whose name has one of these in it (gate/plan.ts)
 *   npm run study:gate -- --render         makes the page from the raw values again
 */

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string' },
    only: { type: 'string', default: '' },
    render: { type: 'boolean', default: false },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const { read, write } = kept('gate', rawSchema, nothing, page)

if (options.render) write(read())
else {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' })
  if (options.minutes === undefined) await shortForm()
  else await longForm(Number(options.minutes), options.only)
}

async function shortForm(): Promise<void> {
  let raw = nothing()
  for (const next of short) raw = await attempt(raw, next)
  process.stdout.write(page(raw))
}

/** What is farthest behind its share comes next. */
async function longForm(minutes: number, only: string): Promise<void> {
  const wanted = only.split('|')
  const candidates = plan.filter(({ name }) => wanted.some((part) => name.includes(part)))
  if (candidates.length === 0) throw new Error(`nothing of the plan has '${only}' in its name`)
  const end = Date.now() + minutes * 60e3
  while (Date.now() < end) {
    const before = read()
    const next = candidates.toSorted(
      (a, b) => a.trials(before).length / a.weight - b.trials(before).length / b.weight,
    )[0]!
    const raw = await attempt(before, next)
    write(raw)
  }
}

async function attempt(raw: Raw, { name, what, loaded, neighbours }: Planned): Promise<Raw> {
  process.stderr.write(`${new Date().toISOString()} ${name}\n`)
  const take = async (): Promise<Raw> => {
    if (what.tool !== 'assay') {
      return { ...raw, rivals: [...raw.rivals, await measureRival(what.tool, what.planted, loaded)] }
    }
    const { tool: _, ...asked } = what
    return { ...raw, trials: [...raw.trials, await decideOnce({ ...asked, loaded })] }
  }
  return neighbours > 0 ? underLoad(take, neighbours) : take()
}

function nothing(): Raw {
  const { cpus, node } = conditions()
  return { conditions: { cpus, node }, trials: [], rivals: [] }
}
