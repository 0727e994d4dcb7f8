import type { Inspector } from './inspector.ts'

/**
 * Returns the text of a script as V8 has it: of a file that a loader made into something else, offsets are of that. Ends what
 * can be profiled at full speed, because a debugger is attached then.
 */
export function scriptTexts({ post }: Inspector): (scriptId: string) => string {
  post('Debugger.enable')
  return (scriptId) => {
    return post<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId }).scriptSource
  }
}
