import { findSourceMap, SourceMap } from 'node:module'
import { dirname, isAbsolute, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Maps of scripts that Node has not loaded itself, by address. */
const kept = new Map<string, SourceMap>()

const inline = /\/\/# sourceMappingURL=data:application\/json[^,\n]*;base64,([\w+/=]+)\s*$/u

/** Keeps the map of a script that somebody else compiles: its text, or what stands at the end of the script's own. */
export function keepSourceMap(script: string, { map, code }: { map?: string; code: string }): void {
  const [, encoded = ''] = inline.exec(code) ?? []
  const text = map ?? Buffer.from(encoded, 'base64').toString()
  if (text === '') return
  const payload = JSON.parse(text) as { sources: (string | null)[] }
  const folder = dirname(script)
  const sources = payload.sources.map((source) => {
    return source === null || isAbsolute(source) ? (source ?? script) : resolve(folder, source)
  })
  kept.set(pathToFileURL(script).href, new SourceMap({ ...payload, sources } as never))
}

/** Where lines of a script come from, if anybody has said so. */
export function sourceMapOf(url: string): SourceMap | undefined {
  return kept.get(url) ?? findSourceMap(url)
}
