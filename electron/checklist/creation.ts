import { looma } from '../zervigo/looma'
import type { TalentRecord } from '../zervigo/talent-wire'
import { readText } from '../zervigo/wire'
import { decode } from './ask'
import type { ItemContext } from './context'

/** Keeps when a talent says it was made: a stored one says the same at every read. */
export function noteCreation({ facts }: ItemContext, { fields }: TalentRecord): void {
  const at = readText(fields.created_at)
  if (at !== null) facts.createdAt.push(at)
}

/** A record that was made this minute is read twice: an invented one is made anew each time. */
export async function readAgainIfNew(context: ItemContext): Promise<void> {
  if (!context.facts.createdAt.some(isJustNow)) return
  const exchange = await context.send(looma.talent, { id: context.talentId })
  const read = exchange.failure === null ? decode(looma.talent, exchange) : null
  if (read?.ok === true) noteCreation(context, read.value)
}

/** Naive times are local, so that a zone apart is not now. */
function isJustNow(time: string): boolean {
  return Math.abs(Date.now() - Date.parse(time)) < 120_000
}
