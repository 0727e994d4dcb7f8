import type { Runtime } from './runtime.ts'

/** Node, in other versions than the one that runs Assay. */
export const node: Runtime = {
  name: 'node',
  // The same as Assay itself: `registerHooks`, and TypeScript without a flag.
  least: '22.18.0',
  packages: (platform, arch) => {
    const file = platform === 'win32' ? 'bin/node.exe' : 'bin/node'
    const name = new RegExp(`^node-(?:bin-)?${platform === 'win32' ? 'win' : platform}-${arch}$`, 'u')
    return { platform: { name, file }, file }
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
