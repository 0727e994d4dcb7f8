import { command, group } from 'assay'

/** The same sum in other languages: what it takes beside the start of each, and that all agree. */

group('multiples of 3 or 5', { agree: true }, () => {
  command('python', ['python3', '-S', 'bench/commands/multiples.py', '{n}'], { params: { n: [200_000] } })
  command('perl', ['perl', 'bench/commands/multiples.pl', '{n}'], { params: { n: [200_000] } })
  command('shell', ['sh', 'bench/commands/multiples.sh', '{n}'], { params: { n: [200_000] } })
})
