/**
 * Loads that a source may do while it runs: `import(…)` and `require(…)`, by what they name; `undefined` for one that is
 * computed. It is told from the text, and rather once too often: a text in quotes or a comment after code counts.
 *
 * Note: all comments were left out at first. `'src/**'` begins one, and hid the code up to the next pattern.
 */
export function lateLoads(source: string): (string | undefined)[] {
  // Documentation names types by `import('…')`; a block that begins its line is no part of a path.
  const code = source.replace(/^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gmu, '')
  const made = [...code.matchAll(/([\w$]+)\s*=\s*createRequire\s*\(/gu)].map(([, name]) => name!)
  const names = ['require', ...made].map((name) => name.replaceAll('$', String.raw`\$`)).join('|')
  const call = new RegExp(
    String.raw`(?:(?<![.\w$#])import|(?<![\w$#])(?:${names}))\s*\(\s*(?:'([^'\\]*)'|"([^"\\]*)"|${'`([^`\\\\$]*)`'})?\s*([,)])?`,
    'gu',
  )
  const loads = [...code.matchAll(call)].map(([, one, two, three, end]) =>
    end === undefined ? undefined : (one ?? two ?? three),
  )
  const isHidden = [...code.matchAll(/\bcreateRequire\s*\(/gu)].length > made.length
  const isPassedOn = /(?:[=(,[:]|=>|\breturn)\s*require\s*(?:[;,)\]}]|$)/mu.test(code)
  return isHidden || isPassedOn ? [...loads, undefined] : loads
}
