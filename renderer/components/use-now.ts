import { useEffect, useState } from 'react'

/** The present, moved forward every `stepMs` while the component is shown and the page can be seen. */
export function useNow(stepMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const tick = () => setNow(Date.now())
    const start = () => (document.hidden ? undefined : setInterval(tick, stepMs))
    let timer = start()
    const follow = () => {
      clearInterval(timer)
      timer = start()
      if (timer !== undefined) tick()
    }
    document.addEventListener('visibilitychange', follow)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', follow)
    }
  }, [stepMs])
  return now
}
