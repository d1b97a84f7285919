import type { RecordLanguage } from '../matching/skills'
import type { Random } from './random'

const surnames = [
  ...[
    ['王', 'wang'],
    ['李', 'li'],
    ['张', 'zhang'],
    ['刘', 'liu'],
    ['陈', 'chen'],
    ['杨', 'yang'],
  ],
  ...[
    ['赵', 'zhao'],
    ['黄', 'huang'],
    ['周', 'zhou'],
    ['吴', 'wu'],
    ['徐', 'xu'],
    ['孙', 'sun'],
  ],
  ...[
    ['胡', 'hu'],
    ['朱', 'zhu'],
    ['高', 'gao'],
    ['林', 'lin'],
    ['何', 'he'],
    ['郭', 'guo'],
  ],
  ...[
    ['罗', 'luo'],
    ['梁', 'liang'],
    ['宋', 'song'],
    ['郑', 'zheng'],
    ['谢', 'xie'],
    ['韩', 'han'],
  ],
  ...[
    ['唐', 'tang'],
    ['冯', 'feng'],
    ['董', 'dong'],
    ['程', 'cheng'],
    ['沈', 'shen'],
    ['欧阳', 'ouyang'],
  ],
] as const
const givenCharacters = [
  ...[
    ['子', 'zi'],
    ['雨', 'yu'],
    ['浩', 'hao'],
    ['欣', 'xin'],
    ['嘉', 'jia'],
    ['思', 'si'],
  ],
  ...[
    ['明', 'ming'],
    ['晓', 'xiao'],
    ['文', 'wen'],
    ['佳', 'jia'],
    ['俊', 'jun'],
    ['雅', 'ya'],
  ],
  ...[
    ['宇', 'yu'],
    ['静', 'jing'],
    ['辰', 'chen'],
    ['涵', 'han'],
    ['轩', 'xuan'],
    ['怡', 'yi'],
  ],
  ...[
    ['然', 'ran'],
    ['博', 'bo'],
    ['琳', 'lin'],
    ['泽', 'ze'],
    ['敏', 'min'],
    ['航', 'hang'],
  ],
  ...[
    ['婷', 'ting'],
    ['凯', 'kai'],
    ['岚', 'lan'],
    ['哲', 'zhe'],
    ['洁', 'jie'],
    ['睿', 'rui'],
  ],
] as const
const firstNames = [
  ...['Alex', 'Emma', 'Daniel', 'Sophia', 'Liam', 'Grace', 'Noah', 'Olivia', 'Ethan', 'Chloe'],
  ...['Lucas', 'Amelia', 'Owen', 'Hannah', 'Ryan', 'Nora', 'Isaac', 'Maya', 'Victor', 'Priya'],
  ...['Arjun', 'Mei', 'Kenji', 'Yuki', 'Omar', 'Leila', 'Mateo', 'Elena', 'Jonas', 'Freya'],
] as const
const lastNames = [
  ...['Carter', 'Bennett', 'Hughes', 'Foster', 'Morgan', 'Reed', 'Sullivan', 'Parker', 'Hayes'],
  ...['Turner', 'Brooks', 'Coleman', 'Nair', 'Tan', 'Lim', 'Wong', 'Sato', 'Kim', 'Novak'],
  ...['Silva', 'Costa', 'Weber', 'Larsen', 'Rossi', 'Dubois', 'Haddad', 'Patel', 'Murphy', 'Khan'],
] as const

/** A made-up person's name and the Latin form of it for addresses. */
export function personName(random: Random, language: RecordLanguage) {
  if (language === 'en') {
    const first = random.pick(firstNames)
    const last = random.pick(lastNames)
    return { name: `${first} ${last}`, latin: `${first}.${last}`.toLowerCase() }
  }
  const surname = random.pick(surnames)
  const given = random.sample(givenCharacters, random.chance(0.75) ? 2 : 1)
  return {
    name: surname[0] + given.map(([character]) => character).join(''),
    latin: `${given.map(([, pinyin]) => pinyin).join('')}.${surname[1]}`,
  }
}

/** A mail address nobody can own: the domains are reserved for examples. */
export function mailAddress(latin: string, number: number, language: RecordLanguage): string {
  return `${latin}${number}@${language === 'zh' ? 'zh.example.com' : 'example.com'}`
}

/** A number nobody has: Chinese mobiles never begin with 100; 555-01xx is reserved for fiction. */
export function phoneNumber(random: Random, language: RecordLanguage): string {
  if (language === 'zh') return `+86 100${random.integer(10_000_000, 99_999_999)}`
  const area = random.pick(['202', '206', '303', '312', '415', '617'])
  return `+1 ${area} 555 01${String(random.integer(0, 99)).padStart(2, '0')}`
}
