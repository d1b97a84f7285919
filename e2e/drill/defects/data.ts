import { fieldsOf } from '../../../electron/zervigo/wire'
import { inGroup } from '../defect'
import { at, byConsole, json } from '../rules'

const defect = inGroup('data')
const built = inGroup('data', 'peer')
const different = { items: { 'data.talent-synced': 'fail' }, reason: 'FIELD_DIFFERS' } as const
/** Changes one stored field as the console reads it back. */
const field = (id: string, zh: string, en: string, key: string, value: unknown) =>
  defect(id, zh, en, different, (p) =>
    p.on(
      'resume',
      json(byConsole(at.resume), (body) => ({
        ...body,
        data: { ...fieldsOf(body.data), [key]: value },
      })),
    ),
  )

// prettier-ignore
export const data = [
  field('name', '姓名被改', 'The name is another', 'name', '王改名'),
  field('email', '邮箱被改', 'The e-mail is another', 'email', 'changed@example.com'),
  field('phone', '电话丢了区号', 'The phone lost its digits', 'phone', '123'),
  field('title', '职位名称被改', 'The title is another', 'title', '未知职位'),
  field('city', '城市丢失', 'The city is lost', 'city', null),
  field('skills-lost', '技能丢失', 'The skills are lost', 'skills', []),
  field('skill-renamed', '一个技能被改名', 'A skill was renamed', 'skills', ['COBOL']),
  field('years', '年限变了', 'The years changed', 'years', 99),
  field('summary-cut', '简介被截断', 'The summary was cut', 'summary', '…'),
  field('mojibake', '姓名变成乱码', 'The name is garbled', 'name', 'é™ˆæ€è¿œ'),
  built('garbled', '现状系统：存下的姓名不同', 'The system as built: another name was stored', different,
    (p) => p.peer.set('resume', { api: 'garbled' })),
]
