/**
 * Sentences by which upstream answers as if it had worked (UPSTREAM 3.3, DESIGN 4). Each names a
 * function: “他正在开发推荐系统” is a true answer about an engineer.
 */
const stubs: readonly RegExp[] = [
  /(?:功能|接口|服务|模块|特性)[^。！？\n]{0,12}(?:正在|仍在|还在)?开发中/,
  /^\s*正在开发中?\W*$/,
  /暂未实现|尚未实现|敬请期待/,
  /^\W*not (?:yet )?implemented\W*$/i,
  /(?:feature|function|endpoint|service|method)\b[^.!?\n]{0,20}\bnot (?:yet )?implemented/i,
  /^\W*(?:feature |function )?coming soon\W*$/i,
  /(?:feature|function|endpoint|service)\b[^.!?\n]{0,20}\bunder (?:development|construction)/i,
  /^\W*placeholder\b|\bplaceholder (?:response|answer|result|data|text)\b/i,
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
