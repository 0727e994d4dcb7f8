/**
 * Loads that a source may do while it runs: `import(…)` and `require(…)`, by what they name; `undefined` for one that is
 * computed. It is told from the text, and rather once too often: a text in quotes or a comment after code counts.
 *
 * Note: all comments were left out at first. `'src/**'` begins one, and hid the code up to the next pattern.
 */
export function lateLoads(source: string): (string | undefined)[] {
  // Documentation names types by `import('…')`; a block that begins its line is no part of a path.
  const code = source.replace(/^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gmu, '')
  const makers = ['createRequire', ...aliasesOf(code)]
  const maker = `(?:${anyOf(makers)})`
  const madeBy = new RegExp(String.raw`([\w$]+)\s*=\s*(?:[\w$]+\.)*${maker}\s*\(`, 'gu')
  const made = [...code.matchAll(madeBy)].map(([, name]) => name!)
  const call = new RegExp(
    String.raw`(?:(?<![.\w$#])import|(?<![\w$#])(?:${anyOf(['require', ...made])}))\s*(?:\?\.\s*)?\(\s*(?:'([^'\\]*)'|"([^"\\]*)"|${'`([^`\\\\$]*)`'})?\s*([,)])?`,
    'gu',
  )
  const loads = [...code.matchAll(call)].map(([, one, two, three, end]) =>
    end === undefined ? undefined : (one ?? two ?? three),
  )
  // Whatever else is done with what makes functions to load with: it is passed on, or called at once.
  const named = count(code, String.raw`(?<![\w$])${maker}(?![\w$]|\s+['"])`)
  const listed = count(code, String.raw`[{,]\s*${maker}\s*(?=[,}])`)
  const isHidden = named > made.length + listed + 2 * (makers.length - 1)
  const isPassedOn =
    /(?:[=(,[:?|&]|=>|\breturn)\s*require\s*(?:[;,)\]}:|&]|\?(?!\.)|$)|(?<![\w$#])require\s*(?:\?\.|\.)\s*(?:call|apply|bind)\b/mu.test(
      code,
    )
  return isHidden || isPassedOn ? [...loads, undefined] : loads
}

/** Other names of `createRequire`, as an import or a pattern gives them. */
function aliasesOf(code: string): string[] {
  return [...code.matchAll(/\bcreateRequire\s*(?:\bas\s+|:\s*)([\w$]+)/gu)].map(([, name]) => name!)
}

function anyOf(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('$', String.raw`\$`)).join('|')
}

function count(code: string, pattern: string): number {
  return [...code.matchAll(new RegExp(pattern, 'gu'))].length
}
