/** What a run can be rendered in (`core/report/renderers.ts`). */
export const formatNames = [
  'markdown',
  'json',
  'html',
  'junit',
  'sarif',
  'summary',
  'annotations',
  'comment',
  'csv',
  'openmetrics',
  'gobench',
] as const
export type FormatName = (typeof formatNames)[number]
