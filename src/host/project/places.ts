import { existsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, parse, sep } from 'node:path'
import { type Places, publishable, publishableFailure } from '../../core/wording/publishable.ts'
import type { Failure } from '../../model/failure.ts'
import { foldersUp, realPathOf } from '../files/files.ts'
import { packageFolder } from '../own-files.ts'

const known = new Map<string, Places>()

/** A text as it may be committed or posted: without folders of this machine, and bounded. */
export function hideFolders(root: string, text: string): string {
  return publishable(text, placesOf(root)).replace(checkout, '<base>')
}

/** The same of what a benchmark or its process has to say. */
export function publishFailure(root: string, failure: Failure): Failure {
  const cleaned = publishableFailure(failure, placesOf(root))
  const shorter = (text: string) => text.replace(checkout, '<base>')
  return {
    ...cleaned,
    message: shorter(cleaned.message),
    ...(cleaned.stack === undefined ? {} : { stack: shorter(cleaned.stack) }),
    ...(cleaned.stderr === undefined ? {} : { stderr: shorter(cleaned.stderr) }),
  }
}

/** Where a revision is laid out, as the project's folder is called. */
const checkout = /\.[/\\]\.assay[/\\]w[/\\][\w-]+/gu

function placesOf(root: string): Places {
  const found = known.get(root) ?? findPlaces(root)
  known.set(root, found)
  return found
}

/** As they are called, and as they are called once links are followed. */
function findPlaces(root: string): Places {
  const [project = root] = root.split(`${sep}.assay${sep}w${sep}`)
  const repository = foldersUp(project).find((folder) => existsSync(join(folder, '.git')))
  const places: [string, string][] = [
    [project, '.'],
    [root, root === project ? '.' : '<base>'],
    [repository ?? parse(project).root, '<repository>'],
    [packageFolder, '<assay>'],
    [homedir(), '~'],
    [tmpdir(), '<tmp>'],
  ]
  const all = places.flatMap(([folder, name]): [string, string][] => [
    [folder, name],
    [realPathOf(folder), name],
  ])
  // Of one folder that has two names the first holds.
  return [...new Map(all.reverse())].filter(([folder]) => folder !== parse(folder).root)
}
