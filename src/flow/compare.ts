import { identicalTo } from '../core/contest-verdict.ts'
import { takenFindings } from '../core/taken-finding.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Run } from '../model/run.ts'
import { type Chosen, choose } from './choose.ts'
import type { Host } from './host.ts'
import { ableOnes, checked } from './measure.ts'
import { measurePairs } from './pairs.ts'
import { recall } from './recall.ts'
import { acceptedCommit } from './recorded-commit.ts'
import { remember } from './remember.ts'
import type { Request } from './request.ts'
import { asked, type Begun, begin, document, type Finished, render } from './run.ts'

/** `assay compare <ref>`: measures a revision beside the working tree, in pairs, and writes `reports/latest/`. */
export async function compare(host: Host, ref: string, request: Request): Promise<Finished> {
  return remember(host, { command: 'compare', request, against: ref }, (watched) =>
    compareWith(watched, ref, request),
  )
}

async function compareWith(host: Host, ref: string, request: Request): Promise<Finished> {
  const chosen = await choose(host, request)
  await host.checkReports(chosen.config)
  const { run: taken, files } = await takePairs(host, chosen, ref, request)
  const run = await recall(host, chosen.config, taken)
  const folder = await host.writeReport(chosen.config, 'latest', [
    ...render(run, chosen.config, files),
    ...files,
  ])
  return { run, config: chosen.config, folder }
}

/** What is meant by `baseline` is the commit that it was recorded at. */
async function revisionOf(host: Host, ref: string, { machine }: Begun): Promise<string> {
  if (ref !== 'baseline') return ref
  const { baselines } = await host.baselines(machine.class)
  const commit = await acceptedCommit(host, baselines, machine.class)
  if (commit !== undefined) return commit
  throw new AssayError(
    'no-baseline',
    'no baseline is recorded that knows its commit.',
    'Record one with \'assay baseline update --why "…"\', or compare with a branch, a tag or a commit.',
  )
}

/** From the machine to the Run document, and the files beside its report. */
async function takePairs(
  host: Host,
  chosen: Chosen,
  ref: string,
  request: Request,
): Promise<{ run: Run; files: readonly Rendered[] }> {
  const { config } = chosen
  const begun = await begin(host, chosen, request)
  const watched = await host.watch()
  const evidence = await checked(host, chosen)
  const able = ableOnes(evidence)
  const since = await host.since(await revisionOf(host, ref, begun), able, config)
  const reference = ref === 'baseline' ? { ...since.reference, ref } : since.reference
  const changed = able.filter(({ file }) => !since.untouched.has(file))
  const measured = await measurePairs(host, chosen, evidence, changed, { ...since, reference }, begun.seed, {
    all: request.filters.length === 0,
  })
  host.show({ type: 'done' })
  const identical = able.filter(({ file }) => since.untouched.has(file))
  const run = document(
    host,
    chosen,
    { ...begun, request: { ...asked('compare', request), ref } },
    {
      environment: { ...begun.machine, during: watched() },
      evidence,
      comparisons: [...identical.map(({ id }) => identicalTo(id, reference)), ...measured.comparisons],
      nullControls: measured.nullControls,
      explanations: measured.explanations,
      findings: [...takenFindings(identical, since, reference), ...measured.findings],
    },
    'gate',
  )
  return { run, files: measured.files }
}
