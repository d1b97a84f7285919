/** Waits so long, or until the signal says otherwise. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })
}

/** The promise's value, or this one as soon as the signal says so. */
export function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  otherwise: T,
): Promise<T> {
  if (signal.aborted) return Promise.resolve(otherwise)
  return new Promise((resolve, reject) => {
    const give = (): void => resolve(otherwise)
    signal.addEventListener('abort', give, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', give))
  })
}
