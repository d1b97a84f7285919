import { describe, expect, it } from 'vitest'
import { attachmentTypes, mostAttachmentBytes, type Attachment } from '../../shared/domain/records'
import { createSecrets } from '../zervigo/secrets'
import { checkedFile, fileDigest, refuseFull } from './attachment'
import { safeFileName } from './file-name'

const asIs = (text: string) => text
const bytes = (latin1: string) => Buffer.from(latin1, 'latin1')
const good: Record<(typeof attachmentTypes)[number], Buffer> = {
  'image/png': bytes('\x89PNG\r\n\x1a\n....'),
  'image/jpeg': bytes('\xff\xd8\xff\xe0....'),
  'image/gif': bytes('GIF89a....'),
  'image/webp': bytes('RIFF....WEBPVP8 '),
  'text/plain': Buffer.from('一行文字 <script>alert(1)</script>'),
  'application/json': Buffer.from('{"a":[1,"二"]}'),
  'application/pdf': bytes('%PDF-1.7 ....'),
}

describe('checkedFile', () => {
  it.each(attachmentTypes)('keeps a %s as it is, and no other type under its name', (type) => {
    const content = good[type]
    expect(checkedFile({ fileName: 'x', type, content }, asIs).content).toEqual(content)
    for (const other of attachmentTypes.filter((one) => one !== type)) {
      const isText = other === 'text/plain' && type === 'application/json'
      if (isText || (other === 'text/plain' && type === 'application/pdf')) continue
      const wrong = () => checkedFile({ fileName: 'x', type: other, content }, asIs)
      if (other === 'text/plain' && (type === 'image/gif' || type === 'image/webp')) continue
      expect(wrong).toThrow(expect.objectContaining({ code: 'invalid' }))
    }
  })

  it.each([
    ['nothing', 'text/plain', Buffer.alloc(0), 'empty'],
    ['too much', 'text/plain', Buffer.alloc(mostAttachmentBytes + 1, 'x'), 'size'],
    ['no UTF-8', 'text/plain', bytes('\xff\xfe caf\xe9'), 'encoding'],
    ['binary', 'text/plain', bytes('MZ\x00\x00'), 'encoding'],
    ['cut JSON', 'application/json', Buffer.from('{"a":'), 'json'],
    ['a page as a picture', 'image/png', Buffer.from('<html>'), 'content'],
    ['a truncated mark', 'image/webp', bytes('RIFF'), 'content'],
  ] as const)('refuses %s, and says what is allowed', (_name, type, content, reason) => {
    expect(() => checkedFile({ fileName: 'f', type, content }, asIs)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        facts: expect.objectContaining({ reason, allowed: expect.any(String) }),
      }),
    )
  })

  it('masks what is text, by key and by value, and takes a byte order mark off', () => {
    const secrets = createSecrets()
    secrets.add('Sup3rSecretValue')
    const content = Buffer.from('\ufeff{"password":"other-one","note":"Sup3rSecretValue"}')
    const kept = checkedFile({ fileName: 'f', type: 'application/json', content }, (text) =>
      secrets.maskBody(text),
    )
    const text = kept.content.toString('utf8')
    expect(text).not.toMatch(/other-one|Sup3rSecretValue|\ufeff/)
    expect(JSON.parse(text)).toHaveProperty('password')
  })
})

describe('refuseFull', () => {
  const of = (size: number): Attachment => ({
    ...{ id: 'a', itemId: null, fileName: 'f', type: 'text/plain', bytes: size, sha256: '' },
    ...{ name: 'n', at: 1 },
  })
  it('takes fifty files and a hundred megabytes', () => {
    const small = Buffer.from('x')
    expect(() =>
      refuseFull(
        Array.from({ length: 49 }, () => of(1)),
        small,
      ),
    ).not.toThrow()
    const full = expect.objectContaining({
      ...{ code: 'rejected', facts: expect.objectContaining({ reason: 'full' }) },
    })
    expect(() =>
      refuseFull(
        Array.from({ length: 50 }, () => of(1)),
        small,
      ),
    ).toThrow(full)
    const most = 100 * 1024 * 1024
    expect(() => refuseFull([of(most - 1)], small)).not.toThrow()
    expect(() => refuseFull([of(most)], small)).toThrow(full)
  })
})

describe('safeFileName', () => {
  it.each([
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['C:\\Users\\x\\截图.PNG', 'image/png', '截图.png'],
    ['report.exe', 'application/pdf', 'report.exe.pdf'],
    ['a\u202egnp.exe', 'image/png', 'agnp.exe.png'],
    ['x<y>:"z|?*.json', 'application/json', 'xyz.json'],
    ['.hidden', 'text/plain', 'hidden.txt'],
    ['con', 'text/plain', '_con.txt'],
    ['NUL.json', 'application/json', '_NUL.json'],
    ['..', 'image/gif', 'attachment.gif'],
    ['.png', 'image/png', 'png.png'],
    ['\u0000\n', 'image/webp', 'attachment.webp'],
    ['cafe\u0301.md', 'text/plain', 'caf\u00e9.md'],
    [`${'长'.repeat(300)}.log`, 'text/plain', `${'长'.repeat(100)}.log`],
  ] as const)('%j of %s is %s', (name, type, safe) => {
    expect(safeFileName(name, type)).toBe(safe)
  })
})

it('fileDigest is SHA-256', () => {
  expect(fileDigest(Buffer.from('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})
