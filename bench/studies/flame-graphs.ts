import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { code, table } from '../../src/core/report/markdown/syntax.ts'
import { profileReportSchema } from '../../src/model/profile-report.ts'

/**
 * The study of the flame graphs: are those of TypeScript benchmarks drawn, in a real browser? Profiles kernels of this
 * repository, opens every picture in headless Chromium, and counts the frames that have a size on the screen. Writes
 * reports/studies/flame-graphs.md.
 *
 *   npm run study:flame-graphs             with `chromium` in PATH (Debian's package of that name), or CHROMIUM
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = join(root, 'src/cli/main.ts')
const chromium = process.env.CHROMIUM ?? 'chromium'
const filters = ['kernels/sort', 'kernels/text-search']
/** Those of time: what allocates nothing has no frames in the one of allocations. */
const pictures = ['flame.svg', 'flame.html', '0x.html']
const schemes = ['light', 'dark'] as const

/** What is drawn of a picture: frames, or, on a canvas, the share of it that is not empty. */
type Drawn = { readonly frames: number; readonly ofTypeScript: number }

const scratch = mkdtempSync(join(tmpdir(), 'assay-study-'))
try {
  const version = execFileSync(chromium, ['--version'], { encoding: 'utf8' }).trim()
  const project = layOut()
  const stdout = execFileSync(
    process.execPath,
    [main, 'profile', ...filters, '--with', '0x', '--quiet', '--json'],
    { cwd: project, encoding: 'utf8', maxBuffer: 1e9 },
  )
  const { profiles } = profileReportSchema.parse(JSON.parse(stdout))
  const rows = profiles.flatMap(({ id, functions, artifacts }) => {
    const names = functions.filter(({ file }) => file.endsWith('.ts')).map(({ name }) => name)
    return artifacts
      .filter((path) => pictures.some((name) => path.endsWith(`/${name}`)))
      .map((path) => {
        const [light, dark] = schemes.map((scheme) =>
          drawn(join(project, 'reports/latest', path), names, scheme),
        )
        return { id, file: path.slice(path.lastIndexOf('/') + 1), light: light!, dark: dark! }
      })
  })
  const page = pageOf(version, rows)
  writeFileSync(join(root, 'reports/studies/flame-graphs.md'), page)
  process.stdout.write(page)
  if (rows.length === 0 || rows.some(isBlank)) process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** The kernels in a project of their own: the reports of this repository stay as they are. */
function layOut(): string {
  const project = join(scratch, 'project')
  cpSync(join(root, 'bench/kernels'), join(project, 'bench/kernels'), { recursive: true })
  writeFileSync(join(project, 'package.json'), '{ "name": "kernels", "type": "module" }\n')
  mkdirSync(join(project, 'node_modules'))
  symlinkSync(join(root, 'node_modules/0x'), join(project, 'node_modules/0x'))
  symlinkSync(root, join(project, 'node_modules/assay'))
  return project
}

type Row = { readonly id: string; readonly file: string; readonly light: Drawn; readonly dark: Drawn }

function isBlank({ light, dark }: Row): boolean {
  return [light, dark].some(({ frames, ofTypeScript }) => frames === 0 || ofTypeScript === 0)
}

function pageOf(version: string, rows: readonly Row[]): string {
  const left = 'left' as const
  const right = 'right' as const
  return `# Flame graphs of TypeScript, drawn

Written by \`npm run study:flame-graphs\`: benchmarks of this repository, which are TypeScript, are profiled, and every picture is opened in ${version}, headless, 1200 pixels wide. Counted are frames that have a size on the screen, and those of them that carry the name of a function in a \`.ts\` file. What 0x draws is a canvas: of that, the names that its page was given, if anything is drawn on it.

${table(
  [
    { title: 'benchmark', side: left },
    { title: 'picture', side: left },
    { title: 'frames, light', side: right },
    { title: 'of TypeScript', side: right },
    { title: 'frames, dark', side: right },
    { title: 'of TypeScript', side: right },
    { title: '', side: left },
  ],
  rows.map((row) => [
    code(row.id),
    code(row.file),
    String(row.light.frames),
    String(row.light.ofTypeScript),
    String(row.dark.frames),
    String(row.dark.ofTypeScript),
    isBlank(row) ? 'blank' : 'drawn',
  ]),
)}
`
}

/** Opens a copy with a script at its end that counts, and reads what that wrote into the page. */
function drawn(file: string, names: readonly string[], scheme: (typeof schemes)[number]): Drawn {
  const copy = join(scratch, 'page.html')
  if (file.endsWith('.svg')) {
    writeFileSync(copy, `<!doctype html><meta charset="utf-8"><body>${readFileSync(file, 'utf8')}`)
  } else copyFileSync(file, copy)
  // What a page's policy forbids is what the page itself would load; the counting is not part of it.
  const text = readFileSync(copy, 'utf8').replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/u, '')
  const count = `<script>(${counting.toString()})(${JSON.stringify(names).replaceAll('<', '\\u003c')})</script>`
  writeFileSync(copy, `${text}${count}`)
  const shown = execFileSync(
    chromium,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      `--user-data-dir=${join(scratch, 'profile')}`,
      `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`,
      '--window-size=1200,900',
      '--virtual-time-budget=3000',
      '--dump-dom',
      pathToFileURL(copy).href,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e9 },
  )
  const [, frames, ofTypeScript] = /data-drawn="(\d+) (\d+)"/u.exec(shown) ?? []
  if (frames === undefined) throw new Error(`${file}: Chromium did not count its frames`)
  return { frames: Number(frames), ofTypeScript: Number(ofTypeScript) }
}

/** Runs in the browser, as text. */
function counting(names: readonly string[]): void {
  // biome-ignore lint/suspicious/noExplicitAny: the types of a browser are not those of this program.
  const { document, addEventListener, setTimeout } = globalThis as any
  const count = () => {
    const all = [...document.querySelectorAll('.frame')]
    const seen = all.filter((one) => {
      const { width, height } = (one.querySelector('rect') ?? one).getBoundingClientRect()
      return width >= 1 && height >= 1
    })
    const named = seen.filter((one) =>
      names.includes((one.firstChild?.textContent ?? '').split(/ \(|: | {2}/u)[0]),
    )
    let [frames, ofTypeScript] = [seen.length, named.length]
    for (const canvas of document.querySelectorAll('canvas')) {
      const { width, height } = canvas
      if (width === 0 || height === 0) continue
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
      let pixels = 0
      for (let at = 3; at < data.length; at += 4) if (data[at] > 0) pixels++
      if (pixels === 0) continue
      frames++
      ofTypeScript += names.filter((name) => document.documentElement.innerHTML.includes(name)).length
    }
    document.documentElement.setAttribute('data-drawn', `${frames} ${ofTypeScript}`)
  }
  addEventListener('load', () => setTimeout(count, 1000))
}
