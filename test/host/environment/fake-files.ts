import type { SystemFiles } from '../../../src/host/process/system-files.ts'

/** Another machine's /proc and /sys: texts by path. */
export function fakeFiles(texts: Readonly<Record<string, string>>): SystemFiles {
  return {
    read: (path) => texts[path]?.trim(),
    list(path) {
      const below = Object.keys(texts).filter((name) => name.startsWith(`${path}/`))
      return [...new Set(below.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''))]
    },
  }
}
