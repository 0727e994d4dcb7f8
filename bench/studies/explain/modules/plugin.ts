/** What every task needs. */

function readTable(size: number): Map<string, number> {
  const table = new Map<string, number>()
  for (let index = 0; index < size; index++) table.set(`name ${index % 101}`, (index * 31) % 997)
  return table
}

const table = readTable(202)

export function run(task: number): number {
  return table.has(`name ${task}`) ? task : 0
}
