import type { Feature, Library } from './libraries.ts'
import type { Recorded } from './record.ts'

export type Row = { readonly feature: Feature; readonly isSame: boolean }

const tellers: Readonly<Record<NonNullable<Feature['differs']>['told'], string>> = {
  'other-library': 'the finding [`other-library`](findings.md#other-library)',
  'words-ignored': 'the finding [`words-ignored`](findings.md#words-ignored)',
  'the failure of the benchmark': 'the failure of the benchmark',
}

/** The page of what was compared; it says of each library where its calls come from. */
export function conformancePage(
  tables: readonly {
    readonly library: Library
    readonly recorded: Recorded | undefined
    readonly rows: readonly Row[]
  }[],
): string {
  const sections = tables.map(({ library, recorded, rows }) => {
    const source = recorded
      ? `The library's calls were recorded: version ${recorded.version}, on ${recorded.date}.`
      : 'The library runs in the test, as it is installed there.'
    const lines = rows.map(({ feature: { what, differs }, isSame }) => {
      const note = isSame || !differs ? '' : `${differs.how}; told by ${tellers[differs.told]}`
      return `| ${what} | ${isSame ? 'yes' : '**differs**'} | ${note} |`
    })
    return `## ${library.title}\n\n${source}\n\n| feature | same calls | note |\n| :-- | :-- | :-- |\n${lines.join('\n')}\n`
  })
  return `# Calls of other libraries, and Assay's

A test makes this page. The same file runs once by the library, and once in forks of Assay. The test compares what is called: which function, with which \`this\` and arguments, and which hooks, in which order. How often a function is called differs by nature, so what is repeated counts once. Libraries that are not installed in this repository, or take long, were recorded once. Each section says which.

\`npm run conformance\` compares and writes this page. \`npm run conformance:record\` records again.

${sections.join('\n')}`
}
