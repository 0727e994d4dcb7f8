import { refuseProblems, wordsOf } from '../../core/kit/problems.ts'
import {
  type OwnKind,
  type OwnTrial,
  ownKindMembersSchema,
  ownListSchema,
  ownMeasuredSchema,
} from '../../model/extension.ts'
import { problemWithValues } from '../../model/own-kind.ts'

/** ms */
const [time, timeout] = [50, 60_000]

/**
 * Lists the benchmarks of a kind twice, and measures each of them twice in the folder that it is called in: it lists the same,
 * and tells every metric, exact ones the same.
 *
 * @throws Error that names what is wrong
 */
export async function testKind(kind: OwnKind): Promise<void> {
  const { error } = ownKindMembersSchema.safeParse({ kind })
  if (error)
    refuseProblems(
      'kind',
      error.issues.map(({ path, message }) => [...path.slice(1), message].join(': ')),
    )
  const problems: string[] = []
  for (const benchmark of await listTwice(kind)) {
    const found = await problemsOf(kind, benchmark).catch((thrown: unknown) => [
      `measure threw ${wordsOf(thrown)}`,
    ])
    problems.push(...found.map((problem) => `${benchmark.name}: ${problem}`))
  }
  refuseProblems('kind', problems)
}

async function listTwice({ list }: OwnKind): Promise<readonly OwnTrial['benchmark'][]> {
  const { data = [], error } = ownListSchema.safeParse(await list())
  if (error)
    refuseProblems(
      'kind',
      error.issues.map(({ path, message }) => ['list', ...path, message].join(': ')),
    )
  const names = data.map((one) => JSON.stringify(one))
  if (new Set(names).size < names.length) refuseProblems('kind', ['list: two benchmarks are the same'])
  const again = ownListSchema.safeParse(await list()).data?.map((one) => JSON.stringify(one))
  if (String(again) !== String(names)) refuseProblems('kind', ['list: it lists others the second time'])
  return data
}

async function problemsOf(kind: OwnKind, benchmark: OwnTrial['benchmark']): Promise<string[]> {
  const trial = { benchmark, folder: process.cwd(), time, timeout }
  const told: Readonly<Record<string, number>>[] = []
  for (const returned of [await kind.measure(trial), await kind.measure(trial)]) {
    const { data, error } = ownMeasuredSchema.safeParse(returned)
    if (error) return error.issues.map(({ path, message }) => ['measure', ...path, message].join(': '))
    const problem = problemWithValues(kind, data.values)
    if (problem !== undefined) return [problem]
    told.push(data.values)
  }
  const exact = Object.keys(kind.metrics).filter((name) => kind.metrics[name]!.exact)
  return exact
    .filter((name) => told[0]![name] !== told[1]![name])
    .map((name) => `'${name}' is exact, and was ${told[0]![name]} and ${told[1]![name]}`)
}
