/** Whether `await` would wait for it: a function may have a `then`, too (query builders do). */
export function hasThen(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  )
}
