/** What a configuration of Vitest may say that changes nothing about what a benchmark file does in plain Node. */
const harmless = new Set(
  `export default module exports defineConfig defineProject mergeConfig test benchmark include exclude includeSource
  reporters reporter outputFile outputJson testTimeout hookTimeout teardownTimeout globals watch passWithNoTests name silent
  retry bail pool isolate maxWorkers minWorkers maxConcurrency fileParallelism coverage enabled provider thresholds lines
  functions branches statements all clean typecheck true false const as satisfies`.split(/\s+/u),
)

/** What may be imported for that. */
const harmlessImport = /^\s*import\s*(?:type\s*)?\{[^}]*\}\s*from\s*(['"])(?:vitest\/config|vite)\1;?/gmu

/**
 * Whether nothing in the text of a configuration changes what a benchmark file does: no alias, plugin, environment, file that is
 * loaded first, or anything else that plain Node does not know. Told from its words, and rather once too seldom.
 */
export function isPlainVitestConfig(text: string): boolean {
  const code = text
    .replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gmu, '')
    .replaceAll(harmlessImport, '')
    .replaceAll(/\benvironment\s*:\s*(['"])node\1/gu, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/gu, '')
  if (/`|\.\.\./u.test(code)) return false
  const words = code.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []
  return words.every((word) => harmless.has(word))
}

/** The configuration that a script of package.json gives to Vitest; `undefined` where none does. */
export function scriptedVitestConfig(scripts: Readonly<Record<string, unknown>>): string | undefined {
  const told = Object.entries(scripts).flatMap(([name, script]) => {
    const [, config] =
      /\bvitest\b[^&|;]*?\s(?:--config|-c)[= ]\s*['"]?([^\s'"&|;]+)/u.exec(String(script)) ?? []
    const isOfBenchmarks = /bench|perf/u.test(name) || /\bvitest\s+bench\b/u.test(String(script))
    return config !== undefined && isOfBenchmarks ? [config] : []
  })
  return told[0]
}
