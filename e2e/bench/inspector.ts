import { WebSocket } from 'undici'
import { z } from 'zod'

/** A connection to a page or to a main process, over which it can be asked. */
export interface Inspector {
  /** The value of an expression, awaited where it is a promise. */
  evaluate(expression: string, limitMs: number): Promise<unknown>
  close(): void
}

const Reply = z.object({
  id: z.number(),
  error: z.object({ message: z.string() }).optional(),
  result: z
    .object({
      result: z.object({ value: z.unknown() }).optional(),
      exceptionDetails: z.looseObject({ text: z.string() }).optional(),
    })
    .optional(),
})

/** Connects to an address of the debugging protocol. */
export async function openInspector(url: string): Promise<Inspector> {
  const socket = new WebSocket(url)
  const waiting = new Map<number, (reply: z.infer<typeof Reply> | null) => void>()
  let last = 0
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error(`${url} does not take the connection`))
  })
  socket.onmessage = ({ data }: { data: unknown }) => {
    const reply = Reply.safeParse(JSON.parse(String(data)))
    if (reply.success) waiting.get(reply.data.id)?.(reply.data)
  }
  socket.onclose = () => {
    for (const settle of waiting.values()) settle(null)
  }
  return {
    evaluate: (expression, limitMs) =>
      new Promise((resolve, reject) => {
        const id = ++last
        const finish = (reply: z.infer<typeof Reply> | null | 'late') => {
          clearTimeout(timer)
          waiting.delete(id)
          if (reply === 'late') return reject(new Error(`no answer within ${limitMs} ms`))
          if (reply === null) return reject(new Error('the connection was closed'))
          const problem = reply.error?.message ?? reply.result?.exceptionDetails?.text
          if (problem !== undefined) return reject(new Error(problem))
          resolve(reply.result?.result?.value)
        }
        const timer = setTimeout(() => finish('late'), limitMs)
        waiting.set(id, finish)
        const params = {
          ...{ expression, awaitPromise: true, returnByValue: true },
          includeCommandLineAPI: true,
        }
        socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
      }),
    close: () => socket.close(),
  }
}
