/** Sentences by which upstream answers as if it had worked (UPSTREAM 3.3, DESIGN 4). */
const stubs: readonly RegExp[] = [
  /功能正在开发中/,
  /正在开发/,
  /暂未实现|尚未实现|敬请期待/,
  /not (?:yet )?implemented/i,
  /coming soon/i,
  /under (?:development|construction)/i,
  /placeholder/i,
]

/** The placeholder sentence in a text; null when there is none. */
export function stubIn(text: string | null): string | null {
  if (text === null) return null
  for (const stub of stubs) {
    const found = stub.exec(text)
    if (found !== null) return text.length > 80 ? found[0] : text
  }
  return null
}
