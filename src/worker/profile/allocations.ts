import type { AllocationNode, Allocations } from '../../model/profile.ts'
import { openInspector } from '../engine/v8-inspector.ts'
import type { Subject } from '../load/subject.ts'
import { takeRest, type WarmUpTerms, warmUp } from '../measure/warm-up.ts'
import { originsOf } from './source-positions.ts'

/** Bytes between samples, on the average. */
const interval = 16_384
const stackDepth = 64

/** As V8 reports it (Chrome DevTools Protocol, `HeapProfiler.SamplingHeapProfileNode`). */
type HeapNode = {
  readonly callFrame: AllocationNode['callFrame']
  readonly selfSize: number
  readonly children: readonly HeapNode[]
}

/** Who allocates how much, of what is collected again, too. */
export async function allocations(
  subject: Subject,
  { budget, batch, last }: WarmUpTerms,
): Promise<Allocations> {
  const inspector = openInspector()
  const warm = await warmUp(subject, batch, budget / 2, { last })
  inspector.post('HeapProfiler.enable')
  inspector.post('HeapProfiler.startSampling', {
    samplingInterval: interval,
    stackDepth,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  })
  const { operations } = await takeRest(warm, budget)
  const { profile } = inspector.post<{ profile: { head: HeapNode } }>('HeapProfiler.stopSampling')
  return { operations, root: nodeOf(profile.head) }
}

function nodeOf({ callFrame, selfSize, children }: HeapNode): AllocationNode {
  return { callFrame: withPlace(callFrame), bytes: selfSize, children: children.map(nodeOf) }
}

function withPlace(frame: HeapNode['callFrame']): HeapNode['callFrame'] {
  const origin = originsOf(frame.url)?.(frame.lineNumber + 1, frame.columnNumber)
  return origin ? { ...frame, url: origin.url, lineNumber: origin.line - 1, columnNumber: 0 } : frame
}
