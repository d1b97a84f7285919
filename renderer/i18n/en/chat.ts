import type { chatZh } from '../zh/chat'

/** Texts of the chat in English. */
export const chatEn: typeof chatZh = {
  history: 'Conversation about this talent',
  placeholder: 'Ask about this talent, e.g. which skills?',
  input: 'Message',
  send: 'Send',
  keys: 'Enter sends, Shift+Enter starts a new line',
  cancel: 'Stop answering',
  sending: 'waiting for the answer',
  resend: 'Send again',
  cancelled: 'Cancelled',
  empty: 'No conversation yet',
  emptyHint: 'Answers come from Looma and rest on the record of this talent.',
  you: 'You',
  assistant: 'Assistant',
  clear: 'Clear conversation',
  confirmClear: 'Clear the whole conversation about this talent?',
  confirmClearText: 'The copy kept on this machine is deleted for good.',
  took: 'took {{ms}}',
  image: 'Image not loaded: {{alt}}',
  copyMessage: 'Copy message',
}
