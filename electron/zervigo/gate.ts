/** Lets a bounded number of holders in, first come first served. */
export interface Gate {
  /** Resolves with the release function; rejects with the signal's reason when aborted in the queue. */
  enter(signal: AbortSignal): Promise<() => void>
}

interface Waiting {
  admit(): void
}

/** Makes a gate for `places` holders at a time. */
export function createGate(places: number): Gate {
  let held = 0
  const queue = new Set<Waiting>()

  const leave = () => {
    held -= 1
    const next = queue.values().next()
    if (next.done !== true) next.value.admit()
  }

  const hold = () => {
    held += 1
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      leave()
    }
  }

  return {
    enter(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (held < places) return resolve(hold())
        const onAbort = () => {
          queue.delete(waiting)
          reject(signal.reason)
        }
        const waiting: Waiting = {
          admit() {
            queue.delete(waiting)
            signal.removeEventListener('abort', onAbort)
            resolve(hold())
          },
        }
        queue.add(waiting)
        signal.addEventListener('abort', onAbort, { once: true })
      })
    },
  }
}
