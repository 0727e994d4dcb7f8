'use strict'
/**
 * Loaded into a program before its own code (`--require`), and nothing else: notes when its first line runs, when all of it is
 * loaded, and when it ends. CommonJS, since an ECMAScript module would start another loader first. What it costs itself is
 * noted, too.
 */
const now = process.hrtime.bigint
const began = now()
const file = process.env.ASSAY_COLD_MARKS
// What the program starts is not measured.
delete process.env.ASSAY_COLD_MARKS
const at = process.execArgv.indexOf(__filename)
if (at > 0) process.execArgv.splice(at - 1, 2)

if (file !== undefined) {
  const Module = require('node:module')
  const { writeFileSync } = require('node:fs')
  const call = 'globalThis[Symbol.for("assay.cold")]'
  const marks = {}
  let own = 0n
  const mark = (name) => {
    marks[name] ??= now()
  }
  Object.defineProperty(globalThis, Symbol.for('assay.cold'), { value: mark })

  /** Whether a script begins with `'use strict'`, which must stay its first statement. */
  const isStrict = (text) => {
    const before = /\s+|\/\/.*|\/\*[\s\S]*?\*\/|#!.*|;/uy
    const directive = /'([^'\n]*)'|"([^"\n]*)"/uy
    for (let at = 0; ; ) {
      before.lastIndex = directive.lastIndex = at
      const told = directive.exec(text)
      if (told && (told[1] ?? told[2]) === 'use strict') return true
      if (!told && !before.test(text)) return false
      at = told ? directive.lastIndex : before.lastIndex
    }
  }
  const asScript = (text) => `${isStrict(text) ? '"use strict";' : ''}${call}("firstLine");`
  // The first import is evaluated first, when everything has been read and linked.
  const first = `import ${JSON.stringify(`data:text/javascript,${call}("firstLine")`)};`

  const textOf = (source) => {
    if (typeof source === 'string') return source
    const whole = ArrayBuffer.isView(source) ? source : new Uint8Array(source)
    return Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString()
  }

  let entry
  const hooks = () => {
    const registered = Module.registerHooks({
      load(url, context, next) {
        const loaded = next(url, context)
        // A file whose format is not known is read as a script first, and a second time where it is a module.
        if (entry !== undefined && entry !== url) {
          registered.deregister()
          return loaded
        }
        entry = url
        const { format, source } = loaded
        if (format != null) registered.deregister()
        if (source == null) return loaded
        const text = textOf(source)
        const from = now()
        const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
        const rest = bare.startsWith('#!') ? `//${bare}` : bare
        const isModule = format === 'module' || format === 'module-typescript'
        const isScript = format == null || format.startsWith('commonjs')
        if (!isModule && !isScript) return loaded
        const marked = isModule ? `${first}${rest}\n;${call}("loaded")` : asScript(bare) + rest
        own += now() - from
        return { ...loaded, source: marked, shortCircuit: true }
      },
    })
  }

  const { runMain } = Module
  Module.runMain = function (...given) {
    Module.runMain = runMain
    hooks()
    mark('ready')
    const result = Reflect.apply(runMain, this, given)
    // A script has been run by now; a module has not even been read.
    if (marks.firstLine !== undefined) mark('loaded')
    return result
  }
  process.once('exit', () => {
    mark('exit')
    const told = Object.entries({ ...marks, began, own }).map(([name, value]) => `${name}=${value}`)
    try {
      writeFileSync(file, told.join(' '))
    } catch {
      // A program that may write nothing ends as it would.
    }
  })
  own += now() - began
  marks.preloaded = now()
}
