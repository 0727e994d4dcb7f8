import { expect, test } from 'vitest'
import { compareEnvironments } from '../../../../src/core/machine/environment-difference.ts'
import { environmentSection } from '../../../../src/core/report/blocks/environment-section.ts'
import { html } from '../../../../src/core/report/html/html.ts'
import { json } from '../../../../src/core/report/machine/json.ts'
import { comment, summary } from '../../../../src/core/report/markdown/digest.ts'
import { markdown } from '../../../../src/core/report/markdown/markdown.ts'
import { terminal } from '../../../../src/core/report/terminal/terminal.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import type { EnvironmentChange, EnvironmentRecord } from '../../../../src/model/environment-record.ts'
import { type Run, runSchema } from '../../../../src/model/run.ts'
import { hostileNames, passingRun } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { written } from '../written.ts'

const then: EnvironmentRecord = {
  facts: { kernel: '6.8.0-31-generic', microcode: '0x2b000603', node: '24.19.0', governor: 'performance' },
  mitigations: { spectre_v2: 'Mitigation: Enhanced IBRS' },
  packages: { lock: 'a', runtime: { zod: '4.1.0' }, development: { vitest: '5.1.0' } },
}
const now: EnvironmentRecord = {
  facts: { kernel: '6.11.0-9-generic', microcode: '0x2b000620', node: '24.21.0', governor: 'powersave' },
  mitigations: { spectre_v2: 'Mitigation: Enhanced IBRS', tsa: 'Vulnerable: No microcode' },
  packages: { lock: 'b', runtime: { zod: '4.2.0' }, development: { vitest: '5.1.1' } },
}
const changes: EnvironmentChange[] = [
  {
    sessions: ['20261111_081500_1a2b3c4', '20261112_081500_1a2b3c4'],
    date: '2026-11-12T08:15:00.000Z',
    differences: compareEnvironments(then, now),
  },
  {
    class: 'x64-xeon-2c-node24',
    sessions: ['20261001_081500_1a2b3c4'],
    date: '2026-10-01T08:15:00.000Z',
    differences: compareEnvironments({ facts: { cpu: 'Xeon' } }, { facts: { cpu: 'EPYC' } }),
  },
]
const changed = (own = changes): Run => ({ ...passingRun(), environmentChanges: own })

test('what differs stands in the report, a table for each environment, as in test/golden/environment', () => {
  expectGolden('environment/section.md', `${written(changed(), environmentSection)}\n`)
  expect(markdown(changed())[0]!.text).toContain(written(changed(), environmentSection))
})

test('it stands in the page, in the comment and in the summary, too', () => {
  const [page] = html(changed())
  expect(page!.text).toContain('<h2 id="environment-title">What differs from the recorded environment</h2>')
  expect(page!.text).toContain('6.11.0-9-generic')
  expect(comment(changed())[0]!.text).toContain('What differs from the recorded environment')
  expect(summary(changed())[0]!.text).toContain('Differs: frequency governor')
})

test('it stands in the Run document, which is read back as it was', () => {
  const text = json(changed())[0]!.text
  expect(runSchema.parse(JSON.parse(text)).environmentChanges).toEqual(changes)
})

test.each([40, 80, 120])(
  'at %i columns a terminal tells it in at most four lines, none too wide',
  (width) => {
    const text = terminal(changed(), { color: false, width })
    expectGolden(`environment/terminal-${width}.txt`, text)
    expect(text.split('\n').every((line) => displayWidth(line) <= width)).toBe(true)
  },
)

test('where nothing differs, nothing is said', () => {
  const run = passingRun()
  expect(written(run, environmentSection)).toBe('')
  const all = [
    markdown(run)[0]!.text,
    html(run)[0]!.text,
    comment(run)[0]!.text,
    terminal(run, { color: false, width: 80 }),
  ]
  for (const text of all) expect(text).not.toMatch(/differs/iu)
})

test('a file that somebody has written by hand can say nothing but text', () => {
  for (const name of Object.values(hostileNames)) {
    const difference = { fact: name, what: name, before: name, now: name, why: name, source: name }
    const run = changed([
      { class: name, sessions: [name], date: '2026-11-12T08:15:00.000Z', differences: [difference] },
    ])
    const texts = [markdown(run)[0]!.text, html(run)[0]!.text, comment(run)[0]!.text]
    expect(html(run)[0]!.text).not.toContain(hostileNames.markup)
    for (const text of [...texts, terminal(run, { color: false, width: 80 })])
      expect([...text].filter((one) => one !== '\n' && (one < ' ' || /[\u202e\u2066]/u.test(one)))).toEqual(
        [],
      )
  }
})
