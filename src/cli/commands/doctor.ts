import { defineCommand } from '../command.ts'

export const doctorCommand = defineCommand({
  usage: ['assay doctor'],
  summary: 'check that this machine is fit to measure',
  about:
    'Measures control kernels against themselves. Shows the smallest slowdown that this machine can prove, and what to change. It needs no project and writes nothing.',
  flags: ['json', 'config', 'time', 'seed'],
  meanings: { time: "measuring time of everything together, such as '20 s'" },
  examples: [
    ['assay doctor', 'a thorough look'],
    ['assay doctor --time 20s', 'a quick look'],
  ],
  load: async () => (await import('../doctor.ts')).executeDoctor,
})
