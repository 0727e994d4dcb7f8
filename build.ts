import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type InputOptions, type OutputOptions, type Plugin, rolldown } from 'rolldown'

const root = fileURLToPath(new URL('.', import.meta.url))
const program = join(root, 'src', 'cli', 'cli.ts')
/** What is compiled for the package. */
const published = 'tsconfig.build.json'

/**
 * Builds the package into `folder`, which is emptied first. The command line is one file, with the packages that it uses:
 * finding and linking 600 modules costs a command more than most of what it does. The programs that measure and examine
 * are a few files, since one of them is started for every fork. What benchmark files import, and the other programs, stay one
 * file a module: what lists them shares more than the registry with them.
 *
 * Note: files that run by themselves are found from one folder below the top (`host/own-file.ts`), as `cli/` is.
 */
async function build(folder: string, project = published): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  // What programs import is put together below; of its modules only the types are needed.
  for (const one of project === published ? [project, 'tsconfig.node.json'] : [project])
    execFileSync(process.execPath, [compiler, '-p', one, '--outDir', folder, '--singleThreaded'], {
      cwd: root,
      stdio: 'inherit',
    })
  const cli = join(folder, 'cli')
  // What looks at the version of Node and hears signals comes first, alone: the program takes time to load.
  await bundle(
    { input: join(root, 'src', 'cli', 'main.ts'), external: program },
    { dir: cli, paths: { [program]: './cli.js' } },
  )
  const modules = await bundle(
    {
      input: { cli: 'all-faces' },
      plugins: [allFaces, { name: 'ask-for-builtins', renderChunk: askForBuiltins }],
    },
    // Names stay, so that a bug's stack can be read; white space is a fifth of it.
    {
      dir: cli,
      codeSplitting: false,
      comments: false,
      minify: { ...whole, codegen: { removeWhitespace: true } },
    },
  )
  writeFileSync(join(cli, 'LICENSES.txt'), licensesOf(modules, 'cli.js'))
  // For programs, and for tests of extensions.
  for (const { file, names, ask } of faces) {
    mkdirSync(join(folder, file))
    const text = `import { ${ask} } from '../cli/cli.js'\nexport const { ${names.join(', ')} } = ${ask}()\n`
    writeFileSync(join(folder, file, `${file}.js`), text)
  }
  // What other interpreters run, or Node before anything else: no compiler is needed for these.
  for (const file of asTheyAre) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    copyFileSync(join(root, 'src', file), join(folder, file))
  }
  await bundleWorkers(join(folder, 'worker'), join(folder, 'api', 'registry.js'))
  if (project === published) removeUnreached(folder)
}

const whole = { compress: false, mangle: false } as const

/** What is run by itself, or imported by others than this package; what benchmark files of other libraries get is found by name. */
const begins = [
  ...[
    'index.js',
    'vitest.js',
    'node/node.js',
    'extend/extend.js',
    'cli/main.js',
    'host/environment/probe.js',
  ],
  ...['measure', 'examine', 'load', 'extend', 'alone', 'controls', 'generate', 'serve-vitest'].map(
    (name) => `worker/${name}.js`,
  ),
]

/** What others import the types of. */
const typed = ['index.d.ts', 'vitest.d.ts', 'node.d.ts', 'extend.d.ts']

/** Removes modules that nothing of the package imports any more, since they are part of a file that was put together; and types that nobody sees. */
function removeUnreached(folder: string): void {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(slashed)
  const modules = all.filter((path) => path.endsWith('.js'))
  const isBegin = (path: string) => begins.includes(path) || path.startsWith('worker/dialect/')
  keepReached(folder, modules, modules.filter(isBegin), '.js')
  const types = all.filter((path) => path.endsWith('.d.ts'))
  keepReached(folder, types, typed, '.d.ts')
}

function keepReached(folder: string, all: readonly string[], from: readonly string[], ending: string): void {
  const reached = new Set(from)
  for (const path of reached) {
    const text = readFileSync(join(folder, path), 'utf8')
    for (const [, name = ''] of text.matchAll(
      /(?:\bfrom ?|\bimport ?|\bimport\()["'`](\.[^"'`]+)\.[jt]s["'`]/gu,
    ))
      reached.add(slashed(join(dirname(path), `${name}${ending}`)))
  }
  for (const path of all) if (!reached.has(path)) rmSync(join(folder, path))
}

/** Programs that are copied: supervisors of commands, and what cold starts and services load first. */
const asTheyAre = [
  ...['worker/cold/marks.cjs', 'worker/cold/observe.cjs', 'worker/soak/readings.cjs'],
  ...['worker/supervise/supervise.pl', 'worker/supervise/supervise.py'],
]

/** What others than the command line import, and under which name its bundle has that. */
const faces = [
  { file: 'node', names: ['AssayError', 'compare', 'list', 'run'], ask: 'forPrograms' },
  { file: 'extend', names: ['testCollector', 'testKind', 'testRenderer'], ask: 'forExtensions' },
] as const

/** What the command line and its other faces load is the same, once; what only those want begins when it is asked for. */
const allFaces: Plugin = {
  name: 'all-faces',
  resolveId: (id) => (id === 'all-faces' ? id : undefined),
  load: (id) =>
    id === 'all-faces'
      ? [
          `export { main } from ${JSON.stringify(program)}`,
          ...faces.map(
            ({ file, ask }) =>
              `export const ${ask} = () => require(${JSON.stringify(join(root, 'src', `${file}.ts`))})`,
          ),
        ].join('\n')
      : undefined,
}

/** The benchmarks register in `registry`, which the programs share with them. */
async function bundleWorkers(worker: string, registry: string): Promise<void> {
  // Few files want Deno, or their own Vitest, and what they get has parts in common with the programs.
  const late = Object.fromEntries(
    ['dialect/deno.js', 'vitest/run-in-vitest.js'].map((path) => [join(worker, path), `./${path}`]),
  )
  const input = { external: [registry, ...Object.keys(late)], plugins: [standInOneFile(worker)] }
  const output = { dir: worker, comments: false, paths: { [registry]: '../api/registry.js', ...late } }
  const modules = await bundle({ ...input, input: join(worker, 'measure.js') }, output)
  // By themselves, so that a fork that measures loads one file.
  const others = await bundle(
    {
      ...input,
      input: join(worker, 'examine.js'),
      preserveEntrySignatures: 'allow-extension',
    },
    {
      ...output,
      chunkFileNames: 'part-[name].js',
      // Traces know their own functions by the name of their file.
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: 'trace', test: /[\\/]worker[\\/]trace[\\/]/u }],
      },
    },
  )
  // With what speaks HTTP, which no other program loads.
  const sender = await bundle(
    { ...input, input: join(worker, 'generate.js'), plugins: [...input.plugins, onlyPool] },
    { ...output, minify: true },
  )
  const all = [...modules, ...others, ...sender]
  writeFileSync(join(worker, 'LICENSES.txt'), licensesOf(all, 'programs in this folder'))
}

/** Of undici the part that is used: all of it has a megabyte. */
const onlyPool: Plugin = {
  name: 'only-pool',
  resolveId: (id) => (id === 'undici' ? id : undefined),
  load: (id) =>
    id === 'undici' ? "export { default as Pool } from 'undici/lib/dispatcher/pool.js'" : undefined,
}

/**
 * Before modules are put together: each asks for Node's own when it begins, which is late for those that are loaded late, and
 * has the address of its own place.
 */
function standInOneFile(folder: string): Plugin {
  return {
    name: 'stand-in-one-file',
    transform(code, path) {
      if (path.includes('node_modules')) return undefined
      const place = JSON.stringify(slashed(relative(folder, path)))
      return askForBuiltins(code).replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`)
    },
  }
}

/**
 * Builds it into `dist` of another folder, so that whoever uses this one's meanwhile keeps it, beside the manifest that it
 * reads its version from. Returns the path of the command.
 */
export async function buildInto(folder: string, project?: string): Promise<string> {
  await build(join(folder, 'dist'), project)
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  return join(folder, 'dist', 'cli', 'main.js')
}

/**
 * Asks for Node's own modules where a program would import them: an import reads every export, and so loads what stands
 * behind those that Node loads late (`fs.promises`, `crypto.webcrypto`, `util.parseArgs`). That is a twentieth of a start.
 */
function askForBuiltins(code: string): string {
  return code.replaceAll(
    /^import (?:(?:\* as )?([\w$]+))?(?:, )?(?:\{([^}]*)\})? from ["'](node:[^"']+)["'];$/gmu,
    (_, whole: string | undefined, names: string | undefined, name: string) => {
      const targets = [whole, names && `{${names.replaceAll(' as ', ': ')}}`].filter(
        (one) => one !== undefined,
      )
      return targets.map((target) => `const ${target} = process.getBuiltinModule("${name}");`).join(' ')
    },
  )
}

/** Returns the paths of the modules that it put together. */
async function bundle(input: InputOptions, output: OutputOptions): Promise<string[]> {
  const made = await rolldown({ ...input, platform: 'node', checks: { ineffectiveDynamicImport: false } })
  try {
    const names = { entryFileNames: '[name].js', chunkFileNames: '[name].js' }
    const { output: files } = await made.write({ ...names, ...output, format: 'esm' })
    return files.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  } finally {
    await made.close()
  }
}

/** What the licences of packages ask of whoever hands copies on. */
function licensesOf(modules: readonly string[], file: string): string {
  const folders = modules.flatMap(
    (path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(slashed(path)) ?? [],
  )
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Record<string, string>
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/iu.test(entry))
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
    return `${name} ${version} (${license})\n\n${text}\n`
  })
  return `Packages that are part of ${file}, and their licences.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/')
}

if (import.meta.main) await build(join(root, 'dist'))
