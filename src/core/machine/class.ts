import { type RuntimeIdentity, significantVersion } from '../../model/runtime.ts'
import { fnv } from '../identity/fnv.ts'

/** What decides whether numbers of two machines may be compared. Nothing that changes from minute to minute. */
export type MachineParts = {
  platform: string
  arch: string
  /** The CPU's name, with or without marks and frequency. */
  cpu: string
  /** CPUs that the process may use, may be fractional. */
  availableCpus: number
  /** `24.21.0` or `v24.21.0`: only the major version counts. */
  node: string
  /** What benchmarks run on, where it is not that Node. */
  measured?: readonly RuntimeIdentity[] | undefined
  /** Flags that reach the measured process, as written. */
  flags: readonly string[]
}

/** Flags of Node and V8 that change neither which code runs nor how fast. All others make a class of their own. */
const harmlessFlags: ReadonlySet<string> = new Set([
  // What is written or printed.
  ...['--warnings', '--disable-warning', '--trace-warnings', '--redirect-warnings', '--title'],
  ...['--deprecation', '--pending-deprecation', '--trace-deprecation', '--throw-deprecation'],
  ...['--trace-uncaught', '--trace-exit', '--unhandled-rejections', '--enable-source-maps'],
  // What the process is given; forks are not given the same script.
  ...['--env-file', '--env-file-if-exists', '--eval', '--print', '--check', '--test', '--watch'],
  // Which syntax and modules are understood.
  ...['--strip-types', '--experimental-strip-types', '--experimental-transform-types'],
  ...['--experimental-detect-module', '--experimental-require-module', '--experimental-sqlite'],
  ...['--experimental-websocket', '--experimental-eventsource', '--experimental-webstorage'],
  ...['--expose-gc', '--allow-natives-syntax'],
  // Network and trust.
  ...['--dns-result-order', '--use-system-ca', '--use-openssl-ca', '--use-bundled-ca', '--use-env-proxy'],
])

const aliases: Readonly<Record<string, string>> = {
  '-r': '--require',
  '-C': '--conditions',
  '-e': '--eval',
  '-p': '--print',
  '-pe': '--print',
  '-c': '--check',
}

/** Words in a CPU's name that say nothing about how fast it is, or say it again. */
const noise: readonly RegExp[] = [
  /@.*$/su,
  /\b(?:with|w\/)\s+radeon.*$/giu,
  /\b\d+(?:st|nd|rd|th) gen\b/giu,
  /\b(?:\d+|dual|triple|quad|six|eight|twelve|sixteen)-cores?\b/giu,
  /\b\d+(?:\.\d+)?\s*[gm]hz\b/giu,
  /\b(?:intel|amd|arm|aws|cpu|processor)\b/giu,
]

/** Lengths that keep the whole below a hundred characters. */
const longest = { platform: 8, arch: 8, cpu: 48, all: 100 } as const

/**
 * The key of machines whose numbers may be compared: `linux-x64-xeon-platinum-8481c-2cpu-node24`, and the parts
 * that it is made of, by name. Always matches `/^[a-z0-9][a-z0-9.-]*$/`, at most 100 characters.
 *
 * Note: whether the machine is virtual is left out. A cloud's machines differ by CPU and count already, and a
 * reading that is not equally reliable everywhere would split one machine into two classes.
 */
export function machineClass(machine: MachineParts): { class: string; parts: Record<string, string> } {
  const flags = engineFlags(machine.flags)
  const parts = {
    platform: slug(machine.platform, longest.platform),
    arch: slug(machine.arch, longest.arch),
    cpu: slug(cpuWords(machine.cpu), longest.cpu),
    cpus: String(countCpus(machine.availableCpus)),
    ...runtimeParts(machine),
    ...(flags.length > 0 && { flags: flags.join(' ') }),
  }
  const slugs = [parts.platform, parts.arch, parts.cpu, `${parts.cpus}cpu`].join('-')
  const marks = flags.slice(0, 1).map(() => `flags-${fnv(flags.join(' '))}`)
  const room = longest.all - [slugs, '', ...marks].join('-').length
  return { class: [slugs, runtimeSlug(machine, room), ...marks].join('-'), parts }
}

/** A run on several is of a class of its own: its numbers were taken by turns with those of the others. */
function runtimeSlug({ node, measured }: MachineParts, room: number): string {
  if (measured === undefined) return `node${majorOf(node)}`
  const names = measured.map((one) => `${one.name}${significantVersion(one)}`)
  // In whatever order they were asked for.
  return slug(names.sort().join('-'), room)
}

function runtimeParts({ node, measured }: MachineParts): Record<string, string> {
  if (measured === undefined) return { node: majorOf(node) }
  const versions = (name: string) =>
    measured
      .filter((one) => one.name === name)
      .map(significantVersion)
      .sort()
  return Object.fromEntries(
    [...new Set(measured.map(({ name }) => name))].map((name) => [name, versions(name).join(' ')]),
  )
}

function majorOf(version: string): string {
  return /^v?(\d{1,4})/u.exec(version)?.[1] ?? '0'
}

/**
 * The flags that may change how fast code runs, or which code: normalised, sorted, each once.
 * A value given as a word of its own is joined to its flag (`--require x` → `--require=x`), and underscores,
 * which V8 takes for hyphens, become hyphens.
 */
export function engineFlags(flags: readonly string[]): string[] {
  const joined: string[] = []
  for (const flag of flags) {
    if (flag.startsWith('-')) joined.push(flag)
    else if (joined.length > 0) joined.push(`${joined.pop()}=${flag}`)
  }
  const normal = joined.map((flag) => {
    const [name = '', ...value] = flag.split('=')
    return [aliases[name] ?? name.replaceAll('_', '-'), ...value].join('=')
  })
  return [...new Set(normal)].filter((flag) => !harmlessFlags.has(positiveName(flag))).sort()
}

/** `--no-warnings` → `--warnings`, `--title=x` → `--title`. */
function positiveName(flag: string): string {
  return (flag.split('=')[0] ?? '').replace(/^--no-/u, '--')
}

/** The words of a CPU's name that tell it apart; a name that is all noise is kept as it is. */
function cpuWords(model: string): string {
  const unmarked = model.replace(/\((?:r|tm|c)\)|[®™©]/giu, '')
  const words = noise.reduce((text, pattern) => text.replace(pattern, ' '), unmarked)
  const rest = /[\p{L}\p{N}]/u.test(words) ? words : model
  return /[\p{L}\p{N}]/u.test(rest) ? rest : 'unknown'
}

/** To one decimal, at least 0.1: half a CPU is another machine than one. */
function countCpus(count: number): number {
  return Number.isFinite(count) ? Math.min(9999, Math.max(0.1, Math.round(count * 10) / 10)) : 1
}

/** Lower-case words of letters and digits; what that or the length would lose is replaced by a hash. */
function slug(text: string, length: number): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  const words = plain.replace(/[^a-z0-9.]+/gu, '-').replace(/^[-.]+|[-.]+$/gu, '')
  const lost = /[^\p{ASCII}]/u.test(plain)
  if (!lost && words.length <= length && words !== '') return words
  const digest = fnv(plain)
  const kept = words.slice(0, Math.max(0, length - digest.length - 1)).replace(/[-.]+$/u, '')
  return kept === '' ? digest.slice(0, length) : `${kept}-${digest}`
}
