import { findingCodes } from '../../../model/finding-codes.ts'
import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { assess } from '../../assess/assess.ts'
import { attentionMeanings } from '../../assess/assessment.ts'
import { type Problem, problemDetails, problemSentence, problems } from '../../assess/problems.ts'
import { fnv } from '../../identity/fnv.ts'
import { count } from '../../wording/count.ts'
import { truncate } from '../../wording/display-width.ts'
import { elide } from '../../wording/elide.ts'
import { jsonText } from '../../wording/json.ts'
import { visible } from '../../wording/plain.ts'
import { capital } from '../../wording/sentence.ts'

/** GitHub refuses a file with more than 25,000 results, and shows 5,000. */
const most = 5_000

/**
 * What fails as results of a static analysis, at the file and line of the benchmark, worst first: SARIF 2.1.0 (OASIS,
 * errata 01), with what GitHub's code scanning asks for besides.
 */
export function sarif(run: Run): Rendered[] {
  const failing = problems(run, assess(run))
  const rules = new Map(failing.map(ruleOf).map((rule) => [rule.id, rule]))
  const ids = [...rules.keys()]
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Assay', semanticVersion: run.tool.version, rules: [...rules.values()] } },
        // The part before the last slash is the category: runs on two classes of machines do not replace each other.
        automationDetails: { id: `assay/${run.environment.class}/${run.id}` },
        invocations: [invocation(run, failing.length)],
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder of the project.' } } },
        columnKind: 'utf16CodeUnits',
        results: failing.slice(0, most).map((problem) => result(problem, ids)),
      },
    ],
  }
  return [{ path: 'results.sarif', mediaType: 'application/sarif+json', text: jsonText(log) }]
}

/** What the results are about: a finding by its code, anything else by its kind. Each points at its page of the manual. */
function ruleOf({ kind, code, tone }: Problem) {
  const id = code ?? kind.replaceAll(' ', '-')
  const meaning = { text: code ? findingCodes[code][1] : attentionMeanings[kind] }
  const page = code ? `docs/reference/findings.md#${code}` : 'docs/guide/report.md#the-order'
  return {
    id,
    name: capital(id.replaceAll('-', ' ')),
    shortDescription: meaning,
    fullDescription: meaning,
    help: { text: `What it means and what to do: ${page}` },
    defaultConfiguration: { level: levelOf(tone) },
    properties: { tags: ['performance'] },
  }
}

function levelOf(tone: Problem['tone']) {
  return tone === 'bad' ? 'error' : 'warning'
}

function invocation({ startedAt, finishedAt, partial, verdict }: Run, results: number) {
  const rest = results - most
  const leftOut = `${count(rest, 'more result')} left out: code hosts show ${most}.`
  return {
    executionSuccessful: !partial && verdict !== 'nothing-measured',
    startTimeUtc: startedAt,
    endTimeUtc: finishedAt,
    ...(rest > 0 && { toolExecutionNotifications: [{ level: 'note', message: { text: leftOut } }] }),
  }
}

function result(problem: Problem, ids: readonly string[]) {
  const { kind, tone, subject, about, label, file, line } = problem
  const rule = ruleOf(problem).id
  const identity = visible(`${rule} ${about} ${subject}`)
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: levelOf(tone),
    message: {
      text: [problemSentence(problem, label), ...problemDetails(problem)].map(plainMessage).join(' '),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uri(file), uriBaseId: '%SRCROOT%' },
          region: { startLine: line, startColumn: 1, endLine: line },
        },
      },
    ],
    // All benchmarks of one call of `bench` stand on one line, so a hash of the line would not tell them apart.
    partialFingerprints: {
      primaryLocationLineHash: `${fnv(identity)}${fnv(`${identity} `)}:1`,
      'assayCriterion/v1': truncate(identity, 500),
    },
    ...(kind === 'regressed' && { baselineState: 'new' }),
    properties: { subject, about },
  }
}

/** A relative reference whose segments hold nothing that means something in a URI (RFC 3986, 4.2). */
function uri(file: string): string {
  return file.toWellFormed().split('/').map(encodeURIComponent).join('/')
}

/**
 * Text that is no placeholder (section 3.11.5: braces are doubled) and no link (3.11.6: what closes a link's text is
 * escaped). Bounded, because a message from outside may be of any length.
 */
function plainMessage(text: string): string {
  return elide(text, 1_000)
    .replace(/[{}]/gu, '$&$&')
    .replace(/(\\*)\](?=\()/gu, '$1$1\\]')
}
