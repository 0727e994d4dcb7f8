/**
 * The fields of a `/proc/…/stat`, by their numbers in proc(5). From the third on: the second is a name in brackets that may
 * hold anything.
 */
export function statFields(stat: string): (field: number) => string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (field) => fields[field - 3]
}
