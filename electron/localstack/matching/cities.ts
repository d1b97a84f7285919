/** A city of the seeds, with what matching and pay need to know. */
export interface City {
  zh: string
  en: string
  /** Cities of one region are within commuting or weekend distance. */
  region: string
  /** Pay relative to the first tier. */
  payFactor: number
}

export const cities: readonly City[] = [
  { zh: '北京', en: 'Beijing', region: 'north', payFactor: 1 },
  { zh: '上海', en: 'Shanghai', region: 'yangtze', payFactor: 1 },
  { zh: '深圳', en: 'Shenzhen', region: 'pearl', payFactor: 0.98 },
  { zh: '广州', en: 'Guangzhou', region: 'pearl', payFactor: 0.88 },
  { zh: '杭州', en: 'Hangzhou', region: 'yangtze', payFactor: 0.94 },
  { zh: '南京', en: 'Nanjing', region: 'yangtze', payFactor: 0.82 },
  { zh: '苏州', en: 'Suzhou', region: 'yangtze', payFactor: 0.82 },
  { zh: '成都', en: 'Chengdu', region: 'west', payFactor: 0.76 },
  { zh: '武汉', en: 'Wuhan', region: 'central', payFactor: 0.74 },
  { zh: '西安', en: "Xi'an", region: 'northwest', payFactor: 0.7 },
  { zh: '长沙', en: 'Changsha', region: 'central', payFactor: 0.7 },
  { zh: '天津', en: 'Tianjin', region: 'north', payFactor: 0.74 },
  { zh: '香港', en: 'Hong Kong', region: 'pearl', payFactor: 1.35 },
  { zh: '新加坡', en: 'Singapore', region: 'singapore', payFactor: 1.45 },
]

/** The city a text names, in either language. */
export function findCity(text: string): City | null {
  const lower = text.toLowerCase()
  return (
    cities.find((city) => text.includes(city.zh) || lower.includes(city.en.toLowerCase())) ?? null
  )
}
