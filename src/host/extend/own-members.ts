import type { OwnAnswer } from '../../flow/ports/extensions.ts'
import { type OwnFile, ownFilesSchema } from '../../model/extension.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Run } from '../../model/run.ts'
import { callExtension, type ExtensionPlace } from './call-extension.ts'

export function renderOwn(
  place: ExtensionPlace,
  format: string,
  run: Run,
  attachments: readonly Rendered[],
): Promise<OwnAnswer<readonly OwnFile[]>> {
  const member = ['renderers', format]
  return callExtension({ ...place, member, args: [run, attachments], schema: ownFilesSchema })
}
