type Closer = () => unknown

export type OnClose = (...closers: Closer[]) => void

/** What a test opened, closed after it, newest first. */
export function createClosers(): { add: OnClose; closeAll(): Promise<void> } {
  const open: Closer[] = []
  return {
    add: (...closers) => void open.push(...closers),
    async closeAll() {
      for (const close of open.splice(0).reverse()) await close()
    },
  }
}
