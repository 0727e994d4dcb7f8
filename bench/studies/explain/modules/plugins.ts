/** Loads a plug-in for every task, as a program does that was started for it. */

type Plugin = { readonly run: (task: number) => number }

let loads = 0

async function loadPlugin(): Promise<Plugin> {
  // Every name is a module of its own.
  return (await import(`./plugin.ts?load=${loads++}`)) as Plugin
}

function tasks(): number[] {
  return Array.from({ length: 50 }, (_, index) => (index * 7919) % 101)
}

export async function work(): Promise<number> {
  const { run } = await loadPlugin()
  let total = 0
  for (const task of tasks()) total += run(task)
  return total
}
