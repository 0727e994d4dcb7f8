import { defineCommand } from '../command.ts'

export const capacityCommand = defineCommand({
  usage: ['assay capacity [filter…]'],
  summary: 'find the highest rate at which a load keeps its objectives',
  about:
    'Starts the service anew for every step, doubles the rate until an objective is lost, and closes in from both sides. Both ends are measured twice. It ends with 1 where a load keeps less than --peak. It writes nothing.',
  flags: ['json', 'config', 'project', 'filter', 'time', 'seed', 'peak', 'most', 'i-own-this-target'],
  meanings: { time: "how long requests are sent in each step, such as '10 s'" },
  examples: [
    ['assay capacity', 'every load with objectives'],
    ["assay capacity 'list users' --peak '800/s'", 'is there room for what is expected?'],
  ],
  load: async () => (await import('../capacity.ts')).executeCapacity,
})
