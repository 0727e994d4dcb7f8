import { defineCommand } from '../command.ts'

export const reportCommand = defineCommand({
  usage: ['assay report [run.json] --format NAMES'],
  summary: 'render a stored run again, in other formats',
  about:
    'Renders the last run, or the one that you name, byte for byte. Prints one format. Writes several formats as files beside the run. It loads no code of the project.',
  flags: ['json', 'format', 'out'],
  meanings: {
    json: 'the same as --format json',
    out: 'write files into this folder, even for one format',
  },
  examples: [
    ['assay report --format markdown', 'print the last report'],
    ['assay report --format junit,sarif --out build', 'files for other programs'],
    ['assay report reports/latest/run.json --format csv', 'a run that you name'],
  ],
  load: async () => (await import('../report.ts')).executeReport,
})
