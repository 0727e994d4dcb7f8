import { defineCommand } from '../command.ts'

export const verifyCommand = defineCommand({
  usage: ['assay verify <certificate>'],
  summary: 'check a certificate and recompute its verdict',
  about:
    'Checks signature, files and time, and recomputes the verdict from the raw values, offline. Exit code 0 is valid, 1 invalid, 3 not proven.',
  flags: ['json', 'for', 'require', 'repo', 'evidence', 'trust'],
  examples: [
    ['assay verify gate.md', 'check it'],
    ['assay verify gate.md --for HEAD --require GO', 'accept only this commit'],
    ['assay verify gate.md --repo ../library', 'check it against another clone'],
  ],
  load: async () => (await import('../verify.ts')).executeVerify,
})
