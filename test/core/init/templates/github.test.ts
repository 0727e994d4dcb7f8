import { describe, expect, it } from 'vitest'
import { packageManager } from '../../../../src/core/init/package-manager.ts'
import { githubComment } from '../../../../src/core/init/templates/github-comment.ts'
import { githubGate } from '../../../../src/core/init/templates/github-gate.ts'
import { expectGolden } from '../../report/golden.ts'
import { parseWorkflow, stepsOf } from './workflow.ts'

const gateText = (lockFile: string | undefined, declared = '') =>
  githubGate({ manager: packageManager(lockFile, declared), node: 24, branch: 'main', reports: 'reports' })
const texts = { gate: gateText('package-lock.json'), comment: githubComment }
const gate = parseWorkflow(texts.gate)
const comment = parseWorkflow(texts.comment)
const each = Object.entries(texts).map(([name, text]) => ({ name, text, workflow: parseWorkflow(text) }))

/** Everything that GitHub puts into a workflow's text. What people call their branches and titles is not among it. */
const harmless = [
  'cancelled()',
  'github.event.pull_request.number',
  'github.event.workflow_run.event',
  'github.event.workflow_run.head_sha',
  'github.event.workflow_run.id',
  'github.event_name',
  'github.repository',
  'github.token',
  'needs.gate.outputs.run',
  'runner.temp',
  'secrets.ASSAY_SIGNING_KEY',
  'steps.gate.outputs.run',
]

describe('the workflows for GitHub', () => {
  it.each(each)('$name is as in test/golden/init', ({ name, text }) => {
    expectGolden(`init/github-${name}.yml`, text)
  })

  it.each([
    ['pnpm-lock.yaml', '', 'pnpm install --frozen-lockfile', '--ignore-scripts', 2],
    ['yarn.lock', '', 'yarn install --frozen-lockfile', '--ignore-scripts', 2],
    ['yarn.lock', 'yarn@4.9.1', 'yarn install --immutable', '--mode=skip-build', 2],
    ['npm-shrinkwrap.json', '', 'npm ci', '--ignore-scripts', 0],
    [undefined, '', 'npm install --no-package-lock', '--ignore-scripts', 0],
  ])('install what %s of %s says', (lockFile, declared, install, quietly, prepared) => {
    const { jobs } = parseWorkflow(gateText(lockFile, declared))
    const runs = (job: string) => jobs[job]!.steps.flatMap(({ run }) => run ?? [])
    expect(runs('gate')).toContain(install)
    expect(runs('certify')).toContain(`${install} ${quietly}`)
    const preparing = Object.keys(jobs).flatMap((job) => runs(job).filter((run) => run.includes('corepack')))
    expect(preparing).toHaveLength(prepared)
  })

  it.each(each)('$name names actions by a commit and tells its release', ({ text, workflow }) => {
    for (const { uses } of stepsOf(workflow)) {
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/u)
    }
    const lines = text.split('\n').filter((line) => /\buses:/u.test(line))
    for (const line of lines) expect(line).toMatch(/ # v\d+\.\d+\.\d+$/u)
  })

  it.each(each)('$name puts no expression into a script', ({ workflow }) => {
    for (const { run } of stepsOf(workflow)) expect(run ?? '').not.toContain('${{')
  })

  it.each(each)(
    '$name puts only what GitHub or Assay made into anything but the name of its queue',
    ({ text }) => {
      const outside = text.replace('group: assay-${{ github.ref }}', '')
      const used = [...outside.matchAll(/\$\{\{(.*?)\}\}/gu)].flatMap(([, expression]) =>
        [...expression!.replace(/'[^']*'/gu, '').matchAll(/[A-Za-z][\w.]*(?:\(\))?/gu)].map(([name]) => name),
      )
      expect(used.length).toBeGreaterThan(4)
      expect(used.filter((name) => !harmless.includes(name))).toEqual([])
    },
  )

  it.each(each)('$name commits and pushes nothing', ({ text }) => {
    expect(text).not.toMatch(/git (?:commit|push|add|tag|config)|contents: write/u)
  })

  it('run whatever a pull request brings with a token that can only read', () => {
    expect(Object.keys(gate.on)).toEqual(['pull_request', 'push'])
    expect(gate.permissions).toEqual({ contents: 'read' })
    expect(Object.values(gate.jobs).filter(({ permissions }) => permissions)).toEqual([])
  })

  it('leave no token in a checkout, and bring the whole history where a revision is measured', () => {
    const checkouts = Object.entries(gate.jobs).map(([name, { steps }]) => [
      name,
      ...steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')).map((step) => step.with),
    ])
    expect(checkouts).toEqual([
      ['gate', { 'fetch-depth': 0, 'persist-credentials': false }],
      ['certify', { 'persist-credentials': false }],
    ])
  })

  it('give the key to one step, after a push, in a job that runs no benchmark and no script of a package', () => {
    expect([...(texts.gate + texts.comment).matchAll(/secrets\./gu)]).toHaveLength(1)
    const [name, job] = Object.entries(gate.jobs).find(([, { steps }]) =>
      steps.some(({ env }) => JSON.stringify(env ?? {}).includes('secrets.')),
    )!
    expect(name).toBe('certify')
    expect(job.if).toContain("github.event_name == 'push'")
    const runs = job.steps.flatMap(({ run }) => run ?? [])
    expect(runs).toEqual(['npm ci --ignore-scripts', 'npx --no -- assay certify "reports/$RUN/run.json"'])
    const [setup] = job.steps.filter(({ uses }) => uses?.startsWith('actions/setup-node@'))
    expect(setup?.with).toMatchObject({ 'package-manager-cache': false })
  })

  it('comment with a token that may write, and run nothing but their own script there', () => {
    expect(Object.keys(comment.on)).toEqual(['workflow_run'])
    expect(comment.on.workflow_run).toEqual({ workflows: [gate.name], types: ['completed'] })
    expect(comment.permissions).toEqual({})
    expect(Object.values(comment.jobs).map(({ permissions }) => permissions)).toEqual([
      { actions: 'read', 'pull-requests': 'write' },
    ])
    expect(stepsOf(comment).flatMap(({ uses }) => uses ?? [])).toEqual([])
    expect(stepsOf(comment)).toHaveLength(1)
  })

  it('agree about the artifact that one leaves and the other posts', () => {
    const left = stepsOf(gate).find((step) => step.with?.name === 'assay-comment')
    const names = String(left?.with?.path)
      .trim()
      .split('\n')
      .map((path) => path.split('/').at(-1)!)
    expect(names).toEqual(['comment.md', 'pull-request.txt'])
    for (const name of ['assay-comment', ...names]) expect(stepsOf(comment)[0]?.run).toContain(name)
  })

  it('call Assay where it is installed, and never what a registry has under its name', () => {
    const called = [gate, comment]
      .flatMap(stepsOf)
      .flatMap(({ run }) => run?.split('\n') ?? [])
      .filter((line) => /\bassay [a-z]/u.test(line))
    const [gating, reporting, certifying, ...others] = called.map((line) => line.trim())
    expect(gating).toMatch(/^npx --no -- assay gate --against "\$base" --json > /u)
    expect(reporting).toMatch(/^npx --no -- assay report "reports\/\$RUN" --format [a-z,]+ --out /u)
    expect(certifying).toBe('npx --no -- assay certify "reports/$RUN/run.json"')
    expect(others).toEqual([])
  })
})

describe('what is read of a workflow', () => {
  it.each([
    [
      'a trigger that runs foreign code with rights',
      texts.comment.replace('permissions: {}', 'permission: {}'),
    ],
    ['a key that stands twice', texts.gate.replace('on:\n', 'name: Other\non:\n')],
    ['a shell of its own', texts.gate.replace('shell: bash', 'shell: python')],
  ])('refuses %s', (_, text) => {
    expect(() => parseWorkflow(text)).toThrow()
  })
})
