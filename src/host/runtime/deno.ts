import type { Runtime } from './runtime.ts'

/** Deno. It has V8, whose bytes and tiers can be read; Node's inspector in it answers nothing. */
export const deno: Runtime = {
  name: 'deno',
  // Before it there was no `process.resourceUsage`.
  least: '2.9.0',
  packages: (platform, arch) => {
    const file = platform === 'win32' ? 'deno.exe' : 'deno'
    return { platform: { scope: '@deno', name: new RegExp(`^${platform}-${arch}`, 'u'), file }, file }
  },
  ask: ['eval', '--no-lock', 'console.log(JSON.stringify(process.versions))'],
  identify: ({ deno: version, v8 }) =>
    version && v8 ? { name: 'deno', version, engine: 'V8', engineVersion: v8 } : undefined,
  // Benchmarks may do what they may do in Node. Natives that tell tiers are no flag that can be set later.
  args: (flags) => [
    // What a fork has compiled would reach the next one.
    ...['run', '-A', '--no-lock', '--no-code-cache', '--quiet'],
    `--v8-flags=${['--allow-natives-syntax', ...flags].join(',')}`,
  ],
  flagsIn: ({ DENO_V8_FLAGS = '' }) => DENO_V8_FLAGS.split(',').filter((flag) => flag !== ''),
  lacks: ['profile', 'trace'],
  install: (version) => (version === undefined ? 'deno' : `deno@${version}`),
}
