#!/usr/bin/env node
// Nothing is imported before the version is known to be new enough: older ones fail while linking.
const needed = [22, 18] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `assay needs Node ${needed.join('.')} or newer; this is ${process.versions.node}.\n` +
      'Update Node, or add it to the project: npm i -D node@24 (npm scripts and npx then run on it).\n',
  )
  process.exitCode = 2
} else {
  // Before anything that takes time to load: whoever stops a command that has just begun means this, too.
  const { listen } = await import('./stop.ts')
  const stop = listen(process)
  // A file that may not grow any further (ulimit -f) is an error of writing, which can be told, and no death.
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => {})
  const { enableCompileCache, flushCompileCache } = await import('node:module')
  enableCompileCache()
  // Node writes it after nobody listens for signals any more, and would die of that one then.
  process.on('exit', () => flushCompileCache())
  const { watchOutput } = await import('../host/process/output.ts')
  const delivered = watchOutput(process)
  const { main } = await import('./cli.ts')
  process.exitCode = await delivered(await main(process, stop))
}

export {}
