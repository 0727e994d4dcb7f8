import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { underLoad } from './accuracy/processes.ts'
import { type Case, cases } from './explain/cases.ts'
import { page } from './explain/page.ts'
import { type Raw, rawSchema } from './explain/raw.ts'
import { explainOnce, type Trial } from './explain/trial.ts'
import { conditions, kept } from './kept.ts'

/**
 * The study of the explanation: how often the function that was edited is the one that is blamed, and how often somebody
 * is blamed where nothing has changed.
 *
 *   npm run study:explain -- --minutes 60               adds an hour of trials to reports/studies/explain/data.json and its page
 *   npm run study:explain -- --minutes 5 --only 'lru|same'    of modules, kinds and functions with one of these in it; 'same': no change
 *   npm run study:explain -- --render                   makes the page from the raw values again
 */

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    idle: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const { read, write } = kept('explain', rawSchema, nothing, page)

/** A module as it is, or with one change. */
type Planned = { readonly module: string; readonly planted: Case | undefined }

if (options.render) write(read())
else {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' })
  await study(Number(options.minutes))
}

/** What was tried least comes next: as often without a change as with one. */
async function study(minutes: number): Promise<void> {
  const modules = [...new Set(cases.map(({ module }) => module))]
  const planned: Planned[] = cases.flatMap((planted, index) => {
    return [
      { module: planted.module, planted },
      { module: modules[index % modules.length]!, planted: undefined },
    ]
  })
  const parts = options.only.split('|')
  const wanted = planned.filter((one) => parts.some((part) => nameOf(one).includes(part)))
  if (wanted.length === 0) throw new Error(`nothing has '${options.only}' in its name`)
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const end = Date.now() + minutes * 60e3
  while (Date.now() < end) {
    const raw = read()
    const [next] = wanted.toSorted((a, b) => madeOf(raw, a).length - madeOf(raw, b).length)
    process.stderr.write(`${new Date().toISOString()} ${nameOf(next!)}\n`)
    const take = () => explainOnce(next!.module, next!.planted, !options.idle)
    const trial = options.idle ? await take() : await underLoad(take)
    write({ ...raw, trials: [...raw.trials, { ...trial, commit }] })
  }
}

function nameOf({ module, planted }: Planned): string {
  return `${module}, ${planted ? `${planted.kind}, ${planted.culprits[0]}` : 'same'}`
}

function madeOf({ trials }: Raw, { module, planted }: Planned): readonly Trial[] {
  return trials.filter((one) => one.module === module && one.edited === planted?.culprits[0])
}

function nothing(): Raw {
  return { conditions: conditions(), trials: [] }
}
