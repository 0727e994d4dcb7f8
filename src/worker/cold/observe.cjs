'use strict'
/**
 * Loaded into a program before its own code (`--require`), to see what it imports: notes when the loader looks for a file, reads
 * and compiles it, and when its body begins and ends. It takes time that is noted, so nothing is timed in this process. What
 * the notes mean is decided in core/kind/cold.
 */
const now = process.hrtime.bigint
const began = now()
const file = process.env.ASSAY_COLD_EVENTS
// What the program starts is not watched.
delete process.env.ASSAY_COLD_EVENTS
const at = process.execArgv.indexOf(__filename)
if (at > 0) process.execArgv.splice(at - 1, 2)

if (file !== undefined) {
  const { registerHooks } = require('node:module')
  const { tracingChannel } = require('node:diagnostics_channel')
  const { isAbsolute } = require('node:path')
  const { pathToFileURL } = require('node:url')
  const { writeFileSync } = require('node:fs')
  // Loaded now, so that it is not part of the first load.
  new TextDecoder()
  const events = []
  const note = (...event) => events.push([Number(now() - began), ...event])
  const isImport = ({ conditions = [] }) => [...conditions].includes('import')
  const textOf = (source) => {
    if (typeof source === 'string') return source
    const whole = ArrayBuffer.isView(source) ? source : new Uint8Array(source)
    return Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString()
  }
  /** Whether a loader of this version runs an imported script with a `require` of its own, which tells nobody. */
  const [major] = process.versions.node.split('.')
  const hasOwnRequire = Number(major) < 24

  const place = Symbol.for('assay.cold')
  const call = 'globalThis[Symbol.for("assay.cold")]'
  Object.defineProperty(globalThis, place, { value: (what, url) => note(what, url) })

  registerHooks({
    resolve(specifier, context, next) {
      note('resolve', context.parentURL ?? null, isImport(context) ? 'import' : 'require')
      let url = null
      try {
        const resolved = next(specifier, context)
        url = resolved.url
        return resolved
      } finally {
        note('resolved', url)
      }
    },
    load(url, context, next) {
      note('load', url)
      let loaded = next(url, context)
      const { format, source } = loaded
      note('loaded', url, source == null ? 0 : (source.byteLength ?? Buffer.byteLength(source)))
      if (source != null && (format === 'module' || format === 'module-typescript')) {
        const text = textOf(source)
        const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
        const body = bare.startsWith('#!') ? `//${bare}` : bare
        const marked = `${call}("body",import.meta.url);${body}\n;${call}("done",import.meta.url)`
        loaded = { ...loaded, source: marked, shortCircuit: true }
      } else if (format === 'commonjs' && hasOwnRequire && isImport(context)) {
        // The translator that runs it by the loader of scripts, as without hooks.
        loaded = { ...loaded, format: 'commonjs-sync', shortCircuit: true }
      }
      // Some versions compile what is imported when this turn of the loader is over.
      if (isImport(context)) queueMicrotask(() => note('turn', url))
      note('compile', url)
      return loaded
    },
  })
  tracingChannel('module.require').subscribe({
    start: ({ id }) => note('require', isAbsolute(id) ? pathToFileURL(id).href : null),
    end: () => note('required'),
  })
  process.once('exit', () => {
    note('exit')
    try {
      writeFileSync(file, JSON.stringify(events))
    } catch {
      // A program that may write nothing ends as it would.
    }
  })
  note('ready')
}
