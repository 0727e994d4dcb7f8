import { describe, expect, it } from 'vitest'
import type { ProjectFacts } from '../../../src/core/init/facts.ts'
import { parseManifest } from '../../../src/core/init/manifest.ts'
import { type Scaffold, scaffold } from '../../../src/core/init/scaffold.ts'
import { configText } from '../../../src/core/init/templates/config.ts'
import { scaffoldText } from '../../../src/core/report/terminal/scaffold.ts'
import { type Config, configSchema } from '../../../src/model/config.ts'

const repository = { top: '/repo', prefix: '', defaultBranch: 'main', hooksPath: undefined }

/** A project in which nothing is yet, but for what is given. */
function facts({
  manifest = '{}',
  files = {},
  ...more
}: Partial<Omit<ProjectFacts, 'manifest' | 'texts'>> & {
  manifest?: string
  files?: Readonly<Record<string, string>>
}): ProjectFacts {
  return {
    manifest: parseManifest(manifest),
    texts: new Map(Object.entries(files)),
    configFile: undefined,
    include: configSchema.parse({}).include,
    reports: 'reports',
    benchmarks: [],
    lockFile: 'package-lock.json',
    repository,
    isWorkspace: false,
    ...more,
  }
}

const paths = ({ files }: Scaffold) => files.map(({ path }) => path)
const commands = ({ next }: Scaffold) => next.flatMap(({ command }) => command ?? [])

describe('the files of a new project', () => {
  it.each([
    ['says module and has a tsconfig.json', '{ "type": "module" }', { 'tsconfig.json': '' }, 'ts'],
    ['depends on TypeScript and says nothing', '{ "devDependencies": { "typescript": "7" } }', {}, 'mts'],
    ['says commonjs', '{ "type": "commonjs" }', { 'tsconfig.json': '' }, 'mts'],
    ['has no TypeScript', '{ "type": "module" }', {}, 'js'],
    ['has no TypeScript and says commonjs, as npm init does', '{ "type": "commonjs" }', {}, 'mjs'],
  ])('where it %s are written in its language, as modules', (_, manifest, files, ending) => {
    expect(paths(scaffold(facts({ manifest, files }), {})).slice(0, 2)).toEqual([
      `perf.config.${ending}`,
      `bench/example.bench.${ending}`,
    ])
  })

  it('are none that it has already', () => {
    const files = {
      '.gitignore': 'dist/\n/.assay\nreports/latest\n',
      '.gitattributes': 'reports/logbook.ndjson merge=union',
    }
    const manifest = '{ "scripts": { "bench": "assay run", "bench:gate": "assay gate" } }'
    const there = { configFile: 'perf.config.js', benchmarks: ['bench/a.bench.js'] }
    const made = scaffold(facts({ manifest, files, ...there }), {})
    expect(made.files).toEqual([])
    expect(made.kept.map(({ what }) => what)).toEqual([
      'perf.config.js',
      'bench/a.bench.js',
      'package.json, script bench',
      'package.json, script bench:gate',
      '.gitignore',
      '.gitattributes',
    ])
  })

  it('leave a script of that name alone, and tell the command in its place', () => {
    const manifest = '{\n  "scripts": {\n    "bench": "vitest bench"\n  }\n}\n'
    const made = scaffold(facts({ manifest }), {})
    const written = made.files.find(({ path }) => path === 'package.json')
    expect(JSON.parse(written!.text)).toEqual({
      scripts: { bench: 'vitest bench', 'bench:gate': 'assay gate' },
    })
    expect(made.kept).toContainEqual({ what: 'package.json, script bench', why: 'is there: vitest bench' })
    expect(commands(made)).toContain('npx assay run')
    expect(commands(made)).toContain('npm run bench:gate')
  })

  it('add lines to files of git that are there, in their own line breaks', () => {
    const files = { '.gitignore': 'dist/\r\n*.tgz', '.gitattributes': '* text=auto\n' }
    const made = scaffold(facts({ files, reports: 'perf/reports' }), {})
    expect(made.files.slice(-2)).toEqual([
      {
        path: '.gitignore',
        text: 'dist/\r\n*.tgz\r\n.assay/\r\nperf/reports/latest/\r\n',
        before: 'dist/\r\n*.tgz',
        added: ['.assay/', 'perf/reports/latest/'],
      },
      {
        path: '.gitattributes',
        text: '* text=auto\nperf/reports/logbook.ndjson merge=union\n',
        before: '* text=auto\n',
        added: ['perf/reports/logbook.ndjson merge=union'],
      },
    ])
  })

  it('ignore what a run replaces, and the dependencies where nothing is ignored yet', () => {
    const ignoring = (more: Parameters<typeof facts>[0]) =>
      scaffold(facts(more), {}).files.find(({ path }) => path === '.gitignore')?.text
    expect(ignoring({})).toBe('node_modules/\n.assay/\nreports/latest/\n')
    expect(ignoring({ reports: 'perf/out' })).toContain('\nperf/out/latest/\n')
    expect(ignoring({ files: { '.gitignore': '' } })).toBe('.assay/\nreports/latest/\n')
    // It would be a pattern there.
    expect(ignoring({ reports: 're*ports' })).toBe('node_modules/\n.assay/\n')
  })

  it('hold no example that the configuration would not find', () => {
    const made = scaffold(facts({ configFile: 'perf.config.mjs', include: ['perf/*.mjs'] }), {})
    expect(paths(made)).toEqual(['package.json', '.gitignore', '.gitattributes'])
    expect(made.kept[1]?.why).toContain("not be found by 'include' in perf.config.mjs")
  })

  /** What a text says that was written as a configuration. */
  const written = (text: string) => {
    const [, given] = /defineConfig\((\{[\s\S]*\})\)/u.exec(text)!
    return configSchema.parse(new Function(`return (${given})`)() as Config)
  }

  it('are a configuration that changes no default', () => {
    const defaults = configSchema.parse({})
    expect(written(configText(defaults.include))).toEqual(defaults)
  })

  it('keep benchmarks that were found where no pattern looks', () => {
    const include = [...configSchema.parse({}).include, "tools/it's.js", 'perf/a.mjs']
    const made = scaffold(facts({ include, benchmarks: ['perf/a.mjs'] }), {})
    expect(written(made.files[0]!.text).include).toEqual(include)
    expect(made.kept[0]).toEqual({ what: 'perf/a.mjs', why: 'is a benchmark to begin with' })
  })
})

describe('what is set up beside', () => {
  it('is refused below the top of a repository, where nobody would read it', () => {
    const below = facts({ repository: { ...repository, prefix: 'packages/a/' } })
    for (const wanted of [{ ci: 'github' }, { ci: 'gitlab' }, { hook: true }] as const) {
      expect(() => scaffold(below, wanted)).toThrow(
        expect.objectContaining({ code: 'not-at-top', message: expect.stringContaining('packages/a/') }),
      )
    }
    expect(paths(scaffold(below, {}))).toHaveLength(5)
  })

  it('is refused with a folder for reports that a shell or YAML would take for something else', () => {
    for (const reports of ['my reports', "it's", '$(date)', 'a/*', 'a: b', './reports', 'reports/', 'a\nb']) {
      for (const wanted of [{ ci: 'github' }, { ci: 'gitlab' }, { hook: true }] as const) {
        expect(() => scaffold(facts({ reports }), wanted)).toThrow(
          expect.objectContaining({ code: 'odd-folder' }),
        )
      }
      expect(paths(scaffold(facts({ reports }), {}))).not.toContain('.gitattributes')
    }
    expect(paths(scaffold(facts({ reports: 'docs/perf-1.0_x' }), { hook: true }))).toHaveLength(6)
  })

  it('may come later: what is there stays', () => {
    const files = { '.github/workflows/assay.yml': 'mine' }
    const made = scaffold(facts({ files }), { ci: 'github', hook: true })
    expect(paths(made).slice(-2)).toEqual(['.github/workflows/assay-comment.yml', '.githooks/pre-push'])
    expect(made.files.at(-1)).toMatchObject({ executable: true })
    expect(made.kept).toEqual([{ what: '.github/workflows/assay.yml', why: 'is there' }])
  })

  it.each([
    [undefined, ['git config core.hooksPath .githooks']],
    ['.githooks', []],
    ['.husky/_', ['.githooks/pre-push "$@"']],
  ])('with core.hooksPath %s is told to git by its people', (hooksPath, told) => {
    const made = scaffold(facts({ repository: { ...repository, hooksPath } }), { hook: true })
    expect(commands(made).slice(3)).toEqual(told)
  })
})

describe('what people read', () => {
  it('is what was written, what was kept, and what comes next', () => {
    const manifest = '{\n  "scripts": {\n    "bench": "vitest\\u001b bench"\n  }\n}\n'
    const files = { '.gitignore': 'dist/\n' }
    const made = scaffold(facts({ manifest, files, lockFile: 'pnpm-lock.yaml' }), {
      ci: 'github',
      hook: true,
    })
    expect(scaffoldText(made)).toBe(`wrote    perf.config.mjs
wrote    bench/example.bench.mjs
added    package.json: script bench:gate
added    .gitignore: .assay/, reports/latest/
wrote    .gitattributes
wrote    .github/workflows/assay.yml
wrote    .github/workflows/assay-comment.yml
wrote    .githooks/pre-push
kept     package.json, script bench (is there: vitest␛ bench)

Next
  Put assay into devDependencies: other machines install what package.json names.
  pnpm exec assay run
      measures bench/example.bench.mjs; put what your package does in the place of what is measured there
  pnpm exec assay baseline update --why "first numbers"
      accepts the numbers, once they are of your code and that is committed; commit baselines/ and reports/
  pnpm run bench:gate
      decides before a release; writes evidence and a certificate to commit
  Commit the two workflows; comments begin once they are on the default branch. For signed certificates add the secret ASSAY_SIGNING_KEY.
  git config core.hooksPath .githooks
      makes git run the hook, in this clone
`)
  })
})
