import inspector from 'node:inspector'

/** V8's side of the Chrome DevTools Protocol, in this thread. */
export type Inspector = {
  /** Asks for something; the answer comes at once. Throws what V8 refuses. */
  readonly post: <Result = unknown>(method: string, parameters?: object) => Result
  /** Runs something that makes V8 tell of an event, and returns what it told. */
  readonly heard: <Told>(event: string, run: () => void) => Told
  /** The same of something that makes V8 tell of it any number of times. */
  readonly allHeard: <Told>(event: string, run: () => void) => Told[]
}

// Taken before user code loads, which may replace it.
const { profile, profileEnd } = inspector.console

export function openInspector(): Inspector {
  const session = new inspector.Session()
  session.connect()
  const allHeard = <Told>(event: string, run: () => void) => {
    const told: Told[] = []
    const hear = ({ params }: { params: unknown }) => {
      told.push(params as Told)
    }
    session.on(event, hear)
    run()
    session.off(event, hear)
    return told
  }
  return {
    post<Result>(method: string, parameters: object = {}) {
      let answer: { error: Error | null; result: unknown } | undefined
      session.post(method, parameters, (error, result) => {
        answer = { error, result }
      })
      if (!answer) throw new Error(`${method} was not answered`)
      if (answer.error) throw new Error(`${method}: ${answer.error.message}`)
      return answer.result as Result
    },
    heard<Told>(event: string, run: () => void) {
      const [told] = allHeard<Told>(event, run)
      if (told === undefined) throw new Error(`${event} was not told`)
      return told
    },
    allHeard,
  }
}

/** Begins and ends a second profile beside the one that is being taken: of the code that is known to that one. */
export const secondProfile = { begin: () => profile('assay'), end: () => profileEnd('assay') }
