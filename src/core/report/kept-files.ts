import { policy } from '../../model/config.ts'
import { ownedByRuns } from './report-files.ts'

/** A file of a report's folder, by its path in it, and its size in bytes. */
export type ReportFile = { readonly path: string; readonly size: number }

/**
 * Which files of a report are laid beside the code for good: pages and plots, and raw data while they are small, because git
 * keeps every version of them. What others have put into the folder is theirs.
 */
export function chooseKept(
  files: readonly ReportFile[],
  { all }: { readonly all: boolean },
): { readonly kept: readonly ReportFile[]; readonly left: readonly ReportFile[] } {
  const own = files.filter(({ path }) => ownedByRuns.includes(path.split('/')[0]!))
  const isKept = ({ path, size }: ReportFile) =>
    all || /\.(?:md|svg)$/u.test(path) || size <= policy.files.kept
  return { kept: own.filter(isKept), left: own.filter((file) => !isKept(file)) }
}
