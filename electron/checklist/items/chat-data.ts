import { cause } from '../../diagnosis/causes'
import { stubIn } from '../../diagnosis/stub'
import { looma } from '../../zervigo/looma'
import type { TalentRecord } from '../../zervigo/talent-wire'
import { otherTalentIn } from '../about-talent'
import { ask, needsOf } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { noteCreation } from '../creation'
import { datumCause } from '../explained'
import { mentions } from '../talent-facts'

/** `data.chat`: the answer is real, about this talent, and a second question works too. */
export const chatData: ItemCheck = async (context) => {
  const talent = await ask(context, looma.talent, { id: context.talentId })
  if (talent === null) return
  noteCreation(context, talent.value)
  const first = context.facts.chatAnswer ?? ''
  await expectRealAnswer(context, 'first', first, talent.value)
  const name = talent.value.name
  const second = await ask(
    context,
    looma.chat,
    { id: context.talentId, message: `How many years of experience does ${name} have?` },
    { permission: 'talent:chat', needs: needsOf(looma.chat) },
  )
  if (second === null) return
  const text = second.value.text ?? ''
  await expectRealAnswer(context, 'second', text, talent.value)
  expectAnotherAnswer(context, first, text)
}

/** Two questions in two languages never get one answer from anything that reads them. */
function expectAnotherAnswer(context: ItemContext, first: string, second: string): void {
  const isRepeated = second.trim() !== '' && first.trim() === second.trim()
  const repeated = datumCause(context, cause('STUB_ANSWER', { detail: shownText(second) }), {
    about: 'repeat',
    text: second,
  })
  const expected = 'an answer of its own'
  context.observe.expect('second.own', !isRepeated, expected, shownText(second), repeated)
}

function shownText(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

async function expectRealAnswer(
  context: ItemContext,
  which: string,
  text: string,
  talent: TalentRecord,
): Promise<void> {
  const shown = shownText(text)
  const fallback = stubIn(text) ?? (/^\s*<(?:!doctype|html)/i.test(text) ? 'HTML' : null)
  const real = text.trim() !== '' && fallback === null
  const stub = datumCause(context, cause('STUB_ANSWER', { detail: fallback ?? 'empty' }), {
    about: 'text',
    text,
    stub: stubIn(text),
  })
  if (!context.observe.expect(`${which}.real`, real, 'a real answer', shown, stub)) return
  const other = await otherTalentIn(context, talent, text)
  const off = datumCause(context, cause('OFF_TOPIC', { detail: shown }), {
    about: 'topic',
    talentId: context.talentId,
    namedId: other,
    isChat: true,
  })
  context.observe.expect(
    `${which}.about`,
    other === null && mentions(talent, text),
    `about ${talent.name}`,
    shown,
    off,
  )
}
