import type { Place } from '../../model/explanation.ts'

/** `src/hash.ts:41`: the line that costs most, or where the function begins. */
export function placeWords({
  file,
  line,
  hottest,
}: Place & { readonly hottest?: number | undefined }): string {
  const shown = hottest ?? line
  return shown > 0 ? `${file}:${shown}` : file
}
