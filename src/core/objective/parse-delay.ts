/** Factors of the durations of Go, in ns. */
const scales: Readonly<Record<string, number>> = {
  h: 3600e9,
  m: 60e9,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  ns: 1,
}

/** Reads a delay as k6 has it, ns: `'1m30s'`, or a number of milliseconds. `undefined` where it is none. */
export function parseDelay(given: string | number): number | undefined {
  if (typeof given === 'number') return given >= 0 && Number.isFinite(given) ? given * 1e6 : undefined
  const text = given.replaceAll(/\s/gu, '')
  if (text.length > 40 || !/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/u.test(text)) return undefined
  const parts = text.matchAll(/([\d.]+)([a-zµ]+)/gu)
  return [...parts].reduce((sum, [, number, unit]) => sum + Number(number) * scales[unit!]!, 0)
}
