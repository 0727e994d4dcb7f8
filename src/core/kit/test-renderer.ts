import { type OwnFile, type OwnRenderer, ownFilesSchema } from '../../model/extension.ts'
import type { Run } from '../../model/run.ts'
import { refuseProblems, wordsOf } from './problems.ts'
import { hostile, sampleRuns } from './sample-runs.ts'

/**
 * Asks a renderer for everything that Assay asks of its own: files with texts for every run, the same ones each time, and
 * no text of others that becomes markup, a table's cell, a line or a terminal's command.
 *
 * @throws Error that names what is wrong
 */
export async function testRenderer(renderer: OwnRenderer): Promise<void> {
  const problems: string[] = []
  for (const [about, run] of Object.entries(sampleRuns()))
    problems.push(...(await problemsWith(renderer, run)).map((problem) => `${about}: ${problem}`))
  refuseProblems('renderer', problems)
}

async function problemsWith(renderer: OwnRenderer, run: Run): Promise<string[]> {
  const before = JSON.stringify(run)
  const render = async () => ownFilesSchema.safeParse(await renderer(run, []))
  try {
    const { data: files, error } = await render()
    if (error) return error.issues.map(({ path, message }) => [...path, message].join(': '))
    if (files.length === 0) return ['it returned no file']
    if (JSON.stringify(run) !== before) return ['it changes the run']
    const isSame = JSON.stringify((await render()).data) === JSON.stringify(files)
    return [
      ...(isSame ? [] : ['the same run gives other files the second time']),
      ...files.flatMap((file) => unescaped(file).map((problem) => `${file.path}: ${problem}`)),
    ]
  } catch (error) {
    return [`it threw ${wordsOf(error)}`]
  }
}

/** What of a text is told as it came in, by what the ending of its file says that it is. */
function unescaped({ path, text }: OwnFile): string[] {
  const [, ending = ''] = /\.(\w+)$/u.exec(path.toLowerCase()) ?? []
  const isMarkdown = ['md', 'markdown'].includes(ending)
  const isMarkup = isMarkdown || ['html', 'htm', 'xml', 'svg'].includes(ending)
  // Code is shown as it is, but for the pipes in a table.
  const prose = isMarkdown ? text.replaceAll(/^(`{3,})[\s\S]*?^\1/gmu, '') : text
  const cells = isMarkdown ? (prose.match(/^\|.*$/gmu) ?? []) : []
  // A quoted cell may have several lines.
  const hasLines = ending !== 'csv'
  return [
    ...(isMarkup && prose.replaceAll(/`[^`\n]*`/gu, '').includes(hostile.markup)
      ? ['a name with < becomes markup']
      : []),
    ...(cells.some((row) => row.includes(hostile.pipe)) ? ['a name with | becomes a cell of a table'] : []),
    ...(hasLines && new RegExp(`^\\s*${hostile.line}`, 'mu').test(text)
      ? ['a name with a newline becomes a line']
      : []),
    ...(/(?![\t\n\r])\p{Cc}/u.test(text) ? ['it repeats control characters'] : []),
    ...(ending === 'json' && !isJson(text) ? ['it is no JSON'] : []),
  ]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
