import { createContext, useContext } from 'react'

/** What any presentational piece may ask of the page without knowing where it is done. */
export interface Desk {
  openCall(id: string): void
  copy(text: string): void
}

const DeskContext = createContext<Desk | null>(null)

export const DeskProvider = DeskContext.Provider

/** The desk of the page. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('no desk around this component')
  return desk
}
