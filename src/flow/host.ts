import type { BaselineStore } from './ports/baselines.ts'
import type { CertificateStore } from './ports/certificates.ts'
import type { Clock } from './ports/clock.ts'
import type { Extensions } from './ports/extensions.ts'
import type { LogbookStore } from './ports/logbook.ts'
import type { Machine } from './ports/machine.ts'
import type { Measurer } from './ports/measurer.ts'
import type { Project } from './ports/project.ts'
import type { ReportStore } from './ports/reports.ts'
import type { Revisions } from './ports/revisions.ts'

/**
 * The world as the flows see it. `src/host` is the real one; tests bring their own. A flow's parameter names the ports that it
 * needs, and no more.
 */
export type Host = Measurer &
  Clock &
  Project &
  Machine &
  Revisions &
  BaselineStore &
  ReportStore &
  CertificateStore &
  Extensions &
  LogbookStore
