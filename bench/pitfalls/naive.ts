import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { formatQuantity } from '../../src/model/unit.ts'
import { installModuleHooks } from '../../src/worker/load/module-hooks.ts'

/** Prints what a naive timing shows of every lesson, each in a process of its own; or of the lesson that is given. */

type Lesson = {
  readonly naive: () => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>
}

const [asked] = process.argv.slice(2)
if (asked === undefined) {
  const lessons = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.bench.ts'))
  for (const lesson of lessons.sort()) {
    const { status } = spawnSync(process.execPath, [import.meta.filename, lesson], { stdio: 'inherit' })
    process.exitCode ||= status ?? 1
  }
} else {
  installModuleHooks()
  const { naive } = (await import(new URL(asked, import.meta.url).href)) as Lesson
  const title = asked.replace('.bench.ts', '')
  for (const [what, ns] of Object.entries(await naive())) {
    process.stdout.write(`${title.padEnd(28)} ${what.padEnd(36)} ${formatQuantity(ns, 'ns')}\n`)
  }
}
