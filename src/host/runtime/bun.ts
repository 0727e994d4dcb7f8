import type { Runtime } from './runtime.ts'

/** Bun. Its engine counts bytes only when it collects, and has no profiler that programs can ask. */
export const bun: Runtime = {
  name: 'bun',
  least: '1.3.0',
  packages: (platform, arch) => {
    const system = platform === 'win32' ? 'windows' : platform
    const name = new RegExp(`^bun-${system}-${arch === 'arm64' ? 'aarch64' : arch}`, 'u')
    const file = platform === 'win32' ? 'bin/bun.exe' : 'bin/bun'
    return { platform: { scope: '@oven', name, file }, file: 'bin/bun.exe' }
  },
  ask: ['--no-install', '-p', 'JSON.stringify(process.versions)'],
  identify: ({ bun: version, webkit }) =>
    version
      ? { name: 'bun', version, engine: 'JavaScriptCore', engineVersion: webkit?.slice(0, 12) || 'unknown' }
      : undefined,
  // Without this Bun fetches from the registry what is not installed.
  args: () => ['--no-install'],
  // What a fork has compiled would reach the next one.
  env: { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0' },
  flagsIn: (environment) => [
    ...(environment.BUN_OPTIONS ?? '').split(/\s+/u).filter((flag) => flag !== ''),
    ...Object.entries(environment)
      .filter(([name, value]) => name.startsWith('BUN_JSC_') && value !== undefined)
      .map(([name, value]) => `--jsc-${name.slice('BUN_JSC_'.length)}=${value}`),
  ],
  lacks: ['memory', 'tiers', 'profile', 'trace'],
  install: (version) => (version === undefined ? 'bun' : `bun@${version}`),
}
