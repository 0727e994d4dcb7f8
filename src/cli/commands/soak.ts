import { defineCommand } from '../command.ts'

export const soakCommand = defineCommand({
  usage: ['assay soak [filter…]'],
  summary: 'load a service for a while, and see whether it grows',
  about:
    'Starts the service once, sends its load, and looks into it meanwhile: heap after collections, memory outside, handles. It ends with 1 where one of them grows for certain, and names the functions that allocated it. It writes nothing.',
  flags: ['json', 'config', 'project', 'filter', 'time', 'seed', 'i-own-this-target'],
  meanings: { time: "how long requests are sent, '2 min' unless you say otherwise" },
  examples: [
    ["assay soak --time '10 min'", 'every load, ten minutes each'],
    ["assay soak 'list users'", 'one load, for two minutes'],
  ],
  load: async () => (await import('../soak.ts')).executeSoak,
})
