import type { Benchmark } from '../../model/benchmark.ts'
import type { CollectorGap, CollectorNote } from '../../model/collector.ts'
import type { CollectorName } from '../../model/collector-name.ts'
import { type Finding, finding } from '../../model/finding.ts'

/** What a collector has to say of a benchmark. */
export function collectorFinding(name: CollectorName, subject: string, note: CollectorNote): Finding {
  switch (note.state) {
    case 'failed': {
      const advice = 'Run it by hand to see more, or leave it out.'
      return finding('collector-failed', subject, `${name} brought nothing: ${note.why}`, advice)
    }
    case 'diagnosed': {
      const said = categories[note.category] ?? note.category
      return finding('clinic-doctor', subject, `clinic doctor: ${said} (${note.category})`, '')
    }
    case 'uncounted': {
      const message = `This machine does not count ${note.counters.join(', ')}: virtual machines often have no counters of the processor`
      return finding('no-hardware-counters', subject, message, '')
    }
  }
}

const categories: Readonly<Record<string, string>> = {
  none: 'nothing to improve',
  io: 'it waits for input and output',
  'event-loop': 'something blocks the event loop',
  gc: 'the garbage collector is busy',
  data: 'too little to tell, as of everything that is synchronous',
  unknown: 'it cannot tell',
}

/** That nothing can be seen of these. */
export function unprofiledFindings(benchmarks: readonly Benchmark[]): Finding[] {
  return [...Map.groupBy(benchmarks, ({ kind }) => kind)].map(([kind, { length }]) => {
    const message = `No profile was taken of benchmarks of the kind ${kind} (${length})`
    return finding('not-profiled', 'run', message, 'Use a profiler of its own, such as node --cpu-prof.')
  })
}

/** That a collector cannot be used here, and what to do about it. */
export function missingCollector(name: CollectorName, gap: CollectorGap): Finding {
  const [message, advice] = gapWords(name, gap)
  return finding('collector-missing', 'run', message, advice)
}

function gapWords(name: CollectorName, gap: CollectorGap): [message: string, advice: string] {
  switch (gap.state) {
    case 'not-installed':
      return [`${gap.package} is not installed`, `'npm install --save-dev ${gap.package}' adds it.`]
    case 'other-system':
      return [`${name} is a program for ${gap.system}`, 'Use it there.']
    case 'does-not-run':
      return [`${name} does not run: ${gap.said}`, "Install your distribution's linux-perf."]
    case 'no-gpu':
      return [
        `no graphics processor is seen by nvidia-smi: ${gap.said}`,
        'Run it on a machine that has one, with its driver.',
      ]
    case 'cannot-be-asked':
      return [`${name} cannot be asked: ${gap.said}`, 'Fix that, or leave it out.']
  }
}
