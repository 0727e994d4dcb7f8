import { defineCommand } from '../command.ts'

export const reportCommand = defineCommand({
  usage: ['assay report [run.json] --format NAMES'],
  summary: 'render a stored run again, in other formats',
  about:
    'Renders the last run, or the one that is named, byte for byte. One format is printed; several are files beside the run. It loads nothing of the project.',
  flags: ['json', 'format', 'out'],
  meanings: {
    json: 'the same as --format json',
    out: 'write the files into this folder, also when it is one format',
  },
  examples: [
    ['assay report --format markdown', 'print the last report'],
    ['assay report --format junit,sarif --out build', 'files for other programs'],
    ['assay report reports/latest/run.json --format csv', 'a run that is named'],
  ],
  load: async () => (await import('../report.ts')).executeReport,
})
