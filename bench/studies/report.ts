import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { html } from '../../src/core/report/html/html.ts'
import { table } from '../../src/core/report/markdown/syntax.ts'
import { exampleRun, firstRun, hostileRun, runOf } from '../../test/core/report/example-run.ts'
import { explainedRun } from '../../test/core/report/explained-run.ts'
import { runOf as syntheticRun } from '../self/synthetic-run.ts'
import { startBrowser } from './browser.ts'
import { look } from './report/look.ts'
import { use, useWithoutScript } from './report/use.ts'

/**
 * The study of the HTML report: does it look right and work in a real browser? Opens pages in headless Chromium, light and
 * dark, on a desk and on a phone, looks at what is drawn, and uses them by the keyboard. Writes
 * reports/studies/report-pages.md.
 *
 *   npm run study:report            with `chromium` in PATH (Debian's package of that name), or CHROMIUM
 *   PICTURES=folder                 keeps pictures of every page, to be looked at
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const chromium = process.env.CHROMIUM ?? 'chromium'
const pictures = process.env.PICTURES
const benchmarks = 1_000

const { run: explained, attachments } = explainedRun()
const pages = {
  everything: html(explained, attachments),
  'first run': html(firstRun()),
  'nothing measured': html(runOf([], { verdict: 'nothing-measured' })),
  'hostile names': html(hostileRun()),
  [`${benchmarks} benchmarks`]: html(syntheticRun({ benchmarks, history: 20 })),
}

const scratch = mkdtempSync(join(tmpdir(), 'assay-study-'))
const version = execFileSync(chromium, ['--version'], { encoding: 'utf8' }).trim()
const browser = await startBrowser(chromium, join(scratch, 'profile'))
try {
  const places = Object.entries(pages).map(([name, [page]]) => {
    const file = join(scratch, `${name.replaceAll(' ', '-')}.html`)
    writeFileSync(file, page!.text)
    return { name, url: pathToFileURL(file).href, bytes: Buffer.byteLength(page!.text) }
  })
  const looks = []
  for (const place of places) {
    for (const scheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        const tab = await browser.tab()
        const seen = await look(tab, place.url, scheme, width)
        looks.push({ ...place, scheme, width, ...seen })
        if (pictures !== undefined) {
          mkdirSync(pictures, { recursive: true })
          const name = `${place.name.replaceAll(' ', '-')}-${scheme}-${width}.png`
          writeFileSync(join(pictures, name), await tab.screenshot(place.bytes < 1e6 ? 'page' : 'window'))
        }
        await tab.send('Page.close')
      }
    }
  }
  const large = places.find(({ bytes }) => bytes > 1e6)!
  const used = [
    ...(await use(await browser.tab(), large.url, benchmarks)),
    ...(await useWithoutScript(await browser.tab(), places[0]!.url, exampleRun().benchmarks.length)),
  ]
  const wrong = [
    ...looks.flatMap(({ name, scheme, width, wrong }) =>
      wrong.map((what) => `${name}, ${scheme}, ${width} px: ${what}`),
    ),
    ...used.filter(({ held }) => !held).map(({ what, saw }) => `${what}: ${saw}`),
  ]
  const text = pageOf(version, looks, used, wrong)
  writeFileSync(join(root, 'reports/studies/report-pages.md'), text)
  process.stdout.write(text)
  if (wrong.length > 0) process.exitCode = 1
} finally {
  await browser.close()
  rmSync(scratch, { recursive: true, force: true })
}

type Looks = readonly (Awaited<ReturnType<typeof look>> & {
  readonly name: string
  readonly scheme: string
  readonly width: number
  readonly bytes: number
})[]

function pageOf(
  version: string,
  looks: Looks,
  used: Awaited<ReturnType<typeof use>>,
  wrong: readonly string[],
): string {
  const [left, right] = ['left', 'right'] as const
  return `# The HTML report in a real browser

Written by \`npm run study:report\`: reports are rendered and opened from \`file://\` in ${version}, headless, light and dark, 1280 and 360 pixels wide. ${wrong.length === 0 ? 'Nothing was found wrong.' : `Found wrong: ${wrong.join('; ')}.`}

## What is drawn

Texts are those that can be seen, details opened but of the largest page; their contrast is the least of all of them against what is behind them (WCAG 2.2 AA asks for 4.5). Overflow is by how many pixels the page is wider than the window: tables and pictures scroll by themselves. Requests are those beside the page itself. Complaints are errors, exceptions and what the page's policy refused. Foreign are elements, attributes and scripts that this program does not write, which hostile names try to bring in.

${table(
  [
    { title: 'page', side: left },
    { title: 'scheme', side: left },
    { title: 'width', side: right },
    { title: 'size', side: right },
    { title: 'rows', side: right },
    { title: 'texts', side: right },
    { title: 'contrast', side: right },
    { title: 'overflow', side: right },
    { title: 'requests', side: right },
    { title: 'complaints', side: right },
    { title: 'foreign', side: right },
    { title: 'unnamed', side: right },
  ],
  looks.map((one) => [
    one.name,
    one.scheme,
    String(one.width),
    `${Math.round(one.bytes / 1000)} kB`,
    String(one.rows),
    String(one.texts),
    one.contrast.toFixed(1),
    String(one.overflow),
    String(one.requests),
    String(one.complaints),
    String(one.foreign),
    String(one.unnamed),
  ]),
)}

## What it does

${table(
  [
    { title: 'what', side: left },
    { title: 'seen', side: left },
    { title: '', side: left },
  ],
  used.map(({ what, saw, held }) => [what, saw, held ? 'holds' : 'does not hold']),
)}
`
}
