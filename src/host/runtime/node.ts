import { packageNames, type Runtime } from './runtime.ts'

/** Node, in other versions than the one that runs Assay. */
export const node: Runtime = {
  name: 'node',
  // The same as Assay itself: `registerHooks`, and TypeScript without a flag.
  least: '22.18.0',
  executables: (platform, arch) => {
    const file = platform === 'win32' ? 'bin/node.exe' : 'bin/node'
    // The package of a platform, which the script of the package `node` installs; or somebody without scripts.
    const own = `node-{,bin-}${platform === 'win32' ? 'win' : platform}-${arch}`
    const named = packageNames('node')
    return [`${named}/${file}`, `${named}/node_modules/${own}/${file}`, `${own}/${file}`]
  },
  ask: ['-p', 'JSON.stringify(process.versions)'],
  identify: ({ node: version, v8, bun, deno }) =>
    version && v8 && !bun && !deno ? { name: 'node', version, engine: 'V8', engineVersion: v8 } : undefined,
  args: (flags) => flags,
  flagsIn: ({ NODE_OPTIONS = '' }) => NODE_OPTIONS.split(/\s+/u).filter((flag) => flag !== ''),
  lacks: [],
  install: (version = 'latest') => {
    const [major] = version.split('.')
    return version === 'latest' ? 'node' : `node${major}@npm:node@${version}`
  },
}
