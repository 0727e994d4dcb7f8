import { defineCommand } from '../command.ts'

const keygen = defineCommand({
  usage: ['assay certify keygen --name NAME'],
  summary: 'make a key to sign with, and trust it',
  about:
    'Makes a private key that only you can read, and adds its public half to perf.trust.json. Commit that file.',
  flags: ['name', 'out'],
  meanings: { out: 'the file of the private key' },
  examples: [
    ['assay certify keygen --name ci', 'a key in your configuration folder'],
    ['assay certify keygen --name ci --out ../key.pem', 'a key in another place'],
  ],
  load: async () => (await import('../certify.ts')).keygen,
})

const accept = defineCommand({
  usage: ['assay certify accept <certificate> --key FILE --as NAME'],
  summary: "add a person's signature to a certificate",
  about: 'Adds a second signature to a certificate, made with an OpenSSH key.',
  flags: ['key', 'as'],
  meanings: { key: 'a private OpenSSH key', as: 'who accepts, as perf.trust.json knows them' },
  examples: [
    ['assay certify accept gate.md --key ~/.ssh/id_ed25519 --as ada@example.org', 'accept as Ada'],
    ['assay certify accept gate.md --key key --as ada@example.org', 'the same with another key'],
  ],
  load: async () => (await import('../certify.ts')).executeAccept,
})

const message = defineCommand({
  usage: ['assay certify message <certificate>'],
  summary: 'print a commit message for a certificate',
  about: 'Prints a message for the commit that adds the certificate.',
  flags: [],
  examples: [
    ['assay certify message gate.md', 'read it'],
    ['assay certify message gate.md | git commit -F -', 'commit with it'],
  ],
  load: async () => (await import('../certify.ts')).executeMessage,
})

export const certifyCommand = defineCommand({
  usage: ['assay certify [run.json]', ...keygen.usage, ...accept.usage, ...message.usage],
  summary: 'issue a certificate of a stored run; make keys; sign',
  about: 'Issues a certificate for the last run, or for the one that you name. Signs it if there is a key.',
  flags: ['json', 'config', 'kind', 'key'],
  examples: [['assay certify', 'a certificate of the last run'], keygen.examples[0]!],
  load: async () => (await import('../certify.ts')).executeCertify,
  verbs: { keygen, accept, message },
})
