import { defineCommand } from '../command.ts'

export const timeCommand = defineCommand({
  usage: ["assay time 'command'…"],
  summary: 'measure commands, and compare them in pairs',
  about:
    'Measures programs in any language without a file. Several are compared with the first, in pairs, until that is decided. It reads no configuration and writes nothing, unless you ask for a file. Exit code 1 says that a command failed.',
  flags: [
    ...([
      'json',
      'time',
      'seed',
      'warmup',
      'runs',
      'min-runs',
      'max-runs',
      'setup',
      'prepare',
      'conclude',
    ] as const),
    ...([
      'cleanup',
      'parameter-list',
      'parameter-scan',
      'no-shell',
      'shell',
      'ignore-failure',
      'reference',
    ] as const),
    ...([
      'command-name',
      'input',
      'output',
      'agree',
      'interleave',
      'evict',
      'calls',
      'timeout',
      'export-json',
    ] as const),
  ],
  meanings: { time: "time of each comparison, such as '2 min'; 60 s by default" },
  examples: [
    ["assay time 'node a.js' 'node b.js'", 'which is faster, and by how much'],
    ["assay time --shell sh -L n 10,1000 'seq {n} | sort'", 'parameters, in a shell'],
  ],
  load: async () => (await import('../time.ts')).executeTime,
})
